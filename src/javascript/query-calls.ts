import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { ONCE_PER_KEY, SAME_ROW } from '../model/advice.ts';
import type { Observation } from '../model/circumstance.ts';
import { namesRow } from '../model/data-model.ts';
import { type Evidence, plainEvidence } from '../model/evidence.ts';
import { type BrokenQuery, isWrite, type Operation, type QueryCall, type RelationRead } from '../model/query-call.ts';
import { HEAVY_ORIGINS } from '../model/row-scope.ts';
import type { Remedy } from '../model/text.ts';
import { judge } from '../model/verdict.ts';
import { asksWhetherAny, takesNumberAlone } from './answer-uses.ts';
import { asksTheSame, isAskedAlike, observe, observeVia, ownRowsAsked, type Placed, sparesOf, writeOf } from './circumstances.ts';
import type { ServedRows } from './served.ts';
import type { Callers } from './callers.ts';
import { contains, isSameInEveryRound, mentionsRow } from './dependence.ts';
import { countedRelationOf, type Lacking, relationReadOf, type Through } from './eager-loading.ts';
import { isSparedByArguments, isUnderCondition } from './fallbacks.ts';
import { conditionsBeside } from './filter-text.ts';
import { argumentFor } from './helpers.ts';
import type { SourceFile } from './modules.ts';
import type { OrmCall } from './orm.ts';
import { isAnswer, placeOf, type Places } from './places.ts';
import { primaryKey } from './plain-words.ts';
import type { FileReading, Reached } from './reading.ts';
import { isResultRead } from './results.ts';
import { type Elsewhere, handedTo, weigh, type Weighing } from './row-weight.ts';
import { resolverScope } from './resolvers.ts';
import { rowFunctionAround, type RowFunctions, rowListOf, scopeOfRowFunction, scopeOfRowList } from './row-functions.ts';
import { type FoundScope, searchScope } from './row-scopes.ts';
import { calleeText, callOn } from './syntax/callee.ts';
import { consumptionOf, isGivenUp } from './syntax/consumption.ts';
import { type Iteration, iterationsAround, namedIteration } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { calledName, memberName, type Node, some, spanOf, unwrap } from './syntax/nodes.ts';
import { ofRowThrough, type Step } from './through-functions.ts';
import { type RoundTransaction, roundTransaction } from './transactions.ts';
import { writeRemedies } from './write-remedies.ts';
import { columnsSetAlike, storesTheSame, writesSameRow } from './writes.ts';

export interface Surroundings extends FileReading, Weighing {
  readonly elsewhere: Elsewhere;
  readonly callers: Callers;
  readonly places: Places;
  readonly served: ServedRows;
  /** The functions of the file that frameworks run once per row. */
  readonly rowFunctions: RowFunctions;
  /** What is seen of whether the program ever comes to `node`. */
  readonly reach: (node: Node) => readonly Observation[];
}

export type PerRowFact = { readonly call: QueryCall } | { readonly relation: RelationRead } | { readonly lacking: Lacking };

/** The fact about a query: what it is, and the evidence for what it means that it runs once per row, where it does. */
export function queryFact(around: Surroundings, call: OrmCall): PerRowFact {
  const { module } = around;
  const consumption = consumptionOf(module, call.node);
  const found = scopeAround(around, call.node);
  if (call.unsent === true || (call.lazy && consumption === 'dropped')) return { call: plainCall(call, [{ what: 'never-sent' }]) };
  if (found === undefined || !('scope' in found)) return { call: plainCall(call, found === undefined ? [] : [found]) };
  const placed: Placed = { call, found, at: call.node, consumption };
  const evidence = evidenceOf(around, placed, observe(around, placed));
  const relation = isSilent(evidence) || writeOf(around, found, call) !== undefined ? undefined : relationReadOf(module, found, call);
  if (relation !== undefined) return 'read' in relation ? { relation: { ...relation.read, evidence } } : { lacking: { ...relation.lacking, evidence } };
  const listed = isWrite(call.operation) ? roundTransaction(module, around.queries, found.iteration.body, call) : undefined;
  if (listed !== undefined) return { call: transactionFact(around, placed, evidence, listed) };
  const counted = countedRelationOf(module, found, call);
  return {
    call: {
      ...plainCall(call),
      evidence,
      advice: counted?.advice ?? `${adviceFor(module, found, call)}${ownRowsAsked(around, found, call) === undefined ? '' : ` ${ONCE_PER_KEY}`}`,
      remedies: isSilent(evidence) ? [] : isWrite(call.operation) ? writeRemedies(module, found, call) : (counted?.remedies ?? []),
    },
  };
}

