import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../src/javascript/parse/parser.ts';
import { createModule } from '../../src/javascript/syntax/module.ts';
import { registeredAs, schemasAround } from '../../src/libraries/mongoose/schema.ts';
import type { DataModel } from '../../src/model/data-model.ts';

const SRC = resolve('tests/fixtures/mongoose-shop/src');

function around(text: string): DataModel {
  const path = join(SRC, 'jobs.ts');
  const program = parseModule(text, path);
  if (program === undefined) throw new Error('It could not be parsed.');
  return schemasAround({ path, module: createModule(program, text) });
}

describe('schemas', () => {
  it('are found through barrels, by the names of their models', () => {
    const { models } = around("import { Order } from './models';");
    expect([...models.keys()].toSorted()).toEqual(['Customer', 'Order']);
    expect(models.get('Order')?.key).toEqual(['_id']);
    expect(models.get('Order')?.fields.get('customer')?.relation).toMatchObject({ target: 'Customer', cardinality: 'to-one', keys: ['customer'], references: ['_id'], eager: false });
    expect(models.get('Order')?.fields.get('tags')?.relation).toMatchObject({ target: 'Tag', cardinality: 'to-many', keys: ['tags'] });
    expect(models.get('Order')?.fields.get('channel')?.relation).toMatchObject({ target: 'Channel', eager: true });
    expect(models.get('Order')?.fields.get('number')).toMatchObject({ unique: true, indexed: true, nullable: true, type: 'String' });
    expect(models.get('Order')?.fields.get('status')).toMatchObject({ unique: false, indexed: true, enumerated: true });
    expect(models.get('Order')?.fields.get('total')).toMatchObject({ unique: false, indexed: false });
    expect(models.get('Customer')?.fields.get('email')).toMatchObject({ unique: true, nullable: false });
    expect(models.get('Customer')?.fields.get('orders')?.relation).toMatchObject({ target: 'Order', cardinality: 'to-many', keys: [], references: [] });
  });

  it('are found through require, and where they stand in the call', () => {
    const { models } = around("const { Tag } = require('./models/legacy');");
    expect(models.get('Channel')?.fields.get('code')).toMatchObject({ unique: true });
    expect(models.get('Tag')?.fields.has('name')).toBe(true);
  });

  it('are those of decorated classes', () => {
    const { models } = around("import { VanModel } from './nest/van';");
    expect(models.get('Parcel')?.fields.get('order')?.relation).toMatchObject({ target: 'Order', cardinality: 'to-one' });
    expect(models.get('Parcel')?.fields.get('stops')?.relation).toMatchObject({ target: 'Stop', cardinality: 'to-many' });
    expect(models.get('Parcel')?.fields.get('code')).toMatchObject({ unique: true, nullable: false });
    expect(models.get('Van')?.fields.get('parcels')?.relation).toMatchObject({ target: 'Parcel', cardinality: 'to-many', keys: ['parcels'] });
    expect(models.get('Van')?.fields.get('driver')?.relation).toMatchObject({ target: 'Driver', cardinality: 'to-one' });
    expect(models.get('Van')?.fields.get('plate')).toMatchObject({ indexed: true, unique: false });
  });

  it('are known by the types of their documents', () => {
    const known = around("import { Order } from './models';");
    expect(['Order', 'IOrder', 'OrderDocument', 'IOrderDocument', 'Parcels'].map((name) => registeredAs(known, name))).toEqual(['Order', 'Order', 'Order', 'Order', 'Parcels']);
  });
});
