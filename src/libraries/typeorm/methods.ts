import type { Method } from '../../javascript/readers/method-reader.ts';

/** A method; the entity that a manager is told first is not among its arguments. */
export interface EntityMethod extends Method {
  /** Statements beside the first: `save` and `remove` read before they write. */
  readonly extra?: number;
}

/** Repository, EntityManager and BaseEntity: TypeORM 0.3.31 and 1.1.1; `findByIds`, `findOneById` and `exist` up to 0.3. */
export const REPOSITORY_METHODS: Readonly<Record<string, EntityMethod>> = {
  find: { operation: 'readMany', many: true, options: 0 },
  findBy: { operation: 'readMany', many: true, where: 0 },
  findAndCount: { operation: 'readMany', many: true, options: 0 },
  findAndCountBy: { operation: 'readMany', many: true, where: 0 },
  findByIds: { operation: 'readMany', many: true },
  findOne: { operation: 'readOne', options: 0 },
  findOneBy: { operation: 'readOne', where: 0 },
  findOneOrFail: { operation: 'readOne', options: 0 },
  findOneByOrFail: { operation: 'readOne', where: 0 },
  findOneById: { operation: 'readOne', where: 0 },
  preload: { operation: 'readOne', where: 0 },
  count: { operation: 'count', many: true, options: 0 },
  countBy: { operation: 'count', many: true, where: 0 },
  exists: { operation: 'exists', options: 0 },
  existsBy: { operation: 'exists', where: 0 },
  exist: { operation: 'exists', options: 0 },
  sum: { operation: 'aggregate', many: true, where: 1 },
  average: { operation: 'aggregate', many: true, where: 1 },
  minimum: { operation: 'aggregate', many: true, where: 1 },
  maximum: { operation: 'aggregate', many: true, where: 1 },
  save: { operation: 'save', data: 0, extra: 1 },
  insert: { operation: 'create', data: 0 },
  update: { operation: 'update', many: true, where: 0, data: 1 },
  upsert: { operation: 'upsert', data: 0 },
  delete: { operation: 'delete', many: true, where: 0 },
  softDelete: { operation: 'delete', many: true, where: 0 },
  restore: { operation: 'update', many: true, where: 0 },
  remove: { operation: 'delete', data: 0, extra: 1 },
  softRemove: { operation: 'delete', data: 0, extra: 1 },
  recover: { operation: 'update', data: 0, extra: 1 },
  increment: { operation: 'update', many: true, where: 0 },
  decrement: { operation: 'update', many: true, where: 0 },
};

/** What options of `find` and its kin are called: TypeORM 0.2.45, 0.3.31 and 1.1.1. */
export const FIND_OPTIONS: ReadonlySet<string> = new Set([
  'select', 'relations', 'relationLoadStrategy', 'join', 'where', 'order', 'skip', 'take', 'cache', 'lock', 'comment', 'withDeleted', 'loadRelationIds', 'loadEagerRelations', 'transaction',
]);

/** Repository methods that compute over a column, by the SQL function. */
export const AGGREGATES: Readonly<Record<string, string>> = { sum: 'SUM', average: 'AVG', minimum: 'MIN', maximum: 'MAX' };

/** Methods of an EntityManager whose first argument is the entity's class, which `save` and its kin may leave out. */
export const ENTITY_OPTIONAL: ReadonlySet<string> = new Set(['save', 'remove', 'softRemove', 'recover']);

/** Methods of an entity that extends BaseEntity. */
export const INSTANCE_METHODS: Readonly<Record<string, EntityMethod>> = {
  save: { operation: 'save', extra: 1 },
  remove: { operation: 'delete', extra: 1 },
  softRemove: { operation: 'delete', extra: 1 },
  recover: { operation: 'update', extra: 1 },
  reload: { operation: 'readOne' },
};

/** What ends a chain of a query builder and sends it. */
export const BUILDER_METHODS: Readonly<Record<string, EntityMethod>> = {
  getMany: { operation: 'readMany', many: true },
  getRawMany: { operation: 'readMany', many: true },
  getManyAndCount: { operation: 'readMany', many: true },
  getRawAndEntities: { operation: 'readMany', many: true },
  getOne: { operation: 'readOne' },
  getOneOrFail: { operation: 'readOne' },
  getRawOne: { operation: 'readOne' },
  getCount: { operation: 'count', many: true },
  getExists: { operation: 'exists' },
  execute: { operation: 'rawWrite', many: true },
};
