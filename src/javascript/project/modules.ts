import type { TSESTree } from '@typescript-eslint/utils';
import { withoutBom } from '../../model/text.ts';
import { cachedByFile, textAt } from '../../project/files.ts';
import type { TypesAt } from '../receivers/checked-types.ts';
import { locateExport } from './exports.ts';
import { parseModule } from '../parse/parser.ts';
import { resolveSource } from './resolve.ts';
import type { Binding, ImportBinding } from '../syntax/bindings.ts';
import { createModule, type JsModule } from '../syntax/module.ts';
import { keyName, memberName, type Node, spanOf, unwrap } from '../syntax/nodes.ts';
import { numberValue, stringValue } from '../syntax/values.ts';

/** A file of the project with its names bound. */
export interface SourceFile {
  readonly path: string;
  readonly module: JsModule;
  /** The file in whose name this one is looked at: the one being linted. Undefined for that one itself. */
  readonly linted?: SourceFile;
  /** What the type-checker says of expressions, for a file that is linted with types. */
  readonly typesAt?: TypesAt | undefined;
}

/** What a name stands for, wherever it is declared. */
export interface Declaration extends SourceFile {
  /** The function, class or enum, the initial value of the const, or the program of a file that is meant as a whole. */
  readonly node: Node;
}

/** How many names and files are followed before a declaration counts as unknown: barrels re-export barrels. */
const HOPS = 6;

/** Files with their trees are large: only as many are kept as the files being linted share. */
const KEPT_MODULES = 300;

/** The file at an absolute path as the disk has it, parsed and bound; undefined where it can't be read. Cached. */
export const sourceFileAt: (path: string) => SourceFile | undefined = cachedByFile((text, path) => {
  const plain = withoutBom(text);
  const program = parseModule(plain, path);
  return program === undefined ? undefined : { path, module: createModule(program, plain) };
}, KEPT_MODULES);

/** The scripts among files whose text has `word` in it. */
export function scriptsWith(files: readonly string[], word: string): SourceFile[] {
  return files.filter((path) => /\.[cm]?[jt]s$/.test(path) && textAt(path)?.includes(word) === true).flatMap((path) => sourceFileAt(path) ?? []);
}

/** The file being linted, on whose behalf `file` is looked at. */
export function lintedFrom(file: SourceFile): SourceFile {
  return file.linted ?? file;
}

/**
 * The file at `path` as seen from `file`. Whichever way leads back to the file being linted, there is one tree of it, and that has its text, which an editor
 * may not have saved yet; all others are as the disk has them.
 */
export function fileFrom(file: SourceFile, path: string): SourceFile | undefined {
  const linted = lintedFrom(file);
  if (linted.path === path) return linted;
  const found = sourceFileAt(path);
  return found === undefined ? undefined : { ...found, linted };
}

/**
 * What `node` stands for: a function, class, const or default export of this file or of a file of the project that it imports,
 * through re-exports. Expressions that are no name stand for themselves. Undefined for what other packages export, for parameters, and
 * for variables that are assigned more than once.
 */
export function declarationOf(file: SourceFile, node: Node | null | undefined): Declaration | undefined {
  return new Search(file).expression(file, node);
}

/** The string that an expression is, be it a const of another file, or in an object of one: `SLUGS.orders`. */
export function stringAcross(file: SourceFile, node: Node | null | undefined): string | undefined {
  return valueAcross(file, node, stringValue);
}

/** The number that an expression is, be it a const of another file, or in an object of one: `LIMITS.page`. */
export function numberAcross(file: SourceFile, node: Node | null | undefined): number | undefined {
  return valueAcross(file, node, numberValue);
}

function valueAcross<T>(file: SourceFile, node: Node | null | undefined, valueOf: (module: JsModule, node: Node | null | undefined) => T | undefined): T | undefined {
  const own = valueOf(file.module, node);
  const declared = own === undefined ? declarationOf(file, node) : undefined;
  return declared === undefined ? own : valueOf(declared.module, declared.node);
}

