import type { TSESTree } from '@typescript-eslint/utils';
import type { Field, Model, Relation } from '../../model/data-model.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, isFunction, lastName, memberName, namedProperties, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { constantInit, objectValue } from '../../javascript/syntax/values.ts';
import { columnOf } from './filters.ts';

const TABLE = /^(?:pg|mysql|sqlite|mssql|cockroach|singlestore|gel|snake)Table$/;
const CREATOR = /^(?:pg|mysql|sqlite|mssql|cockroach|singlestore|gel)TableCreator$/;
const SCHEMA = /^(?:pg|mysql|mssql|cockroach|singlestore|gel)Schema$/;

/** A relation as `relations` or `defineRelations` states it; keys are empty where the other side has them. */
interface DeclaredRelation {
  /** Local name of the table that has it. */
  readonly table: string;
  readonly name: string;
  readonly relation: Relation;
}

/** What one file declares: tables by the names of their consts, and relations between names of tables. */
export interface DeclaredTables {
  readonly tables: ReadonlyMap<string, Model>;
  readonly relations: readonly DeclaredRelation[];
}

export function declaredTables(module: JsModule, file: string): DeclaredTables {
  const tables = new Map([...declaredCalls(module)].map(([name, call]) => [name, tableOf(module, name, call, file)] as const));
  const relations: DeclaredRelation[] = [];
  for (const { call } of constantCalls(module)) {
    if (calledName(call) === 'relations') relations.push(...statedRelations(call));
    else if (/^defineRelations(?:Part)?$/.test(calledName(call))) relations.push(...definedRelations(call));
  }
  return { tables, relations };
}

/** The calls that declare tables, by the names of their consts. */
export function declaredCalls(module: JsModule): Map<string, TSESTree.CallExpression> {
  return new Map(constantCalls(module).filter(({ call }) => isTableCall(module, call)).map(({ name, call }) => [name, call]));
}

/** The names at the top level that stand for what a call gives. */
function constantCalls({ program }: JsModule): { readonly name: string; readonly call: TSESTree.CallExpression }[] {
  return program.body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') return [];
    return declaration.declarations.flatMap(({ id, init }) => {
      const call = unwrap(init);
      return id.type === 'Identifier' && call?.type === 'CallExpression' ? [{ name: id.name, call }] : [];
    });
  });
}

/** True for `pgTable('orders', {…})`, and for calls of what `pgTableCreator` and `pgSchema` give. */
export function isTableCall(module: JsModule, call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression') {
    const owner = unwrap(callee.object);
    const init = owner.type === 'Identifier' && memberName(callee) === 'table' ? unwrap(constantInit(module, owner)) : undefined;
    return TABLE.test(memberName(callee) ?? '') || (init?.type === 'CallExpression' && SCHEMA.test(calledName(init)));
  }
  if (callee.type !== 'Identifier') return false;
  const binding = module.resolve(callee);
  if (binding?.kind === 'import') return TABLE.test(binding.imported) || (!binding.source.startsWith('drizzle-orm') && /Table$|^table$/.test(binding.imported) && isLikeTable(call));
  const init = unwrap(constantInit(module, callee));
  return init?.type === 'CallExpression' && CREATOR.test(calledName(init));
}

/** `createTable('orders', { id: integer() })` of the project's own. */
function isLikeTable({ arguments: [name, columns] }: TSESTree.CallExpression): boolean {
  const value = unwrap(columns);
  return name?.type === 'Literal' && typeof name.value === 'string' && value?.type === 'ObjectExpression' && value.properties.every((property) => property.type === 'SpreadElement' || unwrap(property.value).type === 'CallExpression');
}

interface Column {
  readonly type: string;
  /** The call that makes it: `numeric('total')`. */
  readonly made: TSESTree.CallExpression;
  readonly steps: ReadonlySet<string>;
}

