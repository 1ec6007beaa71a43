import type { TSESTree } from '@typescript-eslint/utils';
import type { Harmless, QueryCall, RelationRead } from '../model/query-call.ts';
import { isWrite } from '../model/query-call.ts';
import type { Settings } from '../model/settings.ts';
import { contains, isRelative, isSameForAll, isSameInEveryRound, mentionsRow } from './dependence.ts';
import { countedRelationOf, modelAt, relationReadOf, type Through } from './eager-loading.ts';
import { type Effects, followsClaim, isResultNeeded } from './effects.ts';
import { harmlessIn, isRemembered } from './harmless.ts';
import { argumentFor, calledFunction, type Helpers, homeOf } from './helpers.ts';
import type { OrmCall } from './orms/orm.ts';
import { hasOwnFilter, isClaim, isGuardedByIdentity, isInLifecycle, isInOwnTransaction, isInOwnTry } from './isolation.ts';
import { isResultRead } from './results.ts';
import { type FoundScope, hasOwnClient, rowScopeOf, takesList } from './row-scopes.ts';
import type { RowTracer } from './rows.ts';
import { type Consumption, consumptionOf } from './syntax/consumption.ts';
import { iterationsAround, namedIteration } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { keyName, type Node, some, spanOf, unwrap } from './syntax/nodes.ts';
import { objectValue } from './syntax/values.ts';
import { writeRemedies } from './write-remedies.ts';

export interface Surroundings {
  readonly module: JsModule;
  readonly tracer: RowTracer;
  /** Every query of the file. */
  readonly queries: readonly OrmCall[];
  readonly helpers: Helpers;
  readonly effects: Effects;
  readonly settings: Settings;
}

export type PerRowFact = { readonly call: QueryCall } | { readonly relation: RelationRead };

/** The fact about a query that stands in code which runs once per row; undefined where it doesn't, or isn't sent at all. */
export function perRowFact(around: Surroundings, call: OrmCall): PerRowFact | undefined {
  const { module, tracer } = around;
  const consumption = consumptionOf(module, call.node);
  if ((call.lazy && consumption === 'dropped') || call.locks || isInLifecycle(module, call.node)) return undefined;
  const found = rowScopeOf(module, tracer, iterationsAround(module, call.node), call.node);
  if (found === undefined || hasOwnClient(module, found, call) || takesList(module, found, call)) return undefined;
  if (isBoundToRound(around, found.iteration.body, call, call.node)) return undefined;
  if (isMovingAnswer(around, found, call) || isOnItsOwn(module, found, call, consumption)) return undefined;
  const harmless = harmlessIn(module, found, call, consumption) ?? smallTable(around, found, call);
  if (harmless === undefined && isBatchAlready(module, found, call, consumption)) return undefined;
  const relation = harmless === undefined && !isWrittenInRound(around, found, call) ? relationReadOf(module, found, call) : undefined;
  if (relation !== undefined) return { relation };
  return { call: queryCall(around, call, found, harmless) };
}

/**
 * True where neither asking before the loop nor writing after it is possible or worth it: the round waits for something else anyhow,
 * and what it waits for or creates decides.
 */
function isBoundToRound({ module, effects, queries }: Surroundings, body: Node, call: OrmCall, at: Node): boolean {
  if (effects.waitsForOthers(body, at) || followsClaim(module, body, at, queries)) return true;
  if (isInOwnTry(module, body, at) && effects.waitsAnywhere(body)) return true;
  return isWrite(call.operation) ? isResultNeeded(module, body, call) : effects.needsTheRound(body, call);
}

/** True where the loop means each row to stand for itself: a failure or a transaction of one row is none of the others'. */
function isOnItsOwn(module: JsModule, found: FoundScope, call: OrmCall, consumption: Consumption): boolean {
  const { iteration } = found;
  if (isGuardedByIdentity(module, iteration, call.node)) return true;
  const ownTransaction = isInOwnTransaction(module, iteration.body, call.node);
  if (ownTransaction && consumption === 'transaction') return true;
  if (!isWrite(call.operation)) return ownTransaction || hasOwnFilter(module, found, call) || isTopOfEach(call);
  if (isClaim(call) && isInOwnTry(module, iteration.body, call.node)) return true;
  if (isUniform(module, found, call) || call.operation === 'delete') return false;
  if (ownTransaction || isInOwnTry(module, iteration.body, call.node)) return true;
  return !isFlatCreate(call) && (consumption === 'settled' || call.orm.isInTransaction(call));
}

