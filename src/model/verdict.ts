import { type Circumstance, CIRCUMSTANCES, isSilencing, type Observation } from './circumstance.ts';
import type { AskedRows, InMemoryConcern, ProviderLoop } from './admin.ts';
import type { TableSize } from './data-model.ts';
import { asModelName, FEW_BY_NAME, namesEndless, namesFew, namesGrowing } from './many.ts';
import type { Evidence } from './evidence.ts';
import type { ResultUse } from './result-use.ts';
import { HEAVY_ORIGINS, LIGHT_ORIGINS, type RowScope } from './row-scope.ts';

/** A sentence's worth of why, without a full stop. */
export type Reason = string;

/** `high`: N can be large and the remedy spares statements. `some`: true, but few teams would act on it. */
export type Impact = 'high' | 'some';

export type Verdict =
  | { readonly report: true; readonly impact: Impact; readonly because: readonly Reason[] }
  | { readonly report: false; readonly because: Reason };

/** Rows up to which a loop isn't worth a word. */
export const FEW_ROWS = 10;

/**
 * Decides, for every language and library alike, whether what runs once per row is worth a report, and how much it weighs. The only
 * place that knows what is right all the same.
 */
export function judge(evidence: Evidence): Verdict {
  const { scope, around, task, spares, runs } = evidence;
  const silencing = firstOf(around.filter(({ what }) => isSilencing(what, task)));
  if (silencing !== undefined) return { report: false, because: describe(silencing) };
  if (runs === 'startup') return { report: false, because: 'it runs once, when the program starts or stops' };
  if (scope === undefined) return { report: false, because: 'nothing around it runs once per row' };
  if (isSmall(scope)) return { report: false, because: reasonOfSmall(scope) };
  if (spares === 'nothing') return { report: false, because: 'no other way of writing it sends less' };
  const lighter = reasonsForLess(evidence, scope);
  if (isOfNoWeight(evidence, scope)) return { report: false, because: lighter.join('; ') };
  return lighter.length > 0 ? { report: true, impact: 'some', because: lighter } : { report: true, impact: 'high', because: [weightOf(scope)] };
}

const ORDER: readonly string[] = Object.keys(CIRCUMSTANCES);

/** The observation to name: the one that the table of circumstances has first, whichever was seen first. */
function firstOf(seen: readonly Observation[]): Observation | undefined {
  return seen.toSorted((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what))[0];
}

function describe({ what, line }: Observation): Reason {
  const { because } = CIRCUMSTANCES[what];
  return line === undefined ? because : `${because} (line ${String(line)})`;
}

/** True for rows that are few, whatever happens: by a limit in the code, or by what is known of their table. */
export function isSmall({ atMost, table }: Pick<RowScope, 'atMost' | 'table'>): boolean {
  return table?.growth === 'small' || (atMost ?? Infinity) <= FEW_ROWS;
}

function reasonOfFew({ model, because }: TableSize): Reason {
  return `\`${model}\` has few rows as a rule: ${because ?? 'by its definition'}`;
}

function reasonOfSmall({ atMost, table, handedIn }: Pick<RowScope, 'atMost' | 'table' | 'handedIn'>): Reason {
  if (table?.growth !== 'small') return withHand(`the rows are ${String(atMost)} at most`, handedIn);
  return `settings or its definition say that the table of \`${table.model}\` is small${table.because === undefined ? '' : `: ${table.because}`}`;
}

const ORIGINS: Readonly<Record<RowScope['origin'], Reason>> = {
  page: 'the rows are those of a page',
  table: 'the rows are those of a table',
  days: 'the rows are those of a few days',
  part: 'the rows are those of one parent, by its key',
  selection: 'the rows are what somebody selects in a list',
  import: 'the rows come out of a file or from another service',
  parameter: 'the rows are handed in, as many as the caller has',
  children: 'the rows are those of one parent, which has few as a rule',
  request: 'the rows are what one request or form holds',
  configured: 'the rows are configured things',
  unknown: 'nothing says how many rows there are',
};

function weightOf({ origin, handedIn }: RowScope): Reason {
  return withHand(ORIGINS[origin], handedIn);
}

function withHand(reason: Reason, handedIn: string | undefined): Reason {
  return handedIn === undefined ? reason : `${reason}, ${handedIn}`;
}

