import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunOptions, TemporaryProject } from './stub.ts';

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

const SLOW = 'slow()\n';

async function reported(argv: readonly string[] = [], options: RunOptions = {}): Promise<string[]> {
  const { stdout, stderr, code } = await project.run(['check', '--format', 'json', ...argv], options);
  if (code === 2) return [stderr];
  const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId }) => `${relative(project.root, filePath)} ${ruleId.replace('admin-scale/', '')}`));
}

describe('the file of settings', () => {
  const files = { '.git/HEAD': '', 'manage.py': 'import django\n', 'shop/a.py': SLOW, 'shop/old/b.py': SLOW, 'shop/c.py': 'slower()\n' };

  it.each([
    ['admin-scale.json', '\uFEFF{ "$schema": "./node_modules/eslint-plugin-admin-scale/admin-scale.schema.json", "preset": "strict", "rules": { "no-slow": "off" }, "ignore": ["shop/old/**"] }'],
    ['pyproject.toml', '[project]\nname = "shop"\n\n[tool.admin-scale]\npreset = "strict"\nignore = ["shop/old/**"]\n\n[tool.admin-scale.rules]\nno-slow = "off"\n'],
    ['package.json', '{ "name": "shop", "admin-scale": { "preset": "strict", "rules": { "admin-scale/no-slow": "off" }, "ignore": ["shop/old/**"] } }'],
  ])('is found: %s', async (name, text) => {
    project = new TemporaryProject({ ...files, [name]: text });
    expect(await reported()).toEqual(['shop/c.py no-slower']);
    expect(await reported([], { cwd: 'shop' })).toEqual(['shop/c.py no-slower']);
    expect(await reported(['--preset', 'recommended', '--rule', 'no-slow: error'])).toEqual(['shop/a.py no-slow']);
    expect(await reported(['--rule', 'no-slow'])).toEqual(['shop/a.py no-slow']);
  });

  it('has globs and paths that count from it', async () => {
    project = new TemporaryProject({ ...files, 'rows.json': '{}', 'admin-scale.json': '{ "ignore": ["*/old/**"], "rowsFile": "rows.json" }' });
    expect(await reported([], { cwd: 'shop' })).toEqual(['shop/a.py no-slow']);
    project.write('admin-scale.json', '{ "ignore": ["old/**", "other/a.py", "**/a.py"] }');
    expect(await reported([], { cwd: 'shop' })).toEqual(['shop/old/b.py no-slow']);
  });

  it('is the nearest one, none above the checkout, and not one that only sounds like it', async () => {
    project = new TemporaryProject({ ...files, 'admin-scale.json': '{ "rules": { "no-slow": "off" } }', 'shop/package.json': '{ "scripts": { "admin-scale": "admin-scale check" }, "x": "admin-scale" }', 'shop/pyproject.toml': '# admin-scale\nbroken = [\n' });
    expect(await reported([], { cwd: 'shop' })).toEqual([]);
    project.write('shop/pyproject.toml', '[tool.admin-scale]\n');
    expect(await reported([], { cwd: 'shop' })).toEqual(['shop/a.py no-slow', 'shop/old/b.py no-slow']);
    project.write('shop/old/.git', '');
    project.write('shop/pyproject.toml', '[tool.admin-scale.rules]\nno-slow = "off"\n');
    expect(await reported(['.'], { cwd: 'shop/old' })).toEqual([]);
    expect(await reported(['b.py'], { cwd: 'shop/old' })).toEqual(['shop/old/b.py no-slow']);
  });

  it.each([
    ['admin-scale.json', '{ "row": {} }', /^admin-scale: admin-scale\.json: unknown key "row"; the known keys are rows, .*Did you mean "rows"\?\n$/],
    ['admin-scale.json', '{ "rows": ', /^admin-scale: admin-scale\.json: [^\n]*JSON[^\n]*\n$/],
    ['admin-scale.json', '{ "preset": "all" }', /^admin-scale: admin-scale\.json: "preset" must be one of recommended, strict\.\n$/],
    ['admin-scale.json', '{ "preset": "strickt" }', /"preset" must be one of recommended, strict\. Did you mean "strict"\?/],
    ['admin-scale.json', '{ "presets": "strict" }', /unknown key "presets"; the known keys are .*, preset, rules\. Did you mean "preset"\?/],
    ['admin-scale.json', '{ "rules": ["no-slow"] }', /"rules" must be an object/],
    ['admin-scale.json', '{ "rules": { "no-sloow": "off" } }', /^admin-scale: admin-scale\.json: there is no rule "no-sloow"\. Did you mean "no-slow"\?/],
    ['admin-scale.json', '[]', /must be an object/],
    ['pyproject.toml', '[tool.admin-scale]\nrows = [\n', /^admin-scale: pyproject\.toml: [^\n]+\n$/],
    ['pyproject.toml', '[tool.admin-scale]\nsmalTable = 3\n', /\[tool\.admin-scale\] in pyproject\.toml: unknown key "smalTable".*Did you mean "smallTable"\?/],
    ['package.json', '{ "admin-scale": { "ignores": [] } }', /"admin-scale" in package\.json: unknown key "ignores".*Did you mean "ignore"\?/],
  ])('ends the run where it is wrong: %s %s', async (name, text, reason) => {
    project = new TemporaryProject({ ...files, [name]: text });
    const { code, stdout, stderr } = await project.run(['check']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });
});

describe('.gitignore', () => {
  it('is heeded below directories, each for what is below it, and not for what is named', async () => {
    project = new TemporaryProject({
      '.git/HEAD': '', 'manage.py': 'import django\n', '.gitignore': 'local_*.py\n/cache/\n!local_kept.py\n', 'local_a.py': SLOW, 'local_kept.py': SLOW, 'cache/b.py': SLOW,
      'shop/.gitignore': 'c.py\n', 'shop/c.py': SLOW, 'shop/cache/d.py': SLOW, 'c.py': SLOW, '.pnp.cjs': SLOW,
    });
    expect(await reported()).toEqual(['c.py no-slow', 'local_kept.py no-slow', 'shop/cache/d.py no-slow']);
    expect(await reported([], { cwd: 'shop' })).toEqual(['shop/cache/d.py no-slow']);
    expect(await reported(['local_a.py'])).toEqual(['local_a.py no-slow']);
    expect(await reported(['cache'])).toEqual(['cache/b.py no-slow']);
    expect(await reported(['--no-gitignore'])).toHaveLength(6);
  });

  it('means nothing where there is no checkout', async () => {
    project = new TemporaryProject({ 'manage.py': 'import django\n', '.gitignore': 'a.py\n', 'a.py': SLOW });
    expect(await reported()).toEqual(['a.py no-slow']);
  });
});

describe('--changed', () => {
  function git(...args: readonly string[]): void {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', ...args], { cwd: project.root, stdio: 'pipe' });
  }

  it('checks what differs from the last commit or from where the branch left another one', async () => {
    project = new TemporaryProject({ '.gitignore': 'e.py\n', 'manage.py': 'import django\n', 'a.py': SLOW, 'shop/b.py': SLOW, 'gone.py': SLOW });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('checkout', '-qb', 'work');
    project.write('shop/ü c.py', SLOW);
    git('add', '.');
    git('rm', '-q', 'gone.py');
    git('commit', '-qm', 'second');
    project.write('d.py', SLOW);
    project.write('e.py', SLOW);
    expect(await reported(['--changed'])).toEqual(['d.py no-slow']);
    expect(await reported(['--changed=main'])).toEqual(['d.py no-slow', 'shop/ü c.py no-slow']);
    expect(await reported(['--changed=main'], { cwd: 'shop' })).toEqual(['shop/ü c.py no-slow']);
    expect(await reported(['--changed=nowhere'])).toEqual([expect.stringMatching(/^admin-scale: --changed nowhere: [^\n]+\n$/)]);
    expect(await reported(['--changed=--output=x'])).toEqual(['admin-scale: --changed "--output=x": that is no commit.\n']);
    git('commit', '-qam', 'third', '--allow-empty');
    project.write('d.py', 'a = 1\n');
    expect((await project.run(['check', '--changed'])).stdout).toContain('No findings in 1 file.');
    git('add', '.');
    git('commit', '-qm', 'fourth');
    expect(await project.run(['check', '--changed'])).toEqual({ code: 0, stdout: '', stderr: expect.stringMatching(/^Nothing to check: of \d+ files none differs from the last commit\.\n$/) as string });
  });

  it('ends the run where there is no checkout', async () => {
    project = new TemporaryProject({ 'a.py': SLOW });
    expect(await reported(['--changed'])).toEqual([expect.stringMatching(/^admin-scale: --changed HEAD: not a git repository/)]);
  });
});

describe('suppressions', () => {
  const files = { 'manage.py': 'import django\n', 'a.py': 'slow()\nslow()\n', 'shop/b.py': SLOW };

  function entries(): unknown {
    return JSON.parse(readFileSync(project.path('eslint-suppressions.json'), 'utf8'));
  }

  it('take down what there is, beside what is there of others, and let it pass', async () => {
    project = new TemporaryProject({ ...files, 'eslint-suppressions.json': '{ "a.py": { "other/rule": { "count": 3 } }, "z.js": { "semi": { "count": 1 } } }' });
    const { code, stdout } = await project.run(['check', '--suppress-all']);
    expect(code).toBe(0);
    expect(stdout).toContain('3 findings written to eslint-suppressions.json: from now on only new ones are reported.');
    expect(entries()).toEqual({ 'a.py': { 'other/rule': { count: 3 }, 'admin-scale/no-slow': { count: 2 } }, 'shop/b.py': { 'admin-scale/no-slow': { count: 1 } }, 'z.js': { semi: { count: 1 } } });
    const after = await project.run(['check']);
    expect(after).toMatchObject({ code: 0, stdout: 'No findings in 3 files.\n\nRead 0 queries and 0 admin resources of 0 models in 3 files.\n3 findings let pass by eslint-suppressions.json.\n' });
    project.write('a.py', 'slow()\nslow()\nslow()\n');
    project.write('c.py', SLOW);
    expect(await reported()).toEqual(['a.py no-slow', 'a.py no-slow', 'a.py no-slow', 'c.py no-slow']);
    expect((await project.run(['check', '--max-new', '2'])).code).toBe(0);
    expect((await project.run(['check', '--max-new', '1'])).code).toBe(1);
    const { runs: [run] } = JSON.parse((await project.run(['check', '--format', 'sarif', 'shop/b.py'])).stdout) as { runs: { results: object[] }[] };
    expect(run?.results).toMatchObject([{ suppressions: [{ kind: 'external' }] }]);
  });

  it('are pruned where there is less, and entries of rules that did not run are kept', async () => {
    project = new TemporaryProject({ ...files, 'eslint-suppressions.json': '{ "a.py": { "admin-scale/no-slow": { "count": 5 }, "admin-scale/no-slower": { "count": 1 } }, "shop/b.py": { "admin-scale/no-slow": { "count": 1 } }, "gone.py": { "admin-scale/no-slow": { "count": 1 } } }' });
    expect((await project.run(['check'])).stdout).toContain('1 entry of eslint-suppressions.json lets more pass than there is (--prune-suppressions mends that).');
    expect((await project.run(['check', '--prune-suppressions'])).stdout).toContain('2 entries of eslint-suppressions.json pruned.');
    expect(entries()).toEqual({ 'a.py': { 'admin-scale/no-slow': { count: 2 }, 'admin-scale/no-slower': { count: 1 } }, 'shop/b.py': { 'admin-scale/no-slow': { count: 1 } } });
  });

  it('are those of ESLint: what we write it lets pass', async () => {
    project = new TemporaryProject({ 'a.js': 'var a = 1;\nvar b = 2;\n', 'eslint-suppressions.json': '{ "a.js": { "no-var": { "count": 2 } } }' });
    const eslint = new ESLint({ cwd: project.root, overrideConfigFile: true, overrideConfig: [{ rules: { 'no-var': 'error' } }], applySuppressions: true });
    const [result] = await eslint.lintFiles(['a.js']);
    expect(result?.messages).toEqual([]);
    expect(result?.suppressedMessages[0]).toMatchObject({ suppressions: [{ kind: 'file', justification: '' }] });
  });

  it('stand where they are said to, and end the run where they are broken', async () => {
    project = new TemporaryProject({ ...files, 'ci/known.json': '{ broken' });
    expect(await reported(['--suppressions-location', 'ci/known.json'])).toEqual([expect.stringMatching(/^admin-scale: ci\/known\.json: /)]);
    project.write('ci/known.json', '{ "shop/b.py": { "admin-scale/no-slow": { "count": 1 } } }');
    expect(await reported(['--suppressions-location', 'ci/known.json'])).toEqual(['a.py no-slow', 'a.py no-slow']);
  });
});

describe('--output-file', () => {
  it('has the report, without colours', async () => {
    project = new TemporaryProject({ 'a.py': SLOW });
    expect(await project.run(['check', 'a.py', '-o', 'report.txt'], { tty: true })).toMatchObject({ code: 1, stdout: '' });
    expect(readFileSync(project.path('report.txt'), 'utf8')).toMatch(/^a\.py:1:1: error: `slow`/);
    expect((await project.run(['check', 'a.py', '-o', 'no/report.txt'])).stderr).toBe('admin-scale: --output-file "no/report.txt" can\'t be written: ENOENT.\n');
  });
});
