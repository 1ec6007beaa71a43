import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ESLint } from 'eslint';
import { CannotRun } from '../../project/cannot-run.ts';
import { fingerprintsOf } from '../formats/fingerprints.ts';
import { reasonOf } from '../terminal.ts';

/** What an earlier run found. */
export interface Baseline {
  /** Queries of each page then, by `keyOfPage`. */
  readonly pages: ReadonlyMap<string, number>;
  /** Of each finding, by which it is known again though lines moved. */
  readonly fingerprints: ReadonlySet<string>;
}

/** As `check --format json` prints it. */
interface EarlierResult extends Pick<ESLint.LintResult, 'messages' | 'source'> {
  readonly path: string;
  readonly pages: readonly { readonly name: string; readonly now: number }[];
}

/** A page, by the file that configures it and its name. */
export function keyOfPage(path: string, name: string): string {
  return `${path}\0${name}`;
}

/**
 * What an earlier run has written with `check --format json` or `report --json`.
 *
 * @throws {CannotRun} where it can't be read or is something else
 */
export function readBaseline(file: string, cwd: string): Baseline {
  const name = `--baseline ${JSON.stringify(file)}`;
  let results: unknown;
  try {
    results = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    throw new CannotRun(`${name} can't be read: ${reasonOf(error)}.`);
  }
  if (!Array.isArray(results) || !results.every(isResult)) throw new CannotRun(`${name}: expected what "admin-scale check --format json" or "report --json" of this version wrote.`);
  return {
    pages: new Map(results.flatMap(({ path, pages }) => pages.map((page) => [keyOfPage(path, page.name), page.now] as const))),
    fingerprints: new Set(results.flatMap(({ path, messages, source = '' }) => fingerprintsOf({ messages, source, filePath: path }, path))),
  };
}

function isResult(value: unknown): value is EarlierResult {
  if (typeof value !== 'object' || value === null) return false;
  const { path, messages, pages } = value as Partial<EarlierResult>;
  return typeof path === 'string' && Array.isArray(messages) && Array.isArray(pages);
}
