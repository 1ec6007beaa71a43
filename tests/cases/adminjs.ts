import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const file = (project: string, name = 'admin.ts'): string => `tests/fixtures/adminjs/${project}/src/${name}`;
const TYPEORM = file('typeorm');
const PRISMA = file('prisma');

function fine(name: string, code: string, filename = TYPEORM, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code, filename, ...rest };
}

function wrong(name: string, code: string, errors: InvalidCase['errors'], filename = TYPEORM, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code, filename, errors, ...rest };
}

const ENTITIES = "import { Customer, Order } from './entities/index.js';\n";

/** A resource whose list has these hooks. */
const listed = (after: string, before = ''): string => `${ENTITIES}${before}
export const orders = {
  resource: Order,
  options: {
    listProperties: ['id', 'customerName'],
    actions: { list: { after: ${after} } },
  },
};`;

/** A resource with this bulk action. */
const bulk = (handler: string, before = ''): string => `${ENTITIES}${before}
export const orders = {
  resource: Order,
  options: {
    actions: {
      archive: { actionType: 'bulk', component: false, handler: ${handler} },
    },
  },
};`;

/** A bulk action on a Sequelize model that writes each record, by AdminJS and by itself. */
const keyed = (model: string, key: string): string => `const { ${model} } = require('./models');
module.exports = { resource: ${model}, options: { actions: { close: { actionType: 'bulk', handler: async (request, response, context) => { for (const record of context.records) {
  await record.update({ closed: true });
  await ${model}.update({ closed: true }, { where: { ${key}: record.id(), free: true } });
  await ${model}.increment('visits', { where: { ${key}: record.id() } });
  await ${model}.upsert(record.params);
} return {}; } } } } };`;

const PAGE = 'about 11 queries for a page of 10';
const READ_PER_RECORD = `async (response) => {
  for (const record of response.records) {
    record.params.customerName = (await Customer.findOneBy({ id: record.params.customerId })).name;
  }
  return response;
}`;

/** A hook for pages and for single records alike, attached to these actions. */
const attached = (actions: string): string => `import type { After, ActionResponse } from 'adminjs';
${ENTITIES}const add: After<ActionResponse> = async (response) => {
  if (response.records) for (const record of response.records) record.params.name = (await Customer.findOneBy({ id: record.params.customerId })).name;
  if (response.record) response.record.params.name = (await Customer.findOneBy({ id: response.record.params.customerId })).name;
  return response;
};
export const orders = { resource: Order, options: { actions: { ${actions} } } };`;

