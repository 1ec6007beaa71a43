import type { TSESTree } from '@typescript-eslint/utils';
import inflection from 'inflection';
import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { contains } from '../../javascript/syntax/dependence.ts';
import { fileFrom, lintedFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { memberOf } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, isClass, isFunction, keyName, memberName, namedProperties, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { entriesOf, namesRelation } from './included.ts';
import { type FoundModel, modelOf } from './models.ts';

/** How many models are read for one file. */
const MOST_MODELS = 60;

const ASSOCIATIONS: Readonly<Record<string, 'to-one' | 'to-many'>> = { belongsTo: 'to-one', hasOne: 'to-one', hasMany: 'to-many', belongsToMany: 'to-many' };

/** A relation as the code declares it. */
interface Association {
  readonly method: string;
  readonly target: FoundModel;
  readonly as: string | undefined;
  readonly key: string | undefined;
  /** It has a scope of its own: `hasMany(Post, { as: 'drafts', scope: { status: 'draft' } })`. */
  readonly filtered: boolean;
}

/** The model whose static methods an expression has, where its declaration is found. */
export function modelFor(file: SourceFile, node: Node | undefined): Model | undefined {
  const found = modelOf(file, node);
  return found === undefined ? undefined : dataModelOf([found]).models.get(found.name);
}

/** The models that were found in a file, and those that they are associated with, by the names that the code gives them. */
export function dataModelOf(found: Iterable<FoundModel>): DataModel {
  const models = new Map<string, Model>();
  const queue = [...found];
  for (let model = queue.shift(); model !== undefined && models.size < MOST_MODELS; model = queue.shift()) {
    if (model.declared === undefined || models.has(model.name)) continue;
    const associations = associationsOf(model, model.declared);
    models.set(model.name, described(model, associations));
    queue.push(...associations.map(({ target }) => target));
  }
  return { models: withKeysOfOthers(models) };
}

type Declared = NonNullable<FoundModel['declared']>;

function described({ name, declared }: FoundModel, associations: readonly Association[]): Model {
  const { file, node } = declared as Declared;
  const fields = new Map<string, Field>();
  const primary: string[] = [];
  const add: Add = (field, { key, unique, nullable, type, computed = false }) => {
    if (key) primary.push(field);
    fields.set(field, { name: field, type: type ?? '', nullable, unique: unique || key, indexed: unique || key, relation: undefined, computed });
  };
  for (const attributes of attributesOf(file, node)) {
    for (const { name: field, property } of namedProperties(attributes)) {
      const options = unwrap(property.value);
      add(field, { key: isTrue(options, 'primaryKey'), unique: propertyOf(options, 'unique') !== undefined, nullable: !isFalse(options, 'allowNull'), type: typeIn(options), computed: propertyOf(options, 'get') !== undefined });
    }
  }
  if (isClass(node)) addDecorated(node, add);
  if (primary.length === 0) add('id', { key: true, unique: true, nullable: false });
  if (primary.length > 1) for (const field of primary) fields.set(field, { ...(fields.get(field) as Field), unique: false });
  const along = entriesOf(propertyOf(defaultScope(file, node), 'include')?.value).map((entry) => unwrap(entry));
  for (const { method, target, as, key: foreign, filtered } of associations) {
    const cardinality = ASSOCIATIONS[method] ?? 'to-many';
    const relation = as ?? defaultName(nameOf(target), cardinality);
    const keys = method === 'belongsTo' ? [foreign ?? keyNamed(as ?? defaultName(nameOf(target), cardinality), fields)] : [];
    fields.set(relation, {
      name: relation, type: target.name, nullable: true, unique: false, indexed: false,
      relation: { target: target.name, cardinality, keys, references: keys.length > 0 ? ['id'] : [], eager: along.some((entry) => namesRelation(entry, relation)), lazy: false, filtered, property: propertyFor(file, node, relation) },
    });
  }
  const { text } = file.module;
  return { name, fields, key: primary, file: file.path, scoped: /\bdefaultScope\b|@DefaultScope\b/.test(text), hooked: /\b(?:before|after)Find|@(?:Before|After)Find/.test(text) };
}

const TYPED = /\.[cm]?tsx?$/;

/** How a class of TypeScript declares the property of a relation; Sequelize's manual has it optional: `declare posts?: NonAttribute<Post[]>`. */
function propertyFor(file: SourceFile, node: Declared['node'], relation: string): 'optional' | 'undeclared' | undefined {
  if (!isClass(node) || !TYPED.test(file.path) || !TYPED.test(lintedFrom(file).path)) return undefined;
  const member = memberOf(node, relation);
  if (member?.type !== 'PropertyDefinition' && member?.type !== 'AccessorProperty') return 'undeclared';
  const type = member.typeAnnotation === undefined ? '' : file.module.textOf(member.typeAnnotation);
  return member.optional || /\|\s*undefined\b|\bundefined\s*\|/.test(type) ? 'optional' : undefined;
}

/** What Sequelize calls a model, which is not what the code has to call it: the name given to `define`, the option `modelName`, else the class's name. */
function nameOf({ name, declared }: FoundModel): string {
  if (declared === undefined) return name;
  const { file, node } = declared;
  if (!isClass(node)) return stringValue(file.module, node.arguments[0]) ?? name;
  const table = decoratorsOf(node).map(({ expression }) => expression).find((expression) => decoratorName(expression) === 'Table');
  const options = [...initCalls(file, node).map((call) => call.arguments[1]), table?.type === 'CallExpression' ? table.arguments[0] : undefined];
  return options.map((one) => stringValue(file.module, propertyOf(objectValue(file.module, one), 'modelName')?.value)).find((one) => one !== undefined) ?? node.id?.name ?? name;
}

/** What a relation is called where nobody says: the singular of the model's name, or its plural, as the package says that Sequelize asks (6.37.8). */
function defaultName(target: string, cardinality: 'to-one' | 'to-many'): string {
  return cardinality === 'to-one' ? inflection.singularize(target) : inflection.pluralize(target);
}

/** As the code writes it where a column of that name is there: `customerId`, else `CustomerId`. */
function keyNamed(relation: string, fields: ReadonlyMap<string, Field>): string {
  const lower = `${relation.slice(0, 1).toLowerCase()}${relation.slice(1)}Id`;
  return fields.has(lower) ? lower : `${relation}Id`;
}

/** The keys of belongsTo point to the primary key of the target, which may not be called `id`. */
function withKeysOfOthers(models: ReadonlyMap<string, Model>): Map<string, Model> {
  return new Map([...models].map(([name, model]) => {
    const fields = new Map([...model.fields].map(([field, value]): [string, Field] => {
      const key = value.relation === undefined ? undefined : models.get(value.relation.target)?.key[0];
      return [field, value.relation === undefined || value.relation.keys.length === 0 || key === undefined ? value : { ...value, relation: { ...value.relation, references: [key] } }];
    }));
    return [name, { ...model, fields }];
  }));
}

/** The attributes of `Order.init({ … })`, of `super.init({ … })` within the class, or of `define('Order', { … })`. */
function attributesOf(file: SourceFile, node: Declared['node']): TSESTree.ObjectExpression[] {
  const { module } = file;
  if (!isClass(node)) return [objectValue(module, node.arguments[1])].filter((attributes) => attributes !== undefined);
  return initCalls(file, node).flatMap((call) => objectValue(module, call.arguments[0]) ?? []);
}

function initCalls({ module }: SourceFile, node: ClassNode): TSESTree.CallExpression[] {
  return module.calls.filter((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || memberName(callee) !== 'init') return false;
    const object = unwrap(callee.object);
    return object.type === 'Identifier' ? object.name === node.id?.name : (object.type === 'Super' || object.type === 'ThisExpression') && contains(node, call);
  });
}

