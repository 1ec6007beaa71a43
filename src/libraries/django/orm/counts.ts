import { stringOf } from '../../../python/syntax/static.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';

/** What `count()` counts at the end of a chain. */
export interface Counted {
  /** The column, undefined for the rows themselves. */
  readonly column: string | undefined;
  /** The database function around it: `TruncMonth` for `dates("day", "month")`. */
  readonly truncated: string | undefined;
  readonly distinct: boolean;
}

/** Rows, each of them once. */
export const ROWS: Counted = { column: undefined, truncated: undefined, distinct: false };

/**
 * What `count()` counts, or undefined where `Count` can't say it: several columns together, groups, slices, combined querysets.
 */
export function countedIn(queryset: Queryset): Counted | undefined {
  if (queryset.slice !== undefined || callsOf(queryset, 'union', 'intersection', 'difference', 'extra', 'raw').length > 0) return undefined;
  const dates = callsOf(queryset, 'dates', 'datetimes').at(-1);
  if (dates !== undefined) {
    const [column, kind] = dates.node.args.map((node) => stringOf({ module: dates.module, node }));
    return column === undefined || kind === undefined ? undefined : { column, truncated: `Trunc${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, distinct: true };
  }
  const distinct = callsOf(queryset, 'distinct');
  const picked = callsOf(queryset, 'values', 'values_list').at(-1);
  const grouped = picked !== undefined && queryset.calls.slice(queryset.calls.indexOf(picked)).some(({ name }) => name === 'annotate');
  if (grouped) return undefined;
  if (distinct.length === 0) return ROWS;
  // `distinct("member")`, which PostgreSQL has, counts one row of each member
  const given = distinct.at(-1);
  const of = given !== undefined && given.node.args.length > 0 ? given : picked;
  if (of === undefined) return { ...ROWS, distinct: true };
  const columns = of.node.args.map((node) => stringOf({ module: of.module, node }));
  const [column] = columns;
  if (columns.length !== 1 || column === undefined || of.node.keywords.some(({ arg }) => arg !== 'flat')) return undefined;
  // `COUNT` leaves out NULL, which is one of the values that `distinct()` gives
  return queryset.model?.fields.get(column)?.nullable === true ? undefined : { column, truncated: undefined, distinct: true };
}

/** `Count("day"`, the closing bracket left to the caller; `rows` names the rows as seen from where it is written. */
export function countText({ column, truncated }: Counted, rows: string): string {
  const path = column === undefined ? rows : rows === 'pk' ? column : `${rows}__${column}`;
  return truncated === undefined ? `Count("${path}"` : `Count(${truncated}("${path}")`;
}
