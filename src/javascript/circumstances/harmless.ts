import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import { contains, mentionsRow } from '../syntax/dependence.ts';
import { isWrite } from '../../model/query-call.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Consumption } from '../syntax/consumption.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { calledName, type FunctionNode, isFunction, isLoop, type Node, some, spanOf, unwrap, walk, withoutAwait } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** What is looked for in a round again and again, once for each of its calls. */
interface Parts {
  readonly conditions: readonly (TSESTree.IfStatement | TSESTree.ConditionalExpression)[];
  readonly awaits: readonly TSESTree.AwaitExpression[];
  readonly stores: (TSESTree.CallExpression | TSESTree.AssignmentExpression)[];
}

const partsOf = oncePer((body: Node): Parts => {
  const conditions: Parts['conditions'][number][] = [];
  const awaits: TSESTree.AwaitExpression[] = [];
  const stores: Parts['stores'] = [];
  walk(body, (node) => {
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') conditions.push(node);
    if (node.type === 'AwaitExpression') awaits.push(node);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && chainOf(node.callee).names.at(-1) === 'set' && node.arguments.length === 2) stores.push(node);
    if (node.type === 'AssignmentExpression' && (node.left.type === 'MemberExpression' || node.left.type === 'Identifier')) stores.push(node);
    return undefined;
  });
  return { conditions, awaits, stores };
});

/** All rounds reach the call in one tick: nothing else is waited for before it. */
export function sharesTick(module: JsModule, iteration: Iteration, call: OrmCall, consumption: Consumption, at: Node): boolean {
  if (!iteration.concurrent) return (consumption === 'concurrent' || consumption === 'settled') && partsOf(iteration.body).awaits.length === 0;
  return !waitsBefore(module, iteration.body, call, at);
}

/**
 * True where the function waits for something that isn't gathered as well before it comes to `at`. What is gathered is answered in one tick, so that what
 * follows it is gathered again (Prisma 7.10: two `findUnique` one after the other, for 40 rows at once, are 2 statements).
 */
export function waitsBefore(module: JsModule, body: Node, { orm }: OrmCall, at: Node): boolean {
  const first = firstWaits(body, module)(orm).get(module.functionAround(at));
  return first !== undefined && first <= spanOf(at)[0];
}

/** By function around it: where the first wait ends that is for something else than what the library batches. */
const firstWaits = oncePer((body: Node, module: JsModule) => oncePer((orm: OrmCall['orm']): ReadonlyMap<FunctionNode | undefined, number> => {
  const found = new Map<FunctionNode | undefined, number>();
  for (const node of partsOf(body).awaits) {
    const argument = unwrap(node.argument);
    const call = argument.type === 'CallExpression' ? orm.recognise(argument) : undefined;
    const [, end] = spanOf(node);
    const home = module.functionAround(node);
    if ((call === undefined || !orm.batchesItself?.(call)) && end < (found.get(home) ?? Infinity)) found.set(home, end);
  }
  return found;
}));

/**
 * Asked only where a cache outside the loop has no answer yet: the loop looks into a Map or an object, and puts something in.
 * A Set of keys already seen is none: it only skips repetitions.
 */
export function isMemoised(module: JsModule, iteration: Iteration, call: Node): boolean {
  for (let at = module.parentOf(call), below: Node = call; at !== undefined && at !== iteration.node; below = at, at = module.parentOf(at)) {
    if (at.type === 'AssignmentExpression' && /^(?:\?\?|\|\|)=$/.test(at.operator) && at.right === below) return true;
    if (at.type === 'LogicalExpression' && at.right === below && at.operator !== '&&' && looksInto(at.left)) return true;
  }
  return firstLookUp(iteration.node, module, iteration) <= spanOf(call)[0] || firstLeave(iteration.body, module) <= spanOf(call)[0];
}

/** Where the code has first left with the answer of a cache, whoever fills it: behind `const cached = await cache.get(key); if (cached) return cached;` */
const firstLeave = oncePer((body: Node, module: JsModule): number => {
  const ends = partsOf(body).conditions.flatMap((node) => (node.type === 'IfStatement' && leaves(node.consequent) && some(node.test, (part) => part.type === 'Identifier' && isFromCache(module, part)) ? [spanOf(node)[1]] : []));
  return ends.reduce((first, end) => Math.min(first, end), Infinity);
});

