import type { TSESTree } from '@typescript-eslint/utils';
import { contains, mentionsRow } from './dependence.ts';
import type { OrmCall } from './orms/orm.ts';
import type { Consumption } from './syntax/consumption.ts';
import type { Iteration } from './syntax/iterations.ts';
import { chainOf, type JsModule } from './syntax/module.ts';
import { type FunctionNode, isFunction, isLoop, type Node, some, spanOf, unwrap, walk } from './syntax/nodes.ts';

/** What is looked for in a round again and again, once for each of its calls. */
interface Parts {
  readonly conditions: readonly (TSESTree.IfStatement | TSESTree.ConditionalExpression)[];
  readonly awaits: readonly TSESTree.AwaitExpression[];
  readonly stores: (TSESTree.CallExpression | TSESTree.AssignmentExpression)[];
}

const PARTS = new WeakMap<Node, Parts>();

function partsOf(body: Node): Parts {
  const known = PARTS.get(body);
  if (known !== undefined) return known;
  const conditions: Parts['conditions'][number][] = [];
  const awaits: TSESTree.AwaitExpression[] = [];
  const stores: Parts['stores'] = [];
  walk(body, (node) => {
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') conditions.push(node);
    if (node.type === 'AwaitExpression') awaits.push(node);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && chainOf(node.callee).names.at(-1) === 'set' && node.arguments.length === 2) stores.push(node);
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') stores.push(node);
    return undefined;
  });
  const parts = { conditions, awaits, stores };
  PARTS.set(body, parts);
  return parts;
}

/** All rounds reach the call in one tick: nothing else is waited for before it. */
export function sharesTick(module: JsModule, iteration: Iteration, call: OrmCall, consumption: Consumption, at: Node): boolean {
  if (!iteration.concurrent) return (consumption === 'concurrent' || consumption === 'settled') && partsOf(iteration.body).awaits.length === 0;
  return !waitsBefore(module, iteration.body, call, at);
}

/** True where the callback waits for something that isn't gathered as well before it comes to `at`. */
function waitsBefore(module: JsModule, body: Node, { orm }: OrmCall, at: Node): boolean {
  const [start] = spanOf(at);
  return partsOf(body).awaits.some((node) => {
    if (spanOf(node)[1] > start) return false;
    if (module.functionAround(node) !== module.functionAround(at)) return false;
    const argument = unwrap(node.argument);
    const call = argument.type === 'CallExpression' ? orm.recognise(argument) : undefined;
    return call === undefined || !orm.batchesItself(call);
  });
}

/**
 * Asked only where a cache outside the loop has no answer yet: the loop looks into a Map or an object, and puts something in.
 * A Set of keys already seen is none: it only skips repetitions.
 */
export function isMemoised(module: JsModule, iteration: Iteration, call: Node): boolean {
  for (let at = module.parentOf(call), below: Node = call; at !== undefined && at !== iteration.node; below = at, at = module.parentOf(at)) {
    if (at.type === 'AssignmentExpression' && /^(?:\?\?|\|\|)=$/.test(at.operator) && at.right === below) return true;
    if (at.type === 'LogicalExpression' && at.right === below && at.operator !== '&&' && looksInto(at.left)) return true;
  }
  const stores = new Set(storesIn(module, iteration));
  if (stores.size === 0) return false;
  const [start] = spanOf(call);
  return partsOf(iteration.body).conditions.some((node) => spanOf(node)[0] <= start && some(node.test, (part) => namesStore(module, part, stores, iteration)));
}

/** As `isMemoised`, for what a function remembers between its calls, be it under a key or in a property: `if (!this.shop) this.shop = await …`. */
export function isRemembered(module: JsModule, helper: FunctionNode, iteration: Iteration, query: Node): boolean {
  const { body } = helper;
  if (isMemoised(module, { ...iteration, node: helper, body }, query)) return true;
  const kept = new Set(partsOf(body).stores.flatMap((node) => (node.type === 'AssignmentExpression' && chainOf(unwrap(node.left)).root.type === 'ThisExpression' ? [module.textOf(node.left)] : [])));
  return partsOf(body).conditions.some((node) => spanOf(node)[0] <= spanOf(query)[0] && some(node.test, (part) => part.type === 'MemberExpression' && kept.has(module.textOf(part))));
}