/** One finding for all writes that a round sends in a transaction: they go together, and where they stand makes no difference. */
function transactionFact({ module }: Surroundings, { call, found }: Placed, evidence: Evidence, { node, writes }: RoundTransaction): QueryCall {
  const isSame = writes.every((write) => storesTheSame(module, found, write));
  return {
    ...plainCall(call),
    span: [spanOf(node)[0], spanOf(node.callee)[1]],
    callee: calleeText(module, node.callee),
    statements: writes.length,
    evidence: { ...evidence, spares: isSame ? 'statements' : 'transactions' },
    advice: call.orm.words.sendAll(calleeText(module, node.callee), isSame),
  };
}

/** Remedies and relations of what is silent anyhow aren't worth their work. */
function isSilent(evidence: Evidence): boolean {
  return !judge(evidence).report;
}

function evidenceOf(around: Surroundings, placed: Placed, observed: readonly Observation[]): Evidence & { scope: FoundScope['scope'] } {
  const { call, found, at } = placed;
  const task = taskOf(call);
  const answers = task === 'read' && isAnswer(around.module, around.queries, at);
  const evidence = { task, scope: weigh({ ...around, elsewhere: undefined }, found, call), runs: found.runs ?? placeOf(around, at), around: observed, spares: sparesOf(around, placed), answers };
  const seen = reached(around, evidence, at);
  // What other files say is much work: only where it can make a difference.
  return hasWeight({ ...seen, scope: { ...seen.scope, origin: 'table' }, runs: 'job' }) ? { ...seen, scope: weigh(around, found, call), runs: found.runs ?? runsOf(around, placed) } : seen;
}

function hasWeight(evidence: Evidence): boolean {
  const verdict = judge(evidence);
  return verdict.report && verdict.impact === 'high';
}

/** Where the code around rows runs: by its own place, else by that of whoever hands the rows in. */
function runsOf(around: Surroundings, { found, at }: Placed): Evidence['runs'] {
  const own = around.places.runsAt(around, at);
  const by = own === 'unknown' ? handedTo(around, found)?.at : undefined;
  return by === undefined ? own : around.places.runsAt(by.file, by.node);
}

/** Looks whether the program comes to `at`, which is much work: only for what would be reported. */
export function reached<E extends Evidence>({ reach }: Pick<Surroundings, 'reach'>, evidence: E, at: Node): E {
  return judge(evidence).report ? { ...evidence, around: [...evidence.around, ...reach(at)] } : evidence;
}

/** True for a query that is built and given up in sight: no function hands it to anybody who could wait for it. */
export function isNeverSent(module: JsModule, { node, lazy, unsent }: OrmCall): boolean {
  return unsent === true || (lazy && isGivenUp(module, node));
}

/** The fact that a query is never sent. */
export function unsentFact(module: JsModule, call: OrmCall): BrokenQuery {
  const { words } = call.orm;
  return {
    span: calleeSpan(call), problem: `\`${call.callee}\` builds a query, but nothing runs it.`, remedies: awaiting(module, call),
    advice: words.send?.(call) ?? 'Put `await` before it, or `return` it.',
  };
}