/** Queries per record in hooks of list actions. */
export const hooks: CaseTable = {
  invalid: [
    wrong('a hook of a page and of single records', attached('list: { after: [add] }, show: { after: [add] }'), [{ messageId: 'perRow', line: 4 }]),
    wrong('a hook that another file may attach to a page', attached('').replace('const add', 'export const add'), [{ messageId: 'perRow', line: 4 }]),
    wrong('a hook of a custom action that has records', attached('rank: { actionType: "resource", after: [add] }'), [{ messageId: 'perRow', line: 4 }]),
    wrong('a hook in place, in a file that imports nothing of AdminJS', listed(READ_PER_RECORD), [
      {
        messageId: 'perRow',
        line: 9,
        column: 41,
        data: {
          callee: 'Customer.findOneBy',
          subject: 'for each of `response.records` in the `after` hook of `list`',
          cost: PAGE,
          advice: 'Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.',
        },
      },
    ]),
    wrong('a list of hooks', listed(`[(response) => response, ${READ_PER_RECORD}]`), [{ messageId: 'perRow' }]),
    wrong('a hook by name', listed('addCustomer', `const addCustomer = ${READ_PER_RECORD};`), [{ messageId: 'perRow' }]),
    wrong('a declared function', listed('[addCustomer]', `async function addCustomer(response) { await Promise.all(response.records.map(async (record) => { record.params.n = await Order.countBy({ customerId: record.id() }); })); return response; }`), [
      { messageId: 'perRow' },
    ]),
    wrong('what a factory gives', listed("[addCustomer('name')]", `const addCustomer = (field) => ${READ_PER_RECORD};`), [{ messageId: 'perRow' }]),
    wrong('what a factory gives that has a body', listed('[addCustomer()]', `function addCustomer() { const hook = ${READ_PER_RECORD}; return hook; }`), [{ messageId: 'perRow' }]),
    wrong('records by destructuring, and optional', listed('async ({ records, meta }) => { for (const record of records ?? []) await Customer.findOneBy({ id: record.params.customerId }); return { records, meta }; }'), [
      { messageId: 'perRow', data: { callee: 'Customer.findOneBy', subject: 'for each of `records` in the `after` hook of `list`', cost: PAGE, advice: 'Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.' } },
    ]),
    wrong('behind a guard', listed('async (response, request) => { if (request.method !== "get") return response; if (response?.records?.length > 0) { const done = response?.records?.map(async (record) => { await Customer.findOneBy({ id: record.params.customerId }); return record; }); response.records = await Promise.all(done); } return response; }'), [
      { messageId: 'perRow' },
    ]),
    wrong('the search action', listed(READ_PER_RECORD).replace('list: {', 'search: {'), [{ messageId: 'perRow' }]),
    wrong('one hook for list and show', listed('[both]').replace('list: {', 'show: { after: [both] }, list: {').concat('\nasync function both(response) { if (response.records) { for (const record of response.records) await Customer.findOneBy({ id: record.params.customerId }); } else { response.record.params.c = await Customer.findOneBy({ id: 1 }); } return response; }'), [
      { messageId: 'perRow', line: 10, column: 102 },
    ]),
    wrong('records handed to a function of this file', listed('async (response) => { await fill(response.records, 1); return response; }', 'async function fill(rows, n) { for (const row of rows) await Customer.findOneBy({ id: row.params.customerId }); }'), [{ messageId: 'perRow' }]),
    wrong('a function of another file for each record', listed('async (response) => { for (const record of response.records) record.params.name = await customerName(record.params.customerId); return response; }', "import { customerName } from './helpers/customers.js';"), [
      {
        messageId: 'perRowElsewhere',
        data: {
          callee: 'Customer.findOneByOrFail',
          file: 'customers.ts',
          line: '4',
          helper: 'customerName',
          subject: 'for each of `response.records` in the `after` hook of `list`',
          cost: PAGE,
          advice: 'Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.',
        },
      },
    ]),
    wrong('a function of another file, one call further', listed('async (response) => { await Promise.all(response.records.map(async (record) => { record.params.name = await greeting(record.params.customerId); })); return response; }', "import { greeting } from './helpers/customers.js';"), [
      { messageId: 'perRowElsewhere' },
    ]),
    wrong('a function of another file by name', listed('async (response) => { await Promise.all(response.records.map(enrich)); return response; }', "import { enrich } from './hooks/untyped.js';"), [{ messageId: 'perRowElsewhere', line: 7, column: 92 }]),
    wrong('a hook of another file, at its wiring', listed('[addCustomer]', "import { addCustomer } from './hooks/untyped.js';"), [
      {
        messageId: 'perRow',
        line: 7,
        column: 32,
        data: {
          callee: 'Customer.findOneBy',
          subject: 'for each of `response.records` in the `after` hook of `list`',
          cost: PAGE,
          advice: 'It stands in `addCustomer` (untyped.ts:5). Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.',
        },
      },
    ]),
    wrong("a factory's hook of another file", listed("[countOrders('orders')]", "import { countOrders } from './hooks/untyped.js';"), [{ messageId: 'perRow', line: 7, column: 32 }]),
    wrong('a hook by its type', `import type { ActionResponse, After } from 'adminjs';\n${ENTITIES}export const addCustomer: After<ActionResponse> = ${READ_PER_RECORD};`, [
      { messageId: 'perRow', data: { callee: 'Customer.findOneBy', subject: 'for each of `response.records`', cost: PAGE, advice: 'Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.' } },
    ], file('typeorm', 'hooks.ts')),
    wrong("a factory's hook by its type", `import type { ActionResponse, After } from 'adminjs';\n${ENTITIES}export const addCustomer = (): After<ActionResponse> => ${READ_PER_RECORD};`, [{ messageId: 'perRow' }]),
    wrong('options in a file of their own', `${ENTITIES}export default { listProperties: ['id'], actions: { list: { after: ${READ_PER_RECORD} } } };`, [{ messageId: 'perRow' }]),
    wrong('a feature', `import { buildFeature } from 'adminjs';\n${ENTITIES}export const feature = buildFeature({ actions: { list: { after: [${READ_PER_RECORD}] } } });`, [{ messageId: 'perRow' }]),
    wrong('a hook of every resource', `import AdminJS from 'adminjs';\n${ENTITIES}AdminJS.ACTIONS.list.after = [${READ_PER_RECORD}];`, [{ messageId: 'perRow', line: 5 }]),
    wrong('a resource that a function gives', `${ENTITIES}export const createOrders = () => ({ resource: Order, features: [], options: { actions: { list: { after: ${READ_PER_RECORD} } } } });`, [{ messageId: 'perRow' }]),
    wrong('a Prisma model', `import { getModelByName } from '@adminjs/prisma';\nimport { prisma } from './client.js';\nexport const orders = { resource: { model: getModelByName('Order'), client: prisma }, options: { actions: { list: { after: async (response) => { for (const record of response.records) record.params.c = await prisma.customer.findUnique({ where: { id: record.params.customerId } }); return response; } } } } };`, [
      { messageId: 'perRow' },
    ], PRISMA),
    wrong('a Sequelize model', `const { Invoice, Payment } = require('./models');\nmodule.exports = { resource: Invoice, options: { actions: { list: { after: async (response) => { for (const record of response.records) record.params.paid = await Payment.count({ where: { invoiceId: record.params.id } }); return response; } } } } };`, [
      { messageId: 'perRow', data: { callee: 'Payment.count', subject: 'for each of `response.records` in the `after` hook of `list`', cost: PAGE, advice: "Count for all rows at once before the loop: `Payment.count({ where: { invoiceId: ids }, group: ['invoiceId'] })` gives one count for each `invoiceId`." } },
    ], file('sequelize', 'admin.js')),
    wrong('a Mongoose model', `import { Author, Book } from './models.js';\nexport const books = { resource: Book, options: { actions: { list: { after: [async (response) => { await Promise.all(response.records.map(async (record) => { record.params.by = await Author.findById(record.params.author); })); return response; }] } } } };`, [
      { messageId: 'perRow', data: { callee: 'Author.findById', subject: 'for each of `response.records` in the `after` hook of `list`', cost: PAGE, advice: 'Read them all before the loop with `Author.find({ _id: { $in: ids } })` and look them up in a Map by `String(doc._id)`, for ids are objects.' } },
    ], file('mongoose', 'admin.js')),
    wrong('a read per record of a bulk action', bulk('async (request, response, { records }) => { for (const record of records) await notify(await Customer.findOneBy({ id: record.params.customerId })); return {}; }'), [
      { messageId: 'perRow', data: { callee: 'Customer.findOneBy', subject: 'for each of `records` in bulk action `archive`', cost: 'a query per row', advice: 'Read them all before the loop with `Customer.findBy({ id: In(ids) })` and look them up in a Map by `id`.' } },
    ]),
    wrong('a function of another file per selected id', bulk('async (request, response, context) => run(context, request)', "import { customerName } from './helpers/customers.js';\nconst run = async (context, request) => { const ids = request?.query?.recordIds?.split(',').map(Number); for (const id of ids) await notify(await customerName(id)); return {}; };"), [
      { messageId: 'perRowElsewhere', line: 3 },
    ]),
  ],
  valid: [
    fine('a hook of the one record of every resource', `import AdminJS from 'adminjs';\n${ENTITIES}AdminJS.ACTIONS.show.after = [${READ_PER_RECORD}];`, TYPEORM, { options: [{ impact: 'high' }] }),
    fine('a hook of actions that have one record', attached('show: { after: [add] }, edit: { after: [add] }, close: { actionType: "record", after: [add] }')),
    fine('the same without a type', attached('show: { after: add }').replace(': After<ActionResponse>', '')),
    fine('one query for the page', listed(`async (response) => {
  const ids = response.records.map((record) => record.params.customerId);
  const names = new Map((await Customer.findBy({ id: In(ids) })).map((customer) => [customer.id, customer.name]));
  for (const record of response.records) record.params.customerName = names.get(record.params.customerId);
  return response;
}`)),
    fine('the show action', listed('[showCustomer]', "import { showCustomer } from './hooks/untyped.js';").replace('list: {', 'show: {')),
    fine('a show hook in place', listed('async (response) => { response.record.params.c = await Customer.findOneBy({ id: response.record.params.customerId }); return response; }').replace('list: {', 'show: {')),
    fine('a hook of the list that reads one record', listed('[showCustomer]', "import { showCustomer } from './hooks/untyped.js';")),
    fine('a loop over what is fixed', listed("async (response) => { for (const status of ['open', 'paid']) response.meta[status] = await Order.countBy({ status }); return response; }")),
    fine('a function that only computes', listed('async (response) => { for (const record of response.records) record.params.i = initials(record.params.name); return response; }', "import { initials } from './helpers/customers.js';")),
    fine('a function that answers from a cache', listed('async (response) => { for (const record of response.records) record.params.name = await cachedName(record.params.customerId); return response; }', "import { cachedName } from './helpers/customers.js';")),
    fine('a cache in place', listed('async (response) => { const seen = new Map(); for (const record of response.records) { const { customerId } = record.params; if (!seen.has(customerId)) seen.set(customerId, await customerName(customerId)); } return response; }', "import { customerName } from './helpers/customers.js';")),
    fine('what Prisma gathers by itself', `import { prisma } from './client.js';\nexport const orders = { resource: { model: getModelByName('Order'), client: prisma }, options: { actions: { list: { after: async (response) => { await Promise.all(response.records.map(async (record) => { record.params.c = await prisma.customer.findUnique({ where: { id: record.params.customerId } }); })); return response; } } } } };`, PRISMA),
    fine('a small table', listed('async (response) => { for (const record of response.records) record.params.name = await customerName(record.params.customerId); return response; }', "import { customerName } from './helpers/customers.js';"), TYPEORM, { settings: { rows: { Customer: 40 } } }),
    fine('a hook with its type, at its wiring: its own file says it', listed('[addName]', "import { addName } from './hooks/typed.js';")),
    fine('a project without AdminJS', "import { nameOf } from './helpers.js';\nexport const orders = { resource: Order, options: { actions: { list: { after: async (response) => { for (const record of response.records) record.params.name = await nameOf(record.params.id); return response; } } } } };", file('elsewhere')),
    fine('a hook that comes from a package', listed('[uploadHook(), passwords({ hash })]', "import passwords from '@adminjs/passwords';\nimport { uploadHook } from './missing.js';")),
    fine('half a resource', `${ENTITIES}export const orders = { resource: , options: { actions: { list: { after: [`.replace('resource: ,', 'resource: Order,').concat('] } } } };')),
    fine('a class named like a model', listed('async (response) => { for (const record of response.records) record.params.at = await Clock.findOne(record.id()); return response; }', 'class Clock { static async findOne() { return 1; } }')),
  ],
};

