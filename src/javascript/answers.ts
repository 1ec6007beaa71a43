import type { Observation } from '../model/circumstance.ts';
import { namesRow } from '../model/data-model.ts';
import type { ResultUse, UsedAs } from '../model/result-use.ts';
import { judgeUse } from '../model/verdict.ts';
import { asksForAny, type Place, placesOfRows, takesNumberAlone } from './answer-uses.ts';
import { type Condition, conditionsIn } from './conditions.ts';
import type { OrmCall } from './orm.ts';
import type { Surroundings } from './query-calls.ts';
import { amountOfCall } from './row-weight.ts';
import { iterationsAround } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { type Node, propertyOf, spanOf } from './syntax/nodes.ts';
import { isFixed } from './syntax/fixed.ts';
import { tableOfCall } from './table-growth.ts';

type Found = Pick<ResultUse, 'usedAs' | 'columns' | 'advice'> & { readonly node: Node };

/**
 * The use that is made of a query's answer, where the code needs less than it asks for. Nothing is said of what runs in a loop, which is other rules'
 * field, nor of rows that are used otherwise as well.
 */
export function useOf(around: Surroundings, call: OrmCall): ResultUse | undefined {
  const { module } = around;
  if (!isReading(call) || iterationsAround(module, call.node).length > 0) return undefined;
  return usesSeen(around, call).map((found) => factOf(around, call, found)).find((fact, index, { length }) => fact !== undefined && (index === length - 1 || judgeUse(fact).report));
}

/** What the code needs of the answer, the least first. */
function usesSeen(around: Surroundings, call: OrmCall): readonly Found[] {
  if (call.operation === 'count') return [countedUse(around, call)].flatMap((found) => found ?? []);
  if (call.readsAll === true) return isOrdered(call) && !isLimited(call) ? [{ usedAs: 'first', node: call.node.callee, advice: adviceOf(call, 'first') }] : [];
  if (isLimited(call)) return takesNumberAlone(around.module, call) ? [{ usedAs: 'number', node: call.node.callee, advice: adviceOf(call, 'length') }] : [];
  const found = rowsUse(around, call);
  const whole: Found[] = call.unlimited === true && !isNarrow(call) ? [{ usedAs: 'unlimited', node: call.node.callee, advice: adviceOf(call, 'unlimited') }] : [];
  return found === undefined ? whole : [found, ...whole];
}

function isLimited({ limit, atMost }: OrmCall): boolean {
  return limit !== undefined || atMost !== undefined;
}

