import type { TSESTree } from '@typescript-eslint/utils';
import { cachedByFile } from '../project/files.ts';
import { parseModule } from './parser.ts';
import { resolveSource } from './resolve.ts';
import type { Binding, ImportBinding } from './syntax/bindings.ts';
import { createModule, type JsModule } from './syntax/module.ts';
import { keyName, memberName, type Node, unwrap } from './syntax/nodes.ts';

/** A file of the project with its names bound. */
export interface SourceFile {
  readonly path: string;
  readonly module: JsModule;
}

/** What a name stands for, wherever it is declared. */
export interface Declaration extends SourceFile {
  /** The function, class or enum, or the initial value of the const. */
  readonly node: Node;
}

/** How many names and files are followed before a declaration counts as unknown: barrels re-export barrels. */
const HOPS = 6;

/** Files with their trees are large: only as many are kept as the files being linted share. */
const KEPT_MODULES = 300;

/** The file at an absolute path, parsed and bound; undefined where it can't be read. Cached. */
export const sourceFileAt: (path: string) => SourceFile | undefined = cachedByFile((text, path) => {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const program = parseModule(plain, path);
  return program === undefined ? undefined : { path, module: createModule(program, plain) };
}, KEPT_MODULES);

/**
 * What `node` stands for: a function, class, const or default export of this file or of a file of the project that it imports,
 * through re-exports. Expressions that are no name stand for themselves. Undefined for what other packages export, for parameters, and
 * for variables that are assigned more than once.
 */
export function declarationOf(file: SourceFile, node: Node | null | undefined): Declaration | undefined {
  return new Search().expression(file, node);
}

/** What a name at the top level of a file stands for. */
export function declarationNamed(file: SourceFile, name: string): Declaration | undefined {
  return new Search().named(file, name);
}

/** What a file exports under a name; `default` and `*` (the value of `module.exports`) included. */
export function exportOf(file: SourceFile, name: string): Declaration | undefined {
  return new Search().exported(file, name);
}

/** The file of the project that an import binding comes from. */
export function importedFile(file: SourceFile, binding: ImportBinding): SourceFile | undefined {
  const path = resolveSource(file.path, binding.source);
  return path === undefined ? undefined : sourceFileAt(path);
}

/** One look-up, which sees no export of a file twice. */
class Search {
  private readonly seen = new Set<string>();
  private hops = HOPS;

  expression(file: SourceFile, node: Node | null | undefined): Declaration | undefined {
    const value = unwrap(node);
    if (value?.type === 'Identifier') {
      const binding = file.module.resolve(value);
      return binding === undefined ? undefined : this.binding(file, binding);
    }
    if (value?.type === 'MemberExpression') return this.member(file, value);
    return value === undefined ? undefined : { ...file, node: value };
  }

  named(file: SourceFile, name: string): Declaration | undefined {
    const binding = file.module.scopes.get(file.module.program)?.names.get(name);
    return binding === undefined ? undefined : this.binding(file, binding);
  }

  /** `helpers.total`, where `helpers` is a module as a whole or an object literal. */
  private member(file: SourceFile, node: TSESTree.MemberExpression): Declaration | undefined {
    const name = memberName(node);
    const object = unwrap(node.object);
    if (name === undefined || object.type !== 'Identifier') return undefined;
    const binding = file.module.resolve(object);
    if (binding?.kind === 'import' && binding.imported === '*') {
      const target = importedFile(file, binding);
      return target === undefined ? undefined : this.exported(target, name);
    }
    const owner = binding === undefined ? undefined : this.binding(file, binding);
    return owner === undefined ? undefined : this.property(owner, name);
  }

  private property(owner: Declaration, name: string): Declaration | undefined {
    if (owner.node.type !== 'ObjectExpression') return undefined;
    const property = owner.node.properties.find((candidate) => candidate.type === 'Property' && keyName(candidate) === name);
    return property?.type === 'Property' ? this.expression(owner, property.value) : undefined;
  }

  private binding(file: SourceFile, binding: Binding): Declaration | undefined {
    if (binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'enum') return { ...file, node: binding.node };
    if (binding.kind === 'variable') return binding.constant && binding.node.id.type === 'Identifier' && this.hop(file, binding.identifier) ? this.expression(file, binding.node.init) : undefined;
    if (binding.kind !== 'import') return undefined;
    const target = importedFile(file, binding);
    return target === undefined ? undefined : this.exported(target, binding.imported);
  }