const IDS = '`const ids = records.map((record) => record.id())`';

/** Writes per record in bulk actions. */
export const writes: CaseTable = {
  invalid: [
    wrong('record.update in a loop: TypeORM reads and writes five times for each', bulk("async (request, response, context) => { for (const record of context.records ?? []) { await record.update({ status: 'archived' }); } return {}; }"), [
      {
        messageId: 'perRow',
        line: 7,
        column: 157,
        data: {
          callee: 'record.update',
          subject: 'for each of `context.records` in bulk action `archive`',
          cost: '5 queries per row',
          advice: `AdminJS has no bulk write: use the model's own, \`Order.update({ id: In(ids) }, …)\` with ${IDS}.`,
        },
      },
    ]),
    wrong('record.save, all at once', bulk("async (request, response, { records, currentAdmin }) => { await Promise.all(records.map(async (record) => { record.params.status = 'archived'; await record.save(); })); return {}; }"), [
      { messageId: 'perRow', data: { callee: 'record.save', subject: 'for each of `records` in bulk action `archive`', cost: '3 queries per row', advice: `AdminJS has no bulk write: change \`Order\` itself, with the ORM's batch write or in one transaction, for the ids in ${IDS}.` } },
    ]),
    wrong('resource.update by id', bulk("async (request, response, context) => { const { records, resource } = context; for (const record of records) await resource.update(record.id(), { status: 'archived' }); return {}; }"), [{ messageId: 'perRow', data: { callee: 'resource.update', subject: 'for each of `records` in bulk action `archive`', cost: '5 queries per row', advice: `AdminJS has no bulk write: use the model's own, \`Order.update({ id: In(ids) }, …)\` with ${IDS}.` } }]),
    wrong('resource.delete by id', bulk("async (request, response, context) => { for (const id of request.query.recordIds.split(',')) await context.resource.delete(id, context); return {}; }"), [
      { messageId: 'perRow', data: { callee: 'context.resource.delete', subject: "for each of `request.query.recordIds.split(',')` in bulk action `archive`", cost: '3 queries per row', advice: `AdminJS has no bulk write: use the model's own, \`Order.delete({ id: In(ids) })\` with ${IDS}.` } },
    ]),
    wrong('what is written depends on the record', bulk('async (request, response, { records }) => { for (const record of records) await record.update({ total: record.params.total * 2 }); return {}; }'), [{ messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `records` in bulk action `archive`', cost: '5 queries per row', advice: `AdminJS has no bulk write: change \`Order\` itself, with the ORM's batch write or in one transaction, for the ids in ${IDS}.` } }]),
    wrong('one of several action types', bulk('async (request, response, { records }) => { for (const record of records) await record.update({ total: 0 }); return {}; }').replace("'bulk'", "['record', 'bulk']"), [{ messageId: 'perRow' }]),
    wrong('the overridden bulkDelete', bulk('async (request, response, { records, resource }) => { for (const record of records) await resource.delete(record.id()); return {}; }').replace("archive: { actionType: 'bulk',", 'bulkDelete: {'), [{ messageId: 'perRow' }]),
    wrong('a function of another file writes', bulk('async (request, response, { records }) => { await Promise.all(records.map((record) => archive(record.id()))); return {}; }', "import { archive } from './helpers/customers.js';"), [{ messageId: 'perRowElsewhere' }]),
    wrong('a handler by its type', "import type { ActionHandler } from 'adminjs';\nexport const archive: ActionHandler<any> = async (request, response, context) => { for (const record of context.records) await record.update({ archived: true }); return {}; };", [
      { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `context.records`', cost: 'a query per row', advice: `AdminJS has no bulk write: use the ORM's own on the model itself, with ${IDS}.` } },
    ]),
    wrong('a context with its type', `import type { ActionContext } from 'adminjs';\n${bulk("async (request, response, context: ActionContext) => { for (const record of context.records) await record.update({ status: 'archived' }); return {}; }")}`, [
      { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `context.records` in bulk action `archive`', cost: '5 queries per row', advice: `AdminJS has no bulk write: use the model's own, \`Order.update({ id: In(ids) }, …)\` with ${IDS}.` } },
    ]),
    wrong('Prisma writes once for each', `import { getModelByName } from '@adminjs/prisma';\nimport { prisma } from './client.js';\nexport const orders = { resource: { model: getModelByName('Order'), client: prisma }, options: { actions: { archive: { actionType: 'bulk', handler: async (request, response, { records }) => { for (const record of records) await record.update({ status: 'archived' }); return {}; } } } } };`, [
      { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `records` in bulk action `archive`', cost: 'a query per row', advice: `AdminJS has no bulk write: use the model's own, \`prisma.order.updateMany({ where: { id: { in: ids } }, data: … })\` with ${IDS}.` } },
    ], PRISMA),
    wrong('a Sequelize model, by the adapter of the project', "const { Invoice } = require('./models');\nmodule.exports = { resource: Invoice, options: { actions: { close: { actionType: 'bulk', handler: async (request, response, context) => { for (const record of context.records) { await record.update({ closed: true }); await Invoice.update({ closed: true }, { where: { id: record.id() } }); } return {}; } } } } };", [
      { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `context.records` in bulk action `close`', cost: '3 queries per row', advice: `AdminJS has no bulk write: use the model's own, \`Invoice.update(…, { where: { id: ids } })\` with ${IDS}.` } },
      { messageId: 'perRow', data: { callee: 'Invoice.update', subject: 'for each of `context.records` in bulk action `close`', cost: 'a query per row', advice: `The same values go to every row: write them with one \`Invoice.update(…, { where: { id: ids } })\`, which runs the bulk hooks instead of those of each row unless \`individualHooks: true\` is set, in chunks where the list can be long.` } },
    ], file('sequelize', 'admin.js')),
    ...['Plot', 'Depot', 'Bed'].map((model) => {
      const key = { Plot: 'ID', Depot: 'code', Bed: 'bedNo' }[model] ?? '';
      return wrong(`a key of another name, of ${model}`, keyed(model, key), [
        { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `context.records` in bulk action `close`', cost: '3 queries per row', advice: `AdminJS has no bulk write: use the model's own, \`${model}.update(…, { where: { ${key}: ids } })\` with ${IDS}.` } },
        { messageId: 'perRow', data: { callee: `${model}.update`, subject: 'for each of `context.records` in bulk action `close`', cost: 'a query per row', advice: `The same values go to every row: write them with one \`${model}.update(…, { where: { ${key}: ids, free: … } })\`, which runs the bulk hooks instead of those of each row unless \`individualHooks: true\` is set, in chunks where the list can be long.` } },
        { messageId: 'perRow', data: { callee: `${model}.increment`, subject: 'for each of `context.records` in bulk action `close`', cost: 'a query per row', advice: `Write rows that get the same values together with \`${model}.increment(…, { where: { ${key}: ids } })\`, or send the updates in one \`transaction\`, which spares a commit per row but no statement.` } },
        { messageId: 'perRow', data: { callee: `${model}.upsert`, subject: 'for each of `context.records` in bulk action `close`', cost: 'a query per row', advice: `Collect the rows and write them together, each once: \`${model}.bulkCreate([...], { updateOnDuplicate: […] })\`, which neither validates nor runs the hooks of each row unless told to.` } },
      ], file('sequelize', 'admin.js'));
    }),
    wrong('a bulk action in a file of its own, by its type', "import type { Action, BulkActionResponse } from 'adminjs';\nexport const close: Action<BulkActionResponse> = { name: 'shut', actionType: 'bulk', handler: async (request, response, { records, resource }) => { for (const record of records) await resource.update(record.id(), { state: 'closed' }); return { records: [] }; } };", [
      { messageId: 'perRow', data: { callee: 'resource.update', subject: 'for each of `records` in bulk action `shut`', cost: 'a query per row', advice: `AdminJS has no bulk write: use the ORM's own on the model itself, with ${IDS}.` } },
    ]),
    wrong('a bulk action in a file of its own, by its keys', "export const close = { actionType: 'bulk', handler: async (request, response, context) => { for (const record of context.records) await record.update({ state: 'closed' }); return { records: [] }; } };", [
      { messageId: 'perRow', data: { callee: 'record.update', subject: 'for each of `context.records` in bulk action `close`', cost: 'a query per row', advice: `AdminJS has no bulk write: use the ORM's own on the model itself, with ${IDS}.` } },
    ]),
    wrong('records handed to a function of this file', bulk('async (request, response, context) => { await closeAll(context.records); return {}; }', 'const closeAll = async (selected) => { for (const one of selected.filter((record) => record.params.open)) await one.update({ open: false }); };'), [{ messageId: 'perRow', line: 2 }]),
    wrong('a handler that another file wires, at its own place', "export const close = async (request, response, context) => { for (const record of context.records) await record.update({ state: 'closed' }); return {}; };", [{ messageId: 'perRow' }]),
    wrong('a handler of another file, at its wiring', bulk('closeAll', "import { closeAll } from './hooks/untyped.js';"), [
      { messageId: 'perRow', line: 7, data: { callee: 'record.update', subject: 'for each of `records` in bulk action `archive`', cost: 'a query per row', advice: `It stands in \`closeAll\` (untyped.ts:31). AdminJS has no bulk write: use the ORM's own on the model itself, with ${IDS}.` } },
    ]),
    wrong('a write in a hook of the list', listed('async (response, request, context) => { for (const record of response.records) await context.resource.update(record.id, { seen: true }); return response; }'), [
      { messageId: 'perRow', data: { callee: 'context.resource.update', subject: 'for each of `response.records` in the `after` hook of `list`', cost: 'about 51 queries for a page of 10', advice: `AdminJS has no bulk write: use the model's own, \`Order.update({ id: In(ids) }, …)\` with ${IDS}.` } },
    ]),
  ],
  valid: [
    fine('one statement for the selection', bulk("async (request, response, { records }) => { await Order.update({ id: In(records.map((record) => record.id())) }, { status: 'archived' }); return { records: records.map((record) => record.toJSON()) }; }")),
    fine('an action on one record', bulk("async (request, response, { record }) => { await record.update({ status: 'archived' }); return {}; }").replace("'bulk'", "'record'")),
    fine('an action on one record in a file of its own', "import type { Action } from 'adminjs';\nexport const close: Action<any> = { actionType: 'record', handler: async (request, response, { records }) => { for (const record of records) await record.update({ state: 'closed' }); return {}; } };"),
    fine('a bulk action of another framework', "export const close = { actionType: 'bulk', handler: async (request, response, context) => { for (const record of context.records) await record.update({ state: 'closed' }); } };", file('elsewhere')),
    fine('a loop over something else', bulk("async (request, response, { record, resource }) => { for (const part of ['a', 'b']) await record.update({ part }); return {}; }").replace("'bulk'", "'record'")),
    fine('update of something else than the record', bulk('async (request, response, { records }) => { for (const record of records) { bar.update(record); hash.update(record.id()); await cache.delete(record.id()); } return {}; }')),
    fine('a function that only computes', bulk('async (request, response, { records }) => ({ names: records.map((record) => initials(record.params.name)) })', "import { initials } from './helpers/customers.js';")),
    fine('the same names in a project without AdminJS', "export const orders = { resource: Order, options: { actions: { archive: { actionType: 'bulk', handler: async (request, response, { records }) => { for (const record of records) await record.update({ a: 1 }); } } } } };", file('elsewhere')),
    fine('rows that were read for the records', bulk('async (request, response, { records }) => { const rows = records.map((record) => record.params.basket); for (const row of rows) await row.update({ open: false }); return {}; }')),
    fine('a third parameter that holds something else', "export const close = async (request, response, context) => { for (const job of context.jobs) await job.update({ state: 'closed' }); return {}; };"),
    fine('a third parameter in a project without AdminJS', "export const close = async (request, response, context) => { for (const record of context.records) await record.update({ state: 'closed' }); return {}; };", file('elsewhere')),
    fine('records of something else', `${ENTITIES}export const sync = async (file) => { for (const record of file.records) await record.update({ done: true }); };`),
  ],
};

