import { CannotRun } from '../project/cannot-run.ts';
import { exemptionOf } from '../project/exempt.ts';
import { filesWritten } from '../project/files.ts';
import { parseSettings } from '../project/settings.ts';
import type { CheckOptions } from './arguments.ts';
import { CostBook } from './cost.ts';
import { type CheckedFile, FileLinter, type SkippedFile } from './linter.ts';
import { type Dependencies, loadEngine, readSettings } from './load.ts';
import { findSources, type SourceFile } from './paths.ts';
import { printReport } from './print.ts';
import { Progress } from './progress.ts';
import type { ExitCode } from './run.ts';
import { chooseSources } from './sources.ts';
import type { Output, Terminal } from './terminal.ts';

/**
 * `admin-scale check`.
 *
 * @returns 0 clean, 1 findings, 2 where a file made the checker fail, a fix couldn't be written or no file could be parsed
 * @throws {CannotRun} where nothing was checked
 */
export async function check(options: CheckOptions, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { cwd, stderr } = terminal;
  const rawSettings = readSettings(options.settingsFile, cwd);
  const { settings, problem } = parseSettings(rawSettings, cwd);
  if (problem !== undefined) throw new CannotRun(`${options.settingsFile ?? 'settings'}: ${problem}`);

  const found = findSources(options.paths, cwd);
  const engine = await loadEngine(dependencies);
  const costs = new CostBook();
  const { preset, rules } = options;
  const exempts = ({ path, base }: SourceFile, text = ''): string | undefined => exemptionOf({ filename: path, cwd: base, settings, text });
  const linter = new FileLinter({ ...engine, preset, rules, settings: rawSettings, costs, exempts });

  const choice = chooseSources(found, (source) => exempts(source), cwd);
  if (choice.sources.some(({ language }) => language === 'javascript')) (await import('../javascript/parser.ts')).oxc();
  const notes = options.verbose || stderr.isTTY === true ? [...choice.notes, ...choice.leftOut] : choice.leftOut;
  stderr.write(notes.map((note) => `${note}\n`).join(''));
  if (choice.nothing !== undefined) stderr.write(`Nothing to check: ${choice.nothing}\n`);

  const files = await checkUntilFixed(choice.sources, linter, stderr, options);
  return await printReport({ ...files, costs, engine, options, terminal });
}

interface Checked {
  readonly files: CheckedFile[];
  readonly skipped: SkippedFile[];
}

/** Rounds, the last of which writes nothing, whatever is left to fix. */
const MOST_ROUNDS = 5;

/**
 * Checks until a round has nothing to fix: a fix in one file can change what is right in others. The report is that of the last round, which
 * a run afterwards would give as well.
 */
async function checkUntilFixed(sources: readonly SourceFile[], linter: FileLinter, stderr: Output, options: CheckOptions): Promise<Checked> {
  const fixed = new Map<string, CheckedFile>();
  for (let round = 1; ; round += 1) {
    const writes = options.fix && round < MOST_ROUNDS;
    const checked = await checkAll(sources, linter, new Progress(stderr, sources.length), { ...options, fix: writes });
    const changed = checked.files.filter((file) => file.changed);
    for (const file of changed) fixed.set(file.result.filePath, file);
    if (changed.length === 0) return { ...checked, files: checked.files.map((file) => withFix(file, fixed.get(file.result.filePath))) };
    filesWritten();
  }
}

/** The last report of a file, which tells of the fix that an earlier round has written. */
function withFix(file: CheckedFile, fixed: CheckedFile | undefined): CheckedFile {
  if (fixed === undefined) return file;
  const { output } = fixed.result;
  return { ...file, changed: true, result: { ...file.result, ...(output === undefined ? {} : { output }) } };
}

/** One file at a time: the results of a large checkout are small, its sources and trees are not. */
async function checkAll(sources: readonly SourceFile[], linter: FileLinter, progress: Progress, { format, fix }: CheckOptions): Promise<Checked> {
  const checked: Checked = { files: [], skipped: [] };
  try {
    await linter.validate(sources);
    for (const [done, source] of sources.entries()) {
      progress.update(done);
      const file = await linter.check(source, fix);
      if ('skipped' in file) checked.skipped.push(file);
      // Only ESLint's json format prints the whole source of every file that has a message.
      else checked.files.push(format === 'json' ? file : withoutSource(file));
    }
  } finally {
    progress.end();
  }
  checked.files.sort((a, b) => (a.result.filePath < b.result.filePath ? -1 : 1));
  return checked;
}

function withoutSource(file: CheckedFile): CheckedFile {
  const result = { ...file.result };
  delete result.source;
  delete result.output;
  return { ...file, result };
}
