import type { TSESTree } from '@typescript-eslint/utils';
import { basename, dirname, sep } from 'node:path';
import { literally } from '../model/text.ts';
import { textAt } from '../project/files.ts';
import { contains } from './dependence.ts';
import { locateExport } from './exports.ts';
import { declarationOf, fileFrom, lintedFrom, type SourceFile } from './modules.ts';
import { nearestPackage } from './packages.ts';
import { isPublished } from './published.ts';
import { resolveSource } from './resolve.ts';
import { type Sources, sourcesAround } from './sources.ts';
import { chainOf, type JsModule, memberOf } from './syntax/module.ts';
import { type ClassNode, decoratorsOf, type FunctionNode, interfacesOf, isFunction, keyName, memberName, type Node, unwrap } from './syntax/nodes.ts';
import { belongs, isAt, isDecorated, lineageOf, type Unit, unitAround } from './units.ts';
import { wordsOf } from './words.ts';

/** Where a function or a method is spoken of as a value: mostly the callee of a call, else an argument (`rows.map(save)`). */
export interface Use {
  readonly file: SourceFile;
  readonly node: Node;
}

interface Uses {
  readonly known: readonly Use[];
  /** Something may speak of it that can't be told from it, or can't be looked at. */
  readonly isDoubtful: boolean;
}

/** Files that are looked at for one name; of more nothing is said. */
const MOST_FILES = 20;

/** Fewer files than these are no application, whose callers are all there, but a part or an example of one. */
const FEWEST_FILES = 20;

/** Callers of callers of … that are looked for. */
const LEVELS = 2;

/** Names by which frameworks and runtimes call what a file exports, or a method of a class. */
const CONVENTIONS = new RegExp(
  `^(?:${[
    'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|clientLoader|clientAction|load|actions|headers|meta|links|handle|fetch|scheduled|queue|email|middleware|proxy|config',
    'getServerSideProps|getStaticProps|getStaticPaths|getInitialProps|generate[A-Z]\\w*|onRequest\\w*|handler|handle[A-Z]\\w*|main|run|execute|perform|process|job|task|up|down|register|bootstrap|setup',
    'on[A-Z]\\w*|ng[A-Z]\\w*|before[A-Z]\\w*|after[A-Z]\\w*|use|transform|intercept|catch|canActivate|validate|resolve|toJSON|toString|constructor|configure|init|start|stop|render|entryPoint|command',
  ].join('|')})$`,
);

/** Folders whose files are loaded by their path. */
const LOADED = /[\\/](?:jobs?|crons?|plugins?|subscribers?|commands?|workers?|functions|listeners|hooks|loaders|events|tasks|extensions|seeders?|migrations?|scripts|server[\\/](?:utils|api|middleware)|composables|pages|routes)[\\/]/i;

/** Files that a program begins with, or that a framework knows by their names. */
const ENTRY = /(?:^|[\\/])(?:index|main|server|app|worker|cli|start|bootstrap|instrumentation\S*|middleware|proxy|[^\\/]*\.config)\.[cm]?[jt]sx?$/i;

/** Functions that look for files and load what they find. */
const LOADERS = ['readdirSync', 'readdir', 'glob', 'globSync', 'globby', 'requireDirectory', 'opendir'];

/** What sets up a tool beside the program: it may search for tests and sources, and runs none. */
const TOOL = /\.config\.[cm]?[jt]s$/;

/** NestJS's decorators of classes that run only where a module lists them. */
const LISTED = /^(?:Injectable|Controller|Resolver|Processor|WebSocketGateway)$/;

