import type { Observation } from '../model/circumstance.ts';
import { walkEvidence } from '../model/evidence.ts';
import { Observations } from '../model/observations.ts';
import type { BatchLoop } from '../model/query-call.ts';
import { contains } from './dependence.ts';
import { setsFilter, walkedEachMinute } from './drains.ts';
import { type OrmCall, queriesIn } from './orm.ts';
import type { Surroundings } from './query-calls.ts';
import { originOfWalk, sizeOf } from './row-weight.ts';
import { iterationsAround } from './syntax/iterations.ts';
import { callsIn, type JsModule } from './syntax/module.ts';
import { isLoop, type Node, some, spanOf, unwrap } from './syntax/nodes.ts';
import { numberValue } from './syntax/values.ts';

/** A read that a loop repeats with an offset that grows with every round; undefined for all other reads. */
export function batchLoopOf(around: Surroundings, call: OrmCall): BatchLoop | undefined {
  const { module } = around;
  const { offset } = call;
  if (offset === undefined) return undefined;
  for (const { node: loop, head } of iterationsAround(module, call.node)) {
    if (!isLoop(loop) || !growsIn(module, loop, offset)) continue;
    const change = changeIn(around, loop, call);
    if (change === undefined && (pagesAtMost(module, loop, offset) ?? Infinity) <= FEW_PAGES) return undefined;
    // Batches that are a multiple of the one before are few, and what they skip is a part of what they read.
    if (change === undefined && [call.limit, offset].some((size) => size !== undefined && isMultiplied(module, loop, size))) return undefined;
    return {
      span: spanOf(offset),
      callee: call.callee,
      problem: change === undefined ? 'offset' : 'drift',
      because: change,
      evidence: walkEvidence({ head, origin: originOfWalk(around, call), table: change === undefined ? sizeOf(around.settings, call.model) : undefined, around: seenAround(around, call) }),
      advice: call.orm.words.keysetBatch(call),
      remedies: [],
    };
  }
  return undefined;
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
