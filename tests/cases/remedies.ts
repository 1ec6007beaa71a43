import type { CaseTable, InvalidCase } from './case-table.ts';

type Messages = 'perRow' | 'notLoaded';

/** A report with the suggestion that gives `output`, or with none where there is no output. */
function reported(name: string, filename: string, messageId: Messages, frame: (body: string) => string, body: string, output?: string): InvalidCase {
  const suggestions = output === undefined ? {} : { suggestions: [{ messageId: 'remedyChanging', output: frame(output) }] };
  return { name, filename, code: frame(body), errors: [{ messageId, ...suggestions }] };
}

function prisma(name: string, messageId: Messages, body: string, output?: string): InvalidCase {
  const frame = (text: string): string => `import { prisma } from './db';\nasync function f(ids: number[]) {\n${text}\n}`;
  return reported(name, 'tests/fixtures/prisma-shop/src/jobs.ts', messageId, frame, body, output);
}

function typeorm(name: string, messageId: Messages, body: string, output?: string): InvalidCase {
  const frame = (text: string): string => `import { In, Repository } from 'typeorm';
import { Customer } from './entities/customer';
import { Order } from './entities/order';
async function f(orders: Repository<Order>, customers: Repository<Customer>, ids: number[]) {\n${text}\n}`;
  return reported(name, 'tests/fixtures/typeorm-shop/src/jobs.ts', messageId, frame, body, output);
}

const ASK = 'use(await customers.findOneBy({ id: order.customerId }));';
const EACH = `for (const order of list) ${ASK}`;

/** Relations that the rows can't be made to bring along, or not for sure. */
export const relations: CaseTable = {
  invalid: [
    typeorm('rows of one query, through names and filters', 'notLoaded', `const all = await orders.find();\nconst list = all.filter(({ total }) => total > 0);\n${EACH}`, 'const all = await orders.find({ relations: { customer: true } });\nconst list = all.filter(({ total }) => total > 0);\nfor (const order of list) use(order.customer);'),
    typeorm('a list that is assigned again', 'notLoaded', `let list = await orders.find();\nif (ids.length > 0) list = await orders.find({ where: { id: In(ids) } });\n${EACH}`),
    typeorm('a list with a query in each branch', 'notLoaded', `const list = ids.length > 0 ? await orders.find({ where: { id: In(ids) } }) : await orders.find();\n${EACH}`),
    typeorm('two lists joined', 'notLoaded', `const some = await orders.find();\nconst more = await orders.findBy({ id: In(ids) });\nfor (const order of some.concat(more)) ${ASK}`),
    typeorm('rows added', 'notLoaded', `const list = await orders.find();\nlist.push(...(await orders.findBy({ id: In(ids) })));\n${EACH}`),
    typeorm('a join would bring deleted rows of the relation too', 'notLoaded', `const list = await orders.find({ withDeleted: true });\n${EACH}`),
    prisma('an annotated list has no such property', 'notLoaded', 'const list: Order[] = await prisma.order.findMany();\nfor (const order of list) use(await prisma.customer.findUnique({ where: { id: order.customerId } }));'),
    prisma('an annotated row has no such property', 'notLoaded', 'const list = await prisma.order.findMany();\nawait Promise.all(list.map(async (order: Order) => use(await prisma.customer.findFirst({ where: { id: order.customerId } }))));'),
  ],
  valid: [],
};

/** Reads that are no relation of the rows, since these get another key. */
export const reads: CaseTable = {
  invalid: [
    typeorm('a key that the round changes', 'perRow', `const list = await orders.find();\nfor (const order of list) { order.customerId += 1; ${ASK} }`),
  ],
  valid: [],
};

/** Writes that one statement does differently, or in another type. */
export const writes: CaseTable = {
  invalid: [
    prisma('an asserted key stays asserted', 'perRow', 'const list = await prisma.order.findMany();\nfor (const order of list) await prisma.coupon.update({ where: { id: order.couponId! }, data: { code: "used" } });', 'const list = await prisma.order.findMany();\nawait prisma.coupon.updateMany({ where: { id: { in: list.map((order) => order.couponId!) } }, data: { code: "used" } });'),
    prisma('a readonly list is copied for those who want their own', 'perRow', 'const all: readonly number[] = ids;\nfor (const id of all) await prisma.order.delete({ where: { id } });', 'const all: readonly number[] = ids;\nawait prisma.order.deleteMany({ where: { id: { in: [...all] } } });'),
    prisma('a row that comes twice is counted twice', 'perRow', 'for (const id of ids) await prisma.order.update({ where: { id }, data: { total: { increment: 1 } } });', 'await prisma.$transaction(ids.map((id) => prisma.order.update({ where: { id }, data: { total: { increment: 1 } } })));'),
    prisma('a Set is no list', 'perRow', 'const all = new Set(ids);\nawait Promise.all(Array.from(all, (id) => prisma.order.update({ where: { id }, data: { status: "paid" } })));'),
    typeorm('an asserted key stays asserted', 'perRow', 'const list = await orders.find();\nfor (const order of list) await customers.update({ id: order.customerId! }, { name: "?" });', 'const list = await orders.find();\nawait customers.update({ id: In(list.map((order) => order.customerId!)) }, { name: "?" });'),
    typeorm('a readonly list is copied to be saved', 'perRow', 'const list: readonly Order[] = await orders.find();\nfor (const order of list) await orders.remove(order);', 'const list: readonly Order[] = await orders.find();\nawait orders.remove([...list]);'),
    typeorm('the list holds other objects than the round saves', 'perRow', 'const list = await orders.find();\nfor (let order of list) { order = orders.create({ ...order, total: 0 }); await orders.save(order); }'),
  ],
  valid: [],
};
