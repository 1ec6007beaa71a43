import type { TableSize } from './data-model.ts';
import type { Cost, RowOrigin } from './row-scope.ts';
import type { Remedy, Span } from './text.ts';

/** A part of what a page costs: "for the page and its counts", "for the filter `status`", "for column `customer`". */
export interface CostPart extends Cost {
  readonly what: string;
}

/** The list page of an AdminResource. */
export interface ListPage {
  /** Rows per page as the code or the framework's default says. */
  readonly pageSize: number;
  /** What the page sends, where that isn't queries: the browser's requests to an API. */
  readonly unit?: 'request';
  /** Queries of one page as it is, and with every remedy that is offered applied: what no remedy takes away is in both. */
  readonly cost: { readonly now: Cost; readonly remedied: Cost };
  /** What `cost.now` is the sum of. */
  readonly parts: readonly CostPart[];
  /** A part of what the page runs couldn't be read: it may cost more, before and after. */
  readonly unread?: true;
  /** What else its configuration makes dearer the longer the listed table gets. */
  readonly concerns?: readonly ListConcern[];
}

/** The word for what a page sends. */
export function sendsOf({ unit }: Pick<ListPage, 'unit'>): 'queries' | 'requests' {
  return unit === undefined ? 'queries' : 'requests';
}

/**
 * What a list costs that has such parts, of which those that send nothing are left out.
 *
 * @param batched queries that a remedy leaves of those per row: each is sent once for the page
 */
export function listCost(parts: readonly CostPart[], batched: number): Pick<ListPage, 'cost' | 'parts'> {
  const now = parts.reduce<Cost>((sum, { fixed, perRow }) => ({ fixed: sum.fixed + fixed, perRow: sum.perRow + perRow }), { fixed: 0, perRow: 0 });
  return { cost: { now, remedied: { fixed: now.fixed + batched, perRow: 0 } }, parts: parts.filter(({ fixed, perRow }) => fixed + perRow > 0) };
}

