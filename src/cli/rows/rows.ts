import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CannotRun } from '../../project/cannot-run.ts';
import type { Settings } from '../../model/settings.ts';
import type { RowsOptions } from '../arguments.ts';
import { type Configuration, configurationFor } from '../config.ts';
import { unifiedDiff } from '../diff.ts';
import { directoryAt, writeText } from '../files.ts';
import { filesBelow, pathFrom } from '../paths.ts';
import type { ExitCode } from '../run.ts';
import { KEY, OWN_FILE, PACKAGE, PYPROJECT, withRowsAlone, withRowsInJson, withRowsInToml } from '../settings-file.ts';
import { counted, reasonOf, type Terminal } from '../terminal.ts';
import { matchTables } from './match.ts';
import { sizesIn } from './sizes.ts';
import { SIZES } from './sql.ts';

/**
 * `admin-scale rows`: prints the statement that asks a database for the sizes of its tables, or takes its answer over into the settings. Connects to nothing.
 *
 * @returns 0 where the statement or the settings were written, 1 where no table is one of a model
 * @throws {CannotRun} where the answer can't be read or the settings can't be written
 */
export async function rows(options: RowsOptions, { cwd, stdout, stderr, stdin }: Terminal): Promise<ExitCode> {
  if ('sql' in options) {
    stdout.write(SIZES[options.sql]);
    return 0;
  }
  const directory = directoryAt(options.directory, cwd);
  const sizes = sizesIn(options.from === '-' ? await stdin() : textOf(options.from, cwd));
  if (sizes.length === 0) throw new CannotRun(`--from ${options.from}: no sizes of tables were found in it; it should hold what the statement of "admin-scale rows --sql" gives, as CSV or JSON.`);
  const configuration = await configurationFor(options.settingsFile, cwd);
  const { models, strangers } = matchTables(sizes, await tablesBelow(directory.path, configuration.settings));
  if (models.length === 0) {
    stderr.write(`None of ${counted(sizes.length, 'table')} is known to be one of a model's in ${directory.name}: ${named(strangers.map(({ table }) => table))}.\n`);
    return 1;
  }
  const target = await edited(configuration, cwd, Object.fromEntries(models.map((one) => [one.model, one.rows])));
  const name = pathFrom(cwd, target.file);
  const diff = unifiedDiff(name, target.before, target.after);
  stdout.write(diff);
  if (!options.dryRun && diff !== '') writeText(target.file, target.after, name);
  const left = strangers.length === 0 ? '' : ` ${counted(strangers.length, 'table')} ${strangers.length === 1 ? 'is' : 'are'} no model's: ${named(strangers.map(({ table }) => table))}.`;
  const what = diff === '' ? `${name} has them already:` : options.dryRun ? `Would be written to ${name}:` : `Wrote ${name}:`;
  stderr.write(`${what} the sizes of ${counted(models.length, 'model')}.${left}\n`);
  return 0;
}

/** Names that are listed before the rest is counted. */
const MOST_NAMES = 12;

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

async function tablesBelow(directory: string, settings: Settings) {
  const { ORMS, PYTHON_LIBRARIES } = await import('../../libraries/index.ts');
  const files = filesBelow(directory);
  const python = files.some((file) => file.endsWith('.py')) ? PYTHON_LIBRARIES.flatMap((library) => library.tables?.(directory, settings) ?? []) : [];
  return [...python, ...ORMS.flatMap((orm) => orm.tables?.(files) ?? [])];
}

interface Target {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The file that holds the sizes, with the new ones: that of `rowsFile`, else that of the settings, else a new `admin-scale.json`. */
async function edited({ raw, file }: Configuration, cwd: string, sizes: Readonly<Record<string, number>>): Promise<Target> {
  const { rowsFile, rows: known = {} } = (raw ?? {}) as { readonly rowsFile?: string; readonly rows?: Readonly<Record<string, number>> };
  if (rowsFile !== undefined) return rewritten(resolve(cwd, rowsFile), (text) => withRowsAlone(text, sizes));
  if (file === undefined) return { file: join(cwd, OWN_FILE), before: '', after: `${JSON.stringify({ rows: sizes }, undefined, 2)}\n` };
  if (basename(file) === PYPROJECT) return rewritten(file, (text) => withRowsInToml(text, known, sizes));
  return rewritten(file, (text) => withRowsInJson(text, sizes, basename(file) === PACKAGE ? KEY : undefined));
}

async function rewritten(file: string, edit: (text: string) => string | Promise<string>): Promise<Target> {
  const before = readFileSync(file, 'utf8');
  return { file, before, after: await edit(before) };
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new CannotRun(`--from ${JSON.stringify(file)} can't be read: ${reasonOf(error)}.`);
  }
}
