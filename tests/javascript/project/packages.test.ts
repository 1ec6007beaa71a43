import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dependsOn } from '../../../src/javascript/project/packages.ts';

const root = mkdtempSync(join(tmpdir(), 'admin-scale-packages-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

const FILES: Record<string, object> = {
  'shared/package.json': { workspaces: ['packages/*'], dependencies: { heron: '1' } },
  'shared/packages/api/package.json': { dependencies: { other: '1' } },
  'apart/package.json': { dependencies: { heron: '1' } },
  'apart/packages/api/package.json': { dependencies: { other: '1' } },
  'marked/package.json': { devDependencies: { heron: '1' } },
  'marked/pnpm-workspace.yaml': {},
  'marked/apps/api/package.json': {},
};

for (const [path, json] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(json));
}

describe('dependsOn', () => {
  it.each([
    ['shared/index.ts', true],
    ['shared/packages/api/src/orders.ts', true],
    ['marked/apps/api/orders.ts', true],
    ['apart/index.ts', true],
    ['apart/packages/api/orders.ts', false],
  ])('%s: %s', (path, expected) => {
    expect(dependsOn(join(root, path), /^heron$/)).toBe(expected);
  });
});
