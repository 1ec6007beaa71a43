import { casesIn, type CaseTable, CHUNKS, type InvalidCase, ONCE, PER_ROW } from './case-table.ts';

const filename = 'tests/fixtures/sequelize-shop/src/jobs.js';
const MODELS = "const { Customer, Order } = require('./models');\n";
const DB = "import db from './models';\n";
const TYPED = "import { Invoice } from './typed/invoice';\nimport { Payer } from './typed/payer';\n";
const BULK_HOOKS = 'which runs the bulk hooks instead of those of each row unless `individualHooks: true` is set';
const MADE = `Collect the rows and insert them together with \`Order.bulkCreate([...])\`, which validates with \`validate: true\` only and runs the hooks of each row with \`individualHooks: true\` only, ${CHUNKS}.`;
/** Models of one file; `more` is declared in the class of posts. */
const CLASSES = (more: string, beside = '') => `import { col, DataTypes, Model } from 'sequelize';
class Author extends Model { declare posts?: Post[]; }
class Post extends Model { ${more} }
Author.init({ id: { type: DataTypes.INTEGER, primaryKey: true } }, { sequelize });
Post.init({ id: { type: DataTypes.INTEGER, primaryKey: true }, authorId: DataTypes.INTEGER }, { sequelize });
Author.hasMany(Post, { as: 'posts', foreignKey: 'authorId' });
Post.belongsTo(Author, { as: 'author', foreignKey: 'authorId' });
${beside}`;
const DEFINED = `import { sequelize } from './db';
const Author = sequelize.define('person', {});
const Post = sequelize.define('post', { personId: DataTypes.INTEGER });
Author.hasMany(Post);
Post.belongsTo(Author);
`;

const { fine, wrong } = casesIn(filename);

const typed = { filename: filename.replace('.js', '.ts') };

