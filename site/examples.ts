import { readdirSync } from 'node:fs';
import { filesShownIn, headingsOf, readText, ROOT } from '../tests/docs/markdown.ts';
import type { Example, PlayFile } from './playground/project.ts';

/** An example of a rule's page, which stands in the line `line` of it. */
export interface PageExample extends Example {
  readonly line: number;
}

/** The example shops, without what holds no code of theirs. */
export function shopExamples(): Example[] {
  return readdirSync(`${ROOT}examples`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => {
    const paths = readdirSync(`${ROOT}examples/${name}`, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')).filter((path) => /(?:^|\/)(?!__init__|manage|settings|urls|apps)[\w.-]+\.(?:py|tsx?|prisma)$/.test(path) && !path.includes('node_modules/'));
    const files = paths.sort((a, b) => weightOf(b) - weightOf(a) || (a < b ? -1 : 1)).map((path) => ({ path, text: readText(`examples/${name}/${path}`) }));
    return { id: `shops/${name}`, title: readText(`examples/${name}/README.md`).split('\n')[0]?.slice(2) ?? name, group: 'Example shops', files, preset: 'recommended' };
  });
}

/** What is declared stands before what uses it; the last file is the one that is shown first. */
function weightOf(path: string): number {
  return /models?\.py$|entit|schema/.test(path) ? 2 : path.includes('admin') ? 0 : 1;
}

/** The slides of the talk, from the tests that hold them against the rules. */
export function talkExamples(): Example[] {
  const talk = 'tests/fixtures/talk';
  const models = { path: 'store/models.py', text: readText(`${talk}/project/store/models.py`) };
  return readdirSync(`${ROOT}${talk}/before`).sort().map((name) => {
    const id = name.replace(/\.py$/, '');
    const files = [models, { path: 'store/admin.py', text: readText(`${talk}/before/${name}`) }];
    return { id: `talk/${id}`, title: spoken(id), group: 'Slides of “Django Admin at Scale”', files, preset: 'recommended' };
  });
}

/** The examples of a rule's page that are reported without options of their own, with the files that they need of those that the page shows. */
export function pageExamples(rule: string, page: string): PageExample[] {
  const shown = filesShownIn(page);
  const companions = shown.filter(({ verdict }) => verdict === undefined).map(({ path, text }) => ({ path, text }));
  const counts = new Map<string, number>();
  return shown.filter(({ verdict, options }) => verdict === 'wrong' && options.length === 0).map(({ line, path, text }) => {
    const library = libraryAbove(page, line);
    const count = (counts.get(library) ?? 0) + 1;
    counts.set(library, count);
    const file = { path, text };
    const title = `${library}${count === 1 ? '' : ` (${String(count)})`}`;
    return { id: `${rule}/${slugOf(library)}-${String(count)}`, title, group: rule, files: [...needed(file, companions), file], preset: 'strict', line };
  });
}

/** A name as it stands in an address. */
export function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function libraryAbove(page: string, line: number): string {
  const above = page.split('\n').slice(0, line - 1).join('\n');
  return headingsOf(above).findLast((heading) => heading.startsWith('### '))?.slice(4) ?? '';
}

/** Those of `companions` that a file names, and what these name; the schema of a client that comes from one. */
function needed(file: PlayFile, companions: readonly PlayFile[]): PlayFile[] {
  const found = new Set<PlayFile>();
  const pending = [file];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const companion of companions) {
      if (found.has(companion) || companion.path === file.path || !names(next, companion.path)) continue;
      found.add(companion);
      pending.push(companion);
    }
  }
  return companions.filter((companion) => found.has(companion));
}

function names({ path, text }: PlayFile, other: string): boolean {
  const name = other.split('/').at(-1) ?? '';
  const stem = name.replace(/\.\w+$/, '');
  if (name.endsWith('.prisma')) return text.includes('prisma');
  if (name.endsWith('.html')) return text.includes(name);
  if (name.endsWith('.py')) return path.endsWith('.py') && (new RegExp(`\\b${stem}\\b`).test(text) || stem === 'models' || stem === 'admin');
  return new RegExp(`['"\`][./#@\\w]*/${stem.replaceAll('.', '\\.')}(?:\\.\\w+)?['"\`]`).test(text);
}

function spoken(id: string): string {
  return id === 'n_plus_one' ? 'N + 1 queries' : `${id.charAt(0).toUpperCase()}${id.slice(1)}`.replaceAll('_', ' ');
}
