import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedByFile, findUp, remembered } from './files.ts';

/** What stands at the root of a repository or of a workspace, and nowhere below it. */
const ROOT_MARKERS = ['.git', 'pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'rush.json'];

/** What stands at the top of each of a project's parts. */
const PART_MARKERS = ['manage.py', 'pyproject.toml'];

/** Directories that hold all that somebody has: a manifest or a repository of settings there makes no project of it. */
const COMMON: ReadonlySet<string> = new Set([homedir(), dirname(homedir()), tmpdir()]);

interface Manifest {
  readonly hasWorkspaces: boolean;
  /** It has dependencies and nothing else: what an installation in the wrong directory leaves behind. */
  readonly isLeftover: boolean;
}

const manifestAt = cachedByFile((text): Manifest => {
  const keys = Object.keys(JSON.parse(text) as object);
  return { hasWorkspaces: keys.includes('workspaces'), isLeftover: keys.length > 0 && keys.every((key) => /dependencies$/i.test(key)) };
}, 2000);

/**
 * The root of the project that a directory belongs to, which holds all that can call its code: the nearest directory that says of itself that it is a
 * repository or a workspace, else the topmost one with a manifest. It rests on the directory alone, so that nothing depends on where the linter was
 * started; undefined where no manifest stands above.
 */
export const projectRoot: (directory: string) => string | undefined = remembered((directory) => markedRoot(directory) ?? topmostPart(directory));

/**
 * A path from the root of its project on, with a slash before it and between its parts: where somebody keeps a project says nothing of its files. Whole where no
 * project is known.
 */
export function ownPath(path: string): string {
  return path.slice((projectRoot(dirname(path)) ?? '').length).replaceAll('\\', '/');
}

function markedRoot(directory: string): string | undefined {
  return findUp(directory, (candidate) => {
    const has = (name: string): boolean => existsSync(join(candidate, name));
    return !COMMON.has(candidate) && (ROOT_MARKERS.some(has) || manifestAt(join(candidate, 'package.json'))?.hasWorkspaces === true);
  });
}

function topmostPart(directory: string): string | undefined {
  let nearest: string | undefined;
  let topmost: string | undefined;
  findUp(directory, (candidate) => {
    if (COMMON.has(candidate)) return true;
    const path = join(candidate, 'package.json');
    const manifest = manifestAt(path);
    if (nearest === undefined && existsSync(path)) nearest = candidate;
    if (manifest?.isLeftover === false || PART_MARKERS.some((name) => existsSync(join(candidate, name)))) topmost = candidate;
    return false;
  });
  return topmost ?? nearest;
}
