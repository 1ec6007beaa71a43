import type { TSESTree } from '@typescript-eslint/utils';
import { cachedByFile } from '../../project/files.ts';
import { parseModule } from '../../javascript/parse/parser.ts';
import { decoratorsOf, keyName, memberName, namedProperties, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';

/** A class with columns, or an EntitySchema, as its own file declares it: bases and targets are names yet. */
export interface DeclaredEntity {
  /** Class name, or the `name` of the EntitySchema. */
  readonly name: string;
  /** Name of the class or the const in its file; undefined where it is exported without one. */
  readonly local: string | undefined;
  /** `@Entity`, `@ViewEntity`, `@ChildEntity`, EntitySchema; false for base classes. */
  readonly registered: boolean;
  /** `@ViewEntity` */
  readonly view: boolean;
  /** The table's name, where it is given. */
  readonly table: string | undefined;
  /** The name of the class that it extends. */
  readonly base: string | undefined;
  readonly columns: readonly DeclaredColumn[];
  readonly relations: readonly DeclaredRelation[];
  /** `@RelationId((post) => post.author) authorId`: property by relation. */
  readonly relationIds: ReadonlyMap<string, string>;
  /** Properties with decorators of others: wrappers of `@Column` among them. */
  readonly others: readonly string[];
  /** Indexes and unique constraints over the whole class. */
  readonly indexes: readonly DeclaredIndex[];
}

export interface DeclaredColumn {
  readonly property: string;
  /** Name in the database, where it is given. */
  readonly column: string | undefined;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  /** `select: false` */
  readonly hidden: boolean;
}

export interface DeclaredRelation {
  readonly property: string;
  readonly kind: 'many-to-one' | 'one-to-many' | 'one-to-one' | 'many-to-many';
  /** Name of the class, in this file's scope, or of the entity where it is given as a string. */
  readonly target: string;
  readonly nullable: boolean;
  readonly eager: boolean;
  readonly lazy: boolean;
  readonly indexed: boolean;
  /** Columns of `@JoinColumn`, or of what it stands for; undefined where there is none. */
  readonly join: readonly { readonly name: string | undefined; readonly references: string | undefined }[] | undefined;
  /** The property at the other end that leads back. */
  readonly inverse: string | undefined;
}

export interface DeclaredIndex {
  readonly fields: readonly string[];
  readonly unique: boolean;
}

export interface EntityFile {
  readonly path: string;
  readonly entities: readonly DeclaredEntity[];
  /** Imports by local name. */
  readonly imports: ReadonlyMap<string, { readonly source: string; readonly imported: string }>;
}

const COLUMNS = /^(?:Column|PrimaryColumn|PrimaryGeneratedColumn|ObjectIdColumn|CreateDateColumn|UpdateDateColumn|DeleteDateColumn|VersionColumn|ViewColumn|VirtualColumn|Generated)$/;
const RELATIONS: Readonly<Record<string, DeclaredRelation['kind']>> = {
  ManyToOne: 'many-to-one',
  OneToMany: 'one-to-many',
  OneToOne: 'one-to-one',
  ManyToMany: 'many-to-many',
  TreeParent: 'many-to-one',
  TreeChildren: 'one-to-many',
};

/** The entities of the file at a path; cached. Undefined where it has nothing of TypeORM. */
export const entityFileAt: (path: string) => EntityFile | undefined = cachedByFile((text, path) => {
  if (!text.includes('typeorm')) return undefined;
  const program = parseModule(text, path);
  return program === undefined ? undefined : entityFileOf(program, path);
});

const known = new WeakMap<TSESTree.Program, EntityFile>();

/** The entities of a parsed file. */
export function entityFileOf(program: TSESTree.Program, path: string): EntityFile {
  const before = known.get(program);
  if (before !== undefined) return before;
  const imports = importsOf(program);
  const entities = program.body.flatMap((statement) => entitiesOf(statement, imports));
  const file = { path, entities, imports };
  known.set(program, file);
  return file;
}

type Imports = EntityFile['imports'];

function importsOf({ body }: TSESTree.Program): Imports {
  const found = new Map<string, { source: string; imported: string }>();
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      const imported = specifier.type === 'ImportSpecifier' ? (specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
      found.set(specifier.local.name, { source: statement.source.value, imported });
    }
  }
  return found;
}

