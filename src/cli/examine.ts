import { dirname, resolve } from 'node:path';
import { CannotRun } from '../project/cannot-run.ts';
import { exemptionOf } from '../project/exempt.ts';
import { filesWritten } from '../project/files.ts';
import { LAST_COMMIT, type RunOptions } from './arguments.ts';
import { configurationFor } from './config.ts';
import { CostBook } from './cost.ts';
import { type CheckedFile, type Edits, FileLinter, NO_EDITS, type SkippedFile } from './linter.ts';
import { type Dependencies, type Engine, loadEngine } from './load.ts';
import { PartsBook } from './parts.ts';
import { findSources, type FoundPaths, isBelow, languageOf, type SourceFile } from './paths.ts';
import { Progress } from './progress.ts';
import type { Reader } from './reading-rule.ts';
import { chooseSources } from './sources.ts';
import { counted, type Output, type Terminal, widthOf, wrapped } from './terminal.ts';

/** What a run goes by, before anything is read of the files. */
export interface Prepared {
  readonly engine: Engine;
  readonly linter: FileLinter;
  readonly costs: CostBook;
  readonly parts: PartsBook;
  readonly found: FoundPaths;
  /** Why there is nothing to check although there are files. */
  readonly unchanged: string | undefined;
  readonly exempts: (source: SourceFile, text?: string) => string | undefined;
}

/**
 * Finds the settings and the files of a run and sets up the linter.
 *
 * @param facts takes what was read of each file
 * @throws {CannotRun} where a path, the settings or a rule's options are wrong, or ESLint is missing
 */
export async function prepare(options: RunOptions, terminal: Terminal, dependencies: Dependencies, facts?: Reader): Promise<Prepared> {
  const configuration = await configurationFor(options.settingsFile, terminal.cwd);
  const { settings } = configuration;
  const found = await sourcesFor(options, terminal);
  const engine = await loadEngine(dependencies);
  const books = { costs: new CostBook(), parts: new PartsBook() };
  const preset = options.preset ?? configuration.preset ?? 'recommended';
  const exempts = ({ path, base }: SourceFile, text = ''): string | undefined => exemptionOf({ filename: path, cwd: base, settings, text });
  const linter = new FileLinter({ ...engine, ...books, preset, configured: configuration.rules, configuredIn: configuration.name, rules: options.rules, settings: configuration.raw, exempts, facts });
  return { ...books, engine, linter, found, unchanged: found.unchanged, exempts };
}

/** Checks what of the found files is to be checked, and tells on stderr what is left out. */
export async function examine({ found, unchanged, exempts, linter }: Prepared, { cwd, stderr }: Terminal, round: Round & { readonly verbose: boolean }): Promise<Checked> {
  const choice = chooseSources(found, (source) => exempts(source), cwd);
  if (choice.sources.some(({ language }) => language === 'javascript')) (await import('../javascript/parse/parser.ts')).oxc();
  const notes = round.verbose || stderr.isTTY === true ? [...choice.notes, ...choice.leftOut] : choice.leftOut;
  const nothing = choice.nothing === undefined ? [] : [`Nothing to check: ${unchanged ?? choice.nothing}`];
  tell(stderr, [...notes, ...nothing]);
  return await checkUntilFixed(choice.sources, linter, stderr, round);
}

/** On a terminal within its width, and apart from what follows. */
function tell(output: Output, notes: readonly string[]): void {
  const isSeen = output.isTTY === true;
  const lines = notes.map((note) => `${isSeen ? wrapped(note, widthOf(output), 2, 0) : note}\n`);
  if (lines.length > 0) output.write(`${lines.join('')}${isSeen ? '\n' : ''}`);
}

async function sourcesFor({ paths, gitignore, changedSince, stdinFile }: RunOptions, { cwd, stdin }: Terminal): Promise<FoundPaths & Pick<Prepared, 'unchanged'>> {
  if (stdinFile !== undefined) return { ...textAsSource(stdinFile, await stdin(), cwd), unchanged: undefined };
  const found = foundAt(paths, cwd, gitignore ? (await import('./gitignore.ts')).gitIgnored() : undefined, changedSince);
  if (changedSince === undefined) return { ...found, unchanged: undefined };
  const changed = (await import('./changed.ts')).changedSince(changedSince, cwd);
  const sources = found.sources.filter(({ path }) => changed.has(path));
  const isAll = sources.length > 0 || found.sources.length === 0;
  return { ...found, sources, unchanged: isAll ? undefined : `of ${counted(found.sources.length, 'file')} none differs from ${changedSince === LAST_COMMIT ? 'the last commit' : `where the branch left ${changedSince}`}.` };
}

/** Whoever writes `--changed main` means a commit, which a word of its own isn't taken for. */
function foundAt(paths: readonly string[], cwd: string, ignored: Parameters<typeof findSources>[2], changedSince: string | undefined): FoundPaths {
  try {
    return findSources(paths, cwd, ignored);
  } catch (error) {
    throw error instanceof CannotRun && changedSince === LAST_COMMIT ? new CannotRun(`${error.message} A commit to compare with is named by --changed=COMMIT.`) : error;
  }
}

function textAsSource(file: string, text: string, cwd: string): FoundPaths {
  const path = resolve(cwd, file);
  const language = languageOf(path);
  if (language === undefined) throw new CannotRun(`--stdin-filename ${JSON.stringify(file)}: no Python, JavaScript or TypeScript file.`);
  return { sources: [{ path, language, base: isBelow(cwd, path) ? cwd : dirname(path), named: true, text }], manifests: [], directories: [] };
}

export interface Checked {
  readonly files: CheckedFile[];
  readonly skipped: SkippedFile[];
}

export interface Round {
  readonly edits: Edits;
  /** Only ESLint's json format prints the whole source of every file that has a message. */
  readonly keepsSource: boolean;
}

/** Rounds, the last of which writes nothing, whatever is left to fix. */
const MOST_ROUNDS = 5;

/**
 * Checks until a round has nothing to fix: a fix in one file can change what is right in others. The report is that of the last round, which
 * a run afterwards would give as well. Where nothing is written, there is one round.
 */
async function checkUntilFixed(sources: readonly SourceFile[], linter: FileLinter, stderr: Output, options: Round): Promise<Checked> {
  const fixed = new Map<string, CheckedFile>();
  const { edits } = options;
  for (let round = 1; ; round += 1) {
    const isLast = edits.write && round === MOST_ROUNDS;
    const checked = await checkAll(sources, linter, new Progress(stderr, sources.length), isLast ? { ...options, edits: NO_EDITS } : options);
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
async function checkAll(sources: readonly SourceFile[], linter: FileLinter, progress: Progress, { edits, keepsSource }: Round): Promise<Checked> {
  const checked: Checked = { files: [], skipped: [] };
  try {
    await linter.validate(sources);
    for (const [done, source] of sources.entries()) {
      progress.update(done);
      const file = await linter.check(source, edits);
      if ('skipped' in file) checked.skipped.push(file);
      else checked.files.push(keepsSource || (file.before !== undefined && file.result.output !== undefined) ? file : withoutSource(file));
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
  const { before, ...rest } = file;
  return before === undefined ? { ...file, result } : { ...rest, result };
}
