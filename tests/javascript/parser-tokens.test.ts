import { parseForESLint } from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { preferredTypeScriptParser } from '../../src/javascript/parse/eslint-parser.ts';

/** A place from which no parser of the project can be loaded. */
const PLACE = '/nowhere/at/all';

const PIECES: [string, string][] = [
  ['a.ts', 'const a: Map<string, Array<number>> = new Map<string, Array<Array<number>>>(); if (a.size >> 1 >= 2 && b >>> 3) {}'],
  ['a.ts', 'class A<T extends B<C>> { #x = 1; @D(/re+/g) private y?: string = "a\\"b"; m = <U,>(z: U) => z as unknown as T; }'],
  ['a.ts', 'const t = `a${b}c${`d${e}`}f`; const r = a / b / c; const re = /[/]/u.test(t); x ??= y?.[0]?.z ?? .5; p = q ? .5 : 1n;'],
  ['a.ts', '// one\nlet a = 1 /* two */ + 0x1F; /** three */ function f(this: X): asserts this is Y { return null!; }'],
  ['a.ts', 'enum E { A = 1 << 2 } namespace N { export let \\u0061b = 1 } type T = { readonly [K in keyof E]?: E[K] }; let s = "😀" + 1; let é = true;'],
  ['a.tsx', 'const A = () => <><B.C d="e" f-g={h} {...i}>text &amp; {/* no */}{j}</B.C><k:l /></>;'],
  ['a.ts', ''],
];

describe('the tokens of the parser that stands in for the one of the project', () => {
  it.each(PIECES)('are those of typescript-eslint in %s: %s', (name, code) => {
    const mine = preferredTypeScriptParser.parseForESLint(code, { filePath: `${PLACE}/${name}` }).ast.tokens;
    const theirs = parseForESLint(code, { filePath: name, range: true, loc: true, tokens: true, ecmaFeatures: { jsx: name.endsWith('x') } }).ast.tokens;
    expect(mine.map(({ value, range, loc }) => [value, range, loc])).toEqual(theirs.map(({ value, range, loc }) => [value, range, loc]));
  });

  it('let rules of ESLint itself run', () => {
    const linter = new Linter({ cwd: PLACE });
    const config: Linter.Config = {
      files: ['**/*.ts'],
      languageOptions: { parser: preferredTypeScriptParser },
      rules: { 'no-extra-boolean-cast': 'error', 'no-unexpected-multiline': 'error', 'no-empty': 'error', 'no-regex-spaces': 'error', 'no-var': 'error', curly: 'error' },
    };
    const messages = linter.verifyAndFix('#!/usr/bin/env node\nvar a: string = b;\nif (!!a) c(/a  b/);\ntry { d() } catch {}', config, { filename: `${PLACE}/a.ts` });
    expect(messages.output).toBe('#!/usr/bin/env node\nlet a: string = b;\nif (a) {c(/a {2}b/);}\ntry { d() } catch {}');
    expect(messages.messages.map(({ ruleId, line, column }) => [ruleId, line, column])).toEqual([['no-empty', 4, 19]]);
  });
});
