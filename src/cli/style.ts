import type { Terminal } from './terminal.ts';

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], magenta: [35, 39], cyan: [36, 39] } as const;

/** Writes text in colours, or leaves it as it is. */
export type Style = (how: keyof typeof CODES, text: string) => string;

export const PLAIN: Style = (_, text) => text;

export const COLORED: Style = (how, text) => {
  const [on, off] = CODES[how];
  return text === '' ? '' : `\u001B[${String(on)}m${text}\u001B[${String(off)}m`;
};

/**
 * Whether and how to colour: what the user says here and now, then the environment (no-color.org; FORCE_COLOR as Node and chalk read it), then whether it is a terminal.
 */
export function styleFor({ env, stdout }: Pick<Terminal, 'env' | 'stdout'>, wanted: boolean | undefined): Style {
  return wantsColor(env, stdout.isTTY === true, wanted) ? COLORED : PLAIN;
}

function wantsColor(env: Terminal['env'], isTerminal: boolean, wanted: boolean | undefined): boolean {
  if (wanted !== undefined) return wanted;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env.NO_COLOR ?? '') !== '') return false;
  return isTerminal && env.TERM !== 'dumb';
}
