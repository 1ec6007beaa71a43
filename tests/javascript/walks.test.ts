import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const RULE = 'admin-scale/no-offset-batching';

async function weightOf(files: ProjectFiles, target: string): Promise<'none' | 'some' | 'high'> {
  const [any, high] = await Promise.all((['any', 'high'] as const).map((impact) => lintProject(files, target, { rules: { [RULE]: ['error', { impact }] } })));
  return (high?.length ?? 0) > 0 ? 'high' : (any?.length ?? 0) > 0 ? 'some' : 'none';
}

const PACKAGE = '{ "name": "shop", "private": true, "dependencies": { "@prisma/client": "6", "sequelize": "6", "typeorm": "0.3" } }';
const SCHEMA = 'model Customer {\n id Int @id\n orders Order[]\n}\nmodel Order {\n id Int @id\n number Int\n status String\n customerId Int\n customer Customer @relation(fields: [customerId], references: [id])\n}';

function prisma(where: string, round = 'skip += 100;', size = '100'): ProjectFiles {
  return {
    'package.json': PACKAGE, 'prisma/schema.prisma': SCHEMA,
    'src/walk.ts': `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function walk(customerId: number, ids: number[], byNumber: boolean, number: number, all: unknown[] = []) {\n  let skip = 0;\n  let size = 100;\n  for (let round = 0; ; round++) {\n    const rows = await prisma.order.findMany({ where: ${where}, skip, take: ${size} });\n    if (rows.length === 0) break;\n    use(rows);\n    ${round}\n  }\n}`,
  };
}

describe('a walk by offset', () => {
  it.each([
    ['over a table', '{}', 'high'],
    ['over what has a state', "{ status: 'open' }", 'high'],
    ['over the rows of one parent', '{ customerId, status: { not: null } }', 'some'],
    ['over the rows of one parent or of another', 'byNumber ? { customer: { id: number } } : { customerId }', 'some'],
    ['over the rows of one parent, or over more', 'byNumber ? { number: { gt: 5 } } : { customerId }', 'high'],
    ['over the rows of many parents', '{ customerId: { in: ids } }', 'high'],
    ['over the rows of one parent, in a list', '{ customerId: { in: [customerId] } }', 'some'],
    ['over the rows of one parent and of more', '{ customerId: { in: [customerId, ...ids] } }', 'high'],
  ])('%s: %s', async (_, where, expected) => {
    expect(await weightOf(prisma(where), 'src/walk.ts')).toBe(expected);
  });

  it.each([
    ['in batches that are multiples', 'skip += size; size *= 3;', 'size', 'none'],
    ['in batches that are multiples, written out', 'skip += size; size = size * 2;', 'size', 'none'],
    ['in batches by a power of the round', 'skip += 100 * 3 ** round;', '100 * 3 ** round', 'none'],
    ['in batches whose last is shorter', 'skip += 100;', 'Math.min(100, number - skip)', 'high'],
    ['in batches of a computed size', 'skip += size;', '2 ** 7', 'high'],
  ])('%s', async (_, round, size, expected) => {
    expect(await weightOf(prisma('{}', round, size), 'src/walk.ts')).toBe(expected);
  });

  it('that changes what it pages over weighs as much for one parent', async () => {
    const files = prisma("{ customerId, status: 'open' }", "await prisma.order.updateMany({ where: { id: { in: rows.map((row) => row.id) } }, data: { status: 'done' } }); skip += 100;");
    expect(await weightOf(files, 'src/walk.ts')).toBe('high');
  });
});

