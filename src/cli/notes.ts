import { type CheckOptions, isFixing } from './arguments.ts';
import type { CostBook } from './cost.ts';
import type { CheckedFile, Failure, SkippedFile } from './linter.ts';
import { pathFrom, type SourceFile } from './paths.ts';
import { counted, type Terminal } from './terminal.ts';

/** As much of a run as its notes are about. */
interface Noted {
  readonly files: readonly CheckedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  readonly stdin: SourceFile | undefined;
  readonly costs: CostBook;
}

/** What was not checked and what was changed, as lines for people. */
export function notesOf({ files, skipped, options, terminal: { cwd }, stdin, costs }: Noted): string[] {
  const fixes = isFixing(options);
  const foreign = files.filter(({ foreign, result }) => fixes && foreign === true && result.messages.some(({ fix }) => fix !== undefined));
  const note = (lines: readonly string[], what: string): string[] =>
    lines.length === 0 ? [] : options.verbose ? [`${what}:`, ...lines.map((line) => `  ${line}`)] : [`${what} (--verbose lists them).`];
  const noteOfFiles = (lines: readonly string[], what: string): string[] => note(lines, `${counted(lines.length, 'file')} ${what}`);
  const failures = (wanted: Failure): string[] => files.filter(({ failure }) => failure === wanted).map((file) => describe(file, cwd));
  const unused = files.flatMap(({ result, unused = [] }) => unused.map(({ line, rules }) => `${pathFrom(cwd, result.filePath)}:${String(line)}  ${rules.join(', ')}`));
  const unresolved = costs.seen.unresolved.map(({ file, line, callee }) => `${pathFrom(cwd, file)}:${String(line)}  ${callee}`);
  return [
    ...(fixes && stdin === undefined ? [`Fixes written to ${counted(files.filter((file) => file.changed).length, 'file')}.`] : []),
    ...noteOfFiles(foreign.map(({ result }) => pathFrom(cwd, result.filePath)), 'not fixed, as a symbolic link leads out of the directory'),
    ...note(unresolved, `${counted(unresolved.length, 'call')} ${unresolved.length === 1 ? 'looks like a query, but its object isn\'t known' : 'look like queries, but their objects aren\'t known'}, and no rule speaks of ${unresolved.length === 1 ? 'it' : 'them'}`),
    ...note(unused, `${counted(unused.length, 'disable comment')} ${unused.length === 1 ? 'silences' : 'silence'} nothing`),
    ...noteOfFiles(failures('unparsable'), 'could not be parsed'),
    ...noteOfFiles(failures('unreadable'), 'could not be read'),
    ...[...new Set(skipped.map((file) => file.skipped))].flatMap((why) => noteOfFiles(skipped.filter((file) => file.skipped === why).map(({ path }) => pathFrom(cwd, path)), `left out ${why}`)),
  ];
}

/** A file that couldn't be checked, and why. */
export function describe({ result }: CheckedFile, cwd: string): string {
  const [message] = result.messages;
  return `${pathFrom(cwd, result.filePath)}:${String(message?.line ?? 1)}:${String(message?.column ?? 1)}  ${message?.message.replaceAll('\n', ' ') ?? ''}`;
}
