import { expect, test } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const COLLECTION = `import type { CollectionConfig } from 'payload';
export const Orders: CollectionConfig = { slug: 'orders', fields: [{ name: 'code', type: 'text' }, { name: 'label', type: 'text' }] };
`;

const ASKING = `import type { Payload } from 'payload';
export const byCode = (payload: Payload, code: string) => payload.find({ collection: 'orders', where: { code: { equals: code } }, limit: 1, pagination: false });
`;

/** As many files that have the collection's name as a word and ask nothing of it. */
function speaking(count: number): ProjectFiles {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/pages/page${String(index)}.ts`, `import type { Payload } from 'payload';\nexport const title${String(index)} = (payload: Payload) => ['orders', payload];\n`]));
}

async function indexes(files: ProjectFiles): Promise<string[]> {
  const messages = await lintProject({ 'package.json': '{ "dependencies": { "payload": "3.0.0" } }', 'src/orders.ts': COLLECTION, ...files }, 'src/orders.ts');
  return messages.filter(({ ruleId }) => ruleId === 'admin-scale/require-index').map(({ message }) => message);
}

test('a call is found among many files that have the name of the collection', async () => {
  expect(await indexes({ 'src/zz/by-code.ts': ASKING, ...speaking(60) })).toEqual([expect.stringContaining('looked for by `code`')]);
});

test('files that ask nothing of it tell nothing', async () => {
  expect(await indexes(speaking(60))).toEqual([]);
});
