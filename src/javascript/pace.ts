import type { TSESTree } from '@typescript-eslint/utils';
import { LINES_ABOVE, saysOnPurpose, speaksOfHooks } from '../model/purpose.ts';
import type { Iteration } from './syntax/iterations.ts';
import { chainOf, type JsModule } from './syntax/module.ts';
import { type Node, some, unwrap, walk } from './syntax/nodes.ts';

const PAUSES = /^(?:sleep|snooze|delay|pause|wait|setTimeout|throttle|rateLimit\w*)$/i;

const known = new WeakMap<Node, { readonly pause: Node | undefined }>();

/** What a round waits for so as not to go too fast: `await sleep(200)`, `await new Promise((done) => setTimeout(done, 50))`. */
export function pauseIn(body: Node): Node | undefined {
  const before = known.get(body);
  if (before !== undefined) return before.pause;
  let pause: Node | undefined;
  walk(body, (node) => {
    if (pause !== undefined) return false;
    if (node.type === 'AwaitExpression' && isPause(node)) pause = node;
    return undefined;
  });
  known.set(body, { pause });
  return pause;
}

function isPause({ argument }: TSESTree.AwaitExpression): boolean {
  const value = unwrap(argument);
  if (value.type === 'CallExpression') return PAUSES.test(nameOf(value));
  return value.type === 'NewExpression' && some(value, (node) => node.type === 'CallExpression' && nameOf(node) === 'setTimeout');
}

function nameOf({ callee }: TSESTree.CallExpression): string {
  const { root, names } = chainOf(callee);
  return names.at(-1) ?? (root.type === 'Identifier' ? root.name : '');
}

/** The line of a comment at the loop, up to `at`, which says that it goes one by one on purpose. */
export function lineOnPurpose(module: JsModule, { node }: Pick<Iteration, 'node'>, at: Node): number | undefined {
  return lineOfComment(module, node, at, saysOnPurpose);
}

/** The line of a comment at the loop, up to `at`, which speaks of what a bulk write passes by. */
export function lineOnHooks(module: JsModule, { node }: Pick<Iteration, 'node'>, at: Node): number | undefined {
  return lineOfComment(module, node, at, speaksOfHooks);
}

function lineOfComment(module: JsModule, loop: Node, at: Node, isSuch: (comment: string) => boolean): number | undefined {
  const last = module.lineOf(at);
  for (let line = Math.max(1, module.lineOf(loop) - LINES_ABOVE); line <= last; line += 1) {
    const comment = /(?:^|\s)\/[/*](.*)$|^\s*\*(.*)$/.exec(module.lineAt(line));
    if (comment !== null && isSuch(comment[1] ?? comment[2] ?? '')) return line;
  }
  return undefined;
}
