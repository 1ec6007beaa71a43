import { describe, expect, it } from 'vitest';
import { isPerRow, lintProject, ruleIds } from '../lint-project.ts';

const SCHEMA = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
model Customer {
  id     Int     @id
  email  String  @unique
  orders Order[]
}
model Order {
  id         Int      @id
  status     String
  customerId Int
  customer   Customer @relation(fields: [customerId], references: [id])
}`;

const SHARED = {
  'package.json': '{ "dependencies": { "@prisma/client": "6.0.0" } }',
  'prisma/schema.prisma': SCHEMA,
  'src/prisma.service.ts': "import { PrismaClient } from '@prisma/client';\nexport class PrismaService extends PrismaClient {}",
};

/** A service whose method is \`body\`, and one that injects it and calls it for each order. */
function services(method: string, call = 'await this.customers.one(order.customerId)', list = 'await this.prisma.order.findMany()'): Record<string, string> {
  return {
    ...SHARED,
    'src/customers.service.ts': `import { PrismaService } from './prisma.service';
import { Mails } from './mails';
export class CustomersService {
  constructor(private readonly prisma: PrismaService, private readonly mails: Mails) {}
  ${method}
}`,
    'src/mails.ts': 'export class Mails { async send(to: string) { await fetch(to); } }',
    'src/orders.service.ts': `import { PrismaService } from './prisma.service';
import { CustomersService } from './customers.service';
export class OrdersService {
  constructor(private readonly prisma: PrismaService, private readonly customers: CustomersService) {}
  async list() {
    const orders = ${list};
    for (const order of orders) {
      use(${call});
    }
  }
}`,
  };
}

/** Nobody looks at what the function gives back. */
function withoutUse(files: Record<string, string>): Record<string, string> {
  return { ...files, 'src/orders.service.ts': files['src/orders.service.ts']?.replace(/use\((.*)\);/, '$1;') ?? '' };
}

/** Each round deals with its own failure. */
function withOwnTry(files: Record<string, string>): Record<string, string> {
  return { ...files, 'src/orders.service.ts': files['src/orders.service.ts']?.replace(/(use\(.*\);)/, 'try { $1 } catch (error) { log(error); }') ?? '' };
}

async function reports(files: Record<string, string>, target = 'src/orders.service.ts'): Promise<string[]> {
  return (await lintProject(files, target)).filter(isPerRow).map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`);
}

