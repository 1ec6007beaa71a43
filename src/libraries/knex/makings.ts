import type { Makings } from '../../javascript/weight/makers.ts';

/** `knex('orders').insert(…)`, `batchInsert('orders', …)`, by the name of the table: Knex 3. What names its table otherwise may be any. */
export const KNEX_MAKINGS: Makings = {
  words: ['insert', 'upsert', 'batchInsert'],
  patterns: [
    /(?:\(\s*['"`](?:\w+\.)?(\w+)['"`]\s*\)(?:\s*\.\s*\w+\([^()]*\))*|[\w)\]])\s*\.\s*(?:insert|upsert)\s*\(/g,
    /\.\s*batchInsert\s*(?:<[^>]*>)?\(\s*(?:['"`](?:\w+\.)?(\w+)|[^'"`])/g,
  ],
  isExact: true,
  adapters: [],
};
