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
    fine('all rows of a content type of its own in each round', "export async function run(kinds) { const found = await strapi.documents('api::kind.kind').findMany({}); for (const { uid } of found) await strapi.db.query(uid).count(); }"),
    fine('rows by their keys, of a content type of its own in each round', "export const run = (found) => Promise.all(Object.entries(found).map(async ([uid, ids]) => strapi.db.query(uid).findMany({ where: { id: Array.from(new Set(ids)) } })));"),
    fine('a document in each language', "export async function run(languages, documentId) { for (const locale of languages) await strapi.documents('api::kind.kind').findOne({ documentId, locale }); }"),
    fine('the newest row of each', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', {}); for (const order of orders) await strapi.entityService.findMany('api::line.line', { filters: { code: order.code }, sort: { createdAt: 'desc' }, limit: 1 }); }"),
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
    wrong('a row by its key, of one of several content types', "export async function run(kinds) { const found = await strapi.documents('api::kind.kind').findMany({}); for (const { uid, key } of found) await strapi.db.query(uid).findOne({ where: { key } }); }", [{ messageId: 'perRow' }]),
    wrong('an entity for each', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', {}); for (const order of orders) await strapi.entityService.findOne('api::customer.customer', order.customerId); }", [{ messageId: 'perRow' }]),
    wrong('a list of one for each, in whatever order', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', {}); for (const order of orders) await strapi.entityService.findMany('api::customer.customer', { filters: { code: order.customerCode }, limit: 1 }); }", [{
      messageId: 'perRow',
      data: {
        callee: 'strapi.entityService.findMany', via: '', subject: 'for each of `orders`', cost: 'a query per row',
        advice: 'Read them all before the loop with `strapi.entityService.findMany(uid, { filters: { code: { $in: ids } } })` and look them up in a Map by `code`.',
      },
    }]),
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
    fine('a page that is asked for in vain, whatever size it is said to have', "export const resolvers = { Query: { orders: async (_: any, args: any) => { const { pagination } = args; return await strapi.documents('api::order.order').findMany({ pagination }); } } };", { filename: 'tests/fixtures/strapi-shop/src/graphql/resolvers.ts' }),
  ],
  invalid: [
    wrong('no limit', 'export default { rest: { defaultLimit: 25 } };', [{ messageId: 'unlimited', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Show 100 rows at most', changes: 'pages get shorter' }, output: 'export default { rest: { defaultLimit: 25, maxLimit: 100 } };' }] }], { filename: CONFIG }),
    wrong('a limit taken off', 'module.exports = () => ({ rest: { maxLimit: -1 } });', [{ messageId: 'unlimited', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Show 100 rows at most', changes: 'pages get shorter' }, output: 'module.exports = () => ({ rest: { maxLimit: 100 } });' }] }], { filename: CONFIG }),
    wrong('a limit of many', 'export default { rest: { maxLimit: 50000 } };', [{ messageId: 'tooLarge', suggestions: 1 }], { filename: CONFIG }),
  ],
};

export const reads: CaseTable = {
  valid: [
    fine('a page that is asked for in vain, which is told of as such', "export default ({ strapi }) => ({ async list(page) { const orders = await strapi.entityService.findMany('api::order.order', { pagination: { page, pageSize: 20 } }); return { orders, number: orders.length }; }, all: () => strapi.documents('api::order.order').findMany({ pageSize: 20 }) });"),
    fine('a count', "export const run = () => strapi.db.query('api::order.order').count();"),
  ],
  invalid: [wrong('rows that are only counted', "export async function run() { const orders = await strapi.entityService.findMany('api::order.order', { filters: { state: 'open' } }); return { open: orders.length }; }", [{ messageId: 'length' }])],
};

const asked = (options: string, way = "strapi.documents('api::order.order')"): string => `export async function list(page, pageSize, start) { const rows = await ${way}.findMany({ ${options} }); return rows; }`;

/** Pages that are asked for with what `findMany` looks at in none of Strapi's ways. */
export const pages: CaseTable = {
  valid: [
    fine('a limit and a start', asked('start, limit: pageSize')),
    fine('a page of findPage', "export const list = (page, pageSize) => strapi.db.query('api::order.order').findPage({ page, pageSize });"),
    fine('a core service, which knows the option', "export const list = (page) => strapi.service('api::order.order').find({ pagination: { page } });"),
    fine('a limit beside it', asked('pagination: { page }, limit: 10')),
    fine('all rows, as they are asked for', asked('pagination: { limit: -1 }')),
    fine('no pages, as they are asked for', asked('pagination: false')),
    fine('as many as there are ids', asked('filters: { documentId: { $in: start } }, pagination: { pageSize: start.length }')),
    fine('an option of what is populated', asked('populate: { lines: { pagination: { pageSize: 5 } } }')),
    fine('a store that is called so', asked('pagination: { page, pageSize }', "store.documents('api::order.order')")),
  ],
  invalid: [
    wrong('pages of documents', asked('sort: "id", pagination: { page, pageSize: Number(pageSize) }'), [{
      messageId: 'broken', line: 1,
      data: {
        problem: '`findMany` looks at no `pagination`: every row of `Order` that matches is read, whatever page is asked for.',
        advice: 'Say it with `start` and `limit`, or let `findPage` of `strapi.db.query` read a page and its count.',
      },
      suggestions: [{ messageId: 'remedyChanging', data: { title: 'Ask for the page', changes: 'the page is read instead of every row' }, output: asked('sort: "id", start: (page - 1) * Number(pageSize), limit: Number(pageSize)') }],
    }]),
    wrong('the first page', asked('pagination: { page: 1, pageSize: 100 }'), [{ messageId: 'broken', suggestions: [{ messageId: 'remedyChanging', output: asked('limit: 100') }] }]),
    wrong('a page that is asked for in two ways', asked('pagination: { page, pageSize: 10 }, pageSize: 20'), [{ messageId: 'broken' }]),
    wrong('a start within it', asked('pagination: { start, limit: pageSize }'), [{ messageId: 'broken', suggestions: [{ messageId: 'remedyChanging', output: asked('start: start, limit: pageSize') }] }]),
    wrong('options of findPage, of the query engine', asked('where: { state: "open" }, page, pageSize', "strapi.db.query('api::order.order')"), [{ messageId: 'broken', suggestions: [{ messageId: 'remedyChanging', output: asked('where: { state: "open" }, offset: (page - 1) * pageSize, limit: pageSize', "strapi.db.query('api::order.order')") }] }]),
    wrong('an entity service', "export const list = (query) => strapi.entityService.findMany('api::order.order', { pagination: query.pagination });", [{ messageId: 'broken' }]),
    wrong('a size that is computed', asked('pagination: { page, pageSize: sizeOf(page) }'), [{ messageId: 'broken' }]),
  ],
};

const LIFECYCLES = CONFIG.replace('config/api.ts', 'src/api/order/content-types/order/lifecycles.js');
const found = (body: string): string => `module.exports = { async afterFindMany(event) { ${body} } };`;
const READ_EACH = "for (const order of event.result) order.customer = await strapi.db.query('api::customer.customer').findOne({ where: { id: order.customerId } });";

/** What runs behind every read of a content type. */
export const lifecycles: CaseTable = {
  valid: [
    fine('one query for all', found("const rows = await strapi.db.query('api::customer.customer').findMany({ where: { id: { $in: event.result.map((order) => order.customerId) } } }); event.result.forEach((order) => { order.customer = rows.find(({ id }) => id === order.customerId); });"), { filename: LIFECYCLES }),
    fine('another file', found(READ_EACH.replace('event.result', "['a', 'b']"))),
  ],
  invalid: [
    wrong('a query for each row', found(READ_EACH), [{ messageId: 'perRow', data: { callee: "strapi.db.query('api::customer.customer').findOne", subject: 'for each of `event.result` in the lifecycle `afterFindMany`', cost: 'a query per row', advice: "Read them all before the loop with `strapi.db.query('api::customer.customer').findMany({ where: { id: { $in: ids } } })` and look them up in a Map by `id`." } }], { filename: LIFECYCLES }),
    wrong('a subscription', "strapi.db.lifecycles.subscribe({ models: ['api::order.order'], async afterFindMany({ result }) { for (const order of result) order.lines = await strapi.db.query('api::line.line').count({ where: { order: order.id } }); } });", [{ messageId: 'perRow' }], { filename: LIFECYCLES.replace('api/order/content-types/order/lifecycles', 'index') }),
  ],
};

/** A limit that is switched off. */
export const unlimited: CaseTable = {
  valid: [fine('a limit', "export const run = () => strapi.documents('api::order.order').findMany({ limit: 10 });")],
  invalid: [wrong('a limit of -1', "export const run = () => strapi.entityService.findMany('api::order.order', { limit: -1 });", [{ messageId: 'unlimited' }])],
};

/** Products that are answered with as they are. */
const answered = (options: string, method = 'findMany'): string => `export default ({ strapi }) => ({ all: (given) => strapi.db.query('api::product.product').${method}({ ${options} }) });`;

/** A product that is read to be tested. */
const checked = (options: string): string => `export default ({ strapi }) => ({ async check(id, owner) { const product = await strapi.db.query('api::product.product').findOne({ where: { id }, ${options} }); if (!product || product.line?.id !== owner) return null; return { id }; } });`;

export const everything: CaseTable = {
  valid: [
    fine('relations by their names', answered("populate: ['images', 'seo', 'orders']")),
    fine('one row', answered("populate: '*'", 'findOne')),
    fine('one row, of which some relations are read', checked("populate: '*'").replace('product.line?.id', 'product.line.id + product.images[0].url + product.seo.title + product.orders.length')),
    fine('one row, which goes on as a whole', checked("populate: '*'").replace('return null', 'return product')),
    fine('one row with hardly any relations', checked("populate: '*'").replaceAll('api::product.product', 'api::order.order')),
    fine('a handful', answered("populate: '*', limit: 5")),
    fine('what a condition tells from all others', answered("populate: '*', where: { code: given }")),
    fine('a content type with hardly any relations', answered("populate: '*'").replaceAll('product', 'line')),
    fine('rows of which all that is read is known', "export async function names() { const products = await strapi.db.query('api::product.product').findMany({ populate: '*' }); return products.map((product) => [product.images, product.seo, product.orders, product.line, product.blocks]); }"),
  ],
  invalid: [
    wrong('components and media of a list of which all that is read is known', "export async function names() { const products = await strapi.db.query('api::product.product').findMany({ populate: '*' }); return products.map((product) => [product.name, product.orders, product.line]); }", [{
      messageId: 'unread', data: { callee: "strapi.db.query('api::product.product').findMany", table: '`Product` (grows with use)', names: '`images`, `seo` and `blocks`', advice: "Name what is used: `populate: ['orders', 'line']`." },
    }]),
    wrong('one row, to see whose it is', checked("populate: '*'"), [{
      messageId: 'ofOne', data: { callee: "strapi.db.query('api::product.product').findOne", table: '`Product` (grows with use)', names: '`images`, `seo`, `orders` and `blocks`', advice: "Name what is used: `populate: ['line']`." },
    }]),
    wrong('one row, of which nothing else is read', checked("populate: '*'").replace('product.line?.id', 'product.code'), [{
      messageId: 'ofOne', data: { callee: "strapi.db.query('api::product.product').findOne", table: '`Product` (grows with use)', names: '`images`, `seo`, `orders`, `line` and 1 more', advice: "Leave `populate: '*'` out." },
    }]),
    wrong('all relations of a list', answered("populate: '*'"), [{
      messageId: 'everything', data: {
        callee: "strapi.db.query('api::product.product').findMany", table: '`Product` (grows with use)', names: '`images`, `seo`, `orders`, `line` and 1 more', advice: "Name what is used: `populate: ['images', …]`.",
      },
    }]),
    wrong('and what they refer to', answered("populate: 'deep'").replaceAll('product', 'parcel'), [{
      messageId: 'everything', data: {
        callee: "strapi.db.query('api::parcel.parcel').findMany", table: '`Parcel`', names: 'all that it refers to',
        advice: "Name what is used: `populate: […]`. `'deep'` goes on to what that refers to, five levels down where its configuration doesn't say less.",
      },
    }]),
  ],
};

/** What is read of each line, with these options. */
const listed = (options: string, term: string): string => `export default ({ strapi }) => ({ async all() { const lines = await strapi.db.query('api::line.line').findMany({ ${options} }); return lines.map((line) => ${term}); } });`;

export const overFetched: CaseTable = {
  valid: [
    fine('a relation that is read', listed("populate: '*'", 'line.order.number + line.parent.quantity')),
    fine('no relation', listed('', 'line.quantity')),
    fine('rows that are answered as they are', "export default ({ strapi }) => ({ all: () => strapi.db.query('api::line.line').findMany({ populate: '*' }) });"),
  ],
  invalid: [
    wrong('all relations, of which none is read', listed("populate: '*'", 'line.quantity'), [{
      messageId: 'unread', data: { callee: "strapi.db.query('api::line.line').findMany", names: '`order` and `parent`', table: '`Line`', advice: "Leave `'*'` out." },
    }]),
    wrong('all relations, of which one is read', listed("populate: '*'", 'line.order.number'), [{
      messageId: 'unread', data: { callee: "strapi.db.query('api::line.line').findMany", names: '`parent`', table: '`Line`', advice: "Name `order` in place of `'*'`." },
    }]),
    wrong('a relation by its name', listed("populate: ['order']", 'line.quantity'), [{ messageId: 'unread' }]),
  ],
};
