import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Rule } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../../../src/index.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'admin-scale-types-')));

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What packages declare, cut to what the code below asks of it. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  typeorm: {
    'index.d.ts': "export { Repository } from './repository/Repository';\nexport declare function Entity(): ClassDecorator;",
    'repository/Repository.d.ts': 'export declare class Repository<T> { findOneBy(where: object): Promise<T | null>; find(options?: object): Promise<T[]>; close(): void }',
  },
  tools: { 'index.d.ts': 'export declare class Repository<T> { findOneBy(where: object): Promise<T | null> }' },
};

/** As pnpm does it: in a folder of each version, with a link to that. */
function install(name: string, files: Readonly<Record<string, string>>): void {
  const place = `node_modules/.pnpm/${name}@1.0.0/node_modules/${name}`;
  for (const [path, text] of Object.entries(files)) write(`${place}/${path}`, text);
  symlinkSync(join(root, place), join(root, 'node_modules', name), 'junction');
}

/** What nothing but the types of it tells of: a function that isn't written down gives it. */
const STORES = `
  import { Repository } from 'typeorm';
  import type { Repository as Drawer } from 'tools';
  import type { Order } from './order';
  class Orders<T> extends Repository<T> {}
  interface Held { orders: Repository<Order>; maybe: Repository<Order> | undefined; later: () => Promise<Repository<Order>>; own: Orders<Order>; both: Repository<Order> & { name: string }; drawer: Drawer<Order>; any: any; either: Repository<Order> | Drawer<Order> }
  declare function build(): Held;
  export const held = build();
`;

beforeAll(() => {
  for (const [name, files] of Object.entries(PACKAGES)) install(name, files);
  write('package.json', '{ "name": "shop", "dependencies": { "typeorm": "0.3.20" } }');
  write('tsconfig.json', '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "skipLibCheck": true }, "include": ["src"] }');
  write('src/order.ts', "import { Entity } from 'typeorm';\n@Entity()\nexport class Order { id = 1; number = ''; }\n");
  write('src/held.ts', STORES);
});

async function callees(body: string, typed: boolean): Promise<string[]> {
  const text = `import { held } from './held';\nexport async function f(ids: number[]) {\n  const later = held.later();\n  for (const id of ids) {\n    ${body}\n  }\n}\n`;
  write('src/service.ts', text);
  const eslint = new ESLint({
    cwd: root, overrideConfigFile: true,
    overrideConfig: [{
      files: ['**/*.ts'], plugins: { 'admin-scale': plugin }, rules: { 'admin-scale/no-query-per-row': ['error', { impact: 'any' }] },
      languageOptions: { parser, parserOptions: typed ? { project: ['tsconfig.json'], tsconfigRootDir: root, disallowAutomaticSingleRunInference: true } : {} },
    }],
  });
  const [result] = await eslint.lintFiles(['src/service.ts']);
  return (result?.messages ?? []).map(({ message }) => /`([^`]+)`/.exec(message)?.[1] ?? message);
}

describe('receivers that only the type-checker knows', () => {
  it.each([
    ['a repository', 'await held.orders.findOneBy({ id });', 'held.orders.findOneBy'],
    ['one that may be missing', 'await held.maybe?.findOneBy({ id });', 'held.maybe.findOneBy'],
    ['one that is waited for', 'await (await later).findOneBy({ id });', '(await …).findOneBy'],
    ['a class that extends one', 'await held.own.findOneBy({ id });', 'held.own.findOneBy'],
    ['one with something beside it', 'await held.both.findOneBy({ id });', 'held.both.findOneBy'],
  ])('%s', async (_, body, callee) => {
    expect(await callees(body, true)).toEqual([callee]);
    expect(await callees(body, false)).toEqual([]);
  });

  it.each([
    ['another package has a class of that name', 'await held.drawer.findOneBy({ id });'],
    ['any', 'await held.any.findOneBy({ id });'],
    ['one of several types', 'await held.either.findOneBy({ id });'],
    ['no query', 'held.orders.close();'],
  ])('not %s', async (_, body) => {
    expect(await callees(body, true)).toEqual([]);
  });
});

/** What the parser gives, where it is noted that somebody asks for the type-checker. */
function watched(given: ReturnType<typeof parser.parseForESLint>, order: string[]): ReturnType<typeof parser.parseForESLint> {
  const { program } = given.services;
  if (program === null) throw new Error('There are no types.');
  const getTypeChecker = (): ReturnType<typeof program.getTypeChecker> => {
    order.push('the checker');
    return program.getTypeChecker();
  };
  return { ...given, services: { ...given.services, program: { ...program, getTypeChecker } } };
}

describe('other rules that ask the type-checker', () => {
  it('have asked before', async () => {
    const order: string[] = [];
    const asked: Rule.RuleModule = { create: () => ({ CallExpression: () => { order.push('another rule'); } }) };
    write('src/service.ts', "import { held } from './held';\nexport async function f(ids: number[]) {\n  for (const id of ids) await held.orders.findOneBy({ id });\n}\n");
    const eslint = new ESLint({
      cwd: root, overrideConfigFile: true,
      overrideConfig: [{
        files: ['**/*.ts'], plugins: { 'admin-scale': plugin, other: { rules: { asked } } }, rules: { 'admin-scale/no-query-per-row': ['error', { impact: 'any' }], 'other/asked': 'error' },
        languageOptions: { parser: { ...parser, parseForESLint: (text: string, options: object) => watched(parser.parseForESLint(text, { ...options, project: ['tsconfig.json'], tsconfigRootDir: root }), order) } },
      }],
    });
    await eslint.lintFiles(['src/service.ts']);
    expect(order[0]).toBe('another rule');
    expect(order).toContain('the checker');
  });
});
