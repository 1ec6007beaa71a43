import { describe, expect, it } from 'vitest';
import { ABOUTS } from '../../src/libraries/abouts.ts';
import { rules } from '../../src/rules/index.ts';
import { libraryFile } from '../../site/libraries.ts';
import { sitePages } from '../../site/pages.ts';
import { readText, sectionOf } from '../docs/markdown.ts';

const pages = sitePages();
const pageAt = (path: string): string => pages.get(path) ?? '';

describe('the pages of the site', () => {
  it.each(ABOUTS.map((about) => [about.label, about] as const))('%s has one that says by which rules it is read', (_, about) => {
    const page = pageAt(`libraries/${libraryFile(about)}`);
    const read = [...sectionOf(page, '## What is read').matchAll(/^### \[([a-z-]+)\]/gm)].map(([, id = '']) => id);
    const rest = sectionOf(page, '## What is not read');
    expect(read).not.toEqual([]);
    // each rule is said to have something of it, or nothing
    expect(Object.keys(rules).filter((id) => read.includes(id) === rest.includes(`[${id}]`))).toEqual([]);
    for (const text of about.unread) expect(rest).toContain(text);
  });

  it('lead into the playground from each example that its presets report', () => {
    const examples = JSON.parse(pageAt('examples.json')) as { readonly id: string }[];
    const linked = [...pages].filter(([path]) => path.startsWith('rules/')).flatMap(([, text]) => [...text.matchAll(/playground\.md#example\/([\w/-]+)\)/g)].map(([, id = '']) => id));
    expect(linked.sort()).toEqual(examples.map(({ id }) => id).filter((id) => !/^(?:talk|shops)\//.test(id)).sort());
  });

  it('have a row for each key of the settings’ schema', () => {
    const { properties } = JSON.parse(readText('admin-scale.schema.json')) as { readonly properties: object };
    const keys = [...pageAt('settings.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = '']) => key);
    expect(keys).toEqual(Object.keys(properties));
  });

  it('have the numbers of every rule’s page that has a table of them', () => {
    const measured = Object.keys(rules).filter((id) => /^\|/m.test(sectionOf(readText(`docs/rules/${id}.md`), '## Why it hurts at scale')));
    expect([...pageAt('measured.md').matchAll(/^### \[([a-z-]+)\]/gm)].map(([, id = '']) => id)).toEqual(measured);
  });

  it('are texts of Markdown without a relative link out of the site', () => {
    const out = [...pages].filter(([path]) => path.endsWith('.md')).flatMap(([path, text]) => [...text.matchAll(/\]\((\.\.\/[^)\s#]*)/g)].filter(([, link = '']) => link.split('../').length > path.split('/').length).map(([, link]) => `${path}: ${String(link)}`));
    expect(out).toEqual([]);
  });
});