describe('a walk by offset whose batches', () => {
  const kept = (put: string): string => `${put} skip += 100;`;
  it.each([
    ['go into one list, of rows that are asked for', '{ status: number }', kept('all.push(...rows);'), 'some'],
    ['go into one list, in another form', '{ status: number }', kept('for (const row of rows) all.push(row.id);'), 'some'],
    ['make one list longer', '{ status: number }', kept('all = [...all, ...rows];'), 'some'],
    ['go into one list, of all rows', '{}', kept('all.push(...rows);'), 'high'],
    ['go into one list, of rows in a state', "{ status: 'open' }", kept('all.push(...rows);'), 'high'],
    ['go into a list of their own', '{ status: number }', kept('const own = []; own.push(...rows);'), 'high'],
    ['are used and let go', '{ status: number }', kept('all.push(rows.length);'), 'high'],
  ])('%s', async (_, where, round, expected) => {
    expect(await weightOf(prisma(where, round), 'src/walk.ts')).toBe(expected);
  });
});

function sequelize(options: string): ProjectFiles {
  return {
    'package.json': PACKAGE,
    'src/models.ts': "import { DataTypes, Model, Sequelize } from 'sequelize';\nconst sequelize = new Sequelize('');\nexport class Customer extends Model {}\nCustomer.init({ name: DataTypes.STRING, groupId: DataTypes.INTEGER }, { sequelize });\nexport class Order extends Model {}\nOrder.init({ customerId: DataTypes.INTEGER }, { sequelize });\nOrder.belongsTo(Customer, { as: 'customer', foreignKey: 'customerId' });",
    'src/walk.ts': `import { Customer, Order } from './models';\nexport async function* walk(groupId: number) {\n  for (let offset = 0; ; offset += 100) {\n    const rows = await Order.findAll({ ${options}, limit: 100, offset });\n    if (rows.length === 0) break;\n    yield* rows;\n  }\n}`,
  };
}

describe('a walk by offset over rows that others are joined to', () => {
  it.each([
    ["include: [{ model: Customer, as: 'customer', where: { groupId } }]", 'some'],
    ["include: [{ model: Customer, as: 'customer', required: true, where: { groupId } }]", 'some'],
    ["include: [{ model: Customer, as: 'customer', required: false, where: { groupId } }]", 'high'],
    ["include: [{ model: Customer, as: 'customer', where: { name: 'x' } }]", 'high'],
  ])('%s: %s', async (options, expected) => {
    expect(await weightOf(sequelize(options), 'src/walk.ts')).toBe(expected);
  });
});

function queue(schedule: string, write = "this.entries.update({ id: In(ids) }, { status: 'busy' })"): ProjectFiles {
  return {
    'package.json': PACKAGE,
    'src/entry.ts': "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity()\nexport class Entry { @PrimaryGeneratedColumn() id: number; @Column() status: string; }",
    'src/queue.ts': `import { In, Repository } from 'typeorm';\nimport { Entry } from './entry';\nexport class Queue {\n  constructor(private readonly entries: Repository<Entry>) {}\n  async waiting() {\n    const found = [];\n    for (let skip = 0; ; skip += 100) {\n      const page = await this.entries.find({ where: { status: 'open' }, take: 100, skip });\n      found.push(...page);\n      if (page.length < 100) return found;\n    }\n  }\n  async lock(ids: number[]) { await ${write}; }\n}`,
    'src/sender.ts': `import { Cron } from '@nestjs/schedule';\nimport { Queue } from './queue';\nexport class Sender {\n  constructor(private readonly queue: Queue) {}\n  ${schedule}\n}`,
  };
}

describe('a queue that is walked by offset', () => {
  it.each([
    ['every minute', queue("@Cron('* * * * *') async send() { use(await this.queue.waiting()); }"), 'some'],
    ['by a class that names its schedule', queue("schedule() { return '0 * * * * *'; }\n  async send() { use(await this.queue.waiting()); }"), 'some'],
    ['every day', queue("@Cron('0 0 * * *') async send() { use(await this.queue.waiting()); }"), 'high'],
    ['every minute, and nothing leaves it', queue("@Cron('* * * * *') async send() { use(await this.queue.waiting()); }", 'use(ids)'), 'high'],
  ])('%s', async (_, files, expected) => {
    expect(await weightOf(files, 'src/queue.ts')).toBe(expected);
  });
});

