import type { TSESTree } from '@typescript-eslint/utils';
import type { Field } from '../../model/data-model.ts';
import type { Edit, Remedy } from '../../model/text.ts';
import { isRelative } from '../../javascript/syntax/dependence.ts';
import { losesComment, setOption } from '../../javascript/syntax/edits.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, type Node, propertiesOf, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { carriedOptions } from '../../javascript/advice/carried-options.ts';
import { otherOptions } from '../../javascript/advice/filter-text.ts';
import { isTyped } from '../../javascript/receivers/typed-rows.ts';
import type { CountOption, LoadedRelation, OrmCall, RelationQuery, RowLoop, Together } from '../../javascript/queries/orm.ts';

/** What `include` and `select` take for a relation. `take` is left out: Prisma then reads all children and cuts in memory. */
const RELATION_OPTIONS = ['select', 'include', 'omit', 'orderBy'];

/** Makes a read load relations: in `select` where it selects, else in `include`. */
export function prismaLoad(module: JsModule, source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
  const group = propertyOf(source.options, 'select') === undefined ? 'include' : 'select';
  const entries = relations.flatMap(({ name, query }) => {
    const value = query === undefined ? 'true' : isTyped(module, source, query) ? undefined : carriedOptions(module, query, RELATION_OPTIONS);
    return value === undefined ? [] : [{ name, value }];
  });
  return entries.length < relations.length ? undefined : setOption(module, source.node, 0, group, entries);
}

/** `_count: { select: { orders: true } }`, with the other conditions of the count (5.x, 6.x, 7.x). */
export function prismaCount(module: JsModule, source: OrmCall, name: string, query: RelationQuery): CountOption | undefined {
  // A count of some columns, or up to a limit, is another one.
  if (otherOptions(query.call).length > 0 || query.call.limit !== undefined) return undefined;
  const value = carriedOptions(module, query, []);
  const group = propertyOf(source.options, 'select') === undefined ? 'include' : 'select';
  const counts = propertyOf(unwrap(propertyOf(source.options, group)?.value), '_count')?.value;
  const isFree = counts === undefined;
  // `_count` holds one number for a relation: the rows' own would be another one from then on
  if (propertyOf(unwrap(propertyOf(unwrap(counts), 'select')?.value), name) !== undefined) return undefined;
  return {
    option: `${group}: { _count: { select: { ${name}: ${query.rest.length === 0 ? 'true' : '{ where: … }'} } } }`,
    access: `_count.${name}`,
    edit: value === undefined || !isFree || isTyped(module, source, query) ? undefined : setOption(module, source.node, 0, group, [{ name: '_count', value: `{ select: { ${name}: ${value} } }` }]),
  };
}

/** True where the options of a read name the whole path of relations, through `include` or `select`. */
export function prismaLoads({ options }: OrmCall, path: readonly string[]): boolean {
  let at: Node | undefined = options;
  for (const step of path) {
    const outer: Node | undefined = at;
    const entry: TSESTree.Property | undefined = ['include', 'select'].map((group) => propertyOf(unwrap(propertyOf(outer, group)?.value), step)).find((found) => found !== undefined);
    if (entry === undefined || (entry.value.type === 'Literal' && entry.value.value === false)) return false;
    at = unwrap(entry.value);
  }
  return true;
}

/** `updateMany`, `deleteMany`, `createMany`, or the list form of `$transaction`. */
export function prismaTogether(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  switch (call.operation) {
    case 'update':
      return updateMany(module, call, loop) ?? inTransaction(module, call, loop);
    case 'delete':
      return deleteMany(module, call, loop);
    case 'create':
      return createMany(module, call, loop) ?? inTransaction(module, call, loop);
    case 'upsert':
      return inTransaction(module, call, loop);
    default:
      return undefined;
  }
}

/** `prisma.order` as the code writes it. */
function delegateText(module: JsModule, { node }: OrmCall): string {
  const callee = unwrap(node.callee);
  return callee.type === 'MemberExpression' ? module.textOf(callee.object) : '';
}

function fieldsOf({ orm, model }: OrmCall): ReadonlyMap<string, Field> | undefined {
  return model === undefined ? undefined : orm.dataModel?.models.get(model)?.fields;
}

