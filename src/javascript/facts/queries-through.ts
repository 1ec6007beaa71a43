import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Observation } from '../../model/circumstance.ts';
import { isWrite, type QueryCall } from '../../model/query-call.ts';
import { enumerated } from '../../model/text.ts';
import { oncePer } from '../../project/memo.ts';
import { isAskedAlike, observeVia, type Placed, sparesOf } from '../circumstances/circumstances.ts';
import { conditionsIn } from '../queries/conditions.ts';
import { contains, isSameInEveryRound, mentionsRow, rowPath, setsOwner } from '../syntax/dependence.ts';
import { relationReadOf, type Through } from './eager-loading.ts';
import { type Calling, isSparedByArguments, isUnderCondition, leftOutFor } from '../circumstances/fallbacks.ts';
import { argumentFor } from '../queries/helpers.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import type { OrmCall } from '../queries/orm.ts';
import { ASKED_ONCE, evidenceOf, inChunks, isSilent, keyFilled, keyOf, loopAround, type PerRowFact, plainCall, scopeAround, type Surroundings } from './query-calls.ts';
import type { Reached } from './reading.ts';
import { isResultRead } from '../queries/results.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import { boundOf, calleeText, callOn } from '../syntax/callee.ts';
import { consumptionOf } from '../syntax/consumption.ts';
import { namedIteration } from '../syntax/iterations.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, type Node, some, spanOf, unwrap } from '../syntax/nodes.ts';
import { ofRowThrough, type Step } from '../rows/through-functions.ts';
import { transactionOfList } from '../circumstances/transactions.ts';
import { storesTheSame } from '../circumstances/writes.ts';

// Queries that code which runs once per row sends through functions that it calls or hands on.

const ASKED_ONCE_WITHIN = 'It asks the same in every round: read it once before the loop, and hand it in.';

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
  return factsOf(around, reached, (one) => viaFact(around, one, found, node, callee, queriesOf(reached)));
}

/** `rows.map(enrich)`, `Promise.all(rows.map(this.enrich))`; `named` is what `argument` names. */
function factsOfNamed(around: Surroundings, node: TSESTree.CallExpression, argument: Node, named: Node): PerRowFact[] {
  const { module } = around;
  const iteration = namedIteration(module, node, argument);
  const reached = iteration === undefined ? [] : around.sentBy(named).filter((one) => isSentFor(one, named));
  if (iteration === undefined || reached.length === 0 || isWithin(around, reached, node)) return [];
  const found = loopAround(around, [iteration], node);
  if (found === undefined || !('scope' in found)) return [];
  return factsOf(around, reached, (one) => viaFact(around, one, found, named, named, queriesOf(reached)));
}

/** True where the function calls itself from its own loop: it walks down a tree. */
function isWithin({ path }: Surroundings, reached: readonly Reached[], node: Node): boolean {
  return reached.some(({ helper: { node: helper, there, through } }) => [{ there, node: helper }, ...through].some((step) => step.there.path === path && contains(step.node, node)));
}

/** False where a function on the way sends the query only in place of an argument that it is given, or with one that it isn't. */
function isSentFor(reached: Reached, call: Node): boolean {
  let by: Calling | undefined;
  let run = call;
  for (const { there: { module }, node, at } of stepsOf(reached)) {
    if (isSparedByArguments(module, node, at, run, by)) return false;
    by = { module, fn: node, call: run, by };
    run = at;
  }
  return true;
}

/** The functions on the way to the query, with what each calls or sends. */
function stepsOf({ query, helper: { node, there, through } }: Reached): readonly Step[] {
  return [...through.map((step) => ({ ...step, at: step.call })), { node, there, at: query.node }];
}

/** The reads that every call sends before those that only some send, which say less of the row at hand. */
function surestFirst(reached: readonly Reached[]): readonly Reached[] {
  const sure = reached.filter((one) => !stepsOf(one).some(({ there, node, at }) => isUnderCondition(there.module, node, at)));
  return [...sure, ...reached.filter((one) => !sure.includes(one))];
}

function queriesOf(reached: readonly Reached[]): readonly OrmCall[] {
  return reached.map(({ query }) => query);
}

/** Reads of one function that are looked at for one that is worth a word. Of writes the first decides: later ones go on with what it made. */
const MOST_LOOKED_AT = 4;

/** What keeps one read of a function silent, whatever its others are: the library gathers it, a cache has it, only a failed row comes to it. */
const OF_ONE_READ: ReadonlySet<Observation['what']> = new Set(['batched-by-library', 'memo', 'error-path', 'found-in-round']);

interface Picked {
  readonly fact: PerRowFact;
  readonly one: Reached;
}

