import { type FSWatcher, watch as watchDirectory } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import { CannotRun } from '../project/cannot-run.ts';
import { filesWritten } from '../project/files.ts';
import { type CheckOptions, isFixing } from './arguments.ts';
import { check } from './check.ts';
import type { Dependencies } from './load.ts';
import { isBelow, isManifest, languageOf } from './paths.ts';
import type { ExitCode } from './run.ts';
import { OWN_FILE, PACKAGE, PYPROJECT } from './settings-file.ts';
import { USUAL_FILE } from './suppressions.ts';
import { firstLine, type Terminal } from './terminal.ts';

/** After the last change, before the next run: editors and version control write many files at once. In milliseconds. */
const QUIET = 150;

const CLEAR = '\u001B[2J\u001B[3J\u001B[H';

/**
 * `admin-scale check --watch`: checks whenever a file changes that may matter, everything each time, as what is right in a file depends on others. Ends when the process is told to.
 *
 * @param signal ends it, for tests
 * @returns the code of the last run
 * @throws {CannotRun} where the directory can't be watched
 */
export async function watch(options: CheckOptions, terminal: Terminal, dependencies: Dependencies, signal = new AbortController().signal): Promise<ExitCode> {
  const { cwd, stdout, stderr } = terminal;
  const changes = new Changes(cwd, directoriesOf(options.paths, cwd));
  signal.addEventListener('abort', () => { changes.stop(); });
  let code: ExitCode = 0;
  try {
    do {
      if (stdout.isTTY === true) stdout.write(CLEAR);
      code = await attempt(options, terminal, dependencies);
      // what this run has fixed is no reason for another
      if (isFixing(options)) await changes.settle();
      stderr.write('\nWaiting for changes (Ctrl+C ends it).\n');
    } while (await changes.next());
    return code;
  } finally {
    changes.stop();
  }
}

/** What is wrong now may be mended by the next change. */
async function attempt(options: CheckOptions, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  filesWritten();
  try {
    return await check(options, terminal, dependencies);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    terminal.stderr.write(`admin-scale: ${error.message}\n`);
    return 2;
  }
}

/** The directories that the paths are in: the working directory, in which the settings stand as well, and those outside of it. */
function directoriesOf(paths: readonly string[], cwd: string): string[] {
  const outside = paths.filter((path) => !/[*?{[]/.test(path)).map((path) => resolve(cwd, path)).filter((path) => !isBelow(cwd, path));
  return [cwd, ...outside.map((path) => (languageOf(path) === undefined ? path : dirname(path)))];
}

/** Files that say what is found and let pass. */
const SETTINGS = new Set([OWN_FILE, PYPROJECT, PACKAGE, USUAL_FILE, '.gitignore']);

/** Names of others on which findings depend. */
const OTHERS = /^(?:tsconfig[\w.-]*\.json|.*\.html)$/;

/** Directories of which nothing is read. */
const UNREAD = /^(?:node_modules|\.git|__pycache__|\.venv|venv|site-packages|dist|build)$/;

/** Whether a change of the file can change what is found. */
function matters(path: string): boolean {
  if (path.split(sep).slice(0, -1).some((name) => UNREAD.test(name))) return false;
  const name = basename(path);
  return languageOf(name) !== undefined || isManifest(name) || SETTINGS.has(name) || OTHERS.test(name);
}

/** The changes below some directories, of which those that come close together count as one. */
class Changes {
  readonly #watchers: FSWatcher[];
  #pending = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  /** @throws {CannotRun} where a directory can't be watched, as when the system has no watches left */
  constructor(cwd: string, directories: readonly string[]) {
    const failed = (error: unknown): CannotRun => new CannotRun(`--watch: ${firstLine(error)}.`);
    try {
      this.#watchers = directories.map((directory) => watchDirectory(directory, { recursive: true }, (_, name) => {
        // some systems don't say which file it is
        if (name === null || matters(resolve(directory, name).slice(cwd.length))) this.#noted();
      }));
    } catch (error) {
      throw failed(error);
    }
    // a directory that goes away while it is read; the others go on
    for (const watcher of this.#watchers) watcher.on('error', () => { watcher.close(); });
  }

  /** Resolves after the next changes, those since the last call included; false where there will be none. */
  async next(): Promise<boolean> {
    if (this.#pending && !this.#stopped) await this.settle();
    else if (!this.#stopped) await new Promise<void>((wake) => (this.#wake = wake));
    this.#pending = false;
    return !this.#stopped;
  }

  /** Lets changes go by that are on their way. */
  async settle(): Promise<void> {
    await new Promise((resolved) => setTimeout(resolved, QUIET));
    this.#pending = false;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    this.#wake?.();
  }

  #noted(): void {
    this.#pending = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake?.(), QUIET);
  }
}
