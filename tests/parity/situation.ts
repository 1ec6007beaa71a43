import type { Circumstance } from '../../src/model/circumstance.ts';

export type LibraryName = 'django' | 'prisma' | 'typeorm';

export const LIBRARIES: readonly LibraryName[] = ['django', 'prisma', 'typeorm'];

/** What is to be said of a query, and why. */
export type Expected =
  | { readonly silent: Circumstance }
  /** Silent for a reason that is no circumstance: a part of the sentence. */
  | { readonly silentBecause: string }
  | { readonly high: string }
  /** Reported, though of less weight: a part of each reason, in order. */
  | { readonly some: readonly string[] };

/**
 * How a library writes a situation. `¿` stands before the query that is judged: the start of the call, or of what is iterated over.
 * A text is the body of a function (see `wrap`).
 */
export interface Spelling {
  readonly body: string;
  /** Text of the module or class around the function: helpers, constants, other methods. */
  readonly beside?: string;
  /** Path of the file below the project. */
  readonly file?: string;
  /** Head of the function instead of the usual one. */
  readonly head?: string;
  /** Where a library differs for a reason that is its own: what is expected there, and why it can't be the same. */
  readonly unlike?: { readonly expected: Expected; readonly why: string };
}

export interface Situation extends Readonly<Record<LibraryName, Spelling | string | { readonly notApplicable: string }>> {
  readonly name: string;
  readonly expected: Expected;
  /** `settings['admin-scale']` beside what the fixtures need. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const TABLE_ROWS = 'the rows are those of a table';
export const PART_ROWS = 'the rows are those of one parent, by its key';
export const CHILDREN = 'the rows are those of one parent';
export const HANDED_IN = 'the rows are handed in, as many as the caller has';
export const REQUESTED = 'the rows are what one request or form holds';
export const FAILS_ALONE = 'each round fails by itself, where one statement for all fails as one';
export const FOREIGN_WAIT = 'a call to something else than the database takes longer';
export const SOMETIMES = 'a condition lets few rows come to it';
export const LATER_ROUNDS = 'later rounds find what earlier ones have written';
export const COMMAND = 'it is a command';
export const TRANSACTIONS = 'the remedy spares transactions';
/** What makes every write over the rows of a table weigh less. */
export const WRITTEN = 'of a table little is written at a time as a rule';
export const OTHER_WRITE = 'the round also sends a write';
