import { join } from 'node:path';
import { enumerated } from '../../model/text.ts';
import { CannotRun } from '../../project/cannot-run.ts';
import type { InitOptions } from '../arguments.ts';
import { unifiedDiff } from '../diff.ts';
import { writeTextBelow } from '../files.ts';
import type { ExitCode } from '../run.ts';
import { type Style, styleFor } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { dependsOn, setupOf } from './setup.ts';
import { type Step, stepsFor } from './steps.ts';

/**
 * `admin-scale init`: sets the current directory up. Shows each change and asks before it writes it.
 *
 * @returns 0 where all is set up or was looked at, 1 where nothing is there that could be checked
 * @throws {CannotRun} where nobody can be asked, or a file can't be written
 */
export async function init({ yes, dryRun, color }: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const { cwd, stdout, ask } = terminal;
  if (!yes && !dryRun && ask === undefined) throw new CannotRun('init asks before it writes, and there is no terminal to ask on: --yes writes everything, --dry-run shows it.');
  const setup = setupOf(cwd);
  if (setup.found.length === 0) {
    stdout.write('Nothing was found here that could be checked: no admin framework and no ORM that is read (see --help).\n');
    return 1;
  }
  stdout.write(`Found ${enumerated(setup.found)}.\n`);
  const steps = await stepsFor(setup);
  const style = styleFor(terminal, color);
  for (const step of steps) {
    stdout.write(`\n${style('bold', step.title)}\n${shown(step, style)}`);
    if (step.after === undefined || dryRun) continue;
    const answer = yes ? 'yes' : await ask?.(`Write ${step.file}? [Y/n/q] `);
    if (answer === undefined || /^q/i.test(answer)) break;
    if (/^n/i.test(answer)) continue;
    writeTextBelow(join(cwd, step.file), step.after, step.file);
    stdout.write(`Wrote ${step.file}.\n`);
  }
  const missing = setup.manifest === undefined ? [] : ['eslint', 'eslint-plugin-admin-scale'].filter((name) => !dependsOn(setup, name));
  const install = missing.length === 0 ? '' : `  npm install --save-dev ${missing.join(' ')}\n`;
  stdout.write(`\n${steps.length === 0 ? 'Everything is set up already.' : 'Next:'}\n${install}  ${setup.manifest === undefined ? 'admin-scale check' : 'npx admin-scale check'}\n`);
  return 0;
}

function shown({ file, before, after, byHand = '' }: Step, style: Style): string {
  if (after === undefined) return `${file} is too special to be edited. Add to it:\n\n${byHand.replace(/^(?=.)/gm, '  ')}`;
  return unifiedDiff(file, before, after).replace(/^[+-].*$/gm, (line) => style(line.startsWith('+') ? 'green' : 'red', line));
}
