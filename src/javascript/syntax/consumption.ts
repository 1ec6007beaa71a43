import type { TSESTree } from '@typescript-eslint/utils';
import { callbackIteration } from './iterations.ts';
import { chainOf, type JsModule } from './module.ts';
import { calledName, isFunction, keyName, memberName, type Node, unwrap, walk } from './nodes.ts';

/** What becomes of the promise that a call gives. */
export type Consumption =
  /** awaited on the spot, so that the next statement waits for it */
  | 'awaited'
  /** awaited together with others: `Promise.all`, p-map */
  | 'concurrent'
  /** awaited together with others, whose failures are told apart: `Promise.allSettled` */
  | 'settled'
  /** handed to `$transaction([...])` or `batch([...])`, which send the list in one transaction */
  | 'transaction'
  /** given back to the caller */
  | 'returned'
  /** nobody waits for it: what is lazy doesn't even start */
  | 'dropped'
  | 'unknown';

/** What is handed a list of queries and sends them together: Prisma's, and that of Drizzle's drivers for libSQL, D1 and Neon. */
export const SENDS_LIST = /^(?:\$transaction|batch)$/;

/** How many variables and callbacks are followed. */
const DEPTH = 6;

/** Follows the promise of `call` to whoever waits for it. */
export function consumptionOf(module: JsModule, call: Node, depth = DEPTH): Consumption {
  let below: Node = call;
  for (let at = module.parentOf(call); at !== undefined && depth > 0; below = at, at = module.parentOf(at)) {
    switch (at.type) {
      case 'AwaitExpression':
      case 'YieldExpression':
        return 'awaited';
      case 'ExpressionStatement':
        return 'dropped';
      case 'UnaryExpression':
        return at.operator === 'void' ? 'dropped' : 'unknown';
      case 'VariableDeclarator':
        return consumptionOfName(module, at.id, depth - 1);
      case 'AssignmentExpression':
        return consumptionOfPlace(module, at.left, depth - 1);
      case 'MemberExpression': {
        // `.then(…)` goes on with the chain; `.posts()` of Prisma's fluent form and list methods do as well.
        const parent = module.parentOf(at);
        if (at.object !== below) return 'unknown';
        if (parent?.type !== 'CallExpression') return isThenable(below) ? 'unknown' : 'awaited';
        below = at;
        at = parent;
        if (/^(?:then|catch|finally)$/.test(calledName(at)) && module.parentOf(at)?.type === 'ExpressionStatement') return 'concurrent';
        break;
      }
      case 'CallExpression':
        return consumptionAsArgument(module, at, below, depth - 1);
      case 'ReturnStatement':
        return consumptionOfReturn(module, at, depth - 1);
      case 'ArrowFunctionExpression':
        return consumptionOfFunction(module, at, depth - 1);
      case 'ForOfStatement':
        if (at.await) return 'awaited';
        // `for (const some of chunk(writes, 500)) await prisma.$transaction(some)`
        return at.left.type === 'VariableDeclaration' && consumptionOfName(module, at.left.declarations[0].id, depth - 1) === 'transaction' ? 'transaction' : 'unknown';
      case 'Property':
        return consumptionOfProperty(module, at, depth - 1);
      // What is tested before it is used says nothing yet: `writes && (await $transaction(writes))`.
      case 'ConditionalExpression':
        if (at.test === below) return 'unknown';
        break;
      case 'LogicalExpression':
        if (at.operator === '&&' && at.left === below) return 'unknown';
        break;
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'SequenceExpression':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
        break;
      default:
        return 'unknown';
    }
  }
  return 'unknown';
}

/**
 * True where the value of `node` is dropped on the spot: it is a statement, or what a function gives for each element of a list that drops it as well. What
 * other functions give, some framework may wait for.
 */
export function isGivenUp(module: JsModule, node: Node): boolean {
  let below = node;
  for (let at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    switch (at.type) {
      case 'ExpressionStatement':
        return true;
      case 'UnaryExpression':
        return at.operator === 'void';
      case 'LogicalExpression':
        if (at.left === below) return false;
        break;
      case 'ConditionalExpression':
        if (at.test === below) return false;
        break;
      case 'ArrowFunctionExpression': {
        const call = module.parentOf(at);
        if (at.async || at.body !== below || call?.type !== 'CallExpression' || !/^(?:forEach|map)$/.test(calledName(call)) || callbackIteration(module, at) === undefined) return false;
        at = call;
        break;
      }
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
        break;
      default:
        return false;
    }
  }
  return false;
}

function isThenable(node: Node): boolean {
  return node.type === 'CallExpression';
}

function consumptionAsArgument(module: JsModule, call: TSESTree.CallExpression, argument: Node, depth: number): Consumption {
  if (call.callee === argument) return consumptionOf(module, call, depth);
  const name = calledName(call);
  if (SENDS_LIST.test(name)) return 'transaction';
  if (name === 'allSettled') return 'settled';
  if (/^(?:all|race|any)$/.test(name)) return 'concurrent';
  if (name === 'push' || name === 'unshift') {
    const callee = unwrap(call.callee);
    return callee.type === 'MemberExpression' ? consumptionOfPlace(module, callee.object, depth) : 'unknown';
  }
  return /^(?:concat|from|resolve|chunk\w*|splitEvery)$/.test(name) ? consumptionOf(module, call, depth) : 'unknown';
}

