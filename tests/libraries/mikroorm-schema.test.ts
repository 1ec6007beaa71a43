import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../src/javascript/parse/parser.ts';
import { createModule } from '../../src/javascript/syntax/module.ts';
import { entitiesAround } from '../../src/libraries/mikroorm/schema.ts';
import type { DataModel } from '../../src/model/data-model.ts';

const SRC = resolve('tests/fixtures/mikroorm-shop/src');

function around(text: string): DataModel {
  const path = join(SRC, 'jobs.ts');
  const program = parseModule(text, path);
  if (program === undefined) throw new Error('It could not be parsed.');
  return entitiesAround({ path, module: createModule(program, text) });
}

describe('entities', () => {
  const { models } = around("import { Order } from './entities/order';\nimport { Base } from './entities/base';");

  it('are those that the file names, and those that they are related to', () => {
    expect([...models.keys()].toSorted()).toEqual(['Contract', 'Customer', 'Item', 'Order', 'Region', 'Shop', 'Tag']);
  });

  it('have the columns of their bases', () => {
    expect(models.get('Order')?.key).toEqual(['id']);
    expect(models.get('Order')?.fields.get('number')).toMatchObject({ unique: true, indexed: true, nullable: false, type: 'string' });
    expect(models.get('Order')?.fields.get('status')).toMatchObject({ unique: false, indexed: true });
    expect(models.get('Order')?.fields.get('total')).toMatchObject({ unique: false, indexed: false, type: 'number' });
    expect(models.get('Customer')?.fields.get('name')).toMatchObject({ nullable: true });
    expect(models.get('Contract')?.fields.has('label')).toBe(false);
  });

  it('have relations by what the decorators say, or by the types of the properties', () => {
    expect(models.get('Order')?.fields.get('customer')).toMatchObject({ indexed: true, unique: false, relation: { target: 'Customer', cardinality: 'to-one', keys: ['customer'], references: ['id'], eager: false } });
    expect(models.get('Order')?.fields.get('shop')?.relation).toMatchObject({ target: 'Shop', eager: true });
    expect(models.get('Order')?.fields.get('items')?.relation).toMatchObject({ target: 'Item', cardinality: 'to-many', keys: [] });
    expect(models.get('Order')?.fields.get('tags')?.relation).toMatchObject({ target: 'Tag', cardinality: 'to-many' });
    expect(models.get('Item')?.fields.get('order')?.relation).toMatchObject({ target: 'Order', cardinality: 'to-one', keys: ['order'] });
  });

  it('hold the key of a one-to-one relation on the side of its owner', () => {
    expect(models.get('Contract')?.fields.get('customer')).toMatchObject({ unique: true, relation: { keys: ['customer'] } });
    expect(models.get('Customer')?.fields.get('contract')).toMatchObject({ unique: false, nullable: true, relation: { cardinality: 'to-one', keys: [] } });
  });

  it('have indexes of their classes', () => {
    expect(models.get('Contract')?.fields.get('year')).toMatchObject({ indexed: true, unique: false });
    expect(models.get('Contract')?.fields.get('number')).toMatchObject({ indexed: true, unique: true });
  });

  it('may leave out rows by themselves', () => {
    expect(models.get('Shop')?.scoped).toBe(true);
    expect(models.get('Order')?.scoped).toBeUndefined();
  });

  it('are defined by a call, or by a schema', () => {
    expect(models.get('Region')?.fields.get('code')).toMatchObject({ unique: true });
    expect(models.get('Region')?.fields.get('parent')).toMatchObject({ nullable: true, relation: { target: 'Region', cardinality: 'to-one', keys: ['parent'] } });
    expect(models.get('Region')?.fields.get('children')?.relation).toMatchObject({ cardinality: 'to-many', keys: [] });
    expect(models.get('Tag')?.fields.get('name')).toMatchObject({ indexed: true, unique: true });
    expect(models.get('Tag')?.fields.get('orders')?.relation).toMatchObject({ target: 'Order', cardinality: 'to-many' });
  });
});
