import { Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import { read, type Reading } from '../src/read.ts';

function readingOf(text: string, settings: Readonly<Record<string, unknown>>): Reading {
  let reading: Reading | undefined;
  const ask = { create: (context: Rule.RuleContext) => ((reading = read(context)), {}) };
  new Linter({ cwd: process.cwd() }).verify(text, [{ plugins: { t: { rules: { ask } } }, rules: { 't/ask': 'error' }, settings: { 'admin-scale': settings } }], { filename: 'src/a.js' });
  if (reading === undefined) throw new Error('not read');
  return reading;
}

describe('what a rule gets', () => {
  it('has the settings, also of a file without evidence', () => {
    const { evidence, model } = readingOf('const a = 1;', { maxPageSize: 20 });
    expect(evidence).toBe(false);
    expect(model.settings).toMatchObject({ maxPageSize: 20, rows: {} });
  });

  it('is evidence where a file queries', () => {
    const { evidence, model } = readingOf("import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nprisma.order.findMany();\n", {});
    expect(evidence).toBe(true);
    expect(model.calls).toHaveLength(1);
  });
});
