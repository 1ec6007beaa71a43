import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Observation } from '../../model/circumstance.ts';
import { walkEvidence } from '../../model/evidence.ts';
import { Observations } from '../../model/observations.ts';
import type { BatchLoop } from '../../model/query-call.ts';
import type { Span } from '../../model/text.ts';
import { answerBoundTo } from '../queries/answer-parts.ts';
import { functionCalled } from '../project/called.ts';
import { contains } from '../syntax/dependence.ts';
import { setsFilter, walkedEachMinute } from '../circumstances/drains.ts';
import { givenAs, type HandedPart, handedOver, namesOf, offsetsGiven, partsIn } from './handed-parts.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import type { Surroundings } from './query-calls.ts';
import { originOfWalk, type Weighing } from '../weight/row-weight.ts';
import { sizeOf } from '../weight/table-growth.ts';
import { isOpenEnded } from '../weight/rows-left.ts';
import { RowTracer } from '../rows/rows.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { callsIn, type JsModule } from '../syntax/module.ts';
import { type FunctionNode, isLoop, memberName, type Node, some, spanOf, unwrap, walk } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';

/** A read that a loop repeats with an offset that grows with every round, be it handed to a function that repeats it; undefined for all other reads. */
export function batchLoopOf(around: Surroundings, call: OrmCall): BatchLoop | undefined {
  const { module } = around;
  const { offset, limit } = call;
  if (offset === undefined) return undefined;
  for (const { node: loop, head } of iterationsAround(module, call.node)) {
    if (!isLoop(loop) || !growsIn(module, loop, offset)) continue;
    const change = changeIn(around, loop, call);
    if (change === undefined && isShort(module, loop, limit === undefined ? [offset] : [offset, limit])) return undefined;
    return { ...walkOf(around, around, call, { at: call.node, head, change, kept: keptIn(module, loop, call.node) }), span: spanOf(offset), callee: call.callee };
  }
  const isRepeated = functionsAround(module, call.node).some((fn) => isWalkedBy(around, fn, partsIn(module, fn, offset), MOST_HANDS));
  return isRepeated ? { ...walkOf(around, around, call, { at: call.node, head: spanOf(call.node), change: undefined }), span: spanOf(offset), callee: call.callee } : undefined;
}

function functionsAround(module: JsModule, node: Node): readonly FunctionNode[] {
  const around = module.functionAround(node);
  return around === undefined ? [] : [around, ...functionsAround(module, around)];
}

/** A call of a function that reads a page, which a loop repeats with an offset that grows with every round: `await orders.page(skip, 100)`. */
export function batchLoopVia(around: Surroundings, node: TSESTree.CallExpression): BatchLoop | undefined {
  const { module } = around;
  const loops = iterationsAround(module, node).filter((one) => isLoop(one.node));
  const reached = loops.length === 0 ? undefined : around.sentBy(node.callee).find(({ query }) => query.operation === 'readMany' && query.offset !== undefined && !query.keyset);
  if (reached === undefined) return undefined;
  const { query, helper: { there } } = reached;
  for (const { node: loop, head } of loops) {
    const given = offsetsGiven(module, node, reached).find((one) => growsIn(module, loop, one));
    if (given === undefined) continue;
    const change = changeIn(around, loop, query);
    if (change === undefined && isShort(module, loop, [given])) return undefined;
    const walk = walkOf(around, { ...there, tracer: new RowTracer(there.module, (call) => there.queries.find((one) => one.node === call)), settings: around.settings }, query, { at: node, head, change, kept: keptIn(module, loop, node) });
    const place = `\`${query.callee}\` (${there.module === module ? 'line ' : `${basename(there.path)}:`}${String(there.module.lineOf(query.node))})`;
    return { ...walk, span: spanOf(node.callee), callee: module.textOf(node.callee), advice: `It sends ${place}. ${walk.advice}` };
  }
  return undefined;
}

/**
 * @param there the file of the read, which the loop may come to by a function of another file
 * @param at what stands in the loop
 */
function walkOf(around: Surroundings, there: Weighing, read: OrmCall, { at, head, change, kept }: { readonly at: Node; readonly head: Span; readonly change: string | undefined; readonly kept?: Node | undefined }): Omit<BatchLoop, 'span' | 'callee'> {
  const isDrift = change !== undefined;
  const seen = new Observations<Node>((node) => around.module.lineOf(node));
  seen.note('held-in-one-list', isDrift || read.orm.filterOf(read) === undefined || isOpenEnded(there.module, read) ? undefined : kept);
  const evidence = walkEvidence({ runs: isDrift ? 'unknown' : around.places.runsAt(around, at), head, origin: originOfWalk(there, read), table: isDrift ? undefined : sizeOf(around.settings, read.model), around: [...(there.module === around.module ? seenAround(around, read) : []), ...seen.list] });
  const { keysetOfRest, keysetBatch, batchesEnd } = read.orm.words;
  const end = batchesEnd?.(read);
  return { problem: isDrift ? 'drift' : 'offset', because: change, evidence, advice: `${(isDrift ? keysetOfRest : undefined)?.(read) ?? keysetBatch(read)}${end === undefined ? '' : ` ${end}`}`, remedies: [] };
}

