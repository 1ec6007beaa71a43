import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced code block. Its info string is `<language> [wrong|right] [path] [JSON of rule options]`, or `json options` / `json settings`. */
export interface Block {
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
}

/** A file that a code block shows. */
export interface ShownFile {
  readonly line: number;
  /** Undefined for a file that the others of the page need. */
  readonly verdict: 'wrong' | 'right' | undefined;
  readonly path: string;
  readonly text: string;
  /** Of the rule. */
  readonly options: readonly unknown[];
}

/** A fenced code block: its fence, its info string and its text. */
export const BLOCK = /^(`{3,})([^\n`]*)\n([^]*?)^\1[ \t]*$/gm;

/** The fenced code blocks of a Markdown text. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(BLOCK)].map(({ 2: info = '', 3: text = '', index }) => {
    const [language = '', ...words] = info.trim().split(/\s+/);
    return { line: markdown.slice(0, index).split('\n').length, language, words, text };
  });
}

/** The files that the code blocks of a page show. */
export function filesShownIn(markdown: string): ShownFile[] {
  return blocksOf(markdown).flatMap(({ line, words: [first = '', path = '', options], text }): ShownFile[] => {
    if (first === 'wrong' || first === 'right') return [{ line, verdict: first, path, text, options: options === undefined ? [] : [JSON.parse(options)] }];
    return first.includes('.') ? [{ line, verdict: undefined, path: first, text, options: [] }] : [];
  });
}

/** Headings as written, with their hashes: `## Options`. Those in code blocks are none. */
export function headingsOf(markdown: string): string[] {
  return withoutCode(markdown)
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line));
}

/** The text below a heading, up to the next one of its level or above; throws where there is none. */
export function sectionOf(markdown: string, heading: string): string {
  const [, hashes = ''] = /^(#+) /.exec(heading) ?? [];
  const next = new RegExp(`^#{1,${String(hashes.length)}} `);
  const plain = withoutCode(markdown).split('\n');
  const start = plain.indexOf(heading);
  if (start === -1) throw new Error(`There is no heading "${heading}".`);
  const end = plain.findIndex((line, index) => index > start && next.test(line));
  return markdown.split('\n').slice(start + 1, end === -1 ? undefined : end).join('\n').trim();
}

/** Targets of links that are not to other sites, without what follows `#`. */
export function relativeLinksOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target) && !target.startsWith('#'))
    .map((target) => target.replace(/#.*$/, ''));
}

/** The lines of code blocks are empty. */
function withoutCode(markdown: string): string {
  return markdown.replace(BLOCK, (block) => block.replace(/.+/g, ''));
}

/** All Markdown files of the repository that are ours, from its root. */
export function markdownFiles(): string[] {
  const skipped = new Set(['node_modules', '.git', 'dist', '.venv', '.vitepress']);
  const below = (directory: string): string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(join(directory, entry.name));
      return entry.name.endsWith('.md') ? [relative(ROOT, join(directory, entry.name))] : [];
    });
  return below(ROOT);
}

/** A rule's description as pages and tables have it. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The path that a link in `page` leads to, absolute. */
export function resolveLink(page: string, target: string): string {
  return join(ROOT, dirname(page), target);
}
