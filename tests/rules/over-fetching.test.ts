import { expect, it } from 'vitest';
import { overFetching } from '../cases/over-fetching.ts';
import { lintProject } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-over-fetching': overFetching });

const POSTS = "import type { CollectionConfig } from 'payload';\nexport const Posts: CollectionConfig = { slug: 'posts', fields: [{ name: 'title', type: 'text' }, { name: 'content', type: 'richText' }] };\n";

const PAGE = `import type { Payload } from 'payload';
import { Cards } from './cards';

export async function Page({ payload, user }: { payload: Payload; user?: string }) {
  const { docs: posts } = user ? await payload.find({ collection: 'posts', limit: 50, pagination: false, depth: 0 }) : { docs: [] };
  return <Cards posts={posts} />;
}
`;

/** Lines of a page of Payload that are reported, where a component of another file makes `item` of each document. */
async function reported(item: string, card = ''): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }', 'src/posts.ts': POSTS, 'src/page.tsx': PAGE,
    'src/payload.config.ts': "import { buildConfig } from 'payload';\nimport { Posts } from './posts';\nexport default buildConfig({ collections: [Posts] });\n",
    'src/cards.tsx': `export function Cards({ posts }) { return <ul>{posts.map((post) => ${item})}</ul>; }\n${card}\n`,
  };
  return (await lintProject(files, 'src/page.tsx', { rules: { 'admin-scale/no-over-fetching': 'error' } })).map(({ line }) => line);
}

it('documents of which a component of another file shows the titles', async () => { expect(await reported('<li key={post.id}>{post.title}</li>')).toEqual([5]); });

it('documents that a component of another file spreads over a further one', async () => {
  expect(await reported('<Card key={post.id} {...post} />', 'const Card = ({ title }) => <li>{title}</li>;')).toEqual([5]);
  expect(await reported('<Card key={post.id} {...post} />', 'const Card = ({ title, content }) => <li title={title}>{content}</li>;')).toEqual([]);
});

it('documents whose rich text it shows', async () => { expect(await reported('<RichText key={post.id} data={post.content} />')).toEqual([]); });

/** Lines of a file that gives documents to `caller`, which stands in another file, by `given`. */
async function reportedOf(caller: string, given = 'export async function listPosts(payload: Payload) {\n  const { docs } = await payload.find({ collection: \'posts\', limit: 50, pagination: false, depth: 0 });\n  return docs;\n}', more: Record<string, string> = {}): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }', 'src/posts.ts': POSTS, 'src/payload.config.ts': "import { buildConfig } from 'payload';\nimport { Posts } from './posts';\nexport default buildConfig({ collections: [Posts] });\n",
    'src/data.ts': `import type { Payload } from 'payload';\n${given}\n`, 'src/titles.ts': `import { unstable_cache } from 'next/cache';\nimport { listPosts } from './data';\n${caller}\n`, ...more,
  };
  return (await lintProject(files, 'src/data.ts', { rules: { 'admin-scale/no-over-fetching': 'error' } })).map(({ line }) => line);
}

const TITLES = 'async function titles(payload) { const posts = await listPosts(payload); return posts.map(({ title }) => title); }';

it('documents that a function gives to one that reads their titles', async () => { expect(await reportedOf(TITLES)).toEqual([3]); });

it('documents that two functions hand on', async () => {
  expect(await reportedOf('export function recent(payload) { return listPosts(payload); }', undefined, { 'src/menu.ts': "import { recent } from './titles';\nasync function menu(payload) { for (const post of await recent(payload)) console.log(post.title); }\n" })).toEqual([3]);
});

it('a function whose answers are remembered', async () => {
  expect(await reportedOf("async function titles(payload) { const read = unstable_cache(listPosts, ['posts']); return (await read(payload)).map((post) => post.title); }")).toEqual([3]);
  expect(await reportedOf("async function titles(payload) { const posts = await unstable_cache(listPosts, ['posts'])(payload); return posts.map((post) => post.title); }")).toEqual([3]);
});

