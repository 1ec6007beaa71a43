import { casesIn, type CaseTable, CHUNKS, type InvalidCase, jobWith, ONCE, PER_ROW, told } from './case-table.ts';

const elsewhere = { filename: 'tests/fixtures/prisma-bare/src/jobs.ts' };

const IMPORTS = "import db from '@adonisjs/lucid/services/db';\nimport Customer from '#models/customer';\nimport Item from '#models/item';\nimport Order from '#models/order';\n";

const job = jobWith(IMPORTS);
const { fine, wrong } = casesIn('tests/fixtures/lucid-shop/app/jobs/jobs.ts');

const OF_ORDERS = 'for each of `orders`';

function lacks(path: string, why: string, advice: string): InvalidCase['errors'] {
  return [{ messageId: 'notLoaded', data: { path, subject: OF_ORDERS, cost: PER_ROW, why, advice } }];
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('by the key', job('  for (const id of ids) use(await Order.find(id));'), told('Order.find', "Read them all before the loop with `Order.query().whereIn('id', ids)` and look them up in a Map by `id`.")),
    wrong('what the model is told in each round, and is none of its tables', job('  for (const id of ids) { Order.lastAsked = id;\n    use(await Order.query().where("status", "open")); }'), told('Order.query', 'Read what all rows need with one query before the loop (`.whereIn(…, ids)`) and group the rows.')),
    wrong('another table for another model', job('  for (const id of ids) { Item.table = `items_${id}`;\n    use(await Order.query().where("status", "open")); }'), told('Order.query', 'It asks the same in every round: read it once before the loop.')),
    wrong('by a column', job('  for (const id of ids) use(await Order.findBy("customerId", id));'), told('Order.findBy', "Read them all before the loop with `Order.query().whereIn('customerId', ids)` and look them up in a Map by `customerId`.")),
    wrong('by the table’s name of a column, with more conditions', job('  for (const id of ids) use(await Order.query().where("customer_id", id).where("status", "open"));'), told('Order.query', "Read them all before the loop with `Order.query().whereIn('customerId', ids).where(…)` and group the rows by `customerId`.")),
    wrong('the newest of each', job('  for (const id of ids) use(await Order.query().where("customerId", id).orderBy("total", "desc").first());'), told('Order.query().first', 'Read the first row of each with one query before the loop (`distinct on` in PostgreSQL, elsewhere `row_number() over (partition by …)` in a subquery; with a relation, `.preload(…, (query) => query.groupLimit(1))`) and look them up in a Map by `customerId`.')),
    wrong('counts', job('  for (const id of ids) use(await Item.query().where("orderId", id).count("* as total"));'), told('Item.query', "Count for all rows at once with `Item.query().whereIn('orderId', ids).select('orderId').groupBy('orderId').count('* as total')` before the loop.")),
    wrong('a table', job('  for (const id of ids) use(await db.from("orders").where("id", id).first());'), told("db.from('orders')", "Read them all before the loop with `db.from('orders').whereIn('id', ids)` and look them up in a Map by `id`.")),
    wrong('a statement', job('  for (const id of ids) use(await db.rawQuery("select * from orders where id = ?", [id]));'), told('db.rawQuery', 'Send it once for all rows before the loop, with the list of their keys (`in (…)`), and look the answers up in a Map.')),
    wrong('a builder in a variable', job('  for (const id of ids) { const query = Order.query();\n    query.where("customerId", id);\n    use(await query); }'), told('Order.query', "Read them all before the loop with `Order.query().whereIn('customerId', ids)` and group the rows by `customerId`.")),
    wrong('a builder that is sent later', job('  for (const id of ids) { const query = Order.query().where("customerId", id);\n    use(await query.first()); }'), told('Order.query().first', "Read them all before the loop with `Order.query().whereIn('customerId', ids)` and look them up in a Map by `customerId`.")),
    wrong('all at once, each by itself', job('  await Promise.all(ids.map((id) => Order.findOrFail(id)));'), ONCE),
    wrong('a model with a mixin', job('  for (const id of ids) use(await Customer.find(id));'), ONCE),
    wrong('what a function loads into a row that lacks it', job('  const orders = await Order.query();\n  for (const order of orders) use(await shown(order));\n}\nasync function shown(order: Order) {\n  await order.load("customer");\n  return { name: order.customer.name };'), [{ messageId: 'perRowVia' }]),
    wrong('a relation of a row that is handed in', job('  for (const order of orders) use(await order.related("items").query().where("sku", "x"));').replace('ids: number[]', 'orders: Order[]'), told("order.related('items').query", "Read it along with the rows, where these are read: `.preload('items', (query) => …)` sends one query for all of them.", OF_ORDERS)),
    wrong('a transaction', job('  await db.transaction(async (own) => { for (const id of ids) use(await own.from("orders").where("id", id).first()); });'), ONCE),
    wrong('version 5', "import Database from '@ioc:Adonis/Lucid/Database';\nexport async function run(ids: number[]) { for (const id of ids) use(await Database.from('orders').where('id', id).first()); }", ONCE, elsewhere),
    wrong('a model of version 5', "import { BaseModel } from '@ioc:Adonis/Lucid/Orm';\nclass Parcel extends BaseModel {}\nexport async function run(ids: number[]) { for (const id of ids) use(await Parcel.find(id)); }", ONCE, elsewhere),
  ],
  valid: [
    fine('another table in each round, which the model is told', job('  for (const id of ids) { Order.table = `orders_${id}`;\n    use(await Order.query().where("status", "open")); }')),
    fine('one read for all', job('  use(await Order.query().whereIn("id", ids));')),
    fine('one read for all by key', job('  use(await Order.findMany(ids));')),
    fine('a read per group', job('  for (const part of chunks(ids, 500)) use(await Order.query().whereIn("id", part));')),
    fine('one of a few', job('  for (const status of ["open", "closed"]) use(await Order.query().where("status", status));')),
    fine('a filter that no list stands for', job('  for (const id of ids) use(await Order.query().where("total", ">", id));')),
    fine('one of two conditions', job('  for (const id of ids) use(await Order.query().where("customerId", id).orWhere("total", id));')),
    fine('tables of which each is asked once', job('  for (const name of await namesOf(page)) use(await db.from(name).count("* as total"));')),
    fine('statements of several tables', job('  for (const name of await namesOf(page)) use(await db.rawQuery(`select count(*) from "${name}"`));')),
    fine('a condition in a callback', job('  const orders = await Order.query().preload("items", (query) => { query.where("sku", "x"); });\n  for (const order of orders) use(order);')),
    fine('lists', job('  const orders = await Order.all();\n  for (const id of ids) use(orders.find((order) => order.id === id));')),
    fine('another class of that name', job('  for (const id of ids) use(await Store.find(id));', 'class Store { static async find(id: number) { return id; } }\n')),
    fine('another library’s relation, elsewhere', "export async function run(rows: Row[]) { for (const row of rows) use(await row.related('items').query()); }", elsewhere),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job('  for (const id of ids) await Order.create({ number: String(id) });'), told('Order.create', `Insert them together with \`db.table(Order.table).multiInsert([...])\`, which takes the table’s columns, runs none of the model’s hooks and sets no \`autoCreate\` columns, ${CHUNKS}; \`createMany\` and \`saveMany\` send an insert for each row, in one transaction.`)),
    wrong('new rows', job('  for (const id of ids) { const item = new Item(); item.orderId = id; await item.save(); }'), told('item.save', `Insert them together with \`db.table(Item.table).multiInsert([...])\`, which takes the table’s columns, sets no \`autoCreate\` columns, ${CHUNKS}; \`createMany\` and \`saveMany\` send an insert for each row, in one transaction.`)),
    wrong('rows of a table', job('  for (const id of ids) await db.table("items").insert({ order_id: id });'), told("db.table('items')", `Insert them together with \`multiInsert([...])\`, ${CHUNKS}.`)),
    wrong('inserts or updates', job('  for (const id of ids) await Order.updateOrCreate({ number: String(id) }, { total: id });'), told('Order.updateOrCreate', 'Collect the rows and write them together, each once, with `updateOrCreateMany(…, [...])`, which looks once for those that are there and writes in one transaction.', 'for each of `ids`', '2 queries per row')),
    wrong('inserts of what is missing', job('  for (const id of ids) await Order.firstOrCreate({ number: String(id) }, { total: id });'), told('Order.firstOrCreate', 'Collect the rows and write them together, each once, with `fetchOrCreateMany(…, [...])`, which looks once for those that are there and writes in one transaction.', 'for each of `ids`', '2 queries per row')),
    wrong('rows that get the same', job('  for (const order of await Order.query().where("total", 0)) { order.status = "closed"; await order.save(); }'), told('order.save', 'The same values go to every row: write them with one `Order.query().where(…).update({ status: … })`, which runs none of the model’s hooks and leaves `autoUpdate` columns as they are.', 'for each of `await Order.query().where("total", 0)`')),
    wrong('rows that get other values', job('  for (const item of await Item.all()) await item.merge({ sku: next(item) }).save();'), told('item.merge().save', "Write rows that get the same values together with `Item.query().whereIn('id', ids).update({ … })`, which leaves `autoUpdate` columns as they are, or save them in one transaction, which spares a commit per row but no statement.", 'for each of `await Item.all()`')),
    wrong('deletes of rows', job('  for (const order of await Order.all()) await order.delete();'), told('order.delete', `Delete them together with \`Order.query().whereIn('id', ids).delete()\`, which runs none of the model’s hooks, ${CHUNKS}.`, 'for each of `await Order.all()`')),
    wrong('keys that are attached one by one', job('  const order = await Order.findOrFail(page);\n  for (const id of ids) await order.related("tags").attach([id]);'), told("order.related().attach", 'Attach all at once: `attach([...])` takes a list of keys, and inserts them with one statement.')),
    wrong('the same values for all, with the edit', job('  for (const id of ids) await Item.query().where("id", id).update({ sku: "x" });'), [
      {
        messageId: 'perRow',
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Update all rows with one `update`', changes: 'all rows are updated or none; cut long lists into chunks' }, output: job('  await Item.query().whereIn("id", ids).update({ sku: "x" });') }],
      },
    ]),
    wrong('deletes of a table, with the edit', job('  for (const id of ids) await db.from("items").where("order_id", id).delete();'), [{ messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: job('  await db.from("items").whereIn("order_id", ids).delete();') }] }]),
    wrong('no edit where a column may be NULL, which `where` finds and `whereIn` does not', job('  for (const order of await db.from("orders")) await db.from("items").where("sku", order.number).delete();'), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('deletes by the key of a table’s rows', job('  for (const order of await db.from("orders")) await db.from("items").where("order_id", order.id).delete();'), [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('no edit for more conditions', job('  for (const id of ids) await db.from("items").where("order_id", id).where("sku", "x").delete();'), [{ messageId: 'perRow', suggestions: 0 }]),
  ],
  valid: [
    fine('one statement for all', job('  await db.table("items").multiInsert(ids.map((id) => ({ order_id: id })));')),
    fine('sets', job('  const seen = new Set<number>();\n  for (const id of ids) seen.delete(id);')),
    fine('what is saved elsewhere', job('  for (const id of ids) { const file = new Upload(id); await file.save(); }')),
    fine('a list of each round', job('  await Order.createMany(ids.map((id) => ({ number: String(id) })));')),
  ],
};

/** Relations that are read again by their keys, or loaded for each row. */
export const relations: CaseTable = {
  invalid: [
    wrong('by the key', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) use(await Customer.find(order.customerId));'), [
      { messageId: 'notLoaded', data: { path: 'customer', subject: OF_ORDERS, cost: PER_ROW, why: '`Order.query` on line 6 reads the rows without it.', advice: "Add `.preload('customer')` there and use `order.customer`." }, suggestions: 1 },
    ]),
    wrong('a row loads it', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) { await order.load("customer"); use(order.customer); }'), lacks('customer', '`Order.query` on line 6 reads the rows without it.', "Add `.preload('customer')` there and use `order.customer`.")),
    wrong('rows of all', job('  const orders = await Order.all();\n  for (const order of orders) { await order.load("items"); use(order.items); }'), lacks('items', '`Order.all` on line 6 reads the rows without it.', "Read the rows with `Order.query().preload('items').orderBy('id', 'desc')`, in the order of `all` and use `order.items`.")),
    wrong('the rows of a relation, with the edit', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) use(await order.related("items").query());'), [
      {
        messageId: 'notLoaded',
        data: { path: 'items', subject: OF_ORDERS, cost: PER_ROW, why: '`Order.query` on line 6 reads the rows without it.', advice: "Add `.preload('items')` there and use `order.items`." },
        suggestions: [{ messageId: 'remedyChanging', output: job('  const orders = await Order.query().preload(\'items\').where("status", "open");\n  for (const order of orders) use(order.items);') }],
      },
    ]),
    wrong('by the key of those that belong to it', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) use(await Item.query().where("order_id", order.id));'), [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: job('  const orders = await Order.query().preload(\'items\').where("status", "open");\n  for (const order of orders) use(order.items);') }] },
    ]),
    wrong('of plain objects, which get no relations', job('  const orders = await Order.query().where("status", "open").pojo<Row>();\n  for (const order of orders) use(await Item.query().where("order_id", order.id));'), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('in an order of their own, which takes a callback', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) use(await Item.query().where("order_id", order.id).orderBy("sku"));'), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('what a function loads into a row that has it', job('  const orders = await Order.query().preload("customer");\n  for (const order of orders) use(await shown(order));\n}\nasync function shown(order: Order) {\n  await order.load("customer");\n  return { name: order.customer.name };'), [
      { messageId: 'notLoaded', data: { path: 'customer', subject: OF_ORDERS, cost: PER_ROW, why: '`Order.query` on line 6 has loaded it already.', advice: 'Use `order.customer`: `order.load` asks for it again all the same.' } },
    ]),
    wrong('what is loaded already', job('  const orders = await Order.query().preload("customer");\n  for (const order of orders) use(await Customer.find(order.customerId));'), [{ messageId: 'notLoaded', data: { path: 'customer', subject: OF_ORDERS, cost: PER_ROW, why: '`Order.query` on line 6 has loaded it already.', advice: 'Use `order.customer`.' } }]),
  ],
  valid: [
    fine('loaded with the rows', job('  const orders = await Order.query().preload("customer");\n  for (const order of orders) use(order.customer);')),
    fine('one row', job('  const order = await Order.findOrFail(page);\n  await order.load("items");\n  for (const item of order.items) use(item);')),
    fine('a part of the rows', job('  const orders = await Order.query().where("status", "open");\n  await Promise.all([orders.length, page]);\n  for (const order of orders) use(order);')),
  ],
};

