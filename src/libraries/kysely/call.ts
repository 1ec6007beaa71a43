import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { BuilderStep, Table } from './chain.ts';

/** A query of Kysely's, with what its advice names. */
export interface KyselyCall extends OrmCall {
  /** The database as the code names it. */
  readonly database: string;
  readonly table: Table | undefined;
  /** From the one that begins the query to the one that sends it. */
  readonly steps: readonly BuilderStep[];
  /** Of a builder that nothing sends: somebody awaits it all the same. */
  readonly isAwaited: boolean | undefined;
  /** It is called on a builder that a variable holds, which is the same before and after. */
  readonly changesNothing: boolean;
}
