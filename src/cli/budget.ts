import { existsSync } from 'node:fs';
import { CannotRun } from '../project/cannot-run.ts';
import type { BudgetOptions } from './arguments.ts';
import { configurationFor } from './config.ts';
import { directoryAt, writeTextBelow } from './files.ts';
import { pathFrom } from './paths.ts';
import type { ExitCode } from './run.ts';
import { counted, type Terminal } from './terminal.ts';

/**
 * `admin-scale budget [DIR]`: writes tests of how many queries the admin's pages need. Reads files only; whoever runs the tests runs the project.
 *
 * @returns 0 where tests were written or printed, 1 where there is no page to test
 * @throws {CannotRun} where the directory doesn't exist, several projects could be meant, or the file is there already
 */
export async function budget({ directory, most, force, toStdout, settingsFile }: BudgetOptions, { cwd, stdout, stderr }: Terminal): Promise<ExitCode> {
  const { path, name } = directoryAt(directory, cwd);
  const { settings } = await configurationFor(settingsFile, cwd);
  const { PYTHON_LIBRARIES } = await import('../libraries/index.ts');
  const tests = PYTHON_LIBRARIES.map((library) => library.pageTests?.(path, settings, most)).find((one) => one !== undefined);
  if (tests === undefined) {
    stdout.write(`No admin page was found in ${name}.\n`);
    return 1;
  }
  if (toStdout) stdout.write(tests.text);
  else if (existsSync(tests.path) && !force) throw new CannotRun(`${pathFrom(cwd, tests.path)} exists already, and may have been changed by hand; --force writes it anew.`);
  const missing = toStdout ? [] : tests.markers.filter((marker) => !existsSync(marker));
  if (!toStdout) for (const file of [...missing, tests.path]) writeTextBelow(file, file === tests.path ? tests.text : '', file);
  const skipped = tests.pages.filter((page) => page.skipped !== undefined);
  const lines = [
    ...(toStdout ? [] : [`Wrote ${[tests.path, ...missing].map((file) => pathFrom(cwd, file)).join(' and ')}.`]),
    `${counted(tests.pages.length - skipped.length, 'admin page')} ${tests.pages.length - skipped.length === 1 ? 'is' : 'are'} tested${skipped.length === 0 ? '.' : `, ${String(skipped.length)} skipped:`}`,
    ...skipped.map(({ name, skipped: why = '' }) => `  ${name}: ${why}`),
    `Run with: ${pathFrom(cwd, tests.runIn) === '' ? '' : `cd ${pathFrom(cwd, tests.runIn)} && `}${tests.run}`,
  ];
  (toStdout ? stderr : stdout).write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}
