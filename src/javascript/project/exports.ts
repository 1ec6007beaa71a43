import { createHash } from 'node:crypto';
import type { TSESTree } from '@typescript-eslint/utils';
import { withoutBom } from '../../model/text.ts';
import { cachedByFile, remembered } from '../../project/files.ts';
import { parseModule } from '../parse/parser.ts';
import { resolveSource } from './resolve.ts';
import { loadedModule, namesIn } from '../syntax/bindings.ts';
import { memberName, namedProperties, type Node } from '../syntax/nodes.ts';

/** What a file exports under one name. */
interface Exported {
  /** Its name in this file, or in the file that it is taken from. */
  readonly local: string | undefined;
  /** The file that it is taken from, as the code writes it. */
  readonly source: string | undefined;
  /** The offset of an expression or a declaration that is exported without a name of its own. */
  readonly start: number | undefined;
}

interface Exports {
  readonly own: ReadonlyMap<string, Exported>;
  /** Sources of `export * from`. */
  readonly stars: readonly string[];
}

/** Where something exported is declared. */
export interface ExportPlace {
  readonly path: string;
  /** Its name at the top level of that file. */
  readonly local: string | undefined;
  /** The offset of the expression or declaration, where it has no name. */
  readonly start: number | undefined;
  /** The property of it that is meant: `module.exports = { total }` exports `total`. */
  readonly property: string | undefined;
  /** The file as a whole is meant: `import * as orders from './orders'; export { orders }`. */
  readonly whole?: boolean;
}

/** Files that one look-up goes through: barrels of large projects re-export hundreds. */
const MOST_FILES = 2000;

/** The file being linted, whose text an editor may not have saved yet. */
interface Linted {
  readonly path: string;
  readonly module: { readonly program: TSESTree.Program; readonly text: string };
}

/**
 * The declaration that `name` of the file at `path` leads to, through barrels and files that pass on what they import. `default` and
 * `*` (the value of `module.exports`) are names too. Trees are not kept for it.
 *
 * @param linted stands for its path, whatever the disk says
 */
export function locateExport(path: string, name: string, linted?: Linted): ExportPlace | undefined {
  return linted === undefined || isSaved(linted) ? located(`${path}\0${name}`) : new Exporters(linted).search(path, name);
}

/** What a file of the project passes on from a package: `export { connect } from 'acme'`, `export * from 'acme'`. */
export interface PassedOn {
  readonly source: string;
  readonly imported: string;
}

/** The package among `packages` that `name` of the file at `path` is passed on from, through barrels and whatever it is called on the way. */
export function passedOnFrom(path: string, name: string, packages: RegExp, linted?: Linted): PassedOn | undefined {
  return new Exporters(linted).passedOn(path, name, packages);
}

const saved = new WeakMap<TSESTree.Program, boolean>();

function isSaved({ path, module }: Linted): boolean {
  const known = saved.get(module.program) ?? digestAt(path) === digestOf(module.text);
  saved.set(module.program, known);
  return known;
}

const digestAt = cachedByFile((text) => digestOf(withoutBom(text)), 1000);

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

const located = remembered((key) => {
  const [path = '', name = ''] = key.split('\0');
  return new Exporters().search(path, name);
}, 20_000);

/** One look-up, which sees no name of a file twice. */
class Exporters {
  readonly #linted: Linted | undefined;
  readonly #seen = new Set<string>();

  constructor(linted?: Linted) {
    this.#linted = linted;
  }

  search(path: string, name: string): ExportPlace | undefined {
    const key = `${path}\0${name}`;
    const table = this.#seen.has(key) || this.#seen.size > MOST_FILES ? undefined : this.#tableAt(path);
    if (table === undefined) return undefined;
    this.#seen.add(key);
    const entry = table.own.get(name) ?? (name === 'default' ? table.own.get('*') : undefined);
    if (entry !== undefined) {
      const { source, local, start } = entry;
      return source === undefined ? { path, local, start, property: undefined } : local === '*' ? this.#wholeFrom(path, source) : this.#from(path, source, local ?? '*');
    }
    if (name === 'default' || name === '*') return undefined;
    const whole = table.own.get('*');
    if (whole?.source !== undefined) return whole.local === '*' ? this.#from(path, whole.source, name) : undefined;
    if (whole !== undefined) return { path, local: whole.local, start: whole.start, property: name };
    for (const source of table.stars) {
      const found = this.#from(path, source, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  passedOn(path: string, name: string, packages: RegExp): PassedOn | undefined {
    const key = `${path}\0${name}`;
    const table = this.#seen.has(key) || this.#seen.size > MOST_FILES ? undefined : this.#tableAt(path);
    if (table === undefined || name === '*') return undefined;
    this.#seen.add(key);
    const entry = table.own.get(name);
    const taken = entry === undefined ? table.stars.map((source) => ({ source, imported: name })) : entry.source === undefined || entry.local === undefined ? [] : [{ source: entry.source, imported: entry.local }];
    for (const { source, imported } of taken) {
      const target = resolveSource(path, source);
      const found = target !== undefined ? this.passedOn(target, imported, packages) : packages.test(source) ? { source, imported } : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #tableAt(path: string): Exports | undefined {
    return this.#linted?.path === path ? exportsOf(this.#linted.module.program) : exportsAt(path);
  }

  /** What `module.exports` is set to, else the file itself. */
  #wholeFrom(path: string, source: string): ExportPlace | undefined {
    const target = resolveSource(path, source);
    if (target === undefined) return undefined;
    return this.search(target, '*') ?? { path: target, local: undefined, start: undefined, property: undefined, whole: true };
  }

  #from(path: string, source: string, name: string): ExportPlace | undefined {
    const target = resolveSource(path, source);
    return target === undefined ? undefined : this.search(target, name);
  }
}

