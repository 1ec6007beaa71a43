import { conditionsBeside } from '../advice/filter-text.ts';
import type { OrmCall } from '../queries/orm.ts';
import { verbOf } from '../advice/plain-words.ts';

/** Of a chain of `where`, `orderBy` and `limit`: where groups of rows are read page by page. */
export const BEHIND_GROUP = 'Continue after the last row: order by what makes a row distinct, and ask with `.where()` for what comes after its last value.';

/**
 * What is left for updates that differ from row to row.
 *
 * @param forms of one statement that takes the values of all rows
 */
export function differingUpdates(call: OrmCall, forms = '`CASE`, `UPDATE … FROM (VALUES …)`'): string {
  return call.orm.isInTransaction?.(call) === true ? `all of them with one statement that takes the values from a list (${forms})` : 'send the updates in one `transaction`, which spares a commit per row but no statement';
}

/** Room for the conditions that a call has beside its key. */
export function stepBeside(call: OrmCall, key: string | undefined): string {
  return key !== undefined && conditionsBeside(call, key).length > 0 ? '.where(…)' : '';
}

/** The steps for the rows after it in the order of the key, before the limit: `.where('id', '>', lastId).orderBy('id')`; undefined where the query has another order. */
export function stepsBehind({ shape }: OrmCall, key: string | undefined): string | undefined {
  const [first, ...more] = shape?.order ?? [];
  if (key === undefined || (first !== undefined && (more.length > 0 || first.column !== key))) return undefined;
  const [operator, direction] = first?.descending === true ? ['<', ", 'desc'"] : ['>', ''];
  return `.where('${key}', '${operator}', lastId).orderBy('${key}'${direction})`;
}

/** Where a page of rows goes on, in the order that the query has, where no schema says which column is the table's key: mostly it is `id`. */
export function behindTableKey(call: OrmCall): string {
  if (call.shape?.grouped === true) return BEHIND_GROUP;
  const behind = stepsBehind(call, 'id');
  if (behind !== undefined) return `Continue after the last row: \`${behind}.limit()\`, with the table’s key.`;
  return 'Continue after the last row: end `.orderBy()` with the table’s key and ask with `.where()` for the rows after the last one in that order, with `.limit()`.';
}

/** The counts or sums of groups, where it isn't known by which column. */
export function groupedOnce(call: OrmCall): string {
  return `${verbOf(call)} for all rows at once with one query that groups (\`.groupBy()\`) before the loop.`;
}
