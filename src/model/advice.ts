/** To be said where a loop creates rows of the table that it asks: what is read or gathered for all rounds doesn't hold those of earlier ones. */
export const ONCE_PER_KEY = 'The loop may find rows that it has created itself: go through each key only once, so that none is created twice.';

/** What to do where every round writes the same row: gathered writes would each start from what the row held before the loop. */
export const SAME_ROW = 'Every round writes the same row: work out in the loop what it comes to, and write it once after it.';
