import type { ExprNode, FunctionNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { blockWith } from '../../../python/syntax/blocks.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';

/** What REST framework puts into the context of every serializer (rest_framework/generics.py, `get_serializer_context`). */
export const ALWAYS_THERE: ReadonlySet<string> = new Set(['request', 'format', 'view']);

/** What code keeps on a row that has read it for all rows: `_prefetched_items`. */
const BROUGHT = /^_|prefetch|preload|precomputed/i;

/** `getattr(obj, "_prefetched_items", None)`, `hasattr(obj, "_prefetched_items")`: whoever lists the rows may have read it for all of them, by a `Prefetch` with `to_attr` or by hand. */
function asksWhatIsBrought(node: PythonNode): boolean {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Name' || !/^(?:getattr|hasattr)$/.test(node.func.id)) return false;
  const [row, name] = node.args;
  return row?.nodeType === 'Name' && BROUGHT.test(stringConstant(name) ?? '');
}

/**
 * The condition asks for something that a view has put into the serializer's context, be it under a name: `self.context.get("detailed")`, or kept on the row.
 * Another view that lists rows may not.
 */
export function asksForFlag(module: PyModule, test: ExprNode): boolean {
  for (const node of walk(test)) {
    const held = node.nodeType === 'Name' ? soleValue(module, node, node.id) : undefined;
    if (asksWhatIsBrought(node) || (held !== undefined && (asksWhatIsBrought(held) || (isRead(held) && asksForFlag(module, held))))) return true;
    const key = node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'get' && isContext(node.func.value) ? stringConstant(node.args[0])
      : node.nodeType === 'Subscript' && isContext(node.value) ? stringConstant(node.slice)
      : node.nodeType === 'Compare' && node.comparators.some((part) => isContext(part)) ? stringConstant(node.left) : undefined;
    if (key !== undefined && !ALWAYS_THERE.has(key)) return true;
  }
  return false;
}

/** The condition asks what the request says of what it wants: `request.query_params.get("from_view")`, be it under a name. */
function asksRequest(module: PyModule, test: ExprNode): boolean {
  for (const node of walk(test)) {
    if (node.nodeType === 'Attribute' && ASKED.has(node.attr)) return true;
    const held = node.nodeType === 'Name' ? soleValue(module, node, node.id) : undefined;
    if (held !== undefined && [...walk(held)].some((part) => part.nodeType === 'Attribute' && ASKED.has(part.attr))) return true;
  }
  return false;
}

/** What of a request holds the parameters of its address. */
const ASKED: ReadonlySet<string> = new Set(['query_params', 'GET']);

/** Nothing but what stands in the context: `self.context.get("detailed")`, `self.context["detailed"]`. */
function isRead(node: ExprNode): boolean {
  return node.nodeType === 'Subscript' ? isContext(node.value) : node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && isContext(node.func.value);
}

/** `self.context` */
export function isContext(node: ExprNode): boolean {
  return node.nodeType === 'Attribute' && node.attr === 'context' && isSelf(node.value);
}

/** `if not self.context.get("detailed"): return …`: what stands behind it is for those who set the flag. */
export function leavesWithoutFlag(module: PyModule, statement: StmtNode): boolean {
  return leavesBy(module, statement, asksForFlag);
}

type Asks = (module: PyModule, test: ExprNode) => boolean;

function leavesBy(module: PyModule, statement: StmtNode, asks: Asks): boolean {
  return statement.nodeType === 'If' && statement.body.at(-1)?.nodeType === 'Return' && asks(module, statement.test);
}

/** The condition on a flag that decides whether `node` is run in the function, if one does. */
export function flagBefore(module: PyModule, node: PythonNode, fn: FunctionNode): PythonNode | undefined {
  return conditionBefore(module, node, fn, asksForFlag);
}

/** The condition on the request's parameters that decides whether `node` is run in the function, if one does. */
export function parameterBefore(module: PyModule, node: PythonNode, fn: FunctionNode): PythonNode | undefined {
  return conditionBefore(module, node, fn, asksRequest);
}

function conditionBefore(module: PyModule, node: PythonNode, fn: FunctionNode, asks: Asks): PythonNode | undefined {
  let below = node;
  for (let at = module.parent(node); at !== undefined && below !== fn; below = at, at = module.parent(at)) {
    if ((at.nodeType === 'If' || at.nodeType === 'IfExp') && at.test !== below && asks(module, at.test)) return at.test;
    const block = blockWith(at, below);
    const before = block?.slice(0, block.indexOf(below as StmtNode)).find((statement) => leavesBy(module, statement, asks));
    if (before?.nodeType === 'If') return before.test;
  }
  return undefined;
}