function entitiesOf(statement: Node, imports: Imports): DeclaredEntity[] {
  const declaration = (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') && statement.declaration !== null ? statement.declaration : statement;
  if (declaration.type === 'ClassDeclaration') return classEntity(declaration, imports) ?? [];
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ init, id }) => schemaEntity(unwrap(init), imports, id.type === 'Identifier' ? id.name : undefined) ?? []);
  return schemaEntity(unwrap(declaration), imports, undefined) ?? [];
}

/** Name and arguments of a decorator of TypeORM's own. */
interface Decorator {
  readonly name: string;
  readonly args: readonly Node[];
}

function ownDecorators(node: { readonly decorators: readonly TSESTree.Decorator[] }, imports: Imports): Decorator[] {
  return decoratorsOf(node).flatMap(({ expression }) => {
    const call = expression.type === 'CallExpression' ? expression : undefined;
    const callee = call === undefined ? expression : call.callee;
    const args = call?.arguments ?? [];
    const root = callee.type === 'MemberExpression' ? callee.object : callee;
    const from = root.type === 'Identifier' ? imports.get(root.name) : undefined;
    if (from === undefined || !/^typeorm(?:\/|$)/.test(from.source)) return [];
    const name = callee.type === 'MemberExpression' ? memberName(callee) : from.imported;
    return name === undefined ? [] : [{ name, args }];
  });
}

function classEntity(node: TSESTree.ClassDeclaration, imports: Imports): DeclaredEntity[] | undefined {
  const own = ownDecorators(node, imports);
  const columns: DeclaredColumn[] = [];
  const relations: DeclaredRelation[] = [];
  const relationIds = new Map<string, string>();
  const others: string[] = [];
  const indexes = own.flatMap((decorator) => classIndex(decorator) ?? []);
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' && member.type !== 'TSAbstractPropertyDefinition') continue;
    const property = keyName(member);
    const decorators = ownDecorators(member, imports);
    if (property !== undefined && decorators.length === 0 && decoratorsOf(member).length > 0) others.push(property);
    if (property === undefined || decorators.length === 0) continue;
    const relation = relationOf(property, decorators, member);
    const column = relation === undefined ? columnOf(property, decorators, member) : undefined;
    if (relation !== undefined) relations.push(relation);
    if (column !== undefined) columns.push(column);
    const relationId = decorators.find(({ name }) => name === 'RelationId');
    const target = relationId === undefined ? undefined : fieldName(relationId.args[0]);
    if (target !== undefined) relationIds.set(target, property);
  }
  const view = own.some(({ name }) => name === 'ViewEntity');
  const registered = view || own.some(({ name }) => name === 'Entity' || name === 'ChildEntity');
  if (!registered && columns.length + relations.length === 0) return undefined;
  const base = unwrap(node.superClass);
  return [{ name: node.id?.name ?? 'default', local: node.id?.name, registered, view, table: tableOf(own.find(({ name }) => name === 'Entity')), base: base?.type === 'Identifier' ? base.name : undefined, columns, relations, relationIds, others, indexes }];
}

function columnOf(property: string, decorators: readonly Decorator[], member: TSESTree.PropertyDefinition | TSESTree.TSAbstractPropertyDefinition): DeclaredColumn | undefined {
  const found = decorators.find(({ name }) => COLUMNS.test(name));
  if (found === undefined) return undefined;
  const options = optionsOf(found.args);
  const index = decorators.find(({ name }) => name === 'Index');
  const primary = found.name === 'PrimaryColumn' || found.name === 'PrimaryGeneratedColumn' || found.name === 'ObjectIdColumn' || isTrue(options, 'primary');
  const unique = isTrue(options, 'unique') || decorators.some(({ name }) => name === 'Unique') || (index !== undefined && isTrue(optionsOf(index.args), 'unique'));
  return {
    property,
    column: textOf(propertyOf(options, 'name')?.value),
    type: isTrue(options, 'array') ? 'array' : (textOf(found.args[0]) ?? textOf(propertyOf(options, 'type')?.value) ?? targetOf(found.args[0]) ?? typeName(member.typeAnnotation?.typeAnnotation) ?? 'unknown'),
    nullable: isTrue(options, 'nullable') || found.name === 'DeleteDateColumn',
    primary,
    unique,
    indexed: index !== undefined,
    hidden: isFalse(options, 'select'),
  };
}

