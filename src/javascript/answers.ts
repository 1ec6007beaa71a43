import { asModelName, namesDaily, namesEndless, namesUsers } from '../model/many.ts';
import type { TableSize } from '../model/data-model.ts';
import type { ResultUse, UsedAs } from '../model/result-use.ts';
import { namesTenant } from '../model/tenants.ts';
import { judgeUse } from '../model/verdict.ts';
import { oncePer } from '../project/memo.ts';
import { asksForAny, type Dropped, type Place, placesOfRows, takesNumberAlone } from './answer-uses.ts';
import { type Condition, conditionsIn } from './conditions.ts';
import { contains } from './dependence.ts';
import { isForExport } from './served.ts';
import type { OrmCall } from './orm.ts';
import type { Surroundings } from './query-calls.ts';
import { readsBack } from './read-back.ts';
import { amountOfCall, isGrouped, isKeyColumn, namesOneRow } from './row-weight.ts';
import type { Binding } from './syntax/bindings.ts';
import { iterationsAround } from './syntax/iterations.ts';
import { beginningOf, chainOf, type JsModule } from './syntax/module.ts';
import { keyName, lastName, memberName, type Node, propertyOf, spanOf, unwrap } from './syntax/nodes.ts';
import { isFixed } from './syntax/fixed.ts';
import { objectValue } from './syntax/values.ts';
import { tableOfCall } from './table-growth.ts';

type Found = Pick<ResultUse, 'usedAs' | 'columns' | 'advice' | 'by' | 'isForMiss'> & { readonly node: Node };

/**
 * The use that is made of a query's answer, where the code needs less than it asks for. Nothing is said of what runs in a loop, which is other rules'
 * field, nor of rows that are used otherwise as well.
 */
export function useOf(around: Surroundings, call: OrmCall): ResultUse | undefined {
  const { module } = around;
  const isDropped = call.orm.droppedInMemory?.(call) !== undefined && call.offset === undefined && !call.keyset;
  if (!(isReading(call) || isDropped) || iterationsAround(module, call.node).length > 0 || !areOptionsRead(around, call) || namesOneRow(module, call)) return undefined;
  return usesSeen(around, call).map((found) => factOf(around, call, found)).find((fact, index, { length }) => fact !== undefined && (index === length - 1 || judgeUse(fact).report));
}

/** What the code needs of the answer, the least first. */
function usesSeen(around: Surroundings, call: OrmCall): readonly Found[] {
  const dropped = call.orm.droppedInMemory?.(call);
  // of a key no row stands there again
  if (dropped?.some((column) => isKeyColumn(call, column)) === true) return [];
  if (dropped !== undefined) return [{ usedAs: 'distinct', node: call.node.callee, columns: dropped, advice: adviceOf(call, 'distinct', dropped) }];
  if (call.operation === 'count') return [countedUse(around, call)].flatMap((found) => found ?? []);
  if (call.readsAll === true) return isOrdered(call) && !isLimited(call) ? [{ usedAs: 'first', node: call.node.callee, advice: adviceOf(call, 'first') }] : [];
  if (isLimited(call) && takesNumberAlone(around.module, call)) return [{ usedAs: 'number', node: call.node.callee, advice: adviceOf(call, 'length') }];
  if (isLimited(call)) return meansAll(call) ? limitedUses(around, call) : [];
  const found = rowsUse(around, call);
  const whole: Found[] = call.unlimited === true && !isNarrow(call) ? [{ usedAs: 'unlimited', node: call.node.callee, advice: adviceOf(call, 'unlimited') }] : [];
  // what a job would walk or drop in pieces, a request answers with
  const served = whole.length > 0 || (found !== undefined && found.usedAs !== 'iterated' && found.usedAs !== 'filtered') ? undefined : servedUse(around, call);
  const held = [found, ...whole, served].some((one) => one !== undefined) ? undefined : heldUse(around, call);
  return [found, ...whole, served, held].filter((one) => one !== undefined);
}

