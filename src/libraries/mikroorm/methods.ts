import type { Method, Methods } from '../../javascript/readers/method-reader.ts';

/** A method of an entity manager; the class that it is told first is not among its arguments, nor among those of a repository. */
export interface EntityMethod extends Method {
  /** The class may be left out: what is handed in says it. */
  readonly optional?: boolean;
}

/**
 * What a manager asks for an entity that it is told first, and a repository for its own: 6.6.16 and 7.2.2. `findOne` asks nothing where the key's row was read before;
 * `create`, `assign`, `persist`, `remove`, `merge`, `map` and `getReference` ask nothing at all.
 */
export const ENTITY_METHODS: Readonly<Record<string, EntityMethod>> = {
  find: { operation: 'readMany', many: true, where: 0, options: 1 },
  findAll: { operation: 'readMany', many: true, options: 0 },
  findAndCount: { operation: 'readMany', many: true, where: 0, options: 1 },
  // 6 takes the filter as an argument of its own, 7 among the options
  findByCursor: { operation: 'readMany', many: true, where: 0, options: 1 },
  stream: { operation: 'readMany', many: true, options: 0 },
  findOne: { operation: 'readOne', where: 0, options: 1 },
  findOneOrFail: { operation: 'readOne', where: 0, options: 1 },
  count: { operation: 'count', many: true, where: 0, options: 1 },
  countBy: { operation: 'aggregate', many: true, options: 1 },
  insert: { operation: 'create', data: 0, options: 1, optional: true },
  insertMany: { operation: 'create', many: true, data: 0, options: 1, optional: true },
  upsert: { operation: 'upsert', data: 0, options: 1, optional: true },
  upsertMany: { operation: 'upsert', many: true, data: 0, options: 1, optional: true },
  nativeUpdate: { operation: 'update', many: true, where: 0, data: 1, options: 2 },
  nativeDelete: { operation: 'delete', many: true, where: 0, options: 1 },
};

/** What sends the changes of all entities that the manager knows, those of `data` among them; up to 6 repositories have these too. */
export const FLUSHES: Methods = {
  flush: { operation: 'save' },
  persistAndFlush: { operation: 'save', data: 0 },
  removeAndFlush: { operation: 'delete', data: 0 },
};

/** What loads relations of entities that were read, be it one or a list. */
export const POPULATES: Methods = { populate: { operation: 'readOne', data: 0, options: 2 } };

/** What a collection or a reference does to have its rows; what is loaded already is asked for by `init` and `matching` alone. */
export const LOADERS: Readonly<Record<string, Method & { readonly always?: boolean }>> = {
  load: { operation: 'readMany', many: true, options: 0 },
  loadOrFail: { operation: 'readOne', options: 0 },
  loadItems: { operation: 'readMany', many: true, options: 0 },
  loadCount: { operation: 'count', many: true, options: 0 },
  init: { operation: 'readMany', many: true, options: 0, always: true },
  matching: { operation: 'readMany', many: true, options: 0, always: true },
};

/** What ends a chain of a query builder and sends it. */
export const BUILDER_METHODS: Methods = {
  getResultList: { operation: 'readMany', many: true },
  getResult: { operation: 'readMany', many: true },
  getResultAndCount: { operation: 'readMany', many: true },
  getSingleResult: { operation: 'readOne' },
  getCount: { operation: 'count', many: true },
  execute: { operation: 'rawRead', many: true },
};