function tableOf(module: JsModule, name: string, call: TSESTree.CallExpression, file: string): Model {
  const [, given, extras] = call.arguments;
  const built = unwrap(given);
  const columns = objectValue(module, isFunction(built) ? returned(built) : built);
  const fields = new Map<string, Field>();
  const key: string[] = [];
  const { indexed, unique, primary } = extrasOf(extras);
  for (const { name: column, property } of namedProperties(columns)) {
    const chain = columnChain(property.value);
    if (chain === undefined) continue;
    const { type, steps } = chain;
    if (steps.has('primaryKey')) key.push(column);
    const isKey = steps.has('primaryKey') || (primary.length === 1 && primary[0] === column);
    const isUnique = isKey || steps.has('unique') || unique.has(column);
    const changesInJson = isChangedByJson(module, calledName(call), chain);
    fields.set(column, { name: column, type, nullable: !steps.has('notNull') && !isKey, unique: isUnique, indexed: isUnique || indexed.has(column) || primary[0] === column, relation: undefined, enumerated: isEnumerated(module, chain), changesInJson });
  }
  return { name, fields, key: key.length > 0 ? key : primary, file };
}

/** `integer('id').primaryKey().notNull()` */
function columnChain(node: Node): Column | undefined {
  const steps = new Set<string>();
  let at = unwrap(node);
  while (at.type === 'CallExpression') {
    const callee = unwrap(at.callee);
    const inner = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    if (callee.type !== 'MemberExpression' || inner?.type !== 'CallExpression') return { type: calledName(at), made: at, steps };
    steps.add(memberName(callee) ?? '');
    at = inner;
  }
  return undefined;
}

/** `text('status', { enum: ['open', 'done'] })`, `text('status').$type<Status>()` */
function isEnumerated(module: JsModule, { made, steps }: Column): boolean {
  return steps.has('$type') || made.arguments.some((argument) => propertyOf(objectValue(module, argument), 'enum') !== undefined);
}

/**
 * True for columns that JSON gives back otherwise: numbers of more digits than a float has, bytes, moments that are read as text. Seen with
 * 0.45 on SQLite and PostgreSQL: a numeric `1.50` becomes `1.5`, and SQLite refuses blobs.
 */
function isChangedByJson(module: JsModule, table: string, { type, made }: Column): boolean {
  const mode = made.arguments.map((argument) => propertyOf(objectValue(module, argument), 'mode')?.value).find((value) => value !== undefined);
  const kind = mode?.type === 'Literal' ? mode.value : undefined;
  if (/^(?:numeric|decimal|bigint|bigserial)$/.test(type)) return kind !== 'number';
  if (/^(?:timestamp|datetime)$/.test(type)) return kind === 'string';
  if (type === 'real') return table.startsWith('sqlite');
  const init = made.callee.type === 'Identifier' ? unwrap(constantInit(module, made.callee)) : undefined;
  return /^(?:blob|bytea|binary|varbinary)$/.test(type) || (init?.type === 'CallExpression' && calledName(init) === 'customType');
}

function returned(fn: Node): Node | undefined {
  if (!isFunction(fn)) return undefined;
  if (fn.body.type !== 'BlockStatement') return unwrap(fn.body);
  const last = fn.body.body.at(-1);
  return last?.type === 'ReturnStatement' ? unwrap(last.argument) : undefined;
}

/** Indexes and keys of a table's third argument: those of several columns count for the first of them. */
function extrasOf(node: Node | undefined): { indexed: Set<string>; unique: Set<string>; primary: readonly string[] } {
  const indexed = new Set<string>();
  const unique = new Set<string>();
  let primary: readonly string[] = [];
  if (node === undefined) return { indexed, unique, primary };
  walk(node, (at) => {
    if (at.type !== 'CallExpression') return undefined;
    const name = calledName(at);
    const columns = name === 'primaryKey' ? columnsIn(propertyOf(unwrap(at.arguments[0]), 'columns')?.value, at.arguments) : at.arguments.flatMap((argument) => columnOf(ordered(argument)) ?? []);
    const [first] = columns;
    if (name === 'primaryKey') primary = columns;
    if (first === undefined || (name !== 'on' && name !== 'using')) return undefined;
    indexed.add(first);
    if (columns.length === 1 && /\bunique/i.test(beginningOf(at))) unique.add(first);
    return undefined;
  });
  return { indexed, unique, primary };
}

