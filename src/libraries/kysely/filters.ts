import type { TSESTree } from '@typescript-eslint/utils';
import type { Condition, Filter, Operator } from '../../javascript/queries/conditions.ts';
import { calledName, isFunction, keyName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import type { BuilderStep, Table } from './chain.ts';

/** How Kysely compares, by what the second argument of `where` says: 0.28. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': 'equals', '==': 'equals', 'is': 'equals', 'in': 'in', '<': 'range', '<=': 'range', '>': 'range', '>=': 'range', 'like': 'range', 'ilike': 'range', 'similar to': 'range', 'between': 'range', '@>': 'range', '<@': 'range',
};

/** Expressions in expressions that are followed. */
const DEPTH = 8;

const NARROWING = /^(?:where|whereRef|having|havingRef|\$if|\$call|clearWhere)$/;

/** What the steps of a query ask for, of its own rows: conditions of steps that may be left out, and what can't be read, are of no column. */
export function filterOfSteps(steps: readonly BuilderStep[], table: Table | undefined): Filter {
  return steps.flatMap(({ name, call, isSure }): Filter => {
    if (!NARROWING.test(name)) return [];
    if (!isSure || name !== 'where') return [unknown(call.arguments.at(-1) ?? call)];
    return ofArguments(call.arguments, table, call);
  });
}

function unknown(value: Node): Condition {
  return { path: [], operator: 'other', value };
}

/** `('status', '=', 'open')`, `(eb) => eb.or([…])`, `eb('status', '=', 'open')` */
function ofArguments(given: readonly Node[], table: Table | undefined, at: Node): Filter {
  const [left, operator, right] = given;
  if (left === undefined) return [unknown(at)];
  if (operator === undefined || right === undefined) return ofExpression(left, table, DEPTH);
  return [compared(left, operator, right, table) ?? unknown(at)];
}

function compared(left: Node, operator: Node, right: Node, table: Table | undefined): Condition | undefined {
  const column = columnOf(left, table);
  const sign = unwrap(operator);
  const how = sign.type === 'Literal' && typeof sign.value === 'string' && Object.hasOwn(OPERATORS, sign.value) ? OPERATORS[sign.value] : undefined;
  return column === undefined ? undefined : { path: column, operator: how ?? 'other', value: unwrap(right) };
}

/** `id` and `orders.id` are columns of the query's own table, `c.id` one of a table that is joined. */
export function columnOf(node: Node, table: Table | undefined): readonly string[] | undefined {
  const value = unwrap(node);
  const text = textOf(value.type === 'CallExpression' && calledName(value) === 'ref' ? value.arguments[0] : value);
  const names = text !== undefined && /^\w+(?:\.\w+)*$/.test(text) ? text.split('.') : [];
  const [column, owner] = names.reverse();
  if (column === undefined) return undefined;
  return owner === undefined || owner === table?.alias || owner === table?.name ? [column] : [owner, column];
}

function textOf(node: Node | undefined): string | undefined {
  const value = unwrap(node);
  return value?.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

function ofExpression(node: Node, table: Table | undefined, depth: number): Filter {
  const value = unwrap(node);
  if (depth === 0) return [unknown(value)];
  if (isFunction(value)) {
    const body = answerOf(value);
    return body === undefined ? [unknown(value)] : ofExpression(body, table, depth - 1);
  }
  if (value.type !== 'CallExpression') return [unknown(value)];
  const name = calledName(value);
  const [first, second, third] = value.arguments;
  const list = unwrap(first);
  const inner = (element: Node | null): Filter => (element === null || element.type === 'SpreadElement' ? [unknown(element ?? value)] : ofExpression(element, table, depth - 1));
  if (name === 'and' && list?.type === 'ArrayExpression') return list.elements.flatMap(inner);
  if (name === 'or' && list?.type === 'ArrayExpression') return [{ any: list.elements.map(inner), value }];
  if (name === 'and' && list?.type === 'ObjectExpression') return ofObject(list);
  if (first !== undefined && second !== undefined && third !== undefined && value.arguments.length === 3) return [compared(first, second, third, table) ?? unknown(value)];
  return [unknown(value)];
}

/** `eb.and({ status: 'open', shop_id: id })` */
function ofObject({ properties }: TSESTree.ObjectExpression): Filter {
  return properties.map((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    return property.type === 'Property' && name !== undefined ? { path: [name], operator: 'equals', value: unwrap(property.value) } : unknown(property);
  });
}

/** What a callback of one expression gives. */
export function answerOf(fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression | TSESTree.FunctionDeclaration): Node | undefined {
  if (fn.body.type !== 'BlockStatement') return unwrap(fn.body);
  const [only, ...more] = fn.body.body;
  return only?.type === 'ReturnStatement' && more.length === 0 ? unwrap(only.argument) : undefined;
}
