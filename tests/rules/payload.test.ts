import { expect, it } from 'vitest';
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
