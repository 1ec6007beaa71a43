// Prints what the rules add to linting: the time of linting a corpus with all rules, as a ratio of linting it with parsing alone.
// Each measurement is a process of its own, as a user's run is: the project index is built, and nothing is warm. Both kinds take turns
// in one run, since times of different runs can't be compared on a noisy machine.
//
//   npm run build && node bench/lint.mjs [DIRECTORY ...]      (default: examples)
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import plugin from '../dist/index.js';

const ROUNDS = 3;
const KINDS = {
  TypeScript: { pattern: /(?<!\.d)\.(?:ts|tsx|mts|cts)$/u, evidence: /prisma|typeorm|adminjs/iu },
  Python: { pattern: /\.py$/u, evidence: /django/u },
};

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--measure') console.log(JSON.stringify(measure(...rest)));
else for (const directory of mode === undefined ? ['examples'] : [mode, ...rest]) for (const kind of Object.keys(KINDS)) compare(kind, resolve(directory));

/** Lints all files of a kind below the directory once; milliseconds of processor time, with those of files without evidence apart. */
function measure(kind, directory, rules) {
  const { pattern, evidence } = KINDS[kind];
  const files = filesBelow(directory, pattern).map((path) => [path, readFileSync(path, 'utf8')]);
  const linter = new Linter({ cwd: directory });
  const config = rules === 'all' ? plugin.configs.strict : plugin.configs.strict.map((entry) => ({ ...entry, rules: {} }));
  const sums = { files: files.length, silent: 0, all: 0, without: 0 };
  for (const [path, text] of files) {
    const start = process.cpuUsage();
    linter.verify(text, config, { filename: path });
    const { user, system } = process.cpuUsage(start);
    const time = (user + system) / 1000;
    sums.all += time;
    if (evidence.test(text)) continue;
    sums.silent += 1;
    sums.without += time;
  }
  return sums;
}

function filesBelow(directory, pattern) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git'].includes(entry.name) ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) && statSync(path).size < 1_000_000 ? [path] : [];
  });
}

function compare(kind, directory) {
  if (filesBelow(directory, KINDS[kind].pattern).length === 0) return;
  const run = (rules) => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--measure', kind, directory, rules], { encoding: 'utf8' }));
  const rounds = Array.from({ length: ROUNDS }, () => ({ bare: run('none'), rules: run('all') }));
  const ratio = (part) => rounds.map(({ bare, rules }) => rules[part] / bare[part]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)].toFixed(2);
  const { files, silent } = rounds[0].bare;
  const fastest = Math.min(...rounds.map(({ bare }) => bare.all));
  console.log(`${kind}, ${directory}: ${files} files, parsing alone ${fastest.toFixed(0)} ms`);
  console.log(`  all rules / parsing alone, median of ${ROUNDS}: ${ratio('all')}${silent === 0 ? '' : `; over the ${silent} files without evidence: ${ratio('without')}`}`);
}
