import { casesIn, type CaseTable, CHUNKS, type InvalidCase, jobWith, ONCE, PER_ROW, told } from './case-table.ts';

/** A file of a project that doesn't use Kysely. */
const elsewhere = { filename: 'tests/fixtures/prisma-bare/src/jobs.ts' };

const IMPORTS = "import { sql } from 'kysely';\nimport { db } from './db';\n";

const job = jobWith(IMPORTS);
const { fine, wrong } = casesIn('tests/fixtures/kysely-shop/src/jobs.ts');

const GUARDED = 'where the list is not empty';
const LISTS = `${GUARDED}, ${CHUNKS}`;

/** A read per row through whatever `DB` is. */
function through(name: string, db: string, before: string): InvalidCase {
  return wrong(name, `${before}async function run(this: Job, ids: number[], given: Context) { for (const id of ids) use(await ${db}.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()); }`, ONCE);
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('by the key', job("  for (const id of ids) use(await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst());"), told("db.selectFrom('orders')", `Read them all before the loop with one \`db.selectFrom('orders').where('id', 'in', ids)\` (${GUARDED}) and look them up in a Map by \`id\`.`)),
    wrong('by a column of an alias, with more conditions', job("  for (const id of ids) use(await db.selectFrom('items as i').selectAll().where('i.order_id', '=', id).where('i.sku', '=', 'x').execute());"), told("db.selectFrom('items')", `Read them all before the loop with one \`db.selectFrom('items').where('order_id', 'in', ids).where(…)\` (${GUARDED}) and group the rows by \`order_id\`.`)),
    wrong('by an expression', job("  for (const id of ids) use(await db.selectFrom('orders').selectAll().where((eb) => eb.and([eb('customer_id', '=', id), eb('status', '=', 'open')])).execute());"), told("db.selectFrom('orders')", `Read them all before the loop with one \`db.selectFrom('orders').where('customer_id', 'in', ids).where(…)\` (${GUARDED}) and group the rows by \`customer_id\`.`)),
    wrong('the newest of each', job("  for (const id of ids) use(await db.selectFrom('orders').selectAll().where('customer_id', '=', id).orderBy('total', 'desc').limit(1).executeTakeFirst());"), told("db.selectFrom('orders')", "Read the first row of each before the loop (in PostgreSQL with `.distinctOn('customer_id').where('customer_id', 'in', ids).orderBy('customer_id')`, elsewhere with `row_number() over (partition by …)` in a subquery) and look them up in a Map by `customer_id`.")),
    wrong('counts', job("  for (const id of ids) use(await db.selectFrom('items').select((eb) => eb.fn.countAll<string>().as('n')).where('order_id', '=', id).executeTakeFirstOrThrow());"), told("db.selectFrom('items')", `Count for all rows at once with \`db.selectFrom('items').select('order_id').where('order_id', 'in', ids).groupBy('order_id')\` before the loop (${GUARDED}), with \`eb.fn.countAll()\` beside the key.`)),
    wrong('sums', job("  for (const id of ids) use(await db.selectFrom('orders').select(({ fn }) => [fn.sum('total').as('sum')]).where('customer_id', '=', id).executeTakeFirst());"), told("db.selectFrom('orders')", `Compute it for all rows at once with \`db.selectFrom('orders').select('customer_id').where('customer_id', 'in', ids).groupBy('customer_id')\` before the loop (${GUARDED}), with the same functions beside the key.`)),
    wrong('a builder in a variable', job("  for (const id of ids) { let query = db.selectFrom('orders').selectAll().where('id', '=', id);\n    query = query.limit(1);\n    use(await query.execute()); }"), told("db.selectFrom('orders')", `Read them all before the loop with one \`db.selectFrom('orders').where('id', 'in', ids)\` (${GUARDED}) and look them up in a Map by \`id\`.`)),
    wrong('a statement', job('  for (const id of ids) use(await sql`select * from orders where id = ${id}`.execute(db));'), told('sql`…`.execute', 'Send it once for all rows before the loop, with the list of their keys (`in (…)`), and look the answers up in a Map.')),
    wrong('all at once, each by itself', job("  await Promise.all(ids.map((id) => db.selectFrom('orders').selectAll().where('id', '=', id).execute()));"), ONCE),
    through('a type', 'given', "import type { Kysely } from 'kysely';\n".concat('declare const given: Kysely<Database>;\n')),
    through('a type of several', 'given.db', "import type { Db } from './db';\n"),
    through('what is made here', 'own', "import { Kysely } from 'kysely';\nconst own = new Kysely<Database>(config);\n"),
    through('a schema', "db.withSchema('shop')", "import { db } from './db';\n"),
    wrong('an injected one', "import { Kysely } from 'kysely';\nexport class Jobs { constructor(private readonly db: Kysely<Database>) {} async run(ids: number[]) { for (const id of ids) use(await this.db.selectFrom('orders').selectAll().where('id', '=', id).execute()); } }", ONCE),
    wrong('a transaction', job("  await db.transaction().setIsolationLevel('serializable').execute(async (own) => { for (const id of ids) use(await own.selectFrom('orders').selectAll().where('id', '=', id).execute()); });"), ONCE),
    wrong('a transaction of its own', job("  const own = await db.startTransaction().execute();\n  for (const id of ids) use(await own.selectFrom('orders').selectAll().where('id', '=', id).execute());"), ONCE),
    wrong('in a file of a project without Kysely, a type all the same', "import type { Kysely } from 'kysely';\nexport async function run(own: Kysely<Database>, ids: number[]) { for (const id of ids) use(await own.selectFrom('orders').selectAll().where('id', '=', id).execute()); }", ONCE, elsewhere),
  ],
  valid: [
    fine('one read for all', job("  use(await db.selectFrom('orders').selectAll().where('id', 'in', ids).execute());")),
    fine('builders that nothing sends', job("  const parts = [];\n  for (const id of ids) parts.push(db.selectFrom('orders').selectAll().where('id', '=', id));\n  return parts;")),
    fine('a read per group', job("  for (const part of chunks(ids, 500)) use(await db.selectFrom('orders').selectAll().where('id', 'in', part).execute());")),
    fine('one of a few', job("  for (const status of ['open', 'closed'] as const) use(await db.selectFrom('orders').selectAll().where('status', '=', status).execute());")),
    fine('a filter that no list stands for', job("  for (const id of ids) use(await db.selectFrom('orders').selectAll().where('total', '>', id).execute());")),
    fine('a condition that is put sometimes', job("  for (const id of ids) { let query = db.selectFrom('orders').selectAll();\n    if (page > 1) query = query.where('customer_id', '=', id);\n    use(await query.execute()); }")),
    fine('one of two queries', job("  for (const id of ids) { let query = db.selectFrom('orders').selectAll();\n    query = db.selectFrom('items').selectAll();\n    use(id, await query.execute()); }")),
    fine('a part of another query', job("  use(await db.selectFrom('orders').selectAll().where(({ exists, selectFrom }) => exists(selectFrom('items').select('id').whereRef('items.order_id', '=', 'orders.id'))).execute());")),
    fine('what only looks like it, elsewhere', "export async function run(own: Builder, ids: number[]) { for (const id of ids) use(await own.selectFrom('orders').where('id', '=', id).execute()); }", elsewhere),
    fine('what is executed otherwise', job('  for (const id of ids) await command.execute(id);')),
    fine('a statement of something else', job('  for (const id of ids) await sql`select * from orders where id = ${id}`.execute(db);', "import { sql } from './sql';\n"), elsewhere),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job("  for (const id of ids) { check(id); await db.insertInto('items').values({ order_id: id, sku: 'x' }).execute(); }"), told("db.insertInto('items')", `Insert them together: \`db.insertInto('items').values([...])\` takes a list, ${LISTS}.`)),
    wrong('inserts of what is missing', job("  for (const id of ids) { check(id); await db.insertInto('items').values({ order_id: id, sku: 'x' }).onConflict((oc) => oc.doNothing()).execute(); }"), told("db.insertInto('items')", `Insert them together: \`db.insertInto('items').values([...])\` takes a list, with \`onConflict\` as it is, ${LISTS}.`)),
    wrong('inserts or updates', job("  for (const id of ids) await db.insertInto('items').values({ order_id: id, sku: 'x' }).onConflict((oc) => oc.column('order_id').doUpdateSet({ sku: 'x' })).execute();"), told("db.insertInto('items')", `Collect the rows and write them together, each once: \`db.insertInto('items').values([...])\` with its \`onConflict\`, which takes the new values from the row (\`excluded.…\`, in MySQL \`values(…)\`), ${LISTS}.`)),
    wrong('other values for each', job("  for (const id of ids) await db.updateTable('orders').set({ number: String(id) }).where('id', '=', id).execute();"), [
      { messageId: 'perRow', data: { callee: "db.updateTable('orders')", subject: 'for each of `ids`', cost: PER_ROW, advice: "Write rows that get the same values together with `db.updateTable('orders').set(…).where('id', 'in', ids)`, or send the updates in one `transaction()`, which spares a commit per row but no statement." } },
    ]),
    wrong('a statement', job('  for (const id of ids) await sql`update orders set total = total + 1 where id = ${id}`.execute(db);'), told('sql`…`.execute', 'Write all rows with one statement, in chunks where the list can be long.')),
    wrong('the same values for all, with its edit', job("  for (const id of ids) await db.updateTable('orders').set({ status: 'closed' }).where('id', '=', id).execute();"), [
      {
        messageId: 'perRow',
        data: { callee: "db.updateTable('orders')", subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`db.updateTable('orders').set(…).where('id', 'in', ids)\`, ${LISTS}.` },
        suggestions: [{
          messageId: 'remedyChanging', data: { title: 'Update all rows with one `updateTable`', changes: 'all rows are updated or none, also one that is listed twice is updated once; cut long lists into chunks' },
          output: job("  if (ids.length > 0) await db.updateTable('orders').set({ status: 'closed' }).where('id', 'in', ids).execute();"),
        }],
      },
    ]),
    wrong('deletes, with their edit', job("  for (const id of ids) await db.deleteFrom('orders').where('id', '=', id).executeTakeFirst();"), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job("  if (ids.length > 0) await db.deleteFrom('orders').where('id', 'in', ids).execute();") }] },
    ]),
    wrong('inserts, with their edit', job("  for (const id of ids) await db.insertInto('items').values({ order_id: id, sku: 'x' }).execute();"), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job("  if (ids.length > 0) await db.insertInto('items').values(ids.map((id) => ({ order_id: id, sku: 'x' } as const))).execute();") }] },
    ]),
    wrong('no edit for more conditions', job("  for (const id of ids) await db.deleteFrom('orders').where('id', '=', id).where('status', '=', 'open').execute();"), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('no edit for what it gives back', job("  for (const id of ids) await db.insertInto('items').values({ order_id: id, sku: 'x' }).returningAll().execute();"), [{ messageId: 'perRow', suggestions: 0 }]),
  ],
  valid: [
    fine('one insert for all', job("  await db.insertInto('items').values(ids.map((order_id) => ({ order_id, sku: 'x' }))).execute();")),
    fine('sets', job('  const seen = new Set<number>();\n  for (const id of ids) seen.delete(id);')),
    fine('a claim of a row', job("  for (const id of ids) { const taken = await db.updateTable('orders').set({ status: 'taken' }).where('id', '=', id).where('status', '=', 'open').executeTakeFirst(); if (taken.numUpdatedRows === 0n) continue; log(id); }")),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong('without an order', job("  return db.selectFrom('orders').selectAll().limit(20).offset(page * 20).execute();"), [
      { messageId: 'offset', data: { callee: "db.selectFrom('orders')", text: 'page * 20', advice: "Continue after the last row: `.where('id', '>', lastId).orderBy('id').limit()`, with the table’s key." } },
    ]),
    wrong('by the key, backwards', job("  return db.selectFrom('orders').selectAll().orderBy('orders.id', 'desc').limit(20).offset(page * 20).execute();"), [
      { messageId: 'offset', data: { callee: "db.selectFrom('orders')", text: 'page * 20', advice: "Continue after the last row: `.where('id', '<', lastId).orderBy('id', 'desc').limit()`, with the table’s key." } },
    ]),
    wrong('by something else', job("  return db.selectFrom('orders').selectAll().orderBy('total').limit(20).offset(page * 20).execute();"), [
      { messageId: 'offset', data: { callee: "db.selectFrom('orders')", text: 'page * 20', advice: "Continue after the last row: end `.orderBy()` with the table’s key and ask with `.where()` for the rows after the last one in that order, with `.limit()`." } },
    ]),
  ],
  valid: [fine('a constant', job("  return db.selectFrom('orders').selectAll().limit(20).offset(20).execute();")), fine('no offset', job("  return db.selectFrom('orders').selectAll().where('id', '>', page).limit(20).execute();"))],
};

