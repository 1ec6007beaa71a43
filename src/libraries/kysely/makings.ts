import type { Makings } from '../../javascript/weight/makers.ts';

/** `insertInto('orders')`, by the name of the table: Kysely 0.2x. */
export const KYSELY_MAKINGS: Makings = {
  words: ['insertInto', 'replaceInto', 'mergeInto'],
  patterns: [/\.\s*(?:insertInto|replaceInto|mergeInto)\s*(?:<[^>]*>)?\(\s*(?:['"`](?:\w+\.)*(\w+)|[^'"`])/g],
  isExact: true,
  adapters: ['KyselyAdapter', 'kyselyAdapter'],
};
