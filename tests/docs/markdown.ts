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

/** The fenced code blocks of a Markdown text. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^(`{3,})([^\n`]*)\n([\s\S]*?)^\1[ \t]*$/gm;
  for (const match of markdown.matchAll(fence)) {
    const [language = '', ...words] = (match[2] ?? '').trim().split(/\s+/);
    blocks.push({ line: markdown.slice(0, match.index).split('\n').length, language, words, text: match[3] ?? '' });
  }
  return blocks;
}

/** Headings as written, with their hashes: `## Options`. Those in code blocks are none. */
export function headingsOf(markdown: string): string[] {
  return withoutCode(markdown)
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line));
}

/** Targets of links that are not to other sites, without what follows `#`. */
export function relativeLinksOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target) && !target.startsWith('#'))
    .map((target) => target.replace(/#.*$/, ''));
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[\s\S]*?^\1[ \t]*$/gm, '');
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

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The path that a link in `page` leads to, absolute. */
export function resolveLink(page: string, target: string): string {
  return join(ROOT, dirname(page), target);
}
