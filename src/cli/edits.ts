import type { Rule } from 'eslint';

/** `text` with places replaced; of edits that overlap, the first is made. */
export function withEdits(text: string, edits: readonly Rule.Fix[]): string {
  let edited = '';
  let end = 0;
  for (const { range, text: replacement } of [...edits].sort((a, b) => a.range[0] - b.range[0])) {
    if (range[0] < end) continue;
    edited += text.slice(end, range[0]) + replacement;
    end = range[1];
  }
  return edited + text.slice(end);
}
