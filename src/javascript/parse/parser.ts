import { createRequire } from 'node:module';
import type { TSESTree } from '@typescript-eslint/utils';
import { withoutBom } from '../../model/text.ts';
import { CannotRun } from '../../project/cannot-run.ts';
import { spanOf, walk } from '../syntax/nodes.ts';

/** A comment as oxc gives it: no `loc`, no `range`, and never the hashbang line. */
export interface ParsedComment {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedSource {
  /** TS-ESTree with `range`, `start` and `end` (UTF-16 offsets), without `loc`, `parent`, `tokens` and `comments`. */
  readonly program: TSESTree.Program;
  readonly comments: readonly ParsedComment[];
}

export interface SyntaxProblem {
  readonly message: string;
  /** UTF-16 offset into the text. */
  readonly index: number;
}

export type SourceType = 'module' | 'commonjs' | 'script' | 'unambiguous';

type Language = 'js' | 'jsx' | 'ts' | 'tsx' | 'dts';

type Oxc = typeof import('oxc-parser');

const require = createRequire(import.meta.url);

/**
 * Loading the native parser takes 40 ms or so, which only those pay whose project needs it. `require` keeps its own cache.
 *
 * @throws {CannotRun} where its binary isn't installed: without it every file would count as one that can't be parsed, and be silent
 */
export function oxc(): Oxc {
  try {
    return require('oxc-parser') as Oxc;
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split(/\n|(?<=\.) /) : [String(error)];
    throw new CannotRun(
      `oxc-parser, which reads JavaScript and TypeScript, can't be loaded on ${process.platform}-${process.arch}: ${String(reason).replace(/\.?$/, '.')} ${cure()}`,
    );
  }
}

/** Yarn's Plug'n'Play keeps packages in archives, from which nothing is required that is a module (Yarn 4.18, Node 20). */
function cure(): string {
  return process.versions.pnp === undefined
    ? 'Its binary is an optional dependency, one for each platform: remove node_modules and install again on this platform, with optional dependencies (npm install --include=optional).'
    : 'Yarn’s Plug’n’Play keeps it in an archive: "yarn unplug -R oxc-parser" takes it out.';
}

/** The child keys of every node type that the parser yields. */
export function parserVisitorKeys(): Readonly<Record<string, readonly string[]>> {
  return oxc().visitorKeys;
}

/**
 * The module's AST as TS-ESTree, whatever the file's extension, or undefined where the text is no JavaScript or TypeScript.
 *
 * @throws {CannotRun} where there is no parser, and for nothing else
 */
export function parseModule(text: string, path: string): TSESTree.Program | undefined {
  const source = parseSource(withoutBom(text), path);
  return 'program' in source ? source.program : undefined;
}

/**
 * Parses `text`, trying the grammars that `path` allows in turn: files named `.js` hold JSX, Flow and even TypeScript.
 * Errors that leave a whole AST (a `const` without value) count as none, as long as ESLint's code paths can follow it; otherwise the
 * first grammar's error is given back.
 *
 * @param sourceType decided by the text where it isn't given
 */
export function parseSource(text: string, path: string, sourceType?: SourceType): ParsedSource | SyntaxProblem {
  let problem: SyntaxProblem | undefined;
  for (const [lang, type] of attemptsFor(path, sourceType)) {
    const result = attempt(text, path, lang, type);
    if ('program' in result) return result;
    problem ??= result;
  }
  return problem ?? { message: 'Unknown kind of file', index: 0 };
}

function attemptsFor(path: string, sourceType: SourceType | undefined): readonly (readonly [Language, SourceType])[] {
  const type = sourceType ?? 'unambiguous';
  const languages = languagesFor(path);
  const attempts = languages.map((language) => [language, type] as const);
  // A `return` at top level and the like, in files that say nothing of their kind.
  return type === 'unambiguous' ? [...attempts, [languages[0], 'commonjs'] as const] : attempts;
}

function languagesFor(path: string): readonly [Language, ...Language[]] {
  if (/\.d\.[cm]?ts$/i.test(path)) return ['dts'];
  if (/\.[cm]?ts$/i.test(path)) return ['ts'];
  if (/\.tsx$/i.test(path)) return ['tsx'];
  return ['jsx', 'tsx'];
}

function attempt(text: string, path: string, lang: Language, sourceType: SourceType): ParsedSource | SyntaxProblem {
  const { parseSync } = oxc();
  try {
    const result = parseSync(path, text, { lang, sourceType, astType: 'ts', range: true, preserveParens: false });
    const [error] = result.errors;
    const program = result.program as unknown as TSESTree.Program;
    if (error === undefined) return { program, comments: result.comments };
    if (program.body.length === 0) return { message: error.message, index: error.labels[0]?.start ?? 0 };
    return uselessIn(program) ?? { program, comments: result.comments };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error), index: 0 };
  }
}

/** The shapes that the parser recovers from and that throw ESLint's code path analysis, and with it the whole run (ESLint 9.15 to 10). */
function uselessIn(program: TSESTree.Program): SyntaxProblem | undefined {
  let problem: SyntaxProblem | undefined;
  walk(program, (node) => {
    if (node.type === 'TryStatement' && node.handler === null && node.finalizer === null) problem ??= { message: 'Missing catch or finally clause', index: spanOf(node)[0] };
    const [, second] = node.type === 'SwitchStatement' ? node.cases.filter(({ test }) => test === null) : [];
    if (second !== undefined) problem ??= { message: 'A switch statement has one default clause at most', index: spanOf(second)[0] };
    return problem === undefined;
  });
  return problem;
}
