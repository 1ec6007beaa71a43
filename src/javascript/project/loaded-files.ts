import { basename, dirname, join, sep } from 'node:path';
import { ownPath } from '../../project/root.ts';
import { literally } from '../../model/text.ts';
import { remembered, textAt } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import { fileFrom, type SourceFile } from './modules.ts';
import { resolveSource } from './resolve.ts';
import type { Sources } from './sources.ts';
import { memberName } from '../syntax/nodes.ts';

// How a file as a whole comes to run: by its path, as the beginning of a program, by a search through its folder, or handed on by who imports it.

/** Folders whose files are loaded by their path. */
const LOADED = /[\\/](?:jobs?|crons?|plugins?|subscribers?|commands?|workers?|functions|listeners|hooks|loaders|events|tasks|extensions|seeders?|migrations?|scripts|server[\\/](?:utils|api|middleware)|composables|pages|routes)[\\/]/i;

/** Files that a program begins with, or that a framework knows by their names. */
const ENTRY = /(?:^|[\\/])(?:index|main|server|app|worker|cli|start|bootstrap|instrumentation\S*|middleware|proxy|[^\\/]*\.config)\.[cm]?[jt]sx?$/i;

/** Functions that look for files and load what they find. */
const LOADERS = ['readdirSync', 'readdir', 'glob', 'globSync', 'globby', 'requireDirectory', 'opendir'];

/** Files that speak of a word; where there are more, no path is meant. */
const MOST_SPEAKING = 60;

/** Characters of a line in which a way to a folder is put together. */
const LONGEST_WAY = 120;

/** What sets up a tool beside the program: it may search for tests and sources, and runs none. */
const TOOL = /\.config\.[cm]?[jt]s$/;

/** True for a file that is loaded by the folder in which it stands. */
export function isLoadedByPath(path: string): boolean {
  return LOADED.test(ownPath(path));
}

/** True for a file that a program begins with, as its name says. */
export function isEntry(path: string): boolean {
  return ENTRY.test(path);
}

/** True where a string of another file may lead to the one at `path`: an import of any kind, an entry, a search through its folder. */
export function isNamedByPath(sources: Sources, path: string): boolean {
  if (isFolderNamed(sources)(dirname(path))) return true;
  const { code, texts } = sources;
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

/** What says of a folder's name that it is a way from the code's own place: `join(__dirname, 'controllers')`. */
const FROM_HERE = /(?:__dirname|import\.meta|\bcwd\(\))[^;\n]*$/;

/** What a file is imported with. */
const IMPORTING = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*$/;

/**
 * True where a string of other code leads to a folder, or to the files in it: a router finds its controllers so, `require('./handlers/' + name)` a handler. Whatever a file of the
 * folder hands out asks for it.
 */
const isFolderNamed = oncePer((sources: Sources) => remembered((folder) => isNamedFolder(sources, folder)));

function isNamedFolder({ code, root }: Sources, folder: string): boolean {
  const name = basename(folder);
  const [word = ''] = name.match(/[\p{ID_Continue}$]{3,}/gu) ?? [];
  const files = word === '' || folder === root ? [] : code.filesWith(word);
  if (files.length > MOST_SPEAKING) return false;
  const quoted = new RegExp(`(['"\`])((?:\\$\\{[^}]*\\})?)([\\w@./-]*${literally(name)}(?=['"\`/])/?)((?:[*][^'"\`]*)?(?:['"\`]\\s*[+]?|\\$\\{))`, 'g');
  return files.some((other) => !TOOL.test(other) && [...withoutCommentedLines(textAt(other) ?? '').matchAll(quoted)].some((found) => {
    const [, , before = '', way = '', end = ''] = found;
    const line = found.input.slice(Math.max(0, found.index - LONGEST_WAY), found.index);
    // what is imported by the folder's name is its index
    if (IMPORTING.test(line) && !/[+{*]/.test(end)) return false;
    const plain = way.replace(/\/$/, '');
    if (before === '' && /^\.{1,2}\//.test(plain)) return [dirname(other), root].some((from) => join(from, plain) === folder);
    return (before !== '' || FROM_HERE.test(line)) && folder.endsWith(sep + plain.replace(/^(?:\.{0,2}\/)+/, ''));
  }));
}

/** True where a file is imported as a whole and handed on, `Object.values(jobs)`, or loaded with its folder. */
export function isTakenWhole(linted: SourceFile, sources: Sources, path: string): boolean {
  if (isFolderNamed(sources)(dirname(path))) return true;
  const { code } = sources;
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
