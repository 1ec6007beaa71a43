import { ABOUTS } from '../libraries/abouts.ts';
import { existsSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { CannotRun } from '../project/cannot-run.ts';
import { isAppDirectory } from '../project/apps.ts';
import { findUp, walkFiles } from '../project/files.ts';
import { reasonOf } from './terminal.ts';

export type LanguageName = 'python' | 'javascript';

/** A file to check. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  readonly language: LanguageName;
  /** ESLint's working directory for it: the user's, or for files outside of it the path that the user gave. */
  readonly base: string;
  /** The user named this very file. */
  readonly named: boolean;
  /** What is to be checked in place of what the file holds. */
  readonly text?: string;
}

/** What the paths of the command line lead to. */
export interface FoundPaths {
  readonly sources: readonly SourceFile[];
  /** Files that tell which frameworks a project uses, see `isManifest`. */
  readonly manifests: readonly string[];
  /** The directories that were searched. */
  readonly directories: readonly string[];
}

/**
 * Directories that never hold source of the project, beside hidden ones and virtual environments of any name. Names that projects
 * use for their own code as well (`build`, `vendor`) are left to the exemptions that the rules and the settings know.
 */
const NEVER_ENTERED = new Set(['node_modules', 'bower_components', 'site-packages', '__pycache__']);

/** What virtual environments are called, those without a `pyvenv.cfg` as well. */
const ENVIRONMENTS = new Set(['venv', 'virtualenv']);

/** Entries below one path after which the search gives up. */
const MOST_ENTRIES = 2_000_000;

/** The language of a file by its name, or undefined where it is none of ours. */
export function languageOf(name: string): LanguageName | undefined {
  if (/\.py$/i.test(name)) return 'python';
  // the table of packages of Yarn's Plug'n'Play
  if (/(^|[\\/])\.pnp\.[^\\/]*$/.test(name)) return undefined;
  return /\.[cm]?[jt]s$|\.[jt]sx$/i.test(name) ? 'javascript' : undefined;
}

/** True for the files that tell which frameworks a project uses. */
export function isManifest(name: string): boolean {
  return name === 'package.json' || ABOUTS.some(({ manifests = [] }) => manifests.some((manifest) => manifest.name.test(name)));
}

/**
 * The files below `paths`: files as they are, directories searched, globs matched. A symbolic link is followed where the user
 * names it and nowhere else.
 *
 * @param leavesOut true for what is not to be found below a directory
 * @throws {CannotRun} for a path that doesn't exist and for a glob that matches nothing
 */
export function findSources(paths: readonly string[], cwd: string, leavesOut: LeavesOut = () => false): FoundPaths {
  const sources = new Map<string, SourceFile>();
  const manifests = new Set<string>();
  const directories = new Set<string>();
  const add = (path: string, root: string, named: boolean): void => {
    const language = languageOf(path);
    if (language === undefined || (sources.has(path) && !named)) return;
    sources.set(path, { path, language, base: isBelow(cwd, path) ? cwd : root, named });
  };
  for (const given of paths) {
    const path = resolve(cwd, given);
    const stats = statOf(path, given);
    if (stats?.isFile() === true) {
      add(path, dirname(path), true);
      continue;
    }
    const { root, matches } = stats === undefined ? globOf(given, cwd) : directoryOf(path, given, stats);
    directories.add(root);
    let matched = stats !== undefined;
    // who names what is left out otherwise wants it
    for (const file of filesBelow(root, leavesOut(root, true) ? undefined : leavesOut)) {
      if (isManifest(nameOf(file))) manifests.add(file);
      if (!matches(file)) continue;
      matched = true;
      add(file, root, false);
    }
    if (!matched) throw new CannotRun(`no file matches ${JSON.stringify(given)}.`);
  }
  return { sources: [...sources.values()], manifests: [...manifests], directories: [...directories] };
}

/** True where `path` is `directory` or inside it. */
export function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** True where a symbolic link on the way from `base` to `path` leads out of `base`. */
export function leadsOut(base: string, path: string): boolean {
  try {
    return !isBelow(realpathSync(base), realpathSync(path));
  } catch {
    return true;
  }
}

/** True for the root of a checkout. */
export function isCheckout(directory: string): boolean {
  return existsSync(join(directory, '.git'));
}

/** `directory` and those above it, the nearest first, up to the root of the checkout where there is one. */
export function upToCheckout(directory: string): string[] {
  const directories: string[] = [];
  findUp(directory, (at) => {
    directories.push(at);
    return isCheckout(at);
  });
  return directories;
}

/** `path` from `base`, with slashes; absolute where it is outside. */
export function pathFrom(base: string, path: string): string {
  return (isBelow(base, path) ? relative(base, path) : path).split(sep).join('/');
}

export type LeavesOut = (path: string, isDirectory: boolean) => boolean;

/** Sources and manifests below `root`, in a stable order. */
export function filesBelow(root: string, leavesOut: LeavesOut = () => false): string[] {
  return walkFiles(root, {
    matches: (name, path) => isManifest(name) || (languageOf(name) !== undefined && !leavesOut(path, false)),
    enters: (name, path) => !name.startsWith('.') && !NEVER_ENTERED.has(name) && !isEnvironment(name, path) && !leavesOut(path, true),
    limit: MOST_ENTRIES,
  });
}

function isEnvironment(name: string, path: string): boolean {
  return existsSync(join(path, 'pyvenv.cfg')) || (ENVIRONMENTS.has(name) && !isAppDirectory(path));
}

interface Search {
  readonly root: string;
  readonly matches: (path: string) => boolean;
}

function directoryOf(path: string, given: string, stats: Stats): Search {
  if (!stats.isDirectory()) throw new CannotRun(`${JSON.stringify(given)} is neither a file nor a directory.`);
  return { root: path, matches: () => true };
}

function globOf(given: string, cwd: string): Search {
  const { base, isGlob } = picomatch.scan(given.split(sep).join('/'));
  const root = resolve(cwd, base);
  if (!isGlob) throw new CannotRun(`there is no file or directory ${JSON.stringify(given)}.`);
  if (statOf(root, base)?.isDirectory() !== true) throw new CannotRun(`no file matches ${JSON.stringify(given)}.`);
  const pattern = resolve(cwd, '.').split(sep).join('/');
  const isMatch = picomatch(isAbsolute(given) ? given : given.replace(/^(\.\/)+/, ''), { dot: true });
  return { root, matches: (path) => isMatch(isAbsolute(given) ? path : relative(pattern, path).split(sep).join('/')) };
}

/** Undefined where nothing is there. */
function statOf(path: string, given: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new CannotRun(`${JSON.stringify(given)} can't be read: ${reasonOf(error)}.`);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}
