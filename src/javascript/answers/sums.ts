import type { TSESTree } from '@typescript-eslint/utils';
import { answersOf } from '../syntax/flow.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, memberName, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

/** What makes a number of a column's value: `Number(row.total)`, `row.total.toNumber()`. */
const TO_NUMBER = /^(?:Number|parseFloat|parseInt|toNumber)$/;

/** Methods by which numbers of any size are added. */
const ADDING = /^(?:plus|add)$/;

/** The column that a call adds up over a list: `list.reduce((sum, row) => sum + (row.total ?? 0), 0)`; undefined where it does anything else. */
export function columnSummed(call: TSESTree.CallExpression): string | undefined {
  const [callback, initial] = call.arguments;
  const first = unwrap(initial);
  // what begins with a text is no sum
  if (calledName(call) !== 'reduce' || !isFunction(callback) || first === undefined || (first.type === 'Literal' && typeof first.value === 'string') || first.type === 'TemplateLiteral') return undefined;
  const [sum, row] = callback.params.map((parameter) => parameterPattern(parameter));
  const [answer, ...others] = answersOf(callback);
  if (callback.params.length !== 2 || sum?.type !== 'Identifier' || row?.type !== 'Identifier' || answer === undefined || others.length > 0) return undefined;
  // what the callback does beside that is more than a sum
  if (callback.body.type === 'BlockStatement' && callback.body.body.length > 1) return undefined;
  const added = addedTo(sum.name, answer);
  return added && columnOf(row.name, added);
}

/** The column whose values a call lists: `list.map((row) => row.total)`. */
export function columnListed(map: TSESTree.CallExpression): string | undefined {
  const [callback] = map.arguments;
  if (calledName(map) !== 'map' || !isFunction(callback) || callback.params.length !== 1) return undefined;
  const [row] = callback.params.map((parameter) => parameterPattern(parameter));
  const [value, ...others] = answersOf(callback);
  return row?.type === 'Identifier' && value !== undefined && others.length === 0 ? columnOf(row.name, value) : undefined;
}

/** What the code takes of a list of numbers: their number, or their sum. */
type Made = 'number' | 'sum';

/** True where the code adds up a list of numbers, `values.reduce((sum, value) => sum + value, 0)`, and takes nothing else of it but how many there are. */
export function isOnlySummed(module: JsModule, values: Node): boolean {
  const { below, at } = outside(module, values);
  const binding = at?.type === 'VariableDeclarator' && at.init === below && at.id.type === 'Identifier' ? module.resolve(at.id) : undefined;
  const named = binding?.kind === 'variable' && binding.constant ? module.referencesTo(binding).filter((use) => use !== binding.identifier) : [values];
  const made = named.map((use) => madeOf(module, use));
  return made.includes('sum') && !made.includes(undefined);
}

function madeOf(module: JsModule, values: Node): Made | undefined {
  const { below, at } = outside(module, values);
  if (at?.type !== 'MemberExpression' || at.object !== below) return undefined;
  const { at: call } = outside(module, at);
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== at) return memberName(at) === 'length' ? 'number' : undefined;
  return calledName(call) === 'reduce' && isSumOfValues(call.arguments[0]) ? 'sum' : undefined;
}

/** `(sum, value) => sum + value` */
function isSumOfValues(adding: Node | undefined): boolean {
  if (!isFunction(adding)) return false;
  const [sum, one] = adding.params.map((parameter) => parameterPattern(parameter));
  const [answer, ...others] = answersOf(adding);
  const added = sum?.type === 'Identifier' && answer !== undefined && others.length === 0 ? addedTo(sum.name, answer) : undefined;
  return added?.type === 'Identifier' && one?.type === 'Identifier' && added.name === one.name;
}

/** What an expression adds to `sum`. */
function addedTo(sum: string, expression: Node): Node | undefined {
  const node = unwrap(expression);
  const isSum = (side: Node): boolean => side.type === 'Identifier' && side.name === sum;
  if (node.type === 'BinaryExpression' && node.operator === '+') return isSum(node.left) ? unwrap(node.right) : isSum(node.right) ? unwrap(node.left) : undefined;
  const [argument, ...others] = node.type === 'CallExpression' ? node.arguments : [];
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !ADDING.test(calledName(node)) || argument === undefined || others.length > 0) return undefined;
  return isSum(unwrap(node.callee.object)) ? unwrap(argument) : undefined;
}

/** The column that an expression is, as a number, 0 where it is missing. */
export function columnOf(row: string, expression: Node): string | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case 'LogicalExpression':
      return node.operator !== '&&' && unwrap(node.right).type === 'Literal' ? columnOf(row, node.left) : undefined;
    case 'UnaryExpression':
      return node.operator === '+' ? columnOf(row, node.argument) : undefined;
    case 'CallExpression': {
      const of = node.arguments[0] ?? (node.callee.type === 'MemberExpression' ? node.callee.object : undefined);
      return of !== undefined && TO_NUMBER.test(calledName(node)) ? columnOf(row, of) : undefined;
    }
    case 'MemberExpression': {
      const object = unwrap(node.object);
      return !node.computed && object.type === 'Identifier' && object.name === row ? memberName(node) : undefined;
    }
    default:
      return undefined;
  }
}
