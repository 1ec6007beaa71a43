// Checks the pages of a project with the command of the plugin, and writes what it says to write: src/before has the pages, src/after gets them as its fixes and
// suggestions leave them, or, where it has words alone, as src/advised has them. Every page has to be reported, and not to be reported any more afterwards.
// usage: node mend.mjs <project> [<cli>]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [, , project, cli = join(import.meta.dirname, '../../dist/cli/main.js')] = process.argv;
const source = (...path) => join(project, 'src', ...path);

/** What the command says of the files of a directory, by their names. */
function check(directory, ...options) {
  let printed;
  try {
    printed = execFileSync('node', [cli, 'check', '--preset', 'strict', '--format', 'json', ...options, `src/${directory}`], { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  } catch ({ status, stdout, stderr }) {
    if (status !== 1) throw new Error(stderr);
    printed = stdout;
  }
  return new Map(JSON.parse(printed).map(({ path, ...found }) => [basename(path), found]));
}

function nameOf(file) {
  return file.replace(/\.tsx?$/, '');
}

/** The queries of a page as they are told: by the message, where it has the sum for a page of that size, or a number for each row of an action, or else by the table of pages. */
function toldOf({ messages, pages = [] }, isBeside) {
  const told = (pattern) => messages.flatMap(({ message }) => pattern.exec(message)?.[1].replace(',', '') ?? [])[0];
  const isWrite = messages.some(({ ruleId }) => ruleId === 'admin-scale/no-write-per-row');
  const row = isWrite ? told(/: (a|\d+) (?:query|queries) per row/) : undefined;
  if (row !== undefined) return { row: row === 'a' ? 1 : Number(row) };
  const took = told(/ took (\d[\d,]+) queries/);
  const page = told(/about (\d+) (?:queries|requests) for a page/);
  const listed = pages.at(-1);
  const number = took ?? (isBeside ? undefined : listed?.now) ?? page;
  return { page: number === undefined ? undefined : Number(number) };
}

/** True where what is told is about an exporter or a data provider, which send no requests of the page in the browser. */
function isBesidePage({ messages, pages = [] }) {
  return pages.at(-1)?.sends === 'requests' && messages.some(({ ruleId, message }) => ruleId === 'admin-scale/require-batched-provider' || / a query per row/.test(message));
}

const files = readdirSync(source('before'));
const imported = files.flatMap((file, index) => [`import * as before${index} from './before/${file}';`, `import * as after${index} from './after/${file}';`]);
const named = files.map((file, index) => `  '${nameOf(file)}': { before: before${index}, after: after${index} },`);
// first, for what nothing imports is not reported
writeFileSync(source('pages.ts'), `${imported.join('\n')}\n\nexport const pages = {\n${named.join('\n')}\n};\n`);

const wrong = [];
const before = check('before');
cpSync(source('before'), source('after'), { recursive: true });
const remedied = check('after', '--fix', '--fix-suggestions');
for (const file of files) {
  if (!before.get(file)?.messages.length) wrong.push(`${file}: not reported`);
  if (!existsSync(source('advised', file))) continue;
  if (remedied.get(file)?.messages.length === 0) wrong.push(`${file}: has advice taken, and needs none`);
  cpSync(source('advised', file), source('after', file));
}
const after = check('after');
const listed = files.map((file) => {
  for (const { message } of after.get(file)?.messages ?? []) wrong.push(`${file}, as it was mended: ${message}`);
  const { messages } = before.get(file);
  const [, label] = /^\/\/ (.*)/.exec(readFileSync(source('before', file), 'utf8'));
  return {
    name: nameOf(file), label,
    way: existsSync(source('advised', file)) ? 'advice' : messages.some(({ fix }) => fix !== undefined) ? 'fix' : 'suggestion',
    rules: [...new Set(messages.map(({ ruleId }) => ruleId.replace('admin-scale/', '')))],
    told: { before: toldOf(before.get(file), isBesidePage(before.get(file))), after: toldOf(after.get(file), isBesidePage(before.get(file))) },
  };
});
writeFileSync(join(project, 'listed.json'), JSON.stringify(listed));
for (const one of wrong) console.error(one);
process.exit(wrong.length === 0 ? 0 : 1);