interface Concern {
  /** The smallest node to change: the option's value, else the name of what configures the list. */
  readonly span: Span;
  /** The listed table. */
  readonly table: TableSize;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** An exact count of the table at every request of the list. */
export interface CountConcern extends Concern {
  readonly kind: 'count';
  readonly problem:
    /** the rows are counted as filtered, and once more as they are without a filter */
    | 'twice'
    /** what pages the list was replaced by something that doesn't count, and the other count stays */
    | 'still-counted'
    /** each count groups the table's rows by what an annotation joins */
    | 'grouped'
    /** the rows are counted for a page of them, and nobody looks at the number */
    | 'unread'
    /** the framework counts what matches at every request, unless it is told not to */
    | 'always'
    /** they are counted once for each row that they belong to */
    | 'per-parent';
  /**
   * The annotation, for `grouped`; the option or class that replaces the paginator, for `still-counted`; the call, for `unread`; the option that spares the count, for
   * `always`; the model of the rows that they belong to, for `per-parent`.
   */
  readonly name: string;
}

/** Rows whose number a request names. */
export interface AskedRows {
  /** Where they come from. */
  readonly origin: RowOrigin;
  /** Only those who run the program can ask for them. */
  readonly isForAdmins?: boolean | undefined;
}

/** How many rows one page shows, or one request can ask for. The rule knows how many are too many. */
export interface PageSizeConcern extends Concern {
  readonly kind: 'page-size';
  /** The option that says so; for a limit that nothing sets, the one that would. */
  readonly option: string;
  /** `Infinity` where nothing limits it. */
  readonly size: number;
  /** Where the number goes and what stands around it, if it doesn't replace `span`; `none` where one can't be written. */
  readonly limitAt?: { readonly span: Span; readonly before: string; readonly after: string } | 'none';
  /** What the framework shows where nothing is set. */
  readonly usual: number;
  /** A user or a client has to ask for so many: by itself the list shows fewer. */
  readonly offered?: boolean;
  /** What is known of rows whose number a request names and nothing bounds on its way to a query. By this `judgeAsked` decides. */
  readonly asked?: AskedRows;
}

/** A column that the database sorts or looks through at every request of the list, without an index that serves it. */
export interface IndexConcern extends Concern {
  readonly kind: 'index';
  readonly use: 'order' | 'hierarchy' | 'filter';
  readonly field: string;
  /** Further columns of which the same holds. */
  readonly others?: readonly string[];
}

/** A search of the list that no plain index serves. */
export interface SearchConcern extends Concern {
  readonly kind: 'search';
  readonly problem:
    /** a search in rows of which the listed row has many: each match is multiplied, and has to be taken back */
    | 'to-many'
    /** what may match stands in the list's own table and in others, joined for every row */
    | 'joins'
    /** what may match stands in several tables, none of which is the list's own */
    | 'only-joins'
    /** numbers or keys are compared as text, which their index doesn't serve; nothing else stands in the index's way */
    | 'cast'
    /** each word is looked for anywhere in a column */
    | 'contains';
  /** The entries that do so. */
  readonly names: readonly string[];
}

/** Large columns that each row of a list is loaded with, and that nothing shows. */
export interface ColumnConcern extends Concern {
  readonly kind: 'columns';
  /** The call that loads them, as the code writes it, where the rows are those of a call and all that the code reads of them is known. */
  readonly callee?: string;
  readonly names: readonly string[];
}

/** Relations or columns that each row of a list is loaded with, whether anything shows them or not. */
export interface LoadConcern extends Concern {
  readonly kind: 'loads';
  /** As of `ColumnConcern`. */
  readonly callee?: string;
  /** None where nothing says what the row refers to. */
  readonly names: readonly string[];
  /** How many more there are than `names`. */
  readonly rest?: number;
  /** The call loads them by a word for all, and what is read of them isn't known. */
  readonly unseen?: boolean;
  /** The call reads one row, and no list. */
  readonly ofOne?: boolean;
}

/** Relations to many that each row of a list is loaded with, of which the code takes the number alone. */
export interface CountedConcern extends Concern {
  readonly kind: 'counted';
  readonly callee: string;
  readonly names: readonly string[];
}

/** Relations to many that a statement joins side by side: each row comes back once for each combination of their rows. */
export interface ProductConcern extends Concern {
  readonly kind: 'product';
  readonly callee: string;
  /** The relations, each by its path. */
  readonly names: readonly string[];
}

/** A switch by which a list is sorted, filtered or narrowed in memory: every row of a table is read for that at each page. */
export interface InMemoryConcern extends Concern {
  readonly kind: 'in-memory';
  readonly use: 'order' | 'filter' | 'segment';
  /** The switch, as the code writes it. */
  readonly name: string;
  /** The field that it is for; for a segment, what holds it. */
  readonly field: string;
  /** What a page costs, as measured: a clause. */
  readonly cost: string;
  /** Why few would act on it, where nothing says that the table grows. */
  readonly lighter?: string;
}

export type ListConcern = CountConcern | PageSizeConcern | IndexConcern | SearchConcern | ColumnConcern | LoadConcern | CountedConcern | ProductConcern | InMemoryConcern;

/** A method of a data provider that is handed many ids or rows and sends a request for each. */
export interface ProviderLoop {
  /** The name of the method. */
  readonly span: Span;
  /** `getMany`, `updateMany`, `deleteMany`, `createMany`. */
  readonly method: string;
  readonly handed: 'ids' | 'rows';
  /** What it calls for each of them, as the code writes it. */
  readonly callee: string;
  readonly line: number;
  readonly advice: string;
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

/** An input for a relation that loads every row of the other table, very many of them, or all that belong to one row. Bounded inputs yield no fact. */
export interface RelationInput {
  readonly span: Span;
  readonly field: string;
  readonly target: TableSize;
  /** Rows that it asks for, where it names a number. The rule knows how many are too many. */
  readonly upTo?: number;
  /** Where it is shown and how often it is loaded: "on the change form", "in each row of the inline". */
  readonly where: string;
  /** Each option costs a query more, for what its label reaches. */
  readonly perOption?: boolean;
  /** They are read once for each row of a list or an inline. */
  readonly perRow?: boolean;
  /** Options are searched for, but what is chosen is loaded whole: every row of the other table that belongs to this one. */
  readonly chosen?: boolean;
  /** Why few would act on it, however long the table gets. */
  readonly lighter?: string;
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

/** What a file says of lists: those of its resources, and others. */
export interface Listed {
  readonly resources: readonly AdminResource[];
  readonly concerns: readonly ListConcern[];
}

/** The concerns of one kind about the lists of a file. */
export function concernsOf<Kind extends ListConcern['kind']>({ resources, concerns }: Listed, kind: Kind): Extract<ListConcern, { kind: Kind }>[] {
  return [...resources.flatMap(({ list }) => list?.concerns ?? []), ...concerns].filter((concern): concern is Extract<ListConcern, { kind: Kind }> => concern.kind === kind);
}
