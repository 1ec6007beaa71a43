import type { TableSize } from './data-model.ts';
import type { Span } from './text.ts';

/** Where the rows of a RowScope come from, which says how many they can get. */
export type RowOrigin =
  /** the rows of one page of a list */
  | 'page'
  /** a query over a table, narrowed or not */
  | 'table'
  /** a query for what belongs to one parent by its key: the links of a group, the matches of a facility */
  | 'part'
  /** a query for what falls into the hours or days around now */
  | 'days'
  /** what the user ticked in an admin list */
  | 'selection'
  /** a file that is imported, an answer of another service */
  | 'import'
  /** a relation of one object: items of an order, instructors of an event */
  | 'children'
  /** what one request, form or dialog holds */
  | 'request'
  /** configured things: webhooks, providers, roles */
  | 'configured'
  /** a parameter, or something reached through one */
  | 'parameter'
  | 'unknown';

/** Origins of rows of which there are many, the heaviest first. */
export const HEAVY_ORIGINS: readonly RowOrigin[] = ['table', 'selection', 'page', 'import'];

/** Origins of rows of which there are as many as belong to one thing or to a few days, the heaviest first. */
export const LIGHT_ORIGINS: readonly RowOrigin[] = ['days', 'part', 'children', 'request', 'configured'];

/** Days, from now on or back, that are few: what falls into more of them may be many rows. */
export const FEW_DAYS = 7;

/** Code that runs once per row. */
export interface RowScope {
  readonly kind: 'loop' | 'column' | 'hook' | 'action' | 'label' | 'resolver';
  /** The loop's head, or the name of the function that runs per row, in the file that the fact is told of. */
  readonly head: Span;
  /** How a message names it, to follow "once": "for each of `orders`", "per row in column `customer_name`". */
  readonly subject: string;
  readonly origin: RowOrigin;
  /** Rows that one request shows or processes where the code says so (an admin page's size), else undefined. */
  readonly rows: number | undefined;
  /** Rows that there can be at most, where the code sets a limit: `take: 5`, `[:20]`. */
  readonly atMost?: number | undefined;
  /** What is known of the table that the rows come from. */
  readonly table?: TableSize | undefined;
  /** What is asked hangs on rows that several of these share: it is asked once for each distinct one of them. */
  readonly shared?: boolean | undefined;
  /** Of one parent there is ever more of them: messages, visits, customers. */
  readonly endless?: boolean | undefined;
  /** They are all that the table has: the query that gives them has no condition. */
  readonly whole?: boolean | undefined;
  /** The rows are people whom somebody names one by one: reviewers, mentions. */
  readonly picked?: boolean | undefined;
  /** Not every row comes to what is asked: the cost is the most that it can be. */
  readonly sometimes?: boolean | undefined;
  /** The rows are followed up to the root of a tree: one statement for each level. */
  readonly climbs?: boolean | undefined;
  /** What is sent per row, where it is no query. */
  readonly unit?: 'query' | 'request' | undefined;
  /** Other code that says where the rows come from: the caller, for rows that come through a parameter ("handed in by `close_all` (shop/tasks.py:12)"), or the function that gives them. */
  readonly handedIn?: string | undefined;
}


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
 * What something that runs once per row costs, as the clause of a message: "about 101 queries for a page of 100" and "40,000 queries
 * for 40,000 rows" where the page's or the table's size is known, "a query per row" elsewhere.
 *
 * @param perRow statements that one row costs
 */
export function describeCost({ origin, rows, table, shared, sometimes, climbs, unit = 'query' }: RowScope, perRow: number): string {
  const many = unit === 'query' ? 'queries' : `${unit}s`;
  if (shared === true) return perRow === 1 ? `a ${unit} for each` : `${count(perRow)} ${many} for each`;
  if (climbs === true) return `a ${unit} for each level above the row`;
  if (origin === 'page' && rows !== undefined) return `${sometimes === true ? 'up to' : 'about'} ${count(queriesFor({ fixed: 1, perRow }, rows))} ${many} for a page of ${count(rows)}`;
  const known = origin === 'table' ? table?.rows : undefined;
  if (known !== undefined) return `${count(perRow * known)} ${many} for ${count(known)} rows`;
  return perRow === 1 ? `a ${unit} per row` : `${count(perRow)} ${many} per row`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
