import { CannotRun } from '../project/cannot-run.ts';
import { exemptionOf } from '../project/exempt.ts';
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
import type { Terminal } from './terminal.ts';

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
  const { preset, rules, fix } = options;
  const exempts = ({ path, base }: SourceFile, text = ''): string | undefined => exemptionOf({ filename: path, cwd: base, settings, text });
  const linter = new FileLinter({ ...engine, preset, rules, fix, settings: rawSettings, costs, exempts });

  const choice = chooseSources(found, (source) => exempts(source), cwd);
  if (choice.sources.some(({ language }) => language === 'javascript')) (await import('../javascript/parser.ts')).oxc();
  const notes = options.verbose || stderr.isTTY === true ? [...choice.notes, ...choice.leftOut] : choice.leftOut;
  stderr.write(notes.map((note) => `${note}\n`).join(''));
  if (choice.nothing !== undefined) stderr.write(`Nothing to check: ${choice.nothing}\n`);

  const files = await checkAll(choice.sources, linter, new Progress(stderr, choice.sources.length), options);
  return await printReport({ ...files, costs, engine, options, terminal });
}

interface Checked {
  readonly files: CheckedFile[];
  readonly skipped: SkippedFile[];
}

/** One file at a time: the results of a large checkout are small, its sources and trees are not. */
async function checkAll(sources: readonly SourceFile[], linter: FileLinter, progress: Progress, { format }: CheckOptions): Promise<Checked> {
  const checked: Checked = { files: [], skipped: [] };
  try {
    await linter.validate(sources);
    for (const [done, source] of sources.entries()) {
      progress.update(done);
      const file = await linter.check(source);
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
