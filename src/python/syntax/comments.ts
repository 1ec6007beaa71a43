import type { PythonComment } from '../nodes.ts';

/** What a look at the text finds before it is parsed. */
export interface Trivia {
  readonly comments: readonly PythonComment[];
  /** Offsets of form feeds outside strings and comments: whitespace for Python. */
  readonly formFeeds: readonly number[];
  /** Offset of the quote of a plain string that never ends, where there is one. */
  readonly unterminated: number | undefined;
  /** What the parser stumbles over inside the `{…}` of f-strings. */
  readonly insideFields: readonly InsideField[];
}

/** A brace in a string (`f"{'{'.join(x)}"`), a comment, or (empty, at its end) a line that ends inside an expression. */
export interface InsideField {
  readonly start: number;
  readonly end: number;
  readonly kind: 'brace' | 'comment' | 'line-end';
}

/** CPython takes no deeper f-strings, and the stack has an end. */
const MAX_DEPTH = 150;
const NEXT_IN_CODE = /["'#\f]/gu;
const PREFIX = /(?<![\p{L}\p{N}_])(?:[rbu]|[rb]{2}|[ft]r?|r[ft])$/iu;

/**
 * Finds comments and form feeds without tokenising: it looks from one quote or `#` to the next and jumps over strings.
 *
 * py-ast can collect comments too, but only those next to statements: it loses the ones inside brackets, which is where the
 * entries of `list_display` are.
 */
export function scanTrivia(text: string): Trivia {
  return new TriviaScanner(text).scan();
}

class TriviaScanner {
  readonly #text: string;
  readonly #comments: PythonComment[] = [];
  readonly #formFeeds: number[] = [];
  readonly #insideFields: InsideField[] = [];
  #unterminated: number | undefined;
  /** Set once a string doesn't end: what follows can't be told apart. */
  #broken = false;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): Trivia {
    const text = this.#text;
    const next = new RegExp(NEXT_IN_CODE);
    for (let match = next.exec(text); match !== null; match = next.exec(text)) {
      const at = match.index;
      if (match[0] === '\f') this.#formFeeds.push(at);
      else next.lastIndex = match[0] === '#' ? this.#comment(at) : this.#string(at, 0);
    }
    return {
      comments: this.#comments,
      formFeeds: this.#formFeeds,
      unterminated: this.#unterminated,
      insideFields: this.#insideFields,
    };
  }

  /** Records the comment at `start` and returns where it ends. */
  #comment(start: number): number {
    const end = this.#endOfLine(start);
    this.#comments.push({ nodeType: 'Comment', value: this.#text.slice(start + 1, end), range: [start, end] });
    return end;
  }

  #endOfLine(from: number): number {
    const lineEnd = /[\r\n]/gu;
    lineEnd.lastIndex = from;
    return lineEnd.exec(this.#text)?.index ?? this.#text.length;
  }

  /** The offset after the string whose opening quote is at `quoteAt`. `depth` counts the f-string fields around it. */
  #string(quoteAt: number, depth: number): number {
    const text = this.#text;
    const quote = text[quoteAt] as string;
    const triple = text.startsWith(quote.repeat(3), quoteAt);
    const close = triple ? quote.repeat(3) : quote;
    const prefix = PREFIX.exec(text.slice(Math.max(0, quoteAt - 4), quoteAt))?.[0] ?? '';
    const fields = /[ft]/iu.test(prefix);
    return this.#body(quoteAt + close.length, { quoteAt, close, fields, triple, depth, spec: false });
  }

  /** Jumps over the characters of a string (or of a format specification, which ends at its `}`). */
  #body(start: number, string: OpenString): number {
    const text = this.#text;
    const { close, fields, triple, depth, spec } = string;
    for (let at = start; at < text.length; at += 1) {
      const char = text[at] as string;
      if (char === '\\') {
        // A backslash doesn't escape the brace that opens a field, but it does escape quotes, in raw strings too.
        // What it escapes at the end of a line is the whole line end.
        if (!(fields && (text[at + 1] === '{' || text[at + 1] === '}'))) at += text.startsWith('\r\n', at + 1) ? 2 : 1;
      } else if (char === close[0] && text.startsWith(close, at)) return spec ? at : at + close.length;
      else if (!triple && (char === '\n' || char === '\r')) {
        this.#break(string);
        return at;
      } else if (fields && char === '{') {
        if (!spec && text[at + 1] === '{') at += 1;
        else at = this.#field(at + 1, string) - 1;
      } else if (spec && char === '}') return at;
      else if (!fields && depth > 0 && (char === '{' || char === '}')) this.#insideFields.push({ start: at, end: at + 1, kind: 'brace' });
    }
    this.#break(string);
    return text.length;
  }

  /** The end of the text, from where nothing more is found. */
  #giveUp(): number {
    this.#broken = true;
    return this.#text.length;
  }

  #break(string: OpenString): void {
    this.#broken = true;
    if (!string.fields && string.depth === 0) this.#unterminated ??= string.quoteAt;
  }

  /** Jumps over a `{…}` of an f-string, from after its `{` to after its `}`. */
  #field(start: number, string: OpenString): number {
    const text = this.#text;
    let brackets = 0;
    if (string.depth > MAX_DEPTH) return this.#giveUp();
    for (let at = start; at < text.length; at += 1) {
      const char = text[at] as string;
      if (char === '"' || char === "'") {
        // Before Python 3.12 the quotes of the string itself couldn't be used inside; where they end it, the field is broken.
        at = this.#string(at, string.depth + 1) - 1;
        if (this.#broken) return this.#giveUp();
      } else if (char === '#') at = this.#commentInField(at) - 1;
      else if (char === '\n' && brackets === 0) this.#lineEndInField(at);
      else if (char === '(' || char === '[' || char === '{') brackets += 1;
      else if (char === ')' || char === ']') brackets -= 1;
      else if (char === '}' && brackets-- === 0) return at + 1;
      else if (char === ':' && brackets === 0) {
        const end = this.#body(at + 1, { ...string, spec: true, depth: string.depth + 1 });
        return text[end] === '}' ? end + 1 : end;
      }
    }
    return text.length;
  }

  /** Records a line end between two parts of an expression, not those next to the braces. */
  #lineEndInField(at: number): void {
    const end = this.#text[at - 1] === '\r' ? at - 1 : at;
    if (this.#text.slice(0, end).trimEnd().endsWith('{') || /^\s*(?:[}!:=#]|$)/u.test(this.#text.slice(at, at + 500))) return;
    this.#insideFields.push({ start: end, end, kind: 'line-end' });
  }

  #commentInField(start: number): number {
    const end = this.#comment(start);
    this.#insideFields.push({ start, end, kind: 'comment' });
    return end;
  }
}

interface OpenString {
  readonly quoteAt: number;
  readonly close: string;
  /** Whether it is an f-string or a t-string. */
  readonly fields: boolean;
  readonly triple: boolean;
  readonly depth: number;
  /** Whether this is the format specification of a field. */
  readonly spec: boolean;
}
