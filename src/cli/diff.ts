/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Above this many pairs of lines, what lies between the first and the last change counts as changed. */
const MOST_PAIRS = 4_000_000;

interface Line {
  readonly kind: ' ' | '-' | '+';
  /** With its line break. */
  readonly text: string;
}

/** The difference of two texts of a file in the unified format, as `patch` and `git apply` take it; empty where there is none. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = compare(linesOf(before), linesOf(after));
  const changes = lines.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]));
  const hunks: { start: number; end: number }[] = [];
  for (const at of changes) {
    const last = hunks.at(-1);
    if (last !== undefined && at - CONTEXT <= last.end) last.end = Math.min(at + CONTEXT + 1, lines.length);
    else hunks.push({ start: Math.max(at - CONTEXT, 0), end: Math.min(at + CONTEXT + 1, lines.length) });
  }
  return [`--- a/${path}\n+++ b/${path}\n`, ...hunks.map(({ start, end }) => hunk(lines, start, end))].join('');
}

function hunk(lines: readonly Line[], start: number, end: number): string {
  const count = (from: number, to: number, skipped: '-' | '+'): number => lines.slice(from, to).filter(({ kind }) => kind !== skipped).length;
  const range = (skipped: '-' | '+'): string => {
    const length = count(start, end, skipped);
    return `${String(count(0, start, skipped) + (length === 0 ? 0 : 1))},${String(length)}`;
  };
  const body = lines.slice(start, end).map(({ kind, text }) => `${kind}${text}${text.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`);
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = (lines: readonly string[]): Line[] => lines.map((text) => ({ kind: ' ', text }));
  const middle = compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...kept(before.slice(0, head)), ...middle, ...kept(before.slice(before.length - tail))];
}

/** By the longest common subsequence of lines. */
function compareMiddle(before: readonly string[], after: readonly string[]): Line[] {
  const width = after.length + 1;
  const lengths = before.length * after.length > MOST_PAIRS ? undefined : new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths?.[i * width + j] ?? 0;
  if (lengths !== undefined) {
    for (let i = before.length - 1; i >= 0; i -= 1) {
      for (let j = after.length - 1; j >= 0; j -= 1) lengths[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]];
    if (lengths !== undefined && old !== undefined && old === young) {
      lines.push({ kind: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: '-', text: old });
      i += 1;
    } else {
      lines.push({ kind: '+', text: young ?? '' });
      j += 1;
    }
  }
  return lines;
}
