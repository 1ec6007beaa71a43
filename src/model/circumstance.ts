/** What a circumstance keeps silent: every finding, or only reads or writes of it. */
type Silences = 'any' | 'reads' | 'writes' | 'nothing';

interface Meaning {
  readonly silences: Silences;
  /** Why, as a clause to follow "silent:" or "of some weight only:"; the line of what was seen follows it in brackets. */
  readonly because: string;
}

/**
 * What can stand around a query that runs once per row and makes it right all the same, or of less weight. Front ends observe these in
 * their language; what each of them means is said here, once for all languages and libraries. Where several silence a finding, the one
 * that stands first here is named.
 */
export const CIRCUMSTANCES = {
  'never-sent': { silences: 'any', because: 'nobody waits for it, so that it is never sent' },
  'never-called': { silences: 'any', because: 'nothing in the project calls it' },
  'not-in-program': { silences: 'any', because: 'the package that the file belongs to does not have the library: it is a copy that nothing runs' },
  'no-records': { silences: 'any', because: 'the hook is attached only to actions of one record: the list is never there' },
  'fixed-list': { silences: 'any', because: 'the loop runs over a list that is fixed in the code' },
  'not-rows': { silences: 'any', because: 'nothing says that the loop runs over rows' },
  counted: { silences: 'any', because: 'the loop runs a number of times that no table decides' },
  'fields-of-record': { silences: 'any', because: 'the loop runs over the fields of a record, not over rows' },
  pieces: { silences: 'any', because: 'the loop runs over pages, chunks, batches or retries, not over rows' },
  'list-in-query': { silences: 'any', because: 'the query names many rows by a list: it runs once per group' },
  'known-branch': { silences: 'any', because: 'each round takes another branch of the code: every query runs once at most' },
  'leaves-loop': { silences: 'any', because: 'whoever gets there leaves the loop' },
  probe: { silences: 'any', because: 'the loop ends with the first hit' },
  flagged: { silences: 'any', because: 'a flag that whoever shows one row may set decides about it, and nothing says that lists set it' },
  memo: { silences: 'any', because: 'it is asked only where a cache has no answer yet' },
  'identity-guard': { silences: 'any', because: 'one row at most passes the test for its identity' },
  'error-path': { silences: 'any', because: 'it runs only for the rows that fail' },
  lock: { silences: 'any', because: 'the rows are locked one by one' },
  claim: { silences: 'any', because: 'the round goes on only with the row that it has claimed' },
  'own-connection': { silences: 'any', because: 'each round works with a connection, tenant, lock or context of its own' },
  'sent-with-others': { silences: 'any', because: 'it goes with the other writes of a transaction, which is one finding' },
  'own-transaction': { silences: 'any', because: 'each round opens a transaction of its own' },
  'own-try-and-wait': { silences: 'any', because: 'each round deals with its own failure and waits for something else than the database' },
  'foreign-wait-before': { silences: 'any', because: 'the round waits for something else than the database first' },
  paced: { silences: 'any', because: 'the loop is slowed down on purpose' },
  'on-purpose': { silences: 'any', because: 'a comment says that it is done one by one on purpose' },
  'work-of-its-own': { silences: 'any', because: 'the function does more for each row than this query' },
  'own-failure': { silences: 'writes', because: 'each round deals with its own failure' },
  'result-needed': { silences: 'writes', because: 'the round goes on with the row that was just written' },
  'nothing-set': { silences: 'writes', because: 'nothing is set before: the call is made for what saving does' },
  'same-write': { silences: 'writes', because: 'it writes nothing that varies with the row' },
  'own-method': { silences: 'writes', because: 'the model has its own way of saving or deleting, which a bulk call would pass by' },
  'hooks-wanted': { silences: 'writes', because: 'a comment or what is said of the function says why signals, hooks or the history need it row by row' },
  'own-relation': { silences: 'writes', because: "it sets each row's own relation, for which there is no shorter way" },
  'found-in-round': { silences: 'reads', because: 'it asks for what only the round itself finds out' },
  'same-rows-above': { silences: 'reads', because: 'the round asks for the same rows before, which is one finding' },
  'told-with-another': { silences: 'reads', because: 'another read of the resolver is told of, and who mends that mends both' },
  'moving-answer': { silences: 'reads', because: 'the loop writes to the table that it asks' },
  'own-filter': { silences: 'reads', because: "no list of keys stands for the filters of all rows" },
  'top-of-each': { silences: 'reads', because: 'it takes the first few rows of each group' },
  'read-again': { silences: 'reads', because: 'the row itself is read again, for its latest state' },
  streamed: { silences: 'reads', because: 'its rows are streamed: they are too many to hold for all rounds together' },
  'held-in-memory': { silences: 'reads', because: 'the rows are held in memory already' },
  'batched-by-library': { silences: 'reads', because: 'the library collects such calls into one statement' },
  'fails-alone': { silences: 'nothing', because: 'each round fails by itself, where one statement for all fails as one' },
  'sometimes-only': { silences: 'nothing', because: 'a condition lets few rows come to it' },
  'on-failure': { silences: 'nothing', because: 'it runs only where something before it has failed' },
  'hooks-run': { silences: 'nothing', because: 'saving or deleting runs code of the model or receivers of its signals, which no bulk call runs' },
  'later-rounds-find': { silences: 'nothing', because: 'later rounds find what earlier ones have written: reading ahead has to keep account of that' },
  'handed-on': { silences: 'nothing', because: 'the round hands the row on once it is written, to something that may read it anew' },
  'stays-per-row': { silences: 'nothing', because: 'the round also sends a write that stays one per row' },
  'mails-each': { silences: 'nothing', because: 'the round makes a mail or a letter for each row, which takes longer' },
  'registered-each': { silences: 'nothing', because: 'the round starts a schedule or a worker for each row, of which a program has few' },
  'transaction-beside': { silences: 'nothing', because: 'the round runs a transaction of its own beside it, which takes longer' },
  'keeps-up': { silences: 'nothing', because: 'it runs every minute and finds only what has come since' },
  'kept-for-later': { silences: 'nothing', because: 'what comes of it is put into a cache, so that it is asked once in a while' },
  'loop-inside': { silences: 'nothing', because: 'a loop inside it goes over a whole table and sends queries for each row, which takes longer' },
  'switched-off': { silences: 'nothing', because: 'its pages are served under a setting that is off by default' },
  'said-few': { silences: 'nothing', because: 'a comment says that the rows are few' },
  'held-in-one-list': { silences: 'nothing', because: 'conditions leave only some of the rows, and the batches are put into one list, which has to hold all of them' },
  'deleted-next': { silences: 'nothing', because: 'the selected rows are deleted next, with all that hangs on them, which takes longer' },
  'longer-work': { silences: 'nothing', because: 'the function that asks does more for each row' },
  'foreign-wait': { silences: 'nothing', because: 'a call to something else than the database takes longer in each round' },
} as const satisfies Record<string, Meaning>;

export type Circumstance = keyof typeof CIRCUMSTANCES;

/** A circumstance seen around a query. */
export interface Observation {
  readonly what: Circumstance;
  /** Line where it stands, where it has a place of its own. */
  readonly line?: number | undefined;
}

/** True where `what` keeps a read or a write silent. */
export function isSilencing(what: Circumstance, task: 'read' | 'write'): boolean {
  const { silences } = CIRCUMSTANCES[what];
  return silences === 'any' || silences === `${task}s`;
}