/** Rows that whoever runs the code has in memory all together, whatever becomes of them. */
function heldUse(around: Surroundings, call: OrmCall): Found | undefined {
  const { module } = around;
  if (call.operation !== 'readMany' || call.orm.filterOf(call) === undefined || isGrouped(module, call) || mayBeLimited(module, call)) return undefined;
  if (!isGrowing(around, call) || isOfStretch(module, call) || isFilledLater(module, call.where)) return undefined;
  // a file to download holds all rows by its nature
  if (around.served.of(around, call.node)?.isExport === true) return undefined;
  return conditionsIn(call.orm.filterOf(call)).some((one) => isUnreadable(one)) ? undefined : { usedAs: 'held', node: call.node.callee, advice: adviceOf(call, 'held') };
}

function isLimited({ limit, atMost }: OrmCall): boolean {
  return limit !== undefined || atMost !== undefined;
}

/** Rows from which on a limit is no page: whoever sets it wants all that there are. Of some thousands there is no more doubt that they are expected. */
const AS_GOOD_AS_ALL = 500;
const EXPECTED = 2000;

function meansAll({ atMost = 0 }: OrmCall): boolean {
  return atMost >= AS_GOOD_AS_ALL;
}

/** What the code needs of rows that a limit leaves out some of as soon as there are more: numbers of them are wrong by then, and what is looked for isn't found. */
function limitedUses(around: Surroundings, call: OrmCall): readonly Found[] {
  // a file to download holds all rows by its nature, and what a build needs is read once
  if (isForExport(around, call.node)) return [];
  const found = rowsUse(around, call);
  const whole: Found[] = isNarrow(call) ? [] : [{ usedAs: 'unlimited', node: call.node.callee, advice: adviceOf(call, 'unlimited') }];
  return found === undefined || found.usedAs === 'iterated' || (found.usedAs === 'filtered' && whole.length === 0) ? whole : [found, ...whole];
}

function factOf(around: Surroundings, call: OrmCall, found: Found): ResultUse | undefined {
  const { settings, elsewhere, places, reach } = around;
  // rows that are counted are better counted in the database, whoever says which
  const isUnread = call.orm.filterOf(call) === undefined;
  if (isUnread && found.usedAs !== 'length' && found.usedAs !== 'number') return undefined;
  // groups are counted by other means than rows, and the database makes all of them before it gives the first
  if (/^(?:length|emptiness)$/.test(found.usedAs) && isGrouped(around.module, call)) return undefined;
  const { node, ...said } = found;
  // how many rows are left of all that are read is no matter
  const amount = amountOfCall(around, call.readsAll === true ? { ...call, operation: 'readMany' } : found.usedAs === 'distinct' ? { ...call, options: undefined, limit: undefined } : call);
  const byList = isByList(call);
  // whoever has a list of keys asks for no more rows than it has, to see whether all of them are there
  if (byList && (isNarrow(call) || /^(?:length|emptiness)$/.test(found.usedAs))) return undefined;
  // a page is read too much beside the number, however short it is
  const isOfList = byList || isUnread || (amount.origin === 'table' && readsBack(around.module, around.queries, call));
  const rows = { ...amount, atMost: found.usedAs === 'number' || found.usedAs === 'distinct' ? undefined : amount.atMost, origin: isOfList && amount.origin === 'table' ? ('parameter' as const) : amount.origin, table: tableMeant(tableOfCall(settings, elsewhere, call), call, found.usedAs) };
  const filter = conditionsIn(call.orm.filterOf(call));
  const fact: ResultUse = {
    ...said, span: spanOf(node), rows,
    isWhole: isWhole(around, call), isOpenEnded: leavesMost(around.module, call),
    isOfCustomer: filter.some(({ path }) => namesTenant(path.at(-1) ?? '')),
    isEndless: isAllOfOne(around.module, call) || (found.usedAs === 'served' && isFeed(around.module, call)),
    isOfFew: ownConditions(call).some(({ column, value }) => OF_FEW_ROWS.test(column) && isTrue(value)),
    isNarrow: /^(?:iterated|served|held|computed)$/.test(found.usedAs) && isNarrow(call),
    runs: places.runsAt(around, call.node), around: [], remedies: call.orm.askLess?.(call, found.usedAs) ?? [],
  };
  return judgeUse(fact).report ? { ...fact, around: reach(call.node) } : fact;
}

