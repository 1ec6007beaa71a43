import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../src/cli/help.ts';
import { blocksOf, readText, ROOT } from './markdown.ts';

describe('the README', () => {
  it('shows what the command really prints for the example shops', () => {
    const shown = blocksOf(readText('README.md')).find(({ text }) => text.startsWith('$ npx'));
    const [command = '', ...lines] = (shown?.text ?? '').split('\n');
    const examples = join(ROOT, 'examples/');
    const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...command.split(' ').slice(3), '--no-color', '--format', 'full'], { cwd: examples, encoding: 'utf8' });
    expect(squeezed(lines.join('\n'))).toBe(squeezed(stdout.replaceAll(examples, '')));
  });
});

describe('the pages on the command line', () => {
  it.each(['docs/cli.md', 'docs/ci.md', 'README.md', 'action.yml', '.pre-commit-hooks.yaml'])('%s names options that exist', (path) => {
    const named = [...readText(path).matchAll(/(?:admin-scale[^\n]*? |`)(--[a-z][a-z-]*)/g)].map(([, option = '']) => option);
    // npx, npm and ESLint have options of their own
    expect(named.filter((option) => !HELP.includes(option) && !['--yes', '--cache'].includes(option))).toEqual([]);
  });

  it('docs/cli.md names all that check takes', () => {
    const page = readText('docs/cli.md');
    const checks = HELP.slice(HELP.indexOf('What is checked'), HELP.indexOf('Exit codes')).replace(/What budget writes[^]*?\n\n/, '');
    const missing = [...new Set([...checks.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option))].filter((option) => !page.includes(option));
    expect(missing).toEqual([]);
  });
});

/** Columns differ in width with the longest of them. */
function squeezed(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/ $/gm, '').trim();
}
