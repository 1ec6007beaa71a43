import { readFileSync, symlinkSync } from 'node:fs';
import { ESLint } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { afterEach, describe, expect, it } from 'vitest';
import { CostBook } from '../../src/cli/cost.ts';
import { FileLinter } from '../../src/cli/linter.ts';
import { loadEngine } from '../../src/cli/load.ts';
import { PartsBook } from '../../src/cli/parts.ts';
import { Progress } from '../../src/cli/progress.ts';
import { stubs, TemporaryProject } from './stub.ts';
import { ABOUTS } from '../../src/libraries/abouts.ts';

/** What JavaScript is read for, as messages list it. */
const READ = ABOUTS.filter(({ language }) => language === 'javascript').length;

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

describe('comments of the checkout', () => {
  it('switch our rules off', async () => {
    project = new TemporaryProject({
      'a.py': 'a = slow()  # eslint-disable-line admin-scale/no-slow -- why\n# eslint-disable-next-line\nb = slow()\n',
      'b.ts': '/* eslint-disable admin-scale/no-slow */\nslow();\n',
      'c.ts': '/* eslint admin-scale/no-slow: off */\nslow();\n',
    });
    expect(await project.run(['check', 'a.py', 'b.ts', 'c.ts'])).toEqual({ code: 0, stdout: 'No findings in 3 files.\n\nRead 0 queries and 0 admin resources of 0 models in 3 files.\n', stderr: '' });
  });

  it('on rules that are not loaded here, unused or malformed are no complaint', async () => {
    project = new TemporaryProject({
      'a.ts': [
        '/* eslint foo/bar: "error", no-undef: "error", semi: ["error", "never"] */',
        '/* eslint max-len: [2, "nonsense"] */',
        '/* eslint no-var: [2 */',
        '/* eslint-env node */',
        '/* global a:b:c, $ */',
        '/* exported nobody */',
        '// eslint-disable-next-line baz/qux -- gone',
        'var a = undefinedName;',
        '// eslint-disable-next-line',
        'var b = 1;',
        '/* eslint-enable foo/bar */',
        '',
      ].join('\n'),
      'b.py': '# eslint-disable-next-line other/rule\na = 1\n',
    });
    expect(await project.run(['check', 'a.ts', 'b.py'])).toEqual({ code: 0, stdout: 'No findings in 2 files.\n\nRead 0 queries and 0 admin resources of 0 models in 2 files.\n', stderr: '' });
    expect((await project.run(['check', '--fix', 'a.ts'])).stdout).toContain('Fixes written to 0 files.');
  });
});

describe('--fix', () => {
  const files = { 'a.py': '\uFEFFclass AAdmin:\r\n    a = slow()  # keep\r\n', 'b.py': 'b = 1\n', 'c.ts': 'slow(); // eslint-disable-line\nslower();\n' };

  it('writes the fixes, says how many files changed, and reports what is left', async () => {
    project = new TemporaryProject(files);
    const { code, stdout } = await project.run(['check', '--fix', 'a.py', 'b.py', 'c.ts']);
    expect(code).toBe(0);
    expect(stdout).toBe(`No findings in 3 files.

Queries per admin page, estimated: before and after the fixes
  102  →  2  AAdmin (a.py, 50 rows a page)

Read 0 queries and 1 admin resource of 0 models in 3 files.
Fixes written to 1 file.
`);
    expect(readFileSync(project.path('a.py'), 'utf8')).toBe('\uFEFFclass AAdmin:\r\n    a = fast()  # keep\r\n');
    expect(readFileSync(project.path('c.ts'), 'utf8')).toBe(files['c.ts']);
    expect((await project.run(['check', '--fix', 'a.py'])).stdout).toContain('Fixes written to 0 files.');
  });

  it('writes with every format, and what is printed stays clean', async () => {
    project = new TemporaryProject(files);
    const { stdout, stderr } = await project.run(['check', '--fix', '--format', 'json', 'a.py']);
    expect(JSON.parse(stdout)).toMatchObject([{ messages: [], output: '\uFEFFclass AAdmin:\r\n    a = fast()  # keep\r\n' }]);
    expect(stderr).toBe('Fixes written to 1 file.\n');
  });
});

