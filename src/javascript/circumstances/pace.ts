import type { TSESTree } from '@typescript-eslint/utils';
import { explainsWrites, isUndecided, LINES_ABOVE, saysFew, saysNoBulk, saysOnPurpose, speaksOfHooks } from '../../model/purpose.ts';
import { firstFrom, oncePer } from '../../project/memo.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { type Node, some, unwrap, walk } from '../syntax/nodes.ts';

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

/** The line of the comment on the function around `at` (JSDoc) that says why rows are written one by one there. */
export function lineOnWrites(module: JsModule, at: Node): number | undefined {
  const fn = namedAround(module, at);
  if (fn === undefined) return undefined;
  const end = module.lineOf(fn) - 1;
  if (!/\*\/\s*$/.test(module.lineAt(end))) return undefined;
  let first = end;
  while (first > 1 && !module.lineAt(first).includes('/*')) first -= 1;
  const lines = Array.from({ length: end - first + 1 }, (_, index) => module.lineAt(first + index).replace(/^\s*(?:\/\*+|\*(?!\/))|\*\/\s*$/g, ''));
  return explainsWrites(lines.join('\n')) ? first : undefined;
}

/** The function around a node that has a name of its own, with what declares it; one that a call is given has none. */
function namedAround(module: JsModule, at: Node): Node | undefined {
  for (let fn: Node | undefined = module.functionAround(at); fn !== undefined; fn = module.functionAround(fn)) {
    if (isGiven(module.parents.get(fn))) continue;
    let declared: Node = fn;
    for (let parent = module.parents.get(declared); parent !== undefined && DECLARING.has(parent.type); parent = module.parents.get(parent)) declared = parent;
    return declared;
  }
  return undefined;
}

const DECLARING: ReadonlySet<string> = new Set(['VariableDeclarator', 'VariableDeclaration', 'MethodDefinition', 'PropertyDefinition', 'Property', 'ExportNamedDeclaration', 'ExportDefaultDeclaration']);

/** The function below it is an argument of a call: `rows.map(async (row) => …)`. */
function isGiven(parent: Node | undefined): boolean {
  return parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
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
