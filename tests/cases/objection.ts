import { casesIn, type CaseTable, CHUNKS, jobWith, OF_IDS, ONCE, PER_ROW, told } from './case-table.ts';

const IMPORTS = "import { Customer, Item, Order } from './models';\n";

const job = jobWith(IMPORTS);
const { fine, wrong } = casesIn('tests/fixtures/objection-shop/src/jobs.ts');

const HOOKS = 'which runs `$beforeUpdate` and its kin once, without a row';

/** Of rows that the loop on line 3 reads for nothing else. */
const BY_CONDITIONS = 'Nothing else is made of these rows: the conditions of `Order.query()` (line 3) do in place of their keys, without a read.';

/** A function that begins a query of a replica, and otherwise gives what is handed in. */
function asked(given: string): string {
  return `${IMPORTS}function asked(model, { replica, trx }) { if (replica) return model.bindKnex(replica).query(trx); return ${given}; }\n`;
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('a row by its key', job('  for (const id of ids) use(await Order.query().findById(id));'), [
      { messageId: 'perRow', line: 3, data: { callee: 'Order.query().findById', subject: OF_IDS, cost: PER_ROW, advice: 'Read them all before the loop with `Order.query().findByIds(ids)` and look them up in a Map by `id`.' } },
    ]),
    wrong('rows of one parent, with a condition of their own', job("  for (const id of ids) use(await Order.query().where('customerId', id).where({ status: 'open' }));"), [
      { messageId: 'perRow', data: { callee: 'Order.query()', subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `Order.query().whereIn('customerId', ids).where(…)` and group the rows by `customerId`." } },
    ]),
    wrong('one by another column', job('  for (const id of ids) use(await Customer.query().findOne({ shopId: id }));'), [
      { messageId: 'perRow', data: { callee: 'Customer.query().findOne', subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `Customer.query().whereIn('shopId', ids)` and look them up in a Map by `shopId`." } },
    ]),
    wrong('counts', job("  for (const id of ids) use(await Item.query().where('orderId', id).resultSize());"), [
      { messageId: 'perRow', data: { callee: 'Item.query().resultSize', subject: OF_IDS, cost: PER_ROW, advice: "Count for all rows at once with `Item.query().select('orderId').count().whereIn('orderId', ids).groupBy('orderId')` before the loop." } },
    ]),
    wrong('the last of several rows', job("  for (const id of ids) use(await Order.query().where('customerId', id).orderBy('id', 'desc').first());"), [
      { messageId: 'perRow', data: { callee: 'Order.query().first', subject: OF_IDS, cost: PER_ROW, advice: "Read the first row of each before the loop (in PostgreSQL with `.distinctOn('customerId')`, elsewhere with `row_number()` in a subquery) and look them up in a Map by `customerId`." } },
    ]),
    wrong('a model of the package whose class is not in sight', "async function run(ids: number[], ctx: Context) { for (const id of ids) use(await ctx.models.orders.query().findById(id)); }", ONCE),
    wrong('a static method of the model', "import { Base } from './base';\nexport class Parcel extends Base { static async run(ids: number[]) { for (const id of ids) use(await this.query().findById(id)); } }", ONCE),
    wrong('a method that the model gives its rows', job('  for (const customer of await Customer.query()) use(await customer.openOrder());'), [{ messageId: 'perRowElsewhere' }]),
    wrong('a method of the rows of a relation', job("  for (const order of await Order.query().withGraphFetched('customer')) use(await order.customer.openOrder());"), [{ messageId: 'perRowElsewhere' }]),
    wrong('a method that loads again what the row has', job('  for (const customer of await Customer.query()) use(await customer.refreshOrders());'), [{ messageId: 'perRowElsewhere' }]),
    wrong('a method that loads anew', job('  for (const customer of await Customer.query()) use(await customer.reloadOrders());'), [{ messageId: 'perRowElsewhere' }]),
    wrong('a transaction', job('  for (const id of ids) use(await Order.query(trx).findById(id));'), told('Order.query().findById', 'Read them all before the loop with `Order.query(trx).findByIds(ids)` and look them up in a Map by `id`.')),
    wrong('a query that a function begins of the model that it is handed', `${asked('model.query(trx)')}async function run(ids: number[]) { for (const id of ids) { const order = asked(Order, given); use(await order.findById(id)); } }`, told('asked().findById', 'Read them all before the loop with `Order.query().findByIds(ids)` and look them up in a Map by `id`.')),
    wrong('a builder that a variable holds', job("  for (const id of ids) { const query = Order.query().where('customerId', id); if (page > 1) query.where('status', 'open'); use(await query); }"), ONCE),
  ],
  valid: [
    fine('a method that loads what the row lacks', job('  for (const customer of await Customer.query()) use(await customer.ensureOrders());')),
    fine('a method of that name of something else', job('  for (const customer of await loadAll()) use(await customer.openOrder());')),
    fine('a function that gives something else', `${asked('cacheOf(model)')}async function run(ids: number[]) { for (const id of ids) use(await asked(Order, given).findById(id)); }`),
    fine('a function that is handed no model', `${asked('model.query(trx)')}async function run(ids: number[]) { for (const id of ids) use(await asked(order, given).findById(id)); }`),
    fine('one read for all', job('  use(await Order.query().findByIds(ids));')),
    fine('a builder that is only put together', job("  for (const id of ids) parts.push(Order.query().select('id').where('customerId', id).as('o'));")),
    fine('a part of another query', job("  for (const part of chunks(ids, 500)) use(await Item.query().whereIn('orderId', Order.query().select('id').where('customerId', part)));")),
    fine('a few rows of each, which the graph has no limit for', job("  for (const order of await Order.query()) use(await order.$relatedQuery('items').limit(3));")),
    fine('a pool', "import { Pool } from 'pg';\nconst pool = new Pool();\nasync function run(ids: number[]) { for (const id of ids) use(await pool.query('select 1')); }"),
    fine('`query` of something else', job('  for (const id of ids) use(await router.query().all(id));')),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job('  for (const id of ids) await Item.query().insert({ orderId: id });'), [
      { messageId: 'perRow', data: { callee: 'Item.query().insert', subject: OF_IDS, cost: PER_ROW, advice: 'Insert them together: `Item.query().insert([...])` takes a list in PostgreSQL and SQL Server; elsewhere `knex.batchInsert`, which runs neither hooks nor validation.' }, suggestions: 0 },
    ]),
    wrong('graphs, each of which is inserted by itself', job('  for (const id of ids) await Order.query().insertGraph({ customerId: id, items: [] });'), [
      { messageId: 'perRow', data: { callee: 'Order.query().insertGraph', subject: OF_IDS, cost: PER_ROW, advice: 'Insert them together: `Order.query().insert([...])` takes a list in PostgreSQL and SQL Server (a list of graphs sends an `INSERT` for each as well); elsewhere `knex.batchInsert`, which runs neither hooks nor validation.' } },
    ]),
    wrong('the same values for all, by key', job("  for (const id of ids) await Order.query().findById(id).patch({ status: 'done' });"), [
      {
        messageId: 'perRow',
        data: { callee: 'Order.query().patch', subject: OF_IDS, cost: PER_ROW, advice: `The same values go to every row: write them with one \`Order.query().patch(…).findByIds(ids)\`, ${HOOKS}, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Update all rows with one `patch`', changes: 'all rows are updated or none, and hooks like `$beforeUpdate` run once for all and see no row; cut long lists into chunks' }, output: job("  await Order.query().findByIds(ids).patch({ status: 'done' });") }],
      },
    ]),
    wrong('the same values for all, by another column', job("  for (const id of ids) await Order.query(trx).patch({ status: 'done' }).where('customerId', id);"), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job("  await Order.query(trx).patch({ status: 'done' }).whereIn('customerId', ids);") }] },
    ]),
    wrong('rows that change themselves alike', job("  for (const order of await Order.query().where('status', 'open')) await order.$query().patch({ status: 'done' });"), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Update all rows with one `patch`', changes: 'all rows are updated or none, and hooks like `$beforeUpdate` run once for all and see no row; the rows that were read keep the values that they had; cut long lists into chunks' }, output: job("  await Order.query().patch({ status: 'done' }).whereIn('id', (await Order.query().where('status', 'open')).map(({ id }) => id));") }] },
    ]),
    wrong('values that differ', job('  for (const id of ids) await Order.query().patchAndFetchById(id, { number: String(id) });'), [
      { messageId: 'perRow', data: { callee: 'Order.query().patchAndFetchById', subject: OF_IDS, cost: '2 queries per row', advice: 'Write rows that get the same values together with `Order.query().patch(…).findByIds(ids)`, or send the updates in one `transaction`, which spares a commit per row but no statement.' }, suggestions: 0 },
    ]),
    wrong('deletes', job('  await Promise.all(ids.map((id) => Item.query().deleteById(id)));'), [
      {
        messageId: 'perRow',
        data: { callee: 'Item.query().deleteById', subject: OF_IDS, cost: PER_ROW, advice: `Delete them together with \`Item.query().delete().findByIds(ids)\`, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Delete all rows with one `delete`', changes: 'all rows are deleted or none; cut long lists into chunks' }, output: job("  await Item.query().delete().whereIn('id', ids);") }],
      },
    ]),
    wrong('rows whose key is a column in snake case, and may be another property', "import { Crate } from './shelves';\nasync function run() { for (const crate of await Crate.query()) await crate.$query().patch({ checked: true }); }", [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('rows that delete themselves in a transaction', job("  for (const order of await Order.query().where('status', 'open')) await order.$query(trx).delete();"), told('order.$query().delete', `Delete them together with \`Order.query(trx).delete().findByIds(ids)\`, which calls neither \`$beforeDelete\` nor \`$afterDelete\`, ${CHUNKS}. ${BY_CONDITIONS}`, 'for each of the rows of the loop on line 3').map((error) => ({ ...error, suggestions: 1 }))),
    wrong('rows that delete themselves', job("  for (const order of await Order.query().where('status', 'open')) await order.$query().delete();"), [
      {
        messageId: 'perRow',
        data: { callee: 'order.$query().delete', subject: 'for each of the rows of the loop on line 3', cost: PER_ROW, advice: `Delete them together with \`Order.query().delete().findByIds(ids)\`, which calls neither \`$beforeDelete\` nor \`$afterDelete\`, ${CHUNKS}. ${BY_CONDITIONS}` },
        suggestions: [{
          messageId: 'remedyChanging', data: { title: 'Delete all rows with one `delete`', changes: 'all rows are deleted or none, and `$beforeDelete` and `$afterDelete` are not called; cut long lists into chunks' },
          output: job("  await Order.query().delete().whereIn('id', (await Order.query().where('status', 'open')).map(({ id }) => id));"),
        }],
      },
    ]),
    wrong('a delete that has to find its row has no such remedy', job('  for (const id of ids) await Item.query().deleteById(id).throwIfNotFound();'), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('rows of one object, which stay within its relation', job("  const order = await Order.query().findById(page);\n  for (const id of ids) await order.$relatedQuery('items').findById(id).patch({ sku: 'x' });"), [{ messageId: 'perRow', data: { callee: "order.$relatedQuery('items').patch", subject: OF_IDS, cost: PER_ROW, advice: `The same values go to every row: write them with one \`order.$relatedQuery('items').patch(…).findByIds(ids)\`, ${HOOKS}, ${CHUNKS}.` }, suggestions: 1 }]),
    wrong('rows of one object by a condition beside', job("  for (const id of ids) await Order.relatedQuery('items').for(page).findById(id).where('sku', 'x').delete();"), [{ messageId: 'perRow', data: { callee: "Order.relatedQuery('items').delete", subject: OF_IDS, cost: PER_ROW, advice: `Delete them together with \`Order.relatedQuery('items').for(…).delete().findByIds(ids).where(…)\`, ${CHUNKS}.` } }]),
    wrong('rows that are related one by one', job("  const order = await Order.query().findById(page);\n  for (const id of ids) await order.$relatedQuery('items').relate(id);"), [{ messageId: 'perRow' }]),
  ],
  valid: [
    fine('one patch for all', job("  await Order.query().findByIds(ids).patch({ status: 'done' });")),
    fine('updates that differ, in one transaction', job('  await Order.transaction(async (trx) => { for (const id of ids) await Order.query(trx).findById(id).patch({ number: String(id) }); });')),
    fine('a claim of a row', job("  for (const id of ids) { const taken = await Order.query().findById(id).where('status', 'open').patch({ status: 'taken' }); if (taken === 0) continue; log(id); }")),
  ],
};

/** Relations that rows are asked for one by one. */
export const relations: CaseTable = {
  invalid: [
    wrong('a relation of a row', job("  const orders = await Order.query().where('status', 'open');\n  for (const order of orders) use(await order.$relatedQuery('customer'));"), [
      {
        messageId: 'notLoaded', line: 4,
        suggestions: [{ messageId: 'remedyChanging', output: job("  const orders = await Order.query().where('status', 'open').withGraphFetched('customer');\n  for (const order of orders) use(order.customer!);") }],
      },
    ]),
    wrong('a list of a row, with an order', job("  for (const order of await Order.query()) use(await order.$relatedQuery('items').orderBy('sku'));"), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('a relation by its key', job('  for (const order of await Order.query()) use(await Customer.query().findById(order.customerId));'), [{ messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: job("  for (const order of await Order.query().withGraphFetched('customer')) use(order.customer!);") }] }]),
    wrong('the rows that hold a row’s key', job('  for (const order of await Order.query()) use(await Item.query().where({ orderId: order.id }));'), [{ messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: job("  for (const order of await Order.query().withGraphFetched('items')) use(order.items);") }] }]),
    wrong('the rows that hold a row’s key, by a column in snake case that both models have in camel case', "import { Shelf, Book } from './shelves';\nasync function run() { for (const shelf of await Shelf.query()) use(await Book.query().where('shelf_id', shelf.id)); }", [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: "import { Shelf, Book } from './shelves';\nasync function run() { for (const shelf of await Shelf.query().withGraphFetched('books')) use(shelf.books); }" }] },
    ]),
    wrong('what is loaded already', job("  for (const order of await Order.query().withGraphFetched('[customer, items]')) use(await order.$relatedQuery('customer'));"), [{ messageId: 'notLoaded' }]),
  ],
  valid: [
    fine('loaded with the rows', job("  for (const order of await Order.query().withGraphFetched('customer')) use(order.customer);")),
    fine('a relation that holds some of the rows, asked for by the key of all', job('  for (const item of await Item.query()) use(await Customer.query().findById(item.sku));')),
    fine('one row', job("  const order = await Order.query().findById(page);\n  use(await order.$relatedQuery('customer'));")),
  ],
};