describe('--fix and other trees', () => {
  it('writes nothing through a symbolic link that leads out of the directory, and says so', async () => {
    project = new TemporaryProject({ 'own/a.py': 'slow()\n', 'own/deep/real.py': 'slow()\n', 'other/b.py': 'slow()\n', 'other/deep/c.py': 'slow()\n', 'own/manage.py': 'import django\n' });
    symlinkSync(project.path('other/b.py'), project.path('own/b.py'));
    symlinkSync(project.path('other/deep'), project.path('own/linked'));
    symlinkSync(project.path('own/deep/real.py'), project.path('own/inner.py'));
    const { code, stdout } = await project.run(['check', '--fix', '--verbose', 'a.py', 'b.py', 'linked', 'inner.py'], { cwd: 'own' });
    expect(code).toBe(1);
    expect(stdout).toContain('✖ 2 problems');
    expect(stdout).toContain('Fixes written to 2 files.\n2 files not fixed, as a symbolic link leads out of the directory:\n  b.py\n  linked/c.py\n');
    const texts = ['own/a.py', 'own/deep/real.py', 'other/b.py', 'other/deep/c.py'].map((path) => readFileSync(project.path(path), 'utf8'));
    expect(texts).toEqual(['fast()\n', 'fast()\n', 'slow()\n', 'slow()\n']);
    expect((await project.run(['check', 'b.py'], { cwd: 'own' })).stdout).not.toContain('symbolic link');
    expect((await project.run(['check', '--fix', '../other/b.py', '../other/deep/c.py'], { cwd: 'own' })).stdout).toContain('Fixes written to 2 files.');
  });
});

describe('files that cannot be checked', () => {
  it('are counted where they cannot be parsed, and are no findings', async () => {
    project = new TemporaryProject({ 'a.py': 'print "x"\n', 'b.py': 'x = (\n', 'c.ts': 'const = ;\n', 'd.py': 'x = 1\n' });
    expect(await project.run(['check', '*.*'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Nothing to check/) as string });
    project.write('manage.py', 'import django\n');
    expect(await project.run(['check'])).toEqual({ code: 0, stdout: 'No findings in 2 files.\n\nRead 0 queries and 0 admin resources of 0 models in 2 files.\n2 files could not be parsed (--verbose lists them).\n', stderr: `Left out: 1 JavaScript or TypeScript file, as none of the ${String(READ)} libraries that --help lists was found.\n` });
    const { stdout } = await project.run(['check', '--verbose', 'a.py', 'c.ts', 'd.py']);
    expect(stdout).toMatch(/^No findings in 1 file\.\n\nRead 0 queries and 0 admin resources of 0 models in 1 file\.\n2 files could not be parsed:\n {2}a\.py:1:\d+ {2}Parsing error: .*\n {2}c\.ts:1:\d+ {2}Parsing error: .*\n$/);
  });

  it('end with 2 where nothing else is there', async () => {
    project = new TemporaryProject({ 'a.py': 'print "x"\n', 'b.py': 'x = (\n' });
    const { code, stderr } = await project.run(['check', 'a.py', 'b.py']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^admin-scale: a\.py:1:\d+ {2}Parsing error: [^\n]+ \(and 1 other file: not one could be parsed\)\n$/);
  });

  it('end with 2 where a rule throws, after the report of all others', async () => {
    project = new TemporaryProject({ 'a.py': 'explode()\n', 'b.py': 'slow()\n' });
    const { code, stdout, stderr } = await project.run(['check', 'a.py', 'b.py']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'admin-scale: a.py:1:1  admin-scale failed on this file: boom\n' });
    expect(stdout).toContain('1 problem');
    expect((await project.run(['check', 'a.py', '--verbose'])).stderr).toMatch(/\n +at /);
    expect(JSON.parse((await project.run(['check', 'a.py', '--format', 'json'])).stdout)).toMatchObject([{ messages: [{ fatal: true, ruleId: null }] }]);
  });

  it('are no exception where they vanish', async () => {
    project = new TemporaryProject({});
    const options = { preset: 'strict', configured: [], rules: [], settings: undefined, costs: new CostBook(), parts: new PartsBook(), exempts: () => undefined } as const;
    const linter = new FileLinter({ ...(await loadEngine(stubs)), ...options });
    const vanished = await linter.check({ path: project.path('gone.py'), language: 'python', base: project.root, named: true }, { fix: true, takes: () => false, write: true });
    expect(vanished).toMatchObject({ failure: 'unreadable', result: { messages: [{ message: "The file can't be read: ENOENT.", fatal: true }] } });
  });

  it('end with 2 where a fix cannot be written', async () => {
    project = new TemporaryProject({ 'a.py': 'slow()\n' });
    class ReadOnly extends ESLint {
      static override outputFixes(): Promise<void> {
        return Promise.reject(Object.assign(new Error('no'), { code: 'EROFS' }));
      }
    }
    const { code, stderr } = await project.run(['check', '--fix', 'a.py'], { dependencies: { ...stubs, importESLint: () => Promise.resolve({ ESLint: ReadOnly }) } });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "admin-scale: a.py:1:1  The fixed file can't be written: EROFS.\n" });
  });

  it('are left out where they are minified or data', async () => {
    project = new TemporaryProject({ 'a.js': `slow();${'a();'.repeat(10_000)}`, 'b.py': `slow()\n${'a = 1\n'.repeat(400_000)}`, 'c.js': 'slow()\n'.repeat(10_000) });
    const { stdout } = await project.run(['check', 'a.js', 'b.py', '--verbose']);
    expect(stdout).toBe('2 files left out as minified or too large:\n  a.js\n  b.py\n');
    expect((await project.run(['check', 'a.js', 'b.py'])).stdout).toBe('2 files left out as minified or too large (--verbose lists them).\n');
    expect((await project.run(['check', 'c.js'])).code).toBe(1);
  });
});

