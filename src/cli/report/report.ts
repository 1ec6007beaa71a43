import { basename, join, resolve } from 'node:path';
import { packageAt } from '../../javascript/project/packages.ts';
import type { ReportOptions } from '../arguments.ts';
import { examine, prepare } from '../examine.ts';
import { writeText } from '../files.ts';
import { formatJson } from '../formats/json.ts';
import { findingsOf, reportOf } from '../formats/report.ts';
import { NO_EDITS } from '../linter.ts';
import type { Dependencies } from '../load.ts';
import type { ExitCode } from '../run.ts';
import { seenSummary } from '../summary.ts';
import { counted, type Terminal } from '../terminal.ts';
import { readBaseline } from './baseline.ts';
import { ReportBook } from './book.ts';
import { pageText } from './page.ts';
import { viewOf } from './view.ts';

/**
 * `admin-scale report [PATHS]`: writes a page that shows what `check` finds, all of it in one file.
 *
 * @returns 0 where it is written, whatever was found
 * @throws {CannotRun} where nothing was checked, or a file can't be read or written
 */
export async function report(options: ReportOptions, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { cwd, stdout } = terminal;
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline, cwd);
  const book = new ReportBook();
  const prepared = await prepare(options, terminal, dependencies, (model, context) => { book.note(model, context); });
  const { files, skipped } = await examine(prepared, terminal, { edits: NO_EDITS, keepsSource: true, verbose: options.verbose });
  const facts = reportOf({ ...prepared, terminal }, files, false);
  const checked = findingsOf(files);
  const unparsed = files.length - checked.length;
  const notes = [
    ...seenSummary(prepared.costs.seen, checked.length),
    ...(unparsed === 0 ? [] : [`${counted(unparsed, 'file')} could not be read or parsed.`]),
    ...(skipped.length === 0 ? [] : [`${counted(skipped.length, 'file')} left out as generated, exempt or too large.`]),
  ];
  const made = `${new Date().toISOString().slice(0, 16)}Z`;
  const view = viewOf(facts, { book, baseline, made, notes, project: nameOf(cwd) });
  const write = (option: string, file: string, text: string): void => { writeText(resolve(cwd, file), text, `${option} ${JSON.stringify(file)}`); };
  write('--out', options.out, pageText(view, (rule) => facts.rules[rule]?.meta?.docs?.url));
  if (options.jsonFile !== undefined) write('--json', options.jsonFile, formatJson(facts));
  const findings = checked.reduce((sum, { messages }) => sum + messages.length, 0);
  stdout.write(`Wrote ${[options.out, options.jsonFile].filter((name) => name !== undefined).join(' and ')}: ${counted(view.pages.length, 'admin page')}, ${counted(findings, 'finding')}, ${counted(view.tables.length, 'table')}.\n`);
  return 0;
}

/** What the project calls itself, or its directory. */
function nameOf(cwd: string): string {
  const name = packageAt(join(cwd, 'package.json'))?.name ?? '';
  return name === '' ? basename(cwd) : name;
}