function relationOf(property: string, decorators: readonly Decorator[], member: TSESTree.PropertyDefinition | TSESTree.TSAbstractPropertyDefinition): DeclaredRelation | undefined {
  const found = decorators.find(({ name }) => Object.hasOwn(RELATIONS, name));
  const kind = found === undefined ? undefined : RELATIONS[found.name];
  if (found === undefined || kind === undefined) return undefined;
  const options = optionsOf(found.args);
  const annotation = member.typeAnnotation?.typeAnnotation;
  const target = targetOf(found.args[0]) ?? typeName(annotation);
  if (target === undefined) return undefined;
  return {
    property,
    kind,
    target,
    nullable: !isFalse(options, 'nullable'),
    eager: isTrue(options, 'eager'),
    lazy: isTrue(options, 'lazy') || (annotation?.type === 'TSTypeReference' && annotation.typeName.type === 'Identifier' && annotation.typeName.name === 'Promise'),
    indexed: decorators.some(({ name }) => name === 'Index'),
    join: joinOf(decorators.filter(({ name }) => name === 'JoinColumn')),
    inverse: fieldName(found.args[1]),
  };
}

function joinOf(decorators: readonly Decorator[]): DeclaredRelation['join'] {
  if (decorators.length === 0) return undefined;
  return decorators.flatMap(({ args }) => {
    const [first] = args;
    const each = first?.type === 'ArrayExpression' ? first.elements : [first];
    return each.map((options) => joinColumn(options ?? undefined));
  });
}

function joinColumn(options: Node | undefined): { name: string | undefined; references: string | undefined } {
  return { name: textOf(propertyOf(options, 'name')?.value), references: textOf(propertyOf(options, 'referencedColumnName')?.value) };
}

/** `@Index(['a', 'b'], { unique: true })`, `@Index('name', ['a'])`, `@Unique(['a'])`, `@Index((post) => [post.a])`. */
function classIndex({ name, args }: Decorator): DeclaredIndex | undefined {
  if (name !== 'Index' && name !== 'Unique') return undefined;
  for (const arg of args) {
    const body = unwrap(arg.type === 'ArrowFunctionExpression' ? arg.body : arg);
    if (body.type !== 'ArrayExpression') continue;
    const fields = body.elements.flatMap((element) => textOf(element ?? undefined) ?? (element?.type === 'MemberExpression' ? memberName(element) : undefined) ?? []);
    return { fields, unique: name === 'Unique' || isTrue(optionsOf(args), 'unique') };
  }
  return undefined;
}

/** `new EntitySchema({ name, columns, relations, indices, uniques })` */
function schemaEntity(node: Node | undefined, imports: Imports, variable: string | undefined): DeclaredEntity[] | undefined {
  if (node?.type !== 'NewExpression' || node.callee.type !== 'Identifier' || imports.get(node.callee.name)?.source !== 'typeorm' || imports.get(node.callee.name)?.imported !== 'EntitySchema') return undefined;
  const options = node.arguments[0] === undefined ? undefined : unwrap(node.arguments[0]);
  const columns = entriesOf(options, 'columns').map(([property, value]): DeclaredColumn => ({
    property,
    column: textOf(propertyOf(value, 'name')?.value),
    type: textOf(propertyOf(value, 'type')?.value) ?? targetOf(propertyOf(value, 'type')?.value) ?? 'unknown',
    nullable: isTrue(value, 'nullable'),
    primary: isTrue(value, 'primary'),
    unique: isTrue(value, 'unique'),
    indexed: false,
    hidden: isFalse(value, 'select'),
  }));
  const relations = entriesOf(options, 'relations').flatMap(([property, value]) => schemaRelation(property, value) ?? []);
  const indexes = [...listed(options, 'indices', false), ...listed(options, 'uniques', true)];
  const name = textOf(propertyOf(options, 'name')?.value) ?? variable ?? 'default';
  return [{ name, local: variable, registered: true, view: isView(options), table: textOf(propertyOf(options, 'tableName')?.value), base: undefined, columns, relations, relationIds: new Map(), others: [], indexes }];
}

