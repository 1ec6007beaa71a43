import { type CaseTable, casesIn, type InvalidCase, type ValidCase } from './case-table.ts';

const { fine, wrong } = casesIn('tests/fixtures/prisma-shop/src/orders.ts');

/** A function that answers with what `query` gives. */
const asked = (query: string): string => `import { prisma } from './db';\nexport async function orders(id: number, text: string, ids: number[], filter: object) { return ${query}; }\n`;

function unindexed(name: string, query: string, field: string): InvalidCase {
  const data = { table: ORDERS, fields: `\`${field}\``, field, advice: `Add \`@@index([${field}])\` to \`Order\` in the schema, which takes a migration.` };
  return wrong(name, asked(query), [{ messageId: 'filter', data }]);
}

function silent(name: string, query: string, rest: Partial<ValidCase> = {}): ValidCase {
  return fine(name, asked(query), rest);
}

const ORDERS = '`Order` (grows with use)';

/** A service of NestJS that asks TypeORM for `query`. */
const typeorm = (query: string): string => `import { Repository } from 'typeorm';\nimport { InjectRepository } from '@nestjs/typeorm';\nimport { Order } from './entities/order';\nexport class Orders { constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {} async list(id: number, customer: object) { return this.orders.${query}; } }\n`;

const drizzle = (query: string): string => `import { and, desc, eq } from 'drizzle-orm';\nimport { db } from './db';\nimport { orders } from './db/schema';\nexport async function list(id: number, text: string) { return ${query}; }\n`;

const mongoose = (query: string): string => `import { Order } from './models';\nexport async function list(id: string, text: string) { return ${query}; }\n`;

const mikroorm = (query: string): string => `import { Order } from './entities/order';\nexport async function list(em, id: number, text: string) { return em.find(Order, ${query}); }\n`;

const TYPEORM = { filename: 'tests/fixtures/typeorm-shop/src/orders.service.ts' };
const DRIZZLE = { filename: 'tests/fixtures/drizzle-shop/src/orders.ts' };
const MONGOOSE = { filename: 'tests/fixtures/mongoose-shop/src/orders.ts' };
const MIKROORM = { filename: 'tests/fixtures/mikroorm-shop/src/orders.ts' };
const MYSQL = { filename: 'tests/fixtures/prisma-shop/mysql/src/orders.ts' };

const ONCE = [{ messageId: 'filter' }] as const;

