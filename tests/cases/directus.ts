import { casesIn, type CaseTable } from './case-table.ts';

const { fine, wrong } = casesIn('tests/fixtures/directus-extension/src/close/api.ts');
const SITE = 'tests/fixtures/directus-site/src/orders.ts';

/** What an extension does with the service of orders. */
const extension = (body: string, given = "const orders = new ItemsService('orders', { schema, knex: database });"): string => `export default {
  id: 'close',
  handler: async ({ ids, emails }, { services, database, getSchema }) => {
    const { ItemsService, UsersService, MailService } = services;
    const schema = await getSchema();
    ${given}
    ${body}
  },
};`;

/** What a function of a site asks by the SDK, which imports these commands. */
const site = (commands: string, body: string): string => `import { createDirectus, rest, ${commands} } from '@directus/sdk';
const client = createDirectus('https://shop.example').with(rest());
export async function run(rows, page) {
  ${body}
}`;

/** A loop over orders that a filter finds. */
const forOrders = (body: string): string => `for (const order of await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: -1 })) { ${body} }`;

export const perRow: CaseTable = {
  valid: [
    fine('one query for all', extension("return new ItemsService('customers', { schema }).readByQuery({ filter: { id: { _in: ids } }, limit: -1 });")),
    fine('a service for another collection in each round', extension("for (const { collection } of ids) await new ItemsService(collection, { schema }).readSingleton({});")),
    fine('for whom each round asks', extension("for (const socket of ids) await new ItemsService('customers', { schema, accountability: socket.accountability }).readOne(7);")),
    fine('what a project configures', extension("for (const id of ids) await new ItemsService('directus_roles', { schema }).readOne(id);")),
    fine('methods that are called so in another project', extension("const customers = new ItemsService('customers'); for (const id of ids) await customers.readOne(id);"), { filename: 'tests/fixtures/plain/close.ts' }),
    fine("Directus's own services", extension("const customers = new ItemsService('customers'); for (const id of ids) await customers.readOne(id);"), { filename: 'tests/fixtures/directus-own/src/close.ts' }),
    fine('a request of something else', "export async function run(client, rows) { for (const row of rows) await client.request(readOrders(row.id)); }", { filename: SITE }),
    fine('a collection in each round', site('readItems', 'for (const { collection } of rows) await client.request(readItems(collection, { limit: 10 }));'), { filename: SITE }),
  ],
  invalid: [
    wrong('an item for each', extension(`const customers = new ItemsService('customers', { schema }); ${forOrders('await customers.readOne(order.customer);')}`), [{
      messageId: 'perRow',
      data: {
        callee: 'customers.readOne', via: '', subject: 'for each of the rows of the loop on line 7', cost: 'a query per row',
        advice: 'Read them all before the loop with `customers.readByQuery({ filter: { id: { _in: ids } }, limit: -1 })` and look them up in a Map by `id`.',
      },
    }]),
    wrong('a service that is made on the spot', extension("for (const id of ids) await new services.ItemsService('customers', { schema }).readOne(id);"), [{
      messageId: 'perRow',
      data: {
        callee: "new ItemsService('customers').readOne", via: '', subject: 'for each of `ids`', cost: 'a query per row',
        advice: "Read them all before the loop with `new ItemsService('customers').readByQuery({ filter: { id: { _in: ids } }, limit: -1 })` and look them up in a Map by `id`.",
      },
    }]),
    wrong('the users of many addresses', extension('const users = new UsersService({ schema }); for (const email of emails) await users.readByQuery({ filter: { email: { _eq: email } }, limit: 1 });'), [{ messageId: 'perRow' }]),
    wrong('a number for each', extension(forOrders("await new ItemsService('lines', { schema }).readByQuery({ filter: { order: { _eq: order.id } }, aggregate: { count: ['*'] } });")), [{ messageId: 'perRow' }]),
    wrong('a request of the SDK for each', site('readItem', "for (const row of rows) await client.request(readItem('customers', row.customer));"), [{
      messageId: 'perRow',
      data: {
        callee: "client.request(readItem('customers'))", via: '', subject: 'for each of `rows`', cost: 'a query per row',
        advice: "Read them all before the loop with `readItems('customers', { filter: { id: { _in: ids } }, limit: -1 })` and look them up in a Map by `id`.",
      },
    }], { filename: SITE }),
    wrong('a command that Nuxt imports by itself', "export async function run(rows) { for (const row of rows) await useDirectus().request(readItem('customers', row.customer)); }", [{ messageId: 'perRow' }], { filename: SITE }),
    wrong('a command that a plugin of Nuxt hands out', "export async function run(rows) { const { $directus, $readItem } = useNuxtApp(); for (const row of rows) await $directus.request($readItem('customers', row.customer)); }", [{ messageId: 'perRow' }], { filename: SITE }),
    wrong('a command with a token', site('readUser, withToken', 'for (const row of rows) await client.request(withToken(process.env.TOKEN, readUser(row.owner)));'), [{ messageId: 'perRow' }], { filename: SITE }),
    wrong('`items` of the SDK before version 11', "export async function run(directus, rows) { for (const row of rows) await directus.items('customers').readOne(row.customer); }", [{ messageId: 'perRow' }], { filename: SITE }),
  ],
};

