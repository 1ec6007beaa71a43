import { existsSync } from 'node:fs';
import { type DefaultTheme, defineConfig } from 'vitepress';
import packageJson from '../../package.json' with { type: 'json' };
import { addressOf, siteBase } from '../../src/address.ts';
import { ABOUTS } from '../../src/libraries/abouts.ts';
import type { About } from '../../src/project/about.ts';
import { rules } from '../../src/rules/index.ts';
import { ROOT } from '../../tests/docs/markdown.ts';
import { libraryFile } from '../libraries.ts';
import { writePages } from '../pages.ts';

writePages();

const librariesOf = (kind: About['kind']): DefaultTheme.SidebarItem[] =>
  ABOUTS.filter((about) => about.kind === kind).map((about) => ({ text: about.label, link: `/libraries/${libraryFile(about)}` }));

/** Bars of a page's queries: now, and with the remedy. */
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#3451b2"/><path d="M3 6h10" stroke="#f5a95c" stroke-width="3"/><path d="M3 11h3" stroke="#5fd393" stroke-width="3"/></svg>';

export default defineConfig({
  title: 'admin-scale',
  description: packageJson.description,
  lang: 'en',
  base: siteBase(),
  srcDir: '.vitepress/pages',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }]],
  cleanUrls: false,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Rules', link: '/rules/', activeMatch: '/rules/' },
      { text: 'Libraries', link: '/libraries/', activeMatch: '/libraries/' },
      { text: 'Playground', link: '/playground' },
    ],
    sidebar: [
      { text: 'Introduction', items: [
        { text: 'Start', link: '/start' },
        { text: 'How it decides', link: '/how-it-decides' },
        { text: 'Measured', link: '/measured' },
        { text: 'Playground', link: '/playground' },
        { text: 'Changes', link: '/changelog' },
      ] },
      { text: 'Use', items: [
        { text: 'Command line', link: '/cli' },
        { text: 'Settings', link: '/settings' },
        { text: 'Editors', link: '/editors' },
        { text: 'Continuous integration', link: '/ci' },
        { text: 'Tests of queries', link: '/budget' },
      ] },
      { text: 'Rules', link: '/rules/', items: Object.keys(rules).map((id) => ({ text: id, link: `/rules/${id}` })) },
      { text: 'Admin frameworks', link: '/libraries/', items: librariesOf('admin') },
      { text: 'ORMs', link: '/libraries/', items: librariesOf('orm') },
    ],
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: packageJson.homepage }],
    editLink: { pattern: addressOf(':path'), text: 'In the repository' },
  },
  // what is made of several files has no one place to be edited at
  transformPageData: ({ filePath, frontmatter }) => (existsSync(`${ROOT}docs/${filePath}`) ? { filePath: `docs/${filePath}` } : { frontmatter: { ...frontmatter, editLink: false } }),
  vite: { build: { target: 'es2022', chunkSizeWarningLimit: 1000 } },
});