/** Origins of which there are few rows as a rule, or of which nothing says how many there are. */
const LIGHT: ReadonlySet<RowScope['origin']> = new Set([...LIGHT_ORIGINS, 'unknown']);

/** Origins whose rows are many where a job gets them. */
const FOR_JOBS: ReadonlySet<RowScope['origin']> = new Set(['parameter', 'import']);

/** The rows are few as a rule, or nothing says how many they are. */
function isLight({ runs, answers }: Evidence, { origin, table, endless }: RowScope): boolean {
  // What falls into a few days is few unless it comes by itself. What belongs to one parent is few where somebody works on it, and a list like any other where a request shows it, unless it is of a table of which is known that nothing says it grows. Of some, even one parent gets ever more.
  const isShown = answers === true && (table === undefined || table.growth === 'growing');
  const isLong = (origin === 'part' && isShown) || ((origin === 'part' || origin === 'days') && endless === true);
  return (LIGHT.has(origin) && !isLong) || (FOR_JOBS.has(origin) && runs !== 'job');
}

/** What a round does beside a write, so that it stays as slow as it is with one statement less. */
const STAYS_SLOW: ReadonlySet<Circumstance> = new Set(['foreign-wait', 'stays-per-row']);

/** Nothing says that there are many rows, and the remedy takes little away: nobody would act on it, however strict. */
function isOfNoWeight(evidence: Evidence, scope: RowScope): boolean {
  const { task, around, spares } = evidence;
  if (scope.origin === 'unknown' && spares === 'transactions') return true;
  return task === 'write' && isLight(evidence, scope) && around.some(({ what }) => STAYS_SLOW.has(what));
}

/** Code elsewhere brings the rows, and what it reads is of no table that is known: such loops go over a few as a rule. */
function isOfNoTable({ task }: Evidence, { origin, table, atMost, handedIn }: RowScope): boolean {
  return task === 'read' && origin === 'table' && handedIn !== undefined && table === undefined && atMost === undefined;
}

/** What a condition leaves of a table to be written is few as a rule: what has come since, what belongs to one thing. All rows of one that grows are not, nor what a person works on in an admin. */
function isLittleWritten({ task, runs }: Evidence, { origin, table, whole }: RowScope): boolean {
  if (task !== 'write' || origin !== 'table' || runs === 'admin-page' || table?.rows !== undefined) return false;
  return whole !== true || runs === 'request' || table?.growth === 'few';
}

/** Of a query that has to be written anew, neither where it runs nor how long its table gets is known: nobody begins there. */
function isUnweighed({ task, runs, rewrites }: Evidence, { origin, table, endless }: RowScope): boolean {
  return rewrites === true && task === 'read' && runs === 'unknown' && origin === 'table' && table?.growth === 'unknown' && endless !== true && !namesGrowing(asModelName(table.model));
}

function reasonsForLess(evidence: Evidence, scope: RowScope): Reason[] {
  const { runs, around, spares } = evidence;
  const reasons: Reason[] = [];
  const { table } = scope;
  if (table?.growth === 'few') reasons.push(reasonOfFew(table));
  if (isLight(evidence, scope)) reasons.push(weightOf(scope));
  else if (isOfNoTable(evidence, scope)) reasons.push('nothing says which table the rows are of');
  else if (isUnweighed(evidence, scope)) reasons.push('nothing says that the table grows, or where this runs');
  else if (scope.picked === true) reasons.push('its rows are people whom somebody names one by one');
  if (isLittleWritten(evidence, scope)) reasons.push('of a table little is written at a time as a rule');
  if (spares === 'transactions') reasons.push('the remedy spares transactions, no statement');
  if (runs === 'command') reasons.push('it is a command that somebody runs once in a while');
  for (const observation of around) if (CIRCUMSTANCES[observation.what].silences === 'nothing') reasons.push(describe(observation));
  return reasons;
}

/**
 * Decides what it weighs that a query asks for more than the code uses of its answer. What needs a number, a yes or one row is better off without
 * the others however many there are; to filter or to stream them is worth it only where they are many.
 */
