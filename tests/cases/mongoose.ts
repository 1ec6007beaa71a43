import { casesIn, type CaseTable, CHUNKS, type InvalidCase, jobWith, ONCE, PER_ROW, told } from './case-table.ts';

const service = { filename: 'tests/fixtures/mongoose-shop/src/nest/parcels.service.ts' };

const IMPORTS = "import { Customer, Order } from './models';\n";

const job = jobWith(IMPORTS, 'string');

/** A service of NestJS into which a container puts a model. */
function nest(body: string): string {
  return `import { InjectModel } from '@nestjs/mongoose';\nimport { Model } from 'mongoose';\nimport { Parcel, ParcelDocument } from './parcel.schema';\nexport class Parcels { constructor(@InjectModel(Parcel.name) private readonly parcels: Model<ParcelDocument>) {} async run(ids: string[], page: number) { ${body} } }`;
}

const { fine, wrong } = casesIn('tests/fixtures/mongoose-shop/src/jobs.ts');

const HIGH = { options: [{ impact: 'high' }] };

const TEXT = 'for ids are objects';
const UNCAST = ' (a pipeline casts no strings to ids)';

/** A read per row through whatever `MODEL` is. */
function through(name: string, model: string, before: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return wrong(name, `${before}async function run(this: Job, ids: string[], mongo: Mongo) { for (const id of ids) use(await ${model}.findById(id)); }`, ONCE, rest);
}

