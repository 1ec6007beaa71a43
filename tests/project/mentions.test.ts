import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesWritten } from '../../src/project/files.ts';
import { Mentions } from '../../src/project/mentions.ts';

describe('Mentions', () => {
  let root = '';
  const at = (name: string): string => join(root, name);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'mentions-'));
    writeFileSync(at('a.py'), 'def send_mail(rows):\n    pass\n');
    writeFileSync(at('b.py'), 'from a import send_mail as post\npost([])\n');
    writeFileSync(at('c.py'), '# resend_mails, send_mailer\n');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('names the files that hold the whole word', () => {
    const mentions = new Mentions([at('a.py'), at('b.py'), at('c.py')]);
    expect(mentions.filesWith('send_mail')).toEqual([at('a.py'), at('b.py')]);
    expect(mentions.filesWith('resend_mails')).toEqual([at('c.py')]);
    expect(mentions.filesWith('nowhere')).toEqual([]);
  });

  it('leaves out what cannot be read, and every file may hold a name too short to look for', () => {
    const mentions = new Mentions([at('a.py'), at('missing.py')]);
    expect(mentions.filesWith('send_mail')).toEqual([at('a.py')]);
    expect(mentions.filesWith('fn')).toEqual([at('a.py'), at('missing.py')]);
  });

  it('sees a file that has changed', () => {
    writeFileSync(at('d.py'), 'first_name = 1\n');
    const mentions = new Mentions([at('d.py')]);
    expect(mentions.filesWith('last_name')).toEqual([]);
    writeFileSync(at('d.py'), 'last_name = 1\n');
    filesWritten();
    expect(mentions.filesWith('last_name')).toEqual([at('d.py')]);
  });

  it('reads identifiers of every script, and those with a dollar sign', () => {
    writeFileSync(at('e.ts'), 'const größe$ = straße();\n');
    const mentions = new Mentions([at('e.ts')]);
    expect(mentions.filesWith('größe$')).toEqual([at('e.ts')]);
    expect(mentions.filesWith('straße')).toEqual([at('e.ts')]);
    expect(mentions.filesWith('größe')).toEqual([]);
  });
});
