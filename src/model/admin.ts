import type { TableSize } from './data-model.ts';
import type { Cost } from './row-scope.ts';
import type { Remedy, Span } from './text.ts';

/** The list page of an AdminResource. */
export interface ListPage {
  /** Rows per page as the code or the framework's default says. */
  readonly pageSize: number;
  /** Queries of one page as it is, and with every remedy that is offered applied: what no remedy takes away is in both. */
  readonly cost: { readonly now: Cost; readonly remedied: Cost };
  /** A part of what the page runs couldn't be read: it may cost more, before and after. */
  readonly unread?: true;
}

/** One model registered in an admin. */
export interface AdminResource {
  /** The class or variable that configures it. */
  readonly name: string;
  readonly model: string | undefined;
  readonly span: Span;
  /** Undefined for what has no list of its own (inlines). */
  readonly list: ListPage | undefined;
}

/** An input for a relation that loads every row of the other table. Bounded inputs yield no fact. */
export interface RelationInput {
  readonly span: Span;
  readonly field: string;
  readonly target: TableSize;
  /** Where it is shown and how often it is loaded: "on the change form", "in each row of the inline". */
  readonly where: string;
  /** Each option costs a query more, for what its label reaches. */
  readonly perOption?: boolean;
  /** They are read once for each row of a list or an inline. */
  readonly perRow?: boolean;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** A list filter whose options cost a query at every request. Cached and bounded ones yield no fact. */
export interface Filter {
  readonly span: Span;
  readonly name: string;
  readonly problem:
    /** options computed by a query of the project's own */
    | 'query'
    /** a relation filter that loads every row of the related table */
    | 'related-table'
    /** SELECT DISTINCT over a column of the listed table */
    | 'distinct'
    /** a cache that is asked by truth value: an empty result is computed again at every request */
    | 'empty-never-cached'
    /** every row of the related table, read when the process starts and put into every page */
    | 'embedded';
  /** The table that is read, where known. */
  readonly table: TableSize | undefined;
  /** Each option costs a query more, for what its label reaches. */
  readonly perOption?: boolean;
  /** Why few would act on it though its table grows: its options are few. */
  readonly lighter?: string;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}