/** True where the loop writes to the table that it asks: rows read before it would be out of date. */
function isWrittenInRound({ queries }: Surroundings, { iteration }: FoundScope, { model }: OrmCall): boolean {
  return queries.some((other) => other.model === model && isWrite(other.operation) && contains(iteration.node, other.node));
}

/** The same question in every round gets another answer where the round writes to the table: a counter, the next free number. */
function isMovingAnswer(around: Surroundings, found: FoundScope, call: OrmCall): boolean {
  return !isWrite(call.operation) && isAskedAlike(around.module, found, call.node) && isWrittenInRound(around, found, call);
}

/** `$transaction([...])` of writes that differ is what the advice would be. */
function isBatchAlready(module: JsModule, found: FoundScope, call: OrmCall, consumption: Consumption): boolean {
  if (consumption !== 'transaction' || !isWrite(call.operation)) return false;
  return call.operation === 'upsert' || (call.operation !== 'delete' && !isUniform(module, found, call) && !isFlatCreate(call));
}

/** Settings say that the table is small which the query asks, or which the loop's rows come from. */
function smallTable({ settings }: Surroundings, { rows }: FoundScope, { model, orm: { dataModel } }: OrmCall): Harmless | undefined {
  const isSmall = (name: string | undefined): boolean => {
    const size = name === undefined ? undefined : settings.rows[name];
    return size !== undefined && size <= settings.smallTable;
  };
  if (isSmall(model)) return 'small-table';
  if (!rows.exact || rows.call === undefined) return undefined;
  const listed = rows.path.length === 0 ? rows.call.model : dataModel && modelAt(dataModel, rows.call.model, rows.path)?.name;
  return isSmall(listed) ? 'small-table' : undefined;
}

function queryCall({ module }: Surroundings, call: OrmCall, found: FoundScope, harmless: Harmless | undefined): QueryCall {
  const counted = countedRelationOf(module, found, call);
  return {
    ...plainCall(call),
    scope: found.scope,
    harmless,
    advice: counted?.advice ?? adviceFor(module, found, call),
    remedies: harmless === undefined && isWrite(call.operation) ? writeRemedies(module, found, call) : (counted?.remedies ?? []),
  };
}

/** A query as such, with nothing said about where it stands. */
export function plainCall(call: OrmCall): QueryCall {
  const { callee, orm, model, operation, statements } = call;
  return { span: calleeSpan(call), callee, library: orm.library, model, operation, statements, scope: undefined, via: undefined, harmless: undefined, offset: undefined, advice: '', remedies: [] };
}

/** The smallest node to change: the callee, not its many lines of arguments. */
function calleeSpan({ node }: OrmCall): QueryCall['span'] {
  return [spanOf(node)[0], spanOf(node.callee)[1]];
}

const ASKED_ONCE = 'It asks the same in every round: read it once before the loop.';

function adviceFor(module: JsModule, found: FoundScope, sent: OrmCall): string {
  const call = { ...sent, where: filterOf(module, sent) };
  const { words } = call.orm;
  const key = keyOf(module, found, call);
  if (isWrite(call.operation)) {
    const isOne = isUniform(module, found, call) || call.operation === 'delete' || isFlatCreate(call);
    return isOne ? words.writeMany(call, key, isResultRead(module, call.node)) : words.writeBatch(call, key);
  }
  if (isAskedAlike(module, found, call.node)) return ASKED_ONCE;
  return call.operation === 'readOne' || call.operation === 'readMany' || call.operation === 'exists' ? words.readMany(call, key) : words.countMany(call, key);
}