export function judgeUse({ usedAs, rows, isWhole, isOpenEnded = isWhole, isOfCustomer = false, isEndless = false, isOfFew = false, isLookedUp = false, isOfPair = false, isNarrow = false, isForAll = false, isForMiss = false, isBeforeCreate = false, runs, around }: ResultUse): Verdict {
  const silencing = firstOf(around.filter(({ what }) => isSilencing(what, 'read')));
  if (silencing !== undefined) return { report: false, because: describe(silencing) };
  if (runs === 'startup') return { report: false, because: 'it runs once, when the program starts or stops' };
  if (isSmall(rows)) return { report: false, because: reasonOfSmall(rows) };
  const { origin, table } = rows;
  const isCommand = runs === 'command' && table?.rows === undefined;
  if (usedAs === 'filtered' || usedAs === 'iterated') {
    if (origin !== 'table') return { report: false, because: ORIGINS[origin] };
    if (table?.growth !== 'growing') return { report: false, because: 'nothing says that the table grows' };
    if (usedAs === 'iterated' && runs !== 'job' && runs !== 'command') return { report: false, because: 'nothing says that it runs in the background, where nobody waits for it' };
  }
  if (usedAs === 'distinct') {
    // of what is kept for years there are ever more rows to be dropped, and a few values
    const isOfLasting = origin === 'part' && isEndless;
    if (origin !== 'table' && !isOfLasting) return { report: false, because: ORIGINS[origin] };
    if (table?.growth !== 'growing') return { report: false, because: 'nothing says that the table grows' };
    if (!isOpenEnded && !isOfLasting) return { report: false, because: 'conditions leave only some of the rows' };
  }
  if (usedAs === 'computed') {
    if (origin !== 'table' && origin !== 'part') return { report: false, because: ORIGINS[origin] };
    if (table?.growth !== 'growing' && !isWhole) return { report: false, because: 'nothing says that the table grows' };
    // a few columns of what belongs to one parent are as good as their sum
    if (origin === 'part' && isNarrow && !isEndless) return { report: false, because: ORIGINS.part };
  }
  if (usedAs === 'served' || usedAs === 'held') {
    if (origin !== 'table' && origin !== 'part') return { report: false, because: ORIGINS[origin] };
    if (table?.growth !== 'growing') return { report: false, because: 'nothing says that the table grows' };
    if (origin === 'part' && !isEndless) return { report: false, because: ORIGINS.part };
  }
  if (usedAs === 'served' && (runs === 'job' || runs === 'command')) return { report: false, because: 'it runs in the background, where nobody waits for it' };
  if (usedAs === 'held') {
    if (isNarrow) return { report: false, because: 'only some columns of each row are read' };
    if (runs === 'unknown') return { report: false, because: 'nothing says where it runs' };
    if (origin === 'part' && runs !== 'request') return { report: false, because: ORIGINS.part };
    if (origin === 'table' && !isOpenEnded) return { report: false, because: 'conditions leave only some of the rows' };
  }
  // of one parent there is ever more of what comes by itself
  const isAllOfOne = (origin === 'part' || origin === 'table') && isEndless && table?.growth === 'growing';
  if (usedAs === 'unlimited' && !isAllOfOne && (origin !== 'table' || !(isWhole || (isOpenEnded && table?.growth === 'growing')))) return { report: false, because: origin === 'table' ? 'conditions leave only some of the rows' : ORIGINS[origin] };
  if (usedAs === 'unlimited' && (runs === 'command' || runs === 'job')) return { report: false, because: 'it runs in the background, where nobody waits for it' };
  const lighter: Reason[] = [];
  // a limit of hundreds is there to have all of them, though less than all come
  if (usedAs === 'unlimited' && rows.atMost !== undefined) {
    if (table?.growth !== 'growing') return { report: false, because: table?.growth === 'few' ? reasonOfFew(table) : 'nothing says that the table grows' };
    lighter.push(`the rows are ${String(rows.atMost)} at most`);
  }
  if (usedAs === 'number') lighter.push('no more than a page of rows is read too many');
  // a table of a handful is counted as fast as it is asked for one row
  if ((usedAs === 'unlimited' || usedAs === 'counted' || usedAs === 'computed') && table?.growth !== 'growing' && table?.growth !== 'few') lighter.push('nothing says that the table grows');
  if (table?.growth === 'few') lighter.push(reasonOfFew(table));
  // of what one parent gets ever more of, the newest alone is one word more
  const isNewestOfPart = usedAs === 'first' && origin === 'part' && isAllOfOne;
  if (usedAs === 'unlimited' && isAllOfOne && !isOpenEnded && origin === 'table') lighter.push(ORIGINS.part);
  if (!HEAVY_ORIGINS.includes(origin) && !isNewestOfPart) lighter.push(ORIGINS[origin]);
  if ((usedAs === 'held' || usedAs === 'length' || usedAs === 'computed') && isOfCustomer) lighter.push('the rows are those of one customer');
  if ((usedAs === 'served' || usedAs === 'computed') && !isOpenEnded) lighter.push('conditions leave only some of the rows');
  const isKnownLong = table?.growth === 'growing' && (usedAs !== 'iterated' || isOpenEnded) && usedAs !== 'counted';
  if (!isWhole && !/^(?:length|filtered|computed|first)$/.test(usedAs) && !isKnownLong) lighter.push('conditions leave only some of the rows');
  // what is left to be worked off is few as soon as it has been worked off once
  if ((usedAs === 'held' || usedAs === 'iterated') && (runs === 'job' || runs === 'command') && !isWhole && table?.rows === undefined) lighter.push('what a job still has to do is little as a rule');
  if (usedAs === 'counted' && table?.rows === undefined) lighter.push('it is one statement, asked once');
  if (isNarrow) lighter.push('only some columns of each row are read');
  if (isOfFew) lighter.push('a condition is true of few rows');
  if (isLookedUp && /^(?:length|emptiness|sought|first|counted)$/.test(usedAs)) lighter.push('its conditions look for what few rows have');
  if (isOfPair) lighter.push('each row pairs one parent with another, of which it has few');
  if (isForAll) lighter.push('what is made of them holds all rows by its nature');
  if (isBeforeCreate) lighter.push('it is asked once, before a row is added to the same table');
  if (isForMiss) lighter.push('it is asked only where something else was looked for and is not there');
  if (isCommand) lighter.push('it is a command that somebody runs once in a while');
  for (const observation of around) if (CIRCUMSTANCES[observation.what].silences === 'nothing') lighter.push(describe(observation));
  return lighter.length > 0 ? { report: true, impact: 'some', because: lighter } : { report: true, impact: 'high', because: [ORIGINS[origin]] };
}

