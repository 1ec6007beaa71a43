import { enumeratedNames } from '../../../model/text.ts';
import { outerRef } from './outer-ref.ts';

/** What rows of a relation are read for: their number, whether there are any, or themselves. */
export type Use = 'rows' | 'count' | 'exists';

/** What two reads of the same rows need together. A count also says whether there are any. */
export function joinUses(a: Use, b: Use): Use {
  if (a === b) return a;
  return a === 'rows' || b === 'rows' ? 'rows' : 'count';
}

/**
 * What to write instead of asking for a number row by row. A prefetch would read every child to count them: for 1,000 children of each
 * row 489 ms instead of 38 ms with `annotate` (the counts themselves 93 ms).
 *
 * @param there where the rows are loaded, as in "in `get_queryset`"
 * @param several other relations of the same rows are counted too: one query that joins them all gives as many rows as the product of their numbers (5 x 20 x 30 of one parent are 3,000)
 */
export function adviseCount(there: string, path: string, several: boolean): string {
  const name = countName(path);
  if (several) return `Count ${there} by a \`Subquery\` that is annotated as \`${name}\`: several \`Count()\` of one query join all their tables and multiply the rows; then read \`${name}\`.`;
  return `Count ${there}: \`annotate(${name}=Count("${path}", distinct=True))\`, or a \`Subquery\` where the table is large; then read \`${name}\`.`;
}

/** What the annotation of a count is called, by the lookup path that is counted. */
export function countName(path: string): string {
  return `${path.split('__').at(-1) ?? path}_count`;
}

/** What of the relation is used, where that isn't its rows. */
export function whyUnused(use: 'count' | 'exists'): string {
  return use === 'count' ? 'Only the number of its rows is used.' : 'Only whether it has any rows is used.';
}

/** What answers a model's own code, `Order.size`, which sees no annotation: a prefetch, and what spares reading all that it would. */
export function whyOfModel(member: string, use: Use, it: string): string {
  const [does, annotated] = use === 'count' ? ['counts', 'their number'] : ['tests', '`Exists(…)`'];
  return `\`${member}\` ${does} ${it} by itself, which a prefetch answers by reading all of its rows: where a row has many, annotate ${annotated} and have \`${member}\` read that.`;
}

/** Why neither spares the queries of a function that counts the rows and then asks for some of them. */
export function whyMixed(fn: string | undefined, use: Use): string {
  return `${fn === undefined ? 'The column' : `\`${fn}\``} ${use === 'count' ? 'counts' : 'tests'} it and asks for its rows with further queries, which a prefetch does not answer.`;
}

/** What to write instead. */
export function adviseMixed(path: string): string {
  return `Read \`${path.split('__').at(-1) ?? path}.all()\` there once and choose among these rows; then prefetch \`"${path}"\`.`;
}

/** Why a join is no answer to code that goes on from a row to its parent, and from there to the next. */
export function whyClimbing(fn: string | undefined, path: string): string {
  return `${fn === undefined ? 'The code' : `\`${fn}\``} goes on from there level by level: a join of \`${path}\` spares the first of them only.`;
}

/** What to write instead. */
export function adviseClimbing(model: string | undefined): string {
  return `Keep the whole way up in a column that \`save()\` fills, or read the rows${model === undefined ? '' : ` of \`${model}\``} once into a dictionary by key and climb there.`;
}

/**
 * What to write instead of asking row by row whether there are any.
 *
 * @param owner the relations from the row to what the relation belongs to; none for the row itself
 */
export function adviseExists(there: string, owner: readonly string[]): string {
  return `Test ${there}: \`annotate(found=Exists(…))\` with \`${outerRef(owner)}\`; then read \`found\`.`;
}

/** Why the other rows needn't be loaded. */
export const KEY_ALONE = 'Nothing but the key is read of it.';

/**
 * What to write instead of loading a row for its key.
 *
 * @param columns the columns that hold the keys, as `customer_id`
 */
export function adviseKeys(columns: readonly string[]): string {
  return `Read ${enumeratedNames(columns)} instead, which the row has already.`;
}
