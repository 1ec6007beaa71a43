import type { SourceCode } from 'eslint';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADMIN_FRAMEWORKS, ORMS } from '../../src/libraries/index.ts';
import { readJavaScript } from '../../src/javascript/read.ts';
import { type FileFacts, NO_FACTS } from '../../src/model/file-model.ts';
import { parseSettings } from '../../src/project/settings.ts';
import { PARSERS, type ParserName } from './parse.ts';

function read(text: string, fixture = 'prisma-shop', parser: ParserName = 'oxc'): FileFacts {
  const cwd = resolve('tests/fixtures', fixture);
  const sourceCode = { ast: PARSERS[parser](text), text } as unknown as SourceCode;
  return readJavaScript(sourceCode, { filename: resolve(cwd, 'src/file.ts'), cwd, settings: parseSettings(undefined, cwd).settings }, { orms: ORMS, frameworks: ADMIN_FRAMEWORKS });
}

const LOOP = `async function f(ids) {
  const orders = await prisma.order.findMany();
  for (const order of orders) use(await prisma.customer.findUnique({ where: { id: order.customerId } }));
  for (const id of ids) await prisma.order.update({ where: { id }, data: { status: 'x' } });
  await Promise.all(ids.map((id) => prisma.order.findUnique({ where: { id } })));
}`;

describe('the gate', () => {
  it.each([
    ['nothing at all', ''],
    ['no call of an ORM', "import { z } from 'zod'; export const a = z.object({});"],
    ['arrays', 'export const f = (rows, ids) => ids.map((id) => rows.filter((row) => row.id === id));'],
    ['types alone', "import type { Order } from '@prisma/client'; export type A = Order;"],
  ])('gives no facts and does no work for %s', (_, text) => {
    expect(read(text)).toBe(NO_FACTS);
  });

  it('gives no facts for a file whose calls turn out to be of something else', () => {
    expect(read('export const f = (map, ids) => { for (const id of ids) map.count(id); };')).toBe(NO_FACTS);
  });
});

describe('facts', () => {
  it('are the same whichever parser made the tree', () => {
    const [first, ...others] = (Object.keys(PARSERS) as ParserName[]).map((parser) => read(LOOP, 'prisma-shop', parser));
    for (const other of others) expect(other).toEqual(first);
    expect(first?.relationReads).toHaveLength(1);
  });

  it('keep what is right as it stands, with the reason', () => {
    expect(read(LOOP).calls.map(({ callee, evidence: { around } }) => [callee, around[0]?.what])).toEqual([
      ['prisma.order.findMany', undefined],
      ['prisma.order.update', undefined],
      ['prisma.order.findUnique', 'batched-by-library'],
    ]);
  });

  it('say where the rows come from', () => {
    const origins = (text: string): unknown => read(text).calls.flatMap(({ evidence: { scope } }) => scope?.origin ?? []);
    expect(origins('async function f(ids) { for (const id of ids) use(await prisma.order.findFirst({ where: { id } })); }')).toEqual(['parameter']);
    expect(origins('async function f() { const ids = (await prisma.order.findMany()).map((o) => o.id); for (const id of ids) use(await prisma.message.findFirst({ where: { text: id } })); }')).toEqual(['table']);
    for (const [by, origin] of [['customerId', 'table'], ['couponKind', 'configured'], ['statusId', 'configured']]) {
      expect(origins(`async function f() { for (const group of await prisma.order.groupBy({ by: ['${by}'] })) use(await prisma.message.findFirst({ where: { text: group.${by} } })); }`)).toEqual([origin]);
      expect(origins(`async function f() { for (const group of await prisma.order.findMany({ distinct: ['${by}'] })) use(await prisma.message.findFirst({ where: { text: group.${by} } })); }`)).toEqual([origin]);
    }
    expect(origins('async function f() { const { data } = await fetchOrders(); for (const { id } of data) use(await prisma.order.findFirst({ where: { id } })); }')).toEqual(['unknown']);
    expect(origins('async function f() { const [orders, total] = await Promise.all([prisma.order.findMany(), prisma.order.count()]); for (const { number } of orders) use(total, await prisma.coupon.findFirst({ where: { code: number } })); }')).toEqual(['table']);
  });

  it('name long lists by their line', () => {
    const [call] = read('async function f(a) {\n for (const id of a.very.long.list.of.things.that.nobody.wants.to.read) use(await prisma.order.findFirst({ where: { id } })); }').calls;
    expect(call?.evidence.scope?.subject).toBe('for each of the rows of the loop on line 2');
  });

  it("count the statements of TypeORM's save, which reads before it writes", () => {
    const text = (save: string): string => `import { Repository } from 'typeorm'; import { Order } from './entities/order'; class S { constructor(private orders: Repository<Order>) {} async f(rows) { for (const row of rows) { ${save} } } }`;
    const statements = (save: string): unknown => read(text(save), 'typeorm-shop').calls.map((call) => call.statements);
    expect(statements('await this.orders.save(row);')).toEqual([2]);
    expect(statements('await this.orders.save(this.orders.create(row));')).toEqual([1]);
    expect(statements('await this.orders.save({ total: row.total });')).toEqual([1]);
  });
});

