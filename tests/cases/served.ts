import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const IMPORT = "import { prisma } from './db';\n";
const filename = 'tests/fixtures/served/src/orders.ts';
const HIGH = { options: [{ impact: 'high' }] };

function served(name: string, code: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code: IMPORT + code, filename, errors: [{ messageId: 'served' }], ...rest };
}

function silent(name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code: IMPORT + code, filename, ...rest };
}

/** A handler that answers with what `query` gives. */
function answering(query: string): string {
  return `export async function GET() { const rows = await ${query}; return Response.json(rows); }\n`;
}

const typeorm = 'tests/fixtures/typeorm-shop/src/orders.ts';

/** A controller of NestJS that answers with what a builder of TypeORM gives. */
function built(step: string): string {
  const list = `@Get() async list(given: number) { const query = this.orders.createQueryBuilder('o'); ${step} return query.getMany(); }`;
  return `import { Get } from '@nestjs/common';\nimport { Repository } from 'typeorm';\nimport { InjectRepository } from '@nestjs/typeorm';\nimport { Order } from './entities/order';\nclass OrdersController { constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {} ${list} }\n`;
}

const drizzle = { filename: 'tests/fixtures/drizzle-shop/src/orders.ts' };
const sequelize = { filename: 'tests/fixtures/sequelize-shop/src/orders.js' };
const jobs = { filename: 'tests/fixtures/served/src/jobs/orders.ts' };
const controllers = { filename: 'tests/fixtures/served/src/controllers/orders.ts' };
const routes = { filename: 'tests/fixtures/served/src/routes/orders.ts' };
const HELD = { errors: [{ messageId: 'held' }] };

/** A function that hands what `query` gives to something that is not looked at. */
function handing(query: string): string {
  return `export async function upload(storage, one) { const rows = await ${query}; await storage.put(rows); }\n`;
}

/** A function that makes numbers of documents: `made` is what it gives, after `first`. */
function numbers(made: string, { where = '', first = '', model = 'document' } = {}): string {
  return `export async function numbers(ownerId) { const rows = await prisma.${model}.findMany(${where}); ${first} return ${made}; }\n`;
}
const SUM = 'rows.reduce((sum, row) => sum + row.size, 0)';
const COMPUTED = { errors: [{ messageId: 'computed' }] };
const GROUPED = { errors: [{ messageId: 'grouped' }] };

/** A loop over documents that does `what` with each. */
function tallying(what: string): string {
  return numbers('counts', { first: `const counts: any = start(); for (const row of rows) { ${what} }` });
}

const ORDERS = 'every row of `Order` (grows with use)';
const PAGED = "Take a page size from the request, with a maximum. Page by `cursor` with `take` and an `orderBy` that ends in a unique field.";

/** A handler that answers with a list, which `loop` fills. */
function filling(loop: string): string {
  return `export async function GET() { const rows = await prisma.order.findMany(); const shown: unknown[] = []; ${loop} return Response.json(shown); }\n`;
}

/** A handler that writes bookings, and answers with what it finds of them; `before` stands before the write. */
function writing(data: string, where: string, { before = '', model = 'booking' } = {}): string {
  return `export async function POST(request) { const { names, lines, others } = await request.json(); ${before} await prisma.booking.createMany({ data: ${data} }); return Response.json(await prisma.${model}.findMany({ where: ${where} })); }\n`;
}
const NAMED = 'names.map((name) => ({ name }))';

/** A procedure that answers with the orders of the suppliers that its input lists. */
function procedure(list: string): string {
  return `import { z } from 'zod';\nexport const orders = router({ list: procedure.input(${list}).query(async ({ input }) => { const rows = await prisma.order.findMany({ where: { supplierId: { in: input } } }); return rows; }) });\n`;
}