/** A hook of reading. */
const hook = (event: string, body: string): string => `import { defineHook } from '@directus/extensions-sdk';
export default defineHook(({ filter, action }, { services, getSchema }) => {
  filter('${event}', async (items, meta, { schema }) => {
    const customers = new services.ItemsService('customers', { schema });
    ${body}
    return items;
  });
});`;

export const hooks: CaseTable = {
  valid: [
    fine('all of a page at once', hook('orders.items.read', 'const found = await customers.readMany(items.map((item) => item.customer)); for (const item of items) item.name = found.find(({ id }) => id === item.customer)?.name;')),
    fine('the one item that is written', hook('orders.items.create', 'await customers.readOne(items.customer);')),
  ],
  invalid: [
    wrong('an item for each of a page', hook('orders.items.read', 'for (const item of items) item.name = (await customers.readOne(item.customer)).name;'), [{
      messageId: 'perRow',
      data: {
        callee: 'customers.readOne', via: '', subject: 'for each of `items` in the hook `orders.items.read`', cost: 'a query per row',
        advice: 'Read them all before the loop with `customers.readByQuery({ filter: { id: { _in: ids } }, limit: -1 })` and look them up in a Map by `id`.',
      },
    }]),
  ],
};

export const writes: CaseTable = {
  valid: [
    fine('one update for all', extension("await orders.updateMany(ids, { state: 'closed' });")),
    fine('items that are created one by one all the same', extension('for (const id of ids) await orders.createOne({ number: id });'), { options: [{ impact: 'high' }] }),
    fine('a mail for each', extension('const mails = new MailService({ schema }); for (const email of emails) await mails.send({ to: email });')),
  ],
  invalid: [
    wrong('the same values for each', extension("for (const id of ids) await orders.updateOne(id, { state: 'closed' });"), [{
      messageId: 'perRow',
      data: {
        callee: 'orders.updateOne', via: '', subject: 'for each of `ids`', cost: 'a query per row',
        advice: 'The same values go to every row: write them with one `orders.updateMany(ids, data)`, in chunks where the list can be long.',
      },
    }]),
    wrong('values of its own for each', extension(forOrders('await orders.updateOne(order.id, { total: order.sum * 2 });')), [{
      messageId: 'perRow',
      data: {
        callee: 'orders.updateOne', via: '', subject: 'for each of the rows of the loop on line 7', cost: 'a query per row',
        advice: 'Collect the items and write them with one `updateBatch([...])`, which runs in one transaction and still goes item by item.',
      },
    }]),
    wrong('an item that is created for each', extension('for (const id of ids) await orders.createOne({ number: id });'), [{
      messageId: 'perRow',
      data: {
        callee: 'orders.createOne', via: '', subject: 'for each of `ids`', cost: 'a query per row',
        advice: 'Insert them together with `orders.createMany([...])`, which runs in one transaction and still goes item by item.',
      },
    }]),
    wrong('a request for each', site('updateItem', "for (const row of rows) await client.request(updateItem('orders', row.id, { total: row.sum * 2 }));"), [{
      messageId: 'perRow',
      data: {
        callee: "client.request(updateItem('orders'))", via: '', subject: 'for each of `rows`', cost: 'a query per row',
        advice: "Send the items with one `updateItemsBatch('orders', [...])`, in chunks where the list can be long.",
      },
    }], { filename: SITE }),
    wrong('a user for each', site('createUser', 'for (const row of rows) await client.request(createUser({ email: row.email }));'), [{
      messageId: 'perRow',
      data: {
        callee: 'client.request(createUser())', via: '', subject: 'for each of `rows`', cost: 'a query per row',
        advice: 'Insert them together with `createUsers([...])`, in chunks where the list can be long.',
      },
    }], { filename: SITE }),
  ],
};