/** A table of which the code itself asks for very many rows, or looks through hundreds of them for a few, has many, or will. */
function tableMeant(table: TableSize | undefined, { atMost = 0 }: OrmCall, usedAs: UsedAs): TableSize | undefined {
  return table?.growth === 'unknown' && atMost >= (usedAs === 'unlimited' ? EXPECTED : AS_GOOD_AS_ALL) ? { ...table, growth: 'growing' } : table;
}

/** It gives a list of all rows, or their number. */
function isReading(call: OrmCall): boolean {
  const { operation, offset, keyset, locks, ofRow, method, answer } = call;
  if ((isLimited(call) && answer === undefined) || offset !== undefined || keyset || locks || ofRow === true) return false;
  return operation === 'count' || (operation === 'readOne' && (answer !== undefined || call.readsAll === true)) || (operation === 'readMany' && !/AndCount|ByIds|group/i.test(method));
}

/** The options stand in the code, not in what somebody hands in. */
function areOptionsRead({ module }: Surroundings, { model, options, where, shape, node }: OrmCall): boolean {
  return options !== undefined || where !== undefined || shape !== undefined || node.arguments.every((argument) => module.textOf(argument) === model);
}

/** It asks for some columns of each row. */
function isNarrow({ narrow, options, orm: { optionNames: { columns } } }: OrmCall): boolean {
  const chosen = columns === undefined ? undefined : propertyOf(options, columns)?.value;
  return narrow === true || (chosen !== undefined && !leavesOutAlone(chosen));
}

/** All columns but some, or more than all of them: `{ exclude: ['password'] }`, `{ include: [sum] }`, `{ password: false }`. */
function leavesOutAlone(chosen: Node): boolean {
  const value = unwrap(chosen);
  if (value.type !== 'ObjectExpression' || value.properties.length === 0) return false;
  return value.properties.every((property) => property.type === 'Property' && (property.value.type === 'ArrayExpression' ? /^(?:exclude|include)$/.test(keyName(property) ?? '') : property.value.type === 'Literal' && property.value.value === false));
}

/** Conditions that each row has to meet, on columns of its own. */
function ownConditions(call: OrmCall): readonly (Condition & { readonly column: string })[] {
  return (call.orm.filterOf(call) ?? []).flatMap((one) => ('any' in one || one.path.length !== 1 ? [] : [{ ...one, column: one.path[0] as string }]));
}

/** The filter names rows by a list of keys: there are as many as the list has. */
function isByList(call: OrmCall): boolean {
  return ownConditions(call).some(({ operator, column }) => operator === 'in' && isKeyColumn(call, column));
}

/** No condition leaves a stretch of time or what belongs to something: what rows are compared with is fixed in the code, be it one of several values. */
function isOpenEnded(module: JsModule, call: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).every(({ value }) => value !== undefined && isFixed(module, value)) && !isNarrowedByText(module, call);
}

/** No condition stands in the options, nor in the chain of a builder, whose conditions may be text. */
function isWhole({ module }: Pick<Surroundings, 'module'>, call: OrmCall): boolean {
  return call.orm.filterOf(call)?.length === 0 && (call.orm.joinedFilters?.(call).length ?? 0) === 0 && !isNarrowedByText(module, call);
}

/** It reads every row of its table. */
export function isWholeTable(file: Pick<Surroundings, 'module'>, call: OrmCall): boolean {
  return call.operation === 'readMany' && !isLimited(call) && isWhole(file, call) && !isGrouped(file.module, call);
}

