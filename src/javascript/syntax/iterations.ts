import type { TSESTree } from '@typescript-eslint/utils';
import type { Span } from '../../model/text.ts';
import type { JsModule } from './module.ts';
import { type FunctionNode, memberName, type Node, parameterPattern, spanOf, unwrap } from './nodes.ts';
import { isOfResult } from './one-value.ts';
import { constantInit, numberValue } from './values.ts';

export type IterationKind = 'for-of' | 'for-await' | 'for-in' | 'index' | 'counted' | 'step' | 'while' | 'callback';

/** Code that repeats: a loop statement or the callback of an iteration method. */
export interface Iteration {
  readonly kind: IterationKind;
  /** The loop statement, or the call of the iteration method. */
  readonly node: Node;
  /** The loop's head up to its body, or the callee and the list of an iteration call. */
  readonly head: Span;
  /** What is run each time: the loop's body, the callback's body. */
  readonly body: Node;
  /** The pattern that a row is bound to. */
  readonly element: Node | undefined;
  /** What is iterated over. */
  readonly iterable: Node | undefined;
  readonly callback: FunctionNode | undefined;
  /** Patterns of its function that are bound to the same in every round: what a framework hands in beside the row. */
  readonly shared?: readonly Node[];
  /** All rounds begin in the same tick: the callback isn't awaited before the next one starts. */
  readonly concurrent: boolean;
}

const SAME_ROWS = /^(?:filter|slice|sort|toSorted|reverse|toReversed)$/;

/** True for an array method that gives elements of the array again, as they are: all or some, in whichever order. */
export function givesSameRows(method: string | undefined): boolean {
  return method !== undefined && SAME_ROWS.test(method);
}

/** True for an array method that gives no more elements than the array has, as they are or one made of each. */
export function givesNoMore(method: string | undefined): boolean {
  return method === 'map' || givesSameRows(method);
}

/** Array methods that call their first argument once per element. */
const ARRAY_METHODS: ReadonlySet<string> = new Set([
  'map', 'flatMap', 'forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight',
  // of cursors
  'eachAsync',
]);

/** Functions that call a callback once per element of a list given as an argument: p-map, bluebird, async, lodash, Array.from, and what projects call theirs. */
const LIST_FUNCTIONS = new RegExp(`^(?:${[
  'pMap|pMapSeries|pEach|pEachSeries|pFilter|pReduce|pAll|eachLimit|eachOf|mapLimit|mapValues|map|each|forEach|flatMap|reduce|filter|from',
  '(?:async|parallel|concurrent)(?:Map|Filter|ForEach)',
  '(?:map|filter|each|forEach)Async',
  '(?:map|filter|each|forEach|execute|run|process)(?:Asynchronously|(?:In)?Parallel|Concurrent(?:ly)?|Sequential(?:ly)?|Serially|Series)',
].join('|')})$`);
const LIST_ROOTS = /^(?:_|lodash|Promise|Bluebird|async|Array|BPromise|BluebirdPromise)$/;

/** What a loop statement repeats. */
export function loopIteration(module: JsModule, loop: Node): Iteration {
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') {
    const kind = loop.type === 'ForInStatement' ? 'for-in' : loop.await ? 'for-await' : 'for-of';
    const element = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0].id : loop.left;
    return { kind, node: loop, head: headOf(loop, loop.body), body: loop.body, element, iterable: loop.right, callback: undefined, concurrent: false };
  }
  const { body } = loop as TSESTree.ForStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;
  const base = { node: loop, head: headOf(loop, body), body, callback: undefined, concurrent: false };
  const counted = loop.type === 'ForStatement' ? countedList(module, loop) : undefined;
  if (counted === undefined) return { ...base, kind: isStepping(module, loop) ? 'step' : isCounting(loop) ? 'counted' : 'while', element: undefined, iterable: undefined };
  return { ...base, kind: isStepping(module, loop) ? 'step' : 'index', element: counted.element, iterable: counted.list };
}

