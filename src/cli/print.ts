import { resolve } from 'node:path';
import type { Linter } from 'eslint';
import packageJson from '../../package.json' with { type: 'json' };
import type { CheckOptions, Format } from './arguments.ts';
import type { CostBook } from './cost.ts';
import { unifiedDiff } from './diff.ts';
import { writeText } from './files.ts';
import { formatConcise } from './formats/concise.ts';
import { formatFull } from './formats/full.ts';
import { formatGithub } from './formats/github.ts';
import { formatGitlab } from './formats/gitlab.ts';
import { formatJson } from './formats/json.ts';
import { formatJunit } from './formats/junit.ts';
import { formatMarkdown } from './formats/markdown.ts';
import { findingsOf, type Report } from './formats/report.ts';
import { formatSarif } from './formats/sarif.ts';
import type { CheckedFile, Failure, SkippedFile } from './linter.ts';
import { type Linker, linkerFor, UNLINKED } from './links.ts';
import type { Engine } from './load.ts';
import type { PartsBook } from './parts.ts';
import { isBelow, pathFrom, type SourceFile } from './paths.ts';
import type { ExitCode } from './run.ts';
import { PLAIN, type Style, styleFor } from './style.ts';
import { pageSummary, problemSummary, ruleSummary, seenSummary } from './summary.ts';
import type { Suppressions } from './suppressions.ts';
import { counted, type Output, type Terminal, widthOf } from './terminal.ts';

type HumanFormat = 'full' | 'concise';

const MACHINE_FORMATS: Readonly<Record<Exclude<Format, HumanFormat>, (report: Report) => string>> = {
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
};

export interface Outcome {
  readonly files: readonly CheckedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly costs: CostBook;
  readonly parts: PartsBook;
  readonly suppressions: Suppressions;
  readonly engine: Engine;
  readonly format: Format;
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  /** The file whose text was given on standard input. */
  readonly stdin: SourceFile | undefined;
}

/**
 * Prints the report and what belongs to it, writes the suppressions that were asked for, and says how the command ends.
 *
 * @throws {CannotRun} where a file can't be written
 */
export function printReport(outcome: Outcome): ExitCode {
  const { options } = outcome;
  if (options.diff) return printDiff(outcome);
  const { outcome: judged, notes } = withSuppressions(outcome);
  if (outcome.stdin !== undefined && (options.fix || options.fixSuggestions.length > 0)) return printFixedText(judged, outcome.stdin, notes);
  print(judged, notes);
  return exitCodeOf(judged);
}

/** Standard output has the text, as filters do; what is left to say goes to standard error. */
function printFixedText(outcome: Outcome, { text = '' }: SourceFile, notes: readonly string[]): ExitCode {
  const { terminal, files } = outcome;
  terminal.stdout.write(files[0]?.result.output ?? text);
  print({ ...outcome, terminal: { ...terminal, stdout: terminal.stderr } }, notes);
  return exitCodeOf(outcome);
}

/** Exits with 1 where something would change. */
function printDiff(outcome: Outcome): ExitCode {
  const { files, terminal } = outcome;
  const diffs = files.flatMap(({ before, result }) => (before === undefined || result.output === undefined ? [] : [unifiedDiff(pathFrom(terminal.cwd, result.filePath), before, result.output)])).filter(Boolean);
  write(outcome, diffs.join(''));
  terminal.stderr.write(`${diffs.length === 0 ? 'Nothing would change' : `${counted(diffs.length, 'file')} would change`}.\n`);
  return brokenCode(outcome) ?? (diffs.length > 0 ? 1 : 0);
}

