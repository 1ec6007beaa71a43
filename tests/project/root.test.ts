import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { applicationRoot, sourcesAround } from '../../src/javascript/project/sources.ts';
import { exemptionOf } from '../../src/project/exempt.ts';
import { projectRoot } from '../../src/project/root.ts';
import { parseSettings } from '../../src/project/settings.ts';

const roots: string[] = [];

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

function written(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'admin-scale-root-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('the root of a project', () => {
  const PACKAGE = '{ "name": "shop" }';
  it.each([
    ['the repository', { 'api/.git/HEAD': '', 'api/package.json': PACKAGE, 'api/web/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['the workspace', { 'api/package.json': '{ "workspaces": ["web"] }', 'api/web/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['a workspace of pnpm', { 'package.json': PACKAGE, 'api/pnpm-workspace.yaml': '', 'api/web/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['the topmost package where nothing marks it', { 'api/package.json': PACKAGE, 'api/web/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['the topmost Python project', { 'api/manage.py': '', 'api/web/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['not what an installation has left behind', { 'package.json': '{ "dependencies": { "zod": "1" } }', 'api/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
    ['that, where there is nothing else', { 'api/package.json': '{ "dependencies": { "zod": "1" } }', 'api/web/src/a.ts': '' }, 'api'],
    ['not of a neighbour', { 'api/package.json': PACKAGE, 'other/package.json': PACKAGE, 'api/web/src/a.ts': '' }, 'api'],
  ])('%s', (_, files, expected) => {
    const root = written(files);
    expect(relative(root, projectRoot(join(root, 'api/web/src')) ?? '')).toBe(expected);
  });

  it('is no directory that holds all that somebody has', () => {
    expect(projectRoot(homedir())).toBeUndefined();
    expect(projectRoot(tmpdir())).toBeUndefined();
  });

  it('is the working directory for what belongs to no package', () => {
    const root = written({ 'a.ts': '' });
    expect(applicationRoot(join(root, 'a.ts'), root)).toBe(root);
    expect(applicationRoot(join(root, 'a.ts'), join(root, 'b'))).toBeUndefined();
  });
});

/** Two projects in one folder. The one has a function that nothing calls, and a word of the other's is its name. */
function sideBySide(): string {
  const fillers = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`build/shop/src/other/part${String(index)}.ts`, `export const part${String(index)} = ${String(index)};`]));
  const prisma = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
  return written({
    ...fillers,
    'build/shop/package.json': '{ "name": "shop", "private": true }',
    'build/shop/src/orders.ts': `${prisma}export async function closeStaleOrders() {\n  const orders = await prisma.order.findMany();\n  for (const order of orders) await prisma.customer.findFirst({ where: { name: order.name } });\n}`,
    'build/shop/src/stock.ts': `${prisma}export async function main() {\n  const items = await prisma.item.findMany();\n  for (const item of items) await prisma.supplier.findFirst({ where: { name: item.name } });\n}`,
    'other/package.json': '{ "name": "other" }',
    'other/src/app.ts': "run('closeStaleOrders');",
  });
}

async function reportsOf(cwd: string, files: readonly string[]): Promise<string[]> {
  const results = await new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...plugin.configs.strict] }).lintFiles(files.map((file) => relative(cwd, file)));
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line }) => `${relative(roots.at(-1) ?? '', filePath)}:${String(line)} ${ruleId ?? 'none'}`));
}

describe('two projects side by side', () => {
  it('have the same reports from above, from inside and from a folder of one', async () => {
    const root = sideBySide();
    const files = ['orders.ts', 'stock.ts'].map((name) => join(root, 'build/shop/src', name));
    const expected = ['build/shop/src/stock.ts:5 admin-scale/no-query-per-row'];
    expect(await reportsOf(join(root, 'build/shop'), files)).toEqual(expected);
    expect(await reportsOf(root, files)).toEqual(expected);
    expect(await reportsOf(join(root, 'build/shop/src'), files)).toEqual(expected);
  });

  it('have their callers in themselves alone', () => {
    const root = sideBySide();
    const sources = sourcesAround(join(root, 'build/shop/src/orders.ts'), root);
    expect([...(sources?.paths ?? [])].some((path) => path.includes('other/src'))).toBe(false);
    expect(sources?.paths.size).toBe(22);
  });

  it('the folders above a project make nothing of it exempt', () => {
    const root = sideBySide();
    const { settings } = parseSettings(undefined, root);
    const at = (path: string): string | undefined => exemptionOf({ filename: join(root, path), cwd: root, settings, text: '' });
    expect(at('build/shop/src/orders.ts')).toBeUndefined();
    expect(at('build/shop/tests/orders.ts')).toBe('in tests/');
    expect(at('build/orders.ts')).toBe('in build/');
  });
});
