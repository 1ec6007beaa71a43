import type { Linter } from 'eslint';
import { withoutBom } from '../model/text.ts';
import { lineStartsOf } from './syntax/positions.ts';

/** Comments and strings: a line that begins within a string takes no comment before it. */
const TOKENS = /#[^\n]*|("""|''')(?:\\[^]|(?!\1)[^\\])*\1|(["'])(?:\\[^]|(?!\2)[^\\\n])*\2/g;

/**
 * Adds to each finding in Python a suggestion that writes the comment by which ESLint is silenced there, for editors: theirs begins with `//`, which is no comment of Python's. It is no
 * suggestion of the rules, since each of those would have to offer it and it isn't about what they found. The text and the other parts of the findings stay as they are.
 */
export class PythonProcessor implements Linter.Processor {
  readonly meta: NonNullable<Linter.Processor['meta']>;
  readonly supportsAutofix = true;
  /** Of files between `preprocess` and `postprocess`, which gets no text: ESLint lints them in between, one at a time. */
  readonly #texts = new Map<string, string>();

  /** @param release the plugin's version */
  constructor(release: string) {
    this.meta = { name: 'admin-scale/python', version: release };
    this.preprocess = this.preprocess.bind(this);
    this.postprocess = this.postprocess.bind(this);
  }

  preprocess(text: string, filename: string): string[] {
    this.#texts.set(filename, text);
    return [text];
  }

  postprocess([messages = []]: Linter.LintMessage[][], filename: string): Linter.LintMessage[] {
    const text = this.#texts.get(filename) ?? '';
    this.#texts.delete(filename);
    if (messages.every(({ ruleId }) => ruleId === null)) return messages;
    const lines = new Lines(text);
    return messages.map((message) => {
      const fix = message.ruleId === null ? undefined : lines.comment(message.line, message.ruleId);
      if (fix === undefined) return message;
      return { ...message, suggestions: [...(message.suggestions ?? []), { desc: `Disable ${String(message.ruleId)} for this line (write the reason behind the dashes).`, fix }] };
    });
  }
}

class Lines {
  /** Where each line begins. */
  readonly #starts: readonly number[];
  readonly #text: string;
  #inStrings: ReadonlySet<number> | undefined;

  constructor(text: string) {
    // ESLint counts without the mark of byte order
    this.#text = withoutBom(text);
    this.#starts = lineStartsOf(this.#text);
  }

  /** The edit that silences `rule` in a line; undefined where no comment can stand before it. */
  comment(line: number, rule: string): { readonly range: [number, number]; readonly text: string } | undefined {
    const start = this.#starts[line - 1];
    if (start === undefined || this.#stringStarts().has(start)) return undefined;
    const before = this.#text.slice(this.#starts[line - 2] ?? start, start).trimEnd();
    if (before.endsWith('\\')) return undefined;
    // two such comments would silence each other's line
    const [there] = /^\s*#\s*eslint-disable-next-line\s+[^\s-][^\n]*?(?=\s+--|$)/.exec(before) ?? [];
    if (there !== undefined) {
      const at = (this.#starts[line - 2] ?? 0) + there.length;
      return { range: [at, at], text: `, ${rule}` };
    }
    const [indent = ''] = /^[ \t]*/.exec(this.#text.slice(start)) ?? [];
    return { range: [start, start], text: `${indent}# eslint-disable-next-line ${rule} -- ${this.#text.includes('\r\n') ? '\r\n' : '\n'}` };
  }

  /** The beginnings of lines that lie within a string. */
  #stringStarts(): ReadonlySet<number> {
    this.#inStrings ??= new Set([...this.#text.matchAll(TOKENS)].flatMap(({ 0: token, index }) => (token.startsWith('#') ? [] : [...token.matchAll(/\n/g)].map((end) => index + end.index + 1))));
    return this.#inStrings;
  }
}