/** Interfaces that ask for hooks of NestJS alone, which have names of their own. */
const HOOKS = /^(?:OnModule\w+|OnApplication\w+|BeforeApplicationShutdown)$/;

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

  /** True where the package that is linted is large enough to hold those who call it. */
  #isApplication({ paths }: Sources): boolean {
    const home = nearestPackage(dirname(this.#linted.path))?.directory ?? '';
    let found = 0;
    for (const path of paths) {
      if (path.startsWith(home + sep)) found += 1;
      if (found >= FEWEST_FILES) return true;
    }
    return false;
  }

  /** A file that hands out functions which nothing calls, and that no other names. What a library finds by itself is made by one of its functions, or decorated. */
  #isNeverLoaded(file: SourceFile, sources: Sources): boolean {
    const known = this.#unloaded.get(file.path);
    if (known !== undefined) return known;
    // Asked for once more on the way: what the file's own code calls is loaded with it.
    this.#unloaded.set(file.path, false);
    const functions = LOADED.test(file.path) || ENTRY.test(file.path) ? undefined : exportedFunctions(file.module);
    const found = functions !== undefined && functions.length > 0 && functions.every((fn) => this.#isUnnamed(file, fn)) && !isNamedByPath(sources, file.path);
    this.#unloaded.set(file.path, found);
    return found;
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
    return sources === undefined ? { known: [], isDoubtful: true } : new Search(this.#linted, sources, unit, isForFirst).run();
  }

  /** A class that NestJS registers where a module lists it, or that others make: named nowhere else, it does nothing, whatever its decorators say. */
  #isClassUnknown({ file, owner }: Unit, sources: Sources): boolean {
    const name = owner?.id?.name;
    if (owner === undefined || name === undefined || file.module.parentOf(owner)?.type !== 'ExportNamedDeclaration') return false;
    if (!isListed(file.module, owner) && (LOADED.test(file.path) || owner.superClass !== null || interfacesOf(owner).length > 0 || decoratorsOf(owner).length > 0)) return false;
    const binding = file.module.resolveName(name, file.module.program);
    if (binding === undefined || file.module.referencesTo(binding).some((use) => !contains(owner, use))) return false;
    if (sources.code.filesWith(name).some((path) => path !== file.path) || sources.texts.filesWith(name).length > 0) return false;
    return !isPublished(file.path, name, lintedFrom(file)) && !isTakenWhole(this.#linted, sources, file.path);
  }
}

function isListed(module: JsModule, owner: ClassNode): boolean {
  return decoratorsOf(owner).length > 0 && decoratorsOf(owner).every(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    const binding = callee.type === 'Identifier' && LISTED.test(callee.name) ? module.resolve(callee) : undefined;
    return binding?.kind === 'import' && binding.source.startsWith('@nestjs/');
  });
}

/** What a framework, a loader or a base class calls. */
function isCalledByConvention(unit: Unit): boolean {
  const { file, declaration, owner, name } = unit;
  if (owner === undefined && !isExported(unit)) return false;
  if (CONVENTIONS.test(name) || isDecorated(declaration)) return true;
  if (owner === undefined) return declaration.type === 'VariableDeclarator' && 'typeAnnotation' in declaration.id && declaration.id.typeAnnotation != null;
  if (declaration.type === 'MethodDefinition' && declaration.kind !== 'method') return true;
  if (owner.id === null || interfacesOf(owner).some(({ expression }) => !HOOKS.test(file.module.textOf(expression)))) return true;
  if (isPublished(file.path, owner.id.name, lintedFrom(file)) || file.module.parentOf(owner)?.type === 'ExportDefaultDeclaration') return true;
  const { bases, isWhole } = lineageOf(file, owner);
  return !isWhole || bases.some((base) => memberOf(base.node, name) !== undefined || interfacesOf(base.node).length > 0);
}

/** What a file keeps to itself, nobody calls by its name. */
function isExported({ file: { module }, name }: Unit): boolean {
  const binding = module.resolveName(name, module.program);
  return exportedNames(module, name).length > 0 || (binding !== undefined && module.referencesTo(binding).some((use) => exportedBy(module, use) !== undefined));
}

/** One search for what speaks of a unit. */
class Search {
  readonly #linted: SourceFile;
  readonly #sources: Sources;
  readonly #unit: Unit;
  readonly #isForFirst: boolean;
  readonly #known: Use[] = [];
  #isDoubtful = false;

  /** @param isForFirst the search ends with the first use, or with a doubt */
  constructor(linted: SourceFile, sources: Sources, unit: Unit, isForFirst: boolean) {
    this.#linted = linted;
    this.#sources = sources;
    this.#unit = unit;
    this.#isForFirst = isForFirst;
  }

