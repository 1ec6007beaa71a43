import { describe, expect, it } from 'vitest';
import { type Circumstance, CIRCUMSTANCES, isSilencing } from '../../src/model/circumstance.ts';
import { type Evidence, plainEvidence } from '../../src/model/evidence.ts';
import { describeCost, queriesFor, type RowOrigin, type RowScope } from '../../src/model/row-scope.ts';
import { saysOnPurpose, speaksOfHooks } from '../../src/model/purpose.ts';
import { namesContext, namesSwitch } from '../../src/model/switching.ts';
import { FEW_ROWS, isSmall, judge } from '../../src/model/verdict.ts';

const SCOPE: RowScope = { kind: 'loop', head: [0, 1], subject: 'for each of `orders`', origin: 'table', rows: undefined };

function evidence(more: Partial<Evidence> = {}): Evidence {
  return { task: 'read', scope: SCOPE, runs: 'unknown', around: [], spares: 'statements', ...more };
}

function from(origin: RowOrigin, more: Partial<Evidence> = {}): Evidence {
  return evidence({ ...more, scope: { ...SCOPE, origin } });
}

/** What keeps every finding silent, what only reads or writes of it, and what makes it weigh less. A circumstance more is a line more here. */
const MEANINGS: Readonly<Record<'any' | 'reads' | 'writes' | 'nothing', readonly Circumstance[]>> = {
  any: [
    'never-sent', 'never-called', 'not-in-program', 'no-records', 'fixed-list', 'not-rows', 'counted', 'fields-of-record', 'pieces', 'list-in-query', 'known-branch', 'leaves-loop', 'probe', 'flagged', 'memo', 'identity-guard', 'error-path', 'lock',
    'claim', 'own-connection', 'sent-with-others', 'own-transaction', 'own-try-and-wait', 'foreign-wait-before', 'paced', 'on-purpose', 'work-of-its-own',
  ],
  writes: ['own-failure', 'result-needed', 'nothing-set', 'same-write', 'own-method', 'hooks-wanted', 'own-relation'],
  reads: ['found-in-round', 'moving-answer', 'own-filter', 'top-of-each', 'read-again', 'streamed', 'held-in-memory', 'batched-by-library', 'same-rows-above', 'told-with-another'],
  nothing: ['fails-alone', 'sometimes-only', 'on-failure', 'hooks-run', 'later-rounds-find', 'handed-on', 'stays-per-row', 'mails-each', 'registered-each', 'transaction-beside', 'keeps-up', 'kept-for-later', 'said-few', 'held-in-one-list', 'deleted-next', 'longer-work', 'foreign-wait', 'loop-inside', 'switched-off'],
};

describe('circumstances', () => {
  it('are all in the table of this test', () => {
    expect(Object.values(MEANINGS).flat().toSorted()).toEqual(Object.keys(CIRCUMSTANCES).toSorted());
  });

  it.each(Object.entries(CIRCUMSTANCES))('%s says why, as a clause of its own', (what, { because }) => {
    expect(because).toMatch(/^[a-z][^.]{15,}[^.]$/);
    expect(Object.entries(CIRCUMSTANCES).filter(([, other]) => other.because === because).map(([name]) => name)).toEqual([what]);
  });

  for (const task of ['read', 'write'] as const) {
    it.each([...MEANINGS.any, ...MEANINGS[`${task}s`]])(`%s silences a ${task}`, (what) => {
      expect(isSilencing(what, task)).toBe(true);
      expect(judge(evidence({ task, around: [{ what, line: 12 }] }))).toEqual({ report: false, because: `${CIRCUMSTANCES[what].because} (line 12)` });
    });

    it.each(MEANINGS[task === 'read' ? 'writes' : 'reads'])(`%s bears on no ${task}`, (what) => {
      expect(judge(from('selection', { task, around: [{ what }] }))).toEqual({ report: true, impact: 'high', because: ['the rows are what somebody selects in a list'] });
    });

    it.each(MEANINGS.nothing)(`%s makes a ${task} weigh less`, (what) => {
      expect(judge(from('selection', { task, around: [{ what, line: 3 }] }))).toEqual({ report: true, impact: 'some', because: [`${CIRCUMSTANCES[what].because} (line 3)`] });
    });
  }
});