/** The facts of a function, each of which names what else the function sends for every row. */
function factsOf({ module }: Surroundings, reached: readonly Reached[], compute: (one: Reached) => PerRowFact | undefined): PerRowFact[] {
  const factOf = oncePer(compute);
  const picked = pick(reached, factOf);
  const isSaid = (one: Reached): boolean => picked.some(({ fact, one: { query } }) => query.node === one.query.node && !('call' in fact && isSilent(fact.call.evidence)));
  return picked.map(({ fact }) => {
    if ('lacking' in fact || ('call' in fact && isSilent(fact.call.evidence))) return fact;
    const others = reached.filter((one) => !isSaid(one) && isAlwaysSent(one) && isPlain(factOf(one)));
    if (others.length === 0) return fact;
    const also = alsoSent(module, others);
    return 'call' in fact ? { call: { ...fact.call, advice: `${fact.call.advice} ${also}` } } : { relation: { ...fact.relation, advice: `${fact.relation.advice} ${also}` } };
  });
}

/** Nothing on the way to it is a condition or a lock, nor leaves a function before. */
function isAlwaysSent(one: Reached): boolean {
  return !one.query.locks && !stepsOf(one).some(({ there, node, at }) => isUnderCondition(there.module, node, at) || isBehindReturn(there.module, node, at));
}

/** `if (found) return found;` stands before it. */
function isBehindReturn(module: JsModule, fn: Node, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && below !== fn; below = at, at = module.parentOf(at)) {
    if (at.type === 'BlockStatement' && at.body.some((one) => spanOf(one)[1] <= spanOf(below)[0] && some(one, (inner) => inner.type === 'ReturnStatement' && contains(fn, inner) && module.functionAround(inner) === module.functionAround(below)))) return true;
  }
  return false;
}

/** False for what a cache has, what the library gathers, and what reads a relation of the row. */
function isPlain(fact: PerRowFact | undefined): boolean {
  return fact !== undefined && 'call' in fact && !fact.call.evidence.around.some(({ what }) => OF_ONE_READ.has(what) && what !== 'found-in-round');
}

/** Queries that a sentence names by their places. */
const MOST_NAMED = 2;

function alsoSent(module: JsModule, others: readonly Reached[]): string {
  const named = others.slice(0, MOST_NAMED).map(({ query, helper: { there } }) => `\`${query.callee}\` (${there.module === module ? 'line ' : `${basename(there.path)}:`}${String(there.module.lineOf(query.node))})`);
  const more = others.length - named.length;
  const all = more > 0 ? [...named, `${String(more)} more`] : named;
  return `For each row the function also sends ${enumerated(all)}.`;
}

