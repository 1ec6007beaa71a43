import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from './syntax/module.ts';
import { type FunctionNode, type Node, some, unwrap } from './syntax/nodes.ts';

/**
 * True where a function runs `node` only if an argument is missing that `call` gives: `if (!order) order = await find(id)`, `order ?? await find(id)`.
 *
 * @param call the call of the function, or what hands it the rows one by one as its first argument
 */
export function isInPlaceOfArgument(module: JsModule, fn: FunctionNode, node: Node, call: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && at !== fn; below = at, at = module.parentOf(at)) {
    const parameter = parameterMissing(module, fn, at, below);
    if (parameter !== undefined && isGiven(call, parameter)) return true;
  }
  return false;
}

/** The index of the parameter without which `at` runs the part of it that is `below`. */
function parameterMissing(module: JsModule, fn: FunctionNode, at: Node, below: Node): number | undefined {
  switch (at.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return at.consequent === below ? missingBy(module, fn, at.test) : at.alternate === below ? parameterAt(module, fn, at.test) : undefined;
    case 'LogicalExpression':
      return at.right !== below ? undefined : at.operator === '&&' ? missingBy(module, fn, at.left) : parameterAt(module, fn, at.left);
    case 'AssignmentExpression':
      return at.right === below && /^(?:\?\?|\|\|)=$/.test(at.operator) ? parameterAt(module, fn, at.left) : undefined;
    default:
      return undefined;
  }
}

/** `!order`, `order === undefined`, `order == null`, `typeof order === 'undefined'` */
function missingBy(module: JsModule, fn: FunctionNode, test: Node): number | undefined {
  const value = unwrap(test);
  if (value.type === 'UnaryExpression') return value.operator === '!' ? parameterAt(module, fn, value.argument) : undefined;
  if (value.type !== 'BinaryExpression' || !/^={2,3}$/.test(value.operator)) return undefined;
  const [left, right] = [unwrap(value.left), unwrap(value.right)];
  const isTypeof = left.type === 'UnaryExpression' && left.operator === 'typeof';
  const isNothing = isTypeof ? right.type === 'Literal' && right.value === 'undefined' : namesNothing(right);
  return isNothing ? parameterAt(module, fn, isTypeof ? left.argument : left) : undefined;
}

function namesNothing(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'Literal' && node.value === null);
}

function parameterAt(module: JsModule, fn: FunctionNode, node: Node): number | undefined {
  const value = unwrap(node);
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  return binding?.kind === 'parameter' && binding.node === fn && bindsWhole(fn.params[binding.index], binding.identifier) ? binding.index : undefined;
}

/** The parameter is the name, be it with a value of its own for want of an argument. */
function bindsWhole(parameter: TSESTree.Parameter | undefined, name: Node): boolean {
  const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  return pattern === name;
}

function isGiven(call: Node, index: number): boolean {
  if (call.type !== 'CallExpression') return index === 0;
  const before = call.arguments.slice(0, index + 1);
  const argument = before[index];
  return argument !== undefined && !before.some(({ type }) => type === 'SpreadElement') && !some(unwrap(argument), (node) => namesNothing(node));
}
