// Runs each job before and after its suggestion, in the situations below, and holds results, tables and statements against each other.
// Then asks whether what advice says in words is so.
// usage: node compare.mjs <project>, which take-up.mjs has been through and tsc has compiled to built/
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const project = resolve(process.argv[2]);
const load = (file) => import(pathToFileURL(join(project, 'built', file)).href);
const database = await load('database.js');
const jobs = await load('jobs.js');

const ids = Array.from({ length: 60 }, (_, index) => index + 1);
const names = ids.map((id) => `new ${id}`);
const SITUATIONS = {
  'all rows': { rows: 100, refuse: false, ids, names },
  'no rows': { rows: 0, refuse: false, ids: [], names: [] },
  'one is missing': { rows: 10, refuse: false, ids: [1, 9999, 3], names: [] },
  'one comes twice': { rows: 10, refuse: false, ids: [1, 3, 3], names: ['new 1', 'new 2', 'new 2'] },
  'one is refused': { rows: 10, refuse: true, ids: [1, 2, 3], names: ['new 1', 'new 2', 'new 3'] },
};

async function run(job, { ids, names, ...state }) {
  await database.reset(state);
  const lines = [];
  const failed = await Promise.resolve(job(lines, ids, names)).then(() => undefined, (error) => error);
  return { lines, failed, statements: await database.statements(), told: database.told, tables: await database.tables() };
}

/** What is wrong where a query was never sent and is now. */
function judgeSent({ before, after, untouched }) {
  if (before.statements > 0 || !isDeepStrictEqual(before.tables, untouched)) return 'was sent before';
  return after.failed !== undefined || after.statements > 0 ? undefined : 'is not sent';
}

/** What is wrong with what came after, given what the suggestion says that it changes; undefined where nothing is. */
function judge(desc, { before, after, untouched, present }) {
  if (isSent(desc)) return judgeSent({ before, after, untouched });
  if (before.failed === undefined) {
    if (after.failed !== undefined) return `fails: ${after.failed.message}`;
    const given = /`null` instead of `undefined`/.test(desc) ? withNull : (lines) => lines;
    if (!/keep the values that they had/.test(desc) && !isDeepStrictEqual(given(before.lines), given(after.lines))) return 'another result';
    const compared = /listed twice is updated once/.test(desc) ? withoutVersions : (tables) => tables;
    return isDeepStrictEqual(compared(before.tables), compared(after.tables)) ? undefined : 'other rows in the tables';
  }
  if (after.failed === undefined) {
    if (!desc.includes('missing is skipped')) return "doesn't fail any more, and doesn't say so";
    return isDeepStrictEqual(present.tables, after.tables) ? undefined : 'does something else to the rows that are there';
  }
  if (isDeepStrictEqual(before.tables, after.tables)) return undefined;
  if (!/or none/.test(desc)) return "leaves other rows where it fails, and doesn't say so";
  return isDeepStrictEqual(after.tables, untouched) ? undefined : 'leaves some rows written where it fails';
}

function isSent(desc) {
  return desc.includes('the query then runs');
}

function withNull(lines) {
  return JSON.parse(JSON.stringify(lines, (_, value) => value ?? null));
}

function withoutVersions(tables) {
  return tables.map((rows) => rows.map((row) => ({ ...row, version: undefined })));
}

const untouched = {};
for (const [situation, state] of Object.entries(SITUATIONS)) untouched[situation] = (await run(() => undefined, state)).tables;

let wrong = 0;
console.log(`${''.padEnd(26)}${'before'.padStart(8)}${'after'.padStart(8)}   suggestion`);
for (const { job, desc, file } of JSON.parse(readFileSync(join(project, 'copies.json'), 'utf8'))) {
  const copy = await load(file);
  const complaints = [];
  let first;
  for (const [situation, state] of Object.entries(SITUATIONS)) {
    const before = await run(jobs[job], state);
    const after = await run(copy[job], state);
    first ??= { before, after };
    const present = await run(jobs[job], { ...state, ids: [...new Set(state.ids)].filter((id) => id <= state.rows) });
    const problem = judge(desc, { before, after, untouched: untouched[situation], present });
    if (problem !== undefined) complaints.push(`${situation}: ${problem}`);
  }
  const [before, after] = [first.before.statements, first.after.statements];
  const told = /` are not called|hooks of each row with `individualHooks: true` only/.test(desc) ? 0 : /told once|hooks (?:like \S+ )?run once/.test(desc) ? 1 : first.before.told;
  if (!isSent(desc) && first.after.told !== told) complaints.push(`hooks or subscribers are told ${first.after.told} times, not ${told}`);
  // The list form of `$transaction` sends the same statements, and one COMMIT for all.
  if (!isSent(desc) && after >= before + (desc.includes('`$transaction`') ? 2 : 0)) complaints.push('no fewer statements');
  wrong += complaints.length;
  console.log(`${job.padEnd(26)}${String(before).padStart(8)}${String(after).padStart(8)}   ${desc.replace(/ \(.*/, '.')}`);
  for (const one of complaints) console.log(`${''.padEnd(26)}WRONG ${one}`);
}
// What advice says in words alone, where the library's proof has that: each is a function that tells whether it is so.
const { claims = {} } = existsSync(join(project, 'built/claims.js')) ? await load('claims.js') : {};
for (const [claim, holds] of Object.entries(claims)) {
  await database.reset({ rows: 100, refuse: false });
  const found = await holds();
  if (!found) wrong += 1;
  console.log(`${found ? 'holds' : 'WRONG'}  ${claim}`);
}
await database.close?.();
process.exit(wrong === 0 ? 0 : 1);
