import type { Linter } from 'eslint';
import type { PresetName } from '../configs/index.ts';
import type { CostBook } from './cost.ts';
import type { Engine } from './load.ts';
import type { PartsBook } from './parts.ts';
import { forOurRules } from './parser.ts';
import { type Reader, readingRule } from './reading-rule.ts';
import { NAMESPACE } from './rule-id.ts';
import { applyRuleOptions } from './rule-option.ts';

/** What the full ids of the rules begin with that report nothing and write the books. */
export const OWN_NAMESPACE = 'admin-scale-cli/';

export interface ConfigOptions extends Pick<Engine, 'plugin' | 'parser' | 'read'> {
  readonly preset: PresetName;
  /** Entries of the settings file, and the `--rule` options, which are applied to what those leave. */
  readonly configured: readonly string[];
  /** The settings file, as messages name it. */
  readonly configuredIn?: string | undefined;
  readonly rules: readonly string[];
  /** Value of `settings['admin-scale']`. */
  readonly settings: unknown;
  readonly costs: CostBook;
  readonly parts: PartsBook;
  /** Takes what was read of each file, beside the books. */
  readonly facts?: Reader | undefined;
}

/**
 * The configuration with which ESLint runs our rules and nothing else, and what is found is written into the books.
 *
 * @throws {CannotRun} where an entry of a rule can't be understood
 */
export function configOf({ plugin, preset, configured, configuredIn, rules, settings, parser, costs, parts, read, facts }: ConfigOptions): Linter.Config[] {
  const noted = Object.fromEntries(Object.entries(plugin.rules).map(([id, rule]) => [id, parts.noting(`${NAMESPACE}${id}`, rule)]));
  const [ours] = plugin.configs[preset].flatMap(({ plugins }) => plugins?.['admin-scale'] ?? []);
  const plugins = { 'admin-scale': { ...ours, rules: noted } };
  const base = plugin.configs[preset].map((config) => ({ ...config, plugins }));
  const ids = Object.keys(plugin.rules);
  const own = { cost: readingRule(read, (model, { filename, sourceCode }) => { costs.note(model, filename, (offset) => sourceCode.getLocFromIndex(offset).line); }), ...(facts === undefined ? {} : { facts: readingRule(read, facts) }) };
  const usual = Object.assign({}, ...base.map((config) => config.rules)) as Linter.RulesRecord;
  const entries = applyRuleOptions(applyRuleOptions(usual, configured, ids, configuredIn), rules, ids);
  return [
    // Which rules are on is said once, below.
    ...base.map((config) => ({ ...withoutProcessor(config), rules: {} })),
    { files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'], languageOptions: { parser: forOurRules(parser) } },
    {
      files: ['**/*.{py,js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      plugins: { 'admin-scale-cli': { rules: own } },
      rules: { ...entries, ...Object.fromEntries(Object.keys(own).map((id) => [`${OWN_NAMESPACE}${id}`, 'error'] as const)) },
      linterOptions: { reportUnusedDisableDirectives: 'warn' },
      ...(settings === undefined ? {} : { settings: { 'admin-scale': settings } }),
    },
  ];
}

/** It is for editors: what it suggests is no remedy. */
function withoutProcessor(config: Linter.Config): Linter.Config {
  const plain = { ...config };
  delete plain.processor;
  return plain;
}
