import type { PythonNode } from '../nodes.ts';
import { blockWith, leaves } from './blocks.ts';
import type { PyModule } from './module.ts';

// What stands behind what in the text, and may run after it.

type Place = readonly [line: number, column: number];

function startOf(node: PythonNode): Place {
  const { lineno = 0, col_offset = 0 } = node as { lineno?: number; col_offset?: number };
  return [lineno, col_offset];
}

function endOf(node: PythonNode): Place {
  const { lineno = 0, col_offset = 0, end_lineno = lineno, end_col_offset = col_offset } = node as { lineno?: number; col_offset?: number; end_lineno?: number; end_col_offset?: number };
  return [end_lineno, end_col_offset];
}

function isAfter(a: Place, b: Place): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] >= b[1]);
}

/** True where `b` stands behind the end of `a` in the text. */
export function follows(b: PythonNode, a: PythonNode): boolean {
  return isAfter(startOf(b), endOf(a));
}

/** True where `a` is evaluated before `b`, as the condition of `x if found else y` is before what stands in front of it. */
export function runsBefore(module: PyModule, a: PythonNode, b: PythonNode): boolean {
  let around = module.parent(a);
  while (around !== undefined && !module.contains(around, b)) around = module.parent(around);
  if (around?.nodeType === 'IfExp' && module.contains(around.test, a) !== module.contains(around.test, b)) return module.contains(around.test, a);
  return follows(b, a);
}

/** True where `use` stands behind `node` and may run after it: not in the other branch of a condition, nor behind a block that is left for good. */
export function mayFollow(module: PyModule, use: PythonNode, node: PythonNode): boolean {
  return follows(use, node) && leadsTo(module, node, use);
}

/** True where no branch and no block that is left for good stands between `node` and a `use` further down. */
export function leadsTo(module: PyModule, node: PythonNode, use: PythonNode): boolean {
  return !inOtherBranch(module, node, use) && !endsBefore(module, node, use);
}

function inOtherBranch(module: PyModule, binding: PythonNode, use: PythonNode): boolean {
  let below = binding;
  for (let at = module.parent(binding); at !== undefined; below = at, at = module.parent(at)) {
    if (at.nodeType !== 'If' && at.nodeType !== 'Match') continue;
    const branch = branchOf(module, at, below);
    // what stands in the condition itself comes before both branches
    if (module.contains(at, use)) return branch !== undefined && branch !== branchOf(module, at, use);
  }
  return false;
}

function branchOf(module: PyModule, node: PythonNode, inner: PythonNode): unknown {
  if (node.nodeType === 'If') {
    if (module.contains(node.test, inner)) return undefined;
    return node.orelse.some((statement) => module.contains(statement, inner)) ? 'orelse' : 'body';
  }
  return node.nodeType === 'Match' ? node.cases.find((branch) => module.contains(branch, inner)) : undefined;
}

/** The binding stands in a block that is left for good before `use`: `if …: x = 1; return`. */
function endsBefore(module: PyModule, binding: PythonNode, use: PythonNode): boolean {
  let below = binding;
  for (let at = module.parent(binding); at !== undefined && !module.contains(at, use); below = at, at = module.parent(at)) {
    const block = blockWith(at, below);
    if (at.nodeType !== 'For' && at.nodeType !== 'While' && block !== undefined && leaves(block)) return true;
  }
  return false;
}
