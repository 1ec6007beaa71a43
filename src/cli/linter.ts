import { readFileSync } from 'node:fs';
import type { ESLint, Linter, Rule } from 'eslint';
import type { PresetName } from '../configs/index.ts';
import { didYouMean } from '../model/nearest.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { withEdits } from './edits.ts';
import { type ConfigOptions, configOf, OWN_NAMESPACE } from './linter-config.ts';
import type { Engine } from './load.ts';
import { leadsOut, type SourceFile } from './paths.ts';
import { isOurs } from './rule-id.ts';
import { firstLine, reasonOf } from './terminal.ts';

/** As much of the plugin as the command needs. */
export interface CheckedPlugin {
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  readonly configs: Readonly<Record<PresetName, readonly Linter.Config[]>>;
}

export type ESLintClass = typeof ESLint;

export interface LinterOptions extends Engine, ConfigOptions {
  /** Tells of files that are migrations by their text and the like why they are not checked. */
  readonly exempts: (file: SourceFile, text: string) => string | undefined;
}

/** Why a file has no findings although it was asked for. `crash` is a bug of ours. */
export type Failure = 'unreadable' | 'unparsable' | 'unwritable' | 'crash';

/** What is to be changed, and whether in the files themselves. */
export interface Edits {
  readonly fix: boolean;
  /** Tells of a rule, by full id, whether the first suggestion of each of its findings is taken. */
  readonly takes: (ruleId: string) => boolean;
  readonly write: boolean;
}

export const NO_EDITS: Edits = { fix: false, takes: () => false, write: false };

/** A comment without which nothing more would be reported. */
export interface UnusedComment {
  readonly line: number;
  /** Full ids of those of our rules that it names and that are on. */
  readonly rules: readonly string[];
}

export interface CheckedFile {
  readonly result: ESLint.LintResult;
  readonly failure: Failure | undefined;
  /** Fixes were written to the file. */
  readonly changed: boolean;
  /** The text before, where edits are made and not written. */
  readonly before?: string;
  /** A symbolic link leads to the file from another tree, so that fixes are not written to it. */
  readonly foreign?: boolean;
  /** Comments that switch rules off which report nothing there. */
  readonly unused?: readonly UnusedComment[];
  /** Where a crash happened, for a bug report. */
  readonly stack?: string;
}

/** A file that has no findings since its text says that it is not worth checking. */
export interface SkippedFile {
  /** To be said after a number of files: "as minified or too large". */
  readonly skipped: string;
  readonly path: string;
}

/** Files above this are data or bundles. In UTF-16 units. */
const LARGEST_SOURCE = 2_000_000;
const MINIFIED_SIZE = 20_000;
const MINIFIED_LINE = 500;
const MACHINE_MADE = 'as minified or too large';

/**
 * Lints one file after the other with ESLint and the rules of this plugin, and with nothing of the checkout: no config, no plugin,
 * no parser. Comments of the checkout may switch our rules off; what they say of other rules has no effect and is no complaint.
 */
export class FileLinter {
  readonly #options: LinterOptions;
  readonly #config: Linter.Config[];
  readonly #active: ReadonlySet<string>;
  /** By working directory, of which there are several only where paths outside of the user's are checked, and by whether they fix. */
  readonly #engines = new Map<string, ESLint>();

  /** @throws {CannotRun} where a `--rule` option can't be understood */
  constructor(options: LinterOptions) {
    this.#options = options;
    this.#config = configOf(options);
    this.#active = activeIn(this.#config);
  }

  /**
   * Has ESLint check the configuration, which it otherwise does at the first file of each language.
   *
   * @throws {CannotRun} for options that a rule doesn't take
   */
  async validate(files: readonly SourceFile[]): Promise<void> {
    const languages = new Map(files.map((file) => [file.language, file]));
    try {
      for (const file of languages.values()) await this.#engineFor(file.base).calculateConfigForFile(file.path);
    } catch (error) {
      const lines = error instanceof Error ? error.message.split('\n') : [String(error)];
      throw new CannotRun(`the rules can't be configured so: ${lines.map((line) => line.trim()).filter(Boolean).join(' ')}${optionMeant(lines)}`);
    }
  }

  /** Full ids of the rules that are on. */
  get activeRules(): ReadonlySet<string> {
    return this.#active;
  }

  /** @param edits what has been written, if it is to be, when the promise resolves */
  async check(file: SourceFile, edits: Edits): Promise<CheckedFile | SkippedFile> {
    let text: string;
    try {
      text = file.text ?? readFileSync(file.path, 'utf8');
    } catch (error) {
      return failed(file, 'unreadable', `The file can't be read: ${reasonOf(error)}.`);
    }
    const skipped = isMachineMade(text, file) ? MACHINE_MADE : this.#options.exempts(file, text);
    if (skipped !== undefined) return { skipped, path: file.path };
    try {
      const foreign = file.text === undefined && leadsOut(file.base, file.path);
      const fix = edits.fix && !foreign;
      const [result] = await this.#engineFor(file.base, fix).lintText(text, { filePath: file.path });
      if (result === undefined) return { skipped: 'as ignored by ESLint', path: file.path };
      const checked = this.#ownResult(result);
      if (checked.failure !== undefined || foreign) return { ...checked, foreign };
      const edited = withSuggestions(checked, text, edits);
      return edits.write ? await this.#write(file, edited) : { ...edited, before: text };
    } catch (error) {
      return failed(file, 'crash', `admin-scale failed on this file: ${firstLine(error)}`, error);
    }
  }

