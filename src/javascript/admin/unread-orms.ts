import type { TSESTree } from '@typescript-eslint/utils';
import type { Operation, QueryCall } from '../../model/query-call.ts';
import { declarationOf, type SourceFile } from '../modules.ts';
import { isClass, memberName, type Node, unwrap } from '../syntax/nodes.ts';

/** A call of an ORM that has no reader of its own, on a model's class: enough to see that a hook queries per row. */
export interface ModelCall {
  readonly library: QueryCall['library'];
  readonly model: string;
  readonly method: string;
  readonly operation: Operation;
}

/** Static methods of models and what they ask. */
const METHODS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  Sequelize: {
    findByPk: 'readOne', findOne: 'readOne', findOrCreate: 'upsert', findAll: 'readMany', findAndCountAll: 'readMany', count: 'count', sum: 'aggregate', max: 'aggregate',
    min: 'aggregate', create: 'create', update: 'update', destroy: 'delete', upsert: 'upsert', increment: 'update', decrement: 'update',
  },
  Mongoose: {
    findById: 'readOne', findOne: 'readOne', find: 'readMany', countDocuments: 'count', exists: 'exists', distinct: 'readMany', aggregate: 'aggregate', create: 'create',
    findByIdAndUpdate: 'update', findOneAndUpdate: 'update', updateOne: 'update', updateMany: 'update', deleteOne: 'delete', deleteMany: 'delete', findByIdAndDelete: 'delete', findOneAndDelete: 'delete',
  },
};

/** The query that `call` sends through a Sequelize or Mongoose model, which is followed to its declaration. */
export function modelCallOf(file: SourceFile, call: TSESTree.CallExpression): ModelCall | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const object = unwrap(callee.object);
  const method = memberName(callee) ?? '';
  if (object.type !== 'Identifier' || !Object.values(METHODS).some((methods) => Object.hasOwn(methods, method))) return undefined;
  const declared = declarationOf(file, object);
  const library = declared === undefined ? undefined : libraryOf(declared, declared.node);
  const operation = library === undefined ? undefined : METHODS[library]?.[method];
  return library === undefined || operation === undefined ? undefined : { library, model: object.name, method, operation };
}

/** `class X extends Model`, `sequelize.define(…)`, `model('X', schema)`, `mongoose.model(…)`; by where the names come from. */
function libraryOf(file: SourceFile, node: Node): 'Sequelize' | 'Mongoose' | undefined {
  const value = unwrap(node);
  if (isClass(value)) return value.superClass === null ? undefined : libraryOfName(file, value.superClass, 'Model');
  if (value.type !== 'CallExpression') return undefined;
  const callee = unwrap(value.callee);
  if (callee.type === 'Identifier') return libraryOfName(file, callee, 'model');
  if (callee.type !== 'MemberExpression') return undefined;
  if (memberName(callee) === 'define') return file.module.imports.some(({ source }) => /^(?:sequelize|@sequelize\/core)$/.test(source)) ? 'Sequelize' : undefined;
  return memberName(callee) === 'model' && unwrap(callee.object).type === 'Identifier' ? libraryOfName(file, callee.object, 'default') : undefined;
}

function libraryOfName(file: SourceFile, node: Node, imported: string): 'Sequelize' | 'Mongoose' | undefined {
  const value = unwrap(node);
  const root = value.type === 'MemberExpression' && memberName(value) === imported ? unwrap(value.object) : value;
  const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
  if (binding?.kind !== 'import' || (root === value && binding.imported !== imported && !/^(?:default|\*)$/.test(binding.imported))) return undefined;
  if (/^(?:sequelize|sequelize-typescript|@sequelize\/core)$/.test(binding.source)) return 'Sequelize';
  return binding.source === 'mongoose' ? 'Mongoose' : undefined;
}

/** What to write instead of one read per row. */
export function batchedRead({ library, model, operation }: ModelCall): string {
  if (operation !== 'readOne' && operation !== 'readMany') return `Ask ${model} once for all of them, grouped by their key, and look the answers up in a Map.`;
  const call = library === 'Mongoose' ? `${model}.find({ _id: { $in: ids } })` : `${model}.findAll({ where: { id: ids } })`;
  return `Collect the ids first, read all rows with one \`${call}\` and look them up in a Map.`;
}

/** What to write instead of one write per row. */
export function batchedWrite({ library, model, operation }: ModelCall): string {
  const mongoose = library === 'Mongoose';
  if (operation === 'create') return `Insert them together: \`${model}.${mongoose ? 'insertMany' : 'bulkCreate'}([...])\`.`;
  if (operation === 'delete') return `Delete them together: \`${mongoose ? `${model}.deleteMany({ _id: { $in: ids } })` : `${model}.destroy({ where: { id: ids } })`}\`.`;
  return `Write them together: \`${mongoose ? `${model}.updateMany({ _id: { $in: ids } }, …)` : `${model}.update(…, { where: { id: ids } })`}\` where the values are the same for all.`;
}
