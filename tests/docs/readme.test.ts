import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, readText, ROOT } from './markdown.ts';

describe('the README', () => {
  it('shows what the command really prints for the example shops', () => {
    const shown = blocksOf(readText('README.md')).find(({ text }) => text.startsWith('$ npx'));
    const [, ...lines] = (shown?.text ?? '').split('\n');
    const examples = join(ROOT, 'examples/');
    const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), 'check', '--no-color'], { cwd: examples, encoding: 'utf8' });
    expect(squeezed(lines.join('\n'))).toBe(squeezed(stdout.replaceAll(examples, '')));
  });
});

/** ESLint lines messages up in columns, which differ in width with the longest one. */
function squeezed(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/ $/gm, '').trim();
}