/** What every read has that says nothing else: `init({ … }, { defaultScope: { … } })`, `define('Order', { … }, { … })`, `@DefaultScope(() => ({ … }))`. */
function defaultScope(file: SourceFile, node: Declared['node']): TSESTree.ObjectExpression | undefined {
  const { module } = file;
  const options = isClass(node) ? initCalls(file, node).map((call) => call.arguments[1]) : [node.arguments[2]];
  const decorator = isClass(node) ? decoratorsOf(node).map(({ expression }) => expression).find((expression) => decoratorName(expression) === 'DefaultScope') : undefined;
  const decorated = decorator?.type === 'CallExpression' ? unwrap(decorator.arguments[0]) : undefined;
  const stated = [...options.map((one) => propertyOf(objectValue(module, one), 'defaultScope')?.value), isFunction(decorated) ? answersOf(decorated)[0] : decorated];
  return stated.map((scope) => objectValue(module, scope)).find((scope) => scope !== undefined);
}

type Add = (field: string, facts: { key: boolean; unique: boolean; nullable: boolean; type?: string | undefined; computed?: boolean }) => void;

/** `@PrimaryKey @Column id`, `@Unique @Column email`; what an `@ForeignKey` stands on is a column as well. */
function addDecorated(node: ClassNode, add: Add): void {
  for (const member of node.body.body) {
    const field = member.type === 'PropertyDefinition' || member.type === 'AccessorProperty' ? keyName(member) : undefined;
    if (field === undefined || (member.type !== 'PropertyDefinition' && member.type !== 'AccessorProperty')) continue;
    const decorators = decoratorsOf(member).map(({ expression }) => ({ name: decoratorName(expression), options: expression.type === 'CallExpression' ? unwrap(expression.arguments[0]) : undefined }));
    const has = (pattern: RegExp): boolean => decorators.some(({ name }) => pattern.test(name));
    if (!has(/^(?:Column|Attribute|ForeignKey|PrimaryKey|Unique|AllowNull|AutoIncrement|Default)$/)) continue;
    const column = decorators.find(({ name }) => name === 'Column')?.options;
    add(field, { key: has(/^PrimaryKey$/) || isTrue(column, 'primaryKey'), unique: has(/^Unique$/) || isTrue(column, 'unique'), nullable: !isFalse(column, 'allowNull'), type: has(/^IsUUID$/) ? 'UUID' : typeIn(column), computed: propertyOf(column, 'get') !== undefined });
  }
}

