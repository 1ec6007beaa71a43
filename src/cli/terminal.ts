/** Where text goes: a stream of the process, or a test's collector. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** All that the command knows of the process it runs in. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The whole of standard input. */
  readonly stdin: () => Promise<string>;
  /** Asks the user and gives the line that is answered; undefined at the end of input. Left out where there is nobody to ask. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** Columns of what isn't known to be a terminal of some width. */
const USUAL_WIDTH = 100;
const NARROWEST = 40;
/** Longer lines are hard to read, however wide the window is. */
const WIDEST = 120;

/** Columns that text may take up. */
export function widthOf({ columns = USUAL_WIDTH }: Output): number {
  return Math.min(Math.max(columns, NARROWEST), WIDEST);
}

/** `1 file`, `2 files`, `1 query`, `2 queries`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${count === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** The first line of whatever was thrown. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.trim() ?? text;
}

/**
 * The lines of a table, one below the other.
 *
 * @param align of the columns; left where it says nothing
 * @param paint what a cell gets once its width is settled, its spaces apart
 */
export function columns(rows: readonly (readonly string[])[], align: readonly ('left' | 'right')[] = [], paint: (cell: string, column: number) => string = (cell) => cell): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const spaces = ' '.repeat((widths[column] ?? cell.length) - cell.length);
      return align[column] === 'right' ? spaces + paint(cell, column) : paint(cell, column) + spaces;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** Why a file can't be read or written, shortly: the system's code, else the first line. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? firstLine(error);
}

/**
 * `text` in lines of at most `width` columns, of which those after the first begin with `indent` spaces. Code in backticks stays on one line where it fits on one.
 *
 * @param start columns that stand before the first word
 */
export function wrapped(text: string, width: number, indent: number, start = indent): string {
  const lines: string[] = [];
  let line = '';
  const room = (): number => width - (lines.length === 0 ? start : indent);
  for (const word of wordsOf(text, width - indent)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= room() || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

function wordsOf(text: string, widest: number): string[] {
  const units = text.match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? [];
  return units.flatMap((unit) => (unit.length <= widest ? [unit] : unit.split(/\s+/)));
}
