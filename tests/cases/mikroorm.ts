import { casesIn, type CaseTable, CHUNKS, OF_IDS, ONCE, PER_ROW, told } from './case-table.ts';

const CORE = "import { EntityManager, EntityRepository, Reference, wrap } from '@mikro-orm/postgresql';\n";
const ENTITIES = "import { Contract } from './entities/contract';\nimport { Customer } from './entities/customer';\nimport { Item } from './entities/item';\nimport { Order } from './entities/order';\nimport { Shop } from './entities/shop';\n";

function job(body: string, head = 'em: EntityManager, ids: number[], page: number'): string {
  return `${CORE}${ENTITIES}export async function run(${head}) {\n${body}\n}`;
}

/** A service of NestJS into which a container puts what it needs. */
function nest(body: string): string {
  return `import { InjectRepository } from '@mikro-orm/nestjs';\n${CORE}${ENTITIES}import { OrderRepository } from './order.repository';\n`
    + `export class Orders { constructor(private readonly em: EntityManager, @InjectRepository(Item) private readonly items: EntityRepository<Item>, private readonly orders: OrderRepository) {} async run(ids: number[], rows: Order[]) { ${body} } }`;
}

/** A file of a package that has no library of its own, and speaks of another one's entities. */
const web = { filename: 'tests/fixtures/mikroorm-shop/web/src/jobs.ts' };
const WEB = (made: string, name = 'em', entities = '../../src/entities/order'): string => `import { Order } from '${entities}';\nexport async function run(ids: number[]) { ${made} for (const id of ids) use(await ${name}.findOne(Order, id)); }`;

const { fine, wrong } = casesIn('tests/fixtures/mikroorm-shop/src/jobs.ts');

