import type { Observation } from '../../model/circumstance.ts';
import { Observations } from '../../model/observations.ts';
import type { ResultUse, UsedAs } from '../../model/result-use.ts';
import { asModelName, namesDaily } from '../../model/many.ts';
import { namesTenant } from '../../model/tenants.ts';
import { judgeUse } from '../../model/verdict.ts';
import { adviceOf } from './answer-advice.ts';
import { columnsAlone, countedUse, type Found, insteadOfAll, rowsUse } from './answer-needs.ts';
import { answerBoundTo } from '../queries/answer-parts.ts';
import { takesNumbersAlone } from './answer-uses.ts';
import { conditionsIn } from '../queries/conditions.ts';
import { mailIn } from '../circumstances/effects.ts';
import { isGrouped } from '../weight/grouped.ts';
import { isLeftOutElsewhere } from './left-out.ts';
import { isLimited, mayBeLimited, meansAll, tableMeant } from '../queries/limits.ts';
import type { OrmCall } from '../queries/orm.ts';
import { isOrdered } from '../advice/plain-words.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import { registeredIn } from '../circumstances/places.ts';
import { readsBack } from './read-back.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import { amountOfCall, namesOneRow } from '../weight/row-weight.ts';
import { isAllOfOne, isByList, isFilledLater, isLookedUp, isOfFew, isOfLasting, isOfPair, isOfStretch, isUnreadable, isWhole, leavesMost } from '../weight/rows-left.ts';
import { HOLDS_ALL, isForExport } from '../asked/served.ts';
import { isStreamed } from './streamed.ts';
import { consumptionOf } from '../syntax/consumption.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { isKeeper } from '../circumstances/kept.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, keyName, type Node, propertyOf, spanOf, unwrap } from '../syntax/nodes.ts';
import { tableOfCall } from '../weight/table-growth.ts';
import { isWrapper } from '../syntax/outside.ts';
import { unitAround } from '../project/units.ts';

/**
 * The use that is made of a query's answer, where the code needs less than it asks for. Nothing is said of what runs in a loop, which is other rules'
 * field, nor of rows that are used otherwise as well.
 */
export function useOf(around: Surroundings, call: OrmCall): ResultUse | undefined {
  const { module } = around;
  const isDropped = call.orm.droppedInMemory?.(call) !== undefined && call.offset === undefined && !call.keyset;
  if (!(isReading(call) || isDropped) || isStreamed(module, call) || iterationsAround(module, call.node).length > 0 || !areOptionsRead(around, call) || namesOneRow(module, call) || isGoneOnWith(module, call)) return undefined;
  return usesSeen(around, call).map((found) => factOf(around, call, found)).find((fact, index, { length }) => fact !== undefined && (index === length - 1 || judgeUse(fact).report));
}

/** A query that somebody else is handed before it is sent, who may narrow it, count with it or limit it: `onPages(db.from('views')).limit(25)`. */
function isGoneOnWith(module: JsModule, { node, lazy, orm }: OrmCall): boolean {
  if (!lazy) return false;
  if (isGivenByGetter(module, node)) return true;
  const parent = module.parentOf(node);
  return orm.queriesGoOn === true && (parent?.type === 'NewExpression' || parent?.type === 'CallExpression') && parent.callee !== node && consumptionOf(module, node) === 'unknown';
}

/** `get visibleOrders() { return this.isAdmin ? Order.query() : … }`: whoever reads it goes on with the query. */
function isGivenByGetter(module: JsModule, node: Node): boolean {
  let below = node;
  let at = module.parentOf(below);
  while (at !== undefined && (isWrapper(at) || at.type === 'LogicalExpression' || (at.type === 'ConditionalExpression' && at.test !== below))) [below, at] = [at, module.parentOf(at)];
  const fn = at?.type === 'ReturnStatement' ? module.functionAround(at) : undefined;
  const member = fn === undefined ? undefined : module.parentOf(fn);
  return (member?.type === 'MethodDefinition' || member?.type === 'Property') && member.kind === 'get';
}

/** What the code needs of the answer, the least first. */
function usesSeen(around: Surroundings, call: OrmCall): readonly Found[] {
  const dropped = call.orm.droppedInMemory?.(call);
  // of a key no row stands there again
  if (dropped?.some((column) => isKeyColumn(call, column)) === true) return [];
  if (dropped !== undefined) return [{ usedAs: 'distinct', node: call.node.callee, columns: dropped, advice: adviceOf(call, 'distinct', dropped) }];
  if (call.operation === 'count') return [countedUse(around, call)].flatMap((found) => found ?? []);
  if (call.readsAll === true) return isOrdered(call) && !isLimited(call) ? [{ usedAs: 'first', node: call.node.callee, advice: adviceOf(call, 'first') }] : [];
  if (isLimited(call) && takesNumbersAlone(around.module, call)) return [{ usedAs: 'number', node: call.node.callee, advice: adviceOf(call, 'length') }];
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
  if (!isUnbounded(around, call)) return undefined;
  // a file to download holds all rows by its nature
  if (around.served.of(around, call.node)?.isExport === true || isAskedForExport(around, call)) return undefined;
  if (conditionsIn(call.orm.filterOf(call)).some((one) => isUnreadable(one))) return undefined;
  const isKept = isKeptWhole(around.module, call);
  const advice = isForgotten(around.module, call) ? FORGOTTEN : isKept ? KEPT_WHOLE : isLeftOutElsewhere(around, call) ? COMPARED : (insteadOfAll(around, call) ?? `${columnsAlone(around, call)}${adviceOf(call, 'held')}`);
  return { usedAs: 'held', node: call.node.callee, advice, isForAll: isKept || undefined };
}

