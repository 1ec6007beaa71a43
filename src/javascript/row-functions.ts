import type { Observation } from '../model/circumstance.ts';
import type { RowFunction } from './admin-framework.ts';
import type { FoundScope } from './row-scopes.ts';
import { callbackIteration, isInline } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { type FunctionNode, type Node, spanOf } from './syntax/nodes.ts';

/** The functions of a file that frameworks run once per row. */
export type RowFunctions = ReadonlyMap<FunctionNode, RowFunction>;

/** The function that a framework runs once per row around `node`, be it in a loop of that function. */
export function rowFunctionAround(module: JsModule, functions: RowFunctions, node: Node): RowFunction | undefined {
  let at = functions.size === 0 ? undefined : module.functionAround(node);
  while (at !== undefined && !functions.has(at)) at = isInline(module, at) || callbackIteration(module, at) !== undefined ? module.functionAround(at) : undefined;
  return at && functions.get(at);
}

/** What is seen in the function that makes its queries right, else its body as the code that runs once per row. */
export function scopeOfRowFunction(found: RowFunction): FoundScope | Observation {
  return found.around?.[0] ?? functionScope(found);
}

/** A function as the code that runs once per row. */
export function functionScope({ fn, row, kind, subject, origin, rows, batched, once }: RowFunction): FoundScope {
  const [start] = spanOf(fn);
  const head: FoundScope['scope']['head'] = [start, Math.max(start, spanOf(fn.body)[0] - 1)];
  return {
    scope: { kind, head, subject, origin, rows },
    iteration: { kind: 'callback', node: fn, head, body: fn.body, element: row, iterable: undefined, callback: fn, concurrent: true },
    rows: { origin: 'unknown', call: undefined, exact: false, path: [] },
    batched,
    once,
  };
}