function looksInto(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'MemberExpression') return value.computed;
  return value.type === 'CallExpression' && chainOf(value.callee).names.at(-1) === 'get';
}

/** Collections outside the loop that the loop puts values in by key: `map.set(k, v)`, `cache[k] = v`. */
function storesIn(module: JsModule, iteration: Iteration): string[] {
  const found: string[] = [];
  const note = (node: Node): void => {
    const object = unwrap(node);
    const { root } = chainOf(object);
    const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
    if (root.type === 'ThisExpression' || (binding !== undefined && !contains(iteration.node, binding.identifier))) found.push(module.textOf(object));
  };
  for (const node of partsOf(iteration.body).stores) {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') note(node.callee.object);
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.computed) note(node.left.object);
  }
  return found;
}

/** `map.has(k)`, `map.get(k)`, `cache[k]`, or a const that holds one of these. */
function namesStore(module: JsModule, node: Node, stores: ReadonlySet<string>, iteration: Iteration): boolean {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && /^(?:get|has)$/.test(chainOf(node.callee).names.at(-1) ?? '')) return stores.has(module.textOf(unwrap(node.callee.object)));
  if (node.type === 'MemberExpression' && node.computed) return stores.has(module.textOf(unwrap(node.object)));
  if (node.type === 'BinaryExpression' && node.operator === 'in') return stores.has(module.textOf(unwrap(node.right)));
  if (node.type !== 'Identifier') return false;
  const binding = module.resolve(node);
  if (binding?.kind !== 'variable' || binding.node.init === null || !contains(iteration.body, binding.node)) return false;
  const init = unwrap(binding.node.init);
  return init.type !== 'Identifier' && namesStore(module, init, stores, iteration);
}

/**
 * The loop ends as soon as a row is found or a slot is free: the call's result decides a `break`, or a `return` of what was found.
 * A loop that returns an error as soon as a row is missing reads every row in the usual case, and is none.
 */
export function isProbe(module: JsModule, iteration: Iteration, call: Node): boolean {
  if (iteration.callback !== undefined) return isProbingCallback(iteration);
  const result = resultName(module, call);
  return partsOf(iteration.body).conditions.some((node) => {
    if (node.type !== 'IfStatement') return false;
    const isTest = contains(node.test, call) || (result !== undefined && spanOf(node)[0] > spanOf(call)[0] && some(node.test, (part) => part.type === 'Identifier' && part.name === result));
    return isTest && endsLoop(module, node, iteration, result);
  });
}

function isProbingCallback({ node }: Iteration): boolean {
  return node.type === 'CallExpression' && /^(?:some|every|find|findIndex)$/.test(chainOf(node.callee).names.at(-1) ?? '');
}

/** The variable that the result of `call` is put into. */
function resultName(module: JsModule, call: Node): string | undefined {
  for (let at = module.parentOf(call); at !== undefined; at = module.parentOf(at)) {
    if (at.type === 'VariableDeclarator') return at.id.type === 'Identifier' ? at.id.name : undefined;
    if (at.type === 'AssignmentExpression') return at.left.type === 'Identifier' ? at.left.name : undefined;
    if (isFunction(at) || at.type.endsWith('Statement')) return undefined;
  }
  return undefined;
}

function endsLoop(module: JsModule, node: TSESTree.IfStatement, iteration: Iteration, result: string | undefined): boolean {
  const isNegative = node.test.type === 'UnaryExpression' && node.test.operator === '!';
  let ends = false;
  walk(node.consequent, (inner) => {
    if (isFunction(inner) || isLoop(inner)) return false;
    if (inner.type === 'BreakStatement') ends = true;
    if (inner.type === 'ReturnStatement' && inner.argument !== null) ends ||= isFinding(module, inner.argument, iteration, result, isNegative);
    return undefined;
  });
  return ends;
}

/** `return row`, `return slug`, `return true`: what the loop was looking for. */
function isFinding(module: JsModule, argument: Node, iteration: Iteration, result: string | undefined, isNegative: boolean): boolean {
  const value = unwrap(argument);
  if (value.type === 'Literal') return typeof value.value === 'boolean';
  if (isNegative) return value.type === 'Identifier' && mentionsRow(module, iteration, value);
  return (result !== undefined && some(value, (node) => node.type === 'Identifier' && node.name === result)) || (value.type !== 'CallExpression' && mentionsRow(module, iteration, value));
}
