import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import * as adminjs from '../cases/adminjs.ts';
import type { CaseTable, ValidCase } from '../cases/case-table.ts';
import * as prisma from '../cases/prisma.ts';
import * as typeorm from '../cases/typeorm.ts';

const root = join(import.meta.dirname, '../..');

/** oxlint's own RuleTester needs Node 22, so each case becomes a file, with its fixtures around it, and oxlint runs over all of them. */
interface Place {
  readonly id: string;
  readonly one: ValidCase;
  readonly directory: string;
}

const tables: Readonly<Record<string, readonly CaseTable[]>> = {
  'no-query-per-row': [prisma.reads, typeorm.reads, adminjs.hooks],
  'no-write-per-row': [prisma.writes, typeorm.writes, adminjs.writes],
  'require-eager-loading': [prisma.relations, typeorm.relations],
  'no-offset-pagination': [prisma.pages, typeorm.pages],
  'no-offset-batching': [prisma.batches, typeorm.batches],
  'no-unbounded-options': [adminjs.inputs],
  'no-uncached-filter-lookups': [adminjs.filters],
};

/** Settings and options hold for a whole run of oxlint. */
function groups(): Map<string, { readonly id: string; readonly settings: object; readonly options: readonly unknown[]; readonly cases: ValidCase[] }> {
  const found = new Map<string, { id: string; settings: object; options: readonly unknown[]; cases: ValidCase[] }>();
  for (const [id, all] of Object.entries(tables)) {
    for (const one of all.flatMap(({ valid, invalid }): ValidCase[] => [...valid, ...invalid])) {
      const settings = { ...one.settings, include: ['**'] };
      const options = one.options ?? [];
      const key = JSON.stringify([id, settings, options]);
      const group = found.get(key) ?? { id, settings, options, cases: [] };
      group.cases.push(one);
      found.set(key, group);
    }
  }
  return found;
}

function lay(cases: readonly ValidCase[], id: string): { readonly top: string; readonly places: Place[] } {
  const top = mkdtempSync(join(tmpdir(), 'admin-scale-oxlint-'));
  const places = cases.map((one, index) => {
    const directory = join(top, String(index));
    const fixture = /^tests\/fixtures\/[^/]+/u.exec(one.filename)?.[0];
    if (fixture !== undefined) cpSync(join(root, fixture), join(directory, fixture), { recursive: true });
    const path = join(directory, one.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, one.code);
    return { id, one, directory };
  });
  return { top, places };
}

interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
}

function oxlint(top: string, paths: readonly string[], id: string, settings: object, options: readonly unknown[]): Diagnostic[] {
  const config = { jsPlugins: [join(root, 'dist/index.js')], categories: { correctness: 'off' }, rules: { [`admin-scale/${id}`]: ['error', ...options] }, settings: { 'admin-scale': settings } };
  writeFileSync(join(top, '.oxlintrc.json'), JSON.stringify(config));
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '-c', '.oxlintrc.json', ...paths];
  let output: string;
  try {
    output = execFileSync(process.execPath, args, { cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    // Findings make it exit with 1.
    output = (error as { stdout: string }).stdout;
  }
  return (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics;
}

/** What ESLint says of the same file in the same place. */
function eslint({ id, one, directory }: Place, top: string, settings: object): string[] {
  const config: Linter.Config = {
    files: ['**'],
    languageOptions: { parser },
    plugins: { 'admin-scale': plugin },
    rules: { [`admin-scale/${id}`]: ['error', ...(one.options ?? [])] },
    settings: { 'admin-scale': settings },
  };
  return new Linter({ cwd: top }).verify(one.code, [config], { filename: join(directory, one.filename) }).map(({ line, message }) => `${String(line)} ${message}`);
}

describe('a setting that does not exist', () => {
  it('is an error of oxlint, with the reason and no stack', () => {
    const top = mkdtempSync(join(tmpdir(), 'admin-scale-oxlint-'));
    writeFileSync(join(top, 'a.ts'), 'export const a = 1;\n');
    expect(oxlint(top, ['a.ts'], 'no-write-per-row', { row: {} }, []).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Error running JS plugin\.\nFile path: .*a\.ts\nsettings\['admin-scale'\]: unknown key "row"; the known keys are [^\n]+\. Did you mean "rows"\?$/u) as string,
    ]);
  });
});

describe('oxlint reports what ESLint reports', () => {
  for (const [key, { id, settings, options, cases }] of groups()) {
    it(`${String(cases.length)} cases of ${id} ${key}`, () => {
      const { top, places } = lay(cases, id);
      const relative = (place: Place): string => join(place.directory.slice(top.length + 1), place.one.filename);
      const diagnostics = oxlint(top, places.map((place) => relative(place)), id, settings, options);
      for (const place of places) {
        const mine = diagnostics.filter(({ filename }) => filename === relative(place)).map(({ labels, message }) => `${String(labels[0]?.span.line)} ${message}`);
        expect(mine.sort(), place.one.name ?? place.one.code).toEqual(eslint(place, top, settings).sort());
      }
    });
  }
});
