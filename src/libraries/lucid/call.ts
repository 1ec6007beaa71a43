import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { BuilderStep } from './chain.ts';

/** A query of Lucid's, with what its advice names. */
export interface LucidCall extends OrmCall {
  /** From what is called on the model, the row or the database to what sends the query. */
  readonly steps: readonly BuilderStep[];
  /** What it asks: a model, a row, what a row is related to, or a table. */
  readonly of: 'model' | 'row' | 'related' | 'table';
  /** How advice begins a query of the same: `Order.query()`, `db.from('orders')`. */
  readonly query: string;
  /** Code of the model runs when its rows are written one by one. */
  readonly isHooked: boolean;
}
