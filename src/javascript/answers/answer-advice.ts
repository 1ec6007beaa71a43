import type { UsedAs } from '../../model/result-use.ts';
import { meansAll } from '../queries/limits.ts';
import type { OrmCall } from '../queries/orm.ts';
import { isOrdered, primaryKey } from '../advice/plain-words.ts';

/** What to write instead, where the code needs less of an answer than it asks for. */
export function adviceOf(call: OrmCall, usedAs: UsedAs, columns: readonly string[] = []): string {
  const { words } = call.orm;
  const { count, any, first, sum } = { sum: '`SUM`', ...(words.fewer?.(call) ?? { count: 'the library’s count', any: 'a read of one row', first: 'a limit of 1' }) };
  switch (usedAs) {
    case 'length':
      return `Count in the database, with ${count}.`;
    case 'distinct':
      return `Let the database do it, with ${words.groups?.(call, columns) ?? '`DISTINCT`'}.`;
    case 'computed':
      return `Count and add up in the database, with ${count} and ${sum}.`;
    case 'emptiness':
    case 'sought':
    case 'counted':
      return `Ask for one row at most, with ${any}.`;
    case 'first':
      return `Ask for the first row alone, with ${first}.`;
    case 'filtered':
      return `Put the condition on ${columns.map((column) => `\`${column}\``).join(' and ')} into the query, so that only these rows are read.`;
    case 'number':
      return adviceOf(call, 'length');
    case 'unlimited':
      return `${meansAll(call) ? 'Ask for those that are needed alone, or for all of them in pieces' : 'Read a page with a limit, or in pieces'}. ${words.keysetBatch(call)}`;
    case 'served':
      return `Take a page size from the request, with a maximum. ${words.keyset(call)}${byDateFirst(call)}`;
    case 'held':
    case 'iterated':
      return `Read them in pieces with a limit. ${words.keysetBatch(call)}`;
  }
}

/** Pages in the order of a key that is made at random show the rows in none: a list for people begins with when they were made. */
function byDateFirst(call: OrmCall): string {
  const key = primaryKey(call);
  const fields = call.model === undefined ? undefined : call.orm.dataModel?.models.get(call.model)?.fields;
  if (key === undefined || isOrdered(call) || !/^uuid/i.test(fields?.get(key)?.type ?? '')) return '';
  return ` \`${key}\` is made at random: put the date at which a row was made before it, in the order and in the condition.`;
}

/**
 * How to have the database make a number for each of several values.
 *
 * @param isDerived they are worked out of the columns
 */
export function adviceToGroup(call: OrmCall, columns: readonly string[], isDerived: boolean): string {
  const named = columns.map((column) => `\`${column}\``).join(' and ');
  return `Let the database count and add up for each value${isDerived ? ' that is worked out of' : ' of'} ${named}, with ${call.orm.words.tally?.(call, columns, isDerived) ?? 'a query that groups (`GROUP BY`)'}.`;
}
