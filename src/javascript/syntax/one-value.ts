import type { TSESTree } from '@typescript-eslint/utils';
import { callOn } from './callee.ts';
import type { JsModule } from './module.ts';
import { calledName, type Node, unwrap } from './nodes.ts';

/** Methods of what holds one value or an error, which no list has: neverthrow and its kin. */
export const OF_RESULTS = /^(?:mapErr|andThen|asyncAndThen|asyncMap|orElse|andTee|orTee|andThrough|unwrapOr)$/;

/** `findUser(id).map(notify).mapErr(log)`, `.andThen((order) => close(order).map(notify))`: what is called for the one value that is there, if it is. */
export function isOfResult(module: JsModule, call: TSESTree.CallExpression): boolean {
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
