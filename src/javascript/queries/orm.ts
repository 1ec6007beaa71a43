import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Spares } from '../../model/evidence.ts';
import type { Operation, QueryCall } from '../../model/query-call.ts';
import type { ModelTable } from '../../model/model-table.ts';
import type { RowOrigin } from '../../model/row-scope.ts';
import type { UsedAs } from '../../model/result-use.ts';
import type { Edit, Remedy } from '../../model/text.ts';
import { oncePer } from '../../project/memo.ts';
import type { About } from '../../project/about.ts';
import type { Project } from '../../project/project.ts';
import type { CalledFunction } from '../project/called.ts';
import type { Filter } from './conditions.ts';
import type { Makings } from '../weight/makers.ts';
import type { SourceFile } from '../project/modules.ts';
import { type Node, spanOf, within } from '../syntax/nodes.ts';

/** What one call of an ORM asks the database, in terms that all ORMs share. */
export interface OrmCall {
  /** The call that sends the statement: the last one of a chain. */
  readonly node: TSESTree.CallExpression;
  readonly orm: OrmReader;
  /** Name of the model as the schema or the code names it. */
  readonly model: string | undefined;
  readonly method: string;
  readonly operation: Operation;
  /** It names its rows by a filter or takes a list of them: `updateMany`, `insert([...])`. */
  readonly many: boolean;
  /** Where the rows that it reads come from, if that's no table: what somebody has selected. */
  readonly rowsFrom?: RowOrigin | undefined;
  /** The code up to the method, for messages: `prisma.order.update`. */
  readonly callee: string;
  /** The expression that stands for the client, the repository or the manager. */
  readonly client: Node;
  /** The options of a read, or of what has its filter among them. */
  readonly options: TSESTree.ObjectExpression | undefined;
  /** The filter, as the code writes it. */
  readonly where: Node | undefined;
  /** The filter is the value of the primary key. */
  readonly byKey?: boolean;
  /** What a write stores. */
  readonly data: Node | undefined;
  readonly offset: Node | undefined;
  readonly limit: Node | undefined;
  /** The code asks for a page by an option that the library looks at in no way: all rows come. */
  readonly isLimitIgnored?: boolean;
  /** Rows that there are at most where no `limit` says it: what the library gives if nothing is said, or a limit by which all of them are meant. */
  readonly atMost?: number | undefined;
  /** The code switches the library's limit off. */
  readonly unlimited?: boolean;
  /** What decides which table or language the call asks, where that is no part of its filter: one call asks one of them. */
  readonly context?: readonly Node[];
  /** Where the answer is no list: the properties of it that hold the rows (`docs`), the number of all rows that match (`totalDocs`), and that of the pages that these make (`totalPages`). */
  readonly answer?: { readonly rows: string; readonly count: string; readonly pages?: string } | undefined;
  /** How the rows of a query builder are ordered, whether a row of the answer is one of the table, and the name that the table has in it. */
  readonly shape?: { readonly order: readonly { readonly column: string; readonly descending: boolean }[]; readonly grouped: boolean; readonly alias?: string | undefined } | undefined;
  /** It names the columns that it reads, where no option of `optionNames` does. */
  readonly narrow?: boolean;
  /** It goes on from a row instead of skipping rows. */
  readonly keyset: boolean;
  /** Nothing is sent before somebody waits for the promise. */
  readonly lazy: boolean;
  /** A query that is built and that no call sends, whoever waits for it. */
  readonly unsent?: boolean;
  /** It gives the first of its rows and reads all of them: the library sends no limit of its own. */
  readonly readsAll?: boolean;
  /** It is a method of a row, which is the client. */
  readonly ofRow?: boolean;
  /** The relation of the row that the call asks for by a method of that row: `order.getCustomer()`. */
  readonly relation?: string;
  /** Names of what was made in the code before, and has its key from this write on. */
  readonly fills?: readonly TSESTree.Identifier[];
  /** Statements that one call costs. */
  readonly statements: number;
  /** It takes locks: the order and the moment of such calls matter. */
  readonly locks: boolean;
}

