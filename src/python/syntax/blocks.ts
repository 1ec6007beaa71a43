import { oncePer } from '../../project/memo.ts';
import type { PythonNode, StmtNode } from '../nodes.ts';
import { isFunction, type PyModule } from './module.ts';

// The blocks in which statements stand, where control leaves them, and what stands around a node.

/** The statements among which `statement` stands in `parent`. */
export function blockWith(parent: PythonNode, statement: PythonNode): readonly StmtNode[] | undefined {
  return blocksOf(parent).get(statement);
}

/** The list in which each child stands. */
const blocksOf = oncePer((parent: PythonNode): ReadonlyMap<unknown, readonly StmtNode[]> => {
  const blocks = new Map<unknown, readonly StmtNode[]>();
  for (const block of Object.values(parent) as unknown[]) {
    // `{**order}` has no key, which is no statement either
    if (Array.isArray(block) && !block.includes(null)) for (const child of block as unknown[]) if (!blocks.has(child)) blocks.set(child, block as StmtNode[]);
  }
  return blocks;
});

const LEAVING: ReadonlySet<string> = new Set(['Return', 'Raise', 'Continue', 'Break']);

/** True where control never runs past the end of the block. */
export function leaves(block: readonly StmtNode[]): boolean {
  return leavesBy(block, LEAVING);
}

/** By the statements that count as leaving: the blocks that are known to leave or not. */
const leavingBlocks = oncePer<ReadonlySet<string>, [], WeakMap<readonly StmtNode[], boolean>>(() => new WeakMap());

/** True where every way through the block ends in one of these statements. An own loop for `elif`, whose chains nest deep. */
export function leavesBy(block: readonly StmtNode[], kinds: ReadonlySet<string>): boolean {
  const known = leavingBlocks(kinds);
  const chain: (readonly StmtNode[])[] = [];
  let result: boolean | undefined;
  for (let at = block; result === undefined; ) {
    result = known.get(at);
    if (result !== undefined) break;
    chain.push(at);
    const last = at.at(-1);
    if (last?.nodeType !== 'If') result = last !== undefined && kinds.has(last.nodeType);
    else if (!leavesBy(last.body, kinds)) result = false;
    else at = last.orelse;
  }
  for (const each of chain) known.set(each, result);
  return result;
}

/** A question about one step of the way up: `below` stands right below `at`. */
export type StepTest = (module: PyModule, at: PythonNode, below: PythonNode) => boolean;

/** By end of the way and question: the answer for every node on ways that were asked for. */
const answersAt = oncePer<PythonNode, [], (test: StepTest) => WeakMap<PythonNode, { readonly at: PythonNode | undefined }>>(() => oncePer(() => new WeakMap()));

/**
 * The first node around `node` of which the question holds, below `end`, which is a node around it, and within the function. Ways share
 * most of their steps, above all in chains of `elif`, where each test is nested in the one before: every step is asked for once.
 *
 * @param test a function that is always the same one, for its answers are kept
 */
export function firstAround(module: PyModule, node: PythonNode, end: PythonNode, test: StepTest): PythonNode | undefined {
  const known = answersAt(end)(test);
  const steps: PythonNode[] = [];
  let answer: { readonly at: PythonNode | undefined } | undefined;
  for (let below = node; answer === undefined; ) {
    answer = known.get(below);
    if (answer !== undefined) break;
    steps.push(below);
    const at = module.parent(below);
    if (at === undefined || at === end || isFunction(at)) answer = { at: undefined };
    else if (test(module, at, below)) answer = { at };
    else below = at;
  }
  for (const step of steps) known.set(step, answer);
  return answer.at;
}