/** True where a call names nothing of the round, in none of its arguments: the class of an entity often comes first. */
function isAskedAlike(module: JsModule, { iteration }: FoundScope, { callee, arguments: given }: TSESTree.CallExpression): boolean {
  if (given.length === 0) return isSameInEveryRound(module, iteration, callee);
  return !mentionsRow(module, iteration, callee) && given.every((argument) => isSameInEveryRound(module, iteration, argument));
}

/** The filter, through a const that nothing is added to later. */
function filterOf(module: JsModule, { where }: OrmCall): Node | undefined {
  const binding = where?.type === 'Identifier' ? module.resolve(where) : undefined;
  if (binding === undefined || module.referencesTo(binding).some((use) => module.parentOf(use)?.type === 'MemberExpression')) return where;
  return objectValue(module, where) ?? where;
}

/** The column by which the filter finds what belongs to the row. */
function keyOf(module: JsModule, { iteration }: FoundScope, { where }: OrmCall): string | undefined {
  if (where?.type !== 'ObjectExpression') return undefined;
  const keys = where.properties.filter((property) => property.type === 'Property' && mentionsRow(module, iteration, property.value));
  const [only] = keys;
  if (keys.length !== 1 || only?.type !== 'Property' || unwrap(only.value).type === 'ObjectExpression') return undefined;
  return keyName(only);
}

/** The first few rows of each group: an `in` list with a limit gives the first few of all. */
function isTopOfEach({ operation, limit }: OrmCall): boolean {
  return operation === 'readMany' && limit !== undefined;
}

/** True where an update stores the same values in every round. */
function isUniform(module: JsModule, { iteration }: FoundScope, call: OrmCall): boolean {
  const { operation, data, orm } = call;
  return operation === 'update' && data?.type === 'ObjectExpression' && isSameForAll(module, iteration, data) && !isRelative(data) && !orm.isRefusedInBulk(call);
}

/** Inserts of plain columns can go together whatever they hold; nested writes, and what can't be looked into, can't. */
function isFlatCreate(call: OrmCall): boolean {
  const { operation, data, many, orm } = call;
  if (operation !== 'create' || data === undefined) return false;
  if (many || orm.library === 'TypeORM') return true;
  return data.type === 'ObjectExpression' && !some(data, (node) => node.type === 'SpreadElement' && !isLiteralOrNothing(node.argument)) && !orm.isRefusedInBulk(call);
}

/** `...(note && { note })`, `...(paid ? { paidAt } : {})` */
function isLiteralOrNothing(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return value.operator === '&&' && isLiteralOrNothing(value.right);
  if (value.type === 'ConditionalExpression') return isLiteralOrNothing(value.consequent) && isLiteralOrNothing(value.alternate);
  return value.type === 'ObjectExpression' || value.type === 'Literal' || (value.type === 'Identifier' && value.name === 'undefined');
}

/** Facts about the queries that a function of the same file sends when code that runs once per row calls it: one read and one write at most. */
export function perRowFactsVia(around: Surroundings, node: TSESTree.CallExpression): PerRowFact[] {
  if (around.helpers.size === 0) return [];
  const facts = factsThrough(around, node, node.callee);
  for (const argument of node.arguments) {
    if (argument.type === 'Identifier' || argument.type === 'MemberExpression') facts.push(...factsOfNamed(around, node, argument));
  }
  return facts;
}

function factsThrough(around: Surroundings, node: TSESTree.CallExpression, callee: Node): PerRowFact[] {
  const { module, tracer, helpers } = around;
  const helper = calledFunction(module, callee);
  const queries = helper && helpers.get(helper);
  if (helper === undefined || queries === undefined || contains(helper, node) || isInLifecycle(module, node)) return [];
  const found = rowScopeOf(module, tracer, iterationsAround(module, node), node);
  if (found === undefined) return [];
  return pick(queries).flatMap((query) => viaFact(around, query, found, node, callee) ?? []);
}

