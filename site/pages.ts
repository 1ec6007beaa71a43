import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ABOUTS } from '../src/libraries/abouts.ts';
import { rules } from '../src/rules/index.ts';
import { blocksOf, filesShownIn, readText, ROOT, sectionOf, sentence } from '../tests/docs/markdown.ts';
import { type PageExample, pageExamples, shopExamples, talkExamples } from './examples.ts';
import { librariesPage, libraryFile, libraryPage, type RulePage } from './libraries.ts';
import { relinked } from './text.ts';

const SITE = fileURLToPath(new URL('.', import.meta.url));

/** Where the pages are put of which VitePress makes the site. */
export const PAGES = join(SITE, '.vitepress/pages');

/** All files of the site's pages by path: those of `docs/`, and what is made of the README, the registry, the schema and the rules' pages. */
export function sitePages(): ReadonlyMap<string, string> {
  const rulePages = Object.entries(rules).map(([id, { meta }]): RulePage => {
    const text = readText(`docs/rules/${id}.md`);
    return { id, text, description: sentence(meta.docs.description), examples: pageExamples(id, text) };
  });
  const examples = [...shopExamples(), ...talkExamples(), ...rulePages.flatMap((page) => page.examples)];
  return new Map([
    ...readdirSync(join(SITE, 'content')).map((name) => [name, pageOf(`site/content/${name}`, name)] as const),
    ...readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md')).map((name) => [name, pageOf(`docs/${name}`, name)] as const),
    ...rulePages.map(({ id, text, examples: own }) => [`rules/${id}.md`, relinked(withCaptions(text, own), `docs/rules/${id}.md`, `rules/${id}.md`)] as const),
    ['rules/index.md', rulesPage()],
    ...ABOUTS.map((about) => [`libraries/${libraryFile(about)}`, libraryPage(about, rulePages)] as const),
    ['libraries/index.md', librariesPage()],
    ['start.md', startPage()],
    ['measured.md', measuredPage(rulePages)],
    ['changelog.md', pageOf('CHANGELOG.md', 'changelog.md')],
    ['glimpse.json', JSON.stringify({ pages: glimpse() })],
    ['examples.json', JSON.stringify(examples.map(({ id, title, group, files, preset }) => ({ id, title, group, files, preset })))],
  ]);
}

/** Writes the pages, beside the playground's script. */
export function writePages(): void {
  mkdirSync(PAGES, { recursive: true });
  for (const name of readdirSync(PAGES)) if (name !== 'public') rmSync(join(PAGES, name), { recursive: true });
  for (const [path, text] of sitePages()) {
    mkdirSync(dirname(join(PAGES, path)), { recursive: true });
    writeFileSync(join(PAGES, path), text);
  }
}

function pageOf(source: string, target: string): string {
  const text = relinked(readText(source), source, target);
  return source === 'docs/settings.md' ? `${text.trim()}\n\n${settingsTable()}\n` : text;
}

/** Each example's path and what becomes of it, and the way into the playground. */
function withCaptions(page: string, examples: readonly PageExample[]): string {
  const captions = new Map<number, string>();
  for (const { line, verdict, path } of filesShownIn(page)) {
    const example = examples.find((one) => one.line === line);
    const said = verdict === undefined ? '' : `<span class="verdict ${verdict}">${verdict === 'wrong' ? 'Reported' : 'Not reported'}</span> `;
    captions.set(line, `${said}\`${path}\`${example === undefined ? '' : ` · [open in the playground](../playground.md#example/${example.id})`}`);
  }
  return page.split('\n').flatMap((text, index) => {
    const caption = captions.get(index + 1);
    return caption === undefined ? [text] : [caption, '', text];
  }).join('\n');
}

function startPage(): string {
  const readme = readText('README.md');
  const [, ...intro] = (readme.split('\n```text')[0] ?? '').split('\n');
  const shown = blocksOf(readme).find(({ text }) => text.startsWith('$ npx'))?.text ?? '';
  const sections = ['## Try it', '## Install', '## Settings', '## What it does not do', '## Languages and versions'];
  const output = ['## What it prints', `\`\`\`text\n${shown}\`\`\``];
  const text = ['# Start', intro.join('\n').trim(), ...sections.slice(0, 2).flatMap((heading) => [heading, sectionOf(readme, heading)]), ...output, ...sections.slice(2).flatMap((heading) => [heading, sectionOf(readme, heading)])];
  return relinked(text.join('\n\n'), 'README.md', 'start.md');
}

function rulesPage(): string {
  const text = `# Rules\n\n${sectionOf(readText('README.md'), '## Rules')}\n`;
  return relinked(text, 'README.md', 'rules/index.md');
}

/** The tables of what things cost, each from the page that argues with it. */
function measuredPage(pages: readonly RulePage[]): string {
  const tables = pages.flatMap(({ id, text }) => {
    const found = [...`${sectionOf(text, '## Why it hurts at scale')}\n`.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim());
    return found.length === 0 ? [] : [`### [${id}](./rules/${id}.md)`, ...found.map((table) => relinked(table, `docs/rules/${id}.md`, 'measured.md'))];
  });
  const proof = readText('proof/README.md').replace(/^# .*\n/, '').replace(/^## /gm, '### ').trim();
  const text = [
    '# Measured',
    'What the rules and their advice rest on. The numbers are those of the rules\' pages, measured on the versions that they name; the remedies are proved by running them on the real libraries, in every change.',
    '## What it costs', ...tables,
    '## What the remedies spare', relinked(proof, 'proof/README.md', 'measured.md'),
  ];
  return `${text.join('\n\n')}\n`;
}

/** The costs of pages from what the README shows of the command's output. */
function glimpse(): readonly { readonly now: number; readonly remedied: number; readonly name: string; readonly file: string; readonly size: string }[] {
  const rows = [...readText('README.md').matchAll(/^ *(\d+) +→ +(\d+) +(\S+) \((\S+), (\d+ rows a page)\)$/gm)];
  return rows.map(([, now, remedied, name = '', file = '', size = '']) => ({ now: Number(now), remedied: Number(remedied), name, file, size }));
}

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The file of settings, from its schema. */
function settingsTable(): string {
  const { properties = {} } = JSON.parse(readText('admin-scale.schema.json')) as Schema;
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = Object.entries(properties).map(([key, schema]) => {
    const type = schema.enum?.map((value) => JSON.stringify(value)).join(' or ') ?? (schema.items?.type === undefined ? schema.type : `${schema.items.type}s in an array`) ?? '';
    const standard = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
    return `| \`${key}\` | ${cell(schema.description ?? '')} | ${cell(type)} | ${standard} |`;
  });
  return ['## All keys of `admin-scale.json`', '', '| key | what it is | type | default |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
