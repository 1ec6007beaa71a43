import type { TSESTree } from '@typescript-eslint/utils';
import type { TableSize } from '../../model/data-model.ts';
import type { Amount } from '../../model/handed.ts';
import { asModelName, namesEndless } from '../../model/many.ts';
import { isWrite } from '../../model/query-call.ts';
import { HEAVY_ORIGINS, type RowOrigin, type RowScope } from '../../model/row-scope.ts';
import type { Settings } from '../../model/settings.ts';
import type { RowList } from '../frameworks/admin-framework.ts';
import type { Use } from '../project/uses.ts';
import { modelAt } from '../queries/data-path.ts';
import { isOfKinds } from './distinct.ts';
import { isGrouped, isGroupedByMany } from './grouped.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import { numberAcross, type SourceFile } from '../project/modules.ts';
import { narrowed } from './narrowing.ts';
import type { OrmCall, OrmReader } from '../queries/orm.ts';
import { rowListOf } from '../rows/row-functions.ts';
import { type FoundScope, rowScopeOf } from '../rows/row-scopes.ts';
import type { Rows, RowTracer } from '../rows/rows.ts';
import { isWholeTable } from './rows-left.ts';
import { givesNoMore } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { growthOf, knownSize, sizeOf } from './table-growth.ts';
import { isOfUnfinished } from '../queries/unfinished.ts';
import { mostElements } from './list-bounds.ts';
import { isArrayType } from '../syntax/annotations.ts';
import { calledName, memberName, type Node, unwrap, withoutAwait } from '../syntax/nodes.ts';
import { constantInit, numberValue } from '../syntax/values.ts';

/** Steps from a loop's list back to a slice, or through queries by keys that other queries gave. */
const DEPTH = 6;

