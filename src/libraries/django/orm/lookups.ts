import type { Call, ExprNode, Keyword } from '../../../python/nodes.ts';
import { mentions } from '../../../python/syntax/loops.ts';
import { argumentsOf, isSuper, lastName } from '../../../python/syntax/static.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';

/** How one query for all rows would find what a query per row looks up. */
export interface Lookup {
  /** Where it begins: the manager that the code asks, the related manager of one object, a function that gives the queryset. */
  readonly from: string;
  /** The fields that are compared with something of the row. */
  readonly fields: readonly string[];
  /** A list of values stands for what all rounds ask: nothing of the row narrows the query but values that are equal to fields. */
  readonly listable: boolean;
  /** There are conditions beside those. */
  readonly more: boolean;
}

/** @param variant names that take another value with every row */
export function lookupOf(call: DatabaseCall, variant: ReadonlySet<string>): Lookup {
  const root = rootOf(call.queryset, variant);
  const back = root === undefined ? backOf(call.queryset) : undefined;
  const compared = comparedFields(call, variant);
  const fields = [...(back === undefined ? [] : [back]), ...(compared ?? [])];
  const rooted = call.queryset === undefined || back !== undefined || root !== undefined || (isManagerOfModel(call.queryset) && call.queryset.joined !== true);
  return { from: root ?? managerOfModel(call), fields, listable: compared !== undefined && !isFoundOtherwise(call, variant), more: hasMore(call, variant) || !rooted };
}

/** `Order.objects`, or `queryset` where the model isn't known. */
export function managerOfModel(call: DatabaseCall): string {
  const model = modelNameOf(call);
  return model === undefined ? 'queryset' : `${model}.objects`;
}

const LONGEST_ROOT = 40;

/** The text of what a chain begins with, where that is the same for every row: `Product.visible`, `self.marks`, `self.get_queryset()`. */
export function rootOf(queryset: Queryset | undefined, variant: ReadonlySet<string>): string | undefined {
  if (queryset === undefined || queryset.joined === true) return undefined;
  const own = new Set<ExprNode>(queryset.calls.map(({ node }) => node));
  const { module } = queryset.base;
  let { node } = queryset.base;
  while (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && own.has(node) && !isSelf(node.func.value)) node = node.func.value;
  if (node.nodeType === 'Name') return variant.has(node.id) || node.id === 'self' ? undefined : node.id;
  if ((node.nodeType !== 'Attribute' && node.nodeType !== 'Call') || node.lineno === 0 || mentions(node, variant)) return undefined;
  const text = module.source(node).replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST_ROOT ? text : undefined;
}

/** `self`, `cls`, `super()`: a method of them gives a queryset with conditions of its own. */
function isSelf(node: ExprNode): boolean {
  return isSuper(node) || (node.nodeType === 'Name' && (node.id === 'self' || node.id === 'cls'));
}

/** The chain begins with `Order.objects`, of which the model's name tells all. */
function isManagerOfModel(queryset: Queryset | undefined): boolean {
  let node = queryset?.base.node;
  while (node?.nodeType === 'Call' && node.func.nodeType === 'Attribute') node = node.func.value;
  return node?.nodeType === 'Attribute' && node.attr === 'objects' && queryset?.related === undefined;
}

/** The field by which the rows of a related manager point to its owner: `order` for `order.items`, `products` for `product.tags`. */
function backOf(queryset: Queryset | undefined): string | undefined {
  const { related } = queryset ?? {};
  return related === undefined ? undefined : backField(related.owner.model?.fields.get(related.field));
}

/** The name, in lookups, of the other end of a relation. */
export function backField(field: DjangoField | undefined): string | undefined {
  if (field?.declaration === undefined) return undefined;
  const { node } = field.declaration;
  return [...(field.target?.fields.values() ?? [])].find((other) => other.reverse !== field.reverse && other.declaration?.node === node)?.queryName;
}

