/** One `model`, `view`, `type`, `enum`, `datasource` or `generator` block of a schema.prisma. */
export interface PrismaBlock {
  readonly keyword: 'model' | 'view' | 'type' | 'enum' | 'datasource' | 'generator';
  readonly name: string;
  /** Fields of models, views and types. */
  readonly fields: readonly PrismaField[];
  /** `@@` attributes. */
  readonly attributes: readonly PrismaAttribute[];
  /** `key = "text"` entries of datasources and generators; entries of other kinds are left out. */
  readonly settings: Readonly<Record<string, string>>;
  /** `key = ["text", …]` entries. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

export interface PrismaField {
  readonly name: string;
  /** Without `?` and `[]`; `Unsupported` for `Unsupported("…")`. */
  readonly type: string;
  readonly list: boolean;
  readonly optional: boolean;
  readonly attributes: readonly PrismaAttribute[];
}

export interface PrismaAttribute {
  /** Without `@`: `id`, `relation`, `db.VarChar`, `index`. */
  readonly name: string;
  readonly args: readonly PrismaArgument[];
}

/** Argument of an attribute; its value is kept only as far as the DataModel needs it. */
export interface PrismaArgument {
  readonly name: string | undefined;
  /** The words of the value: field names of a list, without what a field's own parentheses hold (`email(sort: Desc)` → `email`). */
  readonly words: readonly string[];
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'newline';
  readonly text: string;
}

const TOKEN =
  /(?<skip>[^\S\n]+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<newline>\n)|"(?<text>(?:\\.|[^"\\\n])*)"?|(?<word>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|-?\d[\w.]*)|(?<sign>@@|[^])/y;

const KEYWORDS: ReadonlySet<string> = new Set(['model', 'view', 'type', 'enum', 'datasource', 'generator']);

/**
 * Reads the text of a schema.prisma. Never throws: what doesn't parse is skipped, line by line, and a block that isn't closed ends
 * where the next one starts.
 */
export function parsePrismaBlocks(text: string): PrismaBlock[] {
  const tokens = tokenize(text);
  const blocks: PrismaBlock[] = [];
  let at = 0;
  while (at < tokens.length) {
    if (!startsBlock(tokens, at)) {
      at += 1;
      continue;
    }
    let end = at + 3;
    while (end < tokens.length && !isSign(tokens[end], '}') && !startsBlock(tokens, end)) end += 1;
    blocks.push(blockOf(tokens[at]?.text as PrismaBlock['keyword'], tokens[at + 1]?.text ?? '', tokens.slice(at + 3, end)));
    at = end;
  }
  return blocks;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups } of text.matchAll(new RegExp(TOKEN, 'gy'))) {
    if (groups === undefined || groups.skip !== undefined) continue;
    if (groups.newline !== undefined) tokens.push({ kind: 'newline', text: '\n' });
    else if (groups.word !== undefined) tokens.push({ kind: 'word', text: groups.word });
    else if (groups.sign !== undefined) tokens.push({ kind: 'sign', text: groups.sign });
    else tokens.push({ kind: 'text', text: groups.text ?? '' });
  }
  return tokens;
}

function startsBlock(tokens: readonly Token[], at: number): boolean {
  const keyword = tokens[at];
  return keyword?.kind === 'word' && KEYWORDS.has(keyword.text) && tokens[at + 1]?.kind === 'word' && isSign(tokens[at + 2], '{');
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}

function blockOf(keyword: PrismaBlock['keyword'], name: string, body: readonly Token[]): PrismaBlock {
  const fields: PrismaField[] = [];
  const attributes: PrismaAttribute[] = [];
  const settings: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const line of linesOf(body)) {
    const [first, second, third] = line;
    if (isSign(first, '@@')) attributes.push(...attributesOf(line, '@@'));
    else if (first?.kind !== 'word') continue;
    else if (isSign(second, '=') && third?.kind === 'text') settings[first.text] = third.text;
    else if (isSign(second, '=') && isSign(third, '[')) lists[first.text] = line.flatMap((token) => (token.kind === 'text' ? [token.text] : []));
    else if (second?.kind === 'word' && keyword !== 'enum') fields.push(fieldOf(first.text, second.text, line.slice(2)));
  }
  return { keyword, name, fields, attributes, settings, lists };
}

/** Splits at newlines outside parentheses and brackets; at every newline where those don't match up. */
function linesOf(body: readonly Token[]): Token[][] {
  const split = (countsDepth: boolean): { lines: Token[][]; depth: number } => {
    const lines: Token[][] = [[]];
    let depth = 0;
    for (const token of body) {
      if (token.kind === 'sign' && '(['.includes(token.text)) depth += 1;
      else if (token.kind === 'sign' && ')]'.includes(token.text)) depth -= 1;
      if (token.kind !== 'newline') lines.at(-1)?.push(token);
      else if (depth === 0 || !countsDepth) lines.push([]);
    }
    return { lines, depth };
  };
  const { lines, depth } = split(true);
  return depth === 0 ? lines : split(false).lines;
}

function fieldOf(name: string, type: string, rest: readonly Token[]): PrismaField {
  const suffix = rest.slice(0, rest.findIndex((token) => isSign(token, '@')) >>> 0);
  return {
    name,
    type,
    list: suffix.some((token, index) => isSign(token, '[') && isSign(suffix[index + 1], ']')),
    optional: suffix.some((token) => isSign(token, '?')),
    attributes: attributesOf(rest, '@'),
  };
}

function attributesOf(line: readonly Token[], sign: '@' | '@@'): PrismaAttribute[] {
  const attributes: PrismaAttribute[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const name = line[at + 1];
    if (!isSign(line[at], sign) || name?.kind !== 'word') continue;
    const [args, end] = isSign(line[at + 2], '(') ? argumentsOf(line, at + 3) : [[], at + 1];
    attributes.push({ name: name.text, args });
    at = end;
  }
  return attributes;
}

/** The arguments from `start`, just inside the parenthesis, and the index of the token that closes it. */
function argumentsOf(line: readonly Token[], start: number): [PrismaArgument[], number] {
  const args: { name: string | undefined; words: string[] }[] = [{ name: undefined, words: [] }];
  let depth = 1;
  let parentheses = 1;
  let at = start;
  for (; at < line.length; at += 1) {
    const token = line[at] as Token;
    const opens = token.kind === 'sign' && '(['.includes(token.text);
    const closes = token.kind === 'sign' && ')]'.includes(token.text);
    depth += Number(opens) - Number(closes);
    if (token.text === '(' || token.text === ')') parentheses += Number(opens) - Number(closes);
    if (depth === 0) break;
    const arg = args.at(-1) as (typeof args)[number];
    if (depth === 1 && isSign(token, ',')) args.push({ name: undefined, words: [] });
    else if (depth === 1 && isSign(token, ':')) arg.name = arg.words.pop();
    else if (parentheses === 1 && (token.kind === 'word' || token.kind === 'text')) arg.words.push(token.text);
  }
  return [args, at];
}
