import { oncePer } from '../../../project/memo.ts';
import type { FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { loopsAround } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { follows } from '../../../python/syntax/order.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';

const PLAIN_DECORATORS: ReadonlySet<string> = new Set(['staticmethod', 'classmethod', 'sync_to_async', 'atomic', 'property', 'cached_property']);

/** No decorator may keep what the function answers, or call it in another way. */
export function hasPlainDecorators({ decorator_list: decorators }: FunctionNode): boolean {
  return decorators.every((decorator) => PLAIN_DECORATORS.has(lastName(decorator.nodeType === 'Call' ? decorator.func : decorator)));
}

/**
 * Whoever calls the function comes to the node, once: it stands under no condition, in no loop, and behind no statement in which the function may end.
 *
 * @param ends the nodes with which it ends
 */
export function isReached(module: PyModule, fn: FunctionNode, node: PythonNode, ends: RegExp): boolean {
  if (loopsAround(module, node).length > 0) return false;
  let statement = node;
  for (let at = module.parent(node); at !== undefined && at !== fn; statement = at, at = module.parent(at)) {
    if (CONDITIONS.has(at.nodeType) && !(at.nodeType === 'If' && at.test === statement)) return false;
  }
  const exit = exitsOf(fn).find(({ kinds }) => kinds.some((kind) => ends.test(kind)))?.statement;
  return exit === undefined || exit === statement || !follows(statement, exit);
}

const CONDITIONS: ReadonlySet<string> = new Set(['If', 'IfExp', 'BoolOp', 'ExceptHandler', 'Match', 'While', 'Lambda']);

interface Exit {
  readonly statement: PythonNode;
  readonly kinds: readonly string[];
}

/** The statements of a function in which it may end or hand something out, in order. */
const exitsOf = oncePer((fn: FunctionNode): readonly Exit[] => fn.body.flatMap((statement): Exit[] => {
  const kinds = [...walk(statement)].map(({ nodeType }) => nodeType).filter((kind) => kind === 'Return' || kind === 'Raise' || kind === 'Yield');
  return kinds.length === 0 ? [] : [{ statement: statement as PythonNode, kinds }];
}));