/** Walks by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('a table', job("  for (let offset = 0; ; offset += 500) { const orders = await db.selectFrom('orders').selectAll().orderBy('id').limit(500).offset(offset).execute(); if (orders.length === 0) break; await send(orders); }"), [{ messageId: 'offset' }]),
    wrong('a table whose rows it takes away', job("  for (let offset = 0; ; offset += 500) { const orders = await db.selectFrom('orders').selectAll().limit(500).offset(offset).execute(); if (orders.length === 0) break; await db.deleteFrom('orders').where('id', 'in', idsOf(orders)).execute(); }"), [{ messageId: 'drift' }]),
  ],
  valid: [fine('behind the last row', job("  for (let last = 0; ;) { const orders = await db.selectFrom('orders').selectAll().where('id', '>', last).orderBy('id').limit(500).execute(); if (orders.length === 0) break; last = orders.at(-1)!.id; }"))],
};

/** Answers of which less is used. */
export const unbounded: CaseTable = {
  invalid: [
    wrong('rows that are counted', job("  const orders = await db.selectFrom('orders').selectAll().execute();\n  return orders.length;"), [
      { messageId: 'length', data: { callee: "db.selectFrom('orders')", rows: 'every row of `orders` (grows with use)', advice: 'Count in the database, with `.select((eb) => eb.fn.countAll().as(…))`.' } },
    ]),
    wrong('the first of all, which are read', job("  return await db.selectFrom('orders').selectAll().where('status', '=', 'open').orderBy('total', 'desc').executeTakeFirst();"), [
      { messageId: 'first', data: { callee: "db.selectFrom('orders')", rows: 'every matching row', advice: 'Ask for the first row alone, with `.limit(1)`.' } },
    ]),
  ],
  valid: [
    fine('the first with a limit', job("  return await db.selectFrom('orders').selectAll().orderBy('total', 'desc').limit(1).executeTakeFirst();")),
    fine('one by its key', job("  return await db.selectFrom('orders').selectAll().where('id', '=', page).orderBy('total').executeTakeFirst();")),
    fine('the only one that is expected', job("  return await db.selectFrom('customers').selectAll().where('email', '=', String(page)).executeTakeFirst();")),
    fine('a count', job("  return await db.selectFrom('orders').select((eb) => eb.fn.countAll().as('n')).executeTakeFirst();")),
    fine('what a write gives back', job("  return await db.insertInto('items').values({ order_id: page, sku: 'x' }).returningAll().executeTakeFirst();")),
  ],
};

