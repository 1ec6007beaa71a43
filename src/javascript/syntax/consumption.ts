import type { TSESTree } from '@typescript-eslint/utils';
import { callbackIteration } from './iterations.ts';
import { chainOf, type JsModule } from './module.ts';
import { isFunction, memberName, type Node, unwrap } from './nodes.ts';

/** What becomes of the promise that a call gives. */
export type Consumption =
  /** awaited on the spot, so that the next statement waits for it */
  | 'awaited'
  /** awaited together with others: `Promise.all`, p-map */
  | 'concurrent'
  /** awaited together with others, whose failures are told apart: `Promise.allSettled` */
  | 'settled'
  /** handed to `$transaction([...])`, which sends the list one by one in one transaction */
  | 'transaction'
  /** given back to the caller */
  | 'returned'
  /** nobody waits for it: what is lazy doesn't even start */
  | 'dropped'
  | 'unknown';

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
        return consumptionOfName(module, at.left, depth - 1);
      case 'MemberExpression': {
        // `.then(…)` goes on with the chain; `.posts()` of Prisma's fluent form and list methods do as well.
        const parent = module.parentOf(at);
        if (at.object !== below) return 'unknown';
        if (parent?.type !== 'CallExpression') return isThenable(below) ? 'unknown' : 'awaited';
        below = at;
        at = parent;
        if (/^(?:then|catch|finally)$/.test(nameOfCallee(at)) && module.parentOf(at)?.type === 'ExpressionStatement') return 'concurrent';
        break;
      }
      case 'CallExpression':
        return consumptionAsArgument(module, at, below, depth - 1);
      case 'ReturnStatement':
        return consumptionOfReturn(module, at, depth - 1);
      case 'ArrowFunctionExpression':
        return consumptionOfFunction(module, at, depth - 1);
      case 'ForOfStatement':
        return at.await ? 'awaited' : 'unknown';
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'ConditionalExpression':
      case 'LogicalExpression':
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

function isThenable(node: Node): boolean {
  return node.type === 'CallExpression';
}

function nameOfCallee(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

function consumptionAsArgument(module: JsModule, call: TSESTree.CallExpression, argument: Node, depth: number): Consumption {
  if (call.callee === argument) return consumptionOf(module, call, depth);
  const name = nameOfCallee(call);
  if (name === '$transaction') return 'transaction';
  if (name === 'allSettled') return 'settled';
  if (/^(?:all|race|any)$/.test(name)) return 'concurrent';
  if (name === 'push' || name === 'unshift') {
    const { root } = chainOf(call.callee);
    return consumptionOfName(module, root, depth);
  }
  return name === 'concat' || name === 'from' || name === 'resolve' ? consumptionOf(module, call, depth) : 'unknown';
}

/** A variable that holds the promise or a list of such: the first use that says something. */
function consumptionOfName(module: JsModule, pattern: Node, depth: number): Consumption {
  const identifier = pattern.type === 'Identifier' ? pattern : undefined;
  const binding = identifier && module.resolve(identifier);
  if (binding === undefined || depth === 0) return 'unknown';
  for (const use of module.referencesTo(binding)) {
    const parent = module.parentOf(use);
    if (parent?.type === 'MemberExpression' && !/^(?:then|flat|filter|concat)$/.test(memberName(parent) ?? '')) continue;
    if (parent?.type === 'AssignmentExpression' && parent.left === use) continue;
    const found = consumptionOf(module, use, depth);
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
  if (callbackIteration(module, callback) === undefined) return consumptionOf(module, call, depth);
  const outer = consumptionOf(module, call, depth);
  // `await rows.map(…)` and `rows.map(…)` alone wait for nothing, but what isn't lazy has started; p-map waits by itself.
  return outer === 'awaited' ? 'concurrent' : outer;
}
