import type { TSESTree } from '@typescript-eslint/utils';
import { chainOf, type JsModule } from './module.ts';
import { calledName, memberName, type Node, unwrap } from './nodes.ts';

/** Longest callee that a message quotes in full. */
const LONGEST = 60;

/**
 * A callee as the code writes it, on one line and without arguments: `prisma.user.findMany`, `repo.createQueryBuilder().getMany`.
 * Beginnings of long chains give way to `…`.
 */
export function calleeText(module: JsModule, node: Node): string {
  const parts: string[] = [];
  let at: Node = node;
  for (;;) {
    const inner: Node = unwrap(at);
    if (inner.type === 'MemberExpression') {
      const name = memberName(inner);
      parts.push(name === undefined ? `[${oneLine(module.textOf(inner.property))}]` : `${inner.property.type === 'PrivateIdentifier' ? '#' : ''}${name}`);
      at = inner.object;
    } else if (inner.type === 'CallExpression') {
      const callee: Node = unwrap(inner.callee);
      if (callee.type !== 'MemberExpression') {
        parts.push(`${oneLine(module.textOf(callee))}()`);
        break;
      }
      parts.push(`${memberName(callee) ?? '…'}(${entityArgument(inner)})`);
      at = callee.object;
    } else {
      parts.push(inner.type === 'ThisExpression' ? 'this' : inner.type === 'AwaitExpression' ? '(await …)' : oneLine(module.textOf(inner)));
      break;
    }
  }
  return shorten(parts.reverse());
}

/** `getRepository(Order)`, `getRepository(ctx, Order)`: the entity says what the call is about, and what stands before it goes along. */
function entityArgument({ arguments: given }: TSESTree.CallExpression): string {
  const names = given.map((argument) => (argument.type === 'Identifier' ? argument.name : ''));
  return /^[A-Z]/.test(names.at(-1) ?? '') ? names.filter((name) => name !== '').join(', ') : '';
}

function shorten(parts: readonly string[]): string {
  const whole = join(parts);
  if (whole.length <= LONGEST || parts.length <= 3) return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST - 1)}…`;
  return join([parts[0] as string, '…', ...parts.slice(-2)]);
}

function join(parts: readonly string[]): string {
  return parts.reduce((text, part) => (text === '' ? part : part.startsWith('[') ? `${text}${part}` : `${text}.${part}`), '');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** `enrich.bind(this)`: the function that is bound, where nothing of what it is handed is. Anything else stands for itself. */
export function boundOf(node: Node): Node {
  const call = unwrap(node);
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && memberName(call.callee) === 'bind' && call.arguments.length === 1 ? call.callee.object : node;
}

/** One call of a chain of methods: `.where(…)`. */
export interface Step {
  readonly name: string;
  readonly call: TSESTree.CallExpression;
}

/** A step with what it is called on. */
export interface StepOn extends Step {
  readonly on: Node;
}

/**
 * The steps of a chain of methods, back from the one that `node` is: `limit`, `where` and `from` of `db.from('orders').where(…).limit(3)`.
 *
 * @param most how many are followed
 */
export function* stepsBack(node: Node, most: number): Generator<StepOn> {
  let at: Node = node;
  for (let left = most; left > 0 && at.type === 'CallExpression'; left -= 1) {
    const callee: Node = unwrap(at.callee);
    const name: string | undefined = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined) return;
    const on = unwrap(callee.object);
    yield { name, call: at, on };
    at = on;
  }
}

/** The call of a method on what `node` gives: `orders.find().sort('name')`, for `orders.find()`. */
export function callOn(module: JsModule, node: Node): TSESTree.CallExpression | undefined {
  const member = module.parentOf(node);
  const parent = member?.type === 'MemberExpression' && member.object === node ? module.parentOf(member) : undefined;
  return parent?.type === 'CallExpression' && parent.callee === member ? parent : undefined;
}

/** The steps of a chain of methods, on from what `node` gives: `where` and `limit` of `query.where(…).limit(3)`, for `query`; up to one that `goesOn` has no word for. */
export function stepsFrom(module: JsModule, node: Node, goesOn: (name: string) => boolean = () => true): Step[] {
  const steps: Step[] = [];
  for (let call = callOn(module, node); call !== undefined; call = callOn(module, call)) {
    const name = calledName(call);
    if (!goesOn(name)) break;
    steps.push({ name, call });
  }
  return steps;
}

/** The name of the method that is called on what `node` gives: `sort` of `orders.find().sort('name')`, for `orders.find()`. */
export function calledOn(module: JsModule, node: Node): string | undefined {
  const call = callOn(module, node);
  return call?.callee.type === 'MemberExpression' ? memberName(call.callee) : undefined;
}

/** What a wrapper stands for by the user's settings: a model's name or the name of a client class. */
export function aliasOf(module: JsModule, node: Node, aliases: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(aliases);
  if (names.length === 0) return undefined;
  const { root, names: path } = chainOf(unwrap(node));
  if (root.type !== 'Identifier' && root.type !== 'ThisExpression') return undefined;
  const text = [root.type === 'ThisExpression' ? 'this' : root.name, ...path].join('.');
  const bare = text.replace(/^this\./, '');
  return aliases[Object.hasOwn(aliases, text) ? text : bare];
}

/** What remembers the answers of the function that it is handed, which is called by its name all the same: `cache(async () => …)` of React, `memoize`. */
const REMEMBERING = /^(?:(?:\w+_)?[cC]ache[dD]?|\w+Cache|memoi[sz]e\w*)$/;

/** True for a call whose answer is its first argument, but for answers that are remembered. */
export function isRemembering(call: TSESTree.CallExpression): boolean {
  return REMEMBERING.test(calledName(call));
}
