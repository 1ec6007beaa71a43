import type { Expected, Spelling } from './situation.ts';
import { TRANSACTIONS } from './situation.ts';

/** Libraries whose situations are written with the same words: what differs is how each spells a query. */
export type OtherName = 'sequelize' | 'drizzle' | 'mikroOrm' | 'mongoose' | 'knex' | 'objection' | 'kysely' | 'lucid';

/** How a library spells the queries that situations are made of; `order` is a row of `orders`. */
interface Words {
  readonly orders: string;
  /** The customer whose email is the order's number. */
  readonly customer: string;
  readonly customerBy: (value: string) => string;
  /** The same values for every row, other ones, one that guards, one that marks a failure. */
  readonly close: string;
  readonly renumber: string;
  readonly take: string;
  readonly isTaken: string;
  readonly insert: string;
  readonly remove: string;
  readonly count: string;
  /** Orders that cost more than this one. */
  readonly dearer: string;
  readonly byIds: string;
  readonly ofParent: string;
  readonly first5: string;
  readonly transaction: (body: string) => string;
}

export const WORDS: Readonly<Record<OtherName, Words>> = {
  sequelize: {
    orders: 'Order.findAll()', customer: 'Customer.findOne({ where: { email: order.number } })', customerBy: (value) => `Customer.findOne({ where: { email: ${value} } })`,
    close: "Order.update({ status: 'closed' }, { where: { id: order.id } })", renumber: 'Order.update({ number: order.total }, { where: { id: order.id } })',
    take: "Order.update({ status: 'taken' }, { where: { id: order.id, status: 'open' } })", isTaken: 'taken[0] === 0',
    insert: 'Customer.create({ email: order.number })', remove: 'Order.destroy({ where: { id: order.id } })', count: 'Item.count({ where: { orderId: order.id } })',
    dearer: 'Order.count({ where: { total: { [Op.gt]: order.total } } })', byIds: 'Order.findAll({ where: { id: part } })', ofParent: 'Order.findAll({ where: { customerId: ids } })', first5: 'Order.findAll({ limit: 5 })',
    transaction: (body) => `await sequelize.transaction(async () => { ${body} });`,
  },
  drizzle: {
    orders: 'db.select().from(orders)', customer: 'db.query.customers.findFirst({ where: eq(customers.email, order.number) })', customerBy: (value) => `db.query.customers.findFirst({ where: eq(customers.email, ${value}) })`,
    close: "db.update(orders).set({ status: 'closed' }).where(eq(orders.id, order.id))", renumber: 'db.update(orders).set({ number: order.total }).where(eq(orders.id, order.id))',
    take: "db.update(orders).set({ status: 'taken' }).where(and(eq(orders.id, order.id), eq(orders.status, 'open'))).returning()", isTaken: 'taken.length === 0',
    insert: "db.insert(customers).values({ email: order.number, name: '' })", remove: 'db.delete(orders).where(eq(orders.id, order.id))', count: 'db.$count(items, eq(items.sku, order.number))',
    dearer: 'db.$count(orders, gt(orders.total, order.total))', byIds: 'db.select().from(orders).where(inArray(orders.id, part))', ofParent: 'db.select().from(orders).where(eq(orders.customerId, ids))', first5: 'db.select().from(orders).limit(5)',
    transaction: (body) => `await db.transaction(async (tx) => { ${body.replaceAll('db.', 'tx.')} });`,
  },
  mikroOrm: {
    orders: 'em.find(Order, {})', customer: 'em.findOne(Customer, { email: order.number })', customerBy: (value) => `em.findOne(Customer, { email: ${value} })`,
    close: "em.nativeUpdate(Order, { id: order.id }, { status: 'closed' })", renumber: 'em.nativeUpdate(Order, { id: order.id }, { number: order.total })',
    take: "em.nativeUpdate(Order, { id: order.id, status: 'open' }, { status: 'taken' })", isTaken: 'taken === 0',
    insert: 'em.insert(Customer, { email: order.number })', remove: 'em.nativeDelete(Order, { id: order.id })', count: 'em.count(Item, { sku: order.number })',
    dearer: 'em.count(Order, { total: { $gt: order.total } })', byIds: 'em.find(Order, { id: { $in: part } })', ofParent: 'em.find(Order, { customer: ids })', first5: 'em.find(Order, {}, { limit: 5 })',
    transaction: (body) => `await em.transactional(async (tx) => { ${body.replaceAll('em.', 'tx.')} });`,
  },
  mongoose: {
    orders: 'Order.find()', customer: 'Customer.findOne({ email: order.number })', customerBy: (value) => `Customer.findOne({ email: ${value} })`,
    close: "Order.updateOne({ _id: order._id }, { status: 'closed' })", renumber: 'Order.updateOne({ _id: order._id }, { number: order.total })',
    take: "Order.updateOne({ _id: order._id, status: 'open' }, { status: 'taken' })", isTaken: 'taken.modifiedCount === 0',
    insert: 'Customer.create({ email: order.number })', remove: 'Order.deleteOne({ _id: order._id })', count: 'Customer.countDocuments({ name: order.number })',
    dearer: 'Order.countDocuments({ total: { $gt: order.total } })', byIds: 'Order.find({ _id: { $in: part } })', ofParent: 'Order.find({ customer: ids })', first5: 'Order.find().limit(5)',
    transaction: (body) => `await mongoose.connection.transaction(async () => { ${body} });`,
  },
  knex: {
    orders: "db('orders')", customer: "db('customers').where({ email: order.number }).first()", customerBy: (value) => `db('customers').where({ email: ${value} }).first()`,
    close: "db('orders').where({ id: order.id }).update({ status: 'closed' })", renumber: "db('orders').where('id', order.id).update({ number: order.total })",
    take: "db('orders').where({ id: order.id, status: 'open' }).update({ status: 'taken' })", isTaken: 'taken === 0',
    insert: "db('customers').insert({ email: order.number })", remove: "db('orders').where('id', order.id).del()", count: "db('items').where('sku', order.number).count()",
    dearer: "db('orders').where('total', '>', order.total).count()", byIds: "db('orders').whereIn('id', part)", ofParent: "db('orders').where('customer_id', ids)", first5: "db('orders').limit(5)",
    transaction: (body) => `await db.transaction(async (trx) => { ${body.replaceAll('db(', 'trx(')} });`,
  },
  objection: {
    orders: 'Order.query()', customer: 'Customer.query().findOne({ email: order.number })', customerBy: (value) => `Customer.query().findOne({ email: ${value} })`,
    close: "Order.query().findById(order.id).patch({ status: 'closed' })", renumber: 'Order.query().findById(order.id).patch({ number: order.total })',
    take: "Order.query().where({ id: order.id, status: 'open' }).patch({ status: 'taken' })", isTaken: 'taken === 0',
    insert: 'Customer.query().insert({ email: order.number })', remove: 'Order.query().deleteById(order.id)', count: "Item.query().where('sku', order.number).resultSize()",
    dearer: "Order.query().where('total', '>', order.total).resultSize()", byIds: 'Order.query().findByIds(part)', ofParent: "Order.query().where('customerId', ids)", first5: 'Order.query().limit(5)',
    transaction: (body) => `await Order.transaction(async (trx) => { ${body.replaceAll('query()', 'query(trx)')} });`,
  },
  kysely: {
    orders: "db.selectFrom('orders').selectAll().execute()", customer: "db.selectFrom('customers').selectAll().where('email', '=', order.number).executeTakeFirst()",
    customerBy: (value) => `db.selectFrom('customers').selectAll().where('email', '=', ${value}).executeTakeFirst()`,
    close: "db.updateTable('orders').set({ status: 'closed' }).where('id', '=', order.id).execute()", renumber: "db.updateTable('orders').set({ number: order.total }).where('id', '=', order.id).execute()",
    take: "db.updateTable('orders').set({ status: 'taken' }).where('id', '=', order.id).where('status', '=', 'open').executeTakeFirst()", isTaken: 'taken.numUpdatedRows === 0n',
    insert: "db.insertInto('customers').values({ email: order.number, name: '' }).execute()", remove: "db.deleteFrom('orders').where('id', '=', order.id).execute()",
    count: "db.selectFrom('items').select((eb) => eb.fn.countAll().as('n')).where('sku', '=', order.number).executeTakeFirst()",
    dearer: "db.selectFrom('orders').select((eb) => eb.fn.countAll().as('n')).where('total', '>', order.total).executeTakeFirst()",
    byIds: "db.selectFrom('orders').selectAll().where('id', 'in', part).execute()", ofParent: "db.selectFrom('orders').selectAll().where('customer_id', '=', ids).execute()", first5: "db.selectFrom('orders').selectAll().limit(5).execute()",
    transaction: (body) => `await db.transaction().execute(async (tx) => { ${body.replaceAll('db.', 'tx.')} });`,
  },
  lucid: {
    orders: 'Order.all()', customer: "Customer.findBy('email', order.number)", customerBy: (value) => `Customer.findBy('email', ${value})`,
    close: "Order.query().where('id', order.id).update({ status: 'closed' })", renumber: "Order.query().where('id', order.id).update({ number: order.total })",
    take: "Order.query().where('id', order.id).where('status', 'open').update({ status: 'taken' })", isTaken: 'taken[0] === 0',
    insert: 'Customer.create({ email: order.number })', remove: "Order.query().where('id', order.id).delete()", count: "Item.query().where('sku', order.number).count('* as total')",
    dearer: "Order.query().where('total', '>', order.total).count('* as total')", byIds: "Order.query().whereIn('id', part)", ofParent: "Order.query().where('customerId', ids)", first5: 'Order.query().limit(5)',
    transaction: (body) => `await db.transaction(async () => { ${body} });`,
  },
};

