import { dirname, sep } from 'node:path';
import { isCalledByConvention, isListed } from './conventions.ts';
import { contains } from '../syntax/dependence.ts';
import { isEntry, isLoadedByPath, isNamedByPath, isTakenWhole } from './loaded-files.ts';
import { lintedFrom, type SourceFile } from './modules.ts';
import { exportedFunctions, exportsRouter } from './own-exports.ts';
import { isWorkspace, nearestPackage } from './packages.ts';
import { isPublished } from './published.ts';
import { type Sources, sourcesAround } from './sources.ts';
import { decoratorsOf, type FunctionNode, interfacesOf, type Node } from '../syntax/nodes.ts';
import { type Unit, unitAround } from './units.ts';
import { type Use, type Uses, usesOf } from './uses.ts';

/** Fewer files than these are no application, whose callers are all there, but a part or an example of one. */
const FEWEST_FILES = 20;

/** Callers of callers of … that are looked for. */
const LEVELS = 2;

/** Who calls what, as seen from the file being linted. One per linted file. */
export class Callers {
  readonly #linted: SourceFile;
  readonly #sources: () => Sources | undefined;
  readonly #uses = new Map<FunctionNode, Uses>();
  readonly #dead = new Map<FunctionNode, boolean>();
  readonly #unloaded = new Map<string, boolean>();
  /** Units that are being looked at: functions that call each other and are called by nobody else never run. */
  readonly #open = new Set<FunctionNode>();

  constructor(linted: SourceFile, cwd: string) {
    this.#linted = linted;
    this.#sources = () => sourcesAround(linted.path, cwd);
  }

  /** True where nothing in the project runs the function or method in which `node` stands, or loads the file. In doubt something does. */
  isNeverCalled(file: SourceFile, node: Node, levels = LEVELS): boolean {
    const unit = unitAround(file, node);
    const sources = this.#sources();
    if (sources === undefined || !sources.paths.has(file.path) || !this.#isApplication(sources)) return false;
    if (unit === undefined) return this.#isNeverLoaded(file, sources);
    if (this.#open.has(unit.node)) return true;
    const known = this.#dead.get(unit.node);
    if (known !== undefined) return known;
    this.#open.add(unit.node);
    const found = this.#isClassUnknown(unit, sources) || (!isCalledByConvention(unit) && this.#hasNoCaller(unit, levels));
    this.#open.delete(unit.node);
    // What was found on the way rests on what isn't known yet.
    if (this.#open.size === 0) this.#dead.set(unit.node, found);
    return found;
  }

  /** The path of the file being linted. */
  get linted(): string {
    return this.#linted.path;
  }

  /** The paths of the project's other files that hold `name` as a word: code, and texts like schemas. */
  filesWith(name: string): readonly string[] {
    const sources = this.#sources();
    return sources === undefined ? [] : [...sources.code.filesWith(name), ...sources.texts.filesWith(name)].filter((path) => path !== this.#linted.path);
  }

  /** Where the unit is spoken of for certain; empty where nothing is known. */
  usesOf(unit: Unit): readonly Use[] {
    return this.#usesOf(unit).known;
  }

  /** True where others may call the unit than those that are known. */
  isOpen(unit: Unit): boolean {
    return this.#usesOf(unit).isDoubtful || isCalledByConvention(unit);
  }

  /** True where the package that is linted is large enough to hold those who call it, or the workspace that alone has it. */
  #isApplication({ paths, root }: Sources): boolean {
    const own = nearestPackage(dirname(this.#linted.path));
    const home = own?.json.private === true && isWorkspace(root) ? root : (own?.directory ?? '');
    let found = 0;
    for (const path of paths) {
      if (path.startsWith(home + sep)) found += 1;
      if (found >= FEWEST_FILES) return true;
    }
    return false;
  }

  /** A file that hands out a router, or functions which nothing calls, and that no other names. What a library finds by itself is made by one of its functions, or decorated. */
  #isNeverLoaded(file: SourceFile, sources: Sources): boolean {
    const known = this.#unloaded.get(file.path);
    if (known !== undefined) return known;
    // Asked for once more on the way: what the file's own code calls is loaded with it.
    this.#unloaded.set(file.path, false);
    const found = !isLoadedByPath(file.path) && !isEntry(file.path) && (exportsRouter(file.module) || this.#hasFunctionsOnly(file)) && !isNamedByPath(sources, file.path);
    this.#unloaded.set(file.path, found);
    return found;
  }

  /** All that the file hands out are functions of which nothing speaks. */
  #hasFunctionsOnly(file: SourceFile): boolean {
    const functions = exportedFunctions(file.module);
    return functions !== undefined && functions.length > 0 && functions.every((fn) => this.#isUnnamed(file, fn));
  }

  /** Nothing speaks of the function, its own file included: what a file calls of its own makes a program of it. */
  #isUnnamed(file: SourceFile, fn: FunctionNode): boolean {
    const unit = unitAround(file, fn);
    return unit !== undefined && !this.isOpen(unit) && this.usesOf(unit).length === 0;
  }

  #hasNoCaller(unit: Unit, levels: number): boolean {
    // Mostly the first one that is found tells already, and files that speak of a common name are many.
    const first = this.#uses.get(unit.node) ?? this.#search(unit, true);
    if (first.isDoubtful || first.known.some((use) => levels === 0 || !this.isNeverCalled(use.file, use.node, levels - 1))) return false;
    if (first.known.length === 0) return true;
    const { known, isDoubtful } = this.#usesOf(unit);
    return !isDoubtful && known.every((use) => this.isNeverCalled(use.file, use.node, levels - 1));
  }

  #usesOf(unit: Unit): Uses {
    const before = this.#uses.get(unit.node);
    if (before !== undefined) return before;
    const found = this.#search(unit, false);
    this.#uses.set(unit.node, found);
    return found;
  }

  #search(unit: Unit, isForFirst: boolean): Uses {
    const sources = this.#sources();
    return sources === undefined ? { known: [], isDoubtful: true } : usesOf(this.#linted, sources, unit, isForFirst);
  }

  /** A class that NestJS registers where a module lists it, or that others make: named nowhere else, it does nothing, whatever its decorators say. */
  #isClassUnknown({ file, owner }: Unit, sources: Sources): boolean {
    const name = owner?.id?.name;
    if (owner === undefined || name === undefined || file.module.parentOf(owner)?.type !== 'ExportNamedDeclaration') return false;
    if (!isListed(file.module, owner) && (isLoadedByPath(file.path) || owner.superClass !== null || interfacesOf(owner).length > 0 || decoratorsOf(owner).length > 0)) return false;
    const binding = file.module.resolveName(name, file.module.program);
    if (binding === undefined || file.module.referencesTo(binding).some((use) => !contains(owner, use))) return false;
    if (sources.code.filesWith(name).some((path) => path !== file.path) || sources.texts.filesWith(name).length > 0) return false;
    return !isPublished(file.path, name, lintedFrom(file)) && !isTakenWhole(this.#linted, sources, file.path);
  }
}
