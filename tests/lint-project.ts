import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import type { PresetName } from '../src/configs/index.ts';
import plugin from '../src/index.ts';

/** Texts by path below the project's root. */
export type ProjectFiles = Readonly<Record<string, string>>;

interface LintOptions {
  readonly preset?: PresetName;
  /** Run these rules only, with the options given, instead of a preset. */
  readonly rules?: Linter.RulesRecord;
  /** `settings['admin-scale']`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a project into a temporary directory, lints one of its files as a user's ESLint would, and removes the directory.
 *
 * Each call has a directory of its own: nothing that the plugin keeps by path can leak from one call into the next.
 */
export async function lintProject(files: ProjectFiles, target: string, { preset = 'strict', rules, settings = {} }: LintOptions = {}): Promise<Linter.LintMessage[]> {
  const directory = mkdtempSync(join(tmpdir(), 'admin-scale-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const presetEntries = plugin.configs[preset].map((entry) => withoutProcessor(rules === undefined ? entry : { ...entry, rules }));
    const eslint = new ESLint({
      cwd: directory,
      overrideConfigFile: true,
      overrideConfig: [...presetEntries, { settings: { 'admin-scale': { ...settings } } }],
    });
    const [result] = await eslint.lintFiles([target]);
    return result?.messages ?? [];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** False for what is said of the tables that a query asks, whatever runs it. */
export function isPerRow({ ruleId }: Linter.LintMessage): boolean {
  return ruleId !== 'admin-scale/require-index';
}

/** The processor suggests what silences a finding, which is no remedy. */
export function withoutProcessor(config: Linter.Config): Linter.Config {
  const plain = { ...config };
  delete plain.processor;
  return plain;
}

/** The rules that `messages` come from, without the plugin's name; a parse error gives its text. */
export function ruleIds(messages: readonly Linter.LintMessage[]): string[] {
  return messages.map(({ ruleId, message }) => ruleId?.replace(/^admin-scale\//, '') ?? message);
}

/** Takes up every remedy offered, fixes before suggestions, until none is left. Throws where that never ends. */
export async function applyRemedies(files: ProjectFiles, target: string, options: LintOptions = {}): Promise<string> {
  let text = files[target] ?? '';
  for (let round = 0; round < 10; round += 1) {
    const messages = await lintProject({ ...files, [target]: text }, target, options);
    const next = applyOnce(text, messages);
    if (next === text) return text;
    text = next;
  }
  throw new Error(`The remedies for ${target} never come to an end.`);
}

function applyOnce(text: string, messages: readonly Linter.LintMessage[]): string {
  const fixes = messages.flatMap(({ fix, suggestions }) => fix ?? suggestions?.[0]?.fix ?? []).sort((a, b) => b.range[0] - a.range[0]);
  let result = text;
  let before = Number.POSITIVE_INFINITY;
  for (const { range, text: replacement } of fixes) {
    if (range[1] > before) continue;
    result = result.slice(0, range[0]) + replacement + result.slice(range[1]);
    before = range[0];
  }
  return result;
}
