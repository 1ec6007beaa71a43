import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint, Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';

const strict = plugin.configs.strict;

function project(files: Readonly<Record<string, string>>): string {
  const cwd = mkdtempSync(join(tmpdir(), 'admin-scale-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

function linterFor(cwd: string, Engine: typeof ESLint = ESLint): ESLint {
  return new Engine({ cwd, overrideConfigFile: true, overrideConfig: strict });
}

async function messagesOf(cwd: string, patterns: string[] = ['.'], Engine: typeof ESLint = ESLint): Promise<Record<string, string[]>> {
  const results = await linterFor(cwd, Engine).lintFiles(patterns);
  const lines = results.map(({ filePath, messages }) => [filePath.slice(cwd.length + 1), messages.map(({ line, column, ruleId, message }) => `${String(line)}:${String(column)} ${ruleId ?? 'fatal'} ${message}`)] as const);
  return Object.fromEntries(lines.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const SHOP = {
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/models.py': [
    'from django.db import models',
    '',
    'class Supplier(models.Model):',
    '    name = models.CharField(max_length=50)',
    '',
    'class Order(models.Model):',
    '    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.SET_NULL)',
    '    paid = models.BooleanField(default=False)',
    '',
  ].join('\n'),
  'shop/admin.py': [
    'from django.contrib import admin',
    'from .models import Order',
    '',
    '@admin.register(Order)',
    'class OrderAdmin(admin.ModelAdmin):',
    '    list_display = ("id", "supplier")',
    '    actions = ["mark_paid"]',
    '',
    '    def mark_paid(self, request, queryset):',
    '        for order in queryset:',
    '            order.paid = True',
    '            order.save()',
    '',
  ].join('\n'),
  'schema.prisma': 'model User {\n  id Int @id\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n',
  'service.ts': [
    "import { PrismaClient } from '@prisma/client';",
    'const prisma = new PrismaClient();',
    'export async function close(ids: number[]): Promise<void> {',
    '  for (const id of ids) {',
    '    await prisma.post.delete({ where: { id } });',
    '  }',
    '}',
    '',
  ].join('\n'),
};

describe('the presets in a real ESLint', () => {
  it('report in all languages with nothing but `extends`', async () => {
    const messages = await messagesOf(project(SHOP));
    expect(messages['shop/admin.py']?.map((line) => line.split(' ')[1])).toEqual(['admin-scale/no-exact-count', 'admin-scale/no-unbounded-options', 'admin-scale/require-eager-loading', 'admin-scale/no-write-per-row']);
    expect(messages['service.ts']?.map((line) => line.split(' ')[1])).toEqual(['admin-scale/no-write-per-row']);
  });

  it('report the same on ESLint 9.15', async () => {
    const cwd = project(SHOP);
    expect(await messagesOf(cwd, ['.'], ESLint9)).toEqual(await messagesOf(cwd));
  });

  it('report the same whatever the order of the files', async () => {
    const cwd = project(SHOP);
    const one = linterFor(cwd);
    const alone = await Promise.all(Object.keys(SHOP).filter((path) => /\.(?:py|ts)$/u.test(path)).reverse().map(async (path) => one.lintFiles([path])));
    const together = await messagesOf(cwd);
    for (const [{ filePath, messages } = { filePath: '', messages: [] }] of alone) {
      expect(messages.map(({ message }) => message)).toEqual(together[filePath.slice(cwd.length + 1)]?.map((line) => line.replace(/^\S+ \S+ /u, '')));
    }
  });

  it('see a change of another file in a process that goes on', async () => {
    const cwd = project(SHOP);
    const before = await messagesOf(cwd, ['shop/admin.py']);
    writeFileSync(join(cwd, 'shop/models.py'), SHOP['shop/models.py'].replace('null=True, ', ''));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const after = await messagesOf(cwd, ['shop/admin.py']);
    expect(before['shop/admin.py']?.some((line) => line.includes('require-eager-loading'))).toBe(true);
    expect(after['shop/admin.py']?.some((line) => line.includes('require-eager-loading'))).toBe(false);
  });

  it.each([['10', ESLint], ['9.15', ESLint9]])('end a run of ESLint %s with what is wrong with the settings, said once and without a stack', async (_, Engine) => {
    const files = { ...SHOP, 'silenced.ts': '/* eslint-disable */\nexport const a = 1;\n' };
    const engine = new Engine({ cwd: project(files), overrideConfigFile: true, overrideConfig: [...strict, { settings: { 'admin-scale': { row: {} } } }] });
    for (const path of ['.', 'silenced.ts', 'shop/admin.py']) {
      const error: unknown = await engine.lintFiles([path]).catch((reason: unknown) => reason);
      // ESLint's command prints the stack.
      expect((error as Error).stack).toMatch(/^settings\['admin-scale'\]: unknown key "row"; the known keys are [^\n]+\. Did you mean "rows"\?$/u);
    }
  });
});

describe('bad input', () => {
  it.each([
    ['a syntax error', { 'shop/admin.py': 'class OrderAdmin(admin.ModelAdmin:\n    list_display = (\n' }, 'fatal'],
    ['Python 2', { 'shop/admin.py': 'print "orders"\n' }, 'fatal'],
  ])('%s is a parse error, not an exception', async (_, files, kind) => {
    const messages = await messagesOf(project({ ...SHOP, ...files }));
    expect(messages['shop/admin.py']?.[0]).toMatch(new RegExp(`^\\d+:\\d+ ${kind} `, 'u'));
  });

  it.each([
    ['models that can’t be parsed', { 'shop/models.py': 'class Order(models.Model:\n' }],
    ['a class that inherits from itself', { 'shop/admin.py': 'from django.contrib import admin\nfrom .models import Order\n@admin.register(Order)\nclass A(A):\n    list_display = ("supplier",)\n' }],
    ['classes that inherit in a circle', { 'shop/admin.py': 'from django.contrib import admin\nclass A(B): pass\nclass B(A): pass\nadmin.site.register(Order, A)\n' }],
    ['modules that import each other', { 'shop/models.py': 'from .admin import *\nfrom django.db import models\nclass Order(Base): pass\n', 'shop/admin.py': 'from .models import *\nfrom django.contrib import admin\n@admin.register(Order)\nclass A(admin.ModelAdmin): pass\n' }],
    ['a half-written class', { 'shop/admin.py': 'from django.contrib import admin\n@admin.register\nclass A(admin.ModelAdmin):\n    list_display = \n' }],
    ['a malformed schema', { 'schema.prisma': 'model User {\n  id Int @id(\n  posts Post[] @relation("x\nmodel {{{ \n' }],
    ['an empty file', { 'shop/admin.py': '', 'service.ts': '' }],
    ['nothing but comments', { 'shop/admin.py': '# admin\n', 'service.ts': '// prisma\n' }],
  ])('%s doesn’t crash', async (_, files) => {
    await expect(messagesOf(project({ ...SHOP, ...files }))).resolves.toBeDefined();
  });

  it('a file of 2 MB is linted in reasonable time', () => {
    const linter = new Linter({ cwd: project(SHOP) });
    const text = SHOP['shop/admin.py'] + 'def f(x):\n    return Order.objects.filter(pk=x).count()\n'.repeat(36_000);
    const start = performance.now();
    linter.verify(text, strict, { filename: 'shop/admin.py' });
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});
