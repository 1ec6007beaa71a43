import { casesIn, type CaseTable } from './case-table.ts';

const FILE = 'tests/fixtures/strapi-shop/src/api/order/services/order.ts';
const CONFIG = 'tests/fixtures/strapi-shop/config/api.ts';

const { fine, wrong } = casesIn(FILE);

/** A loop over orders with this body. */
const forOrders = (body: string, options = ''): string => `export default ({ strapi }) => ({ async run() { const orders = await strapi.db.query('api::order.order').findMany({ ${options} }); for (const order of orders) { ${body} } } });`;

export const perRow: CaseTable = {
  valid: [
    fine('one query for all', "export const run = (ids) => strapi.db.query('api::line.line').findMany({ where: { id: { $in: ids } } });"),
    fine('a loop over locales, which are a few', "export async function run(slug) { const locales = await strapi.documents('plugin::i18n.locale').findMany({}); for (const { code } of locales) await strapi.documents('api::order.order').findFirst({ locale: code, filters: { number: slug } }); }", { options: [{ impact: 'high' }] }),
    fine('a model of Strapi 3', "export async function run(orders) { for (const order of orders) await strapi.query('line').findOne({ order: order.id }); }"),
    fine('a store that is called so', "export async function run(orders, store) { for (const order of orders) await store.db.query('api::line.line').findOne({ where: { order: order.id } }); }"),
  ],
  invalid: [
    wrong('a document for each', "export async function run() { const orders = await strapi.documents('api::order.order').findMany({}); for (const order of orders) await strapi.documents('api::customer.customer').findOne({ documentId: order.customerId }); }", [{
      messageId: 'perRow',
      data: {
        callee: "strapi.documents('api::customer.customer').findOne", via: '', subject: 'for each of `orders`', cost: 'a query per row',
        advice: "Read them all before the loop with `strapi.documents('api::customer.customer').findMany({ filters: { documentId: { $in: ids } } })` and look them up in a Map by `documentId`.",
      },
    }]),
    wrong('an entity for each', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', {}); for (const order of orders) await strapi.entityService.findOne('api::customer.customer', order.customerId); }", [{ messageId: 'perRow' }]),
    wrong('a query engine that is kept', "export async function run() { const customers = strapi.db.query('api::customer.customer'); const orders = await strapi.query('api::order.order').findMany(); for (const order of orders) await customers.findOne({ where: { id: order.customerId } }); }", [{ messageId: 'perRow' }]),
  ],
};

export const relations: CaseTable = {
  valid: [
    fine('a relation that is populated', forOrders('strapi.log.info(order.lines.length);', "populate: ['lines']")),
  ],
  invalid: [wrong('the lines of each order', forOrders("const lines = await strapi.db.query('api::line.line').findMany({ where: { order: order.id } }); strapi.log.info(lines.length);"), [{ messageId: 'notLoaded' }])],
};

export const writes: CaseTable = {
  valid: [
    fine('one statement for all', "export const run = (ids) => strapi.db.query('api::order.order').updateMany({ where: { id: { $in: ids } }, data: { state: 'closed' } });"),
    fine('rows with a relation, which no bulk form writes', forOrders("await strapi.db.query('api::line.line').create({ data: { quantity: 1, order: order.id } });"), { options: [{ impact: 'high' }] }),
  ],
  invalid: [
    wrong('rows without relations', forOrders("await strapi.db.query('api::line.line').create({ data: { quantity: order.count } });"), [{ messageId: 'perRow' }]),
    wrong('rows with a relation', forOrders("await strapi.db.query('api::line.line').create({ data: { quantity: 1, order: order.id } });"), [{
      messageId: 'perRow',
      data: {
        callee: "strapi.db.query('api::line.line').create", via: '', subject: 'for each of `orders`', cost: 'a query per row',
        advice: 'No bulk form writes relations, components or media: send the writes in one `strapi.db.transaction`, which spares a commit per row but no statement.',
      },
    }]),
    wrong('the same value for each', forOrders("await strapi.db.query('api::order.order').update({ where: { id: order.id }, data: { state: 'closed' } });"), [{ messageId: 'perRow' }]),
  ],
};

export const limits: CaseTable = {
  valid: [
    fine('the limit of a new project', 'export default { rest: { defaultLimit: 25, maxLimit: 100 } };', { filename: CONFIG }),
    fine('several answers, of which one says nothing', "module.exports = ({ env }) => { if (env('CI')) return { rest: {  defaultLimit: 5 } }; return { rest: { maxLimit: 100 } }; };", { filename: CONFIG }),
    fine('a limit that the environment sets', "export default ({ env }) => ({ rest: { maxLimit: env.int('MAX', 100) } });", { filename: CONFIG }),
    fine('another file', 'export default { rest: { defaultLimit: 25 } };'),
  ],
  invalid: [
    wrong('no limit', 'export default { rest: { defaultLimit: 25 } };', [{ messageId: 'unlimited', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Show 100 rows at most', changes: 'pages get shorter' }, output: 'export default { rest: { defaultLimit: 25, maxLimit: 100 } };' }] }], { filename: CONFIG }),
    wrong('a limit taken off', 'module.exports = () => ({ rest: { maxLimit: -1 } });', [{ messageId: 'unlimited', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Show 100 rows at most', changes: 'pages get shorter' }, output: 'module.exports = () => ({ rest: { maxLimit: 100 } });' }] }], { filename: CONFIG }),
    wrong('a limit of many', 'export default { rest: { maxLimit: 50000 } };', [{ messageId: 'tooLarge', suggestions: 1 }], { filename: CONFIG }),
  ],
};

export const reads: CaseTable = {
  valid: [fine('a count', "export const run = () => strapi.db.query('api::order.order').count();")],
  invalid: [wrong('rows that are only counted', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', { filters: { state: 'open' } }); return { open: orders.length }; }", [{ messageId: 'length' }])],
};