const byPlace = oncePer((calls: readonly OrmCall[]): readonly OrmCall[] => [...calls].sort((a, b) => spanOf(a.node)[0] - spanOf(b.node)[0]));

/** Those of a file's calls that stand within `node`, in source order: no search through all of them. */
export function queriesIn(calls: readonly OrmCall[], node: Node): readonly OrmCall[] {
  return within(byPlace(calls), node, (call) => call.node);
}

/** By loop: the first query of such an operation to each model. */
export const firstOfEach = (isSuch: (operation: Operation) => boolean) => oncePer((queries: readonly OrmCall[]) => oncePer((loop: Node): ReadonlyMap<string | undefined, Node> => {
  const found = new Map<string | undefined, Node>();
  for (const { model, operation, node } of queriesIn(queries, loop)) if (isSuch(operation) && !found.has(model)) found.set(model, node);
  return found;
}));

/** How a library names things in advice. */
export interface OrmWords {
  /** One read for many keys: ``findMany({ where: { id: { in: ids } } })``. */
  readonly readMany: (call: OrmCall, key: string | undefined) => string;
  /** Counts for many rows at once. */
  readonly countMany: (call: OrmCall, key: string | undefined) => string;
  /**
   * One write for many rows, where what is written is the same for each.
   *
   * @param isResultRead the loop reads what the write gives back
   */
  readonly writeMany: (call: OrmCall, key: string | undefined, isResultRead: boolean) => string;
  /** One update for all rows of a loop that sets the same columns alike and saves each row. */
  readonly updateAlike?: (call: OrmCall, columns: readonly string[]) => string;
  /** Many writes sent together, where what is written differs. */
  readonly writeBatch: (call: OrmCall, key: string | undefined) => string;
  /**
   * The writes of all rounds sent together, where each round sends its own in a transaction of a list.
   *
   * @param transaction the call that sends them
   * @param isSame each of them could go for all rows at once
   */
  readonly sendAll: (transaction: string, isSame: boolean) => string;
  /** What `writeBatch` takes away. */
  readonly batchSpares: (call: OrmCall) => Spares;
  /**
   * How to read relations along with a query's rows, as an imperative clause: ``Add `include: { customer: true }` there``. It keeps what
   * the queries that they stand for have beside their keys; undefined where the library can't load a relation with that.
   *
   * @param owner the path from the query's rows to those that have the relations
   */
  readonly load: (source: OrmCall, owner: readonly string[], relations: readonly { readonly name: string; readonly query: OrmCall | undefined }[]) => string | undefined;
  /** How to ask for the number of rows, whether there are any, the first one, and a sum, each to follow "with"; plain words where the library leaves it out. */
  readonly fewer?: (call: OrmCall) => { readonly count: string; readonly any: string; readonly first: string; readonly sum?: string };
  /** How to ask for the different values of columns, to follow "with". */
  readonly groups?: (call: OrmCall, columns: readonly string[]) => string;
  /**
   * How to ask for a number of rows for each value of columns, to follow "with"; plain SQL where the library leaves it out.
   *
   * @param isDerived the values are worked out of the columns
   */
  readonly tally?: (call: OrmCall, columns: readonly string[], isDerived: boolean) => string;
  /** How to ask for the different values of one column among the rows of many keys, as code; plain SQL where the library leaves it out. */
  readonly different?: (call: OrmCall, column: string) => string;
  /** How to load relations with a statement for each in place of joining them all, as a sentence. */
  readonly apart?: (call: OrmCall) => string | undefined;
  /** How to have relations counted that a read loads for nothing else, as a sentence. */
  readonly countRelation?: (call: OrmCall, names: readonly string[]) => string;
  /** How to declare an index that begins with a column, as a sentence; undefined where the schema doesn't tell of indexes. */
  readonly index?: (call: OrmCall, column: string) => string;
  /** How to send what nobody sends, as a sentence; "await it" where the library leaves it out. */
  readonly send?: (call: OrmCall) => string;
  /** What a limit of 0 does, or a negative one, as a sentence without its end, where it is neither refused nor reads no rows. */
  readonly belowOne?: { readonly zero: string } | { readonly negative: string };
  /** What to use instead of OFFSET. */
  readonly keyset: (call: OrmCall) => string;
  readonly keysetBatch: (call: OrmCall) => string;
  /** The same, where the loop takes rows out of what it asks for; that of `keysetBatch` where it does for that. */
  readonly keysetOfRest?: (call: OrmCall) => string;
  /** What ends a loop over batches from then on, where what the answer tells of pages did so before: a sentence. */
  readonly batchesEnd?: (call: OrmCall) => string | undefined;
}