function print(outcome: Outcome, suppressionNotes: readonly string[]): void {
  const { options, terminal, format } = outcome;
  const files = options.quiet ? errorsOnly(outcome) : outcome.files;
  const report = reportOf(outcome, files, isFixing(options));
  const notes = [...suppressionNotes, ...notesOf(outcome)];
  if (format !== 'full' && format !== 'concise') {
    write(outcome, MACHINE_FORMATS[format](report));
    terminal.stderr.write(notes.map((line) => `${line}\n`).join(''));
    return;
  }
  const style = options.outputFile === undefined || options.color === true ? styleFor(terminal, options.color) : PLAIN;
  const link = options.outputFile === undefined ? linkerFor(terminal) : UNLINKED;
  const text = options.statistics ? '' : findingsText(report, format, { style, link }, terminal.stdout, options.verbose);
  const results = findingsOf(files);
  const seen = format === 'full' || options.verbose ? seenSummary(outcome.costs.seen, results.length) : [];
  const sections = [cleanLine(files), problemSummary(results), ruleSummary(results), pageSummaryOf(outcome, report), [...seen, ...notes]].filter((lines) => lines.length > 0);
  write(outcome, [text, ...sections.map((lines) => `${lines.join('\n')}\n`)].filter(Boolean).join('\n'));
}

/**
 * @param files those of the run that the report is of
 * @param fixed whether fixes were written
 */
export function reportOf({ costs, parts, engine, terminal }: Pick<Outcome, 'costs' | 'parts' | 'engine' | 'terminal'>, files: readonly CheckedFile[], fixed: boolean): Report {
  const concerned = files.filter(({ failure, changed, result }) => failure === undefined && (changed || result.messages.length > 0));
  return {
    files,
    rules: engine.plugin.rules,
    version: packageJson.version,
    root: rootOf(terminal),
    partsOf: (file, message) => parts.of(file, message),
    pagesOf: (file) => costs.pagesOf(file),
    savings: costs.savings(concerned.map(({ result }) => result.filePath), fixed),
  };
}

function findingsText(report: Report, format: HumanFormat, how: { readonly style: Style; readonly link: Linker }, stdout: Output, verbose: boolean): string {
  return format === 'full' ? formatFull(report, { ...how, width: widthOf(stdout), frames: verbose }) : formatConcise(report, how.style);
}

function write({ options: { outputFile }, terminal: { cwd, stdout } }: Outcome, text: string): void {
  if (outputFile === undefined) stdout.write(text);
  else writeText(resolve(cwd, outputFile), text, `--output-file ${JSON.stringify(outputFile)}`);
}

