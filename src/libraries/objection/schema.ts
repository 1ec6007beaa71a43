import type { DataModel, Field, Relation } from '../../model/data-model.ts';
import type { ClassSite } from '../../javascript/project/called.ts';
import type { Configured } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { memberOf } from '../../javascript/syntax/module.ts';
import { type ClassNode, isFunction, memberName, namedProperties, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import { modelLineage, modelNamed, modelOf } from './classes.ts';

/** Models that are read for one file. */
const MOST_MODELS = 120;

/** The models that a file names and those that they are related to, by the names that the code has for them. */
export const modelsAround = oncePer((file: SourceFile): DataModel => {
  const names = [...(file.module.scopes.get(file.module.program)?.names.values() ?? [])].flatMap(({ kind, name }) => ((kind === 'class' || kind === 'import') && /^[A-Z]/.test(name) ? [name] : []));
  const nameOf = new Map<ClassNode, string>();
  const queue: ClassSite[] = [];
  const add = (site: ClassSite | undefined, name: string | undefined): void => {
    if (site === undefined || name === undefined || nameOf.has(site.node) || nameOf.size >= MOST_MODELS) return;
    nameOf.set(site.node, name);
    queue.push(site);
  };
  for (const name of names) add(modelNamed(file, name), name);
  const read: { readonly name: string; readonly site: ClassSite; readonly relations: readonly Stated[] }[] = [];
  for (let site = queue.shift(); site !== undefined; site = queue.shift()) {
    const relations = relationsOf(site);
    for (const { target } of relations) add(target, target.node.id?.name);
    read.push({ name: nameOf.get(site.node) ?? '', site, relations });
  }
  return { models: new Map(read.map(({ name, site, relations }) => [name, { name, fields: fieldsOf(site, relations, nameOf), key: keyOf(site), file: site.file.path }])) };
});

/** A relation as `relationMappings` states it. */
interface Stated {
  readonly name: string;
  readonly kind: string;
  readonly target: ClassSite;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly filtered: boolean;
}

/** The value of a static member, be it a property, a getter or a function, of the class itself or one that it extends. */
function staticValue(site: ClassSite, name: string): Configured | undefined {
  for (const { file, node } of modelLineage(site)) {
    const member = memberOf(node, name);
    if (member === undefined || member.type === 'TSParameterProperty') continue;
    const value = unwrap(member.value);
    const given = isFunction(value) ? unwrap(answersOf(value)[0]) : value;
    return given === undefined ? undefined : { file, node: given };
  }
  return undefined;
}

function relationsOf(site: ClassSite): Stated[] {
  const stated = staticValue(site, 'relationMappings');
  const mappings = stated && objectValue(stated.file.module, stated.node);
  if (stated === undefined) return [];
  const { file } = stated;
  return namedProperties(mappings).flatMap(({ name, property }): Stated[] => {
    const options = objectValue(file.module, property.value);
    const option = (key: string): Node | undefined => unwrap(options && propertyOf(options, key)?.value);
    const [relation, join] = [option('relation'), objectValue(file.module, option('join'))];
    const given = option('modelClass');
    const named = isFunction(given) ? unwrap(answersOf(given)[0]) : given;
    const target = named && modelOf(file, named.type === 'MemberExpression' && memberName(named) === 'default' ? named.object : named);
    if (relation?.type !== 'MemberExpression' || target === undefined) return [];
    const end = (key: string): string | undefined => columnOf(file, propertyOf(join, key)?.value);
    const filtered = ['filter', 'modify'].some((key) => option(key) !== undefined);
    return [{ name, kind: memberName(relation) ?? '', target, from: end('from'), to: end('to'), filtered }];
  });
}

/** `customer_id` of `'orders.customer_id'` and of `` `${Order.tableName}.customer_id` ``. */
function columnOf({ module }: SourceFile, node: Node | undefined): string | undefined {
  const value = unwrap(node);
  const text = stringValue(module, value) ?? (value?.type === 'TemplateLiteral' ? value.quasis.at(-1)?.value.cooked : undefined);
  const column = text?.split('.').at(-1);
  return column === undefined || !/^\w+$/.test(column) ? undefined : column;
}

function keyOf(site: ClassSite): string[] {
  const stated = staticValue(site, 'idColumn');
  const list = stated?.node.type === 'ArrayExpression' ? stated.node.elements : [stated?.node];
  const names = stated === undefined ? ['id'] : list.map((element) => stringValue(stated.file.module, element)?.split('.').at(-1));
  return names.every((name) => name !== undefined) ? names : [];
}

function fieldsOf(site: ClassSite, relations: readonly Stated[], nameOf: ReadonlyMap<ClassNode, string>): Map<string, Field> {
  const fields = new Map(columnsOf(site.node, site));
  for (const relation of relations) fields.set(relation.name, relationField(relation, fields, nameOf, propertyFor(site, relation.name)));
  return fields;
}

/** The columns that a model's `jsonSchema` names, and its key. */
const columnsOf = oncePer((_: ClassNode, site: ClassSite): ReadonlyMap<string, Field> => {
  const key = keyOf(site);
  const stated = staticValue(site, 'jsonSchema');
  const fields = new Map(stated === undefined ? [] : columnsIn(stated, key).map((field) => [field.name, field]));
  for (const name of key) if (!fields.has(name)) fields.set(name, column(name, key));
  return fields;
});

function columnsIn({ file: { module }, node }: Configured, key: readonly string[]): Field[] {
  return namedProperties(objectValue(module, valueUnder(module, node, ['properties']))).map(({ name, property }) => {
    const options = objectValue(module, property.value);
    return column(name, key, stringValue(module, propertyOf(options, 'type')?.value), propertyOf(options, 'enum') !== undefined);
  });
}

/** Indexes and unique columns stand in migrations alone. */
function column(name: string, key: readonly string[], type = '', enumerated = false): Field {
  const isKey = key.length === 1 && key[0] === name;
  return { name, type, nullable: !key.includes(name), unique: isKey, indexed: isKey, relation: undefined, enumerated };
}

/** Both sides of a join are written down, whichever of them holds the key. A relation through a third table has none of its own. */
function relationField({ name, kind, target, from, to, filtered }: Stated, fields: ReadonlyMap<string, Field>, nameOf: ReadonlyMap<ClassNode, string>, property: Relation['property']): Field {
  const isOne = /^(?:BelongsToOne|HasOne|HasOneThrough)Relation$/.test(kind);
  const isJoined = /^(?:BelongsToOne|HasOne|HasMany)Relation$/.test(kind) && from !== undefined && to !== undefined;
  const model = nameOf.get(target.node) ?? target.node.id?.name ?? '';
  const relation: Relation = { target: model, cardinality: isOne ? 'to-one' : 'to-many', keys: isJoined ? [asProperty(from, fields)] : [], references: isJoined ? [asProperty(to, columnsOf(target.node, target))] : [], eager: false, lazy: false, filtered, property };
  return { name, type: model, nullable: isOne, unique: false, indexed: false, relation };
}

/** What the class of typed code says of the property that holds a relation. */
function propertyFor({ file, node }: ClassSite, name: string): Relation['property'] {
  if (!/\.[cm]?tsx?$/.test(file.path)) return undefined;
  const member = memberOf(node, name);
  return member === undefined ? 'undeclared' : member.type === 'PropertyDefinition' && member.optional ? 'optional' : undefined;
}

/** The property that a column is read as: with snake case in the database, `customer_id` is `customerId` in the code. */
export function asProperty(name: string, fields: ReadonlyMap<string, Field>): string {
  const camel = name.replaceAll(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  return !fields.has(name) && fields.has(camel) ? camel : name;
}
