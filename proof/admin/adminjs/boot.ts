// Opens lists of AdminJS, and runs their bulk actions, in process, and counts the statements of Sequelize.
import * as Adapter from '@adminjs/sequelize';
import AdminJS, { type AdminJSOptions, ApiController } from 'adminjs';
import { Customer, Item, Order, sequelize } from './models.ts';
import { countQueries } from './sequelize-queries.ts';

process.env.ADMIN_JS_SKIP_BUNDLE = 'true';
AdminJS.registerAdapter({ Database: Adapter.Database, Resource: Adapter.Resource });

const ROWS = 1000;
const counter = countQueries(sequelize);

async function reset(): Promise<void> {
  await sequelize.sync({ force: true });
  const many = (number: number, row: (id: number) => object): any[] => Array.from({ length: number }, (_, index) => row(index + 1));
  await Customer.bulkCreate(many(ROWS, (id) => ({ name: `customer ${id}` })));
  await Order.bulkCreate(many(ROWS, (id) => ({ status: 'new', customerId: (id % 700) + 1 })));
  await Item.bulkCreate(many(3 * ROWS, (id) => ({ orderId: (id % 500) + 1, price: id })));
}

export async function open({ options, makeAdmin = () => new AdminJS(options) }: { options?: AdminJSOptions; makeAdmin?: () => AdminJS }) {
  const admin = makeAdmin();
  const api = new ApiController({ admin }, undefined) as any;
  await reset();
  const order = admin.resources.find((resource) => resource.id() === 'Orders' || resource.id() === 'Order')!;
  const params = { resourceId: order.id() };
  const isBulk = order.decorate().actions.act !== undefined;
  const query = isBulk ? { recordIds: Array.from({ length: 50 }, (_, index) => index + 1).join() } : {};
  const request = { params: { ...params, action: isBulk ? 'act' : 'list' }, query, method: isBulk ? 'post' : 'get', payload: {} };
  counter.start();
  const answer = isBulk ? await api.bulkAction(request, {}) : await api.resourceAction(request, {});
  if (answer.notice?.type === 'error') throw new Error(answer.notice.message);
  const seen = { ...counter.stop(), selected: isBulk ? 50 : undefined };
  const shown = answer.records.map((record: any) => JSON.stringify(isBulk ? record.id : [record.params, record.populated]));
  // what an action left behind
  const left = isBulk ? (await Order.findAll({ raw: true })).map((row) => JSON.stringify(row)) : [];
  return { ...seen, shown: [...shown, ...left] };
}
