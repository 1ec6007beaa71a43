/**
 * Half-open range of UTF-16 offsets into the text of the linted file: what ESLint calls a range, in every language.
 */
export type Span = readonly [start: number, end: number];

/** A text as a regular expression finds it. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The text without a mark of byte order, which editors on Windows write before it and which belongs to no language. */
export function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** `orderItem2Id` as `order_item2_id`: what people call in a database what they call otherwise in code. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** "a", "a and b", "a, b and c". */
export function enumerated(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** The names that code has, in its quotes: "`a`, `b` and `c`". */
export function enumeratedNames(names: readonly string[], joint: 'and' | 'or' = 'and'): string {
  return enumerated(names.map((name) => `\`${name}\``), joint);
}

/** Replace the text of `span` by `text`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * A change that takes the problem away.
 *
 * `safe` means the same results, the same errors and the same side effects for every input; such a remedy may be applied
 * without asking. Every other remedy says in `safety` what it changes, and is offered as a suggestion.
 */
export interface Remedy {
  /** What the remedy does, as an imperative sentence without a final full stop. */
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly safety: 'safe' | { readonly changes: string };
}
