import type { Terminal } from './terminal.ts';

/** Text that leads to an address, or the text alone. */
export type Linker = (text: string, address: string | undefined) => string;

export const UNLINKED: Linker = (text) => text;

/** OSC 8, as terminals agreed on it (gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). */
const LINKED: Linker = (text, address) => (address === undefined ? text : `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\`);

/** Programs that show links, by what they set (as npm's `supports-hyperlinks` 4 knows them). */
const SHOWN_BY: readonly ((env: Terminal['env']) => boolean)[] = [
  ({ TERM_PROGRAM }) => /^(?:iTerm\.app|WezTerm|vscode|ghostty|zed|Hyper)$/.test(TERM_PROGRAM ?? ''),
  ({ VTE_VERSION }) => Number(VTE_VERSION ?? 0) >= 5000 && VTE_VERSION !== '5000',
  ({ TERM }) => /^(?:xterm-kitty|alacritty|xterm-ghostty|foot)/.test(TERM ?? ''),
  ({ WT_SESSION, KONSOLE_VERSION, DOMTERM }) => [WT_SESSION, KONSOLE_VERSION, DOMTERM].some((value) => value !== undefined && value !== ''),
];

/** Links where the terminal shows them; FORCE_HYPERLINK decides where it is set. Within tmux or screen nobody can tell. */
export function linkerFor({ env, stdout }: Pick<Terminal, 'env' | 'stdout'>): Linker {
  const forced = env.FORCE_HYPERLINK;
  if (forced !== undefined && forced !== '') return forced === '0' ? UNLINKED : LINKED;
  const isPlain = stdout.isTTY !== true || (env.CI ?? '') !== '' || (env.NO_COLOR ?? '') !== '' || (env.TMUX ?? env.STY ?? '') !== '';
  return !isPlain && SHOWN_BY.some((shows) => shows(env)) ? LINKED : UNLINKED;
}