/** Reads in loops over rows. */
export const reads: CaseTable = {
  invalid: [
    wrong('a condition that a branch adds to a query under a name', job('  for (const id of ids) { const query = Order.find({ customer: id }); if (page) query.where({ status: "open" }); use(await query); }'), told('Order.find', 'Read what all rows need with one query before the loop and group the documents.')),
    wrong('a condition that is always added to a query under a name', job('  for (const id of ids) { const query = Order.find({ customer: id }); query.where({ status: "open" }); use(await query); }'), told('Order.find', `Read them all before the loop with \`Order.find({ customer: { $in: ids }, status: … })\` and group the documents by \`String(doc.customer)\`, ${TEXT}.`)),
    ...['order.customer.equals(current)', '!order._id.equals(current)', 'String(order.status) === current'].map((test) => wrong(`rows that are not told apart by ${test}`, `${IMPORTS}async function run(current: string) { for (const order of await Order.find()) use(${test} ? await Customer.findOne({ name: order.number }) : undefined); }`, ONCE)),
    wrong('by the key', job('  for (const id of ids) use(await Order.findById(id));'), told('Order.findById', `Read them all before the loop with \`Order.find({ _id: { $in: ids } })\` and look them up in a Map by \`String(doc._id)\`, ${TEXT}.`)),
    wrong('by the key in a filter, with a chain', job('  for (const id of ids) use(await Order.findOne({ _id: id }).select("number").lean().exec());'), told('Order.findOne', `Read them all before the loop with \`Order.find({ _id: { $in: ids } })\` (with its \`select\` and \`lean\` as they are) and look them up in a Map by \`String(doc._id)\`, ${TEXT}.`)),
    wrong('with what it populates, right behind it', job("  for (const id of ids) use(await Order.findById(id).populate('customer').lean());"), told('Order.findById', `Read them all before the loop with \`Order.find({ _id: { $in: ids } })\` (with its \`populate\` and \`lean\` as they are) and look them up in a Map by \`String(doc._id)\`, ${TEXT}.`)),
    wrong('for the rows of a pipeline', job("  for (const order of await Order.aggregate([{ $match: { status: 'open' } }, { $lookup: LINES }])) use(await Customer.findOne({ email: order.email }));"), ONCE, HIGH),
    wrong('with what is populated under a name', job("  for (const id of ids) { const query = Order.findById(id); query.populate('customer'); use(await query); }"), ONCE),
    wrong('by a reference', job("  for (const id of ids) use(await Order.find({ customer: id, status: 'open' }));"), told('Order.find', `Read them all before the loop with \`Order.find({ customer: { $in: ids }, status: … })\` and group the documents by \`String(doc.customer)\`, ${TEXT}.`)),
    wrong('by a text', job('  for (const id of ids) use(await Customer.findOne({ email: id }));'), told('Customer.findOne', 'Read them all before the loop with `Customer.find({ email: { $in: ids } })` and look them up in a Map by `email`.')),
    wrong('the newest of each', job('  for (const id of ids) use(await Order.findOne({ customer: id }).sort({ total: -1 }));'), told('Order.findOne', `Read the first of each with one \`aggregate\` before the loop (\`$match\` for all keys, \`$sort\`, and \`$group\` by \`$customer\` with \`$first\`)${UNCAST} and look them up in a Map by \`String(doc.customer)\`, ${TEXT}.`)),
    wrong('counts', job('  for (const id of ids) use(await Order.countDocuments({ customer: id }));'), told('Order.countDocuments', `Count for all rows at once with \`Order.aggregate([{ $match: { customer: { $in: ids } } }, { $group: { _id: '$customer', count: { $sum: 1 } } }])\` before the loop${UNCAST}.`)),
    wrong('counts at the end of a chain', job('  for (const id of ids) use(await Order.find({ customer: id }).countDocuments());'), told('Order.find', `Count for all rows at once with \`Order.aggregate([{ $match: { customer: { $in: ids } } }, { $group: { _id: '$customer', count: { $sum: 1 } } }])\` before the loop${UNCAST}.`)),
    wrong('a pipeline by its first stage', job("  for (const id of ids) use(await Order.aggregate([{ $match: { status: id } }, { $group: { _id: null, total: { $sum: '$total' } } }]));"), told('Order.aggregate', "Compute it for all rows at once with `Order.aggregate([{ $match: { status: { $in: ids } } }, { $group: { _id: '$status', … } }])` before the loop.")),
    wrong('whether there is one', job('  for (const id of ids) if (await Customer.exists({ email: id })) log(id);'), told('Customer.exists', 'Read them all before the loop with `Customer.find({ email: { $in: ids } })` and look them up in a Map by `email`.')),
    wrong('whether there is one of several', job("  for (const id of ids) if (await Order.exists({ customer: id, status: 'open' })) log(id);"), told('Order.exists', "Ask once before the loop which of them have any, under the other conditions, with the different values of `customer` alone (`Order.distinct('customer', { customer: { $in: ids }, status: … })`, whose ids are objects: keep `String(id)`), and look them up in a Set.")),
    wrong('a filter that begins with where', job('  for (const id of ids) use(await Customer.find().where({ email: id }));'), told('Customer.find', 'Read them all before the loop with `Customer.find({ email: { $in: ids } })` and group the documents by `email`.')),
    wrong('all at once, each by itself', job('  await Promise.all(ids.map((id) => Order.findById(id)));'), ONCE),
    wrong('of a cursor that runs a function', job('  await Order.find().cursor().eachAsync(async (order) => { use(await Customer.findOne({ email: order.number })); });'), [{ messageId: 'perRow' }]),
    wrong('documents of a list that others populate', job('  for (const id of ids) await Order.populate(id, "customer");'), told('Order.populate', 'Populate all of them at once: `Order.populate(docs, …)` takes a list.')),
    through('a registered name', "mongoose.model('Order')", "import mongoose from 'mongoose';\n"),
    through('a registered name behind a type', "mongoose.models.Order", "import * as mongoose from 'mongoose';\n"),
    through('a connection of its own', 'Order', "import { createConnection } from 'mongoose';\nconst Order = createConnection(url).model('Order', schema);\n"),
    ...['db', 'this.connections.main'].map((connection) => through(`a schema that ${connection} is handed`, 'Order', `import { Schema } from 'mongoose';\nlet orderSchema = new Schema({ number: String });\nconst Order = ${connection}.model('Order', orderSchema);\n`)),
    through('what another file holds', 'Tag', "const { Tag } = require('./models/legacy');\n"),
    through('an object of models', 'models.Channel', "const models = require('./models/legacy');\n"),
    through('all of a module', 'models.Order', "import * as models from './models';\n"),
    ...['statics.all = async function (ids: string[])', "static('all', async function (ids: string[])"].map((given) =>
      wrong(`this, in ${given.slice(0, 8)}`, `import { Schema, model } from 'mongoose';\nconst tagSchema = new Schema({ name: String });\ntagSchema.${given} { for (const id of ids) use(await this.findById(id)); }${given.includes('(\'') ? ')' : ''};\nmodel('Tag', tagSchema);`, told('this.findById', `Read them all before the loop with \`this.find({ _id: { $in: ids } })\` and look them up in a Map by \`String(doc._id)\`, ${TEXT}.`))),
    wrong('this, among the options of a schema', "import { Schema, model } from 'mongoose';\nconst tagSchema = new Schema({ name: String }, { statics: { async all(ids: string[]) { await Promise.all(ids.map(async (id) => use(await this.findById(id)))); } } });\nmodel('Tag', tagSchema);", ONCE),
    wrong('this, of a schema that is made without `new`', "const mongoose = require('mongoose');\nconst tagSchema = mongoose.Schema({ name: String });\ntagSchema.statics.all = async function (ids) { for (const id of ids) use(await this.findById(id)); };\nmodule.exports = mongoose.model('Tag', tagSchema);", ONCE),
    wrong('this, in an object of statics', "import { Schema, model } from 'mongoose';\nconst tagSchema = new Schema({ name: String });\ntagSchema.statics = { async all(ids: string[]) { for (const id of ids) use(await this.findById(id)); } };\nmodel('Tag', tagSchema);", ONCE),
    through('what a file exports in both ways', 'Vat', "import Vat from './models/vats';\n"),
    through('a model that a context has by its type', 'mongo.models.orders', "import type { Model } from 'mongoose';\ninterface OrderModel extends Model<Order> { closeAll(): Promise<void> }\ninterface Mongo { models: { orders: OrderModel } }\n"),
    wrong('a static of a class that a schema loads', "import { Crates } from './models/loaded';\nexport async function run(ids: string[]) { for (const id of ids) use(await Crates.packed(id)); }", [{ messageId: 'perRowElsewhere' }]),
    wrong('this, in a static of a class that a schema loads', "import { Schema, model } from 'mongoose';\nconst tagSchema = new Schema({ name: String });\nclass Tag { static async all(ids: string[]) { for (const id of ids) use(await this.findById(id)); } }\ntagSchema.loadClass(Tag);\nmodel('Tag', tagSchema);", ONCE),
    wrong('a model that the calls of a function in the file hand in', "import { Order } from './models';\nconst all = async (Model, ids) => Promise.all(ids.map((id) => Model.findById(id)));\nexport const orders = (ids: string[]) => all(Order, ids);", ONCE),
    through('a class of Typegoose', 'VanModel', "import { VanModel } from './nest/van';\n"),
    through('a discriminator', 'Rush', "import { Order } from './models';\nconst Rush = Order.discriminator('Rush', schema);\n"),
    through('a type', 'orders', "import type { Model } from 'mongoose';\ndeclare const orders: Model<IOrder>;\n"),
    wrong('an injected model', nest('for (const id of ids) use(await this.parcels.findOne({ code: id }));'), told('this.parcels.findOne', 'Read them all before the loop with `this.parcels.find({ code: { $in: ids } })` and look them up in a Map by `code`.'), service),
  ],
  valid: [
    ...['order._id.equals(current)', 'String(order._id) === current', 'order.id.toString() === current'].map((test) => fine(`one row, told by ${test}`, `${IMPORTS}async function run(current: string) { for (const order of await Order.find()) use(${test} ? await Customer.findOne({ name: order.number }) : undefined); }`)),
    fine('all rows but one are left out', `${IMPORTS}async function run(current: string) { for (const order of await Order.find()) { if (!order._id.equals(current)) continue; use(await Customer.findOne({ name: order.number })); } }`),
    fine('one read for all', job('  use(await Order.find({ _id: { $in: ids } }));')),
    ...['$out', '$merge'].map((stage) => fine(`a pipeline that writes by ${stage}`, job(`  for (const id of ids) use(await Order.aggregate([{ $match: { status: id } }, { ${stage}: \`found-\${id}\` }]));`))),
    fine('for the groups of a pipeline, which are as many as there are kinds', job("  for (const kind of await Order.aggregate([{ $match: { status: 'open' } }, { $group: { _id: '$status' } }])) use(await Customer.findOne({ email: kind._id }));"), HIGH),
    fine('for what a pipeline gives that stands elsewhere', job('  for (const kind of await Order.aggregate(KINDS)) use(await Customer.findOne({ email: kind._id }));'), HIGH),
    fine('a query that is never sent', job('  for (const id of ids) { Order.findById(id); }')),
    fine('a read per group', job('  for (const part of chunks(ids, 500)) use(await Order.find({ _id: { $in: part } }));')),
    fine('one of a few', job("  for (const status of ['open', 'closed']) use(await Order.find({ status }));")),
    fine('lists', job('  const orders = await Order.find();\n  for (const id of ids) use(orders.find((order) => order.id === id));')),
    fine('a filter that no list stands for', job('  for (const id of ids) use(await Order.find({ total: { $gt: id } }));')),
    fine('the first few of each', job('  for (const id of ids) use(await Order.find({ customer: id }).sort("-total").limit(3));')),
    fine('a static of such a class that asks nothing', "import { Crates } from './models/loaded';\nexport async function run(ids: string[]) { for (const id of ids) use(await Crates.nameOf(id)); }"),
    fine('this, in a static of a class that no schema loads', "import { Schema, model } from 'mongoose';\nconst tagSchema = new Schema({ name: String });\nclass Tag { static async all(ids: string[]) { for (const id of ids) use(await this.findById(id)); } }\nmodel('Tag', tagSchema);"),
    fine('something else that the calls of a function hand in', "import { Order } from './models';\nconst all = async (store, Model, ids) => Promise.all(ids.map((id) => store.findById(id)));\nexport const orders = (ids: string[]) => all(fake, Order, ids);"),
    fine('another class of that name', "import { Order } from './orders';\nclass Store { static async findById(id: string) { return id; } }\nexport async function run(ids: string[]) { for (const id of ids) use(await Store.findById(id)); }"),
    fine('a model that nothing says to be one', 'export async function run(ids: string[], Order: Orders) { for (const id of ids) use(await Order.findById(id)); }'),
    fine('this, in what is no schema’s', "import { Schema } from 'mongoose';\nconst store = makeStore(Schema);\nstore.statics.all = async function (ids: string[]) { for (const id of ids) use(await this.findById(id)); };"),
    fine('something else that a registry is handed', "import { Schema } from 'mongoose';\nconst orderView = new View({ number: String });\nconst Order = registry.model('Order', orderView);\nexport async function run(ids: string[]) { for (const id of ids) use(await Order.findById(id)); }"),
    fine('this, in a hook of a schema', "import { Schema } from 'mongoose';\nconst tagSchema = new Schema({ name: String });\ntagSchema.pre('save', async function (this: Saved, ids: string[]) { for (const id of ids) use(await this.findById(id)); });"),
    fine('a function of the project that is called as Mongoose’s is', "import { model } from './registry';\nconst Order = model('Order');\nexport async function run(ids: string[]) { for (const id of ids) use(await Order.findById(id)); }"),
  ],
};

