import { describe, expect, it } from 'vitest';
import { parseModule, parseSource, parserVisitorKeys } from '../../../src/javascript/parse/parser.ts';

describe('parseModule', () => {
  it.each([
    ['a.ts', 'const a: number = 1; class B { constructor(private readonly c: C) {} @D() e!: string; accessor f = 1 }'],
    ['a.ts', 'import x = require("x"); enum E { A } namespace N { export const a = 1 } abstract class C { abstract m(): void } const s = {} satisfies object; const t = <any>s;'],
    ['a.mts', 'import { a } from "./a.mjs"; await a();'],
    ['a.cts', 'import a = require("a"); export = a;'],
    ['a.tsx', 'const f = <T,>(x: T) => <div>{String(x)}</div>;'],
    ['a.jsx', 'const f = (x) => <div>{x}</div>;'],
    ['a.js', '// @flow\nimport type { A } from "b";\nexport const f = (x: A): string => <div>{x}</div>;'],
    ['a.js', 'const a = require("a"); if (!a) return; module.exports = a;'],
    ['a.js', 'with (a) b();'],
    ['a.d.ts', 'declare const a: string; export default a;'],
    ['a.ts', '\uFEFF#!/usr/bin/env node\r\nusing a = b();'],
    ['a.vue.js', ''],
  ])('reads %s: %s', (path, text) => {
    expect(parseModule(text, path)?.type).toBe('Program');
  });

  it('has the same shape for JavaScript as for TypeScript', () => {
    const [statement] = parseModule('class A { static b = (c) }', 'a.js')?.body ?? [];
    expect(statement).toMatchObject({ type: 'ClassDeclaration', range: [0, 26], body: { body: [{ type: 'PropertyDefinition', static: true, decorators: [], value: { type: 'Identifier', range: [22, 23] } }] } });
  });

  it('counts UTF-16 units', () => {
    expect(parseModule('"😀é"; x', 'a.ts')?.body[1]?.range).toEqual([7, 8]);
  });

  it('leaves an error that the tree survives', () => {
    expect(parseModule('const a;\nlet b = 1; let b = 2;', 'a.ts')?.body).toHaveLength(3);
  });

  it.each([['a.ts', 'const = 1'], ['a.js', 'function (']])('gives undefined for a syntax error in %s', (path, text) => {
    expect(parseModule(text, path)).toBeUndefined();
  });
});

describe('parseSource', () => {
  it('says where the first grammar failed', () => {
    expect(parseSource('let a = 1;\nlet b = ;', 'a.js')).toEqual({ message: expect.any(String) as string, index: 19 });
  });

  it('gives comments', () => {
    expect(parseSource('a; // b\n/* c */', 'a.ts')).toMatchObject({ comments: [{ type: 'Line', value: ' b', start: 3 }, { type: 'Block', value: ' c ', start: 8, end: 15 }] });
  });

  it('knows the children of every node', () => {
    expect(parserVisitorKeys().TSSatisfiesExpression).toEqual(['expression', 'typeAnnotation']);
  });
});
