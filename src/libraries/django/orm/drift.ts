import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { parametersOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';
import { type OrmContext, querysetOf, valueOf } from '../values/values.ts';
import { chainText } from './calls.ts';
import { keywordsIn } from './reads.ts';
import { type Change, changesIn, methodChange } from './row-changes.ts';

/** The rows that one round takes. */
export interface Batch {
  /** The expression that takes them: a slice, a page. */
  readonly node: PythonNode;
  /** They are what the queryset holds. */
  isRows(queryset: Queryset): boolean;
}

/**
 * What the loop does to the rows that it pages over: deletes them, or sets a column by which the queryset filters. Either takes
 * rows out of the set, so that the next offset skips as many. As a clause for the message, or undefined.
 */
export function driftIn(context: OrmContext, batch: Batch, queryset: Queryset, loop: PythonNode): string | undefined {
  const { module } = context;
  const filtered = filteredFields(queryset);
  for (const node of walk(loop)) {
    if (node.nodeType !== 'Call' || !module.contains(loop, node)) continue;
    const change = changeAt(context, node, batch, loop);
    if (change === undefined) continue;
    const line = `on line ${String(module.line(node))}`;
    if (change.deletes) return `\`${chainText(module, node.func)}\` ${line}${/^a?delete$/.test(lastName(node.func)) ? '' : ', which deletes the row'}`;
    const changed = change.sets.find((field) => filtered.has(field));
    if (changed !== undefined) return `\`${chainText(module, node.func)}\` ${line} changes \`${changed}\`, by which it filters`;
  }
  return undefined;
}

/** What a call does to the rows of the batch, or undefined where it does nothing to them. */
function changeAt(context: OrmContext, node: Call, batch: Batch, loop: PythonNode): Pick<Change, 'deletes' | 'sets'> | undefined {
  const { module, django } = context;
  const { func } = node;
  const passed = passedRow(context, node, batch);
  if (passed !== undefined) {
    const called = django.resolveFunction(module, func);
    const parameter = called === undefined ? undefined : parametersOf(called.node.args)[passed];
    return called === undefined || parameter === undefined ? undefined : changesIn(django, called.module, called.node, parameter.name, rowModel(context, node.args[passed]));
  }
  if (func.nodeType !== 'Attribute') return undefined;
  const { attr, value } = func;
  const method = /^a(save|delete|update|bulk_update)$/.exec(attr)?.[1] ?? attr;
  const [rows, fields] = node.args;
  if (method === 'bulk_update') return rows !== undefined && fields !== undefined && readsBatch(context, rows, batch, 0) ? { deletes: false, sets: textsIn(fields) } : undefined;
  if (!isFromBatch(context, value, batch)) return undefined;
  if (method === 'delete') return { deletes: true, sets: [] };
  if (method === 'update') return { deletes: false, sets: node.keywords.flatMap(({ arg }) => arg ?? []) };
  const model = rowModel(context, value);
  return method === 'save' ? { deletes: false, sets: changesIn(django, module, loop, module.source(value), model).sets } : methodChange(django, model, attr);
}

function rowModel(context: OrmContext, node: ExprNode | undefined): DjangoModel | undefined {
  const value = node === undefined ? undefined : valueOf(context, node);
  return value?.kind === 'instance' ? value.model : undefined;
}

/** The position at which a call hands on a row of the batch. */
function passedRow(context: OrmContext, { args }: Call, batch: Batch): number | undefined {
  const index = args.findIndex((argument) => argument.nodeType === 'Name' && isRowOf(context, argument, batch));
  return index === -1 ? undefined : index;
}

function isRowOf(context: OrmContext, node: ExprNode, batch: Batch): boolean {
  const value = valueOf(context, node);
  return value?.kind === 'instance' && value.path.length === 0 && value.row !== undefined && batch.isRows(value.row.queryset);
}

function textsIn(node: ExprNode): string[] {
  return [...walk(node)].flatMap((inner) => (inner.nodeType === 'Constant' && typeof inner.value === 'string' ? [inner.value] : []));
}

/** Columns that decide whether a row belongs to the queryset. */
function filteredFields(queryset: Queryset): ReadonlySet<string> {
  const keywords = callsOf(queryset, 'filter', 'exclude').flatMap(({ node }) => keywordsIn(node));
  return new Set(keywords.flatMap(({ arg }) => (typeof arg === 'string' ? [arg.split('__', 1)[0] ?? arg] : [])));
}

/** The receiver is the batch, a row of it, or the queryset narrowed to its rows. */
function isFromBatch(context: OrmContext, node: ExprNode, batch: Batch): boolean {
  if (isRowOf(context, node, batch)) return true;
  const queryset = querysetOf(context, node);
  if (queryset === undefined) return false;
  if (batch.isRows(queryset)) return true;
  // Order.objects.filter(pk__in=[order.pk for order in batch]).update(…)
  return callsOf(queryset, 'filter').some((call) => call.node.keywords.some((keyword) => /^(pk|id)__in$/.test(keyword.arg ?? '') && readsBatch(context, keyword.value, batch, 0)));
}

function readsBatch(context: OrmContext, node: ExprNode, batch: Batch, depth: number): boolean {
  for (const inner of walk(node)) {
    if (inner === batch.node) return true;
    if (inner.nodeType !== 'Name' || depth > 3) continue;
    for (const { value } of reaching(context.module, inner, inner.id)) if (value !== undefined && readsBatch(context, value, batch, depth + 1)) return true;
  }
  return false;
}