/** `rows.map(enrich)`, `Promise.all(rows.map(this.enrich))` */
function factsOfNamed(around: Surroundings, node: TSESTree.CallExpression, argument: Node): PerRowFact[] {
  const { module, tracer, helpers } = around;
  const helper = calledFunction(module, argument);
  const queries = helper && helpers.get(helper);
  const iteration = queries && namedIteration(module, node, argument);
  if (queries === undefined || iteration === undefined || contains(helper as Node, node)) return [];
  const found = rowScopeOf(module, tracer, [iteration], node);
  if (found === undefined) return [];
  return pick(queries).flatMap((query) => viaFact(around, query, found, argument, argument) ?? []);
}

/** The first read and the first write: more would say the same again. */
function pick(queries: readonly OrmCall[]): OrmCall[] {
  const read = queries.find(({ operation, locks }) => !isWrite(operation) && !locks);
  const write = queries.find(({ operation, locks }) => isWrite(operation) && !locks);
  return [read, write].filter((query) => query !== undefined);
}

function viaFact(around: Surroundings, query: OrmCall, found: FoundScope, at: Node, callee: Node): PerRowFact | undefined {
  const { module } = around;
  const consumption = consumptionOf(module, query.node);
  if ((query.lazy && consumption === 'dropped') || isBoundVia(around, query, found, at)) return undefined;
  if (isGuardedByIdentity(module, found.iteration, at) || isInOwnTransaction(module, found.iteration.body, at)) return undefined;
  if (isWrite(query.operation) && isSettled(module, found)) return undefined;
  const harmless = harmlessVia(around, query, found, at, consumption) ?? smallTable(around, found, query);
  const through: Through = { at: callee, argumentFor: (value) => (at.type === 'CallExpression' ? argumentFor(module, at, value) : undefined) };
  const relation = harmless === undefined ? relationReadOf(module, found, query, through) : undefined;
  if (relation !== undefined) return { relation };
  const advice = at.type === 'CallExpression' && !isWrite(query.operation) && at.arguments.length > 0 && isAskedAlike(module, found, at) ? ASKED_ONCE : adviceVia(query);
  const line = module.lineOf(query.node);
  return { call: { ...plainCall(query), span: spanOf(callee), scope: found.scope, via: { name: module.textOf(callee), line }, harmless, advice } };
}

function adviceVia(query: OrmCall): string {
  const { words } = query.orm;
  if (isWrite(query.operation)) return words.writeBatch(query, undefined);
  return /^(?:read|exists)/.test(query.operation) ? words.readMany(query, undefined) : words.countMany(query, undefined);
}

/** `Promise.allSettled(rows.map(…))`: one row's failure is to leave the others alone. */
function isSettled(module: JsModule, { iteration }: FoundScope): boolean {
  return iteration.callback !== undefined && consumptionOf(module, iteration.node) === 'settled';
}

/** Queries that a function may send and still be a loader or a writer of one row, not a piece of work of its own. */
const MOST_QUERIES = 3;

/** True where the function does more for a row than the query: other rows' work can't be joined with it. */
function isBoundVia(around: Surroundings, query: OrmCall, found: FoundScope, at: Node): boolean {
  const { module, effects, helpers } = around;
  const helper = homeOf(module, query.node);
  if (helper === undefined || (helpers.get(helper)?.length ?? 0) > MOST_QUERIES) return true;
  if (effects.waitsAnywhere(helper.body) || isInOwnTransaction(module, helper.body, query.node) || isBoundToRound(around, helper.body, query, query.node)) return true;
  return isInOwnTry(module, found.iteration.body, at) || effects.waitsForOthers(found.iteration.body, at) || followsClaim(module, found.iteration.body, at, around.queries);
}

function harmlessVia(around: Surroundings, query: OrmCall, found: FoundScope, at: Node, consumption: Consumption): Harmless | undefined {
  const { module } = around;
  const helper = homeOf(module, query.node);
  if (helper !== undefined && isRemembered(module, helper, found.iteration, query.node)) return 'memoised';
  const isFirst = helper !== undefined && around.helpers.get(helper)?.[0] === query;
  if (query.orm.batchesItself(query) && found.iteration.concurrent && isFirst) return 'batched-by-library';
  const harmless = harmlessIn(module, found, query, consumption, at);
  return harmless === 'batched-by-library' ? undefined : harmless;
}