/** An `await` before a query that is a statement of a function that may wait. */
function awaiting(module: JsModule, { node, unsent }: OrmCall): Remedy[] {
  const home = module.functionAround(node);
  if (unsent === true || module.parentOf(node)?.type !== 'ExpressionStatement' || home?.async !== true) return [];
  return [{ title: 'Add `await`', edits: [{ span: [spanOf(node)[0], spanOf(node)[0]], text: 'await ' }], safety: { changes: 'the query then runs, and its errors are thrown here' } }];
}

function taskOf({ operation }: OrmCall): Evidence['task'] {
  return isWrite(operation) ? 'write' : 'read';
}

/** A query as such, with nothing said about what runs once per row. */
export function plainCall(call: OrmCall, around: readonly Observation[] = []): QueryCall {
  const { callee, orm, model, operation, statements } = call;
  return { span: calleeSpan(call), callee, library: orm.library, model, operation, statements, evidence: plainEvidence(taskOf(call), around), via: undefined, offset: undefined, advice: '', remedies: [] };
}

/** The smallest node to change: the callee, not its many lines of arguments. */
function calleeSpan({ node }: OrmCall): QueryCall['span'] {
  return [spanOf(node)[0], spanOf(node.callee)[1]];
}

const ASKED_ONCE = 'It asks the same in every round: read it once before the loop.';
const ASKED_ONCE_WITHIN = 'It asks the same in every round: read it once before the loop, and hand it in.';

function adviceFor(module: JsModule, found: FoundScope, call: OrmCall): string {
  const { words } = call.orm;
  const key = keyOf(module, found, call);
  const columns = columnsSetAlike(module, found, call);
  if (columns !== undefined && words.updateAlike !== undefined) return words.updateAlike(call, columns);
  if (writesSameRow(module, found, call)) return SAME_ROW;
  if (isWrite(call.operation)) return storesTheSame(module, found, call) ? words.writeMany(call, key, isResultRead(module, call.node)) : words.writeBatch(call, key);
  if (found.batched !== undefined) return (asksTheSame(module, found, call) ? found.once : undefined) ?? found.batched;
  if (asksTheSame(module, found, call)) return ASKED_ONCE;
  if (key !== undefined && !isNamedBy(call, key) && asksWhetherAny(module, call)) return whichThereAre(call, key);
  const isRead = /^(?:readOne|readMany|exists)$/.test(call.operation) && !takesNumberAlone(module, call);
  return isRead ? words.readMany(call, key) : words.countMany(call, key);
}

/** One value of the column names one row at most. */
function isNamedBy(call: OrmCall, key: string): boolean {
  const model = call.model === undefined ? undefined : call.orm.dataModel?.models.get(call.model);
  return key === primaryKey(call) || (model !== undefined && namesRow(model, key));
}

/** What each round asks for is whether it has any: all rows of all of them would be far more than that. */
function whichThereAre(call: OrmCall, key: string): string {
  const beside = conditionsBeside(call, key).length > 0 ? ', under the other conditions' : '';
  return `Ask once before the loop which of them have any${beside}, with the different values of \`${key}\` alone (${call.orm.words.different?.(call, key) ?? '`SELECT DISTINCT`'}), and look them up in a Set.`;
}

/** The column by which the filter finds what belongs to the row. */
function keyOf(module: JsModule, { iteration }: FoundScope, call: OrmCall): string | undefined {
  return keyFilled(call, (value) => mentionsRow(module, iteration, value));
}

/** The one column that the filter asks to be something of the row. */
function keyFilled(call: OrmCall, isOfRow: (value: Node) => boolean): string | undefined {
  const keys = (call.orm.filterOf(call) ?? []).filter(({ value }) => value !== undefined && isOfRow(value));
  const [only] = keys;
  return keys.length === 1 && only !== undefined && !('any' in only) && only.operator === 'equals' && only.modified !== true && only.path.length === 1 ? only.path[0] : undefined;
}

/** Facts about the queries that a function sends when code that runs once per row calls it: one read and one write at most. */
export function perRowFactsVia(around: Surroundings, node: TSESTree.CallExpression): PerRowFact[] {
  const facts = factsThrough(around, node, node.callee);
  for (const argument of node.arguments) {
    const named = boundOf(argument);
    if (named.type === 'Identifier' || named.type === 'MemberExpression') facts.push(...factsOfNamed(around, node, argument, named));
  }
  return facts;
}

