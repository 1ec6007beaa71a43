/**
 * Syntax that py-ast 1.16 rejects and CPython accepts. The file is parsed again with it written otherwise, and the tree is set
 * right afterwards, positions included. All of it occurs in Django projects:
 *
 * - `except A, B:` without parentheses (PEP 758)
 * - `match a, b:` and `case 1, x:` without parentheses
 * - `{x async for x in y}` as set or dict
 * - a comma after the last of `def f[T,]()`, `case {**rest,}:`, `del a,`
 * - braces in strings, comments and line ends inside the `{…}` of an f-string
 *
 * Drop what a newer py-ast can do by itself: the tests of this file fail then only in their names.
 */
import { Lexer, parse, type Located } from 'py-ast';
import type { Module, PythonNode } from '../nodes.ts';
import { eachNode } from '../visitor-keys.ts';
import type { Trivia } from './comments.ts';
import { PositionIndex } from './positions.ts';

/** On `line`, columns greater than `after` (as parsed) are `shift` bytes further right in the text. */
export interface Patch {
  readonly line: number;
  readonly after: number;
  readonly shift: number;
}

type Token = ReturnType<Lexer['tokenize']>[number];

interface Place {
  readonly line: number;
  /** In UTF-8 bytes. */
  readonly column: number;
}

interface Edits {
  readonly insertions: (Place & { readonly text: '(' | ')' })[];
  /** Tokens to be replaced by spaces. */
  readonly blanks: Token[];
  /** Where the targets of comprehensions begin whose `async` was blanked. */
  readonly asyncTargets: Place[];
}

/** Stand for `{` and `}`: one byte too, and not to be found in code. */
const OPEN = '\u0001';
const CLOSE = '\u0002';

/**
 * Parses `source` with its stumbling blocks out of the way. Undefined where there are none, or where that doesn't help.
 *
 * `insideFields` are those of the trivia, `offset` is what to subtract from their offsets.
 */
export function mendedParse(source: string, insideFields: Trivia['insideFields'], offset: number): Module | undefined {
  try {
    const plain = withoutFieldTrouble(source, insideFields, offset);
    const edits = findEdits(new Lexer(plain).tokenize().filter((token) => token.type !== 'COMMENT'));
    if (plain === source && edits.insertions.length + edits.blanks.length === 0) return undefined;
    const { text, patches } = applyEdits(plain, edits);
    const ast = parse(text);
    restorePositions(ast, patches);
    restoreNodes(ast, edits.asyncTargets, plain !== source);
    return ast;
  } catch {
    return undefined;
  }
}

/** Moves the columns of a tree back to where they are in the text. */
export function restorePositions(ast: Module, patches: readonly Patch[]): void {
  if (patches.length === 0) return;
  const byLine = new Map<number, Patch[]>();
  for (const patch of patches) byLine.set(patch.line, [...(byLine.get(patch.line) ?? []), patch]);
  const restored = (line: number, column: number): number => {
    let shift = 0;
    for (const patch of byLine.get(line) ?? []) if (column > patch.after) shift += patch.shift;
    return column + shift;
  };
  eachNode(ast, (node) => {
    if (node.nodeType === 'Module' || node.lineno === undefined || node.col_offset === undefined) return;
    node.col_offset = restored(node.lineno, node.col_offset);
    if (node.end_lineno === undefined || node.end_col_offset === undefined) return;
    node.end_col_offset = restored(node.end_lineno, node.end_col_offset);
  });
}

function withoutFieldTrouble(source: string, insideFields: Trivia['insideFields'], offset: number): string {
  if (insideFields.length === 0 || source.includes(OPEN) || source.includes(CLOSE)) return source;
  let plain = '';
  let done = 0;
  for (const { start, end, kind } of insideFields) {
    const [from, to] = [start - offset, end - offset];
    const brace = source[from] === '{' ? OPEN : CLOSE;
    // Comments and backslashes are the last of their lines, so it doesn't matter how many bytes they have.
    const instead = { brace, comment: ' '.repeat(to - from), 'line-end': '\\' };
    plain += source.slice(done, from) + instead[kind];
    done = to;
  }
  return plain + source.slice(done);
}

/** One pass over the tokens, by logical line. */
function findEdits(tokens: readonly Token[]): Edits {
  const edits: Edits = { insertions: [], blanks: [], asyncTargets: [] };
  const brackets: string[] = [];
  let lineStart = true;
  for (const [index, token] of tokens.entries()) {
    if (lineStart) findLineEdits(tokens, index, edits);
    lineStart = LINE_STARTS.has(token.type);
    if (OPENING.has(token.type)) brackets.push(token.type);
    else if (CLOSING.has(token.type)) {
      brackets.pop();
      blankLastComma(tokens, index, edits);
    } else if (token.type === 'ASYNC' && tokens[index + 1]?.type === 'FOR' && brackets.at(-1) === 'LBRACE') {
      const target = tokens[index + 2];
      edits.blanks.push(token);
      if (target !== undefined) edits.asyncTargets.push({ line: target.lineno, column: target.col_offset });
    }
  }
  return edits;
}

const LINE_STARTS: ReadonlySet<string> = new Set(['NEWLINE', 'INDENT', 'DEDENT', 'SEMI']);
const OPENING: ReadonlySet<string> = new Set(['LPAR', 'LSQB', 'LBRACE']);
const CLOSING: ReadonlySet<string> = new Set(['RPAR', 'RSQB', 'RBRACE']);
const BEFORE_NAME_WITH_TYPE_PARAMETERS: ReadonlySet<string> = new Set(['DEF', 'CLASS']);

