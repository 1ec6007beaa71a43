import { casesIn, type CaseTable, CHUNKS, PER_ROW, told } from './case-table.ts';

const { fine, wrong } = casesIn('tests/fixtures/prisma-shop/src/jobs.ts');

/** A project with a client and no schema. */
const BARE = { filename: 'tests/fixtures/prisma-bare/src/jobs.ts' };

const GIVES_BACK = 'Insert them together with `prisma.coupon.createManyAndReturn({ data: [...] })`, which gives the rows back (Prisma 5.14 and later; PostgreSQL, CockroachDB and SQLite), in chunks where the list can be long.';

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('whether each of them is there', 'async function f(codes: string[]) { for (const code of codes) { const coupon = await prisma.coupon.findFirst({ where: { code } }); if (!coupon) return false; } return true; }', [{ messageId: 'perRow' }]),
    wrong('what a function makes of something fixed', 'import { DEFAULTS } from "./defaults";\nasync function f() { for (const views of Object.values(DEFAULTS)) for (const view of await load(views)) use(await prisma.order.findFirst({ where: { number: view.name } })); }', [{ messageId: 'perRow' }]),
    wrong('rows that are called like pieces and have an id', 'async function f(cropBatches: Row[]) { for (const cropBatch of cropBatches) use(await prisma.order.findFirst({ where: { id: cropBatch.orderId, status: "open" } })); }', [{ messageId: 'perRow' }]),
    wrong('rows that are called like pieces, whose id is taken out', 'async function f(pages: Row[]) { for (const { id } of pages) use(await prisma.order.findFirst({ where: { id, status: "open" } })); }', [{ messageId: 'perRow' }]),
    wrong('the indexes of a list of an object', 'async function f(load: () => Promise<{ rows: Line[] }>) { const page = await load(); const found = new Array(page.rows.length); for (const index in page.rows) found[index] = await prisma.order.findFirst({ where: { id: page.rows[index].orderId, status: "open" } }); }', [{ messageId: 'perRow' }]),
    wrong('the indexes of a list', 'async function f(given: string[]) { const ids = given.map(Number); for (const index in ids) use(await prisma.order.findFirst({ where: { id: ids[index], status: "open" } })); }', [{ messageId: 'perRow' }]),
    wrong('the map of a package behind a cast', 'import * as Bluebird from "bluebird"; async function f(ids: number[]) { await (Bluebird as any).map(ids, async (id) => use(await prisma.order.findFirst({ where: { id, status: "open" } }))); }', [{ messageId: 'perRow' }]),
    wrong('an index that goes up to a length kept before', 'async function f(ids: number[]) { const count = ids.length; for (let i = 0; i < count; i += 1) { const id = ids[i]; use(await prisma.order.findFirst({ where: { id, status: "open" } })); } }', [{ messageId: 'perRow' }]),
    wrong('the rest of a list', 'async function f() { const rows = await prisma.customer.findMany(); for (const row of rows.slice(5)) use(await prisma.coupon.count({ where: { code: row.email } })); }', [{ messageId: 'perRow' }]),
    wrong('all rows but the last few', 'async function f() { const rows = await prisma.customer.findMany(); for (const row of rows.slice(0, -5)) use(await prisma.coupon.count({ where: { code: row.email } })); }', [{ messageId: 'perRow' }]),
    wrong('as many rows as somebody wants', 'async function f(n: number) { const rows = await prisma.customer.findMany(); for (const row of rows.slice(0, n)) use(await prisma.coupon.count({ where: { code: row.email } })); }', [{ messageId: 'perRow' }]),
    wrong(
      'a read per row of a query, by a key that is no relation of the row',
      `async function totals() {
  const orders = await prisma.order.findMany();
  for (const order of orders) {
    const coupon = await prisma.coupon.findFirst({ where: { code: order.number } });
    log(coupon);
  }
}`,
      [
        {
          messageId: 'perRow',
          line: 4,
          column: 26,
          data: {
            callee: 'prisma.coupon.findFirst',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `prisma.coupon.findMany({ where: { code: { in: … } } })` and look them up in a Map by `code`.',
          },
        },
      ],
    ),
    wrong(
      'the other conditions and options of a list per row',
      'async function f(ids: number[], teamId: number, visible: object) { for (const id of ids) use(await prisma.orderItem.findMany({ where: { couponId: id, teamId, ...visible, status: "open" }, orderBy: { id: "asc" }, select: { sku: true } })); }',
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'prisma.orderItem.findMany',
            subject: 'for each of `ids`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `prisma.orderItem.findMany({ where: { couponId: { in: … }, teamId, …, status: … }, orderBy: …, select: { …, couponId: true } })` and group the rows by `couponId`.',
          },
        },
      ],
    ),
    wrong(
      'a count of a relation that the rows count already, without the condition',
      'async function f() { const customers = await prisma.customer.findMany({ include: { _count: { select: { orders: true } } } }); for (const customer of customers) use(customer, await prisma.order.count({ where: { customerId: customer.id, status: "open" } })); }',
      [{ messageId: 'perRow', data: { callee: 'prisma.order.count', subject: 'for each of `customers`', cost: 'a query per row', advice: "Count for all rows at once with `prisma.order.groupBy({ by: ['customerId'], where: { customerId: { in: … }, status: … }, _count: true })` before the loop." } }],
    ),
    wrong('whether each has any', 'async function f(ids: number[]) { for (const id of ids) { const item = await prisma.orderItem.findFirst({ where: { couponId: id }, select: { id: true } }); if (!item) log(id); } }', told('prisma.orderItem.findFirst', "Ask once before the loop which of them have any, with the different values of `couponId` alone (`prisma.orderItem.groupBy({ by: ['couponId'], where: { couponId: { in: … } } })`), and look them up in a Set.")),
    wrong('whether there is one, by a unique column', 'async function f(ids: number[]) { for (const id of ids) { if (await prisma.order.findUnique({ where: { id } })) log(id); } }', told('prisma.order.findUnique', 'Read them all before the loop with `prisma.order.findMany({ where: { id: { in: … } } })` and look them up in a Map by `id`.')),
    wrong('findUnique awaited one by one is not gathered', 'async function f(ids: number[]) { for (const id of ids) log(await prisma.order.findUnique({ where: { id } })); }', [{ messageId: 'perRow' }]),
    wrong('a callback that a join waits for', 'async function f(ids: number[]) { for (const orderId of ids) use(unwrap(await Promise.all([run(() => prisma.orderItem.findMany({ where: { orderId } }))]))); }', [{ messageId: 'perRow' }]),
    wrong('findMany is never gathered', 'const f = (ids: number[]) => Promise.all(ids.map((orderId) => db.orderItem.findMany({ where: { orderId } })));', [{ messageId: 'perRow' }]),
    wrong(
      'findUnique after another wait is not in one tick',
      `const f = (ids: number[]) => Promise.all(ids.map(async (id) => {
  const all = await prisma.orderItem.findMany({ where: { orderId: id } });
  return [all, await prisma.order.findUnique({ where: { id } })];
}));`,
      [{ messageId: 'perRow', line: 2 }, { messageId: 'perRow', line: 3 }],
    ),
    wrong('findUnique with another filter than equality is sent one by one', 'const f = (ids: number[]) => Promise.all(ids.map((id) => prisma.order.findUnique({ where: { id, number: { contains: "x" } } })));', [{ messageId: 'perRow' }]),
    wrong('a list that a function waits for before its findUnique', 'const load = async (id: number) => { const lines = await prisma.orderItem.findMany({ where: { orderId: id } }); return [lines, await prisma.order.findUnique({ where: { id } })]; }; const f = (ids: number[]) => Promise.all(ids.map((id) => load(id)));', [{ messageId: 'perRowVia' }]),
    wrong('any receiver that reaches a model of the schema', 'class Service { run(ids: number[]) { return Promise.all(ids.map((orderId) => this.database.client().orderItem.findMany({ where: { orderId } }))); } }', [{ messageId: 'perRow' }]),
    wrong(
      'a count per row',
      `async function f(users: User[]) {
  for (const user of users) user.orders = await prisma.order.count({ where: { customerId: user.id } });
}`,
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'prisma.order.count',
            subject: 'for each of `users`',
            cost: 'a query per row',
            advice: "Count for all rows at once with `prisma.order.groupBy({ by: ['customerId'], where: { customerId: { in: … } }, _count: true })` before the loop.",
          },
        },
      ],
    ),
    wrong('a count up to a limit is no count of the relation', 'async function f() { const customers = await prisma.customer.findMany(); for (const customer of customers) log(await prisma.order.count({ where: { customerId: customer.id }, take: 10 })); }', [
      {
        messageId: 'perRow',
        data: {
          callee: 'prisma.order.count',
          subject: 'for each of `customers`',
          cost: PER_ROW,
          advice: "Count for all rows at once with `prisma.order.groupBy({ by: ['customerId'], where: { customerId: { in: … } }, _count: true })` before the loop.",
        },
      },
    ]),
    wrong(
      'a count of a relation of the rows',
      `async function f() {
  const customers = await prisma.customer.findMany({ where: { active: true } });
  for (const customer of customers) log(await prisma.order.count({ where: { customerId: customer.id, status: 'open' } }));
}`,
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'prisma.order.count',
            subject: 'for each of `customers`',
            cost: 'a query per row',
            advice: 'Add `include: { _count: { select: { orders: { where: … } } } }` to `prisma.customer.findMany` on line 2 and use `customer._count.orders`.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `async function f() {
  const customers = await prisma.customer.findMany({ where: { active: true }, include: { _count: { select: { orders: { where: { status: 'open' } } } } } });
  for (const customer of customers) log(customer._count.orders);
}`,
            },
          ],
        },
      ],
    ),
    wrong('the same read in every round', 'async function f(ids: number[]) { for (const id of ids) use(id, await prisma.coupon.findFirst({ where: { code: "NEW" } })); }', [
      { messageId: 'perRow', data: { callee: 'prisma.coupon.findFirst', subject: 'for each of `ids`', cost: 'a query per row', advice: 'It asks the same in every round: read it once before the loop.' } },
    ]),
    wrong('a property that the loop sets', 'async function f(ids: number[]) { const where = { id: 0 }; for (const id of ids) { where.id = id; use(await prisma.order.count({ where })); } }', told('prisma.order.count', 'Count for all rows at once with one `prisma.order.groupBy` before the loop.')),
    wrong('another property than the one that the loop fills', 'async function f(ids: number[], plan: Plan) { for (const id of ids) { plan.seen.push(id); use(await prisma.order.count({ where: { number: plan.number } })); } }', told('prisma.order.count', 'It asks the same in every round: read it once before the loop.')),
    wrong('an index loop over a list', 'async function f(ids: number[]) { for (let i = 0; i < ids.length; i++) { const id = ids[i]; use(await prisma.order.findFirst({ where: { id } })); } }', [{ messageId: 'perRow' }]),
    wrong('for await over rows', 'async function f(rows: Row[]) { for await (const { id } of rows) use(await prisma.order.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }]),
    wrong('a reduce that waits', 'const f = (ids: number[]) => ids.reduce(async (sum, id) => (await sum) + (await prisma.order.count({ where: { couponId: id } })), Promise.resolve(0));', [{ messageId: 'perRow' }]),
    wrong('no schema: a client that is taken out of a parameter', 'const f = async (ids: number[], { prisma }: Context) => { for (const id of ids) use(await prisma.thing.findFirst({ where: { id } })); };', [{ messageId: 'perRow' }]),
    wrong('in a transaction around the loop', 'const f = (ids: number[]) => prisma.$transaction(async (tx) => { for (const id of ids) use(await tx.order.findFirst({ where: { id } })); });', [{ messageId: 'perRow' }]),
    wrong('a function that is bound', 'const f = (ids: number[]) => Promise.all(ids.map(load.bind(null))); async function load(id: number) { return prisma.order.findFirst({ where: { id } }); }', [{ messageId: 'perRowVia' }]),
    ...['executeAsynchronously', 'asyncFilter', 'mapInParallel', 'forEachSequentially', 'mapSeries'].map((name) => wrong(`${name} is a loop`, `import { ${name} } from "./lists"; const f = (ids: number[]) => ${name}(ids, async (id) => use(await prisma.order.findFirst({ where: { id } })));`, [{ messageId: 'perRow' }])),
    wrong('a loop around what is done with a result', 'const f = (ids: number[]) => ResultAsync.combine(ids.map((id) => close(id).andThen((order) => mark(order).map(async () => prisma.order.findFirst({ where: { id } }))).mapErr(log)));', [{ messageId: 'perRow' }]),
    wrong('p-map is a loop', 'import pMap from "p-map"; const f = (ids: number[]) => pMap(ids, (id) => prisma.order.findFirst({ where: { id } }), { concurrency: 4 });', [{ messageId: 'perRow' }]),
    wrong('behind a limiter', 'import pLimit from "p-limit"; const limit = pLimit(4); const f = (ids: number[]) => Promise.all(ids.map((id) => limit(() => prisma.order.findFirst({ where: { id } }))));', [{ messageId: 'perRow' }]),
    wrong('behind a queue that is made there', 'import PQueue from "p-queue"; const f = async (ids: number[]) => { const queue = new PQueue({ concurrency: 4 }); for (const id of ids) queue.add(async () => { use(await prisma.order.findFirst({ where: { id } })); }); await queue.onIdle(); };', [{ messageId: 'perRow' }]),
    ...[
      'for (const run of runs) await run();',
      'await Promise.all(runs.map((run) => run()));',
      'for (let i = 0; i < runs.length; i += 5) await Promise.all(runs.slice(i, i + 5).map((run) => run()));',
      'await queue.addAll(runs);',
      'await runInBatches(runs, 5);',
    ].flatMap((runs) => [
      wrong(`in a list of functions: ${runs}`, `const f = async (ids: number[]) => { const runs = ids.map((id) => async () => { use(await prisma.order.findFirst({ where: { id } })); }); ${runs} };`, [{ messageId: 'perRow' }]),
      wrong(`in a list that is filled: ${runs}`, `const f = async (ids: number[]) => { const runs: (() => Promise<unknown>)[] = []; for (const id of ids) runs.push(async () => use(await prisma.order.findFirst({ where: { id } }))); ${runs} };`, [{ messageId: 'perRow' }]),
    ]),
    wrong('in a list of functions without a name', 'const f = (ids: number[]) => queue.addAll(ids.map((id) => () => prisma.order.findFirst({ where: { id } })));', [{ messageId: 'perRow' }]),
    wrong(
      'through a function of the same file',
      `async function loadItems(orderId: number) {
  return prisma.orderItem.findMany({ where: { orderId } });
}
async function f(orders: { id: number }[]) {
  for (const order of orders) use(await loadItems(order.id));
}`,
      [
        {
          messageId: 'perRowVia',
          line: 5,
          data: {
            callee: 'prisma.orderItem.findMany',
            line: '2',
            helper: 'loadItems',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `prisma.orderItem.findMany({ where: { orderId: { in: … } } })` and group the rows by `orderId`.',
          },
        },
      ],
    ),
    wrong(
      'a function with a read of each row beside one of some: the sure one is told',
      'async function load(kind: string, id: number) { if (kind === "coupon") return prisma.coupon.findFirst({ where: { code: kind } }); return prisma.order.findFirst({ where: { id } }); }\nasync function f(rows: Row[]) { for (const { kind, id } of rows) use(await load(kind, id)); }',
      [{ messageId: 'perRowVia', data: { callee: 'prisma.order.findFirst', line: '1', helper: 'load', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read them all before the loop with `prisma.order.findMany({ where: { id: { in: … } } })` and look them up in a Map by `id`.' } }],
    ),
    wrong('a function whose reads are all of some: the first is told', 'async function load(kind: string, id: number) { return kind === "coupon" ? prisma.coupon.findFirst({ where: { code: kind } }) : prisma.order.findFirst({ where: { id } }); }\nasync function f(rows: Row[]) { for (const { kind, id } of rows) use(await load(kind, id)); }', [
      { messageId: 'perRowVia', data: { callee: 'prisma.coupon.findFirst', line: '1', helper: 'load', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read them all before the loop with `prisma.coupon.findMany({ where: { code: { in: … } } })` and look them up in a Map by `code`.' } },
    ]),
    ...(
      [
        ['a function that asks the same whatever row it is handed', 'async function load(kind: string) { log(kind); return prisma.coupon.findMany({ where: {} }); }\nasync function f(rows: Row[]) { for (const { kind } of rows) use(await load(kind)); }', 'load', 'prisma.coupon.findMany', ', and hand it in'],
        ['what somebody else is asked for, two functions on', 'const has = async (user: string, right: string) => prisma.coupon.findFirst({ where: { code: user } });\nconst shown = async (row: Row, user: User) => { const who = user.name; return row.open || has(who, "all"); };\nasync function f(rows: Row[], user: User) { for (const row of rows) use(await shown(row, user)); }', 'shown', 'prisma.coupon.findFirst', ', and hand it in'],
        ['the same beside what the round sets of something else', 'const first = (kind: string) => prisma.coupon.findFirst({ where: { code: "NEW" } });\nasync function f(rows: Row[]) { for (const row of rows) row.coupon = await first(row.kind); }', 'first', 'prisma.coupon.findFirst', ', and hand it in'],
        ['a function without arguments', 'const first = () => prisma.coupon.findFirst({ where: { code: "NEW" } });\nasync function f(rows: Row[]) { for (const row of rows) use(row, await first()); }', 'first', 'prisma.coupon.findFirst', ''],
      ] as const
    ).map(([name, code, helper, callee, more]) => wrong(name, code, [{ messageId: 'perRowVia', data: { callee, line: '1', helper, subject: 'for each of `rows`', cost: 'a query per row', advice: `It asks the same in every round: read it once before the loop${more}.` } }])),
    ...(
      [
        ['a method of what is made of the row', 'class Loader { constructor(private readonly kind: string) {} load() { return prisma.coupon.findFirst({ where: { code: this.kind, id: "a" } }); } }\nasync function f(rows: Row[]) { for (const row of rows) { const loader = new Loader(row.kind); use(await loader.load()); } }', 'loader.load'],
        ['a variable that holds something of the row', 'async function load(row: Row) { const code = row.kind; return prisma.coupon.findFirst({ where: { code, id: "a" } }); }\nasync function f(rows: Row[]) { for (const row of rows) use(await load(row)); }', 'load'],
        ['a variable that is set', 'async function load(row: Row) { let code = ""; code = row.kind; return prisma.coupon.findFirst({ where: { code, id: "a" } }); }\nasync function f(rows: Row[]) { for (const row of rows) use(await load(row)); }', 'load'],
        ['what stands behind a spread', 'async function load(kind: string, row: Row) { return prisma.coupon.findFirst({ where: { code: row.kind, id: "a" } }); }\nasync function f(rows: Row[], rest: [Row]) { for (const row of rows) use(await load(...both(row))); }', 'load'],
      ] as const
    ).map(([name, code, helper]) => wrong(`asked for each row: ${name}`, code, [{ messageId: 'perRowVia', data: { callee: 'prisma.coupon.findFirst', line: '1', helper, subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read them all before the loop with `prisma.coupon.findMany({ where: { code: { in: … }, id: … } })` and look them up in a Map by `code`.' } }])),
    wrong('through a method of the same class', 'class S { async load(id: number) { return this.db.order.findFirst({ where: { id } }); } run(ids: number[]) { return Promise.all(ids.map((id) => this.load(id))); } }', [{ messageId: 'perRowVia' }]),
    wrong('through a function given by name', 'const load = (id: number) => prisma.order.findFirst({ where: { id } }); const f = (ids: number[]) => Promise.all(ids.map(load));', [{ messageId: 'perRowVia' }]),
    wrong('rows of one batch in a loop over batches', 'async function f(ids: number[]) { for (const batch of chunk(ids, 100)) for (const id of batch) use(await prisma.order.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }]),
    wrong('rows of a table that is called like a piece of a list', 'async function f() { const batches = await prisma.order.findMany(); for (const batch of batches.filter((one) => one.number !== null)) use(await prisma.message.findFirst({ where: { text: batch.number } })); }', [{ messageId: 'perRow' }]),
    wrong('rows of a page in a cursor loop', 'async function f() { let cursor; while (true) { const rows = await prisma.order.findMany({ take: 100, cursor }); if (!rows.length) break; for (const row of rows) use(await prisma.message.findFirst({ where: { text: row.number } })); cursor = { id: rows.at(-1).id }; } }', [{ messageId: 'perRow' }]),
    wrong('a record keyed by id is rows', 'async function f(permissions) { for (const [orderId, right] of Object.entries(permissions)) use(right, await prisma.order.findFirst({ where: { number: orderId } })); }', [{ messageId: 'perRow' }]),
    wrong('a loop over the rows of a larger table', 'async function f() { const currencies = await prisma.currency.findMany(); for (const { code } of currencies) use(await prisma.order.findMany({ where: { number: code } })); }', [{ messageId: 'perRow' }], { settings: { rows: { Currency: 20000 } } }),
    wrong('a function that is asked the same in every round', 'async function load(id: number) { return prisma.orderItem.findMany({ where: { orderId: id } }); }\nasync function f(ids: number[], order: { id: number }) { for (const id of ids) use(id, await load(order.id)); }', [
      {
        messageId: 'perRowVia',
        data: { callee: 'prisma.orderItem.findMany', line: '1', helper: 'load', subject: 'for each of `ids`', cost: 'a query per row', advice: 'It asks the same in every round: read it once before the loop.' },
      },
    ]),
    wrong('a read whose miss alone is looked for elsewhere, in a try of its own', 'async function f(urls: string[]) { for (const url of urls) { try { const order = await prisma.order.findFirst({ where: { number: url } }); if (order) { use(order); } else { use(await fetchRemote(url)); } } catch (error) { log(error); } } }', [{ messageId: 'perRow' }]),
    wrong('a function that is asked for nothing in every round', 'async function rates() { return prisma.coupon.findMany({ where: { code: { not: null } } }); }\nasync function f(ids: number[]) { for (const id of ids) use(id, await rates()); }', [
      { messageId: 'perRowVia', data: { callee: 'prisma.coupon.findMany', line: '1', helper: 'rates', subject: 'for each of `ids`', cost: 'a query per row', advice: 'It asks the same in every round: read it once before the loop.' } },
    ]),
    wrong('a method that goes by what the round sets', 'class S { async load() { return this.db.order.findFirst({ where: { id: this.id } }); } async run(ids: number[]) { for (const id of ids) { this.id = id; use(await this.load()); } } }', [{ messageId: 'perRowVia', data: { callee: 'this.db.order.findFirst', line: '1', helper: 'this.load', subject: 'for each of `ids`', cost: 'a query per row', advice: 'Read what all rows need with one `this.db.order.findMany` before the loop and look it up in a Map.' } }]),
    wrong('a function that tests what it does not keep', 'async function load(this: S, code: string) { if (!this.quiet) log(code); return prisma.coupon.findFirst({ where: { code } }); }\nasync function f(codes: string[]) { for (const code of codes) use(await load(code)); }', [{ messageId: 'perRowVia' }]),
    wrong('what is left early is of no cache', 'async function f(rows: Row[], coupons: Store) { for (const { ref } of rows) { const found = coupons.get(ref); if (found) { use(found); continue; } use(await prisma.coupon.findFirst({ where: { code: ref } })); } }', [{ messageId: 'perRow' }]),
    wrong('an answer of a cache that ends nothing', 'function f(rows: Row[], couponCache: Cache) { return Promise.all(rows.map(async ({ ref }) => { const cached = couponCache.get(ref); if (cached) log(cached); return prisma.coupon.findFirst({ where: { code: ref } }); })); }', [{ messageId: 'perRow' }]),
    wrong('a Set of seen keys is no cache', 'async function f(ids: number[]) { const seen = new Set(); for (const id of ids) { if (!seen.has(id)) { seen.add(id); use(await prisma.order.findFirst({ where: { id } })); } } }', [{ messageId: 'perRow' }]),
    wrong('a missing row ends the loop, which reads them all as a rule', 'async function f(ids: number[], res) { for (const id of ids) { const order = await prisma.order.findFirst({ where: { id } }); if (!order) return res.status(404).json({ error: "missing" }); } }', [{ messageId: 'perRow' }]),
    wrong('a created row among what the loop asks for: no relation to load before', 'async function f() { const orders = await prisma.order.findMany(); for (const order of orders) { const customer = await prisma.customer.findFirst({ where: { id: order.customerId } }); if (!customer) await prisma.customer.create({ data: { email: "x", name: "x" } }); } }', [{ messageId: 'perRow' }]),
    wrong('a wrapper named in the settings', 'async function f(ids: number[]) { for (const id of ids) use(await orderStore.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }], { settings: { aliases: { orderStore: 'Order' } } }),
    wrong('no schema: a client made here', 'import { PrismaClient } from "@prisma/client"; const db = new PrismaClient(); async function f(ids: number[]) { for (const id of ids) use(await db.thing.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }], BARE),
    wrong('no schema: a client of another file', 'import { db } from "./db"; async function f(ids: number[]) { for (const id of ids) use(await db.thing.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }], BARE),
    wrong('no schema: an annotated member', 'import { PrismaService } from "./prisma.service"; class S { constructor(private readonly db: PrismaService) {} async f(ids: number[]) { for (const id of ids) use(await this.db.thing.findFirst({ where: { id } })); } }', [{ messageId: 'perRow' }], BARE),
    wrong('no schema: the client of a transaction', 'import { prisma } from "./db"; const f = (ids: number[]) => prisma.$transaction(async (inner) => { for (const id of ids) use(await inner.thing.findFirst({ where: { id } })); });', [{ messageId: 'perRow' }], BARE),
    wrong('no schema: a client named in the settings', 'async function f(ids: number[]) { for (const id of ids) use(await ctx.replica.thing.findFirst({ where: { id } })); }', [{ messageId: 'perRow' }], { ...BARE, settings: { aliases: { 'ctx.replica': 'PrismaClient' } } }),
    wrong('a table larger than small', 'async function f(ids: string[]) { for (const code of ids) use(await prisma.currency.findFirst({ where: { code } })); }', [{ messageId: 'perRow' }], { settings: { rows: { Currency: 5000 } } }),
  ],
  valid: [
    ...['return runs;', 'use(runs);', 'await runs[0]();', 'for (const run of runs) buttons.push({ run });', 'return runs.map((run) => ({ run }));', 'runs.forEach((run) => bus.on(run));'].flatMap((rest) => [
      fine(`a list of functions that nobody is seen to run: ${rest}`, `const f = async (ids: number[]) => { const runs = ids.map((id) => async () => { use(await prisma.order.findFirst({ where: { id } })); }); ${rest} };`),
      fine(`a list filled with functions that nobody is seen to run: ${rest}`, `const f = async (ids: number[]) => { const runs: (() => Promise<unknown>)[] = []; for (const id of ids) runs.push(async () => use(await prisma.order.findFirst({ where: { id } }))); ${rest} };`),
    ]),
    fine('a function that is added to what is no queue', 'const f = (ids: number[]) => { const listeners = new Listeners(); for (const id of ids) listeners.add(async () => { use(await prisma.order.findFirst({ where: { id } })); }); };'),
    ...['executeOnce', 'runAsync', 'processOrder'].map((name) => fine(`${name} of something else`, `import { ${name} } from "./lists"; const f = (client: object, id: number) => ${name}(client, async (one) => use(one, await prisma.order.findFirst({ where: { id } })));`)),
    fine('the first few rows of a list', 'const TOP = 5;\nasync function f() { const rows = await prisma.customer.findMany(); const top = rows.slice(0, TOP).map((row) => row.email); for (const email of top) use(await prisma.coupon.count({ where: { code: email } })); }'),
    fine('findUnique in one tick is one statement', 'const f = (ids: number[]) => Promise.all(ids.map((id) => prisma.order.findUnique({ where: { id } })));'),
    fine('findUniqueOrThrow in an async callback too', 'const f = (ids: number[]) => Promise.all(ids.map(async (id) => { const order = await prisma.order.findUniqueOrThrow({ where: { id } }); return order.total; }));'),
    fine('two levels of findUnique are two statements', 'const f = (ids: number[]) => Promise.all(ids.map(async (id) => { const o = await prisma.order.findUnique({ where: { id } }); return prisma.customer.findUnique({ where: { id: o.customerId } }); }));'),
    fine('forEach starts them in one tick', 'const f = (ids: number[]) => ids.forEach(async (id) => use(await prisma.order.findUnique({ where: { id } })));'),
    fine('promises collected in a loop', 'async function f(ids: number[]) { const all = []; for (const id of ids) all.push(prisma.order.findUnique({ where: { id } })); return Promise.all(all); }'),
    fine('through a function whose first wait it is', 'const load = async (id: number) => { const o = await prisma.order.findUnique({ where: { id } }); return o.total; }; const f = (ids: number[]) => Promise.all(ids.map((id) => load(id)));'),
    fine('through a function that waits for two of them', 'const load = async (id: number) => { const o = await prisma.order.findUnique({ where: { id } }); if (!o) return; return await prisma.customer.findUnique({ where: { id: o.customerId } }); }; const f = (ids: number[]) => Promise.all(ids.map((id) => load(id)));'),
    fine('through two functions', 'const load = (id: number) => prisma.order.findUnique({ where: { id } }); const total = async (id: number) => { const o = await load(id); return o.total; }; const f = (ids: number[]) => Promise.all(ids.map((id) => total(id)));'),
    fine('a list in the code', 'async function f() { for (const status of ["open", "paid"]) use(await prisma.order.count({ where: { status } })); }'),
    fine('a const list', 'const STATUSES = ["open", "paid"] as const; async function f() { for (const status of STATUSES) use(await prisma.order.count({ where: { status } })); }'),
    fine('an enum', 'enum Status { Open = "open" } const f = () => Promise.all(Object.values(Status).map((status) => prisma.order.count({ where: { status } })));'),
    fine('an imported constant', 'import { LOCALES } from "./i18n"; async function f() { for (const text of LOCALES) use(await prisma.message.findFirst({ where: { text } })); }'),
    fine('keys of a constant', 'const RATES = { EUR: 1 }; async function f() { for (const code of Object.keys(RATES)) use(await prisma.currency.findFirst({ where: { code } })); }'),
    fine('keys of an options object', 'async function f(config) { for (const code of Object.keys(config)) use(await prisma.currency.findFirst({ where: { code } })); }'),
    fine('two rows named in the code', 'async function f(sender, receiver) { for (const who of [sender, receiver]) use(await prisma.customer.findFirst({ where: { id: who.id } })); }'),
    fine('chunks of a helper', 'async function f(ids: number[]) { for (const part of chunk(ids, 500)) use(await prisma.order.findMany({ where: { id: { in: part } } })); }'),
    fine('chunks by index', 'async function f(ids: number[]) { for (let i = 0; i < ids.length; i += 500) use(await prisma.order.findMany({ where: { id: { in: ids.slice(i, i + 500) } } })); }'),
    fine('a loop over batches by name', 'async function f(batches) { for (const batch of batches) use(await prisma.order.findMany({ where: { number: batch.prefix } })); }'),
    fine('a filter that takes a list of the round is one per group', 'async function f(groups: Group[]) { for (const group of groups) use(await prisma.order.findMany({ where: { id: { in: group.ids } } })); }'),
    fine('a cursor walk', 'async function f() { let cursor; do { const rows = await prisma.order.findMany({ take: 100, cursor }); cursor = rows.length ? { id: rows.at(-1).id } : undefined; } while (cursor); }'),
    fine('what is taken out of something fixed', 'import { DEFAULTS } from "./defaults";\nasync function f() { for (const views of Object.values(DEFAULTS)) for (const view of views) use(await prisma.order.findFirst({ where: { number: view.name } })); }'),
    fine('whether all of them are done', 'async function f(ids: number[]) { for (const id of ids) if (!(await prisma.order.findFirst({ where: { id, status: "done" } }))) return false; return true; }'),
    fine('a slug probe', 'async function f(name: string) { for (let i = 0; ; i++) { const number = `${name}-${i}`; if (!(await prisma.order.findUnique({ where: { number } }))) return number; } }'),
    fine('the first candidate that is free', 'async function f(candidates: string[]) { for (const number of candidates) { const taken = await prisma.order.findFirst({ where: { number } }); if (!taken) return number; } }'),
    fine('the first row that is found', 'async function f(codes: string[]) { for (const code of codes) { const coupon = await prisma.coupon.findFirst({ where: { code } }); if (coupon) return coupon; } }'),
    fine('a break when found', 'async function f(codes: string[]) { let hit; for (const code of codes) { hit = await prisma.coupon.findFirst({ where: { code } }); if (hit) break; } return hit; }'),
    fine('retries', 'async function f(id: number) { for (let attempt = 0; attempt < 3; attempt++) use(await prisma.order.findFirst({ where: { id } })); }'),
    fine('a cache in a Map', 'async function f(rows: Row[]) { const byId = new Map(); for (const { ref } of rows) { if (!byId.has(ref)) byId.set(ref, await prisma.coupon.findFirst({ where: { code: ref } })); use(byId.get(ref)); } }'),
    fine('a cache in an object', 'async function f(rows: Row[]) { const known = {}; for (const { ref } of rows) known[ref] ??= await prisma.coupon.findFirst({ where: { code: ref } }); }'),
    fine('a cache of another’s, left with its answer', 'async function f(rows: Row[], couponCache: Cache) { for (const { ref } of rows) { const cached = couponCache.get(ref); if (cached) { use(cached); continue; } use(await prisma.coupon.findFirst({ where: { code: ref } })); } }'),
    fine('a read in a try of its own after what is waited for in a branch', 'async function f(urls: string[]) { for (const url of urls) { try { if (isRemote(url)) await fetchRemote(url); use(await prisma.order.findFirst({ where: { number: url } })); } catch (error) { log(error); } } }'),
    fine('a transaction that a function of the project opens', 'async function f(rows: Row[]) { for (const { ref } of rows) await withTransaction(context, async (tx) => { use(await prisma.coupon.findFirst({ where: { code: ref } })); }); }'),
    fine('a cache asked first', 'async function f(rows: Row[]) { const known = new Map(); for (const { ref } of rows) { let coupon = known.get(ref); if (!coupon) { coupon = await prisma.coupon.findFirst({ where: { code: ref } }); known.set(ref, coupon); } use(coupon); } }'),
    fine('a function that remembers what it read', "const known = new Map();\nasync function load(code: string) { const hit = known.get(code); if (hit) return hit; const coupon = await prisma.coupon.findFirst({ where: { code } }); known.set(code, coupon); return coupon; }\nasync function f(codes: string[]) { for (const code of codes) use(await load(code)); }"),
    fine('a method that reads once', 'class S { async main() { if (!this.shop) this.shop = await this.db.customer.findFirst({ where: { name: "main" } }); return this.shop; } async f(ids: number[]) { for (const id of ids) use(id, await this.main()); } }'),
    fine('a count that each round changes', 'async function f(rows: Row[]) { for (const row of rows) { const number = await prisma.order.count({ where: { status: "open" } }); await prisma.order.create({ data: { number: `${number}`, total: row.total } }); } }'),
    fine('a transaction of the round in which a function sends', 'const close = (tx: Client, row: Row) => tx.order.update({ where: { id: row.id }, data: { total: row.total } });\nasync function f(rows: Row[]) { for (const row of rows) await prisma.$transaction(async (tx) => close(tx, row)); }'),
    ...[
      ['a list that the loop fills', 'const seen: number[] = []; for (const id of ids) { seen.push(id); use(await prisma.order.count({ where: { id: { in: seen } } })); }'],
      ['a list in a property that the loop fills', 'const plan = { seen: [], size: 0 }; for (const id of ids) { plan.seen.push(id); use(await prisma.order.count({ where: { id: { in: plan.seen } } })); }'],
    ].map(([name = '', body]) => fine(name, `async function f(ids: number[]) { ${body} }`)),
    fine('another connection per tenant', 'async function f(tenants: Tenant[]) { for (const tenant of tenants) { const client = connect(tenant.url); use(await client.order.count()); } }'),
    fine('the fields of an object of an object', 'async function f(load: () => Promise<{ rows: Record<string, Line> }>) { const page = await load(); for (const name in page.rows) use(await prisma.order.findFirst({ where: { id: page.rows[name].orderId, status: "open" } })); use(page.names.length); }'),
    fine('the fields of an object', 'async function f(given: Record<string, number>) { for (const name in given) use(await prisma.order.findFirst({ where: { id: given[name], status: "open" } })); }'),
    fine('pieces that have rows and no id', 'async function f(pages: Row[]) { for (const page of pages) use(await prisma.order.findFirst({ where: { number: page.first } })); }'),
    fine('an index that goes up to a number', 'async function f(ids: number[]) { const count = 1000; for (let i = 0; i < count; i += 1) use(await prisma.order.findFirst({ where: { id: ids[i], status: "open" } })); }'),
    fine('an index that goes up to a length in steps', 'async function f(ids: number[]) { const count = ids.length; for (let i = 0; i < count; i += 100) use(await prisma.order.findFirst({ where: { id: ids[i], status: "open" } })); }'),
    fine('only one row gets there', 'async function f(shops: Shop[]) { for (const shop of shops) { if (shop.id === MAIN_SHOP) use(await prisma.coupon.findFirst({ where: { code: "MAIN" } })); } }'),
    fine('a range of the row fits no list', 'async function f(shops: Shop[]) { for (const shop of shops) use(await prisma.order.count({ where: { customerId: shop.id, total: { gte: shop.minimum } } })); }'),
    fine('each row has a filter of its own', 'const f = (checks: Check[]) => prisma.$transaction(checks.map(({ filter }) => prisma.order.findFirst({ where: { id: 1, ...filter } })));'),
    fine('the first few of each', 'async function f(shops: Shop[]) { for (const shop of shops) use(await prisma.order.findMany({ where: { customerId: shop.id }, orderBy: { id: "desc" }, take: 3 })); }'),
    fine('a tree walked by a function that maps over itself', 'class S { async tree(id: number) { const rows = await this.db.order.findMany({ where: { couponId: id } }); return Promise.all(rows.map((row) => this.tree(row.id))); } }'),
    fine('what another service answered can only be asked for now', 'async function f(ids: string[]) { for (const id of ids) { const { number } = await api.fetch(id); use(await prisma.order.findFirst({ where: { number } })); } }'),
    fine('the row that was just created', 'async function f(rows: Row[]) { for (const row of rows) { const order = await prisma.order.create({ data: row }); use(await prisma.orderItem.findMany({ where: { orderId: order.id } })); } }'),
    fine('a durable step', 'async function f(step, ids: number[]) { for (const id of ids) await step.run(`order-${id}`, async () => { use(await prisma.order.findFirst({ where: { id } })); }); }'),
    fine('never sent: Prisma waits for somebody to wait', 'async function f(ids: number[]) { for (const id of ids) { prisma.order.findFirst({ where: { id } }); } }'),
    fine('what is done with a result, whose error is handled', 'const f = (id: number) => findOrder(id).map(async (order) => prisma.customer.findFirst({ where: { email: order.email } })).mapErr(log);'),
    fine('what is done with a result, further on', 'const f = (id: number) => findOrder(id).andThen(check).map(async (order) => prisma.customer.findFirst({ where: { email: order.email } }));'),
    fine('what is done with a result, for who goes on with it', 'const f = (id: number) => findOrder(id).andThen((order) => { return mark(order).map(async () => prisma.customer.findFirst({ where: { email: order.email } })); });'),
    fine('a callback that runs later', 'function f(ids: number[]) { for (const id of ids) socket.on(`order-${id}`, async () => use(await prisma.order.findFirst({ where: { id } }))); }'),
    fine('a read before the loop, in its head', 'async function f() { for (const order of await prisma.order.findMany()) use(order); }'),
    fine('a small table', 'async function f(codes: string[]) { for (const code of codes) use(await prisma.currency.findFirst({ where: { code } })); }', { settings: { rows: { Currency: 200 } } }),
    fine('a loop over the rows of a small table', 'async function f() { const currencies = await prisma.currency.findMany(); for (const { code } of currencies) use(await prisma.order.findMany({ where: { number: code } })); }', { settings: { rows: { Currency: 20 } } }),
    fine('a loop over a relation with few rows', 'async function f(id: number) { const order = await prisma.order.findFirst({ where: { id }, include: { items: true } }); for (const item of order.items) use(await prisma.coupon.findMany({ where: { code: item.sku } })); }', { settings: { rows: { OrderItem: 5 } } }),
    fine('arrays, maps and sets', 'async function f(ids: number[], rows: Row[], map: Map<number, Row>) { for (const id of ids) { use(rows.find((row) => row.id === id), map.get(id)); map.delete(id); } }'),
    fine('another client of the same shape', 'import Stripe from "stripe"; const stripe = new Stripe(key); async function f(ids: number[]) { for (const id of ids) await stripe.coupon.create({ data: { id } }); }'),
    fine('a delegate of another name', 'async function f(ids: string[]) { for (const id of ids) await stripe.customers.create({ data: { id } }); }'),
    fine('a service with a method of that name', 'class S { constructor(private readonly orders: OrderService) {} async f(ids: number[]) { for (const id of ids) use(await this.orders.count({ where: { id } })); } }'),
    fine('no schema: nothing says that it is a client', 'async function f(ids: number[]) { for (const id of ids) use(await api.thing.findFirst({ where: { id } })); }', BARE),
    fine('a loader', 'const f = (rows: Row[]) => Promise.all(rows.map((row) => loaders.customer.load(row.customerId)));'),
    fine('a function that calls itself over a tree', 'async function walk(node: Node) { use(await prisma.order.findFirst({ where: { id: node.id } })); for (const child of node.children) await walk(child); }'),
    fine('half-written code', 'async function f(ids: number[]) { for (const id of ids) await prisma.order.; }'.replace('prisma.order.;', 'prisma.order;')),
  ],
};

/** A loop that awaits a function of another file and writes what it gives. */
const repriced = (name: string, call: string): string => `import { ${name} } from './prices';\nasync function f(rate: number) { const orders = await prisma.order.findMany(); for (const order of orders) { const total = await ${call}; await prisma.order.update({ where: { id: order.id }, data: { total } }); } }`;

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('a write behind a read in SQL, which is no other service', 'async function f(ids: number[]) { for (const id of ids) { const [sum] = await prisma.$queryRaw`SELECT sum(total) FROM lines WHERE order_id = ${id}`; await prisma.order.update({ where: { id }, data: { total: sum.sum } }); } }', [{ messageId: 'perRow' }]),
    wrong('a list of writes that is tested before it is sent', 'async function f(rows?: Row[]) { const writes = rows?.map((row) => prisma.order.create({ data: { number: row.number } })); writes && (await prisma.$transaction(writes)); }', [{ messageId: 'perRow' }]),
    wrong('a comment on what is still to be done, in several lines', '// TODO: this has to be faster, by way of a temporary table\n// and a bulk insert from there\nasync function f(rows: Row[]) { for (const row of rows) { await prisma.order.create({ data: { number: row.number } }); log(row); } }', [{ messageId: 'perRow' }]),
    wrong('an awaited function of another file that only computes', repriced('priceOf', 'priceOf(order, rate)'), [{ messageId: 'perRow', line: 2 }]),
    wrong(
      'the same values for every row',
      `async function close() {
  const orders = await prisma.order.findMany({ where: { status: 'paid' } });
  for (const order of orders) {
    await prisma.order.update({ where: { id: order.id }, data: { status: 'closed', paidAt: new Date() } });
  }
}`,
      [
        {
          messageId: 'perRow',
          line: 4,
          data: {
            callee: 'prisma.order.update',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            advice: `The same values go to every row: write them with one \`prisma.order.updateMany({ where: { id: { in: … } }, data })\`, ${CHUNKS}. Nothing else is made of these rows: the conditions of \`prisma.order.findMany\` (line 2) do in place of their keys, without a read.`,
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `async function close() {
  const orders = await prisma.order.findMany({ where: { status: 'paid' } });
  await prisma.order.updateMany({ where: { id: { in: orders.map((order) => order.id) } }, data: { status: 'closed', paidAt: new Date() } });
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'values of the row: one transaction',
      `import { prisma } from './db';
