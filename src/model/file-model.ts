import type { AdminResource, Filter, ListConcern, ProviderLoop, RelationInput } from './admin.ts';
import type { BatchLoop, BrokenQuery, QueryCall, RelationRead } from './query-call.ts';
import type { Settings } from './settings.ts';
import type { Span } from './text.ts';

/** All that a front end reads in one file. */
export interface FileFacts {
  readonly resources: readonly AdminResource[];
  readonly calls: readonly QueryCall[];
  readonly relationReads: readonly RelationRead[];
  readonly batchLoops: readonly BatchLoop[];
  readonly inputs: readonly RelationInput[];
  readonly filters: readonly Filter[];
  /** What makes lists dearer that are no resource's: those of an API, a component or a call. */
  readonly concerns: readonly ListConcern[];
  readonly providers: readonly ProviderLoop[];
  readonly brokenQueries: readonly BrokenQuery[];
  readonly unresolved: readonly UnresolvedCall[];
}

/** A call that looks like a query, by an object of which nothing is known. No rule speaks of it: people are told how many there are. */
export interface UnresolvedCall {
  readonly span: Span;
  /** The code up to the method: `this.orders.findMany`. */
  readonly callee: string;
}

/** All that the rules know of one file. */
export interface FileModel extends FileFacts {
  /** The user's settings, for rules that judge by them. */
  readonly settings: Settings;
}

/** What is read in a file that gives no evidence. */
export const NO_FACTS: FileFacts = Object.freeze({ resources: [], calls: [], relationReads: [], batchLoops: [], inputs: [], filters: [], concerns: [], providers: [], brokenQueries: [], unresolved: [] });
