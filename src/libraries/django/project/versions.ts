import { dirname, join, relative } from 'node:path';
import { cachedByFile, remembered, walkFiles } from '../../../project/files.ts';

/** Major and minor number. */
export type Version = readonly [major: number, minor: number];

/** What is assumed where neither the settings nor the project name a version: the newest whose admin was measured. */
const NEWEST: Version = [5, 2];

const FILES = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'requirements.txt', 'requirements/base.txt', 'requirements/common.txt', 'requirements/production.txt', 'requirements.in', 'pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'];

/** The shapes in which these files name a version, the pinned ones before the ranges. */
const SHAPES = [
  /name\s*=\s*"django"[^\S\n]*\n\s*version\s*=\s*"(\d+)\.(\d+)/i,
  /"django"\s*:\s*\{[^{}]*"version"\s*:\s*"==(\d+)\.(\d+)/i,
  /(?:^|["'\s])django(?:\[[\w,]*\])?\s*[=~]=\s*(\d+)\.(\d+)/im,
  /(?:^|["'\s])django["']?\s*=\s*["'{][^\d\n<]{0,80}(\d+)\.(\d+)/im,
  /(?:^|["'\s])django(?:\[[\w,]*\])?\s*\(?>=?\s*(\d+)\.(\d+)/im,
];

/** `Django<5`, `django = "<=4.2"`: a range without a beginning. */
const BELOW = /(?:^|["'\s])django(?:\[[\w,]*\])?(?:["']?\s*=\s*["'])?\s*<(=?)\s*(\d+)(?:\.(\d+))?/im;

const versionIn = cachedByFile((text) => {
  for (const shape of SHAPES) {
    const [, major, minor] = shape.exec(text) ?? [];
    if (major !== undefined && minor !== undefined) return [Number(major), Number(minor)] as const;
  }
  const [, included, major, minor = '0'] = BELOW.exec(text) ?? [];
  return major === undefined ? undefined : included === '=' ? ([Number(major), Number(minor)] as const) : before([Number(major), Number(minor)]);
}, 200);

/** The version before another one: a major version's last is its third (djangoproject.com/download, "Supported versions"). */
function before([major, minor]: Version): Version {
  return minor > 0 ? [major, minor - 1] : [major - 1, 2];
}

/** Folders above a project that are looked into: `setup.py` stands beside the folder of `manage.py` as often as in it. */
const MOST_FOLDERS = 2;

/**
 * The Django version of a project: as the settings say, else as its lock and requirements files say, else those of the folders above it, else the newest.
 *
 * @param cwd the linter's working directory, above which nothing is looked for
 */
export function djangoVersion(root: string, setting: string | undefined, cwd = root): Version {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(setting ?? '') ?? [];
  if (major !== undefined && minor !== undefined) return [Number(major), Number(minor)];
  for (const folder of foldersFrom(root, cwd)) {
    for (const file of [...FILES.map((name) => join(folder, name)), ...requirementsIn(folder)]) {
      const version = versionIn(file);
      if (version !== undefined) return version;
    }
  }
  return NEWEST;
}

/** Whatever else lists what is installed: `requirements/generated/requirements-production.txt`, `requirements/prod.in`; what runs in production first. */
const requirementsIn = remembered((folder: string): readonly string[] => {
  const found = walkFiles(join(folder, 'requirements'), { enters: () => true, matches: (name) => /\.(?:txt|in)$/.test(name), limit: MOST_REQUIREMENTS });
  return found.toSorted((a, b) => Number(/prod/i.test(b)) - Number(/prod/i.test(a)));
});

const MOST_REQUIREMENTS = 100;

function foldersFrom(root: string, cwd: string): string[] {
  const folders = [root];
  for (let at = root; folders.length <= MOST_FOLDERS && at !== cwd && !relative(cwd, at).startsWith('..'); folders.push(at)) at = dirname(at);
  return folders;
}

export function atLeast([major, minor]: Version, [wantedMajor, wantedMinor]: Version): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
