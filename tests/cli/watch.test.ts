import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { parseCommand } from '../../src/cli/arguments.ts';
import { watch } from '../../src/cli/watch.ts';
import { stubs, TemporaryProject } from './stub.ts';

const project = new TemporaryProject({ 'manage.py': 'import django\n', 'shop/a.py': 'slow()\n', 'shop/notes.txt': '' });
const end = new AbortController();

afterEach(() => {
  end.abort();
  project.remove();
});

it('checks again when a file changes that matters, once for changes that come together, and goes on over mistakes', { timeout: 30_000 }, async () => {
  const command = parseCommand(['check', '--watch', '--format', 'concise']);
  if (command.name !== 'check') throw new Error('no check');
  let text = '';
  const output = { write: (more: string) => (text += more) };
  const ended = watch(command.options, { cwd: project.root, env: {}, stdout: output, stderr: output, stdin: () => Promise.resolve('') }, stubs, end.signal);
  const runs = (): number => text.split('Waiting for changes').length - 1;
  const next = async (count: number): Promise<string> => {
    for (let tries = 0; tries < 200 && runs() < count; tries += 1) await wait(50);
    await wait(400);
    const last = text;
    text = '';
    return last;
  };
  expect(await next(1)).toContain('shop/a.py:1:1: error:');

  project.write('shop/notes.txt', 'nothing\n');
  writeFileSync(project.path('shop/a.py'), 'quick()\n');
  project.write('shop/new/b.py', 'a = slow()\n');
  const second = await next(1);
  expect(second).toContain('shop/new/b.py:1:5: error:');
  expect(second).not.toContain('shop/a.py');
  expect(second.split('Waiting').length).toBe(2);

  project.write('shop/notes.txt', 'still nothing\n');
  await wait(600);
  expect(text).toBe('');

  project.write('admin-scale.json', '{ "row": {} }');
  expect(await next(1)).toContain('admin-scale: admin-scale.json: unknown key "row"');
  project.write('admin-scale.json', '{ "rules": { "no-slow": "off" } }');
  expect(await next(1)).toContain('No findings in 3 files.');
  end.abort();
  expect(await ended).toBe(0);
});

it('goes with nothing that happens once', () => {
  for (const option of ['--diff', '--suppress-all', '--output-file=a', '--stdin-filename=a.py']) expect(() => parseCommand(['check', '--watch', option])).toThrow(/^--watch doesn't go with --/);
});