/** `DataTypes.UUID`, `{ type: DataTypes.UUID }`: the type as Sequelize calls it. */
function typeIn(options: Node | undefined): string | undefined {
  const named = unwrap(propertyOf(options, 'type')?.value ?? options);
  return named?.type === 'MemberExpression' ? memberName(named) : undefined;
}

/** The name that a decorator is called by. */
export function decoratorName(expression: Node): string {
  const called = unwrap(expression.type === 'CallExpression' ? expression.callee : expression);
  return called.type === 'Identifier' ? called.name : '';
}

/** True where the options say `true` to one of them. */
export function isTrue(options: Node | undefined, name: string): boolean {
  const value = propertyOf(options, name)?.value;
  return value?.type === 'Literal' && value.value === true;
}

function isFalse(options: Node | undefined, name: string): boolean {
  const value = propertyOf(options, name)?.value;
  return value?.type === 'Literal' && value.value === false;
}

/** Files beside a model's in which projects put the associations of all models together. */
const ASSOCIATION_FILES = ['./index', './associations', './relations', './init-models', './setup-associations', '../associations', '../models'];

/** `Order.belongsTo(models.Customer, { as: 'customer' })` in the model's file, the one being linted or one for all models, and decorators. */
function associationsOf(model: FoundModel, { file, node }: Declared): Association[] {
  const linted = lintedFrom(file);
  const beside = ASSOCIATION_FILES.flatMap((source) => resolveSource(file.path, source) ?? []).flatMap((path) => fileFrom(file, path) ?? []);
  const places = new Map([file, linted, ...beside].map((place) => [place.path, place]));
  const called = [...places.values()].flatMap((place) => associationCalls(place, model, { file, node }));
  return [...called, ...(isClass(node) ? decoratedAssociations(file, node) : [])];
}