/** Writes in loops over rows. */
export const writes: CaseTable = {
  invalid: [
    wrong('inserts', job('  for (const id of ids) await Order.create({ number: id });'), told('Order.create', `Insert them together with \`Order.insertMany([...])\`, one command for all, which runs no \`save\` hooks, ${CHUNKS}.`)),
    wrong('with a comment that names what is written', "import { Schema, model } from 'mongoose';\nconst AuditEntry = model('AuditEntry', new Schema({ text: String }));\nexport async function run(ids: string[]) {\n  // One audit entry for each of them.\n  for (const id of ids) { await AuditEntry.create({ text: id }); log(id); }\n}", ONCE),
    wrong('new documents', job('  for (const id of ids) { const order = new Order({ number: id }); await order.save(); }'), told('order.save', `Insert them together with \`Order.insertMany([...])\`, one command for all, which runs no \`save\` hooks, ${CHUNKS}.`)),
    wrong('new documents on the spot', job('  for (const id of ids) await new Order({ number: id }).save();'), ONCE),
    wrong('the same values for all', job("  for (const id of ids) await Order.updateOne({ _id: id }, { status: 'closed' });"), told('Order.updateOne', `The same values go to every document: write them with one \`Order.updateMany({ _id: { $in: ids } }, …)\`, ${CHUNKS}.`)),
    wrong('by the key, with what it gives back', job("  for (const id of ids) use(await Order.findByIdAndUpdate(id, { status: 'closed' }, { new: true }));"), told('Order.findByIdAndUpdate', `The same values go to every document: write them with one \`Order.updateMany({ _id: { $in: ids } }, …)\`, and read the documents with one \`find\` after it, ${CHUNKS}.`)),
    wrong('documents that differ', job("  for (const id of ids) await Order.updateMany({ customer: id, status: 'open' }, { number: id });"), told('Order.updateMany', 'Write them together with `Order.bulkWrite([{ updateMany: { filter, update } }, …])`, one command for all, which runs no hooks.')),
    wrong('values that differ', job('  for (const id of ids) await Order.updateOne({ _id: id }, { number: id });'), told('Order.updateOne', 'Write them together with `Order.bulkWrite([{ updateOne: { filter, update } }, …])`, one command for all, which runs no hooks, or those that get the same values with `updateMany`.')),
    wrong('inserts or updates', job('  for (const id of ids) await Order.findOneAndUpdate({ number: id }, { number: id }, { upsert: true });'), told('Order.findOneAndUpdate', 'Write them together with `Order.bulkWrite([{ updateOne: { filter, update, upsert: true } }, …])`, one command for all, which runs no hooks and gives no documents back.')),
    wrong('deletes', job('  for (const id of ids) await Order.findByIdAndDelete(id);'), told('Order.findByIdAndDelete', `Delete them together with \`Order.deleteMany({ _id: { $in: ids } })\`, ${CHUNKS}.`)),
    wrong('documents that were read', job('  for (const order of await Order.find()) { order.number = next(order); await order.save(); }'), [
      { messageId: 'perRow', data: { callee: 'order.save', subject: 'for each of `await Order.find()`', cost: PER_ROW, advice: 'Collect the documents and write them together with `Order.bulkSave([...])`, one command for all, which runs the `save` hooks of each.' } },
    ]),
    wrong('documents that get the same', job("  for (const order of await Order.find()) { order.status = 'closed'; await order.save(); }"), [
      { messageId: 'perRow', data: { callee: 'order.save', subject: 'for each of `await Order.find()`', cost: PER_ROW, advice: 'The same values go to every document: write them with one `Order.updateMany({ … }, { status: … })`, which runs neither the `save` hooks nor the validation of documents.' } },
    ]),
    wrong('a list of each round', job('  for (const id of ids) { const batch: Row[] = []; batch.push(rowOf(id)); await Order.insertMany(batch); }'), ONCE),
    wrong('documents of a cursor', job('  for await (const order of Order.find().cursor()) await order.deleteOne();'), [
      { messageId: 'perRow', data: { callee: 'order.deleteOne', subject: 'for each of `Order.find().cursor()`', cost: PER_ROW, advice: `Delete them together with \`Order.deleteMany({ _id: { $in: ids } })\`, which runs no hooks of the documents, in chunks, for the loop streams its rows.` } },
    ]),
    wrong('an injected model', nest('for (const id of ids) await this.parcels.create({ code: id });'), ONCE, service),
    wrong('documents that are made of an injected model', nest('for (const id of ids) await new this.parcels({ code: id }).save();'), ONCE, service),
  ],
  valid: [
    fine('one insert for all', job('  await Order.insertMany(ids.map((number) => ({ number })));')),
    fine('one command for all', job('  await Order.bulkWrite(ids.map((number) => ({ updateOne: { filter: { number }, update: { number } } })));')),
    fine('a list that is written when it is full', job('  let batch: Row[] = [];\n  for (const id of ids) { batch.push(rowOf(id)); if (batch.length % 500 === 0) { await Order.insertMany(batch); batch = []; } }')),
    fine('with a comment on what a bulk write passes by', job('  // The audit trail wants one event for each.\n  for (const id of ids) { await Order.create({ number: id }); log(id); }')),
    fine('a claim of a document', job("  for (const id of ids) { const taken = await Order.updateOne({ _id: id, status: 'open' }, { $set: { status: 'taken' } }); if (taken.modifiedCount === 0) continue; log(id); }")),
    fine('sets', job('  const seen = new Set<string>();\n  for (const id of ids) seen.delete(id);')),
    fine('what is saved elsewhere', job('  for (const id of ids) { const file = new Upload(id); await file.save(); }')),
    fine('what is no document', job('  for (const order of await fetchOrders()) await order.save();')),
  ],
};

