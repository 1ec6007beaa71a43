import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const SHARED = {
  'package.json': '{ "dependencies": { "mongoose": "8.24.0" } }',
  'src/models/order.js': `const { Schema, model } = require('mongoose');
const orderSchema = new Schema({ number: String, customer: { type: Schema.Types.ObjectId, ref: 'Customer' } });
orderSchema.statics.byNumber = function (number) { return this.findOne({ number }).exec(); };
orderSchema.static('newest', async function (number) { return await this.findOne({ number }); });
orderSchema.statics.label = function (number) { return '#' + number; };
orderSchema.methods.buyer = async function () { return await model('Customer').findById(this.customer); };
orderSchema.methods.title = function () { return this.number; };
module.exports = model('Order', orderSchema);`,
};

async function rulesIn(code: string): Promise<string[]> {
  return ruleIds(await lintProject({ ...SHARED, 'src/app.js': `const Order = require('./models/order');\n${code}` }, 'src/app.js'));
}

describe('statics and methods of a schema', () => {
  it.each([
    ['a static', 'exports.run = async (numbers) => { for (const number of numbers) use(await Order.byNumber(number)); };'],
    ['a static that is given by a call', 'exports.run = async (numbers) => { for (const number of numbers) use(await Order.newest(number)); };'],
    ['a method of a document', 'exports.run = async () => { for (const order of await Order.find({})) use(await order.buyer()); };'],
  ])('are followed: %s', async (_name, code) => {
    expect(await rulesIn(code)).toEqual(['no-query-per-row']);
  });

  it.each([
    ['a static that asks nothing', 'exports.run = async (numbers) => { for (const number of numbers) use(await Order.label(number)); };'],
    ['a method that asks nothing', 'exports.run = async () => { for (const order of await Order.find({}).limit(20)) use(await order.title()); };'],
    ['a static that is called on a document', 'exports.run = async () => { for (const order of await Order.find({}).limit(20)) use(await order.byNumber(1)); };'],
    ['a static of that name of something else', 'exports.run = async (numbers, Store) => { for (const number of numbers) use(await Store.byNumber(number)); };'],
  ])('are silent: %s', async (_name, code) => {
    expect(await rulesIn(code)).toEqual([]);
  });
});
