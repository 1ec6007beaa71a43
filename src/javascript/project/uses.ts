import type { TSESTree } from '@typescript-eslint/utils';
import { isConventional } from './conventions.ts';
import type { ClassSite } from './called.ts';
import { contains } from '../syntax/dependence.ts';
import { locateExport } from './exports.ts';
import { isLoadedByPath, isTakenWhole } from './loaded-files.ts';
import { declarationOf, fileFrom, lintedFrom, type SourceFile } from './modules.ts';
import { exportedBy, exportedNames, passesOn } from './own-exports.ts';
import { isDependency } from './packages.ts';
import { isPublished } from './published.ts';
import { resolveSource } from './resolve.ts';
import type { Sources } from './sources.ts';
import { type JsModule, memberOf } from '../syntax/module.ts';
import { type ClassNode, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { belongs, isAt, type Unit } from './units.ts';
import { wordsOf } from './words.ts';

/** Where a function or a method is spoken of as a value: mostly the callee of a call, else an argument (`rows.map(save)`). */
export interface Use {
  readonly file: SourceFile;
  readonly node: Node;
}

/** What speaks of a function or a method in the whole project. */
export interface Uses {
  readonly known: readonly Use[];
  /** Something may speak of it that can't be told from it, or can't be looked at. */
  readonly isDoubtful: boolean;
}

/** Files that are looked at for one name; of more nothing is said. */
const MOST_FILES = 20;

/**
 * Looks through the project's files for what speaks of a unit.
 *
 * @param isForFirst the search ends with the first use, or with a doubt
 */
export function usesOf(linted: SourceFile, sources: Sources, unit: Unit, isForFirst: boolean): Uses {
  return new Search(linted, sources, unit, isForFirst).run();
}

/** One search for what speaks of a unit. */
class Search {
  readonly #linted: SourceFile;
  readonly #sources: Sources;
  readonly #unit: Unit;
  readonly #isForFirst: boolean;
  readonly #known: Use[] = [];
  #isDoubtful = false;

  constructor(linted: SourceFile, sources: Sources, unit: Unit, isForFirst: boolean) {
    this.#linted = linted;
    this.#sources = sources;
    this.#unit = unit;
    this.#isForFirst = isForFirst;
  }

  #isDone(): boolean {
    return this.#isForFirst && (this.#isDoubtful || this.#known.some((use) => facadeOf(use, this.#unit.name) === undefined && !isSet(use)));
  }

  run(): Uses {
    const { owner } = this.#unit;
    if (owner === undefined) this.#findFunction();
    else {
      this.#findMethod({ ...this.#unit, owner });
      this.#findHandedOn();
    }
    return { known: this.#known, isDoubtful: this.#isDoubtful };
  }

  #findFunction(): void {
    const { file, node, name } = this.#unit;
    const binding = file.module.resolveName(name, file.module.program);
    const exported = new Set(exportedNames(file.module, name));
    for (const use of binding === undefined ? [] : file.module.referencesTo(binding)) {
      const passed = exportedBy(file.module, use);
      if (contains(node, use)) continue;
      if (passed !== undefined) exported.add(passed);
      else this.#known.push({ file, node: use });
    }
    const { quoted, rendered } = wordsOf(file.module);
    // what a module keeps to itself, no string leads to
    const isKept = exported.size === 0 && file.module.imports.length > 0;
    if (rendered.has(name) || (!isKept && quoted.has(name))) this.#isDoubtful = true;
    for (const alias of exported) {
      if (alias === 'default' || isConventional(alias) || isLoadedByPath(file.path) || isPublished(file.path, alias, lintedFrom(file))) this.#isDoubtful = true;
      if (alias !== 'default') this.#inFiles(alias, [], (other) => { this.#usesOfExport(other, alias); });
    }
    if (exported.size > 0 && this.#known.length === 0 && !this.#isDoubtful) this.#isDoubtful = isTakenWhole(this.#linted, this.#sources, file.path);
  }

  #findMethod(unit: Unit & { readonly owner: ClassNode }): void {
    const { file, name, owner } = unit;
    const unsure: Use[] = [];
    let isAlone = /[a-z][A-Z]/.test(name) && file.module.classes.filter((other) => memberOf(other, name) !== undefined).length === 1;
    const look = (other: SourceFile): void => {
      const { members, taken, quoted, defined } = wordsOf(other.module);
      for (const member of members.get(name) ?? []) {
        if (other.path === file.path && contains(unit.node, member)) continue;
        const answer = belongs(other, member.object, unit);
        if (answer === 'yes') this.#known.push({ file: other, node: member });
        else if (answer === 'unknown') unsure.push({ file: other, node: member });
      }
      if (taken.has(name) || quoted.has(name)) this.#isDoubtful = true;
      if (other.path !== file.path && defined.has(name)) isAlone = false;
    };
    if (wordsOf(file.module).callsComputed) this.#isDoubtful = true;
    look(file);
    this.#inFiles(name, owner.id === null ? [] : [owner.id.name], look);
    if (isAlone && !this.#isDoubtful) this.#known.push(...unsure);
    else if (unsure.length > 0) this.#isDoubtful = true;
  }

  /** What a class hands on under the method's own name is called by what calls it of that class. */
  #findHandedOn(): void {
    const facades = this.#known.map((use) => facadeOf(use, this.#unit.name));
    const [facade, ...others] = new Set(facades.filter((one) => one !== undefined).map(({ node }) => node));
    const { file } = facades.find((one) => one !== undefined) ?? {};
    if (facade === undefined || file === undefined || others.length > 0) return;
    const own = this.#known.filter((_, index) => facades[index] === undefined);
    this.#known.splice(0);
    this.#findMethod({ ...this.#unit, file, owner: facade });
    // both searches find those of which nothing tells the class
    const found = [...own, ...this.#known].filter((use, index, all) => all.findIndex(({ node }) => node === use.node) === index && facadeOf(use, this.#unit.name) === undefined && !isSet(use));
    this.#known.splice(0, this.#known.length, ...found);
  }

  /** Looks at all files that speak of `name`; where these are too many, at those that name all of `narrower` as well. */
  #inFiles(name: string, narrower: readonly string[], look: (other: SourceFile) => void): void {
    if (this.#isDone()) return;
    const { code, texts } = this.#sources;
    let paths = code.filesWith(name).filter((path) => path !== this.#unit.file.path);
    if (paths.length > MOST_FILES) {
      this.#isDoubtful = true;
      for (const other of narrower) paths = paths.filter((path) => code.filesWith(other).includes(path));
      if (this.#isDone() || paths.length > MOST_FILES || narrower.length === 0) return;
    }
    for (const path of paths) {
      const other = fileFrom(this.#linted, path);
      if (other === undefined) this.#isDoubtful = true;
      else look(other);
      if (this.#isDone()) return;
    }
    if (texts.filesWith(name).length > 0) this.#isDoubtful = true;
  }

  /** What speaks of the function in a file that has its name. */
  #usesOfExport(other: SourceFile, name: string): void {
    const { module } = other;
    const { members, taken, quoted, rendered, loadsDynamically } = wordsOf(module);
    this.#usesOfImports(other, name);
    this.#usesOfMembers(other, name);
    if (quoted.has(name) || (loadsDynamically && (taken.has(name) || members.has(name)))) this.#isDoubtful = true;
    if (passesOn(module, name, name, true) || rendered.has(name) && !module.imports.some((binding) => binding.name === name) || (module.identifiers.get(name) ?? []).some((use) => isGlobal(module, use))) this.#isDoubtful = true;
  }

  /** What speaks of the function by the name that the file imports it under. */
  #usesOfImports(other: SourceFile, name: string): void {
    const { module, path } = other;
    const { rendered } = wordsOf(module);
    for (const binding of module.imports) {
      if (binding.imported !== name || binding.typeOnly) continue;
      const leads = this.#leads(path, binding.source, name);
      if (leads === 'unknown') this.#isDoubtful = true;
      if (leads === 'yes' && (rendered.has(binding.name) || passesOn(module, binding.name, name, false))) this.#isDoubtful = true;
      for (const use of leads === 'yes' ? module.referencesTo(binding) : []) this.#known.push({ file: other, node: use });
    }
  }

  /** What speaks of the function as a member: of a file that is imported as a whole, of what `require` gives. */
  #usesOfMembers(other: SourceFile, name: string): void {
    const { module, path } = other;
    const { file, node, declaration } = this.#unit;
    for (const member of wordsOf(module).members.get(name) ?? []) {
      const root = unwrap(member.object);
      if (root.type !== 'Identifier') {
        if (root.type === 'AwaitExpression' || root.type === 'CallExpression') this.#isDoubtful = true;
        continue;
      }
      const binding = module.resolve(root);
      if (binding === undefined) this.#isDoubtful = true;
      if (binding?.kind !== 'import') continue;
      const declared = declarationOf(other, member);
      // of `const list = wrapped(async () => …)` the value is what the wrapper gives
      const value = declaration.type === 'VariableDeclarator' ? declaration.init : null;
      if (isAt(declared, file, node) || isAt(declared, file, declaration) || (value !== null && isAt(declared, file, value))) this.#known.push({ file: other, node: member });
      else if (declared === undefined && (binding.source.startsWith('.') || resolveSource(path, binding.source) !== undefined)) this.#isDoubtful = true;
    }
  }

  /** Whether an import is of the function, by the file that its source leads to. */
  #leads(from: string, source: string, name: string): 'yes' | 'no' | 'unknown' {
    const target = resolveSource(from, source);
    if (target === undefined) return source.startsWith('.') || isDependency(from, source) ? 'no' : 'unknown';
    const place = locateExport(target, name, this.#linted);
    if (place === undefined) return 'unknown';
    return place.path === this.#unit.file.path && (place.property === undefined ? place.local === this.#unit.name : place.property === name) ? 'yes' : 'no';
  }
}

/** A use of a name that the file doesn't bind: frameworks import by themselves. */
function isGlobal(module: JsModule, use: TSESTree.Identifier): boolean {
  const parent = module.parentOf(use);
  if (parent === undefined || /^(?:ImportSpecifier|ExportSpecifier|TS\w+)$/.test(parent.type)) return false;
  if ((parent.type === 'Property' && parent.key === use && parent.value !== use) || ((parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') && parent.key === use)) return false;
  return module.resolve(use) === undefined;
}

/** The class that hands a method on, where a use does nothing else: `this.close = this.orders.close.bind(this.orders)`. */
function facadeOf({ file, node }: Use, name: string): ClassSite | undefined {
  const { module } = file;
  const bound = module.parentOf(node);
  const call = bound?.type === 'MemberExpression' && bound.object === node && memberName(bound) === 'bind' ? module.parentOf(bound) : undefined;
  const given = call?.type === 'CallExpression' && call.callee === bound && call.arguments.length === 1 ? module.parentOf(call) : undefined;
  const target = given?.type === 'AssignmentExpression' && given.right === call ? given.left : undefined;
  const owner = target?.type === 'MemberExpression' && target.object.type === 'ThisExpression' && memberName(target) === name ? module.thisClass(target) : undefined;
  return owner === undefined ? undefined : { file, node: owner };
}

/** `this.close = …` calls nothing. */
function isSet({ file: { module }, node }: Use): boolean {
  const parent = module.parentOf(node);
  return parent?.type === 'AssignmentExpression' && parent.left === node;
}