  #isDone(): boolean {
    return this.#isForFirst && (this.#isDoubtful || this.#known.length > 0);
  }

  run(): Uses {
    const { owner } = this.#unit;
    if (owner === undefined) this.#findFunction();
    else this.#findMethod({ ...this.#unit, owner });
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
    if (quoted.has(name) || rendered.has(name)) this.#isDoubtful = true;
    for (const alias of exported) {
      if (alias === 'default' || CONVENTIONS.test(alias) || LOADED.test(file.path) || isPublished(file.path, alias, lintedFrom(file))) this.#isDoubtful = true;
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
    const { module, path } = other;
    const { file, node, declaration } = this.#unit;
    const { members, taken, quoted, rendered, loadsDynamically } = wordsOf(module);
    for (const binding of module.imports) {
      if (binding.imported !== name || binding.typeOnly) continue;
      const leads = this.#leads(path, binding.source, name);
      if (leads === 'unknown') this.#isDoubtful = true;
      if (leads === 'yes' && (rendered.has(binding.name) || passesOn(module, binding.name, name, false))) this.#isDoubtful = true;
      for (const use of leads === 'yes' ? module.referencesTo(binding) : []) this.#known.push({ file: other, node: use });
    }
    for (const member of members.get(name) ?? []) {
      const root = unwrap(member.object);
      if (root.type !== 'Identifier') {
        if (root.type === 'AwaitExpression' || root.type === 'CallExpression') this.#isDoubtful = true;
        continue;
      }
      const binding = module.resolve(root);
      if (binding === undefined) this.#isDoubtful = true;
      if (binding?.kind !== 'import') continue;
      const declared = declarationOf(other, member);
      if (isAt(declared, file, node) || isAt(declared, file, declaration)) this.#known.push({ file: other, node: member });
      else if (declared === undefined && (binding.source.startsWith('.') || resolveSource(path, binding.source) !== undefined)) this.#isDoubtful = true;
    }
    if (quoted.has(name) || (loadsDynamically && (taken.has(name) || members.has(name)))) this.#isDoubtful = true;
    if (passesOn(module, name, name, true) || rendered.has(name) && !module.imports.some((binding) => binding.name === name) || (module.identifiers.get(name) ?? []).some((use) => isGlobal(module, use))) this.#isDoubtful = true;
  }

  #leads(from: string, source: string, name: string): 'yes' | 'no' | 'unknown' {
    const target = resolveSource(from, source);
    if (target === undefined) return source.startsWith('.') || isDependency(from, source) ? 'no' : 'unknown';
    const place = locateExport(target, name, this.#linted);
    if (place === undefined) return 'unknown';
    return place.path === this.#unit.file.path && (place.property === undefined ? place.local === this.#unit.name : place.property === name) ? 'yes' : 'no';
  }
}

function isDependency(from: string, source: string): boolean {
  const [name = source] = /^(?:@[^/]+\/)?[^/]+/.exec(source) ?? [];
  return source.startsWith('node:') || nearestPackage(dirname(from))?.dependencies.has(name) === true;
}

/** The names under which a file exports what it calls `name`. */
function exportedNames({ program }: JsModule, name: string): string[] {
  return program.body.flatMap((statement): string[] => {
    if (statement.type === 'ExportDefaultDeclaration') return statement.declaration.type === 'Identifier' && statement.declaration.name === name ? ['default'] : 'id' in statement.declaration && statement.declaration.id?.type === 'Identifier' && statement.declaration.id.name === name ? ['default'] : [];
    if (statement.type !== 'ExportNamedDeclaration' || statement.source !== null) return [];
    const own = statement.declaration?.type === 'VariableDeclaration' ? statement.declaration.declarations.map(({ id }) => id) : statement.declaration !== null && 'id' in statement.declaration ? [statement.declaration.id] : [];
    if (own.some((id) => id?.type === 'Identifier' && id.name === name)) return [name];
    return statement.specifiers.filter(({ local }) => local.name === name).map(({ exported }) => (exported.type === 'Identifier' ? exported.name : exported.value));
  });
}

/** The functions that a file exports by their names; undefined where it exports anything that a library may find: a default, a class, what a function made. */
function exportedFunctions({ program, classes }: JsModule): FunctionNode[] | undefined {
  const found: FunctionNode[] = [];
  if (classes.some((node) => decoratorsOf(node).length > 0)) return undefined;
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportAllDeclaration' || statement.type === 'TSExportAssignment') return undefined;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration === null || declaration.type === 'ClassDeclaration') return undefined;
    if (declaration.type === 'FunctionDeclaration') found.push(declaration);
    for (const { init } of declaration.type === 'VariableDeclaration' ? declaration.declarations : []) {
      const value = unwrap(init);
      if (isFunction(value)) found.push(value);
      else if (value !== undefined && !/^(?:NewExpression|Literal|TemplateLiteral|ObjectExpression|ArrayExpression)$/.test(value.type)) return undefined;
    }
  }
  return found;
}

