import type { TSESTree } from '@typescript-eslint/utils';
import type { Span } from '../../model/text.ts';
import { isFunctionBoundary } from './bindings.ts';
import { callOn } from './callee.ts';
import { chainOf, type JsModule } from './module.ts';
import { calledName, type FunctionNode, isFunction, isLoop, lastName, memberName, type Node, parameterPattern, some, spanOf, unwrap } from './nodes.ts';
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

/** Calls that run a function given to them later, elsewhere, or only where a cache has no answer. */
const NOT_INLINE = /cache|memo|once|remember|debounce|throttle|schedule|enqueue|setTimeout|setInterval|setImmediate|nextTick|waitUntil|addEventListener|subscribe|\bon\b|process\.on|useCallback|useMemo|useEffect/i;

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

function loopIteration(module: JsModule, loop: Node): Iteration {
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

/** Methods of what holds one value or an error, which no list has: neverthrow and its kin. */
const OF_RESULTS = /^(?:mapErr|andThen|asyncAndThen|asyncMap|orElse|andTee|orTee|andThrough|unwrapOr)$/;

/** `findUser(id).map(notify).mapErr(log)`, `.andThen((order) => close(order).map(notify))`: what is called for the one value that is there, if it is. */
function isOfResult(module: JsModule, call: TSESTree.CallExpression): boolean {
  for (let callee = unwrap(call.callee); callee.type === 'MemberExpression';) {
    const before = unwrap(callee.object);
    if (before.type !== 'CallExpression') break;
    if (OF_RESULTS.test(calledName(before))) return true;
    callee = unwrap(before.callee);
  }
  let last: Node = call;
  for (let next = callOn(module, last); next !== undefined; last = next, next = callOn(module, last)) if (OF_RESULTS.test(calledName(next))) return true;
  const around = module.parentOf(last);
  const callback = around?.type === 'ReturnStatement' ? module.functionAround(around) : around;
  const taker = callback?.type === 'ArrowFunctionExpression' ? module.parentOf(callback) : undefined;
  return taker?.type === 'CallExpression' && OF_RESULTS.test(calledName(taker));
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

/** True for a function that the code around it runs on the spot. */
export function isInline(module: JsModule, callback: FunctionNode): boolean {
  const parent = module.parentOf(callback);
  if (parent?.type === 'NewExpression') return module.textOf(parent.callee) === 'Promise';
  if (parent?.type !== 'CallExpression') return false;
  if (unwrap(parent.callee) === callback) return true;
  const callee = unwrap(parent.callee);
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name !== undefined && (/^(?:then|catch|finally|\$?transaction|transactional)$/.test(name) || OF_RESULTS.test(name) || isOfResult(module, parent))) return true;
  if (NOT_INLINE.test(nameOf(module, callee)) || isDurableStep(parent, callee)) return false;
  const outer = joinedBy(module, parent);
  if (outer?.type === 'AwaitExpression' || outer?.type === 'YieldExpression') return true;
  return isLimiter(module, callee) || (outer?.type === 'ReturnStatement' || (isFunction(outer) && outer.body === parent) ? isWrapper(parent, callback) : false);
}

/** What runs each function of a list that it is given: of p-queue, p-all, async, and what projects call theirs. */
const RUNS_ALL = /^(?:addAll|pAll)$|series|serial|sequen|parallel|concurren|batch|throttl|limit/i;

/**
 * True for a function that is put into a list which the code at hand goes through to call each of them: `orders.map((order) => () => close(order))`,
 * `tasks.push(() => close(order))`, with `for (const run of tasks) await run()`, `tasks.map((run) => run())`, `queue.addAll(tasks)`.
 */
export function isRunFromList(module: JsModule, fn: FunctionNode): boolean {
  const list = listHolding(module, fn);
  if (list === undefined) return false;
  const holder = module.parentOf(list);
  if (list.type === 'Identifier') return isListRun(module, list);
  return holder?.type === 'VariableDeclarator' && holder.init === list && holder.id.type === 'Identifier' ? isListRun(module, holder.id) : isRunHere(module, list);
}

/** The list that a function is put into: the call of `map` that makes it, or the variable that `push` is called on. */
function listHolding(module: JsModule, fn: FunctionNode): Node | undefined {
  const around = module.parentOf(fn);
  if (around?.type === 'CallExpression') {
    const { callee } = around;
    return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && memberName(callee) === 'push' && !NOT_INLINE.test(callee.object.name) ? callee.object : undefined;
  }
  const maker = around?.type === 'ReturnStatement' ? module.functionAround(around) : around;
  const call = maker?.type === 'ArrowFunctionExpression' || maker?.type === 'FunctionExpression' ? module.parentOf(maker) : undefined;
  return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && memberName(call.callee) === 'map' && call.arguments[0] === maker ? call : undefined;
}

function isListRun(module: JsModule, name: TSESTree.Identifier): boolean {
  const binding = module.resolve(name);
  return binding?.kind === 'variable' && module.referencesTo(binding).some((use) => isRunHere(module, use));
}

/** The functions of the list are called where it stands, all of them or one slice after the other. */
function isRunHere(module: JsModule, list: Node): boolean {
  let at = list;
  for (let call = callOn(module, at); call !== undefined && (givesSameRows(calledName(call)) || calledName(call) === 'splice'); call = callOn(module, call)) at = call;
  const around = module.parentOf(at);
  if (around?.type === 'ForOfStatement' && around.right === at) return around.left.type === 'VariableDeclaration' && callsElement(module, around.body, around.left.declarations[0].id);
  const step = callOn(module, at);
  const callback = step?.arguments[0];
  const iteration = isFunction(callback) ? callbackIteration(module, callback) : undefined;
  if (iteration?.element !== undefined) return callsElement(module, iteration.body, iteration.element);
  return around?.type === 'CallExpression' && around.callee !== at && RUNS_ALL.test(calledName(around));
}

function callsElement(module: JsModule, body: Node, element: Node): boolean {
  const binding = element.type === 'Identifier' ? module.resolve(element) : undefined;
  return binding !== undefined && some(body, (node) => node.type === 'CallExpression' && node.callee.type === 'Identifier' && module.resolve(node.callee) === binding);
}

/** Calls that wait for the promises they are given, or take what is in a result. */
const JOINS = /^(?:all|allSettled|await|unwrap|orThrow)$/;

/** What stands around a call and the joins that it is an argument of: `Promise.all([run(…)])`, `Result.await(run(…))`. */
function joinedBy(module: JsModule, call: Node): Node | undefined {
  const outer = module.parentOf(call);
  const list = outer?.type === 'ArrayExpression' ? outer : undefined;
  const join = list === undefined ? outer : module.parentOf(list);
  return join?.type === 'CallExpression' && join.callee !== call && JOINS.test(calledName(join)) ? module.parentOf(join) : outer;
}

/** `step.run('send', async () => …)` of Inngest, Upstash Workflow and their kin: a step that is run and repeated by itself. */
function isDurableStep(call: TSESTree.CallExpression, callee: Node): boolean {
  const [first] = call.arguments;
  const isNamed = first?.type === 'TemplateLiteral' || (first?.type === 'Literal' && typeof first.value === 'string');
  return isNamed && callee.type === 'MemberExpression' && memberName(callee) === 'run';
}

function nameOf(module: JsModule, callee: Node): string {
  const { root, names } = chainOf(callee);
  return [root.type === 'Identifier' ? root.name : '', ...names].join('.') || module.textOf(callee);
}

/** `limit(() => …)` of p-limit and its kin, `queue.add(() => …)` of a queue that the code at hand makes. */
function isLimiter(module: JsModule, callee: Node): boolean {
  if (callee.type === 'MemberExpression') {
    const made = memberName(callee) === 'add' && callee.object.type === 'Identifier' ? unwrap(constantInit(module, callee.object)) : undefined;
    return made?.type === 'NewExpression' && lastName(made.callee)?.endsWith('Queue') === true;
  }
  return callee.type === 'Identifier' && /limit|throttle|semaphore|queue/i.test(callee.name) && module.resolve(callee)?.kind === 'variable';
}

/** `return withRetry(async () => …)`, `return authTrx(async (tx) => …)`: an async function handed to a wrapper whose promise is handed on. */
function isWrapper(call: TSESTree.CallExpression, callback: FunctionNode): boolean {
  const name = calledName(call);
  return callback.async && /^(?:with|run|exec|retry|try|p[A-Z]|safe|limit|tx|trace|span|measure|in[A-Z])|(?:Trx|Tx|Transaction)$/.test(name);
}
