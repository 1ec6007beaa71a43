import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFileAt, type SourceFile } from '../../src/javascript/project/modules.ts';
import { tablesAround } from '../../src/libraries/drizzle/schema.ts';
import type { Field, Model } from '../../src/model/data-model.ts';

const path = (name: string): string => fileURLToPath(new URL(`../fixtures/drizzle-shop/${name}`, import.meta.url));
const table = (file: string, name: string): Model => tablesAround(sourceFileAt(path(file)) as SourceFile).models.get(name) as Model;
const field = (of: string, name: string): Field | undefined => table('src/db/index.ts', of).fields.get(name);

describe('tables and relations', () => {
  it('finds tables through the files that import them', () => {
    expect(table('src/db/index.ts', 'orders')).toMatchObject({ name: 'orders', file: path('src/db/schema.ts'), key: ['id'] });
    expect(table('src/db/index.ts', 'items').key).toEqual(['orderId', 'line']);
  });

  it.each([
    ['orders', 'id', { type: 'serial', nullable: false, unique: true, indexed: true }],
    ['orders', 'customerId', { type: 'integer', nullable: false, unique: false, indexed: true }],
    ['orders', 'createdAt', { unique: false, indexed: false }],
    ['orders', 'number', { unique: true, indexed: true }],
    ['customers', 'email', { unique: true, indexed: true }],
    ['items', 'orderId', { unique: false, indexed: true }],
    ['orders', 'customer', { nullable: false, relation: { target: 'customers', cardinality: 'to-one', keys: ['customerId'], references: ['id'] } }],
    ['orders', 'items', { relation: { target: 'items', cardinality: 'to-many', keys: [], references: [] } }],
  ])('knows %s.%s', (of, name, expected) => {
    expect(field(of, name)).toMatchObject(expected);
  });

  it.each([
    ['orders', 'total', { changesInJson: true }],
    ['orders', 'createdAt', { changesInJson: false }],
    ['payments', 'amount', { changesInJson: true }],
    ['payments', 'cents', { changesInJson: false }],
    ['payments', 'paidAt', { changesInJson: true }],
    ['payments', 'receipt', { changesInJson: true }],
    ['payments', 'state', { enumerated: true }],
    ['payments', 'note', { enumerated: false }],
    ['orders', 'customer', { relation: { throughJson: true } }],
  ])('knows what becomes of %s.%s', (of, name, expected) => {
    expect(table('src/db/payments.ts', of).fields.get(name)).toMatchObject(expected);
  });

  it('knows tables of a schema and of a creator, and the relations of 1.0', () => {
    expect(table('v1/schema.ts', 'users')).toMatchObject({ key: ['id'] });
    expect(table('v1/schema.ts', 'users').fields.get('posts')).toMatchObject({ relation: { target: 'posts', cardinality: 'to-many', filtered: false } });
    expect(table('v1/schema.ts', 'users').fields.get('drafts')).toMatchObject({ relation: { target: 'posts', filtered: true } });
    expect(table('v1/schema.ts', 'posts').fields.get('slug')).toMatchObject({ unique: true });
    expect(table('v1/schema.ts', 'posts').fields.get('author')).toMatchObject({ nullable: true, relation: { target: 'users', cardinality: 'to-one', keys: ['authorId'], references: ['id'] } });
  });
});