describe('queries that stand in other files', () => {
  it('are reported where the loop calls them, with the place where they stand', async () => {
    const files = services('async one(id: number) { return this.prisma.customer.count({ where: { id, email: { not: "" } } }); }');
    expect(await reports(files)).toEqual([
      "8:17 `this.prisma.customer.count` (customers.service.ts:5, through `this.customers.one`) runs once for each of `orders`: a query per row. Count for all rows at once with `this.prisma.customer.groupBy({ by: ['id'], where: { id: { in: … }, email: … }, _count: true })` before the loop.",
    ]);
  });

  it('are relations where the function asks by the key of the row', async () => {
    const messages = await lintProject(services('async one(id: number) { return this.prisma.customer.findUnique({ where: { id } }); }'), 'src/orders.service.ts');
    expect(ruleIds(messages)).toEqual(['require-eager-loading']);
    expect(messages[0]?.message).toContain('Add `include: { customer: true }`');
    expect(messages[0]?.message).toContain('use `order.customer`');
  });

  it('are reached from a file that holds no query itself', async () => {
    const files = {
      ...services('async one(id: number) { return this.prisma.customer.findFirst({ where: { id, email: "a" } }); }'),
      'src/direct.ts': "import { CustomersService } from './customers.service';\nexport async function report(rows: { customerId: number }[], customers: CustomersService) { for (const row of rows) print(await customers.one(row.customerId)); }",
    };
    expect(await reports(files, 'src/direct.ts')).toEqual([expect.stringContaining('(customers.service.ts:5, through `customers.one`) runs once for each of `rows`')]);
  });

  it('are reached over two calls', async () => {
    const files = services('async one(id: number) { return this.byId(id); }\n  private async byId(id: number) { return this.prisma.customer.findFirst({ where: { id, email: "a" } }); }');
    expect(await reports(files)).toEqual([expect.stringContaining('(customers.service.ts:6, through `this.customers.one`)')]);
  });

  it('are found for a function that is passed by name', async () => {
    const files = {
      ...SHARED,
      'src/enrich.ts': "import { prisma } from './db';\nexport async function enrich(order: { id: number }) { return prisma.customer.findFirst({ where: { orders: { some: { id: order.id } } } }); }",
      'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
      'src/list.ts': "import { prisma } from './db';\nimport { enrich } from './enrich';\nexport async function list() { const orders = await prisma.order.findMany(); return Promise.all(orders.map(enrich)); }",
    };
    expect(await reports(files, 'src/list.ts')).toEqual([expect.stringContaining('(enrich.ts:2, through `enrich`)')]);
  });

  describe('that hang on what the call gives', () => {
    const READ = 'this.prisma.customer.count({ where: { id, email: "a" } })';
    const one = (parameters: string, body: string, args: string): Record<string, string> => services(`async one(id: number, ${parameters}) { ${body} }`, `await this.customers.one(order.customerId${args})`);

    it.each([
      ['an option that a function hands on, whoever has given it', { ...one('{ known } = {}', '', ', {}'), 'src/customers.service.ts': one('{ known } = {}', `return this.byId(id, known); } async byId(id: number, known) { return known ? known.get(id) : ${READ};`, '')['src/customers.service.ts'] ?? '' }],
      ['what is no loader', one('req', `return req.known ? req.known.get(id) : ${READ};`, ', req')],
      ['an option that is left out', one('{ loader } = {}', `return loader ? loader.load(id) : ${READ};`, '')],
      ['what the function goes no further without', one('data?: Data', `if (!data) return 0; return ${READ};`, ', data')],
      ['something that is left out and asked for too late', one('data?: Data', `const found = ${READ}; if (!data) return 0; return found;`, '')],
      ['an option that is false', one('{ isKnown = true } = {}', `if (!isKnown) return ${READ};`, ', { isKnown: false }')],
      ['one of two options', one('{ loader, fresh } = {}', `return loader && !fresh ? loader.load(id) : ${READ};`, ', { loader, fresh: true }')],
      ['an option that may be nothing', one('{ known } = {}', `return known ? known.get(id) : ${READ};`, ', { known: isOpen ? known : undefined }')],
      ['options that the code does not write out', one('{ known } = {}', `return known ? known.get(id) : ${READ};`, ', options')],
      ['an option that the function sets where it is left out', one('{ loader } = {}', `loader = loader ?? make(); if (loader) return ${READ};`, '')],
    ])('are sent with %s', async (_name, files) => {
      expect(ruleIds(await lintProject(files, 'src/orders.service.ts'))).toEqual(['no-query-per-row']);
    });

    it.each([
      ['an option', one('{ loader } = {}', `return loader ? loader.load(id) : ${READ};`, ', { loader }')],
      ['an option in the place of nothing', one('{ loader } = {}', `if (loader === undefined) return ${READ};`, ', { loader }')],
      ['both of two options', one('{ loader, fresh = false } = {}', `return loader && !fresh ? loader.load(id) : ${READ};`, ', { loader }')],
      ['an option that is handed on', { ...one('{ loader } = {}', 'return this.byId(id, { loader });', ', { loader }'), 'src/customers.service.ts': one('{ loader } = {}', `return this.byId(id, { loader }); } async byId(id: number, { loader }) { return loader ? loader.load(id) : ${READ};`, '')['src/customers.service.ts'] ?? '' }],
      ['the loaders of the request', one('req', `return req.loaders ? req.loaders.customers.load(id) : ${READ};`, ', req')],
      ['one of two options that is enough', one('{ loader, known } = {}', `return !loader && known === undefined ? ${READ} : 0;`, ', { known: 1 }')],
    ])('are not sent with %s', async (_name, files) => {
      expect(await lintProject(files, 'src/orders.service.ts')).toEqual([]);
    });

    it.each([
      ['an option that they ask for', one('{ deep } = {}', `if (deep) return ${READ};`, ', { other: 1 }')],
      ['what the function goes no further without', one('data?: Data', `if (!data) return 0; return ${READ};`, '')],
      ['something of which it needs a part', one('data?: Data', `switch (id) { case 1: if (!data?.account) return 0; return ${READ}; default: return 1; }`, '')],
    ])('are not sent without %s', async (_name, files) => {
      expect(await lintProject(files, 'src/orders.service.ts')).toEqual([]);
    });
  });

  it('are of less weight where a function that finds something out turns to somebody else afterwards', async () => {
    const files = services('async one(id: number) { const found = await this.prisma.customer.count({ where: { id, email: "a" } }); await this.mails.send(String(found)); return found; }');
    expect(await reports(files)).toEqual([expect.stringContaining('(customers.service.ts:5, through `this.customers.one`)')]);
    expect(await lintProject(files, 'src/orders.service.ts', { preset: 'recommended' })).toEqual([]);
  });

  it('are found in what a function hands to the one that opens the transaction, unless it writes there', async () => {
    const method = (wrapper: string, write = ''): string => `one(id: number) { return this.db.${wrapper}(async (tx) => { ${write} return this.prisma.customer.count({ where: { id, email: 'a' } }); }); }`;
    const found = async (text: string): Promise<number> => (await reports(services(text))).length;
    expect(await Promise.all(['authTrx', 'inOwnTransaction', 'onTransactionEnd'].map((wrapper) => found(method(wrapper))))).toEqual([1, 1, 0]);
    expect(await found(method('inOwnTransaction', "await this.prisma.order.updateMany({ where: { customerId: id }, data: { status: 'a' } });"))).toBe(0);
  });

  it('are found where each round catches what a read throws', async () => {
    const files = withOwnTry(services('async one(id: number) { return this.prisma.customer.count({ where: { id, email: "a" } }); }'));
    expect(await reports(files)).toEqual([expect.stringContaining('(customers.service.ts:5, through `this.customers.one`)')]);
  });

  it('are found where the function says what failed and throws on', async () => {
    const files = services('async one(id: number) { try { return this.prisma.customer.create({ data: { id, email: "a" } }); } catch (error) { log(error); throw error; } }');
    expect(await reports(files)).toEqual([expect.stringContaining('`this.prisma.customer.create` (customers.service.ts:5, through `this.customers.one`)')]);
  });

  it('are found behind a query that a cache answers', async () => {
    const files = services('private readonly known = new Map();\n  private async plan(id: number) { if (this.known.has(id)) return this.known.get(id); const found = await this.prisma.customer.count({ where: { id } }); this.known.set(id, found); return found; }\n  async one(id: number) { return [await this.plan(1), await this.prisma.order.count({ where: { customerId: id } })]; }');
    expect(await reports(files)).toEqual([expect.stringContaining('`this.prisma.order.count` (customers.service.ts:7, through `this.customers.one`)')]);
  });

  it('are found behind a function that asks the database in a loop of its own, and waits for nothing else', async () => {
    const files = (wait: string): Record<string, string> => ({
      ...SHARED,
      'src/list.ts': `import { PrismaService } from './prisma.service';
async function check(prisma: PrismaService, ids: number[]) { for (const id of ids) use(await prisma.customer.count({ where: { id, email: 'a' } })); ${wait} }
export async function list(prisma: PrismaService, orders: { id: number; ids: number[] }[]) { for (const order of orders) { await check(prisma, order.ids); use(await prisma.order.findFirst({ where: { id: order.id, status: 'open' } })); } }`,
    });
    expect(await reports(files(''), 'src/list.ts')).toEqual([expect.stringContaining('`prisma.customer.count`'), expect.stringContaining('`prisma.order.findFirst`')]);
    expect(await reports(files('await fetch(String(ids));'), 'src/list.ts')).toEqual([expect.stringContaining('`prisma.customer.count`')]);
  });

  it('are found three calls away, and no further', async () => {
    const steps = (count: number): string => Array.from({ length: count }, (_, step) => `async ${step === 0 ? 'one' : `step${String(step)}`}(id: number) { return ${step === count - 1 ? 'this.prisma.order.count({ where: { customerId: id } })' : `this.step${String(step + 1)}(id)`}; }`).join('\n  ');
    expect(await reports(services(steps(3)))).toEqual([expect.stringContaining('`this.prisma.order.count` (customers.service.ts:7, through `this.customers.one`)')]);
    expect(await reports(services(steps(4)))).toEqual([]);
  });

  it('are found behind a query of the same function that is none per row', async () => {
    const files = {
      ...SHARED,
      'src/list.ts': `import { PrismaService } from './prisma.service';
async function one(prisma: PrismaService, id: number) { const found = await prisma.customer.findUnique({ where: { id } }); return [found, await prisma.order.findMany({ where: { customerId: id } })]; }
export const list = (prisma: PrismaService, ids: number[]) => Promise.all(ids.map(async (id) => one(prisma, id)));`,
    };
    expect(await reports(files, 'src/list.ts')).toEqual([expect.stringContaining('`prisma.order.findMany` (line 2, through `one`)')]);
    const gathered = files['src/list.ts'].replace('return [found, await prisma.order.findMany({ where: { customerId: id } })]', 'return found');
    expect(await reports({ ...files, 'src/list.ts': gathered }, 'src/list.ts')).toEqual([]);
  });

  it('are reached over files that hold no query themselves', async () => {
    const files = {
      ...services('async one(id: number) { return this.prisma.customer.findFirst({ where: { id, email: "a" } }); }'),
      'src/index.ts': "export { CustomersService } from './customers.service';\nexport { Mails } from './mails';",
      'src/controller.ts': "import { CustomersService } from './index';\nexport class Controller { constructor(private readonly customers: CustomersService) {} async list(ids: number[]) { for (const id of ids) print(await this.customers.one(id)); } }",
      'src/sender.ts': "import { Mails } from './index';\nexport class Sender { constructor(private readonly mails: Mails) {} async list(ids: string[]) { for (const id of ids) print(await this.mails.send(id)); } }",
    };
    expect(await reports(files, 'src/controller.ts')).toEqual([expect.stringContaining('(customers.service.ts:5, through `this.customers.one`) runs once for each of `ids`')]);
    expect(await reports(files, 'src/sender.ts')).toEqual([]);
  });

  const silent: [name: string, files: Record<string, string>][] = [
    ['the function waits for something else', services('async one(id: number) { await this.mails.send("x"); return this.prisma.customer.count({ where: { id } }); }')],
    ['the function is called for what it does', withoutUse(services('async one(id: number) { const found = await this.prisma.customer.count({ where: { id, email: "a" } }); await this.mails.send(String(found)); }'))],
    ['each round catches what a function throws that writes', withOwnTry(services('async one(id: number) { const found = await this.prisma.customer.count({ where: { id, email: "a" } }); await this.prisma.order.update({ where: { id }, data: { status: String(found) } }); return found; }'))],
    ['the function writes to the row that it has made', services('async one(id: number) { const made = await this.prisma.customer.create({ data: { email: "a" } }); await this.prisma.order.update({ where: { id: made.id }, data: { status: String(id) } }); }')],
    ['the function knows some failures', services('async one(id: number) { try { await this.prisma.customer.create({ data: { id, email: "a" } }); } catch (error) { if (isDouble(error)) return; throw error; } }')],
    ['the function opens a transaction of its own', services('async one(id: number) { return this.prisma.$transaction(async (tx) => { await tx.customer.update({ where: { id }, data: { email: String(id) } }); }); }')],
    ['the function remembers', services('private readonly known = new Map();\n  async one(id: number) { if (this.known.has(id)) return this.known.get(id); const found = await this.prisma.customer.count({ where: { id } }); this.known.set(id, found); return found; }')],
    ['one in between remembers', services('private readonly known = new Map();\n  async one(id: number) { if (this.known.has(id)) return this.known.get(id); const found = await this.count(id); this.known.set(id, found); return found; }\n  private async count(id: number) { return this.prisma.customer.count({ where: { id } }); }')],
    ['the function is a piece of work', services('async one(id: number) { await this.prisma.customer.count({ where: { id } }); await this.two(id); }\n  private async two(id: number) { await this.prisma.order.count({ where: { id } }); await this.prisma.customer.findFirst({ where: { id } }); await this.prisma.customer.update({ where: { id }, data: { email: String(id) } }); }')],
    ['the query stands in a loop of the function itself', services('async one(id: number) { for (const each of [1, 2]) use(await this.prisma.customer.count({ where: { id: each } })); }')],
    ['a few rows', services('async one(id: number) { return this.prisma.customer.count({ where: { id, email: "a" } }); }', undefined, 'await this.prisma.order.findMany({ take: 3 })')],
    ['the call stands in the catch clause', services('async one(id: number) { return this.prisma.customer.count({ where: { id, email: "a" } }); }', 'await (async () => { try { await go(order); } catch { await this.customers.one(order.customerId); } })()')],
    ['an interface decides', { ...services('async one(id: number) { return this.prisma.customer.count({ where: { id, email: "a" } }); }'), 'src/customers.service.ts': 'export interface CustomersService { one(id: number): Promise<number> }' }],
    ['the function is exempt: a file of seeds', { ...SHARED, 'src/list.ts': "import { PrismaService } from './prisma.service';\nimport { one } from '../prisma/seed';\nexport async function list(prisma: PrismaService) { for (const order of await prisma.order.findMany()) await one(prisma, order.id); }", 'prisma/seed.ts': "import { PrismaService } from '../src/prisma.service';\nexport async function one(prisma: PrismaService, id: number) { return prisma.customer.count({ where: { id } }); }" }],
  ];

  it.each(silent)('are silent where %s', async (_name, files) => {
    expect(await reports(files, 'src/list.ts' in files ? 'src/list.ts' : undefined)).toEqual([]);
  });

  it('end where functions of two files call each other', async () => {
    const files = {
      ...SHARED,
      'src/a.ts': "import { PrismaService } from './prisma.service';\nimport { b } from './b';\nexport async function a(prisma: PrismaService, id: number) { await b(prisma, id); }\nexport async function list(prisma: PrismaService) { for (const order of await prisma.order.findMany()) await a(prisma, order.id); }",
      'src/b.ts': "import { PrismaService } from './prisma.service';\nimport { a } from './a';\nexport async function b(prisma: PrismaService, id: number) { await a(prisma, id); await prisma.customer.count({ where: { id, email: 'a' } }); }",
    };
    expect(await reports(files, 'src/a.ts')).toEqual([expect.stringContaining('(b.ts:3, through `a`)')]);
  });
});
