import type { RelationRead } from '../../../model/query-call.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { FunctionNode } from '../../../python/syntax/module.ts';
import { perElement } from '../../../python/syntax/loops.ts';
import { argumentsOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { Queryset } from '../querysets/queryset.ts';
import { handedRelations } from '../serializers/calls.ts';
import { fieldOfReader } from '../serializers/reads.ts';
import { readsOfArgument } from '../rows/row-reads.ts';
import { placeIn } from '../project/shown-path.ts';
import { holdsRows, nodesOf, type OrmContext, valueOf } from '../values/values.ts';
import { functionGiven, functionPerRow } from './helpers.ts';

/** Relations that functions of the project read of each of the rows which a module's code hands them, together or one by one (`map(describe, orders)`), though it has loaded the rows without. */
export function readGoneOver(context: OrmContext): RelationRead[] {
  return nodesOf(context).flatMap((node) => (node.nodeType === 'Call' ? [...readsOfMapped(context, node), ...argumentsOf(node).flatMap((argument) => readsOf(context, node, argument))] : []));
}

/** `map(describe, orders)`, `sorted(orders, key=describe)`: a lambda in that place is a loop like others. */
function readsOfMapped(context: OrmContext, node: Call): RelationRead[] {
  const per = perElement(node);
  const queryset = per === undefined ? undefined : rowsIn(context, per.iter);
  const given = per === undefined || queryset?.model === undefined ? undefined : functionPerRow(context, per.fn);
  if (per === undefined || given === undefined) return [];
  const { fn, parameter, works } = given;
  const { django } = context;
  const name = fn.node.name;
  return handedRelations(context, { node, rows: per.iter, paging: undefined, around: works ? [{ what: 'longer-work' }] : [] }, (model) => {
    const reads = readsOfArgument(django, fn, model, parameter);
    return reads.length === 0 ? [] : [fieldOfReader(name, { reads, complete: true, queries: 0, firsts: [], exact: true }, `\`${name}\` (${placeIn(django, fn)})`)];
  }, `per row that \`${name}\` is given`);
}

/** The rows that an expression gives. */
function rowsIn(context: OrmContext, rows: ExprNode): Queryset | undefined {
  const value = rows.nodeType === 'Name' || rows.nodeType === 'Attribute' || rows.nodeType === 'Call' ? valueOf(context, rows) : undefined;
  return value?.kind === 'list' && holdsRows(value) ? value.source : value?.kind === 'queryset' ? value : undefined;
}

function readsOf(context: OrmContext, node: Call, rows: ExprNode): RelationRead[] {
  const queryset = rowsIn(context, rows);
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
