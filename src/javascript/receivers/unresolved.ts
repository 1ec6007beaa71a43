import type { TSESTree } from '@typescript-eslint/utils';
import type { UnresolvedCall } from '../../model/file-model.ts';
import type { FileReading } from '../facts/reading.ts';
import { calleeText, callOn } from '../syntax/callee.ts';
import { isFunction, memberName, spanOf, unwrap } from '../syntax/nodes.ts';

/**
 * Calls of methods that hardly anything but an ORM's objects has, by objects of which nothing is known: most of them are queries that
 * no rule hears of. A function of the project that has such a name is known, and what is handed a function goes through a list.
 */
export function unresolvedCalls(reading: FileReading): UnresolvedCall[] {
  const { module, orms } = reading;
  const telling = orms.flatMap(({ tellingMethods }) => tellingMethods ?? []);
  return module.calls.flatMap((node) => {
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (name === undefined || !telling.some((pattern) => pattern.test(name)) || isFunction(unwrap(node.arguments[0])) || isSent(reading, node) || reading.called(callee) !== undefined) return [];
    return [{ span: spanOf(node), callee: calleeText(module, callee) }];
  });
}

/** The call is a query, or a step of a chain that sends one: `Order.findById(id).lean()`. */
function isSent({ module, recognise }: FileReading, call: TSESTree.CallExpression): boolean {
  for (let at: TSESTree.CallExpression | undefined = call; at !== undefined; at = callOn(module, at)) if (recognise(at) !== undefined) return true;
  return false;
}
