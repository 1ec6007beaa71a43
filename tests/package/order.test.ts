import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { parser as typescriptParser } from 'typescript-eslint';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import plugin from '../../src/index.ts';
import * as adminjs from '../cases/adminjs.ts';
import type { CaseTable } from '../cases/case-table.ts';
import * as djangoAdmin from '../cases/django-admin.ts';
import * as djangoAdvice from '../cases/django-advice.ts';
import * as djangoOrm from '../cases/django-orm.ts';
import * as prisma from '../cases/prisma.ts';
import * as remedies from '../cases/remedies.ts';
import * as typeorm from '../cases/typeorm.ts';

/**
 * What is reported of a file, where, and with which fixes doesn't depend on what was linted before: each file alone = after all others = in reverse order =
 * in one process that goes on while another file is edited and edited back = the text in an editor before it is saved.
 */

const SOURCE = /\.(?:py|[cm]?[jt]sx?)$/;
/** Cases that stand together in one project, and how many such projects are made of a fixture: linting each file alone in a fresh copy takes its time. */
const TOGETHER = 8;
const MOST_GROUPS = 2;

const temporary = mkdtempSync(join(tmpdir(), 'admin-scale-order-'));
let copies = 0;

afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** Files by path below the project's root. */
type Texts = ReadonlyMap<string, string>;

