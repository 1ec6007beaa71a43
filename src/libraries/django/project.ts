import { existsSync } from 'node:fs';
import type { TableSize } from '../../model/data-model.ts';
import { type Stamp, writesSoFar } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import type { ExprNode } from '../../python/nodes.ts';
import type { PyModule } from '../../python/syntax/module.ts';
import { type ClassRef, type FunctionRef, Names } from './project/classes.ts';
import { ProjectFiles, rootOf } from './project/files.ts';
import type { DjangoField } from './models/fields.ts';
import { foreignTableOf, tableSizeOf } from './growth/growth.ts';
import { type DjangoModel, Models } from './models/models.ts';
import { djangoVersion, type Version } from './project/versions.ts';

export type { ClassRef, FunctionRef } from './project/classes.ts';
export type { DjangoModel } from './models/models.ts';

/** What is known of a Django project beyond one file. Everything is read when first asked for. */
export interface DjangoProject {
  /** Directory of the nearest manage.py, else the top of the Python project. */
  readonly root: string;
  readonly version: Version;
  readonly files: ProjectFiles;
  readonly names: Names;
  readonly models: Models;
  /** The model that an expression in `module` names: a class of this or another file, a label, `get_user_model()`, `settings.AUTH_USER_MODEL`. */
  modelOf(module: PyModule, expr: ExprNode): DjangoModel | undefined;
  /** The model of a label: `app.Model`, or `Model` as seen from `from`. */
  modelNamed(label: string, from?: DjangoModel): DjangoModel | undefined;
  /** The class that an expression names, across files and re-exports. */
  resolveClass(module: PyModule, expr: ExprNode): ClassRef | undefined;
  resolveFunction(module: PyModule, expr: ExprNode): FunctionRef | undefined;
  /** The method of that name on the class or its bases across files. */
  method(cls: ClassRef, name: string): (FunctionRef & { readonly owner: ClassRef }) | undefined;
  /** The class attribute of that name on the class or its bases across files. */
  classAttribute(cls: ClassRef, name: string): { readonly module: PyModule; readonly value: ExprNode; readonly owner: ClassRef } | undefined;
  tableSize(model: DjangoModel): TableSize;
  /** The table that a relation points to, that of an installed package's model too; undefined where nothing names it. */
  targetSize(field: DjangoField): TableSize | undefined;
}

/** Everything read from the files of one project in one state. What is derived from it may be memoised by its `models`. */
interface Generation {
  readonly files: ProjectFiles;
  readonly names: Names;
  readonly models: Models;
}

class LoadedProject implements DjangoProject {
  readonly root: string;
  readonly version: Version;
  readonly files: ProjectFiles;
  readonly names: Names;
  readonly models: Models;
  readonly #project: Project;
  readonly #sizes = new Map<string, TableSize>();

  constructor(project: Project, { files, names, models }: Generation) {
    this.root = files.root;
    this.version = djangoVersion(files.root, project.settings.django, project.cwd);
    this.files = files;
    this.names = names;
    this.models = models;
    this.#project = project;
  }

  modelOf(module: PyModule, expr: ExprNode): DjangoModel | undefined {
    return this.models.of(module, expr);
  }

  modelNamed(label: string, from?: DjangoModel): DjangoModel | undefined {
    return this.models.named(label, from);
  }

  resolveClass(module: PyModule, expr: ExprNode): ClassRef | undefined {
    return this.names.resolveClass(module, expr);
  }

  resolveFunction(module: PyModule, expr: ExprNode): FunctionRef | undefined {
    return this.names.resolveFunction(module, expr);
  }

  method(cls: ClassRef, name: string): (FunctionRef & { readonly owner: ClassRef }) | undefined {
    return this.names.method(cls, name);
  }

  classAttribute(cls: ClassRef, name: string): { readonly module: PyModule; readonly value: ExprNode; readonly owner: ClassRef } | undefined {
    return this.names.classAttribute(cls, name);
  }

  tableSize(model: DjangoModel): TableSize {
    const known = this.#sizes.get(model.label);
    if (known !== undefined) return known;
    const size = tableSizeOf(this, this.#project.settings, model);
    this.#sizes.set(model.label, size);
    return size;
  }

  targetSize(field: DjangoField): TableSize | undefined {
    return field.target === undefined ? foreignTableOf(this.#project.settings, field) : this.tableSize(field.target);
  }
}

interface Current {
  readonly generation: Generation;
  readonly stamp: Stamp;
  /** When the files are looked at again, in milliseconds. */
  readonly expires: number;
  /** `writesSoFar()` at that time. */
  readonly writes: number;
}

/** How long nothing is looked at again, in milliseconds, and how many times what looking costs. */
const SHORTEST_LIFE = 1000;
const LIFE_PER_COST = 20;

/**
 * By root, what is taken back in, and the settings that what is derived from the files goes by: the version and the sizes of tables. A changed, added or removed file makes a new
 * generation, so that the order of linting can't matter.
 */
const current = new Map<string, Current>();

function generationOf(project: Project): Generation {
  const root = rootOf(project.filename);
  const { include, django, rows, smallTable } = project.settings;
  const key = JSON.stringify([root, include.length === 0 ? [] : [project.cwd, ...include], django, rows, smallTable]);
  const known = current.get(key);
  const began = Date.now();
  if (known?.writes === writesSoFar() && began < known.expires) return known.generation;
  const files = ProjectFiles.below(root, project);
  const stamp = files.stamp();
  const isSame = known?.stamp.text === stamp.text && (known.stamp.settled || known.generation.files.isCurrent());
  const generation = isSame ? known.generation : newGeneration(files);
  const expires = Date.now() + Math.max(SHORTEST_LIFE, LIFE_PER_COST * (Date.now() - began));
  if (current.size > 20) current.clear();
  current.set(key, { generation, stamp, expires, writes: writesSoFar() });
  return generation;
}

function newGeneration(files: ProjectFiles): Generation {
  const names = new Names(files);
  return { files, names, models: new Models(files, names) };
}

const overlaid = new WeakMap<PyModule, { readonly base: Generation; readonly generation: Generation }>();

/**
 * The Django project around the file being linted.
 *
 * @param module the linted text, where it may differ from the file (editors): it then stands for the file
 */
export function djangoProjectOf(project: Project, module?: PyModule): DjangoProject {
  const generation = generationOf(project);
  if (module === undefined || generation.files.holds(module) || isOutside(generation.files, module)) return new LoadedProject(project, generation);
  const known = overlaid.get(module);
  if (known?.base === generation) return new LoadedProject(project, known.generation);
  const changed = newGeneration(generation.files.with(module));
  overlaid.set(module, { base: generation, generation: changed });
  return new LoadedProject(project, changed);
}

/** A file that doesn't count for the models sees them as they are. One that isn't on disk yet counts as new. */
function isOutside(files: ProjectFiles, { path }: PyModule): boolean {
  return !files.has(path) && existsSync(path);
}
