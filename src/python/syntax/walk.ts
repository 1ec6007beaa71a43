import type { PythonNode, StmtNode } from '../nodes.ts';
import { collectChildren, reverseFrom } from '../visitor-keys.ts';

/** Nodes that open a scope of names of their own and run when they are called, not where they stand. */
const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda', 'ClassDef']);

export interface WalkOptions {
  /** Also enter functions, lambdas and classes that are nested in the start node. */
  readonly nested?: boolean;
  /** Neither yield nor enter these. */
  readonly skip?: (node: PythonNode) => boolean;
}

type Start = PythonNode | StmtNode | readonly (PythonNode | StmtNode)[];

/**
 * `start` and everything below it in source order, parents first. Nested functions, lambdas and classes are yielded but not
 * entered unless `nested` asks for it; a single start node always is.
 *
 * Iterative, so that deeply nested expressions can't exhaust the stack.
 */
export function* walk(start: Start, { nested = false, skip }: WalkOptions = {}): Generator<PythonNode> {
  const pending = (isNodes(start) ? [...start].reverse() : [start]) as PythonNode[];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (skip?.(node) === true) continue;
    yield node;
    if (!nested && FUNCTIONS.has(node.nodeType) && node !== start) continue;
    const first = pending.length;
    collectChildren(node, pending);
    reverseFrom(pending, first);
  }
}

function isNodes(start: Start): start is readonly PythonNode[] {
  return Array.isArray(start);
}
