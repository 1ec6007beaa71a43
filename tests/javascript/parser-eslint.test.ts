import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import { oxcParser, preferredTypeScriptParser, typeScriptParserFrom } from '../../src/javascript/parse/eslint-parser.ts';

const directory = mkdtempSync(join(tmpdir(), 'admin-scale-parser-'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const reportsByPlace = {
  create: (context: { sourceCode: { text: string; getLocFromIndex: (index: number) => object }; report: (descriptor: object) => void }) => ({
    Program() {
      for (const match of context.sourceCode.text.matchAll(/debugger/g)) context.report({ loc: context.sourceCode.getLocFromIndex(match.index), message: 'found' });
    },
  }),
};

const lint = async (code: string, filename: string, parser: object = oxcParser): Promise<Linter.LintMessage[]> => {
  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'],
        languageOptions: { parser: parser },
        linterOptions: { reportUnusedDisableDirectives: 'error' },
        plugins: { 'admin-scale': { rules: { place: reportsByPlace } as never } },
        rules: { 'admin-scale/place': 'error' },
      },
    ],
  });
  const [result] = await eslint.lintText(code, { filePath: resolve(directory, filename) });
  return result?.messages ?? [];
};

const PIECES: [string, string][] = [
  ['decorators.ts', '@Entity() class A { @Column({ type: "int" }) id!: number; constructor(@Inject() private readonly b: B, public c?: C) { super(); } }'],
  ['types.ts', 'type A<T> = T extends (infer U)[] ? U : never; interface B { (a: string): void; new (): B } declare module "x" { export const a: 1 } declare global { var b: A<string> }'],
  ['members.ts', 'abstract class A<in out T> { abstract a(): void; accessor b = 1; static { this.c; } declare d: string; override e?(): void; #f!: T; get g() { return this.#f } [key: string]: unknown }'],
  ['overloads.ts', 'function f(a: string): void; function f(a: number): void; function f(this: void, a: unknown) {} export default function (a: string): asserts a is "x";'],
  ['enums.ts', 'const enum A { B = 1, C = B << 1 } namespace D.E { export const f = A.B } import g = D.E; export import h = require("h"); export as namespace I;'],
  ['expressions.ts', 'const a = b satisfies C as const; const d = <E>f!; let g = h<string>; using i = j(); async function k() { await using l = m() } for (const n of <O[]>p) q?.[n]!.r'],
  ['modules.mts', 'import a, { type B, c as d } from "./a.mjs" with { type: "json" }; export type { B }; export * as e from "./e.mjs"; await d(); import type F = require("f");'],
  ['common.cts', 'import a = require("a"); export = { a };'],
  ['component.tsx', 'const A = <T,>({ b }: { b: T }) => <><C.D b={b} {...e} f-g="h">text {/* note */}{b as string}</C.D></>; export { A };'],
  ['component.jsx', 'export const A = ({ b }) => <b.c>{b}</b.c>;'],
  ['flow.js', '// @flow\nimport type { A } from "a"; export const f = (a: A): string => a;'],
  ['common.js', 'const a = require("a"); label: for (;;) { break label } if (a) return; with (a) { b } module.exports = a;'],
  ['common.cjs', 'return 1;'],
  ['bang.mjs', '#!/usr/bin/env node\nexport {};'],
  ['empty.ts', ''],
  ['only-comments.ts', '// nothing\n/* at all */'],
];

describe('oxcParser', () => {
  it.each(PIECES)('reads %s', async (filename, code) => {
    expect(await lint(code, filename)).toEqual([]);
  });

  it.each(['a.ts', 'a.mts', 'a.cts', 'a.tsx', 'a.js', 'a.jsx', 'a.mjs', 'a.cjs'])('lets directives work in %s', async (filename) => {
    const type = /\.[cm]?tsx?$/.test(filename) ? ': number' : '';
    const code = [
      '#!/usr/bin/env node',
      '// eslint-disable-next-line admin-scale/place -- known and small',
      `let a${type} = 1; debugger;`,
      'debugger; // eslint-disable-line',
      '/* eslint-disable admin-scale/place */',
      'debugger;',
      '/* eslint-enable admin-scale/place */',
      'debugger; // 😀',
      '// eslint-disable-next-line admin-scale/place -- not needed any more',
      'a = 2;',
    ].join('\r\n');
    const messages = await lint(code, filename);
    expect(messages.map(({ ruleId, line, column, message }) => [ruleId, line, column, message])).toEqual([
      ['admin-scale/place', 8, 1, 'found'],
      [null, 9, 1, "Unused eslint-disable directive (no problems were reported from 'admin-scale/place')."],
    ]);
  });

  it.each([
    ['a.ts', 'const a = 1;\n  const b = ;', 2, 13],
    ['a.js', 'function f( {\n', 2, 1],
    ['a.tsx', 'const a = <b;', 1, 13],
  ])('says where %s goes wrong', async (filename, code, line, column) => {
    expect(await lint(code, filename)).toMatchObject([{ fatal: true, ruleId: null, line, column, message: expect.stringMatching(/^Parsing error: /) as string }]);
  });
});

