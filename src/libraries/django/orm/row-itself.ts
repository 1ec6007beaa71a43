import { keywordOf } from '../models/fields.ts';
import { isUnique } from '../models/uniqueness.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey } from './lookups.ts';
import { managerScope } from './manager-scope.ts';

/** Methods that leave it at the row that is asked for; they load more of it, or less. */
const SAME_ROW: ReadonlySet<string> = new Set(['all', 'filter', 'get_queryset', 'select_related', 'prefetch_related', 'only', 'defer']);

/** `Order.objects.get(number=order.number)`, `Order.objects.filter(pk=order.pk).first()`: by a column of which each row has another value, that row is found again. As the code writes it. */
export function rowItself(context: OrmContext, { operation, queryset, call }: DatabaseCall): string | undefined {
  if (operation !== 'readOne' || queryset?.calls.every(({ name }) => SAME_ROW.has(name)) !== true) return undefined;
  const filters = queryset.calls.filter(({ name }) => name === 'filter').map(({ node }) => node);
  const asked = [...filters, ...(call === undefined ? [] : [call])];
  const [only, ...others] = asked.flatMap(({ keywords }) => keywords);
  if (only?.value.nodeType !== 'Attribute' || others.length > 0 || asked.some(({ args }) => args.length > 0)) return undefined;
  const { arg, value: { attr, value } } = only;
  const isFound = isKey(arg) ? isKey(attr) : arg === attr && isUnique(queryset.model, [attr]);
  const row = isFound ? valueOf(context, value) : undefined;
  return row?.kind === 'instance' && row.row !== undefined && row.model === queryset.model ? context.module.source(value) : undefined;
}

/** A row that a key of the row leads to. */
export interface RowBehind {
  /** As code reads it by the relation: `order.customer`. */
  readonly read: string;
  /** The path to it, as `select_related()` takes it. */
  readonly path: string;
}

/** `Customer.objects.get(pk=order.customer_id)`: what the relation gives. Undefined where the manager may leave rows out, which the relation doesn't. */
export function rowBehind(context: OrmContext, { operation, queryset, call }: DatabaseCall): RowBehind | undefined {
  const { model } = queryset ?? {};
  const [only, ...others] = call?.keywords ?? [];
  const isPlain = operation === 'readOne' && queryset?.calls.length === 0 && call?.args.length === 0 && others.length === 0;
  if (!isPlain || model === undefined || only?.value.nodeType !== 'Attribute' || managerScope(context.django, model) !== undefined) return undefined;
  const { attr, value } = only.value;
  const owner = valueOf(context, value);
  const field = owner?.kind === 'instance' && owner.row !== undefined ? [...(owner.model?.forward.values() ?? [])].find(({ attname, kind }) => attname === attr && kind !== undefined) : undefined;
  const isByKey = isKey(only.arg) || model.forward.get(only.arg ?? '')?.primaryKey === true;
  if (owner?.kind !== 'instance' || field?.target !== model || !isByKey || (field.declaration !== undefined && keywordOf(field.declaration.node, 'to_field') !== undefined)) return undefined;
  return { read: `${context.module.source(value)}.${field.name}`, path: [...owner.path, field.name].join('__') };
}