/** The query per row that a relation takes the place of. */
export interface RelationQuery {
  readonly call: OrmCall;
  /** Conditions beside the key. */
  readonly rest: readonly Node[];
  readonly dependsOnRow: (node: Node) => boolean;
}

/** A relation to be read along, and the query per row that it takes the place of, where the code has one. */
export interface LoadedRelation {
  readonly name: string;
  readonly query: RelationQuery | undefined;
}

/** An option of a read that counts a relation's rows for each of its own. */
export interface CountOption {
  /** The option as advice writes it. */
  readonly option: string;
  /** What reads the count from the row: `_count.orders`. */
  readonly access: string;
  readonly edit: Edit | undefined;
}

/** A loop over an array whose whole body is one write. */
export interface RowLoop {
  /** `list.map((row) => expression)`, or the list where the expression is the row. `assertion` is put behind the expression: ` as const`; `text` is what is written for it, where that isn't what the code has. */
  readonly mapped: (expression: Node, assertion?: string, text?: string) => string;
  readonly dependsOnRow: (node: Node) => boolean;
  /** True where an expression can be written outside the loop and means the same there. */
  readonly isSameForAll: (node: Node) => boolean;
  /** True for a column of a query's rows that may be NULL, or that their model isn't known to have. */
  readonly mayBeNull: (node: Node) => boolean;
}

/** One statement for all rows. */
export interface Together {
  readonly title: string;
  /** The expression that is awaited. */
  readonly expression: string;
  /** It fails where the list is empty. */
  readonly refusesEmpty?: boolean;
  /** What it changes beside the number of statements. */
  readonly changes: string;
  /** Other edits that it needs: imports. */
  readonly edits: readonly Edit[];
}

/** One call after a loop that sends what each round has sent, where the round ends with that. */
export interface SentLater {
  readonly title: string;
  /** What stands in the round in the write's place; undefined where nothing does. */
  readonly stays: string | undefined;
  /** The expression that is awaited after the loop. */
  readonly after: string;
  /** What sends it, which has to be the same in every round. */
  readonly client: Node;
  readonly changes: string;
}

/** How a library calls the options of its reads. */
export interface OptionNames {
  readonly where: string;
  readonly offset: string;
  readonly limit: string;
  readonly order: string;
  /** It goes on from a row, beside which the offset is a constant. */
  readonly cursor?: string;
  readonly lock?: string;
  /** The columns that are read. */
  readonly columns?: string;
}

/** One ORM's view of one file. */
export interface OrmReader {
  readonly library: QueryCall['library'];
  /** An insert stores the columns of one table, whatever its data looks like: related rows go by another method. */
  readonly insertsColumnsOnly: boolean;
  readonly dataModel: DataModel | undefined;
  readonly words: OrmWords;
  readonly optionNames: OptionNames;
  /** The primary key of a model of which nothing else is known; `id` where the library has no name for it. */
  readonly keyName?: string;
  /** Whoever is handed a query that isn't sent yet may add conditions, a limit or a count to it. */
  readonly queriesGoOn?: boolean;
  /** How rows are made, for whoever looks whether any code makes those of a table; nothing is said of that without it. */
  readonly makings?: Makings;
  /** What a relation that is loaded is where there is none, if a query for it gives something else: "`null` instead of `undefined`". */
  readonly noRelation?: string;
  /** The version that the project depends on is older than the one that the advice is written for. */
  readonly isOld?: boolean;
  /** False where the database of the schema has no bulk write that gives its rows back. */
  readonly givesRowsBack?: boolean;
  /** The query that `call` sends, or undefined where it sends none of this library's. */
  recognise(call: TSESTree.CallExpression): OrmCall | undefined;
  /** What the call's filter asks for; undefined where that can't be read. */
  filterOf(call: OrmCall): Filter | undefined;
  /** The filters of rows that are joined in, each of which a row has to have, where these stand beside the call's own. */
  joinedFilters?(call: OrmCall): readonly Filter[];
  /** The database indexes foreign keys by itself; undefined where the schema doesn't say which database it is. */
  readonly indexesKeys?: boolean | undefined;
  // What a library hasn't got, it leaves out.

