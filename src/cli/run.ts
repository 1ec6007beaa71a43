import packageJson from '../../package.json' with { type: 'json' };
import { CannotRun } from '../project/cannot-run.ts';
import { parseCommand } from './arguments.ts';
import type { Dependencies } from './load.ts';
import { HELP } from './help.ts';
import { firstLine, type Terminal } from './terminal.ts';

export type ExitCode = 0 | 1 | 2;

/**
 * The whole command, as a function: reads no process globals and ends no process, so that tests can call it.
 *
 * @param dependencies stand-ins for the plugin and for ESLint; both are loaded on demand where not given
 * @returns 0 clean, 1 findings, 2 could not run (with the reason in one line on stderr)
 */
export async function run(argv: readonly string[], terminal: Terminal, dependencies: Dependencies = {}): Promise<ExitCode> {
  try {
    const command = parseCommand(argv);
    if (command.name === 'help') {
      terminal.stdout.write(HELP);
      return 0;
    }
    if (command.name === 'version') {
      terminal.stdout.write(`${packageJson.version}\n`);
      return 0;
    }
    if (command.name === 'explain') {
      const { explain } = await import('./explain.ts');
      return await explain(command.options, terminal, dependencies);
    }
    if (command.name === 'budget') {
      const { budget } = await import('./budget.ts');
      return await budget(command.options, terminal);
    }
    if (command.name === 'rules') {
      const { listRules } = await import('./rules.ts');
      return await listRules(command.options, terminal, dependencies);
    }
    if (command.name === 'report') {
      const { report } = await import('./report/report.ts');
      return await report(command.options, terminal, dependencies);
    }
    if (command.name === 'rows') {
      const { rows } = await import('./rows/rows.ts');
      return await rows(command.options, terminal);
    }
    if (command.name === 'init') {
      const { init } = await import('./init/init.ts');
      return await init(command.options, terminal);
    }
    if (command.options.watch) {
      const { watch } = await import('./watch.ts');
      return await watch(command.options, terminal, dependencies);
    }
    const { check } = await import('./check.ts');
    return await check(command.options, terminal, dependencies);
  } catch (error) {
    const reason = error instanceof CannotRun ? error.message : `unexpected error: ${firstLine(error)}`;
    terminal.stderr.write(`admin-scale: ${reason}\n`);
    if (!(error instanceof CannotRun) && argv.includes('--verbose') && error instanceof Error) terminal.stderr.write(`${String(error.stack)}\n`);
    return 2;
  }
}