export interface Weighing extends SourceFile {
  readonly tracer: RowTracer;
  readonly settings: Settings;
  /** The lists of rows that frameworks hand to functions of the file. */
  readonly rowLists?: readonly RowList[];
  /** Who calls this code, and what it calls, where that is to be looked at: it is much work. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** The rows of a list that other code hands in, or gives when it is called. */
export interface Handed extends Amount {
  /** A clause that names that code: "handed in by `closeAll` (src/orders.ts:12)". */
  readonly by: string;
  /** Where that is: the caller's name for the function, or the call. */
  readonly at: Use;
}

/** Looks at other code for the rows that a parameter or a call brings; undefined where it says nothing. */
export interface Elsewhere {
  rowsOf(around: Weighing, rows: Rows, depth: number): Handed | undefined;
  /** The largest number that the callers of a function give for a parameter of it that `node` names; undefined where one of them gives something else. */
  numberOf(file: SourceFile, node: Node): number | undefined;
  /** False where no code adds rows to the table of a model. */
  isFilled(reader: OrmReader, model: string): boolean;
  /** No code adds rows to the table of a model, but those who run the program have pages for it. */
  isLeftToStaff(reader: OrmReader, model: string): boolean;
}

/** The scope with what is known of how many rows there can be: where they come from, their limit, the size of their table. */
export function weigh(around: Weighing, found: FoundScope, call: OrmCall): RowScope {
  const { rows, iteration } = found;
  // What runs the code says how many there are, where no list does.
  if (found.scope.kind !== 'loop' || iteration.iterable === undefined) return { ...found.scope, table: sizeOf(around.settings, call.model) };
  const origin = originOfRows(around, rows, iteration.iterable, DEPTH);
  const amount = { origin: origin === 'parameter' && isOfOne(rows) ? ('children' as const) : origin, atMost: limitOf(around, rows, iteration.iterable), table: tableOf(around, found, call) };
  const handed = handedTo(around, found);
  const endless = rows.call?.model !== undefined && rows.path.length === 0 && namesEndless(asModelName(rows.call.model)) && !isOfUnfinished(rows.call);
  const whole = rows.call !== undefined && rows.path.length === 0 && isWholeTable(around, rows.call);
  if (handed === undefined) return { ...found.scope, ...amount, endless, whole };
  const { atMost, table, by } = handed;
  return { ...found.scope, origin: handed.origin, atMost: least([amount.atMost, atMost]), table: amount.table ?? table, handedIn: by };
}

/** Whoever hands in the rows of a loop, where that says how many there are. */
export function handedTo(around: Weighing, { rows, iteration }: FoundScope): Handed | undefined {
  return isOpen(rows) && !isRequested(around, rows, iteration.iterable) ? around.elsewhere?.rowsOf(around, rows, DEPTH) : undefined;
}

/** How many rows `list` holds; undefined where they are handed in, or nothing says. */
export function amountOf(around: Weighing, list: Node, depth: number): Amount | undefined {
  const content = around.tracer.contentOf(list);
  if (content === 'chunks') return undefined;
  if (content === 'fixed') return { origin: 'configured', atMost: undefined, table: undefined };
  const handed = isOpen(content) && !isRequested(around, content, list) ? around.elsewhere?.rowsOf(around, content, depth) : undefined;
  const own = handed === undefined ? originOfRows(around, content, list, depth) : ofKinds(around.module, list, handed.origin);
  // Nobody cuts up a list that is short.
  const origin = own === 'part' && isPiece(around.module, list) ? 'table' : own;
  if (origin === 'parameter' || origin === 'unknown') return undefined;
  const table = content.exact && content.path.length > 0 ? undefined : sizeOfRows(around, content);
  return { origin, atMost: least([limitOf(around, content, list), handed?.atMost]), table: table ?? handed?.table };
}

function least(limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Other code may say where the rows come from. */
function isOpen({ origin, compared }: Rows): boolean {
  return origin !== 'query' && compared !== true;
}

function isRequested(file: SourceFile, rows: Rows, list: Node | undefined): boolean {
  return isOfRequest(list) || isOfRequestParameter(rows) || (list !== undefined && mostElements(file, list) !== undefined);
}

/** @param list the list that holds the rows, as the code names it */
function originOfRows(around: Weighing, rows: Rows, list: Node | undefined, depth: number): RowOrigin {
  return ofKinds(around.module, list, originOfContent(around, rows, list, depth));
}

/** Different keys are as many as there are kinds, however many rows they are of. */
function ofKinds(module: JsModule, list: Node | undefined, origin: RowOrigin): RowOrigin {
  return list !== undefined && (origin === 'table' || origin === 'page') && isOfKinds(module, list) ? 'configured' : origin;
}

function originOfContent(around: Weighing, rows: Rows, list: Node | undefined, depth: number): RowOrigin {
  const { call } = rows;
  if (rows.compared === true) return 'request';
  const listed = rowListOf(around.rowLists ?? [], rows);
  if (listed !== undefined) return listed.origin;
  if (call?.rowsFrom !== undefined && rows.path.length === 0) return call.rowsFrom;
  if (rows.origin !== 'query' || call === undefined) {
    if (isOfFile(list)) return 'import';
    if (isRequested(around, rows, list)) return 'request';
    return (depth === 0 ? undefined : around.elsewhere?.rowsOf(around, rows, depth)?.origin) ?? (rows.origin === 'query' ? 'unknown' : rows.origin);
  }
  // what a write of one row gives has relations as a row that is read
  if (call.operation === 'readOne' || (isWrite(call.operation) && !call.many && unwrap(list)?.type === 'MemberExpression')) return 'children';
  // `await Order.insertMany(orders)` gives as many as were handed to it
  if ((call.operation === 'create' || call.operation === 'upsert') && call.data !== undefined && rows.path.length === 0) return depth === 0 ? 'unknown' : (amountOf(around, call.data, depth - 1)?.origin ?? 'unknown');
  if (isGrouped(around.module, call) && !isGroupedByMany(around.module, call)) return 'configured';
  return rows.path.length === 0 && isPaged(around, call) ? 'page' : originOfSelected(around, call, depth);
}

/** How many rows a query finds, its table left out. */
export function amountOfCall(around: Weighing, call: OrmCall): Amount {
  const rows: Rows = { origin: 'query', call, exact: true, path: [] };
  return { origin: originOfRows(around, rows, undefined, DEPTH), atMost: limitOf(around, rows, undefined), table: undefined };
}

/** Where the rows come from that a query walks, be it page by page. */
export function originOfWalk(around: Weighing, call: OrmCall): RowOrigin {
  return isGrouped(around.module, call) ? 'configured' : originOfSelected(around, call, DEPTH);
}

/** What a query finds, by what it is narrowed to. */
function originOfSelected(around: Weighing, call: OrmCall, depth: number): RowOrigin {
  const origin = (depth === 0 ? undefined : narrowed(around.module, call, (keys) => originOfKeys(around, keys, depth - 1))) ?? 'table';
  return origin === 'part' && isAskedForMany(around, call.node, depth - 1) ? 'table' : origin;
}

/** The query, or the call that gives its rows, is itself sent for each of many rows: what belongs to each of them is, all in all, what a table holds. */
export function isAskedForMany(around: Weighing, node: TSESTree.CallExpression, depth: number): boolean {
  const outer = rowScopeOf(around.module, around.tracer, iterationsAround(around.module, node), node);
  return outer !== undefined && HEAVY_ORIGINS.includes(originOfRows(around, outer.rows, outer.iteration.iterable, depth));
}

/** Where the keys come from that a query finds its rows by; undefined where they are as many as a table has, or nothing says so. */
function originOfKeys(around: Weighing, keys: Node, depth: number): RowOrigin | undefined {
  if (isWrittenOut(keys)) return 'part';
  const content = around.tracer.contentOf(keys);
  if (typeof content === 'string') return undefined;
  const origin = originOfRows(around, content, keys, depth);
  return LIKE_TABLE.has(origin) ? undefined : origin;
}

/** `[order.id]`: each of a few keys stands there by itself. */
function isWrittenOut(keys: Node): boolean {
  const value = unwrap(keys);
  return value.type === 'ArrayExpression' && value.elements.length > 0 && value.elements.every((element) => element?.type !== 'SpreadElement');
}

/** Origins of keys that say no more of the rows than that they stand in a table. */
const LIKE_TABLE: ReadonlySet<RowOrigin> = new Set(['table', 'unknown', 'parameter']);

/** The query reads one page of a list, as long as whoever asks wants it. */
function isPaged(around: Weighing, { limit, offset }: OrmCall): boolean {
  return offset !== undefined || (limit !== undefined && writtenLimit(around, limit) === undefined);
}

/** `input.ids`, `req.body.lines`, `dto.items`: how code names what one request brings. */
const REQUEST = /^(?:input|parsedInput|body|dto|args|payload|form|formData|formValues|params|searchParams|query|request|req|variables)$|(?:Input|Dto|Body|Form|Payload)$/;

/** `responseFile.records`, `csv.rows`, `sheet.data`: what is read of a file, line by line. */
function isOfFile(list: Node | undefined): boolean {
  if (list === undefined) return false;
  const { root, names } = chainOf(unwrap(list));
  const [name, of] = [root.type === 'Identifier' ? root.name : '', ...names].toReversed();
  return names.length > 0 && /^(?:records|rows|lines|entries|data)$/.test(name ?? '') && /(?:^(?:file|csv|sheet|workbook)|File|Csv|CSV|Sheet|Workbook)(?:Content|Data|Result)?$/.test(of ?? '');
}

/** What brings a function all that it is to work on: a job's data, an event, options. */
const BRINGS = /^(?:job|payload|event|data|message|msg|batch|args|arg|input|options|opts|params|context|ctx|props|config|task|request|req|body)$|(?:Data|Payload|Event|Job|Options|Params|Args|Input|Message|Batch)$/;

/** `const { lines } = order`: they belong to the one thing that is handed in. */
function isOfOne({ parameter, path }: Rows): boolean {
  const holder = path.at(-2);
  // `const { order } = data; order.lines`
  if (parameter !== undefined && holder !== undefined && !BRINGS.test(holder) && !/s$|^(?:content|detail|result|response|value|state|records?)$/i.test(holder)) return true;
  return parameter !== undefined && path.length > 0 && ![parameter, ...path].some((name) => BRINGS.test(name));
}

function isOfRequest(iterable: Node | undefined): boolean {
  if (iterable === undefined) return false;
  const list = unwrap(iterable);
  const callee = list.type === 'CallExpression' ? unwrap(list.callee) : undefined;
  if (callee?.type === 'MemberExpression') return givesNoMore(memberName(callee)) && isOfRequest(callee.object);
  const { root, names } = chainOf(list);
  return names.length > 0 && [root.type === 'Identifier' ? root.name : '', ...names.slice(0, -1)].some((name) => REQUEST.test(name));
}

/** What stands in the parameter that brings a request: `const { ids } = input`. */
function isOfRequestParameter({ parameter, path }: Rows): boolean {
  return parameter !== undefined && path.length > 0 && [parameter, ...path.slice(0, -1)].some((name) => REQUEST.test(name));
}

/** The constant that the rows are limited to: by their query, by a slice of them, or by what a request's own schema lets through. */
function limitOf(around: Weighing, { call, path }: Rows, list: Node | undefined): number | undefined {
  const { module } = around;
  const own = call === undefined || path.length > 0 || isWrite(call.operation) ? [] : [call.limit ? writtenLimit(around, call.limit) : call.atMost, namesOneRow(module, call) ? 1 : undefined];
  return least([...own, sliceOf(module, list), call === undefined && list !== undefined ? mostElements(around, list) : undefined].map((limit) => limit && Math.abs(limit)));
}

/** A limit that the code writes out, or whoever calls the function that it is a parameter of. */
function writtenLimit(around: Weighing, limit: Node): number | undefined {
  return numberAcross(around, limit) ?? around.elsewhere?.numberOf(around, limit);
}

/** The query finds its rows by one value of a key or of a unique column: one at most. */
export function namesOneRow(module: JsModule, call: OrmCall): boolean {
  // the text of a builder's condition may speak of what is joined
  return call.where !== undefined && (call.orm.filterOf(call) ?? []).some((one) => !('any' in one) && one.path.length === 1 && one.operator === 'equals' && isKeyColumn(call, one.path[0] as string) && isSingle(module, one.value));
}

/** True where nothing says that a name stands for a list of values, or for comparisons. */
function isSingle(module: JsModule, node: Node | undefined): boolean {
  const value = node === undefined ? undefined : unwrap(node);
  if (value?.type !== 'Identifier') return value !== undefined && value.type !== 'ArrayExpression' && value.type !== 'ObjectExpression';
  const binding = module.resolve(value);
  if (binding !== undefined && 'identifier' in binding && isArrayType(binding.identifier)) return false;
  const init = withoutAwait(constantInit(module, value));
  if (init?.type === 'CallExpression') return !/^(?:map|flatMap|filter|slice|split|keys|values|from|concat)$/.test(calledName(init));
  return init?.type !== 'ArrayExpression' && init?.type !== 'ObjectExpression';
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
  return givesNoMore(name) ? sliceOf(module, callee.object, depth - 1) : undefined;
}

/** `rows.slice(at, at + size)`: one piece of a list after the other. */
function isPiece(module: JsModule, list: Node): boolean {
  const value = unwrap(list);
  const init = value.type === 'Identifier' ? withoutAwait(constantInit(module, value)) : value;
  const callee = init?.type === 'CallExpression' ? unwrap(init.callee) : undefined;
  return init?.type === 'CallExpression' && callee?.type === 'MemberExpression' && memberName(callee) === 'slice' && init.arguments.length === 2 && numberValue(module, init.arguments[0]) === undefined;
}

/** A table whose size the settings name: a small one that the query asks, else the one that the rows come from. */
function tableOf(around: Weighing, { rows }: FoundScope, { model }: OrmCall): TableSize | undefined {
  const asked = sizeOf(around.settings, model);
  return asked?.growth === 'small' || rows.call === undefined || !(rows.exact || isOfStatement(rows)) ? asked : sizeOfRows(around, rows);
}

/** The size of the table that rows are those of: as the settings say it, few where they come with the program, else what its name and its relations say. */
function sizeOfRows({ settings, elsewhere }: Weighing, rows: Rows): TableSize | undefined {
  const { call, path } = rows;
  if (!rows.exact && !isOfStatement(rows)) return undefined;
  const model = call === undefined || path.length === 0 || isOfStatement(rows) ? call?.model : call.orm.dataModel && modelAt(call.orm.dataModel, call.model, path)?.name;
  if (call === undefined || model === undefined) return undefined;
  return knownSize(settings, elsewhere, call.orm, model) ?? growthOf(call.orm.dataModel, model);
}

/** The rows, or what is made of each, of a statement in SQL, which some libraries give in a list of their own: `const [rows] = …`. */
function isOfStatement({ call, path }: Rows): boolean {
  return call?.operation === 'rawRead' && path.every((step) => /^\d+$/.test(step));
}