function textsBelow(root: string): Map<string, string> {
  const paths = readdirSync(root, { recursive: true }).map(String).filter((path) => !path.includes('node_modules') && statSync(join(root, path)).isFile()).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** A copy in a place of its own: nothing that the plugin keeps by path knows it. */
function written(texts: Texts): string {
  const root = join(temporary, String((copies += 1)));
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function engineAt(root: string, Engine: typeof ESLint, ownParser: boolean): ESLint {
  return new Engine({
    cwd: root, overrideConfigFile: true, ignore: false,
    overrideConfig: [...plugin.configs.strict, ...(ownParser ? [{ files: ['**/*.{ts,js}'], languageOptions: { parser: typescriptParser } }] : []), { settings: { 'admin-scale': { include: ['**'] } } }],
  });
}

async function lint(engine: ESLint, root: string, path: string, text = readFileSync(join(root, path), 'utf8')): Promise<unknown> {
  const [result] = await engine.lintText(text, { filePath: join(root, path) });
  return (result?.messages ?? []).map(({ ruleId, message, line, column, endLine, endColumn, fix, suggestions }: Linter.LintMessage) => ({
    at: `${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)} ${ruleId ?? 'fatal'}`, message, fix, suggestions: suggestions?.map(({ desc, fix: own }) => [desc, own]),
  }));
}

/** Long enough that everything that is believed for a time is looked at again. */
function later(): void {
  vi.advanceTimersByTime(3_600_000);
}

interface Subject {
  readonly name: string;
  readonly texts: Texts;
  /** The files whose reports are compared. */
  readonly files: readonly string[];
}

const EXAMPLES: readonly Subject[] = ['examples/django-shop', 'examples/adminjs-shop', 'examples/payload-shop'].map((root) => subjectOf(root, textsBelow(root)));
const FIXTURES: readonly Subject[] = readdirSync('tests/fixtures').flatMap((name) => withCases(`tests/fixtures/${name}`));

/** Files that lead back to each other: whoever looks meets the file being linted once more, through another one. */
const CIRCLES: readonly Subject[] = [
  subjectOf('admin classes in a circle of files', new Map(Object.entries({
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/models.py': [
      'from django.db import models', '', 'class Supplier(models.Model):', '    name = models.CharField(max_length=50)', '',
      'class Order(models.Model):', '    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.SET_NULL)', '    status = models.CharField(max_length=20)', '',
      '    def __str__(self):', '        return self.supplier.name', '',
    ].join('\n'),
    'shop/options.py': [
      'from django.contrib import admin', 'from .admin import OWN_COLUMNS, OrderAdmin', '', 'COLUMNS = ("id", "supplier")', 'FILTERS = ("status", "supplier")', '',
      'class SharedAdmin(OrderAdmin):', '    list_display = OWN_COLUMNS', '    list_filter = FILTERS', '    list_editable = ("supplier",)', '',
    ].join('\n'),
    'shop/admin.py': [
      'from django.contrib import admin', 'from .models import Order, Supplier', '', 'OWN_COLUMNS = ("id", "supplier", "status")', '',
      'class OrderAdmin(admin.ModelAdmin):', '    list_display = OWN_COLUMNS', '    list_filter = ("supplier",)', '    raw_id_fields = ()', '',
      'from .options import COLUMNS, FILTERS, SharedAdmin', '',
      '@admin.register(Order)', 'class FirstAdmin(OrderAdmin):', '    actions = ["close"]', '', '    def close(self, request, queryset):', '        for order in queryset:', '            order.status = order.supplier.name', '            order.save()', '',
      'class SecondAdmin(SharedAdmin):', '    list_display = (*COLUMNS, "status")', '    list_filter = (*FILTERS,)', '', 'admin.site.register(Order, SecondAdmin)', 'admin.site.register(Supplier)', '',
    ].join('\n'),
  }))),
  subjectOf('a hook that calls back', new Map(Object.entries({
    'package.json': '{ "name": "circle", "type": "module", "dependencies": { "adminjs": "^7.8.0", "typeorm": "^0.3.0" } }',
    'src/entities.ts': [
      "import { BaseEntity, Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';", '@Entity()', 'export class Customer extends BaseEntity {', '  @PrimaryGeneratedColumn() id!: number;', '  @Column() name!: string;', '}',
      '@Entity()', 'export class Order extends BaseEntity {', '  @PrimaryGeneratedColumn() id!: number;', '  @Column() customerId!: number;', '  @ManyToOne(() => Customer) customer!: Customer;', '}', '',
    ].join('\n'),
    'src/orders.ts': [
      "import { Customer, Order } from './entities.js';", "import { addCustomers } from './hooks.js';", '',
      'export const fill = async (records) => {', '  for (const record of records) {', '    record.params.customer = await Customer.findOneBy({ id: record.params.customerId });', '  }', '};',
      "export const orders = { resource: Order, options: { listProperties: ['id'], actions: { list: { after: [addCustomers] } } } };", '',
    ].join('\n'),
    'src/hooks.ts': ["import { fill } from './orders.js';", '', 'export const addCustomers = async (response) => {', '  await fill(response.records);', '  return response;', '};', ''].join('\n'),
  }))),
];

function subjectOf(name: string, texts: Texts): Subject {
  return { name, texts, files: [...texts.keys()].filter((path) => SOURCE.test(path)) };
}

/** A fixture project alone, and with some of the cases that are written for it and report something, every one in a file of its own. */
function withCases(root: string): Subject[] {
  const texts = textsBelow(root);
  const codes = casesBelow(root);
  const count = Math.min(MOST_GROUPS, Math.ceil(codes.length / TOGETHER));
  // spread over the table, whose neighbours are alike
  const groups = Array.from({ length: count }, (_, index) => codes.filter((_code, at) => at % count === index).slice(0, TOGETHER));
  return [subjectOf(root, texts), ...groups.map((group, index) => {
    const added = group.map(({ filename, code }, at) => [relative(root, join(dirname(filename), `case_${String(at)}${extname(filename)}`)), code] as const);
    return { name: `${root}, cases ${String(index + 1)}`, texts: new Map([...texts, ...added]), files: added.map(([path]) => path) };
  })];
}

function casesBelow(root: string): { filename: string; code: string }[] {
  const modules: object[] = [adminjs, djangoAdmin, djangoAdvice, djangoOrm, prisma, remedies, typeorm];
  const tables = modules.flatMap((module) => Object.values(module as Record<string, unknown>)).flatMap((table) => tablesIn(table));
  const codes = new Map(tables.flatMap(({ invalid }) => invalid).map((one) => [one.code, one]));
  return [...codes.values()].filter(({ filename }) => filename.startsWith(`${root}/`));
}

function tablesIn(value: unknown): CaseTable[] {
  if (typeof value !== 'object' || value === null) return [];
  return 'valid' in value && 'invalid' in value ? [value as CaseTable] : Object.values(value).flatMap((inner) => tablesIn(inner));
}

async function alone({ texts, files }: Subject, Engine: typeof ESLint, ownParser: boolean): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const path of files) {
    const root = written(texts);
    found.set(path, await lint(engineAt(root, Engine, ownParser), root, path));
    rmSync(root, { recursive: true });
  }
  return found;
}

