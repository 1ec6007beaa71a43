import { casesIn, type CaseTable, CHUNKS, type InvalidCase, jobWith, OF_IDS, ONCE, PER_ROW } from './case-table.ts';

const IMPORTS = "import { db, ORDERS } from './db';\n";

const job = jobWith(IMPORTS);
const { fine, wrong } = casesIn('tests/fixtures/knex-shop/src/jobs.ts');

const ANY = "Ask once before the loop which of them have any, with the different values of `order_id` alone (`db('items').distinct('order_id').whereIn('order_id', ids)`), and look them up in a Set.";

/** A read per row through whatever `DB` is. */
function through(name: string, receiver: string, before: string, head = 'async function run(this: Job, ids: number[], ctx: Context)'): InvalidCase {
  return wrong(name, `${before}${head} { for (const id of ids) use(await ${receiver}('orders').where({ id })); }`, ONCE);
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('a row by its key', job("  for (const id of ids) use(await db('orders').where('id', id).first());"), [
      { messageId: 'perRow', line: 3, data: { callee: "db('orders').first", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('orders').whereIn('id', ids)` and look them up in a Map by `id`." } },
    ]),
    wrong('a schema that is the same for all', job("  for (const id of ids) use(await db.withSchema('shop').from('items').where('order_id', id));"), ONCE),
    wrong('what a wrapper of the project declares that it hands in, through the function that it gives', `import type { Knex } from 'knex';
type Work<A extends unknown[], R> = (connection: Knex, ...args: A) => Promise<R>;
function logged<A extends unknown[], R>(work: Work<A, R>): Work<A, R> { return async (connection, ...args) => { try { return await work(connection, ...args); } catch (error) { throw named(error); } }; }
const findOrder = logged(async (connection, id: number) => connection('orders').where({ id }).first());
async function run(connection: Knex, ids: number[]) { for (const id of ids) use(await findOrder(connection, id)); }`, [{ messageId: 'perRowVia', line: 5 }]),
    wrong('a list of rows by what is called after their table', job("  for (const id of ids) use(await db('orders').where('order_id', id));"), [
      { messageId: 'perRow', data: { callee: "db('orders')", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('orders').whereIn('order_id', ids)` and look them up in a Map by `order_id`." } },
    ]),
    wrong('two arms of which each round takes one', job("  for (const id of ids) use(id > 5 ? await db('orders').where('customer_id', id) : await db('orders').where('customer_id', -id));"), [
      { messageId: 'perRow', data: { callee: "db('orders')", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('orders').whereIn('customer_id', ids)` and group the rows by `customer_id`. The other arm (line 3) does likewise." } },
    ]),
    wrong('two arms that ask different tables', job("  for (const id of ids) use(id > 5 ? await db('orders').where('customer_id', id) : await db('items').where('order_id', id));"), [{ messageId: 'perRow' }, { messageId: 'perRow' }]),
    wrong('a filter with more than the key, of a table that stands in a const', job("  for (const id of ids) use(await db(ORDERS).select('number').where({ customer_id: id, status: 'open' }));"), [
      { messageId: 'perRow', data: { callee: 'db(ORDERS)', subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db(ORDERS).whereIn('customer_id', ids).where(…)` and group the rows by `customer_id`." } },
    ]),
    wrong('an operator, and a client that is asked for its table later', job("  for (const id of ids) use(await db.select('number').from('orders').where('orders.customer_id', '=', id));"), [
      { messageId: 'perRow', data: { callee: "db('orders')", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('orders').whereIn('customer_id', ids)` and group the rows by `customer_id`." } },
    ]),
    wrong('counts and sums', job("  for (const id of ids) { use(await db('items').where({ order_id: id }).count('*').first()); use(await db('items').where({ order_id: id }).sum('price')); }"), [
      { messageId: 'perRow', data: { callee: "db('items').first", subject: OF_IDS, cost: PER_ROW, advice: "Count for all rows at once with `db('items').select('order_id').count().whereIn('order_id', ids).groupBy('order_id')` before the loop." } },
      { messageId: 'perRow', data: { callee: "db('items').sum", subject: OF_IDS, cost: PER_ROW, advice: "Compute it for all rows at once with `db('items').select('order_id').sum(…).whereIn('order_id', ids).groupBy('order_id')` before the loop." } },
    ]),
    wrong('the last of several rows', job("  for (const id of ids) use(await db('orders').where({ customer_id: id }).orderBy('created_at', 'desc').first());"), [
      { messageId: 'perRow', data: { callee: "db('orders').first", subject: OF_IDS, cost: PER_ROW, advice: "Read the first row of each before the loop (in PostgreSQL with `.distinctOn('customer_id')`, elsewhere with `.rowNumber()` in a subquery) and look them up in a Map by `customer_id`." } },
    ]),
    ...["const item = await db('items').where({ order_id: id }).first(); if (item === undefined) continue; use(id);", "use(!!(await db('items').where({ order_id: id }).first()));", "const item = await db('items').where({ order_id: id }).first(); if (page > 1 && item) use(id);"].map((text) =>
      wrong(`whether each has any: ${text}`, job(`  for (const id of ids) { ${text} }`), [{ messageId: 'perRow', data: { callee: "db('items').first", subject: OF_IDS, cost: PER_ROW, advice: ANY } }])),
    ...["if ((await db('items').where({ order_id: id }).limit(1)).length > 0) use(id);", "use((await db('items').where({ order_id: id }).limit(1))[0] == null ? 0 : 1);"].map((text) =>
      wrong(`whether each has any: ${text}`, job(`  for (const id of ids) { ${text} }`), [{ messageId: 'perRow', data: { callee: "db('items')", subject: OF_IDS, cost: PER_ROW, advice: ANY } }])),
    wrong('a statement of its own', job("  for (const id of ids) use(await db.raw('select * from orders where id = ?', [id]));"), [
      { messageId: 'perRow', data: { callee: 'db.raw', subject: OF_IDS, cost: PER_ROW, advice: 'Ask for all rows with one statement before the loop (`IN (…)`, `GROUP BY`) and look the answers up in a Map.' } },
    ]),
    wrong('a builder that a variable holds, with a condition in a branch', job("  for (const id of ids) { let query = db('items').where('order_id', id); if (page > 1) query = query.where('sku', 'x'); use(await query); }"), [
      { messageId: 'perRow', data: { callee: "db('items')", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('items').whereIn('order_id', ids).where(…)` and group the rows by `order_id`." } },
    ]),
    wrong('a copy of a builder', job("  const open = db('orders').where('status', 'open');\n  for (const id of ids) use(await open.clone().where('customer_id', id));"), [{ messageId: 'perRow', line: 4 }]),
    wrong('all at once', job("  use(await Promise.all(ids.map((id) => db('orders').where({ id }).first())));"), ONCE),
    wrong('a promise that goes on', job("  for (const id of ids) await db('orders').where({ id }).first().then((order) => use(order));"), ONCE),
    through('a client of the file', 'store', "import knex from 'knex';\nconst store = knex({ client: 'pg' });\n"),
    through('a client that an old module exports', 'database', "const database = require('./old-db');\n"),
    through('a client that is required and made on the spot', 'store', "const store = require('knex')({ client: 'pg' });\n"),
    through('a client whose factory is required', 'store', "const Knex = require('knex');\nconst store = Knex({ client: 'pg' });\n"),
    through('a transaction by its type', 'session', "import type { Knex } from 'knex';\n", 'async function run(ids: number[], session: Knex.Transaction)'),
    through('a client or a transaction', 'session', "import type { Knex } from 'knex';\n", 'async function run(ids: number[], session: Knex | Knex.Transaction)'),
    through('a type of the project’s own', 'session', "import type { Db } from './db';\n", 'async function run(ids: number[], session: Db)'),
    through('a parameter that is called `knex`', 'knex', '', 'async function run(ids: number[], { knex })'),
    through('a property that is called so', 'ctx.knex', ''),
    wrong('a function that names the table', job("  const Orders = () => db('orders');\n  for (const id of ids) use(await Orders().where({ id }));"), [{ messageId: 'perRow', data: { callee: "db('orders')", subject: OF_IDS, cost: PER_ROW, advice: "Read them all before the loop with `db('orders').whereIn('id', ids)` and look them up in a Map by `id`." } }]),
    wrong('an object of such functions', "import type { Knex } from 'knex';\nconst tables = { orders: (db: Knex) => db('orders') };\nasync function run(ids: number[], main: Knex) { for (const id of ids) use(await tables.orders(main).where({ id })); }", ONCE),
    wrong('a field of a base class', "import { Store } from './store';\nclass Orders extends Store { async run(ids: number[]) { for (const id of ids) use(await this.db('orders').where({ id })); } }", ONCE),
    wrong('an injected field', "import { InjectConnection } from 'nest-knexjs';\nclass Orders { constructor(@InjectConnection() private readonly store) {} async run(ids: number[]) { for (const id of ids) use(await this.store('orders').where({ id })); } }", ONCE),
    wrong('a transaction, whatever it is called', job("  await db.transaction(async (session) => { for (const id of ids) use(await session('orders').where({ id })); });"), ONCE),
    wrong('a transaction that is begun', job("  const session = await db.transaction();\n  for (const id of ids) use(await session('orders').where({ id }));"), ONCE),
    wrong('a file that speaks of another library as well', "import { eq } from 'drizzle-orm';\nimport { db } from './db';\nasync function run(ids: number[]) { for (const id of ids) use(await db.select().from('orders').where('id', id)); }", ONCE),
  ],
  valid: [
    fine('another schema in each round', job("  for (const id of ids) use(await db.withSchema(`tenant_${id}`).from('orders').count());")),
    fine('another schema in each round, at the end', job("  for (const id of ids) use(await db('orders').withSchema(`tenant_${id}`).count());")),
    fine('one read for all', job("  use(await db('orders').whereIn('id', ids));")),
    fine('a builder that is only put together', job("  for (const id of ids) parts.push(db.select('id').from('orders').where('customer_id', id).as('o'));\n  for (const id of ids) { const query = db('orders').where({ id }); log(query.toSQL()); }")),
    fine('a part of another query', job("  for (const part of chunks(ids, 500)) use(await db('items').whereIn('order_id', db('orders').select('id').where('customer_id', part)));")),
    fine('the subqueries of one', job("  const query = db('orders');\n  for (const id of ids) query.orWhereIn('id', db('items').select('order_id').where({ sku: id }));\n  use(await query);")),
    fine('a fragment', job("  const columns = {};\n  for (const id of ids) columns[id] = db.raw('sum(case when id = ? then 1 end)', [id]);\n  use(await db('orders').select(columns));")),
    fine('a range of the row', job("  for (const order of await db('orders')) use(await db('orders').where('total', '>', order.total));")),
    fine('a function that names something else', job("  const Orders = () => cache('orders');\n  for (const id of ids) use(await Orders().where({ id }));")),
    fine('another function that takes a text', "import { table } from './tables';\nasync function run(ids: number[]) { for (const id of ids) use(await table('orders').where({ id })); }"),
    fine('`db` of something else', "import { Store } from './other';\nconst db = new Store();\nasync function run(ids: number[]) { for (const id of ids) use(await db('orders').where({ id })); }"),
    fine('`trx` of another type', "import type { Session } from './session';\nasync function run(ids: number[], trx: Session) { for (const id of ids) use(await trx('orders').where({ id })); }"),
    fine('the factory', "import knex from 'knex';\nasync function run(ids: number[]) { for (const id of ids) use(await knex(id).where({ id })); }"),
    fine('the schema', job('  for (const id of ids) await db.schema.hasTable(String(id));')),
    fine('a lock', job('  for (const id of ids) await db.raw(`select pg_advisory_xact_lock(?)`, [id]);')),
    fine('a migration', "export async function up(knex) { for (const order of await knex('orders')) await knex('orders').where({ id: order.id }).first(); }"),
    fine('lists in chunks', job("  for (const part of chunks(ids, 500)) use(await db('orders').whereIn('id', part));")),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job("  for (const id of ids) await db('items').insert({ order_id: id, line: 1 });"), [
      {
        messageId: 'perRow',
        data: { callee: "db('items').insert", subject: OF_IDS, cost: PER_ROW, advice: "Insert them together: `db('items').insert([...])` takes a list, `batchInsert('items', [...])` cuts a long one into chunks." },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Insert all rows with one `insert`', changes: 'all rows are inserted or none; cut long lists into chunks, as `batchInsert` does' }, output: job("  if (ids.length > 0) await db('items').insert(ids.map((id) => ({ order_id: id, line: 1 })));") }],
      },
    ]),
    wrong('inserts that leave alone what is there, in a transaction', job("  await db.transaction(async (trx) => { for (const id of ids) await db('items').transacting(trx).insert({ order_id: id }).onConflict('order_id').ignore(); });"), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job("  await db.transaction(async (trx) => { if (ids.length > 0) await db('items').transacting(trx).insert(ids.map((id) => ({ order_id: id }))).onConflict('order_id').ignore(); });") }] },
    ]),
    wrong('inserts whose rows are asked for', job("  for (const id of ids) use(await db('items').insert({ order_id: id }).returning('id'));"), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('updates by a column that may be NULL, which `where` finds and `whereIn` does not', job("  for (const order of await db('orders')) await db('items').where('sku', order.number).update({ line: 1 });"), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('updates of the rows that have an id', job("  for (const order of await db('orders')) await db('items').where('id', order.item_id).update({ line: 1 });"), [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('updates by the rows’ key', job("  for (const order of await db('orders')) await db('items').where('order_id', order.id).update({ line: 1 });"), [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('inserts or updates', job("  for (const id of ids) await db('items').insert({ order_id: id, line: id }).onConflict('order_id').merge();"), [
      { messageId: 'perRow', data: { callee: "db('items').insert", subject: OF_IDS, cost: PER_ROW, advice: `Collect the rows and write them together, each once: \`db('items').insert([...])\` with its \`onConflict().merge()\`, ${CHUNKS}.` }, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Insert all rows with one `insert`', changes: 'all rows are inserted or none, and PostgreSQL refuses a row that is listed twice; cut long lists into chunks, as `batchInsert` does' }, output: job("  if (ids.length > 0) await db('items').insert(ids.map((id) => ({ order_id: id, line: id }))).onConflict('order_id').merge();") }] },
    ]),
    wrong('the same values for all', job("  for (const id of ids) await db('orders').where({ id }).update({ status: 'done' });"), [
      {
        messageId: 'perRow',
        data: { callee: "db('orders').update", subject: OF_IDS, cost: PER_ROW, advice: `The same values go to every row: write them with one \`db('orders').whereIn('id', ids).update(…)\`, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Update all rows with one `update`', changes: 'all rows are updated or none, also one that is listed twice is updated once; cut long lists into chunks' }, output: job("  await db('orders').whereIn('id', ids).update({ status: 'done' });") }],
      },
    ]),
    wrong('values that differ', job("  for (const id of ids) await db('orders').where('id', id).update({ number: String(id) });"), [
      { messageId: 'perRow', data: { callee: "db('orders').update", subject: OF_IDS, cost: PER_ROW, advice: "Write rows that get the same values together with `db('orders').whereIn('id', ids).update(…)`, or send the updates in one `transaction`, which spares a commit per row but no statement." }, suggestions: 0 },
    ]),
    wrong('inserts into a table that a function names', "import type { Knex } from 'knex';\nconst tables = { items: (db: Knex) => db('items') };\nasync function run(ids: number[], main: Knex) { for (const id of ids) await tables.items(main).insert({ order_id: id }); }", [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('deletes, all at once', job("  await Promise.all(ids.map((id) => db('items').where('order_id', '=', id).andWhere('line', 1).del()));"), [
      {
        messageId: 'perRow',
        data: { callee: "db('items').del", subject: OF_IDS, cost: PER_ROW, advice: `Delete them together with \`db('items').whereIn('order_id', ids).where(…).del()\`, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', output: job("  await db('items').whereIn('order_id', ids).andWhere('line', 1).del();") }],
      },
    ]),
    wrong('a delete by more than one value of the row', job("  for (const order of await db('orders')) await db('items').where({ order_id: order.id, sku: order.number }).del();"), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('a statement of its own', job("  for (const id of ids) await db.raw('update orders set status = ? where id = ?', ['done', id]);"), [{ messageId: 'perRow', data: { callee: 'db.raw', subject: OF_IDS, cost: PER_ROW, advice: `Write all rows with one statement, ${CHUNKS}.` } }]),
    wrong('increments', job("  for (const id of ids) await db('orders').where({ id }).increment('opened', 1);"), [{ messageId: 'perRow', suggestions: 0 }]),
  ],
  valid: [
    fine('one insert for all', job("  await db('items').insert(ids.map((id) => ({ order_id: id })));\n  await db.batchInsert('items', ids.map((id) => ({ order_id: id })));")),
    fine('lists in chunks', job("  for (const part of chunks(ids, 500)) await db('items').insert(part);")),
    fine('what is no read, whatever the function that names the table gives', "import { itemsTable } from './names';\nasync function run(ids: number[]) { for (const id of ids) await itemsTable().insert({ order_id: id }); }"),
    fine('updates that differ, in one transaction', job("  await db.transaction(async (trx) => { for (const id of ids) await trx('orders').where({ id }).update({ number: String(id) }); });")),
    fine('a claim of a row', job("  for (const id of ids) { const taken = await db('orders').where({ id, status: 'open' }).update({ status: 'taken' }); if (taken === 0) continue; log(id); }")),
    fine('sets and maps', job('  const seen = new Set<number>();\n  for (const id of ids) { seen.delete(id); await cache.del(id); }')),
  ],
};

/** Pages and walks by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong('a page', job("  return db('orders').orderBy('id').limit(50).offset(page);"), [{ messageId: 'offset', data: { callee: "db('orders')", text: 'page', advice: "Continue after the last row: `.where('id', '>', lastId).orderBy('id').limit()`, with the table’s key." } }]),
    wrong('a page of a builder that a variable holds', job("  const query = db('orders').orderBy([{ column: 'created_at', order: 'desc' }]);\n  query.limit(50).offset(page);\n  return query;"), [{ messageId: 'offset', data: { callee: "db('orders')", text: 'page', advice: 'Continue after the last row: end `.orderBy()` with the table’s key and ask with `.where()` for the rows after the last one in that order, with `.limit()`.' } }]),
  ],
  valid: [fine('behind the last row', job("  return db('orders').where('id', '>', page).orderBy('id').limit(50);")), fine('the first page', job("  return db('orders').limit(50).offset(0);"))],
};

export const batches: CaseTable = {
  invalid: [wrong('a walk by offset', job("  for (let offset = 0; ; offset += 500) { const rows = await db('orders').orderBy('id').limit(500).offset(offset); if (rows.length === 0) break; use(rows); }"), [{ messageId: 'offset' }])],
  valid: [fine('a walk by key', job("  for (let last = 0; ; ) { const rows = await db('orders').where('id', '>', last).orderBy('id').limit(500); if (rows.length === 0) break; last = rows.at(-1).id; }"))],
};

/** What is never sent. */
export const unsent: CaseTable = {
  invalid: [
    wrong('a write that nobody waits for', job("  db('orders').where({ id: page }).update({ status: 'done' });"), [{ messageId: 'broken', suggestions: 1 }]),
    wrong('writes of a list', job("  ids.forEach((id) => db('orders').insert({ id }));"), [{ messageId: 'broken' }]),
  ],
  valid: [
    fine('one that is waited for later', job("  const write = db('orders').insert({ id: page });\n  await write;")),
    fine('one that goes on', job("  db('orders').insert({ id: page }).then(use).catch(log);")),
    fine('one that is streamed', job("  db('orders').stream().pipe(page);")),
    fine('a class that is given its client', "import { Model } from 'objection';\nfunction connect(store) { Model.knex(store.knex); }"),
    fine('a class that is given a client made for it', "import { Model } from 'objection';\nimport db from './db';\nModel.knex(db());"),
    fine('a step of a builder', job("  const query = db('orders');\n  query.where('id', page);\n  return query;")),
    fine('one that a function hands on', job("  return db.transaction((trx) => trx('orders').insert({ id: page }));")),
    fine('a batch, which starts by itself', job("  db.batchInsert('orders', ids);")),
  ],
};

/** A job that reads orders. */
const NIGHTLY = { filename: 'tests/fixtures/knex-shop/src/jobs/nightly.ts' };
const nightly = (body: string): string => job(`  ${body}`).replaceAll("from './", "from '../");

export const unbounded: CaseTable = {
  invalid: [
    wrong('rows that are only counted', job("  const orders = await db('orders').where('status', 'open');\n  return orders.length;"), [{ messageId: 'length', data: { callee: "db('orders')", rows: 'every matching row', columns: '', advice: 'Count in the database, with `.count()`.' } }]),
    wrong('whether there are any', job("  const users = await db('users').select('id');\n  return users.length > 0;"), [{ messageId: 'emptiness' }]),
    wrong('all rows that are held', nightly("await send(await db('orders').orderBy('id'));"), [{ messageId: 'held' }], NIGHTLY),
  ],
  valid: [
    fine('rows that come one by one', nightly("await send(db('orders').orderBy('id').stream());"), NIGHTLY),
    fine('rows that go into a stream', nightly("db('orders').orderBy('id').pipe(page);"), NIGHTLY),
    fine('a count', job("  return db('orders').count('*');")), fine('a row by its key', job("  const orders = await db('orders').where({ id: page });\n  return orders.length > 0;")),
  ],
};
