import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { findUp } from '../project/files.ts';
import { isCheckout, type LeavesOut } from './paths.ts';

/**
 * What the `.gitignore` files of a checkout leave out: those of the directories from the checkout's root down to the path, each for what is below it, as git reads
 * them; the rules of the user's machine (`core.excludesFile`, `.git/info/exclude`) are not heeded, so that a run says the same everywhere.
 */
export function gitIgnored(): LeavesOut {
  const known = new GitIgnore();
  return (path, isDirectory) => known.ignores(path, isDirectory);
}

class GitIgnore {
  readonly #files = new Map<string, Ignore | undefined>();
  readonly #roots = new Map<string, string | undefined>();

  /** True for a path that git leaves alone, where the directories above it are none. */
  ignores(path: string, isDirectory: boolean): boolean {
    const root = this.#rootOf(dirname(path));
    if (root === undefined) return false;
    let ignored = false;
    for (let directory = dirname(path); ; directory = dirname(directory)) {
      const answer = this.#fileIn(directory)?.test(`${relative(directory, path).split(sep).join('/')}${isDirectory ? '/' : ''}`);
      // the nearest file that says anything decides
      if (answer?.ignored === true || answer?.unignored === true) {
        ignored = answer.ignored;
        break;
      }
      if (directory === root) break;
    }
    return ignored;
  }

  #rootOf(directory: string): string | undefined {
    if (!this.#roots.has(directory)) this.#roots.set(directory, findUp(directory, (at) => isCheckout(at)));
    return this.#roots.get(directory);
  }

  #fileIn(directory: string): Ignore | undefined {
    if (!this.#files.has(directory)) this.#files.set(directory, readIgnore(join(directory, '.gitignore')));
    return this.#files.get(directory);
  }
}

function readIgnore(path: string): Ignore | undefined {
  try {
    return ignore({ ignorecase: false }).add(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
