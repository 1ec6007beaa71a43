import type { Makings } from '../../javascript/weight/makers.ts';

/** Models by their names, rows that are made, relations that make rows, and tables. */
export const LUCID_MAKINGS: Makings = {
  words: ['create', 'Create', 'save', 'attach', 'sync', 'insert', 'multiInsert'],
  patterns: [
    /\b(\w+)\s*\.\s*(?:create\w*|firstOrCreate|updateOrCreate\w*|fetchOrCreateMany)\s*\(/g,
    /\brelated\(\s*['"`](\w+)['"`]\s*\)\s*\.\s*(?:create\w*|save\w*|attach|sync|firstOrCreate|updateOrCreate\w*|fetchOrCreateMany)\s*\(/g,
    /\.\s*table\(\s*['"`](\w+)['"`]/g,
    /\bnew\s+([A-Z]\w*)\s*\(/g,
  ],
  isExact: false,
  adapters: [],
};