const OF_ROWS = 'for each of `rows`';

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('by the key alone', job('  for (const id of ids) use(await em.findOne(Order, id));'), told('em.findOne', 'Read them all before the loop with `em.find(Order, { id: { $in: ids } })` and look them up in a Map by `id`.')),
    wrong('by a column, with options', job("  for (const id of ids) use(await em.findOneOrFail(Order, { number: id }, { populate: ['items'], failHandler: fail }));"), told('em.findOneOrFail', 'Read them all before the loop with `em.find(Order, { number: { $in: ids } }, { populate: … })` and look them up in a Map by `number`.')),
    wrong('by a relation', job("  for (const id of ids) use(await em.find(Item, { order: { id }, sku: 'a' }));"), told('em.find', 'Read them all before the loop with `em.find(Item, { order: { $in: ids }, sku: … })` and group the rows by `order`.')),
    wrong('the newest of each', job("  for (const id of ids) use(await em.findOne(Order, { customer: id }, { orderBy: { id: 'DESC' } }));"), told('em.findOne', 'Read the first row of each `customer` with one query builder before the loop (`.distinctOn()` in PostgreSQL, a join with the grouped `MAX` or `MIN` elsewhere), and look them up in a Map by `customer`.')),
    wrong('counts', job("  for (const id of ids) use(await em.count(Item, { order: id, sku: 'a' }));"), told('em.count', "Count for all rows at once with one query builder that groups by `order`, or `em.countBy(Item, 'order', …)` of MikroORM 7 and keeps the condition on `sku`, before the loop.")),
    wrong('what a container keeps as the manager, in a package whose entities are another one’s', WEB('const em = container.resolve("em") as any;'), told('em.findOne', 'Read them all before the loop with `em.find(Order, { id: { $in: ids } })` and look them up in a Map by `id`.'), web),
    wrong('what the code says to be a manager', WEB("const db = container.resolve('database') as import('@mikro-orm/postgresql').EntityManager;", 'db'), ONCE, web),
    wrong('an injected repository', nest('for (const id of ids) use(await this.items.find({ order: id }));'), told('this.items.find', 'Read them all before the loop with `this.items.find({ order: { $in: ids } })` and group the rows by `order`.')),
    wrong('a repository of its own class', nest('for (const id of ids) use(await this.orders.findOne({ number: id }));'), ONCE),
    wrong('a method of a repository', nest('for (const id of ids) await this.orders.closeOne(id);'), [{ messageId: 'perRowElsewhere' }]),
    wrong('a repository that is asked for', job('  const orders = em.fork().getRepository(Order);\n  for (const id of ids) use(await orders.findOne({ number: id }));'), ONCE),
    wrong('in a transaction', job('  await em.transactional(async (tx) => { for (const id of ids) use(await tx.findOne(Order, { number: id })); });'), ONCE),
    wrong('a manager of the library itself', `${ENTITIES}import { MikroORM } from '@mikro-orm/postgresql';\nexport async function run(ids: number[]) { const orm = await MikroORM.init({}); for (const id of ids) use(await orm.em.findOne(Order, { number: id })); }`, ONCE),
    wrong('a manager of another file', `${ENTITIES}import { orm } from './db';\nexport async function run(ids: number[]) { for (const id of ids) use(await orm.em.findOne(Order, { number: id })); }`, ONCE),
    wrong('a manager by its name', `${ENTITIES}export async function run(ctx: Context, ids: number[]) { for (const id of ids) use(await ctx.em.findOne(Order, { number: id })); }`, ONCE),
    wrong('a manager that is taken out of what a function is given', job('  for (const id of ids) use(await em.findOne(Order, { number: id }));', '{ em }, ids: number[]'), ONCE),
    wrong('a query builder', job("  for (const id of ids) use(await em.createQueryBuilder(Order, 'o').where({ customer: id }).getResultList());"), ONCE),
    wrong('SQL', job("  for (const id of ids) use(await em.getConnection().execute('SELECT * FROM orders WHERE customer_id = ?', [id]));"), ONCE),
    wrong('references of rows that are handed in', job('  for (const order of rows) use(await order.customer.load());', 'em: EntityManager, rows: Order[]'), told('order.customer.load', "Load `customer` for all rows before the loop with `em.populate(rows, ['customer'])`; `Promise.all` spares none of the queries.", OF_ROWS)),
    wrong('all at once', job('  await Promise.all(rows.map((order) => order.customer.load()));', 'em: EntityManager, rows: Order[]'), ONCE),
    wrong('numbers of collections', job('  for (const customer of await em.find(Customer, {})) use(await customer.orders.loadCount());'), ONCE),
    wrong('a collection that is narrowed', job('  for (const customer of await em.find(Customer, {})) use(await customer.orders.matching({ where: { total: 0 } }));'), ONCE),
    wrong('relations of rows that are handed in, one by one', job("  for (const order of rows) await em.populate(order, ['customer']);", 'em: EntityManager, rows: Order[]'), told('em.populate', 'Load them for all rows at once: `em.populate(rows, …)` takes a list.', OF_ROWS)),
    wrong('an entity that the class names', `${CORE}export class Store { private readonly entity = 'Order'; constructor(private readonly em: EntityManager) {} async run(ids: number[]) { for (const id of ids) use(await this.em.findOne(this.entity, { id })); } }`, ONCE),
    wrong('a load that goes by itself, whatever the configuration says', `${CORE}import { Order } from '../../src/entities/order';\nexport async function run(rows: Order[]) { await Promise.all(rows.map((order) => order.customer.load({ dataloader: false }))); }`, ONCE, { filename: 'tests/fixtures/mikroorm-shop/loaders/src/jobs.ts' }),
  ],
  valid: [
    fine('what a container keeps under another name', WEB('const em = container.resolve("log");'), web),
    fine('what a container keeps so where nothing speaks of the library', WEB('const em = container.resolve("em") as any;', 'em', './orders'), web),
    fine('one read for all', job('  use(await em.find(Order, { id: { $in: ids } }));')),
    fine('lists of keys', job('  for (const part of chunks(ids, 500)) use(await em.find(Order, { id: part.map((id) => id) }));')),
    fine('one of a few', job("  for (const status of ['open', 'closed']) use(await em.find(Order, { status }));")),
    fine('a filter that no list stands for', job('  for (const id of ids) use(await em.find(Order, { total: { $gt: id } }));')),
    fine('the first few of each', job('  for (const id of ids) use(await em.find(Order, { customer: id }, { limit: 3 }));')),
    fine('what the manager holds already', job('  const orders = await em.find(Order, { id: { $in: ids } });\n  for (const id of ids) use(orders, await em.findOne(Order, id));')),
    fine('the key of what was loaded with the rows', job("  for (const order of await em.find(Order, {}, { populate: ['customer'] })) use(await em.findOne(Customer, order.customer.id));")),
    fine('what asks nothing', job('  for (const id of ids) { const item = em.create(Item, { id }); em.assign(item, { sku: "" }); em.persist(item); em.getReference(Order, id); }\n  await em.flush();')),
    fine('a manager of something else', "import { em } from './events';\nexport async function run(em: Emitter, ids: number[]) { for (const id of ids) await em.find(Order, id); }"),
    fine('lists', job('  const orders = await em.find(Order, {});\n  for (const id of ids) use(orders.find((order) => order.id === id));')),
    fine('a table that the row names', job('  for (const entry of rows) use(await em.getRepository(entry.type).findOne({ id: entry.key }));', 'em: EntityManager, rows: Entry[]')),
    fine('a function whose name is put in', job('  for (const id of ids) use(await em.execute(`SELECT ${name}(?)`, [id]));')),
    fine('loads that go together', job('  await Promise.all(rows.map((order) => order.customer.load({ dataloader: true })));', 'em: EntityManager, rows: Order[]')),
    fine('loads that go together by the configuration', `${CORE}import { Order } from '../../src/entities/order';\nexport async function run(rows: Order[]) { await Promise.all(rows.map((order) => order.customer.load())); }`, { filename: 'tests/fixtures/mikroorm-shop/loaders/src/jobs.ts' }),
    fine('loads of what was populated', job("  await em.populate(rows, ['customer']);\n  for (const order of rows) use(await order.customer.load());", 'em: EntityManager, rows: Order[]')),
    fine('a list that a function asks for once', job('  let shops;\n  const all = async () => { if (shops !== undefined) return shops; const found = await em.find(Shop, {}); shops = found; return shops; };\n  for (const id of ids) use(id, await all());')),
  ],
};

