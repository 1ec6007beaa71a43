import type { FileModel } from '../../../model/file-model.ts';
import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import type { ExprNode, PythonNode } from '../../nodes.ts';
import { contains } from '../../syntax/flow.ts';
import { isLoop, type Loop, loopsAround, mentions, variantNames } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import type { DjangoProject } from '../project.ts';
import { callsOf, isLoaded, type Queryset } from '../queryset.ts';
import { type OrmContext, ormContext, valueOf } from '../values.ts';
import { readBatchLoops } from './batching.ts';
import { calleeOf, type DatabaseCall, databaseCalls, modelNameOf } from './calls.ts';
import { columnCall } from './columns.ts';
import { readLoopRelations } from './eager.ts';
import { harmlessIn, hasSideEffects, isDeliberate, isInFailure, isIsolated, isPaced } from './harmless.ts';
import { helperCalls } from './helpers.ts';
import { offsetOf } from './offset.ts';
import { adviseRead, isBatchable, takesTextKey, variantNamesAt } from './reads.ts';
import { isStreamed, type RowLoop, rowLoopAround } from './scopes.ts';
import { keepsHistory, overridesDelete } from './signals.ts';
import { isNeededAtOnce, savesChanges } from './saving.ts';
import { adviseWrite } from './writes.ts';

/** The database calls of one module that rules may speak of: per row, by offset, batch by batch. */
export function readOrm(module: PyModule, django: DjangoProject): Pick<FileModel, 'calls' | 'relationReads' | 'batchLoops'> {
  const context = ormContext(module, django);
  const batchLoops = readBatchLoops(context);
  const calls = withoutRereads(databaseCalls(context));
  const read = calls.map((call) => queryCall(context, call)).filter((call) => call !== undefined);
  const offsets = offsetOf(context, batchLoops.map(({ span }) => span));
  return {
    calls: [...read, ...helperCalls(context, calls), ...offsets],
    relationReads: readLoopRelations(context),
    batchLoops,
  };
}

function queryCall(context: OrmContext, call: DatabaseCall): QueryCall | undefined {
  const rows = rowLoopAround(context, call.node);
  if (rows === undefined) return columnCall(context, call);
  if (!runsPerRow(context, call, rows)) return undefined;
  const write = isWrite(call.operation);
  const harmless = harmlessIn(context.module, call.node, rows.loop);
  const { advice, remedies } = write ? adviseWrite(context, call, rows) : { advice: adviseReadIn(context, call, rows), remedies: [] };
  return {
    span: context.module.range(call.node), callee: calleeOf(context.module, call), library: 'Django', model: modelNameOf(call), operation: call.operation,
    statements: call.method === 'get_or_create' || call.method === 'update_or_create' ? 2 : 1, scope: rows.scope, via: undefined, harmless, offset: undefined, advice, remedies,
  };
}

function adviseReadIn({ module }: OrmContext, call: DatabaseCall, rows: RowLoop): string {
  const variant = variesWith(module, call, rows.loop) ? variantNamesAt(module, call.node, rows.loop) : undefined;
  return adviseRead(call, variant, { streamed: isStreamed(rows), textKeys: takesTextKey(module, call) });
}

function runsPerRow(context: OrmContext, call: DatabaseCall, rows: RowLoop): boolean {
  const { module } = context;
  if (isRecheck(context, call) || isStream(call) || isInFailure(module, call.node, rows.loop) || isPaced(rows.loop)) return false;
  if (isBatchOf(module, call, rows.loop) || isForeignDatabase(module, call, rows.loop) || isLock(call)) return false;
  const varies = variesWith(module, call, rows.loop);
  if (isWrite(call.operation)) return varies && writesRow(context, call, rows);
  if (varies && !isBatchable(module, call, variantNames(module, rows.loop))) return false;
  if (!varies && (rows.scope.origin !== 'query' && rows.scope.origin !== 'selection')) return false;
  return readsFresh(context, call, rows.loop);
}

/** The call reads something that takes another value with every row of this loop or one around it. */
function variesWith(module: PyModule, call: DatabaseCall, loop: Loop): boolean {
  if (mentions(call.node, variantNames(module, loop))) return true;
  const base = call.queryset?.base.node;
  return base !== undefined && contains(module, loop.node, base) && mentions(base, variantNames(module, loop));
}

function writesRow(context: OrmContext, call: DatabaseCall, rows: RowLoop): boolean {
  const { django, module } = context;
  if (isIsolated(module, call.node, rows.loop) || hasSideEffects(rows.loop) || isDeliberate(module, call.node, rows.loop)) return false;
  if (!savesChanges(context, call, rows.loop) || isNeededAtOnce(module, call, rows.loop)) return false;
  if (isOwnSelection(call, module, rows.loop)) return false;
  const model = call.instance?.model ?? call.queryset?.model;
  if (model !== undefined && keepsHistory(model)) return false;
  return !(call.method === 'delete' && call.instance !== undefined && model !== undefined && overridesDelete(django, model));
}

/** `order.tags.set(…)`, and `order.tags.add(…)` of what belongs to this order alone: there is no shorter way to write that. */
function isOwnSelection({ method, call, queryset }: DatabaseCall, module: PyModule, loop: Loop): boolean {
  if (queryset?.related === undefined || !queryset.manager || call?.func.nodeType !== 'Attribute') return false;
  if (method === 'set') return true;
  const variant = variantNames(module, loop);
  const innermost = loopsAround(module, call).find((around) => isLoop(around));
  const ownLoop = innermost !== undefined && isLoop(innermost) && innermost.node !== loop.node && !mentions(call.func, variantNames(module, innermost));
  return !ownLoop && mentions(call.func, variant) && call.args.some((argument) => mentions(argument, variant));
}

