// Takes up every remedy that the plugin offers for a copy of the shop: the fixes, or the suggestions as well.
// usage: node remedy.mjs <directory> fixes|suggestions [<rows of every model>]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import adminScale from '../../dist/index.js';

const [, , cwd, which, rows] = process.argv;
const ROUNDS = 10;

// the processor suggests what silences a finding, which is no remedy
const preset = adminScale.configs.strict.map((config) => Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'processor')));
const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...preset, { settings: { 'admin-scale': rows === undefined ? {} : { rows: rowsOfAll(Number(rows)) } } }] });

for (let round = 0; round < ROUNDS; round += 1) {
  let changed = 0;
  for (const { filePath, source, messages } of await eslint.lintFiles(['**/*.py'])) {
    const remedies = messages.flatMap(({ fix, suggestions }) => fix ?? (which === 'suggestions' ? (suggestions?.[0]?.fix ?? []) : []));
    if (remedies.length === 0) continue;
    writeFileSync(filePath, apply(source, remedies));
    changed += 1;
  }
  if (changed === 0) process.exit(0);
}
console.error(`The remedies don't come to an end in ${ROUNDS} rounds.`);
process.exit(1);

/** Applies from the end of the text, leaving out what overlaps or touches, as ESLint does: the next round has it again. */
function apply(text, remedies) {
  let start = Number.POSITIVE_INFINITY;
  for (const { range, text: replacement } of remedies.sort((a, b) => b.range[0] - a.range[0])) {
    if (range[1] >= start) continue;
    text = text.slice(0, range[0]) + replacement + text.slice(range[1]);
    start = range[0];
  }
  return text;
}

/** Every model of the directory is as large as that. */
function rowsOfAll(number) {
  const names = readdirSync(cwd, { recursive: true }).filter((path) => path.endsWith('models.py')).flatMap((path) => [...readFileSync(join(cwd, path), 'utf8').matchAll(/^class (\w+)\(/gm)]);
  return Object.fromEntries(names.map(([, name]) => [name, number]));
}
