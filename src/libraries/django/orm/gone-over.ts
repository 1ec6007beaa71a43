import type { RelationRead } from '../../../model/query-call.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { FunctionNode } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { handedRelations } from '../serializers/calls.ts';
import { fieldOfReader } from '../serializers/reads.ts';
import { readsOfArgument } from '../row-reads.ts';
import { placeIn } from '../shown-path.ts';
import { nodesOf, type OrmContext, valueOf } from '../values.ts';
import { functionGiven } from './helpers.ts';

/** Relations that functions of the project read of each of the rows which a module's code hands them together, though it has loaded the rows without. */
export function readGoneOver(context: OrmContext): RelationRead[] {
  return nodesOf(context).flatMap((node) => (node.nodeType === 'Call' ? [...node.args, ...node.keywords.map(({ value }) => value)].flatMap((argument) => readsOf(context, node, argument)) : []));
}

function readsOf(context: OrmContext, node: Call, rows: ExprNode): RelationRead[] {
  const value = rows.nodeType === 'Name' || rows.nodeType === 'Attribute' || rows.nodeType === 'Call' ? valueOf(context, rows) : undefined;
  const queryset = value?.kind === 'list' && value.rows === true ? value.source : value?.kind === 'queryset' ? value : undefined;
  // whom the call runs is asked last: it may lead into another file
  const given = queryset?.model === undefined || queryset.manager ? undefined : functionGiven(context, node, rows);
  if (given === undefined || stopsEarly(given.fn.node)) return [];
  const { fn, parameter } = given;
  const { django } = context;
  const name = fn.node.name;
  return handedRelations(context, { node, rows, paging: undefined, around: given.works ? [{ what: 'longer-work' }] : [] }, (model) => {
    const reads = readsOfArgument(django, fn, model, parameter, true);
    return reads.length === 0 ? [] : [fieldOfReader(name, { reads, complete: true, queries: 0, firsts: [], exact: true }, `\`${name}\` (${placeIn(django, fn)})`)];
  }, `per row that \`${name}\` goes over`);
}

/** A loop of the function ends with the row that it looks for, which may be the first. */
const stopsEarly = oncePer(({ body }: FunctionNode): boolean => {
  for (const loop of walk(body)) if (loop.nodeType === 'For') for (const node of walk(loop.body)) if (node.nodeType === 'Return' || node.nodeType === 'Break') return true;
  return false;
});
