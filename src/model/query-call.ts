import type { Evidence } from './evidence.ts';
import type { ResultUse } from './result-use.ts';
import type { RowScope } from './row-scope.ts';
import type { Remedy, Span } from './text.ts';

export type ReadOperation = 'readMany' | 'readOne' | 'count' | 'exists' | 'aggregate' | 'rawRead';
export type WriteOperation = 'create' | 'update' | 'delete' | 'save' | 'upsert' | 'rawWrite';
export type Operation = ReadOperation | WriteOperation;

/** An expression that reaches the database or the data provider. */
export interface QueryCall {
  readonly span: Span;
  /** The call as the code writes it, without arguments: `prisma.user.findMany`, `order.save`. */
  readonly callee: string;
  /** Label of the library that sends it. */
  readonly library: string;
  /** Name of the model, where it is known. */
  readonly model: string | undefined;
  readonly operation: Operation;
  /** Statements that one call costs as measured (TypeORM's `save` reads before it writes). */
  readonly statements: number;
  /** By what `judge` decides whether it is worth a report that it runs once per row, where it does. */
  readonly evidence: Evidence;
  /** The function through which the scope reaches it, where `span` is the call of that function, and where the query stands: its line, and the absolute path of its file where that is another one. */
  readonly via: { readonly name: string; readonly line: number; readonly path?: string | undefined } | undefined;
  /** What feeds OFFSET where that varies (a page number, a variable), and whether a loop walks the table with it. */
  readonly offset: { readonly span: Span; readonly text: string; readonly advice: string } | undefined;
  /** The use of its answer, where the code needs less than it asks for. */
  readonly use?: ResultUse | undefined;
  /** What to write instead, in the library's own names: one or two sentences. */
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** A loop that walks a table batch by batch and does so wrongly. */
export interface BatchLoop {
  /** The offset, or the slice: the smallest node to change. */
  readonly span: Span;
  /** The paged read as the code writes it. */
  readonly callee: string;
  readonly problem:
    /** every batch makes the database walk past all rows before it */
    | 'offset'
    /** the loop changes which rows match, so that rows are skipped */
    | 'drift';
  /** For `drift`: the write that changes the set, with its line. */
  readonly because: string | undefined;
  /** By what `judge` decides what the walk weighs; what skips rows is wrong however few there are. */
  readonly evidence: Evidence;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** Relations reached from a row whose rows were loaded without them: all that one remedy loads, so that one edit mends one fact. */
export interface RelationRead {
  /** The smallest node to change, of the first of them: the column's name, the attribute, the query by key. */
  readonly span: Span;
  /** Where the others are reached. */
  readonly also: readonly Span[];
  /** Nobody looks at the rows: they are counted, or asked whether there are any. */
  readonly only?: 'count' | 'exists';
  /** What is loaded row by row are columns of the row itself. */
  readonly columns?: true;
  /** The whole paths from the row: `customer`, `shipper__region`, `author.profile`. */
  readonly paths: readonly string[];
  readonly evidence: Evidence & { readonly scope: RowScope };
  /** Queries per row, of all of them together. */
  readonly perRow: number;
  /** Why they aren't loaded with the rows, as a sentence; names the line where they were loaded. */
  readonly why: string;
  /** The query that reads the rows, where it stands in the file and `why` names its line. */
  readonly loadedAt?: Span;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** A query that fails, that gives something else than it seems to, or that is never sent. */
export interface BrokenQuery {
  readonly span: Span;
  /** What happens, as a sentence. */
  readonly problem: string;
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

const WRITES: ReadonlySet<Operation> = new Set<Operation>(['create', 'update', 'delete', 'save', 'upsert', 'rawWrite']);

export function isWrite(operation: Operation): operation is WriteOperation {
  return WRITES.has(operation);
}

/** What the calls send together. */
export function statementsOf(calls: readonly QueryCall[]): number {
  return calls.reduce((sum, { statements }) => sum + statements, 0);
}
