import type { Makings } from '../../javascript/weight/makers.ts';

/** `insert(orders)`, by the name of the table or of what holds it: Drizzle ORM 0.4x and 1.0. */
export const DRIZZLE_MAKINGS: Makings = {
  words: ['insert'],
  patterns: [/\.\s*insert\s*\(\s*(?:\w+\s*\.\s*)*(\w+)/g],
  isExact: false,
  adapters: ['DrizzleAdapter', 'drizzleAdapter'],
};