/** Where a loop puts the rows of every batch into one list from outside: `all.push(...rows)`, `all = all.concat(rows)`, `all = [...all, ...rows]`. */
function keptIn(module: JsModule, loop: Node, read: Node): Node | undefined {
  const rows = answerBoundTo(module, read);
  const isOfRows = (node: Node): boolean => some(node, (inner) => inner.type === 'Identifier' && rows !== undefined && module.resolve(inner) === rows);
  const isOutside = (node: Node): boolean => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding !== undefined && !contains(loop, binding.identifier);
  };
  let found: Node | undefined;
  walk(loop, (node) => {
    if (found !== undefined) return false;
    const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
    if (node.type === 'CallExpression' && callee?.type === 'MemberExpression' && memberName(callee) === 'push' && isOutside(unwrap(callee.object)) && (isOfLoopOver(module, loop, node, isOfRows) || node.arguments.some((given) => given.type === 'SpreadElement' && isOfRows(given)))) found = node;
    if (node.type === 'AssignmentExpression' && isOutside(node.left) && /^(?:ArrayExpression|CallExpression)$/.test(unwrap(node.right).type) && some(node.right, (inner) => inner.type === 'Identifier' && node.left.type === 'Identifier' && inner.name === node.left.name) && isOfRows(node.right)) found = node;
    return undefined;
  });
  return found;
}

/** `for (const row of rows) { …; all.push({ … }) }` */
function isOfLoopOver(module: JsModule, loop: Node, node: Node, isOfRows: (node: Node) => boolean): boolean {
  for (let at = module.parentOf(node); at !== undefined && at !== loop; at = module.parentOf(at)) if (at.type === 'ForOfStatement' && isOfRows(at.right)) return true;
  return false;
}

/** Functions that a function is handed through to the one that repeats it. */
const MOST_HANDS = 3;

/** True where a function is handed to another one that calls it in a loop, with a part of what it takes that grows with every round: `walk({ fetch: (skip, take) => … })`. */
function isWalkedBy(file: Pick<Surroundings, 'module' | 'called'>, fn: Node, parts: readonly HandedPart[], hands: number): boolean {
  if (parts.length === 0 || hands === 0) return false;
  return handedOver(file.module, fn).some(({ call, part }) => {
    const walker = file.called(call.callee);
    if (walker === undefined) return false;
    const { module } = walker;
    return namesOf(module, walker.node, part).some((name) => {
      const use = module.parentOf(name);
      if (use?.type !== 'CallExpression' || use.callee !== name) return isWalkedBy({ module, called: (callee) => functionCalled(walker, callee) }, name, parts, hands - 1);
      const given = parts.flatMap((one) => givenAs(module, use, one) ?? []);
      return iterationsAround(module, use).some(({ node: loop }) => isLoop(loop) && given.some((one) => growsIn(module, loop, one) && !isShort(module, loop, [one])));
    });
  });
}

/** The walk has few pages, or batches that are a multiple of the one before: these are few, and what they skip is a part of what they read. */
function isShort(module: JsModule, loop: Node, [offset, ...others]: readonly [Node, ...Node[]]): boolean {
  return (pagesAtMost(module, loop, offset) ?? Infinity) <= FEW_PAGES || [offset, ...others].some((size) => isMultiplied(module, loop, size));
}

function seenAround(around: Surroundings, call: OrmCall): readonly Observation[] {
  const seen = new Observations<Node>((node) => around.module.lineOf(node));
  seen.note('keeps-up', walkedEachMinute(around, call));
  return [...seen.list, ...around.reach(call.node)];
}

/** True where the offset names a variable that lives outside the round and is assigned within the loop, head included. */
function growsIn(module: JsModule, loop: Node, offset: Node): boolean {
  return dependsOn(module, loop, offset, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding?.kind === 'variable' && !binding.constant && module.referencesTo(binding).some((use) => contains(loop, use) && isAdvance(module, use));
  });
}

/** The variable changes, and not back to a fixed place: `offset = 0` leaves the way to something else. */
function isAdvance(module: JsModule, use: Node): boolean {
  const change = changeAt(module, use);
  return change !== undefined && !(change.type === 'AssignmentExpression' && change.operator === '=' && numberValue(module, change.right) !== undefined);
}