/** Relations that are read again by their keys, or populated for each. */
export const relations: CaseTable = {
  invalid: [
    wrong('a reference by its key', job('  const orders = await Order.find({ status: "open" });\n  for (const order of orders) use(await Customer.findById(order.customer));'), [
      { messageId: 'notLoaded', line: 4, data: { path: 'customer', subject: 'for each of `orders`', cost: PER_ROW, why: '`Order.find` on line 3 reads the rows without it.', advice: "Add `.populate('customer')` there (documents then stand where the ids are) and use `order.customer`." } },
    ]),
    wrong('a reference that was populated right behind the list', job("  for (const order of await Order.find().populate('customer').lean()) use(await Customer.findById(order.customer));"), [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of the rows of the loop on line 3', cost: PER_ROW, why: '`Order.find` on line 3 has loaded it already.', advice: 'Use `order.customer`.' } },
    ]),
    wrong('a reference by its key in a filter', job('  for (const order of await Order.find()) use(await Customer.findOne({ _id: order.customer }));'), [{ messageId: 'notLoaded' }]),
    wrong('documents that are populated one by one', job("  for (const order of await Order.find()) { await order.populate('customer'); use(order.customer); }"), [
      { messageId: 'notLoaded', data: { path: 'customer', subject: 'for each of `await Order.find()`', cost: PER_ROW, why: '`Order.find` on line 3 reads the rows without it.', advice: "Add `.populate('customer')` there (documents then stand where the ids are) and use `order.customer`." } },
    ]),
    wrong('the other side, by a virtual path', job('  for (const customer of await Customer.find()) use(await Order.find({ customer: customer._id }));'), [
      { messageId: 'notLoaded', data: { path: 'orders', subject: 'for each of `await Customer.find()`', cost: PER_ROW, why: '`Customer.find` on line 3 reads the rows without it.', advice: "Add `.populate('orders')` there and use `customer.orders`." } },
    ]),
    wrong('a relation of NestJS', nest("for (const parcel of await this.parcels.find()) await parcel.populate('order');"), [{ messageId: 'notLoaded' }], service),
  ],
  valid: [
    fine('populated with the rows', job("  for (const order of await Order.find().populate('customer')) use(order.customer);")),
    fine('populated among others', job("  for (const order of await Order.find().populate([{ path: 'tags' }, 'customer'])) { use(order.customer); }")),
    fine('populated in one go', job("  const orders = await Order.find();\n  await Order.populate(orders, { path: 'customer' });\n  for (const order of orders) use(order.customer);")),
  ],
};

