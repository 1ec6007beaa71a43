import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { CannotRun } from '../project/cannot-run.ts';
import { firstLine } from './terminal.ts';

/** In bytes: names of files only. */
const LONGEST_ANSWER = 100_000_000;

/**
 * Absolute paths of the files that differ from where the current branch left `base`, those that git doesn't know yet included. Git is asked for names and nothing else.
 *
 * @throws {CannotRun} where there is no git, no checkout or no such commit
 */
export function changedSince(base: string, cwd: string): Set<string> {
  if (base.startsWith('-')) throw new CannotRun(`--changed ${JSON.stringify(base)}: that is no commit.`);
  const git = (...args: readonly string[]): string[] => namesFrom(args, base, cwd);
  const [root = cwd] = git('rev-parse', '--show-toplevel');
  const [fork = base] = git('merge-base', base, 'HEAD');
  const changed = git('diff', '--name-only', '-z', '--no-ext-diff', '--diff-filter=d', fork, '--');
  const unknown = git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', root);
  return new Set([...changed, ...unknown].map((name) => resolve(root, name)));
}

function namesFrom(args: readonly string[], base: string, cwd: string): string[] {
  try {
    const options = { cwd, encoding: 'utf8', maxBuffer: LONGEST_ANSWER, stdio: 'pipe' } as const;
    // the checkout's configuration could name a program there
    return execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], options).split(/[\0\n]/).filter(Boolean);
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: string; readonly stderr?: string };
    const reason = code === 'ENOENT' ? 'git is not installed' : firstLine(stderr.trim() === '' ? error : stderr).replace(/^fatal: /, '').replace(/\.$/, '');
    throw new CannotRun(`--changed ${base}: ${reason}.`);
  }
}
