import { describe, expect, it } from 'vitest';
import { batches, columns, costs, counts, cutOff, filters, indexes, pages, reads, unbounded, writes } from '../cases/payload.ts';
import { lintProject } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
  'no-over-fetching': columns,
  'no-exact-count': counts,
  'max-page-size': pages,
  'require-index': indexes,
  'no-uncached-filter-lookups': filters,
  'max-queries-per-page': costs,
  'no-broken-queryset': cutOff,
});

/** Lines of a collection's file that are reported, where another file looks for its documents. */
async function askedFor(path: string, where = '{ number: { equals: given } }'): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }',
    'src/tickets.ts': "import type { CollectionConfig } from 'payload';\nexport const Tickets: CollectionConfig = {\n  slug: 'support-tickets',\n  fields: [{ name: 'number', type: 'text' }],\n};\n",
    'src/payload.config.ts': "import { buildConfig } from 'payload';\nimport { Tickets } from './tickets';\nexport default buildConfig({ collections: [Tickets] });\n",
    [path]: `import type { Payload } from 'payload';\nexport async function find(payload: Payload, given: string) { return payload.find({ collection: 'support-tickets', where: ${where} }); }\n`,
  };
  return (await lintProject(files, 'src/tickets.ts', { rules: { 'admin-scale/require-index': 'error' } })).map(({ line }) => line);
}

it('a field that another file looks for', async () => { expect(await askedFor('src/find.ts')).toEqual([4]); });

it('a field that a script or a seed looks for', async () => {
  expect(await askedFor('src/scripts/find.ts')).toEqual([]);
  expect(await askedFor('src/seed.ts')).toEqual([]);
});

/** Lines of a file that reads documents of a collection whose slug stands in a third one. */
async function readBy(slug: string, reading: string): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }', 'src/slugs.ts': "export const POSTS = 'posts';\nexport const SLUGS = { posts: 'posts', pages: 'pages' } as const;\n",
    'src/posts.ts': `import type { CollectionConfig } from 'payload';\nimport { POSTS, SLUGS } from './slugs';\nexport const Posts: CollectionConfig = { slug: ${slug}, fields: [{ name: 'title', type: 'text' }, { name: 'content', type: 'richText' }] };\n`,
    'src/payload.config.ts': "import { buildConfig } from 'payload';\nimport { Posts } from './posts';\nexport default buildConfig({ collections: [Posts] });\n",
    'src/titles.ts': `import type { Payload } from 'payload';\nimport { POSTS, SLUGS } from './slugs';\n${reading}\n`,
  };
  return (await lintProject(files, 'src/titles.ts', { rules: { 'admin-scale/no-over-fetching': 'error' } })).map(({ line }) => line);
}
const reading = (collection: string): string => `export async function titles(payload: Payload) { const { docs } = await payload.find({ collection: ${collection}, limit: 50, pagination: false }); return docs.map((post) => post.title); }`;

it('a collection whose slug is a const of another file, or in an object of one', async () => {
  expect(await readBy('POSTS', reading('POSTS'))).toEqual([3]);
  expect(await readBy('SLUGS.posts', reading("'posts'"))).toEqual([3]);
  expect(await readBy("'posts'", reading('SLUGS.posts'))).toEqual([3]);
});

/** Lines of a file whose instance a function of another file gives, which is worth opening for its name. */
async function readThrough(made: string): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }',
    'src/client.ts': `import { cache } from 'react';\nimport { getPayload } from 'payload';\nimport config from './config';\nexport const payloadNow = ${made};\n`,
    'src/file.ts': "import { payloadNow } from './client';\nexport async function total() {\n  const payload = await payloadNow();\n  const { totalDocs } = await payload.find({ collection: 'posts', limit: 0 });\n  return totalDocs;\n}\n",
  };
  return (await lintProject(files, 'src/file.ts', { rules: { 'admin-scale/no-unbounded-read': 'error' } })).map(({ line }) => line);
}