function factsThrough(around: Surroundings, node: TSESTree.CallExpression, callee: Node): PerRowFact[] {
  const found = scopeAround(around, node);
  if (found === undefined || !('scope' in found)) return [];
  const reached = around.sentBy(callee).filter((one) => isSentFor(one, node));
  if (reached.length === 0 || isWithin(around, reached, node)) return [];
  return pick(reached, (one) => viaFact(around, one, found, node, callee, queriesOf(reached)));
}

/** `enrich.bind(this)`: the function that is bound. */
function boundOf(argument: Node): Node {
  const call = unwrap(argument);
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && memberName(call.callee) === 'bind' && call.arguments.length === 1 ? call.callee.object : argument;
}

/** `rows.map(enrich)`, `Promise.all(rows.map(this.enrich))`; `named` is what `argument` names. */
function factsOfNamed(around: Surroundings, node: TSESTree.CallExpression, argument: Node, named: Node): PerRowFact[] {
  const { module } = around;
  const iteration = namedIteration(module, node, argument);
  const reached = iteration === undefined ? [] : around.sentBy(named).filter((one) => isSentFor(one, named));
  if (iteration === undefined || reached.length === 0 || isWithin(around, reached, node)) return [];
  const found = loopAround(around, [iteration], node);
  if (found === undefined || !('scope' in found)) return [];
  return pick(reached, (one) => viaFact(around, one, found, named, named, queriesOf(reached)));
}

/**
 * The innermost code around `node` that runs once per row: a loop, or a function that a framework runs so; or what is seen instead. A loop over a few
 * things in such a function doesn't hide that the whole of it runs per row.
 */
function scopeAround(surroundings: Surroundings, node: Node): FoundScope | Observation | undefined {
  const { module, rowFunctions, callers } = surroundings;
  const loop = loopAround(surroundings, iterationsAround(module, node), node);
  const around = rowFunctionAround(module, rowFunctions, node);
  if (around !== undefined && !(loop !== undefined && 'scope' in loop && HEAVY_ORIGINS.includes(loop.scope.origin))) return scopeOfRowFunction(around);
  return loop ?? resolverScope(module, node, callers);
}

/**
 * The innermost loop over rows, or what is seen instead. A loop over a few things within one over rows that a framework hands in doesn't hide that the whole
 * of it runs for each of them.
 */
function loopAround(surroundings: Pick<Surroundings, 'module' | 'tracer' | 'rowLists'>, iterations: readonly Iteration[], node: Node): FoundScope | Observation | undefined {
  const { module, tracer, rowLists = [] } = surroundings;
  const found = searchScope(module, tracer, iterations, node);
  if (rowLists.length === 0 || (found !== undefined && !('scope' in found) && found.what === 'pieces')) return found;
  const [first, ...outer] = iterations;
  if (found === undefined || first === undefined) return found;
  if ('scope' in found) {
    const listed = rowListOf(rowLists, found.rows);
    if (listed !== undefined) return scopeOfRowList(listed, found);
    if (HEAVY_ORIGINS.includes(found.scope.origin)) return found;
  }
  const around = outer.length === 0 ? undefined : loopAround(surroundings, outer, node);
  return around !== undefined && 'scope' in around && around.scope.kind !== 'loop' ? around : found;
}

/** True where the function calls itself from its own loop: it walks down a tree. */
function isWithin({ path }: Surroundings, reached: readonly Reached[], node: Node): boolean {
  return reached.some(({ helper: { node: helper, there, through } }) => [{ there, node: helper }, ...through].some((step) => step.there.path === path && contains(step.node, node)));
}

/** The first read and the first write of several queries: more would say the same again. */
export function firstOfEach<T>(sent: readonly T[], operationOf: (one: T) => Operation): T[] {
  return [sent.find((one) => !isWrite(operationOf(one))), sent.find((one) => isWrite(operationOf(one)))].filter((one) => one !== undefined);
}

