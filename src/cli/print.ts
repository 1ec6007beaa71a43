import { resolve } from 'node:path';
import { type CheckOptions, type Format, isFixing } from './arguments.ts';
import { unifiedDiff } from './diff.ts';
import { writeText } from './files.ts';
import { formatConcise } from './formats/concise.ts';
import { formatFull } from './formats/full.ts';
import { formatGithub } from './formats/github.ts';
import { formatGitlab } from './formats/gitlab.ts';
import { formatJson } from './formats/json.ts';
import { formatJunit } from './formats/junit.ts';
import { formatMarkdown } from './formats/markdown.ts';
import { findingsOf, type Report, reportOf, type Run } from './formats/report.ts';
import { formatSarif } from './formats/sarif.ts';
import type { CheckedFile, SkippedFile } from './linter.ts';
import { type Linker, linkerFor, UNLINKED } from './links.ts';
import { describe, notesOf } from './notes.ts';
import { pathFrom, type SourceFile } from './paths.ts';
import type { ExitCode } from './run.ts';
import { PLAIN, type Style, styleFor } from './style.ts';
import { pageSummary, problemSummary, ruleSummary, seenSummary } from './summary.ts';
import type { Suppressions } from './suppressions.ts';
import { counted, type Output, widthOf } from './terminal.ts';

type HumanFormat = 'full' | 'concise';

const MACHINE_FORMATS: Readonly<Record<Exclude<Format, HumanFormat>, (report: Report) => string>> = {
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
};

export interface Outcome extends Run {
  readonly files: readonly CheckedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly suppressions: Suppressions;
  /** Errors among those of the report that the suppressions know of. */
  readonly known?: number;
  readonly format: Format;
  readonly options: CheckOptions;
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
  if (outcome.stdin !== undefined && isFixing(options)) return printFixedText(judged, outcome.stdin, notes);
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
  const seen = seenSummary(outcome.costs.seen, results.length);
  const sections = [cleanLine(files), problemSummary(results), ruleSummary(results, style), pageSummaryOf(outcome, report, style), [...seen, ...notes]].filter((lines) => lines.length > 0);
  write(outcome, [text, ...sections.map((lines) => `${lines.join('\n')}\n`)].filter(Boolean).join('\n'));
}

function findingsText(report: Report, format: HumanFormat, how: { readonly style: Style; readonly link: Linker }, stdout: Output, verbose: boolean): string {
  return format === 'full' ? formatFull(report, { ...how, width: widthOf(stdout), frames: verbose }) : formatConcise(report, how.style);
}

function write({ options: { outputFile }, terminal: { cwd, stdout } }: Outcome, text: string): void {
  if (outputFile === undefined) stdout.write(text);
  else writeText(resolve(cwd, outputFile), text, `--output-file ${JSON.stringify(outputFile)}`);
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
  const { files, passed, stale, known } = suppressions.apply(outcome.files);
  const passes = passed === 0 || suppress === 'all' ? [] : [`${counted(passed, 'finding')} let pass by ${suppressions.name}.`];
  const staleOnes = stale === 0 ? [] : [`${counted(stale, 'entry')} of ${suppressions.name} ${stale === 1 ? 'lets' : 'let'} more pass than there is (--prune-suppressions mends that).`];
  return { outcome: { ...outcome, files, known }, notes: [...tookDown, ...pruned, ...passes, ...staleOnes] };
}

function pageSummaryOf({ options, terminal }: Outcome, { savings }: Report, style: Style): string[] {
  return pageSummary(savings, terminal.cwd, isFixing(options), style);
}

function cleanLine(files: readonly CheckedFile[]): string[] {
  const checked = findingsOf(files);
  return checked.length > 0 && checked.every(({ messages }) => messages.length === 0) ? [`No findings in ${counted(checked.length, 'file')}.`] : [];
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
  const { files, known = 0, options: { maxWarnings, maxNew = 0 }, terminal: { stderr } } = outcome;
  const checked = findingsOf(files);
  const warnings = checked.reduce((sum, { warningCount }) => sum + warningCount, 0);
  if (maxWarnings !== undefined && warnings > maxWarnings) {
    stderr.write(`admin-scale: ${counted(warnings, 'warning')}, more than --max-warnings ${String(maxWarnings)}.\n`);
    return 1;
  }
  return checked.reduce((sum, { errorCount }) => sum + errorCount, -known) > maxNew ? 1 : 0;
}