const withValues = (values: string, before = '', more = ''): string => `${ENTITIES}${before}
export const createOrders = async () => ({
  resource: Order,
  options: {
    listProperties: ['id'],${more}
    properties: { customerId: { availableValues: ${values} } },
  },
});`;

const WHERE = 'when the process starts, and puts them into every page';
const advice = (query: string): string => `Instead of \`${query}\`, make it a reference (\`reference: 'Customer'\`, the id of that resource): its input searches on the server, 50 options at a time.`;

/** Inputs whose options are a whole table. */
export const inputs: CaseTable = {
  invalid: [
    wrong('a loader of another file', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';"), [
      { messageId: 'everyRow', line: 7, column: 50, data: { field: 'customerId', table: '`Customer` (grows with use)', where: WHERE, advice: advice('Customer.find') } },
    ]),
    wrong('a query in place', withValues('(await Customer.find()).map(({ id, name }) => ({ value: id, label: name }))'), [{ messageId: 'everyRow' }]),
    wrong('a const of the module', withValues('customers.map(({ id, name }) => ({ value: id, label: name }))', 'const customers = await Customer.find({ select: { id: true, name: true } });'), [{ messageId: 'everyRow' }]),
    wrong('beside fixed options', withValues("[{ value: '', label: 'none' }, ...customers.map(toOption)]", 'const [customers, total] = await Customer.findAndCount();'), [{ messageId: 'everyRow' }]),
    wrong('a query builder, in a loader of this file', withValues('await options()', "const options = async () => { const list = []; const rows = await Customer.createQueryBuilder('c').orderBy('c.id').getMany(); return list.concat(rows.map((row) => ({ value: row.id, label: row.name }))); };"), [
      { messageId: 'everyRow' },
    ]),
    wrong('Prisma', `import { getModelByName } from '@adminjs/prisma';\nimport { prisma } from './client.js';\nexport const orders = async () => ({ resource: { model: getModelByName('Order'), client: prisma }, options: { properties: { customerId: { availableValues: (await prisma.customer.findMany({ orderBy: { name: 'asc' } })).map((c) => ({ value: c.id, label: c.name })) } } } });`, [
      { messageId: 'everyRow', data: { field: 'customerId', table: '`Customer` (grows with use)', where: WHERE, advice: advice('prisma.customer.findMany') } },
    ], PRISMA),
    wrong('options in a file of their own', `${ENTITIES}export default { editProperties: ['customerId'], properties: { customerId: { availableValues: (await Customer.find()).map(toOption) } } };`, [{ messageId: 'everyRow' }]),
    wrong('a table that is known to be large', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';"), [
      { messageId: 'everyRow', data: { field: 'customerId', table: '`Customer` (120,000 rows)', where: WHERE, advice: advice('Customer.find') } },
    ], TYPEORM, { settings: { rows: { Customer: 120_000 } }, options: [{ tables: 'growing' }] }),
    wrong("a table of people, by what is unique to each", withValues('(await Seller.find()).map(toOption)', "import { Seller } from './entities/seller.js';"), [
      { messageId: 'everyRow', data: { field: 'customerId', table: '`Seller` (it has a row for every `email`)', where: WHERE, advice: advice('Seller.find').replace("'Customer'", "'Seller'") } },
    ], TYPEORM, { options: [{ tables: 'growing' }] }),
    wrong('a table that grows by its name where only growing ones are asked for', withValues('(await Customer.find()).map(toOption)'), [{ messageId: 'everyRow' }], TYPEORM, { options: [{ tables: 'growing' }] }),
    wrong('a table of unknown size', "const { Depot, Invoice } = require('./models');\nmodule.exports = async () => ({ resource: Invoice, options: { properties: { depot: { availableValues: (await Depot.findAll()).map(toOption) } } } });", [{ messageId: 'everyRow' }], file('sequelize', 'admin.js')),
    wrong('Mongoose', "import { Author, Book } from './models.js';\nexport const books = { resource: Book, options: { properties: { author: { availableValues: (await Author.find()).map((a) => ({ value: a.id, label: a.name })) } } } };", [{ messageId: 'everyRow' }], file('mongoose', 'admin.js')),
  ],
  valid: [
    fine('a fixed list', withValues("[{ value: 'a', label: 'A' }]")),
    fine('a fixed list of another file', withValues('await fixedOptions()', "import { fixedOptions } from './helpers/customers.js';")),
    fine('an enum', withValues('Object.values(Status).map((value) => ({ value, label: value }))', 'enum Status { Open, Paid }')),
    fine('a filtered read', withValues('await activeOptions()', "import { activeOptions } from './helpers/customers.js';")),
    fine('a limited read', withValues('(await Customer.find({ take: 20 })).map(toOption)')),
    fine('a narrowed query builder', withValues("(await Customer.createQueryBuilder('c').where('c.active').getMany()).map(toOption)")),
    fine('a function, which AdminJS ignores', withValues('async () => (await Customer.find()).map(toOption)')),
    fine('a small table', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';"), TYPEORM, { settings: { rows: { Customer: 200 } } }),
    fine('a table of unknown size where only growing ones are asked for', "const { Depot, Invoice } = require('./models');\nmodule.exports = async () => ({ resource: Invoice, options: { properties: { depot: { availableValues: (await Depot.findAll()).map(toOption) } } } });", file('sequelize', 'admin.js'), { options: [{ tables: 'growing' }] }),
    fine('a reference', withValues('undefined').replace('availableValues: undefined', "reference: 'Customer'")),
    fine('for the filter alone: another rule', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';", "\n    filterProperties: ['customerId'], editProperties: ['status'],")),
    fine('not a property of a resource', `${ENTITIES}export const form = { properties: { customerId: { availableValues: await Customer.find() } } };`),
  ],
};

/** Filters whose options are a whole table. */
export const filters: CaseTable = {
  invalid: [
    wrong('a property that only the filter shows, by the lists', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';", "\n    filterProperties: ['customerId'], editProperties: ['status'],"), [
      { messageId: 'embedded', data: { name: 'customerId', table: ' of `Customer` (grows with use)', advice: advice('Customer.find') } },
    ]),
    wrong('a property that only the filter shows, by isVisible', withValues('await customerOptions(), isVisible: { list: true, filter: true, edit: false }', "import { customerOptions } from './helpers/customers.js';"), [{ messageId: 'embedded' }]),
  ],
  valid: [
    fine('a property of the form: another rule', withValues('await customerOptions()', "import { customerOptions } from './helpers/customers.js';", "\n    filterProperties: ['customerId'], editProperties: ['customerId'],")),
    fine('a small table', withValues('await customerOptions(), isVisible: { filter: true, edit: false }', "import { customerOptions } from './helpers/customers.js';"), TYPEORM, { settings: { rows: { Customer: 200 } } }),
    fine('a fixed list', withValues("[{ value: 1, label: 'one' }], isVisible: { filter: true, edit: false }")),
  ],
};

