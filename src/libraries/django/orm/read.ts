import { ONCE_PER_KEY } from '../../../model/advice.ts';
import { type Evidence, plainEvidence } from '../../../model/evidence.ts';
import type { Observation } from '../../../model/circumstance.ts';
import type { FileFacts } from '../../../model/file-model.ts';
import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import { judge } from '../../../model/verdict.ts';
import { mayFollow } from '../../../python/syntax/order.ts';
import { isLoop, type Loop, loopsAround } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isAnswer } from '../project/places.ts';
import type { Queryset } from '../querysets/queryset.ts';
import type { OrmContext } from '../values/values.ts';
import { readBatchLoops } from './batching.ts';
import { hasBulkForm } from './bulk.ts';
import { calleeOf, type DatabaseCall, databaseCalls, modelNameOf, sourceIn } from './calls.ts';
import { observe, variesWith } from './circumstances.ts';
import { columnCall } from './columns.ts';
import { readSerialized } from '../serializers/read.ts';
import { readTemplates } from '../templates/shown.ts';
import { readResources } from '../exports/resources.ts';
import { readItems } from '../exports/items.ts';
import { readEndpoints } from '../ninja/endpoints.ts';
import { readTables } from '../tables2/read.ts';
import { readLoopRelations } from './eager.ts';
import { readByOptions } from './form-choices.ts';
import { readGoneOver } from './gone-over.ts';
import { runsOf } from './handed.ts';
import { helperCalls } from './helpers.ts';
import { readLeftOut } from './left-out.ts';
import { offsetOf } from './offset.ts';
import { adviseRead, variantNamesAt } from './reads.ts';
import { rowBehind, rowItself } from './row-itself.ts';
import { rowWrites } from './row-writes.ts';
import { isStreamed, type RowLoop, searchRowLoop } from './scopes.ts';
import { isAnsweredByPrefetch } from './prefetched-first.ts';
import { outerKeysOf } from './text-keys.ts';
import { useOf } from './uses.ts';
import { adviseWrite } from './writes.ts';

/** The database calls of one module that rules may speak of: per row, by offset, batch by batch. */
export function readOrm(context: OrmContext): Pick<FileFacts, 'calls' | 'relationReads' | 'batchLoops'> {
  const { module } = context;
  const batchLoops = readBatchLoops(context);
  const calls = withoutRereads(module, databaseCalls(context)).filter((call) => !isAnsweredByPrefetch(context.django, call));
  const found = onePerQueryset(module, calls.map((call) => ({ call, read: queryCall(context, call, calls) })));
  const read = found.map((one) => withUse(context, one));
  const offsets = offsetOf(context, batchLoops.map(({ span }) => span));
  return {
    calls: [...read, ...helperCalls(context, calls), ...rowWrites(context, calls), ...offsets],
    relationReads: [...readLoopRelations(context), ...readLeftOut(context), ...readGoneOver(context), ...readByOptions(context), ...readSerialized(context), ...readTemplates(context), ...readResources(context), ...readItems(context), ...readTables(context), ...readEndpoints(context)],
    batchLoops,
  };
}

interface FoundCall {
  readonly call: DatabaseCall;
  readonly read: QueryCall;
}

/** What runs once per row has its own findings. */
function withUse(context: OrmContext, { call, read }: FoundCall): QueryCall {
  const use = read.evidence.scope === undefined ? useOf(context, call) : undefined;
  return use === undefined ? read : { ...read, use };
}

/**
 * A queryset under a name that a round reads twice (`if found: use(found.first())`) is read before the loop by one edit, and so is what a round asks twice in the same
 * words.
 */
function onePerQueryset(module: PyModule, found: readonly FoundCall[]): FoundCall[] {
  const told = new Map<Queryset | string, { readonly head: number; readonly line: number }>();
  return found.map((one) => {
    const { call: { queryset, node }, read } = one;
    const { evidence, operation } = read;
    if (evidence.scope === undefined || isWrite(operation) || !judge(evidence).report) return one;
    const [head] = evidence.scope.head;
    const words = module.source(node).replaceAll(/\s+/g, '');
    const keys = [`${String(head)} ${words}`, ...(queryset !== undefined && (operation === 'readMany' || operation === 'readOne') ? [queryset] : [])];
    const before = keys.map((key) => told.get(key)).find((place) => place?.head === head);
    for (const key of keys) if (!told.has(key)) told.set(key, { head, line: module.line(node) });
    return before !== undefined ? { ...one, read: { ...read, evidence: { ...evidence, around: [...evidence.around, { what: 'same-rows-above', line: before.line }] } } } : one;
  });
}