describe('odd code', () => {
  it.each([
    ['names that stand for each other', 'const a = b; const b = a; async function f() { for (const x of a) await prisma.order.delete({ where: { id: x.id } }); }'],
    ['options that spread each other', 'const a = { ...b }; const b = { ...a }; prisma.order.findMany(a);'],
    ['a list of itself', 'async function f(xs) { xs = xs.map((x) => x); for (const xs of xs) await prisma.order.count({ where: { id: xs } }); }'],
    ['functions that call each other', 'async function a(x) { for (const y of x) await b(y); } async function b(x) { await prisma.order.count(); for (const y of x) await a(y); }'],
    ['empty calls', 'async function f(xs) { for (const x of xs) { await prisma.order.update(); await prisma.order.findMany(undefined); await prisma[x].count(); await prisma.order.delete(...x); } }'],
    ['a promise of itself', 'async function f(xs) { let p; for (const x of xs) { p = p.then(() => prisma.order.count({ where: { id: x } })); } await p; }'],
    ['classes that extend each other', 'class A extends B {} class B extends A { async f(xs) { for (const x of xs) await this.find(x); } }'],
    ['patterns without names', 'async function f(xs) { for (const {} of xs) await prisma.order.count(); for (const [] of xs) await prisma.order.count(); for (x.y of xs) await prisma.order.count(); }'],
  ])('%s never break the reader', (_, text) => {
    expect(() => read(text)).not.toThrow();
    expect(() => read(text, 'typeorm-shop')).not.toThrow();
  });

  it('takes deep nesting and long chains in its stride', () => {
    const deep = `async function f(xs) { ${'for (const x of xs) { '.repeat(200)} await prisma.order.count({ where: { id: x } }); ${'}'.repeat(200)} }`;
    const long = `async function f() { return prisma.order.count()${'.then((a) => a)'.repeat(500)}; }`;
    expect(read(deep).calls).toHaveLength(1);
    expect(read(long)).toBeDefined();
  });
});

describe('calls that look like queries', () => {
  const unresolved = (text: string, fixture?: string): string[] => read(text, fixture).unresolved.map(({ callee }) => callee);

  it('are told where nothing is known of their object', () => {
    const text = "import { prisma } from './client'; export const f = (store) => [prisma.order.findMany(), store.orders.findMany({ where: { id: 1 } }), store.orders.find(1)];";
    expect(unresolved(text)).toEqual(['store.orders.findMany']);
    const [found] = read(text).unresolved;
    expect(text.slice(...(found?.span ?? []))).toBe('store.orders.findMany({ where: { id: 1 } })');
  });

  it.each([
    ['a function of the project', "import { PrismaClient } from '@prisma/client'; class Orders { findMany() { return []; } } export const f = () => new Orders().findMany();"],
    ['what a list is asked with a function', "import { PrismaClient } from '@prisma/client'; export const f = (lists) => lists.findFirst((one) => one.id === 1);"],
    ['a project without the library', 'export const f = (store) => store.orders.bulkCreate([]);'],
    ['a chain that is a query at its end', "import { model } from 'mongoose'; const Order = model('Order'); export const f = (id) => Order.findById(id).populate('customer').lean();"],
  ])('are none where they are %s', (_, text) => {
    expect(unresolved(text)).toEqual([]);
  });
});
