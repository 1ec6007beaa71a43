import { isAbsolute, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Settings } from '../model/settings.ts';

/**
 * Code whose queries nobody waits for on a page, or that nobody wrote: in a published measurement 45 % of one tool's first findings
 * stood in migrations. `settings.include` takes single paths back in, `settings.ignore` exempts more.
 */
const EXEMPT = [
  '**/{test,tests,__tests__,__mocks__,testing,e2e,cypress,spec,specs,test-utils,testutils}/**',
  '**/*.{test,spec,e2e,e2e-spec,stories,mock,bench}.*',
  '**/{test_*,*_test,*_tests,tests,conftest,factories,factory_*}.py',
  '**/{migrations,migration,south_migrations}/**',
  '**/{seed,seeds,seeders,seeding,fixtures,__fixtures__,factories}/**',
  '**/{seed,seeds,seeder}.*',
  '**/*.{seed,seeder,factory}.*',
  '**/{scripts,script,bin,tools,hack,examples-data}/**',
  '**/{node_modules,vendor,vendored,third_party,third-party,site-packages,dist,build,out,coverage,generated,__generated__}/**',
  '**/*.{min,bundle,generated,gen}.*',
  '**/*.d.{ts,mts,cts}',
];

type Matcher = (path: string) => boolean;

const OPTIONS = { dot: true, nocase: true };

const isExempt = picomatch(EXEMPT, OPTIONS);

/** True where the file's path says that it is not worth reading. Paths outside `cwd` are judged whole. */
export function isExemptPath(filename: string, cwd: string, settings: Settings): boolean {
  const path = pathFrom(cwd, filename);
  if (matches(settings.ignore, path)) return true;
  return isExempt(path) && !matches(settings.include, path);
}

function matches(globs: readonly string[], path: string): boolean {
  return globs.length > 0 && (picomatch([...globs], OPTIONS) as Matcher)(path);
}

function pathFrom(cwd: string, filename: string): string {
  const path = relative(cwd, filename);
  return (path.startsWith('..') || isAbsolute(path) ? filename : path).split(sep).join('/');
}