function isFixing({ fix, fixSuggestions }: CheckOptions): boolean {
  return fix || fixSuggestions.length > 0;
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

/** The run without what the file of suppressions lets pass, and what is to be said of that. */
function withSuppressions(outcome: Outcome): { readonly outcome: Outcome; readonly notes: string[] } {
  const { suppressions, options: { suppress } } = outcome;
  const tookDown = suppress === 'all' ? [`${counted(suppressions.takeDown(outcome.files), 'finding')} written to ${suppressions.name}: from now on only new ones are reported.`] : [];
  const pruned = suppress === 'prune' ? [`${counted(suppressions.prune(outcome.files), 'entry')} of ${suppressions.name} pruned.`] : [];
  const { files, passed, stale } = suppressions.apply(outcome.files);
  const passes = passed === 0 || suppress === 'all' ? [] : [`${counted(passed, 'finding')} let pass by ${suppressions.name}.`];
  const staleOnes = stale === 0 ? [] : [`${counted(stale, 'entry')} of ${suppressions.name} ${stale === 1 ? 'lets' : 'let'} more pass than there is (--prune-suppressions mends that).`];
  return { outcome: { ...outcome, files }, notes: [...tookDown, ...pruned, ...passes, ...staleOnes] };
}

function pageSummaryOf({ options, terminal }: Outcome, { savings }: Report): string[] {
  return pageSummary(savings, terminal.cwd, isFixing(options));
}

function cleanLine(files: readonly CheckedFile[]): string[] {
  const checked = findingsOf(files);
  return checked.length > 0 && checked.every(({ messages }) => messages.length === 0) ? [`No findings in ${counted(checked.length, 'file')}.`] : [];
}

/** What was not checked and what was changed. */
function notesOf({ files, skipped, options, terminal: { cwd }, stdin }: Outcome): string[] {
  const changed = files.filter((file) => file.changed).length;
  const fixes = isFixing(options);
  const foreign = files.filter(({ foreign, result }) => fixes && foreign === true && result.messages.some(({ fix }) => fix !== undefined));
  const failures = (wanted: Failure): CheckedFile[] => files.filter(({ failure }) => failure === wanted);
  const note = (count: number, what: string, lines: () => string[]): string[] =>
    count === 0 ? [] : options.verbose ? [`${counted(count, 'file')} ${what}:`, ...lines()] : [`${counted(count, 'file')} ${what} (--verbose lists them).`];
  const noteOfFailures = (wanted: Failure, what: string): string[] => {
    const failed = failures(wanted);
    return note(failed.length, what, () => failed.map((file) => `  ${describe(file, cwd)}`));
  };
  return [
    ...(fixes && stdin === undefined ? [`Fixes written to ${counted(changed, 'file')}.`] : []),
    ...note(foreign.length, 'not fixed, as a symbolic link leads out of the directory', () => foreign.map(({ result }) => `  ${pathFrom(cwd, result.filePath)}`)),
    ...unusedComments(files, options.verbose, cwd),
    ...noteOfFailures('unparsable', 'could not be parsed'),
    ...noteOfFailures('unreadable', 'could not be read'),
    ...[...new Set(skipped.map((file) => file.skipped))].flatMap((why) => {
      const paths = skipped.filter((file) => file.skipped === why).map(({ path }) => `  ${pathFrom(cwd, path)}`);
      return note(paths.length, `left out ${why}`, () => paths);
    }),
  ];
}

function unusedComments(files: readonly CheckedFile[], verbose: boolean, cwd: string): string[] {
  const found = files.flatMap(({ result, unused = [] }) => unused.map(({ line, rules }) => `  ${pathFrom(cwd, result.filePath)}:${String(line)}  ${rules.join(', ')}`));
  if (found.length === 0) return [];
  const what = `${counted(found.length, 'disable comment')} ${found.length === 1 ? 'silences' : 'silence'} nothing`;
  return verbose ? [`${what}:`, ...found] : [`${what} (--verbose lists them).`];
}

function describe({ result }: CheckedFile, cwd: string): string {
  const [message] = result.messages;
  return `${pathFrom(cwd, result.filePath)}:${position(message)}  ${message?.message.replaceAll('\n', ' ') ?? ''}`;
}

function position(message: Linter.LintMessage | undefined): string {
  return `${String(message?.line ?? 1)}:${String(message?.column ?? 1)}`;
}

/** 2 where files could not be checked or written, with the reasons. */
function brokenCode({ files, options, terminal: { cwd, stderr } }: Outcome): ExitCode | undefined {
  const broken = files.filter(({ failure }) => failure === 'crash' || failure === 'unwritable');
  for (const file of broken) stderr.write(`admin-scale: ${describe(file, cwd)}\n${options.verbose && file.stack !== undefined ? `${file.stack}\n` : ''}`);
  if (broken.length > 0) return 2;
  const [first] = files;
  if (findingsOf(files).length > 0 || first === undefined) return undefined;
  const others = files.length === 1 ? '' : ` (and ${counted(files.length - 1, 'other file')}: not one could be parsed)`;
  stderr.write(`admin-scale: ${describe(first, cwd)}${others}\n`);
  return 2;
}

function exitCodeOf(outcome: Outcome): ExitCode {
  const broken = brokenCode(outcome);
  if (broken !== undefined) return broken;
  const { files, options: { maxWarnings, maxNew = 0 }, terminal: { stderr } } = outcome;
  const checked = findingsOf(files);
  const warnings = checked.reduce((sum, { warningCount }) => sum + warningCount, 0);
  if (maxWarnings !== undefined && warnings > maxWarnings) {
    stderr.write(`admin-scale: ${counted(warnings, 'warning')}, more than --max-warnings ${String(maxWarnings)}.\n`);
    return 1;
  }
  return checked.reduce((sum, { errorCount }) => sum + errorCount, 0) > maxNew ? 1 : 0;
}