/** Relations that a loop over rows asks for. */
export const relations: CaseTable = {
  invalid: [
    wrong('a reference', job('  for (const order of await em.find(Order, {})) use(await order.customer.load());'), [{
      messageId: 'notLoaded', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Load `customer` with the rows', changes: 'the rows are read with a join, or the relation with one more query' },
        output: job("  for (const order of await em.find(Order, {}, { populate: ['customer'] })) use(await order.customer.load());"),
      }],
    }]),
    wrong('a collection beside what is populated', job("  for (const order of await em.find(Order, {}, { populate: ['tags'] })) use(await order.items.loadItems());"), [{
      messageId: 'notLoaded', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Load `items` with the rows', changes: 'the rows are read with a join, or the relation with one more query' },
        output: job("  for (const order of await em.find(Order, {}, { populate: ['tags', 'items'] })) use(await order.items.loadItems());"),
      }],
    }]),
    wrong('a repository without a filter', nest('for (const order of await this.orders.findAll()) use(await order.customer.loadOrFail());'), [{
      messageId: 'notLoaded', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Load `customer` with the rows', changes: 'the rows are read with a join, or the relation with one more query' },
        output: nest("for (const order of await this.orders.findAll({ populate: ['customer'] })) use(await order.customer.loadOrFail());"),
      }],
    }]),
    wrong('by the key of a reference', job('  for (const order of await em.find(Order, {})) use(await em.findOne(Customer, order.customer.id));'), [{ messageId: 'notLoaded', suggestions: 1 }]),
    wrong('by the other side', job('  for (const customer of await em.find(Customer, {})) use(await em.find(Order, { customer: customer.id }));'), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('by the row itself', job('  for (const customer of await em.find(Customer, {})) use(await em.find(Order, { customer }));'), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('what wraps a relation, and asks for it whether it is loaded or not', job('  for (const order of await em.find(Order, {})) await wrap(order.customer).init();'), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('what wraps a relation that is loaded', job("  for (const order of await em.find(Order, {}, { populate: ['customer'] })) await wrap(order.customer).init();"), [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of the rows of the loop on line 8', cost: PER_ROW, why: '`em.find` on line 8 has loaded it already.', advice: 'Use `order.customer`.' }, suggestions: 0 },
    ]),
    wrong('one row after the other', job("  for (const customer of await em.find(Customer, {})) await em.populate(customer, ['orders']);"), [{ messageId: 'notLoaded', suggestions: 1 }]),
    wrong('of rows of a collection', job("  for (const customer of await em.find(Customer, {}, { populate: ['orders'] })) for (const order of customer.orders.getItems()) use(await order.items.loadItems());"), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('beside columns', job("  for (const order of await em.find(Order, {}, { fields: ['number'] })) use(await order.customer.load());"), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('all at once', job('  const orders = await em.find(Order, {});\n  await Promise.all(orders.map(async (order) => use(await order.customer.load())));'), [{ messageId: 'notLoaded', suggestions: 1 }]),
  ],
  valid: [
    fine('with the rows', job("  for (const order of await em.find(Order, {}, { populate: ['customer', 'items.order'] })) use(await order.customer.load(), await order.items.loadItems());")),
    fine('with all that there is', job("  for (const order of await em.find(Order, {}, { populate: ['*'] })) use(await order.customer.load());")),
    fine('with columns of theirs', job("  for (const order of await em.find(Order, {}, { fields: ['number', 'customer.email'] })) use(await order.customer.load());")),
    fine('with what nobody shows', job('  for (const order of await em.find(Order, {}, options)) use(await order.customer.load());', 'em: EntityManager, options: Options')),
    fine('what is eager', job('  for (const order of await em.find(Order, {})) use(await order.shop.load());')),
    fine('what is no relation', job('  for (const order of await em.find(Order, {})) use(await order.number.load());')),
    fine('afterwards', job("  const orders = await em.find(Order, {});\n  await em.populate(orders, ['customer']);\n  for (const order of orders) use(await order.customer.load());")),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('flushed in each round', job('  for (const order of rows) {\n    order.total = 0;\n    await em.flush();\n  }', 'em: EntityManager, rows: Order[]'), [{
      messageId: 'perRow', data: { callee: 'em.flush', subject: OF_ROWS, cost: PER_ROW, advice: 'Flush once after the loop: one `em.flush()` sends the changes of all rounds in one transaction, in a few statements.' },
      suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Flush once after the loop', changes: 'one transaction for all rows: either all are written or none, and rows that are made get their keys after the loop' },
        output: job('  for (const order of rows) {\n    order.total = 0;\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]'),
      }],
    }]),
    wrong('persisted and flushed', job('  for (const order of rows) {\n    order.total = 0;\n    await em.persistAndFlush(order);\n  }', 'em: EntityManager, rows: Order[]'), [{
      messageId: 'perRow', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Flush once after the loop', changes: 'one transaction for all rows: either all are written or none, and rows that are made get their keys after the loop' },
        output: job('  for (const order of rows) {\n    order.total = 0;\n    em.persist(order);\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]'),
      }],
    }]),
    wrong('as 7 writes it', job('  for (const order of rows) {\n    order.total = 0;\n    await em.persist(order).flush();\n  }', 'em: EntityManager, rows: Order[]'), [{
      messageId: 'perRow', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Flush once after the loop', changes: 'one transaction for all rows: either all are written or none, and rows that are made get their keys after the loop' },
        output: job('  for (const order of rows) {\n    order.total = 0;\n    em.persist(order);\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]'),
      }],
    }]),
    wrong('of rows that are made', job('  for (const id of ids) {\n    const item = em.create(Item, { order: id });\n    await em.flush();\n    made.push(item);\n  }'), [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('removed one by one', job('  for (const order of rows) await em.removeAndFlush(order);', 'em: EntityManager, rows: Order[]'), [{
      messageId: 'perRow', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Hand all entities to one `removeAndFlush`', changes: 'one transaction for all: either all are removed or none' },
        output: job('  await em.removeAndFlush(rows);', 'em: EntityManager, rows: Order[]'),
      }],
    }]),
    wrong('by a method of a repository', nest('for (const order of rows) await this.orders.save(order);'), [{ messageId: 'perRowElsewhere' }]),
    wrong('the same values by the key', job("  for (const id of ids) await em.nativeUpdate(Order, { id }, { status: 'closed' });"), [{
      messageId: 'perRow', data: { callee: 'em.nativeUpdate', subject: OF_IDS, cost: PER_ROW, advice: `The same values go to every row: write them with one \`em.nativeUpdate(Order, { id: { $in: ids } }, …)\`, ${CHUNKS}.` },
      suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Update all rows with one `nativeUpdate`', changes: 'all rows are updated or none, also one that is listed twice is updated once; cut long lists into chunks' },
        output: job("  await em.nativeUpdate(Order, { id: { $in: ids } }, { status: 'closed' });"),
      }],
    }]),
    wrong('other values by the key', job('  for (const id of ids) await em.nativeUpdate(Order, { id }, { total: id });'), told('em.nativeUpdate', 'Set the values on entities that one `find` has read, and send them with one `flush()` after the loop, which gathers the updates into a few statements and runs hooks and `onUpdate` too.')),
    wrong('deletes', nest('for (const id of ids) await this.items.nativeDelete({ order: id });'), [{
      messageId: 'perRow', data: { callee: 'this.items.nativeDelete', subject: OF_IDS, cost: PER_ROW, advice: `Delete them together with \`this.items.nativeDelete({ order: { $in: ids } })\`, ${CHUNKS}.` },
      suggestions: [{ messageId: 'remedyChanging', data: { title: 'Delete all rows with one `nativeDelete`', changes: 'all rows are deleted or none; cut long lists into chunks' }, output: nest('await this.items.nativeDelete({ order: { $in: ids } });') }],
    }]),
    wrong('inserts', job("  for (const id of ids) await em.insert(Item, { order: id, sku: '' });"), [{
      messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Insert all rows with one `insertMany`', changes: 'all rows are inserted or none; cut long lists into chunks' }, output: job("  await em.insertMany(Item, ids.map((id) => ({ order: id, sku: '' })));") }],
    }]),
    wrong('what inserts or updates', job("  for (const id of ids) await em.upsert(Item, { order: id, sku: '' });"), [{
      messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Write all rows with one `upsertMany`', changes: 'all rows are written or none, and PostgreSQL refuses a row that is listed twice; cut long lists into chunks' }, output: job("  await em.upsertMany(Item, ids.map((id) => ({ order: id, sku: '' })));") }],
    }]),
  ],
  valid: [
    fine('persisted in each round, flushed once', job('  for (const order of rows) {\n    order.total = 0;\n    em.persist(order);\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]')),
    fine('removed in each round, flushed once', job('  for (const order of rows) em.remove(order);\n  await em.flush();', 'em: EntityManager, rows: Order[]')),
    fine('a key that the round goes on with', job('  for (const id of ids) {\n    const item = em.create(Item, { order: id });\n    await em.persistAndFlush(item);\n    keys[id] = item.id;\n  }')),
    fine('a failure of its own', job('  for (const order of rows) {\n    try {\n      order.total = 0;\n      await em.flush();\n    } catch (error) {\n      log(error);\n    }\n  }', 'em: EntityManager, rows: Order[]')),
    fine('a manager of its own', job('  for (const id of ids) await em.transactional(async (tx) => { const order = await tx.findOneOrFail(Order, id); order.total = 0; await tx.flush(); });')),
    fine('every so often', job('  let done = 0;\n  for (const order of rows) {\n    order.total = 0;\n    done += 1;\n    if (done % 100 === 0) {\n      await em.flush();\n      em.clear();\n    }\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]')),
    fine('when enough have come together', job('  let batch = [];\n  for (const order of rows) {\n    batch.push(order);\n    if (batch.length >= 100) {\n      await em.flush();\n      batch = [];\n    }\n  }\n  await em.flush();', 'em: EntityManager, rows: Order[]')),
    fine('a flush of something else', 'export async function run(stream: Stream, rows: Order[]) { for (const row of rows) await stream.flush(); }'),
  ],
};