/** Pages by offset. */
export const pages: CaseTable = {
  invalid: [
    ...[
      'const query = Order.find();\n  query.skip(page * 20).limit(20);\n  return query;',
      'let query = Order.find().lean();\n  if (ids.length > 0) query = query.skip(page * 20);\n  return query.limit(20);',
      'const query = Order.find();\n  return query.sort({ _id: 1 }).skip(page * 20).limit(20).exec();',
    ].map((code) => wrong(`a page of a query under a name: ${code.replaceAll('\n', ' ')}`, job(`  ${code}`), [{ messageId: 'offset' }])),
    wrong('a page', job('  return Order.find().skip(page * 20).limit(20);'), [{ messageId: 'offset', data: { callee: 'Order.find', text: 'page * 20', advice: 'Continue after the last document: `_id: { $gt: lastId }` in the filter, with `.sort({ _id: 1 })` and `.limit()`.' } }]),
    wrong('a page from the end', job("  return Order.find().sort('-_id').skip(page * 20).limit(20).lean();"), [{ messageId: 'offset', data: { callee: 'Order.find', text: 'page * 20', advice: 'Continue after the last document: `_id: { $lt: lastId }` in the filter, with `.sort({ _id: -1 })` and `.limit()`.' } }]),
    wrong('another order', job('  return Order.find().sort({ total: -1 }).skip(page * 20).limit(20);'), [{ messageId: 'offset', data: { callee: 'Order.find', text: 'page * 20', advice: 'Continue after the last document: end `.sort()` with `_id` and ask in the filter for the documents after the last one in that order, with `.limit()`.' } }]),
    wrong('a pipeline', job("  return Order.aggregate([{ $match: { status: 'open' } }]).skip(page * 20).limit(20);"), [{ messageId: 'offset', data: { callee: 'Order.aggregate', text: 'page * 20', advice: 'Continue after the last document: begin the pipeline with a `$match` for what comes after it, in the order of a `$sort` that ends with `_id`, and a `$limit`.' } }]),
    wrong('options', job('  return Order.find({}, null, { skip: page * 20, limit: 20 });'), [{ messageId: 'offset' }]),
    wrong('an injected model', nest('return this.parcels.find().skip((page - 1) * 20).limit(20).exec();'), [{ messageId: 'offset' }], service),
  ],
  valid: [
    ...[
      'const query = Order.find();\n  use(query.clone().skip(page * 20));\n  return query.limit(20);',
      'const orders = await Order.find();\n  return orders.skip(page * 20);',
      'const query = Order.find();\n  return query.then((rows) => rows).skip(page * 20);',
    ].map((code) => fine(`no page of the query: ${code.replaceAll('\n', ' ')}`, job(`  ${code}`))),
    fine('a page behind a document', job('  return Order.find({ _id: { $gt: ids[0] } }).sort({ _id: 1 }).limit(20);')),
    fine('a fixed offset', job('  return Order.find().skip(20).limit(20);')),
    fine('an iterator', job('  return ids.values().drop(page).skip(page);')),
  ],
};