/** `@Entity('orders')`, `@Entity({ name: 'orders' })` */
function tableOf(entity: Decorator | undefined): string | undefined {
  return textOf(entity?.args[0]) ?? textOf(propertyOf(optionsOf(entity?.args ?? []), 'name')?.value);
}

function isView(options: Node | undefined): boolean {
  return textOf(propertyOf(options, 'type')?.value) === 'view';
}

function schemaRelation(property: string, value: Node): DeclaredRelation | undefined {
  const kind = Object.values(RELATIONS).find((candidate) => candidate === textOf(propertyOf(value, 'type')?.value));
  const target = targetOf(propertyOf(value, 'target')?.value);
  if (kind === undefined || target === undefined) return undefined;
  const join = propertyOf(value, 'joinColumn')?.value;
  const joins = join === undefined ? undefined : join.type === 'ArrayExpression' ? join.elements.map((element) => joinColumn(element ?? undefined)) : [joinColumn(join)];
  return { property, kind, target, nullable: !isFalse(value, 'nullable'), eager: isTrue(value, 'eager'), lazy: isTrue(value, 'lazy'), indexed: false, join: joins, inverse: textOf(propertyOf(value, 'inverseSide')?.value) };
}

function entriesOf(options: Node | undefined, key: string): [string, Node][] {
  return namedProperties(unwrap(propertyOf(options, key)?.value)).map(({ name, property }) => [name, unwrap(property.value)]);
}

function listed(options: Node | undefined, key: string, unique: boolean): DeclaredIndex[] {
  const value = unwrap(propertyOf(options, key)?.value);
  if (value?.type !== 'ArrayExpression') return [];
  return value.elements.map((element) => {
    const columns = unwrap(propertyOf(element ?? undefined, 'columns')?.value);
    return { fields: columns?.type === 'ArrayExpression' ? columns.elements.flatMap((column) => textOf(column ?? undefined) ?? []) : [], unique: unique || isTrue(element ?? undefined, 'unique') };
  });
}

function optionsOf(args: readonly Node[]): Node | undefined {
  return args.map((arg) => unwrap(arg)).findLast((arg) => arg.type === 'ObjectExpression');
}

function isTrue(options: Node | undefined, name: string): boolean {
  return literal(propertyOf(options, name)?.value) === true;
}

function isFalse(options: Node | undefined, name: string): boolean {
  return literal(propertyOf(options, name)?.value) === false;
}

function literal(node: Node | undefined): unknown {
  return node?.type === 'Literal' ? node.value : undefined;
}

function textOf(node: Node | undefined): string | undefined {
  const value = literal(node);
  return typeof value === 'string' ? value : undefined;
}

/** The entity of `() => User`, `(type) => User`, `User`, `'User'`, `() => 'User'`. */
function targetOf(node: Node | undefined): string | undefined {
  const value = unwrap(node);
  if (value?.type === 'ArrowFunctionExpression') return value.body.type === 'BlockStatement' ? undefined : targetOf(value.body);
  return value?.type === 'Identifier' ? value.name : textOf(value);
}

/** The property of `(post) => post.author`, `({ author }) => author` or `'author'`. */
function fieldName(node: Node | undefined): string | undefined {
  const value = unwrap(node);
  if (value?.type !== 'ArrowFunctionExpression') return textOf(value);
  if (value.body.type === 'Identifier' && value.params[0]?.type === 'ObjectPattern') return value.body.name;
  return value.body.type === 'MemberExpression' ? memberName(value.body) : undefined;
}

const WRAPPERS = /^(?:Promise|Relation|Ref|Array|Partial|Readonly)$/;

/** The class in `User`, `User | null`, `User[]`, `Promise<User[]>`, `Relation<User>`. */
function typeName(node: Node | undefined): string | undefined {
  if (node?.type === 'TSArrayType') return typeName(node.elementType);
  if (node?.type === 'TSUnionType') return node.types.map((type) => typeName(type)).find((name) => name !== undefined);
  if (node?.type === 'TSStringKeyword') return 'string';
  if (node?.type === 'TSNumberKeyword') return 'number';
  if (node?.type === 'TSBooleanKeyword') return 'boolean';
  if (node?.type !== 'TSTypeReference' || node.typeName.type !== 'Identifier') return undefined;
  const { name } = node.typeName;
  return WRAPPERS.test(name) ? typeName(node.typeArguments?.params[0]) : name;
}
