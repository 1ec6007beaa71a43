import { chmodSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type RunOptions, TemporaryProject } from './stub.ts';

const SLOW = 'slow()\n';

const project = new TemporaryProject({
  'manage.py': 'import django\n',
  'package.json': '{ "type": "commonjs", "dependencies": { "typeorm": "0.3.0" } }',
  'shop/admin.py': SLOW,
  'shop/views/list.py': SLOW,
  'web/order.ts': SLOW,
  'web/page.tsx': 'const page = <p>{slow()}</p>;\n',
  'web/old.js': `const a = require('a');\n${SLOW}`,
  'web/old.cjs': SLOW,
  'web/types.d.ts': 'declare function slow(): void;\n',
  'web/[id]/route.ts': SLOW,
  'web/größe und 价格/bestellung.ts': SLOW,
  'README.md': 'slow()',
  'node_modules/lib/index.js': SLOW,
  '.venv/lib/a.py': SLOW,
  'env311/pyvenv.cfg': '',
  'env311/a.py': SLOW,
  '.hidden/a.py': SLOW,
  'web/dist/bundle.js': SLOW,
  'web/vendor/lib.js': SLOW,
  'web/jquery.min.js': SLOW,
  'web/minified.js': `slow();${'a=1;'.repeat(10_000)}`,
  'shop/migrations/0001_initial.py': SLOW,
});
symlinkSync(project.path('shop'), project.path('link'));
symlinkSync(project.path('shop'), project.path('shop/loop'));
symlinkSync(project.path('shop/admin.py'), project.path('linked.py'));
symlinkSync(project.path('nowhere.py'), project.path('dangling.py'));
symlinkSync(project.path('circle.py'), project.path('circle.py'));

afterAll(() => {
  project.remove();
});

/** The files with findings, from the project's root. */
async function reported(paths: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const { stdout, stderr, code } = await project.run(['check', '--format', 'json', ...paths], options);
  if (code === 2) return [stderr];
  const results = JSON.parse(stdout) as { filePath: string; errorCount: number }[];
  return results.filter(({ errorCount }) => errorCount > 0).map(({ filePath }) => relative(project.root, filePath));
}

const WEB = ['web/[id]/route.ts', 'web/größe und 价格/bestellung.ts', 'web/old.cjs', 'web/old.js', 'web/order.ts', 'web/page.tsx'];
const SHOP = ['shop/admin.py', 'shop/views/list.py'];

describe('paths', () => {
  it('checks everything below the current directory, and nothing that is not source of the project', async () => {
    expect(await reported([])).toEqual([...SHOP, ...WEB]);
    expect(await reported(['.'])).toEqual([...SHOP, ...WEB]);
  });

  it('takes files, directories and both, each file once', async () => {
    expect(await reported(['shop/admin.py'])).toEqual(['shop/admin.py']);
    expect(await reported(['web'])).toEqual(WEB);
    expect(await reported(['./shop/', 'shop/admin.py', 'web/order.ts'])).toEqual([...SHOP, 'web/order.ts']);
    expect(await reported([project.path('shop')])).toEqual(SHOP);
  });

  it('takes globs that the shell left alone, and names with brackets, spaces and any letters as they are', async () => {
    expect(await reported(['**/*.py'])).toEqual(SHOP);
    expect(await reported(['web/*.{ts,tsx}'])).toEqual(['web/order.ts', 'web/page.tsx']);
    expect(await reported(['./web/old.?js'])).toEqual(['web/old.cjs']);
    expect(await reported([`${project.root}/shop/*.py`])).toEqual(['shop/admin.py']);
    expect(await reported(['web/[id]/route.ts'])).toEqual(['web/[id]/route.ts']);
    expect(await reported(['web/größe und 价格'])).toEqual(['web/größe und 价格/bestellung.ts']);
  });

  it('runs in a subdirectory, also on paths outside of it', async () => {
    expect(await reported([], { cwd: 'shop/views' })).toEqual(['shop/views/list.py']);
    expect(await reported(['../web/order.ts', '../shop'], { cwd: 'shop' })).toEqual([...SHOP, 'web/order.ts']);
    expect(await reported(['../web/*.ts'], { cwd: 'shop' })).toEqual(['web/order.ts']);
  });

  it('follows a symbolic link that is named and no other', async () => {
    expect(await reported(['link'])).toEqual(['link/admin.py', 'link/views/list.py']);
    expect(await reported(['linked.py'])).toEqual(['linked.py']);
  });

  it('says what is wrong with a path', async () => {
    expect(await reported(['nowhere'])).toEqual(['admin-scale: there is no file or directory "nowhere".\n']);
    expect(await reported(['dangling.py'])).toEqual(['admin-scale: there is no file or directory "dangling.py".\n']);
    expect(await reported(['circle.py'])).toEqual(['admin-scale: "circle.py" can\'t be read: ELOOP.\n']);
    expect(await reported(['shop/admin.py/x'])).toEqual(['admin-scale: "shop/admin.py/x" can\'t be read: ENOTDIR.\n']);
    expect(await reported(['web/*.vue'])).toEqual(['admin-scale: no file matches "web/*.vue".\n']);
    expect(await reported(['/dev/null'])).toEqual(['admin-scale: "/dev/null" is neither a file nor a directory.\n']);
  });

  it('enters an app of the project that is called as a virtual environment is', async () => {
    const venues = new TemporaryProject({ 'manage.py': 'import django\n', 'venv/apps.py': 'class VenvConfig(AppConfig):\n    pass\n', 'venv/admin.py': SLOW, 'virtualenv/lib/a.py': SLOW });
    const { stdout } = await venues.run(['check', '--format', 'json']);
    const results = JSON.parse(stdout) as { filePath: string }[];
    expect(results.map(({ filePath }) => relative(venues.root, filePath))).toEqual(['manage.py', 'venv/admin.py', 'venv/apps.py']);
    venues.remove();
  });

  it('says why nothing is checked', async () => {
    expect(await project.run(['check', 'README.md'])).toEqual({ code: 0, stdout: '', stderr: 'Nothing to check: there is no Python, JavaScript or TypeScript file.\n' });
    const exempt = await project.run(['check', 'shop/migrations', '--format', 'json']);
    expect(exempt).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(exempt.stderr).toMatch(/^Nothing to check: tests, migrations, .* is not checked: 1 file in migrations\/ \(the setting "include" takes paths back in\)\.\n$/);
  });

  it('takes paths back in by the setting', async () => {
    project.write('include.json', '{ "include": ["shop/migrations/**"], "ignore": ["shop/views/**"] }');
    expect(await reported(['shop', '--settings', 'include.json'])).toEqual(['shop/admin.py', 'shop/migrations/0001_initial.py']);
  });

  it.skipIf(process.getuid?.() === 0)('counts files that it may not read', async () => {
    const locked = new TemporaryProject({ 'a.py': SLOW, 'b.py': SLOW });
    chmodSync(locked.path('a.py'), 0);
    const { code, stdout } = await locked.run(['check', 'a.py', 'b.py', '--verbose']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 file could not be read:\n  a.py:1:1  The file can\'t be read: EACCES.');
    locked.remove();
  });
});
