import type { FilterDialect } from '../../javascript/queries/conditions.ts';

/** How filters compare. */
export const FILTER: FilterDialect = {
  operators: {
    $eq: 'equals', $in: 'in', $gt: 'range', $gte: 'range', $lt: 'range', $lte: 'range', $regex: 'range', $ne: 'other', $nin: 'other', $not: 'other', $exists: 'other', $type: 'other',
    $all: 'other', $elemMatch: 'other', $size: 'other', $mod: 'other', $near: 'other', $nearSphere: 'other', $geoWithin: 'other', $geoIntersects: 'other',
  },
  all: '$and', any: '$or', none: '$nor', modifiers: ['$options'],
};
