import { objectValue } from '../../javascript/syntax/values.ts';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';

/** How filters compare: MikroORM 6.6 and 7.2. A list in the place of a value means each of its elements. */
export const FILTER: FilterDialect = {
  operators: {
    $eq: 'equals', $in: 'in', $gt: 'range', $gte: 'range', $lt: 'range', $lte: 'range', $like: 'range', $ilike: 'range', $re: 'range', $fulltext: 'range', $ne: 'other', $nin: 'other', $not: 'other',
    $exists: 'other', $contains: 'other', $contained: 'other', $overlap: 'other', $hasKey: 'other', $hasSomeKeys: 'other', $hasKeys: 'other', $size: 'other', $none: 'other', $every: 'other',
  },
  all: '$and', any: '$or', none: '$not', within: ['$some'],
  isList: (module, value) => value.type === 'ArrayExpression' || (value.type === 'CallExpression' && objectValue(module, value) === undefined && value.callee.type === 'MemberExpression' && !value.callee.computed && value.callee.property.type === 'Identifier' && /^(?:map|filter|flatMap)$/.test(value.callee.property.name)),
};