/** A walk whose pages a function of `orders.ts` reads: `walk` stands in `walk.ts`, `page` in the other one. */
function paged(walk: string, page = 'export const orders = { page: (skip: number, take: number) => prisma.order.findMany({ skip, take }) };'): ProjectFiles {
  return {
    'package.json': PACKAGE, 'prisma/schema.prisma': SCHEMA, 'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
    'src/orders.ts': `import { prisma } from './db';\n${page}\n`,
    'src/walk.ts': `import { orders } from './orders';\nimport { each, eachOf } from './each';\nimport { prisma } from './db';\nexport async function walk(wanted: number) {\n  ${walk}\n}\n`,
    'src/each.ts': 'export async function each({ fetch, size = 100 }: Each) {\n  for (let done = 0; ; done += size) {\n    const rows = await fetch(done, size);\n    if (rows.length === 0) return;\n    use(rows);\n  }\n}\nexport const eachOf = (fetch: Fetch) => each({ fetch });\n',
  };
}

const LOOP = 'let skip = 0; for (;;) { const rows = await PAGE; if (rows.length === 0) break; use(rows); skip += 100; }';
const OPTIONS = 'export const orders = { page: ({ page, size = 100 }: Page) => { const skip = (Number(page) - 1) * size; return prisma.order.findMany({ skip, take: size }); } };';

describe('a walk by an offset that a function takes', () => {
  it.each([
    ['of another file', LOOP.replace('PAGE', 'orders.page(skip, 100)'), undefined, 'high'],
    ['through another one', LOOP.replace('PAGE', 'orders.page(skip)'), 'const page = (offset: number) => prisma.order.findMany({ skip: offset, take: 100 });\nexport const orders = { page: (from: number) => page(from) };', 'high'],
    ['as a page among options', 'for (let page = 1; ; page++) { const rows = await orders.page({ page, size: 50 }); if (rows.length < 50) break; use(rows); }', OPTIONS, 'high'],
    ['of few pages', 'for (let page = 1; page <= 20; page++) use(await orders.page({ page, size: 50 }));', OPTIONS, 'none'],
    ['that stays the same', 'for (;;) { const rows = await orders.page(0, 100); if (rows.length === 0) break; use(rows); }', undefined, 'none'],
    ['with another number that grows', 'for (let take = 1; ; take++) use(await orders.page(wanted, take));', undefined, 'none'],
    ['outside any loop', 'use(await orders.page(wanted, 100));', undefined, 'none'],
    ['for the rows of one parent', LOOP.replace('PAGE', 'orders.page(skip, wanted)'), 'export const orders = { page: (skip: number, customerId: number) => prisma.order.findMany({ where: { customerId }, skip, take: 100 }) };', 'some'],
  ])('%s', async (_, walk, page, expected) => {
    expect(await weightOf(paged(walk, page), 'src/walk.ts')).toBe(expected);
  });

  it.each([
    ['that calls it with an offset that grows', 'await each({ fetch: (skip, take) => prisma.order.findMany({ skip, take }) });', 'high'],
    ['under a name', 'const fetch = (skip, take) => prisma.order.findMany({ skip, take }); await each({ fetch, size: 50 });', 'high'],
    ['that hands it on to another one', 'await eachOf((skip, take) => prisma.order.findMany({ skip, take }));', 'high'],
    ['that calls it with a size that stays the same', 'await each({ fetch: (take, skip) => prisma.order.findMany({ skip, take }) });', 'none'],
    ['that nothing is known of', 'await elsewhere({ fetch: (skip, take) => prisma.order.findMany({ skip, take }) });', 'none'],
  ])('handed to a function %s', async (_, walk, expected) => {
    expect(await weightOf(paged(walk), 'src/walk.ts')).toBe(expected);
  });

  it('says where the page is read', async () => {
    const [message] = await lintProject(paged(LOOP.replace('PAGE', 'orders.page(skip, 100)')), 'src/walk.ts', { rules: { [RULE]: 'error' } });
    expect(message?.message).toContain("`orders.page` reads the table in batches by offset");
    expect(message?.message).toContain('It sends `prisma.order.findMany` (orders.ts:2).');
  });
});