async function f(rows: { id: number; total: number }[]) {
  for (const row of rows) {
    await prisma.order.update({ where: { id: row.id }, data: { total: row.total } });
  }
}`,
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'prisma.order.update',
            subject: 'for each of `rows`',
            cost: 'a query per row',
            advice: `Collect the writes and send them together with \`prisma.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.`,
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `import { prisma } from './db';
async function f(rows: { id: number; total: number }[]) {
  await prisma.$transaction(rows.map((row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } })));
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'ids alone',
      'async function f(ids: number[]) { for (const id of ids) await prisma.order.delete({ where: { id } }); }',
      [{ messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: 'async function f(ids: number[]) { await prisma.order.deleteMany({ where: { id: { in: ids } } }); }' }] }],
    ),
    wrong(
      'inserts of plain columns',
      'async function f(skus: string[], orderId: number) { await Promise.all(skus.map((sku) => prisma.orderItem.create({ data: { sku, orderId, quantity: 1 } }))); }',
      [
        {
          messageId: 'perRow',
          suggestions: [
            { messageId: 'remedyChanging', output: 'async function f(skus: string[], orderId: number) { await prisma.orderItem.createMany({ data: skus.map((sku) => ({ sku, orderId, quantity: 1 })) }); }' },
          ],
        },
      ],
    ),
    ...['return toOrder(made);', 'return { id: made.id, order: this.mapOrder(made) };', 'return made;'].map((given) => wrong(`a function that writes and gives it, which nobody reads: ${given}`, `async function add(order: Row) { const made = await prisma.order.create({ data: order }); ${given} } async function f(orders: Row[]) { for (const order of orders) await add(order); }`, [{ messageId: 'perRowVia' }])),
    wrong('inserts with rows of their own have no bulk form', 'async function f(rows: Row[]) { for (const row of rows) { await prisma.order.create({ data: { number: row.number, items: { create: row.items } } }); log(row); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.create', subject: 'for each of `rows`', cost: 'a query per row', advice: `Collect the writes and send them together with \`prisma.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.` } },
    ]),
    wrong('no edit where the loop does more', 'async function f(orders: Row[]) { for (const order of orders) { log(order); await prisma.order.update({ where: { id: order.id }, data: { status: "closed" } }); } }', [{ messageId: 'perRow' }]),
    wrong('no edit where the result is used', 'const f = (ids: number[]) => Promise.all(ids.map((id) => prisma.order.update({ where: { id }, data: { status: "closed" } })));', [{ messageId: 'perRow' }]),
    wrong('no edit where a comment would be lost', 'async function f(ids: number[]) { for (const id of ids) { /* why */ await prisma.order.delete({ where: { id } }); } }', [{ messageId: 'perRow' }]),
    wrong('no edit for a Set', 'async function f(ids: Set<number>) { for (const id of ids) await prisma.order.delete({ where: { id } }); }', [{ messageId: 'perRow' }]),
    wrong('no edit for what only lodash calls a list', 'async function f(ids) { await Promise.all(_.map(ids, (id) => prisma.order.delete({ where: { id } }))); }', [{ messageId: 'perRow' }]),
    wrong('no edit where the index is written', 'async function f(ids: number[]) { await Promise.all(ids.map((id, index) => prisma.order.update({ where: { id }, data: { total: index } }))); }', [{ messageId: 'perRow' }]),
    wrong('no edit for a write into a relation', 'async function f(ids: number[]) { for (const id of ids) await db.order.update({ where: { id }, data: { coupon: { disconnect: true } } }); }', [{ messageId: 'perRow' }]),
    wrong('a relation that is set by its key has a bulk form', 'async function f(ids: number[], coupon: Coupon) { for (const id of ids) await prisma.order.update({ where: { id }, data: { status: "open", coupon: { connect: { id: coupon.id } } } }); }', [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: 'async function f(ids: number[], coupon: Coupon) { await prisma.order.updateMany({ where: { id: { in: ids } }, data: { status: "open", couponId: coupon.id } }); }' }] },
    ]),
    wrong('as has one of rows that are added', 'async function f(skus: string[], orderId: number) { for (const sku of skus) await prisma.orderItem.create({ data: { sku, order: { connect: { id: orderId } }, quantity: 1 } }); }', [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: 'async function f(skus: string[], orderId: number) { await prisma.orderItem.createMany({ data: skus.map((sku) => ({ sku, orderId: orderId, quantity: 1 })) }); }' }] },
    ]),
    wrong('whose advice names the key', 'async function f(ids: number[], couponId: number) { for (const id of ids) { await prisma.order.update({ where: { id }, data: { coupon: { connect: { id: couponId } } } }); log(id); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`prisma.order.updateMany({ where: { id: { in: … } }, data })\`, with \`couponId\` in place of \`coupon\`, ${CHUNKS}.` } },
    ]),
    wrong('no edit for one that is looked up by another column', 'async function f(ids: number[], code: string) { for (const id of ids) await prisma.order.update({ where: { id }, data: { coupon: { connect: { code } } } }); }', [{ messageId: 'perRow' }]),
    wrong('nor for one that is made where it is missing', 'async function f(ids: number[]) { for (const id of ids) await db.order.update({ where: { id }, data: { coupon: { connectOrCreate: { where: { id: 1 }, create: { code: "x" } } } } }); }', [{ messageId: 'perRow' }]),
    wrong('a write into a relation has no bulk form', 'async function f(ids: number[]) { for (const id of ids) { await prisma.order.update({ where: { id }, data: { coupon: { disconnect: true } } }); log(id); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `Collect the writes and send them together with \`prisma.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.` } },
    ]),
    wrong('nor has one that is spread', 'async function f(ids: number[], isOff: boolean) { for (const id of ids) { await prisma.order.update({ where: { id }, data: { status: "x", ...(isOff ? { coupon: { disconnect: true } } : {}) } }); log(id); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `Collect the writes and send them together with \`prisma.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.` } },
    ]),
    wrong('nor where no schema says so', 'import { prisma } from "./db";\nasync function f(ids: number[]) { for (const id of ids) { await prisma.order.update({ where: { id }, data: { coupon: { connect: { id: 1 } } } }); log(id); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `Collect the writes and send them together with \`prisma.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.` } },
    ], BARE),
    wrong('plain columns of an object are no nested write', 'import { prisma } from "./db";\nasync function f(ids: number[]) { for (const id of ids) { await prisma.order.update({ where: { id }, data: { tags: { set: [] } } }); log(id); } }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`prisma.order.updateMany({ where: { id: { in: … } }, data })\`, ${CHUNKS}.` } },
    ], BARE),
    wrong('rows that the loop goes on with', 'async function f(codes: string[]) { const ids = []; for (const code of codes) { const coupon = await prisma.coupon.create({ data: { code } }); ids.push(coupon.id); } return ids; }', [
      { messageId: 'perRow', data: { callee: 'prisma.coupon.create', subject: 'for each of `codes`', cost: PER_ROW, advice: GIVES_BACK } },
    ]),
    wrong('rows that the loop goes on with, on a database that gives none back', 'async function f(codes: string[]) { const ids = []; for (const code of codes) { const coupon = await prisma.coupon.create({ data: { code } }); ids.push(coupon.id); } return ids; }', [
      {
        messageId: 'perRow',
        data: { callee: 'prisma.coupon.create', subject: 'for each of `codes`', cost: PER_ROW, advice: `Insert them together with \`prisma.coupon.createMany({ data: [...] })\` under keys that the code makes, or read them with one \`findMany\` after it: the database gives no rows back, ${CHUNKS}.` },
      },
    ], { filename: 'tests/fixtures/prisma-shop/mysql/src/jobs.ts' }),
    wrong('rows that go on through a second variable', 'async function f(codes: string[], known: Map<string, Coupon>) { const ids = []; for (const code of codes) { let coupon = known.get(code); if (!coupon) { const made = await prisma.coupon.create({ data: { code } }); coupon = made; } ids.push(coupon.id); } return ids; }', [
      { messageId: 'perRow', data: { callee: 'prisma.coupon.create', subject: 'for each of `codes`', cost: PER_ROW, advice: GIVES_BACK } },
    ]),
    wrong('rows that Promise.all gives back', 'async function f(codes: string[]) { const made = await Promise.all(codes.map((code) => prisma.coupon.create({ data: { code } }))); return made.map((coupon) => coupon.id); }', [
      { messageId: 'perRow', data: { callee: 'prisma.coupon.create', subject: 'for each of `codes`', cost: PER_ROW, advice: GIVES_BACK } },
    ]),
    wrong('promises that are only waited for', 'async function f(codes: string[]) { const writes = []; for (const code of codes) writes.push(prisma.coupon.create({ data: { code } })); await Promise.all(writes); log(writes.length); }', [
      { messageId: 'perRow', data: { callee: 'prisma.coupon.create', subject: 'for each of `codes`', cost: PER_ROW, advice: `Insert them together with \`prisma.coupon.createMany({ data: [...] })\`, ${CHUNKS}.` } },
    ]),
    wrong('updated rows that are given back', 'async function f(ids: number[]) { const out = []; for (const id of ids) out.push(await prisma.order.update({ where: { id }, data: { status: "closed" } })); return out; }', [
      { messageId: 'perRow', data: { callee: 'prisma.order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`prisma.order.updateManyAndReturn({ where: { id: { in: … } }, data })\`, which gives the rows back (Prisma 6.2 and later; PostgreSQL, CockroachDB and SQLite), ${CHUNKS}.` } },
    ]),
    wrong('a list of writes in a transaction for each row', 'async function f() { const rows = await prisma.order.findMany(); for (const row of rows) await prisma.$transaction([prisma.orderItem.deleteMany({ where: { orderId: row.id } }), prisma.order.update({ where: { id: row.id }, data: { total: row.total } })]); }', [
      {
        messageId: 'perRow',
        column: 96,
        data: { callee: 'prisma.$transaction', subject: 'for each of `rows`', cost: '2 queries per row', advice: `Collect the writes of all rows and send them with one \`prisma.$transaction([...])\`, which spares a transaction per row but no statement, ${CHUNKS}.` },
      },
    ]),
    wrong('the same in a variable of the round', 'async function f() { const rows = await prisma.order.findMany(); for (const row of rows) { const writes = [prisma.order.update({ where: { id: row.id }, data: { total: row.total } })]; writes.push(prisma.orderItem.create({ data: { orderId: row.id, sku: row.sku, quantity: 1 } })); await prisma.$transaction(writes); } }', [
      {
        messageId: 'perRow',
        data: { callee: 'prisma.$transaction', subject: 'for each of `rows`', cost: '2 queries per row', advice: `Collect the writes of all rows and send them with one \`prisma.$transaction([...])\`, which spares a transaction per row but no statement, ${CHUNKS}.` },
      },
    ]),
    ...[['a list of writes that a function gives, in a transaction for each row', 'prisma.$transaction(closing(row))'], ['the same, put into a list', 'prisma.$transaction([...closing(row)])']].map(([name = '', sent]) => wrong(name, `const closing = (row: Row) => [prisma.orderItem.deleteMany({ where: { orderId: row.id } }), prisma.order.update({ where: { id: row.id }, data: { total: row.total } })];\nasync function f() { const rows = await prisma.order.findMany(); for (const row of rows) await ${sent}; }`, [{
      messageId: 'perRowVia', line: 2, data: { callee: 'prisma.orderItem.deleteMany', line: '1', helper: 'closing', subject: 'for each of `rows`', cost: PER_ROW, advice: `Collect the writes of all rows and send them with one \`prisma.$transaction([...])\`, which spares a transaction per row but no statement, ${CHUNKS}. For each row the function also sends \`prisma.order.update\` (line 1).` },
    }])),
    ...['for (const write of writes) await write;', 'await Promise.all(writes.slice(0, 500));'].map((sent) => wrong(`unsent writes that go one by one: ${sent}`, `async function f() { const writes = (await prisma.order.findMany()).map((row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total * 2 } })); ${sent} }`, [{ messageId: 'perRow' }])),
    wrong('a list of writes that could each go for all rows', 'async function f(ids: number[]) { for (const id of ids) await prisma.$transaction([prisma.orderItem.deleteMany({ where: { orderId: id } }), prisma.order.update({ where: { id }, data: { status: "void" } })]); }', [
      {
        messageId: 'perRow',
        data: { callee: 'prisma.$transaction', subject: 'for each of `ids`', cost: '2 queries per row', advice: `Send one \`prisma.$transaction([...])\` for all rows, in which each write goes for all of them (\`updateMany\`, \`createMany\`, \`deleteMany\`), ${CHUNKS}.` },
      },
    ]),
    wrong('a list in another property than the one that is sent', 'async function f(rows: Row[]) { const plan = { writes: [], others: [] }; for (const row of rows) plan.others.push(await prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); await prisma.$transaction(plan.writes); }', [{ messageId: 'perRow' }]),
    wrong('a function that is waited for in each round', 'const write = (row: Row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } });\nasync function f(rows: Row[]) { for (const row of rows) await write(row); }', [{ messageId: 'perRowVia' }]),
    wrong('a function that writes the same for each row', 'const close = (id: number) => prisma.order.update({ where: { id }, data: { status: "closed" } });\nasync function f(ids: number[]) { for (const id of ids) await close(id); }', [
      { messageId: 'perRowVia', data: { callee: 'prisma.order.update', line: '1', helper: 'close', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`prisma.order.updateMany({ where: { id: { in: … } }, data })\`, ${CHUNKS}.` } },
    ]),
    wrong('deletes as a list of one transaction', 'async function f(ids: number[]) { await prisma.$transaction(ids.map((id) => prisma.order.delete({ where: { id } }))); }', [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: 'async function f(ids: number[]) { await prisma.order.deleteMany({ where: { id: { in: ids } } }); }' }] },
    ]),
    wrong('updateMany by a key that may be null', 'async function f() {\n  const orders = await prisma.order.findMany();\n  for (const order of orders) await prisma.order.updateMany({ where: { couponId: order.couponId }, data: { status: "void" } });\n}', [{ messageId: 'perRow', suggestions: 0 }]),
    wrong('updateMany per row', 'async function f(ids: number[]) { for (const customerId of ids) { await prisma.order.updateMany({ where: { customerId }, data: { status: "void" } }); log(customerId); } }', [{ messageId: 'perRow' }]),
    wrong('a failure that is said and thrown on', 'async function f(rows: Row[]) { for (const row of rows) { try { await prisma.orderItem.create({ data: { sku: row.sku, quantity: 1, orderId: 1 } }); log(row); } catch (error) { log(error); throw error; } } }', [{ messageId: 'perRow' }]),
    wrong('a failure that a promise is rejected with', 'async function f(rows: Row[]) { for (const row of rows) { await new Promise(async (resolve, reject) => { try { await prisma.orderItem.create({ data: { sku: row.sku, quantity: 1, orderId: 1 } }); log(row); resolve(row); } catch (error) { reject(error); } }); } }', [{ messageId: 'perRow' }]),
    wrong('what each round gives as it is', 'async function f(rows: Row[]) { return Promise.all(rows.map(async (row) => { const updated = await prisma.order.update({ where: { id: row.id }, data: { total: row.total } }); return updated; })); }', [{ messageId: 'perRow' }]),
    wrong('an upsert per row', 'async function f(rows: Row[]) { for (const row of rows) { await prisma.coupon.upsert({ where: { code: row.code }, create: row, update: row }); log(row); } }', [{ messageId: 'perRow' }]),
    wrong('a count that is only summed up decides nothing', 'async function f(ids: number[]) { let sum = 0; for (const id of ids) { const changed = await prisma.order.updateMany({ where: { id }, data: { status: "void" } }); sum += changed.count; } return sum; }', [{ messageId: 'perRow' }]),
    wrong('an upsert that updates nothing', 'async function f(rows: Row[]) { for (const row of rows) { await prisma.coupon.upsert({ where: { code: row.code }, create: row, update: {} }); log(row); } }', [
      {
        messageId: 'perRow',
        data: {
          callee: 'prisma.coupon.upsert',
          subject: 'for each of `rows`',
          cost: 'a query per row',
          advice: "Nothing is updated: insert what is missing with one `prisma.coupon.createMany({ data: [...], skipDuplicates: true })`, or with the rows that a `findMany` before doesn't find where the database has no `skipDuplicates`.",
        },
      },
    ]),
  ],
  valid: [
    fine('a function that writes and gives it to who goes on with it', 'async function add(order: Row) { const made = await prisma.order.create({ data: order }); return toOrder(made); } async function f(orders: Row[]) { for (const order of orders) { const made = await add(order); await notify(made.id); } }'),
    fine('a function that writes and goes on with it', 'async function add(order: Row) { const made = await prisma.order.create({ data: order }); return notify(made); } async function f(orders: Row[]) { for (const order of orders) await add(order); }'),
    fine('what another file waits for is written', repriced('quoteOf', 'quoteOf(order)')),
    fine('what another file sends and hands back', repriced('rateOf', 'rateOf(order)')),
    fine('a function that calls itself may wait', repriced('countdown', 'countdown(order.total)')),
    fine('what no file of the project says', repriced('priceOf', 'priceOf(order, rate)').replace('./prices', 'some-package')),
    fine('one statement', 'const f = (ids: number[]) => prisma.order.updateMany({ where: { id: { in: ids } }, data: { status: "closed" } });'),
    fine('a list of writes that differ, in one transaction', 'const f = (rows: Row[]) => prisma.$transaction(rows.map((row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } })));'),
    fine('collected for one transaction', 'async function f(rows: Row[]) { const writes = []; for (const row of rows) writes.push(prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); await prisma.$transaction(writes); }'),
    fine('one statement per chunk', 'async function f(ids: number[]) { for (const part of chunk(ids, 500)) await prisma.order.deleteMany({ where: { id: { in: part } } }); }'),
    fine('one statement per group', 'async function f(groups: Map<string, number[]>) { for (const [status, ids] of groups) await prisma.order.updateMany({ where: { id: { in: ids } }, data: { status } }); }'),
    fine('a comment on what a bulk write passes by', 'async function f(rows: Row[]) {\n  // The audit trail wants one event for each row.\n  for (const row of rows) { await prisma.orderItem.create({ data: { sku: row.sku, quantity: 1, orderId: 1 } }); log(row); }\n}'),
    fine('what each round makes of the row that it has written', 'async function f(rows: Row[]) { return Promise.all(rows.map(async (row) => { const updated = await prisma.order.update({ where: { id: row.id }, data: { total: row.total } }); return shown(updated); })); }'),
    fine('a failure that a promise is resolved with', 'async function f(rows: Row[]) { for (const row of rows) { await new Promise(async (resolve) => { try { await prisma.orderItem.create({ data: { sku: row.sku, quantity: 1, orderId: 1 } }); log(row); resolve(row); } catch (error) { resolve(error); } }); } }'),
    ...[
      ['slices of one list', 'for (let at = 0; at < writes.length; at += 500) await prisma.$transaction(writes.slice(at, at + 500));'],
      ['what is taken out of it', 'while (writes.length > 0) await prisma.$transaction(writes.splice(0, 500));'],
      ['its chunks', 'for (const some of chunk(writes, 500)) await prisma.$transaction(some);'],
    ].map(([name = '', sent]) => fine(`updates that differ, in one transaction for many: ${name}`, `async function f() { const writes = (await prisma.order.findMany()).map((row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total * 2 } })); ${sent} }`)),
    fine('one insert per chunk', 'async function f(rows: Row[]) { for (let i = 0; i < rows.length; i += 100) await prisma.orderItem.createMany({ data: rows.slice(i, i + 100) }); }'),
    fine('what a statement in SQL has claimed', 'async function f(ids: number[]) { for (const id of ids) { await prisma.$executeRaw`UPDATE seats SET taken = true WHERE id = ${id}`; await prisma.order.update({ where: { id }, data: { status: "taken" } }); } }'),
    fine('the outcome of what the round waited for', 'async function f(orders: Row[]) { for (const order of orders) { await mailer.send(order); await prisma.order.update({ where: { id: order.id }, data: { status: "mailed" } }); } }'),
    fine('the outcome, failures as well', 'async function f(orders: Row[]) { for (const order of orders) { try { await pay(order); await prisma.order.update({ where: { id: order.id }, data: { status: "paid" } }); } catch { await prisma.order.update({ where: { id: order.id }, data: { status: "failed" } }); } } }'),
    fine('the outcome of a promise', 'async function f(orders: Row[]) { await Promise.all(orders.map((order) => mailer.send(order).then(async (sent) => { await prisma.order.update({ where: { id: order.id }, data: { status: sent } }); }))); }'),
    fine('a claim decides what the round does', 'async function f(ids: number[]) { for (const id of ids) { const claimed = await prisma.order.updateMany({ where: { id, status: "open" }, data: { status: "claimed" } }); if (claimed.count === 0) continue; log(id); } }'),
    fine('what follows a claim', 'async function f(ids: number[]) { for (const id of ids) { const claimed = await prisma.order.updateMany({ where: { id, status: "open" }, data: { status: "claimed" } }); if (claimed.count === 0) continue; await prisma.orderItem.updateMany({ where: { orderId: id }, data: { quantity: 0 } }); } }'),
    fine('a claim with a failure of its own', 'async function f(ids: number[]) { for (const id of ids) { try { await prisma.order.updateMany({ where: { id, status: "open" }, data: { status: "claimed" } }); } catch (error) { log(error); } } }'),
    fine('the created rows are kept by key', 'async function f(rows: Row[]) { const made = {}; for (const row of rows) { const order = await prisma.order.create({ data: { number: row.number } }); made[row.id] = order.id; } return made; }'),
    fine('inserts with relations inside a transaction', 'const f = (rows: Row[], customer: Connect) => prisma.$transaction(async (tx) => { await Promise.all(rows.map((row) => tx.order.create({ data: { ...row, customer } }))); });'),
    fine('the created row is the parent of the next', 'async function f(rows: Row[]) { for (const row of rows) { const order = await prisma.order.create({ data: { number: row.number } }); await fill(order.id, row); } }'),
    fine('each row for itself: its own failure', 'async function f(rows: Row[]) { for (const row of rows) { try { await prisma.order.update({ where: { id: row.id }, data: { total: row.total } }); } catch (error) { log(error); } } }'),
    fine('the same values, each in a transaction with an insert', 'async function f(ids: number[]) { for (const id of ids) await prisma.$transaction(async (tx) => { await tx.order.update({ where: { id }, data: { status: "paused" } }); await tx.orderItem.create({ data: { sku: "pause", quantity: 1, orderId: id } }); }); }'),
    fine('inserts whose failures are told apart', 'const f = (rows: Row[]) => Promise.allSettled(rows.map((row) => prisma.orderItem.create({ data: { sku: row.sku, quantity: 1, orderId: 1 } })));'),
    fine('each row for itself: allSettled, whose rounds wait by themselves', 'const f = (rows: Row[]) => Promise.allSettled(rows.map(async (row) => { await prisma.order.update({ where: { id: row.id }, data: { total: row.total } }); }));'),
    fine('each row for itself: allSettled', 'const f = (rows: Row[]) => Promise.allSettled(rows.map((row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } })));'),
    fine('each row for itself: a transaction that it opens', 'async function f(rows: Row[]) { for (const row of rows) await prisma.$transaction(async (tx) => { await tx.orderItem.deleteMany({ where: { orderId: row.id } }); await tx.order.update({ where: { id: row.id }, data: { total: row.total } }); }); }'),
    fine('each row for itself: a list of writes whose failure it catches', 'async function f(rows: Row[]) { for (const row of rows) { try { await prisma.$transaction([prisma.order.update({ where: { id: row.id }, data: { total: row.total } })]); } catch (error) { log(error); } } }'),
    fine('writes that differ, all in one transaction', 'async function f(rows: Row[]) { await prisma.$transaction(rows.flatMap((row) => [prisma.order.update({ where: { id: row.id }, data: { total: row.total } }), prisma.orderItem.create({ data: { orderId: row.id, sku: row.sku, quantity: 1 } })])); }'),
    fine('a batch in a property', 'async function f(rows: Row[]) { const plan = { writes: [], seen: 0 }; for (const row of rows) { plan.seen += 1; plan.writes.push(prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); } await prisma.$transaction(plan.writes); }'),
    fine('a batch in a property that is taken out', 'async function f(rows: Row[]) { const plan = { writes: [] }; for (const row of rows) plan.writes.push(prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); const { writes } = plan; await prisma.$transaction(writes); }'),
    fine('a batch that is put into a property', 'async function f(rows: Row[]) { const writes = []; const plan = { writes }; for (const row of rows) writes.push(prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); await prisma.$transaction(plan.writes); }'),
    fine('a batch of a class', 'class Batch { writes = []; constructor(private readonly prisma: PrismaClient) {} add(rows: Row[]) { for (const row of rows) this.writes.push(this.prisma.order.update({ where: { id: row.id }, data: { total: row.total } })); } send() { return this.prisma.$transaction(this.writes); } }'),
    fine('a batch of what a function gives back unsent', 'const write = (row: Row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } });\nasync function f(rows: Row[]) { const writes = []; for (const row of rows) writes.push(write(row)); await prisma.$transaction(writes); }'),
    fine('a batch of what a function gives back unsent, by its name', 'const write = (row: Row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } });\nconst f = async (rows: Row[]) => { await prisma.$transaction(rows.map(write)); };'),
    fine('what a function gives back and nobody waits for', 'const write = (row: Row) => prisma.order.update({ where: { id: row.id }, data: { total: row.total } });\nfunction f(rows: Row[]) { for (const row of rows) write(row); }'),
    fine('differing writes inside a transaction have no batch form', 'const f = (rows: Row[]) => prisma.$transaction(async (tx) => { for (const row of rows) await tx.order.update({ where: { id: row.id }, data: { total: row.total } }); });'),
    fine('a function that is a piece of work of its own', 'async function pay(id: number) { await bank.charge(id); await prisma.order.update({ where: { id }, data: { status: "paid" } }); }\nasync function f(ids: number[]) { for (const id of ids) await pay(id); }'),
  ],
};