const searching = (handler: string): string => `import { getModelByName } from '@adminjs/prisma';
import { prisma } from './client.js';
export const customers = { resource: { model: getModelByName('Customer'), client: prisma }, options: { actions: { search: { handler: async (request, response, context) => ({ records: ${handler} }) } } } };`;

/** Handlers in place of AdminJS's own search. */
export const searches: CaseTable = {
  invalid: [
    wrong('a handler without a limit', searching("await prisma.customer.findMany({ where: { name: 'x' } })"), [
      { messageId: 'everyRow', data: { field: 'search', table: '`Customer` (grows with use)', where: 'in the reference inputs, for each key that is pressed, as far as its filter leaves them', advice: 'Give `prisma.customer.findMany` the text that is searched for and a limit, as AdminJS\'s own handler has one of 50.' } },
    ], PRISMA),
  ],
  valid: [
    fine('a handler with a limit', searching("await prisma.customer.findMany({ where: { name: { startsWith: request.params.query } }, take: 50 })"), PRISMA),
    fine('records by their keys', searching('await prisma.customer.findMany({ where: { id: { in: ids } } })'), PRISMA),
    fine('a handler of another action', searching('await prisma.customer.findMany()').replace('search: {', 'export: {'), PRISMA),
    fine('a small table', searching('await prisma.customer.findMany()'), PRISMA, { settings: { rows: { Customer: 100 } } }),
  ],
};

