import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { lintProject } from '../lint-project.ts';

// A library that exists nowhere but here: what it takes to teach the house one more. The registry has one line more.
vi.mock('../../src/libraries/index.ts', async (original) => {
  const { heron } = await import('./heron/index.ts');
  const registry = await original<typeof import('../../src/libraries/index.ts')>();
  return { ...registry, ORMS: [...registry.ORMS, heron] };
});

const FILES = {
  'package.json': '{ "dependencies": { "heron-orm": "1.0.0" } }',
  'models.ts': `import { Model, key, many, one, ref, text } from 'heron-orm';
export class Customer extends Model<Customer> {
  static columns = { id: key(), name: text() };
  static relations = { orders: many(() => Order, 'customerId') };
}
export class Order extends Model<Order> {
  static columns = { id: key(), customerId: ref(() => Customer), status: text() };
  static relations = { customer: one(() => Customer, 'customerId') };
}`,
};

async function told(body: string): Promise<string[]> {
  const messages = await lintProject({ ...FILES, 'job.ts': `import { Customer, Order } from './models';\n${body}` }, 'job.ts');
  return messages.map(({ ruleId, message }) => `${String(ruleId).replace('admin-scale/', '')}: ${message}`);
}

describe('one more ORM serves every rule', () => {
  it.each([
    [
      'export async function f(names: string[]) { for (const name of names) use(await Customer.first({ where: { name } })); }',
      'no-query-per-row: `Customer.first` runs once for each of `names`: a query per row. Read them all before the loop with `Customer.all({ where: { name: { anyOf: ids } } })` and look them up in a Map by `name`.',
    ],
    [
      'export async function f(ids: number[]) { for (const customerId of ids) use(await Order.all({ where: { customerId }, sort: "id" })); }',
      'no-query-per-row: `Order.all` runs once for each of `ids`: a query per row. Read them all before the loop with `Order.all({ where: { customerId: { anyOf: ids } }, sort: … })` and group the rows by `customerId`.',
    ],
    [
      'export async function f(ids: number[]) { for (const id of ids) use(await Order.get(id)); }',
      'no-query-per-row: `Order.get` runs once for each of `ids`: a query per row. Read them all before the loop with `Order.all({ where: { id: { anyOf: ids } } })` and look them up in a Map by `id`.',
    ],
    [
      'export async function f(names: string[]) { for (const name of names) await Customer.add({ name }); }',
      'no-write-per-row: `Customer.add` runs once for each of `names`: a query per row. Insert them together with `Customer.addMany([...])`, in chunks where the list can be long.',
    ],
    [
      'export async function f(ids: number[]) { for (const id of ids) await Order.drop({ where: { id } }); }',
      'no-write-per-row: `Order.drop` runs once for each of `ids`: a query per row. Delete them together with `Order.drop({ where: { id: { anyOf: ids } } })`, in chunks where the list can be long.',
    ],
    [
      'export async function f() { for (const order of await Order.all({})) use(await Customer.get(order.customerId)); }',
      'require-eager-loading: `customer` is loaded once for each of `await Order.all({})`: a query per row. `Order.all` on line 2 reads the rows without it. Add `with: [\'customer\']` there and use `order.customer`.',
    ],
    [
      'export const f = (page: number) => Order.all({ where: { status: "open" }, skip: page * 20, max: 20 });',
      'no-offset-pagination: `Order.all` reaches its page by offset `page * 20`: the database reads and throws away every row before it, so late pages cost the whole table. Continue after the last row: `id: { above: lastId }` in the filter, in the order of `id`, with a limit.',
    ],
  ])('%s', async (body, expected) => {
    expect(await told(body)).toEqual([expected]);
  });

  it('walks by offset', async () => {
    expect((await told('export async function f() { let skip = 0; for (;;) { const rows = await Order.all({ skip, max: 100, sort: "id" }); if (rows.length === 0) break; work(rows); skip += 100; } }')).map((text) => text.slice(0, 18))).toEqual(['no-offset-batching']);
  });

  it.each([
    'export async function f() { for (const status of ["open", "closed"]) use(await Order.all({ where: { status } })); }',
    'export async function f(ids: number[]) { use(await Order.all({ where: { id: { anyOf: ids } } })); }',
    'export async function f(ids: number[]) { for (const part of chunks(ids, 500)) use(await Order.all({ where: { id: { anyOf: part } } })); }',
    'export async function f(names: string[]) { await Customer.addMany(names.map((name) => ({ name }))); }',
    'export async function f() { for (const order of await Order.all({ with: ["customer"] })) use(order.customer); }',
    'export async function f(totals: number[]) { for (const total of totals) use(await Order.all({ where: { total: { above: total } } })); }',
    // the first few of each are no list of all
    'export async function f(ids: number[]) { for (const customerId of ids) use(await Order.all({ where: { customerId }, sort: "id", max: 3 })); }',
    'class Order2 { static async get(id: number) { return id; } }\nexport async function f(ids: number[]) { for (const id of ids) use(await Order2.get(id)); }',
  ])('and none where nothing is wrong: %s', async (body) => {
    expect(await told(body)).toEqual([]);
  });
});

it('one more ORM is one folder of at most 180 lines', () => {
  const folder = join(import.meta.dirname, 'heron');
  const lines = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(180);
});
