import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import { type Declaration, declarationNamed, exportOf, fileFrom, type SourceFile } from '../../javascript/modules.ts';
import { resolveSource } from '../../javascript/resolve.ts';
import { entitiesAround, entityNamed } from './schema.ts';
import type { Binding, ImportBinding } from '../../javascript/syntax/bindings.ts';
import { type ClassNode, isClass } from '../../javascript/syntax/nodes.ts';
import { isEntityClass, type Receiver, TypeormReceivers, type TypeormSurroundings } from './receivers.ts';

/** Names of imports that are worth opening another file for. */
const WORTH_A_LOOK = /repo(?:sitory|sitories)?$|repository|data-?source|connection$|manager$|^(?:db|orm)$/i;

/** How many files lead from an import to the class that extends `Repository<E>`. */
const HOPS = 3;

/** What the project's other files say about the names that a file imports. Files are read when a name asks for them. */
export class ProjectSurroundings implements TypeormSurroundings {
  private readonly file: SourceFile;
  private readonly project: Project;
  private readonly hops: number;
  private readonly entities = new Map<string, boolean>();
  private readonly receivers = new Map<string, Receiver | undefined>();
  private model: DataModel | undefined;

  constructor(file: SourceFile, project: Project, hops = HOPS) {
    this.file = file;
    this.project = project;
    this.hops = hops;
  }

  /** The entities that the file names, and what they are related to. */
  get dataModel(): DataModel {
    this.model ??= entitiesAround(this.file);
    return this.model;
  }

  isEntity(binding: Binding, name: string): boolean {
    if (binding.kind === 'class') return isEntityClass(binding.node);
    if (binding.kind !== 'import' || !/^[A-Z]/.test(name)) return false;
    const known = this.entities.get(name);
    if (known !== undefined) return known;
    const found = entityNamed(this.file, name) !== undefined;
    this.entities.set(name, found);
    return found;
  }

  imported(binding: ImportBinding): Receiver | undefined {
    if (!WORTH_A_LOOK.test(binding.name) || this.hops === 0) return undefined;
    if (!this.receivers.has(binding.name)) {
      this.receivers.set(binding.name, undefined);
      this.receivers.set(binding.name, this.find(binding));
    }
    return this.receivers.get(binding.name);
  }

  inherited(binding: ImportBinding, name: string): { base: ClassNode; receiver: Receiver | undefined } | undefined {
    const declaration = this.hops === 0 ? undefined : this.declarationOf(binding);
    return declaration !== undefined && isClass(declaration.node) ? { base: declaration.node, receiver: this.receiversOf(declaration).ofMemberOf(declaration.node, name) } : undefined;
  }

  private find(binding: ImportBinding): Receiver | undefined {
    const declaration = this.declarationOf(binding);
    if (declaration === undefined) return undefined;
    const there = this.receiversOf(declaration);
    return isClass(declaration.node) ? there.ofClass(declaration.node) : there.of(declaration.node);
  }

  private declarationOf(binding: ImportBinding): Declaration | undefined {
    const path = resolveSource(this.file.path, binding.source);
    const target = path === undefined ? undefined : fileFrom(this.file, path);
    return target && (exportOf(this.file, target.path, binding.imported) ?? declarationNamed(target, binding.imported));
  }

  private receiversOf(file: SourceFile): TypeormReceivers {
    return new TypeormReceivers(file.module, this.project, new ProjectSurroundings(file, this.project, this.hops - 1));
  }
}