/** True where a size is multiplied with every round: `size *= 2`, `size = size * 2`, `first * 3 ** round`, `1 << round`. */
function isMultiplied(module: JsModule, loop: Node, size: Node): boolean {
  return dependsOn(module, loop, size, (node) => {
    if (node.type === 'BinaryExpression') return /^(?:\*\*|<<)$/.test(node.operator) && growsIn(module, loop, node.right);
    if (node.type === 'CallExpression') return module.textOf(node.callee) === 'Math.pow' && node.arguments[1] !== undefined && growsIn(module, loop, node.arguments[1]);
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding?.kind === 'variable' && module.referencesTo(binding).some((use) => contains(loop, use) && isMultiplication(module, use));
  });
}

/** The update or the assignment of the variable that `use` names. */
function changeAt(module: JsModule, use: Node): Node | undefined {
  const parent = module.parentOf(use);
  return parent?.type === 'UpdateExpression' || (parent?.type === 'AssignmentExpression' && parent.left === use) ? parent : undefined;
}

function isMultiplication(module: JsModule, use: Node): boolean {
  const change = changeAt(module, use);
  if (change?.type !== 'AssignmentExpression') return false;
  if (/^(?:\*|\*\*|<<)=$/.test(change.operator)) return true;
  const value = unwrap(change.right);
  return value.type === 'BinaryExpression' && value.operator === '*' && some(value, (node) => node.type === 'Identifier' && node.name === module.textOf(use));
}

/** True where `node` holds what is looked for, also through what is computed anew in every round: `const skip = page * size`. */
function dependsOn(module: JsModule, loop: Node, node: Node, isSuch: (node: Node) => boolean, depth = 3): boolean {
  return some(node, (inner) => {
    if (isSuch(inner)) return true;
    const binding = inner.type === 'Identifier' ? module.resolve(inner) : undefined;
    return depth > 0 && binding?.kind === 'variable' && binding.constant && binding.node.init !== null && contains(loop, binding.node) && dependsOn(module, loop, binding.node.init, isSuch, depth - 1);
  });
}

/** The write of the loop that takes rows out of what it pages over, its own or that of a function which it calls, as messages name it. */
function changeIn(around: Surroundings, loop: Node, read: OrmCall): string | undefined {
  const { module, queries } = around;
  const own = queriesIn(queries, loop).find((other) => changesSet(read, other, module));
  if (own !== undefined) return `\`${own.callee}\` on line ${String(module.lineOf(own.node))}`;
  if (read.model === undefined) return undefined;
  for (const call of callsIn(module, loop)) {
    const sent = around.recognise(call) === undefined ? around.sentBy(call.callee).find(({ query, helper }) => changesSet(read, query, helper.there.module)) : undefined;
    if (sent !== undefined) return `\`${sent.query.callee}\` through \`${module.textOf(call.callee)}\` on line ${String(module.lineOf(call))}`;
  }
  return undefined;
}

/** True where a write takes rows out of what the paged read selects: it deletes, or sets what the read filters on. */
function changesSet(read: OrmCall, write: OrmCall, module: JsModule): boolean {
  return (write.operation === 'delete' && read.model !== undefined && write.model === read.model) || setsFilter(read, write, module);
}

/** Pages that a walk by offset may have before it is worth another one: 50 of 100 rows read 125,000 rows in all. */
const FEW_PAGES = 50;

/** The constant that the number of pages is held below: `page <= 40` in the loop's test. */
function pagesAtMost(module: JsModule, loop: Node, offset: Node): number | undefined {
  const test = 'test' in loop ? loop.test : undefined;
  if (test == null || typeof test !== 'object' || !('type' in test)) return undefined;
  const conditions = test.type === 'LogicalExpression' && test.operator === '&&' ? [test.left, test.right] : [test];
  for (const one of conditions) {
    if (one.type !== 'BinaryExpression' || !/^<=?$/.test(one.operator)) continue;
    const binding = one.left.type === 'Identifier' ? module.resolve(one.left) : undefined;
    const isCounted = binding !== undefined && module.referencesTo(binding).some((use) => contains(loop, use) && isStep(module, use));
    if (isCounted && dependsOn(module, loop, offset, (node) => node.type === 'Identifier' && module.resolve(node) === binding)) return numberValue(module, one.right);
  }
  return undefined;
}

/** `page++`, `page += 1` */
function isStep(module: JsModule, use: Node): boolean {
  const change = changeAt(module, use);
  return change?.type === 'UpdateExpression' || (change?.type === 'AssignmentExpression' && change.operator === '+=' && numberValue(module, change.right) === 1);
}