describe('migrations by their text', () => {
  it('are left out, with their count', async () => {
    project = new TemporaryProject({ 'history/0001_a.py': 'slow()\nclass Migration(migrations.Migration):\n    pass\n', 'b.py': 'b = 1\n' });
    expect(await project.run(['check', 'history/0001_a.py', 'b.py'])).toEqual({
      code: 0,
      stdout: 'No findings in 1 file.\n\nRead 0 queries and 0 admin resources of 0 models in 1 file.\n1 file left out as migrations by their text (--verbose lists them).\n',
      stderr: '',
    });
  });
});

describe('a checkout full of traps', () => {
  it('has none of its code loaded', async () => {
    const trap = 'throw new Error("this must not be loaded");\n';
    const module = { 'package.json': '{ "main": "index.js" }', 'index.js': trap };
    const modules = ['typescript', '@typescript-eslint/parser', 'typescript-eslint', 'eslint', 'eslint-formatter-stylish', 'eslint-formatter-json', 'eslint-plugin-admin-scale', 'oxc-parser'];
    project = new TemporaryProject({
      'package.json': '{ "type": "commonjs", "dependencies": { "typeorm": "0.3.0" } }',
      'eslint.config.js': trap,
      'eslint.config.mjs': trap,
      'eslint.config.ts': trap,
      '.eslintrc.js': trap,
      '.eslintrc.json': '{ "parser": "nowhere" }',
      'eslint-suppressions.json': '{ "a.js": { "admin-scale/no-slow": { "count": 1 } } }',
      'tsconfig.json': '{ broken',
      'a.js': "const typeorm = require('typeorm');\nslow();\n",
      'b.ts': 'const a: number = slow();\nexport default a;\n',
      ...Object.fromEntries(modules.flatMap((name) => Object.entries(module).map(([file, text]) => [`node_modules/${name}/${file}`, text]))),
    });
    const { code, stdout, stderr } = await project.run(['check']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('✖ 1 problem (1 error, 0 warnings)');
    expect(stdout).toContain('1 finding let pass by eslint-suppressions.json.');
  });
});

describe('the oldest ESLint', () => {
  it('gives the same report', async () => {
    project = new TemporaryProject({ 'a.py': 'class AAdmin:\n    a = slow()\n', 'b.ts': '/* eslint foo/bar: 2 */\nslow();\n', 'c.py': 'print "x"\n' });
    const dependencies = { ...stubs, importESLint: () => Promise.resolve({ ESLint: ESLint9 }) };
    for (const argv of [['check', 'a.py', 'b.ts', 'c.py', '--format', 'json'], ['check', 'a.py', 'b.ts', 'c.py'], ['check', 'a.py', '--format', 'json', '--quiet']]) {
      const withoutNodeType = ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stderr, stdout: stdout.replaceAll(/"(nodeType|messageId)":(null|"\w+"),/g, '') });
      expect(withoutNodeType(await project.run(argv, { dependencies }))).toEqual(withoutNodeType(await project.run(argv)));
    }
  });
});

describe('progress', () => {
  it('is drawn on a terminal in long runs, and erased', () => {
    project = new TemporaryProject({});
    let written = '';
    let now = 0;
    const progress = new Progress({ isTTY: true, write: (text: string) => (written += text) }, 200, () => now);
    progress.update(10);
    expect(written).toBe('');
    now = 1000;
    progress.update(50);
    progress.update(51);
    expect(written).toBe('\r\u001B[KChecking: 50 of 200 files (25 %)');
    progress.end();
    expect(written).toMatch(/\r\u001B\[K$/);
  });

  it('is silent where stderr is no terminal, and in short runs', () => {
    project = new TemporaryProject({});
    let written = '';
    let now = 0;
    const output = { isTTY: false, write: (text: string) => (written += text) };
    const progress = new Progress(output, 2, () => now);
    now = 5000;
    progress.update(1);
    progress.end();
    new Progress({ ...output, isTTY: true }, 2, () => now).end();
    expect(written).toBe('');
  });
});
