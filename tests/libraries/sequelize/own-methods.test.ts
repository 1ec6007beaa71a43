import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const SHARED = {
  'package.json': '{ "dependencies": { "sequelize": "6.37.8", "graphql": "16.0.0" } }',
  'src/sequelize.js': "import { Sequelize } from 'sequelize';\nexport const sequelize = new Sequelize(process.env.DATABASE_URL);",
  'src/models/customer.js': "import { sequelize } from '../sequelize';\nexport const Customer = sequelize.define('Customer', { name: DataTypes.STRING });\nCustomer.prototype.lastOrder = function () { return sequelize.models.Order.findOne({ where: { customerId: this.id } }); };\nCustomer.byName = function (name) { return this.findOne({ where: { name } }); };",
  'src/models/order.js': `import { Model } from 'sequelize';
import { sequelize } from '../sequelize';
import { Customer } from './customer';
export class Order extends Model {
  static async byNumber(number) { return this.findOne({ where: { number } }); }
  static label(number) { return '#' + number; }
  async buyer() { return Customer.findByPk(this.customerId); }
  title() { return this.number; }
}
Order.init({ number: DataTypes.STRING, customerId: DataTypes.INTEGER }, { sequelize, modelName: 'order' });
Order.belongsTo(Customer, { as: 'customer', foreignKey: 'customerId' });`,
  'src/database.js': `class Database {
  constructor() { this.sequelize = null; }
  get models() { return this.sequelize.models; }
  get orderModel() { return this.models.order; }
}
module.exports = new Database();`,
};

async function rulesIn(code: string, more: Record<string, string> = {}): Promise<string[]> {
  return ruleIds(await lintProject({ ...SHARED, ...more, 'src/app.js': code }, 'src/app.js'));
}

const typeOf = (resolve: string, parent = 'order'): string => `import { GraphQLObjectType } from 'graphql';\nimport './models/order';\nexport const Sale = new GraphQLObjectType({ name: 'Sale', fields: () => ({ it: { type: Thing, resolve(${parent}) { return ${resolve}; } } }) });`;
const MODELS = "import { Customer } from './models/customer';\nimport { Order } from './models/order';\n";

describe("methods that models and rows have of the project's own", () => {
  it.each([
    ['of rows, of a class', `${MODELS}export async function run() { for (const order of await Order.findAll()) use(await order.buyer()); }`],
    ['of rows, set on the prototype', `${MODELS}export async function run() { for (const customer of await Customer.findAll()) use(await customer.lastOrder()); }`],
    ['of the model, of a class', `${MODELS}export async function run(numbers) { for (const number of numbers) use(await Order.byNumber(number)); }`],
    ['of the model, set on it', `${MODELS}export async function run(names) { for (const name of names) use(await Customer.byName(name)); }`],
    ['of a model that nobody imports', "import { sequelize } from './sequelize';\nexport const ping = () => sequelize.query('SELECT 1');\nexport async function run(names) { for (const name of names) use(await sequelize.models.Customer.byName(name)); }"],
    ['of a model by its registered name', "import { sequelize } from './sequelize';\nexport const ping = () => sequelize.query('SELECT 1');\nexport async function run(numbers) { for (const number of numbers) use(await sequelize.models.order.byNumber(number)); }"],
    ['of a model that an object has as a member', "const Database = require('./database');\nexport const all = () => Database.orderModel.findAll();\nexport async function run(numbers) { for (const number of numbers) use(await Database.orderModel.byNumber(number)); }"],
    ["the library's, of such a model", "const Database = require('./database');\nexport async function run(numbers) { for (const number of numbers) use(await Database.orderModel.findOne({ where: { number } })); }"],
    ['of the row of a resolver', typeOf('order.buyer()')],
    ["the library's, of the row of a resolver, by its association", typeOf('order.getCustomer()')],
    ['of the row that the parameter is called after, whatever the type', typeOf('order.getCustomer()').replace("'Sale'", "'Customer'")],
  ])('are followed: %s', async (_name, code) => {
    expect(await rulesIn(code)).toEqual(['no-query-per-row']);
  });

  it('are followed where a function is set on the prototype by its name', async () => {
    const customer = `${SHARED['src/models/customer.js']}\nasync function newestOrder() { return sequelize.models.Order.findOne({ where: { customerId: this.id } }); }\nCustomer.prototype.newest = newestOrder;`;
    expect(await rulesIn(`${MODELS}export async function run() { for (const customer of await Customer.findAll()) use(await customer.newest()); }`, { 'src/models/customer.js': customer })).toEqual(['no-query-per-row']);
  });

  it('come before those that associations give', async () => {
    const code = `${MODELS}export async function run() { for (const order of await Order.findAll()) use(await order.getCustomer()); }`;
    expect(await rulesIn(code)).toEqual(['require-eager-loading']);
    expect(await rulesIn(code, { 'src/models/order.js': SHARED['src/models/order.js'].replace('title() {', 'async getCustomer() { return this.number; }\n  title() {') })).toEqual([]);
  });

  it.each([
    ['they ask nothing', `${MODELS}export async function run() { for (const order of await Order.findAll()) use(await order.title()); }`],
    ['they are static', `${MODELS}export async function run() { for (const order of await Order.findAll()) use(await order.byNumber()); }`.replace('byNumber()', 'byName()')],
    ['the row is none of the model', `${MODELS}export async function run(carts) { for (const cart of carts) use(await cart.buyer()); }`],
    ['the parameter of a resolver is called otherwise', typeOf('cart.buyer()', 'cart')],
    ['the row of a resolver has no such association', typeOf('order.getSeller()')],
    ['a name with a small letter is registered by nobody', "import { sequelize } from './sequelize';\nexport const ping = () => sequelize.query('SELECT 1');\nexport async function run(numbers) { for (const number of numbers) use(await sequelize.models.invoice.findOne({ where: { number } })); }"],
  ])('are not where %s', async (_name, code) => {
    expect(await rulesIn(code)).toEqual([]);
  });

  it('are not where two files declare a model of that name', async () => {
    expect(await rulesIn(typeOf('order.buyer()').replace("import './models/order';\n", "import './sequelize';\n"), { 'src/old/order.js': SHARED['src/models/order.js'].replaceAll('../sequelize', '../sequelize') })).toEqual([]);
  });
});