/** Variables that hold the promise or a list of such, `[first, ...others]` as well: the first use that says something. */
function consumptionOfName(module: JsModule, pattern: Node, depth: number): Consumption {
  if (pattern.type === 'ArrayPattern') return firstSaying(pattern.elements.map((element) => () => (element === null ? 'unknown' : consumptionOfName(module, element, depth))));
  const name = pattern.type === 'RestElement' ? pattern.argument : pattern;
  return name.type === 'Identifier' ? consumptionOfPlace(module, name, depth) : 'unknown';
}

/** A place that holds the promise or a list of such, be it a variable or a property: `writes`, `plan.writes`, `this.writes`. */
function consumptionOfPlace(module: JsModule, place: Node, depth: number): Consumption {
  if (depth === 0) return 'unknown';
  const { root, names } = chainOf(unwrap(place));
  return firstSaying(usesOf(module, root).map((use) => () => consumptionAt(module, use, names, depth)));
}

/** `const plan = { writes }`: the list is a property from then on. */
function consumptionOfProperty(module: JsModule, property: Node, depth: number): Consumption {
  const name = property.type === 'Property' ? keyName(property) : undefined;
  const object = module.parentOf(property);
  const holder = object && module.parentOf(object);
  if (name === undefined || depth <= 0 || holder?.type !== 'VariableDeclarator' || holder.id.type !== 'Identifier') return 'unknown';
  return firstSaying(usesOf(module, holder.id).map((use) => () => consumptionAt(module, use, [name], depth)));
}

/** Every use of what a place begins with: a name, or `this` of a class. */
function usesOf(module: JsModule, root: Node): readonly Node[] {
  if (root.type === 'Identifier') {
    const binding = module.resolve(root);
    return binding === undefined ? [] : module.referencesTo(binding);
  }
  const owner = root.type === 'ThisExpression' ? module.thisClass(root) : undefined;
  const found: Node[] = [];
  if (owner !== undefined) {
    walk(owner, (node) => {
      if (node.type === 'ThisExpression' && module.thisClass(node) === owner) found.push(node);
      return undefined;
    });
  }
  return found;
}

/** What becomes of the value that is reached from a use by `names`. */
function consumptionAt(module: JsModule, use: Node, names: readonly string[], depth: number): Consumption {
  const parent = module.parentOf(use);
  const [name, ...rest] = names;
  if (name === undefined) {
    if (parent?.type === 'MemberExpression' && !/^(?:then|flat|filter|concat|slice|splice)$/.test(memberName(parent) ?? '')) return 'unknown';
    return parent?.type === 'AssignmentExpression' && parent.left === use ? 'unknown' : consumptionOf(module, use, depth);
  }
  if (parent?.type === 'MemberExpression') return parent.object === use && memberName(parent) === name ? consumptionAt(module, parent, rest, depth) : 'unknown';
  // `const { writes } = plan`
  const pattern = parent?.type === 'VariableDeclarator' && parent.init === use && parent.id.type === 'ObjectPattern' ? parent.id : undefined;
  const property = pattern?.properties.find((candidate) => candidate.type === 'Property' && keyName(candidate) === name);
  return property?.type === 'Property' && rest.length === 0 ? consumptionOfName(module, property.value, depth - 1) : 'unknown';
}

function firstSaying(answers: readonly (() => Consumption)[]): Consumption {
  for (const answer of answers) {
    const found = answer();
    if (found !== 'unknown') return found;
  }
  return 'unknown';
}

function consumptionOfReturn(module: JsModule, statement: Node, depth: number): Consumption {
  const callback = module.functionAround(statement);
  return callback === undefined ? 'unknown' : consumptionOfFunction(module, callback, depth);
}

/** What becomes of what a function gives back. */
function consumptionOfFunction(module: JsModule, callback: Node, depth: number): Consumption {
  const call = module.parentOf(callback);
  if (!isFunction(callback) || call?.type !== 'CallExpression' || unwrap(call.callee) === callback) {
    return call?.type === 'CallExpression' ? consumptionOf(module, call, depth) : 'returned';
  }
  if (callbackIteration(module, callback) === undefined) {
    const given = consumptionOf(module, call, depth);
    // What an async function gives is waited for by its promise, whoever calls it: `const find = logged(async () => db('orders'))`.
    return callback.async && (given === 'dropped' || given === 'unknown') ? 'returned' : given;
  }
  const outer = consumptionOf(module, call, depth);
  // `await rows.map(…)` and `rows.map(…)` alone wait for nothing, but what isn't lazy has started; p-map waits by itself.
  return outer === 'awaited' ? 'concurrent' : outer;
}
