import type { TSESTree } from '@typescript-eslint/utils';
import { callOn } from './callee.ts';
import { NOT_INLINE } from './inline.ts';
import { callbackIteration, givesSameRows } from './iterations.ts';
import type { JsModule } from './module.ts';
import { calledName, type FunctionNode, isFunction, memberName, type Node, some } from './nodes.ts';

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
