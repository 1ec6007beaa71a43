import type { JsModule } from './module.ts';
import type { Node } from './nodes.ts';

/** The outermost expression that is `node` itself, and what it stands in. */
export function outside(module: JsModule, node: Node): { readonly below: Node; readonly at: Node | undefined } {
  let below = node;
  let at = module.parentOf(node);
  while (at !== undefined && isWrapper(at)) [below, at] = [at, module.parentOf(at)];
  return { below, at };
}

/** What changes nothing of a value around which it stands. */
export function isWrapper({ type }: Node): boolean {
  return type === 'ChainExpression' || type === 'TSNonNullExpression' || type === 'TSAsExpression' || type === 'TSSatisfiesExpression';
}
