import type { BatchLoop } from '../model/query-call.ts';
import { contains } from './dependence.ts';
import { type OrmCall, queriesIn } from './orm.ts';
import { iterationsAround } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { isLoop, keyName, type Node, some, spanOf } from './syntax/nodes.ts';

/** A read that a loop repeats with an offset that grows with every round; undefined for all other reads. */
export function batchLoopOf(module: JsModule, call: OrmCall, calls: readonly OrmCall[]): BatchLoop | undefined {
  const { offset } = call;
  if (offset === undefined) return undefined;
  for (const { node: loop } of iterationsAround(module, call.node)) {
    if (!isLoop(loop) || !growsIn(module, loop, offset)) continue;
    const change = queriesIn(calls, loop).find((other) => changesSet(call, other));
    return {
      span: spanOf(offset),
      callee: call.callee,
      problem: change === undefined ? 'offset' : 'drift',
      because: change === undefined ? undefined : `\`${change.callee}\` on line ${String(module.lineOf(change.node))}`,
      advice: call.orm.words.keysetBatch(call),
      remedies: [],
    };
  }
  return undefined;
}

/** True where the offset names a variable that lives outside the round and is assigned within the loop, head included. */
function growsIn(module: JsModule, loop: Node, offset: Node, depth = 3): boolean {
  return some(offset, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    if (binding?.kind !== 'variable') return false;
    // `const skip = page * size`, computed anew in every round
    if (binding.constant) return depth > 0 && binding.node.init !== null && contains(loop, binding.node) && growsIn(module, loop, binding.node.init, depth - 1);
    return module.referencesTo(binding).some((use) => {
      const parent = module.parentOf(use);
      return contains(loop, use) && (parent?.type === 'UpdateExpression' || (parent?.type === 'AssignmentExpression' && parent.left === use));
    });
  });
}

/** True where a write takes rows out of what the paged read selects: it deletes, or sets what the read filters on. */
function changesSet(read: OrmCall, write: OrmCall): boolean {
  if (read.model === undefined || write.model !== read.model) return false;
  if (write.operation === 'delete') return true;
  if (write.operation !== 'update' || write.data?.type !== 'ObjectExpression') return false;
  const filtered = new Set((read.orm.filterOf(read) ?? []).flatMap((one) => ('any' in one ? [] : one.path.slice(0, 1))));
  return write.data.properties.some((property) => property.type === 'Property' && filtered.has(keyName(property) ?? ''));
}