/** Pages and walks through a table. */
export const pages: CaseTable = {
  invalid: [
    wrong('a page', job('  use(await em.find(Order, {}, { limit: 20, offset: page * 20 }));'), [{ messageId: 'offset' }]),
    wrong('a page with its count', job('  use(await em.findAndCount(Order, {}, { limit: 20, offset: page * 20 }));'), [{ messageId: 'offset' }]),
    wrong('a page of a builder', job("  use(await em.createQueryBuilder(Order, 'o').limit(20).offset(page * 20).getResultList());"), [{ messageId: 'offset' }]),
  ],
  valid: [
    fine('a cursor of 6', job('  use(await em.findByCursor(Order, {}, { first: 20, after: page, orderBy: { id: "ASC" } }));')),
    fine('a cursor of 7', job('  use(await em.findByCursor(Order, { where: {}, first: 20, after: page, orderBy: { id: "ASC" } }));')),
    fine('the first page', job('  use(await em.find(Order, {}, { limit: 20, offset: 0 }));')),
  ],
};

/** More is asked for than is used. */
export const unbounded: CaseTable = {
  invalid: [
    wrong('rows that are counted', job('  use((await em.find(Order, {})).length);'), [{ messageId: 'length' }]),
    wrong('a number that says whether there are any', job('  if ((await em.count(Order)) > 0) use(page);'), [{ messageId: 'counted' }]),
  ],
  valid: [
    fine('a number', job('  use(await em.count(Order));')),
    fine('relations that are loaded', job("  const order = await em.findOneOrFail(Order, page);\n  await order.items.loadItems();\n  await em.populate(order, ['tags']);")),
  ],
};
