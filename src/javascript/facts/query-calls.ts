import { basename } from 'node:path';
import { failsAsOne, ONCE_PER_KEY, SAME_ROW } from '../../model/advice.ts';
import type { Observation } from '../../model/circumstance.ts';
import { type Evidence, plainEvidence } from '../../model/evidence.ts';
import { isWrite, type Operation, type QueryCall, type RelationRead } from '../../model/query-call.ts';
import { HEAVY_ORIGINS } from '../../model/row-scope.ts';
import { judge } from '../../model/verdict.ts';
import { asksWhetherAny, takesNumberAlone } from '../answers/answer-uses.ts';
import { asksTheSame, observe, type Placed, sparesOf, writeOf } from '../circumstances/circumstances.ts';
import { ownRowsAsked } from '../circumstances/later-rounds.ts';
import type { ServedRows } from '../asked/served.ts';
import type { Callers } from '../project/callers.ts';
import { mentionsRow } from '../syntax/dependence.ts';
import { countedRelationOf, type Lacking, relationReadOf } from './eager-loading.ts';
import { conditionsBeside } from '../advice/filter-text.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import type { SourceFile } from '../project/modules.ts';
import type { OrmCall } from '../queries/orm.ts';
import { isAnswer, placeOf, type Places } from '../circumstances/places.ts';
import { CHUNKS } from '../advice/plain-words.ts';
import type { FileReading } from './reading.ts';
import { isResultRead } from '../queries/results.ts';
import { type Elsewhere, handedTo, weigh, type Weighing } from '../weight/row-weight.ts';
import { resolverScope } from '../rows/resolvers.ts';
import { rowFunctionAround, type RowFunctions, rowListOf, scopeOfRowFunction, scopeOfRowList } from '../rows/row-functions.ts';
import { type FoundScope, searchScope } from '../rows/row-scopes.ts';
import { calleeText } from '../syntax/callee.ts';
import { consumptionOf } from '../syntax/consumption.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, type Node, spanOf, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';
import { fewWritten } from '../weight/table-growth.ts';
import { type RoundTransaction, roundTransaction } from '../circumstances/transactions.ts';
import { writeRemedies } from '../advice/write-remedies.ts';
import { columnsSetAlike, readForWrite, storesTheSame, writesSameRow } from '../circumstances/writes.ts';

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
      advice: counted?.advice ?? `${adviceFor(module, found, call)}${ownRowsAsked(around, found, call) === undefined ? '' : ` ${ONCE_PER_KEY}`}${failsAlone(evidence) ? ` ${failsAsOne(call.operation)}` : ''}`,
      remedies: isSilent(evidence) ? [] : isWrite(call.operation) ? writeRemedies(module, found, call) : (counted?.remedies ?? []),
    },
  };
}