const admin = (settings: string): string => `import AdminJS from 'adminjs';\nexport const admin = new AdminJS({ resources: [], settings: ${settings} });`;

/** `settings.defaultPerPage`. */
export const pages: CaseTable = {
  invalid: [wrong('more than the maximum', admin('{ defaultPerPage: 1000 }'), [{ messageId: 'tooLarge', line: 2, data: { option: 'defaultPerPage', table: 'each resource', size: '1000', max: '100', advice: 'What somebody chooses in the list is limited to 500, and this isn’t.' } }])],
  valid: [fine('a page', admin('{ defaultPerPage: 50 }')), fine('of something else', admin('{ defaultPerPage: 1000 }').replace("'adminjs'", "'./admin'"))],
};

const asked = (action: string): string => `${ENTITIES}export const orders = { resource: Order, options: { actions: { close: { actionType: 'record', ${action} } } } };`;

/** What AdminJS asks without waiting. */
export const promises: CaseTable = {
  invalid: [
    wrong('an async isAccessible', asked('isAccessible: async ({ currentAdmin }) => (await Customer.findOneBy({ id: currentAdmin.id })) !== null'), [
      { messageId: 'broken', line: 2, data: { problem: '`isAccessible` of `close` gives a promise, which AdminJS takes for a yes: whoever asks, the answer is never waited for, and what it queries is sent for every record.', advice: 'Decide by what `currentAdmin` and `record` hold, or refuse in a `before` hook, which is waited for.' } },
    ]),
    wrong('an async isVisible, by name', `const isOpen = async () => true;\n${asked('isVisible: isOpen')}`, [{ messageId: 'broken', line: 3 }]),
  ],
  valid: [fine('what is known', asked("isAccessible: ({ currentAdmin }) => currentAdmin.role === 'admin', isVisible: false")), fine('an async handler', asked('handler: async () => ({}), before: async (request) => request'))],
};