/** Decides what it weighs that a request says how many rows of a table a page has: of few rows nobody can ask for too many. */
export function judgeAsked(table: TableSize, { origin, isForAdmins = false }: AskedRows): Verdict {
  if (table.growth === 'small') return { report: false, because: reasonOfSmall({ table }) };
  if (table.growth === 'few') return { report: false, because: reasonOfFew(table) };
  // also where the rows are those of parents of which nothing is known
  if (table.growth === 'unknown' && namesFew(asModelName(table.model))) return { report: false, because: FEW_BY_NAME };
  const isEndlessPart = origin === 'part' && namesEndless(asModelName(table.model));
  const lighter = [...(table.growth === 'unknown' ? ['nothing says that the table grows'] : []), ...(LIGHT_ORIGINS.includes(origin) && !isEndlessPart ? [ORIGINS[origin]] : []), ...(isForAdmins ? ['only those who run the program can ask for so many'] : [])];
  return lighter.length > 0 ? { report: true, impact: 'some', because: lighter } : { report: true, impact: 'high', because: [ORIGINS[origin]] };
}

/** Decides what it weighs that a list is sorted, filtered or narrowed in memory. */
export function judgeInMemory({ table, lighter }: InMemoryConcern): Verdict {
  if (table.growth === 'small') return { report: false, because: reasonOfSmall({ table }) };
  if (table.growth === 'few') return { report: true, impact: 'some', because: [reasonOfFew(table)] };
  if (lighter !== undefined && table.growth === 'unknown') return { report: true, impact: 'some', because: [lighter] };
  return { report: true, impact: 'high', because: [ORIGINS.table] };
}

/** Decides what it weighs that a data provider sends a request for each of many ids: those that a page refers to come with every page, those that somebody ticks with a click. */
export function judgeProvider({ method }: Pick<ProviderLoop, 'method'>): Verdict {
  if (method.startsWith('get')) return { report: true, impact: 'high', because: ['every page of a list asks for what its rows refer to'] };
  return { report: true, impact: 'some', because: ['it runs for what somebody has ticked, and many an API has nothing that takes several'] };
}