function queryCall(context: OrmContext, call: DatabaseCall, calls: readonly DatabaseCall[]): QueryCall {
  const found = searchRowLoop(context, call.node);
  if (found === undefined || !('loop' in found)) return columnCall(context, call) ?? plainCall(context.module, call, found === undefined ? [] : [found]);
  const { module } = context;
  const evidence: Evidence = { task: taskOf(call), scope: found.scope, runs: runsOf(context, found, call.node), around: observe(context, call, found, calls), spares: hasBulkForm(context, call, found) ? 'statements' : 'nothing', answers: !isWrite(call.operation) && isAnswer(module, call.node), rewrites: true };
  const plain = plainCall(module, call);
  if (!judge(evidence).report) return { ...plain, evidence };
  const { advice, remedies } = isWrite(call.operation) ? adviseWrite(context, call, found) : { advice: adviseReadIn(context, call, found, calls), remedies: [] };
  return { ...plain, evidence, advice: asksForOwnRows(call, evidence) ? `${advice} ${ONCE_PER_KEY}` : advice, remedies };
}

/** The loop asks for rows that it creates; `get_or_create` does both at once, and its advice says so. */
function asksForOwnRows({ method }: DatabaseCall, { around }: Evidence): boolean {
  return method === 'create' && around.some(({ what }) => what === 'later-rounds-find');
}

/** A query as such, with nothing said about what runs once per row. */
function plainCall(module: PyModule, call: DatabaseCall, around: readonly Observation[] = []): QueryCall {
  return {
    span: module.range(call.node), callee: calleeOf(module, call), library: 'Django', model: modelNameOf(call), operation: call.operation,
    statements: statementsOf(call), evidence: plainEvidence(taskOf(call), around), via: undefined, offset: undefined, advice: '', remedies: [],
  };
}

function statementsOf({ method }: DatabaseCall): number {
  return method === 'get_or_create' || method === 'update_or_create' ? 2 : 1;
}

function taskOf({ operation }: DatabaseCall): Evidence['task'] {
  return isWrite(operation) ? 'write' : 'read';
}

function adviseReadIn(context: OrmContext, call: DatabaseCall, rows: RowLoop, calls: readonly DatabaseCall[]): string {
  const { module, django } = context;
  const varying = variesWith(module, call, rows.loop) ? rows.loop : outerLoop(module, call, rows);
  const variant = varying === undefined ? undefined : variantNamesAt(module, call.node, varying);
  const outer = varying !== undefined && varying !== rows.loop;
  return adviseRead(call, variant, { django, outer, streamed: isStreamed(rows) && !outer, outerKeys: variant === undefined ? undefined : outerKeysOf(module, call, variant), again: readAgain(module, call, rows, calls), itself: rowItself(context, call), behind: rows.queryset === undefined ? undefined : rowBehind(context, call), queried: rows.queryset !== undefined });
}

/** The loop around that of the rows with which the query varies instead. */
function outerLoop(module: PyModule, call: DatabaseCall, { loop }: RowLoop): Loop | undefined {
  return loopsAround(module, loop.comprehension ?? loop.node).find((around): around is Loop => isLoop(around) && variesWith(module, call, around));
}

/** The read of the same rows that follows a test for them in the same round: `if found.exists(): use(found.first())`. */
function readAgain(module: PyModule, call: DatabaseCall, { loop }: RowLoop, calls: readonly DatabaseCall[]): { method: string; line: number } | undefined {
  const asked = call.operation === 'exists' ? askedBy(module, call) : undefined;
  const later = asked === undefined ? undefined : calls.find((other) => other !== call && other.operation === 'readOne' && module.contains(loop.comprehension ?? loop.node, other.node) && mayFollow(module, other.node, call.node) && askedBy(module, other) === asked);
  return later === undefined ? undefined : { method: `${later.method}()`, line: module.line(later.node) };
}

/** What a query asks for as text; `get(number=n)` asks for what `filter(number=n)` does. */
function askedBy(module: PyModule, { call }: DatabaseCall): string | undefined {
  if (call?.func.nodeType !== 'Attribute') return undefined;
  const given = [...call.args, ...call.keywords].map((argument) => module.source(argument)).join(', ');
  return `${module.source(call.func.value)}${given === '' ? '' : `.filter(${given})`}`.replaceAll(/\s+/g, '');
}

/** `a or rows` reads them only where `a` is false. */
function isBehindOr(module: PyModule, node: DatabaseCall['node']): boolean {
  const parent = module.parent(node);
  return parent?.nodeType === 'BoolOp' && parent.op.nodeType === 'Or' && parent.values[0] !== node;
}

/** What a queryset that has its rows answers without the database, beside an index. */
const REMEMBERED: ReadonlySet<string> = new Set(['iterate', 'count', 'exists', 'contains']);

/** A queryset under a name remembers its rows: once it was iterated over or tested, a second read, a count or an index asks for nothing. */
function withoutRereads(module: PyModule, calls: readonly DatabaseCall[]): DatabaseCall[] {
  const reads = new Map<Queryset, DatabaseCall['node'][]>();
  return calls.filter(({ queryset, node, call, method }) => {
    const source = call?.func.nodeType === 'Attribute' ? call.func.value : sourceIn(node);
    if (queryset === undefined || source.nodeType !== 'Name') return true;
    const earlier = reads.get(queryset) ?? [];
    if ((REMEMBERED.has(method) || node.nodeType === 'Subscript') && earlier.some((read) => mayFollow(module, node, read))) return false;
    if (method === 'iterate' && !isBehindOr(module, node)) reads.set(queryset, [...earlier, node]);
    return true;
  });
}