function associationCalls(place: SourceFile, model: FoundModel, home: Declared): Association[] {
  const { module } = place;
  return module.calls.flatMap((call): Association[] => {
    const callee = unwrap(call.callee);
    const method = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
    if (callee.type !== 'MemberExpression' || !Object.hasOwn(ASSOCIATIONS, method)) return [];
    // What is put together at run time goes by its name: `db.Order` after `db[model.name] = model`, `static associate({ Order })`.
    const owner = modelOf(place, callee.object) ?? targetOf(place, callee.object);
    if (owner?.declared === undefined ? owner?.name !== model.name : owner.declared.node !== home.node) return [];
    const target = targetOf(place, call.arguments[0]);
    const options = objectValue(module, call.arguments[1]);
    const as = propertyOf(options, 'as')?.value;
    const numbered = propertyOf(objectValue(module, as), ASSOCIATIONS[method] === 'to-one' ? 'singular' : 'plural')?.value;
    return target === undefined ? [] : [{ method, target, as: stringValue(module, numbered ?? as), key: foreignKeyIn(place, propertyOf(options, 'foreignKey')?.value), filtered: propertyOf(options, 'scope') !== undefined }];
  });
}

/** The model that an association names; `models.Customer` of `static associate(models)` by its name. */
function targetOf(place: SourceFile, node: Node | undefined): FoundModel | undefined {
  const found = modelOf(place, node);
  if (found !== undefined) return found;
  const value = unwrap(node);
  if (value?.type === 'MemberExpression') {
    const name = memberName(value);
    return name === undefined ? undefined : { name, declared: undefined };
  }
  return value?.type === 'Identifier' && /^[A-Z]/.test(value.name) ? { name: value.name, declared: undefined } : undefined;
}

function foreignKeyIn({ module }: SourceFile, node: Node | undefined): string | undefined {
  return stringValue(module, node) ?? stringValue(module, propertyOf(objectValue(module, node), 'name')?.value);
}

/** `@BelongsTo(() => Customer, 'customerId') customer`, `@HasMany(() => Item) items`. */
function decoratedAssociations(file: SourceFile, node: ClassNode): Association[] {
  return node.body.body.flatMap((member): Association[] => {
    const as = member.type === 'PropertyDefinition' || member.type === 'AccessorProperty' ? keyName(member) : undefined;
    if (as === undefined || (member.type !== 'PropertyDefinition' && member.type !== 'AccessorProperty')) return [];
    return decoratorsOf(member).flatMap(({ expression }): Association[] => {
      const name = decoratorName(expression);
      const method = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
      if (expression.type !== 'CallExpression' || !Object.hasOwn(ASSOCIATIONS, method)) return [];
      const [of, options] = expression.arguments;
      const target = targetOf(file, isFunction(of) && of.body.type !== 'BlockStatement' ? of.body : of);
      if (target === undefined) return [];
      const given = foreignKeyIn(file, options) ?? foreignKeyIn(file, propertyOf(objectValue(file.module, options), 'foreignKey')?.value);
      return [{ method, target, as, key: given ?? decoratedKey(node, target.name), filtered: propertyOf(objectValue(file.module, options), 'scope') !== undefined }];
    });
  });
}

/** The column with `@ForeignKey(() => Customer)`. */
function decoratedKey(node: ClassNode, target: string): string | undefined {
  const keys = node.body.body.flatMap((member) => {
    if (member.type !== 'PropertyDefinition' || keyName(member) === undefined) return [];
    const isKey = decoratorsOf(member).some(({ expression }) => {
      const of = expression.type === 'CallExpression' && decoratorName(expression) === 'ForeignKey' ? expression.arguments[0] : undefined;
      return isFunction(of) && of.body.type === 'Identifier' && of.body.name === target;
    });
    return isKey ? [keyName(member) as string] : [];
  });
  return keys.length === 1 ? keys[0] : undefined;
}