/** All who are known to ask for the rows make a file or a copy of everything. */
function isAskedForExport({ callers, ...file }: Surroundings, { node }: OrmCall): boolean {
  const unit = unitAround(file, node);
  const uses = unit === undefined ? [] : callers.usesOf(unit);
  return uses.length > 0 && uses.every((use) => isForExport(use.file, use.node, HOLDS_ALL));
}

const FORGOTTEN = 'Nothing reads what it gives: leave it out, or ask for one row where it is there to see whether the database answers.';

/** Rows that have a name which the code never comes back to. */
function isForgotten(module: JsModule, { node }: OrmCall): boolean {
  const rows = answerBoundTo(module, node);
  return rows !== undefined && module.referencesTo(rows).every((use) => use === rows.identifier);
}

const KEPT_WHOLE = 'Keep no more of them under one key than a limit leaves, or a page of them under each.';

const COMPARED = 'Let the database compare: the query that leaves these out can do so by a subquery (`NOT EXISTS`), which takes no list. A piece of the list would leave out too few.';

/** `cache.set(key, rows)`: what is kept under one key holds all of them, however they are read. */
function isKeptWhole(module: JsModule, { node }: OrmCall): boolean {
  const rows = answerBoundTo(module, node);
  return rows !== undefined && module.referencesTo(rows).some((use) => {
    const shaped = module.parentOf(use);
    const given = shaped?.type === 'CallExpression' && /^(?:stringify|encode|pack|serialize)$/.test(calledName(shaped)) ? shaped : use;
    const call = module.parentOf(given);
    return call?.type === 'CallExpression' && call.arguments.some((argument, index) => index > 0 && argument === given) && isKeeper(module, call);
  });
}

/** What the code needs of rows that a limit leaves out some of as soon as there are more: numbers of them are wrong by then, and what is looked for isn't found. */
function limitedUses(around: Surroundings, call: OrmCall): readonly Found[] {
  // a file to download holds all rows by its nature, and what a build needs is read once
  if (isForExport(around, call.node)) return [];
  const found = rowsUse(around, call);
  const whole: Found[] = isNarrow(call) ? [] : [{ usedAs: 'unlimited', node: call.node.callee, advice: adviceOf(call, 'unlimited') }];
  return found === undefined || found.usedAs === 'iterated' || (found.usedAs === 'filtered' && whole.length === 0) ? whole : [found, ...whole];
}

/** The fact of one use; undefined where nothing is better asked for. */
function factOf(around: Surroundings, call: OrmCall, found: Found): ResultUse | undefined {
  const { places, reach } = around;
  // rows that are counted are better counted in the database, whoever says which
  const isUnread = call.orm.filterOf(call) === undefined;
  if (isUnread && found.usedAs !== 'length' && found.usedAs !== 'number') return undefined;
  // groups are counted by other means than rows, and the database makes all of them before it gives the first
  if (/^(?:length|emptiness)$/.test(found.usedAs) && isGrouped(around.module, call)) return undefined;
  // whoever has a list of keys asks for no more rows than it has, to see whether all of them are there
  if (isByList(call) && (isNarrow(call) || /^(?:length|emptiness)$/.test(found.usedAs))) return undefined;
  const { node, ...said } = found;
  const filter = conditionsIn(call.orm.filterOf(call));
  const rows = rowsRead(around, call, found.usedAs);
  const fact: ResultUse = {
    ...said, span: spanOf(node), rows,
    isWhole: isWhole(around, call), isOpenEnded: leavesMost(around.module, call),
    isOfCustomer: filter.some(({ path }) => namesTenant(path.at(-1) ?? '')),
    isEndless: found.usedAs === 'distinct' ? isOfLasting(call) : found.usedAs === 'first' ? isOfLasting(call) && (isAllOfOne(around.module, call) || isLastFirst(around.module, call)) : isAllOfOne(around.module, call) || (found.usedAs === 'served' && isFeed(around.module, call)),
    isOfFew: isOfFew(call),
    isLookedUp: isLookedUp(around.module, call),
    isOfPair: isOfPair(around.module, call),
    isForAll: found.isForAll === true || (found.usedAs === 'unlimited' && isForExport(around, call.node, HOLDS_ALL)),
    isNarrow: (/^(?:iterated|served|held|computed)$/.test(found.usedAs) || (found.usedAs === 'distinct' && around.served.of(around, call.node) === undefined) || (found.usedAs === 'length' && rows.table?.growth !== 'growing')) && isNarrow(call),
    runs: places.runsAt(around, call.node), around: [], remedies: call.orm.askLess?.(call, found.usedAs) ?? [],
  };
  return judgeUse(fact).report ? { ...fact, around: [...reach(call.node), ...(found.usedAs === 'iterated' ? seenInRounds(around, call) : [])] } : fact;
}