/** The code goes no further behind the statement: it gives an answer, or goes on with the next round. */
export function leaves(statement: Node): boolean {
  if (statement.type === 'BlockStatement') return statement.body.some((inner) => leaves(inner));
  return statement.type === 'ReturnStatement' || statement.type === 'ContinueStatement';
}

function isFromCache(module: JsModule, name: TSESTree.Identifier): boolean {
  const init = withoutAwait(constantInit(module, name));
  return init?.type === 'CallExpression' && init.callee.type === 'MemberExpression' && /^(?:get|fetch|read)/.test(calledName(init)) && /cache/i.test(module.textOf(init.callee.object));
}

/** Where the first condition begins that looks into what the round stores in. */
const firstLookUp = oncePer((_node: Node, module: JsModule, iteration: Iteration): number => {
  const stores = new Set(storesIn(module, iteration));
  const first = stores.size === 0 ? undefined : partsOf(iteration.body).conditions.find(({ test }) => some(test, (part) => namesStore(module, part, stores, iteration)));
  return first === undefined ? Infinity : spanOf(first)[0];
});

/** As `isMemoised`, for what a function remembers between its calls, be it under a key or in a property: `if (!this.shop) this.shop = await …`. */
export function isRemembered(module: JsModule, helper: FunctionNode, iteration: Iteration, query: Node): boolean {
  const { body } = helper;
  if (isMemoised(module, { ...iteration, node: helper, body }, query)) return true;
  const kept = new Set(partsOf(body).stores.flatMap((node) => (node.type === 'AssignmentExpression' && isKept(module, helper, node.left) ? [module.textOf(node.left)] : [])));
  return partsOf(body).conditions.some((node) => spanOf(node)[0] <= spanOf(query)[0] && some(node.test, (part) => (part.type === 'MemberExpression' || part.type === 'Identifier') && kept.has(module.textOf(part))));
}

/** `this.shop`, and a variable from outside the function: both keep what is put into them. */
function isKept(module: JsModule, helper: FunctionNode, target: Node): boolean {
  const { root } = chainOf(unwrap(target));
  const binding = target.type === 'Identifier' ? module.resolve(target) : undefined;
  return root.type === 'ThisExpression' || (binding?.kind === 'variable' && !contains(helper, binding.identifier));
}

/** `if (!this.project) await this.$fetchGraph('project')`: a row asks for what it hasn't got, which its reader may have loaded along. */
export function isForLack(module: JsModule, { node, client, ofRow, operation }: OrmCall): boolean {
  if (ofRow !== true || isWrite(operation)) return false;
  const row = module.textOf(client);
  const lacks = (test: Node): boolean => test.type === 'UnaryExpression' && test.operator === '!' && unwrap(test.argument).type === 'MemberExpression' && module.textOf(test.argument).startsWith(row);
  for (let below: Node = node, at = module.parentOf(node); at !== undefined && !isFunction(at); below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' && at.consequent === below && lacks(at.test)) return true;
  }
  return false;
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
  const [start] = spanOf(call);
  for (let below = call, at = module.parentOf(call); at !== undefined && below !== iteration.body; below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' && at.test === below && endsLoop(module, at, iteration, result)) return true;
  }
  return result !== undefined && (testsOf(iteration.body).get(result) ?? []).some((node) => spanOf(node)[0] > start && endsLoop(module, node, iteration, result));
}

/** By name: the conditions that ask for it, in source order. */
const testsOf = oncePer((body: Node): ReadonlyMap<string, readonly TSESTree.IfStatement[]> => {
  const found = new Map<string, TSESTree.IfStatement[]>();
  for (const node of partsOf(body).conditions) {
    if (node.type !== 'IfStatement') continue;
    const names = new Set<string>();
    walk(node.test, (part) => {
      if (part.type === 'Identifier') names.add(part.name);
      return undefined;
    });
    for (const name of names) {
      const tests = found.get(name);
      if (tests === undefined) found.set(name, [node]);
      else tests.push(node);
    }
  }
  return found;
});

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
  // `if (!order) return false;` answers that a row is missing, which is the exception
  if (value.type === 'Literal') return typeof value.value === 'boolean' && (value.value || !isNegative || result === undefined);
  if (isNegative) return value.type === 'Identifier' && mentionsRow(module, iteration, value);
  return (result !== undefined && some(value, (node) => node.type === 'Identifier' && node.name === result)) || (value.type !== 'CallExpression' && mentionsRow(module, iteration, value));
}