it('a function that a caller calls itself at times, and has its answers remembered at others', async () => {
  const caller = (use: string): string => `async function titles(payload, isDraft) { const read = isDraft ? listPosts : unstable_cache(listPosts, ['posts']); ${use} }`;
  expect(await reportedOf(caller('return (await read(payload)).map((post) => post.title);'))).toEqual([3]);
  expect(await reportedOf(caller('return (await read(payload)).map((post) => post.content);'))).toEqual([]);
  expect(await reportedOf(caller('send(read);'))).toEqual([]);
});

it('documents that a caller gives away, or whose rich text one of several reads', async () => {
  expect(await reportedOf('async function titles(payload, send) { send(await listPosts(payload)); }')).toEqual([]);
  expect(await reportedOf(`${TITLES}\nasync function texts(payload) { const posts = await listPosts(payload); return posts.map((post) => post.content); }`)).toEqual([]);
});

it('a function of which nobody knows all callers', async () => {
  expect(await reportedOf('')).toEqual([]);
  expect(await reportedOf(`${TITLES}\nconst readers = [listPosts];`)).toEqual([]);
  expect(await reportedOf("export const read = unstable_cache(listPosts, ['posts']);")).toEqual([]);
  expect(await reportedOf(`import { GET } from './data';\n${TITLES.replace('listPosts', 'GET')}`, "export async function GET(payload: Payload) {\n  return (await payload.find({ collection: 'posts', limit: 50, pagination: false, depth: 0 })).docs;\n}")).toEqual([]);
});

it('documents that only some callers wait for', async () => {
  expect(await reportedOf(`${TITLES}\nfunction later(payload) { queue(listPosts(payload)); }`)).toEqual([]);
});

it('an answer that a function gives back as a whole', async () => {
  const given = "export async function listPosts(payload: Payload) {\n  return payload.find({ collection: 'posts', limit: 50, pagination: false, depth: 0 });\n}";
  const titles = (list: string): string => `async function titles(payload) { ${list} return docs.map(({ title }) => title); }`;
  expect(await reportedOf(titles('const { docs } = await listPosts(payload);'), given)).toEqual([3]);
  expect(await reportedOf(titles('const { docs } = await listPosts(payload);'), given.replace('payload.find', 'await payload.find'))).toEqual([3]);
  expect(await reportedOf(titles('const { docs, totalDocs } = await listPosts(payload); log(totalDocs);'), given)).toEqual([3]);
  expect(await reportedOf(titles('const answer = await listPosts(payload); send(answer); const { docs } = answer;'), given)).toEqual([]);
});

it('documents that a function gives back under a name', async () => {
  const given = "export async function listPosts(payload: Payload) {\n  const { docs, totalDocs } = await payload.find({ collection: 'posts', limit: 50, depth: 0 });\n  return { posts: docs, totalDocs };\n}";
  const titles = (made: string): string => `async function titles(payload) { const answer = await listPosts(payload); return [answer.totalDocs, ${made}]; }`;
  expect(await reportedOf(titles('answer.posts.map(({ title }) => title)'), given)).toEqual([3]);
  expect(await reportedOf('async function titles(payload) { const { posts } = await listPosts(payload); return posts.map(({ title }) => title); }', given)).toEqual([3]);
  expect(await reportedOf(titles('answer.posts.map(({ title, content }) => [title, content])'), given)).toEqual([]);
  expect(await reportedOf(titles('answer'), given)).toEqual([]);
  expect(await reportedOf(titles('answer.all, answer.posts.map(({ title }) => title)'), given.replace('return {', 'return { all: docs,'))).toEqual([]);
});

it('documents that a function of another file reads, and no more of them', async () => {
  const caller = (read: string): string => `import { nameOf } from './names';\nasync function titles(payload) { const posts = await listPosts(payload); return posts.map(${read}); }`;
  const names = (body: string): Record<string, string> => ({ 'src/names.ts': `export function nameOf(post) { return ${body}; }\n` });
  expect(await reportedOf(caller('nameOf'), undefined, names('post.title'))).toEqual([3]);
  expect(await reportedOf(caller('(post) => nameOf(post)'), undefined, names('post.title'))).toEqual([3]);
  expect(await reportedOf(caller('nameOf'), undefined, names('post.title + post.content'))).toEqual([]);
  expect(await reportedOf(caller('nameOf'), undefined, names('post.self ? nameOf(post) : post.title'))).toEqual([3]);
});
