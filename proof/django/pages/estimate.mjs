// The estimates of the lists of a directory, as the messages of `max-queries-per-page` word them: prints {"page": {fixed, perRow, size}} as JSON.
// usage: node estimate.mjs <directory>
import { ESLint } from 'eslint';
import adminScale from '../../../dist/index.js';

const [, , cwd] = process.argv;
const RULE = 'admin-scale/max-queries-per-page';
const rules = { [RULE]: ['error', { max: 1, remedies: 'ignored' }] };
const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...adminScale.configs.strict, { files: ['**/*.py'], rules }] });

const estimates = {};
for (const { messages } of await eslint.lintFiles(['**/*.py'])) {
  for (const { ruleId, message } of messages) {
    if (ruleId !== RULE) continue;
    const found = /^The list of `(\w+)` sends about (\d+) quer\w+ for a page of (\d+), over the budget of 1: (.*)\.$/.exec(message);
    if (found === null) throw new Error(`Not understood: ${message}`);
    const [, name, sum, size, parts] = found;
    const perRow = total(parts, /\b(\d+) a row /g);
    const fixed = total(parts, /\b(\d+) (?!a row)(?:for|to) /g);
    if (fixed + perRow * Number(size) !== Number(sum)) throw new Error(`The parts don't make up the sum: ${message}`);
    estimates[name] = { fixed, perRow, size: Number(size), parts };
  }
}
console.log(JSON.stringify(estimates));

function total(parts, pattern) {
  return [...parts.matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);
}
