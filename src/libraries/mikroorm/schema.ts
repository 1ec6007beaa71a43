import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { type ClassSite, superClassOf } from '../../javascript/project/called.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import { modelSites, type Named } from '../../javascript/queries/related-models.ts';
import { chainOf, importFrom, type JsModule } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, isClass, isFunction, keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import { builtBy } from './builder.ts';
import { MIKRO_PACKAGES } from './packages.ts';

/** Base classes that are followed, and entities that are read for one file. */
const [LINEAGE, MOST_ENTITIES] = [8, 80];

type Kind = 'm:1' | '1:1' | '1:m' | 'm:n';

/** What declares an entity: its class, or the call or the `new` that defines it (`defineEntity`, `EntitySchema`). */
interface Site {
  readonly file: SourceFile;
  readonly node: ClassNode | TSESTree.CallExpression | TSESTree.NewExpression;
}

/** A property of an entity as it is declared. */
interface Declared {
  readonly name: string;
  readonly kind: Kind | undefined;
  readonly type: string;
  /** The entity that a relation leads to: a name of the site's file, or the name that it is registered with. */
  readonly target: string | undefined;
  /** Another side holds the key. */
  readonly isInverse: boolean;
  readonly primary: boolean;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly eager: boolean;
  readonly hidden: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = { ManyToOne: 'm:1', OneToOne: '1:1', OneToMany: '1:m', ManyToMany: 'm:n', manyToOne: 'm:1', oneToOne: '1:1', oneToMany: '1:m', manyToMany: 'm:n' };
const COLUMNS = /^(?:Property|PrimaryKey|SerializedPrimaryKey|Enum|Formula|Embedded)$/;

/** The entity that a name at the top level of `file` stands for. */
export function entityNamed(file: SourceFile, name: string): Model | undefined {
  return entitiesAround(file).models.get(name);
}

/** The entities that a file names and those that they are related to, by the names that the code has for them. */
export const entitiesAround = oncePer((file: SourceFile): DataModel => {
  const sites = modelSites(file, (name) => (/^[A-Z]/.test(name) ? siteOf(declarationNamed(file, name)) : undefined), relatedTo, MOST_ENTITIES);
  return { models: new Map([...sites].map(([name, site]) => [name, modelOf(name, site, sites)])) };
});

function relatedTo(site: Site): Named<Site>[] {
  return declaredBy(site).flatMap(({ file, declared }) => declared.flatMap(({ target }): Named<Site>[] => (target === undefined ? [] : [[target, siteOf(declarationNamed(file, target))]])));
}

/** True for a class with `@Entity()`, and for one that extends what `defineEntity` gives. */
export function isEntityClass(file: SourceFile, node: ClassNode): boolean {
  return decorated(file.module, node).some(({ name }) => name === 'Entity') || definedBase({ file, node }) !== undefined;
}

function siteOf(found: Declaration | undefined): Site | undefined {
  if (found === undefined) return undefined;
  if (isClass(found.node)) return isEntityClass(found, found.node) ? { file: found, node: found.node } : undefined;
  return isDefinition(found.module, found.node) ? { file: found, node: found.node } : undefined;
}

/** `defineEntity({ … })`, `new EntitySchema({ … })` */
function isDefinition(module: JsModule, node: Node): node is TSESTree.CallExpression | TSESTree.NewExpression {
  return (node.type === 'CallExpression' || node.type === 'NewExpression') && /^(?:defineEntity|EntitySchema)$/.test(importFrom(module, unwrap(node.callee), MIKRO_PACKAGES)?.imported ?? '');
}

/** The definition behind `class Order extends OrderSchema.class`: 7. */
function definedBase({ file, node }: ClassSite): Site | undefined {
  const base = unwrap(node.superClass);
  const found = base?.type === 'MemberExpression' && memberName(base) === 'class' ? declarationOf(file, base.object) : undefined;
  return found !== undefined && isDefinition(found.module, found.node) ? { file: found, node: found.node } : undefined;
}

/** What an entity and its bases declare, bases first, each with the file that its names are of. */
const declaredBy = oncePer((site: Site): readonly Part[] => {
  const found: Part[] = [];
  for (let at: Site | undefined = site, left = LINEAGE; at !== undefined && left > 0; at = baseOf(at), left -= 1) found.unshift({ file: at.file, ...readSite(at) });
  return found;
});

function baseOf({ file, node }: Site): Site | undefined {
  return isClass(node) ? (definedBase({ file, node }) ?? superClassOf({ file, node })) : undefined;
}

interface Index {
  readonly fields: readonly string[];
  readonly unique: boolean;
}

/** What one class of a lineage declares, or a definition. */
interface Part {
  readonly file: SourceFile;
  readonly declared: readonly Declared[];
  readonly indexes: readonly Index[];
}

function readSite({ file: { module }, node }: Site): Omit<Part, 'file'> {
  if (!isClass(node)) {
    const options = unwrap(node.arguments[0]);
    const given = unwrap(propertyOf(options, 'properties')?.value);
    const properties = isFunction(given) && given.body.type !== 'BlockStatement' ? unwrap(given.body) : given;
    const declared = properties?.type === 'ObjectExpression' ? properties.properties.flatMap((property) => (property.type === 'Property' ? (defined(module, keyName(property), property.value) ?? []) : [])) : [];
    return { declared, indexes: [...listed(module, options, 'indexes', false), ...listed(module, options, 'uniques', true)] };
  }
  const indexes = decorated(module, node).flatMap(({ name, args }) => (name === 'Index' || name === 'Unique' ? indexOf(module, args[0], name === 'Unique') : []));
  return { declared: node.body.body.flatMap((member) => (member.type === 'PropertyDefinition' || member.type === 'AccessorProperty' ? (ofMember(module, member) ?? []) : [])), indexes };
}

/** A decorator of MikroORM's own: its name and arguments. */
interface Decorator {
  readonly name: string;
  readonly args: readonly Node[];
}

function decorated(module: JsModule, node: { readonly decorators: readonly TSESTree.Decorator[] }): Decorator[] {
  return decoratorsOf(node).flatMap(({ expression }) => {
    const call = expression.type === 'CallExpression' ? expression : undefined;
    const { root, names } = chainOf(unwrap(call?.callee ?? expression));
    const binding = importFrom(module, root, MIKRO_PACKAGES);
    const name = names.at(-1) ?? binding?.imported;
    return binding === undefined || name === undefined ? [] : [{ name, args: call?.arguments ?? [] }];
  });
}

/** `@ManyToOne(() => Customer, { nullable: true }) customer`, `@Property({ unique: true }) number` */
function ofMember(module: JsModule, member: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): Declared | undefined {
  const name = keyName(member);
  const own = decorated(module, member);
  const main = own.find((one) => COLUMNS.test(one.name) || Object.hasOwn(KINDS, one.name));
  if (name === undefined || main === undefined) return undefined;
  const options = main.args.map((argument) => unwrap(argument)).findLast((argument) => argument.type === 'ObjectExpression');
  if (isTrue(propertyOf(options, 'persist'), false)) return undefined;
  const kind = Object.hasOwn(KINDS, main.name) ? KINDS[main.name] : undefined;
  const annotated = typeName(member.typeAnnotation?.typeAnnotation);
  const [first, second] = main.args;
  const isTarget = first !== undefined && unwrap(first).type !== 'ObjectExpression';
  const target = kind === undefined ? undefined : targetOf(module, isTarget ? first : propertyOf(options, 'entity')?.value) ?? annotated;
  // `(item) => item.order`, `'order'`: the side that holds the key, unless this one says that it is the owner
  const named = second !== undefined && unwrap(second).type !== 'ObjectExpression' ? !isTrue(propertyOf(options, 'owner')) : false;
  return {
    name, kind, target, type: annotated ?? stringValue(module, propertyOf(options, 'type')?.value) ?? 'unknown',
    isInverse: kind === '1:m' || (kind !== 'm:1' && (propertyOf(options, 'mappedBy') !== undefined || named)),
    primary: main.name.endsWith('PrimaryKey') || isTrue(propertyOf(options, 'primary')),
    nullable: isTrue(propertyOf(options, 'nullable')),
    unique: isTrue(propertyOf(options, 'unique')) || own.some((one) => one.name === 'Unique'),
    indexed: isTrue(propertyOf(options, 'index')) || own.some((one) => one.name === 'Index'),
    eager: isTrue(propertyOf(options, 'eager')), hidden: isTrue(propertyOf(options, 'lazy')),
  };
}

/** A property of `defineEntity`: `p.manyToOne(Customer).nullable()`, and of a schema: `{ kind: 'm:1', entity: () => Customer }`. */
function defined(module: JsModule, name: string | undefined, node: Node): Declared | undefined {
  const given = unwrap(node);
  const value = isFunction(given) && given.body.type !== 'BlockStatement' ? unwrap(given.body) : given;
  if (name === undefined) return undefined;
  if (value.type === 'ObjectExpression') {
    const written = stringValue(module, (propertyOf(value, 'kind') ?? propertyOf(value, 'reference'))?.value);
    const kind = Object.values(KINDS).find((one) => one === written);
    const has = (option: string): boolean => isTrue(propertyOf(value, option));
    return {
      name, kind, target: kind === undefined ? undefined : targetOf(module, propertyOf(value, 'entity')?.value), type: stringValue(module, propertyOf(value, 'type')?.value) ?? 'unknown',
      isInverse: kind === '1:m' || propertyOf(value, 'mappedBy') !== undefined, primary: has('primary'), nullable: has('nullable'), unique: has('unique'), indexed: has('index'), eager: has('eager'), hidden: has('lazy'),
    };
  }
  const calls = new Map(builtBy(value).toReversed().map((step) => [step.name, step.call] as const));
  if (calls.size === 0 || calls.get('persist')?.arguments[0]?.type === 'Literal') return undefined;
  const relation = [...calls].find(([method]) => Object.hasOwn(KINDS, method));
  const kind = relation === undefined ? undefined : KINDS[relation[0]];
  return {
    name, kind, target: relation === undefined ? undefined : targetOf(module, relation[1].arguments[0]), type: [...calls.keys()].at(-1) ?? 'unknown',
    isInverse: kind === '1:m' || calls.has('mappedBy'), primary: calls.has('primary'), nullable: calls.has('nullable'), unique: calls.has('unique'), indexed: calls.has('index'), eager: calls.has('eager'), hidden: calls.has('lazy'),
  };
}

/** `() => Customer`, `Customer`, `'Customer'` */
function targetOf(module: JsModule, node: Node | undefined): string | undefined {
  const value = unwrap(node);
  if (isFunction(value)) return value.body.type === 'BlockStatement' ? undefined : targetOf(module, value.body);
  return value?.type === 'Identifier' ? value.name : stringValue(module, value);
}

const WRAPPERS = /^(?:Ref|Rel|Reference|IdentifiedReference|ScalarReference|Collection|Loaded|LoadedReference|Opt|Promise|Partial|Hidden)$/;

/** The class in `Customer`, `Customer | null`, `Ref<Customer>`, `Collection<Item>`, and the name of a plain type. */
function typeName(type: Node | undefined): string | undefined {
  if (type?.type === 'TSUnionType') return type.types.map((one) => typeName(one)).find((one) => one !== undefined);
  if (type?.type === 'TSStringKeyword' || type?.type === 'TSNumberKeyword' || type?.type === 'TSBooleanKeyword') return type.type.slice(2, -'Keyword'.length).toLowerCase();
  if (type?.type === 'TSArrayType') return 'Array';
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  return WRAPPERS.test(type.typeName.name) ? typeName(type.typeArguments?.params[0]) : type.typeName.name;
}

/** `{ properties: ['shop', 'number'] }`, `{ properties: 'number' }` */
function indexOf(module: JsModule, node: Node | undefined, isUnique: boolean): Index[] {
  const given = unwrap(propertyOf(unwrap(node), 'properties')?.value);
  const each = given?.type === 'ArrayExpression' ? given.elements : [given];
  const fields = each.flatMap((one) => stringValue(module, one) ?? []);
  return fields.length === 0 ? [] : [{ fields, unique: isUnique }];
}

function listed(module: JsModule, options: Node | undefined, key: string, isUnique: boolean): Index[] {
  const list = unwrap(propertyOf(options, key)?.value);
  return list?.type === 'ArrayExpression' ? list.elements.flatMap((one) => (one === null ? [] : indexOf(module, one, isUnique))) : [];
}

function isTrue(property: TSESTree.Property | undefined, value = true): boolean {
  const given = unwrap(property?.value);
  return given?.type === 'Literal' ? given.value === value : value && given !== undefined;
}

function modelOf(name: string, site: Site, sites: ReadonlyMap<string, Site>): Model {
  const parts = declaredBy(site);
  const all = new Map(parts.flatMap(({ declared }) => declared.map((one) => [one.name, one] as const)));
  const indexes = parts.flatMap((part) => part.indexes);
  const key = [...all.values()].filter(({ primary }) => primary).map((one) => one.name);
  const fields = new Map([...all].map(([property, declared]) => [property, fieldOf(declared, { key, indexes, sites })]));
  return { name, fields, key, file: site.file.path, ...(isFilteredAlways(site) ? { scoped: true } : {}) };
}

/** `@Filter({ …, default: true })`: its reads leave out rows by themselves. */
function isFilteredAlways({ file, node }: Site): boolean {
  return isClass(node) && decorated(file.module, node).some(({ name, args }) => name === 'Filter' && isTrue(propertyOf(unwrap(args[0]), 'default')));
}

/**
 * A to-one relation's property holds the row, or what stands for it, and is compared as the key is. Its column has an index without being asked for it (6.6.16, 7.2.2).
 */
function fieldOf({ name, kind, type, target, isInverse, nullable, unique, indexed, eager, hidden }: Declared, { key, indexes, sites }: { readonly key: readonly string[]; readonly indexes: readonly Index[]; readonly sites: ReadonlyMap<string, Site> }): Field {
  const isOwner = (kind === 'm:1' || kind === '1:1') && !isInverse;
  const isUnique = unique || (isOwner && kind === '1:1') || (key.length === 1 && key[0] === name) || indexes.some((index) => index.unique && index.fields.length === 1 && index.fields[0] === name);
  const owner = target === undefined ? undefined : sites.get(target);
  const relation = kind === undefined || target === undefined ? undefined : {
    target, cardinality: kind === '1:m' || kind === 'm:n' ? ('to-many' as const) : ('to-one' as const),
    ...(isOwner ? { keys: [name], references: [(owner && keyOf(owner)) ?? 'id'] } : { keys: [], references: [] }), eager, lazy: false,
    // a collection, or a reference: nothing that can stand where a query gave rows
    property: 'undeclared' as const,
  };
  return {
    name, type: target ?? type, nullable: nullable || (kind === '1:1' && isInverse), unique: isUnique, relation, ...(hidden ? { hidden } : {}),
    indexed: isUnique || indexed || isOwner || key[0] === name || indexes.some(({ fields }) => fields[0] === name),
  };
}

/** The primary key, where it is one property. */
function keyOf(site: Site): string | undefined {
  const keys = declaredBy(site).flatMap(({ declared }) => declared.filter(({ primary }) => primary));
  return keys.length === 1 ? keys[0]?.name : undefined;
}