/** Methods that put no condition on the rows. */
const UNCONDITIONAL: ReadonlySet<string> = new Set(['all', 'order_by', 'reverse', 'select_related', 'prefetch_related', 'using', 'db_manager', 'only', 'defer', 'values', 'values_list', 'distinct', 'iterator', 'aiterator', 'get_queryset', 'select_for_update', 'dates', 'datetimes']);

/** The calls of a chain that choose among the rows. */
export function conditionsOf(queryset: Queryset | undefined): Queryset['calls'] {
  return (queryset?.calls ?? []).filter(({ name }) => !UNCONDITIONAL.has(name));
}

/** The query has conditions beside the ones by which the row looks it up. */
function hasMore({ queryset, call, operation }: DatabaseCall, variant: ReadonlySet<string>): boolean {
  const model = queryset?.model;
  const finds = operation === 'readOne' || operation === 'upsert';
  const calls = [...conditionsOf(queryset), ...(finds && call !== undefined && !isRefreshing(call) ? [{ name: 'get', node: call }] : [])];
  return calls.some(({ name, node }) => {
    if (name !== 'filter' && name !== 'get') return true;
    // the first argument of `get_object_or_404(Order, pk=…)` says where to look
    const given = node.func.nodeType === 'Attribute' ? node.args : node.args.slice(1);
    return given.some((argument) => argument.nodeType !== 'Constant' && !mentions(argument, variant)) || node.keywords.some(({ arg, value }) => !isDefaults(arg) && (!mentions(value, variant) || comparesOtherwise(model, arg ?? '')));
  });
}

/** `order.refresh_from_db(fields=…)`: no condition. */
function isRefreshing({ func }: Call): boolean {
  return /^a?refresh_from_db$/.test(lastName(func));
}

/** Methods that say what a query brings of its rows or where it asks, in the order of the chain: `select_related`, `only`. */
export function carriedBy(queryset: Queryset | undefined, ...names: readonly string[]): readonly string[] {
  return [...new Set((queryset?.calls ?? []).flatMap(({ name }) => (names.includes(name) ? [name] : [])))];
}

/** Something of the row narrows the query in a way that names no field: `filter(fits(row))`, `exclude(pk=row.pk)`, `open_for(row)`. */
function isFoundOtherwise({ queryset }: DatabaseCall, variant: ReadonlySet<string>): boolean {
  return conditionsOf(queryset).some(({ name, node }) => {
    const given = name === 'filter' ? node.args : argumentsOf(node);
    return given.some((argument) => mentions(argument, variant));
  });
}

/** The keyword arguments by which a call finds its rows. */
function findingKeywords({ queryset, call, operation }: DatabaseCall): readonly Keyword[] {
  const own = call === undefined || !FINDING.has(operation) ? [] : [call];
  return [...(queryset === undefined ? [] : callsOf(queryset, 'filter').map(({ node }) => node)), ...own].flatMap(({ keywords }) => keywords).filter(({ arg }) => !isDefaults(arg));
}

/** What an upsert writes, not by what it finds its row. */
function isDefaults(arg: string | undefined): boolean {
  return arg === 'defaults' || arg === 'create_defaults';
}

/** Calls whose own arguments say which row: `get(pk=…)`, `get_or_create(name=…)`; those of `update(…)` and `create(…)` are values. */
const FINDING: ReadonlySet<string> = new Set(['readOne', 'readMany', 'upsert']);

/** The fields that are compared with something of the row, undefined where one is compared for more than equality. */
function comparedFields(call: DatabaseCall, variant: ReadonlySet<string>): readonly string[] | undefined {
  const keywords = findingKeywords(call).filter((keyword): keyword is Keyword & { arg: string } => typeof keyword.arg === 'string');
  const fields = keywords.filter(({ value }) => mentions(value, variant)).map(({ arg }) => arg.replace(/__exact$/, ''));
  return fields.some((field) => comparesOtherwise(call.queryset?.model, field)) ? undefined : [...new Set(fields)];
}

