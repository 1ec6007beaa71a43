import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Linter, Rule } from 'eslint';
import type { FileFacts } from '../model/file-model.ts';
import { CannotRun } from '../project/cannot-run.ts';
import type { CheckedPlugin, ESLintClass } from './linter.ts';
import { firstLine } from './terminal.ts';

/** What a run is made of and what takes time to load. */
export interface Engine {
  readonly eslint: ESLintClass;
  readonly plugin: CheckedPlugin;
  /** For JavaScript and TypeScript: one that needs nothing of the checkout. */
  readonly parser: Linter.Parser;
  /** The entry to the front ends. */
  readonly read: (context: Rule.RuleContext) => { readonly model: FileFacts };
}

/** Stand-ins for what is otherwise loaded on demand. */
export interface Dependencies extends Partial<Omit<Engine, 'eslint'>> {
  readonly importESLint?: () => Promise<{ readonly ESLint: ESLintClass }>;
}

/** The oldest ESLint that has all we use. */
const OLDEST = [9, 15] as const;

/** @throws {CannotRun} where ESLint, a peer dependency, is missing or too old */
export async function loadEngine({ plugin, parser, read, importESLint }: Dependencies): Promise<Engine> {
  return {
    eslint: await loadESLint(importESLint ?? (() => import('eslint'))),
    plugin: plugin ?? (await import('../index.ts')).default,
    parser: parser ?? (await import('../javascript/eslint-parser.ts')).oxcParser,
    read: read ?? (await import('../read.ts')).read,
  };
}

async function loadESLint(importESLint: () => Promise<{ readonly ESLint: ESLintClass }>): Promise<ESLintClass> {
  const wanted = `ESLint ${OLDEST.join('.')} or newer is needed: npm install --save-dev eslint`;
  let loaded: ESLintClass;
  try {
    ({ ESLint: loaded } = await importESLint());
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new CannotRun(isMissing ? `ESLint is not installed. ${wanted}` : `ESLint can't be loaded (${firstLine(error)}). ${wanted}`);
  }
  const [major = 0, minor = 0] = loaded.version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) throw new CannotRun(`ESLint ${loaded.version} is too old. ${wanted}`);
  return loaded;
}

/**
 * The value of `settings['admin-scale']` from a JSON file; undefined without a file.
 *
 * @throws {CannotRun} where the file can't be read or is no JSON
 */
export function readSettings(file: string | undefined, cwd: string): unknown {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new CannotRun(`--settings ${JSON.stringify(file)}: the file can't be read (${(error as NodeJS.ErrnoException).code ?? firstLine(error)}).`);
  }
  try {
    return withAbsolutePaths(JSON.parse(text.replace(/^\uFEFF/, '')), cwd);
  } catch (error) {
    throw new CannotRun(`--settings ${JSON.stringify(file)}: ${firstLine(error)}.`);
  }
}

/** ESLint's working directory is another one for paths outside of the user's. */
function withAbsolutePaths(settings: unknown, cwd: string): unknown {
  if (typeof settings !== 'object' || settings === null || !('rowsFile' in settings) || typeof settings.rowsFile !== 'string') return settings;
  return { ...settings, rowsFile: resolve(cwd, settings.rowsFile) };
}
