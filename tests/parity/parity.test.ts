import { describe, expect, it } from 'vitest';
import { CIRCUMSTANCES } from '../../src/model/circumstance.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { judged } from './judged.ts';
import { type OtherName, OTHERS, UNLIKE, WORDS } from './others.ts';
import { type Expected, LIBRARIES, type Spelling, TABLE_ROWS, WRITTEN } from './situation.ts';
import { situations } from './situations.ts';

/** What was said, cut to what is expected of it: the beginnings of reasons, without lines and without what explains them further. */
function said(verdict: Verdict, expected: Expected): Expected {
  const cut = (reason: string | undefined, wanted: string): string => (reason?.includes(wanted) === true ? wanted : String(reason));
  if (!verdict.report) {
    if (!('silent' in expected)) return { silentBecause: cut(verdict.because, 'silentBecause' in expected ? expected.silentBecause : '-') };
    return verdict.because.startsWith(CIRCUMSTANCES[expected.silent].because) ? expected : { silentBecause: verdict.because };
  }
  const [first = ''] = verdict.because;
  if (verdict.impact === 'high') return { high: first };
  // every write over a table weighs less, whatever the situation: the table says what each of them adds to that
  const reasons = verdict.because.filter((reason) => reason !== WRITTEN);
  if (reasons.length === 0) return { high: TABLE_ROWS };
  const wanted = 'some' in expected ? expected.some : [];
  return { some: reasons.map((reason, index) => cut(reason, wanted[index] ?? '-')) };
}

describe.each(LIBRARIES)('%s', (library) => {
  for (const situation of situations) {
    const cell = situation[library];
    if (typeof cell === 'object' && 'notApplicable' in cell) continue;
    const spelling: Spelling = typeof cell === 'string' ? { body: cell } : cell;
    it(situation.name, () => {
      const expected = spelling.unlike?.expected ?? situation.expected;
      expect(said(judged(library, spelling, situation.settings).verdict, expected)).toEqual(expected);
    });
  }
});

describe.each(Object.keys(WORDS) as OtherName[])('%s', (library) => {
  it.each(Object.entries(OTHERS))('%s', (name, write) => {
    const situation = situations.find((one) => one.name === name);
    if (situation === undefined) throw new Error('There is no such situation.');
    const spelling = write(WORDS[library]);
    const expected = UNLIKE[name]?.[library]?.expected ?? situation.expected;
    expect(said(judged(library, typeof spelling === 'string' ? { body: spelling } : spelling, situation.settings).verdict, expected)).toEqual(expected);
  });
});

describe('the table', () => {
  it('names each situation once', () => {
    const names = situations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
