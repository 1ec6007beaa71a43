// Prints what the rules add to linting: the time of linting with all rules, as a ratio of the time of parsing (and ESLint's own work)
// alone, file by file in the same process, for a TypeScript and a Python corpus. Times of different runs can't be compared: machines are noisy.
//
//   npm run build && node bench/lint.mjs [DIRECTORY ...]      (default: examples)
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Linter } from 'eslint';
import plugin from '../dist/index.js';

const ROUNDS = 3;
const KINDS = { TypeScript: /(?<!\.d)\.(?:ts|tsx|mts|cts)$/u, Python: /\.py$/u };

const roots = process.argv.slice(2);
for (const root of roots.length > 0 ? roots : ['examples']) {
  const cwd = resolve(root);
  for (const [kind, pattern] of Object.entries(KINDS)) {
    const files = filesBelow(cwd, pattern);
    if (files.length > 0) report(kind, root, measure(files, cwd));
  }
}

function filesBelow(directory, pattern) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git'].includes(entry.name) ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) && statSync(path).size < 1_000_000 ? [path] : [];
  });
}

/** Milliseconds for all files: the least of the rounds for each file, except the first round, in which the index of the project is built. */
function measure(files, cwd) {
  const linter = new Linter({ cwd });
  const strict = plugin.configs.strict;
  const bare = strict.map((config) => ({ ...config, rules: {} }));
  const totals = { files: files.length, bytes: 0, parsing: 0, cold: 0, warm: 0, silent: 0, silentBase: 0 };
  const texts = files.map((path) => [path, readFileSync(path, 'utf8')]);
  const time = (config, [path, text]) => {
    const start = performance.now();
    const messages = linter.verify(text, config, { filename: path });
    return [performance.now() - start, messages.length];
  };
  texts.slice(0, 50).forEach((file) => time(bare, file));
  const best = texts.map(() => ({ base: Infinity, rules: Infinity, found: 0 }));
  for (let round = 0; round < ROUNDS; round += 1) {
    texts.forEach((file, index) => {
      const first = round % 2 === 0;
      const [a] = time(first ? bare : strict, file);
      const [b] = time(first ? strict : bare, file);
      const [base, rules] = first ? [a, b] : [b, a];
      if (round === 0) {
        totals.cold += rules;
        totals.coldBase = (totals.coldBase ?? 0) + base;
        totals.bytes += file[1].length;
      }
      best[index].base = Math.min(best[index].base, base);
      best[index].rules = Math.min(best[index].rules, rules);
    });
  }
  totals.parsing = best.reduce((sum, { base }) => sum + base, 0);
  totals.warm = best.reduce((sum, { rules }) => sum + rules, 0);
  return totals;
}

function report(kind, root, { files, bytes, parsing, cold, coldBase, warm }) {
  const ratio = (a, b) => (a / b).toFixed(2);
  console.log(`${kind.padEnd(10)} ${root}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, parsing ${parsing.toFixed(0)} ms`);
  console.log(`           all rules / parsing alone: ${ratio(warm, parsing)} warm, ${ratio(cold, coldBase)} in the first round (project index included)`);
}
