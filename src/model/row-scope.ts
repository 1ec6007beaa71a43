import type { Span } from './text.ts';

/** Where the rows of a RowScope come from. */
export type RowOrigin =
  /** a query that was read in the same function */
  | 'query'
  /** what the user ticked in an admin list */
  | 'selection'
  /** the rows of one admin page */
  | 'page'
  /** a parameter, or something reached through one */
  | 'parameter'
  | 'unknown';

/** Code that runs once per row. Loops over constants, pages, chunks or retries are no RowScope. */
export interface RowScope {
  readonly kind: 'loop' | 'column' | 'hook' | 'action' | 'label';
  /** The loop's head, or the name of the function that runs per row. */
  readonly head: Span;
  /** How a message names it, to follow "once": "for each of `orders`", "per row in column `customer_name`". */
  readonly subject: string;
  readonly origin: RowOrigin;
  /** Rows that one request shows or processes where the code says so (an admin page's size), else undefined. */
  readonly rows: number | undefined;
}

/** Rows that an estimate assumes where the code sets no number. */
export const ASSUMED_ROWS = 100;

/** Queries as a formula in the number of rows: `fixed + perRow * N`. */
export interface Cost {
  readonly fixed: number;
  readonly perRow: number;
}

/** The number of queries for `rows` rows. */
export function queriesFor(cost: Cost, rows: number): number {
  return cost.fixed + cost.perRow * rows;
}

/**
 * What something that runs once per row costs, as the clause of a message: "about 101 queries for a page of 100" where the
 * page's size is known, "100 queries for 100 rows" elsewhere.
 *
 * @param perRow statements that one row costs
 */
export function describeCost(scope: RowScope, perRow: number): string {
  if (scope.origin === 'page') {
    const size = scope.rows ?? ASSUMED_ROWS;
    return `about ${String(queriesFor({ fixed: 1, perRow }, size))} queries for a page of ${String(size)}`;
  }
  const rows = scope.rows ?? ASSUMED_ROWS;
  return `${String(perRow * rows)} queries for ${String(rows)} rows`;
}