/** What the rounds over rows do that takes longer than to read them, or that a program does for few. */
function seenInRounds({ module }: Surroundings, { node }: OrmCall): readonly Observation[] {
  const rows = answerBoundTo(module, node);
  const seen = new Observations<Node>((at) => module.lineOf(at));
  for (const use of rows === undefined ? [] : module.referencesTo(rows)) {
    const loop = module.parentOf(use);
    const body = loop?.type === 'ForOfStatement' && loop.right === use ? loop.body : undefined;
    if (body === undefined) continue;
    seen.note('registered-each', registeredIn(module, body));
    seen.note('mails-each', mailIn(body));
  }
  return seen.list;
}

/** How many rows are read for this use of them, and where they come from. */
function rowsRead(around: Surroundings, call: OrmCall, usedAs: UsedAs): ResultUse['rows'] {
  // how many rows are left of all that are read is no matter
  const amount = amountOfCall(around, call.readsAll === true ? { ...call, operation: 'readMany' } : usedAs === 'distinct' ? { ...call, options: undefined, limit: undefined } : call);
  const isOfList = amount.origin === 'table' && (isByList(call) || call.orm.filterOf(call) === undefined || readsBack(around.module, around.queries, call));
  return {
    ...amount,
    // a page is read too much beside the number, however short it is
    atMost: usedAs === 'number' || usedAs === 'distinct' ? undefined : amount.atMost,
    origin: isOfList ? 'parameter' : amount.origin,
    table: tableMeant(tableOfCall(around.settings, around.elsewhere, call), call, usedAs),
  };
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

/** Rows that a handler answers with, as many as there get to be. */
function servedUse(around: Surroundings, call: OrmCall): Found | undefined {
  const answer = isUnbounded(around, call) ? around.served.of(around, call.node) : undefined;
  return answer === undefined || answer.isExport ? undefined : { usedAs: 'served', node: call.node.callee, by: answer.by, advice: insteadOfAll(around, call) ?? `${columnsAlone(around, call)}${adviceOf(call, 'served')}` };
}

/** Its rows get more with those of a table that grows: no limit leaves a page of them, no condition a stretch. */
function isUnbounded(around: Surroundings, call: OrmCall): boolean {
  const { module } = around;
  if (call.operation !== 'readMany' || call.orm.filterOf(call) === undefined || isGrouped(module, call) || mayBeLimited(module, call)) return false;
  return isGrowing(around, call) && !isOfStretch(module, call) && !isFilledLater(module, call.where);
}

/** The table grows, as far as is known. */
function isGrowing({ settings, elsewhere }: Surroundings, call: OrmCall): boolean {
  return tableOfCall(settings, elsewhere, call)?.growth === 'growing';
}

/** Columns by which the newest rows come first. */
const OF_TIME = /(?:date|time|created|updated|[a-z]At|_at|_on|^_?id)$/i;
const NEWEST_FIRST = /(?:date|time|created|updated|[a-z]At|_at|_on|\b_?id)['"`]?\s*[:,]\s*(?:['"`]?desc|-1|Sort\w*\.desc)/i;

/** `{ createdAt: 'desc' }`, `[['createdAt', 'DESC']]`, `[desc(orders.createdAt)]`: by the first of the columns. */
const LAST_FIRST = /^\W*(?:desc\(|\w+\W*?[:,]\W*?(?:\w+:\W*)?(?:desc|-1))/i;

/** What came last comes first: those before it are still there. */
function isLastFirst(module: JsModule, { options, orm, shape }: OrmCall): boolean {
  const order = propertyOf(options, orm.optionNames.order)?.value;
  const [first] = shape?.order ?? [];
  return first === undefined ? order !== undefined && LAST_FIRST.test(module.textOf(order)) : first.descending;
}

/** The newest come first of what comes in day by day. */
function isFeed(module: JsModule, { options, orm, shape, model }: OrmCall): boolean {
  if (model === undefined || !namesDaily(asModelName(model))) return false;
  const order = propertyOf(options, orm.optionNames.order)?.value;
  const [first] = shape?.order ?? [];
  return first === undefined ? order !== undefined && NEWEST_FIRST.test(module.textOf(order)) : first.descending && OF_TIME.test(first.column);
}