describe('the verdict', () => {
  it('takes what is written over a table for little, wherever that runs, until somebody has counted its rows', () => {
    const written = { report: true, impact: 'some', because: ['of a table little is written at a time as a rule'] };
    for (const runs of ['request', 'job', 'unknown'] as const) expect(judge(evidence({ task: 'write', runs }))).toEqual(written);
    expect(judge(evidence({ task: 'write', runs: 'job', scope: { ...SCOPE, table: { model: 'Order', rows: undefined, growth: 'growing', because: 'grows with use' } } }))).toEqual(written);
    expect(judge(evidence({ task: 'write', runs: 'job', scope: { ...SCOPE, table: { model: 'Order', rows: 40_000, growth: 'growing', because: undefined } } }))).toMatchObject({ impact: 'high' });
    expect(judge(evidence({ task: 'read', runs: 'request' }))).toMatchObject({ impact: 'high' });
    for (const origin of ['page', 'selection', 'import'] as const) expect(judge(from(origin, { task: 'write', runs: 'job' }))).toMatchObject({ impact: 'high' });
  });

  it('takes reads for rows that code elsewhere brings, out of no known table, for few', () => {
    const brought = (more: Partial<RowScope> = {}) => judge(evidence({ scope: { ...SCOPE, origin: 'table', handedIn: 'given by `openOrders`', ...more } }));
    expect(brought()).toEqual({ report: true, impact: 'some', because: ['nothing says which table the rows are of'] });
    expect(brought({ atMost: 100 })).toMatchObject({ impact: 'high' });
    expect(brought({ table: { model: 'Order', rows: undefined, growth: 'unknown', because: undefined } })).toMatchObject({ impact: 'high' });
    expect(brought({ origin: 'page' })).toMatchObject({ impact: 'high' });
    expect(brought({ handedIn: undefined })).toMatchObject({ impact: 'high' });
  });

  it('names the circumstance that the table has first, whichever was seen first', () => {
    const seen = [{ what: 'own-failure' }, { what: 'foreign-wait' }, { what: 'claim' }, { what: 'memo' }] as const;
    for (const around of [seen, seen.toReversed()]) expect(judge(evidence({ task: 'write', around }))).toEqual({ report: false, because: CIRCUMSTANCES.memo.because });
  });

  it('has nothing to say where nothing runs once per row', () => {
    for (const task of ['read', 'write'] as const) {
      expect(plainEvidence(task)).toEqual({ task, scope: undefined, runs: 'unknown', around: [], spares: 'nothing' });
      expect(judge(plainEvidence(task))).toEqual({ report: false, because: 'nothing around it runs once per row' });
    }
    expect(judge(plainEvidence('read', [{ what: 'pieces', line: 2 }]))).toEqual({ report: false, because: `${CIRCUMSTANCES.pieces.because} (line 2)` });
  });

  it('is silent about what runs once, few rows, small tables, and what no other way of writing spares', () => {
    expect(judge(evidence({ runs: 'startup' }))).toEqual({ report: false, because: 'it runs once, when the program starts or stops' });
    expect(judge(evidence({ scope: { ...SCOPE, atMost: FEW_ROWS } }))).toEqual({ report: false, because: 'the rows are 10 at most' });
    expect(judge(evidence({ scope: { ...SCOPE, atMost: FEW_ROWS + 1 } }))).toMatchObject({ report: true });
    expect(judge(evidence({ scope: { ...SCOPE, table: { model: 'Currency', rows: 30, growth: 'small', because: undefined } } }))).toEqual({
      report: false,
      because: 'settings or its definition say that the table of `Currency` is small',
    });
    expect(judge(evidence({ scope: { ...SCOPE, table: { model: 'Config', rows: undefined, growth: 'small', because: 'it is a singleton' } } }))).toEqual({
      report: false,
      because: 'settings or its definition say that the table of `Config` is small: it is a singleton',
    });
    expect(judge(evidence({ spares: 'nothing' }))).toEqual({ report: false, because: 'no other way of writing it sends less' });
  });

  it.each([
    [{ atMost: 5 }, true],
    [{ atMost: 50 }, false],
    [{}, false],
    [{ table: { model: 'Order', rows: undefined, growth: 'small', because: undefined } }, true],
    [{ table: { model: 'Order', rows: undefined, growth: 'growing', because: undefined } }, false],
    [{ table: { model: 'Order', rows: undefined, growth: 'few', because: undefined } }, false],
    [{ table: { model: 'Order', rows: undefined, growth: 'unknown', because: undefined }, atMost: 3 }, true],
  ] as const)('%j is small: %s', (known, expected) => {
    expect(isSmall({ ...SCOPE, ...known })).toBe(expected);
  });

  it('weighs less where a table has few rows by its definition', () => {
    const table = { model: 'Level', rows: undefined, growth: 'few', because: 'it has names only' } as const;
    expect(judge(evidence({ scope: { ...SCOPE, table } }))).toEqual({ report: true, impact: 'some', because: ['`Level` has few rows as a rule: it has names only'] });
    expect(judge(evidence({ scope: { ...SCOPE, table: { ...table, growth: 'growing' } } }))).toMatchObject({ impact: 'high' });
  });

  it.each([
    ['page', 'high', 'high', 'the rows are those of a page'],
        ['days', 'some', 'some', 'the rows are those of a few days'],
    ['part', 'some', 'some', 'the rows are those of one parent, by its key'],
    ['selection', 'high', 'high', 'the rows are what somebody selects in a list'],
    ['import', 'some', 'some', 'the rows come out of a file or from another service'],
    ['parameter', 'some', 'some', 'the rows are handed in, as many as the caller has'],
    ['children', 'some', 'some', 'the rows are those of one parent, which has few as a rule'],
    ['request', 'some', 'some', 'the rows are what one request or form holds'],
    ['configured', 'some', 'some', 'the rows are configured things'],
    ['unknown', 'some', 'some', 'nothing says how many rows there are'],
  ] as const)('rows of origin %s weigh %s in reads and %s in writes', (origin, read, write, because) => {
    expect(judge(from(origin, { task: 'read' }))).toEqual({ report: true, impact: read, because: [because] });
    expect(judge(from(origin, { task: 'write' }))).toEqual({ report: true, impact: write, because: [because] });
  });

  it('takes the rows of a table for many where they are read, and where all of them are written', () => {
    expect(judge(evidence())).toEqual({ report: true, impact: 'high', because: ['the rows are those of a table'] });
    const written = (more: Partial<RowScope>, runs: Evidence['runs'] = 'job') => judge(evidence({ task: 'write', runs, scope: { ...SCOPE, ...more } }));
    expect(written({ whole: true })).toEqual({ report: true, impact: 'high', because: ['the rows are those of a table'] });
    expect(written({ whole: false })).toMatchObject({ impact: 'some' });
    expect(written({ whole: true }, 'request')).toMatchObject({ impact: 'some' });
    expect(written({}, 'admin-page')).toMatchObject({ impact: 'high' });
  });

  it('takes what belongs to one parent for long where it is shown', () => {
    expect(judge(from('part', { answers: true }))).toEqual({ report: true, impact: 'high', because: ['the rows are those of one parent, by its key'] });
    const of = (growth: 'growing' | 'unknown' | 'few') => evidence({ answers: true, scope: { ...SCOPE, origin: 'part', table: { model: 'Order', rows: undefined, growth, because: undefined } } });
    expect(judge(of('growing'))).toMatchObject({ impact: 'high' });
    for (const growth of ['unknown', 'few'] as const) expect(judge(of(growth))).toMatchObject({ impact: 'some' });
    for (const origin of ['children', 'request', 'unknown', 'days'] as const) expect(judge(from(origin, { answers: true }))).toMatchObject({ impact: 'some' });
    expect(judge(from('part', { answers: true, around: [{ what: 'foreign-wait' }] }))).toMatchObject({ impact: 'some' });
  });

  it('takes what belongs to one parent for long where there is ever more of it', () => {
    const of = (endless: boolean, origin: RowOrigin = 'part') => judge(evidence({ scope: { ...SCOPE, origin, endless } }));
    expect(of(true)).toEqual({ report: true, impact: 'high', because: ['the rows are those of one parent, by its key'] });
    expect(of(false)).toMatchObject({ impact: 'some' });
    expect(of(true, 'children')).toMatchObject({ impact: 'some' });
    expect(of(true, 'days')).toMatchObject({ impact: 'high' });
  });

  it('takes what is handed in to a job for long', () => {
    for (const task of ['read', 'write'] as const) expect(judge(from('parameter', { task, runs: 'job' }))).toMatchObject({ impact: 'high' });
    expect(judge(from('children', { runs: 'job' }))).toMatchObject({ impact: 'some' });
    expect(judge(from('parameter', { runs: 'request' }))).toMatchObject({ impact: 'some' });
    expect(judge(from('import', { runs: 'job' }))).toMatchObject({ impact: 'high' });
  });

  it('takes a list of people whom somebody names one by one for short', () => {
    const weigh = (picked: boolean) => judge(evidence({ runs: 'job', scope: { ...SCOPE, origin: 'table', picked } }));
    expect(weigh(true)).toEqual({ report: true, impact: 'some', because: ['its rows are people whom somebody names one by one'] });
    expect(weigh(false)).toMatchObject({ impact: 'high' });
  });

  it('is silent about a write per row of rows that nothing says are many, where the round waits for more', () => {
    for (const what of ['foreign-wait', 'stays-per-row'] as const) {
      for (const origin of ['part', 'children', 'request', 'parameter', 'unknown'] as const) expect(judge(from(origin, { task: 'write', around: [{ what }] }))).toMatchObject({ report: false });
      expect(judge(evidence({ task: 'write', around: [{ what }] }))).toMatchObject({ report: true, impact: 'some' });
      expect(judge(from('parameter', { task: 'write', runs: 'job', around: [{ what }] }))).toMatchObject({ report: true, impact: 'some' });
      expect(judge(from('parameter', { around: [{ what }] }))).toMatchObject({ report: true, impact: 'some' });
    }
    for (const what of ['sometimes-only', 'later-rounds-find'] as const) expect(judge(from('request', { task: 'write', around: [{ what }] }))).toMatchObject({ report: true });
  });

  it('is silent about what spares transactions alone, where nothing says how many rows there are', () => {
    expect(judge(from('unknown', { task: 'write', spares: 'transactions' }))).toEqual({ report: false, because: 'nothing says how many rows there are; the remedy spares transactions, no statement' });
    expect(judge(from('parameter', { task: 'write', spares: 'transactions' }))).toMatchObject({ report: true, impact: 'some' });
  });

  it('gives every reason why something weighs less', () => {
    expect(judge(from('children', { task: 'read', runs: 'command', spares: 'transactions', around: [{ what: 'result-needed' }, { what: 'foreign-wait' }] }))).toEqual({
      report: true,
      impact: 'some',
      because: [
        'the rows are those of one parent, which has few as a rule',
        'the remedy spares transactions, no statement',
        'it is a command that somebody runs once in a while',
        CIRCUMSTANCES['foreign-wait'].because,
      ],
    });
    expect(judge(evidence({ runs: 'command' }))).toMatchObject({ impact: 'some' });
    expect(judge(evidence({ spares: 'transactions' }))).toMatchObject({ impact: 'some' });
    for (const runs of ['admin-page', 'request', 'job'] as const) expect(judge(evidence({ runs }))).toMatchObject({ impact: 'high' });
  });
});