/** Counts of relations. */
export const counts: CaseTable = {
  invalid: [
    wrong('a row counts them', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) { await order.loadCount("items"); use(order.$extras.items_count); }'), told('order.loadCount', "Add `.withCount('items')` to `Order.query` on line 6 and use `order.$extras.items_count`.", OF_ORDERS)),
    wrong('a query of the relation counts them', job('  const orders = await Order.query().where("status", "open");\n  for (const order of orders) use(await order.related("items").query().count("* as total"));'), told("order.related('items').query", "Add `.withCount('items')` to `Order.query` on line 6 and use `order.$extras.items_count`.", OF_ORDERS)),
  ],
  valid: [fine('counted with the rows', job('  const orders = await Order.query().withCount("items");\n  for (const order of orders) use(order.$extras.items_count);'))],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong('by the key', job('  return Order.query().orderBy("id").offset(page * 20).limit(20);'), [{ messageId: 'offset', data: { callee: 'Order.query', text: 'page * 20', advice: "Continue after the last row: `.where('id', '>', lastId).orderBy('id').limit(…)`." } }]),
    wrong('by something else', job('  return db.from("orders").orderBy("total").forPage(page, 20);'), [{ messageId: 'offset', data: { callee: "db.from('orders')", text: 'page', advice: "Continue after the last row: end `.orderBy()` with `'id'` and ask with `.where()` for the rows after the last one in that order, with `.limit()`." } }]),
  ],
  valid: [fine('all but the first', job('  return db.from("orders").orderBy("id").offset(page);')), fine('behind the last row', job('  return Order.query().where("id", ">", page).orderBy("id").limit(20);'))],
};

