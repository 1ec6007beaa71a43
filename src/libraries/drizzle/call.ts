import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { Step } from '../../javascript/syntax/callee.ts';

/** A query of Drizzle's, with what its advice names. */
export interface DrizzleCall extends OrmCall {
  /** The database as the code names it. */
  readonly database: string;
  /** The table as the code names it. */
  readonly table: string | undefined;
  readonly steps: readonly Step[];
}
