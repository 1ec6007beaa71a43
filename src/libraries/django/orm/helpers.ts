import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ExprNode, FunctionNode, Name, PythonNode } from '../../../python/nodes.ts';
import { bindingsAt, classAround, parametersOf, positionalOf, type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { runsBefore } from '../../../python/syntax/order.ts';
import { type Loop, mentions, namesMadeOf, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { chainRoot, hasDecorator, isSelf, lastName } from '../../../python/syntax/static.ts';
import { isAnnotatedOver } from '../values/annotated.ts';
import { argumentAt } from '../project/callers.ts';
import type { FunctionRef } from '../project/classes.ts';
import { isAnswer } from '../project/places.ts';
import { broughtAlong } from '../querysets/queryset.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { nodesOf, type OrmContext, ormContext, valueOf } from '../values/values.ts';
import { calleeOf, type DatabaseCall, databaseCalls, modelNameOf } from './calls.ts';
import { observeVia } from './circumstances.ts';
import { adviseColumn } from './column-advice.ts';
import { columnScope, isPrefetchable, scopeAt, seenAround } from './columns.ts';
import { runsOf } from './handed.ts';
import { reachesOut } from './harmless.ts';
import { hasPlainDecorators, isReached } from './reached.ts';
import { adviseRead, dependsOn, isBatchable, variantNamesAt } from './reads.ts';
import { type RowLoop, rowLoopAround } from './scopes.ts';

/**
 * Calls of the project's functions, from a loop over rows or a column, that run a query each time: functions of this file and of others,
 * methods and properties of models. One hop, no further.
 */
export function helperCalls(context: OrmContext, calls: readonly DatabaseCall[]): QueryCall[] {
  const found: (Via & { readonly call: QueryCall })[] = [];
  for (const node of nodesOf(context)) {
    const place = node.nodeType === 'Call' || node.nodeType === 'Attribute' ? placeOf(context, node) : undefined;
    // whom the call runs is asked last: it may lead into another file
    const helper = place === undefined ? undefined : helperAt(context, node);
    const sent = place === undefined || helper === undefined ? undefined : queryOf(context, calls, place, helper);
    const call = place === undefined || helper === undefined || sent === undefined ? undefined : viaHelper(context, place, helper, sent);
    if (call !== undefined && place !== undefined && helper !== undefined) found.push({ place, helper, call });
  }
  const keeping = found.filter(({ helper }) => hasDecorator(helper.node, 'cached_property'));
  return found.filter((one) => !keeping.some((other) => other !== one && isAnsweredBy(context.module, one, other))).map(({ call }) => call);
}

/** What code runs once per row, and the function that it leads to. */
interface Via {
  readonly place: Place;
  readonly helper: Helper;
}

/** The function reads the same property before, which keeps its answer on the object. */
function isAnsweredBy(module: PyModule, { place, helper }: Via, { place: earlier, helper: other }: Via): boolean {
  return helper.node === other.node && place.fn === earlier.fn && module.source(place.node) === module.source(earlier.node) && runsBefore(module, earlier.node, place.node);
}

/** A call or attribute that code evaluates once per row: in a loop, by what varies with its rows, or in a column. */
interface Place {
  readonly node: Call | Attribute;
  readonly fn: Scope;
  readonly rows: RowLoop | undefined;
  readonly column: ReturnType<typeof columnScope>;
}

function placeOf(context: OrmContext, node: Place['node']): Place | undefined {
  const { module } = context;
  const fn = scopeOf(module, node);
  const rows = rowLoopAround(context, node);
  if (rows !== undefined) return mentions(node, variantNames(module, rows.loop)) ? { node, fn, rows, column: undefined } : undefined;
  const column = columnScope(context, fn);
  return column === undefined ? undefined : { node, fn, rows, column };
}

/** A function of the project, and whether it belongs to the rows: a method or property of their model. */
interface Helper extends FunctionRef {
  readonly ofRow: boolean;
}

/** The function that `node` runs: `helper(…)`, `self.helper(…)`, `order.total()`, `order.total` of a property. */
function helperAt(context: OrmContext, node: PythonNode): Helper | undefined {
  const { module } = context;
  if (node.nodeType === 'Attribute') return node.ctx.nodeType === 'Load' && !isCalled(module, node) ? memberOf(context, node, true) : undefined;
  return node.nodeType === 'Call' ? functionAt(context, node.func) : undefined;
}

/** The function of the project that runs where an expression is called, wherever it stands. */
export function functionAt(context: OrmContext, func: ExprNode): Helper | undefined {
  const { module, django } = context;
  const own = functionIn(module, func);
  if (own !== undefined) return { module, node: own, ofRow: false };
  const inherited = inheritedAt(context, func);
  if (inherited !== undefined) return inherited;
  if (func.nodeType === 'Attribute') {
    const member = memberOf(context, func, false);
    if (member !== undefined) return member;
  }
  const found = func.nodeType === 'Name' || func.nodeType === 'Attribute' ? django.resolveFunction(module, func) : undefined;
  return found === undefined ? undefined : { ...found, ofRow: false };
}

/** A function that a call hands something to, and the parameter under which the function has it. */
interface FunctionGiven {
  readonly fn: FunctionRef;
  readonly parameter: string;
  /** It writes as well, or goes over what it reads: beside that, what it reads of the row weighs less. */
  readonly works: boolean;
}

/** The function of the project that `call` gives `argument`; undefined where that asks somebody else or sends many queries, or keeps what it has answered. */
export function functionGiven(context: OrmContext, call: Call, argument: ExprNode): FunctionGiven | undefined {
  const found = lightFunction(context, call.func);
  if (found === undefined) return undefined;
  const { fn, works } = found;
  const { args } = fn.node;
  const positional = positionalOf(args);
  const [first] = positional;
  const filled = call.func.nodeType === 'Attribute' && !/^[A-Z]/.test(lastName(call.func.value)) && ['self', 'cls'].includes(first?.arg ?? '') ? 1 : 0;
  const index = call.args.indexOf(argument);
  if (call.args.slice(0, index + 1).some(({ nodeType }) => nodeType === 'Starred')) return undefined;
  const parameter = index >= 0 ? positional[index + filled]?.arg : [...positional, ...args.kwonlyargs].find(({ arg }) => call.keywords.some((keyword) => keyword.arg === arg && keyword.value === argument))?.arg;
  return parameter === undefined ? undefined : { fn, parameter, works };
}

/** The function of the project that is named to be run for each row, as `functionGiven` has it: `map(describe, orders)`. */
export function functionPerRow(context: OrmContext, func: ExprNode): FunctionGiven | undefined {
  const found = lightFunction(context, func);
  const positional = found === undefined ? [] : positionalOf(found.fn.node.args);
  const parameter = positional[['self', 'cls'].includes(positional[0]?.arg ?? '') ? 1 : 0]?.arg;
  return found === undefined || parameter === undefined ? undefined : { ...found, parameter };
}

/** The function that runs where an expression is called, where it does little beside what it reads. */
function lightFunction(context: OrmContext, func: ExprNode): Omit<FunctionGiven, 'parameter'> | undefined {
  const fn = functionAt(context, func);
  if (fn === undefined || !hasPlainDecorators(fn.node)) return undefined;
  const own = callsByFunction(callsElsewhere(context.django)(fn.module), fn.module).get(fn.node.lineno) ?? [];
  return isFarWork(fn.node, own) ? undefined : { fn, works: writesUnseen(fn.node) || writesOrWalks(fn.module, own) };
}

function isCalled(module: PyModule, node: PythonNode): boolean {
  const parent = module.parent(node);
  return parent?.nodeType === 'Call' && parent.func === node;
}

/** `self.helper`, which a class has from another one. A model's own are those of its rows. */
function inheritedAt(context: OrmContext, func: ExprNode): Helper | undefined {
  const { module, django } = context;
  const cls = func.nodeType === 'Attribute' && isSelf(func.value) ? classAround(module, func) : undefined;
  const method = cls === undefined || func.nodeType !== 'Attribute' || valueOf(context, func.value)?.kind === 'instance' ? undefined : django.method({ module, node: cls }, func.attr);
  return method === undefined ? undefined : { module: method.module, node: method.node, ofRow: false };
}

/** The method or property that an attribute of a model's instance names. */
export function memberOf(context: OrmContext, { value, attr }: Attribute, property: boolean): Helper | undefined {
  const owner = valueOf(context, value);
  const model = owner?.kind === 'instance' && !owner.unsaved ? owner.model : undefined;
  const method = model === undefined || model.fields.has(attr) ? undefined : context.django.method(model, attr);
  if (model !== undefined && method !== undefined && isAnnotatedOver(context.django, model, method)) return undefined;
  const isProperty = method?.node.decorator_list.some((decorator) => /^(?:cached_)?property$/.test(lastName(decorator))) === true;
  return method !== undefined && isProperty === property ? { module: method.module, node: method.node, ofRow: true } : undefined;
}

/** A query that a function sends, and what takes another value with each row where it does so. */
interface Sent {
  readonly query: DatabaseCall;
  readonly names: ReadonlySet<string>;
}

/** The query that each run of a function sends, first of all one that asks for something of the row. */
function queryOf(context: OrmContext, calls: readonly DatabaseCall[], place: Place, helper: Helper): Sent | undefined {
  const { node, ofRow } = helper;
  const isOwn = helper.module.path === context.module.path;
  const home = isOwn ? context.module : helper.module;
  const own = queriesOf(context, calls, helper);
  if (callsItself(home, node) || ((ofRow || !isOwn) && (isWork(home, node, own) || writesUnseen(node)))) return undefined;
  const always = own.filter((call) => runsAlways(home, node, call, ofRow) && !isBroughtAlong(place, call));
  const given = always.length === 0 ? [] : givenByRow(context, place, helper);
  const sent = always.map((query): Sent => ({ query, names: namesBefore(home, node, query, given) })).filter(({ query, names }) => !dependsOn(query, names) || isBatchable(home, query, names));
  return sent.find(({ query, names }) => dependsOn(query, names)) ?? sent[0];
}

/** The queries that a function sends itself, in this file or another one. */
export function queriesOf({ module, django }: OrmContext, calls: readonly DatabaseCall[], fn: FunctionRef): readonly DatabaseCall[] {
  const isOwn = fn.module.path === module.path;
  return callsByFunction(isOwn ? calls : callsElsewhere(django)(fn.module), isOwn ? module : fn.module).get(fn.node.lineno) ?? [];
}

/** The function counts or tests what the rows that it is handed have prefetched. */
function isBroughtAlong({ rows }: Place, call: DatabaseCall): boolean {
  const field = isPrefetchable(call) ? call.queryset?.related?.field : undefined;
  return field !== undefined && broughtAlong(rows?.queryset?.loads.prefetched ?? [], field).length > 0;
}

/** What goes on from row to row by itself asks each time what the row before says. */
const callsItself = (module: PyModule, fn: FunctionNode): boolean => [...walk(fn.body)].some((node) => node.nodeType === 'Call' && functionIn(module, node.func) === fn);

/** Queries that a function may send and still be a loader of one row. */
const MOST_QUERIES = 3;

/** A function that writes, walks over what it reads, sends several queries or asks somebody else is a piece of work of its own. */
function isWork(module: PyModule, fn: FunctionNode, own: readonly DatabaseCall[]): boolean {
  return isFarWork(fn, own) || writesOrWalks(module, own);
}

/** A function that asks somebody else, or sends more queries than a loader of one row does. */
export function isFarWork(fn: FunctionNode, own: readonly DatabaseCall[]): boolean {
  return own.length > MOST_QUERIES || reachesOut(fn) !== undefined;
}

function writesOrWalks(module: PyModule, own: readonly DatabaseCall[]): boolean {
  return own.some(({ operation, node }) => isWrite(operation) || module.parent(node)?.nodeType === 'For');
}

/** `order.save()` of an order of which the function doesn't say what it is. */
const writesUnseen = oncePer(({ body }: FunctionNode): boolean => {
  for (const node of walk(body)) if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && /^a?(?:save|delete)$/.test(node.func.attr)) return true;
  return false;
});

const callsElsewhere = oncePerProject((django) => oncePer((module: PyModule): readonly DatabaseCall[] => databaseCalls(ormContext(module, django))));

/** By the line of a function: the queries that it sends. */
const callsByFunction = oncePer((calls: readonly DatabaseCall[], module: PyModule): ReadonlyMap<number, readonly DatabaseCall[]> => {
  const found = new Map<number, DatabaseCall[]>();
  for (const call of calls) {
    const scope = scopeOf(module, call.node);
    if (isFunction(scope)) found.set(scope.lineno, [...(found.get(scope.lineno) ?? []), call]);
  }
  return found;
});

/** The function of this file that runs where an expression is called: `helper(…)`, `self.helper(…)`. */
function functionIn(module: PyModule, func: ExprNode): FunctionNode | undefined {
  if (func.nodeType === 'Name') return module.functions.get(func.id) ?? localFunction(module, func);
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name' || !['self', 'cls'].includes(func.value.id)) return undefined;
  const method = classAround(module, func)?.body.find((statement) => isFunctionNamed(statement, func.attr));
  return method !== undefined && method.nodeType !== 'Comment' && isFunction(method) ? method : undefined;
}

/** A function that the function around the call has for itself. */
function localFunction(module: PyModule, name: Name): FunctionNode | undefined {
  const [only, ...others] = reaching(module, name, name.id);
  return only !== undefined && others.length === 0 && isFunction(only.node) && only.node.name === name.id ? only.node : undefined;
}

function isFunctionNamed(node: { nodeType: string; name?: unknown }, name: string): boolean {
  return (node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef') && node.name === name;
}

/**
 * Whoever calls the function runs the query: it stands under no condition, behind no early return, and in no loop; no decorator
 * may keep the answer; and it asks for something that comes with the arguments.
 */
function runsAlways(module: PyModule, scope: FunctionNode, call: DatabaseCall, ofRow: boolean): boolean {
  // what a plain prefetch answers is a relation that is read, which is another rule's
  if (isWrite(call.operation) || (ofRow && isPrefetchable(call))) return false;
  if (!hasPlainDecorators(scope)) return false;
  if (!isReached(module, scope, call.node, /^(?:Return|Raise|Yield)$/)) return false;
  const parameters = parametersIn(scope, ofRow);
  return mentions(call.node, parameters) && isBatchable(module, call, parameters);
}

function viaHelper(context: OrmContext, { node, fn, rows, column }: Place, { module: there, node: helper, ofRow }: Helper, { query, names }: Sent): QueryCall | undefined {
  const { module } = context;
  const isOfColumn = column !== undefined && isFunction(fn) && (ofRow || there.path !== module.path);
  const scope = rows?.scope ?? (isOfColumn ? scopeAt(context, column, fn, node) : undefined);
  if (scope === undefined || fn === helper) return undefined;
  const evidence: QueryCall['evidence'] = rows === undefined
    ? { task: 'read', scope, runs: 'admin-page', around: isFunction(fn) ? seenAround(module, node, fn) : [], spares: 'statements' }
    : { task: 'read', scope, runs: runsOf(context, rows, node), around: observeVia(context, node, rows, query), spares: 'statements', answers: isAnswer(module, node), rewrites: true };
  return {
    span: module.range(node), callee: calleeOf(there, query), library: 'Django', model: modelNameOf(query), operation: query.operation, statements: 1, evidence,
    via: { name: ofRow ? module.source(node.nodeType === 'Call' ? node.func : node) : helper.name, line: there.line(query.node), path: there.path === module.path ? undefined : there.path }, offset: undefined,
    advice: column === undefined ? adviseRead(withoutRow(query), dependsOn(query, names) ? names : undefined, { django: context.django }) : adviseColumn(context, throughRow(context, node, query), names, column), remedies: [],
  };
}

/** The row of the function is one of a list only where a list asks for it: here it is the row of the loop. */
function withoutRow(query: DatabaseCall): DatabaseCall {
  const { queryset } = query;
  if (queryset?.related === undefined) return query;
  const { owner, field } = queryset.related;
  return { ...query, queryset: { ...queryset, related: { owner: { ...owner, row: undefined }, field } } };
}

/** `self.open_orders`, a property of the row: what it asks of `self` is asked of that row. */
function throughRow(context: OrmContext, node: Place['node'], query: DatabaseCall): DatabaseCall {
  const { queryset } = query;
  const member = node.nodeType === 'Call' ? node.func : node;
  const row = member.nodeType === 'Attribute' ? valueOf(context, member.value) : undefined;
  const root = queryset?.related === undefined ? undefined : chainRoot(queryset.base.node);
  if (queryset?.related === undefined || row?.kind !== 'instance' || row.row === undefined || root?.nodeType !== 'Name' || root.id !== 'self') return query;
  const { owner, field } = queryset.related;
  return { ...query, queryset: { ...queryset, related: { owner: { ...owner, row: row.row, path: [...row.path, ...owner.path] }, field } } };
}

/** The parameters of a helper that are handed something of the row, or of which that can't be told. */
function givenByRow({ module }: OrmContext, { node, rows }: Place, { node: helper, ofRow }: Helper): readonly string[] {
  const parameters = [...parametersIn(helper, ofRow)];
  if (rows === undefined) return parameters;
  const names = new Set([...variantNamesAt(module, node, rows.loop), ...boundIn(rows.loop)]);
  return parameters.filter((name) => isHandedOneOf(node, helper, name, names));
}

/** Those, and what the helper has made of them before it asks. */
function namesBefore(module: PyModule, helper: FunctionNode, query: DatabaseCall, given: readonly string[]): ReadonlySet<string> {
  const [, end] = module.range(query.node);
  const before = [...walk(helper.body)].filter((node) => module.range(node)[0] < end);
  return namesMadeOf(module, before, before, given);
}

/** What a loop sets itself isn't the same in every round, whether the row decides it or not. */
const boundIn = oncePer((loop: Loop): readonly string[] => [...walk(loop.body)].flatMap((node) => bindingsAt(node).map(({ name }) => name)));

/** False where it is plain that the parameter gets the same for every row. */
function isHandedOneOf(node: Place['node'], { args }: FunctionNode, parameter: string, names: ReadonlySet<string>): boolean {
  const [first] = positionalOf(args);
  const isBound = first !== undefined && ['self', 'cls'].includes(first.arg);
  const owner = node.nodeType === 'Attribute' ? node.value : node.func.nodeType === 'Attribute' ? node.func.value : undefined;
  if (isBound && parameter === first.arg) return owner === undefined || mentions(owner, names);
  const isListed = [...positionalOf(args), ...args.kwonlyargs].some(({ arg }) => arg === parameter);
  // `Order.total(order)` hands over the object by itself
  const isThroughClass = first?.arg === 'self' && (owner === undefined || /^[A-Z]/.test(lastName(owner)));
  if (node.nodeType === 'Attribute' || !isListed || isThroughClass) return true;
  const argument = argumentAt({ handed: { args: node.args, keywords: node.keywords, filled: isBound ? 1 : 0 } }, { args }, parameter);
  return argument === undefined || (argument !== 'default' && mentions(argument, names));
}

/** What each call may give another value; the object of a plain helper is the same for all rows. */
function parametersIn(helper: FunctionNode, ofRow: boolean): ReadonlySet<string> {
  return new Set(parametersOf(helper.args).map(({ name }) => name).filter((name) => ofRow || (name !== 'self' && name !== 'cls')));
}
