import { afterEach, describe, expect, it } from 'vitest';
import { type RunOptions, TemporaryProject } from './stub.ts';
import { ABOUTS } from '../../src/libraries/abouts.ts';
import { enumerated } from '../../src/model/text.ts';

/** What JavaScript is read for, as messages list it. */
const READ = enumerated(ABOUTS.filter(({ language }) => language === 'javascript').map(({ label }) => label), 'or');

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
});

async function seen(files: Readonly<Record<string, string>>, argv: readonly string[] = [], options: RunOptions = {}): Promise<string> {
  project = new TemporaryProject(files);
  return (await project.run(['check', '--verbose', '--format', 'json', ...argv], options)).stderr;
}

const PRISMA = { 'package.json': '{ "devDependencies": { "prisma": "6" }, "dependencies": { "@prisma/client": "6" } }' };

describe('the frameworks', () => {
  it('are found by manage.py, requirements and package.json', async () => {
    expect(await seen({ 'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "x")\n', 'a.py': 'x\n' })).toContain('Found Django (manage.py).');
    expect(await seen({ 'requirements/base.txt': 'requests\n', 'base-requirements.txt': 'Django==5.2\n', 'a.py': 'x\n' })).toContain('Found Django (base-requirements.txt).');
    expect(await seen({ 'pyproject.toml': 'dependencies = ["django>=5"]\n', 'a.py': 'x\n' })).toContain('Found Django (pyproject.toml).');
    expect(await seen({ ...PRISMA, 'a.ts': 'x\n' })).toContain('Found Prisma (package.json).\nChecking 1 JavaScript or TypeScript file.');
    expect(await seen({ 'db/schema.prisma': '', 'a.ts': 'x\n' })).toContain('Found Prisma (db/schema.prisma).');
    expect(await seen({ 'api/package.json': '{ "dependencies": { "@nestjs/typeorm": "1", "adminjs": "7" } }', 'a.ts': 'x\n' })).toContain(
      'Found AdminJS (api/package.json), TypeORM (api/package.json).',
    );
  });

  it('are found above the directory that is checked, and elsewhere in the checkout', async () => {
    expect(await seen({ ...PRISMA, 'apps/api/a.ts': 'x\n' }, ['apps/api'])).toContain('Found Prisma (package.json).');
    expect(await seen({ '.git/HEAD': '', 'packages/db/schema.prisma': '', 'apps/api/package.json': '{}', 'apps/api/a.ts': 'x\n' }, ['.'], { cwd: 'apps/api' })).toMatch(
      /^Found Prisma \(.*\/packages\/db\/schema\.prisma\)\./,
    );
  });

  it('are found by imports where no manifest tells of them', async () => {
    expect(await seen({ 'a.py': 'x = 1\n', 'b.py': 'import os\nfrom django.contrib import admin\n' })).toContain('Found Django (b.py).');
    expect(await seen({ 'a.ts': "import { DataSource } from 'typeorm';\n" })).toContain('Found TypeORM (a.ts).');
  });

  it('decide which languages are checked', async () => {
    const both = { ...PRISMA, 'a.ts': 'x\n', 'tool.py': 'x\n' };
    expect(await seen(both)).toContain('Checking 1 JavaScript or TypeScript file.\nLeft out: 1 Python file, as no Django was found.');
    expect(await seen(both, ['a.ts', 'tool.py'])).toContain('Checking 1 JavaScript or TypeScript file and 1 Python file.');
  });

  it('are not there: one line, exit 0, an empty report', async () => {
    project = new TemporaryProject({ 'a.py': 'slow()\n', 'b.ts': 'slow()\n', 'package.json': '{ broken' });
    expect(await project.run(['check', '--format', 'json'])).toEqual({
      code: 0,
      stdout: '[]\n',
      stderr: `Nothing to check: no Django and no ${READ} was found beside 1 Python file and 1 JavaScript or TypeScript file.\n`,
    });
    expect(await project.run(['check'])).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse((await project.run(['check', '--format', 'sarif'])).stdout)).toMatchObject({ runs: [{ results: [] }] });
  });

  it('say what was left out, with counts, whatever the format and off a terminal as well', async () => {
    const migrations = Object.fromEntries([1, 2, 3].map((n) => [`shop/migrations/000${String(n)}_a.py`, 'x\n']));
    project = new TemporaryProject({ 'manage.py': 'import django\n', 'shop/admin.py': 'x\n', ...migrations, 'shop/tests/a.py': 'x\n', 'shop/tests/b.py': 'x\n', 'a.spec.ts': 'x\n', 'a.ts': 'x\n' });
    for (const format of ['json', 'full', 'concise', 'sarif', 'github', 'gitlab', 'junit', 'markdown']) {
      expect((await project.run(['check', '--format', format])).stderr).toBe(
        `Left out: 3 files in migrations/, 2 in tests/, 1 named *.test.*.\nLeft out: 1 JavaScript or TypeScript file, as none of the ${String(READ.split(/, | or /).length)} libraries that --help lists was found.\n`,
      );
    }
  });

  it('sum up the places beyond the first few', async () => {
    const folders = ['bin', 'build', 'dist', 'e2e', 'hack', 'migrations', 'out', 'scripts', 'tests', 'tools'];
    project = new TemporaryProject({ 'manage.py': 'import django\n', ...Object.fromEntries(folders.map((name) => [`${name}/a.py`, 'x\n'])) });
    expect((await project.run(['check'])).stderr).toBe(
      'Left out: 1 file in bin/, 1 in build/, 1 in dist/, 1 in e2e/, 1 in hack/, 1 in migrations/, 1 in out/, 1 in scripts/, 2 in other such places.\n',
    );
  });

  it('are told on a terminal, and not to a pipe', async () => {
    project = new TemporaryProject({ ...PRISMA, 'a.ts': 'x\n' });
    expect((await project.run(['check'], { tty: true })).stderr).toContain('Found Prisma (package.json).');
    expect((await project.run(['check'])).stderr).toBe('');
  });
});
