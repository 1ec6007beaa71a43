import { fileURLToPath } from 'node:url';
import type { SourceCode } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ADMIN_FRAMEWORKS, ORMS } from '../../src/libraries/index.ts';
import { parseModule } from '../../src/javascript/parse/parser.ts';
import { readJavaScript } from '../../src/javascript/read.ts';
import type { AdminResource } from '../../src/model/admin.ts';
import { parseSettings } from '../../src/project/settings.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/adminjs/${path}`, import.meta.url));

function resources(text: string, project = 'typeorm'): readonly AdminResource[] {
  const filename = fixture(`${project}/src/admin.ts`);
  const { settings } = parseSettings(undefined, fixture(project));
  const ast = parseModule(text, filename);
  return readJavaScript({ ast, text } as unknown as SourceCode, { filename, cwd: fixture(project), settings }, { orms: ORMS, frameworks: ADMIN_FRAMEWORKS }).resources;
}

const ENTITIES = "import { Customer, Order } from './entities/index.js';\n";
const costs = (list: readonly AdminResource[]): unknown => list.map(({ name, model, list: page }) => [name, model, page?.pageSize, page?.cost.now, page?.cost.remedied]);

describe('resources of AdminJS', () => {
  it('count the rows, the count, and each reference', () => {
    expect(costs(resources(`${ENTITIES}export const orders = { resource: Order, options: { listProperties: ['id'] } };`))).toEqual([
      ['orders', 'Order', 10, { fixed: 3, perRow: 0 }, { fixed: 3, perRow: 0 }],
    ]);
  });

  it('count declared references, and none twice', () => {
    const text = `${ENTITIES}export const orders = { resource: Order, options: { properties: { customerId: { reference: 'Customer' }, seller: { reference: 'User' }, total: {} } } };`;
    expect(resources(text)[0]?.list?.cost.now).toEqual({ fixed: 4, perRow: 0 });
  });

  it('add what hooks of the list send per row, wherever they stand', () => {
    const text = `${ENTITIES}import { addName } from './hooks/typed.js';
import { countOrders } from './hooks/untyped.js';
export const orders = { resource: Order, options: { actions: {
  list: { after: [addName, countOrders('n'), async (response) => { for (const record of response.records) await Customer.findOneBy({ id: record.params.customerId }); return response; }] },
  show: { after: [async (response) => response] },
} } };`;
    expect(costs(resources(text))).toEqual([['orders', 'Order', 10, { fixed: 3, perRow: 3 }, { fixed: 6, perRow: 0 }]]);
  });

  it('are found in every form', () => {
    const text = `import AdminJS, { type ResourceWithOptions } from 'adminjs';
${ENTITIES}
const options = { navigation: false };
export const typed: ResourceWithOptions = { resource: Order };
export const make = async () => ({ resource: Customer, options });
export const spread = { resource: Order, options: { ...options, listProperties: [] } };
new AdminJS({ resources: [Order, typed, spread, { resource: Customer, options: { properties: {} } }] });`;
    expect(resources(text).map(({ name, model }) => [name, model])).toEqual([['typed', 'Order'], ['make', 'Customer'], ['spread', 'Order'], ['Order', 'Order'], ['Customer', 'Customer']]);
  });

  it('count the references of Sequelize, whose adapter makes them of associations', () => {
    const text = `const { Model } = require('sequelize');
class Client extends Model {}
Client.init({ name: 'STRING' }, { sequelize });
class Bill extends Model {}
Bill.init({ clientId: 'INTEGER' }, { sequelize });
Bill.belongsTo(Client, { foreignKey: 'clientId' });
Client.hasMany(Bill, { foreignKey: 'clientId' });
exports.bills = { resource: Bill, options: { listProperties: ['id'] } };
exports.clients = { resource: Client, options: { listProperties: ['id'] } };`;
    expect(resources(text, 'sequelize').map(({ model, list }) => [model, list?.cost.now.fixed])).toEqual([['Bill', 3], ['Client', 2]]);
  });

  it('are Prisma models by name', () => {
    const text = `import { getModelByName } from '@adminjs/prisma';
export const resources = [
  { resource: { model: getModelByName('Order'), client: prisma }, options: { properties: {} } },
  { resource: { model: dmmf.modelMap.Customer, client: prisma }, options: { sort: {} } },
];`;
    expect(resources(text, 'prisma').map(({ model, list }) => [model, list?.cost.now.fixed])).toEqual([['Order', 3], ['Customer', 2]]);
  });

  it.each([
    ['an object that has other options', `${ENTITIES}export const x = { resource: Order, options: { retries: 3 } };`],
    ['a project without AdminJS', `export const x = { resource: Order, options: { listProperties: ['id'] } };`, 'elsewhere'],
    ['types of another package', `import type { ResourceOptions } from 'other';\nexport const x = (): ResourceOptions => load();`],
  ])('are not %s', (_, text, project?: string) => {
    expect(resources(text, project)).toEqual([]);
  });

  it.each(['new AdminJS(', 'export const a = { resource: Order, options: { actions: { list: { after: a } } } }; const a = b, b = a;', 'const a = b(), b = a(); export const x = { resource: X, options: { actions: { list: { after: a } } } };', 'const f = () => f(); export const x = { resource: X, options: { actions: { list: { after: f() } } } };', '{'.repeat(2000)])(
    'survive %s',
    (text) => {
      expect(() => (parseModule(text, 'a.ts') === undefined ? [] : resources(text))).not.toThrow();
    },
  );
});
