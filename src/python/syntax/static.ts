import { oncePer } from '../../project/memo.ts';
import type { Call, ClassDef, Dict, ExprNode, List, PythonNode, SetDisplay, Tuple } from '../nodes.ts';
import type { FunctionNode, PyModule } from './module.ts';
import { statementsIn } from './module.ts';

/** An expression and the module it stands in: what its names mean depends on the module. */
export interface Place<T extends PythonNode = ExprNode> {
  readonly module: PyModule;
  readonly node: T;
}

/**
 * Gives the expression that a name or attribute stands for, or undefined where that isn't known. The resolver decides how far
 * it looks: the class body, the module, other files.
 */
export type Resolve = (place: Place) => Place | undefined;

export type SequenceNode = Tuple | List | SetDisplay;

/** A tuple, list or set whose elements are known one by one. */
export interface StaticSequence {
  readonly elements: readonly Place[];
  /** False where further elements may be there at run time. */
  readonly complete: boolean;
  /** The literal itself, where the value is one literal and nothing else. */
  readonly literal: Place<SequenceNode> | undefined;
}

const MAX_DEPTH = 12;

/** Resolves names through the constants of their own module: enough where nothing crosses files. */
export const resolveInModule: Resolve = ({ module, node }) => {
  const value = node.nodeType === 'Name' ? module.constants.get(node.id) : undefined;
  return value === undefined ? undefined : { module, node: value };
};

/**
 * The elements of a static sequence: literals, `+`, `*X`, `tuple(X)`, `list(X)`, names and attributes that `resolve` knows.
 * Undefined where nothing is known of the value; `complete: false` where only a part is.
 */
export function sequenceOf(place: Place, resolve: Resolve, depth = 0): StaticSequence | undefined {
  const { module, node } = place;
  if (depth > MAX_DEPTH) return undefined;
  if (isSequence(node)) return literalSequence({ module, node }, resolve, depth);
  if (node.nodeType === 'BinOp' && node.op.nodeType === 'Add') return concatenation(node.left, node.right, place, resolve, depth);
  if (node.nodeType === 'Call') {
    const [only] = node.args;
    const copies = node.func.nodeType === 'Name' && ['tuple', 'list', 'set', 'frozenset'].includes(node.func.id) && node.args.length <= 1 && node.keywords.length === 0;
    if (!copies) return undefined;
    if (only === undefined) return { elements: [], complete: true, literal: undefined };
    return withoutLiteral(sequenceOf({ module, node: only }, resolve, depth + 1));
  }
  const next = resolve(place);
  return next === undefined ? undefined : withoutLiteral(sequenceOf(next, resolve, depth + 1));
}

function withoutLiteral(sequence: StaticSequence | undefined): StaticSequence | undefined {
  return sequence === undefined ? undefined : { ...sequence, literal: undefined };
}

export function isSequence(node: PythonNode): node is SequenceNode {
  return node.nodeType === 'Tuple' || node.nodeType === 'List' || node.nodeType === 'Set';
}

function literalSequence({ module, node }: Place<SequenceNode>, resolve: Resolve, depth: number): StaticSequence {
  const elements: Place[] = [];
  let complete = true;
  for (const element of node.elts) {
    if (element.nodeType !== 'Starred') {
      elements.push({ module, node: element });
      continue;
    }
    const inner = sequenceOf({ module, node: element.value }, resolve, depth + 1);
    if (!inner?.complete) complete = false;
    for (const one of inner?.elements ?? []) elements.push(one);
  }
  return { elements, complete, literal: { module, node } };
}

function concatenation(left: ExprNode, right: ExprNode, { module }: Place, resolve: Resolve, depth: number): StaticSequence | undefined {
  const parts = [left, right].map((node) => sequenceOf({ module, node }, resolve, depth + 1));
  if (parts.every((part) => part === undefined)) return undefined;
  return {
    elements: parts.flatMap((part) => part?.elements ?? []),
    complete: parts.every((part) => part?.complete === true),
    literal: undefined,
  };
}

