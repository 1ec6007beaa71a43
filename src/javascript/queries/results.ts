import type { TSESTree } from '@typescript-eslint/utils';
import { isInline } from '../syntax/inline.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';

/** Names and callbacks that a result is followed through. */
const DEPTH = 6;

/** What joins promises and gives their results. */
const JOINING = /^(?:all|allSettled|\$transaction|then|catch|finally)$/;
const LOGGING = /^(?:log|info|debug|warn|error|trace)$/;

/** True where somebody reads what a write gives back: the row, with its id, or the rows' count. */
export function isResultRead(module: JsModule, call: Node, depth = DEPTH): boolean {
  let below = call;
  for (let at = module.parentOf(call); at !== undefined && depth > 0; below = at, at = module.parentOf(at)) {
    switch (at.type) {
      case 'AwaitExpression':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'LogicalExpression':
        break;
      case 'ConditionalExpression':
        if (at.test === below) return true;
        break;
      case 'ExpressionStatement':
      case 'UnaryExpression':
        return false;
      case 'VariableDeclarator':
        return isNameRead(module, at.id, depth - 1);
      case 'AssignmentExpression':
        return at.left.type !== 'Identifier' || isNameRead(module, at.left, depth - 1);
      case 'MemberExpression': {
        const parent = module.parentOf(at);
        if (parent?.type !== 'CallExpression' || !JOINING.test(memberName(at) ?? '') || (memberName(at) === 'then' && takesResult(parent))) return true;
        at = parent;
        break;
      }
      case 'CallExpression': {
        const name = unwrap(at.callee).type === 'Identifier' ? module.textOf(at.callee) : (chainOf(at.callee).names.at(-1) ?? '');
        if (name === 'push' || name === 'unshift') return isNameRead(module, chainOf(at.callee).root, depth - 1);
        if (LOGGING.test(name)) return false;
        if (!JOINING.test(name)) return true;
        break;
      }
      case 'ReturnStatement':
        return isReturnRead(module, module.functionAround(at), depth - 1);
      case 'ArrowFunctionExpression':
        return isReturnRead(module, at, depth - 1);
      default:
        return true;
    }
  }
  return true;
}

/** `.then((row) => …)`, `.then(handle)` */
function takesResult({ arguments: [callback] }: TSESTree.CallExpression): boolean {
  return callback !== undefined && (!isFunction(callback) || callback.params.length > 0);
}

/** True where one of the names that a pattern binds is read, other than by adding to it or by waiting for a list of promises. */
function isNameRead(module: JsModule, pattern: Node, depth: number): boolean {
  return some(pattern, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding !== undefined && module.referencesTo(binding).some((use) => use !== node && isRead(module, use, depth));
  });
}

function isRead(module: JsModule, use: Node, depth: number): boolean {
  const parent = module.parentOf(use);
  if (parent?.type === 'AssignmentExpression' && parent.left === use) return false;
  if (parent?.type === 'MemberExpression' && parent.object === use && /^(?:push|unshift|length)$/.test(memberName(parent) ?? '')) return false;
  return isResultRead(module, use, depth);
}

function isReturnRead(module: JsModule, fn: Node | undefined, depth: number): boolean {
  const call = fn === undefined ? undefined : module.parentOf(fn);
  if (!isFunction(fn) || call?.type !== 'CallExpression') return true;
  if (callbackIteration(module, fn) === undefined && !isInline(module, fn)) return true;
  return !(chainOf(unwrap(call.callee)).names.at(-1) === 'forEach') && isResultRead(module, call, depth);
}