  #engineFor(base: string, fix = false): ESLint {
    const key = `${base}\0${String(fix)}`;
    const known = this.#engines.get(key);
    if (known !== undefined) return known;
    const { eslint } = this.#options;
    const engine = new eslint({
      cwd: base,
      overrideConfigFile: true,
      overrideConfig: this.#config,
      // A path that reaches this class was asked for, even in `node_modules`.
      ignore: false,
      warnIgnored: false,
      fix: fix ? ({ ruleId }) => isOurs(ruleId) : false,
      // Comments such as `/* eslint semi: "error" */` switch on rules of ESLint itself.
      ruleFilter: ({ ruleId }) => ruleId.startsWith(OWN_NAMESPACE) || isOurs(ruleId),
    });
    this.#engines.set(key, engine);
    return engine;
  }

  /** The result with nothing but our findings, or with the one message of a file that can't be parsed. */
  #ownResult(result: ESLint.LintResult): CheckedFile {
    const parsed = this.#options.costs.has(result.filePath);
    const unparsed = parsed ? undefined : result.messages.find(({ fatal }) => fatal === true);
    if (unparsed !== undefined) return { result: withMessages(result, [unparsed]), failure: 'unparsable', changed: false };
    const messages = result.messages.filter(({ ruleId }) => isOurs(ruleId));
    return { result: withMessages(result, messages), failure: undefined, changed: false, unused: this.#unusedComments(result.messages) };
  }

  /** ESLint says it in a message without a rule. Comments for all rules are none of our business, nor are those for rules that are off here. */
  #unusedComments(messages: readonly Linter.LintMessage[]): UnusedComment[] {
    const active = this.activeRules;
    return messages.filter(({ ruleId, message }) => ruleId === null && message.startsWith('Unused eslint-disable directive')).flatMap(({ message, line }) => {
      const rules = [...message.matchAll(/'([^']+)'/g)].map(([, id = '']) => id).filter((id) => active.has(id));
      return rules.length === 0 ? [] : [{ line, rules }];
    });
  }

  async #write(file: SourceFile, checked: CheckedFile): Promise<CheckedFile> {
    try {
      await this.#options.eslint.outputFixes([checked.result]);
      return { ...checked, changed: checked.result.output !== undefined };
    } catch (error) {
      return failed(file, 'unwritable', `The fixed file can't be written: ${reasonOf(error)}.`);
    }
  }
}

/** What an option of a rule that doesn't exist was meant to be: ESLint names it and those that do. */
function optionMeant(lines: readonly string[]): string {
  const [, unknown, known = ''] = /Unexpected property "([^"]+)"\. Expected properties: (.+)/.exec(lines.join(' ')) ?? [];
  return unknown === undefined ? '' : didYouMean(unknown, [...known.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name));
}

function activeIn(config: readonly Linter.Config[]): Set<string> {
  const entries = config.flatMap(({ rules = {} }) => Object.entries(rules));
  return new Set(entries.filter(([id, entry]) => isOurs(id) && ![entry].flat().some((level) => level === 'off')).map(([id]) => id));
}

/** The file with the first suggestion of each finding of the wanted rules taken, of those that overlap the first. What has a fix is left to that. */
function withSuggestions(checked: CheckedFile, text: string, { takes }: Edits): CheckedFile {
  const { messages, output } = checked.result;
  const wanted = messages.flatMap(({ ruleId, fix, suggestions }) => (ruleId !== null && fix === undefined && takes(ruleId) ? (suggestions?.slice(0, 1).map((one) => one.fix) ?? []) : []));
  if (wanted.length === 0) return checked;
  // ESLint counts without the mark of byte order
  const [, mark = '', source = ''] = /^(\uFEFF?)([^]*)$/.exec(output ?? text) ?? [];
  return { ...checked, result: { ...checked.result, output: mark + withEdits(source, wanted) } };
}

/** The result with other messages, and with their numbers. */
export function recounted(result: ESLint.LintResult, messages: Linter.LintMessage[]): ESLint.LintResult {
  const count = (severity: number, fixable: boolean): number =>
    messages.filter((message) => message.severity === severity && (!fixable || message.fix !== undefined)).length;
  return {
    ...result,
    messages,
    errorCount: count(2, false),
    fatalErrorCount: messages.filter(({ fatal }) => fatal === true).length,
    warningCount: count(1, false),
    fixableErrorCount: count(2, true),
    fixableWarningCount: count(1, true),
  };
}

function withMessages(result: ESLint.LintResult, messages: Linter.LintMessage[]): ESLint.LintResult {
  const ours = { ...recounted(result, messages), suppressedMessages: result.suppressedMessages.filter(({ ruleId }) => isOurs(ruleId)) };
  // ESLint gives the source only with something to show in it.
  if (messages.length === 0) delete ours.source;
  return ours;
}

function failed(file: SourceFile, failure: Failure, message: string, cause?: unknown): CheckedFile {
  const stack = cause instanceof Error ? cause.stack : undefined;
  const result: ESLint.LintResult = {
    filePath: file.path,
    messages: [{ ruleId: null, fatal: true, severity: 2, message, line: 1, column: 1 }],
    suppressedMessages: [],
    errorCount: 1,
    fatalErrorCount: 1,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
  return { result, failure, changed: false, ...(stack === undefined ? {} : { stack }) };
}

function isMachineMade(text: string, { language }: SourceFile): boolean {
  if (text.length > LARGEST_SOURCE) return true;
  if (language === 'python' || text.length < MINIFIED_SIZE) return false;
  return text.length / (text.split('\n').length) > MINIFIED_LINE;
}