  private hop(file: SourceFile, node: Node): boolean {
    const key = `${file.path}#${String(node.range[0])}`;
    if (this.seen.has(key) || this.hops === 0) return false;
    this.seen.add(key);
    this.hops -= 1;
    return true;
  }

  exported(file: SourceFile, name: string): Declaration | undefined {
    const key = `${file.path}>${name}`;
    if (this.seen.has(key) || this.seen.size > 60) return undefined;
    this.seen.add(key);
    const { own, stars } = exportsOf(file.module);
    const entry = own.get(name);
    if (entry !== undefined) return this.entry(file, entry);
    const whole = own.get('*');
    const fromWhole = whole === undefined ? undefined : this.entry(file, whole);
    if (fromWhole !== undefined) return name === 'default' ? fromWhole : this.property(fromWhole, name);
    if (name === 'default' || name === '*') return undefined;
    for (const source of stars) {
      const path = resolveSource(file.path, source);
      const target = path === undefined ? undefined : sourceFileAt(path);
      const found = target === undefined ? undefined : this.exported(target, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private entry(file: SourceFile, { node, source, name }: ExportEntry): Declaration | undefined {
    if (source === undefined) return name === undefined ? this.expression(file, node) : this.named(file, name);
    const path = resolveSource(file.path, source);
    const target = path === undefined ? undefined : sourceFileAt(path);
    return target === undefined || name === undefined ? undefined : this.exported(target, name);
  }
}

interface ExportEntry {
  /** The exported expression or declaration, where it stands in the file itself without a name of its own. */
  readonly node?: Node;
  /** The file that it is taken from. */
  readonly source?: string;
  /** Its name here, or in the file that it is taken from. */
  readonly name?: string;
}

interface Exports {
  readonly own: ReadonlyMap<string, ExportEntry>;
  /** Sources of `export * from`. */
  readonly stars: readonly string[];
}

const exportTables = new WeakMap<JsModule, Exports>();

function exportsOf(module: JsModule): Exports {
  const known = exportTables.get(module);
  if (known !== undefined) return known;
  const own = new Map<string, ExportEntry>();
  const stars: string[] = [];
  for (const statement of module.program.body) {
    if (statement.type === 'ExportAllDeclaration') addAll(statement, own, stars);
    else if (statement.type === 'ExportNamedDeclaration') addNamed(statement, own);
    else if (statement.type === 'ExportDefaultDeclaration') own.set('default', { node: statement.declaration });
    else if (statement.type === 'TSExportAssignment') own.set('*', { node: statement.expression });
    else if (statement.type === 'ExpressionStatement') addAssignment(statement.expression, own);
  }
  const table = { own, stars };
  exportTables.set(module, table);
  return table;
}

function addAll({ exported, source }: TSESTree.ExportAllDeclaration, own: Map<string, ExportEntry>, stars: string[]): void {
  if (exported === null) stars.push(source.value);
  else own.set(nameOf(exported), { source: source.value, name: '*' });
}

function addNamed({ declaration, specifiers, source }: TSESTree.ExportNamedDeclaration, own: Map<string, ExportEntry>): void {
  for (const { local, exported } of specifiers) own.set(nameOf(exported), source === null ? { name: nameOf(local) } : { source: source.value, name: nameOf(local) });
  if (declaration?.type === 'VariableDeclaration') {
    for (const { id } of declaration.declarations) if (id.type === 'Identifier') own.set(id.name, { name: id.name });
  } else if (declaration !== null && 'id' in declaration && declaration.id?.type === 'Identifier') {
    own.set(declaration.id.name, { name: declaration.id.name });
  }
}

/** `module.exports = …`, `exports.name = …`, `module.exports.name = …`. */
function addAssignment(expression: Node, own: Map<string, ExportEntry>): void {
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return;
  const { object } = expression.left;
  const name = memberName(expression.left);
  if (name === undefined) return;
  if (name === 'exports' && object.type === 'Identifier' && object.name === 'module') own.set('*', { node: expression.right });
  else if (isExports(object)) own.set(name, { node: expression.right });
}

function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  return node.type === 'MemberExpression' && memberName(node) === 'exports' && node.object.type === 'Identifier' && node.object.name === 'module';
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
