import { readFileSync } from 'node:fs';
import type { ESLint, Linter, Rule } from 'eslint';
import { withoutBom } from '../../model/text.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import type { CostBook, PageCost } from '../cost.ts';
import type { CheckedFile } from '../linter.ts';
import type { Engine } from '../load.ts';
import type { Parts, PartsBook } from '../parts.ts';
import { isBelow } from '../paths.ts';
import type { Terminal } from '../terminal.ts';

/** What a format has to print. */
export interface Report {
  /** In the order of their paths, failures included. */
  readonly files: readonly CheckedFile[];
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  /** The plugin's version. */
  readonly version: string;
  /** Directory that relative paths start from. */
  readonly root: string;
  readonly partsOf: (file: string, message: Linter.LintMessage) => Parts;
  /** The admin pages that a file configures. */
  readonly pagesOf: (file: string) => readonly PageCost[];
  /** Those of them that get cheaper, the largest saving first. */
  readonly savings: readonly PageCost[];
}

/** What a run went by and wrote down. */
export interface Run {
  readonly engine: Engine;
  readonly costs: CostBook;
  readonly parts: PartsBook;
  readonly terminal: Terminal;
}

/**
 * What is to be said of a run.
 *
 * @param files those of the run that the report is of
 * @param fixed whether fixes were written
 */
export function reportOf({ costs, parts, engine, terminal }: Run, files: readonly CheckedFile[], fixed: boolean): Report {
  const concerned = files.filter(({ failure, changed, result }) => failure === undefined && (changed || result.messages.length > 0));
  return {
    files,
    rules: engine.plugin.rules,
    version: packageJson.version,
    root: rootOf(terminal),
    partsOf: (file, message) => parts.of(file, message),
    pagesOf: (file) => costs.pagesOf(file),
    savings: costs.savings(concerned.map(({ result }) => result.filePath), fixed),
  };
}

/** GitHub wants paths from the root of the checkout, wherever in it the command runs. */
function rootOf({ cwd, env }: Terminal): string {
  const workspace = env.GITHUB_WORKSPACE;
  return workspace !== undefined && workspace !== '' && isBelow(workspace, cwd) ? workspace : cwd;
}

/** The results of the files that could be checked. */
export function findingsOf(files: readonly CheckedFile[]): ESLint.LintResult[] {
  return files.filter(({ failure }) => failure === undefined).map(({ result }) => result);
}

/** The files with findings: first those whose pages get cheapest, then those with the most findings. */
export function worstFirst({ files, savings }: Pick<Report, 'files' | 'savings'>): ESLint.LintResult[] {
  const saved = new Map<string, number>();
  for (const { file, now, remedied } of savings) saved.set(file, (saved.get(file) ?? 0) + now - remedied);
  const weight = ({ filePath, messages }: ESLint.LintResult): readonly [number, number] => [saved.get(filePath) ?? 0, messages.length];
  const found = findingsOf(files).filter(({ messages }) => messages.length > 0);
  return found
    .map((result) => ({ result, weight: weight(result) }))
    .sort(({ weight: [a, b] }, { weight: [c, d] }) => c - a || d - b)
    .map(({ result }) => result);
}

/** What mends a finding by itself: `--fix`, `suggestion`, or nothing. */
export function remedyOf({ fix, suggestions }: Linter.LintMessage): '--fix' | 'suggestion' | undefined {
  if (fix !== undefined) return '--fix';
  return suggestions !== undefined && suggestions.length > 0 ? 'suggestion' : undefined;
}

/** The lines of the text that the messages of a result are about; none where it can't be read any more. */
export function linesOf({ source, filePath }: Pick<ESLint.LintResult, 'source' | 'filePath'>): readonly string[] {
  try {
    return (source ?? withoutBom(readFileSync(filePath, 'utf8'))).split(/\r\n|[\n\r\u2028\u2029]/);
  } catch {
    return [];
  }
}