/** Steps of a builder put conditions, which may be text: those of the call's chain, and what is called on the variable that holds the builder, whatever comes. */
function isNarrowedByText(module: JsModule, call: OrmCall): boolean {
  const { node } = call;
  // a scope that is named has conditions of its own
  if (/where|having|join|\bscope\((?!\))/i.test(module.textOf(node.callee))) return true;
  const { root } = chainOf(node.callee);
  // `builder.orderBy('id').getMany()`
  const begun = beginningOf(root);
  const binding = begun.type === 'Identifier' ? module.resolve(begun) : undefined;
  if (binding?.kind !== 'variable') return false;
  if (binding.node.init !== null && (isNarrowing(module, binding.node.init) || isMadeElsewhere(module, binding.node.init))) return true;
  return root === begun && narrowingUses(module)(binding).some(({ use, statement }) => !contains(statement, node) && !isOptional(module, call, use));
}

/** A function of the project gives the builder, with whatever conditions: `this.filterQuery(request)`. */
function isMadeElsewhere(module: JsModule, init: Node): boolean {
  const made = unwrap(init);
  const callee = made.type === 'CallExpression' ? unwrap(made.callee) : undefined;
  if (callee?.type === 'Identifier') return module.resolve(callee)?.kind === 'function';
  return callee?.type === 'MemberExpression' && callee.object.type === 'ThisExpression' && !/builder|^query$/i.test(memberName(callee) ?? '');
}

