import type { TSESTree } from '@typescript-eslint/utils';
import type { Operation } from '../../model/query-call.ts';
import { declarationOf, type SourceFile } from '../../javascript/modules.ts';
import { type Filter, type FilterDialect, filterIn } from '../../javascript/conditions.ts';
import { filterText } from '../../javascript/filter-text.ts';
import { isClass, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue } from '../../javascript/syntax/values.ts';

/** A call on a model of Mongoose, which has no reader of its own: enough to see that a hook queries per row. */
export interface ModelCall {
  readonly model: string;
  readonly operation: Operation;
  /** What its filter asks for; undefined where it finds by the primary key, or is no object. */
  readonly filter: Filter | undefined;
}

/** The primary key of every model. */
export const MONGOOSE_KEY = '_id';

const FILTER: FilterDialect = { operators: { $eq: 'equals', $in: 'in', $gt: 'range', $gte: 'range', $lt: 'range', $lte: 'range', $regex: 'range', $ne: 'other', $nin: 'other' }, all: '$and', any: '$or', none: '$nor' };

/** Static methods of models and what they ask. */
const METHODS: Readonly<Record<string, Operation>> = {
  findById: 'readOne', findOne: 'readOne', find: 'readMany', countDocuments: 'count', exists: 'exists', distinct: 'readMany', aggregate: 'aggregate', create: 'create',
  findByIdAndUpdate: 'update', findOneAndUpdate: 'update', updateOne: 'update', updateMany: 'update', deleteOne: 'delete', deleteMany: 'delete', findByIdAndDelete: 'delete', findOneAndDelete: 'delete',
};

/** The query that `call` sends through a Mongoose model, which is followed to its declaration. */
export function modelCallOf(file: SourceFile, call: TSESTree.CallExpression): ModelCall | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const object = unwrap(callee.object);
  const method = memberName(callee) ?? '';
  const operation = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (operation === undefined || object.type !== 'Identifier' || !isMongooseModel(file, object)) return undefined;
  const where = objectValue(file.module, call.arguments[0]);
  return { model: object.name, operation, filter: where && filterIn(file.module, where, FILTER) };
}

/** True for the name of a model that `model('X', schema)`, `mongoose.model(…)` or `class X extends Model` declares. */
export function isMongooseModel(file: SourceFile, model: Node): boolean {
  const declared = declarationOf(file, model);
  const value = unwrap(declared?.node);
  if (declared === undefined || value === undefined) return false;
  if (isClass(value)) return value.superClass !== null && isOfMongoose(declared, value.superClass, 'Model');
  if (value.type !== 'CallExpression') return false;
  const callee = unwrap(value.callee);
  if (callee.type === 'Identifier') return isOfMongoose(declared, callee, 'model');
  return callee.type === 'MemberExpression' && memberName(callee) === 'model' && unwrap(callee.object).type === 'Identifier' && isOfMongoose(declared, callee.object, 'default');
}

/** True for `Model` and `mongoose.Model`, by where the name comes from. */
function isOfMongoose(file: SourceFile, node: Node, imported: string): boolean {
  const value = unwrap(node);
  const root = value.type === 'MemberExpression' && memberName(value) === imported ? unwrap(value.object) : value;
  const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
  if (binding?.kind !== 'import' || binding.source !== 'mongoose') return false;
  return root !== value || binding.imported === imported || /^(?:default|\*)$/.test(binding.imported);
}

/** Where all rows are asked for at once: by the column that the call asks by, with what else it asks for. */
function filterForAll({ filter }: ModelCall): string {
  const inList = '{ $in: ids }';
  if (filter === undefined) return `{ ${MONGOOSE_KEY}: ${inList} }`;
  const names = filter.map((one) => ('any' in one ? undefined : one.path[0]));
  return filterText(filter, names.includes(MONGOOSE_KEY) ? MONGOOSE_KEY : names.length === 1 ? names[0] : undefined, inList);
}

/** What to write instead of one read per row. */
export function batchedRead(call: ModelCall): string {
  const { model, operation } = call;
  if (operation !== 'readOne' && operation !== 'readMany') return `Ask ${model} once for all of them, grouped by their key, and look the answers up in a Map.`;
  return `Collect the ids first, read all rows with one \`${model}.find(${filterForAll(call)})\` and look them up in a Map.`;
}

/** What to write instead of one write per row. */
export function batchedWrite(call: ModelCall): string {
  const { model, operation } = call;
  switch (operation) {
    case 'create':
      return `Insert them together: \`${model}.insertMany([...])\`.`;
    case 'delete':
      return `Delete them together: \`${model}.deleteMany(${filterForAll(call)})\`.`;
    default:
      return `Write them together: \`${model}.updateMany(${filterForAll(call)}, …)\` where the values are the same for all.`;
  }
}
