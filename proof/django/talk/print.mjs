// Prints the states of the page side by side. usage: node print.mjs <state.json>...
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const states = process.argv.slice(2).map((file) => [basename(file, '.json'), JSON.parse(readFileSync(file, 'utf8'))]);
console.log(`${''.padEnd(22)}${states.map(([name]) => name.padStart(30)).join('')}`);
for (const page of Object.keys(states[0][1])) {
  console.log(`${page.padEnd(22)}${states.map(([, pages]) => `${pages[page].queries} queries, ${pages[page].ms} ms, ${pages[page].kb} kB`.padStart(30)).join('')}`);
}
console.log('\nThe talk: over 30 s -> under 200 ms, 105 queries -> a few.');
const [before, after] = [states[0][1], states.at(-1)[1]].map((pages) => pages['the list']);
process.exit(after.ms < 200 && after.queries < 10 && before.queries > 100 ? 0 : 1);
