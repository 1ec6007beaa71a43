import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CannotRun } from '../../src/project/cannot-run.ts';
import { cachedByFile, filesWritten, remembered } from '../../src/project/files.ts';

const directory = mkdtempSync(join(tmpdir(), 'admin-scale-'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('what is kept of files', () => {
  it('is believed for a while, but not beyond a write of our own', () => {
    const path = join(directory, 'a.txt');
    const read = cachedByFile((text) => text);
    writeFileSync(path, 'before');
    expect(read(path)).toBe('before');
    writeFileSync(path, 'after it');
    expect(read(path)).toBe('before');
    filesWritten();
    expect(read(path)).toBe('after it');
  });

  it('and of searches, likewise', () => {
    let searches = 0;
    const search = remembered(() => (searches += 1));
    expect([search('a'), search('a')]).toEqual([1, 1]);
    filesWritten();
    expect([search('a'), search('a')]).toEqual([2, 2]);
  });

  it('is nothing where it cannot be computed, unless nothing can be linted then', () => {
    const path = join(directory, 'b.txt');
    writeFileSync(path, '');
    const throwing = (error: Error) => (): never => {
      throw error;
    };
    expect(cachedByFile<string>(throwing(new Error('no')))(path)).toBeUndefined();
    expect(() => cachedByFile<string>(throwing(new CannotRun('no parser')))(path)).toThrow('no parser');
  });
});