type Write = (words: Words) => string | Spelling;

function round(body: (words: Words) => string): Write {
  return (words) => `for (const order of await ${words.orders}) {\n${body(words)}\n}`;
}

/** By the names of situations. */
export const OTHERS: Readonly<Record<string, Write>> = {
  'a write in a try of its own': round(({ close }) => `try { await ¿${close}; } catch { skip(); }`),
  'a write whose try is around the whole loop': ({ orders, close }) => `try { for (const order of await ${orders}) await ¿${close}; } catch { skip(); }`,
  'a transaction of its own': round(({ close, insert, transaction }) => transaction(`await ¿${close}; await ${insert};`)),
  'in the handler of what failed': round(({ close }) => `try { check(order); } catch { await ¿${close}; }`),
  'an insert into another table than the round reads': round(({ insert, count }) => `use(await ${count.replace('Customer.countDocuments({ name', 'Order.countDocuments({ status')}); await ¿${insert};`),
  'a claim whose result decides': round(({ take, isTaken }) => `const taken = await ¿${take}; if (${isTaken}) continue; log(order);`),
  'a claim in a try of its own': round(({ take }) => `try { await ¿${take}; } catch (error) { log(error); }`),
  'a guarded update that nobody asks about': round(({ take }) => `await ¿${take};`),
  'a dictionary or Map that remembers answers': ({ orders, customer }) => `const known = new Map(); for (const order of await ${orders}) { if (!known.has(order.number)) known.set(order.number, await ¿${customer}); }`,
  'what is there already, else a query': ({ orders, customer }) => `const known = {}; for (const order of await ${orders}) known[order.number] ??= await ¿${customer};`,
  'a set of what was seen only skips repetitions': ({ orders, customer }) => `const seen = new Set(); for (const order of await ${orders}) { if (seen.has(order.number)) continue; seen.add(order.number); use(await ¿${customer}); }`,
  'a search that breaks with the first hit': round(({ customer }) => `if (await ¿${customer}) break;`),
  'a search that gives back its first hit': round(({ customer }) => `const customer = await ¿${customer}; if (customer) return customer;`),
  'a search for a free name': ({ customerBy }) => `let name = slug(ids); while (await ¿${customerBy('name')}) name += "-";`,
  'retries': ({ customerBy }) => `let tries = 0; while (tries < 3) { await ¿${customerBy('ids')}; tries += 1; }`,
  'whoever gets there leaves the loop': round(({ close }) => `if (order.total > 1000) { await ¿${close}; break; }`),
  'a test for the identity of one row': round(({ customer }) => `if (order.id === ids.id) use(await ¿${customer});`),
  'a test for something else than identity': round(({ customer }) => `if (order.status === ids.status) use(await ¿${customer});`),
  'something else is waited for first': round(({ customer }) => `await send(order); use(await ¿${customer});`),
  'something else is waited for afterwards': round(({ customer }) => `use(await ¿${customer}); await send(order);`),
  'a pause in each round': round(({ customer }) => `use(await ¿${customer}); await sleep(9);`),
  'few rows by a limit': ({ first5, customer }) => `for (const order of await ${first5}) use(await ¿${customer});`,
  'a list that is fixed in the code': ({ customerBy }) => `for (const name of ['a', 'b']) use(await ¿${customerBy('name')});`,
  'a number of times that stands in the code': ({ customerBy }) => `for (let i = 0; i < 3; i++) use(await ¿${customerBy('i')});`,
  'chunks': ({ byIds }) => `for (const part of chunks(ids, 500)) use(await ¿${byIds});`,
  'a list that is handed in': ({ customerBy }) => `for (const id of ids) use(await ¿${customerBy('id')});`,
  'a read by a value of the row': round(({ customer }) => `use(await ¿${customer});`),
  'a range that starts at the row': round(({ dearer }) => `use(await ¿${dearer});`),
  'the same values for every row': round(({ close }) => `await ¿${close};`),
  'other values for every row': round(({ renumber }) => `await ¿${renumber};`),
  'deletes': round(({ remove }) => `await ¿${remove};`),
  'inserts': round(({ insert }) => `await ¿${insert};`),
};

/** What is expected of one library alone, and why. */
export const UNLIKE: Readonly<Record<string, Readonly<Partial<Record<OtherName, { readonly expected: Expected; readonly why: string }>>>>> = {
  'other values for every row': {
    sequelize: { expected: { some: [TRANSACTIONS] }, why: 'no statement takes other values for each row: the remedy is one transaction' },
    drizzle: { expected: { some: [TRANSACTIONS] }, why: 'likewise' },
    knex: { expected: { some: [TRANSACTIONS] }, why: 'likewise' },
    objection: { expected: { some: [TRANSACTIONS] }, why: 'likewise' },
    kysely: { expected: { some: [TRANSACTIONS] }, why: 'likewise' },
    lucid: { expected: { some: [TRANSACTIONS] }, why: 'likewise' },
  },
};