function headOf(loop: Node, body: Node): Span {
  return loop.type === 'DoWhileStatement' ? [spanOf(loop)[0], spanOf(loop)[0] + 2] : [spanOf(loop)[0], Math.max(spanOf(loop)[0], spanOf(body)[0] - 1)];
}

/** `for (let i = 0; i < list.length; i++)`, backwards as well: the list, and the pattern that `list[i]` is put into. */
function countedList(module: JsModule, loop: TSESTree.ForStatement): { list: Node; element: Node | undefined } | undefined {
  const { body } = loop;
  const counted = countedTo(module, loop) ?? countedDown(loop);
  if (counted === undefined) return undefined;
  const { name, list } = counted;
  const declared = body.type === 'BlockStatement' ? body.body : [];
  for (const statement of declared) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      const value = unwrap(init);
      if (value?.type === 'MemberExpression' && value.computed && value.property.type === 'Identifier' && value.property.name === name && module.textOf(value.object) === module.textOf(list)) {
        return { list, element: id };
      }
    }
  }
  return { list, element: undefined };
}

interface Counted {
  readonly list: Node;
  /** What counts. */
  readonly name: string;
}

/** `i < list.length`, and the same by a name that stands for the length: `const count = list.length` before the loop, `let i = 0, count = list.length` in its head. */
function countedTo(module: JsModule, { init, test }: TSESTree.ForStatement): Counted | undefined {
  if (test?.type !== 'BinaryExpression' || !/^(?:<=?|!==?)$/.test(test.operator) || test.left.type !== 'Identifier') return undefined;
  const named = unwrap(test.right);
  const inHead = named.type === 'Identifier' && init?.type === 'VariableDeclaration' ? init.declarations.find(({ id }) => id.type === 'Identifier' && id.name === named.name)?.init : undefined;
  const list = listMeasured(inHead ?? (named.type === 'Identifier' ? constantInit(module, named) : named));
  return list && { list, name: test.left.name };
}

/** `let i = list.length - 1; i >= 0` */
function countedDown({ init, test }: TSESTree.ForStatement): Counted | undefined {
  if (test?.type !== 'BinaryExpression' || !/^>=?$/.test(test.operator) || test.left.type !== 'Identifier' || init?.type !== 'VariableDeclaration') return undefined;
  const { name } = test.left;
  const start = unwrap(init.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init);
  const list = start?.type === 'BinaryExpression' && start.operator === '-' ? listMeasured(start.left) : undefined;
  return list && { list, name };
}

/** The list whose length an expression is. */
function listMeasured(node: Node | null | undefined): Node | undefined {
  const value = unwrap(node);
  return value?.type === 'MemberExpression' && memberName(value) === 'length' ? value.object : undefined;
}

/**
 * The list that the code goes through by the places that `index` stands for, one after the other: `rows` of `for (let i = 0; i < rows.length; i++)`, of
 * `for (const i in rows)`, of `rows.map((row, i) => …)`. The properties of an object are gone through by the second of these as well.
 */
export function listWalkedBy(module: JsModule, index: TSESTree.Identifier): Node | undefined {
  const binding = module.resolve(index);
  if (binding?.kind === 'parameter') {
    const iteration = callbackIteration(module, binding.node);
    const place = iteration === undefined ? undefined : binding.node.params.findIndex((parameter) => parameterPattern(parameter) === iteration.element) + 1;
    return binding.index === place && binding.node.params[place] === binding.identifier ? unwrap(iteration?.iterable) : undefined;
  }
  const loop = binding?.kind === 'variable' ? module.parentOf(binding.declaration) : undefined;
  if (binding?.kind !== 'variable' || loop === undefined) return undefined;
  if (loop.type === 'ForInStatement') return loop.left === binding.declaration ? unwrap(loop.right) : undefined;
  return loop.type === 'ForStatement' && loop.init === binding.declaration && !isStepping(module, loop) ? unwrap(countedList(module, loop)?.list) : undefined;
}