/** True where a string of another file may lead to the one at `path`: an import of any kind, an entry, a search through its folder. */
function isNamedByPath({ code, texts }: Sources, path: string): boolean {
  const stem = basename(path).replace(/\.[cm]?[jt]sx?$/, '');
  const [word = ''] = [...(stem.match(/[\p{ID_Continue}$]{3,}/gu) ?? [])].sort((a, b) => b.length - a.length);
  if (word === '' || LOADERS.some((loader) => code.filesWith(loader).some((other) => !TOOL.test(other) && path.startsWith(dirname(other) + sep)))) return true;
  const quoted = new RegExp(`[/'"\`]${literally(stem)}(?:\\.\\w+)?['"\`]`);
  return code.filesWith(word).some((other) => other !== path && quoted.test(textAt(other) ?? '')) || texts.filesWith(word).some((other) => (textAt(other) ?? '').includes(stem));
}

/** The name under which a use hands the function to `exports`: `module.exports = { close }`, `exports.close = close`. */
function exportedBy(module: JsModule, use: Node): string | undefined {
  const parent = module.parentOf(use);
  if (parent?.type === 'ExportDefaultDeclaration') return 'default';
  const property = parent?.type === 'Property' ? parent : undefined;
  const object = property === undefined ? use : module.parentOf(property);
  const assignment = object === undefined ? undefined : module.parentOf(object);
  if (assignment?.type !== 'AssignmentExpression' || assignment.right !== object || assignment.left.type !== 'MemberExpression') return undefined;
  const { root, names } = chainOf(assignment.left);
  const path = [root.type === 'Identifier' ? root.name : '', ...names].join('.');
  if (!/^(?:module\.)?exports(?:\.|$)/.test(path)) return undefined;
  return property === undefined ? (path === 'module.exports' ? 'default' : names.at(-1)) : keyName(property);
}

/** `export { close as shut }`, from elsewhere or not: others know it by another name than `name`. */
function passesOn({ program }: JsModule, own: string, name: string, isFromElsewhere: boolean): boolean {
  return program.body.some((statement) => statement.type === 'ExportNamedDeclaration' && (statement.source !== null) === isFromElsewhere
    && statement.specifiers.some(({ local, exported }) => local.type === 'Identifier' && local.name === own && !(exported.type === 'Identifier' && exported.name === name)));
}

/** A use of a name that the file doesn't bind: frameworks import by themselves. */
function isGlobal(module: JsModule, use: TSESTree.Identifier): boolean {
  const parent = module.parentOf(use);
  if (parent === undefined || /^(?:ImportSpecifier|ExportSpecifier|TS\w+)$/.test(parent.type)) return false;
  if ((parent.type === 'Property' && parent.key === use && parent.value !== use) || ((parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') && parent.key === use)) return false;
  return module.resolve(use) === undefined;
}

/** True where a file is imported as a whole and handed on: `Object.values(jobs)`. */
function isTakenWhole(linted: SourceFile, { code }: Sources, path: string): boolean {
  const stems = [basename(path).replace(/\.[cm]?[jt]sx?$/, ''), basename(dirname(path))];
  return stems.some((stem) => {
    const [first, ...words] = (stem.match(/[\p{ID_Continue}$]{3,}/gu) ?? []).filter((word) => !/^\d/.test(word));
    if (first === undefined) return false;
    const files = words.reduce((paths, word) => paths.filter((other) => code.filesWith(word).includes(other)), code.filesWith(first)).filter((other) => other !== path);
    // So many speak of a word that no path is meant.
    return files.length <= 3 * MOST_FILES && files.some((other) => takesWhole(linted, other, path));
  });
}

function takesWhole(linted: SourceFile, importing: string, path: string): boolean {
  const file = fileFrom(linted, importing);
  return file?.module.imports.some((binding) => {
    if (binding.imported !== '*' || binding.typeOnly) return false;
    const target = resolveSource(importing, binding.source);
    if (target !== path && (target === undefined || dirname(target) !== dirname(path) || !basename(target).startsWith('index.'))) return false;
    return file.module.referencesTo(binding).some((use) => {
      const parent = file.module.parentOf(use);
      return parent?.type !== 'MemberExpression' || parent.object !== use || memberName(parent) === undefined;
    });
  }) ?? false;
}
