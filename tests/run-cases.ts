import { RuleTester as Eslint10Tester } from 'eslint';
import { parser as typescriptParser } from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';
import { RuleTester as Eslint9Tester } from 'eslint9';
import plugin from '../src/index.ts';
import type { CaseTable, ValidCase } from './cases/case-table.ts';

for (const tester of [Eslint10Tester, Eslint9Tester]) Object.assign(tester, { afterAll, describe, it, itOnly: it.only });

/** Fixtures stand under tests/, which a user's project has exempt. */
export const fixtureSettings = { include: ['tests/fixtures/**'] };

const python = { plugins: { 'admin-scale': plugin as never }, language: 'admin-scale/python' };
const javascript = { languageOptions: { parser: typescriptParser } };

/** Runs case tables, of which a rule may have several, through the newest ESLint and the oldest supported one. (tests/oxlint runs those of JavaScript through oxlint.) */
export function runCases(ofRules: Readonly<Record<string, CaseTable | readonly CaseTable[]>>): void {
  for (const [id, given] of Object.entries(ofRules)) {
    const tables = [given].flat();
    const rule = plugin.rules[id as keyof typeof plugin.rules];
    const scripts = only(tables, ({ filename }) => !filename.endsWith('.py'));
    const pythons = only(tables, ({ filename }) => filename.endsWith('.py'));
    for (const [engine, Tester] of [['ESLint 10', Eslint10Tester], ['ESLint 9.15', Eslint9Tester]] as const) {
      describe(engine, () => {
        if (size(pythons) > 0) new Tester(python).run(id, rule, pythons as never);
        if (size(scripts) > 0) new Tester(javascript).run(id, rule, scripts as never);
      });
    }
  }
}

function only(tables: readonly CaseTable[], wanted: (one: ValidCase) => boolean): CaseTable {
  const mine = <T extends ValidCase>(cases: readonly T[]): T[] => cases.filter(wanted).map((one) => withFixtureSettings(one));
  return { valid: mine(tables.flatMap(({ valid }) => valid)), invalid: mine(tables.flatMap(({ invalid }) => invalid)) };
}

function withFixtureSettings<T extends ValidCase>(one: T): T {
  return { ...one, settings: { 'admin-scale': { ...fixtureSettings, ...one.settings } } };
}

function size({ valid, invalid }: CaseTable): number {
  return valid.length + invalid.length;
}
