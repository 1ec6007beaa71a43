import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotRun } from './cannot-run.ts';

/** Files above this are never read for the project's sake: generated code, data. */
const LARGEST_FILE = 2_000_000;

/** How long a file's stamp is believed, in milliseconds: short enough for an editor, long enough for a run over a whole project. */
const STAMP_LIFETIME = 1000;

/**
 * How coarse the clocks of file systems are, in milliseconds. A file that changed this shortly before it was looked at may change once more and have the same
 * time and size still.
 */
const COARSEST_CLOCK = 2000;

/** When a file changed last, and how large it is. */
export interface Stamp {
  readonly text: string;
  /** False where the same stamp may come to stand for another text. */
  readonly settled: boolean;
}

/** How often this process has changed files that it reads itself. */
let writes = 0;

/** To be called when files were changed by this very process: what was believed of any file is looked at anew. */
export function filesWritten(): void {
  writes += 1;
}

/** Stands for what this process has written so far: what was found under another one is looked at anew. */
export function writesSoFar(): number {
  return writes;
}

interface Cached<T> {
  stamp: Stamp | undefined;
  checked: number;
  /** Of the text, while the stamp alone doesn't tell. */
  digest: string | undefined;
  /** `writesSoFar()` at that time. */
  writes: number;
  value: T | undefined;
}

/**
 * A cache of what `compute` makes of files, keyed by path, time of change and size, so that a long-lived editor process
 * sees changes and the order in which files are linted can't matter. Bounded: beyond `limit` files the oldest are dropped.
 *
 * The returned function gives undefined for what can't be read (missing, a directory, too large) and where `compute` throws, unless
 * nothing can be linted then.
 */
export function cachedByFile<T>(compute: (text: string, path: string) => T | undefined, limit = 5000): (path: string) => T | undefined {
  const cache = new Map<string, Cached<T>>();
  return (path) => {
    const now = Date.now();
    const known = cache.get(path);
    if (known?.writes === writes && now - known.checked < STAMP_LIFETIME) return known.value;
    const stamp = stampOf(path);
    const isSame = known !== undefined && known.stamp?.text === stamp?.text;
    if (isSame && known.stamp?.settled !== false) {
      known.checked = now;
      known.writes = writes;
      return known.value;
    }
    const text = stamp === undefined ? undefined : attempt(() => readFileSync(path, 'utf8'));
    const digest = text === undefined || stamp?.settled !== false ? undefined : digestOf(text);
    const value = isSame && text !== undefined && known.digest === (digest ?? digestOf(text)) ? known.value : text === undefined ? undefined : attempt(() => compute(text, path));
    cache.delete(path);
    cache.set(path, { stamp, checked: now, writes, digest, value });
    if (cache.size > limit) cache.delete(cache.keys().next().value as string);
    return value;
  };
}

/** The text of a file. */
export const textAt: (path: string) => string | undefined = cachedByFile((text) => text, 500);

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** The stamp of a file; undefined for what isn't there, is no file or is too large. A changed time of modification can be set back, the time of change can't. */
export function stampOf(path: string): Stamp | undefined {
  const stat = attempt(() => statSync(path));
  if (stat?.isFile() !== true || stat.size > LARGEST_FILE) return undefined;
  return { text: `${String(stat.mtimeMs)}:${String(stat.ctimeMs)}:${String(stat.size)}`, settled: Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) > COARSEST_CLOCK };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    return undefined;
  }
}

/** The nearest directory at or above `start` in which `test` finds what it wants, or undefined. Stops at the file system's root. */
export function findUp(start: string, test: (directory: string) => boolean): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    if (test(directory)) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

export interface WalkOptions {
  readonly matches: (name: string, path: string) => boolean;
  readonly enters: (name: string, path: string) => boolean;
  /** Directory entries after which the walk gives up, so that a root like `/` can't hang it. */
  readonly limit?: number;
}

/** Files below `root` in a stable order. Symbolic links are not followed; unreadable directories are skipped. */
export function walkFiles(root: string, { matches, enters, limit = 200_000 }: WalkOptions): string[] {
  const found: string[] = [];
  const pending = [root];
  let seen = 0;
  for (let directory = pending.pop(); directory !== undefined && seen < limit; directory = pending.pop()) {
    const below: string[] = [];
    for (const entry of entriesOf(directory)) {
      seen += 1;
      const path = join(directory, entry.name);
      if (entry.isDirectory() && enters(entry.name, path)) below.push(path);
      else if (entry.isFile() && matches(entry.name, path)) found.push(path);
    }
    pending.push(...below.reverse());
  }
  return found;
}

function entriesOf(directory: string): Dirent[] {
  const entries = attempt(() => readdirSync(directory, { withFileTypes: true })) ?? [];
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a search has to cost at most, as a part of the time in which its answer is believed. */
const SEARCH_SHARE = 0.02;

interface Remembered<T> {
  readonly until: number;
  readonly writes: number;
  readonly value: T;
}

/**
 * Remembers what a search over directories found, by key, for a second, or for fifty times as long as the search took if that is
 * more: an editor sees new files soon, and a run over a whole project doesn't search again for every file. Bounded.
 */
export function remembered<T>(search: (key: string) => T, limit = 1000): (key: string) => T {
  const known = new Map<string, Remembered<T>>();
  return (key) => {
    const started = performance.now();
    const before = known.get(key);
    if (before?.writes === writes && started < before.until) return before.value;
    const value = search(key);
    const now = performance.now();
    known.delete(key);
    known.set(key, { until: now + Math.max(STAMP_LIFETIME, (now - started) / SEARCH_SHARE), writes, value });
    if (known.size > limit) known.delete(known.keys().next().value as string);
    return value;
  };
}