export const pages: CaseTable = {
  invalid: [
    wrong('a page', job("  return Order.query().orderBy('id').page(page, 50);"), [{ messageId: 'offset', data: { callee: 'Order.query().page', text: 'page', advice: "Continue after the last row: `.where('id', '>', lastId).orderBy('id').limit()`." } }]),
    wrong('an offset', job("  return Order.query().orderBy('number').limit(50).offset(page);"), [{ messageId: 'offset' }]),
  ],
  valid: [fine('the first page', job("  return Order.query().orderBy('id').page(0, 50);"))],
};

/** What is never sent. */
export const unsent: CaseTable = {
  invalid: [wrong('a write that nobody waits for', job("  Order.query().findById(page).patch({ status: 'done' });"), [{ messageId: 'broken', suggestions: 1 }])],
  valid: [fine('one that is handed back', job("  return Order.query().findById(page).patch({ status: 'done' });"))],
};

export const unbounded: CaseTable = {
  invalid: [
    wrong('the first of all, without a limit', job("  return Order.query().orderBy('id', 'desc').first();"), [
      { messageId: 'first', data: { callee: 'Order.query().first', rows: 'every row of `Order` (grows with use)', columns: '', advice: 'Ask for the first row alone, with `.limit(1).first()`, for `first()` alone sends no `LIMIT`.' } },
    ]),
    wrong('rows that are only counted', job("  const orders = await Order.query().where('status', 'open');\n  return orders.length;"), [{ messageId: 'length', data: { callee: 'Order.query()', rows: 'every matching row', columns: '', advice: 'Count in the database, with `.resultSize()`.' } }]),
    wrong('the rows of a page beside their number', job('  const { total } = await Order.query().page(0, 50);\n  return total;'), [{ messageId: 'number' }]),
  ],
  valid: [
    fine('a limit', job("  return Order.query().orderBy('id', 'desc').limit(1).first();")),
    fine('a model that limits by itself', job("  return Item.query().orderBy('id', 'desc').first();")),
    fine('the one that is meant', job("  return Customer.query().where('email', page).first();")),
  ],
};
