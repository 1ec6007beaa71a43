import type { TSESTree } from '@typescript-eslint/utils';
import { outside } from '../syntax/outside.ts';
import type { Binding } from '../syntax/bindings.ts';
import type { JsModule } from '../syntax/module.ts';
import { type FunctionNode, isFunction, keyName, memberName, type Node } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';

/** A property that the code takes out of an answer: the member access, or what a pattern binds it to. */
export interface Part {
  readonly name: string;
  readonly node: Node;
}

/** The same wherever it is taken, be it by those who call the function that gives the answer back. */
export interface PlacedPart extends Part {
  readonly module: JsModule;
  readonly ways: Ways;
}

/** All that the code takes out of the object that `call` gives a promise of; undefined where it goes anywhere as a whole, or nobody waits for it. */
export function partsTaken(module: JsModule, call: Node): readonly Part[] | undefined {
  return partsTakenAnywhere(module, call, NOWHERE);
}

/** The same, also of what a function gives back to those who call it. */
export function partsTakenAnywhere(module: JsModule, call: Node, ways: Ways): readonly PlacedPart[] | undefined {
  const answer = answerTo(module, call, /^Promise\.all$/);
  const parts = answer?.type === 'AwaitExpression' ? takenFrom(module, answer) : answer && boundTo(module, answer);
  if (parts !== undefined) return parts.map((part) => ({ ...part, module, ways }));
  const given = givenBack(module, answer?.type === 'AwaitExpression' ? answer : call, ways)?.flatMap((further) => further.uses.map((use) => partsTakenAnywhere(further.module, use, further.ways)));
  return given?.every((taken) => taken !== undefined) === true ? given.flat() : undefined;
}

/** All calls of the function that gives `node` back; undefined where none does, or there may be others. */
export function givenBack(module: JsModule, node: Node, { callsOf }: Ways): readonly Further[] | undefined {
  const { below, at } = outside(module, node);
  const fn = at?.type === 'ReturnStatement' ? module.functionAround(at) : at?.type === 'ArrowFunctionExpression' && at.body === below ? at : undefined;
  return isFunction(fn) ? callsOf(fn) : undefined;
}

/** `const [order] = await …`, `(await …)[0]`: of the rows that a query gives the code takes the first alone. */
export function isFirstTaken(module: JsModule, node: Node): boolean {
  const holder = holderOf(module, node);
  if (holder?.type === 'VariableDeclarator') return holder.id.type === 'ArrayPattern' && holder.id.elements.length === 1 && holder.id.elements[0]?.type !== 'RestElement';
  return holder?.type === 'MemberExpression' && holder.computed && numberValue(module, holder.property) === 0;
}

/** What the `await` of a call stands in: `const rows = await …`, `(await …)[0]`; undefined where the call isn't waited for on the spot. */
export function holderOf(module: JsModule, call: Node): Node | undefined {
  const awaited = module.parentOf(call);
  return awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
}

/** The variable that the awaited answer of a call is put into as a whole. */
export function answerBoundTo(module: JsModule, call: Node): Binding | undefined {
  const holder = holderOf(module, call);
  return holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? module.resolve(holder.id) : undefined;
}

/**
 * Where the answer of `call` is first had: the `await` of it, or what binds it of those that are waited for together; undefined where nobody waits for it, or it is kept
 * in another way.
 *
 * @param joining what is called with a list to wait for all in it
 */
export function answerTo(module: JsModule, call: Node, joining: RegExp): Node | undefined {
  const { below, at } = outside(module, call);
  if (at?.type === 'AwaitExpression') return at;
  const joined = at?.type === 'ArrayExpression' ? module.parentOf(at) : undefined;
  const holder = joined?.type === 'CallExpression' && joining.test(module.textOf(joined.callee)) ? holderOf(module, joined) : undefined;
  if (at?.type !== 'ArrayExpression' || holder?.type !== 'VariableDeclarator' || holder.id.type !== 'ArrayPattern') return undefined;
  return holder.id.elements[at.elements.indexOf(below as TSESTree.Expression)] ?? undefined;
}

/** `user ? await find() : { docs: [] }`, `answer ?? {}`: what is made of two is what one of them is. */
export function isOneOf(below: Node, at: Node): boolean {
  return at.type === 'ConditionalExpression' ? at.test !== below : at.type === 'LogicalExpression' && (at.operator !== '&&' || at.right === below);
}

/** `rows = …;`, with nothing around that gets the value as well. */
export function isSetAlone(module: JsModule, at: TSESTree.AssignmentExpression): boolean {
  return at.operator === '=' && at.left.type === 'Identifier' && module.parentOf(at)?.type === 'ExpressionStatement';
}

/** A name where it is set: at its declaration, or later. */
export function isSet(module: JsModule, name: Node): boolean {
  const at = module.parentOf(name);
  return at?.type === 'VariableDeclarator' ? at.id === name : at?.type === 'AssignmentExpression' && at.left === name && isSetAlone(module, at);
}

function takenFrom(module: JsModule, node: Node, seen: ReadonlySet<Node> = new Set()): readonly Part[] | undefined {
  const { below, at } = outside(module, node);
  if (at !== undefined && isOneOf(below, at)) return takenFrom(module, at, seen);
  if (isSet(module, below)) return [];
  if (at?.type === 'VariableDeclarator') return boundTo(module, at.id, seen);
  if (at?.type === 'AssignmentExpression') return isSetAlone(module, at) ? boundTo(module, at.left, seen) : undefined;
  if (at?.type !== 'MemberExpression' || at.object !== below) return undefined;
  const name = memberName(at);
  return name === undefined ? undefined : [{ name, node: at }];
}

function boundTo(module: JsModule, pattern: Node, seen: ReadonlySet<Node> = new Set()): readonly Part[] | undefined {
  if (pattern.type === 'ObjectPattern') {
    const parts = pattern.properties.flatMap((property): Part[] => {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      return property.type !== 'Property' || name === undefined ? [] : [{ name, node: property.value.type === 'AssignmentPattern' ? property.value.left : property.value }];
    });
    return parts.length === pattern.properties.length ? parts : undefined;
  }
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (binding?.kind !== 'variable' || seen.has(binding.identifier)) return undefined;
  const taken = module.referencesTo(binding).filter((use) => use !== pattern).map((use) => takenFrom(module, use, new Set([...seen, binding.identifier])));
  return taken.every((parts) => parts !== undefined) ? taken.flat() : undefined;
}

/** Where rows go on from the code at hand, in whichever file. */
export interface Ways {
  /** Where a component gets what an attribute hands it. */
  readonly into: (container: Node) => Further | undefined;
  /** What a component binds to all that it gets, by the attributes that an object is spread into: `<Card {...post} />`. */
  readonly spread: (spread: TSESTree.JSXSpreadAttribute) => Bound | undefined;
  /** All calls of a function that gives them back; undefined where there may be others. */
  readonly callsOf: (fn: FunctionNode) => readonly Further[] | undefined;
  /** What a function of the project binds one of its arguments to, by the expression that names it. */
  readonly bound: (callee: Node, index: number) => Bound | undefined;
}

/** What a function binds an argument to: nothing where it looks at none. */
export interface Bound {
  readonly module: JsModule;
  readonly pattern: Node | undefined;
  readonly ways: Ways;
}

/** Where something goes on: each use of it, all in one file. */
export interface Further {
  readonly module: JsModule;
  readonly uses: readonly Node[];
  readonly ways: Ways;
}

/** Rows that nobody is followed with beyond what binds them. */
export const NOWHERE: Ways = { into: () => undefined, spread: () => undefined, callsOf: () => undefined, bound: () => undefined };
