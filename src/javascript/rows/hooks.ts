import { sourcesOf } from '../syntax/flow.ts';
import { importFrom, type JsModule } from '../syntax/module.ts';
import { type Node, unwrap } from '../syntax/nodes.ts';

/** A hook of a library, and what of its result is meant. */
export interface HookResult {
  readonly hook: string;
  /** `['mutate']` of `const { mutate } = useUpdate()`, `['0']` of `const [update] = useUpdate()`. */
  readonly path: readonly string[];
}

/** Names between a hook and what is called. */
const DEPTH = 4;

/** The hook whose result an expression is, or is of. */
export function hookBehind(module: JsModule, node: Node, packages: RegExp, path: readonly string[] = [], depth = DEPTH): HookResult | undefined {
  const value = unwrap(node);
  if (value.type === 'CallExpression') {
    const hook = importFrom(module, unwrap(value.callee), packages)?.imported;
    return hook === undefined ? undefined : { hook, path };
  }
  const [source, ...others] = depth === 0 ? [] : sourcesOf(module, value, path);
  return source === undefined || others.length > 0 ? undefined : hookBehind(module, source.node, packages, source.path, depth - 1);
}
