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

/** What is reported where a file calls services by their names. */
async function calling(called: string, files: Record<string, string> = {}): Promise<string[]> {
  const own = { 'package.json': '{ "dependencies": { "@strapi/strapi": "5.54.0" } }', 'src/api/line/controllers/line.js': `module.exports = { async run(ids) {\n  for (const id of ids) await ${called}(id);\n} };\n`, ...files };
  return (await lintProject(own, 'src/api/line/controllers/line.js', { rules: { 'admin-scale/no-query-per-row': 'error' } })).map(({ message }) => message.replace(/ runs once.*/, ''));
}
const READS_ONE = "({ strapi }) => ({ async total(id) { return strapi.db.query('api::line.line').findOne({ where: { order: id } }); }, name: (id) => id })";
const OF_API = { 'src/api/order/services/order.ts': `import { factories } from '@strapi/strapi';\nexport default factories.createCoreService('api::order.order', ${READS_ONE});\n` };

it('a service of an API, by its name', async () => {
  expect(await calling("strapi.service('api::order.order').total", OF_API)).toEqual(["`strapi.db.query('api::line.line').findOne` (order.ts:2, through `strapi.service('api::order.order').total`)"]);
  expect(await calling("strapi.service('api::order.order').name", OF_API)).toEqual([]);
  expect(await calling("strapi.service('api::parcel.parcel').total", OF_API)).toEqual([]);
  expect(await calling("somebody.service('api::order.order').total", OF_API)).toEqual([]);
});

const OF_PLUGIN = {
  'src/plugins/shop/server/services/index.js': "const orders = require('./order-book');\nmodule.exports = { orders };\n", 'src/plugins/shop/server/services/order-book.js': `module.exports = ${READS_ONE};\n`,
  'src/utils.js': "const getService = (name) => strapi.plugin('shop').service(name);\nmodule.exports = { getService };\n",
};

it('a service of a plugin, by its name, its place, or a function that is handed its name', async () => {
  for (const asked of ["strapi.plugin('shop').service('orders')", "strapi.service('plugin::shop.orders')", 'strapi.plugins.shop.services.orders', "strapi.plugins['shop'].services['orders']"]) expect(await calling(`${asked}.total`, OF_PLUGIN)).toHaveLength(1);
  const handed = { ...OF_PLUGIN, 'src/api/line/controllers/line.js': "const { getService } = require('../../../utils');\nmodule.exports = { async run(ids) { const orders = getService('orders'); for (const id of ids) await orders.total(id); } };\n" };
  expect(await calling('', handed)).toHaveLength(1);
  expect(await calling('', { ...handed, 'src/utils.js': handed['src/utils.js'].replace('service(name)', "service('other')") })).toEqual([]);
});
