import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { callsOf } from '../querysets/queryset.ts';
import type { DatabaseCall } from './calls.ts';

/** `filter(pk=…, status="open").update(status="taken")`: it takes a row that nobody else has taken meanwhile. */
export function isClaim({ method, queryset, call }: DatabaseCall): boolean {
  if (method !== 'update' || queryset === undefined || call === undefined) return false;
  const asked = new Set(callsOf(queryset, 'filter').flatMap(({ node }) => node.keywords.map(({ arg }) => arg)));
  return call.keywords.some(({ arg }) => arg !== undefined && asked.has(arg));
}

/** True where the number of rows that an update has taken decides how the round goes on. */
export function isDecisive(module: PyModule, { node }: DatabaseCall, loop: Loop): boolean {
  return decisionBy(module, node, loop) !== undefined;
}

/** An update of the round before `node` whose result decides whether the round goes on: what follows is done for the rows that were claimed. */
export function claimBefore(module: PyModule, node: PythonNode, loop: Loop, calls: readonly DatabaseCall[]): PythonNode | undefined {
  const [start] = module.range(node);
  return claimsIn(calls, module)(loop).find((decision) => module.range(decision)[1] <= start);
}

/** By loop: where its updates decide how the round goes on. */
const claimsIn = oncePer((calls: readonly DatabaseCall[], module: PyModule) => oncePer((loop: Loop): readonly PythonNode[] =>
  calls.flatMap(({ method, node }) => (method === 'update' && module.contains(loop.node, node) ? (decisionBy(module, node, loop) ?? []) : []))));

/** What decides by the result of a call: the call itself within a condition, or the test for a name that it is put into. */
function decisionBy(module: PyModule, call: ExprNode, loop: Loop): PythonNode | undefined {
  let below: PythonNode = call;
  for (let at = module.parent(call); at !== undefined && at !== loop.node && !isFunction(at); below = at, at = module.parent(at)) {
    if (at.nodeType === 'If' || at.nodeType === 'IfExp') return at.test === below ? call : undefined;
    if (at.nodeType === 'Assign') return at.targets[0]?.nodeType === 'Name' ? testsIn(loop).get(at.targets[0].id) : undefined;
  }
  return undefined;
}

/** By name: the first condition of a loop that asks for it. */
const testsIn = oncePer((loop: Loop): ReadonlyMap<string, PythonNode> => {
  const found = new Map<string, PythonNode>();
  for (const node of walk(loop.body)) {
    if (node.nodeType !== 'If' && node.nodeType !== 'IfExp') continue;
    for (const part of walk(node.test)) if (part.nodeType === 'Name' && !found.has(part.id)) found.set(part.id, node.test);
  }
  return found;
});