/** The one scalar field that the filter compares with something of the row. */
function keyOf(call: OrmCall, loop: RowLoop): { name: string; value: Node } | undefined {
  const { where } = call;
  const [property, ...others] = where?.type === 'ObjectExpression' ? where.properties : [];
  if (property?.type !== 'Property' || others.length > 0) return undefined;
  const name = keyName(property);
  const field = name === undefined ? undefined : fieldsOf(call)?.get(name);
  if (name === undefined || field === undefined || field.relation !== undefined || unwrap(property.value).type === 'ObjectExpression' || !loop.dependsOnRow(property.value)) return undefined;
  // `in` takes no null, by which a filter alone finds the rows that have none.
  if (field.nullable && loop.mayBeNull(property.value)) return undefined;
  return { name, value: property.value };
}

/** Options that the bulk form takes as well. */
function hasOnly({ options }: OrmCall, names: readonly string[]): boolean {
  return options?.properties.every((property) => property.type === 'Property' && names.includes(keyName(property) ?? '')) === true;
}

function filterText(key: { name: string; value: Node }, loop: RowLoop): string {
  return `where: { ${key.name}: { in: ${loop.mapped(key.value)} } }`;
}

function updateMany(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const key = keyOf(call, loop);
  const { data } = call;
  if (key === undefined || data === undefined || !hasOnly(call, ['where', 'data']) || !loop.isSameForAll(data) || !isFlat(call, data) || isRelative(data)) return undefined;
  return {
    title: `Update all rows with one \`updateMany\``,
    expression: `${delegateText(module, call)}.updateMany({ ${filterText(key, loop)}, data: ${dataText(module, call, data)} })`,
    changes: `all rows are updated or none, ${call.many ? '' : 'a row that is missing is skipped instead of failing, `$extends` hooks on `update` are not called, '}all ids go into one statement: cut long lists into chunks`,
    edits: [],
  };
}

function deleteMany(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const key = keyOf(call, loop);
  if (key === undefined || !hasOnly(call, ['where'])) return undefined;
  return {
    title: `Delete all rows with one \`deleteMany\``,
    expression: `${delegateText(module, call)}.deleteMany({ ${filterText(key, loop)} })`,
    changes: `all rows are deleted or none, ${call.many ? '' : 'a row that is missing is skipped instead of failing, `$extends` hooks on `delete` are not called, '}all ids go into one statement: cut long lists into chunks`,
    edits: [],
  };
}

function createMany(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { data, method } = call;
  if (method !== 'create' || data === undefined || !hasOnly(call, ['data']) || !isFlat(call, data) || !loop.dependsOnRow(data)) return undefined;
  return {
    title: `Insert all rows with one \`createMany\``,
    expression: `${delegateText(module, call)}.createMany({ data: ${loop.mapped(data, '', dataText(module, call, data))} })`,
    changes: 'all rows are inserted or none, `$extends` hooks on `create` are not called; cut long lists into chunks',
    edits: [],
  };
}

/** What a nested write is made of; `set` and `push` change lists of plain values as well. */
const NESTED = ['connect', 'connectOrCreate', 'create', 'createMany', 'disconnect', 'delete', 'deleteMany', 'update', 'updateMany', 'upsert'];

/** True where the data writes a relation, by the schema, or by its operators where the schema doesn't know the field. */
export function writesRelation(call: OrmCall): boolean {
  const fields = fieldsOf(call);
  const writes = (data: Node | undefined): boolean => {
    const value = unwrap(data);
    switch (value?.type) {
      case 'LogicalExpression':
        return writes(value.right);
      case 'ConditionalExpression':
        return writes(value.consequent) || writes(value.alternate);
      case 'ObjectExpression':
        return value.properties.some((property) => (property.type === 'SpreadElement' ? writes(property.argument) : isNested(property)));
      default:
        // What is spread and can't be looked into may hold anything.
        return value !== undefined && value.type !== 'Literal' && !(value.type === 'Identifier' && value.name === 'undefined');
    }
  };
  const isNested = (property: TSESTree.Property): boolean => {
    const field = fields?.get(keyName(property) ?? '');
    return field === undefined ? NESTED.some((operator) => propertyOf(unwrap(property.value), operator) !== undefined) : field.relation !== undefined && keySet(field, property) === undefined;
  };
  return unwrap(call.data)?.type === 'ObjectExpression' && writes(call.data);
}

/** A relation that is set by a key, and the column that holds it. */
interface KeySet {
  readonly relation: string;
  readonly column: string;
  readonly value: Node;
  readonly property: TSESTree.Property;
}

/**
 * What a write of a relation sets in the row itself: `coupon: { connect: { id: 1 } }` is `couponId: 1`.
 * Bulk forms take the column, though not the relation (5.22, 6.19, 7.10).
 */
