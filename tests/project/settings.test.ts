import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/project/settings.ts';

describe("settings['admin-scale']", () => {
  it('has defaults for everything', () => {
    expect(parseSettings(undefined, '/')).toEqual({
      problem: undefined,
      settings: { rows: {}, smallTable: 1000, aliases: {}, ignore: [], include: [], django: undefined, maxPageSize: 100 },
    });
  });

  it.each([
    [{ row: {} }, 'unknown key "row"; the known keys are rows, rowsFile, smallTable, aliases, ignore, include, django, maxPageSize. Did you mean "rows"?'],
    [{ rows: { Country: '250' } }, '"rows.Country" must be a whole number.'],
    [{ ignore: 'x' }, '"ignore" must be a list.'],
    [{ django: '5' }, String.raw`"django" must match the pattern ^\d+\.\d+$.`],
    ['rows', 'must be an object.'],
    [{ rowsFile: 'absent.json' }, `rowsFile: "absent.json" can't be read.`],
  ])('says what is wrong with %j, and goes on with the defaults', (raw, problem) => {
    const parsed = parseSettings(raw, '/nowhere');
    expect(parsed.problem).toBe(problem);
    expect(parsed.settings).toEqual(parseSettings(undefined, '/').settings);
  });

  it('reads table sizes from a file, below those of `rows`', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'admin-scale-'));
    writeFileSync(join(cwd, 'rows.json'), '{ "Country": 250, "Order": 1 }');
    expect(parseSettings({ rowsFile: 'rows.json', rows: { Order: 4_000_000 } }, cwd).settings.rows).toEqual({ Country: 250, Order: 4_000_000 });
    writeFileSync(join(cwd, 'bad.json'), '{ "Country": ');
    expect(parseSettings({ rowsFile: 'bad.json' }, cwd).problem).toMatch(/is no JSON/u);
    writeFileSync(join(cwd, 'wrong.json'), '{ "Country": -1 }');
    expect(parseSettings({ rowsFile: 'wrong.json' }, cwd).problem).toBe('rowsFile: "Country" must be at least 0.');
  });
});
