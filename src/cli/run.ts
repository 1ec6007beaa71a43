import packageJson from '../../package.json' with { type: 'json' };
import { CannotRun } from '../project/cannot-run.ts';
import { type Command, type OptionsOf, parseCommand } from './arguments.ts';
import type { Dependencies } from './load.ts';
import { HELP } from './help.ts';
import { firstLine, type Output, type Terminal } from './terminal.ts';

export type ExitCode = 0 | 1 | 2;

type Action<Options> = (options: Options, terminal: Terminal, dependencies: Dependencies) => Promise<ExitCode>;

/** Each command loads what it needs, and nothing of the others. */
const ACTIONS: { readonly [Name in keyof OptionsOf]: Action<OptionsOf[Name]> } = {
  check: async (options, ...rest) => await (options.watch ? (await import('./watch.ts')).watch : (await import('./check.ts')).check)(options, ...rest),
  report: async (...all) => await (await import('./report/report.ts')).report(...all),
  explain: async (...all) => await (await import('./explain.ts')).explain(...all),
  rules: async (...all) => await (await import('./rules.ts')).listRules(...all),
  budget: async (options, terminal) => await (await import('./budget.ts')).budget(options, terminal),
  rows: async (options, terminal) => await (await import('./rows/rows.ts')).rows(options, terminal),
  init: async (options, terminal) => await (await import('./init/init.ts')).init(options, terminal),
  help: (_, { stdout }) => said(stdout, HELP),
  version: (_, { stdout }) => said(stdout, `${packageJson.version}\n`),
};

function said(stdout: Output, text: string): Promise<ExitCode> {
  stdout.write(text);
  return Promise.resolve(0);
}

async function carryOut<Name extends keyof OptionsOf>({ name, options }: Command<Name>, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  return await ACTIONS[name](options, terminal, dependencies);
}

/**
 * The whole command, as a function: reads no process globals and ends no process, so that tests can call it.
 *
 * @param dependencies stand-ins for the plugin and for ESLint; both are loaded on demand where not given
 * @returns 0 clean, 1 findings, 2 could not run (with the reason in one line on stderr)
 */
export async function run(argv: readonly string[], terminal: Terminal, dependencies: Dependencies = {}): Promise<ExitCode> {
  try {
    return await carryOut(parseCommand(argv), terminal, dependencies);
  } catch (error) {
    const reason = error instanceof CannotRun ? error.message : `unexpected error: ${firstLine(error)}`;
    terminal.stderr.write(`admin-scale: ${reason}\n`);
    if (!(error instanceof CannotRun) && argv.includes('--verbose') && error instanceof Error) terminal.stderr.write(`${String(error.stack)}\n`);
    return 2;
  }
}
