import type { Observation } from './circumstance.ts';
import type { Runs } from './evidence.ts';
import type { Amount } from './handed.ts';
import type { Remedy, Span } from './text.ts';

/** What the code makes of the answer of a query, where that is less than it asks for. */
export type UsedAs =
  /** the rows are read to be counted */
  | 'length'
  /** the rows are read to see whether there are any */
  | 'emptiness'
  /** the rows are read to see whether one is among them */
  | 'sought'
  /** the rows are counted in the database to see whether there are any */
  | 'counted'
  /** of all rows, in their order, the first one is used */
  | 'first'
  /** they are counted, and what stands in columns is added up */
  | 'computed'
  /** the library drops those of which a column stands there again */
  | 'distinct'
  /** the code itself drops rows by a column */
  | 'filtered'
  /** the rows are walked once, and held in memory all the while */
  | 'iterated'
  /** a page of rows is read beside the number of all, and the number is used */
  | 'number'
  /** all rows of the table are asked for at once, by a word that switches the limit off */
  | 'unlimited'
  /** they are read whenever a request is answered, which is made of them */
  | 'served'
  /** they are all in memory together */
  | 'held';

/** The use that is made of a query's answer. By this `judgeUse` decides. */
export interface ResultUse {
  readonly usedAs: UsedAs;
  /** The smallest node to change. */
  readonly span: Span;
  /** How many rows the query finds. */
  readonly rows: Amount;
  /** The query has no condition: it reads or counts the table. */
  readonly isWhole: boolean;
  /** Its conditions leave more rows the longer the table gets. */
  readonly isOpenEnded?: boolean;
  /** They are those of one customer of a program that many share. */
  readonly isOfCustomer?: boolean;
  /** Of one parent there are more every day: it asks for the newest ones first, or their name says so. */
  readonly isEndless?: boolean;
  /** A condition is true of few rows among many: administrators, what is featured. */
  readonly isOfFew?: boolean;
  /** Its conditions look for what few rows have: a name, or a pair of keys. */
  readonly isLookedUp?: boolean;
  /** They pair one parent with others, of which it has few. */
  readonly isOfPair?: boolean;
  /** It asks for some columns of each row, which take little room. */
  readonly isNarrow?: boolean;
  /** What is made of them holds all rows by its nature: a file, a sitemap, the pages of a build. */
  readonly isForAll?: boolean | undefined;
  /** It is asked only where something else was looked for and isn't there. */
  readonly isForMiss?: boolean | undefined;
  /** The same function goes on to add a row to the table: the first one is to be told from the others. */
  readonly isBeforeCreate?: boolean | undefined;
  /** The function that answers with them, for `served`, where it is another one than the query's. */
  readonly by?: string | undefined;
  /** Columns by which the code drops rows, for `filtered`; those it makes numbers of, for `computed`; those of which one row each is left, for `distinct`. */
  readonly columns?: readonly string[];
  /** Columns for each of whose values the code makes a number, for `computed`. */
  readonly groups?: readonly string[];
  readonly runs: Runs;
  readonly around: readonly Observation[];
  /** What to write instead, in the library's own names: a sentence. */
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}
