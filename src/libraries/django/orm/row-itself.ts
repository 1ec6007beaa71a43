import { type OrmContext, valueOf } from '../values.ts';
import { isUnique } from './bulk.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey } from './lookups.ts';

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