it('an instance that something remembers', async () => {
  expect(await readThrough('cache(async () => getPayload({ config }))')).toEqual([4]);
  expect(await readThrough('cache(connect); async function connect() { return getPayload({ config }); }')).toEqual([4]);
});

it('what somebody else makes of an instance', async () => { expect(await readThrough('wrapped(async () => getPayload({ config }))')).toEqual([]); });

it('a collection of another slug', async () => { expect(await readBy('SLUGS.posts', reading('SLUGS.pages'))).toEqual([]); });

it('documents that the SDK asks for', async () => {
  expect(await readBy("'posts'", `import { PayloadSDK } from '@payloadcms/sdk';\n${reading("'posts'").replace('payload: Payload) {', "base: string) { const sdk = new PayloadSDK({ baseURL: base });").replace('payload.find', 'sdk.find')}`)).toEqual([4]);
});

/** Whether a hook without a type is reported as one that runs per document, where another file puts it under `afterRead`. */
async function isRunPerDocument(hook: string, config = 'CollectionConfig', list = '[nameAuthor]'): Promise<boolean> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }',
    'src/hooks/nameAuthor.ts': hook,
    'src/articles.ts': `import type { ${config} } from 'payload';\nimport { nameAuthor } from './hooks/nameAuthor';\nexport const Articles: ${config} = { slug: 'articles', fields: [], hooks: { ${list.startsWith('{') ? list.slice(1, -1) : `afterRead: ${list}`} } };\n`,
  };
  return (await lintProject(files, 'src/hooks/nameAuthor.ts', { rules: { 'admin-scale/no-query-per-row': 'error' } })).length > 0;
}

describe('hooks of reading that no type tells of', () => {
  const BODY = "({ ...doc, name: (await req.payload.findByID({ collection: 'authors', id: doc.author })).name })";

  it.each([
    ['a const', `export const nameAuthor = async ({ doc, req }) => ${BODY};`],
    ['a function', `export async function nameAuthor({ doc, req }) { return ${BODY}; }`],
  ])('%s', async (_name, hook) => {
    expect(await isRunPerDocument(hook)).toBe(true);
  });

  it('one that another function makes', async () => {
    expect(await isRunPerDocument(`export const nameAuthor = (slug) => async ({ doc, req }) => ${BODY};`, 'CollectionConfig', "[nameAuthor('authors')]")).toBe(true);
  });

  it.each([
    ['a hook of writing', `export const nameAuthor = async ({ doc, req }) => ${BODY};`, 'CollectionConfig', '{afterChange: [nameAuthor]}'],
    ['a hook of a global', `export const nameAuthor = async ({ doc, req }) => ${BODY};`, 'GlobalConfig', '[nameAuthor]'],
    ['a function that is handed no document', `export const nameAuthor = async ({ author, req }) => (await req.payload.findByID({ collection: 'authors', id: author })).name;`, 'CollectionConfig', '[nameAuthor]'],
  ])('but not %s', async (_name, hook, config, list) => {
    expect(await isRunPerDocument(hook, config, list)).toBe(false);
  });
});

/** What is said of forms that are read one by one for their submissions, in a package that depends on these. */
async function perSubmission(packages: readonly string[], rest: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const files = {
    'package.json': JSON.stringify({ dependencies: Object.fromEntries(['payload', ...packages].map((name) => [name, '3.88.0'])) }),
    'src/submissions.ts': `import type { Payload } from 'payload';
export async function titles(payload: Payload) {
  const found: unknown[] = [];
  const { docs } = await payload.find({ collection: 'form-submissions', limit: 100, depth: 0, pagination: false });
  for (const submission of docs) found.push(await payload.findByID({ collection: 'forms', id: submission.form }));
  return found;
}
`,
    ...rest,
  };
  return (await lintProject(files, 'src/submissions.ts', { preset: 'recommended' })).map(({ ruleId, message }) => `${String(ruleId).replace('admin-scale/', '')}: ${message}`);
}

