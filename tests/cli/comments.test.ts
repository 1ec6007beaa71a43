import { afterAll, describe, expect, it } from 'vitest';
import { linkerFor } from '../../src/cli/links.ts';
import { TemporaryProject } from './stub.ts';

const project = new TemporaryProject({
  'manage.py': 'import django\n',
  'shop/admin.py': [
    'a = slow()  # eslint-disable-line admin-scale/no-slow -- once',
    'b = quick()  # eslint-disable-line admin-scale/no-slow -- gone',
    'c = quick()  # eslint-disable-line admin-scale/no-slower -- off in this preset',
    'd = quick()  # eslint-disable-line semi, quotes',
    'e = quick()  # eslint-disable-line',
    '# eslint-disable-next-line admin-scale/no-slow, semi',
    'f = quick()',
    '',
  ].join('\n'),
});

afterAll(() => {
  project.remove();
});

describe('disable comments', () => {
  it('that silence nothing are counted, and listed by --verbose; those of others and of rules that are off are left alone', async () => {
    const { code, stdout } = await project.run(['check']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'No findings in 2 files.\n\nRead 0 queries and 0 admin resources of 0 models in 2 files.\n2 disable comments silence nothing (--verbose lists them).\n' });
    const verbose = await project.run(['check', '--verbose']);
    expect(verbose.stdout).toContain('2 disable comments silence nothing:\n  shop/admin.py:2  admin-scale/no-slow\n  shop/admin.py:6  admin-scale/no-slow\n');
    const strict = await project.run(['check', '--verbose', '--preset', 'strict']);
    expect(strict.stdout).toContain('3 disable comments silence nothing:\n  shop/admin.py:2  admin-scale/no-slow\n  shop/admin.py:3  admin-scale/no-slower\n');
  });

  it('are no findings, and stay', async () => {
    const { code, stdout, stderr } = await project.run(['check', '--format', 'json', '--fix', 'shop/admin.py']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Fixes written to 0 files.\n2 disable comments silence nothing (--verbose lists them).\n' });
    expect((JSON.parse(stdout) as { messages: unknown[] }[]).flatMap(({ messages }) => messages)).toEqual([]);
  });
});

describe('links', () => {
  const linked = (env: Record<string, string>, isTTY = true): boolean => linkerFor({ env, stdout: { write: () => true, isTTY } })('a', 'b') !== 'a';

  it.each([
    [{ TERM_PROGRAM: 'vscode' }, true],
    [{ VTE_VERSION: '7200' }, true],
    [{ VTE_VERSION: '4000' }, false],
    [{ TERM: 'xterm-kitty' }, true],
    [{ WT_SESSION: 'x' }, true],
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM_PROGRAM: 'vscode', CI: 'true' }, false],
    [{ TERM_PROGRAM: 'vscode', TMUX: '/tmp/x' }, false],
    [{ TERM_PROGRAM: 'vscode', FORCE_HYPERLINK: '0' }, false],
    [{ FORCE_HYPERLINK: '1' }, true],
  ])('%j: %s', (env, expected) => {
    expect(linked(env)).toBe(expected);
  });

  it('are left out where it is no terminal', () => {
    expect(linked({ TERM_PROGRAM: 'vscode' }, false)).toBe(false);
  });

  it('lead from a place to its file', async () => {
    const slow = new TemporaryProject({ 'manage.py': 'import django\n', 'shop/a b.py': 'slow()\n' });
    const { stdout } = await slow.run(['check', '--no-color'], { tty: true, env: { TERM_PROGRAM: 'vscode' } });
    expect(stdout).toContain(`\u001B]8;;file://${slow.root}/shop/a%20b.py\u001B\\shop/a b.py:1:1\u001B]8;;\u001B\\  no-slow`);
    slow.remove();
  });
});
