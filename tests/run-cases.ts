import { RuleTester } from 'eslint';
import { parser as typescriptParser } from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';
import plugin from '../src/index.ts';
import type { CaseTable } from './cases/case-table.ts';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** Fixtures stand under tests/, which a user's project has exempt. */
export const fixtureSettings = { include: ['tests/fixtures/**'] };

/** Runs case tables through ESLint's RuleTester, in the language of their files' endings. */
export function runCases(tables: Readonly<Record<string, CaseTable>>): void {
  const testers = { javascript: new RuleTester({ languageOptions: { parser: typescriptParser } }), python: new RuleTester({ plugins: { 'admin-scale': plugin as never }, language: 'admin-scale/python' }) };
  for (const [id, { valid, invalid }] of Object.entries(tables)) {
    const rule = plugin.rules[id as keyof typeof plugin.rules];
    for (const language of ['javascript', 'python'] as const) {
      const mine = <T extends { filename: string }>(cases: readonly T[]): T[] =>
        cases.filter(({ filename }) => filename.endsWith('.py') === (language === 'python')).map((one) => withFixtureSettings(one));
      const table = { valid: mine(valid), invalid: mine(invalid) };
      if (table.valid.length + table.invalid.length > 0) testers[language].run(id, rule, table as never);
    }
  }
}

function withFixtureSettings<T extends { settings?: Record<string, unknown> | undefined }>(one: T): T {
  return { ...one, settings: { 'admin-scale': { ...fixtureSettings, ...one.settings } } };
}
