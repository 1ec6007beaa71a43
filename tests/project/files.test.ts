import type * as fs from 'node:fs';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cachedByFile } from '../../src/project/files.ts';

/** When a file system says that files changed, whose clock has not ticked in between: FAT's ticks every two seconds. */
const clock = vi.hoisted(() => ({ stands: undefined as number | undefined }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const statSync = (path: string): fs.Stats => {
    const stat = real.statSync(path);
    return clock.stands === undefined ? stat : Object.assign(stat, { mtimeMs: clock.stands, ctimeMs: clock.stands });
  };
  return { ...real, statSync };
});

const directory = mkdtempSync(join(tmpdir(), 'admin-scale-files-'));
const path = join(directory, 'a.txt');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});

afterEach(() => {
  vi.useRealTimers();
  clock.stands = undefined;
});

describe('cachedByFile', () => {
  it('sees an edit of the same size that sets the time of modification back', () => {
    const read = cachedByFile((text) => text);
    writeFileSync(path, 'one');
    utimesSync(path, 1000, 1000);
    vi.advanceTimersByTime(60_000);
    expect(read(path)).toBe('one');
    writeFileSync(path, 'two');
    utimesSync(path, 1000, 1000);
    vi.advanceTimersByTime(60_000);
    expect(read(path)).toBe('two');
  });

  it('sees two edits of the same size between two ticks of the clock', () => {
    clock.stands = Date.now();
    const read = cachedByFile((text) => text);
    writeFileSync(path, 'one');
    expect(read(path)).toBe('one');
    writeFileSync(path, 'two');
    vi.advanceTimersByTime(1500);
    expect(read(path)).toBe('two');
  });

  it('keeps what it made while the text stays the same', () => {
    const read = cachedByFile((text) => ({ text }));
    writeFileSync(path, 'one');
    const first = read(path);
    vi.advanceTimersByTime(1500);
    expect(read(path)).toBe(first);
    vi.advanceTimersByTime(60_000);
    expect(read(path)).toBe(first);
  });

  it('gives undefined for what isn’t there any more', () => {
    const read = cachedByFile((text) => text);
    writeFileSync(path, 'one');
    expect(read(path)).toBe('one');
    rmSync(directory, { recursive: true });
    vi.advanceTimersByTime(60_000);
    expect(read(path)).toBeUndefined();
  });
});