describe('costs', () => {
  it('are a formula in the number of rows', () => {
    expect(queriesFor({ fixed: 3, perRow: 2 }, 10)).toBe(23);
  });

  it.each([
    [{}, 1, 'a query per row'],
    [{}, 2, '2 queries per row'],
    [{}, 1500, '1,500 queries per row'],
    [{ origin: 'page', rows: 100 }, 1, 'about 101 queries for a page of 100'],
    [{ origin: 'page', rows: 1000 }, 2, 'about 2,001 queries for a page of 1,000'],
    [{ origin: 'page' }, 1, 'a query per row'],
    [{ rows: 100 }, 1, 'a query per row'],
    [{ table: { model: 'Order', rows: 40_000, growth: 'growing', because: undefined } }, 2, '80,000 queries for 40,000 rows'],
    [{ origin: 'children', table: { model: 'Order', rows: 40_000, growth: 'growing', because: undefined } }, 1, 'a query per row'],
    [{ table: { model: 'Order', rows: undefined, growth: 'growing', because: undefined } }, 1, 'a query per row'],
  ] as const)('of %j and %i statements a row: %s', (known, perRow, text) => {
    expect(describeCost({ ...SCOPE, ...known }, perRow)).toBe(text);
  });
});

describe('what comments say', () => {
  it.each([
    'one by one', 'one-by-one, so that it can be stopped', 'one at a time', 'row by row', 'row-by-row', 'sent individually', 'app by app, for the sake of time', 'user-by-user', 'sequentially', 'kept sequential, for the order', 'serially', 'intentional', 'intentionally slow', 'on purpose',
    'deliberate', 'Deliberately not batched',
  ])('%j: on purpose', (comment) => {
    expect(saysOnPurpose(comment)).toBe(true);
  });

  it.each(['the customer of each order', 'day by week', 'consequential', 'one of them', 'unintentionality', 'by one', 'row 5', 'purpose: none'])('%j: nothing', (comment) => {
    expect(saysOnPurpose(comment)).toBe(false);
  });

  it.each([
    'signal', 'the signals run', 'overridden save', 'overrides', 'hook', 'hooks', 'listener', 'listeners', 'subscriber', 'subscribers', 'middleware', 'history', 'histories', 'audit', 'the audit log', 'auditing',
    'no bulk here', 'bulk_update skips it', 'update() skips it', 'save() is needed', 'updateMany', 'createMany gives no ids',
  ])('%j: of hooks', (comment) => {
    expect(speaksOfHooks(comment)).toBe(true);
  });

  it.each(['TODO: no createMany in SQLite', 'save the order', 'update the order', 'create', 'hooked', 'the list'])('%j: of no hooks', (comment) => {
    expect(speaksOfHooks(comment)).toBe(false);
  });
});

describe('what names say', () => {
  it.each([
    'set_tenant', 'setTenant', 'set_schema', 'switch_to_database', 'switchToDatabase', 'switch_to_the_schema', 'use_db', 'activateSite', 'change_workspace', 'select_shard', 'enter_tenant', 'connect_database',
    'set_current_tenant', 'set_active_organization', 'set_organisation', 'set_search_path', 'set_connection', 'set_account', 'set_company', 'activate', 'switch', 'setTenantById',
  ])('%s switches', (name) => {
    expect(namesSwitch(name)).toBe(true);
  });

  it.each(['set_total', 'tenant', 'get_tenant', 'reset_tenant', 'switched', 'activated', 'send', 'use'])('%s switches nothing', (name) => {
    expect(namesSwitch(name)).toBe(false);
  });

  it.each(['tenant_context', 'withTenant', 'schema_context', 'scopes_disabled', 'use_database', 'onShard', 'activated', 'as_current', 'asCurrent'])('%s is entered', (name) => {
    expect(namesContext(name)).toBe(true);
  });

  it.each(['open', 'transaction', 'lock', 'current'])('%s is not', (name) => {
    expect(namesContext(name)).toBe(false);
  });
});
