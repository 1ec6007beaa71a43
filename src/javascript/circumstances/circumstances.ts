import type { Observation } from '../../model/circumstance.ts';
import type { Spares } from '../../model/evidence.ts';
import { Observations } from '../../model/observations.ts';
import { isWrite } from '../../model/query-call.ts';
import { modelAt } from '../queries/data-path.ts';
import { oncePer } from '../../project/memo.ts';
import { contains, isSameInEveryRound, mentionsRow, rowPath, setsOwner, takesOfRow } from '../syntax/dependence.ts';
import { deletesEachMinute, type Draining, drainedEachMinute } from './drains.ts';
import { type Effects, mailIn } from './effects.ts';
import { isForLack, isMemoised, isProbe, isRemembered, sharesTick, waitsBefore } from './harmless.ts';
import { argumentFor, calledFunction, type Helpers, homeOf } from '../queries/helpers.ts';
import { keptAfter } from './kept.ts';
import { branchAround, catchAround, hasOwnFilter, isClaim, leavesLoop, ownTransaction, ownTry, standsApart, switchBefore, type Telling, testOfIdentity, testOfNumber, transactionBeside } from './isolation.ts';
import { changesIn, lastingWriteOf, longerWorkOf, otherLastingWrite, type Sending } from './lasting-writes.ts';
import { fillsWhatItAsks, ownRowsAsked } from './later-rounds.ts';
import { firstOfEach, type OrmCall, queriesIn } from '../queries/orm.ts';
import { lineOnFew, lineOnHooks, lineOnPurpose, lineOnWrites, pauseIn } from './pace.ts';
import { failsForAll, writesForAllOnly } from './own-failures.ts';
import { registeredIn } from './places.ts';
import { isResultRead } from '../queries/results.ts';
import { type FoundScope, hasOwnClient, isRunAtOnce, takesList } from '../rows/row-scopes.ts';
import { type Consumption, consumptionOf } from '../syntax/consumption.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { callsIn, chainOf, type JsModule } from '../syntax/module.ts';
import { absenceAsked, type FunctionNode, type Node, some, spanOf, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';
import { roundTransaction, transactionOfList } from './transactions.ts';
import { storesTheSame } from './writes.ts';
import { followsClaim, isDecisive, isResultNeeded } from './written-answers.ts';

/** What the observers of one file share. */
export interface Surroundings extends Draining, Sending {
  readonly helpers: Helpers;
  readonly effects: Effects;
}

/** A query in code that runs once per row. */
export interface Placed {
  readonly call: OrmCall;
  readonly found: FoundScope;
  /** What stands in the loop: the query, or the call of the function that sends it. */
  readonly at: Node;
  readonly consumption: Consumption;
}

function observationsIn(module: JsModule): Observations<Node> {
  return new Observations((node) => module.lineOf(node));
}

/** What stands around a query that runs once per row and bears on whether it is right. */
export function observe(around: Surroundings, placed: Placed): Observation[] {
  const { module } = around;
  const { call, found, at, consumption } = placed;
  const seen = observationsIn(module);
  seen.note('lock', call.locks);
  seen.note('own-connection', hasOwnClient(module, found, call));
  seen.note('list-in-query', takesList(module, found, call));
  observeWeight(seen, around, placed);
  observeRound(seen, around, placed);
  if (isWrite(call.operation)) {
    const attempt = ownTry(module, found.iteration.body, at) ?? (consumption === 'settled' || isSettled(module, found) ? call.node : undefined);
    seen.note(attempt !== undefined && failsForAll({ ...around, found }, call, attempt) ? 'fails-alone' : 'own-failure', attempt);
    seen.note('result-needed', isResultNeeded(module, found.iteration.body, call));
    seen.note('later-rounds-find', ownRowsAsked(around, found, call));
    seen.note('hooks-wanted', lineOnHooks(module, found.iteration, at, `${call.model ?? ''} ${module.textOf(call.node.callee)}`) ?? lineOnWrites(module, at));
    seen.note('keeps-up', drainedEachMinute(around, found, call));
    seen.note('stays-per-row', otherLastingWrite(around, found, call, at));
    seen.note('later-rounds-find', fillsWhatItAsks(module, found, at));
  } else {
    seen.note('moving-answer', writtenBefore(around, found, at, call));
    seen.note('told-with-another', readToldOf(around, placed));
    seen.note('found-in-round', around.effects.needsTheRound(found.iteration.body, call) || around.effects.changeOfArgument(found.iteration.body, call));
    seen.note('moving-answer', asksTheSame(module, found, call) && writeOf(around, found, call));
    seen.note('own-filter', hasOwnFilter(module, found, call));
    seen.note('later-rounds-find', ownRowsAsked(around, found, call));
    seen.note('stays-per-row', longerWorkOf(around, found, at));
    observeBeside(seen, around, placed);
    seen.note('top-of-each', isTopOfEach(call));
    seen.note('held-in-memory', heldRows(around, found, call));
    seen.note('batched-by-library', call.orm.batchesItself?.(call) && sharesTick(module, found.iteration, call, consumption, at));
  }
  return seen.list;
}

/** `Promise.allSettled(rows.map(async (row) => { await save(row); }))`: the failures of the rounds are told apart. */
function isSettled(module: JsModule, { iteration }: FoundScope): boolean {
  return iteration.callback !== undefined && consumptionOf(module, iteration.node) === 'settled';
}

/** What says of the loop as a whole that it is short, or hardly ever run. */
function observeWeight(seen: Observations<Node>, { module }: Surroundings, { found: { iteration, rows }, at }: Placed): void {
  const source = rows.call?.node;
  seen.note('said-few', lineOnFew(module, iteration, at, source !== undefined && homeOf(module, source) === homeOf(module, iteration.node) ? source : undefined));
  seen.note('kept-for-later', keptAfter(module, iteration.node));
  seen.note('registered-each', registeredIn(module, iteration.body));
}

/** What is seen of the round itself, whatever the query asks. */
function observeRound(seen: Observations<Node>, around: Surroundings, { call, found, at }: Placed): void {
  const { module, effects, queries } = around;
  const { iteration } = found;
  const { body } = iteration;
  seen.note('paced', pauseIn(body));
  seen.note('foreign-wait-before', isRunAtOnce(found) ? undefined : effects.waitBefore(body, at));
  const attempt = ownTry(module, body, at);
  // A read that stands before all else, and decides whether anybody is waited for at all, is sent in every round.
  const isWaitedFor = (wait: Node): boolean => isWrite(call.operation) || spanOf(wait)[0] < spanOf(at)[0] || branchAround(module, iteration, wait) === undefined;
  seen.note('own-try-and-wait', attempt !== undefined && effects.waitsIn(body).find(isWaitedFor));
  seen.note('foreign-wait', effects.anyWait(body));
  seen.note('pieces', testOfNumber(module, iteration, at));
  seen.note('sometimes-only', branchAround(module, iteration, at, isExceptionFor(around, body, call)));
  seen.note('claim', followsClaim(module, body, at, queries) || (isClaim(call) && (isDecisive(module, body, call) || attempt)));
  seen.note('own-connection', switchBefore(module, iteration, at));
  const listed = isWrite(call.operation) ? roundTransaction(module, queries, body, call) : undefined;
  const transaction = listed === undefined ? ownTransaction(module, body, at) : undefined;
  seen.note(transaction !== undefined && writesForAllOnly({ ...around, found }, transaction) ? 'fails-alone' : 'own-transaction', transaction);
  seen.note('sent-with-others', listed !== undefined && listed.writes[0] !== call && listed.node);
  seen.note('identity-guard', testOfIdentity(module, tellingIn(module, found), at));
  seen.note('error-path', catchAround(module, body, at));
  seen.note('on-failure', catchAround(module, module.functionAround(iteration.node) ?? module.program, iteration.node));
  seen.note('leaves-loop', leavesLoop(module, iteration, at));
  seen.note('on-purpose', lineOnPurpose(module, iteration, at));
  seen.note('memo', isMemoised(module, iteration, at));
  seen.note('probe', isProbe(module, iteration, at));
}

/** Tests that few rows pass on their way to a write: a row that is deleted is the exception, and so is one that is saved because the round has found none. */
function isExceptionFor({ module, queries }: Pick<Surroundings, 'module' | 'queries'>, body: Node, { operation, model }: OrmCall): (test: Node) => boolean {
  if (operation === 'delete') return () => true;
  if (operation !== 'save') return () => false;
  return (test) => {
    const { asked, holdsWithout } = absenceAsked(test) ?? {};
    const init = asked?.type === 'Identifier' && holdsWithout === true ? constantInit(module, asked) : undefined;
    return init !== undefined && contains(body, init) && queriesIn(queries, init).some((read) => read.model === model && !isWrite(read.operation));
  };
}

/** What the round does beside a read, which weighs more. */
function observeBeside(seen: Observations<Node>, { module, effects }: Surroundings, { found: { iteration }, at }: Placed): void {
  const { body } = iteration;
  const own = effects.anyWait(body) === undefined ? mailIn(body) : undefined;
  seen.note('mails-each', own ?? mailAround(module, iteration));
  seen.note('transaction-beside', transactionBeside(module, body, at));
}

/** The mail that a round around makes, where the loop goes over what belongs to the row of that. */
function mailAround(module: JsModule, { node, iterable }: Iteration): Node | undefined {
  const outer = iterationsAround(module, node).find((one) => iterable !== undefined && (rowPath(module, one, iterable)?.length ?? 0) > 0);
  return outer && mailIn(outer.body);
}

/** Another read of a resolver that stands for all of them: the first that is always sent and asks for something of the row, else the first. */
function readToldOf({ module, queries }: Surroundings, { call, found: { scope, iteration } }: Placed): Node | undefined {
  const { body } = iteration;
  if (scope.kind !== 'resolver') return undefined;
  const reads = queriesIn(queries, body).filter((one) => !isWrite(one.operation) && one.orm.batchesItself?.(one) !== true && iterationsAround(module, one.node).length === 0);
  const always = reads.filter(({ node }) => branchAround(module, iteration, node) === undefined);
  const told = always.find(({ node }) => takesOfRow(module, iteration, node)) ?? always[0] ?? reads[0];
  return told === undefined || told === call ? undefined : told.node;
}

function tellingIn(module: JsModule, found: FoundScope): Telling {
  const { iteration } = found;
  return { body: iteration.body, isOfRow: (node) => mentionsRow(module, iteration, node) && !isSameInEveryRound(module, iteration, node), isUnique: (node) => isUnique(module, found, chainOf(unwrap(node))) };
}

/** As `tellingIn`, for a function that the round calls: its parameters are what the call gives. */
function tellingThrough(module: JsModule, { found, at }: Placed, helper: Node & { body: Node }, there: JsModule): Telling {
  const { iteration } = found;
  const given = (node: Node): Node | undefined => (at.type === 'CallExpression' && node.type === 'Identifier' ? argumentFor(there, at, node) : undefined);
  const isOfRow = (node: Node): boolean =>
    some(node, (inner) => {
      const binding = inner.type === 'Identifier' ? there.resolve(inner) : undefined;
      if (binding === undefined || !contains(helper, binding.identifier)) return false;
      const argument = given(inner);
      return argument === undefined || mentionsRow(module, iteration, argument);
    });
  const isUniqueThere = (node: Node): boolean => {
    const { root, names } = chainOf(unwrap(node));
    const argument = given(root);
    return argument !== undefined && isUnique(module, found, { root: argument, names });
  };
  return { body: helper.body, isOfRow, isUnique: isUniqueThere };
}

/** True for `row.code` where the schema has it as the key or a unique column of the rows. */
function isUnique(module: JsModule, { iteration, rows }: FoundScope, { root, names }: { root: Node; names: readonly string[] }): boolean {
  const source = rows.call;
  const dataModel = source?.orm.dataModel;
  if (!rows.exact || source === undefined || dataModel === undefined) return false;
  const [name, ...more] = [...(rowPath(module, iteration, root) ?? []), ...names];
  return name !== undefined && more.length === 0 && rowPath(module, iteration, root) !== undefined && modelAt(dataModel, source.model, rows.path)?.fields.get(name)?.unique === true;
}

/** Queries that a function may send and still be a loader or a writer of one row, not a piece of work of its own. */
const MOST_QUERIES = 3;

/** A function between the round and the one that sends the query. */
interface Step {
  readonly node: FunctionNode;
  readonly there: Surroundings;
  /** Its call of the next one. */
  readonly call: Node;
}

/** A function that sends a query when the round calls it, directly or through others. */
export interface Helper {
  readonly node: FunctionNode;
  /** What is read of its file. */
  readonly there: Surroundings;
  readonly through: readonly Step[];
}

/**
 * As `observe`, for a query that a function sends, of this file or another: what stands around it there, and around the function's call.
 *
 * @param sent queries that the call sends, all together
 * @param isSame it asks the same in every round: read once, it is spared whole
 */
export function observeVia(around: Surroundings, placed: Placed, { node: helper, there, through }: Helper, sent: readonly OrmCall[], isSame = false): Observation[] {
  const { module, effects } = around;
  const { call, found, at } = placed;
  const { iteration } = found;
  const { body } = helper;
  const seen = observationsIn(module);
  // A line of another file says nothing to who reads this one.
  const beyond = (node: Node | number | boolean | undefined): Node | number | boolean | undefined => (there.module === module || node === undefined || node === false ? node : true);
  const sendsWrite = sent.some(({ operation }) => isWrite(operation));
  const attempt = ownTry(module, iteration.body, at);
  const wait = effects.anyWait(iteration.body);
  // A function that finds something out for the round may ask for all rows at once what it asks before it turns to anybody else; one that is called for what it does may not.
  const isLookUp = !sendsWrite && isResultRead(module, at.type === 'CallExpression' ? at : iteration.node) && there.effects.waitBefore(body, call.node) === undefined;
  const long = isLookUp ? 'longer-work' : 'work-of-its-own';
  observeWeight(seen, around, placed);
  seen.note(long, sent.length > MOST_QUERIES);
  seen.note(long, beyond(there.effects.anyWait(body)));
  // a transaction that only reads is there for nobody to fail in
  if (sendsWrite) seen.note('own-transaction', beyond(ownTransaction(there.module, body, call.node)) ?? (transactionOfList(module, iteration.body, at) === undefined && ownTransaction(module, iteration.body, at)));
  seen.note('identity-guard', testOfIdentity(module, tellingIn(module, found), at) ?? beyond(testOfIdentity(there.module, tellingThrough(module, placed, helper, there.module), call.node)));
  seen.note('own-connection', switchBefore(module, iteration, at) ?? (call.context ?? []).some((node) => tellingThrough(module, placed, helper, there.module).isOfRow(node)));
  seen.note('claim', followsClaim(there.module, body, call.node, there.queries) || followsClaim(module, iteration.body, at, around.queries));
  seen.note('work-of-its-own', sendsWrite && attempt);
  seen.note('own-try-and-wait', wait === undefined ? undefined : attempt);
  seen.note('error-path', catchAround(module, iteration.body, at) ?? beyond(catchAround(there.module, body, call.node)));
  seen.note('foreign-wait-before', isRunAtOnce(found) ? undefined : effects.waitBefore(iteration.body, at));
  seen.note('foreign-wait', wait);
  seen.note('sometimes-only', branchAround(module, iteration, at, isExceptionFor(around, iteration.body, call)) ?? (isWrite(call.operation) ? beyond(branchAround(there.module, { body }, call.node, isExceptionFor(there, body, call))) : undefined));
  seen.note('paced', pauseIn(iteration.body));
  seen.note('on-purpose', lineOnPurpose(module, iteration, at) ?? beyond(lineOnPurpose(there.module, { node: helper }, call.node)));
  seen.note('leaves-loop', leavesLoop(module, iteration, at));
  seen.note('memo', isRemembered(there.module, helper, iteration, call.node) || isForLack(there.module, call));
  seen.note('memo', isMemoised(module, iteration, at));
  seen.note('probe', isProbe(module, iteration, at));
  for (const step of through) observeStep(seen, step, iteration, isLookUp);
  if (isWrite(call.operation)) {
    seen.note('keeps-up', deletesEachMinute(around, found, call, at));
    seen.note('own-failure', isSettled(module, found));
    seen.note('own-failure', attempt ?? beyond(ownTry(there.module, body, call.node)));
    const isDropped = !isResultRead(module, at.type === 'CallExpression' ? at : iteration.node);
    seen.note('result-needed', isResultNeeded(there.module, body, call, (use) => isDropped && there.effects.isGiven(use)));
  } else {
    observeBeside(seen, around, placed);
    if (!isSame) seen.note('stays-per-row', longerWorkOf(around, found, at) ?? [{ node: helper, there }, ...through].some((step) => changesIn(step.there, step.node)));
    seen.note('found-in-round', there.effects.needsTheRound(body, call));
    seen.note('top-of-each', !isSame && isTopOfEach(call));
    seen.note('moving-answer', writtenBefore(around, found, at, call));
    seen.note('batched-by-library', call.orm.batchesItself?.(call) && iteration.concurrent && !waitsBefore(there.module, body, call, call.node) && !through.some((step) => waitsBefore(step.there.module, step.node.body, call, step.call)));
  }
  return seen.list;
}

/** What stands around the call by which a function in between hands on. */
function observeStep(seen: Observations<Node>, { node: { body }, there: { module, effects }, call, node }: Step, iteration: Iteration, isLookUp: boolean): void {
  seen.note(isLookUp && effects.waitBefore(body, call) === undefined ? 'longer-work' : 'work-of-its-own', effects.anyWait(body) !== undefined);
  seen.note('own-transaction', ownTransaction(module, body, call) !== undefined);
  seen.note('own-failure', ownTry(module, body, call) !== undefined);
  seen.note('error-path', catchAround(module, body, call) !== undefined);
  seen.note('memo', isRemembered(module, node, iteration, call));
  seen.note('sometimes-only', branchAround(module, { ...iteration, body }, call) !== undefined);
}

/**
 * What the remedy for a query spares. Writes that differ from row to row can go into one transaction, which is nothing new where they
 * are in one already.
 */
export function sparesOf({ module, queries }: Pick<Surroundings, 'module' | 'queries'>, { call, found, consumption }: Placed): Spares {
  if (!isWrite(call.operation)) return 'statements';
  // A transaction of writes that differ is to keep them together, whatever some of them could be.
  if (storesTheSame(module, found, call) && (consumption !== 'transaction' || lastingWriteOf({ module, queries }, found) === undefined)) return 'statements';
  const spared = call.orm.words.batchSpares(call);
  return spared === 'transactions' && (consumption === 'transaction' || call.orm.isInTransaction?.(call)) ? 'nothing' : spared;
}

/** A write of the loop to the table that it asks: rows read before the loop would be out of date. */
export function writeOf({ queries }: Pick<Surroundings, 'queries'>, { iteration }: FoundScope, { model }: OrmCall): Node | undefined {
  return firstWrites(queries)(iteration.node).get(model);
}

/** A write of the round to the table that it asks afterwards, itself or in a function that it calls: the answer is what is left then. */
function writtenBefore({ module, queries, helpers }: Surroundings, { iteration: { body } }: FoundScope, at: Node, { model }: OrmCall): Node | undefined {
  if (model === undefined) return undefined;
  const isBefore = (node: Node): boolean => spanOf(node)[1] <= spanOf(at)[0] && !standsApart(module, node, at);
  // a statement in SQL whose table isn't known may write to this one
  const writes = writesOf(queries)(body);
  const own = [...(writes.get(model) ?? []), ...(writes.get(undefined) ?? []).filter(({ operation }) => operation === 'rawWrite')].find(({ node }) => isBefore(node));
  if (own !== undefined) return own.node;
  return writingCalls(helpers)(module)(body).find(({ node, models }) => models.has(model) && isBefore(node))?.node;
}

/** By round: its writes to each model, in source order. */
const writesOf = oncePer((queries: readonly OrmCall[]) => oncePer((body: Node): ReadonlyMap<string | undefined, readonly OrmCall[]> => {
  const found = new Map<string | undefined, OrmCall[]>();
  for (const write of queriesIn(queries, body)) if (isWrite(write.operation)) (found.get(write.model) ?? found.set(write.model, []).get(write.model))?.push(write);
  return found;
}));

/** By round: its calls of functions of the same file that write, with what they write to. */
const writingCalls = oncePer((helpers: Helpers) => oncePer((module: JsModule) => oncePer((body: Node) => callsIn(module, body).flatMap((node) => {
  const helper = calledFunction(module, node.callee);
  const models = new Set((helper === undefined ? [] : (helpers.get(helper) ?? [])).flatMap(({ operation, model }) => (isWrite(operation) && model !== undefined ? [model] : [])));
  return models.size === 0 ? [] : [{ node, models }];
}))));

/** What has read the row already, for a library that gives it again without a query: the rows of the loop, a read of many before it, or their relation. */
function heldRows({ module, queries }: Pick<Surroundings, 'module' | 'queries'>, { iteration: { node: loop, body }, rows }: FoundScope, call: OrmCall): Node | undefined {
  const { model, orm } = call;
  if (model === undefined || orm.answersFromMemory?.(call) !== true) return undefined;
  const before = firstLists(queries)(module.functionAround(loop) ?? module.program).get(model);
  if (before !== undefined && spanOf(before)[1] <= spanOf(body)[0]) return before;
  const source = rows.exact && rows.call?.orm === orm ? rows.call : undefined;
  const fields = source === undefined || orm.dataModel === undefined ? undefined : modelAt(orm.dataModel, source.model, rows.path)?.fields;
  return source !== undefined && [...(fields?.values() ?? [])].some(({ name, relation }) => relation?.target === model && orm.loads?.(source, [...rows.path, name]) === true) ? source.node : undefined;
}

const firstWrites = firstOfEach(isWrite);
const firstLists = firstOfEach((operation) => operation === 'readMany');

/** True where a call names nothing of the round, in none of its arguments: the class of an entity often comes first. */
export function isAskedAlike(module: JsModule, { iteration }: FoundScope, { callee, arguments: given }: OrmCall['node']): boolean {
  if (setsOwner(iteration, callee)) return false;
  if (given.length === 0) return isSameInEveryRound(module, iteration, callee);
  return !mentionsRow(module, iteration, callee) && given.every((argument) => isSameInEveryRound(module, iteration, argument));
}

/** True where a query names nothing of the round, nor do the conditions that are put on its builder elsewhere. */
export function asksTheSame(module: JsModule, found: FoundScope, { node, where }: OrmCall): boolean {
  return isAskedAlike(module, found, node) && (where === undefined || !mentionsRow(module, found.iteration, where));
}

/** The first few rows of each group: an `in` list with a limit gives the first few of all. */
function isTopOfEach({ operation, limit }: OrmCall): boolean {
  return operation === 'readMany' && limit !== undefined;
}