/** Walks by offset. */
export const batches: CaseTable = {
  invalid: [
    wrong('an offset that grows', job('  let skip = 0;\n  for (;;) { const orders = await Order.find().sort({ _id: 1 }).skip(skip).limit(100); if (orders.length === 0) break; work(orders); skip += 100; }'), [{ messageId: 'offset' }]),
    wrong('a walk over what it changes', job("  for (let skip = 0; ; skip += 100) { const orders = await Order.find({ status: 'open' }).skip(skip).limit(100); if (orders.length === 0) break; await Order.updateMany({ _id: { $in: orders.map((order) => order._id) } }, { status: 'closed' }); }"), [{ messageId: 'drift' }]),
  ],
  valid: [fine('a walk behind the last document', job('  let last = ids[0];\n  for (;;) { const orders = await Order.find({ _id: { $gt: last } }).sort({ _id: 1 }).limit(100); if (orders.length === 0) break; last = orders.at(-1).id; }'))],
};

/** A job that hands all customers on. */
const handing = (query: string): string => `import { Customer } from '../models';\nexport async function upload(storage) { const rows = await ${query}; await storage.put(rows); }\n`;
const NIGHTLY = { filename: 'tests/fixtures/mongoose-shop/src/jobs/upload.ts', settings: { rows: { Customer: 500_000 } }, ...HIGH };

