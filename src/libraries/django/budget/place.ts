import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CannotRun } from '../../../project/cannot-run.ts';
import { walkFiles } from '../../../project/files.ts';
import { rootOf } from '../project/files.ts';

/**
 * The directory of the project that is meant by `directory`: of the manage.py in it, of the only one below it, else of one above it.
 *
 * @throws {CannotRun} where several stand below it
 */
export function rootFor(directory: string): string {
  if (existsSync(join(directory, 'manage.py'))) return directory;
  const enters = (name: string, path: string): boolean => !name.startsWith('.') && !/^(?:node_modules|site-packages)$/.test(name) && !existsSync(join(path, 'pyvenv.cfg'));
  const found = walkFiles(directory, { matches: (name) => name === 'manage.py', enters });
  const [first, second] = found;
  if (second !== undefined) throw new CannotRun(`several projects are below: ${found.map((path) => relative(directory, dirname(path))).join(', ')}. Name the one that is meant.`);
  return rootOf(first ?? join(directory, 'manage.py'));
}

/** Where the tests go, with what the test runner needs to find them there. */
export interface TestPlace {
  readonly path: string;
  readonly markers: readonly string[];
  /** The dotted path by which the runner knows it. */
  readonly module: string;
}

const NAME = 'test_admin_queries';

/**
 * `tests/` beside manage.py where that is a package or isn't there yet; else beside manage.py itself. Django's runner searches packages only, from the directory in
 * which it is called, for `test*.py` (django/test/runner.py, unittest/loader.py).
 */
export function placeFor(root: string): TestPlace {
  const tests = join(root, 'tests');
  const marker = join(tests, '__init__.py');
  if (existsSync(marker)) return { path: join(tests, `${NAME}.py`), markers: [], module: `tests.${NAME}` };
  if (existsSync(tests) || existsSync(join(root, 'tests.py'))) return { path: join(root, `${NAME}.py`), markers: [], module: NAME };
  return { path: join(tests, `${NAME}.py`), markers: [marker], module: `tests.${NAME}` };
}
