// Holds estimates against counts. usage: node compare.mjs <estimates.json> <counts.json> <rows> <rows>
import { readFileSync } from 'node:fs';

const [, , estimatesFile, countsFile, ...rows] = process.argv;
const estimates = JSON.parse(readFileSync(estimatesFile, 'utf8'));
const counts = JSON.parse(readFileSync(countsFile, 'utf8'));
const tally = { exact: 0, near: 0, off: 0, unread: 0 };

console.log(`${'page'.padEnd(34)}${'estimate'.padEnd(12)}${rows.map((n) => `N=${n}`.padStart(16)).join('')}`);
for (const [name, pages] of Object.entries(counts)) {
  const counted = pages.map(({ queries }) => queries);
  const estimate = estimates[name];
  const expected = rows.map((n) => (estimate === undefined ? undefined : estimate.fixed + estimate.perRow * Math.min(Number(n), estimate.size)));
  const off = Math.max(...counted.map((count, index) => Math.abs(count - (expected[index] ?? count))));
  const verdict = estimate === undefined ? 'unread' : off === 0 ? 'exact' : off === 1 ? 'near' : 'off';
  tally[verdict] += 1;
  const formula = estimate === undefined ? 'not read' : `${estimate.fixed}${estimate.perRow === 0 ? '' : ` + ${estimate.perRow} N`}`;
  const cells = counted.map((count, index) => `${expected[index] ?? '-'} / ${count}`.padStart(16)).join('');
  console.log(`${name.padEnd(34)}${formula.padEnd(12)}${cells}${verdict === 'exact' ? '' : `   ${verdict}`}`);
}
const told = tally.exact + tally.near + tally.off;
console.log(`${told} estimated, ${tally.exact} exactly (${((100 * tally.exact) / told).toFixed(0)} %), ${tally.near} off by one, ${tally.off} off by more; ${tally.unread} not read to the end, and so not told`);
process.exit(tally.off > 0 || tally.exact < 0.9 * told ? 1 : 0);