/** Tables that are held whole. */
export const unbounded: CaseTable = {
  invalid: ['Customer.find()', "Customer.find({}, { email: 0 })", "Customer.find({}, '-email')", "Customer.find().select('-email').lean()"].map((query) => wrong(query, handing(query), [{ messageId: 'held' }], NIGHTLY)),
  // some columns take little room, and a cursor holds some documents at a time
  valid: ["Customer.find().cursor()", "Customer.find().batchSize(100).cursor({ batchSize: 100 })", "Customer.find({}, { _id: 1 })", "Customer.find({}, 'email')", "Customer.find().select('email').lean()", 'Customer.find().select({ email: 1 })'].map((query) => fine(query, handing(query), NIGHTLY)),
};

/** Queries that nobody waits for. */
export const unsent: CaseTable = {
  invalid: [wrong('a query that nobody waits for', job('  Order.findById(page, "number");'), [{ messageId: 'broken', suggestions: 1 }])],
  valid: [
    fine('one whose callback is a parameter, which Mongoose 6 sends', `${IMPORTS}export function find(id: string, callback: (error: unknown, order: unknown) => void) { Order.findById(id, 'number', callback); }`),
    fine('one whose callback stands there', job('  Order.findById(page, (error, order) => use(order));')),
  ],
};
