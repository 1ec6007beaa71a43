import { posix } from 'node:path';
import { addressOf } from '../src/address.ts';
import { BLOCK } from '../tests/docs/markdown.ts';

/** Texts outside of code blocks changed by `change`, the blocks left as they are. */
function outsideCode(markdown: string, change: (text: string) => string): string {
  let result = '';
  let end = 0;
  for (const { 0: block, index } of markdown.matchAll(BLOCK)) {
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
