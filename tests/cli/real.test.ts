import { ESLint } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { oxcParser } from '../../src/javascript/parse/eslint-parser.ts';
import { filesWritten } from '../../src/project/files.ts';
import { exampleShops, TemporaryProject } from './stub.ts';
import { withoutProcessor } from '../lint-project.ts';

const NAMES = ['django-shop', 'adminjs-shop'];
const project = exampleShops(NAMES);

afterAll(() => {
  project.remove();
});

const OWN = new Set(['headline', 'help', 'note', 'cost', 'related']);

/** Without what we add to ESLint's messages. */
function findings(results: readonly ESLint.LintResult[]): unknown[] {
  return results.filter(({ messages }) => messages.length > 0).map(({ filePath, messages }) => ({ filePath, messages: messages.map((message) => Object.fromEntries(Object.entries(message).filter(([key]) => !OWN.has(key)))) }));
}

function places(results: readonly ESLint.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line, column, message, fix }) => `${filePath}:${String(line)}:${String(column)} ${String(ruleId)} ${message} ${JSON.stringify(fix)}`));
}

describe('the command on the example shops', () => {
  it.each(['django-shop', 'adminjs-shop'])('finds in %s what ESLint finds with its scope analysis and its walk', async (name) => {
    const { stdout, stderr, code } = await project.run(['check', name, '--preset', 'strict', '--format', 'json'], { dependencies: {} });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const ours = JSON.parse(stdout) as ESLint.LintResult[];
    const eslint = new ESLint({
      cwd: project.root,
      overrideConfigFile: true,
      // the command leaves the processor out, which suggests what silences a finding
      overrideConfig: [...plugin.configs.strict.map((config) => withoutProcessor(config)), { files: ['**/*.ts'], languageOptions: { parser: oxcParser } }],
    });
    const theirs = await eslint.lintFiles(ours.map(({ filePath }) => filePath));
    expect(findings(ours).length).toBeGreaterThan(0);
    expect(findings(ours)).toEqual(findings(JSON.parse(JSON.stringify(theirs)) as ESLint.LintResult[]));
  });

  it.each(['recommended', 'strict'])('reports after --fix what a run afterwards reports, in %s', async (preset) => {
    const copy = exampleShops(NAMES);
    const argv = ['check', '--preset', preset, '--format', 'json'];
    const fixed = JSON.parse((await copy.run([...argv, '--fix'], { dependencies: {} })).stdout) as ESLint.LintResult[];
    filesWritten();
    const fresh = JSON.parse((await copy.run(argv, { dependencies: {} })).stdout) as ESLint.LintResult[];
    expect(fixed.some(({ output }) => output !== undefined)).toBe(true);
    expect(places(fixed)).toEqual(places(fresh));
    copy.remove();
  });

  it('sums up by rule', async () => {
    const { stdout } = await project.run(['check'], { dependencies: {} });
    expect(stdout).toMatch(/\nFindings by rule\n( +\d+ {2}admin-scale\/[\w-]+.*\n)+/);
  });
});

describe('what a fix writes', () => {
  const admin = (name: string) => `\n\n@admin.register(${name})\nclass ${name}Admin(admin.ModelAdmin):\n    list_display = ("id",)\n    search_fields = ("id",)\n`;
  const model = (name: string, key = '') => `\n\nclass ${name}(models.Model):\n    name = models.CharField(max_length=9)\n${key}`;
  const key = '    shelf = models.ForeignKey("Shelf", on_delete=models.CASCADE)\n';
  const shop = {
    'manage.py': 'import django\n',
    'shop/models.py': `from django.db import models\n${model('Shelf')}${model('Book', key)}${model('Map', key)}${model('Globe', `${key}    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)\n`)}`,
    'shop/admin.py': `from django.contrib import admin\nfrom .models import Book, Globe, Map, Shelf\n${['Shelf', 'Book', 'Map', 'Globe'].map(admin).join('')}`,
  };

  it('is no evidence that a table grows', async () => {
    const own = new TemporaryProject(shop);
    const reported = async (...argv: string[]): Promise<string[]> => {
      filesWritten();
      const { stdout } = await own.run(['check', '--format', 'json', ...argv], { dependencies: {} });
      return (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.filter(({ ruleId }) => ruleId === 'admin-scale/no-unbounded-options').map(({ message }) => message));
    };
    // Only users are known to grow: their field is fixed, and nobody says anything of shelves after it.
    expect(await reported()).toEqual([expect.stringContaining('`owner` loads every row')]);
    const left = await reported('--fix', '--preset', 'strict');
    expect(left).toEqual(Array(3).fill(expect.stringContaining('`shelf` loads every row of `Shelf`')));
    expect(await reported('--preset', 'strict')).toEqual(left);
    expect(await reported()).toEqual([]);
    own.remove();
  });

  it('is seen in the files that were checked before it', async () => {
    const own = new TemporaryProject({
      ...shop,
      'shop/a.py': 'from django.contrib import admin\nfrom .models import Shelf\n\n\nclass ShelfFilter(admin.SimpleListFilter):\n    title = "shelf"\n    parameter_name = "shelf"\n\n    def lookups(self, request, model_admin):\n        return [(shelf.pk, shelf.name) for shelf in Shelf.objects.all()]\n\n    def queryset(self, request, queryset):\n        return queryset\n',
      'shop/admin.py': `from django.contrib import admin\nfrom .a import ShelfFilter\nfrom .models import Book, Globe, Map, Shelf\n${admin('Shelf')}${admin('Book')}    list_filter = (ShelfFilter,)\n${admin('Map')}    raw_id_fields = ("shelf",)\n${admin('Globe')}    raw_id_fields = ("shelf", "owner")\n`,
    });
    const { stdout } = await own.run(['check', '--format', 'json', '--fix'], { dependencies: {} });
    expect((JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([
      expect.stringContaining('are queried from `Shelf` (expected to be large: `BookAdmin` has it in `autocomplete_fields`)'),
    ]);
    own.remove();
  });
});

it('calls that look like queries of unknown objects are counted, and listed by --verbose', async () => {
  const project = new TemporaryProject({ 'package.json': '{ "dependencies": { "@prisma/client": "7" } }', 'a.ts': "import { prisma } from './client';\nexport const f = (store) => [prisma.order.findMany(),\n  store.orders.findMany({}), store.customers.createMany({ data: [] })];\n" });
  const run = async (...argv: string[]): Promise<string> => (await project.run(['check', ...argv], { dependencies: {} })).stdout;
  expect(await run()).toContain("\n2 calls look like queries, but their objects aren't known, and no rule speaks of them (--verbose lists them).\n");
  expect(await run('--verbose')).toContain("no rule speaks of them:\n  a.ts:3  store.orders.findMany\n  a.ts:3  store.customers.createMany\n");
  project.write('a.ts', "import { prisma } from './client';\nexport const f = (store) => store.orders.findMany({});\n");
  expect(await run()).toContain("\n1 call looks like a query, but its object isn't known, and no rule speaks of it (--verbose lists them).\n");
  project.remove();
});
