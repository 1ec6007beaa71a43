import type { Operation } from '../../../model/query-call.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { lastName, stringConstant } from '../../../python/syntax/static.ts';
import { anyTestOf } from '../../../python/syntax/truth.ts';
import { columnsIn } from '../values/parameters.ts';
import type { Instance, Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext, valueOf } from '../values/values.ts';

/** An expression that certainly reaches the database. */
export interface DatabaseCall {
  /** What runs the query: the call, or the queryset that is iterated over. */
  readonly node: ExprNode;
  readonly operation: Operation;
  /** The method without the `a` of its asynchronous form: `count`, `get_or_create`; `iterate` for what reads all rows. */
  readonly method: string;
  readonly call: Call | undefined;
  /** What it is called on. */
  readonly queryset: Queryset | undefined;
  readonly instance: Instance | undefined;
}

const READS: Readonly<Record<string, Operation>> = {
  count: 'count', exists: 'exists', contains: 'exists', aggregate: 'aggregate', get: 'readOne', first: 'readOne', last: 'readOne', latest: 'readOne', earliest: 'readOne', in_bulk: 'readMany',
};

const WRITES: Readonly<Record<string, Operation>> = {
  create: 'create', get_or_create: 'upsert', update_or_create: 'upsert', update: 'update', delete: 'delete',
};

/** Calls on the manager of a relation. */
const RELATION_WRITES: Readonly<Record<string, Operation>> = { add: 'create', remove: 'delete', set: 'update', clear: 'delete' };

const INSTANCE_CALLS: Readonly<Record<string, Operation>> = { save: 'save', delete: 'delete', refresh_from_db: 'readOne' };

/** Functions that read all rows of the queryset they are given. */
const CONSUMERS: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'len', 'sum', 'max', 'min', 'any', 'all', 'bool', 'dict', 'next', 'enumerate', 'reversed', 'iter', 'zip', 'map', 'filter']);

/** Of those, the ones whose rows stand second. */
const AFTER_FUNCTION: ReadonlySet<string> = new Set(['map', 'filter']);

/** `orders.count() > 0` asks whether there are any. */
function isAnyAsked({ module }: OrmContext, { operation, node }: DatabaseCall): boolean {
  return operation === 'count' && anyTestOf(module, node) !== undefined;
}

/** Every database call of the module, in source order. */
export const databaseCalls = oncePer((context: OrmContext): readonly DatabaseCall[] => nodesOf(context).flatMap((node) => databaseCallsAt(context, node)));

/** The database calls that a node itself makes, its children left out. */
function databaseCallsAt(context: OrmContext, node: PythonNode): DatabaseCall[] {
  switch (node.nodeType) {
    case 'Call': {
      const call = callAt(context, node);
      return one(call !== undefined && isAnyAsked(context, call) ? { ...call, operation: 'exists' } : call);
    }
    case 'For':
    case 'AsyncFor':
    case 'Comprehension':
      return one(iteration(context, node.iter));
    case 'Return':
      return node.value !== undefined && isGoneOver(context, node) ? one(iteration(context, node.value)) : [];
    case 'Starred':
      return node.ctx.nodeType === 'Load' ? one(iteration(context, node.value)) : [];
    case 'Assign':
      return node.targets.some(({ nodeType }) => nodeType === 'Tuple' || nodeType === 'List') ? one(iteration(context, node.value)) : [];
    case 'Compare':
      return node.comparators.flatMap((part, index) => (/^(?:Not)?In$/.test(node.ops[index]?.nodeType ?? '') ? one(iteration(context, part)) : []));
    case 'Subscript':
      return node.slice.nodeType === 'Slice' ? [] : one(reading(context, node.value, node, 'readOne', 'first'));
    default:
      return testedBy(node).flatMap((tested) => one(tested.nodeType === 'Call' || tested.nodeType === 'Name' ? iteration(context, tested) : undefined));
  }
}

/** Each row of a list goes over what the function around returns. */
function isGoneOver(context: OrmContext, node: PythonNode): boolean {
  const fn = scopeOf(context.module, node);
  return isFunction(fn) && columnsIn(context).get(fn)?.isGoneOver === true;
}

/** What a node asks for its truth; a queryset reads its rows for that. Each `and`, `or` and `not` speaks for its own operands. */
function testedBy(node: PythonNode): ExprNode[] {
  switch (node.nodeType) {
    case 'If':
    case 'IfExp':
    case 'While':
    case 'Assert':
      return deciding(node.test);
    case 'UnaryOp':
      return node.op.nodeType === 'Not' ? deciding(node.operand) : [];
    case 'BoolOp':
      return node.values.slice(0, -1).flatMap((value) => deciding(value));
    default:
      return [];
  }
}

/** The last operand of `a and b` is tested where the whole is. */
function deciding(test: ExprNode): ExprNode[] {
  if (test.nodeType === 'BoolOp') return test.values.slice(-1).flatMap((value) => deciding(value));
  return test.nodeType === 'UnaryOp' ? [] : [test];
}

function one(call: DatabaseCall | undefined): DatabaseCall[] {
  return call === undefined ? [] : [call];
}