async function inTurn(engine: ESLint, root: string, files: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const path of files) found.set(path, await lint(engine, root, path));
  return found;
}

function sorted(found: ReadonlyMap<string, unknown>): unknown {
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A line in front that says nothing: every offset of the file is another one. */
function shifted(path: string, text: string): string {
  return path.endsWith('.py') ? `# a line more\n${text}` : `// a line more\n${text}`;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each([...EXAMPLES, ...CIRCLES, ...FIXTURES].filter(({ files }) => files.length > 0))('$name', { timeout: 120_000 }, (subject) => {
  const { texts, files } = subject;

  it.each([
    ['ESLint 10', ESLint, false],
    ['ESLint 9.15, and the TypeScript parser', ESLint9, true],
  ] as const)('is reported alike in whichever order (%s)', async (_, Engine, ownParser) => {
    const expected = sorted(await alone(subject, Engine, ownParser));
    const root = written(texts);
    const engine = engineAt(root, Engine, ownParser);
    expect(sorted(await inTurn(engine, root, files))).toEqual(expected);
    expect(sorted(await inTurn(engine, root, [...files].reverse()))).toEqual(expected);
    const other = written(texts);
    expect(sorted(await inTurn(engineAt(other, Engine, ownParser), other, [...files].reverse()))).toEqual(expected);
  });

  it('is reported alike before and after another file is edited and edited back', async () => {
    const root = written(texts);
    const engine = engineAt(root, ESLint, false);
    const before = sorted(await inTurn(engine, root, files));
    for (const edited of [...texts.keys()].filter((path) => SOURCE.test(path) && (!files.includes(path) || files.indexOf(path) % 3 === 0))) {
      const text = texts.get(edited) ?? '';
      writeFileSync(join(root, edited), shifted(edited, text));
      later();
      const others = files.filter((path) => path !== edited).slice(0, 3);
      for (const path of [...others, ...(files.includes(edited) ? [edited] : [])]) await lint(engine, root, path);
      writeFileSync(join(root, edited), text);
      later();
      const after = await inTurn(engine, root, others);
      for (const [path, found] of after) expect({ [path]: found }).toEqual({ [path]: (before as Record<string, unknown>)[path] });
    }
    expect(sorted(await inTurn(engine, root, files))).toEqual(before);
  });

  it('is reported alike from an editor, before the text is saved', async () => {
    const root = written(texts);
    const engine = engineAt(root, ESLint, false);
    for (const path of files) {
      const text = shifted(path, texts.get(path) ?? '');
      const unsaved = await lint(engine, root, path, text);
      const saved = written(new Map([...texts, [path, text]]));
      expect({ [path]: unsaved }).toEqual({ [path]: await lint(engineAt(saved, ESLint, false), saved, path) });
      rmSync(saved, { recursive: true });
    }
  });
});

it('what stands in another file is reported at the smallest node of this one that leads to it', async () => {
  const texts = CIRCLES[0]?.texts ?? new Map<string, string>();
  const root = written(texts);
  const [result] = await engineAt(root, ESLint, false).lintFiles([join(root, 'shop/admin.py')]);
  const lines = (texts.get('shop/admin.py') ?? '').split('\n');
  const places = result?.messages.filter(({ line }) => line > 20).map(({ ruleId, line, column, endColumn = column }) => `${String(ruleId)} ${lines[line - 1]?.slice(column - 1, endColumn - 1) ?? ''}`);
  expect([...new Set(places)].sort()).toEqual([
    'admin-scale/max-queries-per-page SecondAdmin',
    'admin-scale/no-exact-count SecondAdmin',
    'admin-scale/no-unbounded-options SecondAdmin',
    'admin-scale/no-uncached-filter-lookups (*FILTERS,)',
    'admin-scale/require-eager-loading (*COLUMNS, "status")',
  ]);
});
