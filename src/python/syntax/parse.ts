import { parse } from 'py-ast';
import { withoutBom } from '../../model/text.ts';
import type { Module, PythonComment } from '../nodes.ts';
import { scanTrivia, type Trivia } from './comments.ts';
import { mendedParse, type Patch, restorePositions } from './mend.ts';
import { PositionIndex } from './positions.ts';

export interface ParsedPython {
  readonly ok: true;
  readonly ast: Module;
  readonly comments: readonly PythonComment[];
}

export interface PythonSyntaxError {
  readonly ok: false;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly column: number;
}

/**
 * Parses Python 3 (3.8 to 3.14) into CPython's tree. Never throws: whatever is wrong with the text is a syntax error, nesting
 * that exhausts the stack included.
 *
 * A byte order mark may be there or not; `PositionIndex` must be given the same text. Trees of long chains (`a.b.b.b…`) nest as
 * deep as the chain is long, so walk them iteratively (`eachNode`).
 */
export function parsePython(text: string): ParsedPython | PythonSyntaxError {
  const trivia = scanTrivia(text);
  const { source, patches } = readable(text, trivia);
  try {
    const ast = parseSource(source, trivia, text);
    if (trivia.unterminated !== undefined) return unterminated(text, trivia.unterminated);
    restorePositions(ast, patches);
    return { ok: true, ast, comments: trivia.comments };
  } catch (error) {
    if (trivia.unterminated !== undefined) return unterminated(text, trivia.unterminated);
    return syntaxError(error, text, source);
  }
}

/** Parses, and if that fails, parses again with what py-ast doesn't know written in a way that it does. */
function parseSource(source: string, trivia: Trivia, text: string): Module {
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    // Where lines were shortened (form feeds) the offsets of the trivia don't hold; such files aren't worth mending.
    const fields = source.length === withoutBom(text).length ? trivia.insideFields : [];
    const mended = mendedParse(source, fields, text.length - source.length);
    if (mended === undefined) throw error;
    return mended;
  }
}

/**
 * The text as py-ast can read it. It knows no byte order mark and no form feed. CPython takes a form feed as whitespace and, in
 * the indentation, starts to count anew after it.
 */
function readable(text: string, trivia: Trivia): { source: string; patches: readonly Patch[] } {
  if (trivia.formFeeds.length === 0) return { source: withoutBom(text), patches: [] };
  const positions = new PositionIndex(text);
  const patches: Patch[] = [];
  let source = text;
  for (const at of [...trivia.formFeeds].reverse()) {
    const { line, column } = positions.loc(at);
    // The byte order mark is taken off later, and doesn't count as a column.
    const lineStart = at - column + (line === 1 && text.startsWith('\uFEFF') ? 1 : 0);
    const indents = /^[ \t\f]*$/u.test(text.slice(lineStart, at));
    const blank = /^[ \t\f]*(?:[\r\n#]|$)/u.test(text.slice(at, at + 200));
    if (indents && !blank && !patches.some((patch) => patch.line === line)) {
      // Everything up to here is no indentation. Taken out, and added to the columns of this line again after parsing.
      source = source.slice(0, lineStart) + source.slice(at + 1);
      patches.push({ line, after: -1, shift: at + 1 - lineStart });
    } else if (source[at] === '\f') source = `${source.slice(0, at)} ${source.slice(at + 1)}`;
  }
  return { source: withoutBom(source), patches };
}

function unterminated(text: string, offset: number): PythonSyntaxError {
  const triple = text.startsWith((text[offset] as string).repeat(3), offset);
  const message = `unterminated ${triple ? 'triple-quoted ' : ''}string literal`;
  return { ok: false, message, ...new PositionIndex(text).loc(offset) };
}

/** py-ast's parser puts the position on the error, its lexer only into the message. */
const POSITION = /\s+at line (\d+)(?:, column (\d+))?$/u;

function syntaxError(error: unknown, text: string, source: string): PythonSyntaxError {
  if (error instanceof RangeError) return { ok: false, message: 'the code is nested too deeply to be read', line: 1, column: 0 };
  const { message: raw, lineno, col_offset: byteColumn } = error as Error & { lineno?: number; col_offset?: number };
  const inMessage = POSITION.exec(raw);
  const line = lineno ?? Number(inMessage?.[1] ?? 1);
  const positions = new PositionIndex(text);
  const offset = positions.offset(line, byteColumn ?? Number(inMessage?.[2] ?? 0));
  const message = raw.replace(POSITION, '') + pythonTwoHint(source.split(/\r\n?|\n/u)[line - 1] ?? '');
  return { ok: false, message, ...positions.loc(offset) };
}

/** What Python 2 code mostly stumbles over, so that nobody looks for a typing error. */
function pythonTwoHint(line: string): string {
  const statement = /(?:^|[:;])\s*(print|exec)\s+["'\w%`]/u.exec(line);
  if (statement !== null) return ` (Python 2 ${statement[1]} statement? Only Python 3 can be read)`;
  return /(?:^|[:;])\s*raise\s+[\w.]+\s*,|`|<>|\bur["']|\b\d+L\b/u.test(line) ? ' (Python 2? Only Python 3 can be read)' : '';
}
