import type { Rule } from 'eslint';
import { type Dependencies, loadPlugin } from './load.ts';
import { NAMESPACE } from './rule-id.ts';
import type { ExitCode } from './run.ts';
import { type Style, styleFor } from './style.ts';
import { type Terminal, widthOf, wrapped } from './terminal.ts';

/** `admin-scale rules`: all rules, what they do, which presets have them and what they mend. */
export async function listRules({ color }: { readonly color: boolean | undefined }, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { rules, configs } = await loadPlugin(dependencies.plugin);
  const style = styleFor(terminal, color);
  const recommended = new Map(configs.recommended.flatMap((config) => Object.entries(config.rules ?? {})));
  const blocks = Object.keys(rules).sort().map((id) => describe(id, rules[id]?.meta, recommended.get(`${NAMESPACE}${id}`), style, widthOf(terminal.stdout)));
  terminal.stdout.write(`${blocks.join('\n')}\n\nadmin-scale explain RULE prints the page of one.\n`);
  return 0;
}

/** With what a preset narrows a rule. */
export interface PresetOptions {
  readonly maxOffered?: number;
  readonly impact?: string;
  readonly tables?: string;
}

/** That `recommended` has a rule, and what of it, in words: `recommended: high impact`. */
export function recommendedText({ maxOffered, impact, tables }: PresetOptions = {}): string {
  if (maxOffered !== undefined) return `recommended: ${String(maxOffered)} rows at choice`;
  if (impact !== undefined) return `recommended: ${impact} impact`;
  return tables === undefined ? 'recommended' : `recommended: ${tables} tables`;
}

function describe(id: string, meta: Rule.RuleMetaData | undefined, entry: unknown, style: Style, width: number): string {
  const options = Array.isArray(entry) ? (entry[1] as PresetOptions | undefined) : undefined;
  const tags = [entry === undefined ? 'strict' : recommendedText(options), ...(meta?.fixable === undefined ? [] : ['--fix']), ...(meta?.hasSuggestions === true ? ['suggestions'] : [])];
  return `${style('bold', id)}  ${style('dim', `(${tags.join(', ')})`)}\n  ${wrapped(meta?.docs?.description ?? '', width, 2)}`;
}
