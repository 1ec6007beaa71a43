import type { FilterDialect, Operator } from '../../javascript/queries/conditions.ts';
import { memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';

/** How columns are compared, by the names of functions and of keys alike: Drizzle ORM 0.45 and 1.0. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: 'equals', inArray: 'in', in: 'in', gt: 'range', gte: 'range', lt: 'range', lte: 'range', between: 'range', like: 'range', ilike: 'range',
  arrayContains: 'range', arrayContained: 'range', arrayOverlaps: 'range', ne: 'other', notInArray: 'other', notIn: 'other', notBetween: 'other', notLike: 'other', notIlike: 'other',
  isNull: 'other', isNotNull: 'other',
};

/** Filters that are calls: `and(eq(orders.shopId, id), inArray(orders.status, open))`. */
export const CALLS: FilterDialect = { operators: OPERATORS, all: 'and', any: 'or', columnOf };

/** Filters that are objects, in the relational queries of 1.0. */
export const OBJECTS: FilterDialect = { operators: OPERATORS, all: 'AND', any: 'OR', none: 'NOT' };

/** `id` of `orders.id` and of `schema.orders.id`. */
export function columnOf(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type !== 'MemberExpression') return undefined;
  const root = unwrap(value.object);
  return root.type === 'Identifier' || root.type === 'MemberExpression' ? memberName(value) : undefined;
}