/** The queries of a function in another file, to be reported at the expression `at` that names it in `module`. */
export function saidAt(module: JsModule, at: Node, there: SourceFile, sent: readonly QueryCall[]): QueryCall[] {
  return firstOfEach(sent, ({ operation }) => operation).map((call) => {
    const place = `${basename(there.path)}:${String(there.module.lineOf(call.span[0]))}`;
    return { ...call, span: spanOf(at), via: undefined, remedies: [], advice: `It stands in \`${module.textOf(at)}\` (${place}). ${call.advice}` };
  });
}

/** False where a function on the way sends the query only in place of an argument that it is given, or with one that it isn't. */
function isSentFor(reached: Reached, call: Node): boolean {
  const steps = stepsOf(reached);
  return !steps.some((step, index) => isSparedByArguments(step.there.module, step.node, step.at, steps[index - 1]?.at ?? call, index > 0));
}

/** The functions on the way to the query, with what each calls or sends. */
function stepsOf({ query, helper: { node, there, through } }: Reached): readonly Step[] {
  return [...through.map((step) => ({ ...step, at: step.call })), { node, there, at: query.node }];
}

/** The reads that every call sends before those that only some send, which say less of the row at hand. */
function surestFirst(reached: readonly Reached[]): readonly Reached[] {
  const isSure = (one: Reached): boolean => !stepsOf(one).some(({ there, node, at }) => isUnderCondition(there.module, node, at));
  return [...reached.filter(isSure), ...reached.filter((one) => !isSure(one))];
}

function queriesOf(reached: readonly Reached[]): readonly OrmCall[] {
  return reached.map(({ query }) => query);
}

/** Reads of one function that are looked at for one that is worth a word. Of writes the first decides: later ones go on with what it made. */
const MOST_LOOKED_AT = 4;

/** What keeps one read of a function silent, whatever its others are: the library gathers it, a cache has it, only a failed row comes to it. */
const OF_ONE_READ: ReadonlySet<Observation['what']> = new Set(['batched-by-library', 'memo', 'error-path', 'found-in-round']);

/** Of what a function sends and what locks nothing, the first read that no library gathers, be it one that isn't always sent, else the first, and the first write. */
function pick(reached: readonly Reached[], factOf: (one: Reached) => PerRowFact | undefined): PerRowFact[] {
  return [false, true].flatMap((writes) => {
    const facts: PerRowFact[] = [];
    const sent = reached.filter(({ query }) => !query.locks && isWrite(query.operation) === writes);
    for (const one of writes ? sent.slice(0, 1) : surestFirst(sent).slice(0, MOST_LOOKED_AT)) {
      const fact = factOf(one);
      if (fact === undefined) continue;
      if (!('call' in fact) || !isSilent(fact.call.evidence)) return [fact];
      facts.push(fact);
      // These say nothing of the next read; any other reason is about the round or the function.
      if (!fact.call.evidence.around.some(({ what }) => OF_ONE_READ.has(what))) break;
    }
    return facts.slice(0, 1);
  });
}

