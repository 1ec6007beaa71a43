// Lists a collection through the decorators that the agent of Forest Admin puts around its data, without the agent, and counts the statements of Sequelize.
import customizing, { type CollectionCustomizer } from '@forestadmin/datasource-customizer';
import sequelizeSource from '@forestadmin/datasource-sequelize';
import toolkit, { type Caller } from '@forestadmin/datasource-toolkit';
import { Customer, Order, sequelize } from './models.ts';
import { countQueries } from './sequelize-queries.ts';

const { ConditionTreeLeaf, Filter, Page, PaginatedFilter, Projection, Sort } = toolkit;

interface CustomerPage {
  readonly customize: (customers: CollectionCustomizer) => void;
  readonly sorted?: string;
  readonly searched?: { readonly field: string; readonly operator: any; readonly value: unknown };
}

const CUSTOMERS = 5000;
const SELECTED = 50;
const caller = { id: 1, timezone: 'Europe/Paris', email: '', firstName: '', lastName: '', permissionLevel: 'admin', renderingId: 1, role: '', tags: {}, requestId: '', request: { ip: '' } } as unknown as Caller;
const counter = countQueries(sequelize);

async function reset(): Promise<void> {
  await sequelize.sync({ force: true });
  await Customer.bulkCreate(Array.from({ length: CUSTOMERS }, (_, index) => ({ id: index + 1, firstName: `first ${(index * 7) % CUSTOMERS}`, lastName: `last ${index}`, status: 'new' })));
  await Order.bulkCreate(Array.from({ length: 3 * CUSTOMERS }, (_, index) => ({ id: index + 1, amount: index, customerId: (index % 4999) + 1 })));
}

export async function open({ customize, sorted, searched }: CustomerPage) {
  await reset();
  const customizer = new customizing.DataSourceCustomizer({ ignoreMissingSchemaElementErrors: false } as never);
  customizer.addDataSource(sequelizeSource.createSequelizeDataSource(sequelize));
  customizer.customizeCollection('customer', customize as never);
  const customers = (await customizer.getDataSource(() => {})).getCollection('customer');
  counter.start();
  if (customers.schema.actions.act !== undefined) {
    await customers.execute(caller, 'act', {}, new Filter({ conditionTree: new ConditionTreeLeaf('id', 'In', Array.from({ length: SELECTED }, (_, index) => index + 1)) }));
    return { ...counter.stop(), selected: SELECTED, shown: (await Customer.findAll({ raw: true })).map((row) => JSON.stringify(row)) };
  }
  // a page, as the agent asks for it
  const fields = Object.keys(customers.schema.fields).filter((name) => customers.schema.fields[name]!.type === 'Column');
  const conditionTree = searched === undefined ? undefined : new ConditionTreeLeaf(searched.field, searched.operator, searched.value);
  const sort = sorted === undefined ? undefined : new Sort({ field: sorted, ascending: true });
  const found = await customers.list(caller, new PaginatedFilter({ page: new Page(0, 15), conditionTree, sort }), new Projection(...fields));
  return { ...counter.stop(), shown: found.map((record) => JSON.stringify(record)) };
}
