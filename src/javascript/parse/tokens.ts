import type { TSESTree } from '@typescript-eslint/utils';
import type { ParsedComment } from './parser.ts';
import type { Node } from '../syntax/nodes.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Token {
  readonly type: string;
  readonly value: string;
  readonly range: [number, number];
  readonly loc: { readonly start: Position; readonly end: Position };
}

/** Gives line (from 1) and column (from 0) of offsets. */
export type Locate = (offset: number) => Position;

interface Atom {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'break case catch class const continue debugger default delete do else export extends finally for function if import in instanceof let new return static super switch this throw try typeof var void while with yield'.split(' '),
);

const PIECE = /\s+|(?<private>#[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\{}]*)|(?<word>[\p{ID_Start}$_\\](?:\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|[\p{ID_Continue}$\u200c\u200d])*)|(?<sign>>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[^])/uy;

/**
 * The tokens of a parsed program and the `loc` of its nodes, which ESLint's own rules need and oxc doesn't give. What text alone can't
 * tell (regular expressions, template texts, JSX texts, the `>` that ends type arguments) is taken from the tree.
 */
export function tokensOf(program: TSESTree.Program, text: string, comments: readonly ParsedComment[], keys: Readonly<Record<string, readonly string[]>>, locate: Locate): Token[] {
  const atoms: Atom[] = [];
  const closing = new Set<number>();
  visit(program, keys, (node) => {
    (node as { loc: unknown }).loc = { start: locate(node.range[0]), end: locate(node.range[1]) };
    const atom = atomOf(node, text);
    if (atom !== undefined) atoms.push(atom);
    if (node.type === 'TSTypeParameterInstantiation' || node.type === 'TSTypeParameterDeclaration') closing.add(node.range[1] - 1);
  });
  for (const { start, end } of comments) atoms.push({ start, end, type: '' });
  if (text.startsWith('#!')) atoms.push({ start: 0, end: /^[^\n\r\u2028\u2029]*/.exec(text)?.[0].length ?? 0, type: '' });
  atoms.sort((a, b) => a.start - b.start || b.end - a.end);
  return assemble(text, atoms, closing, locate);
}

function assemble(text: string, atoms: readonly Atom[], closing: ReadonlySet<number>, locate: Locate): Token[] {
  const tokens: Token[] = [];
  const push = (type: string, start: number, end: number): void => {
    tokens.push({ type, value: text.slice(type === 'PrivateIdentifier' ? start + 1 : start, end), range: [start, end], loc: { start: locate(start), end: locate(end) } });
  };
  let at = 0;
  for (const atom of [...atoms, { start: text.length, end: text.length, type: '' }]) {
    if (atom.start < at) continue;
    scan(text, at, atom.start, closing, push);
    if (atom.type !== '') push(atom.type, atom.start, atom.end);
    at = atom.end;
  }
  return tokens;
}

function scan(text: string, from: number, to: number, closing: ReadonlySet<number>, push: (type: string, start: number, end: number) => void): void {
  const piece = new RegExp(PIECE);
  for (let at = from; at < to; ) {
    piece.lastIndex = at;
    const groups = piece.exec(text)?.groups;
    const single = groups?.sign?.startsWith('>') === true && closing.has(at);
    const end = Math.min(to, single ? at + 1 : Math.max(piece.lastIndex, at + 1));
    if (groups?.private !== undefined) push('PrivateIdentifier', at, end);
    else if (groups?.word !== undefined) push(wordType(groups.word), at, end);
    else if (groups?.sign !== undefined) push('Punctuator', at, end);
    at = end;
  }
}

function wordType(word: string): string {
  if (word === 'true' || word === 'false') return 'Boolean';
  if (word === 'null') return 'Null';
  return KEYWORDS.has(word) ? 'Keyword' : 'Identifier';
}

function atomOf(node: Node, text: string): Atom | undefined {
  const [start, end] = node.range;
  switch (node.type) {
    case 'Literal':
      return literalAtom(node, start, end, text);
    case 'JSXText':
      return { start, end, type: 'JSXText' };
    case 'JSXAttribute':
      return node.value?.type === 'Literal' ? { start: node.value.range[0], end: node.value.range[1], type: 'JSXText' } : undefined;
    case 'JSXIdentifier':
      return { start, end, type: 'JSXIdentifier' };
    case 'TemplateElement': {
      // The token holds the delimiters, whether the node's range does or not.
      const inner = text[start] === '`' || text[start] === '}' ? [start, end] : [start - 1, end + (node.tail ? 1 : 2)];
      return { start: inner[0] as number, end: inner[1] as number, type: 'Template' };
    }
    default:
      return undefined;
  }
}

function literalAtom(node: TSESTree.Literal, start: number, end: number, text: string): Atom | undefined {
  if ('regex' in node) return { start, end, type: 'RegularExpression' };
  const first = text[start] ?? '';
  if (first === '"' || first === "'") return { start, end, type: 'String' };
  return /[\d.]/.test(first) ? { start, end, type: 'Numeric' } : undefined;
}

/** Calls `enter` for every node of a tree, without recursion: chains can be deep. */
function visit(root: Node, keys: Readonly<Record<string, readonly string[]>>, enter: (node: Node) => void): void {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    enter(node);
    const record = node as unknown as Record<string, unknown>;
    for (const key of keys[node.type] ?? []) {
      const value = record[key];
      // one by one: a list may be longer than a call may have arguments
      const children = (Array.isArray(value) ? value : [value]) as (Node | null | undefined)[];
      for (const child of children) if (child !== null && child !== undefined) pending.push(child);
    }
  }
}