/** What a name at the top level of a file stands for. */
export function declarationNamed(file: SourceFile, name: string): Declaration | undefined {
  return new Search(file).named(file, name);
}

/** What the file at `path` exports under a name, as seen from `file`; `default` and `*` (the value of `module.exports`) included. */
export function exportOf(file: SourceFile, path: string, name: string): Declaration | undefined {
  return new Search(file).exported(path, name);
}

/** One look-up, which sees no export of a file twice. */
class Search {
  private readonly from: SourceFile;
  private readonly seen = new Set<string>();
  private hops = HOPS;

  constructor(from: SourceFile) {
    this.from = from;
  }

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

  /** `helpers.total`, where `helpers` is a module as a whole, an object literal or a namespace. */
  private member(file: SourceFile, node: TSESTree.MemberExpression): Declaration | undefined {
    const name = memberName(node);
    const object = unwrap(node.object);
    if (name === undefined || object.type !== 'Identifier') return undefined;
    const binding = file.module.resolve(object);
    if (binding?.kind === 'import' && binding.imported === '*') {
      return this.imported(file, binding, name);
    }
    const owner = binding === undefined ? undefined : this.binding(file, binding);
    return owner === undefined ? undefined : this.property(owner, name);
  }

  private property(owner: Declaration, name: string): Declaration | undefined {
    if (owner.node.type === 'Program') return this.exported(owner.path, name);
    if (owner.node.type === 'TSModuleDeclaration') {
      const binding = owner.node.body === undefined ? undefined : owner.module.scopes.get(owner.node.body)?.names.get(name);
      return binding && this.binding(owner, binding);
    }
    if (owner.node.type !== 'ObjectExpression') return undefined;
    const property = owner.node.properties.find((candidate) => candidate.type === 'Property' && keyName(candidate) === name);
    return property?.type === 'Property' ? this.expression(owner, property.value) : undefined;
  }

  private binding(file: SourceFile, binding: Binding): Declaration | undefined {
    if (binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'enum' || binding.kind === 'namespace') return { ...file, node: binding.node };
    if (binding.kind === 'variable') return binding.constant && binding.node.id.type === 'Identifier' && this.hop(file, binding.identifier) ? this.expression(file, binding.node.init) : undefined;
    return binding.kind === 'import' ? this.imported(file, binding, binding.imported) : undefined;
  }

  private imported(file: SourceFile, { source }: ImportBinding, name: string): Declaration | undefined {
    const target = resolveSource(file.path, source);
    return target === undefined ? undefined : this.exported(target, name);
  }

  private hop(file: SourceFile, node: Node): boolean {
    const key = `${file.path}#${String(spanOf(node)[0])}`;
    if (this.seen.has(key) || this.hops === 0) return false;
    this.seen.add(key);
    this.hops -= 1;
    return true;
  }

  exported(path: string, name: string): Declaration | undefined {
    const key = `${path}>${name}`;
    if (this.seen.has(key)) return undefined;
    this.seen.add(key);
    const place = locateExport(path, name, lintedFrom(this.from));
    const file = place === undefined ? undefined : fileFrom(this.from, place.path);
    if (place === undefined || file === undefined) return undefined;
    if (place.whole === true) return { ...file, node: file.module.program };
    const found = place.local === undefined ? this.unnamed(file, place.start) : this.named(file, place.local);
    return place.property === undefined || found === undefined ? found : this.property(found, place.property);
  }

  private unnamed(file: SourceFile, start: number | undefined): Declaration | undefined {
    const node = file.module.program.body.map((statement) => exportedNode(statement)).find((candidate) => candidate !== undefined && spanOf(candidate)[0] === start);
    return node === undefined ? undefined : this.expression(file, node);
  }
}

/** What a statement exports without a name of its own. */
function exportedNode(statement: TSESTree.ProgramStatement): Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
  if (statement.type === 'TSExportAssignment') return statement.expression;
  let assigned: Node | undefined = statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression' ? statement.expression.right : undefined;
  // `module.exports = exports = Order`
  while (assigned?.type === 'AssignmentExpression') assigned = assigned.right;
  return assigned;
}
