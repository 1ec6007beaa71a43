import type { Linter } from 'eslint';
import packageJson from '../../package.json' with { type: 'json' };
import type { CheckOptions } from './arguments.ts';
import type { CostBook } from './cost.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { findingsOf, type Report } from './formats/report.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatStylish } from './formats/stylish.ts';
import type { CheckedFile, Failure, SkippedFile } from './linter.ts';
import type { Engine } from './load.ts';
import { isBelow, pathFrom } from './paths.ts';
import type { ExitCode } from './run.ts';
import { pageSummary, ruleSummary } from './summary.ts';
import { counted, type Terminal } from './terminal.ts';

const MACHINE_FORMATS = { json: formatJson, sarif: formatSarif, github: formatGithub } as const;

export interface Outcome {
  readonly files: readonly CheckedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly costs: CostBook;
  readonly engine: Engine;
  readonly options: CheckOptions;
  readonly terminal: Terminal;
}

/** Prints the report and what belongs to it, and says how the command ends. */
export async function printReport(outcome: Outcome): Promise<ExitCode> {
  const { options, terminal, engine } = outcome;
  const files = options.quiet ? errorsOnly(outcome) : outcome.files;
  const report: Report = { files, rules: engine.plugin.rules, version: packageJson.version, root: rootOf(terminal) };
  const notes = notesOf(outcome);
  if (options.format === 'stylish') {
    const text = await formatStylish(report, engine.eslint, wantsColor(options, terminal));
    const sections = [cleanLine(files), ruleSummary(findingsOf(files)), pageSummaryOf(outcome), notes].filter((lines) => lines.length > 0);
    terminal.stdout.write([text.replace(/^\n/, ''), ...sections.map((lines) => `${lines.join('\n')}\n`)].filter(Boolean).join('\n'));
  } else {
    terminal.stdout.write(MACHINE_FORMATS[options.format](report));
    terminal.stderr.write(notes.map((line) => `${line}\n`).join(''));
  }
  return exitCodeOf(outcome);
}

/** GitHub wants paths from the root of the checkout, wherever in it the command runs. */
function rootOf({ cwd, env }: Terminal): string {
  const workspace = env.GITHUB_WORKSPACE;
  return workspace !== undefined && workspace !== '' && isBelow(workspace, cwd) ? workspace : cwd;
}

/** Like ESLint's `--quiet`: files without errors are not in the report at all. */
function errorsOnly({ files, engine }: Outcome): CheckedFile[] {
  return files.flatMap((file) => engine.eslint.getErrorResults([file.result]).map((result) => ({ ...file, result })));
}

function wantsColor({ color }: CheckOptions, { env, stdout }: Terminal): boolean {
  if (color !== undefined) return color;
  if ((env.NO_COLOR ?? '') !== '') return false;
  return stdout.isTTY === true;
}

function pageSummaryOf({ files, costs, options, terminal }: Outcome): string[] {
  const concerned = files.filter(({ failure, changed, result }) => failure === undefined && (changed || result.messages.length > 0));
  const paths = concerned.map(({ result }) => result.filePath);
  return pageSummary(costs.savings(paths, options.fix), terminal.cwd, options.fix);
}

function cleanLine(files: readonly CheckedFile[]): string[] {
  const checked = findingsOf(files);
  return checked.length > 0 && checked.every(({ messages }) => messages.length === 0) ? [`No findings in ${counted(checked.length, 'file')}.`] : [];
}

/** What was not checked and what was changed. */
function notesOf({ files, skipped, options, terminal: { cwd } }: Outcome): string[] {
  const changed = files.filter((file) => file.changed).length;
  const foreign = files.filter(({ foreign, result }) => options.fix && foreign === true && result.messages.some(({ fix }) => fix !== undefined));
  const failures = (wanted: Failure): CheckedFile[] => files.filter(({ failure }) => failure === wanted);
  const note = (count: number, what: string, lines: () => string[]): string[] =>
    count === 0 ? [] : options.verbose ? [`${counted(count, 'file')} ${what}:`, ...lines()] : [`${counted(count, 'file')} ${what} (--verbose lists them).`];
  const noteOfFailures = (wanted: Failure, what: string): string[] => {
    const failed = failures(wanted);
    return note(failed.length, what, () => failed.map((file) => `  ${describe(file, cwd)}`));
  };
  return [
    ...(options.fix ? [`Fixes written to ${counted(changed, 'file')}.`] : []),
    ...note(foreign.length, 'not fixed, as a symbolic link leads out of the directory', () => foreign.map(({ result }) => `  ${pathFrom(cwd, result.filePath)}`)),
    ...noteOfFailures('unparsable', 'could not be parsed'),
    ...noteOfFailures('unreadable', 'could not be read'),
    ...[...new Set(skipped.map((file) => file.skipped))].flatMap((why) => {
      const paths = skipped.filter((file) => file.skipped === why).map(({ path }) => `  ${pathFrom(cwd, path)}`);
      return note(paths.length, `left out ${why}`, () => paths);
    }),
  ];
}

function describe({ result }: CheckedFile, cwd: string): string {
  const [message] = result.messages;
  return `${pathFrom(cwd, result.filePath)}:${position(message)}  ${message?.message.replaceAll('\n', ' ') ?? ''}`;
}

function position(message: Linter.LintMessage | undefined): string {
  return `${String(message?.line ?? 1)}:${String(message?.column ?? 1)}`;
}

function exitCodeOf({ files, options, terminal: { cwd, stderr } }: Outcome): ExitCode {
  const broken = files.filter(({ failure }) => failure === 'crash' || failure === 'unwritable');
  for (const file of broken) stderr.write(`admin-scale: ${describe(file, cwd)}\n${options.verbose && file.stack !== undefined ? `${file.stack}\n` : ''}`);
  if (broken.length > 0) return 2;
  const checked = findingsOf(files);
  const [first] = files;
  if (checked.length === 0 && first !== undefined) {
    const others = files.length === 1 ? '' : ` (and ${counted(files.length - 1, 'other file')}: not one could be parsed)`;
    stderr.write(`admin-scale: ${describe(first, cwd)}${others}\n`);
    return 2;
  }
  const warnings = checked.reduce((sum, { warningCount }) => sum + warningCount, 0);
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    stderr.write(`admin-scale: ${counted(warnings, 'warning')}, more than --max-warnings ${String(options.maxWarnings)}.\n`);
    return 1;
  }
  return checked.some(({ errorCount }) => errorCount > 0) ? 1 : 0;
}