/** The value of a static string: literals, implicit and `+` concatenation, names that `resolve` knows. */
export function stringOf(place: Place, resolve: Resolve = resolveInModule, depth = 0): string | undefined {
  const { module, node } = place;
  if (depth > MAX_DEPTH) return undefined;
  if (node.nodeType === 'Constant') return stringConstant(node);
  if (node.nodeType === 'BinOp' && node.op.nodeType === 'Add') {
    const left = stringOf({ module, node: node.left }, resolve, depth + 1);
    const right = stringOf({ module, node: node.right }, resolve, depth + 1);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  const next = node.nodeType === 'Name' || node.nodeType === 'Attribute' ? resolve(place) : undefined;
  return next === undefined ? undefined : stringOf(next, resolve, depth + 1);
}

/** The name, or the last part of a dotted one: `Count` of `models.Count`. Empty for everything else. */
export function lastName(node: PythonNode): string {
  return node.nodeType === 'Attribute' ? node.attr : node.nodeType === 'Name' ? node.id : '';
}

/** The last name of what is called or named: `values` of `values`, `orders.values` and `orders.values('id')`. */
export function nameOf(expr: ExprNode): string | undefined {
  if (expr.nodeType === 'Call') return nameOf(expr.func);
  if (expr.nodeType === 'Name') return expr.id;
  return expr.nodeType === 'Attribute' ? expr.attr : undefined;
}

/** A chain of calls and attributes, from its end to what it begins with: `Order.objects.all()`, `Order.objects.all`, `Order.objects`, `Order`. */
export function* chainBack(node: ExprNode): Generator<ExprNode> {
  for (let at: ExprNode | undefined = node; at !== undefined; at = at.nodeType === 'Call' ? at.func : at.nodeType === 'Attribute' ? at.value : undefined) yield at;
}

/** What a chain of calls and attributes begins with. */
export function chainRoot(node: ExprNode): ExprNode {
  let at = node;
  while (at.nodeType === 'Call' || at.nodeType === 'Attribute') at = at.nodeType === 'Call' ? at.func : at.value;
  return at;
}

/** `@name`, `@module.name`, `@name(…)` */
export function hasDecorator({ decorator_list }: FunctionNode, name: string): boolean {
  return decorator_list.some((decorator) => lastName(decorator.nodeType === 'Call' ? decorator.func : decorator) === name);
}

/** The name by which methods have their own object. */
export function isSelf(node: PythonNode): boolean {
  return node.nodeType === 'Name' && node.id === 'self';
}

/** `super()` */
export function isSuper(node: PythonNode): boolean {
  return node.nodeType === 'Call' && lastName(node.func) === 'super';
}

/** The string of a constant node, or undefined for numbers, bytes, None, … */
export function stringConstant(node: PythonNode | undefined): string | undefined {
  if (node?.nodeType !== 'Constant') return undefined;
  const value: unknown = node.value;
  return typeof value === 'string' ? value : undefined;
}

/** The number of a constant node, or undefined for everything else. */
export function numberConstant(node: PythonNode | undefined): number | undefined {
  return node?.nodeType === 'Constant' && typeof node.value === 'number' ? node.value : undefined;
}

/** What a call is given, by place and then by name. */
export function argumentsOf({ args, keywords }: Call): ExprNode[] {
  return [...args, ...keywords.map(({ value }) => value)];
}

/** The value that a dictionary has for a key, as written. */
export function valueAt({ module, node: { keys, values } }: Place<Dict>, key: string): ExprNode | undefined {
  return values[keys.findIndex((one) => one !== null && stringOf({ module, node: one }) === key)];
}

/** True, False or None as written; undefined for every other expression. */
export function singletonOf(node: PythonNode | undefined): 'True' | 'False' | 'None' | undefined {
  if (node?.nodeType !== 'Constant') return undefined;
  const value: unknown = node.value;
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null ? 'None' : undefined;
}

/** What a class body binds a name to: the value of the last plain assignment. Undefined where `+=` or a branch makes it uncertain. */
export function ownAttribute(node: ClassDef, name: string): ExprNode | undefined {
  return attributesOf(node).get(name);
}

/** By name; a name that is changed in place has no value. */
const attributesOf = oncePer((node: ClassDef): ReadonlyMap<string, ExprNode | undefined> => {
  const found = new Map<string, ExprNode | undefined>();
  const changed = new Set<string>();
  for (const statement of statementsIn(node.body)) {
    if (statement.nodeType !== 'Assign' && statement.nodeType !== 'AnnAssign' && statement.nodeType !== 'AugAssign') continue;
    for (const target of statement.nodeType === 'Assign' ? statement.targets : [statement.target]) {
      if (target.nodeType !== 'Name') continue;
      if (statement.nodeType === 'AugAssign') changed.add(target.id);
      else if (statement.value !== undefined) found.set(target.id, statement.value);
    }
  }
  for (const name of changed) found.delete(name);
  return found;
});
