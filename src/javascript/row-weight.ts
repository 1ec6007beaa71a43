import type { TableSize } from '../model/data-model.ts';
import type { RowOrigin, RowScope } from '../model/row-scope.ts';
import type { Settings } from '../model/settings.ts';
import { modelAt } from './data-path.ts';
import type { OrmCall } from './orms/orm.ts';
import type { FoundScope } from './row-scopes.ts';
import { chainOf, type JsModule } from './syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap, withoutAwait } from './syntax/nodes.ts';
import { constantInit, numberValue } from './syntax/values.ts';

export interface Weighing {
  readonly module: JsModule;
  readonly settings: Settings;
}

/** The scope with what is known of how many rows there can be: where they come from, their limit, the size of their table. */
export function weigh(around: Weighing, found: FoundScope, call: OrmCall): RowScope {
  return { ...found.scope, origin: originOf(around, found), atMost: limitOf(around, found), table: tableOf(around, found, call) };
}

function originOf({ module }: Weighing, { rows, iteration }: FoundScope): RowOrigin {
  if (rows.compared === true) return 'request';
  const { call } = rows;
  if (rows.origin !== 'query' || call === undefined) return isOfRequest(iteration.iterable) ? 'request' : rows.origin === 'query' ? 'unknown' : rows.origin;
  if (call.operation === 'readOne') return 'children';
  if (isGrouped(module, call)) return 'configured';
  return rows.path.length === 0 && isOfOneParent(call) ? 'part' : 'table';
}

/** The rows are groups or distinct values, of which there are as many as there are kinds. */
function isGrouped(module: JsModule, call: OrmCall): boolean {
  return call.operation === 'aggregate' || propertyOf(call.options, 'distinct') !== undefined || /\.(?:groupBy|addGroupBy|distinct)\(/.test(module.textOf(call.node));
}

/** `input.ids`, `req.body.lines`, `dto.items`: how code names what one request brings. */
const REQUEST = /^(?:input|parsedInput|body|dto|args|payload|form|formData|formValues|params|searchParams|query|request|req|variables)$|(?:Input|Dto|Body|Form|Payload)$/;

function isOfRequest(iterable: Node | undefined): boolean {
  if (iterable === undefined) return false;
  const { root, names } = chainOf(unwrap(iterable));
  return names.length > 0 && [root.type === 'Identifier' ? root.name : '', ...names.slice(0, -1)].some((name) => REQUEST.test(name));
}

/** The query names one parent by its key: `{ groupId }`, `{ group: { id } }` of a relation. */
function isOfOneParent({ where, model, orm: { dataModel } }: OrmCall): boolean {
  if (where?.type !== 'ObjectExpression') return false;
  const fields = model === undefined ? undefined : dataModel?.models.get(model)?.fields;
  const keys = new Set([...(fields?.values() ?? [])].flatMap(({ name, relation }) => (relation?.cardinality === 'to-one' ? [name, ...relation.keys] : [])));
  return where.properties.some((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (name === undefined || property.type !== 'Property') return false;
    const value = unwrap(property.value);
    const isKey = keys.has(name) || /(?:Id|ID|_id)$/.test(name) || propertyOf(value, 'id') !== undefined;
    return isKey && isOne(value);
  });
}

/** One value, or the key of one object; lists and comparisons name many. */
function isOne(value: Node): boolean {
  if (value.type !== 'ObjectExpression') return value.type !== 'CallExpression' && value.type !== 'Literal';
  const key = propertyOf(value, 'id');
  return key !== undefined && isOne(unwrap(key.value));
}

/** The constant that the rows are limited to: by their query, or by a slice of them. */
function limitOf({ module }: Weighing, { rows, iteration }: FoundScope): number | undefined {
  const taken = rows.call?.limit === undefined || rows.path.length > 0 ? undefined : numberValue(module, rows.call.limit);
  const limits = [taken, sliceOf(module, iteration.iterable), rows.call !== undefined && rows.path.length === 0 && namesOneRow(rows.call) ? 1 : undefined].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits.map((limit) => Math.abs(limit)));
}

/** The query finds its rows by the value of a key or of a unique column: one at most. */
function namesOneRow({ where, model, orm: { dataModel } }: OrmCall): boolean {
  const known = model === undefined ? undefined : dataModel?.models.get(model);
  if (known === undefined || where?.type !== 'ObjectExpression') return false;
  return where.properties.some((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    const isUnique = name !== undefined && ((known.key.length === 1 && known.key[0] === name) || known.fields.get(name)?.unique === true);
    return isUnique && property.type === 'Property' && /^(?:Identifier|MemberExpression|Literal)$/.test(unwrap(property.value).type);
  });
}

/** Steps from a loop's list back to a slice. */
const DEPTH = 6;

/** `rows.slice(0, 5)`, and what keeps its length or makes it shorter. */
function sliceOf(module: JsModule, list: Node | undefined, depth = DEPTH): number | undefined {
  const value = withoutAwait(list);
  if (value === undefined || depth === 0) return undefined;
  if (value.type === 'Identifier') return sliceOf(module, constantInit(module, value), depth - 1);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  if (value.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
  const name = memberName(callee) ?? '';
  const [start, end] = value.arguments;
  const limit = name === 'slice' && numberValue(module, start) === 0 ? numberValue(module, end) : undefined;
  if (limit !== undefined && limit >= 0) return limit;
  return /^(?:filter|map|sort|toSorted|reverse|toReversed|slice)$/.test(name) ? sliceOf(module, callee.object, depth - 1) : undefined;
}

/** A table whose size the settings name: a small one that the query asks, else the one that the rows come from. */
function tableOf({ settings }: Weighing, { rows }: FoundScope, { model, orm: { dataModel } }: OrmCall): TableSize | undefined {
  const asked = sizeOf(settings, model);
  if (asked?.growth === 'small' || !rows.exact || rows.call === undefined) return asked;
  return sizeOf(settings, rows.path.length === 0 ? rows.call.model : dataModel && modelAt(dataModel, rows.call.model, rows.path)?.name);
}

/** The size of a model's table, where the settings name it. */
export function sizeOf({ rows, smallTable }: Settings, model: string | undefined): TableSize | undefined {
  const size = model === undefined ? undefined : rows[model];
  return model === undefined || size === undefined ? undefined : { model, rows: size, growth: size <= smallTable ? 'small' : 'growing', because: undefined };
}
