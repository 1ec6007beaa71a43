import type { Operation } from '../../model/query-call.ts';

/** Methods of the client and of a transaction that begin a query: Knex 3.3. `schema`, `fn` and `ref` begin none. */
export const BEGINNINGS: ReadonlySet<string> = new Set([
  'select', 'column', 'columns', 'distinct', 'first', 'pluck', 'count', 'countDistinct', 'min', 'max', 'sum', 'avg', 'from', 'table', 'into', 'withSchema', 'with', 'withRecursive', 'where', 'insert', 'update', 'del', 'delete', 'upsert',
  'raw', 'batchInsert', 'queryBuilder',
]);

/** What makes no query of a builder: a text, a part of another query, what asks for no rows. */
export const NOT_SENT = /^(?:as|toSQL|toString|toQuery|toNative|clone|columnInfo|truncate|connection|queryBuilder)$/;

/** The steps that say what a query does to rows, by name; a `select` is what is left. */
export const WRITES: Readonly<Record<string, Operation>> = { insert: 'create', upsert: 'upsert', update: 'update', increment: 'update', decrement: 'update', del: 'delete', delete: 'delete', batchInsert: 'create' };

export const COUNTS = /^(?:count|countDistinct)$/;
export const AGGREGATES = /^(?:min|max|sum|sumDistinct|avg|avgDistinct)$/;
