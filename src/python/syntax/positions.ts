import type { PythonComment, PythonNode } from '../nodes.ts';
import { childrenOf } from '../visitor-keys.ts';

type Range = readonly [start: number, end: number];

/** Marks a line on which bytes and UTF-16 units count alike. */
const ASCII = new Uint32Array(0);
const NON_ASCII = /[^\0-\x7F]/u;

/**
 * Where the nodes of one file are, in UTF-16 offsets.
 *
 * The tree counts as CPython does: lines end at `\n`, `\r\n` or `\r` (not at U+2028, form feeds and the like), columns are
 * UTF-8 bytes. Both are converted only when asked for, and lines of plain ASCII need no conversion.
 */
export class PositionIndex {
  readonly #text: string;
  /** CPython doesn't count a byte order mark as part of the first line. */
  readonly #bom: number;
  readonly #ascii: boolean;
  #starts: number[] | undefined;
  /** By line: the UTF-16 column of each byte column. */
  readonly #columns = new Map<number, Uint32Array>();

  constructor(text: string) {
    this.#text = text;
    this.#bom = text.startsWith('\uFEFF') ? 1 : 0;
    this.#ascii = !NON_ASCII.test(text);
  }

  /**
   * The range of a node. A module is the whole text. What CPython gives no position (`arguments`, `comprehension`, `withitem`,
   * `match_case`) reaches from its first part to its last; without parts, and for operators and contexts, the range is empty
   * and at the start of the text.
   */
  range(node: PythonNode | PythonComment): Range {
    if (node.nodeType === 'Comment') return node.range;
    if (node.nodeType === 'Module') return [0, this.#text.length];
    if (node.lineno === undefined || node.col_offset === undefined) return this.#rangeOfParts(node);
    const start = this.offset(node.lineno, node.col_offset);
    if (node.end_lineno === undefined || node.end_col_offset === undefined) return [start, start];
    return [start, this.offset(node.end_lineno, node.end_col_offset)];
  }

  /** The UTF-16 offset of a 1-based line and a 0-based column in UTF-8 bytes. Clamped to the text, never throws. */
  offset(line: number, byteColumn: number): number {
    const starts = this.#lineStarts();
    const start = starts[line - 1];
    if (start === undefined) return line < 1 ? 0 : this.#text.length;
    const columns = this.#ascii ? ASCII : this.#columnsOf(line, start);
    const column = columns === ASCII ? byteColumn : (columns[Math.min(byteColumn, columns.length - 1)] ?? 0);
    return Math.min(start + column + (line === 1 ? this.#bom : 0), this.#text.length);
  }

  /** The 1-based line and the 0-based UTF-16 column of an offset. */
  loc(offset: number): { line: number; column: number } {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) };
  }

  /** The text of a 1-based line, without what ends it; empty beyond the last one. */
  lineAt(line: number): string {
    const starts = this.#lineStarts();
    return this.#text.slice(starts[line - 1] ?? this.#text.length, starts[line]).trimEnd();
  }

  #rangeOfParts(node: PythonNode): Range {
    let [start, end] = [Infinity, 0];
    for (const part of childrenOf(node)) {
      const range = this.range(part);
      start = Math.min(start, range[0]);
      end = Math.max(end, range[1]);
    }
    return start === Infinity ? [0, 0] : [start, end];
  }

  #lineStarts(): number[] {
    return (this.#starts ??= lineStartsOf(this.#text));
  }

  #columnsOf(line: number, start: number): Uint32Array {
    const known = this.#columns.get(line);
    if (known !== undefined) return known;
    const text = this.#text.slice(start + (line === 1 ? this.#bom : 0), this.#lineStarts()[line] ?? this.#text.length);
    const columns = NON_ASCII.test(text) ? utf16Columns(text) : ASCII;
    this.#columns.set(line, columns);
    return columns;
  }
}

/** Offsets at which lines begin, by Python's line ends. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}

/** The UTF-16 column for each UTF-8 byte column of `line`, and for the column after its last byte. */
function utf16Columns(line: string): Uint32Array {
  const columns = new Uint32Array(line.length * 3 + 1);
  let bytes = 0;
  for (let unit = 0; unit < line.length; ) {
    const point = line.codePointAt(unit) as number;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    columns.fill(unit, bytes, bytes + size);
    bytes += size;
    unit += point > 0xffff ? 2 : 1;
  }
  columns[bytes] = line.length;
  return columns.subarray(0, bytes + 1);
}
