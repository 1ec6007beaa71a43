import { casesIn, type CaseTable, CHUNKS, PER_ROW } from './case-table.ts';

/** A service with injected repositories; `body` is a method of it. */
function service(body: string): string {
  return `import { In, Repository } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { Customer } from './entities/customer';
import { Order } from './entities/order';
class OrderService {
  constructor(@InjectRepository(Order) private readonly orders: Repository<Order>, @InjectRepository(Customer) private readonly customers: Repository<Customer>) {}
${body}
}`;
}

const { fine, wrong } = casesIn('tests/fixtures/typeorm-shop/src/jobs.ts');

const OR_TRANSACTION = 'or send the updates in one `transaction`, which spares a commit per row but no statement';
const SQL_FOR_ALL = 'Send it once for all rows before the loop, with the list of their keys (`= ANY($1)` in PostgreSQL, `IN (…)` elsewhere)';
/** Imports nothing but an entity, from a file whose name says nothing. */
const LEDGER = "import { Invoice } from './ledger';\n";
/** A sum for each invoice, through a method that asks first which one it is. */
const SUMS = "import { Repository } from 'typeorm';\nimport { Order } from './entities/order';\nclass S { constructor(private readonly orders: Repository<Order>) {} async run(code: string) { let sum = 0; for (const row of await Invoice.find()) sum += await this.kept(row, code); return sum; } async kept(row: Invoice, code: string) { if (row.NAME !== code) return 0; return this.orders.sum('total', { status: row.number }); } }";
const ALL_OR_NONE = 'one transaction for all rows: either all are saved or none';

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('a query in SQL', service('  async run(ids: string[]) { for (const id of ids) use(await this.orders.query(`SELECT * FROM orders WHERE id = $1`, [id])); }'),
      [{ messageId: 'perRow', data: { callee: 'this.orders.query', subject: 'for each of `ids`', cost: PER_ROW, advice: `${SQL_FOR_ALL}, and look the answers up in a Map.` } }]),
    wrong('a query in SQL that goes on elsewhere, in a function', service('  async run(ids: string[]) { for (const id of ids) use(await this.sums(id)); }\n  async sums(id: string) { let text = `SELECT sum(total) FROM orders WHERE "customerId" = $1`; if (this.open) text += ` AND open`; return this.orders.manager.query(text, [id]); }'),
      [{ messageId: 'perRowVia' }]),
    {
      name: 'a version whose reads take a key or conditions where options stand',
      filename: 'tests/fixtures/typeorm-shop/old/src/jobs.ts',
      code: service('  async run(rows: Row[]) { for (const row of rows) { use(await this.customers.findOne(row.customerId)); use(await this.orders.find({ status: row.status })); } }'),
      errors: [
        { messageId: 'perRow', data: { callee: 'this.customers.findOne', subject: 'for each of `rows`', cost: PER_ROW, advice: 'Read them all before the loop with `this.customers.find({ where: { id: In(ids) } })` and look them up in a Map by `id`.' } },
        { messageId: 'perRow', data: { callee: 'this.orders.find', subject: 'for each of `rows`', cost: PER_ROW, advice: 'Read them all before the loop with `this.orders.find({ where: { status: In(ids) } })` and group the rows by `status`.' } },
      ],
    },
    {
      name: 'a version without findBy',
      filename: 'tests/fixtures/typeorm-shop/old/src/jobs.ts',
      code: service('  async run(emails: string[]) { for (const email of emails) use(await this.customers.findOne({ where: { email } })); }'),
      errors: [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.customers.findOne',
            subject: 'for each of `emails`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `this.customers.find({ where: { email: In(ids) } })` and look them up in a Map by `email`.',
          },
        },
      ],
    },
    wrong(
      'an injected repository',
      service(`  async run(emails: string[]) {
    for (const email of emails) use(await this.customers.findOneBy({ email }));
  }`),
      [
        {
          messageId: 'perRow',
          line: 8,
          data: {
            callee: 'this.customers.findOneBy',
            subject: 'for each of `emails`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `this.customers.findBy({ email: In(ids) })` and look them up in a Map by `email`.',
          },
        },
      ],
    ),
    wrong('repositories run their queries at once, in one tick or not', service('  run(ids: number[]) { return Promise.all(ids.map((id) => this.orders.findOne({ where: { id } }))); }'), [{ messageId: 'perRow' }]),
    wrong('a repository of a data source in another file', "import { AppDataSource } from './data-source';\nimport { Order } from './entities/order';\nconst orders = AppDataSource.getRepository(Order);\nasync function f(ids: number[]) { for (const id of ids) use(await orders.findOneBy({ id })); }", [{ messageId: 'perRow', line: 4 }]),
    wrong('a repository class of another file', "import { OrderRepository } from './order.repository';\nclass S { constructor(private readonly repo: OrderRepository) {} async f(ids: number[]) { for (const id of ids) use(await this.repo.findOneBy({ id })); } }", [{ messageId: 'perRow' }]),
    wrong('an entity that is its own repository', "import { Customer } from './entities/customer';\nasync function f(ids: number[]) { for (const id of ids) use(await Customer.findOneBy({ id })); }", [{ messageId: 'perRow' }]),
    wrong('an entity is evidence enough, whatever its file is called', `${LEDGER}async function f(numbers: string[]) { for (const number of numbers) use(await Invoice.findOne({ where: { number } })); }`, [{ messageId: 'perRow', line: 2 }]),
    wrong('a condition on the rows of a relation is none on what has them', service('  async run() { const customers = await this.customers.find(); for (const customer of customers) use(await this.orders.find({ where: { customerId: customer.id, status: "open" } })); }'), [
      {
        messageId: 'perRow',
        data: {
          callee: 'this.orders.find',
          subject: 'for each of `customers`',
          cost: PER_ROW,
          advice: 'Read them all before the loop with `this.orders.findBy({ customerId: In(ids), status: … })` and group the rows by `customerId`.',
        },
      },
    ]),
    wrong('a test that many rows pass', `${LEDGER}${SUMS.replace('NAME', 'total')}`, [{ messageId: 'perRowVia' }]),
    wrong('a case that shares its body with others', `${LEDGER}${SUMS.replace('if (row.NAME !== code) return 0;', "switch (row.number) { case 'A': case 'B': return this.orders.sum('total', { status: row.number }); }")}`, [{ messageId: 'perRowVia' }]),
    ...['BaseService<string, Order>', 'NamedService<Order>'].map((base) =>
      wrong(`a repository that ${base} has for this entity`, `import { DataSource, In } from 'typeorm';\nimport { BaseService, NamedService } from './base.service';\nimport { Order } from './entities/order';\nclass Orders extends ${base} { async run(ids: number[]) { for (const id of ids) use(await this.repo.findOneBy({ customerId: id })); } }`, [
        { messageId: 'perRow', line: 4, data: { callee: 'this.repo.findOneBy', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Read them all before the loop with `this.repo.findBy({ customerId: In(ids) })` and look them up in a Map by `customerId`.' } },
      ]),
    ),
    wrong('a repository of a base class in the same file', "import { Repository } from 'typeorm';\nimport { Order } from './entities/order';\nclass Base<T extends object> { constructor(protected readonly repo: Repository<T>) {} }\nclass Orders extends Base<Order> { async run(ids: number[]) { for (const id of ids) use(await this.repo.findOneBy({ id })); } }", [{ messageId: 'perRow', line: 4 }]),
    wrong('a sum is no count', service("  async run(ids: number[]) { let sum = 0; for (const id of ids) sum += (await this.orders.sum('total', { customerId: id, status: 'open' })) ?? 0; return sum; }"), [
      {
        messageId: 'perRow',
        data: {
          callee: 'this.orders.sum',
          subject: 'for each of `ids`',
          cost: PER_ROW,
          advice: 'Compute it for all rows at once with one query builder that groups by `customerId` (`SUM(total)`, `.groupBy()`) and keeps the condition on `status` before the loop.',
        },
      },
    ]),
    wrong('a repository of a connection that every round has made anew', "import { DataSource } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(ids: number[]) { for (const id of ids) { const source: DataSource = connect(); const orders = source.getRepository(Order); use(id, await orders.findOneBy({ id })); } }", [{ messageId: 'perRow' }]),
    wrong('an entity manager', "import { EntityManager } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(em: EntityManager, ids: number[]) { for (const id of ids) use(await em.findOne(Order, { where: { id } })); }", [{ messageId: 'perRow' }]),
    wrong(
      'an entity manager is given the class first, which is the same in every round',
      "import { EntityManager } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(em: EntityManager, ids: number[]) { for (const id of ids) use(await em.findBy(Order, { customerId: id })); }",
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'em.findBy',
            subject: 'for each of `ids`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `em.findBy(Order, { customerId: In(ids) })` and group the rows by `customerId`.',
          },
        },
      ],
    ),
    wrong(
      'options that findBy has no place for',
      service("  async run(ids: number[]) { for (const id of ids) use(await this.orders.findOne({ where: { customerId: id, status: 'open' }, relations: { shop: true }, select: { id: true } })); }"),
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.orders.findOne',
            subject: 'for each of `ids`',
            cost: 'a query per row',
            advice: 'Read them all before the loop with `this.orders.find({ where: { customerId: In(ids), status: … }, relations: …, select: { …, customerId: true } })` and look them up in a Map by `customerId`.',
          },
        },
      ],
    ),
    wrong('the manager of a transaction around the loop', "import { AppDataSource } from './data-source';\nimport { Order } from './entities/order';\nconst f = (ids: number[]) => AppDataSource.transaction(async (em) => { for (const id of ids) use(await em.getRepository(Order).findOneBy({ id })); });", [{ messageId: 'perRow' }]),
    wrong('within its own class', "import { Repository } from 'typeorm';\nimport { Order } from './entities/order';\nexport class Orders extends Repository<Order> { async f(ids: number[]) { for (const id of ids) use(await this.findOneBy({ id })); } }", [{ messageId: 'perRow' }]),
    wrong(
      'a query builder',
      service("  async run(ids: number[]) { for (const id of ids) use(await this.orders.createQueryBuilder('o').where('o.customerId = :id', { id }).getMany()); }"),
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.orders.createQueryBuilder().where().getMany',
            subject: 'for each of `ids`',
            cost: 'a query per row',
            advice: "Read what all rows need with one query before the loop (`.where('… IN (:...ids)', { ids })`) and group the rows.",
          },
        },
      ],
    ),
    wrong('a sum by a builder', service("  async run(ids: number[]) { for (const id of ids) { const { volume } = await this.orders.createQueryBuilder('o').select('SUM(o.total)', 'volume').where('o.customer = :id', { id }).getRawOne(); use(volume); } }"), [
      { messageId: 'perRow', data: { callee: 'this.orders.createQueryBuilder().select().where().getRawOne', via: '', subject: 'for each of `ids`', cost: 'a query per row', advice: 'Compute it for all rows with one query before the loop: select the key as well, name the keys (`IN (:...ids)`), group by the key, and look it up in a Map.' } },
    ]),
    wrong('a query builder in a variable', service("  async run(ids: number[]) { for (const id of ids) { const qb = this.orders.createQueryBuilder('o'); qb.where('o.id = :id', { id }); use(await qb.getOne()); } }"), [{ messageId: 'perRow' }]),
    wrong('a count per row', service('  async run(rows: Customer[]) { for (const { id } of rows) use(await this.orders.countBy({ customerId: id })); }'), [{ messageId: 'perRow' }]),
    wrong('through a method of the same class', service('  load(id: number) { return this.orders.findOneBy({ id }); }\n  async run(ids: number[]) { for (const id of ids) use(await this.load(id)); }'), [{ messageId: 'perRowVia', line: 8 }]),
    wrong('rows that an old call reads', "import { getRepository } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(ids: number[]) { for (const id of ids) use(await getRepository(Order).findOne(id)); }", [{ messageId: 'perRow' }]),
  ],
  valid: [
    fine('a lock in SQL', service('  async run(ids: string[]) { for (const id of ids) await this.orders.query("SELECT pg_advisory_lock($1)", [id]); }')),
    fine('what is left after a statement in SQL whose table nothing tells', service(`  async run(ids: string[]) { for (const id of ids) { await this.orders.query('WITH old AS (SELECT 1) UPDATE orders SET total = 1 WHERE id = $1', [id]); use(await this.customers.find({ where: { email: id } })); } }`)),
    fine('a statement in SQL that is told elsewhere', service('  async run(reports: Report[]) { for (const report of reports) use(await this.orders.query(report.text)); }')),
    fine('a method of that name that is no connection\'s', service('  async run(ids: string[]) { for (const id of ids) use(await this.search.query("SELECT 1 FROM orders WHERE id = $1", [id])); }')),
    fine('a statement in SQL that names many rows', service('  async run(groups: { ids: string[] }[]) { for (const { ids } of groups) use(await this.orders.query("SELECT * FROM orders WHERE id IN ($1)", [ids])); }')),
    fine('classes that extend each other', "import { Repository } from 'typeorm';\nclass A extends B {} class B extends A { async run(ids: number[]) { for (const id of ids) use(await this.repo.findOneBy({ id })); } }"),
    fine('a member of a base class that is no repository', "import { Repository } from 'typeorm';\nimport { BaseService } from './base.service';\nclass Orders extends BaseService<Cache, Order> { async run(ids: number[]) { for (const id of ids) use(await this.key.findOneBy({ id })); } }"),
    fine('a function that turns all rows but one away, by a unique column', `${LEDGER}${SUMS.replace('NAME', 'number')}`),
    fine('a switch over a unique column in a function', `${LEDGER}${SUMS.replace(/if \(row\.NAME .*\}\); /, "switch (row.number) { case 'A': return this.orders.sum('total', { status: row.number }); default: return 0; } ")}`),
    fine('a unique column in the loop itself', `${LEDGER}import { DataSource } from 'typeorm';\nasync function f(source: DataSource, code: string) { for (const row of await Invoice.find()) { if (row.number === code) use(await Invoice.countBy({ total: row.total })); } }`),
    fine('one read for all', service('  run(ids: number[]) { return this.orders.findBy({ id: In(ids) }); }')),
    fine('an array', service('  run(rows: Order[], ids: number[]) { return ids.map((id) => rows.find((row) => row.id === id)); }')),
    fine('a Map', service('  run(byId: Map<number, Order>, ids: number[]) { for (const id of ids) { use(byId.get(id)); byId.delete(id); } }')),
    fine('a builder that is executed after the loop', service("  run(words: string[]) { const qb = this.orders.createQueryBuilder('o'); for (const word of words) qb.andWhere('o.status = :word', { word }); return qb.getMany(); }")),
    fine('create makes an object and sends nothing', service('  run(rows: Partial<Order>[]) { return this.orders.save(rows.map((row) => this.orders.create(row))); }')),
    fine('one list per group', service('  async run(groups: number[][]) { for (const group of groups) use(await this.orders.findBy({ id: In(group) })); }')),
    fine('a lock is taken in its order', service("  async run(ids: number[]) { for (const id of ids.sort()) use(await this.orders.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })); }")),
    fine('a cache', service('  async run(rows: Row[]) { const known = new Map(); for (const { ref } of rows) { if (!known.has(ref)) known.set(ref, await this.orders.findOneBy({ status: ref })); } }')),
    fine('a repository of something else', 'class S { constructor(private readonly orders: OrdersApi) {} async f(ids: number[]) { for (const id of ids) use(await this.orders.findOne({ id })); } }'),
    ...[
      ['in a repository of a connection of the round', 'const source: DataSource = await connect(id); use(await source.getRepository(Order).count());'],
      ['in a repository under a name', 'const source: DataSource = await connect(id); const orders = source.getRepository(Order); use(await orders.count());'],
    ].map(([name = '', body]) => fine(name, `import { DataSource } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(ids: number[]) { for (const id of ids) { ${body} } }`)),
    fine('the same names of another ORM', "import { EntityManager } from 'deepkit-orm';\nasync function f(em: EntityManager, ids: number[]) { for (const id of ids) use(await em.findOne(Thing, { id })); }"),
    fine('a fixed list', service("  async run() { for (const status of ['open', 'paid']) use(await this.orders.countBy({ status })); }")),
    fine('a class that is no entity', "import { Customer } from './customer-dto';\nasync function f(ids: number[]) { for (const id of ids) use(await Customer.findOneBy({ id })); }"),
    fine('a base class that extends itself', 'class A extends B {}\nclass B extends A { async f(ids: number[]) { for (const id of ids) use(await this.findOneBy({ id })); } }'),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('a write in SQL', service('  async run(ids: string[]) { for (const id of ids) await this.orders.query("UPDATE orders SET open = false WHERE id = $1", [id]); }'),
      [{ messageId: 'perRow', data: { callee: 'this.orders.query', subject: 'for each of `ids`', cost: PER_ROW, advice: 'Send one statement for all rows, with the list of their keys (`= ANY($1)` in PostgreSQL, `IN (…)` elsewhere) or of their values.' } }]),
    ...[
      ['', "order.status = 'closed'; await this.orders.save(order);", 'status: …'],
      [' and the clock', "order.status = 'closed'; order.closedAt = new Date(); sum += order.total; await this.orders.save(order);", 'status: …, closedAt: …'],
      [' before reading them', "order.status = state; log(`${order.number}`); await this.orders.save(order);", 'status: …'],
    ].map(([name = '', body = '', values = '']) =>
      wrong(`rows that get the same values are saved${name}`, service(`  async run(state: string) { let sum = 0; for (const order of await this.orders.find()) { ${body} } return sum; }`), [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.orders.save',
            subject: 'for each of `await this.orders.find()`',
            cost: '2 queries per row',
            advice: `The same values go to every row: write them with one \`this.orders.update({ id: In(ids) }, { ${values} })\`, which runs no listeners of the entity, ${CHUNKS}.`,
          },
        },
      ])),
    ...[
      "order.status = order.number; await this.orders.save(order);",
      "order.status = 'closed'; order.close(); await this.orders.save(order);",
      "order.status = 'closed'; close(order); await this.orders.save(order);",
      "order.status = 'closed'; order.total += 1; await this.orders.save(order);",
      "order.status = 'closed'; if (state) order.number = state; await this.orders.save(order);",
      "order.status = 'closed'; order.lines.pop(); await this.orders.save(order);",
      "if (state) continue; order.status = 'closed'; await this.orders.save(order);",
    ].map((body) =>
      wrong(`rows that may change otherwise are saved: ${body}`, service(`  async run(state: string) { for (const order of await this.orders.find()) { ${body} } }`), [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.orders.save',
            subject: 'for each of `await this.orders.find()`',
            cost: '2 queries per row',
            advice: 'Collect the entities and save them together: `save([...])` reads them with one statement and writes in one transaction.',
          },
        },
      ])),
    wrong(
      'new entities through a manager, whose bulk form is told the class',
      "import { EntityManager } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(manager: EntityManager, rows: { total: number }[]) { for (const row of rows) { log(row); await manager.save(manager.create(Order, { total: row.total })); } }",
      [{ messageId: 'perRow', data: { callee: 'manager.save', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Collect the entities and insert them together with `manager.insert(Order, [...])`, one statement for all, which skips cascades, or with `save(Order, [...])`, one transaction for all, in chunks where the list can be long.' } }],
    ),
    wrong(
      'saving each entity after changing it',
      service(`  async close() {
    const orders = await this.orders.find({ where: { status: 'paid' } });
    for (const order of orders) {
      order.status = 'closed';
      await this.orders.save(order);
    }
  }`),
      [
        {
          messageId: 'perRow',
          line: 11,
          data: {
            callee: 'this.orders.save',
            subject: 'for each of `orders`',
            cost: '2 queries per row',
            advice: `The same values go to every row: write them with one \`this.orders.update({ id: In(ids) }, { status: … })\`, which runs no listeners of the entity, ${CHUNKS}.`,
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Save all rows together after the loop', changes: ALL_OR_NONE },
              output: service(`  async close() {
    const orders = await this.orders.find({ where: { status: 'paid' } });
    for (const order of orders) {
      order.status = 'closed';
    }
    await this.orders.save(orders);
  }`),
            },
          ],
        },
      ],
    ),
    wrong(
      'the same values by id',
      service(`  async close(orders: Order[]) {
    for (const order of orders) {
      await this.orders.update(order.id, { status: 'closed' });
    }
  }`),
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'this.orders.update',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            advice: `The same values go to every row: write them with one \`this.orders.update({ id: In(ids) }, …)\`, ${CHUNKS}.`,
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: service(`  async close(orders: Order[]) {
    await this.orders.update({ id: In(orders.map((order) => order.id)) }, { status: 'closed' });
  }`),
            },
          ],
        },
      ],
    ),
    wrong(
      'In is imported where it is missing',
      "import { EntityManager } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(em: EntityManager, orders: Order[]) { for (const order of orders) await em.delete(Order, { id: order.id }); }",
      [
        {
          messageId: 'perRow',
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: "import { EntityManager, In } from 'typeorm';\nimport { Order } from './entities/order';\nasync function f(em: EntityManager, orders: Order[]) { await em.delete(Order, { id: In(orders.map((order) => order.id)) }); }",
            },
          ],
        },
      ],
    ),
    wrong('inserts', service('  async run(rows: Row[]) { for (const row of rows) { await this.orders.insert({ total: row.total }); } }'), [
      { messageId: 'perRow', suggestions: [{ messageId: 'remedyChanging', output: service('  async run(rows: Row[]) { await this.orders.insert(rows.map((row) => ({ total: row.total }))); }') }] },
    ]),
    wrong('an entity that saves itself', "import { Customer } from './entities/customer';\nasync function f() { const customers = await Customer.find(); for (const customer of customers) { if (customer.email) { customer.active = false; await customer.save(); } } }", [{ messageId: 'perRow' }]),
    wrong('a new entity that saves itself, in one chain', `${LEDGER}async function f(numbers: string[]) { for (const number of numbers) await Invoice.create({ number }).save(); }`, [
      {
        messageId: 'perRow',
        data: {
          callee: 'Invoice.create().save',
          subject: 'for each of `numbers`',
          cost: PER_ROW,
          advice: `Collect the entities and insert them together with \`Invoice.insert([...])\`, one statement for all, which skips cascades, or with \`Invoice.save([...])\`, one transaction for all, ${CHUNKS}.`,
        },
      },
    ]),
    wrong('a new entity that saves itself, through a variable', `${LEDGER}async function f(numbers: string[]) { for (const number of numbers) { const invoice = Invoice.create({ number }); invoice.total = 0; await invoice.save(); } }`, [{ messageId: 'perRow' }]),
    wrong('a copy of a row', service('  async run() { for (const order of await this.orders.find()) await this.orders.save({ ...order, total: next(order) }); }'), [{ messageId: 'perRow', data: { callee: 'this.orders.save', subject: 'for each of `await this.orders.find()`', cost: '2 queries per row', advice: 'Collect the entities and save them together: `save([...])` reads them with one statement and writes in one transaction.' }, suggestions: 1 }]),
    wrong('a new entity that is filled by Object.assign', `${LEDGER}async function f(rows: Row[]) { for (const row of rows) { const invoice = Object.assign(new Invoice(), row); await invoice.save(); } }`, [{ messageId: 'perRow', data: { callee: 'invoice.save', subject: 'for each of `rows`', cost: PER_ROW, advice: `Collect the entities and insert them together with \`Invoice.insert([...])\`, one statement for all, which skips cascades, or with \`Invoice.save([...])\`, one transaction for all, ${CHUNKS}.` } }]),
    wrong('criteria beside the key stay', service('  async run(shopId: number, rows: Row[]) { for (const { id, total } of rows) { await this.orders.update({ shopId, id }, { total }); log(id); } }'), [
      {
        messageId: 'perRow',
        data: {
          callee: 'this.orders.update',
          subject: 'for each of `rows`',
          cost: PER_ROW,
          advice: `Write rows that get the same values together with \`this.orders.update({ id: In(ids), shopId }, …)\`, ${OR_TRANSACTION}.`,
        },
      },
    ]),
    wrong('a bare key by its own name', `${LEDGER}async function f(rows: Row[]) { for (const row of rows) { log(row); await Invoice.delete(row.number); } }`, [
      { messageId: 'perRow', data: { callee: 'Invoice.delete', subject: 'for each of `rows`', cost: PER_ROW, advice: `Delete them together with \`Invoice.delete({ number: In(ids) })\`, ${CHUNKS}.` } },
    ]),
    wrong('a bare key means the primary key, whatever it is called', `${LEDGER}async function f(rows: Row[]) { for (const row of rows) { log(row); await Invoice.update(row.invoiceId, { total: 0 }); } }`, [
      { messageId: 'perRow', data: { callee: 'Invoice.update', subject: 'for each of `rows`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`Invoice.update({ number: In(ids) }, …)\`, ${CHUNKS}.` } },
    ]),
    wrong('rows of findAndCount', service('  async run() { const [orders, total] = await this.orders.findAndCount(); for (const order of orders) { order.total = total; log(order); await this.orders.save(order); log(order); } }'), [{ messageId: 'perRow' }]),
    wrong('values that differ', service('  async run(rows: Row[]) { for (const row of rows) { await this.orders.update(row.id, { total: row.total }); log(row); } }'), [
      {
        messageId: 'perRow',
        data: {
          callee: 'this.orders.update',
          subject: 'for each of `rows`',
          cost: 'a query per row',
          advice: `Write rows that get the same values together with \`this.orders.update({ id: In(ids) }, …)\`, ${OR_TRANSACTION}.`,
        },
      },
    ]),
    wrong('a filter in a const', service('  async run(rows: Row[]) { for (const row of rows) { const filter = { customerId: row.owner, status: row.kind.name }; const gone = { customerId: row.owner, status: this.status }; log(filter); await this.orders.delete(gone); } }'), [
      {
        messageId: 'perRow',
        data: {
          callee: 'this.orders.delete',
          subject: 'for each of `rows`',
          cost: 'a query per row',
          advice: `Delete them together with \`this.orders.delete({ customerId: In(ids), status: … })\`, ${CHUNKS}.`,
        },
      },
    ]),
    wrong('a filter that nothing is known of', service('  async run(rows: Row[]) { for (const row of rows) { log(row); await this.orders.delete(row.filter); } }'), [
      {
        messageId: 'perRow',
        data: { callee: 'this.orders.delete', subject: 'for each of `rows`', cost: 'a query per row', advice: `Delete them together with \`this.orders.delete(…)\`, ${CHUNKS}.` },
      },
    ]),
    wrong('a builder that deletes', service("  async run(ids: number[]) { for (const id of ids) await this.orders.createQueryBuilder().delete().where('id = :id', { id }).execute(); }"), [{ messageId: 'perRow' }]),
    wrong('a builder through a method', service("  add(row: Row) { return this.orders.createQueryBuilder().insert().into(Order).values(row).orIgnore().execute(); }\n  async run(rows: Row[]) { for (const row of rows) { log(row); await this.add(row); } }"), [
      {
        messageId: 'perRowVia',
        data: {
          callee: 'this.….orIgnore().execute',
          line: '7',
          helper: 'this.add',
          subject: 'for each of `rows`',
          cost: 'a query per row',
          advice: `Insert the rows together: \`.values([...])\` takes a list, ${CHUNKS}.`,
        },
      },
    ]),
    wrong('a continue keeps rows from being saved: no edit', service("  async run(orders: Order[]) { for (const order of orders) { if (!order.total) continue; order.status = 'x'; await this.orders.save(order); } }"), [{ messageId: 'perRow' }]),
  ],
  valid: [
    fine('one save for all', service("  async run(orders: Order[]) { for (const order of orders) order.status = 'x'; await this.orders.save(orders); }")),
    fine('new entities that are saved together', `${LEDGER}async function f(numbers: string[]) { await Invoice.save(numbers.map((number) => Invoice.create({ number }))); }`),
    fine('one save per chunk', service('  async run(orders: Order[]) { for (const part of chunk(orders, 100)) await this.orders.save(part); }')),
    fine('what was waited for is recorded', service("  async run(orders: Order[]) { for (const order of orders) { await mailer.send(order); order.status = 'sent'; await this.orders.save(order); } }")),
    fine('once per start of the program', service('  async onModuleInit() { const rows = await this.orders.find(); for (const row of rows) await this.orders.update(row.id, { total: row.total }); }')),
    fine('saving something that is no entity', 'async function f(docs: Doc[]) { for (const doc of docs) await doc.save(); }'),
    fine('removing nodes of a page', 'function f(nodes: Element[]) { for (const node of nodes) node.remove(); }'),
    fine('the saved row is the parent of the next', service('  async run(rows: Row[]) { for (const row of rows) { const order = await this.orders.save({ total: row.total }); await fill(order.id); } }')),
    fine('each in a transaction of its own', "import { AppDataSource } from './data-source';\nimport { Order } from './entities/order';\nasync function f(rows: Row[]) { for (const row of rows) await AppDataSource.transaction(async (em) => { await em.update(Order, row.id, { total: row.total }); await em.insert(Order, row.copy); }); }"),
  ],
};