function failsAlone({ around }: Evidence): boolean {
  return around.some(({ what }) => what === 'fails-alone');
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
export function isSilent(evidence: Evidence): boolean {
  return !judge(evidence).report;
}

export function evidenceOf(around: Surroundings, placed: Placed, observed: readonly Observation[]): Evidence & { scope: FoundScope['scope'] } {
  const { call, found, at } = placed;
  const task = taskOf(call);
  const answers = task === 'read' && isAnswer(around.module, around.queries, at);
  const evidence = { task, scope: weigh({ ...around, elsewhere: undefined }, found, call), runs: found.runs ?? placeOf(around, at), around: observed, spares: sparesOf(around, placed), answers };
  const seen = reached(around, evidence, at);
  // What other files say is much work: only where it can make a difference.
  return hasWeight({ ...seen, scope: { ...seen.scope, origin: 'selection' }, runs: 'job' }) ? { ...seen, scope: weighed(around, found, call), runs: found.runs ?? runsOf(around, placed) } : seen;
}

function weighed(around: Surroundings, found: FoundScope, call: OrmCall): FoundScope['scope'] {
  const scope = weigh(around, found, call);
  const few = scope.kind === 'loop' && scope.table === undefined && taskOf(call) === 'write' && found.rows.exact && found.rows.path.length === 0 ? fewWritten(found.rows.call) : undefined;
  return few === undefined ? scope : { ...scope, table: few };
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

function taskOf({ operation }: OrmCall): Evidence['task'] {
  return isWrite(operation) ? 'write' : 'read';
}

/** A query as such, with nothing said about what runs once per row. */
export function plainCall(call: OrmCall, around: readonly Observation[] = []): QueryCall {
  const { callee, orm, model, operation, statements } = call;
  return { span: calleeSpan(call), callee, library: orm.library, model, operation, statements, evidence: plainEvidence(taskOf(call), around), via: undefined, offset: undefined, advice: '', remedies: [] };
}

/** The smallest node to change: the callee, not its many lines of arguments. */
export function calleeSpan({ node }: OrmCall): QueryCall['span'] {
  return [spanOf(node)[0], spanOf(node.callee)[1]];
}

export const ASKED_ONCE = 'It asks the same in every round: read it once before the loop.';

/** Rows of a stream are too many to be gathered all together. */
export function inChunks(module: JsModule, { iteration: { kind, iterable } }: FoundScope, advice: string): string {
  if (kind !== 'for-await' || !isStream(module, iterable)) return advice;
  return advice.includes(CHUNKS) ? advice.replace(CHUNKS, 'in chunks, for the loop streams its rows') : `${advice} The loop streams its rows: do so for a chunk of them at a time.`;
}

/** `Order.find().cursor()`, under a name or not; `for await` goes over a list as well. */
function isStream(module: JsModule, iterable: Node | undefined): boolean {
  const value = unwrap(iterable);
  const made = value?.type === 'Identifier' ? unwrap(constantInit(module, value)) : value;
  return made?.type === 'CallExpression' && !/^(?:map|flatMap|filter|slice|concat|sort|reverse|flat|split|keys|values|entries|from|all)$/.test(calledName(made));
}

function adviceFor(module: JsModule, found: FoundScope, call: OrmCall): string {
  const { words } = call.orm;
  const key = keyOf(module, found, call);
  const columns = columnsSetAlike(module, found, call);
  if (columns !== undefined && words.updateAlike !== undefined) return words.updateAlike(call, columns);
  if (writesSameRow(module, found, call)) return SAME_ROW;
  if (isWrite(call.operation)) {
    if (!storesTheSame(module, found, call)) return inChunks(module, found, words.writeBatch(call, key));
    return `${inChunks(module, found, words.writeMany(call, key, isResultRead(module, call.node)))}${conditionsInstead(module, found, call)}`;
  }
  if (found.batched !== undefined) return (asksTheSame(module, found, call) ? found.once?.(call) : undefined) ?? found.batched;
  if (asksTheSame(module, found, call)) return ASKED_ONCE;
  if (key !== undefined && !isKeyColumn(call, key) && asksWhetherAny(module, call)) return inChunks(module, found, whichThereAre(call, key));
  const isRead = /^(?:readOne|readMany|exists)$/.test(call.operation) && !takesNumberAlone(module, call);
  return inChunks(module, found, isRead ? words.readMany(call, key) : words.countMany(call, key));
}

/** What to add where the rows are read for nothing but to be written one by one, all alike: what they are found by finds them for the write too. */
function conditionsInstead(module: JsModule, found: FoundScope, call: OrmCall): string {
  const read = readForWrite(module, found, call);
  return read === undefined ? '' : ` Nothing else is made of these rows: the conditions of \`${read.callee}\` (line ${String(module.lineOf(read.node))}) do in place of their keys, without a read.`;
}

/** What each round asks for is whether it has any: all rows of all of them would be far more than that. */
function whichThereAre(call: OrmCall, key: string): string {
  const beside = conditionsBeside(call, key).length > 0 ? ', under the other conditions' : '';
  return `Ask once before the loop which of them have any${beside}, with the different values of \`${key}\` alone (${call.orm.words.different?.(call, key) ?? '`SELECT DISTINCT`'}), and look them up in a Set.`;
}

/** The column by which the filter finds what belongs to the row. */
export function keyOf(module: JsModule, { iteration }: FoundScope, call: OrmCall): string | undefined {
  return keyFilled(call, (value) => mentionsRow(module, iteration, value));
}

/** The one column that the filter asks to be something of the row. */
export function keyFilled(call: OrmCall, isOfRow: (value: Node) => boolean): string | undefined {
  const keys = (call.orm.filterOf(call) ?? []).filter(({ value }) => value !== undefined && isOfRow(value));
  const [only] = keys;
  return keys.length === 1 && only !== undefined && !('any' in only) && only.operator === 'equals' && only.modified !== true && only.path.length === 1 ? only.path[0] : undefined;
}

/**
 * The innermost code around `node` that runs once per row: a loop, or a function that a framework runs so; or what is seen instead. A loop over a few
 * things in such a function doesn't hide that the whole of it runs per row.
 */
export function scopeAround(surroundings: Surroundings, node: Node): FoundScope | Observation | undefined {
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
export function loopAround(surroundings: Pick<Surroundings, 'module' | 'tracer' | 'rowLists'>, iterations: readonly Iteration[], node: Node): FoundScope | Observation | undefined {
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

/** The first read and the first write of several queries: more would say the same again. */
export function firstOfEach<T>(sent: readonly T[], operationOf: (one: T) => Operation): T[] {
  return [sent.find((one) => !isWrite(operationOf(one))), sent.find((one) => isWrite(operationOf(one)))].filter((one) => one !== undefined);
}

/** The queries of a function in another file, to be reported at the expression `at` that names it in `module`. */
export function saidAt(module: JsModule, at: Node, there: SourceFile, sent: readonly QueryCall[]): QueryCall[] {
  return firstOfEach(sent, ({ operation }) => operation).map((call) => {
    const place = `${basename(there.path)}:${String(there.module.lineOf(call.span[0]))}`;
    const { evidence } = call;
    // the loop stands there as well: here the place of what is wired stands for it
    const scope = evidence.scope && { ...evidence.scope, head: spanOf(at) };
    return { ...call, evidence: { ...evidence, scope }, span: spanOf(at), via: undefined, remedies: [], advice: `It stands in \`${module.textOf(at)}\` (${place}). ${call.advice}` };
  });
}

