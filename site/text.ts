import { posix } from 'node:path';
import { addressOf } from '../src/address.ts';

const FENCE = /^(`{3,})[^\n]*\n[^]*?^\1[ \t]*$/gm;

/** Texts outside of code blocks changed by `change`, the blocks left as they are. */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  let result = '';
  let end = 0;
  for (const { 0: block, index } of markdown.matchAll(FENCE)) {
    result += change(markdown.slice(end, index)) + block;
    end = index + block.length;
  }
  return result + change(markdown.slice(end));
}

/**
 * A page of the repository as a page of the site: links to pages of `docs/` lead to where these are in the site, all others into the repository.
 *
 * @param source where the text stands in the repository
 * @param target where it will stand in the site
 */
export function relinked(markdown: string, source: string, target: string): string {
  return outsideCode(markdown, (text) => text.replace(/\]\(([^)\s]+)\)/g, (whole, link: string) => {
    if (/^(?:[a-z]+:|#)/i.test(link)) return whole;
    const [path = '', hash] = link.split('#');
    const file = posix.join(posix.dirname(source), path);
    const isPage = /^docs\/.*\.md$/.test(file);
    const place = isPage ? posix.relative(posix.dirname(target), file.slice('docs/'.length)) : addressOf(file);
    return `](${isPage && !place.startsWith('.') ? './' : ''}${place}${hash === undefined ? '' : `#${hash}`})`;
  }));
}

/** The text below a heading, up to the next one of its level or above; throws where there is none, since pages are made of it. */
export function sectionOf(markdown: string, heading: string): string {
  const [, hashes = ''] = /^(#+) /.exec(heading) ?? [];
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`There is no heading "${heading}".`);
  let isCode = false;
  const end = lines.findIndex((line, index) => {
    if (/^`{3,}/.test(line)) isCode = !isCode;
    return index > start && !isCode && new RegExp(`^#{1,${String(hashes.length)}} `).test(line);
  });
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n').trim();
}

/** The rows of the tables in a text, each with its cells; without the line below the head. */
export function tableRows(markdown: string): string[][] {
  const lines = markdown.split('\n').filter((line) => /^\|.*\|\s*$/.test(line) && !/^\|[\s:|-]+\|\s*$/.test(line));
  return lines.map((line) => line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()));
}
