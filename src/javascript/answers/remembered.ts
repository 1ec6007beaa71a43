import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, type Node } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

// What a component keeps from one time that it is shown to the next: `useState(rows)`, `useMemo(() => rows.filter(isOpen), [rows])`.

/** The name of the state that begins with `given`; undefined where the call makes no state. */
export function isStateOf(module: JsModule, call: TSESTree.CallExpression, given: Node): TSESTree.Identifier | undefined {
  const holder = outside(module, call).at;
  const [state] = holder?.type === 'VariableDeclarator' && holder.id.type === 'ArrayPattern' ? holder.id.elements : [];
  return calledName(call) === 'useState' && call.arguments[0] === given && state?.type === 'Identifier' ? state : undefined;
}

/** The call that gives what a function around `answer` does, and remembers it. */
export function memoAround(module: JsModule, answer: Node): TSESTree.CallExpression | undefined {
  const fn = answer.type === 'ReturnStatement' ? module.functionAround(answer) : answer;
  const call = isFunction(fn) ? module.parentOf(fn) : undefined;
  return call?.type === 'CallExpression' && call.arguments[0] === fn && calledName(call) === 'useMemo' ? call : undefined;
}

/** `[rows]` at the end of a hook: what it holds is compared with what it held the last time, and nothing is read of it. */
export function isComparedAlone(module: JsModule, list: TSESTree.ArrayExpression): boolean {
  const call = module.parentOf(list);
  return call?.type === 'CallExpression' && call.arguments.length > 1 && call.arguments.at(-1) === list && isFunction(call.arguments[0]) && /^use[A-Z]/.test(calledName(call));
}
