import type { Observation } from './circumstance.ts';
import type { TableSize } from './data-model.ts';
import { LIGHT_ORIGINS, type RowOrigin, type RowScope } from './row-scope.ts';
import type { Span } from './text.ts';

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
  /** More than a word at the query of the rows has to change: what a round asks by a query of its own is asked in another way. */
  readonly rewrites?: boolean | undefined;
}

/** A loop that walks rows batch by batch. */
export interface Walk extends Partial<Pick<Evidence, 'runs'>> {
  readonly head: Span;
  /** What the query that it repeats is narrowed to. */
  readonly origin: RowOrigin;
  readonly table: TableSize | undefined;
  readonly around: readonly Observation[];
  /** Where it runs, as far as that is looked for. */
  readonly runs?: Runs;
}

/** The evidence of a batch loop. Nobody cuts up rows that are few: where nothing says that they are, they are those of a table. */
export function walkEvidence({ head, origin, table, around, runs = 'unknown' }: Walk): Evidence {
  const scope: RowScope = { kind: 'loop', head, subject: 'for each batch', origin: LIGHT_ORIGINS.includes(origin) ? origin : 'table', rows: undefined, table };
  return { task: 'read', scope, runs, around, spares: 'statements' };
}

/** The evidence of a query about which nothing is known but that it is sent. */
export function plainEvidence(task: Evidence['task'], around: readonly Observation[] = []): Evidence {
  return { task, scope: undefined, runs: 'unknown', around, spares: 'nothing' };
}