/** `for (let i = 0; i < n; i++)`, with `i += 1` as well, `while (n--)`: so many times, whatever the rows. */
function isCounting(loop: Node): boolean {
  const { test } = loop as TSESTree.ForStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;
  if (loop.type === 'WhileStatement') return (test?.type === 'BinaryExpression' ? test.left : test)?.type === 'UpdateExpression';
  return loop.type === 'ForStatement' && /^(?:Update|Assignment)Expression$/.test(loop.update?.type ?? '') && loop.test?.type === 'BinaryExpression' && loop.init?.type === 'VariableDeclaration';
}

/** `i += SIZE`: each round takes a slice. */
function isStepping(module: JsModule, loop: Node): boolean {
  if (loop.type !== 'ForStatement' || loop.update?.type !== 'AssignmentExpression') return false;
  return /^[+-]=$/.test(loop.update.operator) ? numberValue(module, loop.update.right) !== 1 : loop.update.operator === '=';
}

/** The iteration whose callback `callback` is. */
export function callbackIteration(module: JsModule, callback: FunctionNode): Iteration | undefined {
  const call = module.parentOf(callback);
  if (call?.type !== 'CallExpression') return undefined;
  const listed = listOf(module, call, callback);
  return listed && iterationOfCall(call, listed, callback);
}

/** The iteration of `rows.map(handle)`, whose callback is given by name. */
export function namedIteration(module: JsModule, call: TSESTree.CallExpression, callee: Node): Iteration | undefined {
  const listed = listOf(module, call, callee);
  return listed && { ...iterationOfCall(call, listed, undefined), body: callee };
}

interface Listed {
  readonly list: Node;
  readonly sequential: boolean;
}

/** The list that `call` hands element by element to the function `argument`. */
function listOf(module: JsModule, call: TSESTree.CallExpression, argument: Node): Listed | undefined {
  const [first, second] = call.arguments;
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression') {
    const name = memberName(callee);
    if (name === undefined) return undefined;
    const root = unwrap(callee.object);
    const isUtility = root.type === 'Identifier' && LIST_ROOTS.test(root.name);
    if (isUtility) return LIST_FUNCTIONS.test(name) && first !== undefined && first !== argument ? { list: first, sequential: /series/i.test(name) } : undefined;
    if (!ARRAY_METHODS.has(name) || first !== argument || isModule(module, callee.object) || isOfResult(module, call)) return undefined;
    return { list: callee.object, sequential: /^(?:reduce|eachAsync)/.test(name) };
  }
  if (callee.type !== 'Identifier' || !LIST_FUNCTIONS.test(callee.name) || second !== argument || first === undefined) return undefined;
  // a text is what the function listens to: `filter('orders.read', (orders) => …)`
  if (first.type === 'Literal' || first.type === 'TemplateLiteral') return undefined;
  return { list: first, sequential: /serie|serial|sequential|reduce/i.test(callee.name) };
}

/** `Effect.map(fn)`, `Arr.map(fn)`: functions of a namespace, not methods of a list. */
function isModule(module: JsModule, node: Node): boolean {
  const object = unwrap(node);
  if (object.type !== 'Identifier' || !/^[A-Z]/.test(object.name)) return false;
  const binding = module.resolve(object);
  return binding?.kind === 'import' && !/^[A-Z0-9_]+$/.test(object.name);
}

function iterationOfCall(call: TSESTree.CallExpression, { list, sequential }: Listed, callback: FunctionNode | undefined): Iteration {
  const callee = unwrap(call.callee);
  const reduces = callee.type === 'MemberExpression' && memberName(callee)?.startsWith('reduce') === true;
  const parameter = callback?.params[reduces ? 1 : 0];
  return {
    kind: 'callback',
    node: call,
    head: [spanOf(call)[0], spanOf(callee)[1]],
    body: callback?.body ?? call,
    element: parameter && parameterPattern(parameter),
    iterable: list,
    callback,
    concurrent: !sequential,
  };
}