export const answers: CaseTable = {
  invalid: [
    served('what a list of any length is asked for', procedure('z.array(z.number())')),
    served('what is found by another list than was written', writing(NAMED, '{ name: { in: others } }')),
    served('what is found of parents of which more may be there', writing('ids.map((supplierId) => ({ supplierId }))', '{ supplierId: { in: ids } }', { before: 'const ids = await wanted();' }).replaceAll('booking', 'order')),
    served('what is found of another table than was written', writing(NAMED, '{ status: { in: names } }', { model: 'order' })),
    served('what is found before it is written', "export async function POST(request) { const { names } = await request.json(); const rows = await prisma.booking.findMany({ where: { name: { in: names } } }); await prisma.booking.createMany({ data: names.map((name) => ({ name })) }); return Response.json(rows); }\n"),
    served('a value that other rows may have', writing('lines.map((line) => ({ ...line, city }))', '{ city }', { before: 'const city = cityOf(request);' })),
    served('a sum', numbers(SUM), {
      errors: [{ messageId: 'computed', data: {
        callee: 'prisma.document.findMany', rows: 'every row of `Document` (users have rows of their own in it, by `owner`)', by: 'this function', columns: '`size`',
        advice: 'Count and add up in the database, with `prisma.document.count` and `prisma.document.aggregate({ _sum: … })`.',
      } }], ...HIGH,
    }),
    served('an average', numbers(`${SUM} / rows.length`), { ...COMPUTED, ...HIGH }),
    served('numbers and sums of kinds of rows', numbers("[rows.length, rows.filter((row) => row.title === 'a').length, rows.filter((row) => row.title === 'b').reduce((sum, row) => sum + row.size, 0)]"), { ...COMPUTED, ...HIGH }),
    served('a number that may be missing, or is a text', numbers('rows.reduce((sum, row) => sum + Number(row.size ?? 0), 0)'), COMPUTED),
    served('a number of any size', numbers('rows.reduce((sum, row) => { return sum.plus(row.size); }, new Decimal(0))'), COMPUTED),
    served('a list of the column that is added up', numbers('rows.map((row) => row.size).reduce((a, b) => a + b, 0)'), COMPUTED),
    served('an average of what is there of a column', numbers('sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) / sizes.length : null', { first: "const sizes = rows.filter((row) => row.title !== 'a').map((row) => row.size!);" }), { ...COMPUTED, ...HIGH }),
    served('a loop that adds up', numbers('total', { first: 'let total = 0; for (const row of rows) total += row.size;' }), COMPUTED),
    served('a number of rows for each value of a column', tallying("counts[row.title] = (counts[row.title] ?? 0) + 1;"), {
      errors: [{ messageId: 'grouped', data: {
        callee: 'prisma.document.findMany', rows: 'every row of `Document` (users have rows of their own in it, by `owner`)', by: 'this function', columns: '`title`', groups: '`title`',
        advice: "Let the database count and add up for each value of `title`, with `prisma.document.groupBy({ by: ['title'], _count: true })`.",
      } }], ...HIGH,
    }),
    served('numbers that are kept in a map', tallying('counts.set(row.title, (counts.get(row.title) || 0) + row.size);'), GROUPED),
    served('numbers of what is worked out of a column', tallying("const letter = row.title.slice(0, 1); counts[letter] ??= 0; counts[letter]++;"), { errors: [{ messageId: 'grouped', data: {
      callee: 'prisma.document.findMany', rows: 'every row of `Document` (users have rows of their own in it, by `owner`)', by: 'this function', columns: '`title`', groups: '`title`',
      advice: 'Let the database count and add up for each value that is worked out of `title`, with a raw query that groups.',
    } }] }),
    served('several numbers of each', tallying('const entry = counts.get(row.ownerId) ?? { number: 0, size: 0 }; entry.number += 1; entry.size += row.size; counts.set(row.ownerId, entry);'), GROUPED),
    served('numbers of kinds that the code names', tallying("if (row.title === 'a') counts.a += 1; else if (!row.title) { continue; } switch (row.title) { case 'b': counts.b += row.size; break; default: }"), COMPUTED),
    served('numbers for each beside the number of all', numbers('[counts, rows.length]', { first: 'const counts = {}; for (const row of rows) counts[row.title] = (counts[row.title] || 0) + 1;' }), GROUPED),
    served('numbers that a callback makes', numbers('counts', { first: 'const counts = {}; rows.forEach(({ title, size }) => { counts[title] = (counts[title] || 0) + size; });' }), GROUPED),
    served('numbers that are handed from row to row', numbers('rows.reduce((counts, row) => { if (!row.title) return counts; counts[row.title] = (counts[row.title] || 0) + (row.size > 9 ? 1 : 0); return counts; }, {})'), GROUPED),
    served('a sum over what belongs to one user', numbers(SUM, { where: '{ where: { ownerId } }' }), COMPUTED),
    served('a sum over a table of which nothing says that it grows', numbers('rows.reduce((sum, row) => sum + row.id, 0)', { model: 'supplier' }), COMPUTED),
    served('different values of a column', 'export async function titles() { return prisma.document.findMany({ where: {}, distinct: [\'title\'], select: { title: true } }); }\n', {
      errors: [{
        messageId: 'distinct', data: { callee: 'prisma.document.findMany', rows: 'every row of `Document` (users have rows of their own in it, by `owner`)', by: 'this function', columns: '`title`', advice: "Let the database do it, with `prisma.document.groupBy({ by: ['title'] })`." },
        suggestions: [{ messageId: 'remedyChanging', output: `${IMPORT}export async function titles() { return prisma.document.groupBy({ by: ['title'], where: {} }); }\n` }],
      }],
    }),
    served('different values among what belongs to one customer', "export async function states(tenantId) { return prisma.order.findMany({ where: { tenantId }, distinct: ['status'], select: { status: true } }); }\n", { errors: [{ messageId: 'distinct', suggestions: 1 }] }),
    served('the newest of each, whatever their number', "export async function newest() { return prisma.document.findMany({ distinct: ['ownerId'], orderBy: { id: 'desc' }, take: 5 }); }\n", { errors: [{ messageId: 'distinct', suggestions: 0 }], ...HIGH }),
    served('a handler of Express', "router.get('/orders', async (req, res) => { const orders = await prisma.order.findMany(); res.json(orders); });\n", {
      errors: [{ messageId: 'served', data: { callee: 'prisma.order.findMany', rows: ORDERS, by: 'this function', columns: '', advice: PAGED } }],
      ...HIGH,
    }),
    served('a status before the answer', "async function list(req, res) { res.status(200).send({ orders: await prisma.order.findMany() }); }\n", HIGH),
    served('a function that is handed the answer', "async function list(req, res) { const orders = await prisma.order.findMany(); sendOk(res, 'orders', orders); }\n", HIGH),
    served('a promise that is gone on with', "function list(req, res) { prisma.order.findMany().then((orders) => res.json(orders)); }\n", HIGH),
    served('rows of several queries', "export async function GET() { const [orders, total] = await Promise.all([prisma.order.findMany(), prisma.order.count()]); return Response.json({ orders, total }); }\n", HIGH),
    served('rows that a function of the project hands on', "const limited = (list, most) => { let found = list; if (most) found = found.slice(0, most); return found; };\nexport async function GET() { const orders = await prisma.order.findMany(); return Response.json({ orders: limited(orders, 0) }); }\n", HIGH),
    served('rows that a method makes something of, one by one', "class Shown { listed(orders) { return orders.map((order) => this.one(order)); } one(order) { return { number: order.id }; } }\nexport async function GET() { return Response.json(new Shown().listed(await prisma.order.findMany())); }\n", HIGH),
    served('rows in what a function gives, taken out of it', "const paged = async (rows) => ({ page: 1, data: { rows } });\nexport async function GET() { const { data } = await paged(await prisma.order.findMany()); return Response.json(data.rows); }\n", HIGH),
    served('rows that are shaped one by one', "export async function GET() { const orders = await prisma.order.findMany(); const shaped = await Promise.all(orders.map(async (order) => ({ ...order, label: await labelOf(order) }))); return Response.json(shaped); }\n", HIGH),
    served('Koa', "async function list(ctx) { ctx.body = await prisma.user.findMany(); }\n", HIGH),
    served('a loader', 'export async function loader() { return { orders: await prisma.order.findMany() }; }\n', HIGH),
    served('a procedure', 'export const orders = router({ list: procedure.query(() => prisma.order.findMany()) });\n', HIGH),
    served('a list that gets something for each row', filling('for (const row of rows) { const { id } = row; shown.push({ id }); }'), HIGH),
    served('one that a callback fills', filling('rows.forEach((row) => { shown.push(row.id); });'), HIGH),
    served('one that a callback fills in one line', filling('rows.forEach((row) => shown.push(row.id));'), HIGH),
    served('a resolver that its type tells', "export const orders: QueryResolvers['orders'] = async () => { const found = await prisma.order.findMany(); return found.map(String); };\n", HIGH),
    served('a resolver', 'export const resolvers = { Query: { orders: () => prisma.order.findMany() } };\n', HIGH),
    served('an action of a controller', 'module.exports = create(() => ({ async find(ctx) { const orders = await prisma.order.findMany(); return orders; } }));\n', { ...controllers, ...HIGH }),
    served('an action of a controller that is a class', "export default class OrdersController { async index() { const orders = await prisma.order.findMany(); return orders.map((order) => ({ order })); } }\n", { ...controllers, ...HIGH }),
    served('a class of a controller that hands on what it is given a list for', "export class OrdersController { async every(ids) { return await prisma.order.findMany(); } }\n", { ...HELD, ...controllers, ...HIGH }),
    served('a function in the cloud, whatever wraps it', "export const list = wrap(async (event) => { const orders = await prisma.order.findMany(); return { statusCode: 200, body: JSON.stringify(orders) }; });\n", { ...controllers, ...HIGH }),
    served('a body of something else than an answer', "export const list = wrap(async (event) => { const orders = await prisma.order.findMany(); return { subject: 'all', body: JSON.stringify(orders) }; });\n", { ...HELD, ...jobs, ...HIGH }),
    served('one column of all rows', "export async function GET() { const rows = await prisma.document.findMany(); return Response.json(rows.map((row) => row.title)); }\n", { errors: [{ messageId: 'served', data: { callee: 'prisma.document.findMany', rows: 'every row of `Document` (users have rows of their own in it, by `owner`)', by: 'this function', columns: '', advice: `Add \`select: { title: true, id: true }\`: nothing else of the rows is used, but \`id\` to go on from. ${PAGED}` } }], ...HIGH }),
    served('a component of the server', 'export default async function Page() { const orders = await prisma.order.findMany(); return <Table rows={orders} />; }\n', { filename: 'tests/fixtures/served/src/page.tsx', ...HIGH }),
    served('an action of the server', "'use server';\n", { code: `'use server';\n${IMPORT}export async function listOrders() { return prisma.order.findMany(); }\n`, ...HIGH }),
    served('what somebody chooses from', 'export async function GET() { const rows = await prisma.order.findMany(); return Response.json(rows.map((row) => ({ value: row.id, label: row.number }))); }\n', {
      errors: [{ messageId: 'served', data: { callee: 'prisma.order.findMany', rows: ORDERS, by: 'this function', columns: '', advice: 'Add `select: { id: true, number: true }`: nothing else of the rows is used. They are what somebody chooses from: answer with those that match what is typed, up to a limit.' } }], ...HIGH,
    }),
    served('what has a value and no label', 'export async function GET() { const rows = await prisma.order.findMany(); return Response.json(rows.map((row) => ({ value: row.id, total: row.number }))); }\n', {
      errors: [{ messageId: 'served', data: { callee: 'prisma.order.findMany', rows: ORDERS, by: 'this function', columns: '', advice: `Add \`select: { id: true, number: true }\`: nothing else of the rows is used. ${PAGED}` } }], ...HIGH,
    }),
    served('what is put away is left out', answering('prisma.order.findMany({ where: { archived: false } })'), HIGH),
    served('what is there for all to see', answering("prisma.order.findMany({ where: { status: 'published' } })"), HIGH),
    served('what is there for all to see, by an enum', answering('prisma.order.findMany({ where: { status: Status.PUBLISHED } })'), HIGH),
    served('a tenant', 'export async function GET({ tenantId }) { return Response.json(await prisma.order.findMany({ where: { tenantId } })); }\n', HIGH),
    served('a filter that stands there at times', "export async function GET({ status }) { const where: any = {}; if (status) where.status = status; return Response.json(await prisma.order.findMany({ where })); }\n", HIGH),
    served('rows that belong to those of a table that grows', answering('prisma.line.findMany()'), HIGH),
    served('a builder', '', { code: built(''), filename: typeorm, ...HIGH }),
    served('a builder that gets a condition at times', '', { code: built("if (given) query.andWhere('o.total >= :given', { given });"), filename: typeorm, ...HIGH }),
    served('a builder that gets a condition for some choices', '', { code: built("switch (given) { case 1: query.andWhere('o.total >= 1'); break; }"), filename: typeorm, ...HIGH }),
    served('a function whose answer is remembered', "import { cache } from 'react';\nconst listOrders = cache(async () => { const orders = await prisma.order.findMany(); return orders; });\nexport async function GET() { return Response.json(await listOrders()); }\n", HIGH),
    served('whole customers', answering('prisma.workspace.findMany()'), HIGH),
    served('parts of what comes in day by day', answering('prisma.orderLine.findMany()'), HIGH),
    // held, whatever becomes of them
    served('rows that nothing reads', 'export async function connect() { try { const rows = await prisma.order.findMany(); return true; } catch { return false; } }\n', { errors: [{ messageId: 'held', data: { callee: 'prisma.order.findMany', rows: ORDERS, columns: '', advice: 'Nothing reads what it gives: leave it out, or ask for one row where it is there to see whether the database answers.' } }], ...jobs, ...HIGH }),
    served('all rows that a job hands on', handing('prisma.order.findMany()'), {
      errors: [{ messageId: 'held', data: { callee: 'prisma.order.findMany', rows: ORDERS, by: 'this function', columns: '', advice: "Read them in pieces with a limit. Walk by `cursor: { id: last.id }, skip: 1` with `orderBy: { id: 'asc' }`." } }],
      ...jobs, ...HIGH,
    }),
    served('rows that a job reads beside others', 'export async function upload(storage) { await storage.put(await Promise.all([prisma.order.findMany(), prisma.user.findMany()])); }\n', { errors: [{ messageId: 'held' }, { messageId: 'held' }], ...jobs, ...HIGH }),
    served('what a handler makes of all rows', 'export async function GET() { const orders = await prisma.order.findMany({ where: { archived: false } }); return Response.json({ ids: orders.reduce((ids, order) => ids.concat(order.id), []) }); }\n', { ...HELD, ...routes, ...HIGH }),
    served('a condition that stands there at times', handing('prisma.order.findMany({ where: { ...(one ? { archived: false } : {}) } })'), { ...HELD, ...routes, ...HIGH }),
    // of less impact
    served('what a job has still to do', handing('prisma.order.findMany({ where: { archived: false } })'), { ...HELD, ...jobs }),
    served('rows of one customer that a handler hands on', handing('prisma.order.findMany({ where: { tenantId: one } })'), { ...HELD, ...routes }),
    served('all messages of one parent', "export async function GET({ orderId, kind }) { return Response.json(await prisma.message.findMany({ where: { orderId, kind } })); }\n"),
    served('all messages of one parent that a handler hands on', handing('prisma.message.findMany({ where: { orderId: one, hidden: false } })'), { ...HELD, ...routes }),
    served('rows of one state', answering("prisma.order.findMany({ where: { status: 'open' } })")),
    served('all columns but some', `import { db } from './db';\n${answering('db.query.orders.findMany({ columns: { total: false } })')}`, { ...HIGH, ...drizzle }),
    served('all columns but some, of Sequelize', `import { Order } from './models';\n${answering("Order.findAll({ attributes: { exclude: ['total'] } })")}`, { ...HIGH, ...sequelize }),
    served('some columns', answering('prisma.order.findMany({ select: { id: true } })')),
    served('the newest of one parent', "export async function GET({ supplierId }) { return Response.json(await prisma.order.findMany({ where: { supplierId }, orderBy: { createdAt: 'desc' } })); }\n"),
  ],
  valid: [
    silent('rows that a function of the project looks through for one', "const chosen = (rows) => rows.find((row) => row.id === text(row));\nexport async function GET() { const order = chosen(await prisma.order.findMany()); return Response.json(order); }\n", HIGH),
    silent('rows that a function of a function gives back', "const later = (rows) => load(() => { return rows; });\nexport async function GET() { return Response.json(later(await prisma.order.findMany())); }\n", HIGH),
    silent('another part of what a function gives', "const paged = (rows) => ({ page: text(rows), rows });\nexport async function GET() { const { page } = paged(await prisma.order.findMany()); return Response.json(page); }\n", HIGH),
    silent('what a list is asked for whose length a schema limits', procedure('z.array(z.number()).max(50)')),
    silent('what was just written, by the values that were written', writing(NAMED, '{ name: { in: names } }')),
    silent('by values of the rows that were written', writing('lines', '{ name: { in: wanted } }', { before: 'const wanted = [...new Set(lines.map((line) => line.name))];' })),
    silent('by several values of each', writing('lines', '{ OR: lines.map((line) => ({ name: line.name, city: line.city })) }')),
    silent('by what a loop writes', "export async function POST(request) { const { names } = await request.json(); for (const name of names) await prisma.booking.create({ data: { name } }); return Response.json(await prisma.booking.findMany({ where: { name: { in: names } } })); }\n"),
    silent('by a key that was made for the rows', writing('lines.map((line) => ({ ...line, number }))', '{ number }', { before: 'const number = randomUUID();' })),
    silent('a method of what is no controller', 'module.exports = create(() => ({ async find(ctx) { const orders = await prisma.order.findMany(); return orders; } }));\n'),
    silent('different values of a table of which nothing says that it grows', "export async function names() { return prisma.supplier.findMany({ distinct: ['name'], select: { name: true } }); }\n"),
    silent('different values among what belongs to one thing that is done with one day', "export async function titles(supplierId) { return prisma.order.findMany({ where: { supplierId }, distinct: ['status'] }); }\n"),
    silent('different values among rows of a state', "export async function titles() { return prisma.document.findMany({ where: { size: { gt: 5 } }, distinct: ['title'], select: { title: true } }); }\n"),
    silent('some columns alone, of Sequelize', `import { Order } from './models';\n${answering("Order.findAll({ attributes: ['id'] })")}`, { ...HIGH, ...sequelize }),
    silent('some columns alone, of Drizzle', `import { db } from './db';\n${answering('db.query.orders.findMany({ columns: { id: true } })')}`, { ...HIGH, ...drizzle }),
    silent('different keys', "export async function titles() { return prisma.document.findMany({ distinct: ['id'], select: { id: true } }); }\n"),
    silent('different values among the rows of a list of keys', "export async function titles(ids) { return prisma.document.findMany({ where: { id: { in: ids } }, distinct: ['title'], select: { title: true } }); }\n"),
    silent('different values that PostgreSQL picks', "export async function titles() { return prisma.document.findMany({ distinct: ['title'], select: { title: true } }); }\n", { filename: 'tests/fixtures/served-native/src/documents.ts' }),
    silent('a text that is put together', numbers("rows.reduce((text, row) => text + row.title, '')")),
    silent('a sum of what is worked out of the row', numbers('rows.reduce((sum, row) => sum + cost(row), 0)')),
    silent('a sum of products', numbers('rows.reduce((sum, row) => sum + row.size * row.id, 0)')),
    silent('a sum beside something else', numbers('rows.reduce((sum, row) => { log(row); return sum + row.size; }, 0)')),
    silent('a list of the column that is handed on as well', numbers('[sizes.reduce((a, b) => a + b, 0), median(sizes)]', { first: 'const sizes = rows.map((row) => row.size);' })),
    silent('a list of the column of which only the number is taken', numbers('sizes.length', { first: 'const sizes = rows.map((row) => row.size);' })),
    silent('the largest of a column', numbers('sizes.reduce((a, b) => Math.max(a, b), 0)', { first: 'const sizes = rows.map((row) => row.size);' })),
    silent('a list of the column that may be set anew', numbers('sizes.reduce((a, b) => a + b, 0)', { first: 'let sizes = rows.map((row) => row.size); if (sizes.length > 9) sizes = sizes.slice(0, 9);' })),
    silent('a number for each row', tallying('counts[row.id] = (counts[row.id] ?? 0) + row.size;')),
    silent('numbers for what a function makes of the row', tallying('counts[kindOf(row)] += 1;')),
    silent('numbers for a column of a relation', tallying('counts[row.owner.id] += 1;')),
    silent('numbers for what stands within a value', tallying('counts[row.content.kind] += 1;')),
    silent('numbers that are set in the row', tallying('counts[row.title] += 1; row.size += 1;')),
    silent('numbers beside lists', tallying('counts[row.title] += 1; counts.all.push(row);')),
    silent('numbers of the first rows', tallying('if (row.size > 9) break; counts[row.title] += 1;')),
    silent('rows that are only listed by a column', tallying('counts[row.title] = row.size;')),
    silent('a loop that waits', tallying('counts[await nameOf(row.title)] += 1;')),
    silent('what each of several things is counted by', numbers('found', { first: 'const found = {}; for (const owner of owners) for (const row of rows) if (row.ownerId === owner) found[owner] += 1;' })),
    silent('a sum of columns of a relation', numbers('rows.reduce((sum, row) => sum + row.owner.id, 0)')),
    silent('a sum of what is no column', numbers('rows.reduce((sum, row) => sum + row.weight, 0)')),
    silent('rows that are handed on beside their sum', numbers(`[rows, ${SUM}]`)),
    silent('a loop that does more than add up', numbers('total', { first: 'let total = 0; for (const row of rows) { total += row.size; await send(row); }' })),
    silent('a sum over some rows of a table of which nothing says that it grows', numbers('rows.reduce((sum, row) => sum + row.id, 0)', { model: 'supplier', where: "{ where: { name: 'a' } }" })),
    silent('a column of what belongs to one user', numbers(SUM, { where: '{ where: { ownerId }, select: { size: true } }' })),
    silent('a limit', answering('prisma.order.findMany({ take: 50 })')),
    silent('options that may hold a limit', 'export async function GET({ paging }) { return Response.json(await prisma.order.findMany({ ...paging })); }\n'),
    silent('options that get a limit later', 'export async function GET({ size }) { const options: any = {}; options.take = size; return Response.json(await prisma.order.findMany(options)); }\n'),
    silent('a table that nothing says grows', answering('prisma.supplier.findMany()')),
    silent('rows that name a user for having made them', answering('prisma.plan.findMany()')),
    silent('rows of one parent', 'export async function GET({ supplierId }) { return Response.json(await prisma.order.findMany({ where: { supplierId } })); }\n'),
    silent('messages of one parent in a job', handing('prisma.message.findMany({ where: { orderId: one } })'), jobs),
    silent('messages of one kind', "export async function GET({ orderId }) { return Response.json(await prisma.message.findMany({ where: { orderId, kind: 'note' } })); }\n"),
    silent('messages of some kinds', 'export async function GET({ orderId, kinds }) { return Response.json(await prisma.message.findMany({ where: { orderId, kind: { in: kinds } } })); }\n'),
    silent('rows that nothing says where they are handed on', handing('prisma.order.findMany()')),
    silent('rows of one state that a job hands on', handing("prisma.order.findMany({ where: { status: 'open' } })"), jobs),
    silent('rows by what a call makes of an argument', handing('prisma.order.findMany({ where: { ...only(one) } })'), jobs),
    silent('what somebody chose among what is there for all to see', handing("prisma.order.findMany({ where: { isOfficial: true, status: 'published' } })"), jobs),
    silent('what is true of few rows', handing('prisma.workspace.findMany({ where: { isDefault: true } })'), jobs),
    silent('parts of customers', answering('prisma.tenant.findMany()')),
    silent('what belongs to customers', answering('prisma.hotel.findMany()')),
    silent('what is called as customers are, and has nobody', answering('prisma.organization.findMany()')),
    silent('administrators', answering('prisma.administrator.findMany()')),
    silent('some columns that a job hands on', handing('prisma.order.findMany({ select: { id: true } })'), jobs),
    silent('a limit in a job', handing('prisma.order.findMany({ take: 500 })'), jobs),
    silent('rows of one customer that a handler hands on, where only high impact is wanted', handing('prisma.order.findMany({ where: { tenantId: one } })'), { ...routes, ...HIGH }),
    silent('a function whose answer is kept in another way', 'const listOrders = register(async () => prisma.order.findMany());\nexport async function GET() { return Response.json(await listOrders()); }\n'),
    silent('a list of what some rows have', filling('for (const row of rows) { if (!shown.includes(row.status)) shown.push(row.status); }')),
    silent('a list that passes rows over', filling('for (const row of rows) { if (shown.includes(row.status)) continue; shown.push(row.status); }')),
    silent('a list that is made anew for each row', filling('for (const row of rows) { const shown: unknown[] = []; shown.push(row.id); await send(shown); }').replace('shown: unknown[] = []; for', 'shown = 1; for')),
    silent('a list that something else than the rows fills', filling('for (const row of given(rows)) { shown.push(row.id); }')),
    silent('a builder that begins with a condition and goes on with an order', '', { code: built('').replace("createQueryBuilder('o')", "createQueryBuilder('o').where({ supplier: { id: given } })").replace('query.getMany()', "query.orderBy('o.id').getMany()"), filename: typeorm, ...HIGH }),
    silent('a builder that a function of the project gives', '', { code: built('').replace("this.orders.createQueryBuilder('o'); ", "this.filtered(given); ").replace('return query.getMany(); }', "return query.getMany(); } filtered(given) { const query = this.orders.createQueryBuilder('o'); query.where('o.total >= :given', { given }); return query; }"), filename: typeorm, ...HIGH }),
    silent('a builder that a function of the project gives, put in order', '', { code: built('').replace("this.orders.createQueryBuilder('o'); ", "this.filtered(given).orderBy('o.id'); ").replace('return query.getMany(); }', "return query.getMany(); } filtered(given) { const query = this.orders.createQueryBuilder('o'); query.where('o.total >= :given', { given }); return query; }"), filename: typeorm, ...HIGH }),
    silent('one row', 'export async function GET({ id }) { return Response.json(await prisma.order.findMany({ where: { id } })); }\n'),
    silent('rows by a list of keys', 'export async function GET({ ids }) { return Response.json(await prisma.order.findMany({ where: { id: { in: ids } } })); }\n'),
    silent('a stretch of time', 'export async function GET({ from, to }) { return Response.json(await prisma.order.findMany({ where: { createdAt: { gte: from, lt: to } } })); }\n'),
    silent('a filter that always gets a condition', 'export async function GET({ supplierId }) { const where: any = {}; where.supplierId = supplierId; return Response.json(await prisma.order.findMany({ where })); }\n'),
    silent('what is made of the rows, where nothing says that a request runs it', 'export async function sum() { const orders = await prisma.order.findMany(); return orders.reduce((ids, order) => ids.concat(order.id), []); }\n'),
    silent('rows that nobody is answered with', 'export async function refresh() { return prisma.order.findMany(); }\n'),
    silent('a function that is handed something else', "async function list(req, cache) { const orders = await prisma.order.findMany(); sendOk(cache, 'orders', orders); }\n"),
    silent('something else that sends', 'export async function tell(mailer) { mailer.send(await prisma.order.findMany()); }\n'),
    silent('different rows, which PostgreSQL picks', 'export async function GET() { return Response.json(await prisma.document.findMany({ distinct: ["title"] })); }\n', { filename: 'tests/fixtures/served-native/src/documents.ts' }),
    silent('people of a tenant, where only high impact is wanted', 'export async function GET({ tenantId }) { return Response.json(await prisma.user.findMany({ where: { tenantId } })); }\n', HIGH),
    silent('rows of one state, where only high impact is wanted', answering("prisma.order.findMany({ where: { status: 'open' } })"), HIGH),
    silent('a builder that always gets a condition, where only high impact is wanted', '', { code: built("query.where('o.total >= :given', { given });"), filename: typeorm, ...HIGH }),
    silent('a small table', answering('prisma.order.findMany()'), { settings: { rows: { Order: 20 } } }),
  ],
};