function perRow(callee: string, subject: string, advice: string, suggestions: InvalidCase['errors'][number]['suggestions'] = 0): InvalidCase['errors'] {
  return [{ messageId: 'perRow', data: { callee, subject: `for each of \`${subject}\``, cost: PER_ROW, advice }, suggestions }];
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('of an annotated list, whoever has read it', `${MODELS}async function run(orders: Order[]) { for (const order of orders) use(await order.getItems()); }`, ONCE, typed),
    wrong('a read in a transaction of the round', `${MODELS}async function run(ids) { for (const id of ids) await within(async (transaction) => use(await Customer.findByPk(id, { transaction }))); }`,
      perRow('Customer.findByPk', 'ids', 'Read them all before the loop with `Customer.findAll({ where: { id: ids }, transaction: … })` and look them up in a Map by `id`.')),
    wrong('a model that an index file puts together, by its key', `${MODELS}async function run(ids) { for (const id of ids) use(await Customer.findByPk(id)); }`,
      perRow('Customer.findByPk', 'ids', 'Read them all before the loop with `Customer.findAll({ where: { id: ids } })` and look them up in a Map by `id`.')),
    wrong('a member of the index, and a filter with options', `${DB}export async function run(emails) { for (const email of emails) use(await db.Customer.findOne({ where: { email }, attributes: ['id'] })); }`,
      perRow('db.Customer.findOne', 'emails', 'Read them all before the loop with `db.Customer.findAll({ where: { email: ids }, attributes: … })` and look them up in a Map by `email`.')),
    ...["{ models } from '../database'", "models from '../database'"].map((imported) => wrong(`import ${imported}`, `import ${imported};\nexport async function run(ids) { for (const id of ids) use(await models.Customer.findByPk(id)); }`, [{ messageId: 'perRow' }])),
    wrong('models of an instance of Sequelize', 'export async function run(sequelize, ids) { await Promise.all(ids.map((id) => sequelize.models.Customer.findByPk(id))); }',
      perRow('sequelize.models.Customer.findByPk', 'ids', 'Read them all before the loop with `sequelize.models.Customer.findAll({ where: { id: ids } })` and look them up in a Map by `id`.')),
    wrong('a class of decorators through a base class of its own', `${TYPED}export async function run(numbers: string[]) { for (const number of numbers) use(await Invoice.scope('open').findOne({ where: { number } })); }`,
      perRow('Invoice.scope().findOne', 'numbers', "Read them all before the loop with `Invoice.scope().findAll({ where: { number: ids } })` and look them up in a Map by `number`."), typed),
    wrong('an injected model', `${TYPED}class S { constructor(@InjectModel(Payer) private readonly payers: typeof Payer) {} async run(codes: string[]) { for (const code of codes) use(await this.payers.findByPk(code)); } }`,
      perRow('this.payers.findByPk', 'codes', 'Read them all before the loop with `this.payers.findAll({ where: { code: ids } })` and look them up in a Map by `code`.'), typed),
    wrong('counts of what differs', `${MODELS}async function run(ids) { for (const customerId of ids) use(await Order.count({ where: { customerId }, distinct: true, col: 'number' })); }`,
      perRow('Order.count', 'ids', "Count for all rows at once before the loop: `Order.count({ where: { customerId: ids }, distinct: true, col: 'number', group: ['customerId'] })` gives one count for each `customerId`.")),
    wrong('counts', `${MODELS}async function run(ids) { for (const customerId of ids) use(await Order.count({ where: { customerId } })); }`,
      perRow('Order.count', 'ids', "Count for all rows at once before the loop: `Order.count({ where: { customerId: ids }, group: ['customerId'] })` gives one count for each `customerId`.")),
    wrong('rows that a promise hands on', `${MODELS}function run() { return Order.findAll().then((orders) => Promise.all(orders.map((order) => Customer.findOne({ where: { name: order.number } })))); }`,
      perRow('Customer.findOne', 'orders', 'Read them all before the loop with `Customer.findAll({ where: { name: ids } })` and look them up in a Map by `name`.')),
    wrong('a model that the file defines', "import { Sequelize, DataTypes } from 'sequelize';\nconst sequelize = new Sequelize('sqlite::memory:');\nconst Tag = sequelize.define('Tag', { name: DataTypes.STRING });\nexport async function run(names) { for (const name of names) use(await Tag.findOne({ where: { name } })); }",
      perRow('Tag.findOne', 'names', 'Read them all before the loop with `Tag.findAll({ where: { name: ids } })` and look them up in a Map by `name`.')),
    wrong('by its key, in an order of what is included', `${MODELS}async function run(ids) { for (const id of ids) use(await Customer.findOne({ where: { id: { [Op.eq]: id } }, include: ['orders'], order: [['orders', 'total', 'ASC']] })); }`,
      perRow('Customer.findOne', 'ids', 'Read them all before the loop with `Customer.findAll({ where: { id: ids }, include: …, order: … })` and look them up in a Map by `id`.')),
    wrong('the first of several by an order', `${MODELS}async function run(ids) { for (const customerId of ids) use(await Order.findOne({ where: { customerId }, order: [['total', 'ASC']] })); }`,
      perRow('Order.findOne', 'ids', 'Read the first row of each `customerId` with one query before the loop (`DISTINCT ON` in PostgreSQL, elsewhere a join with the grouped `MAX` or `MIN` of what orders the rows), with the rest of the conditions kept, and look them up in a Map by `customerId`.')),
    wrong('a query in SQL', 'export async function run(sequelize, ids) { for (const id of ids) use(await sequelize.query("SELECT * FROM parts WHERE id = :id", { replacements: { id } })); }',
      perRow('sequelize.query', 'ids', 'Send it once for all rows before the loop, with the list of their keys (`IN (:ids)` and `replacements: { ids }`).')),
    wrong('a row that reads itself again', `${MODELS}async function run() { for (const order of await Order.findAll()) await order.reload(); }`,
      [{ messageId: 'perRow' }]),
  ],
  valid: [
    fine('once for all', `${MODELS}async function run(ids) { const rows = await Customer.findAll({ where: { id: ids } }); for (const row of rows) use(row); }`),
    fine('a list of each group', `${MODELS}async function run(groups) { for (const group of groups) use(await Order.findAll({ where: { id: group.ids } })); }`),
    fine('a list by operator', `${MODELS}const { Op } = require('sequelize');\nasync function run(groups) { for (const group of groups) use(await Order.findAll({ where: { id: { [Op.in]: group.members } } })); }`),
    fine('a model of another package', "import { Schema, model } from 'ottoman';\nconst Customer = model('Customer', new Schema({}));\nexport async function run(ids) { for (const id of ids) use(await Customer.findOne({ where: { id } })); }"),
    fine('a class of Backbone', "import { Model } from 'backbone';\nclass Customer extends Model {}\nexport async function run(ids) { for (const id of ids) use(await Customer.create({ id })); }"),
    fine('a lock in SQL', 'export async function run(sequelize, ids) { for (const id of ids) await sequelize.query("SELECT pg_advisory_lock(:id)", { replacements: { id } }); }'),
    fine('a statement that changes tables', 'export async function run(sequelize, names) { for (const name of names) await sequelize.query(`DROP TABLE ${name}`); }'),
    fine('a statement that is told elsewhere', 'export async function run(sequelize, reports) { for (const report of reports) await sequelize.query(report.text); }'),
    fine('an array', 'export async function run(ids, rows) { for (const id of ids) use(await rows.count({ where: { id } })); }'),
    fine('a class without a base', 'class Customer { static async findByPk(id) { return id; } }\nexport async function run(ids) { for (const id of ids) use(await Customer.findByPk(id)); }'),
    fine('what a client of its own gives', "import { models } from './remote';\nexport async function run(ids) { for (const id of ids) use(await remote.Customer.findByPk(id)); }"),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    ...['orders: Order[]', 'orders: readonly Order[]', 'orders: Array<Order>', 'orders: Set<Order>'].map((list) => wrong(`an element of what is annotated: ${list}`, `${MODELS}async function run(${list}) { for (const order of orders) await order.destroy(); }`, ONCE, typed)),
    ...[['addItem', 'addItems'], ['removeItem', 'removeItems']].map(([one = '', all = '']) => wrong(`a relation joined row by row: ${one}`, `${MODELS}async function run(order: Order, items: Item[]) { for (const item of items) await order.${one}(item); }`,
      perRow(`order.${one}`, 'items', `Hand all of them to one \`order.${all}([...])\`, which takes a list.`), typed)),
    wrong('a relation joined at once, of a row that was read', `${MODELS}async function run(id, items) { const order = await Order.findByPk(id); await Promise.all(items.map((item) => order.addItem(item))); }`,
      perRow('order.addItem', 'items', 'Hand all of them to one `order.addItems([...])`, which takes a list.')),
    wrong('one update for each key', `${MODELS}async function run(ids: number[]) {\n  for (const id of ids) await Order.update({ status: 'sent' }, { where: { id } });\n}`,
      perRow('Order.update', 'ids', `The same values go to every row: write them with one \`Order.update(…, { where: { id: ids } })\`, ${BULK_HOOKS}, ${CHUNKS}.`, [
        { messageId: 'remedyChanging', data: { title: 'Update all rows with one `update`', changes: 'all rows are updated or none, the bulk hooks run once instead of once per row; cut long lists into chunks' }, output: `${MODELS}async function run(ids: number[]) {\n  await Order.update({ status: 'sent' }, { where: { id: ids } });\n}` },
      ]), typed),
    wrong('one delete for each row', `${MODELS}async function run(ids: number[], transaction: Transaction) {\n  for (const id of ids) await Order.destroy({ where: { id }, transaction });\n}`,
      perRow('Order.destroy', 'ids', `Delete them together with \`Order.destroy({ where: { id: ids }, transaction: … })\`, ${BULK_HOOKS}, ${CHUNKS}.`, [
        { messageId: 'remedyChanging', data: { title: 'Delete all rows with one `destroy`', changes: 'all rows are deleted or none, the bulk hooks run once instead of once per row; cut long lists into chunks' }, output: `${MODELS}async function run(ids: number[], transaction: Transaction) {\n  await Order.destroy({ where: { id: ids }, transaction });\n}` },
      ]), typed),
    wrong('rows that a promise puts into a list', `${MODELS}function run(lines: Line[]) { const made = []; return Promise.all(lines.map((line) => Order.create({ total: line.amount }).then((order) => { made.push(order); }))).then(() => made); }`, [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('an insert in a transaction', `${MODELS}async function run(lines: Line[], transaction: Transaction) {\n  for (const line of lines) await Order.create({ total: line.amount }, { transaction });\n}`,
      perRow('Order.create', 'lines', `Collect the rows and insert them together with \`Order.bulkCreate([...], { transaction: … })\`, which validates with \`validate: true\` only and runs the hooks of each row with \`individualHooks: true\` only, ${CHUNKS}.`, 1), typed),
    ...([['one key', ':id', '{ id }', 'Send one statement for all rows, with the list of their keys (`IN (:ids)` and `replacements: { ids }`) or of their values.'], ['two values', ':id AND region = :region', '{ id, region }', 'Send one statement for all rows, which takes what differs between them from a list (`FROM (VALUES …)`, `USING (VALUES …)`).']] as const).map(([name, asked, given, advice]) =>
      wrong(`a statement in SQL for ${name}`, `export async function run(sequelize, ids) { for (const { id, region } of ids) await sequelize.query("DELETE FROM parts WHERE id = ${asked}", { replacements: ${given} }); }`, perRow('sequelize.query', 'ids', advice))),
    wrong('one insert for each row', `${MODELS}async function run(lines: Line[]) {\n  for (const line of lines) await Order.create({ total: line.amount });\n}`,
      perRow('Order.create', 'lines', `Collect the rows and insert them together with \`Order.bulkCreate([...])\`, which validates with \`validate: true\` only and runs the hooks of each row with \`individualHooks: true\` only, ${CHUNKS}.`, [
        { messageId: 'remedyChanging', data: { title: 'Insert all rows with one `bulkCreate`', changes: 'all rows are inserted or none, validators run with `validate: true` only and hooks of each row with `individualHooks: true` only; cut long lists into chunks' }, output: `${MODELS}async function run(lines: Line[]) {\n  await Order.bulkCreate(lines.map((line) => ({ total: line.amount })));\n}` },
      ]), typed),
    wrong('rows that get the same value and save themselves', `${MODELS}async function run() { const orders = await Order.findAll(); for (const order of orders) { order.status = 'sent'; await order.save(); } }`,
      perRow('order.save', 'orders', `The same values go to every row: write them with one \`Order.update({ status: … }, { where: { id: ids } })\`, ${BULK_HOOKS}, ${CHUNKS}.`)),
    ...[
      'for (let i = 0; i < orders.length; i++) { const order = orders[i]; order.status = names[i]; await order.save(); }',
      'for (let i = 0, count = orders.length; i < count; i++) { orders[i].status = names[i]; await orders[i].save(); }',
      'for (let i = orders.length - 1; i >= 0; i--) { orders[i].status = names[i]; await orders[i].save(); }',
      'for (const i in orders) { const order = orders[i]; order.status = names[i]; await order.save(); }',
      'await Promise.all(orders.map((given, i) => { orders[i].status = given.name; return orders[i].save(); }));',
    ].map((loop) => wrong(`rows by their places: ${loop.slice(0, 40)}`, `${MODELS}async function run(names) { const orders = await Order.findAll(); ${loop} }`, ONCE)),
    wrong('rows that update themselves', `${MODELS}async function run() { const orders = await Order.findAll(); await Promise.all(orders.map((order) => order.update({ status: 'sent' }))); }`,
      perRow('order.update', 'orders', `The same values go to every row: write them with one \`Order.update(…, { where: { id: ids } })\`, ${BULK_HOOKS}, ${CHUNKS}.`)),
    wrong('rows of a page with its count', `${MODELS}async function run() { const { rows } = await Order.findAndCountAll({ limit: 50 }); for (const row of rows) await row.destroy(); }`,
      perRow('row.destroy', 'rows', `Delete them together with \`Order.destroy({ where: { id: ids } })\`, ${BULK_HOOKS}, ${CHUNKS}.`)),
    wrong('a row that is found first', `${MODELS}async function run(ids) { for (const id of ids) { const order = await Order.findByPk(id); await order.update({ status: 'sent' }); } }`,
      [{ messageId: 'perRow', data: { callee: 'order.update', subject: 'for each of `ids`', cost: PER_ROW, advice: `The same values go to every row: write them with one \`Order.update(…, { where: { id: ids } })\`, ${BULK_HOOKS}, ${CHUNKS}.` } }]),
    wrong('an insert of related rows, with an include', `${MODELS}async function run(lines: Line[]) {\n  for (const line of lines) await Order.create({ number: line.number, items: [{ sku: line.sku }] }, { include: ['items'] });\n}`,
      [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('an insert with an option that `bulkCreate` has not', `${MODELS}async function run(lines: Line[]) {\n  for (const line of lines) await Order.create({ number: line.number }, { silent: true });\n}`,
      [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('rows that go for good', `${MODELS}async function run() { const rows = await Order.findAll(); for (const row of rows) await row.destroy({ force: true }); }`,
      perRow('row.destroy', 'rows', `Delete them together with \`Order.destroy({ where: { id: ids }, force: true })\`, ${BULK_HOOKS}, ${CHUNKS}.`)),
    ...[['Order.build({ number }).save()', 'Order.build().save'], ['new Order({ number }).save()', undefined]].map(([made, callee]) => wrong(`a row that is made and saved: ${made}`, `${MODELS}async function run(numbers) { for (const number of numbers) await ${made}; }`,
      callee === undefined ? [{ messageId: 'perRow' }] : perRow(callee, 'numbers', MADE))),
    wrong('a row that is made, filled and saved', `${MODELS}async function run(numbers) { for (const number of numbers) { const order = Order.build({}); order.number = number; await order.save(); } }`, perRow('order.save', 'numbers', MADE)),
    wrong('a delete with the hooks of each row', `${MODELS}async function run(ids: number[]) {\n  for (const id of ids) await Order.destroy({ where: { id }, individualHooks: true });\n}`,
      [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('a list of keys by its name', `${MODELS}async function run(groups: Group[]) {\n  for (const group of groups) await Order.destroy({ where: { id: group.members } });\n}`,
      [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('a key that may be NULL, which a list would not find', `${CLASSES('')}async function run() {\n  for (const post of await Post.findAll()) await Post.update({ title: 'x' }, { where: { authorId: post.authorId } });\n}`,
      [{ messageId: 'perRow', suggestions: 0 }], typed),
    wrong('a key that may be NULL, of rows that have none', `${CLASSES('')}async function run() {\n  for (const post of await Post.findAll()) await Author.update({ name: 'x' }, { where: { id: post.authorId } });\n}`,
      [{ messageId: 'perRow', suggestions: 1 }], typed),
    wrong('find or create', `${MODELS}async function run(emails) { for (const email of emails) await Customer.findOrCreate({ where: { email } }); }`,
      [{ messageId: 'perRow', data: { callee: 'Customer.findOrCreate', subject: 'for each of `emails`', cost: '2 queries per row', advice: 'Find what is there with one `Customer.findAll`, and insert the rest with one `Customer.bulkCreate([...])` (`ignoreDuplicates: true` where the database has it).' } }]),
  ],
  valid: [
    fine('rows by the places of another list', `${MODELS}async function run(names) { const orders = await Order.findAll(); for (let i = 0; i < names.length; i++) await orders[i].update({ status: names[i] }); }`),
    fine('an element of what holds something else', `${MODELS}async function run(orders: Parcel[], cells: Order[][]) { for (const order of orders) await order.destroy(); for (const row of cells) await row.destroy(); }`, typed),
    ...['order.addItems(items)', 'order.addCustomer(item)', 'order.addition(item)', 'new Set().addItem(item)'].map((call) => fine(`no relation joined row by row: ${call}`, `${MODELS}async function run(order: Order, items: Item[]) { for (const item of items) await ${call}; }`, typed)),
    fine('a relation of another row in each round, for which no method takes all', `${MODELS}async function run(orders: Order[], item: Item) { for (const order of orders) await order.addItem(item); for (const { id } of orders) { const order = await within(() => Order.findByPk(id)); await order.addItem(item); } }`, { ...typed, options: [{ impact: 'high' }] }),
    fine('rows that a promise goes on with', `${MODELS}function run(lines: Line[]) { return Promise.all(lines.map((line) => Order.create({ total: line.amount }).then((order) => notify(order.id)))); }`, typed),
    fine('a promise that goes on when the row is written', `${MODELS}function run(lines: Line[]) { const made = []; return Promise.all(lines.map((line) => Order.create({ total: line.amount }).then((order) => { made.push(order); return notify(line); }))); }`, typed),
    fine('rows of which a promise gives something', `${MODELS}function run(lines: Line[]) { return Promise.all(lines.map((line) => Order.create({ total: line.amount }).then((order) => order.id))); }`, typed),
    fine('all at once', `${MODELS}async function run(lines) { await Order.bulkCreate(lines.map((line) => ({ total: line.amount }))); }`),
    fine('rows of something else that save themselves', 'export async function run(forms) { for (const form of forms) await form.save(); }'),
    fine('rows of Mongoose', "import { Invoice } from './remote';\nexport async function run() { const rows = await Invoice.find(); for (const row of rows) await row.save(); }"),
  ],
};

/** Relations that are asked for once per row. */
export const relations: CaseTable = {
  invalid: [
    wrong('by the key of the row', `${MODELS}async function run() {\n  const orders = await Order.findAll();\n  for (const order of orders) use(await Customer.findByPk(order.customerId));\n}`, [
      {
        messageId: 'notLoaded',
        data: { path: 'customer', subject: 'for each of `orders`', cost: PER_ROW, why: '`Order.findAll` on line 3 reads the rows without it.', advice: "Add `include: ['customer']` there and use `order.customer`." },
        suggestions: [{ messageId: 'remedyChanging', output: `${MODELS}async function run() {\n  const orders = await Order.findAll({ include: ['customer'] });\n  for (const order of orders) use(order.customer);\n}` }],
      },
    ]),
    wrong('by the getters of the row', `${MODELS}async function run() {\n  const orders = await Order.findAll({ where: { status: 'open' } });\n  for (const order of orders) use(await order.getCustomer(), await order.getItems());\n}`, [
      {
        messageId: 'allNotLoaded',
        data: { paths: '`customer` and `items`', subject: 'for each of `orders`', cost: '2 queries per row', why: '`Order.findAll` on line 3 reads the rows without them.', advice: "Add `include: ['customer', 'items']` there and use `order.customer` and `order.items`." },
        suggestions: [{ messageId: 'remedyChanging', output: `${MODELS}async function run() {\n  const orders = await Order.findAll({ where: { status: 'open' }, include: ['customer', 'items'] });\n  for (const order of orders) use(order.customer, order.items);\n}` }],
      },
    ]),
    wrong('by decorators, to a key that is no id', `${TYPED}export async function run() {\n  const invoices = await Invoice.findAll();\n  for (const invoice of invoices) use(await Payer.findOne({ where: { code: invoice.payerId } }));\n}`, [
      { messageId: 'notLoaded', data: { path: 'payer', subject: 'for each of `invoices`', cost: PER_ROW, why: '`Invoice.findAll` on line 4 reads the rows without it.', advice: "Add `include: ['payer']` there and use `invoice.payer`." }, suggestions: 1 },
    ], typed),
    wrong('by a property that the class has as optional', `${CLASSES('')}async function run() {\n  const authors = await Author.findAll();\n  for (const author of authors) use(await author.getPosts());\n}`, [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: `${CLASSES('')}async function run() {\n  const authors = await Author.findAll({ include: ['posts'] });\n  for (const author of authors) use(author.posts!);\n}` }] },
    ], typed),
    wrong('by a property that the class has', `${CLASSES('declare author: Author;')}async function run() {\n  const posts = await Post.findAll();\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: `${CLASSES('declare author: Author;')}async function run() {\n  const posts = await Post.findAll({ include: ['author'] });\n  for (const post of posts) use(post.author);\n}` }] },
    ], typed),
    wrong('by a property that the class of TypeScript lacks, as advice alone', `${CLASSES('')}async function run() {\n  const posts = await Post.findAll();\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      { messageId: 'notLoaded', suggestions: 0 },
    ], typed),
    wrong('of a model with a default scope, which would take rows away', `${CLASSES('declare author: Author;', "Author.addScope('defaultScope', { where: { active: true } });\n")}async function run() {\n  const posts = await Post.findAll();\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      {
        messageId: 'notLoaded',
        data: { path: 'author', subject: 'for each of `posts`', cost: PER_ROW, why: '`Post.findAll` on line 10 reads the rows without it.', advice: "Add `include: [{ association: 'author', required: false }]` there and use `post.author`." },
        suggestions: [{ messageId: 'remedyChanging', output: `${CLASSES('declare author: Author;', "Author.addScope('defaultScope', { where: { active: true } });\n")}async function run() {\n  const posts = await Post.findAll({ include: [{ association: 'author', required: false }] });\n  for (const post of posts) use(post.author);\n}` }],
      },
    ], typed),
    ...[
      ['Post.findAll()', '`Post.findAll` on line 9 has loaded it already.', 'Use `post.author`.'],
      ['Post.unscoped().findAll()', '`Post.unscoped().findAll` on line 9 reads the rows without it.', "Add `include: [{ association: 'author', required: false }]` there and use `post.author`."],
      ["Post.scope('short').findAll()", '`Post.scope().findAll` on line 9 reads the rows without it.', "Add `include: [{ association: 'author', required: false }]` there and use `post.author`."],
    ].map(([read = '', why = '', advice = '']) => wrong(`that a default scope includes: ${read}`, `${CLASSES('declare author: Author;').replace('authorId: DataTypes.INTEGER }, { sequelize }', "authorId: DataTypes.INTEGER }, { sequelize, defaultScope: { include: ['author'] } }")}async function run() {\n  const posts = await ${read};\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      { messageId: 'notLoaded', data: { path: 'author', subject: 'for each of `posts`', cost: PER_ROW, why, advice }, suggestions: advice.startsWith('Add') ? 1 : 0 },
    ], typed)),
    wrong('of a model whose reads have hooks, as advice alone', `${CLASSES('declare author: Author;', 'Author.afterFind(decrypt);\n')}async function run() {\n  const posts = await Post.findAll();\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      { messageId: 'notLoaded', suggestions: 0 },
    ], typed),
    ...["order: [[col('id'), 'DESC']]", '...base', 'lock: true', 'subQuery: false'].map((options) => wrong(`beside ${options}, as advice alone`, `${CLASSES('declare author: Author;')}async function run(base) {\n  const posts = await Post.findAll({ ${options} });\n  for (const post of posts) use(await post.getAuthor());\n}`, [
      { messageId: 'notLoaded', suggestions: 0 },
    ], typed)),
    wrong('by the relation that has no scope of its own', `${MODELS}Customer.hasMany(Order, { as: 'openOrders', foreignKey: 'customerId', scope: { status: 'open' } });\nasync function run() { const customers = await Customer.findAll(); for (const customer of customers) use(await Order.findAll({ where: { customerId: customer.id } })); }`, [
      { messageId: 'notLoaded', data: { path: 'orders', subject: 'for each of `customers`', cost: PER_ROW, why: '`Customer.findAll` on line 3 reads the rows without it.', advice: "Add `include: ['orders']` there and use `customer.orders`." }, suggestions: 1 },
    ]),
    wrong('under the names that Sequelize gives', `${DEFINED}async function run() {\n  const authors = await Author.findAll();\n  for (const author of authors) use(await author.getPosts());\n  const posts = await Post.findAll();\n  for (const post of posts) use(await Author.findByPk(post.personId));\n}`, [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: `${DEFINED}async function run() {\n  const authors = await Author.findAll({ include: ['posts'] });\n  for (const author of authors) use(author.posts);\n  const posts = await Post.findAll();\n  for (const post of posts) use(await Author.findByPk(post.personId));\n}` }] },
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', output: `${DEFINED}async function run() {\n  const authors = await Author.findAll();\n  for (const author of authors) use(await author.getPosts());\n  const posts = await Post.findAll({ include: ['person'] });\n  for (const post of posts) use(post.person);\n}` }] },
    ]),
    wrong('where the rows have only some columns, as advice alone', `${MODELS}async function run() {\n  const orders = await Order.findAll({ attributes: ['id', 'customerId'] });\n  for (const order of orders) use(await Customer.findByPk(order.customerId));\n}`, [
      { messageId: 'notLoaded', suggestions: 0 },
    ]),
  ],
  valid: [
    fine('included', `${MODELS}async function run() { const orders = await Order.findAll({ include: ['customer', { association: 'items' }] }); for (const order of orders) use(order.customer, order.items); }`),
    fine('a getter of no relation', `${MODELS}async function run() { const orders = await Order.findAll(); for (const order of orders) use(await order.getStatusText()); }`),
    fine('of raw rows, which have the columns of an include as their own', `${MODELS}async function run() { const orders = await Order.findAll({ raw: true }); for (const order of orders) use(await Customer.findByPk(order.customerId)); }`),
    fine('of one row', `${MODELS}async function run() { const order = await Order.findOne({ where: { number: 'A' } }); use(await order.getCustomer()); }`),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    wrong('a page with its count', `${MODELS}async function list(page) { return Order.findAndCountAll({ offset: page * 20, limit: 20 }); }`, [
      { messageId: 'offset', data: { callee: 'Order.findAndCountAll', text: 'page * 20', advice: "Continue after the last row: `where: { id: { [Op.gt]: lastId } }` with `order: [['id', 'ASC']]` and `limit`. Count with the first page alone, and read the others with `findAll`: `findAndCountAll` counts all rows again for each page." } },
    ]),
    ...[
      ['taken apart', 'const { rows } = await Order.findAndCountAll({ offset: page * 20, limit: 20 }); return rows;', true],
      ['as a member', 'const found = await Order.findAndCountAll({ offset: page * 20, limit: 20 }); return found.rows.map(String);', true],
      ['with the count', 'const { rows, count } = await Order.findAndCountAll({ offset: page * 20, limit: 20 }); return [rows, count];', false],
      ['as a whole', 'const found = await Order.findAndCountAll({ offset: page * 20, limit: 20 }); return found.rows.length > 0 ? found : undefined;', false],
    ].map(([name, body, isUnread]) => wrong(`the rows of a page with its count, ${String(name)}`, `${MODELS}async function list(page) { ${String(body)} }`, [
      { messageId: 'offset', data: { callee: 'Order.findAndCountAll', text: 'page * 20', advice: `Continue after the last row: \`where: { id: { [Op.gt]: lastId } }\` with \`order: [['id', 'ASC']]\` and \`limit\`.${isUnread === true ? ' Use `findAll`: nobody reads the count that `findAndCountAll` asks for.' : ' Count with the first page alone, and read the others with `findAll`: `findAndCountAll` counts all rows again for each page.'}` } },
    ])),
    wrong('in another order', `${MODELS}async function list(offset) { return Order.findAll({ offset, limit: 20, order: [['total', 'DESC']] }); }`, [
      { messageId: 'offset', data: { callee: 'Order.findAll', text: 'offset', advice: 'Continue after the last row: end `order` with `id` and ask with `where` for the rows after the last one in that order, with `limit`.' } },
    ]),
  ],
  valid: [fine('the first page', `${MODELS}async function list() { return Order.findAll({ offset: 0, limit: 20 }); }`)],
};

/** Walks through a table by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('by a growing offset over groups', `${MODELS}async function walk() { for (let offset = 0; ; offset += 100) { const rows = await Order.findAll({ group: ['customerId'], offset, limit: 100 }); if (rows.length === 0) break; use(rows); } }`, [
      { messageId: 'offset', data: { callee: 'Order.findAll', advice: 'Continue after the last group: order by the columns of `group` and ask with `where` for what comes after its values. In any other order the database makes all groups each time: read them with one query then.' } },
    ], { options: [{ impact: 'any' }] }),
    wrong('by a growing offset over different values', `${MODELS}async function walk() { for (let offset = 0; ; offset += 100) { const rows = await Order.findAll({ attributes: [[sequelize.fn('DISTINCT', sequelize.col('customerId')), 'customerId']], offset, limit: 100 }); if (rows.length === 0) break; use(rows); } }`, [
      { messageId: 'offset', data: { callee: 'Order.findAll', advice: 'Continue after the last value: order by the column that `DISTINCT` is about and ask with `where` for what is greater than the last one.' } },
    ], { options: [{ impact: 'any' }] }),
    wrong('by a growing offset, grouped by the key of each row', `${MODELS}async function walk() { for (let offset = 0; ; offset += 100) { const rows = await Order.findAll({ group: ['Order.id'], offset, limit: 100 }); if (rows.length === 0) break; use(rows); } }`, [{ messageId: 'offset' }], { options: [{ impact: 'high' }] }),
    wrong('by a growing offset', `${MODELS}async function walk() { for (let offset = 0; ; offset += 100) { const rows = await Order.findAll({ offset, limit: 100 }); if (rows.length === 0) break; use(rows); } }`, [{ messageId: 'offset' }]),
  ],
  valid: [
    fine('over groups, of which there are as many as there are kinds, where only high impact is wanted', `${MODELS}async function walk() { for (let offset = 0; ; offset += 100) { const rows = await Order.findAll({ group: ['customerId'], offset, limit: 100 }); if (rows.length === 0) break; use(rows); } }`, { options: [{ impact: 'high' }] }),
    fine('by the last key', `${MODELS}const { Op } = require('sequelize');\nasync function walk() { let lastId = 0; for (;;) { const rows = await Order.findAll({ where: { id: { [Op.gt]: lastId } }, order: [['id', 'ASC']], limit: 100 }); if (rows.length === 0) break; lastId = rows.at(-1).id; } }`),
  ],
};
