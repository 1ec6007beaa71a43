import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { isFunction, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit } from '../../javascript/syntax/values.ts';

/** How other libraries call a comparison in the filter objects that all of them share. */
const COMPARISONS: Readonly<Record<string, string>> = {
  inArray: 'in', notInArray: 'not', ne: 'not', gt: 'gt', gte: 'gte', lt: 'lt', lte: 'lte', between: 'gte', notBetween: 'not', like: 'contains', ilike: 'contains', notLike: 'not', notIlike: 'not',
  arrayContains: 'contains', arrayContained: 'contains', arrayOverlaps: 'contains',
};

const DEPTH = 8;

/**
 * The filter of a query as the object that every other library writes: `and(eq(orders.shopId, id), inArray(orders.status, open))` gives
 * `{ shopId: id, status: { in: open } }`. Values are the nodes of the code; what can't be read is a spread of its node. The objects of the
 * relational queries of 1.0 are such objects already.
 */
export function filterOf(module: JsModule, node: Node | undefined): TSESTree.ObjectExpression | undefined {
  const filter = unwrap(node);
  return filter === undefined ? undefined : filter.type === 'ObjectExpression' ? filter : object(filter, partsOf(module, filter, DEPTH));
}

function partsOf(module: JsModule, node: Node, depth: number): readonly (TSESTree.Property | TSESTree.SpreadElement)[] {
  const value = unwrap(node);
  if (depth === 0) return [spread(value)];
  if (value.type === 'Identifier') {
    if (value.name === 'undefined') return [];
    const init = constantInit(module, value);
    return init === undefined ? [spread(value)] : partsOf(module, init, depth - 1);
  }
  // `where: (orders, { eq }) => eq(orders.id, id)`
  if (isFunction(value)) return value.body.type === 'BlockStatement' ? [spread(value)] : partsOf(module, value.body, depth - 1);
  if (value.type !== 'CallExpression') return [spread(value)];
  const name = operatorOf(value);
  const parts = (inner: Node): readonly (TSESTree.Property | TSESTree.SpreadElement)[] => partsOf(module, inner, depth - 1);
  if (name === 'and') return value.arguments.flatMap((argument) => (argument.type === 'SpreadElement' ? [spread(argument.argument)] : parts(argument)));
  if (name === 'or') return [property('OR', list(value, value.arguments.map((argument) => object(argument, argument.type === 'SpreadElement' ? [spread(argument.argument)] : parts(argument)))))];
  const [first, second] = value.arguments;
  if (name === 'not' && first !== undefined) return [property('NOT', object(first, parts(first)))];
  return [comparison(value, name, first, second) ?? spread(value)];
}

function comparison(at: Node, name: string, first: Node | undefined, second: Node | undefined): TSESTree.Property | undefined {
  const column = first && columnOf(first);
  if (column === undefined) return undefined;
  if (name === 'isNull' || name === 'isNotNull') return property(column, name === 'isNull' ? literal(at, null) : object(at, [property('not', literal(at, null))]));
  if (second === undefined) return undefined;
  if (name === 'eq') return property(column, second);
  const operator = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  return operator === undefined ? undefined : property(column, object(at, [property(operator, second)]));
}

/** `id` of `orders.id` and of `schema.orders.id`. */
export function columnOf(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type !== 'MemberExpression') return undefined;
  const root = unwrap(value.object);
  return root.type === 'Identifier' || root.type === 'MemberExpression' ? memberName(value) : undefined;
}

/** `eq` of `eq(…)` and of `operators.eq(…)`. */
export function operatorOf({ callee }: TSESTree.CallExpression): string {
  const value = unwrap(callee);
  return value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? (memberName(value) ?? '') : '';
}

// Nodes that stand in no file, at the place of the code that they stand for; keys are literals, so that no name of them resolves to anything.

function literal(at: Node, value: string | null): TSESTree.Literal {
  return { type: 'Literal', value, raw: String(value), range: at.range, loc: at.loc } as unknown as TSESTree.Literal;
}

function property(name: string, value: Node): TSESTree.Property {
  return { type: 'Property', kind: 'init', key: literal(value, name), value, computed: false, method: false, shorthand: false, range: value.range, loc: value.loc } as unknown as TSESTree.Property;
}

function spread(argument: Node): TSESTree.SpreadElement {
  return { type: 'SpreadElement', argument, range: argument.range, loc: argument.loc } as unknown as TSESTree.SpreadElement;
}

function object(at: Node, properties: readonly (TSESTree.Property | TSESTree.SpreadElement)[]): TSESTree.ObjectExpression {
  return { type: 'ObjectExpression', properties, range: at.range, loc: at.loc } as unknown as TSESTree.ObjectExpression;
}

function list(at: Node, elements: readonly Node[]): TSESTree.ArrayExpression {
  return { type: 'ArrayExpression', elements, range: at.range, loc: at.loc } as unknown as TSESTree.ArrayExpression;
}