/** @param sent queries that the call sends, all together */
function viaFact(around: Surroundings, reached: Reached, found: FoundScope, at: Node, callee: Node, sent: readonly OrmCall[]): PerRowFact | undefined {
  const { module } = around;
  const { query, helper } = reached;
  const { there } = helper;
  const inner = consumptionOf(there.module, query.node);
  if (query.unsent === true || (query.lazy && inner === 'dropped')) return undefined;
  // What is lazy and handed back isn't sent by the function, but by whoever waits for it.
  const isHandedOn = query.lazy && inner === 'returned' && !helper.node.async;
  const sender = at.type === 'CallExpression' ? at : found.iteration.node;
  const consumption = isHandedOn ? consumptionOf(module, sender) : found.iteration.callback === undefined ? inner : consumptionOf(module, found.iteration.node);
  if (isHandedOn && (consumption === 'dropped' || isGoneOnWith(around, at))) return undefined;
  const placed: Placed = { call: query, found, at, consumption };
  const round: FoundScope = { ...found, iteration: { ...found.iteration, node: helper.node, body: helper.node.body } };
  const evidence = { ...evidenceOf(around, placed, observeVia(around, placed, helper, sent)), spares: sparesOf(there, { ...placed, found: round }) };
  const through: Through = { at: callee, module: there.module, argumentFor: (value) => (at.type === 'CallExpression' ? argumentFor(there.module, at, value) : undefined) };
  const relation = isSilent(evidence) || helper.through.length > 0 ? undefined : relationReadOf(module, found, query, through);
  if (relation !== undefined) return 'read' in relation ? { relation: { ...relation.read, evidence } } : { lacking: { ...relation.lacking, evidence } };
  const isRead = inner === 'returned' ? isResultRead(module, sender) : isResultRead(there.module, query.node);
  const once = isWrite(query.operation) ? undefined : onceFor(around, reached, found, at);
  const batched = isWrite(query.operation) ? undefined : found.batched;
  const advice = (once === undefined ? batched : (found.once ?? batched ?? once)) ?? adviceVia(there.module, round, query, isRead, keyThrough(around, reached, found, at));
  return { call: { ...plainCall(query), span: spanOf(callee), evidence, via: { name: module.textOf(callee).replaceAll(/\s*\n\s*/g, ''), line: there.module.lineOf(query.node), path: there.module === module ? undefined : there.path }, advice } };
}

/** What to do where each round asks the same, be it through functions that are handed the row for something else. */
function onceFor({ module }: Surroundings, reached: Reached, found: FoundScope, at: Node): string | undefined {
  const isAlike = at.type === 'CallExpression' && at.arguments.length > 0 && isAskedAlike(module, found, at);
  if (isAlike) return ASKED_ONCE;
  // `this.id = id; await this.load()`: the function goes by what the round has set.
  if (some(found.iteration.body, (node) => node.type === 'AssignmentExpression' && unwrap(node.left).type === 'MemberExpression')) return undefined;
  const isOfRow = (expression: Node): boolean => !isSameInEveryRound(module, found.iteration, expression);
  return !ofRowThrough(stepsOf(reached), at, isOfRow)(reached.query.node) ? (at.type === 'CallExpression' && at.arguments.length === 0 ? ASKED_ONCE : ASKED_ONCE_WITHIN) : undefined;
}

/** `orders(db).insert(row)`: what a function hands on is a query of who called it, or made a write there. */
function isGoneOnWith({ module, queries }: Surroundings, at: Node): boolean {
  for (let call = at.type === 'CallExpression' ? callOn(module, at) : undefined; call !== undefined; call = callOn(module, call)) {
    if (/^(?:insert|upsert|update|patch|del|delete|remove|increment|decrement|truncate)/.test(calledName(call)) || queries.some(({ node }) => node === call)) return true;
  }
  return false;
}

/** The column by which a function finds what belongs to the row, or to a value of it, that the functions on the way are handed. */
function keyThrough({ module }: Surroundings, reached: Reached, { iteration }: FoundScope, at: Node): string | undefined {
  return keyFilled(reached.query, ofRowThrough(stepsOf(reached), at, (expression) => mentionsRow(module, iteration, expression)));
}

/**
 * @param round the function that sends the query, as if it were the round
 * @param key the column by which it reads what belongs to the row
 */
function adviceVia(module: JsModule, round: FoundScope, query: OrmCall, isRead: boolean, key: string | undefined): string {
  const { words } = query.orm;
  if (isWrite(query.operation)) {
    if (storesTheSame(module, round, query)) return words.writeMany(query, keyOf(module, round, query), isRead);
    return words.batchSpares(query) === 'transactions' ? 'Let the function take all rows and send their writes together, in one transaction.' : words.writeBatch(query, undefined);
  }
  return /^(?:read|exists)/.test(query.operation) ? words.readMany(query, key) : words.countMany(query, key);
}
