// Holds what was counted against what was shown and told, and against the table of the documents. Prints the table's rows.
// usage: node table.mjs <project> <name of the framework>
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const [, , project, framework] = process.argv;
const read = (file) => JSON.parse(readFileSync(join(project, file), 'utf8'));
const documented = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const counts = read('counts.json');

/** Rules whose remedies leave out rows on purpose: what is still shown has to be of what was shown. */
const SHORTER = new Set(['max-page-size', 'no-unbounded-options', 'no-unbounded-read']);

function* complaints({ rules, told }, { before, after }) {
  const isShorter = rules.some((rule) => SHORTER.has(rule)) && after.shown.every((one) => before.shown.includes(one));
  if (before.shown.length === 0) yield 'shows nothing';
  if (!isShorter && !isDeepStrictEqual(before.shown, after.shown)) yield `shows something else: ${before.shown.find((one, index) => one !== after.shown[index])}, ${after.shown.find((one, index) => one !== before.shown[index])}`;
  if (after.asked >= before.asked && after.rows >= before.rows) yield 'spares nothing';
  // an action has a few queries of its own
  if (told.before.row !== undefined && before.selected !== undefined && Math.abs(before.asked - told.before.row * before.selected) > 5) yield `${told.before.row} are told for each row, and ${before.asked} were counted for ${before.selected}`;
  else if (told.before.row === undefined) for (const [state, { asked }] of Object.entries({ before, after })) if (told[state].page !== undefined && Math.abs(told[state].page - asked) > Math.max(1, asked / 1000)) yield `${told[state].page} are told of ${state}, and ${asked} were counted`;
}

let wrong = 0;
for (const page of read('listed.json')) {
  const { before, after } = counts[page.name];
  const { row: perRow } = page.told.before;
  const told = perRow === undefined ? [page.told.before.page, page.told.after.page].filter((number) => number !== undefined).join(' → ') : `${perRow} a row`;
  const row = `| ${framework} | ${page.label} | ${before.asked} → ${after.asked} | ${before.rows} → ${after.rows} | ${page.way} | ${told} |`;
  console.log(row);
  for (const one of [...complaints(page, counts[page.name]), ...(documented.includes(row) ? [] : ['proof/README.md has other numbers'])]) {
    console.error(`WRONG ${page.name}: ${one}`);
    wrong += 1;
  }
}
process.exit(wrong === 0 ? 0 : 1);
