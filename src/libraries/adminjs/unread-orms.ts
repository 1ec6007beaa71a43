import type { TSESTree } from '@typescript-eslint/utils';
import type { Operation } from '../../model/query-call.ts';
import { contains } from '../../javascript/dependence.ts';
import { type Declaration, declarationOf, type SourceFile } from '../../javascript/modules.ts';
import { filterText } from '../../javascript/filter-text.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, isClass, keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue } from '../../javascript/syntax/values.ts';

/** A call of an ORM that has no reader of its own, on a model's class: enough to see that a hook queries per row. */
export interface ModelCall {
  readonly library: 'Mongoose';
  readonly model: string;
  readonly method: string;
  readonly operation: Operation;
  readonly where: Node | undefined;
  /** The model's primary key. */
  readonly key: string | undefined;
}

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
  if (object.type !== 'Identifier' || !Object.hasOwn(METHODS, method)) return undefined;
  const declared = declarationOf(file, object);
  const library = declared === undefined ? undefined : libraryOf(declared, declared.node);
  const operation = METHODS[method];
  if (library !== 'Mongoose' || operation === undefined) return undefined;
  return { library, model: object.name, method, operation, where: objectValue(file.module, call.arguments[0]), key: modelKey(file, object) };
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

/** True for the name of a Sequelize or Mongoose model. */
export function isModel(file: SourceFile, model: Node): boolean {
  const declared = declarationOf(file, model);
  return declared !== undefined && libraryOf(declared, declared.node) !== undefined;
}

/** Name of the primary key of a Sequelize or Mongoose model; undefined for a compound one. */
export function modelKey(file: SourceFile, model: Node): string | undefined {
  const declared = declarationOf(file, model);
  const library = declared === undefined ? undefined : libraryOf(declared, declared.node);
  if (declared === undefined || library === undefined) return undefined;
  return library === 'Mongoose' ? '_id' : sequelizeKey(declared);
}

/** The attribute with `primaryKey: true` or `@PrimaryKey`; `id`, which Sequelize adds, where there is none. */
function sequelizeKey({ module, node }: Declaration): string | undefined {
  const keys = isClass(node) ? [...decoratedKeys(node), ...attributesOf(module, node).flatMap((attributes) => keysIn(attributes))] : keysIn(objectValue(module, node.type === 'CallExpression' ? node.arguments[1] : undefined));
  return keys.length > 1 ? undefined : (keys[0] ?? 'id');
}

function keysIn(attributes: TSESTree.ObjectExpression | undefined): string[] {
  return (attributes?.properties ?? []).flatMap((property) => {
    const isKey = property.type === 'Property' ? propertyOf(unwrap(property.value), 'primaryKey')?.value : undefined;
    return property.type === 'Property' && isKey?.type === 'Literal' && isKey.value === true ? (keyName(property) ?? []) : [];
  });
}

/** `@PrimaryKey id`, `@Column({ primaryKey: true }) id` */
function decoratedKeys({ body }: ClassNode): string[] {
  return body.body.flatMap((member) => {
    if (member.type !== 'PropertyDefinition') return [];
    const isKey = decoratorsOf(member).some(({ expression }) => {
      const call = expression.type === 'CallExpression' ? expression : undefined;
      const name = unwrap(call?.callee ?? expression);
      if (name.type === 'Identifier' && name.name === 'PrimaryKey') return true;
      return call?.arguments.some((argument) => propertyOf(unwrap(argument), 'primaryKey') !== undefined) === true;
    });
    return isKey ? (keyName(member) ?? []) : [];
  });
}

/** The attributes of `Order.init({ … })`, and of `super.init({ … })` within the class. */
function attributesOf(module: JsModule, node: ClassNode): TSESTree.ObjectExpression[] {
  return module.calls.flatMap((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || memberName(callee) !== 'init') return [];
    const object = unwrap(callee.object);
    const isOwn = object.type === 'Identifier' ? object.name === node.id?.name : (object.type === 'Super' || object.type === 'ThisExpression') && contains(node, call);
    return isOwn ? (objectValue(module, call.arguments[0]) ?? []) : [];
  });
}

/** Where all rows are asked for at once: by the column that the call asks by, with what else it asks for. */
function filterForAll({ where, key }: ModelCall): string {
  const inList = '{ $in: ids }';
  if (where?.type !== 'ObjectExpression') return where === undefined && key !== undefined ? `{ ${key}: ${inList} }` : '…';
  const names = where.properties.map((property) => (property.type === 'Property' ? keyName(property) : undefined));
  return filterText({ where }, key !== undefined && names.includes(key) ? key : names.length === 1 ? names[0] : undefined, inList);
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