/** What is compared with something of the row: undefined for what narrows the query by it in a way that names no field. */
export function valuesOfRow(call: DatabaseCall, variant: ReadonlySet<string>): readonly (ExprNode | undefined)[] {
  const values = findingKeywords(call).flatMap(({ value }) => (mentions(value, variant) ? [value] : []));
  return isFoundOtherwise(call, variant) ? [...values, undefined] : values;
}

/** What each of `fields` is compared with. */
export function valuesFor(call: DatabaseCall, fields: readonly string[]): { field: string; value: ExprNode }[] {
  return findingKeywords(call).flatMap(({ arg, value }) => {
    const field = (arg ?? '').replace(/__exact$/, '');
    return fields.includes(field) ? [{ field, value }] : [];
  });
}

/** `customer__in=…, day__in=…` */
export function manyOf(fields: readonly string[]): string {
  return fields.length === 0 ? '…__in=…' : fields.map((field) => `${field}__in=…`).join(', ');
}

export function isKey(field: string | undefined): boolean {
  return field === 'pk' || field === 'id';
}

/** The filter for the rows of all rounds, and what it needs besides, as a clause: the other conditions, or a `Q` where no list of values stands for them. */
export function filterForAll({ fields, listable, more }: Lookup): { readonly filter: string; readonly kept: string } {
  if (!listable) return { filter: 'filter(…)', kept: ', with the conditions of all rounds joined with `|` to one `Q`' };
  return { filter: `filter(${manyOf(fields)})`, kept: more ? ', with the rest of its conditions kept' : '' };
}

/** Comparisons other than equality: no list of values and no dictionary answers them. */
const LOOKUPS = new Set([
  'iexact', 'contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith', 'in', 'gt', 'gte', 'lt', 'lte', 'range', 'isnull', 'regex', 'iregex',
  'date', 'year', 'iso_year', 'quarter', 'month', 'week', 'week_day', 'iso_week_day', 'day', 'time', 'hour', 'minute', 'second',
  'contained_by', 'overlap', 'len', 'has_key', 'has_keys', 'has_any_keys', 'search', 'unaccent', 'trigram_similar', 'trigram_word_similar',
  // GeoDjango's, of django/contrib/gis/db/models/lookups.py (5.2)
  'within', 'coveredby', 'covers', 'contains_properly', 'crosses', 'disjoint', 'equals', 'intersects', 'overlaps', 'relate', 'same_as', 'touches', 'dwithin', 'bboverlaps', 'bbcontains',
  'contained', 'distance_gt', 'distance_gte', 'distance_lt', 'distance_lte', 'overlaps_above', 'overlaps_below', 'overlaps_left', 'overlaps_right', 'strictly_above', 'strictly_below',
]);

/** True for `email__iexact`, `created__date`; false for a column of that name: `shift__date` of a model that has a `date`. */
export function comparesOtherwise(model: DjangoModel | undefined, name: string): boolean {
  const [last = '', ...before] = name.split('__').toReversed();
  if (before.length === 0 || !LOOKUPS.has(last)) return false;
  let owner = model;
  for (const step of before.toReversed()) owner = owner?.fields.get(step)?.target;
  return owner?.fields.has(last) !== true;
}

/** Calls of a chain that leave rows as they are, only with more columns. */
const ADDING: ReadonlySet<string> = new Set(['annotate', 'alias']);

/** The calls of a chain that leave rows out. */
export function narrowingOf(queryset: Queryset): Queryset['calls'] {
  return conditionsOf(queryset).filter(({ name }) => !ADDING.has(name));
}

/** It gives every row of its table, or those of a slice of it. */
export function isWhole(queryset: Queryset): boolean {
  return narrowingOf(queryset).length === 0 && queryset.related === undefined;
}
