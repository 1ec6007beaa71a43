import type { Methods } from '../../javascript/readers/method-reader.ts';

/**
 * Methods of models: Mongoose 8.24 and 9.12; `count`, `remove` and their kin up to 6 or 7. `create` of a list sends an insert for each element, `insertMany`
 * one for all; `bulkSave` and `bulkWrite` send one command.
 */
export const MODEL_METHODS: Methods = {
  find: { operation: 'readMany', many: true, where: 0, options: 2 },
  findOne: { operation: 'readOne', where: 0, options: 2 },
  findById: { operation: 'readOne', key: 0, options: 2 },
  countDocuments: { operation: 'count', many: true, where: 0 },
  estimatedDocumentCount: { operation: 'count', many: true },
  count: { operation: 'count', many: true, where: 0 },
  exists: { operation: 'exists', where: 0 },
  distinct: { operation: 'aggregate', many: true, where: 1 },
  aggregate: { operation: 'aggregate', many: true },
  // from mongoose-paginate-v2: the rows and their count
  paginate: { operation: 'readMany', many: true, where: 0, options: 1, statements: 2 },
  populate: { operation: 'readMany', many: true },
  create: { operation: 'create', data: 0 },
  insertMany: { operation: 'create', many: true, data: 0 },
  bulkWrite: { operation: 'rawWrite', many: true, data: 0 },
  bulkSave: { operation: 'save', many: true, data: 0 },
  updateOne: { operation: 'update', where: 0, data: 1, options: 2 },
  updateMany: { operation: 'update', many: true, where: 0, data: 1, options: 2 },
  update: { operation: 'update', where: 0, data: 1, options: 2 },
  replaceOne: { operation: 'update', where: 0, data: 1, options: 2 },
  findOneAndUpdate: { operation: 'update', where: 0, data: 1, options: 2 },
  findByIdAndUpdate: { operation: 'update', key: 0, data: 1, options: 2 },
  findOneAndReplace: { operation: 'update', where: 0, data: 1, options: 2 },
  deleteOne: { operation: 'delete', where: 0 },
  deleteMany: { operation: 'delete', many: true, where: 0 },
  remove: { operation: 'delete', many: true, where: 0 },
  findOneAndDelete: { operation: 'delete', where: 0 },
  findByIdAndDelete: { operation: 'delete', key: 0 },
  findOneAndRemove: { operation: 'delete', where: 0 },
  findByIdAndRemove: { operation: 'delete', key: 0 },
};

/** Methods of documents; `remove` up to 6. */
export const DOCUMENT_METHODS: Methods = {
  save: { operation: 'save' },
  updateOne: { operation: 'update', data: 0 },
  update: { operation: 'update', data: 0 },
  replaceOne: { operation: 'update', data: 0 },
  deleteOne: { operation: 'delete' },
  remove: { operation: 'delete' },
  populate: { operation: 'readOne' },
};

/** Methods of models that send at once; the others wait until somebody waits for them. */
export const EAGER: ReadonlySet<string> = new Set(['create', 'insertMany', 'bulkWrite', 'bulkSave', 'populate', 'paginate']);