/** What is read in the loop isn't what a name outside of it holds already. */
function readsFresh({ module }: OrmContext, { node, queryset, method }: DatabaseCall, loop: Loop): boolean {
  if (queryset === undefined) return true;
  const owner = queryset.related?.owner.row?.queryset;
  const field = queryset.related?.field;
  const path = field === undefined ? [] : [...(queryset.related?.owner.path ?? []), field];
  const plain = queryset.calls.every(({ name }) => name === 'all');
  if (owner !== undefined && plain) {
    // iterating over `order.items.all()` is a relation that is read, which is another rule's
    if (method === 'iterate') return false;
    if (['count', 'exists'].includes(method) && (isLoaded(owner, path) || owner.model === undefined)) return false;
  }
  const inside = contains(module, loop.node, queryset.base.node) || (loop.comprehension !== undefined && contains(module, loop.comprehension, queryset.base.node));
  // a queryset that was made before the loop is read once and remembers its rows
  return inside || (method !== 'iterate' && node.nodeType !== 'Subscript') || sourceIn(node).nodeType === 'Call';
}

/** What an index or a function reads. */
function sourceIn(node: ExprNode): ExprNode {
  return node.nodeType === 'Subscript' ? node.value : node;
}

/** A queryset under a name remembers its rows: once it was iterated over, a second read, a count or an index asks for nothing. */
function withoutRereads(calls: readonly DatabaseCall[]): DatabaseCall[] {
  const read = new Set<Queryset>();
  return calls.filter(({ queryset, node, call, method }) => {
    const source = call?.func.nodeType === 'Attribute' ? call.func.value : sourceIn(node);
    if (queryset === undefined || source.nodeType !== 'Name') return true;
    if (read.has(queryset) && ['iterate', 'count', 'exists'].includes(method)) return false;
    if (read.has(queryset) && node.nodeType === 'Subscript') return false;
    if (method === 'iterate') read.add(queryset);
    return true;
  });
}

/** `filter(pk__in=page)` with the loop's own variable: the loop runs over batches. */
function isBatchOf(module: PyModule, { node, queryset, call }: DatabaseCall, loop: Loop): boolean {
  const calls = [...(queryset === undefined ? [] : callsOf(queryset, 'filter', 'exclude').map((one) => one.node)), ...(call === undefined ? [] : [call])];
  const target = loop.target.nodeType === 'Name' ? loop.target.id : undefined;
  if (target === undefined) return inBatchLoop(module, node, loop);
  return calls.some(({ keywords }) => keywords.some(({ arg, value }) => arg?.endsWith('__in') === true && holderOf(value) === target)) || inBatchLoop(module, node, loop);
}

/** `page` of `page`, `page[1:]`. */
function holderOf(node: ExprNode): string | undefined {
  const at = node.nodeType === 'Subscript' && node.slice.nodeType === 'Slice' ? node.value : node;
  return at.nodeType === 'Name' ? at.id : undefined;
}

/** Between the call and the loop over rows lies a loop over chunks, pages or retries. */
function inBatchLoop(module: PyModule, node: PythonNode, loop: Loop): boolean {
  for (const between of loopsAround(module, node)) {
    if (isLoop(between) && between.node === loop.node) return false;
    if (isLoop(between) && /chunk|batch|page|retr|attempt/i.test(`${module.source(between.target)} ${module.source(between.iter)}`)) return true;
  }
  return false;
}

/** `.using(alias)` with an alias of the loop: each turn asks another database. */
function isForeignDatabase(module: PyModule, { queryset, call }: DatabaseCall, loop: Loop): boolean {
  const variant = variantNames(module, loop);
  const using = queryset === undefined ? [] : callsOf(queryset, 'using', 'db_manager').map(({ node }) => node);
  return using.some((node) => node.args.some((argument) => mentions(argument, variant))) || call?.keywords.some(({ arg, value }) => arg === 'using' && mentions(value, variant)) === true;
}

/** `.iterator()` says that there are too many to hold: reading them parent by parent is the point. */
function isStream({ queryset, operation }: DatabaseCall): boolean {
  return operation === 'readMany' && queryset !== undefined && callsOf(queryset, 'iterator', 'aiterator').length > 0;
}

/** The row itself is read again, or looked up whether it is still there: the loop takes long and wants to know the latest. */
function isRecheck(context: OrmContext, { method, queryset, call }: DatabaseCall): boolean {
  if (method === 'refresh_from_db') return true;
  if (queryset?.model === undefined || (method !== 'get' && method !== 'exists')) return false;
  const calls = [...callsOf(queryset, 'filter').map(({ node }) => node), ...(call === undefined ? [] : [call])];
  return calls.some(({ keywords }) =>
    keywords.some(({ arg, value }) => {
      if ((arg !== 'pk' && arg !== 'id') || value.nodeType !== 'Attribute' || (value.attr !== 'pk' && value.attr !== 'id')) return false;
      const row = valueOf(context, value.value);
      return row?.kind === 'instance' && row.model === queryset.model && row.path.length === 0 && row.row !== undefined;
    }),
  );
}

/** Rows are locked one by one in a fixed order on purpose. */
function isLock({ queryset }: DatabaseCall): boolean {
  return queryset !== undefined && callsOf(queryset, 'select_for_update').length > 0;
}
