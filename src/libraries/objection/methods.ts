import type { Operation } from '../../model/query-call.ts';

/** What a step of a query does to rows, where its data stands, and how many statements it sends: Objection 3.1.5 on SQLite. */
export interface WriteStep {
  readonly operation: Operation;
  readonly data?: number;
  /** The value of the primary key, by which it finds its row. */
  readonly key?: number;
  readonly statements?: number;
}

export const WRITES: Readonly<Record<string, WriteStep>> = {
  insert: { operation: 'create', data: 0 },
  insertAndFetch: { operation: 'create', data: 0, statements: 2 },
  insertGraph: { operation: 'create', data: 0 },
  insertGraphAndFetch: { operation: 'create', data: 0, statements: 2 },
  insertWithRelated: { operation: 'create', data: 0 },
  patch: { operation: 'update', data: 0 },
  update: { operation: 'update', data: 0 },
  patchAndFetch: { operation: 'update', data: 0, statements: 2 },
  updateAndFetch: { operation: 'update', data: 0, statements: 2 },
  patchAndFetchById: { operation: 'update', key: 0, data: 1, statements: 2 },
  updateAndFetchById: { operation: 'update', key: 0, data: 1, statements: 2 },
  increment: { operation: 'update' },
  decrement: { operation: 'update' },
  upsertGraph: { operation: 'upsert', data: 0, statements: 2 },
  upsertGraphAndFetch: { operation: 'upsert', data: 0, statements: 3 },
  delete: { operation: 'delete' },
  del: { operation: 'delete' },
  deleteById: { operation: 'delete', key: 0 },
  relate: { operation: 'rawWrite' },
  unrelate: { operation: 'rawWrite' },
};

export const WRITE = new RegExp(`^(?:${Object.keys(WRITES).join('|')})$`);

/** Steps that name their rows by the primary key. */
export const BY_KEY = /^(?:findById|deleteById|patchAndFetchById|updateAndFetchById)$/;

/** What asks for something else than rows, or makes a text. */
export const NOT_SENT = /^(?:as|toKnexQuery|toFindQuery|toString|toSql|clone|columnInfo|knex|tableRefFor|isFind|truncate)$/;

/** What follows `query()` of Objection's alone, or of few others: where the model itself can't be found, that and the package say what it is. */
export const TELLING = /^(?:findById|findByIds|findOne|first|patch\w*|insert\w*|upsertGraph\w*|withGraph\w+|delete\w*|update\w*|where\w*|select|orderBy|resultSize|page|range|joinRelated|leftJoinRelated|modify|throwIfNotFound|eager|alias|skipUndefined|count|limit|returning|context)$/;

/** Steps that read relations along with the rows; up to version 1 as `eager`. */
export const LOADS = /^(?:withGraphFetched|withGraphJoined|eager|joinEager|naiveEager|mergeEager|fetchGraph|allowGraph)$/;
