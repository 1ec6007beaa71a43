import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import type { Linter } from 'eslint';
import packageJson from '../../../package.json' with { type: 'json' };
import { remembered } from '../../project/files.ts';
import { type ParsedComment, parserVisitorKeys, parseSource, type SyntaxProblem } from './parser.ts';
import { type Locate, tokensOf } from './tokens.ts';

interface ParserOptions {
  readonly filePath?: string;
  readonly [option: string]: unknown;
}

type ParseForESLint = (code: string, options?: ParserOptions) => Linter.ESLintParseResult;

interface Parser {
  readonly meta: { readonly name: string; readonly version: string };
  readonly parseForESLint: ParseForESLint;
}

/**
 * ESLint parser for the CLI, which runs this plugin's rules alone: reads TypeScript, JSX and Flow-like JavaScript in any checkout,
 * with TypeScript 7 or none, and loads none of the checkout's code.
 *
 * Of `loc` it gives what ESLint itself needs (the program's and the comments'), and no tokens.
 */
export const oxcParser: Parser = {
  meta: { name: 'admin-scale/oxc', version: packageJson.version },
  parseForESLint: (code, options) => parseWithOxc(code, options, false),
};

/**
 * ESLint parser for the presets: the user's own `@typescript-eslint/parser`, with all its options, where it is installed beside this plugin,
 * else oxc (that one refuses to load beside TypeScript 7, and projects without TypeScript have none), with the tokens and places that ESLint's
 * own rules ask for. Never what is installed beside the linted file: that folder may be anybody's.
 */
export const preferredTypeScriptParser: Parser = typeScriptParserFrom(import.meta.url);

/** @param base file or URL that packages are looked up from */
export function typeScriptParserFrom(base: string): Parser {
  return {
    meta: { name: 'admin-scale/typescript', version: packageJson.version },
    parseForESLint(code, options = {}) {
      const own = ownParserFrom(base);
      return own === undefined ? parseWithOxc(code, options, true) : own(code, options);
    },
  };
}

function pathOf({ filePath = '' }: ParserOptions): string {
  return isAbsolute(filePath) ? filePath : resolve(filePath === '' || filePath.startsWith('<') ? 'input.ts' : filePath);
}

const CANDIDATES = ['@typescript-eslint/parser', 'typescript-eslint'];

const ownParserFrom: (base: string) => ParseForESLint | undefined = remembered((base) => {
  const { resolve: find } = createRequire(base);
  for (const candidate of CANDIDATES) {
    const path = attempt(() => find(candidate));
    const parser = path === undefined ? undefined : parserAt(path);
    if (parser !== undefined) return parser;
  }
  return undefined;
});

/** By resolved path, for a parser that throws while it loads is loaded anew at every attempt. */
const parserAt: (path: string) => ParseForESLint | undefined = remembered((path) => {
  const loaded = attempt(() => createRequire(path)(path) as { parseForESLint?: unknown; parser?: { parseForESLint?: unknown } });
  const parse = loaded?.parseForESLint ?? loaded?.parser?.parseForESLint;
  return typeof parse === 'function' ? (parse as ParseForESLint) : undefined;
}, 20);

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function parseWithOxc(code: string, options: ParserOptions = {}, isComplete: boolean): Linter.ESLintParseResult {
  const source = parseSource(code, pathOf(options));
  const locate = locator(code);
  if (!('program' in source)) throw syntaxError(source, locate);
  const { program, comments } = source;
  const visitorKeys = parserVisitorKeys();
  const tokens = isComplete ? tokensOf(program, code, comments, visitorKeys, locate) : [];
  const ast = Object.assign(program, { loc: { start: locate(0), end: locate(code.length) }, range: [0, code.length], tokens, comments: comments.map((comment) => commentOf(comment, locate)) });
  return { ast: ast as unknown as Linter.ESLintParseResult['ast'], visitorKeys: visitorKeys as NonNullable<Linter.ESLintParseResult['visitorKeys']>, services: {} };
}

function commentOf({ type, value, start, end }: ParsedComment, locate: Locate): object {
  return { type, value, start, end, range: [start, end], loc: { start: locate(start), end: locate(end) } };
}

/** ESLint takes line and column of a parse error as they are, both counted from 1. */
function syntaxError({ message, index }: SyntaxProblem, locate: Locate): SyntaxError {
  const { line, column } = locate(index);
  return Object.assign(new SyntaxError(message), { index, lineNumber: line, column: column + 1 });
}

/** Gives line (from 1) and column (from 0) of offsets, by binary search over the starts of lines. */
function locator(text: string): Locate {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return (offset) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] as number) };
  };
}
