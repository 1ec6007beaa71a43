import type { TableSize } from '../model/data-model.ts';
import type { RowOrigin, RowScope } from '../model/row-scope.ts';
import type { Settings } from '../model/settings.ts';
import { modelAt } from './data-path.ts';
import { narrowed } from './narrowing.ts';
import type { OrmCall } from './orms/orm.ts';
import { type FoundScope, rowScopeOf } from './row-scopes.ts';
import type { Rows, RowTracer } from './rows.ts';
import { iterationsAround } from './syntax/iterations.ts';
import { chainOf, type JsModule } from './syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap, withoutAwait } from './syntax/nodes.ts';
import { constantInit, numberValue } from './syntax/values.ts';

/** Steps from a loop's list back to a slice, or through queries by keys that other queries gave. */
const DEPTH = 6;

export interface Weighing {
  readonly module: JsModule;
  readonly tracer: RowTracer;
  readonly settings: Settings;
}

/** The scope with what is known of how many rows there can be: where they come from, their limit, the size of their table. */
export function weigh(around: Weighing, found: FoundScope, call: OrmCall): RowScope {
  return { ...found.scope, origin: originOf(around, found), atMost: limitOf(around, found), table: tableOf(around, found, call) };
}

function originOf(around: Weighing, { rows, iteration }: FoundScope): RowOrigin {
  return originOfRows(around, rows, iteration.iterable, DEPTH);
}

/** @param list the list that holds the rows, as the code names it */
function originOfRows(around: Weighing, rows: Rows, list: Node | undefined, depth: number): RowOrigin {
  const { call } = rows;
  if (rows.compared === true) return 'request';
  if (rows.origin !== 'query' || call === undefined) return isOfRequest(list) || isOfRequestParameter(rows) ? 'request' : rows.origin === 'query' ? 'unknown' : rows.origin;
  if (call.operation === 'readOne') return 'children';
  if (isGrouped(around.module, call)) return 'configured';
  if (rows.path.length === 0 && isPaged(around.module, call)) return 'page';
  const origin = (depth === 0 ? undefined : narrowed(around.module, call, (keys) => originOfKeys(around, keys, depth - 1))) ?? 'table';
  return origin === 'part' && isAskedForMany(around, call, depth - 1) ? 'table' : origin;
}

/** The query is itself sent for each of many rows: what belongs to each of them is, all in all, what a table holds. */
function isAskedForMany(around: Weighing, { node }: OrmCall, depth: number): boolean {
  const outer = rowScopeOf(around.module, around.tracer, iterationsAround(around.module, node), node);
  return outer !== undefined && MANY.has(originOfRows(around, outer.rows, outer.iteration.iterable, depth));
}

/** Origins of rows of which there are many. */
const MANY: ReadonlySet<RowOrigin> = new Set(['table', 'page', 'selection', 'import']);

/** Where the keys come from that a query finds its rows by; undefined where they are as many as a table has, or nothing says so. */
function originOfKeys(around: Weighing, keys: Node, depth: number): RowOrigin | undefined {
  const content = around.tracer.contentOf(keys);
  if (typeof content === 'string') return undefined;
  const origin = originOfRows(around, content, keys, depth);
  return LIKE_TABLE.has(origin) ? undefined : origin;
}

/** Origins of keys that say no more of the rows than that they stand in a table. */
const LIKE_TABLE: ReadonlySet<RowOrigin> = new Set(['table', 'unknown', 'parameter']);

/** The query reads one page of a list, as long as whoever asks wants it. */
function isPaged(module: JsModule, { limit, offset }: OrmCall): boolean {
  return offset !== undefined || (limit !== undefined && numberValue(module, limit) === undefined);
}

/** The rows are groups or distinct values, of which there are as many as there are kinds. */
function isGrouped(module: JsModule, call: OrmCall): boolean {
  return call.operation === 'aggregate' || propertyOf(call.options, 'distinct') !== undefined || /\.(?:groupBy|addGroupBy|distinct)\(/.test(module.textOf(call.node));
}

/** `input.ids`, `req.body.lines`, `dto.items`: how code names what one request brings. */
const REQUEST = /^(?:input|parsedInput|body|dto|args|payload|form|formData|formValues|params|searchParams|query|request|req|variables)$|(?:Input|Dto|Body|Form|Payload)$/;

/** Methods that give no more elements than the list has. */
const SAME_LENGTH = /^(?:filter|map|sort|toSorted|reverse|toReversed|slice)$/;

function isOfRequest(iterable: Node | undefined): boolean {
  if (iterable === undefined) return false;
  const list = unwrap(iterable);
  const callee = list.type === 'CallExpression' ? unwrap(list.callee) : undefined;
  if (callee?.type === 'MemberExpression') return SAME_LENGTH.test(memberName(callee) ?? '') && isOfRequest(callee.object);
  const { root, names } = chainOf(list);
  return names.length > 0 && [root.type === 'Identifier' ? root.name : '', ...names.slice(0, -1)].some((name) => REQUEST.test(name));
}

/** What stands in the parameter that brings a request: `const { ids } = input`. */
function isOfRequestParameter({ parameter, path }: Rows): boolean {
  return parameter !== undefined && path.length > 0 && [parameter, ...path.slice(0, -1)].some((name) => REQUEST.test(name));
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
  return SAME_LENGTH.test(name) ? sliceOf(module, callee.object, depth - 1) : undefined;
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
