import type { TSESTree } from '@typescript-eslint/utils';
import type { CalledFunction } from './called.ts';
import type { Declaration } from './modules.ts';
import { isRemembering } from '../syntax/callee.ts';
import { answersOf } from '../syntax/flow.ts';
import { callsIn, type JsModule } from '../syntax/module.ts';
import { calledName, type FunctionNode, isFunction, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';

/** Where a wrapper calls what it is given, it does so each time: what may lie between that call and the function that it gives. */
const EACH_TIME = /^(?:AwaitExpression|ReturnStatement|BlockStatement|TryStatement|VariableDeclarat(?:ion|or)|ExpressionStatement|CallExpression|ArrowFunctionExpression|FunctionExpression|ObjectExpression|Property|SpreadElement|TSAsExpression)$/;

/**
 * What a declared name stands for where a function of the project wraps another: `export const findOrders = logged(async (db, id) => …)`. Calling it runs
 * the one that was handed over, with the same arguments.
 *
 * @param called finds the function of the project that a call runs
 */
export function functionWrapped(declared: Declaration, called: (file: Declaration, callee: Node) => CalledFunction | undefined): CalledFunction | undefined {
  const call = declared.node;
  if (call.type !== 'CallExpression') return undefined;
  const index = call.arguments.findIndex((argument) => isFunction(unwrap(argument)));
  const given = index < 0 ? undefined : unwrap(call.arguments[index] as Node);
  if (given === undefined || !isFunction(given)) return undefined;
  // what remembers its answers may run none of the time
  const wrapper = isRemembering(call) ? undefined : called(declared, call.callee);
  return wrapper !== undefined && handsOn(wrapper, index) ? { ...declared, node: given } : undefined;
}

/** The wrapper gives a function that calls the one it was given each time, and hands on what it is called with. */
function handsOn({ module, node }: CalledFunction, index: number): boolean {
  const [only, ...others] = answersOf(node);
  const made = only === undefined || others.length > 0 ? undefined : unwrap(only);
  const parameter = node.params[index];
  if (made === undefined || !isFunction(made) || parameter === undefined) return false;
  const pattern = parameterPattern(parameter);
  const [call, ...more] = callsIn(module, made.body).filter(({ callee }) => callee.type === 'Identifier' && pattern.type === 'Identifier' && bindingOf(module, callee) === pattern);
  return call !== undefined && more.length === 0 && isEachTime(module, made, call) && takesTheSame(module, made, call);
}

function bindingOf(module: JsModule, name: TSESTree.Identifier): Node | undefined {
  const binding = module.resolve(name);
  return binding !== undefined && 'identifier' in binding ? binding.identifier : undefined;
}

/** Nothing decides whether it is called, and no transaction of its own is opened for it: that is how each of them is to be done. */
function isEachTime(module: JsModule, made: FunctionNode, call: Node): boolean {
  for (let below = call, at = module.parentOf(call); at !== undefined && at !== made; below = at, at = module.parentOf(at)) {
    if (!EACH_TIME.test(at.type) || (at.type === 'TryStatement' && at.block !== below)) return false;
    if (at.type === 'CallExpression' && /transaction/i.test(calledName(at))) return false;
    if (at.type === 'BlockStatement' && at.body.slice(0, at.body.findIndex((statement) => statement === below)).some(({ type }) => type === 'IfStatement' || type === 'ReturnStatement')) return false;
  }
  return true;
}

/** `(db, ...rest) => run(db, ...rest)`: what stands where is the same for both. */
function takesTheSame(module: JsModule, { params }: FunctionNode, call: TSESTree.CallExpression): boolean {
  return call.arguments.every((argument, index) => {
    const parameter = params[index];
    const name = argument.type === 'SpreadElement' ? unwrap(argument.argument) : unwrap(argument);
    const pattern = parameter?.type === 'RestElement' ? parameter.argument : parameter && parameterPattern(parameter);
    return name.type === 'Identifier' && pattern !== undefined && bindingOf(module, name) === pattern && (argument.type === 'SpreadElement') === (parameter?.type === 'RestElement');
  });
}