/** Relations asked for row by row. */
export const relations: CaseTable = {
  invalid: [
    wrong(
      'two relations of one loop are one report and one edit',
      `async function report() {
  const orders = await prisma.order.findMany({ where: { status: 'open' } });
  for (const order of orders) {
    const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    const items = await prisma.orderItem.findMany({ where: { orderId: order.id }, orderBy: { sku: 'asc' } });
    log(customer, items);
  }
}`,
      [
        {
          messageId: 'allNotLoaded',
          line: 4,
          data: {
            paths: '`customer` and `items`',
            subject: 'for each of `orders`',
            cost: '2 queries per row',
            why: '`prisma.order.findMany` on line 2 reads the rows without them.',
            advice: 'Add `include: { customer: true, items: { orderBy: … } }` there and use `order.customer` and `order.items`.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Load `customer` and `items` with the rows and read `order.customer` and `order.items`', changes: 'the rows get more properties, `customer` and `items`, wherever they are passed on or serialised' },
              output: `async function report() {
  const orders = await prisma.order.findMany({ where: { status: 'open' }, include: { customer: true, items: { orderBy: { sku: 'asc' } } } });
  for (const order of orders) {
    const customer = order.customer;
    const items = order.items;
    log(customer, items);
  }
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'the same relation twice is counted twice and loaded once',
      `async function report() {
  const orders = await prisma.order.findMany();
  for (const order of orders) {
    const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    const again = await prisma.customer.findUnique({ where: { id: order.customerId }, select: { name: true } });
    log(customer, again);
  }
}`,
      [
        {
          messageId: 'notLoaded',
          line: 4,
          data: { path: 'customer', subject: 'for each of `orders`', cost: '2 queries per row', why: '`prisma.order.findMany` on line 2 reads the rows without it.', advice: 'Add `include: { customer: true }` there and use `order.customer`.' },
          suggestions: 1,
        },
      ],
    ),
    wrong(
      'relations of two loops are two reports',
      `async function report() {
  const orders = await prisma.order.findMany();
  for (const order of orders) log(await prisma.customer.findUnique({ where: { id: order.customerId } }));
  for (const order of orders) log(await prisma.orderItem.findMany({ where: { orderId: order.id } }));
}`,
      [{ messageId: 'notLoaded', line: 3, suggestions: 1 }, { messageId: 'notLoaded', line: 4, suggestions: 1 }],
    ),
    wrong(
      'a to-one relation by its key',
      `async function report() {
  const orders = await prisma.order.findMany({ where: { status: 'open' } });
  for (const order of orders) {
    const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    log(order.number, customer);
  }
}`,
      [
        {
          messageId: 'notLoaded',
          line: 4,
          data: {
            path: 'customer',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            why: '`prisma.order.findMany` on line 2 reads the rows without it.',
            advice: 'Add `include: { customer: true }` there and use `order.customer`.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `async function report() {
  const orders = await prisma.order.findMany({ where: { status: 'open' }, include: { customer: true } });
  for (const order of orders) {
    const customer = order.customer;
    log(order.number, customer);
  }
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'the text keeps the order and the other conditions; a function may make something else of the rows',
      `async function items(orderId: number) {
  const rows = await prisma.orderItem.findMany({ where: { orderId, quantity: 1 }, orderBy: { id: 'asc' } });
  return rows.map(({ sku }) => ({ sku }));
}
async function report() {
  const orders = await prisma.order.findMany();
  for (const order of orders) log(await items(order.id));
}`,
      [
        {
          messageId: 'notLoaded',
          line: 7,
          data: {
            path: 'items',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            why: '`prisma.order.findMany` on line 6 reads the rows without it.',
            advice: 'Add `include: { items: { where: …, orderBy: … } }` there and make of `order.items` what `items` gives.',
          },
        },
      ],
    ),
    wrong(
      'what the query selects is carried over; the layout of the options is kept',
      `async function report() {
  const orders = await prisma.order.findMany({
    where: { status: 'open' },
    orderBy: { id: 'asc' },
  });
  for (const order of orders) {
    const customer = await prisma.customer.findFirst({ where: { id: order.customerId }, select: { name: true } });
    log(order.number, customer);
  }
}`,
      [
        {
          messageId: 'notLoaded',
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `async function report() {
  const orders = await prisma.order.findMany({
    where: { status: 'open' },
    orderBy: { id: 'asc' },
    include: { customer: { select: { name: true } } },
  });
  for (const order of orders) {
    const customer = order.customer;
    log(order.number, customer);
  }
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'children of each parent',
      `async function report() {
  const customers = await prisma.customer.findMany({ select: { id: true, name: true } });
  return Promise.all(customers.map(async (customer) => ({
    name: customer.name,
    orders: await prisma.order.findMany({ where: { customerId: customer.id, status: 'open' }, orderBy: { id: 'asc' } }),
  })));
}`,
      [
        {
          messageId: 'notLoaded',
          line: 5,
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: `async function report() {
  const customers = await prisma.customer.findMany({ select: { id: true, name: true, orders: { where: { status: 'open' }, orderBy: { id: 'asc' } } } });
  return Promise.all(customers.map(async (customer) => ({
    name: customer.name,
    orders: customer.orders,
  })));
}`,
            },
          ],
        },
      ],
    ),
    wrong(
      'the other side of a one-to-one relation, no options yet',
      'async function f() { const customers = await prisma.customer.findMany(); for (const customer of customers) log(await prisma.account.findFirst({ where: { customerId: customer.id } })); }',
      [
        {
          messageId: 'notLoaded',
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: 'async function f() { const customers = await prisma.customer.findMany({ include: { account: true } }); for (const customer of customers) log(customer.account); }',
            },
          ],
        },
      ],
    ),
    wrong(
      'loaded already',
      'async function f() { const orders = await prisma.order.findMany({ include: { customer: true } }); for (const order of orders) { const { customerId } = order; log(await prisma.customer.findUnique({ where: { id: customerId } })); } }',
      [
        {
          messageId: 'notLoaded',
          data: { path: 'customer', subject: 'for each of `orders`', cost: 'a query per row', why: '`prisma.order.findMany` on line 1 has loaded it already.', advice: 'Use `order.customer`.' },
        },
      ],
    ),
    wrong(
      'rows of rows: advice without an edit',
      'async function f() { const customers = await prisma.customer.findMany({ include: { orders: true } }); for (const customer of customers) for (const order of customer.orders) log(await prisma.coupon.findUnique({ where: { id: order.couponId } })); }',
      [
        {
          messageId: 'notLoaded',
          data: {
            path: 'orders.coupon',
            subject: 'for each of `customer.orders`',
            cost: 'a query per row',
            why: '`prisma.customer.findMany` on line 1 reads the rows without it.',
            advice: 'Add `include: { orders: { include: { coupon: true } } }` there and use `order.coupon`.',
          },
        },
      ],
    ),
    wrong(
      'a promised row may be missing: no edit for a nullable key',
      'async function f() { const orders = await prisma.order.findMany(); for (const order of orders) log(await prisma.coupon.findUniqueOrThrow({ where: { id: order.couponId } })); }',
      [{ messageId: 'notLoaded' }],
    ),
    wrong(
      'through a function of the same file',
      'const load = (id: number) => prisma.customer.findFirst({ where: { id } });\nasync function f() { const orders = await prisma.order.findMany(); for (const order of orders) log(await load(order.customerId)); }',
      [{ messageId: 'notLoaded', line: 2, data: { path: 'customer', subject: 'for each of `orders`', cost: 'a query per row', why: '`prisma.order.findMany` on line 2 reads the rows without it.', advice: 'Add `include: { customer: true }` there and use `order.customer`.' } }],
    ),
  ],
  valid: [
    fine('read with the rows', 'async function f() { const orders = await prisma.order.findMany({ include: { customer: true } }); for (const order of orders) log(order.customer.name); }'),
    fine('gathered by the library', 'async function f() { const orders = await prisma.order.findMany(); return Promise.all(orders.map((order) => prisma.customer.findUnique({ where: { id: order.customerId } }))); }'),
    fine('rows from elsewhere', 'async function f(orders: Row[]) { for (const order of orders) log(await prisma.customer.findUnique({ where: { id: order.customerId } })); }'),
    fine('one of two relations to the same model, by a key of neither', 'async function f() { const customers = await prisma.customer.findMany(); for (const customer of customers) log(await prisma.message.findMany({ where: { text: customer.name } })); }'),
    fine('one row, no loop', 'async function f() { const order = await prisma.order.findFirst(); return prisma.customer.findUnique({ where: { id: order.customerId } }); }'),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong(
      'skip fed by a page number',
      'const f = (page: number) => prisma.order.findMany({ skip: (page - 1) * 20, take: 20 });',
      [
        {
          messageId: 'offset',
          data: { callee: 'prisma.order.findMany', text: '(page - 1) * 20', advice: 'Page by `cursor` with `take` and an `orderBy` that ends in a unique field.' },
        },
      ],
    ),
    wrong('groups take no cursor', 'const f = (skip: number) => prisma.order.groupBy({ by: ["status"], orderBy: { status: "desc" }, skip, take: 20 });', [
      { messageId: 'offset', data: { callee: 'prisma.order.groupBy', text: 'skip', advice: "`groupBy` takes no cursor, but a condition: go on with `where: { status: { lt: last } }` and `orderBy: { status: 'desc' }`." } },
    ]),
    wrong('groups in the order of what they count', 'const f = (skip: number) => prisma.order.groupBy({ by: ["status"], orderBy: { _count: { id: "desc" } }, skip, take: 20 });', [
      { messageId: 'offset', data: { callee: 'prisma.order.groupBy', text: 'skip', advice: '`groupBy` takes no cursor: order the groups by the fields that they are grouped by, and ask with `where` for those after the last one, or keep what they are ordered by in a column of its own.' } },
    ]),
    wrong('distinct rows', 'const f = (skip: number) => prisma.order.findMany({ distinct: ["status"], select: { status: true }, skip, take: 20 });', [
      { messageId: 'offset', data: { callee: 'prisma.order.findMany', text: 'skip', advice: "Rows that are left out as duplicates are read all the same: page through `groupBy({ by: […], where: { …: { gt: last } }, orderBy: { …: 'asc' }, take })`, which goes on from the last value." } },
    ]),
    wrong('a select without the key', 'const f = (skip: number) => prisma.order.findMany({ select: { status: true }, skip, take: 20 });', [
      { messageId: 'offset', data: { callee: 'prisma.order.findMany', text: 'skip', advice: 'Page by `cursor` with `take` and an `orderBy` that ends in a unique field, and `id: true` in its `select`.' } },
    ]),
    wrong('skip in a const of options', 'function f(skip: number) { const args = { skip, take: 20 }; return prisma.order.findMany(args); }', [{ messageId: 'offset' }]),
  ],
  valid: [
    fine('a cursor', 'const f = (id: number) => prisma.order.findMany({ cursor: { id }, skip: 1, take: 20 });'),
    fine('a cursor, skip depending on it', 'const f = (id?: number) => prisma.order.findMany({ cursor: id ? { id } : undefined, skip: id ? 1 : 0, take: 20 });'),
    fine('a constant', 'const f = () => prisma.order.findMany({ skip: 1, take: 20, orderBy: { id: "desc" } });'),
    fine('a batch loop is reported as one', 'async function f() { let skip = 0; while (true) { const rows = await prisma.order.findMany({ skip, take: 100 }); if (!rows.length) break; skip += 100; } }'),
    fine('a keyset by hand', 'const f = (id: number) => prisma.order.findMany({ where: { id: { gt: id } }, take: 20 });'),
  ],
};

/** Loops that walk a table by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('a key of another name', 'async function walk() { for (let skip = 0; ; skip += 9) { const rows = await prisma.currency.findMany({ skip, take: 9 }); if (!rows.length) return; } }', [
      { messageId: 'offset', data: { callee: 'prisma.currency.findMany', because: '', advice: "Walk by `cursor: { code: last.code }, skip: 1` with `orderBy: { code: 'asc' }`." } },
    ]),
    wrong(
      'an offset that grows',
      `async function walk() {
  let skip = 0;
  while (true) {
    const rows = await prisma.order.findMany({ skip, take: 100 });
    if (rows.length === 0) break;
    skip += rows.length;
  }
}`,
      [{ messageId: 'offset', line: 4, data: { callee: 'prisma.order.findMany', because: '', advice: "Walk by `cursor: { id: last.id }, skip: 1` with `orderBy: { id: 'asc' }`." } }],
    ),
    wrong('a page number', 'async function f(pages: number) { for (let page = 0; page < pages; page++) use(await prisma.order.findMany({ skip: page * 100, take: 100 })); }', [{ messageId: 'offset' }]),
    wrong('an offset computed in the round', 'async function f(size: number) { let page = 0; do { const skip = page * size; const rows = await prisma.order.findMany({ skip, take: size }); page += 1; if (!rows.length) return; } while (true); }', [{ messageId: 'offset' }]),
    wrong(
      'the loop changes what it filters by',
      `async function close() {
  for (let skip = 0; ; skip += 100) {
    const orders = await prisma.order.findMany({ where: { status: 'open' }, skip, take: 100 });
    if (orders.length === 0) return;
    await prisma.order.updateMany({ where: { id: { in: orders.map(({ id }) => id) } }, data: { status: 'closed' } });
  }
}`,
      [{ messageId: 'drift', line: 3, data: { callee: 'prisma.order.findMany', because: '`prisma.order.updateMany` on line 5', advice: "Ask for what comes after the last row: `where: { …, id: { gt: last.id } }` with `orderBy: { id: 'asc' }`, without `skip`." } }],
    ),
    wrong('the loop deletes what it pages over', 'async function f() { let skip = 0; for (;;) { const rows = await prisma.order.findMany({ skip, take: 9 }); if (!rows.length) break; await prisma.order.deleteMany({ where: { id: { in: rows.map((r) => r.id) } } }); skip += 9; } }', [{ messageId: 'drift' }]),
  ],
  valid: [
    fine('a cursor walk', 'async function f() { let cursor; while (true) { const rows = await prisma.order.findMany({ take: 100, ...(cursor && { skip: 1, cursor }) }); if (!rows.length) break; cursor = { id: rows.at(-1).id }; } }'),
    fine('one page in a loop over rows', 'async function f(ids: number[], skip: number) { for (const customerId of ids) use(await prisma.order.findMany({ where: { customerId }, skip, take: 5 })); }'),
    fine('always the first page: what is done leaves the filter', 'async function f() { for (;;) { const rows = await prisma.order.findMany({ where: { status: "open" }, take: 100 }); if (!rows.length) break; await prisma.order.deleteMany({ where: { id: { in: rows.map((r) => r.id) } } }); } }'),
  ],
};

const update = "prisma.order.update({ where: { id }, data: { status: 'closed' } })";
const NEVER_SENT = { problem: '`prisma.order.update` builds a query, but nothing runs it.', advice: 'Put `await` before it, or `return` it.' };

/** Queries that nobody sends. */
export const broken: CaseTable = {
  invalid: [
    wrong('a statement of a function that may wait', `async function f(id: number) { ${update}; }`, [{
      messageId: 'broken', data: NEVER_SENT,
      suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `await`', changes: 'the query then runs, and its errors are thrown here' }, output: `async function f(id: number) { await ${update}; }` }],
    }]),
    wrong('a statement of a callback', `const f = (id: number) => upload(id).then(() => { ${update}; });`, [{ messageId: 'broken', data: NEVER_SENT }]),
    wrong('what a function gives back, which nobody waits for', `const close = (id: number) => ${update};\nasync function f(id: number) { close(id); }`, [{
      messageId: 'broken', line: 2, data: { ...NEVER_SENT, problem: `\`close\` gives back the query that \`prisma.order.update\` builds (line 1), but nothing runs it.` },
      suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `await`', changes: 'the query then runs, and its errors are thrown here' }, output: `const close = (id: number) => ${update};\nasync function f(id: number) { await close(id); }` }],
    }]),
    wrong('what a method returns, handed to void', `class Orders {\n  list(id: number) { if (!id) return undefined; void this.close(id); }\n  close(id: number) { return ${update}; }\n}`, [{
      messageId: 'broken', line: 2, suggestions: 0, data: { ...NEVER_SENT, problem: `\`this.close\` gives back the query that \`prisma.order.update\` builds (line 3), but nothing runs it.` },
    }]),
    wrong('void, which waits for nothing', `async function f(id: number) { void ${update}; }`, [{ messageId: 'broken', data: NEVER_SENT }]),
  ],
  valid: [
    fine('awaited', `async function f(id: number) { await ${update}; }`),
    fine('handed back', `const f = (id: number) => ${update};`),
    fine('handed back by an async function, which runs it', `const close = async (id: number) => ${update};\nasync function f(id: number) { close(id); }`),
    fine('handed back to somebody who waits', `const close = (id: number) => ${update};\nasync function f(id: number) { await close(id); const later = close(id); close(id).catch(log); return later; }`),
    fine('handed back by another function of the name', `const close = (id: number) => ${update};\nasync function f(close: (id: number) => void) { close(1); }`),
    fine('a function that gives back something else', `function close(id: number) { const query = ${update}; return after(query); }\nasync function f(id: number) { close(id); }`),
    fine('its failure is waited for', `function f(id: number) { ${update}.catch(log); }`),
    fine('a list of queries', `async function f(ids: number[]) { const all = []; for (const id of ids) all.push(${update}); await prisma.$transaction(all); }`),
    fine('a map that is called as a model is', 'const store = types.actions((self) => ({ remove(id: string) { self.order.delete(id); } }));'),
  ],
};