  /** True where the call goes through the client of an interactive transaction. */
  isInTransaction?(call: OrmCall): boolean;
  /** True where the options of a read name the whole path of relations already. */
  loads?(source: OrmCall, path: readonly string[]): boolean;
  /** The options that name the relations a read loads with its rows; where one of them is `select`, it names columns as well and stands for all of them. Left out where they are called `include`, `relations` or `populate`. */
  readonly loadingOptions?: readonly string[];
  /** The relations that a read joins into one set of rows, each by its path; left out where the library sends a statement for each of them. */
  joined?(call: OrmCall): readonly (readonly string[])[];
  /** The edit that makes `source` read the relations, with the options that the queries per row had; undefined where that can't be written. */
  loadWith?(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined;
  /** How `source` counts a to-many relation along with its rows; undefined where the library has no such option. */
  countWith?(source: OrmCall, name: string, query: RelationQuery): CountOption | undefined;
  /** True where the library's bulk forms refuse what the call stores: nested writes of relations. */
  isRefusedInBulk?(call: OrmCall): boolean;
  /** True for an insert that says itself to leave rows alone that are there already. */
  skipsConflicts?(call: OrmCall): boolean;
  /** The one statement that does for all rows what `call` does for each; undefined where there is none that is sure to fit. */
  writeTogether?(call: OrmCall, loop: RowLoop): Together | undefined;
  /** What sends the writes of all rounds at once after a loop whose rounds end with `call`; undefined where the library has nothing that gathers them. */
  sentLater?(call: OrmCall): SentLater | undefined;
  /** True for a read of one row that the library gives again without a query where it has read that row before. */
  answersFromMemory?(call: OrmCall): boolean;
  /** The columns of which the library itself keeps one row each, behind a read of all that match; undefined where the database does that, or the call asks for no such thing. */
  droppedInMemory?(call: OrmCall): readonly string[] | undefined;
  /** Edits that make the call ask for no more than the code uses of its answer. */
  askLess?(call: OrmCall, usedAs: UsedAs): readonly Remedy[];
  /** The option by which a read of a list asks for some columns alone; undefined where it names columns or relations already, or has no such option. */
  selecting?(call: OrmCall, columns: readonly string[]): string | undefined;
  /** The function of the project that a call runs as a method which a model or its rows have beside the library's: `order.close()`, `Order.closeAll()`. */
  ownMethod?(callee: TSESTree.MemberExpression): CalledFunction | undefined;
  /** True for calls that the library gathers into one statement if they are made in the same tick. */
  batchesItself?(call: OrmCall): boolean;
}

/** What is known of a file before it is walked. */
export interface FileGlance {
  readonly imports: readonly string[];
  readonly text: string;
  readonly project: Project;
}

/**
 * An ORM: one file each. `glance` says from imports and text alone whether the file can hold calls of it; `open` then reads
 * the file's bindings.
 */
export interface Orm {
  readonly about: About;
  readonly library: QueryCall['library'];
  glance(file: FileGlance): boolean;
  /** True where the file may call methods that the project's models or their rows have of their own, be it without a query itself. */
  mayFollow?(file: FileGlance): boolean;
  open(file: SourceFile, project: Project): OrmReader | undefined;
  /** Methods that hardly anything but an object of this library has; left out where it has none. */
  readonly tellingMethods?: RegExp;
  /** The tables of the models that the files declare; left out where the library has none. */
  tables?(files: readonly string[]): readonly ModelTable[];
}