function iteration(context: OrmContext, iter: ExprNode): DatabaseCall | undefined {
  return reading(context, iter, iter, 'readMany', 'iterate');
}

function reading(context: OrmContext, source: ExprNode, node: ExprNode, operation: Operation, method: string): DatabaseCall | undefined {
  const value = valueOf(context, source);
  return value?.kind === 'queryset' && !value.manager ? { node, operation, method, call: undefined, queryset: value, instance: undefined } : undefined;
}

function callAt(context: OrmContext, node: Call): DatabaseCall | undefined {
  const { func } = node;
  if (func.nodeType === 'Attribute') {
    const owner = valueOf(context, func.value);
    const found = owner?.kind === 'queryset' ? onQueryset(owner, node, func.attr) : owner?.kind === 'instance' ? onInstance(owner, node, func.attr) : undefined;
    if (found !== undefined) return found;
  }
  const name = lastName(func);
  const [first] = func.nodeType === 'Name' && AFTER_FUNCTION.has(name) ? node.args.slice(1) : node.args;
  // `zip(*rows)`: the star reads them
  if (first === undefined || first.nodeType === 'Starred') return undefined;
  if (func.nodeType === 'Attribute' && isTextJoin(func)) return iteration(context, first);
  if (/^a?get_object_or_404$/.test(name)) {
    const value = valueOf(context, first);
    if (value?.kind === 'model') return { node, operation: 'readOne', method: 'get', call: node, queryset: undefined, instance: undefined };
    return value?.kind === 'queryset' ? { node, operation: 'readOne', method: 'get', call: node, queryset: value, instance: undefined } : undefined;
  }
  return func.nodeType === 'Name' && CONSUMERS.has(name) ? reading(context, first, first, 'readMany', 'iterate') : undefined;
}

/** `", ".join(rows)` */
function isTextJoin({ attr, value }: ExprNode & { nodeType: 'Attribute' }): boolean {
  return attr === 'join' && (value.nodeType === 'JoinedStr' || stringConstant(value) !== undefined);
}

function onQueryset(queryset: Queryset, call: Call, attribute: string): DatabaseCall | undefined {
  const related = queryset.related !== undefined && queryset.manager ? (RELATION_WRITES[attribute] ?? RELATION_WRITES[synchronous(attribute)]) : undefined;
  if (related !== undefined) return { node: call, operation: related, method: synchronous(attribute, RELATION_WRITES), call, queryset, instance: undefined };
  const method = synchronous(attribute, READS, WRITES);
  const operation = READS[method] ?? WRITES[method];
  return operation === undefined ? undefined : { node: call, operation, method, call, queryset, instance: undefined };
}

function onInstance(instance: Instance, call: Call, attribute: string): DatabaseCall | undefined {
  const method = synchronous(attribute, INSTANCE_CALLS);
  const operation = INSTANCE_CALLS[method];
  return operation === undefined ? undefined : { node: call, operation, method, call, queryset: undefined, instance };
}

/** `acount` is `count`. */
function synchronous(name: string, ...tables: readonly Readonly<Record<string, Operation>>[]): string {
  const known = tables.some((table) => Object.hasOwn(table, name));
  return !known && name.startsWith('a') && tables.some((table) => Object.hasOwn(table, name.slice(1))) ? name.slice(1) : name;
}

const LONGEST = 60;

/** A chain as messages name it: arguments are left out, `Order.objects.filter(…).count`. */
export function chainText(module: PyModule, node: ExprNode): string {
  const text = render(module, node);
  if (text.length <= LONGEST) return text;
  const dots = text.lastIndexOf('.', text.lastIndexOf('.') - 1);
  return dots > 0 && text.length - dots <= LONGEST ? `…${text.slice(dots)}` : text;
}

function render(module: PyModule, node: ExprNode): string {
  if (node.nodeType === 'Call') return `${render(module, node.func)}(${node.args.length + node.keywords.length === 0 ? '' : '…'})`;
  if (node.nodeType === 'Attribute') return `${render(module, node.value)}.${node.attr}`;
  if (node.nodeType === 'Subscript') return `${render(module, node.value)}[…]`;
  return node.nodeType === 'Name' ? node.id : '(…)';
}

/** How a message names a database call: the callee of a call, the whole chain of what is iterated over. */
export function calleeOf(module: PyModule, { node, call, queryset }: DatabaseCall): string {
  if (call !== undefined && node === call) return chainText(module, call.func);
  // a name says little: what it stands for, where that is in this file
  const named = node.nodeType === 'Name' && queryset?.base.module === module && queryset.base.node.lineno > 0;
  return chainText(module, named ? queryset.base.node : node);
}

/** The model's name, as far as it is known. */
export function modelNameOf({ queryset, instance, call }: DatabaseCall): string | undefined {
  const known = queryset?.name ?? instance?.name;
  const [first] = call?.args ?? [];
  return known ?? (queryset === undefined && instance === undefined && first !== undefined ? lastName(first) : undefined);
}

/** What an index or a function reads. */
export function sourceIn(node: ExprNode): ExprNode {
  return node.nodeType === 'Subscript' ? node.value : node;
}
