import { everything, lifecycles, limits, overFetched, pages, perRow, reads, relations, unlimited, writes } from '../cases/strapi.ts';
import { expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': [perRow, lifecycles],
  'require-eager-loading': relations,
  'no-write-per-row': writes,
  'max-page-size': limits,
  'no-unbounded-read': [reads, unlimited],
  'no-broken-queryset': pages,
  'no-over-fetching': [overFetched, everything],
});

/** Lines of a service that are reported in a package of this kind. */
async function within(pack: string): Promise<number[]> {
  const files = {
    'package.json': pack,
    'server/services/marks.js': "module.exports = ({ strapi }) => ({\n  async run(ids) {\n    for (const id of ids) await strapi.db.query('plugin::marks.mark').findOne({ where: { id } });\n  },\n});\n",
  };
  return (await lintProject(files, 'server/services/marks.js', { rules: { 'admin-scale/no-query-per-row': 'error' } })).map(({ line }) => line);
}

it('a plugin that depends on nothing of Strapi', async () => { expect(await within('{ "strapi": { "kind": "plugin", "name": "marks" } }')).toEqual([3]); });

it('what is no plugin', async () => { expect(await within('{ "strapi": { "name": "marks" } }')).toEqual([]); });
