import type { Linter } from 'eslint';
import { didYouMean } from '../model/nearest.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { NAMESPACE, plainId } from './rule-id.ts';

const SEVERITIES: ReadonlyMap<unknown, Linter.StringSeverity> = new Map<unknown, Linter.StringSeverity>([
  ['off', 'off'],
  ['warn', 'warn'],
  ['error', 'error'],
  ['0', 'off'],
  ['1', 'warn'],
  ['2', 'error'],
  [0, 'off'],
  [1, 'warn'],
  [2, 'error'],
]);

/**
 * The rules of a preset as changed by the `--rule` options: a bare id leaves only the ids given so, `id: off` or `id=off` sets one.
 *
 * @param preset entries of the preset, by full id
 * @param where what the options stand in, for messages
 * @param ids ids of all rules, without prefix
 * @throws {CannotRun} for an unknown rule and for what can't be understood
 */
export function applyRuleOptions(preset: Linter.RulesRecord, options: readonly string[], ids: readonly string[], where = '--rule'): Linter.RulesRecord {
  const parsed = options.map((option) => parseRuleOption(option, ids, where));
  const only = parsed.filter(({ entry }) => entry === undefined).map(({ id }) => id);
  const chosen: Linter.RulesRecord = only.length === 0 ? { ...preset } : Object.fromEntries(only.map((id) => [id, isOn(preset[id]) ? preset[id] : 'error']));
  for (const { id, entry } of parsed) {
    if (entry !== undefined) chosen[id] = withOptionsOf(chosen[id], entry);
  }
  return chosen;
}

/** Who names a rule wants it, whatever the settings file says. */
function isOn(entry: Linter.RuleEntry | undefined): entry is Linter.RuleEntry {
  return entry !== undefined && [entry].flat()[0] !== 'off';
}

/** As in ESLint, a severity alone keeps the options that were set before. */
function withOptionsOf(before: Linter.RuleEntry | undefined, entry: Linter.RuleEntry): Linter.RuleEntry {
  if (Array.isArray(entry) || !Array.isArray(before)) return entry;
  return [entry, ...(before.slice(1) as unknown[])];
}

interface RuleOption {
  /** Full id. */
  readonly id: string;
  /** Undefined for a bare id. */
  readonly entry: Linter.RuleEntry | undefined;
}

function parseRuleOption(option: string, ids: readonly string[], where: string): RuleOption {
  const [, name = '', value] = /^\s*([^:=\s]+)\s*(?:[:=]\s*(.*?))?\s*$/s.exec(option) ?? [];
  const id = plainId(name);
  if (!ids.includes(id)) throw new CannotRun(`${where}: there is no rule ${JSON.stringify(id)}.${didYouMean(id, ids)} The rules are ${[...ids].sort().join(', ')}.`);
  return { id: NAMESPACE + id, entry: value === undefined ? undefined : entryOf(`${where}: rule ${JSON.stringify(id)}`, value) };
}

function entryOf(rule: string, value: string): Linter.RuleEntry {
  const severity = SEVERITIES.get(value.replace(/^(["'])(.*)\1$/, '$2'));
  if (severity !== undefined) return severity;
  const parsed = value.startsWith('[') ? parseJson(value) : undefined;
  if (!Array.isArray(parsed)) throw new CannotRun(`${rule}: expected off, warn, error or a JSON array such as ["error", {}], not ${value}.`);
  const [first, ...rest] = parsed as unknown[];
  const level = SEVERITIES.get(first);
  if (level === undefined) throw new CannotRun(`${rule}: the array must start with "off", "warn" or "error".`);
  return [level, ...rest];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