describe('code that ESLint itself can not follow', () => {
  it.each([
    ['try { a(); }', 'Missing catch or finally clause'],
    ['function f() { try { return; } }', 'Missing catch or finally clause'],
    ['switch (a) { default: default: }', 'A switch statement has one default clause at most'],
  ])('%s is a parse error of its file, not the end of the run', async (code, message) => {
    expect(await lint(code, 'broken.ts')).toMatchObject([{ fatal: true, message: `Parsing error: ${message}` }]);
  });

  it('lists longer than a call may have arguments are read', () => {
    const { ast } = preferredTypeScriptParser.parseForESLint(`a = [${'1,'.repeat(150_000)}];`, { filePath: join(directory, 'long.ts') });
    expect(ast.tokens.length).toBeGreaterThan(300_000);
  });

  it.each(['const a;', 'try { a(); } finally { b(); }', 'switch (a) { case 1: default: }', 'new.target;'])('%s is read', async (code) => {
    expect(await lint(code, 'mendable.ts')).toEqual([]);
  });
});

describe('preferredTypeScriptParser', () => {
  /** Gives a file in a folder with such a parser. */
  const withParser = (name: string, main: string, packageName = '@typescript-eslint/parser'): string => {
    const folder = join(directory, name);
    const parser = join(folder, 'node_modules', packageName);
    mkdirSync(parser, { recursive: true });
    writeFileSync(join(parser, 'package.json'), `{ "name": "${packageName}", "main": "index.js" }`);
    writeFileSync(join(parser, 'index.js'), main);
    return join(folder, 'a.ts');
  };

  it('takes the parser that is installed beside the plugin, with its options', () => {
    const base = withParser('own', 'exports.parseForESLint = (code, options) => ({ ast: code, services: options });');
    expect(typeScriptParserFrom(base).parseForESLint('code', { filePath: '/b.ts', projectService: true })).toEqual({ ast: 'code', services: { filePath: '/b.ts', projectService: true } });
  });

  it.each(['@typescript-eslint/parser', 'typescript-eslint'])('executes no %s that is installed beside the linted file', async (packageName) => {
    const filePath = withParser(`foreign-${String(packageName.length)}`, 'globalThis.foreignCode = true; exports.parseForESLint = () => { throw new Error("foreign") };', packageName);
    expect(await lint('let a: string; debugger;', filePath, preferredTypeScriptParser)).toMatchObject([{ ruleId: 'admin-scale/place' }]);
    expect(await lint('let a: string; debugger;', filePath, typeScriptParserFrom(join(directory, 'nothing.js')))).toMatchObject([{ ruleId: 'admin-scale/place' }]);
    expect('foreignCode' in globalThis).toBe(false);
  });

  it.each([
    ['throws while it loads', 'throw new Error("typescript-eslint does not support TS 7.0");'],
    ['is something else', 'module.exports = 1;'],
  ])('reads by itself where that one %s', (_, main) => {
    const base = withParser(`other-${String(main.length)}`, main);
    expect(typeScriptParserFrom(base).parseForESLint('let a: string;', { filePath: 'a.ts' }).ast.type).toBe('Program');
  });

  it('reads by itself where there is none', async () => {
    expect(await lint('let a: string; debugger;', 'none.ts', typeScriptParserFrom(join(directory, 'nothing.js')))).toMatchObject([{ ruleId: 'admin-scale/place', column: 16 }]);
  });

  it('passes on what that parser throws', () => {
    const base = withParser('strict', 'exports.parseForESLint = () => { throw new SyntaxError("no"); };');
    expect(() => typeScriptParserFrom(base).parseForESLint('code', { filePath: 'a.ts' })).toThrow('no');
  });
});
