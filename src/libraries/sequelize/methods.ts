import type { Methods } from '../../javascript/readers/method-reader.ts';

/** Static methods of models: Sequelize 6.37.8 and 7.0.0-alpha.48. */
export const STATIC_METHODS: Methods = {
  findAll: { operation: 'readMany', many: true, options: 0 },
  // both the rows and their count, in parallel
  findAndCountAll: { operation: 'readMany', many: true, options: 0, statements: 2 },
  findOne: { operation: 'readOne', options: 0 },
  findByPk: { operation: 'readOne', key: 0, options: 1 },
  findById: { operation: 'readOne', key: 0, options: 1 },
  findOrCreate: { operation: 'upsert', options: 0, data: 'defaults', statements: 2 },
  findCreateFind: { operation: 'upsert', options: 0, data: 'defaults', statements: 2 },
  findOrBuild: { operation: 'readOne', options: 0, data: 'defaults' },
  count: { operation: 'count', many: true, options: 0 },
  sum: { operation: 'aggregate', many: true, options: 1 },
  min: { operation: 'aggregate', many: true, options: 1 },
  max: { operation: 'aggregate', many: true, options: 1 },
  aggregate: { operation: 'aggregate', many: true, options: 2 },
  create: { operation: 'create', data: 0, options: 1 },
  bulkCreate: { operation: 'create', many: true, data: 0, options: 1 },
  update: { operation: 'update', many: true, data: 0, options: 1 },
  upsert: { operation: 'upsert', data: 0, options: 1 },
  destroy: { operation: 'delete', many: true, options: 0 },
  restore: { operation: 'update', many: true, options: 0 },
  increment: { operation: 'update', many: true, options: 1 },
  decrement: { operation: 'update', many: true, options: 1 },
};

/** Methods of a row. */
export const INSTANCE_METHODS: Methods = {
  save: { operation: 'save', options: 0 },
  update: { operation: 'update', data: 0, options: 1 },
  destroy: { operation: 'delete', options: 0 },
  restore: { operation: 'update', options: 0 },
  increment: { operation: 'update', options: 1 },
  decrement: { operation: 'update', options: 1 },
  reload: { operation: 'readOne', options: 0 },
};

/** Computing methods, by the SQL function. */
export const AGGREGATES: Readonly<Record<string, string>> = { sum: 'SUM', min: 'MIN', max: 'MAX' };

/** The methods that associations give to a row: `order.getItems()`, `order.addItem(…)`. */
export const ASSOCIATION_METHOD = /^(get|count|create|add|remove)([A-Z]\w*)$/;

/** Those of them that join one other row to the row, or part them; their plural does so with a list. */
export const LINKING = /^(?:add|remove)(?=[A-Z])/;
