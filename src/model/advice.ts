import type { Operation } from './query-call.ts';

/** To be said where a loop creates rows of the table that it asks: what is read or gathered for all rounds doesn't hold those of earlier ones. */
export const ONCE_PER_KEY = 'The loop may find rows that it has created itself: go through each key only once, so that none is created twice.';

/** What to do where every round writes the same row: gathered writes would each start from what the row held before the loop. */
export const SAME_ROW = 'Every round writes the same row: work out in the loop what it comes to, and write it once after it.';

/** To be said where each round passes over its own failure: what one statement for all makes of it. */
export function failsAsOne(operation: Operation): string {
  return `A failure is then one for all rows, as where the database refuses one of them; a row that is ${operation === 'create' ? 'there' : 'gone'} already is none.`;
}
