import type { Methods } from '../../javascript/readers/method-reader.ts';

/**
 * Methods of models: Lucid 22.4, and 15 to 21 as far as they have them. `createMany` and its kin send an insert for each row, in one transaction; `updateOrCreate`
 * and `firstOrCreate` look first, and their forms for many look once.
 */
export const MODEL_METHODS: Methods = {
  all: { operation: 'readMany', many: true },
  find: { operation: 'readOne', key: 0 },
  findOrFail: { operation: 'readOne', key: 0 },
  findBy: { operation: 'readOne' },
  findByOrFail: { operation: 'readOne' },
  findMany: { operation: 'readMany', many: true },
  findManyBy: { operation: 'readMany', many: true },
  first: { operation: 'readOne' },
  firstOrFail: { operation: 'readOne' },
  firstOrNew: { operation: 'readOne' },
  fetchOrNewUpMany: { operation: 'readMany', many: true },
  create: { operation: 'create', data: 0 },
  createQuietly: { operation: 'create', data: 0 },
  createMany: { operation: 'create', many: true, data: 0 },
  createManyQuietly: { operation: 'create', many: true, data: 0 },
  firstOrCreate: { operation: 'upsert', data: 1, statements: 2 },
  updateOrCreate: { operation: 'upsert', data: 1, statements: 2 },
  fetchOrCreateMany: { operation: 'upsert', many: true, data: 1, statements: 2 },
  updateOrCreateMany: { operation: 'upsert', many: true, data: 1, statements: 2 },
  truncate: { operation: 'delete', many: true },
};

/** Methods of rows. */
export const ROW_METHODS: Methods = {
  save: { operation: 'save' },
  saveQuietly: { operation: 'save' },
  delete: { operation: 'delete' },
  deleteQuietly: { operation: 'delete' },
  refresh: { operation: 'readOne' },
  load: { operation: 'readMany' },
  loadOnce: { operation: 'readMany' },
  loadCount: { operation: 'count' },
  loadAggregate: { operation: 'aggregate' },
};

/** Methods of a row's relation: `order.related('items').create(…)`. */
export const RELATED_METHODS: Methods = {
  create: { operation: 'create', data: 0 },
  createMany: { operation: 'create', many: true, data: 0 },
  save: { operation: 'create', data: 0 },
  saveMany: { operation: 'create', many: true, data: 0 },
  attach: { operation: 'create', many: true, data: 0 },
  detach: { operation: 'delete', many: true },
  sync: { operation: 'upsert', many: true, data: 0, statements: 2 },
  associate: { operation: 'save' },
  dissociate: { operation: 'save' },
  firstOrCreate: { operation: 'upsert', data: 1, statements: 2 },
  updateOrCreate: { operation: 'upsert', data: 1, statements: 2 },
  updateOrCreateMany: { operation: 'upsert', many: true, data: 0, statements: 2 },
  fetchOrCreateMany: { operation: 'upsert', many: true, data: 0, statements: 2 },
};

/** Steps that write. */
export const WRITE = /^(?:update|increment|decrement|delete|del|truncate|insert|multiInsert)$/;

/** Steps that are sent at once; the others of a builder are sent when somebody waits for it. */
export const SENT_AT_ONCE: ReadonlySet<string> = new Set(['first', 'firstOrFail', 'paginate', 'exec', 'getCount', 'truncate']);

/** What is called on a row, or handed to it, before it is saved, and gives the row again. */
export const SAME_ROW = /^(?:merge|fill|useTransaction|useConnection|enableForceUpdate)$/;
