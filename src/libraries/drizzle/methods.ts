import type { Methods } from '../../javascript/readers/method-reader.ts';

/**
 * What begins a query: Drizzle ORM 0.45 and 1.0. Of the builders, the steps of the chain say the rest: how many rows a `select` is about, and whether an
 * `insert` updates what is there.
 */
export const BEGINNINGS: Methods = {
  select: { operation: 'readMany', many: true },
  selectDistinct: { operation: 'readMany', many: true },
  selectDistinctOn: { operation: 'readMany', many: true },
  insert: { operation: 'create' },
  update: { operation: 'update', many: true },
  delete: { operation: 'delete', many: true },
  $count: { operation: 'count', many: true, where: 1 },
  execute: { operation: 'rawRead', many: true },
};

/** Methods of `db.query.orders`, with an object of options. */
export const RELATIONAL: Methods = {
  findMany: { operation: 'readMany', many: true, options: 0 },
  findFirst: { operation: 'readOne', options: 0 },
};
