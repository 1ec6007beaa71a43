import type { ResultUse, UsedAs } from '../../model/result-use.ts';
import { adviceOf, adviceToGroup } from './answer-advice.ts';
import { asksForAny, type Dropped, type Place, placesOfRows } from './answer-uses.ts';
import { rowColumnsRead } from './columns-read.ts';
import { conditionsIn } from '../queries/conditions.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import { homeOf } from '../queries/helpers.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import { isOrdered, primaryKey } from '../advice/plain-words.ts';
import { isOpenEnded } from '../weight/rows-left.ts';
import { areChoices, soughtBy } from './sought.ts';
import type { JsModule } from '../syntax/module.ts';
import { type Node, spanOf, unwrap } from '../syntax/nodes.ts';
import { waysFrom } from './ways.ts';

// What the code needs of rows that it has asked for, where that is less than the rows.

/** A use that is made of a query's answer, as it is seen in the code. */
export type Found = Pick<ResultUse, 'usedAs' | 'columns' | 'groups' | 'advice' | 'by' | 'isForMiss' | 'isForAll' | 'isBeforeCreate'> & { readonly node: Node };

/** Rows are counted to see whether there are any. */
export function countedUse({ module, queries }: Surroundings, call: OrmCall): Found | undefined {
  const awaited = module.parentOf(call.node);
  if (awaited?.type !== 'AwaitExpression' || !asksForAny(module, awaited)) return undefined;
  return { usedAs: 'counted', node: call.node, advice: adviceOf(call, 'counted'), isForMiss: isBehindMiss(module, awaited), isBeforeCreate: isBeforeCreate(module, queries, call) };
}

/** `const isFirst = (await users.count()) === 0; await users.create({ isAdmin: isFirst })` */
function isBeforeCreate(module: JsModule, queries: readonly OrmCall[], { node, model }: OrmCall): boolean {
  const home = homeOf(module, node);
  return home !== undefined && model !== undefined && queriesIn(queries, home).some((one) => one.model === model && (one.operation === 'create' || one.operation === 'save') && spanOf(one.node)[0] > spanOf(node)[1]);
}

/** `if (!user && (await users.count()) === 0)` */
function isBehindMiss(module: JsModule, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && !/Statement$|^VariableDeclarator$/.test(at.type); below = at, at = module.parentOf(at)) {
    if (at.type === 'LogicalExpression' && at.operator === '&&' && at.right === below && unwrap(at.left).type === 'UnaryExpression') return true;
  }
  return false;
}

/** What is done with the rows that are read, where it is one of what the database does better. */
export function rowsUse(around: Surroundings, call: OrmCall): Found | undefined {
  const { module } = around;
  const places = placesOfRows(module, call);
  const kinds = new Set(places?.map(({ kind }) => kind));
  const of = (usedAs: UsedAs): Found => ({ usedAs, node: call.node.callee, advice: adviceOf(call, usedAs) });
  if (places === undefined || places.length === 0) return undefined;
  const computed = computedUse(call, places);
  if (computed !== undefined) return computed;
  // to go over rows is to go over them, whatever comes of it
  if (places.some((place) => place.kind === 'computed' && place.tally !== undefined)) kinds.add('loop').delete('computed');
  if (kinds.has('computed')) return undefined;
  if (kinds.has('dropped')) return places.length === 1 ? droppedUse(call, places[0] as Dropped) : undefined;
  if (kinds.has('given')) return undefined;
  if (kinds.has('loop')) return kinds.has('first') || places.filter(({ kind }) => kind === 'loop' || kind === 'computed').length > 1 || !isOpenEnded(module, call) ? undefined : { ...of('iterated'), advice: insteadOfAll(around, call) ?? `${keysAlone(around, call)}${adviceOf(call, 'iterated')}` };
  if (kinds.has('first')) return kinds.has('length') || !isOrdered(call) ? undefined : of('first');
  return of(kinds.has('length') ? 'length' : 'emptiness');
}

/** What to select where a loop uses nothing but the key of each row. */
function keysAlone(around: Surroundings, call: OrmCall): string {
  return selectingAlone(around, call, (read) => [...read].every((name) => isKeyColumn(call, name)), 'the loop uses nothing else');
}

/** What to ask for where pieces are of no use: code that looks rows up has all of them in memory anyway, and a list of choices shows them all. */
export function insteadOfAll(around: Surroundings, call: OrmCall): string | undefined {
  const column = soughtBy(around.module, call.node);
  if (column !== undefined) return `They are looked up by \`${column}\` alone: ask for those whose \`${column}\` is looked for, some hundred of them at a time.`;
  return areChoices(around.module, call.node) ? `${selectingAlone(around, call, isFew, NOTHING_ELSE)}They are what somebody chooses from: answer with those that match what is typed, up to a limit.` : undefined;
}

/** Columns of which a select is no longer than the row. */
const MOST_COLUMNS = 3;

function isFew({ size }: ReadonlySet<string>): boolean {
  return size <= MOST_COLUMNS;
}

const NOTHING_ELSE = 'nothing else of the rows is used';

/** What to select where code holds rows for a column or two of each, and is to go on from the last of them. */
export function columnsAlone(around: Surroundings, call: OrmCall): string {
  return selectingAlone(around, call, isFew, NOTHING_ELSE, primaryKey(call));
}

/** @param key what isn't selected can't be gone on from */
function selectingAlone(around: Surroundings, call: OrmCall, isEnough: (read: ReadonlySet<string>) => boolean, why: string, key?: string): string {
  const read = rowColumnsRead(around.module, call.node, waysFrom(around, around.callers))?.columns;
  if (read === undefined || read.size === 0 || !isEnough(read)) return '';
  const isLacking = key !== undefined && !read.has(key);
  const option = call.orm.selecting?.(call, isLacking ? [...read, key] : [...read]);
  return option === undefined ? '' : `Add \`${option}\`: ${why}${isLacking ? `, but \`${key}\` to go on from` : ''}. `;
}

/** Numbers that the database makes as well: how many rows there are, those of some kind, and sums of columns, be it for each value of others. */
function computedUse(call: OrmCall, places: readonly Place[]): Found | undefined {
  const made = places.map((place) => (place.kind === 'dropped' ? place.computes : place));
  const computed = made.filter((place) => place?.kind === 'computed');
  const columns = [...new Set(computed.flatMap((place) => place.columns))];
  const isAll = made.every((place) => place !== undefined && /^(?:computed|length|any)$/.test(place.kind));
  // rows of one kind that are counted are better asked for
  const isOneKind = places.length === 1 && places[0]?.kind === 'dropped' && made[0]?.kind === 'computed' && made[0].columns.length === places[0].columns.length;
  if (!isAll || isOneKind || columns.length === 0 || !columns.every((column) => isPlain(call, column))) return undefined;
  const groups = [...new Set(computed.flatMap(({ tally }) => tally?.by ?? []))];
  // a number for each row is as long as the rows
  if (groups.some((column) => isKeyColumn(call, column))) return undefined;
  const isDerived = computed.some(({ tally }) => tally?.isDerived === true);
  return { usedAs: 'computed', node: call.node.callee, columns, groups, advice: groups.length === 0 ? adviceOf(call, 'computed') : adviceToGroup(call, groups, isDerived) };
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
