import type { ESLint, Linter, Rule } from 'eslint';
import { preferredTypeScriptParser } from '../javascript/parse/eslint-parser.ts';
import type { AdminScaleDocs } from '../rules/meta.ts';

const NAMESPACE = 'admin-scale';

export type PresetName = 'recommended' | 'strict';

/**
 * The presets, computed from each rule's `meta.docs.recommended`. Every entry is scoped by `files` and carries what its language
 * needs, so that `extends: [adminScale.configs.recommended]` is all a user writes; severity is always `error`, since ESLint's bulk
 * suppressions know nothing else.
 */
export function createConfigs(plugin: ESLint.Plugin, rules: Readonly<Record<string, Rule.RuleModule>>): Record<PresetName, Linter.Config[]> {
  const preset = (name: PresetName): Linter.Config[] => {
    const shared = { plugins: { [NAMESPACE]: plugin }, rules: rulesOf(name, rules) };
    return [
      { name: `${NAMESPACE}/${name}/javascript`, files: ['**/*.{js,mjs,cjs,jsx}'], ...shared },
      {
        name: `${NAMESPACE}/${name}/typescript`,
        files: ['**/*.{ts,mts,cts,tsx}'],
        languageOptions: { parser: preferredTypeScriptParser },
        ...shared,
      },
      { name: `${NAMESPACE}/${name}/python`, files: ['**/*.py'], language: `${NAMESPACE}/python`, processor: `${NAMESPACE}/python`, ...shared },
    ];
  };
  return { recommended: preset('recommended'), strict: preset('strict') };
}

/** The rule entries of one preset. */
export function rulesOf(preset: PresetName, rules: Readonly<Record<string, Rule.RuleModule>>): Linter.RulesRecord {
  const entries: [string, Linter.RuleEntry][] = [];
  for (const [id, rule] of Object.entries(rules)) {
    const { recommended } = rule.meta?.docs as unknown as AdminScaleDocs;
    if (preset === 'strict') entries.push([`${NAMESPACE}/${id}`, 'error']);
    else if (typeof recommended === 'object') entries.push([`${NAMESPACE}/${id}`, ['error', recommended]]);
    else if (recommended) entries.push([`${NAMESPACE}/${id}`, 'error']);
  }
  return Object.fromEntries(entries);
}