export const unlimited: CaseTable = {
  valid: [
    fine('a page', site('readItems', "return client.request(readItems('orders', { limit: 50, sort: ['-date'] }));"), { filename: SITE }),
    fine('those of one customer', site('readItems', "return client.request(readItems('orders', { filter: { customer: { _eq: rows } }, limit: -1 }));"), { filename: SITE }),
    fine('a collection that others name', site('readItems', 'return client.request(readItems(rows, { limit: -1 }));'), { filename: SITE }),
    fine('what a project configures', site('readItems', "return client.request(readItems('directus_roles', { limit: -1 }));"), { filename: SITE }),
    fine('a number', site('readItems', "return client.request(readItems('orders', { aggregate: { count: ['*'] }, limit: -1 }));"), { filename: SITE }),
  ],
  invalid: [
    wrong('every item', site('readItems', "return client.request(readItems('orders', { limit: -1 }));"), [{ messageId: 'unlimited' }], { filename: SITE }),
    wrong('every item of a service', extension('return orders.readByQuery({ limit: -1 });'), [{ messageId: 'unlimited' }]),
    wrong('a list that is only counted', extension("return (await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: -1 })).length;"), [{ messageId: 'length' }]),
  ],
};

export const offsets: CaseTable = {
  valid: [fine('the first page', site('readItems', "return client.request(readItems('orders', { page: 1, limit: 50 }));"), { filename: SITE })],
  invalid: [
    wrong('pages by number', site('readItems', "return client.request(readItems('orders', { page, limit: 50 }));"), [{ messageId: 'offset' }], { filename: SITE }),
  ],
};

const CLOSE_EACH = "for (const order of found) await orders.updateOne(order.id, { state: 'closed' });";

export const cutOff: CaseTable = {
  valid: [
    fine('all of them', extension(`const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: -1 }); ${CLOSE_EACH}`)),
    fine('a limit', extension(`const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: 500 }); ${CLOSE_EACH}`)),
    fine('the latest, by their order', extension(`const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } }, sort: ['-date'] }); ${CLOSE_EACH}`)),
    fine('a sum of what belongs to one', extension("const found = await orders.readByQuery({ filter: { invoice_id: { _eq: given } } }); return found.reduce((sum, order) => sum + order.amount, 0);")),
    fine('items that are given', extension("return orders.readByQuery({ filter: { state: { _eq: 'open' } } });")),
    fine('what a page names', extension("const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: 50 }); return new ItemsService('customers', { schema }).readByQuery({ filter: { id: { _in: found.map(({ customer }) => customer) } } });")),
  ],
  invalid: [
    wrong('an update of each', extension(`const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } } }); ${CLOSE_EACH}`), [{
      messageId: 'broken',
      data: {
        problem: '`orders.readByQuery` gives the first 100 items of `orders` where neither the query nor `QUERY_LIMIT_DEFAULT` sets a limit, and `orders.updateOne` writes these alone: whatever comes after them is silently left out.',
        advice: 'Say with `limit: -1` that all are meant, or set the `limit` that is.',
      },
      suggestions: [{ messageId: 'remedyChanging', data: { title: 'Read all that match', changes: 'every item that matches is read' }, output: extension(`const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } }, limit: -1 }); ${CLOSE_EACH}`) }],
    }]),
    wrong('a sum of them', extension("const found = await orders.readByQuery({ filter: { state: { _eq: 'open' } } }); return found.reduce((sum, order) => sum + order.amount, 0);"), [{ messageId: 'broken', suggestions: 1 }]),
    wrong('what belongs to them', site('readItems', "const orders = await client.request(readItems('orders', { filter: { shop: { _eq: rows } } })); return client.request(readItems('lines', { filter: { order: { _in: orders.map(({ id }) => id) } }, limit: -1 }));"), [{ messageId: 'broken', suggestions: 1 }], { filename: SITE }),
    wrong('what belongs to all of another read', site('readItems', "const orders = await client.request(readItems('orders', { filter: { shop: { _eq: rows } }, limit: -1 })); return client.request(readItems('lines', { filter: { order: { _in: orders.map(({ id }) => id) } } }));"), [{ messageId: 'broken', suggestions: 1 }], { filename: SITE }),
  ],
};