function keySet(field: Field | undefined, property: TSESTree.Property): KeySet | undefined {
  const { keys = [], references = [] } = field?.relation ?? {};
  const [column, ...more] = keys;
  const write = soleProperty(property.value);
  const key = write !== undefined && keyName(write) === 'connect' ? soleProperty(write.value) : undefined;
  return field !== undefined && column !== undefined && more.length === 0 && key !== undefined && keyName(key) === references[0] ? { relation: field.name, column, value: key.value, property } : undefined;
}

/** The relations of the data whose keys bulk forms take in their place: `couponId` for `coupon`. */
export function keySets(call: OrmCall): readonly KeySet[] {
  const fields = fieldsOf(call);
  const data = unwrap(call.data);
  return (data?.type === 'ObjectExpression' ? data.properties : []).flatMap((property) => (property.type === 'Property' ? (keySet(fields?.get(keyName(property) ?? ''), property) ?? []) : []));
}

function soleProperty(node: Node): TSESTree.Property | undefined {
  const value = unwrap(node);
  const [only, ...others] = value.type === 'ObjectExpression' ? value.properties : [];
  return only?.type === 'Property' && others.length === 0 ? only : undefined;
}

/** The data with key columns in place of the relations that are set by them. */
function dataText(module: JsModule, call: OrmCall, data: Node): string {
  const [start, end] = spanOf(data);
  let [at, text] = [start, ''];
  for (const { property, column, value } of keySets(call)) {
    const [from, to] = spanOf(property);
    text += `${module.text.slice(at, from)}${column}: ${module.textOf(value)}`;
    at = to;
  }
  return text + module.text.slice(at, end);
}

/** True where every property is a plain column, or sets one: bulk forms refuse nested writes. The schema has to know them all. */
function isFlat(call: OrmCall, data: Node): boolean {
  const fields = fieldsOf(call);
  if (data.type !== 'ObjectExpression' || fields === undefined) return false;
  return data.properties.every((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    const field = name === undefined ? undefined : fields.get(name);
    return field !== undefined && property.type === 'Property' && (field.relation === undefined || keySet(field, property) !== undefined);
  });
}

/** `prisma.$transaction(rows.map((row) => prisma.order.update(…)))`; a client inside a transaction has no such method. */
function inTransaction(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { client } = call;
  if (call.orm.isInTransaction?.(call) || !isWholeClient(module, client) || loop.dependsOnRow(client)) return undefined;
  return {
    title: 'Send all writes in one `$transaction`',
    expression: `${module.textOf(client)}.$transaction(${loop.mapped(call.node)})`,
    changes: 'all writes are done or none; cut long lists into chunks',
    edits: [],
  };
}

/** A client that this module imports, creates or holds: not one that a function was given, which may be inside a transaction. */
function isWholeClient(module: JsModule, client: Node): boolean {
  if (client.type === 'MemberExpression') return client.object.type === 'ThisExpression';
  if (client.type !== 'Identifier') return false;
  const binding = module.resolve(client);
  return binding?.kind === 'import' || (binding?.kind === 'variable' && module.functionAround(binding.node) === undefined);
}

/** True where a read asks for these columns and no others. */
export function isOfColumnsAlone({ options }: OrmCall, columns: readonly string[]): boolean {
  const select = unwrap(propertyOf(options, 'select')?.value);
  return select?.type === 'ObjectExpression' && select.properties.every((property) => property.type === 'Property' && columns.includes(keyName(property) ?? ''));
}

/** `groupBy` in the place of a `findMany` of distinct values, where it asks for nothing but these, a condition and their order. */
export function groupedInstead(module: JsModule, call: OrmCall, columns: readonly string[]): readonly Remedy[] {
  const { node: { callee }, options } = call;
  const properties = options && propertiesOf(options);
  const method = callee.type === 'MemberExpression' && !callee.computed ? callee.property : undefined;
  if (options === undefined || properties === undefined || method === undefined || !isOfColumnsAlone(call, columns) || [...properties.keys()].some((name) => !/^(?:distinct|select|where)$/.test(name))) return [];
  if (losesComment(module, options, [...properties.values()].map(({ value }) => value))) return [];
  const by = `by: [${columns.map((column) => `'${column}'`).join(', ')}]`;
  const where = properties.get('where');
  const edits = [{ span: spanOf(method), text: 'groupBy' }, { span: spanOf(options), text: `{ ${by}${where === undefined ? '' : `, ${module.textOf(where)}`} }` }];
  return [{ title: 'Group in the database', edits, safety: { changes: 'the order of the values is another one' } }];
}
