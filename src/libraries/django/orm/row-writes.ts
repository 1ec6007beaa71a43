import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import type { Call } from '../../../python/nodes.ts';
import { mentions } from '../../../python/syntax/loops.ts';
import type { FunctionRef } from '../project/classes.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';
import { calleeOf, type DatabaseCall, modelNameOf } from './calls.ts';
import { observeWriteVia } from './circumstances.ts';
import { runsOf } from './handed.ts';
import { isFarWork, memberOf, queriesOf } from './helpers.ts';
import { hasPlainDecorators, isReached } from './reached.ts';
import { rowLoopAround } from './scopes.ts';

/**
 * Methods of a row that write each time, called for each row that somebody selects in an admin list: `for order in queryset: order.close()`. What the method does besides stays, so that it
 * weighs less than a write that stands in the loop.
 */
export function rowWrites(context: OrmContext, calls: readonly DatabaseCall[]): QueryCall[] {
  return nodesOf(context).flatMap((node) => (node.nodeType === 'Call' ? writeAt(context, calls, node) ?? [] : []));
}

function writeAt(context: OrmContext, calls: readonly DatabaseCall[], node: Call): QueryCall | undefined {
  const { module } = context;
  const rows = node.func.nodeType === 'Attribute' ? rowLoopAround(context, node) : undefined;
  if (rows?.scope.origin !== 'selection' || node.func.nodeType !== 'Attribute') return undefined;
  const method = memberOf(context, node.func, false);
  const write = method === undefined || !hasPlainDecorators(method.node) ? undefined : writeIn(method, queriesOf(context, calls, method));
  if (method === undefined || write === undefined) return undefined;
  return {
    span: module.range(node), callee: calleeOf(method.module, write), library: 'Django', model: modelNameOf(write), operation: write.operation, statements: 1,
    evidence: { task: 'write', scope: rows.scope, runs: runsOf(context, rows, node), around: [...observeWriteVia(context, node, rows), { what: 'longer-work' }], spares: 'statements' },
    via: { name: module.source(node.func), line: method.module.line(write.node), path: method.module.path === module.path ? undefined : method.module.path },
    offset: undefined, advice: adviceFor(write, method.node.name), remedies: [],
  };
}

/** What a method writes of the row in any case. One that asks somebody else or sends many queries is a piece of work of its own, and what it sets of relations to many is that of its row alone. */
function writeIn({ module, node }: FunctionRef, own: readonly DatabaseCall[]): DatabaseCall | undefined {
  if (isFarWork(node, own)) return undefined;
  return own.find((call) => isWrite(call.operation) && !OF_RELATIONS.has(call.method) && mentions(call.node, SELF) && isReached(module, node, call.node, /^(?:Return|Yield)$/));
}

const OF_RELATIONS: ReadonlySet<string> = new Set(['add', 'remove', 'set', 'clear']);

const SELF: ReadonlySet<string> = new Set(['self']);

function adviceFor({ operation, instance, queryset }: DatabaseCall, method: string): string {
  const model = (instance ?? queryset)?.model?.name;
  switch (operation) {
    case 'save':
      return `If nothing else hangs on each save, let \`${method}()\` change the row only, and write them together behind the loop: \`${model ?? 'Model'}.objects.bulk_update(objects, […])\` (skips \`save()\` and signals).`;
    case 'create':
    case 'upsert':
      return 'Collect the new objects of all rows and insert them together by `bulk_create()` (skips `save()` and signals).';
    case 'delete':
      return 'Delete what belongs to all rows by one query, in which `filter(…__in=…)` names them.';
    default:
      return 'Write it for all rows by one query, in which `filter(…__in=…)` names them.';
  }
}
