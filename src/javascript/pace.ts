import type { TSESTree } from '@typescript-eslint/utils';
import { isUndecided, LINES_ABOVE, saysFew, saysNoBulk, saysOnPurpose, speaksOfHooks } from '../model/purpose.ts';
import { firstFrom, oncePer } from '../project/memo.ts';
import type { Iteration } from './syntax/iterations.ts';
import { chainOf, type JsModule } from './syntax/module.ts';
import { type Node, some, unwrap, walk } from './syntax/nodes.ts';

const PAUSES = /^(?:sleep|snooze|delay|pause|wait|setTimeout|throttle|rateLimit\w*)$/i;

/** What a round waits for so as not to go too fast: `await sleep(200)`, `await new Promise((done) => setTimeout(done, 50))`. */
export const pauseIn = oncePer((body: Node): Node | undefined => {
  let pause: Node | undefined;
  walk(body, (node) => {
    if (pause !== undefined) return false;
    if (node.type === 'AwaitExpression' && isPause(node)) pause = node;
    return undefined;
  });
  return pause;
});

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

/** The line of a comment at the loop, up to `at`, which speaks of what a bulk write of `written` passes by. */
export function lineOnHooks(module: JsModule, { node }: Pick<Iteration, 'node'>, at: Node, written: string): number | undefined {
  return linesOfComments(module)(speaksOfHooks).find((line) => line >= module.lineOf(node) - LINES_ABOVE && line <= module.lineOf(at) && speaksOfHooks(commentIn(module.lineAt(line)) ?? '', written));
}

/** The line of a comment at the loop, or at what gives its rows, up to `at`, which says that they are few. */
export function lineOnFew(module: JsModule, { node }: Pick<Iteration, 'node'>, at: Node, source?: Node): number | undefined {
  return lineOfComment(module, source !== undefined && module.lineOf(source) < module.lineOf(node) ? source : node, at, saysFew);
}

/** The line of a comment at the loop, up to `at`, which says that what is asked takes no list. */
export function lineOnNoBulk(module: JsModule, { node }: Pick<Iteration, 'node'>, at: Node): number | undefined {
  return lineOfComment(module, node, at, saysNoBulk);
}

function lineOfComment(module: JsModule, loop: Node, at: Node, isSuch: (comment: string) => boolean): number | undefined {
  const line = firstFrom(linesOfComments(module)(isSuch), module.lineOf(loop) - LINES_ABOVE);
  return line !== undefined && line <= module.lineOf(at) ? line : undefined;
}

/** By question: the lines whose comments answer it with yes, in order. */
const linesOfComments = oncePer((module: JsModule) => oncePer((isSuch: (comment: string) => boolean): readonly number[] => {
  const last = module.lineOf(module.text.length);
  const found: number[] = [];
  let isLeftOpen = false;
  for (let line = 1; line <= last; line += 1) {
    const text = module.lineAt(line);
    const said = commentIn(text);
    // What a `TODO` begins goes on in the comment lines below it.
    isLeftOpen = said !== undefined && ((isLeftOpen && /^\s*(?:\/\/|\*)/.test(text)) || isUndecided(said));
    if (said !== undefined && !isLeftOpen && isSuch(said)) found.push(line);
  }
  return found;
}));

/** What a line has of a comment. */
function commentIn(line: string): string | undefined {
  const comment = /(?:^|\s)\/[/*](.*)$|^\s*\*(.*)$/.exec(line);
  return comment?.[1] ?? comment?.[2];
}