function isNarrowing(module: JsModule, node: Node): boolean {
  return /\.(?:\w*where\w*|having|innerJoin\w*)\s*\(/i.test(module.textOf(node));
}

/** By variable: its uses in statements that put conditions. A client has one in every query of the file, each of which asks. */
const narrowingUses = oncePer((module: JsModule) => oncePer((binding: Binding) => module.referencesTo(binding).flatMap((use) => {
  const statement = statementAround(module, use);
  return statement !== undefined && isNarrowing(module, statement) ? [{ use, statement }] : [];
})));

/** The statement that is an expression alone, around a use of a builder. */
function statementAround(module: JsModule, use: Node): Node | undefined {
  let at: Node | undefined = use;
  while (at !== undefined && at.type !== 'ExpressionStatement' && !at.type.endsWith('Declaration')) at = module.parentOf(at);
  return at?.type === 'ExpressionStatement' ? at : undefined;
}

/** Rows that a handler answers with, as many as there get to be. */
function servedUse(around: Surroundings, call: OrmCall): Found | undefined {
  const { module, served } = around;
  if (call.operation !== 'readMany' || call.orm.filterOf(call) === undefined || isGrouped(module, call) || mayBeLimited(module, call)) return undefined;
  if (!isGrowing(around, call) || isOfStretch(module, call) || isFilledLater(module, call.where)) return undefined;
  const answer = served.of(around, call.node);
  return answer === undefined || answer.isExport ? undefined : { usedAs: 'served', node: call.node.callee, by: answer.by, advice: adviceOf(call, 'served') };
}

/** Nothing tells what the condition is: what a call gives that is handed something, a column whose name is computed. One that stands there at times leaves all rows at others. */
function isUnreadable({ path, value }: Condition): boolean {
  if (path.length > 0) return false;
  const spread = value?.type === 'SpreadElement' ? unwrap(value.argument) : undefined;
  return !(spread?.type === 'ConditionalExpression' || spread?.type === 'LogicalExpression' || (spread?.type === 'CallExpression' && spread.arguments.length === 0));
}

/** The table grows, as far as is known. */
function isGrowing({ settings, elsewhere }: Surroundings, call: OrmCall): boolean {
  return tableOfCall(settings, elsewhere, call)?.growth === 'growing';
}

/** Conditions tell what is there from what is put away (`deletedAt: null`, `active: true`), name the tenant, or stand there at times only. */
function leavesMost(module: JsModule, call: OrmCall): boolean {
  // of people a tenant has few
  const isOfTenants = call.model !== undefined && namesDaily(asModelName(call.model)) && !namesUsers(asModelName(call.model));
  return !isNarrowedByText(module, call) && (call.orm.filterOf(call) ?? []).every((one) => isOptional(module, call, one.value) || (!('any' in one) && (one.path.length === 0 || (isOfTenants && namesTenant(one.path.at(-1) ?? '')) || isSwitch(module, one))));
}

/** The condition is put where something asks for it: `if (from) query.andWhere('o.createdAt >= :from', { from })`. */
function isOptional(module: JsModule, { node }: OrmCall, value: Node | undefined): boolean {
  for (let at = value === undefined ? undefined : module.parentOf(value); at !== undefined && !contains(at, node); at = module.parentOf(at)) if (at.type === 'IfStatement' || at.type === 'SwitchCase') return true;
  return false;
}

/** Columns that are true of a few rows among many: `isAdmin`, `isDefault`. */
const OF_FEW_ROWS = /(?:admin|owner|super|staff|system|default|primary|featured|pinned|current|latest|official|curated|promoted|recommended)/i;

/** What is there for all to see: of what is written most gets there in the end. */
const SHOWN = /^(?:published|visible|public)$/i;

/** Columns that say of a row what has been done with it: what is still to be done is little. */
const OF_WORK = /(?:sent|process|notif|sync|complet|finish|handl|deliver|import|export|paid|resolv|done|index|answer|confirm|calculat|upload|approv|accept|review)/i;

function isTrue(value: Node | undefined): boolean {
  const given = unwrap(value);
  return given?.type === 'Literal' && given.value === true;
}

/** `true`, `null`, `IsNull()`, `'published'`, `Status.PUBLISHED`, but not what is true of few, nor what is still to be done */
function isSwitch(module: JsModule, { path, value }: Condition): boolean {
  const column = path.at(-1) ?? '';
  const given = unwrap(value);
  if (OF_FEW_ROWS.test(column) || (OF_WORK.test(column) && !isTrue(given))) return false;
  if (given !== undefined && SHOWN.test(given.type === 'Literal' ? String(given.value) : (lastName(given) ?? ''))) return true;
  return given?.type === 'Literal' ? given.value === null || typeof given.value === 'boolean' : given !== undefined && /^(?:undefined|(?:\w+\.)?(?:Not\()?[iI]sNull\()/.test(module.textOf(given));
}

/** The filter is an object that gets further conditions, whatever comes. */
function isFilledLater(module: JsModule, where: Node | undefined): boolean {
  const binding = where?.type === 'Identifier' ? module.resolve(where) : undefined;
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    const member = module.parentOf(use);
    const set = member?.type === 'MemberExpression' && member.object === use ? module.parentOf(member) : undefined;
    const statement = set?.type === 'AssignmentExpression' && set.left === member ? module.parentOf(set) : undefined;
    const block = statement && module.parentOf(statement);
    return block !== undefined && block.type !== 'IfStatement' && !(block.type === 'BlockStatement' && module.parentOf(block)?.type === 'IfStatement');
  });
}

/** A condition leaves a stretch of time or of numbers, or what somebody searches for. */
function isOfStretch(module: JsModule, call: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).some(({ operator, value }) => operator === 'range' && !isFixed(module, value) && !isOptional(module, call, value));
}