/** Of what a function sends and what locks nothing, the first read that no library gathers, be it one that isn't always sent, else the first, and the first write. */
function pick(reached: readonly Reached[], factOf: (one: Reached) => PerRowFact | undefined): Picked[] {
  return [false, true].flatMap((writes) => {
    const facts: Picked[] = [];
    const sent = reached.filter(({ query }) => !query.locks && isWrite(query.operation) === writes);
    for (const one of writes ? sent.slice(0, 1) : surestFirst(sent).slice(0, MOST_LOOKED_AT)) {
      const fact = factOf(one);
      if (fact === undefined) continue;
      if (!('call' in fact) || !isSilent(fact.call.evidence)) return [{ fact, one }];
      facts.push({ fact, one });
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
  const once = isWrite(query.operation) ? undefined : onceFor(around, reached, found, at);
  const listed = isWrite(query.operation) ? transactionOfList(module, found.iteration.body, at) : undefined;
  const evidence = { ...evidenceOf(around, placed, observeVia(around, placed, helper, sent, once !== undefined)), spares: sparesOf(there, { ...placed, found: round, consumption: listed === undefined ? consumption : 'unknown' }) };
  const through: Through = { at: callee, module: there.module, argumentFor: (value) => (at.type === 'CallExpression' ? argumentFor(there.module, at, value) : undefined) };
  const relation = isSilent(evidence) || helper.through.length > 0 ? undefined : relationReadOf(module, found, query, through);
  if (relation !== undefined) return 'read' in relation ? { relation: { ...relation.read, evidence } } : { lacking: { ...relation.lacking, evidence } };
  const isRead = inner === 'returned' ? isResultRead(module, sender) : isResultRead(there.module, query.node);
  const batched = isWrite(query.operation) ? undefined : found.batched;
  const own = (once === undefined ? batched : (found.once?.(query) ?? batched ?? once)) ?? inChunks(module, found, adviceVia(there.module, round, query, isRead, asksThrough(around, reached, found, at)));
  const advice = listed === undefined ? (ownRowHandedIn(module, found, reached, at) ?? asCalledHere(module, callee, reached, own)) : query.orm.words.sendAll(calleeText(module, listed.callee), false);
  const span: QueryCall['span'] = listed === undefined ? spanOf(callee) : [spanOf(listed)[0], spanOf(listed.callee)[1]];
  return { call: { ...plainCall(query), span, evidence, via: { name: module.textOf(callee).replaceAll(/\s*\n\s*/g, ''), line: there.module.lineOf(query.node), path: there.module === module ? undefined : there.path }, advice } };
}

/** The function would ask for nothing if it were handed the very row that it asks for by its key. */
function ownRowHandedIn(module: JsModule, { iteration, rows }: FoundScope, { query, helper: { node, there, through } }: Reached, at: Node): string | undefined {
  const name = through.length > 0 || at.type !== 'CallExpression' || query.operation !== 'readOne' ? undefined : leftOutFor(there.module, node, query.node, at);
  const key = name === undefined ? undefined : keyFilled(query, (value) => {
    const argument = at.type === 'CallExpression' ? argumentFor(there.module, at, value) : undefined;
    const path = argument && rowPath(module, iteration, argument);
    return path?.length === 1 && isKeyColumn(query, path[0] as string);
  });
  const isSame = rows.call === undefined ? false : rows.exact && rows.path.length === 0 && rows.call.model === query.model;
  return key !== undefined && isSame && isKeyColumn(query, key) ? `The row that it asks for is the one at hand: give it to the function as \`${name as string}\`, with which it asks for none.` : undefined;
}

/** What `this` of another class does itself, `this.find(…)` of a repository, is told as of what the method is called on here. */
function asCalledHere(module: JsModule, callee: Node, { query, helper: { there, through } }: Reached, advice: string): string {
  const owner = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
  const [own] = /^this\.\w+$/.exec(there.module.textOf(query.node.callee)) ?? [];
  if (owner === undefined || owner.type === 'ThisExpression' || owner.type === 'Super' || own === undefined || through.length > 0) return advice;
  return advice.replaceAll(/\bthis\.(?=\w+[(`])/g, `${module.textOf(owner)}.`);
}

/** What to do where each round asks the same, be it through functions that are handed the row for something else. */
function onceFor({ module }: Surroundings, reached: Reached, found: FoundScope, at: Node): string | undefined {
  const call = at.type === 'CallExpression' ? at : undefined;
  const isBare = call?.arguments.length === 0;
  if (call !== undefined && !isBare && isAskedAlike(module, found, call)) return ASKED_ONCE;
  if (call !== undefined && setsOwner(found.iteration, call.callee)) return undefined;
  if (isAddedTo(module, reached, at)) return undefined;
  const isOfRow = ofRowThrough(stepsOf(reached), at, (expression) => !isSameInEveryRound(module, found.iteration, expression));
  if (isOfRow(reached.query.node)) return undefined;
  return isBare ? ASKED_ONCE : ASKED_ONCE_WITHIN;
}

/** `ordersOf(db).where({ customerId })`: whoever is handed the query adds to it what the function that begins it isn't told. */
function isAddedTo(module: JsModule, { query, helper: { through } }: Reached, at: Node): boolean {
  const caller = through.at(-1);
  return query.lazy && callOn(caller?.there.module ?? module, caller?.call ?? at) !== undefined;
}

/** `orders(db).insert(row)`: what a function hands on is a query of who called it, or made a write there. */
function isGoneOnWith({ module, queries }: Surroundings, at: Node): boolean {
  const holder = module.parentOf(at);
  const binding = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? module.resolve(holder.id) : undefined;
  const held = binding?.kind === 'variable' ? module.referencesTo(binding) : [];
  return at.type === 'CallExpression' && [at, ...held].some((begun) => {
    for (let call = callOn(module, begun); call !== undefined; call = callOn(module, call)) {
      if (/^(?:insert|upsert|update|patch|del|delete|remove|increment|decrement|truncate)/.test(calledName(call)) || queries.some(({ node }) => node === call)) return true;
    }
    return false;
  });
}

/** How a function asks for what belongs to the row. */
interface Asks {
  /** The column by which it finds it. */
  readonly key: string | undefined;
  /** What it compares with bounds or a pattern of the row, for which no list of keys stands. */
  readonly bounded: string | undefined;
}

/** How a function asks for what belongs to the row, or to a value of it, that the functions on the way are handed. */
function asksThrough({ module }: Surroundings, reached: Reached, { iteration }: FoundScope, at: Node): Asks {
  const isOfRow = ofRowThrough(stepsOf(reached), at, (expression) => mentionsRow(module, iteration, expression));
  const bounded = conditionsIn(reached.query.orm.filterOf(reached.query)).find(({ path, operator, value }) => path.length > 0 && operator === 'range' && value !== undefined && isOfRow(value));
  return { key: keyFilled(reached.query, isOfRow), bounded: bounded?.path.join('.') };
}

/**
 * @param round the function that sends the query, as if it were the round
 */
function adviceVia(module: JsModule, round: FoundScope, query: OrmCall, isRead: boolean, { key, bounded }: Asks): string {
  const { words } = query.orm;
  if (isWrite(query.operation)) {
    if (storesTheSame(module, round, query)) return words.writeMany(query, keyOf(module, round, query), isRead);
    return words.batchSpares(query) === 'transactions' ? 'Let that function take all rows and send their writes together, in one transaction.' : words.writeBatch(query, undefined);
  }
  if (bounded !== undefined) return `No list of keys stands for what it asks of \`${bounded}\`: read what all rows need with one query before the loop, and find out in memory what belongs to which row.`;
  return /^(?:read|exists)/.test(query.operation) ? words.readMany(query, key) : words.countMany(query, key);
}