/** Walks by offset. */
export const batches: CaseTable = {
  invalid: [wrong('a table', job('  for (let offset = 0; ; offset += 500) { const orders = await Order.query().orderBy("id").offset(offset).limit(500); if (orders.length === 0) break; await send(orders); }'), [{ messageId: 'offset' }])],
  valid: [fine('behind the last row', job('  for (let last = 0; ;) { const orders = await Order.query().where("id", ">", last).orderBy("id").limit(500); if (orders.length === 0) break; last = orders.at(-1)!.id; }'))],
};

/** Answers of which less is used. */
export const unbounded: CaseTable = {
  invalid: [
    wrong('rows that are counted', job('  const orders = await Order.all();\n  return orders.length;'), [{ messageId: 'length', data: { callee: 'Order.all', rows: 'every row of `Order` (grows with use)', advice: "Count in the database, with `.count('* as total')`." } }]),
    wrong('rows of which the first is used', job('  const [order] = await Order.query().orderBy("total", "desc");\n  return order;'), [{ messageId: 'first', data: { callee: 'Order.query', rows: 'every row of `Order` (grows with use)', advice: 'Ask for the first row alone, with `.first()`.' } }]),
  ],
  valid: [fine('a count', job('  return Order.query().count("* as total");')), fine('a page', job('  const orders = await Order.query().paginate(page, 20);\n  return orders.length;')), fine('groups', job('  const groups = await db.from("orders").select("status").count("* as total").groupBy("status");\n  return groups.length;'))],
};

/** Queries that nobody sends. */
export const broken: CaseTable = {
  invalid: [
    wrong('an update', job('  Order.query().where("id", page).update({ status: "closed" });'), [{ messageId: 'broken', suggestions: 1, data: { problem: '`Order.query().update` builds a query, but nothing runs it.', advice: 'Put `await` before it, or `return` it.' } }]),
    wrong('a delete for each', job('  ids.forEach((id) => db.from("items").where("id", id).delete());'), [{ messageId: 'broken' }]),
  ],
  valid: [
    fine('an update that is awaited', job('  await Order.query().where("id", page).update({ status: "closed" });')),
    fine('an update that is sent by a word', job('  void Order.query().where("id", page).update({ status: "closed" }).exec();')),
    fine('conditions that are put on a builder', job('  const query = Order.query();\n  if (page > 1) query.where("status", "open");\n  return query;')),
    fine('what begins at once', job('  void Order.find(page);')),
    fine('an answer of a framework’s', job('  route.get("/", () => Order.query().where("id", page));')),
  ],
};
