import { isFunctionBoundary } from './bindings.ts';
import { isInline } from './inline.ts';
import { callbackIteration, type Iteration, loopIteration } from './iterations.ts';
import type { JsModule } from './module.ts';
import { isFunction, isLoop, type Node } from './nodes.ts';
import { isRunFromList } from './run-from-lists.ts';

/**
 * The iterations around `node` whose body runs it, innermost first, up to the function that isn't run inline: callbacks of
 * transactions, `then`, limiters and the like count as part of the code around them.
 */
export function iterationsAround(module: JsModule, node: Node): Iteration[] {
  const found: Iteration[] = [];
  let below = node;
  for (let at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    if (isLoop(at)) {
      if (runsEachTime(at, below)) found.push(loopIteration(module, at));
    } else if (isFunction(at)) {
      const iteration = callbackIteration(module, at);
      if (iteration !== undefined) found.push(iteration);
      else if (!isInline(module, at) && !isRunFromList(module, at)) return found;
    } else if (isFunctionBoundary(at)) {
      return found;
    }
  }
  return found;
}

function runsEachTime(loop: Node, child: Node): boolean {
  switch (loop.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      return child === loop.body;
    case 'ForStatement':
      return child !== loop.init;
    default:
      return true;
  }
}
