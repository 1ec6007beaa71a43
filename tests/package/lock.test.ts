import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, Locked>> };

/** Where npm finds `name` for the package at `path`: beside it or above. */
function found(name: string, path: string): Locked | undefined {
  for (let at = path; ; at = dirname(at)) {
    const locked = packages[join(at, 'node_modules', name)];
    if (locked !== undefined || at === '.') return locked;
  }
}

describe('the lock file', () => {
  // `npm ci` refuses a lock file that lacks one of them, whatever the platform.
  it('holds every optional dependency, those of other platforms as well', () => {
    const lacking = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => found(name, path) === undefined).map((name) => `${path} lacks ${name}`),
    );
    expect(lacking).toEqual([]);
    expect(packages['node_modules/@oxc-parser/binding-darwin-arm64']).toBeDefined();
  });

  it('names no registry, and has a checksum for every package', () => {
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });
});
