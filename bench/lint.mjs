// Prints what the rules add to linting: the time of linting a corpus with all rules, as a ratio of linting it with parsing alone.
// Each file is linted both ways one right after the other, since times that lie apart can't be compared on a noisy machine. Every file
// is linted once, as in a user's run: the project index is built on the way, and nothing is warm.
//
//   npm run build && node bench/lint.mjs [DIRECTORY ...]      (default: examples)
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Linter } from 'eslint';
import plugin from '../dist/index.js';

const KINDS = {
  TypeScript: { pattern: /(?<!\.d)\.(?:ts|tsx|mts|cts)$/u, evidence: /prisma|typeorm|adminjs/iu },
  Python: { pattern: /\.py$/u, evidence: /django/u },
};

/** A second copy of the plugin, which has parsed nothing for the rules' sake. */
const copy = resolve(import.meta.dirname, '../node_modules/.cache/admin-scale-bench');
cpSync(resolve(import.meta.dirname, '../dist'), copy, { recursive: true });
const { default: bystander } = await import(join(copy, 'index.js'));

const allRules = plugin.configs.strict;
const parsingAlone = bystander.configs.strict.map((config) => ({ ...config, rules: {} }));

const directories = process.argv.slice(2);
for (const directory of directories.length === 0 ? ['examples'] : directories) for (const kind of Object.keys(KINDS)) measure(kind, resolve(directory));

function measure(kind, directory) {
  const { pattern, evidence } = KINDS[kind];
  const files = filesBelow(directory, pattern).map((path) => [path, readFileSync(path, 'utf8')]);
  const linter = new Linter({ cwd: directory });
  const time = (config, [path, text]) => {
    const start = performance.now();
    linter.verify(text, config, { filename: path });
    return performance.now() - start;
  };
  // The compiler of the machine warms up on files that are not counted.
  for (const file of files.slice(0, 100)) time(parsingAlone, file);
  const sums = { with: newSum(), without: newSum() };
  files.forEach((file, index) => {
    const sum = evidence.test(file[1]) ? sums.with : sums.without;
    sum.files += 1;
    if (index % 2 === 0) sum.parsing += time(parsingAlone, file);
    sum.rules += time(allRules, file);
    if (index % 2 === 1) sum.parsing += time(parsingAlone, file);
  });
  if (files.length === 0) return;
  const ratio = (...parts) => (parts.reduce((all, { rules }) => all + rules, 0) / parts.reduce((all, { parsing }) => all + parsing, 0)).toFixed(2);
  console.log(`${kind}, ${directory}: ${files.length} files, parsing alone ${(sums.with.parsing + sums.without.parsing).toFixed(0)} ms`);
  console.log(`  all rules / parsing alone: ${ratio(sums.with, sums.without)}${sums.without.files === 0 ? '' : `; over the ${sums.without.files} files without evidence: ${ratio(sums.without)}`}`);
}

function newSum() {
  return { files: 0, parsing: 0, rules: 0 };
}

function filesBelow(directory, pattern) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git'].includes(entry.name) ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) && statSync(path).size < 1_000_000 ? [path] : [];
  });
}
