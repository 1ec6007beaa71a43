import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Field, Model, Relation } from '../../model/data-model.ts';
import { literally } from '../../model/text.ts';
import { remembered, textAt } from '../../project/files.ts';
import { declaredAround } from '../../javascript/project/declared-around.ts';
import { fileFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { chainOf } from '../../javascript/syntax/module.ts';
import { calledName, type ClassNode, decoratorName, decoratorsOf, isFunction, keyName, memberName, namedProperties, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { MONGOOSE_TYPES } from './receivers.ts';

/** The primary key of every model. */
export const MONGOOSE_KEY = '_id';

/** What one file declares: schemas by the names of their consts, or a model's own, and models with the names of their schemas. */
interface Declared {
  readonly file: string;
  readonly schemas: ReadonlyMap<string, readonly Field[]>;
  readonly models: ReadonlyMap<string, string>;
}

/** Names of plugins and of text that tell a file of schemas. */
const SPEAKS = /\bmongoose\b|\bSchema\b|typegoose/i;

const declaredIn = declaredAround<Declared>({
  packages: MONGOOSE_TYPES.packages,
  speaks: (text) => SPEAKS.test(text),
  read: ({ module, path }) => declaredBy(module, path),
  leadsOn: ({ schemas, models }) => schemas.size > 0 || models.size > 0,
});

/** The models whose schemas a file can reach through its imports, by the names that they are registered with; where two share one, the nearer one counts. */
export function schemasAround(file: SourceFile): DataModel {
  const found = declaredIn(file);
  const schemaNamed = (name: string, near: Declared): readonly Field[] | undefined => near.schemas.get(name) ?? found.find(({ schemas }) => schemas.has(name))?.schemas.get(name);
  const models = new Map<string, Model>();
  for (const declared of found) {
    for (const [name, schema] of declared.models) if (!models.has(name)) models.set(name, modelOf(name, declared.file, schemaNamed(schema, declared) ?? []));
  }
  return { models };
}

/** The name that a model is registered with, by that of a type of its documents where that is all the code says: `OrderDocument`, `IOrder`. */
export function registeredAs({ models }: DataModel, name: string): string {
  const plain = name.replace(/(?:Document|Doc|Entity|Interface|Model|Type)$/, '');
  const bare = plain.replace(/^I(?=[A-Z][a-z])/, '');
  return [name, plain, bare].find((one) => models.has(one)) ?? (bare === '' ? name : bare);
}

/** The name that the model of a schema is registered with, by the const that holds the schema; what the const is called says it where nothing else does. Undefined for what is no schema. */
export function modelOfSchema(file: SourceFile, schema: string): string | undefined {
  const declared = declaredIn(file);
  const [registered] = declared.flatMap(({ models }) => [...models].find(([, of]) => of === schema) ?? []);
  if (registered !== undefined || !declared.some(({ schemas }) => schemas.has(schema))) return registered;
  return schema.replace(/Schema$/, '').replace(/^./, (first) => first.toUpperCase());
}

/** The file of the project that registers a model under a name, with a schema, whoever imports it; undefined where several do, or none. */
export function fileRegistering(file: SourceFile, model: string): SourceFile | undefined {
  const [only, ...others] = filesRegistering(`${file.path}\0${model}`);
  return only === undefined || others.length > 0 ? undefined : fileFrom(file, only);
}

/** Every call of the model asks. */
const filesRegistering = remembered((key) => {
  const [path = '', model = ''] = key.split('\0');
  const registers = new RegExp(String.raw`\bmodel\s*(?:<[^(]*>)?\(\s*['"]${literally(model)}['"]\s*,`);
  return (sourcesAround(path, dirname(path))?.code.filesWith(model) ?? []).filter((other) => registers.test(textAt(other) ?? ''));
});

function modelOf(name: string, file: string, own: readonly Field[]): Model {
  const id: Field = { name: MONGOOSE_KEY, type: 'ObjectId', nullable: false, unique: true, indexed: true, relation: undefined };
  return { name, fields: new Map([id, ...own].map((field) => [field.name, field])), key: [MONGOOSE_KEY], file };
}

function declaredBy(module: JsModule, file: string): Declared {
  const schemas = new Map<string, Field[]>();
  const models = new Map<string, string>();
  const add = (schema: string, fields: readonly Field[]): void => {
    const before = schemas.get(schema) ?? [];
    schemas.set(schema, [...before, ...fields]);
  };
  walk(module.program, (node) => {
    if (node.type === 'NewExpression' || (node.type === 'CallExpression' && isSchema(module, node))) {
      const name = isSchema(module, node) ? nameOf(module, node) : undefined;
      if (name !== undefined) add(name, fieldsOf(module, objectValue(module, node.arguments[0])));
    } else if (node.type === 'ClassDeclaration' && node.id !== null) {
      const fields = decoratedFields(module, node);
      if (fields.length === 0 && !decoratorsOf(node).some(({ expression }) => decoratorName(expression) === 'Schema')) return undefined;
      add(node.id.name, fields);
      models.set(node.id.name, node.id.name);
    } else if (node.type === 'CallExpression') register(module, node, models);
    return undefined;
  });
  for (const call of module.calls) changeSchema(module, call, schemas, add);
  return { file, schemas, models };
}

/** `new Schema({ … })`, `new mongoose.Schema({ … })`, with or without `new`, also of a Schema that is taken out of the package at run time. */
export function isSchema(module: JsModule, node: TSESTree.NewExpression | TSESTree.CallExpression): boolean {
  const { root, names } = chainOf(unwrap(node.callee));
  return (names.at(-1) ?? module.textOf(root)) === 'Schema';
}

/** The const that holds a schema, and where there is none the model that it is handed to. */
export function nameOf(module: JsModule, node: Node): string | undefined {
  const parent = module.parentOf(node);
  if (parent?.type === 'TSAsExpression' || parent?.type === 'TSSatisfiesExpression') return nameOf(module, parent);
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  return parent?.type === 'CallExpression' ? stringValue(module, parent.arguments[0]) : undefined;
}

/** `model('Order', orderSchema)`, `connection.model('Order', orderSchema)`, `Base.discriminator('Order', orderSchema)`. */
function register(module: JsModule, call: TSESTree.CallExpression, models: Map<string, string>): void {
  if (!/^(?:model|discriminator|getOrCreateModel)$/.test(calledName(call))) return;
  const [first, second] = call.arguments;
  const name = stringValue(module, first);
  const schema = unwrap(second);
  if (name === undefined || schema === undefined || models.has(name)) return;
  models.set(name, schema.type === 'Identifier' ? schema.name : name);
}

/** What is said of a schema after it is made: `orderSchema.index({ number: 1 }, { unique: true })`, `orderSchema.virtual('items', { ref: 'Item', … })`. */
function changeSchema(module: JsModule, call: TSESTree.CallExpression, schemas: Map<string, Field[]>, add: (schema: string, fields: readonly Field[]) => void): void {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return;
  const fields = schemas.get(callee.object.name);
  if (fields === undefined) return;
  const [first, second] = call.arguments;
  if (memberName(callee) === 'virtual') {
    const field = virtualField(module, stringValue(module, first), objectValue(module, second));
    if (field !== undefined) add(callee.object.name, [field]);
  } else if (memberName(callee) === 'index') {
    const indexed = objectValue(module, first)?.properties.map((property) => (property.type === 'Property' ? keyName(property) : undefined)) ?? [];
    const isUnique = indexed.length === 1 && isTrue(unwrap(second), 'unique');
    schemas.set(callee.object.name, fields.map((field) => (field.name === indexed[0] ? { ...field, indexed: true, unique: field.unique || isUnique } : field)));
  }
}

/** `virtual('items', { ref: 'Item', localField: '_id', foreignField: 'order' })` */
function virtualField(module: JsModule, name: string | undefined, options: TSESTree.ObjectExpression | undefined): Field | undefined {
  const option = (key: string): Node | undefined => options && propertyOf(options, key)?.value;
  const target = refOf(module, option('ref'));
  const [local, foreign] = [stringValue(module, option('localField')), stringValue(module, option('foreignField'))];
  if (name === undefined || target === undefined || local === undefined || foreign === undefined) return undefined;
  const ends = local === MONGOOSE_KEY ? { keys: [], references: [] } : { keys: [local], references: [foreign] };
  return { name, type: target, nullable: true, unique: false, indexed: false, relation: { target, cardinality: isTrue(options, 'justOne') ? 'to-one' : 'to-many', ...ends, eager: false, lazy: false, filtered: option('match') !== undefined } };
}

function fieldsOf(module: JsModule, definition: TSESTree.ObjectExpression | undefined): Field[] {
  return namedProperties(definition).map(({ name, property }) => fieldOf(module, name, property.value, false));
}

/** `{ type: Schema.Types.ObjectId, ref: 'Customer', required: true }`, `[{ type: …, ref: 'Tag' }]`, `{ type: [{ … }] }`, or a type alone. */
function fieldOf(module: JsModule, name: string, given: Node, isList: boolean): Field {
  const value = unwrap(given);
  if (value.type === 'ArrayExpression') return value.elements[0] == null ? plainField(name, 'Array') : fieldOf(module, name, value.elements[0], true);
  const options = objectValue(module, value);
  const type = unwrap(options && propertyOf(options, 'type')?.value);
  if (options === undefined || type === undefined) return plainField(name, options === undefined ? typeName(module, value) : 'Object');
  const inner = type.type === 'ArrayExpression' && type.elements[0] != null ? fieldOf(module, name, type.elements[0], true) : undefined;
  const target = refOf(module, propertyOf(options, 'ref')?.value);
  const relation = inner?.relation ?? (target === undefined ? undefined : relationTo(name, target, isList || type.type === 'ArrayExpression', isTrue(options, 'autopopulate')));
  const isUnique = isTrue(options, 'unique');
  return {
    name, type: inner?.type ?? typeName(module, type), nullable: propertyOf(options, 'required') === undefined, unique: isUnique && !isList, indexed: isUnique || propertyOf(options, 'index') !== undefined,
    relation, enumerated: propertyOf(options, 'enum') !== undefined,
  };
}

function plainField(name: string, type: string): Field {
  return { name, type, nullable: true, unique: false, indexed: false, relation: undefined };
}

/** The path holds the key, and the document in its place once it is populated. */
function relationTo(name: string, target: string, isMany: boolean, eager: boolean): Relation {
  return { target, cardinality: isMany ? 'to-many' : 'to-one', keys: [name], references: [MONGOOSE_KEY], eager, lazy: false };
}

/** `'Customer'`, `Customer.name`, `() => Customer`, `Customer` */
function refOf(module: JsModule, node: Node | undefined): string | undefined {
  const value = unwrap(node);
  const text = stringValue(module, value);
  if (text !== undefined || value === undefined) return text;
  if (isFunction(value)) return value.body.type === 'BlockStatement' ? undefined : refOf(module, value.body);
  if (value.type === 'MemberExpression') return memberName(value) === 'name' && value.object.type === 'Identifier' ? value.object.name : undefined;
  return value.type === 'Identifier' && /^[A-Z]/.test(value.name) ? value.name : undefined;
}

/** `ObjectId` of `Schema.Types.ObjectId`. */
function typeName(module: JsModule, node: Node): string {
  const { root, names } = chainOf(node);
  return names.at(-1) ?? module.textOf(root).slice(0, 40);
}

/** `@Prop({ type: Types.ObjectId, ref: Customer.name }) customer`, `@prop({ ref: () => Customer }) customer: Ref<Customer>`. */
function decoratedFields(module: JsModule, node: ClassNode): Field[] {
  return node.body.body.flatMap((member) => {
    const name = member.type === 'PropertyDefinition' || member.type === 'AccessorProperty' ? keyName(member) : undefined;
    if (name === undefined || (member.type !== 'PropertyDefinition' && member.type !== 'AccessorProperty')) return [];
    const declared = decoratorsOf(member).find(({ expression }) => /^(?:Prop|prop|arrayProp)$/.test(decoratorName(expression)))?.expression;
    if (declared?.type !== 'CallExpression') return [];
    const [options] = declared.arguments;
    const annotation = member.typeAnnotation?.typeAnnotation;
    const isList = annotation?.type === 'TSArrayType';
    const field = options === undefined ? plainField(name, '') : fieldOf(module, name, options, isList);
    const written = objectValue(module, options);
    // Typegoose tells the type by `ref` alone, and both by the annotation.
    const target = field.relation === undefined && written !== undefined ? refOf(module, propertyOf(written, 'ref')?.value) : undefined;
    const facts = written === undefined ? field : { ...field, unique: isTrue(written, 'unique'), indexed: isTrue(written, 'unique') || propertyOf(written, 'index') !== undefined, nullable: propertyOf(written, 'required') === undefined };
    return [target === undefined ? facts : { ...facts, type: 'ObjectId', relation: relationTo(name, target, isList, isTrue(written, 'autopopulate')) }];
  });
}

function isTrue(options: Node | undefined, name: string): boolean {
  const value = unwrap(propertyOf(options, name)?.value);
  return value !== undefined && !(value.type === 'Literal' && value.value === false);
}
