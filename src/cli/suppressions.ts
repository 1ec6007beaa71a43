import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Linter } from 'eslint';
import { isObject } from '../javascript/project/packages.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { writeText } from './files.ts';
import { type CheckedFile, recounted } from './linter.ts';
import { firstLine, reasonOf } from './terminal.ts';

/** What ESLint calls its file of bulk suppressions (9.24, `--suppressions-location`). */
export const USUAL_FILE = 'eslint-suppressions.json';

/** Findings that are let pass, by file, relative and with slashes, and by rule: as ESLint writes them. */
type Counts = Record<string, Record<string, { count: number }>>;

/** What became of the findings of a run. */
export interface Suppressed {
  readonly files: CheckedFile[];
  /** Findings that the file lets pass. */
  readonly passed: number;
  /** Entries that let more pass than there is. */
  readonly stale: number;
  /** Findings that are reported again since there are more of their rule in their file than its entry says, as many as it says. */
  readonly known: number;
}

/** Whose entries are looked at, and where. */
export interface SuppressionsOptions {
  /** The file as the user names it. */
  readonly given: string | undefined;
  readonly cwd: string;
  /** Full ids of the rules that ran: entries of others can't be judged. */
  readonly rules: ReadonlySet<string>;
}

/**
 * The file of ESLint's bulk suppressions, of which entries of other plugins and of files that weren't checked are left as they are. As in ESLint, only errors are let pass,
 * paths count from where it runs, and a rule that reports more of a file than its entry says is reported as a whole there.
 */
export class Suppressions {
  readonly name: string;
  readonly #path: string;
  readonly #options: SuppressionsOptions;
  #counts: Counts;

  /** @throws {CannotRun} where a file that is there can't be read */
  constructor(options: SuppressionsOptions) {
    this.#options = options;
    this.name = options.given ?? USUAL_FILE;
    this.#path = resolve(options.cwd, this.name);
    this.#counts = this.#read();
  }

  /** The run with what the file lets pass moved to the suppressed messages. */
  apply(files: readonly CheckedFile[]): Suppressed {
    let passed = 0;
    let stale = 0;
    let known = 0;
    const left = files.map((file): CheckedFile => {
      const entries = this.#counts[this.#keyOf(file.result.filePath)];
      if (entries === undefined || file.failure !== undefined) return file;
      const found = countsOf(file.result.messages);
      const covered = new Set(Object.keys(entries).filter((rule) => (found.get(rule) ?? 0) <= (entries[rule]?.count ?? 0)));
      stale += Object.keys(entries).filter((rule) => this.#options.rules.has(rule) && (found.get(rule) ?? 0) < (entries[rule]?.count ?? 0)).length;
      known += [...found].reduce((sum, [rule, count]) => sum + (count > (entries[rule]?.count ?? 0) ? (entries[rule]?.count ?? 0) : 0), 0);
      const isPassed = ({ ruleId, severity }: Linter.LintMessage): boolean => severity === 2 && ruleId !== null && covered.has(ruleId);
      const gone = file.result.messages.filter(isPassed).length;
      passed += gone;
      return gone === 0 ? file : withPassed(file, isPassed);
    });
    return { files: left, passed, stale, known };
  }

  /** Takes down what there is today. Gives the number of findings. */
  takeDown(files: readonly CheckedFile[]): number {
    const counts = { ...this.#counts };
    let total = 0;
    for (const { result, failure } of files) {
      if (failure !== undefined) continue;
      const path = this.#keyOf(result.filePath);
      const foreign = Object.entries(counts[path] ?? {}).filter(([rule]) => !this.#options.rules.has(rule));
      const own = [...countsOf(result.messages)].map(([rule, count]) => [rule, { count }] as const);
      for (const [, { count }] of own) total += count;
      setOrDelete(counts, path, Object.fromEntries([...foreign, ...own]));
    }
    this.#write(counts);
    return total;
  }

  /** Takes out what isn't there any more. Gives the number of entries that changed. */
  prune(files: readonly CheckedFile[]): number {
    const counts = { ...this.#counts };
    let changed = 0;
    for (const { result, failure } of files) {
      const path = this.#keyOf(result.filePath);
      const entries = counts[path];
      if (entries === undefined || failure !== undefined) continue;
      const found = countsOf(result.messages);
      const pruned = Object.entries(entries).flatMap(([rule, entry]): [string, { count: number }][] => {
        const count = found.get(rule) ?? 0;
        if (!this.#options.rules.has(rule) || count >= entry.count) return [[rule, entry]];
        changed += 1;
        return count === 0 ? [] : [[rule, { count }]];
      });
      setOrDelete(counts, path, Object.fromEntries(pruned));
    }
    for (const path of Object.keys(counts)) {
      if (existsSync(resolve(this.#options.cwd, path))) continue;
      changed += 1;
      setOrDelete(counts, path, {});
    }
    if (changed > 0) this.#write(counts);
    return changed;
  }

  #keyOf(path: string): string {
    return relative(this.#options.cwd, path).split(sep).join('/');
  }

  #read(): Counts {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new CannotRun(`${this.name} can't be read: ${reasonOf(error)}.`);
    }
    try {
      const counts: unknown = JSON.parse(text);
      if (!isObject(counts)) throw new Error('expected an object of files');
      return counts as Counts;
    } catch (error) {
      throw new CannotRun(`${this.name}: ${firstLine(error)}.`);
    }
  }

  #write(counts: Counts): void {
    this.#counts = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeText(this.#path, `${JSON.stringify(this.#counts, undefined, 2)}\n`, this.name);
  }
}

function countsOf(messages: readonly Linter.LintMessage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId, severity } of messages) if (ruleId !== null && severity === 2) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function setOrDelete(counts: Counts, path: string, entries: Record<string, { count: number }>): void {
  if (Object.keys(entries).length > 0) counts[path] = entries;
  else Reflect.deleteProperty(counts, path);
}

function withPassed(file: CheckedFile, isPassed: (message: Linter.LintMessage) => boolean): CheckedFile {
  const { messages, suppressedMessages } = file.result;
  const passed = messages.filter(isPassed).map((message): Linter.SuppressedLintMessage => ({ ...message, suppressions: [{ kind: 'file', justification: '' }] }));
  return { ...file, result: { ...recounted(file.result, messages.filter((message) => !isPassed(message))), suppressedMessages: [...suppressedMessages, ...passed] } };
}
