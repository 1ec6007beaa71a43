import type { AdminResource, Filter, ListConcern, ProviderLoop, RelationInput } from './admin.ts';
import type { BatchLoop, BrokenQuery, QueryCall, RelationRead } from './query-call.ts';
import type { Settings } from './settings.ts';

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
}

/** All that the rules know of one file. */
export interface FileModel extends FileFacts {
  /** The user's settings, for rules that judge by them. */
  readonly settings: Settings;
}

/** What is read in a file that gives no evidence. */
export const NO_FACTS: FileFacts = Object.freeze({ resources: [], calls: [], relationReads: [], batchLoops: [], inputs: [], filters: [], concerns: [], providers: [], brokenQueries: [] });
