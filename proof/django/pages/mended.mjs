// Holds the pages with all remedies against the pages as they were: the same tables with no more queries. usage: node mended.mjs <before.json> <after.json> <rows> <rows>
import { readFileSync } from 'node:fs';

// What the remedy says it changes: an input takes the place of a select in each row.
const CHANGED = new Set(['EditableKey']);

const [, , beforeFile, afterFile, ...rows] = process.argv;
const [before, after] = [beforeFile, afterFile].map((file) => JSON.parse(readFileSync(file, 'utf8')));
const mended = [];
let wrong = 0;

for (const [name, pages] of Object.entries(before)) {
  const differs = pages.some(({ table }, index) => table !== after[name][index].table);
  const [was, is] = [pages, after[name]].map((some) => some.map(({ queries }) => queries));
  const isWorse = is.some((queries, index) => queries > was[index]);
  if (is.some((queries, index) => queries !== was[index])) mended.push(name);
  if (!isWorse && differs === CHANGED.has(name)) continue;
  wrong += 1;
  console.log(`${name}: ${differs ? 'another table' : 'the same table'}, ${rows.map((n, index) => `${was[index]} -> ${is[index]} queries for ${n} rows`).join(', ')}`);
}
const last = rows.length - 1;
const sum = (pages) => Object.values(pages).reduce((total, page) => total + page[last].queries, 0);
console.log(`${mended.length} of ${Object.keys(before).length} pages mended by the plugin, their tables the same: ${sum(before)} -> ${sum(after)} queries for all pages of ${rows[last]} rows`);
process.exit(wrong > 0 ? 1 : 0);
