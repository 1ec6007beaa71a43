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
async function reported(item: string): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "payload": "3.88.0" } }', 'src/posts.ts': POSTS, 'src/page.tsx': PAGE,
    'src/payload.config.ts': "import { buildConfig } from 'payload';\nimport { Posts } from './posts';\nexport default buildConfig({ collections: [Posts] });\n",
    'src/cards.tsx': `export function Cards({ posts }) { return <ul>{posts.map((post) => ${item})}</ul>; }\n`,
  };
  return (await lintProject(files, 'src/page.tsx', { rules: { 'admin-scale/no-over-fetching': 'error' } })).map(({ line }) => line);
}

it('documents of which a component of another file shows the titles', async () => { expect(await reported('<li key={post.id}>{post.title}</li>')).toEqual([5]); });

it('documents whose rich text it shows', async () => { expect(await reported('<RichText key={post.id} data={post.content} />')).toEqual([]); });
