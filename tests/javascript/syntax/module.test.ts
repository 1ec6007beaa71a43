import { describe, expect, it } from 'vitest';
import { importSources, memberOf, pathIn } from '../../../src/javascript/syntax/module.ts';
import { isClass } from '../../../src/javascript/syntax/nodes.ts';
import { find, marked, moduleOf, PARSERS, type ParserName } from '../parse.ts';

describe.each(Object.keys(PARSERS) as ParserName[])('names bound from the tree of %s', (parser) => {
  const resolve = (text: string): unknown => {
    const module = moduleOf(text, parser);
    const binding = module.resolve(marked(module));
    return binding && { kind: binding.kind, line: module.lineOf(binding.identifier) };
  };

  it('finds consts, parameters, functions and classes', () => {
    expect(resolve('const a = 1;\n/*here*/a;')).toEqual({ kind: 'variable', line: 1 });
    expect(resolve('function f(a) {\n return /*here*/a; }')).toEqual({ kind: 'parameter', line: 1 });
    expect(resolve('/*here*/f();\nfunction f() {}')).toEqual({ kind: 'function', line: 2 });
    expect(resolve('class A {}\nnew /*here*/A();')).toEqual({ kind: 'class', line: 1 });
    expect(resolve('try { x(); } catch (e) {\n /*here*/e; }')).toEqual({ kind: 'catch', line: 1 });
    expect(resolve('/*here*/nothing;')).toBeUndefined();
  });

  it('respects blocks and shadowing', () => {
    expect(resolve('const a = 1;\n{ const a = 2;\n /*here*/a; }')).toEqual({ kind: 'variable', line: 2 });
    expect(resolve('const a = 1;\n{ const a = 2; }\n/*here*/a;')).toEqual({ kind: 'variable', line: 1 });
    expect(resolve('const a = 1;\nxs.map((a) =>\n /*here*/a);')).toEqual({ kind: 'parameter', line: 2 });
    expect(resolve('function f() { if (x) {\n var a = 1; }\n return /*here*/a; }')).toEqual({ kind: 'variable', line: 2 });
    expect(resolve('for (const row of rows) {\n /*here*/row; }')).toEqual({ kind: 'variable', line: 1 });
    expect(resolve('for (const row of rows) {}\n/*here*/row;')).toBeUndefined();
  });

  it('binds imports of every form', () => {
    const imported = (text: string): unknown => {
      const module = moduleOf(text, parser);
      const binding = module.resolve(marked(module));
      return binding?.kind === 'import' ? [binding.source, binding.imported] : binding?.kind;
    };
    expect(imported("import { PrismaClient as P } from '@prisma/client'; new /*here*/P();")).toEqual(['@prisma/client', 'PrismaClient']);
    expect(imported("import prisma from './db'; /*here*/prisma;")).toEqual(['./db', 'default']);
    expect(imported("import * as orm from 'typeorm'; /*here*/orm;")).toEqual(['typeorm', '*']);
    expect(imported("const { In: oneOf } = require('typeorm'); /*here*/oneOf;")).toEqual(['typeorm', 'In']);
    expect(imported("const orm = require('typeorm'); /*here*/orm;")).toEqual(['typeorm', '*']);
    expect(imported("async function f() { const { prisma } = await import('./db'); /*here*/prisma; }")).toEqual(['./db', 'prisma']);
  });

  it('gives the way through a destructuring pattern', () => {
    const path = (text: string): unknown => {
      const module = moduleOf(text, parser);
      const binding = module.resolve(marked(module));
      return binding?.kind === 'variable' ? pathIn(binding.node.id, binding.identifier) : undefined;
    };
    expect(path('const { data: [, a] } = x; /*here*/a;')).toEqual(['data', '1']);
    expect(path('const { a = 1 } = x; /*here*/a;')).toEqual(['a']);
    expect(path('const [rows, total] = x; /*here*/total;')).toEqual(['1']);
    expect(path('const { b, ...a } = x; /*here*/a;')).toBeUndefined();
    expect(path('const { [k]: a } = x; /*here*/a;')).toBeUndefined();
  });

  it('counts the uses of a name, not its namesakes', () => {
    const uses = (text: string): number | undefined => {
      const module = moduleOf(text, parser);
      const binding = module.resolve(marked(module));
      return binding && module.referencesTo(binding).length;
    };
    expect(uses('const a = 1; /*here*/a; b.a; ({ a: 2 }); ({ a }); { const a = 3; a; }')).toBe(2);
    expect(uses('function f({ a }) { return /*here*/a; } const a = 1;')).toBe(1);
  });

  it('knows which class `this` means', () => {
    const owner = (body: string): boolean => {
      const module = moduleOf(`class A { ${body} }`, parser);
      return module.thisClass(marked(module)) === find(module, isClass);
    };
    expect(owner('m() { xs.map(() => { /*here*/x; }); }')).toBe(true);
    expect(owner('f = () => /*here*/x;')).toBe(true);
    expect(owner('m() { xs.map(function () { /*here*/x; }); }')).toBe(false);
    expect(owner('m() { function g() { /*here*/x; } }')).toBe(false);
  });

  it('lists what the top level imports', () => {
    const module = moduleOf("import 'a'; export * from 'b'; export { c } from 'c'; const d = require('d'); const e = require('e').f; f('g');", parser);
    expect(importSources(module.program)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

it('binds constructor parameter properties, fields and enums of TypeScript', () => {
  const module = moduleOf('class S { #db = 1; constructor(private readonly prisma: PrismaService, plain: X) {} run() {} }\nenum Kind { A }\n/*here*/Kind.A;');
  const owner = find(module, isClass);
  expect(memberOf(owner, 'prisma')?.type).toBe('TSParameterProperty');
  expect(memberOf(owner, 'db')?.type).toBe('PropertyDefinition');
  expect(memberOf(owner, 'run')?.type).toBe('MethodDefinition');
  expect(memberOf(owner, 'plain')).toBeUndefined();
  expect(module.resolve(marked(module))?.kind).toBe('enum');
});

it('counts lines from 1 with every kind of line end', () => {
  const module = moduleOf('a;\r\nb;\n\nc;');
  expect([0, 3, 4, 8].map((offset) => module.lineOf(offset))).toEqual([1, 1, 2, 4]);
});

it('survives nesting that would overflow a recursive walk', () => {
  const module = moduleOf(`const a = ${'x + '.repeat(3000)}/*here*/x;`);
  expect(module.resolve(marked(module))).toBeUndefined();
});
