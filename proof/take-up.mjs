// Lints src/jobs.ts of a project and writes a copy for each suggestion, with that suggestion alone taken up. Lists the copies in copies.json.
// Fails where a job is not reported, has no suggestion, or is reported still after the suggestion.
// usage: node take-up.mjs <project> [<built plugin>]
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Linter } from 'eslint';

const [, , project, built = join(import.meta.dirname, '../dist/index.js')] = process.argv;
const { default: adminScale } = await import(pathToFileURL(resolve(built)).href);

const linter = new Linter({ cwd: project });
const path = join(project, 'src/jobs.ts');
const jobs = readFileSync(path, 'utf8');

/** What is reported, by the exported function that it stands in. */
function reports(text) {
  const found = new Map([...text.matchAll(/^export async function (\w+)/gm)].map(({ 1: name, index }) => [name, { index, messages: [] }]));
  const messages = linter.verify(text, adminScale.configs.strict, { filename: path });
  for (const message of messages) {
    const offset = text.split('\n').slice(0, message.line).join('\n').length;
    const job = [...found.values()].findLast(({ index }) => index <= offset);
    if (job === undefined || message.fatal) throw new Error(message.message);
    job.messages.push(message);
  }
  return found;
}

const copies = [];
const wrong = [];
for (const [job, { messages }] of reports(jobs)) {
  const remedies = messages.flatMap(({ fix, suggestions = [], message }) => [...(fix === undefined ? [] : [{ fix, desc: message }]), ...suggestions]);
  if (remedies.length === 0) wrong.push(`${job}: ${messages.length === 0 ? 'not reported' : 'no suggestion'}`);
  for (const [index, { desc, fix }] of remedies.entries()) {
    const text = jobs.slice(0, fix.range[0]) + fix.text + jobs.slice(fix.range[1]);
    for (const { message } of reports(text).get(job).messages) wrong.push(`${job}, after "${desc}": ${message}`);
    const file = `${job}_${index + 1}.ts`;
    writeFileSync(join(project, 'src', file), text);
    copies.push({ job, desc, file: file.replace(/ts$/, 'js') });
  }
}
writeFileSync(join(project, 'copies.json'), JSON.stringify(copies));
for (const one of wrong) console.error(one);
process.exit(wrong.length === 0 ? 0 : 1);
