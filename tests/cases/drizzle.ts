import { casesIn, type CaseTable, CHUNKS, type InvalidCase, jobWith, ONCE, PER_ROW, told } from './case-table.ts';

const IMPORTS = "import { and, eq, gt, inArray } from 'drizzle-orm';\nimport { db, customers, items, orders } from './db';\n";

const job = jobWith(IMPORTS);
const { fine, wrong } = casesIn('tests/fixtures/drizzle-shop/src/jobs.ts');

const PICK = 'for (const id of ids) use(await DB.select().from(orders).where(eq(orders.id, id)));';

/** A read per row through whatever `DB` is. */
function through(name: string, receiver: string, before: string): InvalidCase {
  return wrong(name, `${before}async function run(this: Job, ids: number[], ctx: Context) { ${PICK.replace('DB', receiver)} }`, ONCE);
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('a builder under a name that locks on demand', job('  for (const id of ids) { const query = db.select().from(orders).where(eq(orders.id, id)); use(page > 0 ? await query.for("update") : await query); }'), ONCE),
    wrong('a select by the key', job('  for (const id of ids) { const [order] = await db.select().from(orders).where(eq(orders.id, id)).limit(1); use(order); }'), [
      { messageId: 'perRow', line: 4, data: { callee: 'db.select().from(orders)', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read them all before the loop with one `select` (`.where(inArray(orders.id, ids))`) and look them up in a Map by `id`.' } },
    ]),
    wrong('the last of several rows', job('  for (const id of ids) { const [order] = await db.select().from(orders).where(eq(orders.customerId, id)).orderBy(desc(orders.createdAt)).limit(1); use(order); }'), [
      { messageId: 'perRow', data: { callee: 'db.select().from(orders)', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read the first row of each before the loop (in PostgreSQL `db.selectDistinctOn([orders.customerId]).from(orders).where(inArray(orders.customerId, ids)).orderBy(orders.customerId, …)`, elsewhere with `row_number() over (partition by …)` in a subquery) and look them up in a Map by `customerId`.' } },
    ]),
    wrong('whether each has any', job('  for (const id of ids) { const [item] = await db.select({ id: items.id }).from(items).where(eq(items.orderId, id)).limit(1); if (item) use(id); }'), told('db.select().from(items)', 'Ask once before the loop which of them have any, with the different values of `orderId` alone (`db.selectDistinct({ orderId: items.orderId }).from(items).where(inArray(items.orderId, ids))`), and look them up in a Set.')),
    wrong('whether each has any, as a yes or no', job('  for (const id of ids) { const [item] = await db.select({ id: items.id }).from(items).where(eq(items.orderId, id)).limit(1); use(id, Boolean(item)); }'), told('db.select().from(items)', 'Ask once before the loop which of them have any, with the different values of `orderId` alone (`db.selectDistinct({ orderId: items.orderId }).from(items).where(inArray(items.orderId, ids))`), and look them up in a Set.')),
    wrong('whether each has any, and its first one', job('  for (const id of ids) { const [item] = await db.select().from(items).where(eq(items.orderId, id)).limit(1); if (item) use(item.sku); }'), told('db.select().from(items)', 'Read them all before the loop with one `select` (`.where(inArray(items.orderId, ids))`) and look them up in a Map by `orderId`.')),
    wrong('a filter with more than the key', job("  for (const id of ids) use(await db.selectDistinct().from(items).where(and(eq(items.orderId, id), eq(items.sku, 'x'))));"), [
      { messageId: 'perRow', data: { callee: 'db.selectDistinct().from(items)', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read them all before the loop with one `select` (`.where(and(inArray(items.orderId, ids), …))`) and group the rows by `orderId`.' } },
    ]),
    wrong('a relational query with a callback', job('  for (const id of ids) use(await db.query.customers.findFirst({ where: (customers, { eq }) => eq(customers.id, id), columns: { name: true } }));'), [
      { messageId: 'perRow', data: { callee: 'db.query.customers.findFirst', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read them all before the loop with `db.query.customers.findMany({ where: inArray(customers.id, ids), columns: { …, id: true } })` and look them up in a Map by `id`.' } },
    ]),
    wrong('the objects of 1.0', job("  for (const id of ids) use(await db.query.orders.findMany({ where: { customerId: id, status: 'open' } }));"), [
      { messageId: 'perRow', data: { callee: 'db.query.orders.findMany', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read them all before the loop with `db.query.orders.findMany({ where: { customerId: { in: ids }, status: … } })` and group the rows by `customerId`.' } },
    ]),
    wrong('counts', job('  for (const id of ids) { use(await db.$count(items, eq(items.orderId, id))); use(await db.select({ n: count() }).from(items).where(eq(items.orderId, id))); }'), [
      { messageId: 'perRow', data: { callee: 'db.$count', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Count for all rows at once with `db.select({ orderId: items.orderId, count: count() }).from(items).where(inArray(items.orderId, ids)).groupBy(items.orderId)` before the loop.' } },
      { messageId: 'perRow' },
    ]),
    wrong('a sum', job('  for (const id of ids) use(await db.select({ total: sum(orders.total) }).from(orders).where(eq(orders.customerId, id)));'), [
      { messageId: 'perRow', data: { callee: 'db.select().from(orders)', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Compute it for all rows at once with `db.select({ customerId: orders.customerId, … }).from(orders).where(inArray(orders.customerId, ids)).groupBy(orders.customerId)` before the loop.' } },
    ]),
    wrong('a statement of its own', job('  for (const id of ids) use(await db.execute(sql`select * from orders where id = ${id}`));'), [
      { messageId: 'perRow', data: { callee: 'db.execute', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Ask for all rows with one statement before the loop (`IN (…)`) and look the answers up in a Map.' } },
    ]),
    wrong('a prepared statement', job("  const one = db.select().from(orders).where(eq(orders.id, sql.placeholder('id'))).prepare('one');\n  for (const id of ids) use(await one.execute({ id }));"), [{ messageId: 'perRow', line: 5 }]),
    wrong('a driver that answers at once', job('  for (const id of ids) use(db.select().from(orders).where(eq(orders.id, id)).get());'), ONCE),
    through('a database of the file', 'db', "import { drizzle } from 'drizzle-orm/libsql';\nimport { orders } from './db';\nconst db = drizzle(client);\n"),
    through('a function that gives one', 'getDb()', "import { getDb, orders } from './db';\n"),
    through('a context, where the table is one of Drizzle', 'ctx.db', "import { orders } from './db';\n"),
    wrong('a relational query of a context, whose table is one of Drizzle', "import { orders } from './db';\nasync function run(ids: number[], ctx: Context) { for (const id of ids) use(await ctx.db.query.orders.findFirst({ where: { id } })); }", ONCE),
    through('a Proxy that opens the database when it is asked', 'db', "import { getDb, orders } from './db';\nconst db = new Proxy({}, { get: (_, name) => Reflect.get(getDb(), name) });\n"),
    wrong('a field by its annotation', "import { eq } from 'drizzle-orm';\nimport type { NodePgDatabase } from 'drizzle-orm/node-postgres';\nimport { orders } from './db';\nclass Job { constructor(private readonly store: NodePgDatabase) {} async run(ids: number[]) { for (const id of ids) use(await this.store.select().from(orders).where(eq(orders.id, id))); } }", ONCE),
    wrong('an injected field', "import { eq } from 'drizzle-orm';\nimport { orders } from './db';\nclass Job { constructor(@Inject(DRIZZLE) private store: Store) {} async run(ids: number[]) { for (const id of ids) use(await this.store.select().from(orders).where(eq(orders.id, id))); } }", ONCE),
    wrong('a transaction, whatever it is called', job('  await db.transaction(async (session) => { for (const id of ids) use(await session.select().from(orders).where(eq(orders.id, id))); });'), ONCE),
  ],
  valid: [
    fine('a builder under a name that locks', job('  for (const id of ids) { const query = db.select().from(orders).where(eq(orders.id, id)); use(await query.for("update")); }')),
    fine('one read for all', job('  use(await db.select().from(orders).where(inArray(orders.id, ids)));')),
    fine('a read per group, which takes a list', job('  for (const group of groups(ids)) use(await db.query.orders.findFirst({ where: inArray(orders.id, group.ids) }));')),
    fine('a query that is never sent', job('  for (const id of ids) { db.select().from(orders).where(eq(orders.id, id)); }')),
    fine('a part of another query', job('  const parts = [];\n  for (const id of ids) { const recent = db.select({ id: orders.id }).from(orders).where(eq(orders.customerId, id)); parts.push(inArray(items.orderId, recent)); }\n  use(parts);')),
    fine('a message', job('  for (const id of ids) await db.execute(sql`select pg_notify(${channel}, ${id})`);')),
    fine('a lock', job('  for (const id of ids) await db.execute(sql`select pg_advisory_xact_lock(${id})`);')),
    fine('a statement of the schema', job('  for (const id of ids) await db.execute(sql`create index on ${id}`);')),
    fine('Kysely', "import { db } from './kysely';\nexport async function run(ids: number[]) { for (const id of ids) use(await db.selectFrom('orders').where('id', '=', id).execute()); }"),
    fine('another database in a file of its own', "import { Store } from './store';\nconst db = new Store();\nexport async function run(ids: number[], orders: Table) { for (const id of ids) use(await db.select().from(orders).where(id)); }"),
    fine('another `db.query`', "import { eq } from 'drizzle-orm';\nconst db = new Pool();\nexport async function run(ids: number[]) { for (const id of ids) use(await db.query.orders.findFirst({ id })); }"),
    fine('a relational query that the schema has no table for', "import { orders } from './db';\nasync function run(ids: number[], ctx: Context) { for (const id of ids) use(await ctx.db.query.parcels.findFirst({ where: { id } })); }"),
    fine('sets and maps', job('  const seen = new Set<number>();\n  for (const id of ids) { seen.delete(id); cache.delete(id); }')),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job('  for (const id of ids) await db.insert(items).values({ orderId: id, line: 1 });'), [
      {
        messageId: 'perRow',
        data: { callee: 'db.insert(items)', subject: 'for each of `ids`', cost: PER_ROW, advice: `Insert them together: \`db.insert(items).values([...])\` takes a list, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Insert all rows with one `insert`', changes: 'all rows are inserted or none; cut long lists into chunks' }, output: job('  if (ids.length > 0) await db.insert(items).values(ids.map((id) => ({ orderId: id, line: 1 })));') }],
      },
    ]),
    wrong('inserts of a list that is made on the spot', job('  for (const id of ids.slice(1)) await db.insert(items).values({ orderId: id });'), [
      {
        messageId: 'perRow',
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Insert all rows with one `insert`', changes: 'an empty list throws, all rows are inserted or none; cut long lists into chunks' }, output: job('  await db.insert(items).values(ids.slice(1).map((id) => ({ orderId: id })));') }],
      },
    ]),
    wrong('inserts that another condition stands before', job('  if (page > 1) for (const id of ids) await db.insert(items).values({ orderId: id });\n  else log(ids);'), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job('  if (page > 1) await db.insert(items).values(ids.map((id) => ({ orderId: id })));\n  else log(ids);') }] },
    ]),
    wrong('inserts of texts that a column has of its own', job("  for (const id of ids) await db.insert(payments).values({ orderId: id, state: 'open' });", `${IMPORTS}import { payments } from './db/payments';\n`), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job("  if (ids.length > 0) await db.insert(payments).values(ids.map((id) => ({ orderId: id, state: 'open' } as const)));", `${IMPORTS}import { payments } from './db/payments';\n`) }] },
    ]),
    wrong('inserts that leave alone what is there', job('  for (const id of ids) { log(id); await db.insert(items).values({ orderId: id }).onConflictDoNothing().returning(); }'), [
      { messageId: 'perRow', data: { callee: 'db.insert(items)', subject: 'for each of `ids`', cost: PER_ROW, advice: `Insert them together: \`db.insert(items).values([...])\` takes a list, with \`onConflictDoNothing\` as it is, ${CHUNKS}.` }, suggestions: 0 },
    ]),
    wrong('inserts or updates', job('  for (const id of ids) await db.insert(items).values({ orderId: id }).onConflictDoUpdate({ target: items.orderId, set: { line: id } });'), [
      { messageId: 'perRow', data: { callee: 'db.insert(items)', subject: 'for each of `ids`', cost: PER_ROW, advice: `Collect the rows and write them together, each once: \`db.insert(items).values([...])\` with its \`onConflictDoUpdate\`, whose \`set\` takes the new values from the row (\`excluded.…\`, in MySQL \`values(…)\`), ${CHUNKS}.` }, suggestions: 0 },
    ]),
    wrong('the same values for all', job("  for (const id of ids) await db.update(orders).set({ status: 'done' }).where(eq(orders.id, id));"), [
      {
        messageId: 'perRow',
        data: { callee: 'db.update(orders)', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`db.update(orders).set(…).where(inArray(orders.id, ids))\`, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', output: job("  await db.update(orders).set({ status: 'done' }).where(inArray(orders.id, ids));") }],
      },
    ]),
    wrong('values that differ', job('  for (const id of ids) await db.update(orders).set({ number: String(id) }).where(eq(orders.id, id));'), [
      { messageId: 'perRow', data: { callee: 'db.update(orders)', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Write rows that get the same values together with `db.update(orders).set(…).where(inArray(orders.id, ids))`, or send the updates in one `transaction`, which spares a commit per row but no statement.' }, suggestions: 0 },
    ]),
    wrong('deletes, with the import that the remedy needs', job('  await Promise.all(ids.map((id) => db.delete(items).where(eq(items.orderId, id))));', "import { eq } from 'drizzle-orm';\nimport { db, items } from './db';\n"), [
      {
        messageId: 'perRow',
        data: { callee: 'db.delete(items)', subject: 'for each of `ids`', cost: PER_ROW, advice: `Delete them together with \`db.delete(items).where(inArray(items.orderId, ids))\`, ${CHUNKS}.` },
        suggestions: [{ messageId: 'remedyChanging', output: job('  await db.delete(items).where(inArray(items.orderId, ids));', "import { eq, inArray } from 'drizzle-orm';\nimport { db, items } from './db';\n") }],
      },
    ]),
    wrong('a delete by more than the key has no such remedy', job("  for (const id of ids) await db.delete(items).where(and(eq(items.orderId, id), eq(items.sku, 'x')));"), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('a batch for each row', job('  for (const { id } of await db.select().from(orders)) await db.batch([db.delete(items).where(eq(items.orderId, id)), db.update(orders).set({ number: String(id) }).where(eq(orders.id, id))]);'), [
      { messageId: 'perRow', data: { callee: 'db.batch', subject: 'for each of `await db.select().from(orders)`', cost: '2 queries per row', advice: `Collect the statements of all rows and send them with one \`db.batch([...])\`, which is one round trip and one transaction for all, ${CHUNKS}.` } },
    ]),
  ],
  valid: [
    fine('one insert for all', job('  await db.insert(items).values(ids.map((orderId) => ({ orderId })));')),
    fine('an insert per order, of all its lines', job('  for (const order of await db.query.orders.findMany({ with: { items: true } })) await db.insert(items).values(order.items.map((item) => ({ ...item })));')),
    fine('another table in each round', job('  for (const id of ids) { const table = schema[id]; await db.insert(table).values({ id }); }')),
    fine('tables that are handed in', job('  for (const table of tables(ids)) await db.delete(table).where(eq(table.id, page));')),
    fine('lists in chunks', job('  for (const chunk of chunks(ids, 500)) await db.insert(items).values(chunk);')),
    fine('updates that differ, in one transaction', job('  await db.transaction(async (tx) => { for (const id of ids) await tx.update(orders).set({ number: String(id) }).where(eq(orders.id, id)); });')),
    fine('updates of which the first is put before the others', job('  const [first, ...others] = ids.map((id) => db.update(orders).set({ number: String(id) }).where(eq(orders.id, id)));\n  await db.batch([first, ...others]);')),
    fine('updates that differ, in one batch', job('  await db.batch(ids.map((id) => db.update(orders).set({ number: String(id) }).where(eq(orders.id, id))));')),
    fine('a claim of a row', job("  for (const id of ids) { const taken = await db.update(orders).set({ status: 'taken' }).where(and(eq(orders.id, id), eq(orders.status, 'open'))).returning(); if (taken.length === 0) continue; log(taken); }")),
  ],
};

/** Relations read again by their keys. */
export const relations: CaseTable = {
  invalid: [
    wrong('a to-one relation by its key', job("  const rows = await db.query.orders.findMany({ where: eq(orders.status, 'open') });\n  for (const order of rows) { const customer = await db.query.customers.findFirst({ where: eq(customers.id, order.customerId) }); log(order.total, customer); }"), [
      {
        messageId: 'notLoaded',
        line: 5,
        data: { path: 'customer', subject: 'for each of `rows`', cost: PER_ROW, why: '`db.query.orders.findMany` on line 4 reads the rows without it.', advice: 'Add `with: { customer: true }` there and use `order.customer`.' },
        suggestions: [{ messageId: 'remedyChanging', output: job("  const rows = await db.query.orders.findMany({ where: eq(orders.status, 'open'), with: { customer: true } });\n  for (const order of rows) { const customer = order.customer; log(order.total, customer); }") }],
      },
    ]),
    wrong('a relation that may be none', job('  const rows = await db.query.payments.findMany();\n  for (const payment of rows) log(await db.query.customers.findFirst({ where: eq(customers.id, payment.payerId) }));', `${IMPORTS}import { payments } from './db/payments';\n`), [
      {
        messageId: 'notLoaded',
        suggestions: [{
          messageId: 'remedyChanging',
          data: { title: 'Load `payer` with the rows and read `payment.payer`', changes: 'the rows get one more property, `payer`, wherever they are passed on or serialised; `payer` is `null` instead of `undefined` where there is none' },
          output: job('  const rows = await db.query.payments.findMany({ with: { payer: true } });\n  for (const payment of rows) log(payment.payer);', `${IMPORTS}import { payments } from './db/payments';\n`),
        }],
      },
    ]),
    wrong('an order, which a relation to one row has not', job('  const rows = await db.query.orders.findMany();\n  for (const order of rows) log(await db.query.customers.findFirst({ where: eq(customers.id, order.customerId), orderBy: customers.name }));'), [
      { messageId: 'notLoaded', suggestions: 0 },
    ]),
    wrong('rows whose type is written, as advice alone', job('  const rows: Order[] = await db.query.orders.findMany();\n  for (const order of rows) log(await db.query.customers.findFirst({ where: eq(customers.id, order.customerId) }));'), [
      { messageId: 'notLoaded', suggestions: 0 },
    ]),
    wrong('columns that JSON would keep', job('  const rows = await db.query.customers.findMany();\n  for (const customer of rows) log(await db.query.orders.findMany({ where: eq(orders.customerId, customer.id), columns: { number: true } }));'), [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: job('  const rows = await db.query.customers.findMany({ with: { orders: { columns: { number: true } } } });\n  for (const customer of rows) log(customer.orders);') }] },
    ]),
    wrong('a to-many relation, whose rows are selected by more', job("  const rows = await db.query.orders.findMany();\n  for (const order of rows) log(await db.select().from(items).where(and(eq(items.orderId, order.id), eq(items.sku, 'x'))));"), [
      { messageId: 'notLoaded', data: { path: 'items', subject: 'for each of `rows`', cost: PER_ROW, why: '`db.query.orders.findMany` on line 4 reads the rows without it.', advice: 'Add `with: { items: { where: … } }` there and use `order.items`.' }, suggestions: 0 },
    ]),
  ],
  valid: [
    fine('a number that JSON would cut, in which 0.x reads relations', job('  const rows = await db.query.customers.findMany();\n  for (const customer of rows) log(await db.query.orders.findMany({ where: eq(orders.customerId, customer.id) }));')),
    fine('loaded with the rows', job('  for (const order of await db.query.orders.findMany({ with: { customer: true } })) log(order.customer);')),
    fine('rows of a select, which takes no relations', job('  for (const order of await db.select().from(orders)) log(await db.query.customers.findFirst({ where: eq(customers.id, order.customerId) }));')),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    ...[
      'const query = db.select().from(orders).$dynamic();\n  return query.limit(20).offset(page * 20);',
      'let query = db.select().from(orders).orderBy(orders.id).$dynamic();\n  if (ids.length > 0) query = query.offset(page * 20);\n  return query.limit(20);',
      'const query = db.select().from(orders);\n  query.limit(20).offset(page * 20);\n  return query;',
    ].map((code) => wrong(`a page of a builder under a name: ${code.replaceAll('\n', ' ')}`, job(`  ${code}`), [{ messageId: 'offset' }])),
    wrong('a select', job('  return db.select().from(orders).orderBy(desc(orders.id)).limit(20).offset(page * 20);'), [
      { messageId: 'offset', data: { callee: 'db.select().from(orders)', text: 'page * 20', advice: 'Continue after the last row: `.where(lt(orders.id, lastId))` with `.orderBy(desc(orders.id))` and `.limit()`.' } },
    ]),
    wrong('another order', job('  return db.select().from(orders).orderBy(desc(orders.createdAt)).limit(20).offset(page * 20);'), [
      { messageId: 'offset', data: { callee: 'db.select().from(orders)', text: 'page * 20', advice: 'Continue after the last row: end `.orderBy()` with `orders.id` and ask with `.where()` for the rows after the last one in that order, with `.limit()`.' } },
    ]),
    wrong('a filter beside it', job("  return db.select().from(orders).where(eq(orders.status, 'open')).limit(20).offset(page * 20);"), [
      { messageId: 'offset', data: { callee: 'db.select().from(orders)', text: 'page * 20', advice: 'Continue after the last row: `.where(and(…, gt(orders.id, lastId)))` with `.orderBy(orders.id)` and `.limit()`.' } },
    ]),
    wrong('a table that is nowhere to be seen', job('  return db.select().from(parcels).limit(20).offset(page * 20);'), [
      { messageId: 'offset', data: { callee: 'db.select().from(parcels)', text: 'page * 20', advice: 'Continue after the last row: end `.orderBy()` with the columns of its key and ask with `.where()` for the rows after the last one in that order, with `.limit()`.' } },
    ]),
    wrong('a relational query', job('  return db.query.orders.findMany({ limit: 20, offset: page * 20 });'), [
      { messageId: 'offset', data: { callee: 'db.query.orders.findMany', text: 'page * 20', advice: 'Continue after the last row: `where: gt(orders.id, lastId)` with `orderBy` `id` and `limit`.' } },
    ]),
  ],
  valid: [
    ...[
      'const rows = await db.select().from(orders).limit(20);\n  return rows.offset(page * 20);',
      'const query = db.select().from(orders).limit(20);\n  return query.then((rows) => rows).offset(page * 20);',
    ].map((code) => fine(`no page of the builder: ${code.replaceAll('\n', ' ')}`, job(`  ${code}`))),
    fine('a page behind a row', job('  return db.select().from(orders).where(gt(orders.id, page)).orderBy(orders.id).limit(20);')),
    fine('a fixed offset', job('  return db.select().from(orders).limit(20).offset(20);'))
  ],
};

/** Walks by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('an offset that grows', job('  let offset = 0;\n  for (;;) { const rows = await db.select().from(orders).orderBy(orders.id).limit(100).offset(offset); if (rows.length === 0) break; offset += rows.length; }'), [{ messageId: 'offset' }]),
    wrong('a walk over what it deletes', job('  for (let offset = 0; ; offset += 100) { const rows = await db.select().from(orders).limit(100).offset(offset); if (rows.length === 0) break; await db.delete(orders).where(inArray(orders.id, rows.map((row) => row.id))); }'), [{ messageId: 'drift' }]),
    wrong('a walk over what it changes', job("  for (let offset = 0; ; offset += 100) { const rows = await db.select().from(orders).where(eq(orders.status, 'open')).limit(100).offset(offset); if (rows.length === 0) break; await db.update(orders).set({ status: 'done' }).where(inArray(orders.id, rows.map((row) => row.id))); }"), [{ messageId: 'drift' }]),
  ],
  valid: [fine('a walk behind the last row', job('  let last = 0;\n  for (;;) { const rows = await db.select().from(orders).where(gt(orders.id, last)).orderBy(orders.id).limit(100); if (rows.length === 0) break; last = rows.at(-1).id; }'))],
};

/** Queries that nobody sends. */
export const broken: CaseTable = {
  invalid: [wrong('an update', job('  db.update(orders).set({ status: "closed" }).where(eq(orders.id, 1));'), [{ messageId: 'broken', suggestions: 1 }])],
  // what goes on with its answer sends it
  valid: ['then(use)', 'catch(use)', 'finally(use)'].map((answer) => fine(answer, job(`  db.update(orders).set({ status: "closed" }).where(eq(orders.id, 1)).${answer};`))),
};
