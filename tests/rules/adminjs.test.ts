import { describe, expect, it } from 'vitest';
import { filters, hooks, inputs, pages, promises, searches, writes } from '../cases/adminjs.ts';
import { lintProject } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': hooks,
  'no-write-per-row': writes,
  'no-unbounded-options': [inputs, searches],
  'no-uncached-filter-lookups': filters,
  'max-page-size': pages,
  'no-broken-queryset': promises,
});

/** Whether a hook of `After` is reported for what it does with records, where another file attaches it to these actions. */
async function isRunForPages(actions: string, more = ''): Promise<boolean> {
  const files = {
    'package.json': '{ "dependencies": { "adminjs": "7.8.17", "typeorm": "0.3.27" } }',
    'src/entities.ts': "import { BaseEntity, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Customer extends BaseEntity { @PrimaryGeneratedColumn() id: number; @Column() name: string; }\n@Entity() export class Order extends BaseEntity { @PrimaryGeneratedColumn() id: number; @Column() customerId: number; }\n",
    'src/hooks.ts': "import type { ActionResponse, After } from 'adminjs';\nimport { Customer } from './entities';\nexport const addNames: After<ActionResponse> = async (response) => {\n  for (const record of response.records ?? []) record.params.name = (await Customer.findOneBy({ id: record.params.customerId })).name;\n  return response;\n};\n",
    'src/orders.ts': `import { Order } from './entities';\nimport { addNames } from './hooks';\nconst named = { after: [addNames] };\nexport const orders = { resource: Order, options: { actions: { ${actions} } } };\n`,
    ...(more === '' ? {} : { 'src/more.ts': more }),
  };
  return (await lintProject(files, 'src/hooks.ts', { rules: { 'admin-scale/no-query-per-row': 'error' } })).length > 0;
}

describe('a hook that a type tells of and other files attach', () => {
  it('to actions of one record alone', async () => {
    expect(await isRunForPages('show: named, edit: named, close: { actionType: "record", after: addNames }')).toBe(false);
  });

  it.each([
    ['to a page', 'list: named', ''],
    ['to a page as well', 'show: named, list: { after: addNames }', ''],
    ['to single records here, and elsewhere to who knows what', 'show: named', "import { addNames } from './hooks';\nexport const hooks = { names: addNames };\n"],
  ])('%s', async (_name, actions, more) => {
    expect(await isRunForPages(actions, more)).toBe(true);
  });
});
