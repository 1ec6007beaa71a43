/** To be said where a loop creates rows of the table that it asks: what is read or gathered for all rounds doesn't hold those of earlier ones. */
export const ONCE_PER_KEY = 'The loop asks for rows that it creates itself: take each key once first, so that the check holds.';

/** What to do where every round writes the same row: gathered writes would each start from what the row held before the loop. */
export const SAME_ROW = 'Every round writes the same row: work out in the loop what it comes to, and write it once after it.';