/** Relations asked for row by row. */
export const relations: CaseTable = {
  invalid: [
    wrong('an eager relation, which find() has loaded', `${LEDGER}import { Customer } from './entities/customer';\nasync function f() { const invoices = await Invoice.find({ where: { total: 0 } }); for (const invoice of invoices) log(await Customer.findOneBy({ id: invoice.customerId })); }`, [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of `invoices`', cost: PER_ROW, why: '`Invoice.find` on line 3 has loaded it already.', advice: 'Use `invoice.customer`.' } },
    ]),
    wrong('an eager relation, which a builder does not load', `${LEDGER}import { Customer } from './entities/customer';\nasync function f() { const invoices = await Invoice.createQueryBuilder('i').getMany(); for (const invoice of invoices) log(await Customer.findOneBy({ id: invoice.customerId })); }`, [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of `invoices`', cost: PER_ROW, why: '`Invoice.createQueryBuilder().getMany` on line 3 reads the rows without it.', advice: "Add `.leftJoinAndSelect('….customer', 'customer')` there and use `invoice.customer`." } },
    ]),
    wrong('an eager relation that is switched off', `${LEDGER}import { Customer } from './entities/customer';\nasync function f() { const invoices = await Invoice.find({ loadEagerRelations: false }); for (const invoice of invoices) { const customer = await Customer.findOneBy({ id: invoice.customerId }); log(customer); } }`, [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of `invoices`', cost: PER_ROW, why: '`Invoice.find` on line 3 reads the rows without it.', advice: 'Add `relations: { customer: true }` there and use `invoice.customer`.' }, suggestions: [{ messageId: 'remedyChanging', output: `${LEDGER}import { Customer } from './entities/customer';\nasync function f() { const invoices = await Invoice.find({ loadEagerRelations: false, relations: { customer: true } }); for (const invoice of invoices) { const customer = invoice.customer; log(customer); } }` }] },
    ]),
    wrong(
      'a to-one relation by its key',
      service(`  async report() {
    const orders = await this.orders.find({ where: { status: 'open' } });
    for (const order of orders) {
      const customer = await this.customers.findOneBy({ id: order.customerId });
      log(order.total, customer);
    }
  }`),
      [
        {
          messageId: 'notLoaded',
          line: 10,
          data: {
            path: 'customer',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            why: '`this.orders.find` on line 8 reads the rows without it.',
            advice: 'Add `relations: { customer: true }` there and use `order.customer`.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: service(`  async report() {
    const orders = await this.orders.find({ where: { status: 'open' }, relations: { customer: true } });
    for (const order of orders) {
      const customer = order.customer;
      log(order.total, customer);
    }
  }`),
            },
          ],
        },
      ],
    ),
    wrong(
      'children of each parent, no options yet',
      service('  async report() { const customers = await this.customers.find(); for (const customer of customers) log(await this.orders.find({ where: { customerId: customer.id } })); }'),
      [
        {
          messageId: 'notLoaded',
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: service('  async report() { const customers = await this.customers.find({ relations: { orders: true } }); for (const customer of customers) log(customer.orders); }'),
            },
          ],
        },
      ],
    ),
    wrong(
      'a lazy relation awaited per row',
      service(`  async report() {
    const orders = await this.orders.find();
    for (const order of orders) log((await order.shop).name);
  }`),
      [
        {
          messageId: 'notLoaded',
          line: 9,
          data: {
            path: 'shop',
            subject: 'for each of `orders`',
            cost: 'a query per row',
            why: 'It is a lazy relation, and `this.orders.find` on line 8 reads the rows without it.',
            advice: 'Add `relations: { shop: true }` there.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              output: service(`  async report() {
    const orders = await this.orders.find({ relations: { shop: true } });
    for (const order of orders) log((await order.shop).name);
  }`),
            },
          ],
        },
      ],
    ),
  ],
  valid: [
    fine('an eager relation that nobody asks for', `${LEDGER}async function f() { for (const invoice of await Invoice.find()) log(invoice.customer); }`),
    fine('read with the rows', service('  async report() { const orders = await this.orders.find({ relations: { customer: true, shop: true } }); for (const order of orders) log(order.customer, await order.shop); }')),
    fine('the list form of 0.3', service("  async report() { const orders = await this.orders.find({ relations: ['shop'] }); for (const order of orders) log(await order.shop); }")),
    fine('joined by a builder', service("  async report() { const orders = await this.orders.createQueryBuilder('o').leftJoinAndSelect('o.shop', 'shop').getMany(); for (const order of orders) log(await order.shop); }")),
    fine('an awaited property that is no relation', service('  async report() { const orders = await this.orders.find(); for (const order of orders) log(await order.status); }')),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong('skip fed by a page number', service('  run(page: number) { return this.orders.find({ skip: page * 20, take: 20 }); }'), [
      {
        messageId: 'offset',
        data: { callee: 'this.orders.find', text: 'page * 20', advice: "Continue after the last row: `where: { id: MoreThan(lastId) }` with `order: { id: 'ASC' }` and `take`." },
      },
    ]),
    wrong('a builder', service("  run(offset: number) { return this.orders.createQueryBuilder('o').offset(offset).limit(20).getMany(); }"), [{ messageId: 'offset' }]),
    wrong('raw rows of a builder are bounded by limit', service("  run(offset: number) { return this.orders.createQueryBuilder('o').select('o.id').orderBy('o.id').offset(offset).limit(20).getRawMany(); }"), [
      { messageId: 'offset', data: { callee: 'this.….limit().getRawMany', text: 'offset', advice: "Continue after the last row: `.andWhere('o.id > :lastId', { lastId })` with `.orderBy('o.id')` and `.limit()`." } },
    ]),
    wrong('a builder of a list', service("  run(offset: number) { return this.orders.createQueryBuilder('o').where('o.total > 0').skip(offset).take(20).getMany(); }"), [
      {
        messageId: 'offset',
        data: {
          callee: 'this.….take().getMany',
          text: 'offset',
          advice: "Continue after the last row: `.andWhere('o.id > :lastId', { lastId })` with `.orderBy('o.id')` and `.take()`.",
        },
      },
    ]),
    wrong('distinct values have no id to go on from', service("  run(skip: number) { return this.orders.createQueryBuilder('o').select('DISTINCT(o.status)', 'status').orderBy('o.status', 'DESC').offset(skip).limit(20).getRawMany(); }"), [
      {
        messageId: 'offset',
        data: { callee: 'this.….limit().getRawMany', text: 'skip', advice: "Continue after the last row's `o.status`: `.andWhere('o.status < :last', { last })` with the order as it is and `.limit()`, where that column alone tells the rows apart." },
      },
    ]),
    wrong('groups in the order of what they count', service("  run(skip: number) { return this.orders.createQueryBuilder('o').select('o.status').addSelect('COUNT(*)', 'n').groupBy('o.status').orderBy('n').addOrderBy('o.status').offset(skip).limit(20).getRawMany(); }"), [
      { messageId: 'offset', data: { callee: 'this.….limit().getRawMany', text: 'skip', advice: 'Continue after the last row: order by what makes a row distinct, and ask with `.andWhere()` for what comes after its last value.' } },
    ]),
    wrong('a builder keeps its order', service("  run(offset: number) { return this.orders.createQueryBuilder('o').orderBy('o.total').skip(offset).take(20).getMany(); }"), [
      { messageId: 'offset', data: { callee: 'this.….take().getMany', text: 'offset', advice: "Continue after the last row: end the order with the key (`.addOrderBy('o.id')`) and ask with `.andWhere()` for the rows after the last one in that order, with `.take()`." } },
    ]),
    wrong('the newest first', service("  run(page: number) { return this.orders.find({ order: { id: 'DESC' }, skip: page * 20, take: 20 }); }"), [
      { messageId: 'offset', data: { callee: 'this.orders.find', text: 'page * 20', advice: "Continue after the last row: `where: { id: LessThan(lastId) }` with `order: { id: 'DESC' }` and `take`." } },
    ]),
    wrong('an order that may stand elsewhere stays', service("  run(query: FindManyOptions<Order>, page: number) { return this.orders.find({ ...query, skip: page * 20, take: 20 }); }"), [
      { messageId: 'offset', data: { callee: 'this.orders.find', text: 'page * 20', advice: 'Continue after the last row: end `order` with `id` and ask with `where` for the rows after the last one in that order, with `take`.' } },
    ]),
    wrong('an order by something else stays', service("  run(page: number) { return this.orders.find({ order: { total: 'ASC' }, skip: page * 20, take: 20 }); }"), [
      { messageId: 'offset', data: { callee: 'this.orders.find', text: 'page * 20', advice: 'Continue after the last row: end `order` with `id` and ask with `where` for the rows after the last one in that order, with `take`.' } },
    ]),
    wrong('a key of another name', `${LEDGER}const f = (page: number) => Invoice.find({ skip: page * 20, take: 20 });`, [
      { messageId: 'offset', data: { callee: 'Invoice.find', text: 'page * 20', advice: "Continue after the last row: `where: { number: MoreThan(lastId) }` with `order: { number: 'ASC' }` and `take`." } },
    ]),
    wrong('only what is sent after the offset is set', service("  async run(page: number) { const qb = this.orders.createQueryBuilder('o'); const first = await qb.getOne(); qb.offset(page * 20).limit(20); return [first, await qb.getMany()]; }"), [
      { messageId: 'offset', data: { callee: 'qb.getMany', text: 'page * 20', advice: "Continue after the last row: `.andWhere('o.id > :lastId', { lastId })` with `.orderBy('o.id')` and `.take()`." } },
    ]),
    wrong('a copy of a builder', service("  async run(page: number) { const qb = this.orders.createQueryBuilder('o'); const rows = await qb.clone().offset(page * 20).limit(20).getMany(); return [rows, await qb.getMany()]; }"), [{ messageId: 'offset', data: { callee: 'qb.clone().offset().limit().getMany', text: 'page * 20', advice: "Continue after the last row: `.andWhere('o.id > :lastId', { lastId })` with `.orderBy('o.id')` and `.take()`." } }]),
    wrong('an offset that the loop sets for its next round', service("  async run(pages: number[]) { const qb = this.orders.createQueryBuilder('o'); for (const page of pages) { use(await qb.getMany()); qb.offset(page * 20); } }"), [{ messageId: 'offset' }]),
    wrong('a list of filters', service("  run(page: number) { return this.orders.find({ where: [{ status: 'a' }, { total: 0 }], skip: page * 20, take: 20 }); }"), [
      {
        messageId: 'offset',
        data: { callee: 'this.orders.find', text: 'page * 20', advice: "Continue after the last row: `id: MoreThan(lastId)` in each filter of the `where` list with `order: { id: 'ASC' }` and `take`." },
      },
    ]),
    wrong('a builder in a variable', service("  run(offset: number) { const qb = this.orders.createQueryBuilder('o'); qb.skip(offset).take(20); return qb.getManyAndCount(); }"), [{ messageId: 'offset' }]),
  ],
  valid: [
    fine('a keyset', service("  run(last: number) { return this.orders.find({ where: { id: MoreThan(last) }, order: { id: 'ASC' }, take: 20 }); }")),
    fine('a count is sent without the offset', service("  async run(page: number) { const qb = this.orders.createQueryBuilder('o').skip(page * 20); return qb.getCount(); }")),
    fine('the other branch', service("  async run(page: number) { const qb = this.orders.createQueryBuilder('o'); if (page > 0) { qb.skip(page); } else { return qb.getMany(); } }")),
    fine('a constant', service('  run() { return this.orders.find({ skip: 0, take: 20 }); }')),
    fine('skip of a stream', 'const f = (n: number) => source.pipe(skip(n)).offset(n);'),
  ],
};

/** Loops that walk a table by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('an offset that grows', service('  async run() { let skip = 0; while (true) { const rows = await this.orders.find({ skip, take: 100 }); if (!rows.length) break; skip += rows.length; } }'), [{ messageId: 'offset' }]),
    wrong(
      'the loop changes what it filters by',
      service(`  async close() {
    for (let skip = 0; ; skip += 100) {
      const orders = await this.orders.find({ where: { status: 'open' }, skip, take: 100 });
      if (orders.length === 0) return;
      await this.orders.update({ id: In(orders.map(({ id }) => id)) }, { status: 'closed' });
    }
  }`),
      [{ messageId: 'drift', line: 9, data: { callee: 'this.orders.find', because: '`this.orders.update` on line 11', advice: "Continue after the last row: `where: { id: MoreThan(lastId) }` with `order: { id: 'ASC' }` and `take`." } }],
    ),
  ],
  valid: [fine('an offset of the first round alone', service("  async run(offset: number) { let skip = offset; let last = 0; for (;;) { const rows = await this.orders.find({ where: { id: MoreThan(last) }, order: { id: 'ASC' }, skip, take: 100 }); if (!rows.length) break; last = rows.at(-1).id; skip = 0; } }")), fine('a keyset walk', service("  async run() { let last = 0; for (;;) { const rows = await this.orders.find({ where: { id: MoreThan(last) }, order: { id: 'ASC' }, take: 100 }); if (!rows.length) break; last = rows.at(-1).id; } }"))],
};