/** Columns by which the newest rows come first. */
const OF_TIME = /(?:date|time|created|updated|[a-z]At|_at|_on|^_?id)$/i;
const NEWEST_FIRST = /(?:date|time|created|updated|[a-z]At|_at|_on|\b_?id)['"`]?\s*[:,]\s*(?:['"`]?desc|-1|Sort\w*\.desc)/i;

/** Its conditions name a parent and leave all that belongs to it, of which there is ever more: it comes by itself, or is kept. */
function isAllOfOne(module: JsModule, call: OrmCall): boolean {
  if (call.model === undefined || !namesEndless(asModelName(call.model)) || isNarrowedByText(module, call)) return false;
  return (call.orm.filterOf(call) ?? []).every((one) => isOptional(module, call, one.value) || (!('any' in one) && (one.path.length === 0 || isSwitch(module, one) || (one.operator === 'equals' && one.value !== undefined && !isFixed(module, one.value)))));
}

/** The newest come first of what comes in day by day. */
function isFeed(module: JsModule, { options, orm, shape, model }: OrmCall): boolean {
  if (model === undefined || !namesDaily(asModelName(model))) return false;
  const order = propertyOf(options, orm.optionNames.order)?.value;
  const [first] = shape?.order ?? [];
  return first === undefined ? order !== undefined && NEWEST_FIRST.test(module.textOf(order)) : first.descending && OF_TIME.test(first.column);
}

const LIMITING = /^(?:limit|take|skip|offset|page|perPage|pageSize|paginate|range|first|top|cursor)$/i;

/** What the call is made of may hold a limit, or get one in another place: an object that is filled or spread, a builder that is gone on with. */
function mayBeLimited(module: JsModule, { node, options }: OrmCall): boolean {
  if (options?.properties.some((property) => property.type === 'SpreadElement' && objectValue(module, property.argument) === undefined) === true) return true;
  const names = [...node.arguments, ...propertiesSpread(options), chainOf(node.callee).root].filter((one) => one.type === 'Identifier');
  const holder = module.parentOf(node);
  if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier') names.push(holder.id);
  if (holder?.type === 'AssignmentExpression' && holder.left.type === 'Identifier') names.push(holder.left);
  return names.some((name) => {
    const binding = module.resolve(name);
    return binding !== undefined && binding.kind !== 'import' && hasLimiting(module)(binding);
  });
}

/** By what a name stands for: something that limits is read of it, set, or called. */
const hasLimiting = oncePer((module: JsModule) => oncePer((binding: Binding): boolean => module.referencesTo(binding).some((use) => {
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && LIMITING.test(memberName(member) ?? '');
})));

function propertiesSpread(options: OrmCall['options']): Node[] {
  return (options?.properties ?? []).flatMap((property) => (property.type === 'SpreadElement' ? [property.argument] : []));
}

function countedUse({ module }: Surroundings, call: OrmCall): Found | undefined {
  const awaited = module.parentOf(call.node);
  if (awaited?.type !== 'AwaitExpression' || !asksForAny(module, awaited)) return undefined;
  return { usedAs: 'counted', node: call.node, advice: adviceOf(call, 'counted'), isForMiss: isBehindMiss(module, awaited) };
}

/** `if (!user && (await users.count()) === 0)` */
function isBehindMiss(module: JsModule, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && !/Statement$|^VariableDeclarator$/.test(at.type); below = at, at = module.parentOf(at)) {
    if (at.type === 'LogicalExpression' && at.operator === '&&' && at.right === below && unwrap(at.left).type === 'UnaryExpression') return true;
  }
  return false;
}

function rowsUse({ module }: Surroundings, call: OrmCall): Found | undefined {
  const places = placesOfRows(module, call);
  const kinds = new Set(places?.map(({ kind }) => kind));
  const of = (usedAs: UsedAs): Found => ({ usedAs, node: call.node.callee, advice: adviceOf(call, usedAs) });
  if (places === undefined || places.length === 0) return undefined;
  const computed = computedUse(call, places);
  if (computed !== undefined) return computed;
  if (kinds.has('computed')) return undefined;
  if (kinds.has('dropped')) return places.length === 1 ? droppedUse(call, places[0] as Dropped) : undefined;
  if (kinds.has('given')) return undefined;
  if (kinds.has('loop')) return kinds.has('first') || places.filter(({ kind }) => kind === 'loop').length > 1 || !isOpenEnded(module, call) ? undefined : of('iterated');
  if (kinds.has('first')) return kinds.has('length') || !isOrdered(call) ? undefined : of('first');
  return of(kinds.has('length') ? 'length' : 'emptiness');
}

