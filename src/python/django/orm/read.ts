import { type Evidence, plainEvidence } from '../../../model/evidence.ts';
import type { Observation } from '../../../model/circumstance.ts';
import type { FileFacts } from '../../../model/file-model.ts';
import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import { judge } from '../../../model/verdict.ts';
import { mayFollow } from '../../syntax/flow.ts';
import type { PyModule } from '../../syntax/module.ts';
import type { DjangoProject } from '../project.ts';
import type { Queryset } from '../queryset.ts';
import { type OrmContext, ormContext } from '../values.ts';
import { readBatchLoops } from './batching.ts';
import { hasBulkForm } from './bulk.ts';
import { calleeOf, type DatabaseCall, databaseCalls, modelNameOf, sourceIn } from './calls.ts';
import { observe, variesWith } from './circumstances.ts';
import { columnCall } from './columns.ts';
import { readLoopRelations } from './eager.ts';
import { runsOf } from './handed.ts';
import { helperCalls } from './helpers.ts';
import { offsetOf } from './offset.ts';
import { adviseRead, variantNamesAt } from './reads.ts';
import { isStreamed, type RowLoop, searchRowLoop } from './scopes.ts';
import { takesTextKey } from './text-keys.ts';
import { adviseWrite } from './writes.ts';

/** The database calls of one module that rules may speak of: per row, by offset, batch by batch. */
export function readOrm(module: PyModule, django: DjangoProject): Pick<FileFacts, 'calls' | 'relationReads' | 'batchLoops'> {
  const context = ormContext(module, django);
  const batchLoops = readBatchLoops(context);
  const calls = withoutRereads(module, databaseCalls(context));
  const read = calls.map((call) => queryCall(context, call, calls));
  const offsets = offsetOf(context, batchLoops.map(({ span }) => span));
  return {
    calls: [...read, ...helperCalls(context, calls), ...offsets],
    relationReads: readLoopRelations(context),
    batchLoops,
  };
}

function queryCall(context: OrmContext, call: DatabaseCall, calls: readonly DatabaseCall[]): QueryCall {
  const found = searchRowLoop(context, call.node);
  if (found === undefined || !('loop' in found)) return columnCall(context, call) ?? plainCall(context.module, call, found === undefined ? [] : [found]);
  const evidence: Evidence = { task: taskOf(call), scope: found.scope, runs: runsOf(context, found, call.node), around: observe(context, call, found, calls), spares: hasBulkForm(context, call, found) ? 'statements' : 'nothing' };
  const plain = plainCall(context.module, call);
  if (!judge(evidence).report) return { ...plain, evidence };
  const { advice, remedies } = isWrite(call.operation) ? adviseWrite(context, call, found) : { advice: adviseReadIn(context, call, found), remedies: [] };
  return { ...plain, evidence, advice, remedies };
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

function adviseReadIn({ module, django }: OrmContext, call: DatabaseCall, rows: RowLoop): string {
  const variant = variesWith(module, call, rows.loop) ? variantNamesAt(module, call.node, rows.loop) : undefined;
  return adviseRead(call, variant, { django, streamed: isStreamed(rows), textKeys: variant !== undefined && takesTextKey(module, call, variant) });
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
