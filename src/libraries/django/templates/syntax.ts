import { cachedByFile } from '../../../project/files.ts';

/** A variable with its attributes, as a template writes it: `order.customer.name|upper`. */
export interface Lookup {
  readonly path: readonly string[];
  readonly filters: readonly string[];
  /** Names that have to hold before it is asked. */
  readonly behind?: readonly string[];
  /** It is looked through for something: `user in order.readers.all`. */
  readonly searched?: boolean;
}

/** A part of a template that matters to the rows it shows. What isn't known as a tag stands for itself: what is between it and its end is read all the same. */
export type TemplateNode =
  | { readonly kind: 'show'; readonly value: Lookup; readonly line: number }
  | { readonly kind: 'for'; readonly names: readonly string[]; readonly over: Lookup | undefined; readonly body: readonly TemplateNode[]; readonly line: number }
  | { readonly kind: 'if'; readonly tests: readonly Lookup[]; readonly branches: readonly (readonly TemplateNode[])[]; readonly texts?: readonly (TextTest | undefined)[]; readonly line: number }
  | { readonly kind: 'with'; readonly given: ReadonlyMap<string, Lookup | undefined>; readonly body: readonly TemplateNode[]; readonly line: number }
  | { readonly kind: 'include'; readonly name: string; readonly given: ReadonlyMap<string, Lookup | undefined>; readonly only: boolean; readonly line: number }
  | { readonly kind: 'block'; readonly name: string; readonly body: readonly TemplateNode[] }
  | { readonly kind: 'tag'; readonly name: string; readonly values: readonly (Lookup | undefined)[]; readonly named: ReadonlyMap<string, Lookup | undefined>; readonly line: number }
  | { readonly kind: 'parent' };

/** `shown == "open"`: what a branch asks where that is no more than whether a variable is a text. */
export interface TextTest {
  readonly name: string;
  readonly text: string;
}

/** A template as it was read. */
export interface Template {
  readonly path: string;
  /** The template that it extends. */
  readonly parent: string | undefined;
  readonly nodes: readonly TemplateNode[];
}

/** Tags and variables of one template beyond which nobody reads on. */
const MOST_TOKENS = 20_000;

/** Blocks inside blocks. */
const MAX_DEPTH = 60;

interface Token {
  /** `%` for tags, `{` for variables */
  readonly kind: '%' | '{';
  readonly text: string;
  readonly line: number;
}

/** The template in a file; undefined where it can't be read. */
export const templateAt: (path: string) => Template | undefined = cachedByFile((text, path) => parseTemplate(text, path), 5000);

/** Reads Django's template language as far as rows go. Never throws: what is left open ends with the text, what closes nothing is passed over. */
export function parseTemplate(text: string, path: string): Template {
  return new Parser(tokensOf(text)).template(path);
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let line = 1;
  let counted = 0;
  // what doesn't close any more isn't looked for again
  const missing = new Set<string>();
  for (let at = text.indexOf('{'); at >= 0 && found.length < MOST_TOKENS; at = text.indexOf('{', at)) {
    const kind = text[at + 1];
    const close = kind === '%' ? '%}' : kind === '{' ? '}}' : kind === '#' ? '#}' : undefined;
    const end = close === undefined || missing.has(close) ? -1 : text.indexOf(close, at + 2);
    if (end < 0 || close === undefined) {
      if (close !== undefined) missing.add(close);
      at += 1;
      continue;
    }
    for (; counted < at; counted += 1) if (text.charCodeAt(counted) === 10) line += 1;
    if (kind === '%' || kind === '{') found.push({ kind, text: text.slice(at + 2, end).trim(), line });
    at = end + 2;
  }
  return found;
}

