import type { Arg, ClassDef, ExprNode, FunctionNode, PythonNode, Subscript } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { setsOfSelf } from '../../../python/syntax/self-sets.ts';
import { isSelf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { attributeValue, callValue, managed } from './chain-values.ts';
import { rowsInContext } from '../views/view-values.ts';
import { returnsOf, yieldsOf } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import { instanceOf, nameValue, rowsOf } from './name-values.ts';
import { pickedRows } from './picked.ts';
import type { DjangoProject } from '../project.ts';
import { type Instance, joinQuerysets, loadingAlike, type Queryset } from '../querysets/queryset.ts';
import type { RowMethod } from '../rows/row-methods.ts';

/** A model's class itself. */
export interface ModelClass {
  readonly kind: 'model';
  readonly model: DjangoModel | undefined;
  readonly name: string;
}

/** A list, tuple, set or generator that was built in memory. */
export interface Collection {
  readonly kind: 'list';
  readonly element: Value | undefined;
  /** The queryset whose rows it holds, or from whose rows it was made. */
  readonly source: Queryset | undefined;
  /** It holds the rows of `source` themselves: `list(queryset)`. */
  readonly rows?: boolean;
  /** It holds rows of `source` themselves, though not all of them: `[order for order in queryset if order.open]`. */
  readonly some?: boolean;
}

/** A dictionary whose values are rows, or lists of rows: `{order.pk: order for order in orders}`, `orders.in_bulk()`. */
export interface Dictionary {
  readonly kind: 'dictionary';
  readonly values: Collection;
}

/** `self` or `cls` of a class that is neither model nor manager: an admin, a view, a form. */
export interface Self {
  readonly kind: 'self';
  readonly node: ClassDef;
}

/** What the database calls of a module need to know of an expression. */
export type Value = ModelClass | Queryset | Instance | Collection | Dictionary | Self;

/** The module being read, with what was found of its expressions so far. */
export interface OrmContext {
  readonly module: PyModule;
  readonly django: DjangoProject;
  readonly known: Map<ExprNode, Value | undefined>;
  /** Model classes and function results by the name that the module has for them. */
  readonly named: Map<string, Value | undefined>;
  /** The module's functions that lists run once per row, once something has asked for them. */
  readonly columns: { value?: Map<FunctionNode, RowMethod> };
  /** Every node of the module in source order, once something has asked for them. */
  readonly nodes: { value?: readonly PythonNode[] };
  /** What the parameters of a function hold, where the context is that of one call. */
  readonly given?: ReadonlyMap<Arg, Value>;
  /** Functions and files crossed on the way here. */
  readonly depth: number;
  /** Expressions being evaluated at the moment, one inside the other. */
  readonly nesting: { value: number };
}

export function ormContext(module: PyModule, django: DjangoProject): OrmContext {
  return { module, django, known: new Map(), named: new Map(), columns: {}, nodes: {}, depth: 0, nesting: { value: 0 } };
}

/** Every node of the module in source order: walked once, however many ask. */
export function nodesOf(context: OrmContext): readonly PythonNode[] {
  context.nodes.value ??= [...walk(context.module.ast, { nested: true })];
  return context.nodes.value;
}

const MAX_DEPTH = 3;

/** Deeper than any code that people write; generated texts must not exhaust the stack. */
const MAX_NESTING = 400;

/** The context of another module, or undefined where too many calls lie between. */
export function enter(context: OrmContext, module: PyModule): OrmContext | undefined {
  if (context.depth >= MAX_DEPTH) return undefined;
  const same = module === context.module;
  return { module, django: context.django, known: same ? context.known : new Map<ExprNode, Value | undefined>(), named: same ? context.named : new Map<string, Value | undefined>(), columns: same ? context.columns : {}, nodes: same ? context.nodes : {}, depth: context.depth + 1, nesting: context.nesting };
}

/** The context of one call of a function of `module`, which is handed `given`: nothing that holds for every call of it. */
export function enterWith(context: OrmContext, module: PyModule, given: ReadonlyMap<Arg, Value>): OrmContext | undefined {
  return context.depth >= MAX_DEPTH ? undefined : { ...ormContext(module, context.django), given, depth: context.depth + 1, nesting: context.nesting };
}

/** What an expression is, as far as models, querysets and rows go. Undefined for everything else and everything unknown. */
export function valueOf(context: OrmContext, node: ExprNode): Value | undefined {
  if (context.known.has(node)) return context.known.get(node);
  if (context.nesting.value > MAX_NESTING) return undefined;
  // an expression that is asked for while it is being evaluated refers to itself
  context.known.set(node, undefined);
  context.nesting.value += 1;
  const value = evaluate(context, node);
  context.nesting.value -= 1;
  context.known.set(node, value);
  return value;
}

/** The queryset that an expression is, or undefined. */
export function querysetOf(context: OrmContext, node: ExprNode): Queryset | undefined {
  const value = valueOf(context, node);
  return value?.kind === 'queryset' ? value : undefined;
}

function evaluate(context: OrmContext, node: ExprNode): Value | undefined {
  switch (node.nodeType) {
    case 'Name':
      return nameValue(context, node);
    case 'Attribute':
      return attributeValue(context, node);
    case 'Call':
      return callValue(context, node);
    case 'Subscript':
      return subscriptValue(context, node);
    case 'Await':
    case 'NamedExpr':
    case 'Starred':
      return valueOf(context, node.value);
    case 'IfExp':
      return valueOfAny(context, [node.body, node.orelse]);
    case 'BoolOp':
      return valueOfAny(context, node.values);
    case 'BinOp':
      return combination(valueOf(context, node.left), valueOf(context, node.right));
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return comprehensionValue(context, node);
    case 'DictComp':
      return dictionaryValue(context, node);
    case 'List':
    case 'Tuple':
    case 'Set':
      return spread(context, node.elts) ?? { kind: 'list', element: node.elts.length === 0 ? undefined : join(node.elts.map((element) => valueOf(context, element))), source: undefined };
    default:
      return undefined;
  }
}

/** `[*orders]` holds the rows themselves. */
function spread(context: OrmContext, [only, ...others]: readonly ExprNode[]): Collection | undefined {
  return only?.nodeType === 'Starred' && others.length === 0 ? rowsOf(valueOf(context, only.value)) : undefined;
}

/** What any of several expressions gives that isn't `None`; undefined stands for one that isn't known. */
export function valueOfAny(context: OrmContext, nodes: readonly (ExprNode | undefined)[]): Value | undefined {
  return join(nodes.filter((node) => node === undefined || !isNone(node)).map((node) => node && valueOf(context, node)));
}

/** What a function gives, with its parameters as `inner` has them: what it returns on any way, or the rows that it yields one by one. */
export function givenByFunction(inner: OrmContext, node: FunctionNode): Value | undefined {
  const yields = yieldsOf(node);
  if (yields === undefined) return valueOfAny(inner, withoutKept(inner, node, returnsOf(node)));
  return join(yields.map((one) => (one.value === undefined ? undefined : one.nodeType === 'YieldFrom' ? rowsOf(valueOf(inner, one.value)) : yieldedRows(inner, one.value))));
}

function yieldedRows(context: OrmContext, node: ExprNode): Collection | undefined {
  return node.nodeType === 'Name' ? pickedRows(context, node, valueOf(context, node)) : undefined;
}

/** Without what is given once more that the function has given and kept before: whatever that is, the other ways tell. */
function withoutKept({ module, django }: OrmContext, node: FunctionNode, returned: readonly ExprNode[]): readonly ExprNode[] {
  if (returned.length < 2) return returned;
  const made = returned.filter((one) => !isKept(django, module, node, one));
  return made.length === 0 ? returned : made;
}

/** `self._order`, which the function itself sets, and `cache.get(key)`. */
function isKept(django: DjangoProject, module: PyModule, fn: FunctionNode, expr: ExprNode): boolean {
  if (expr.nodeType === 'Attribute') return isSelf(expr.value) && setsOfSelf(fn).has(expr.attr);
  const value = expr.nodeType === 'Name' ? soleValue(module, expr, expr.id) : expr;
  return value?.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.func.attr === 'get' && django.names.externalPath(module, value.func.value) === 'django.core.cache.cache';
}

export function isNone(node: ExprNode): boolean {
  return node.nodeType === 'Constant' && node.value === null;
}

/** `a | b`, `a & b` of querysets of one model: one query, whose rows all bring along the same. */
function combination(left: Value | undefined, right: Value | undefined): Value | undefined {
  const both = left?.kind === 'queryset' && right?.kind === 'queryset' ? joinQuerysets(left, right) : undefined;
  return both && loadingAlike(both);
}

/** What a name is that may be any of these. */
export function join(values: readonly (Value | undefined)[]): Value | undefined {
  let joined: Value | undefined = values[0];
  for (const value of values.slice(1)) joined = joined === undefined || value === undefined ? undefined : joinTwo(joined, value);
  return joined;
}

function joinTwo(a: Value, b: Value): Value | undefined {
  if (a.kind === 'queryset' && b.kind === 'queryset') return joinQuerysets(a, b);
  if (a.kind === 'instance' && b.kind === 'instance') {
    if (a.model !== b.model || a.name !== b.name) return undefined;
    return { ...a, row: a.row?.variable === b.row?.variable ? a.row : undefined, path: a.path.join() === b.path.join() ? a.path : [], unsaved: a.unsaved && b.unsaved, bare: a.bare === true && b.bare === true };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    const element = a.element === undefined || b.element === undefined ? (a.element ?? b.element) : joinTwo(a.element, b.element);
    return { kind: 'list', element, source: a.source ?? b.source, rows: a.rows === true && b.rows === true, some: a.source === b.source && holdsRows(a) && holdsRows(b) };
  }
  if (a.kind === 'list' && b.kind === 'queryset') return joinTwo(b, a);
  if (a.kind === 'queryset' && b.kind === 'list' && b.rows === true && b.source !== undefined) return rowsOf(joinQuerysets(a, b.source));
  if (a.kind === 'queryset' && b.kind === 'list') return b.element === undefined && b.source === undefined ? a : undefined;
  if (a.kind === 'model' && b.kind === 'model') return a.name === b.name ? a : undefined;
  return a.kind === 'self' && b.kind === 'self' && a.node === b.node ? a : undefined;
}

/** The elements are rows of its source. */
export function holdsRows({ rows, some }: Collection): boolean {
  return rows === true || some === true;
}

function subscriptValue(context: OrmContext, node: Subscript): Value | undefined {
  const value = valueOf(context, node.value);
  if (value?.kind === 'queryset') {
    if (node.slice.nodeType === 'Slice') return { ...value, manager: false, slice: node };
    return value.shape === 'instances' ? instanceOf(value) : undefined;
  }
  if (value?.kind !== 'list') return value === undefined ? rowsInContext(context, node) : undefined;
  return node.slice.nodeType === 'Slice' ? value : value.element;
}

function comprehensionValue(context: OrmContext, node: Extract<ExprNode, { nodeType: 'ListComp' | 'SetComp' | 'GeneratorExp' }>): Collection {
  const over = node.generators.map((clause) => valueOf(context, clause.iter));
  const source = over.find((value) => value?.kind === 'queryset') ?? over.find((value) => value?.kind === 'list' && value.source !== undefined);
  const element = valueOf(context, node.elt);
  const [only, ...others] = node.generators;
  const picked = only?.target.nodeType === 'Name' && others.length === 0 && node.elt.nodeType === 'Name' ? pickedRows(context, node.elt, element) : undefined;
  return picked ?? { kind: 'list', element, source: source?.kind === 'list' ? source.source : managed(source) };
}

/** The rows themselves, by a key of theirs. */
function dictionaryValue(context: OrmContext, { generators, value }: Extract<ExprNode, { nodeType: 'DictComp' }>): Dictionary | undefined {
  const [clause, ...others] = generators;
  const rows = clause === undefined || others.length > 0 ? undefined : rowsOf(valueOf(context, clause.iter));
  const held = rows === undefined ? undefined : valueOf(context, value);
  const isRow = held?.kind === 'instance' && held.row?.variable.node === clause && held.path.length === 0;
  return rows === undefined || !isRow ? undefined : { kind: 'dictionary', values: { ...rows, rows: true } };
}