it('collections that a plugin brings have the relations that it gives them', async () => {
  expect(await perSubmission(['@payloadcms/plugin-form-builder'])).toEqual([expect.stringContaining('require-eager-loading: `form` is loaded once for each of `docs`')]);
  expect(await perSubmission(['@payloadcms/plugin-search'])).toEqual([expect.stringContaining('no-query-per-row: `payload.findByID` runs once for each of `docs`')]);
});

it('a collection of the project under such a slug is what the project says', async () => {
  const own = "import type { CollectionConfig } from 'payload';\nexport const Submissions: CollectionConfig = { slug: 'form-submissions', fields: [{ name: 'form', type: 'text' }] };\n";
  expect(await perSubmission(['@payloadcms/plugin-form-builder'], { 'src/Submissions.ts': own })).toEqual([expect.stringContaining('no-query-per-row')]);
});

/** What is said of a project whose collections have the slugs that it is handed, `slugs.ts` being this. */
async function handedSlugs(slugs: string, target = 'src/close.ts', database = 'mongodb', many = ''): Promise<string[]> {
  const files = {
    'package.json': `{ "dependencies": { "payload": "3.88.0", "@payloadcms/db-${database}": "3.88.0" } }`,
    'src/slugs.ts': slugs,
    'src/entries.ts': `import type { CollectionConfig } from 'payload';
import type { Slugs } from './slugs';
export function createEntries(slugs: Slugs): CollectionConfig {
  return { slug: slugs.timeEntries, fields: [{ name: 'minutes', type: 'number' }, { name: 'ticket', type: 'relationship', ${many}relationTo: slugs.tickets }] };
}
`,
    'src/close.ts': `import type { Payload } from 'payload';
import type { Slugs } from './slugs';
export async function close(payload: Payload, slugs: Slugs, ticket: string) {
  const { docs } = await payload.find({ collection: slugs.timeEntries, where: { ticket: { equals: ticket } }, limit: 100, depth: 0, pagination: false });
  for (const entry of docs) await payload.update({ collection: slugs.timeEntries, id: entry.id, data: { closed: true } });
}
`,
  };
  return (await lintProject(files, target)).map(({ ruleId, message }) => `${String(ruleId).replace('admin-scale/', '')}: ${message}`);
}

const SLUGS = 'export interface Slugs { timeEntries: string }\n';

it('slugs that are handed in are those that the project has for want of others', async () => {
  const usual = `${SLUGS}export const USUAL: Slugs = { timeEntries: 'time-entries' };\n`;
  expect(await handedSlugs(usual, 'src/entries.ts')).toEqual([expect.stringContaining('require-index: The rows of `time-entries` are looked for by `ticket`')]);
  // which SQL indexes by itself, whatever it refers to and how often
  expect(await handedSlugs(usual, 'src/entries.ts', 'postgres')).toEqual([]);
  expect(await handedSlugs(usual, 'src/entries.ts', 'postgres', 'hasMany: true, ')).toEqual([]);
  expect(await handedSlugs(usual, 'src/entries.ts', 'mongodb', 'hasMany: true, ')).toHaveLength(1);
  // who hands in others calls the collection by these
  expect(await handedSlugs(usual)).toEqual([expect.stringContaining('`payload.update({ collection: slugs.timeEntries, where')]);
});

it.each([
  ['there are several of them', `${SLUGS}export const USUAL: Slugs = { timeEntries: 'time-entries' };\nexport const OLD: Slugs = { timeEntries: 'entries' };\n`],
  ['there are none', SLUGS],
  ['they are of another type', `${SLUGS}export const USUAL: Record<string, string> = { timeEntries: 'time-entries' };\n`],
])('no slug is known where %s', async (_name, slugs) => {
  expect(await handedSlugs(slugs, 'src/entries.ts')).toEqual([]);
});
