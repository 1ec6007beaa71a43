import { Ajv } from 'ajv';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import { sarifSchema } from './sarif-schema.ts';
import { TemporaryProject } from './stub.ts';

const project = new TemporaryProject({
  'manage.py': 'import django\n',
  'shop/bücher, 100%: neu.py': 'class BookAdmin:\n    a = slow()\n\n    b = slow()  # eslint-disable-line admin-scale/no-slow -- one row: ever\n',
  'shop/admin.py': 'class OrderAdmin:\n    a = slow()\nclass ItemAdmin:\n    b = slower()\n',
  'shop/quick.py': 'class QuickAdmin:\n    pass\n',
  'shop/python2.py': 'print "no"\n',
});

afterAll(() => {
  project.remove();
});

describe('--format json', () => {
  it("is what ESLint's own formatter prints, and what we know beside it", async () => {
    const { code, stdout, stderr } = await project.run(['check', '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '1 file could not be parsed (--verbose lists them).\n' });
    const results = JSON.parse(stdout) as ESLint.LintResult[];
    const formatter = await new ESLint({ overrideConfigFile: true }).loadFormatter('json');
    expect(stdout).toBe(`${await formatter.format(results)}\n`);
    const keys = ['filePath', 'messages', 'suppressedMessages', 'errorCount', 'fatalErrorCount', 'warningCount', 'fixableErrorCount', 'fixableWarningCount'];
    for (const result of results) expect(Object.keys(result)).toEqual([...keys, ...(result.messages.length > 0 ? ['source'] : []), 'usedDeprecatedRules', 'pages']);
    expect(results.map(({ errorCount, fixableErrorCount, fatalErrorCount, messages, suppressedMessages }) => [errorCount, fixableErrorCount, fatalErrorCount, messages.length, suppressedMessages.length])).toEqual([
      [0, 0, 0, 0, 0],
      [1, 1, 0, 1, 0],
      [1, 1, 0, 1, 1],
      [1, 0, 1, 1, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('has the same shape as the results of ESLint itself', async () => {
    const { stdout } = await project.run(['check', '--format', 'json', 'shop/admin.py']);
    const [ours] = JSON.parse(stdout) as ESLint.LintResult[];
    const [theirs] = await new ESLint({ overrideConfigFile: true, overrideConfig: [{ rules: { semi: 'error' } }] }).lintText('a', { filePath: 'a.js' });
    expect(Object.keys(ours ?? {})).toEqual([...Object.keys(JSON.parse(JSON.stringify(theirs)) as object), 'pages']);
    expect(ours).toMatchObject({ messages: [{ headline: '`slow` costs 100% more: write, for once, `fast`.' }], pages: [{ name: 'OrderAdmin', pageSize: 50, now: 102, remedied: 2 }, { name: 'ItemAdmin' }] });
  });
});

describe('--format github', () => {
  it('escapes as the workflow commands want it', async () => {
    const { code, stdout } = await project.run(['check', '--format', 'github']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      '::error file=shop/admin.py,line=2,col=9,endLine=2,endColumn=13,title=admin-scale/no-slow::`slow` costs 100%25 more: write, for once, `fast`.\n' +
        '::error file=shop/bücher%2C 100%25%3A neu.py,line=2,col=9,endLine=2,endColumn=13,title=admin-scale/no-slow::`slow` costs 100%25 more: write, for once, `fast`.\n',
    );
  });

  it('calls a warning a warning, and names files from the root of the checkout', async () => {
    const { stdout } = await project.run(['check', '--format', 'github', '--rule', 'no-slow: warn', 'admin.py'], { cwd: 'shop', env: { GITHUB_WORKSPACE: project.root } });
    expect(stdout).toMatch(/^::warning file=shop\/admin\.py,line=2,/);
    const elsewhere = await project.run(['check', '--format', 'github', 'admin.py'], { cwd: 'shop', env: { GITHUB_WORKSPACE: '/somewhere/else' } });
    expect(elsewhere.stdout).toMatch(/^::error file=admin\.py,line=2,/);
  });
});

describe('--format sarif', () => {
  interface Sarif {
    runs: { tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[]; invocations: { toolExecutionNotifications: unknown[] }[] }[];
  }

  async function sarif(...argv: string[]): Promise<Sarif> {
    const { stdout } = await project.run(['check', '--format', 'sarif', ...argv]);
    const log = JSON.parse(stdout) as Sarif;
    const validate = new Ajv({ strict: false, formats: { 'uri-reference': (text: string) => URL.canParse(text, 'file:///') } }).compile(sarifSchema);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    return log;
  }

  it('is valid, with the rules and with relative, encoded paths', async () => {
    const [run] = (await sarif()).runs;
    expect(run?.tool.driver.rules[0]).toMatchObject({ id: 'admin-scale/no-slow', shortDescription: { text: 'disallow slow' }, defaultConfiguration: { level: 'error' } });
    const location = (uri: string, line: number) => [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: line, startColumn: 9, endLine: line, endColumn: 13 } } }];
    expect(run?.results).toMatchObject([
      { ruleId: 'admin-scale/no-slow', ruleIndex: 0, level: 'error', locations: location('shop/admin.py', 2) },
      { locations: location('shop/b%C3%BCcher%2C%20100%25%3A%20neu.py', 2) },
      { suppressions: [{ kind: 'inSource', justification: 'one row: ever' }] },
    ]);
    expect(run?.invocations[0]?.toolExecutionNotifications).toMatchObject([{ level: 'warning', message: { text: /^Parsing error/ } }].map(() => ({ level: 'warning' })));
  });

  it('has warnings, and an empty report', async () => {
    expect((await sarif('--rule', 'no-slow: warn')).runs[0]?.results[0]).toMatchObject({ level: 'warning' });
    expect((await sarif('shop/quick.py')).runs[0]?.results).toEqual([]);
  });
});

describe('--format concise, where it is no terminal', () => {
  it('is a line for each finding, with a summary by rule and by admin page', async () => {
    const { code, stdout, stderr } = await project.run(['check', '--preset', 'strict']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(`shop/admin.py:2:9: error: \`slow\` costs 100% more: write, for once, \`fast\`. [admin-scale/no-slow] [--fix]
shop/admin.py:4:9: error: \`slower\` costs 100% more: write, for once, \`fast\`. [admin-scale/no-slower] [--fix]
shop/bücher, 100%: neu.py:2:9: error: \`slow\` costs 100% more: write, for once, \`fast\`. [admin-scale/no-slow] [--fix]

✖ 3 problems (3 errors, 0 warnings)
  --fix mends 3 (--diff shows what they would write)

Findings by rule
  2  admin-scale/no-slow    (2 fixable)
  1  admin-scale/no-slower  (1 fixable)

Queries per admin page, estimated: now and with every remedy applied
  102  →  2  OrderAdmin (shop/admin.py, 50 rows a page)
  102  →  2  ItemAdmin (shop/admin.py, 50 rows a page)
  102  →  2  BookAdmin (shop/bücher, 100%: neu.py, 50 rows a page)

1 file could not be parsed (--verbose lists them).
`);
  });

  it('says so where there is nothing to report', async () => {
    expect(await project.run(['check', 'shop/quick.py'])).toEqual({ code: 0, stdout: 'No findings in 1 file.\n', stderr: '' });
  });

  it('names the largest savings and counts the others', async () => {
    const many = Array.from({ length: 20 }, (_, index) => `class A${String(index)}Admin:\n    pass\n`).join('');
    project.write('many/manage.py', `import django\nslow()\n${many}`);
    const { stdout } = await project.run(['check', 'many']);
    expect(stdout.match(/50 rows a page/g)).toHaveLength(15);
    expect(stdout).toContain('\n  and 5 more\n');
  });

  it('colours on a terminal, as told, and not with NO_COLOR', async () => {
    const colored = async (argv: string[], tty: boolean, env: Record<string, string> = {}) => (await project.run(['check', 'shop/admin.py', ...argv], { tty, env })).stdout.includes('\u001B[');
    expect(await colored([], true)).toBe(true);
    expect(await colored([], false)).toBe(false);
    expect(await colored(['--color'], false)).toBe(true);
    expect(await colored(['--no-color'], true)).toBe(false);
    expect(await colored([], true, { NO_COLOR: '1' })).toBe(false);
    expect(await colored([], true, { NO_COLOR: '' })).toBe(true);
  });
});
