import { parse } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { ESLintClass } from '../linter.ts';
import { findingsOf, type Report } from './report.ts';

/** ESLint's own formatter `stylish`; empty without findings. */
export async function formatStylish({ files, root: base }: Report, Engine: ESLintClass, color: boolean): Promise<string> {
  // ESLint prefers a package `eslint-formatter-stylish` as found from the working directory, which the checkout could hold.
  const { root } = parse(base);
  const formatter = await new Engine({ cwd: root, overrideConfigFile: true }).loadFormatter('stylish');
  const text = await formatter.format(findingsOf(files), { cwd: root, rulesMeta: {}, color } as Parameters<typeof formatter.format>[1]);
  return color ? text : stripVTControlCharacters(text);
}