/** Queries of the ORMs whose schema tells of indexes. */
export const lookUps: CaseTable = {
  invalid: [
    unindexed('a reference', 'prisma.order.findMany({ where: { customerId: id } })', 'customerId'),
    unindexed('a reference by its relation', 'prisma.order.findMany({ where: { customer: { id } } })', 'customerId'),
    unindexed('a list of them', 'prisma.order.count({ where: { customerId: { in: ids } } })', 'customerId'),
    unindexed('a reference before a column', 'prisma.order.findFirst({ where: { total: id, customerId: id } })', 'customerId'),
    unindexed('a column', 'prisma.order.findFirst({ where: { total: id } })', 'total'),
    unindexed('beside states that the code writes down', "prisma.order.findMany({ where: { customerId: id, status: 'open', paidAt: null } })", 'customerId'),
    wrong('one column that several queries look for', `${asked('prisma.order.findMany({ where: { customerId: id } })')}${asked('prisma.order.count({ where: { customerId: id } })').replace(/^import.*\n/, '').replace('orders(', 'number(')}`, ONCE),
    wrong('a page of all, sorted by a column', asked("prisma.order.findMany({ orderBy: { paidAt: 'desc' }, take: 20 })"), [
      { messageId: 'order', data: { table: ORDERS, field: 'paidAt', fields: '`paidAt`', advice: 'Add `@@index([paidAt])` to `Order` in the schema, which takes a migration.' } },
    ]),
    wrong('a page of all that are not gone, sorted by two', asked("prisma.order.findMany({ where: { paidAt: null }, orderBy: [{ paidAt: 'desc' }, { id: 'desc' }], take: 20 })"), [{ messageId: 'order' }]),
    wrong('TypeORM', typeorm('find({ where: { customerId: id } })'), [{ messageId: 'filter', data: { table: ORDERS, field: 'customerId', fields: '`customerId`', advice: 'Add `@Index()` to `Order.customerId`, which takes a migration.' } }], TYPEORM),
    wrong('TypeORM, by the relation', typeorm('find({ where: { customer: { id } } })'), ONCE, TYPEORM),
    wrong('Drizzle', drizzle('db.select().from(orders).where(eq(orders.total, text))'), [{ messageId: 'filter', data: { table: '`orders` (grows with use)', field: 'total', fields: '`total`', advice: 'Add `index().on(table.total)` to `orders`, which takes a migration.' } }], DRIZZLE),
    wrong('Drizzle, the newest', drizzle('db.select().from(orders).orderBy(desc(orders.createdAt)).limit(20)'), [{ messageId: 'order' }], DRIZZLE),
    wrong('Mongoose', mongoose('Order.find({ customer: id })'), [{ messageId: 'filter', data: { table: ORDERS, field: 'customer', fields: '`customer`', advice: 'Give `customer` `index: true`, or name it first in `schema.index()`.' } }], MONGOOSE),
    wrong('MikroORM', mikroorm('{ total: id }'), [{ messageId: 'filter', data: { table: ORDERS, field: 'total', fields: '`total`', advice: 'Add `@Index()` to `Order.total`, which takes a migration.' } }], MIKROORM),
  ],
  valid: [
    silent('a unique column', 'prisma.order.findFirst({ where: { number: text } })'),
    silent('the key beside it', 'prisma.order.findFirst({ where: { id, customerId: id } })'),
    silent('alternatives', 'prisma.order.findMany({ where: { OR: [{ customerId: id }, { couponId: id }] } })'),
    silent('a filter that somebody gives', 'prisma.order.findMany({ where: { customerId: id, ...filter } })'),
    silent('a column of another table', 'prisma.order.findMany({ where: { customer: { name: text } } })'),
    silent('a state', 'prisma.order.findMany({ where: { status: text } })'),
    silent('what the code writes down', 'prisma.order.findMany({ where: { total: 0 } })'),
    silent('bounds', 'prisma.order.findMany({ where: { total: { gt: id } } })'),
    silent('texts compared in another way', "prisma.message.findMany({ where: { text: { equals: text, mode: 'insensitive' } } })"),
    silent('a table of which nothing says that it grows', 'prisma.currency.findFirst({ where: { rate: id } })'),
    silent('a write, which ends something', 'prisma.order.updateMany({ where: { customerId: id }, data: { status: text } })'),
    silent('new rows', 'prisma.order.create({ data: { customerId: id } })'),
    silent('all rows sorted', "prisma.order.findMany({ orderBy: { createdAt: 'desc' } })"),
    silent('a page sorted by the key', "prisma.order.findMany({ orderBy: { id: 'desc' }, take: 20 })"),
    silent('a page of some rows', "prisma.order.findMany({ where: { createdAt: { gt: text } }, orderBy: { total: 'desc' }, take: 20 })"),
    silent('a command', 'prisma.order.findMany({ where: { customerId: id } })', { filename: 'tests/fixtures/prisma-shop/src/cli/orders.ts' }),
    silent('MySQL, which indexes references', 'prisma.order.findMany({ where: { customerId: id } })', MYSQL),
    fine('TypeORM, the key', typeorm('findOne({ where: { id } })'), TYPEORM),
    fine('TypeORM, a relation that is loaded from elsewhere', typeorm('find({ where: { customer } })'), { filename: 'tests/fixtures/typeorm-shop/old/orders.service.ts' }),
    fine('Drizzle, an index of two columns that begins with it', drizzle('db.select().from(orders).where(eq(orders.customerId, id))'), DRIZZLE),
    fine('Mongoose, an index of the schema', mongoose('Order.find({ number: text })'), MONGOOSE),
    fine('MikroORM, which indexes references', mikroorm('{ customer: id }'), MIKROORM),
  ],
};