/** Queries that nobody sends. */
export const broken: CaseTable = {
  invalid: [
    wrong('a builder alone', job("  db.insertInto('items').values({ order_id: page, sku: 'x' });"), [
      { messageId: 'broken', data: { problem: "`db.insertInto('items')` builds a query, but nothing runs it.", advice: 'Nothing but `execute` and its kin sends it: end the chain with `.execute()`, and await that.' } },
    ]),
    wrong('a builder that is awaited', job("  await db.deleteFrom('items').where('order_id', '=', page);"), [
      { messageId: 'broken', data: { problem: "`db.deleteFrom('items')` builds a query, but nothing runs it.", advice: 'Nothing but `execute` and its kin sends it: end the chain with `.execute()`.' } },
    ]),
    wrong('a condition that is put on nothing', job("  const query = db.selectFrom('orders').selectAll();\n  if (page > 1) query.where('status', '=', 'open');\n  return query.execute();"), [
      { messageId: 'broken', line: 5, data: { problem: '`query.where` builds a query, but nothing runs it.', advice: 'A builder stays as it is, whatever is called on it: set the variable to what the call gives.' } },
    ]),
  ],
  valid: [
    fine('a builder that is sent', job("  await db.insertInto('items').values({ order_id: page, sku: 'x' }).execute();")),
    fine('a builder that is given back', job("  return db.insertInto('items').values({ order_id: page, sku: 'x' });")),
    fine('a condition that is put', job("  let query = db.selectFrom('orders').selectAll();\n  if (page > 1) query = query.where('status', '=', 'open');\n  return query.execute();")),
    fine('a builder that changes itself', job("  const query = knex('orders');\n  if (page > 1) query.where('status', 'open');\n  return query;", "import { knex } from './knex';\n")),
    fine('a query of which nothing says what it is', "export function run(own: Builder) { own.insertInto('items').values({ sku: 'x' }); }"),
  ],
};
