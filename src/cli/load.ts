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
    plugin: await loadPlugin(plugin),
    parser: parser ?? (await import('../javascript/parse/eslint-parser.ts')).oxcParser,
    read: read ?? (await import('../read.ts')).read,
  };
}

/** The plugin alone, which needs no ESLint. */
export async function loadPlugin(plugin: CheckedPlugin | undefined): Promise<CheckedPlugin> {
  return plugin ?? (await import('../index.ts')).default;
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
