import type { AdminResource, Filter, RelationInput } from './admin.ts';
import type { BatchLoop, QueryCall, RelationRead } from './query-call.ts';

/** All that the rules know of one file. */
export interface FileModel {
  readonly resources: readonly AdminResource[];
  readonly calls: readonly QueryCall[];
  readonly relationReads: readonly RelationRead[];
  readonly batchLoops: readonly BatchLoop[];
  readonly inputs: readonly RelationInput[];
  readonly filters: readonly Filter[];
}

/** The model of a file that gives no evidence. */
export const NO_FACTS: FileModel = Object.freeze({ resources: [], calls: [], relationReads: [], batchLoops: [], inputs: [], filters: [] });