function factOf(around: Surroundings, call: OrmCall, found: Found): ResultUse | undefined {
  const { settings, elsewhere, places, reach } = around;
  if (!areOptionsRead(around, call) || isOneRow(call)) return undefined;
  // rows that are counted are better counted in the database, whoever says which
  const isUnread = call.orm.filterOf(call) === undefined;
  if (isUnread && found.usedAs !== 'length' && found.usedAs !== 'number') return undefined;
  const { node, ...said } = found;
  const amount = amountOfCall(around, call.readsAll === true ? { ...call, operation: 'readMany' } : call);
  const byList = isByList(call);
  if (byList && isNarrow(call)) return undefined;
  // a page is read too much beside the number, however short it is
  const rows = { ...amount, atMost: found.usedAs === 'number' ? undefined : amount.atMost, origin: (byList || isUnread) && amount.origin === 'table' ? ('parameter' as const) : amount.origin, table: tableOfCall(settings, elsewhere, call) };
  const fact = { ...said, span: spanOf(node), rows, isWhole: isWhole(around, call), isNarrow: found.usedAs === 'iterated' && isNarrow(call), runs: places.runsAt(around, call.node), around: [] as readonly Observation[], remedies: call.orm.askLess?.(call, found.usedAs) ?? [] };
  return judgeUse(fact).report ? { ...fact, around: reach(call.node) } : fact;
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
function isNarrow({ options }: OrmCall): boolean {
  return ['select', 'columns', 'attributes', 'fields'].some((name) => propertyOf(options, name) !== undefined);
}

/** Conditions that each row has to meet, on columns of its own. */
function ownConditions(call: OrmCall): readonly (Condition & { readonly column: string })[] {
  return (call.orm.filterOf(call) ?? []).flatMap((one) => ('any' in one || one.path.length !== 1 ? [] : [{ ...one, column: one.path[0] as string }]));
}

/** One value of the column names one row. */
function isKeyColumn({ model, orm }: OrmCall, column: string): boolean {
  const known = model === undefined ? undefined : orm.dataModel?.models.get(model);
  return column === 'id' || (known !== undefined && namesRow(known, column));
}

/** The filter names one row at most, by a key or a unique column. */
function isOneRow(call: OrmCall): boolean {
  return ownConditions(call).some(({ operator, column }) => operator === 'equals' && isKeyColumn(call, column));
}

/** The filter names rows by a list of keys: there are as many as the list has. */
function isByList(call: OrmCall): boolean {
  return ownConditions(call).some(({ operator, column }) => operator === 'in' && isKeyColumn(call, column));
}

/** No condition leaves a stretch of time or what belongs to something: what rows are compared with is fixed in the code. */
function isOpenEnded(module: JsModule, call: OrmCall): boolean {
  return (call.orm.filterOf(call) ?? []).every((one) => !('any' in one) && one.operator !== 'in' && one.value !== undefined && isFixed(module, one.value)) && !isNarrowedByText(module, call);
}

/** No condition stands in the options, nor in the chain of a builder, whose conditions may be text. */
function isWhole({ module }: Surroundings, call: OrmCall): boolean {
  return call.orm.filterOf(call)?.length === 0 && (call.orm.joinedFilters?.(call).length ?? 0) === 0 && !isNarrowedByText(module, call);
}

/** Steps of a builder's chain put conditions, which may be text. */
function isNarrowedByText(module: JsModule, { node }: OrmCall): boolean {
  return /where|having|join/i.test(module.textOf(node.callee));
}

function countedUse({ module }: Surroundings, call: OrmCall): Found | undefined {
  const awaited = module.parentOf(call.node);
  if (awaited?.type !== 'AwaitExpression' || !asksForAny(module, awaited)) return undefined;
  return { usedAs: 'counted', node: call.node, advice: adviceOf(call, 'counted') };
}

function rowsUse({ module }: Surroundings, call: OrmCall): Found | undefined {
  const places = placesOfRows(module, call);
  const kinds = new Set(places?.map(({ kind }) => kind));
  const of = (usedAs: UsedAs): Found => ({ usedAs, node: call.node.callee, advice: adviceOf(call, usedAs) });
  if (places === undefined || places.length === 0) return undefined;
  if (kinds.has('dropped')) return places.length === 1 ? droppedUse(call, places[0] as Place) : undefined;
  if (kinds.has('given')) return undefined;
  if (kinds.has('loop')) return kinds.has('first') || places.filter(({ kind }) => kind === 'loop').length > 1 || !isOpenEnded(module, call) ? undefined : of('iterated');
  if (kinds.has('first')) return kinds.has('length') || !isOrdered(call) ? undefined : of('first');
  return of(kinds.has('length') ? 'length' : 'emptiness');
}

/** Without an order that the code asks for, the first of the rows is the only one that it expects. */
function isOrdered({ options, orm, shape }: OrmCall): boolean {
  return propertyOf(options, orm.optionNames.order) !== undefined || (shape?.order.length ?? 0) > 0;
}

function droppedUse(call: OrmCall, place: Place): Found | undefined {
  const model = call.model === undefined ? undefined : call.orm.dataModel?.models.get(call.model);
  if (place.kind !== 'dropped' || model === undefined) return undefined;
  const asked = new Set(conditionsIn(call.orm.filterOf(call)).flatMap(({ path }) => path));
  const isColumn = (name: string): boolean => model.fields.get(name) !== undefined && model.fields.get(name)?.relation === undefined && !asked.has(name);
  return place.columns.every(isColumn) ? { usedAs: 'filtered', node: call.node.callee, columns: place.columns, advice: adviceOf(call, 'filtered', place.columns) } : undefined;
}

function adviceOf(call: OrmCall, usedAs: UsedAs, columns: readonly string[] = []): string {
  const { words } = call.orm;
  const { count, any, first } = words.fewer?.(call) ?? { count: 'the library’s count', any: 'a read of one row', first: 'a limit of 1' };
  switch (usedAs) {
    case 'length':
      return `Count in the database, with ${count}.`;
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
      return `Read a page with a limit, or in pieces. ${words.keysetBatch(call)}`;
    case 'iterated':
      return `Read them in pieces with a limit. ${words.keysetBatch(call)}`;
  }
}
