import { NO_FACTS } from '../../src/model/file-model.ts';
import { afterAll, describe, expect, it, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { stubs, TemporaryProject } from './stub.ts';

const project = new TemporaryProject({
  'manage.py': 'import django\n',
  'shop/admin.py': 'a = slow()\nb = slower()\n',
  'shop/clean.py': 'a = 1\n',
  'settings.json': '{ "rows": { "Country": 250 } }',
  'typo.json': '{ "row": {} }',
  'broken.json': '{ "rows": ',
});

afterAll(() => {
  project.remove();
});

async function rulesReported(...argv: string[]): Promise<string[]> {
  const { stdout } = await project.run(['check', '--format', 'json', ...argv]);
  const results = JSON.parse(stdout) as { messages: { ruleId: string; severity: number }[] }[];
  return results.flatMap(({ messages }) => messages.map(({ ruleId, severity }) => `${ruleId.replace('admin-scale/', '')}:${String(severity)}`)).sort();
}

describe('help and version', () => {
  it('prints the help without a command, with --help and as a command', async () => {
    for (const argv of [[], ['--help'], ['-h'], ['help'], ['check', '--help']]) {
      const { code, stdout, stderr } = await project.run(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('admin-scale check [paths...] [options]');
    }
  });

  it('names every option in the help', async () => {
    const { stdout } = await project.run(['--help']);
    for (const option of ['--preset', '--rule', '--settings', '--fix', '--format', '--quiet', '--verbose', '--color', '--no-color', '--help', '--version', '--max-warnings']) {
      expect(stdout).toContain(option);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('prints the version', async () => {
    expect(await project.run(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    expect((await project.run(['-v'])).stdout).toBe(`${packageJson.version}\n`);
  });
});

describe('what cannot be understood ends with 2 and one line', () => {
  test.each([
    [['chekc'], /unknown command "chekc"\. Did you mean "check"\? The commands are check, report, explain, rules, budget, rows and init/],
    [['check', '--fast'], /unknown option --fast\. See --help/],
    [['check', '--preset'], /--preset/],
    [['check', '--preset', 'all'], /--preset "all": expected one of recommended, strict/],
    [['check', '--format', 'xml'], /--format "xml": expected one of full, concise, json, sarif, github, gitlab, junit, markdown/],
    [['check', '--fomrat', 'json'], /unknown option --fomrat\. Did you mean "--format"\?/],
    [['check', '--format', 'jsno'], /Did you mean "json"\?/],
    [['explain', '--fix', 'a.py:1'], /explain has no option --fix/],
    [['check', '--fix-suggestions=slower'], /there is no such rule\. Did you mean "no-slower"\?/],
    [['check', '--changed', 'main'], /there is no file or directory "main"\. A commit to compare with is named by --changed=COMMIT\./],
    [['check', '--fix-suggestions=no-sloow'], /--fix-suggestions=no-sloow: there is no such rule\. Did you mean "no-slow"\?/],
    [['check', '--suppress-all', '--prune-suppressions'], /exclude each other/],
    [['check', '-'], /--stdin-filename FILE says which it is/],
    [['check', '--stdin-filename', 'a.txt'], /"a.txt": no Python, JavaScript or TypeScript file/],
    [['check', '--fix=yes'], /--fix/],
    [['check', '--max-warnings', 'many'], /--max-warnings "many": expected a whole number/],
    [['check', '--rule', 'no-sloow'], /--rule: there is no rule "no-sloow"\. Did you mean "no-slow"\? The rules are no-slow, no-slower/],
    [['check', '--rule', 'other/no-slow: off'], /--rule: there is no rule "other\/no-slow"/],
    [['check', '--rule', 'no-slower: ["error", { "bugdet": 1 }]'], /Unexpected property "bugdet".* Did you mean "budget"\?/],
    [['check', '--rule', 'no-slow: loud'], /expected off, warn, error or a JSON array/],
    [['check', '--rule', 'no-slow: [error]'], /expected off, warn, error or a JSON array/],
    [['check', '--rule', 'no-slow: ["loud"]'], /the array must start with "off", "warn" or "error"/],
    [['check', '--rule', 'no-slower: ["error", { "bugdet": 1 }]'], /the rules can't be configured so: .*bugdet/],
    [['check', '--settings', 'nowhere.json'], /--settings "nowhere.json": the file can't be read \(ENOENT\)/],
    [['check', '--settings', 'broken.json'], /--settings "broken.json": .*JSON/],
    [['check', '--settings', 'typo.json'], /typo.json: unknown key "row"; the known keys are rows.*Did you mean "rows"\?/],
  ])('%j', async (argv, reason) => {
    const { code, stdout, stderr } = await project.run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^admin-scale: [^\n]+\n$/);
    expect(stderr).toMatch(reason);
  });

  it('says so where ESLint is missing, broken or too old', async () => {
    const missing = Object.assign(new Error("Cannot find package 'eslint'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const run = async (importESLint: () => Promise<never>) => await project.run(['check'], { dependencies: { ...stubs, importESLint } });
    expect(await run(() => Promise.reject(missing))).toEqual({ code: 2, stdout: '', stderr: 'admin-scale: ESLint is not installed. ESLint 9.15 or newer is needed: npm install --save-dev eslint\n' });
    expect((await run(() => Promise.reject(new Error('half installed\nstack')))).stderr).toMatch(/^admin-scale: ESLint can't be loaded \(half installed\)\. [^\n]+\n$/);
    expect((await run(() => Promise.resolve({ ESLint: { version: '9.9.0' } } as never))).stderr).toMatch(/^admin-scale: ESLint 9\.9\.0 is too old\. [^\n]+\n$/);
  });
});

describe('--preset and --rule', () => {
  it('runs the rules of the preset', async () => {
    expect(await rulesReported()).toEqual(['no-slow:2']);
    expect(await rulesReported('--preset', 'strict')).toEqual(['no-slow:2', 'no-slower:2']);
  });

  it('runs only the rules that are named bare, in the preset or not', async () => {
    expect(await rulesReported('--rule', 'no-slower')).toEqual(['no-slower:2']);
    expect(await rulesReported('--preset', 'strict', '--rule', 'admin-scale/no-slow')).toEqual(['no-slow:2']);
    expect(await rulesReported('--rule', 'no-slower', '--rule', 'no-slow')).toEqual(['no-slow:2', 'no-slower:2']);
  });

  it('sets the severity of one rule and leaves the others', async () => {
    expect(await rulesReported('--preset', 'strict', '--rule', 'no-slow: off')).toEqual(['no-slower:2']);
    expect(await rulesReported('--preset', 'strict', '--rule', 'admin-scale/no-slow=off')).toEqual(['no-slower:2']);
    expect(await rulesReported('--rule', 'no-slower: warn')).toEqual(['no-slow:2', 'no-slower:1']);
    expect(await rulesReported('--rule', 'no-slow: "1"')).toEqual(['no-slow:1']);
    expect(await rulesReported('--rule', 'no-slower: ["warn", { "budget": 3 }]')).toEqual(['no-slow:2', 'no-slower:1']);
  });
});

describe('--settings', () => {
  it('hands the settings to the rules', async () => {
    const seen: unknown[] = [];
    const read: NonNullable<typeof stubs.read> = (context) => {
      seen.push(context.settings['admin-scale']);
      return { model: NO_FACTS };
    };
    await project.run(['check', 'shop/clean.py', '--settings', 'settings.json'], { dependencies: { ...stubs, read } });
    expect(seen).toEqual([{ rows: { Country: 250 } }]);
  });
});

describe('--quiet and --max-warnings', () => {
  const warn = ['check', '--rule', 'no-slow: warn'];

  it('ends with 0 on warnings alone, and with 1 if they are more than allowed', async () => {
    expect((await project.run(warn)).code).toBe(0);
    expect(await project.run([...warn, '--max-warnings', '1'])).toMatchObject({ code: 0, stderr: '' });
    expect(await project.run([...warn, '--max-warnings', '0'])).toMatchObject({ code: 1, stderr: 'admin-scale: 1 warning, more than --max-warnings 0.\n' });
    expect((await project.run([...warn, '--max-warnings=-1'])).code).toBe(0);
  });

  it('prints errors only with --quiet, and still counts the warnings', async () => {
    const { code, stdout } = await project.run([...warn, '--rule', 'no-slower: error', '--quiet', '--format', 'json', '--max-warnings', '0']);
    const results = JSON.parse(stdout) as { messages: { ruleId: string }[]; warningCount: number }[];
    expect(code).toBe(1);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ warningCount: 0, errorCount: 1, messages: [{ ruleId: 'admin-scale/no-slower' }] });
  });
});
