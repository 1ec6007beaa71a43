import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';
import { spellings } from './spellings.ts';

describe.each(spellings)('$library: $what', ({ library, what, seen, notSeen }) => {
  const observed = (spelling: (typeof seen)[number]): string[] => judged(library, typeof spelling === 'string' ? { body: spelling } : spelling).evidence.around.map((one) => one.what);
  const titled = (list: typeof seen): [string, (typeof seen)[number]][] => list.map((one) => [(typeof one === 'string' ? one : one.body).replaceAll(/\s+/g, ' '), one]);

  it.each(titled(seen))('is seen in %s', (_, spelling) => {
    expect(observed(spelling)).toContain(what);
  });

  it.each(titled(notSeen))('is not seen in %s', (_, spelling) => {
    expect(observed(spelling)).not.toContain(what);
  });
});
