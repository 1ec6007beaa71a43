import type { Observation } from './circumstance.ts';
import type { RowScope } from './row-scope.ts';

/** Where code runs, as far as its place and its surroundings say. */
export type Runs = 'admin-page' | 'request' | 'job' | 'command' | 'startup' | 'unknown';

/**
 * What the best remedy takes away: statements, or only the transactions around them (`$transaction([...])` sends as many statements
 * as before), or nothing that isn't so already.
 */
export type Spares = 'statements' | 'transactions' | 'nothing';

/** Everything by which `judge` decides whether a query is worth a report. Front ends collect it and decide nothing. */
export interface Evidence {
  readonly task: 'read' | 'write';
  /** The innermost code around the query that runs once per row; undefined where none does. */
  readonly scope: RowScope | undefined;
  readonly runs: Runs;
  readonly around: readonly Observation[];
  readonly spares: Spares;
  /** It stands in a function that answers a GET and only reads: what it shows is as long as it is. */
  readonly answers?: boolean | undefined;
}

/** The evidence of a query about which nothing is known but that it is sent. */
export function plainEvidence(task: Evidence['task'], around: readonly Observation[] = []): Evidence {
  return { task, scope: undefined, runs: 'unknown', around, spares: 'nothing' };
}
