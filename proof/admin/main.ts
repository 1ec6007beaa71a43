// Opens each page as it was and as it was mended, and writes down what was counted. pages.ts is written by mend.mjs.
import { writeFileSync } from 'node:fs';
import { open } from './boot.js';
import { pages } from './pages.ts';

const counts: Record<string, unknown> = {};
for (const [name, { before, after }] of Object.entries(pages)) counts[name] = { before: await open(before), after: await open(after) };
writeFileSync('counts.json', JSON.stringify(counts));
process.exit(0);