const exportsAt = cachedByFile((text, path) => {
  const program = /\bexports?\b/.test(text) ? parseModule(text, path) : undefined;
  return program === undefined ? undefined : exportsOf(program);
}, 20_000);

class Table implements Exports {
  readonly own = new Map<string, Exported>();
  readonly stars: string[] = [];
  private readonly imports = new Map<string, { source: string; imported: string }>();

  read(statement: Node): void {
    if (statement.type === 'ImportDeclaration') this.addImports(statement);
    else if (statement.type === 'ExportAllDeclaration') this.addAll(statement);
    else if (statement.type === 'ExportNamedDeclaration') this.addNamed(statement);
    else if (statement.type === 'ExportDefaultDeclaration') this.addNode('default', statement.declaration);
    else if (statement.type === 'TSExportAssignment') this.addNode('*', statement.expression);
    else if (statement.type === 'ExpressionStatement') this.addAssignment(statement.expression);
  }

  /** What is exported by a name that is imported comes from elsewhere. */
  finish(): this {
    for (const [name, { source, local }] of this.own) {
      const imported = source === undefined && local !== undefined ? this.imports.get(local) : undefined;
      if (imported !== undefined) this.own.set(name, { source: imported.source, local: imported.imported, start: undefined });
    }
    return this;
  }

  private addImports({ specifiers, source }: TSESTree.ImportDeclaration): void {
    for (const specifier of specifiers) {
      const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
      this.imports.set(specifier.local.name, { source: source.value, imported });
    }
  }

  private addAll({ exported, source }: TSESTree.ExportAllDeclaration): void {
    if (exported === null) this.stars.push(source.value);
    else this.own.set(nameOf(exported), { source: source.value, local: '*', start: undefined });
  }

  private addNamed({ declaration, specifiers, source }: TSESTree.ExportNamedDeclaration): void {
    for (const { local, exported } of specifiers) this.own.set(nameOf(exported), { source: source?.value, local: nameOf(local), start: undefined });
    if (declaration?.type === 'VariableDeclaration') {
      for (const name of declaration.declarations.flatMap(({ id }) => namesIn(id))) this.addNode(name.name, name);
    } else if (declaration !== null && 'id' in declaration && declaration.id?.type === 'Identifier') {
      this.addNode(declaration.id.name, declaration.id);
    }
  }

  /** `module.exports = …`, `exports.name = …`, `module.exports.name = …`, and what is loaded on the spot: `module.exports = { Order: require('./order') }`. */
  private addAssignment(expression: Node): void {
    if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return;
    const { object } = expression.left;
    const name = memberName(expression.left);
    if (name === undefined) return;
    // `module.exports = exports = Order`
    let { right } = expression;
    while (right.type === 'AssignmentExpression' && isExports(right.left)) right = right.right;
    if (isExports(expression.left)) {
      this.addValue('*', right);
      for (const property of namedProperties(right)) if (loadedBy(property.property.value) !== undefined) this.addValue(property.name, property.property.value);
    } else if (isExports(object)) this.addValue(name, right);
  }

  private addValue(name: string, value: Node): void {
    const loaded = loadedBy(value);
    if (loaded === undefined) this.addNode(name, value);
    else this.own.set(name, { ...loaded, start: undefined });
  }

  private addNode(name: string, node: Node): void {
    // the name of `module.exports = class Order {}` is bound within the class alone
    const named = node.type === 'Identifier' ? node : 'id' in node && node.id?.type === 'Identifier' && !node.type.endsWith('Expression') ? node.id : undefined;
    this.own.set(name, { source: undefined, local: named?.name, start: named === undefined ? node.range[0] : undefined });
  }
}

function exportsOf(program: TSESTree.Program): Exports {
  const table = new Table();
  for (const statement of program.body) table.read(statement);
  return table.finish();
}

/** What stands for an export of another file: `require('./order')`, `require('./order').Order`. */
function loadedBy(value: Node): Pick<Exported, 'source' | 'local'> | undefined {
  const source = loadedModule(value);
  if (source !== undefined) return { source, local: '*' };
  const member = value.type === 'MemberExpression' ? loadedModule(value.object) : undefined;
  return value.type === 'MemberExpression' && member !== undefined ? { source: member, local: memberName(value) } : undefined;
}

function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  return node.type === 'MemberExpression' && memberName(node) === 'exports' && node.object.type === 'Identifier' && node.object.name === 'module';
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