/** Without an order that the code asks for, the first of the rows is the only one that it expects. */
function isOrdered({ options, orm, shape }: OrmCall): boolean {
  return propertyOf(options, orm.optionNames.order) !== undefined || (shape?.order.length ?? 0) > 0;
}

/** Numbers that the database makes as well: how many rows there are, those of some kind, and sums of columns. */
function computedUse(call: OrmCall, places: readonly Place[]): Found | undefined {
  const made = places.map((place) => (place.kind === 'dropped' ? place.computes : place));
  const columns = [...new Set(made.flatMap((place) => (place?.kind === 'computed' ? place.columns : [])))];
  const isAll = made.every((place) => place !== undefined && /^(?:computed|length|any)$/.test(place.kind));
  // rows of one kind that are counted are better asked for
  const isOneKind = places.length === 1 && places[0]?.kind === 'dropped' && made[0]?.kind === 'computed' && made[0].columns.length === places[0].columns.length;
  if (!isAll || isOneKind || columns.length === 0 || !columns.every((column) => isPlain(call, column))) return undefined;
  return { usedAs: 'computed', node: call.node.callee, columns, advice: adviceOf(call, 'computed') };
}

/** A column of its own, as far as anything is known of the model. */
function isPlain({ model, orm: { dataModel } }: OrmCall, column: string): boolean {
  const known = model === undefined ? undefined : dataModel?.models.get(model);
  const field = known?.fields.get(column);
  return known === undefined || (field !== undefined && field.relation === undefined);
}

function droppedUse(call: OrmCall, place: Dropped): Found | undefined {
  const model = call.model === undefined ? undefined : call.orm.dataModel?.models.get(call.model);
  if (model === undefined) return undefined;
  const asked = new Set(conditionsIn(call.orm.filterOf(call)).flatMap(({ path }) => path));
  const isColumn = (name: string): boolean => model.fields.get(name) !== undefined && model.fields.get(name)?.relation === undefined && !asked.has(name);
  return place.columns.every(isColumn) ? { usedAs: 'filtered', node: call.node.callee, columns: place.columns, advice: adviceOf(call, 'filtered', place.columns) } : undefined;
}

function adviceOf(call: OrmCall, usedAs: UsedAs, columns: readonly string[] = []): string {
  const { words } = call.orm;
  const { count, any, first, sum } = { sum: '`SUM`', ...(words.fewer?.(call) ?? { count: 'the library’s count', any: 'a read of one row', first: 'a limit of 1' }) };
  switch (usedAs) {
    case 'length':
      return `Count in the database, with ${count}.`;
    case 'distinct':
      return `Let the database do it, with ${words.groups?.(call, columns) ?? '`DISTINCT`'}.`;
    case 'computed':
      return `Count and add up in the database, with ${count} and ${sum}.`;
    case 'emptiness':
    case 'counted':
      return `Ask for one row at most, with ${any}.`;
    case 'first':
      return `Ask for the first row alone, with ${first}.`;
    case 'filtered':
      return `Put the condition on ${columns.map((column) => `\`${column}\``).join(' and ')} into the query, so that only these rows are read.`;
    case 'number':
      return adviceOf(call, 'length');
    case 'unlimited':
      return `${meansAll(call) ? 'Ask for those that are needed alone, or for all of them in pieces' : 'Read a page with a limit, or in pieces'}. ${words.keysetBatch(call)}`;
    case 'served':
      return `Take a page size from the request, with a maximum. ${words.keyset(call)}`;
    case 'held':
    case 'iterated':
      return `Read them in pieces with a limit. ${words.keysetBatch(call)}`;
  }
}
