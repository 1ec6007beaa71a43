import { Linter } from 'eslint/universal';
import type { Linter as Types } from 'eslint';
import { CostBook, type PageCost } from '../../src/cli/cost.ts';
import { configOf } from '../../src/cli/linter-config.ts';
import { PartsBook, type Parts } from '../../src/cli/parts.ts';
import { plainId } from '../../src/cli/rule-id.ts';
import plugin from '../../src/index.ts';
import { oxcParser } from '../../src/javascript/parse/eslint-parser.ts';
import { CannotRun } from '../../src/project/cannot-run.ts';
import { filesWritten } from '../../src/project/files.ts';
import { read } from '../../src/read.ts';
import { disk } from './browser/disk.ts';
import { isSource, type Play } from './project.ts';
import { SCAFFOLD } from '../scaffold.ts';

/** An edit, in UTF-16 offsets of the file's text. */
export interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** A way to mend a finding, which the reader takes up by a click. */
export interface Offer {
  readonly kind: 'fix' | 'suggestion';
  readonly title: string;
  readonly edit: Edit;
}

export interface Finding extends Omit<Parts, 'query'> {
  readonly path: string;
  /** Without the plugin's name; undefined for what no rule says. */
  readonly rule: string | undefined;
  /** The file can't be parsed; without a rule and without this, a comment silences nothing. */
  readonly isSyntax: boolean;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly offers: readonly Offer[];
}

export type Request = Play;

export interface Answer {
  readonly findings: readonly Finding[];
  readonly pages: readonly Omit<PageCost, 'file'>[];
  /** What keeps the linter from running. */
  readonly problem?: string;
}

/** Where the files are put. */
const ROOT = '/project';

/** All findings in a project's files, in the order of these, and what its admin pages cost. */
export function lint({ files, preset }: Request): Answer {
  const texts = { ...SCAFFOLD, ...Object.fromEntries(files.map(({ path, text }) => [path, text])) };
  disk.replace(new Map(Object.entries(texts).map(([path, text]) => [`${ROOT}/${path}`, text])));
  filesWritten();
  const parts = new PartsBook();
  const costs = new CostBook();
  const linter = new Linter({ cwd: ROOT });
  const config = configOf({ plugin, parser: oxcParser, read, preset, configured: [], rules: [], settings: undefined, costs, parts });
  try {
    const findings = files.filter(({ path }) => isSource(path)).flatMap(({ path, text }) => {
      const filename = `${ROOT}/${path}`;
      return linter.verify(text, config, { filename }).map((message) => findingOf(path, message, parts.of(filename, message)));
    });
    const pages = files.flatMap(({ path }) => costs.pagesOf(`${ROOT}/${path}`)).map(({ name, pageSize, sends, now, remedied }) => ({ name, pageSize, sends, now, remedied }));
    return { findings, pages };
  } catch (error) {
    if (error instanceof CannotRun) return { findings: [], pages: [], problem: error.message };
    throw error;
  }
}

function findingOf(path: string, message: Types.LintMessage, { headline, help, note }: Parts): Finding {
  const { line, column, endLine = line, endColumn = column, fix, suggestions = [] } = message;
  const fixes = fix === undefined ? [] : [{ kind: 'fix', title: 'Nothing changes but the queries.', edit: fix } as const];
  const offers = [...fixes, ...suggestions.map(({ desc, fix: edit }) => ({ kind: 'suggestion', title: desc, edit }) as const)];
  return { path, rule: message.ruleId === null ? undefined : plainId(message.ruleId), isSyntax: message.fatal === true, headline, help, note, line, column, endLine, endColumn, offers };
}