/** `table.teamId.asc().nullsLast().op('uuid_ops')`, as drizzle-kit writes what it finds in a database. */
function ordered(node: Node): Node {
  const value = unwrap(node);
  return value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && /^(?:asc|desc|nulls(?:First|Last)|op)$/.test(calledName(value)) ? ordered(value.callee.object) : value;
}

function columnsIn(list: Node | undefined, args: readonly Node[]): string[] {
  const elements = list?.type === 'ArrayExpression' ? list.elements : args;
  return elements.flatMap((element) => (element === null ? [] : (columnOf(element) ?? [])));
}

/** `uniqueIndex` of `uniqueIndex('…').on(…)` */
function beginningOf(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee);
  const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
  return object?.type === 'CallExpression' ? calledName(object) : '';
}

/** `relations(orders, ({ one, many }) => ({ customer: one(customers, { fields: [orders.customerId], references: [customers.id] }) }))` */
function statedRelations({ arguments: [table, callback] }: TSESTree.CallExpression): DeclaredRelation[] {
  const name = table === undefined ? undefined : lastName(table);
  const stated = unwrap(callback) === undefined ? undefined : returned(unwrap(callback) as Node);
  if (name === undefined) return [];
  return namedProperties(stated).flatMap(({ name: relation, property }) => {
    const call = unwrap(property.value);
    const target = call.type === 'CallExpression' && call.arguments[0] !== undefined ? lastName(call.arguments[0]) : undefined;
    if (call.type !== 'CallExpression' || target === undefined) return [];
    const options = unwrap(call.arguments[1]);
    return relationOf(name, relation, target, calledName(call), propertyOf(options, 'fields')?.value, propertyOf(options, 'references')?.value, { throughJson: true });
  });
}

/** `defineRelations(schema, (r) => ({ orders: { customer: r.one.customers({ from: r.orders.customerId, to: r.customers.id }) } }))` of 1.0 */
function definedRelations({ arguments: args }: TSESTree.CallExpression): DeclaredRelation[] {
  const callback = unwrap(args[1]);
  const tables = callback === undefined ? undefined : returned(callback);
  return namedProperties(tables).flatMap(({ name: table, property: { value: relations } }) => namedProperties(unwrap(relations)).flatMap(({ name, property }) => {
    const call = unwrap(property.value);
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    const kind = callee?.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || kind?.type !== 'MemberExpression') return [];
    const options = unwrap(call.arguments[0]);
    return relationOf(table, name, memberName(callee) ?? '', memberName(kind) ?? '', propertyOf(options, 'from')?.value, propertyOf(options, 'to')?.value, { filtered: propertyOf(options, 'where') !== undefined });
  }));
}

function relationOf(table: string, name: string, target: string, kind: string, from: Node | undefined, to: Node | undefined, more: Pick<Relation, 'filtered' | 'throughJson'>): DeclaredRelation[] {
  if (kind !== 'one' && kind !== 'many') return [];
  const columns = (node: Node | undefined): string[] => {
    const value = unwrap(node);
    return value === undefined ? [] : (value.type === 'ArrayExpression' ? value.elements : [value]).flatMap((element) => (element === null ? [] : (columnOf(element) ?? [])));
  };
  const keys = kind === 'one' ? columns(from) : [];
  return [{ table, name, relation: { target, cardinality: kind === 'one' ? 'to-one' : 'to-many', keys, references: keys.length === 0 ? [] : columns(to), eager: false, lazy: false, ...more } }];
}