/** Tags whose inside isn't shown, or isn't shown each time. */
const OPAQUE: Readonly<Record<string, string>> = { comment: 'endcomment', verbatim: 'endverbatim', cache: 'endcache' };

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #parent: string | undefined;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  template(path: string): Template {
    const nodes: TemplateNode[] = [];
    while (this.#at < this.#tokens.length) {
      nodes.push(...this.#until(new Set(), 0));
      this.#at += 1;
    }
    return { path, parent: this.#parent, nodes };
  }

  /** What stands before one of the tags, or before the end. */
  #until(ends: ReadonlySet<string>, depth: number): TemplateNode[] {
    const nodes: TemplateNode[] = [];
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at] as Token;
      const [name = ''] = token.kind === '%' ? token.text.split(/\s/, 1) : [];
      if (token.kind === '%' && ends.has(name)) return nodes;
      const node = token.kind === '{' ? shown(token) : depth < MAX_DEPTH ? this.#tag(name, token, depth) : undefined;
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  #tag(name: string, { text, line }: Token, depth: number): TemplateNode | undefined {
    const opaque = OPAQUE[name];
    if (opaque !== undefined) {
      this.#skip(opaque);
      return undefined;
    }
    const words = wordsOf(text).slice(1);
    switch (name) {
      case 'extends':
        this.#parent ??= literal(words[0]);
        return undefined;
      case 'block':
        return { kind: 'block', name: words[0] ?? '', body: this.#body(['endblock'], depth) };
      case 'for':
        return this.#loop(words, line, depth);
      case 'if':
        return this.#branches(words, line, depth);
      case 'with':
        return { kind: 'with', given: givenIn(words), body: this.#body(['endwith'], depth), line };
      case 'include': {
        const included = literal(words[0]);
        return included === undefined ? undefined : { kind: 'include', name: included, given: givenIn(words.slice(1)), only: words.includes('only'), line };
      }
      case 'url': {
        const values = words.slice(1).map((word) => lookupOf(word.replace(/^\w+=/, ''))).filter((one) => one !== undefined && one.path.length > 1);
        return values.length === 0 ? undefined : { kind: 'if', tests: values as Lookup[], branches: [], line };
      }
      default:
        return calling(name, words, line);
    }
  }

  #body(ends: readonly string[], depth: number): TemplateNode[] {
    this.#at += 1;
    return this.#until(new Set(ends), depth + 1);
  }

  #loop(words: readonly string[], line: number, depth: number): TemplateNode {
    const middle = words.indexOf('in');
    const names = words.slice(0, Math.max(0, middle)).join(' ').split(/[\s,]+/).filter((one) => one !== '');
    const over = middle < 0 ? undefined : lookupOf(words[middle + 1] ?? '');
    const body = this.#body(['endfor', 'empty'], depth);
    if (this.#tokens[this.#at]?.text === 'empty') this.#body(['endfor'], depth);
    return { kind: 'for', names, over, body, line };
  }

  #branches(words: readonly string[], line: number, depth: number): TemplateNode {
    const tests = testsIn(words);
    const texts = [textIn(words)];
    const branches: TemplateNode[][] = [];
    for (;;) {
      branches.push(this.#body(['elif', 'else', 'endif'], depth));
      const next = this.#tokens[this.#at]?.text ?? 'endif';
      const asked = next.startsWith('elif') ? wordsOf(next).slice(1) : undefined;
      if (asked === undefined && !next.startsWith('else')) return { kind: 'if', tests, branches, texts, line };
      tests.push(...testsIn(asked ?? []));
      texts.push(textIn(asked ?? []));
    }
  }

  #skip(end: string): void {
    while (this.#at < this.#tokens.length && !(this.#tokens[this.#at]?.kind === '%' && this.#tokens[this.#at]?.text.split(/\s/, 1)[0] === end)) this.#at += 1;
  }
}

/** A tag that only a library knows: what it is given, without the name that its answer gets. */
function calling(name: string, words: readonly string[], line: number): TemplateNode | undefined {
  const end = words.lastIndexOf('as');
  const given = end >= 0 && end === words.length - 2 ? words.slice(0, end) : words;
  const named = givenIn(given);
  const values = given.filter((word) => !/^\w+=/.test(word)).map((word) => lookupOf(word));
  return [...values, ...named.values()].every((value) => value === undefined) ? undefined : { kind: 'tag', name, values, named, line };
}

function shown({ text, line }: Token): TemplateNode | undefined {
  if (text === 'block.super') return { kind: 'parent' };
  const value = lookupOf(text);
  return value === undefined ? undefined : { kind: 'show', value, line };
}

/** The words of a tag; texts in quotes are one. */
function wordsOf(text: string): string[] {
  return text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
}

function literal(word: string | undefined): string | undefined {
  return /^(["'])([^"']+)\1$/.exec(word ?? '')?.[2];
}

/** `order.customer.name|upper`; undefined for texts, numbers and what isn't Django's language. */
function lookupOf(text: string): Lookup | undefined {
  const [head = '', ...filters] = text.split('|').map((part) => part.trim());
  if (!/^[A-Za-z_]\w*(?:\.\w+)*$/.test(head)) return undefined;
  return { path: head.split('.'), filters: filters.map((filter) => filter.split(':', 1)[0]?.trim() ?? '') };
}

const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', '==', '!=', '<', '>', '<=', '>=', 'True', 'False', 'None']);

/** What a test asks, with the names that have to hold before it is asked: `mine and order.customer == user` (template/smartif.py evaluates no more than it must). */
function testsIn(words: readonly string[]): Lookup[] {
  const found: Lookup[] = [];
  let behind: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === 'or' || word === 'not') behind = [];
    const lookup = OPERATORS.has(word) ? undefined : lookupOf(word);
    if (lookup === undefined) continue;
    found.push({ ...lookup, ...(behind.length === 0 ? {} : { behind }), ...(words[index - 1] === 'in' ? { searched: true } : {}) });
    const [name, ...deeper] = lookup.path;
    if (name !== undefined && deeper.length === 0 && words[index + 1] === 'and' && words[index - 1] !== 'not') behind = [...behind, name];
  }
  return found;
}

function textIn([name, operator, value, ...others]: readonly string[]): TextTest | undefined {
  const text = literal(value);
  return name === undefined || !/^\w+$/.test(name) || operator !== '==' || text === undefined || others.length > 0 ? undefined : { name, text };
}

/** `with a=order.customer b=order.items.all`, `with order.customer as a` */
function givenIn(words: readonly string[]): Map<string, Lookup | undefined> {
  const found = new Map<string, Lookup | undefined>();
  for (const [index, word] of words.entries()) {
    const [, name, value] = /^(\w+)=(.+)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) found.set(name, lookupOf(value));
    const before = words[index - 1];
    const after = words[index + 1];
    if (word === 'as' && before !== undefined && after !== undefined) found.set(after, lookupOf(before));
  }
  return found;
}