function findLineEdits(tokens: readonly Token[], index: number, edits: Edits): void {
  const token = tokens[index] as Token;
  if (token.type === 'EXCEPT') {
    const first = tokens[index + 1]?.type === 'STAR' ? index + 2 : index + 1;
    wrapTuple(tokens, first, ['COLON', 'AS'], edits);
  } else if (token.type === 'NAME' && token.value === 'match') wrapTuple(tokens, index + 1, ['COLON'], edits);
  else if (token.type === 'NAME' && token.value === 'case') wrapTuple(tokens, index + 1, ['COLON', 'IF'], edits);
  else if (token.type === 'DEL') blankCommaAtLineEnd(tokens, index, edits);
}

/** Puts parentheses around what reaches from `first` to one of `stops`, if it has a comma outside brackets. */
function wrapTuple(tokens: readonly Token[], first: number, stops: readonly string[], edits: Edits): void {
  let depth = 0;
  let comma = false;
  for (let index = first; index < tokens.length; index += 1) {
    const { type } = tokens[index] as Token;
    if (OPENING.has(type)) depth += 1;
    else if (CLOSING.has(type)) depth -= 1;
    else if (depth > 0) continue;
    else if (type === 'COMMA') comma = true;
    else if (type === 'NEWLINE' || type === 'EQUAL') return;
    else if (stops.includes(type)) {
      const [start, end] = [tokens[first], tokens[index - 1]];
      if (!comma || start === undefined || end === undefined) return;
      edits.insertions.push({ line: start.lineno, column: start.col_offset, text: '(' });
      edits.insertions.push({ line: end.end_lineno, column: end.end_col_offset, text: ')' });
      return;
    }
  }
}

/** `**rest,}` of a mapping pattern and `T,]` of type parameters. */
function blankLastComma(tokens: readonly Token[], closing: number, edits: Edits): void {
  const comma = tokens[closing - 1];
  if (comma?.type !== 'COMMA') return;
  const close = (tokens[closing] as Token).type;
  if (close === 'RBRACE' && tokens[closing - 3]?.type === 'DOUBLESTAR') edits.blanks.push(comma);
  if (close === 'RSQB' && opensTypeParameters(tokens, openingOf(tokens, closing))) edits.blanks.push(comma);
}

function openingOf(tokens: readonly Token[], closing: number): number {
  let depth = 0;
  for (let index = closing; index >= 0; index -= 1) {
    const { type } = tokens[index] as Token;
    if (CLOSING.has(type)) depth += 1;
    else if (OPENING.has(type) && --depth === 0) return index;
  }
  return -1;
}

/** `def f[`, `class A[` and `type X[`. */
function opensTypeParameters(tokens: readonly Token[], opening: number): boolean {
  const keyword = tokens[opening - 2];
  if (keyword === undefined || tokens[opening - 1]?.type !== 'NAME') return false;
  return BEFORE_NAME_WITH_TYPE_PARAMETERS.has(keyword.type) || (keyword.type === 'NAME' && keyword.value === 'type');
}

function blankCommaAtLineEnd(tokens: readonly Token[], start: number, edits: Edits): void {
  const end = tokens.findIndex((token, index) => index > start && (token.type === 'NEWLINE' || token.type === 'SEMI'));
  const comma = tokens[end - 1];
  if (comma?.type === 'COMMA') edits.blanks.push(comma);
}

function applyEdits(source: string, edits: Edits): { text: string; patches: Patch[] } {
  const positions = new PositionIndex(source);
  let text = source;
  for (const token of edits.blanks) {
    const start = positions.offset(token.lineno, token.col_offset);
    const end = positions.offset(token.end_lineno, token.end_col_offset);
    text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  }
  const insertions = edits.insertions.toSorted((one, other) => one.line - other.line || one.column - other.column);
  for (const { line, column, text: inserted } of insertions.toReversed()) {
    const at = positions.offset(line, column);
    text = text.slice(0, at) + inserted + text.slice(at);
  }
  return { text, patches: patchesOf(insertions) };
}

function patchesOf(insertions: Edits['insertions']): Patch[] {
  const patches: Patch[] = [];
  let [line, before] = [0, 0];
  for (const insertion of insertions) {
    before = insertion.line === line ? before + 1 : 0;
    line = insertion.line;
    patches.push({ line, after: insertion.column + before, shift: -1 });
  }
  return patches;
}

function restoreNodes(ast: Module, asyncTargets: readonly Place[], braces: boolean): void {
  const targets = new Set(asyncTargets.map(({ line, column }) => `${line}:${column}`));
  eachNode(ast, (node) => {
    if (node.nodeType === 'Comprehension' && targets.has(startOf(node.target))) node.is_async = 1;
    if (braces) restoreBraces(node);
  });
}

function startOf(node: Located): string {
  return `${node.lineno}:${node.col_offset}`;
}

function restoreBraces(node: PythonNode): void {
  if (node.nodeType === 'Constant' && typeof node.value === 'string') node.value = withBraces(node.value);
  if (node.nodeType === 'Interpolation') node.str = withBraces(node.str);
}

function withBraces(text: string): string {
  return text.replaceAll(OPEN, '{').replaceAll(CLOSE, '}');
}
