import { basename, dirname, sep } from 'node:path';
import { literally } from '../model/text.ts';
import { textAt } from '../project/files.ts';
import { fileFrom, type SourceFile } from './modules.ts';
import { resolveSource } from './resolve.ts';
import type { Sources } from './sources.ts';
import { memberName } from './syntax/nodes.ts';

// How a file as a whole comes to run: by its path, as the beginning of a program, by a search through its folder, or handed on by who imports it.

/** Folders whose files are loaded by their path. */
const LOADED = /[\\/](?:jobs?|crons?|plugins?|subscribers?|commands?|workers?|functions|listeners|hooks|loaders|events|tasks|extensions|seeders?|migrations?|scripts|server[\\/](?:utils|api|middleware)|composables|pages|routes)[\\/]/i;

/** Files that a program begins with, or that a framework knows by their names. */
const ENTRY = /(?:^|[\\/])(?:index|main|server|app|worker|cli|start|bootstrap|instrumentation\S*|middleware|proxy|[^\\/]*\.config)\.[cm]?[jt]sx?$/i;

/** Functions that look for files and load what they find. */
const LOADERS = ['readdirSync', 'readdir', 'glob', 'globSync', 'globby', 'requireDirectory', 'opendir'];

/** Files that speak of a word; where there are more, no path is meant. */
const MOST_SPEAKING = 60;

/** What sets up a tool beside the program: it may search for tests and sources, and runs none. */
const TOOL = /\.config\.[cm]?[jt]s$/;

/** True for a file that is loaded by the folder in which it stands. */
export function isLoadedByPath(path: string): boolean {
  return LOADED.test(path);
}

/** True for a file that a program begins with, as its name says. */
export function isEntry(path: string): boolean {
  return ENTRY.test(path);
}

/** True where a string of another file may lead to the one at `path`: an import of any kind, an entry, a search through its folder. */
export function isNamedByPath({ code, texts }: Sources, path: string): boolean {
  const stem = basename(path).replace(/\.[cm]?[jt]sx?$/, '');
  const [word = ''] = [...(stem.match(/[\p{ID_Continue}$]{3,}/gu) ?? [])].sort((a, b) => b.length - a.length);
  if (word === '' || LOADERS.some((loader) => code.filesWith(loader).some((other) => !TOOL.test(other) && path.startsWith(dirname(other) + sep)))) return true;
  const quoted = new RegExp(`[/'"\`]${literally(stem)}(?:\\.\\w+)?['"\`]`);
  return code.filesWith(word).some((other) => other !== path && quoted.test(withoutCommentedLines(textAt(other) ?? ''))) || texts.filesWith(word).some((other) => (textAt(other) ?? '').includes(stem));
}

/** A line that was commented out loads nothing. */
function withoutCommentedLines(text: string): string {
  return text.replace(/^[ \t]*\/\/.*$/gm, '');
}

/** True where a file is imported as a whole and handed on: `Object.values(jobs)`. */
export function isTakenWhole(linted: SourceFile, { code }: Sources, path: string): boolean {
  const stems = [basename(path).replace(/\.[cm]?[jt]sx?$/, ''), basename(dirname(path))];
  return stems.some((stem) => {
    const [first, ...words] = (stem.match(/[\p{ID_Continue}$]{3,}/gu) ?? []).filter((word) => !/^\d/.test(word));
    if (first === undefined) return false;
    const files = words.reduce((paths, word) => paths.filter((other) => code.filesWith(word).includes(other)), code.filesWith(first)).filter((other) => other !== path);
    return files.length <= MOST_SPEAKING && files.some((other) => takesWhole(linted, other, path));
  });
}

function takesWhole(linted: SourceFile, importing: string, path: string): boolean {
  const file = fileFrom(linted, importing);
  return file?.module.imports.some((binding) => {
    if (binding.imported !== '*' || binding.typeOnly) return false;
    const target = resolveSource(importing, binding.source);
    if (target !== path && (target === undefined || dirname(target) !== dirname(path) || !basename(target).startsWith('index.'))) return false;
    return file.module.referencesTo(binding).some((use) => {
      const parent = file.module.parentOf(use);
      return parent?.type !== 'MemberExpression' || parent.object !== use || memberName(parent) === undefined;
    });
  }) ?? false;
}
