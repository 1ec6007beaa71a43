import type { ExprNode, PythonNode, Subscript } from '../../nodes.ts';
import { contains, reaching } from '../../syntax/flow.ts';
import { walk } from '../../syntax/walk.ts';
import { callsOf, type Queryset } from '../queryset.ts';
import { type OrmContext, querysetOf, valueOf } from '../values.ts';
import { chainText } from './calls.ts';

/**
 * What the loop does to the rows that it pages over: deletes them, or sets a column by which the queryset filters. Either takes
 * rows out of the set, so that the next offset skips as many. As a clause for the message, or undefined.
 */
export function driftIn(context: OrmContext, slice: Subscript, queryset: Queryset, loop: PythonNode): string | undefined {
  const { module } = context;
  const filtered = filteredFields(queryset);
  for (const node of walk(loop)) {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !contains(module, loop, node)) continue;
    const { attr, value } = node.func;
    if (attr !== 'delete' && attr !== 'update' && attr !== 'save') continue;
    if (!isFromBatch(context, value, slice)) continue;
    const line = `in line ${String(module.line(node))}`;
    if (attr === 'delete') return `\`${chainText(module, node.func)}\` ${line}`;
    const set = attr === 'update' ? node.keywords.map(({ arg }) => arg) : assignedTo(context, loop, value);
    const changed = set.find((field) => field !== undefined && filtered.has(field));
    if (changed !== undefined) return `\`${chainText(module, node.func)}\` ${line} changes \`${changed}\`, by which it filters`;
  }
  return undefined;
}

/** Columns that decide whether a row belongs to the queryset. */
function filteredFields(queryset: Queryset): ReadonlySet<string> {
  const keywords = callsOf(queryset, 'filter', 'exclude').flatMap(({ node }) => node.keywords);
  return new Set(keywords.flatMap(({ arg }) => (typeof arg === 'string' ? [arg.split('__', 1)[0] ?? arg] : [])));
}

/** The receiver is the batch, a row of it, or the queryset narrowed to its rows. */
function isFromBatch(context: OrmContext, node: ExprNode, slice: Subscript): boolean {
  const value = valueOf(context, node);
  if (value?.kind === 'instance') return value.path.length === 0 && value.row?.queryset.slice === slice;
  const queryset = querysetOf(context, node);
  if (queryset === undefined) return false;
  if (queryset.slice === slice) return true;
  // Order.objects.filter(pk__in=[order.pk for order in batch]).update(…)
  return callsOf(queryset, 'filter').some((call) => call.node.keywords.some((keyword) => /^(pk|id)__in$/.test(keyword.arg ?? '') && readsBatch(context, keyword.value, slice, 0)));
}

function readsBatch(context: OrmContext, node: ExprNode, slice: Subscript, depth: number): boolean {
  for (const inner of walk(node)) {
    if (inner === slice) return true;
    if (inner.nodeType !== 'Name' || depth > 3) continue;
    for (const { value } of reaching(context.module, inner, inner.id)) if (value !== undefined && readsBatch(context, value, slice, depth + 1)) return true;
  }
  return false;
}

function assignedTo({ module }: OrmContext, loop: PythonNode, row: ExprNode): string[] {
  const text = module.source(row);
  const found: string[] = [];
  for (const node of walk(loop)) {
    if (node.nodeType !== 'Assign') continue;
    for (const target of node.targets) if (target.nodeType === 'Attribute' && module.source(target.value) === text) found.push(target.attr);
  }
  return found;
}
