import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Settings } from '../model/settings.ts';
import { findUp } from './files.ts';

/**
 * Code whose queries nobody waits for on a page, or that nobody wrote: in a published measurement 45 % of one tool's first findings
 * stood in migrations. `settings.include` takes single paths back in, `settings.ignore` exempts more.
 */
const EXEMPT = [
  '**/{test,tests,__tests__,__mocks__,testing,e2e,cypress,spec,specs,test-utils,testutils}/**',
  '**/*.{test,spec,e2e,e2e-spec,stories,mock,bench}.*',
  '**/{test_*,*_test,*_tests,tests,conftest,factories,factory_*}.py',
  '**/{migrations,migration,south_migrations}/**',
  '**/{seed,seeds,seeders,seeding,fixtures,__fixtures__,factories,data_creation}/**',
  '**/{seed,seeds,seeder,seed-*,seed_*}.*',
  '**/*_test_data.py',
  '**/*.{seed,seeder,factory}.*',
  '**/{scripts,script,*_scripts,*-scripts,bin,tools,hack}/**',
  '**/management/commands/{migrate,backfill,seed,load_test,create_test}_*.py',
  '**/{one-off,one_off,oneoff,one-time,one_time,backfill,backfills,data-migrations,data_migrations}/**',
  '**/{node_modules,vendor,vendored,third_party,third-party,site-packages,dist,build,out,coverage,generated,__generated__}/**',
  '**/*.{min,bundle,generated,gen}.*',
  '**/*.d.{ts,mts,cts}',
];

type Matcher = (path: string) => boolean;

const OPTIONS = { dot: true, nocase: true };

const isExempt = picomatch(EXEMPT, OPTIONS);

/** What marks the top of a project, for files outside the working directory. */
const ROOT_MARKERS = ['.git', 'package.json', 'manage.py', 'pyproject.toml'];

/**
 * True where the file's path says that it is not worth reading. Only the part below the working directory counts (below the file's own
 * project, where it lies outside): a checkout in a folder called `build` is no build output.
 */
export function isExemptPath(filename: string, cwd: string, settings: Settings): boolean {
  const path = countedPath(filename, cwd);
  if (matches(settings.ignore, path)) return true;
  return isExempt(path) && !matches(settings.include, path);
}

/** True for a file that `settings.include` names. */
export function isTakenBack(filename: string, cwd: string, settings: Settings): boolean {
  return matches(settings.include, countedPath(filename, cwd));
}

function countedPath(filename: string, cwd: string): string {
  return relative(isBelow(cwd, filename) ? cwd : rootOf(filename), filename).split(sep).join('/');
}

function matches(globs: readonly string[], path: string): boolean {
  return globs.length > 0 && (picomatch([...globs], OPTIONS) as Matcher)(path);
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

function rootOf(filename: string): string {
  const directory = dirname(filename);
  return findUp(directory, (candidate) => ROOT_MARKERS.some((marker) => existsSync(join(candidate, marker)))) ?? directory;
}
