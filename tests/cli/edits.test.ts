import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/diff.ts';
import { filesWritten } from '../../src/project/files.ts';
import { exampleShops, TemporaryProject } from './stub.ts';

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

function shops(): void {
  project = exampleShops();
  filesWritten();
}

const ADMIN = 'django-shop/shop/admin.py';
const real = { dependencies: {} };

describe('--fix-suggestions', () => {
  it('writes those of one rule, and no fixes', async () => {
    shops();
    const { code, stdout } = await project.run(['check', '--fix-suggestions=no-write-per-row'], real);
    expect(code).toBe(1);
    expect(stdout).toContain('Fixes written to 3 files.');
    expect(readFileSync(project.path(ADMIN), 'utf8')).toContain('        queryset.update(is_featured=True)\n');
    expect(readFileSync(project.path(ADMIN), 'utf8')).not.toContain('list_select_related = ("customer",)');
    filesWritten();
    expect((await project.run(['check', '--rule', 'no-write-per-row', '--format', 'json'], real)).stdout).not.toContain('"suggestions"');
  });

  it('writes all of them, with the fixes where both are asked for', async () => {
    shops();
    const { stdout } = await project.run(['check', '--fix', '--fix-suggestions', '--format', 'json', '--preset', 'strict'], real);
    const left = (JSON.parse(stdout) as { messages: { fix?: unknown; suggestions?: unknown[] }[] }[]).flatMap(({ messages }) => messages);
    expect(left.filter(({ fix }) => fix !== undefined)).toEqual([]);
    expect(left.filter(({ suggestions = [] }) => suggestions.length > 0)).toEqual([]);
  });
});

describe('--diff', () => {
  it('prints what would be written, which patch applies, and writes nothing', async () => {
    shops();
    const before = readFileSync(project.path(ADMIN), 'utf8');
    const { code, stdout, stderr } = await project.run(['check', '--diff'], real);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '2 files would change.\n' });
    expect(readFileSync(project.path(ADMIN), 'utf8')).toBe(before);
    expect(stdout).toContain('+    list_select_related = ("customer",)\n');
    expect(stdout).not.toContain('queryset.update(');
    const applied = spawnSync('git', ['apply', '--verbose', '-'], { cwd: project.root, input: stdout, encoding: 'utf8', env: { ...process.env, GIT_CEILING_DIRECTORIES: join(project.root, '..') } });
    expect([applied.status, applied.stderr]).toEqual([0, expect.stringContaining('cleanly')]);
    filesWritten();
    expect(await project.run(['check', '--diff'], real)).toEqual({ code: 0, stdout: '', stderr: 'Nothing would change.\n' });
  });

  it('shows suggestions where those are asked for', async () => {
    shops();
    const { stdout } = await project.run(['check', '--diff', '--fix-suggestions=admin-scale/no-write-per-row', ADMIN], real);
    expect(stdout).toContain('+        queryset.update(is_featured=True)\n');
    expect(stdout).not.toContain('list_select_related = ("customer",)\n+');
  });
});

describe('differences', () => {
  it('have three lines around them, and say where a file ends without a line break', () => {
    project = new TemporaryProject({});
    const lines = Array.from({ length: 30 }, (_, index) => `${String(index + 1)}\n`);
    const changed = [...lines.slice(0, 4), 'five\n', ...lines.slice(5, 20), ...lines.slice(21), 'end'];
    expect(unifiedDiff('a b.py', lines.join(''), changed.join(''))).toBe(`--- a/a b.py
+++ b/a b.py
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
@@ -18,7 +18,6 @@
 18
 19
 20
-21
 22
 23
 24
@@ -28,3 +27,4 @@
 28
 29
 30
+end
\\ No newline at end of file
`);
    expect(unifiedDiff('a', 'x\n', 'x\n')).toBe('');
    expect(unifiedDiff('a', '', 'x\n')).toBe('--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n');
  });
});

describe('standard input', () => {
  const stdin = 'class AAdmin:\r\n    a = slow()\r\n';

  it('is checked as the file that it is called, which need not be there', async () => {
    project = new TemporaryProject({ 'shop/migrations/a.py': '' });
    const { code, stdout } = await project.run(['check', '-', '--stdin-filename', 'shop/admin.py'], { stdin });
    expect(code).toBe(1);
    expect(stdout).toContain('shop/admin.py:2:9: error: `slow` costs');
    expect((await project.run(['check', '--stdin-filename', 'shop/migrations/b.py'], { stdin })).stderr).toMatch(/^Nothing to check: /);
  });

  it('comes out fixed with --fix, and the report goes elsewhere', async () => {
    project = new TemporaryProject({});
    expect(await project.run(['check', '--fix', '--stdin-filename', 'shop/admin.py'], { stdin })).toMatchObject({ code: 0, stdout: 'class AAdmin:\r\n    a = fast()\r\n', stderr: expect.stringContaining('No findings in 1 file.') as string });
    expect((await project.run(['check', '--fix', '--stdin-filename', 'shop/admin.py'], { stdin: 'a = 1\n' })).stdout).toBe('a = 1\n');
    expect((await project.run(['check', '--diff', '--stdin-filename', 'shop/admin.py'], { stdin })).stdout).toContain('+    a = fast()\r\n');
  });
});
