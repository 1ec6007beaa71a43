import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ABOUTS } from '../src/libraries/abouts.ts';
import { cellsOf } from '../src/cli/terminal-markdown.ts';
import type { About } from '../src/project/about.ts';
import { readText, ROOT, sectionOf } from '../tests/docs/markdown.ts';
import { type PageExample, slugOf } from './examples.ts';
import { relinked } from './text.ts';

/** What is known of a rule's page, for pages that are made of it. */
export interface RulePage {
  readonly id: string;
  readonly text: string;
  /** Of the rule's meta. */
  readonly description: string;
  readonly examples: readonly PageExample[];
}

/** A library's page below `libraries/`. */
export function libraryFile({ label }: About): string {
  return `${slugOf(label)}.md`;
}

/** The page of a library: what its versions are, what each rule reads of it, and what isn't read, from the registry, the README and the rules' pages. */
export function libraryPage(about: About, rules: readonly RulePage[]): string {
  const { label, kind, language } = about;
  const tested = testedOf(about);
  const served = rules.map((rule) => ({ rule, read: readOf(rule, about) })).filter(({ rule, read }) => read !== undefined || tested.has(rule.id));
  const silent = rules.filter((rule) => served.every((one) => one.rule !== rule));
  const what = kind === 'orm' ? 'ORM' : language === 'python' ? 'admin and ORM' : 'admin framework';
  return [
    `# ${label}`,
    `${label} is read as an ${what} for ${language === 'python' ? 'Python' : 'JavaScript and TypeScript'}. Versions: ${versionsOf(label)}.`,
    '## What is read',
    ...served.flatMap(({ rule, read }) => [`### [${rule.id}](../rules/${rule.id}.md)`, rule.description, ...(read === undefined || read === '' ? [] : [read]), ...examplesOf(rule, label)]),
    '## What is not read',
    [
      ...about.unread.map((text) => `- ${text}`),
      ...(silent.length === 0 ? [] : [`- No case of it stands in the pages and tests of ${silent.map(({ id }) => `[${id}](../rules/${id}.md)`).join(', ')}.`]),
      '- What no import, type, schema or declaration resolves, and [what stays silent on purpose](../how-it-decides.md#what-stays-silent-on-purpose).',
    ].join('\n'),
  ].join('\n\n');
}

/** The overview of all libraries. */
export function librariesPage(): string {
  const rows = (wanted: (about: About) => boolean): string[] => ABOUTS.filter(wanted).map((about) => `| [${about.label}](./${libraryFile(about)}) | ${versionsOf(about.label)} |`);
  const table = (wanted: (about: About) => boolean): string => ['| | versions |', '| --- | --- |', ...rows(wanted)].join('\n');
  return [
    '# Libraries',
    'What is read of each library, by which rule, and what is not. The same rules serve all of them.',
    '## Admin frameworks', table(({ kind }) => kind === 'admin'),
    '## ORMs', table(({ kind }) => kind === 'orm'),
  ].join('\n\n');
}

/** What the README says of a library's versions, which names it first in the row. */
function versionsOf(label: string): string {
  const table = sectionOf(readText('README.md'), '## Languages and versions').split('\n').filter((line) => line.startsWith('|'));
  const row = cellsOf(table).find(([name = '']) => name.split(/,| \(/)[0] === label);
  if (row === undefined) throw new Error(`README.md says no versions of ${label}.`);
  const [name = '', versions = ''] = row;
  const others = name.split(', ').slice(1);
  return `${versions}${others.length === 0 ? '' : `, with ${others.join(' and ')}`}`;
}

/** What a rule's page says that it reports of a library: the items of its list, an empty text where it only names it, undefined where it doesn't. */
function readOf({ id, text, examples }: RulePage, { label }: About): string | undefined {
  const reports = relinked(sectionOf(text, '## What it reports'), `docs/rules/${id}.md`, `libraries/${slugOf(label)}.md`);
  const items = reports.split(/\n(?=- )/).filter((item) => item.startsWith('- ')).map((item) => item.replace(/\n\n[^]*$/, ''));
  const own = items.filter((item) => namesFirst(item, label));
  if (own.length > 0) return own.join('\n');
  return new RegExp(`\\b${label}\\b`).test(reports) || examples.some((example) => isOf(example, label)) ? '' : undefined;
}

/** The rules of which the library's own tests have cases. */
function testedOf({ label }: About): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, 'tests/rules')).filter((name) => `${slugOf(label)}-`.startsWith(`${name.replace(/\.test\.ts$/, '').split('-')[0] ?? ''}-`));
  return new Set(files.flatMap((name) => [...readText(`tests/rules/${name}`).matchAll(/^\s*'((?:no|max|require)-[a-z-]+)':/gm)].map(([, id = '']) => id)));
}

/** The library stands in the bold words with which an item begins. */
function namesFirst(item: string, label: string): boolean {
  const [, bold = ''] = /^- \*\*([^*]*)\*\*/.exec(item) ?? [];
  return new RegExp(`(?:^|, | and )${label}\\b`).test(bold);
}

function examplesOf({ examples }: RulePage, label: string): string[] {
  const own = examples.filter((example) => isOf(example, label));
  return own.length === 0 ? [] : [`In the playground: ${own.map(({ id }, index) => `[example ${String(index + 1)}](../playground.md#example/${id})`).join(', ')}`];
}

/** The example stands below a heading that begins with the library. */
function isOf({ title }: PageExample, label: string): boolean {
  return title.startsWith(label) && !/^[\w-]/.test(title.slice(label.length));
}
