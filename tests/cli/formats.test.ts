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
    for (const result of results) expect(Object.keys(result)).toEqual([...keys, ...(result.messages.length > 0 ? ['source'] : []), 'usedDeprecatedRules', 'path', 'pages']);
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
    expect(Object.keys(ours ?? {})).toEqual([...Object.keys(JSON.parse(JSON.stringify(theirs)) as object), 'path', 'pages']);
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

describe('--format gitlab', () => {
  it('has places from the root and names that stay when lines move', async () => {
    const issues = async () => JSON.parse((await project.run(['check', '--format', 'gitlab', 'shop/admin.py'])).stdout) as { fingerprint: string; location: unknown }[];
    const [before] = await issues();
    expect(before).toMatchObject({ check_name: 'admin-scale/no-slow', severity: 'major', location: { path: 'shop/admin.py', lines: { begin: 2, end: 2 } }, description: expect.stringContaining('`slow` costs') as string });
    const later = new TemporaryProject({ 'shop/admin.py': '# moved\nclass OrderAdmin:\n        a = slow()\n        a = slow()\n' });
    const { stdout } = await later.run(['check', '--format', 'gitlab', 'shop/admin.py']);
    later.remove();
    const [moved, again] = JSON.parse(stdout) as typeof before[];
    expect(moved?.fingerprint).toBe(before?.fingerprint);
    expect(again?.fingerprint).not.toBe(before?.fingerprint);
  });
});

describe('--format junit', () => {
  it('is a suite for each file, escaped', async () => {
    const { stdout } = await project.run(['check', '--format', 'junit', 'shop/admin.py', 'shop/quick.py']);
    expect(stdout).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="admin-scale" tests="2" failures="1" errors="0">
  <testsuite name="shop/admin.py" tests="1" failures="1" errors="0">
    <testcase name="admin-scale/no-slow 2:9" classname="shop/admin.py">
      <failure type="error" message="\`slow\` costs 100% more: write, for once, \`fast\`.">shop/admin.py:2:9</failure>
    </testcase>
  </testsuite>
  <testsuite name="shop/quick.py" tests="1" failures="0" errors="0">
    <testcase name="admin-scale" classname="shop/quick.py"/>
  </testsuite>
</testsuites>
`);
    const odd = new TemporaryProject({ 'a&b"<.py': 'slow()\n' });
    expect((await odd.run(['check', '--format', 'junit', 'a&b"<.py'])).stdout).toContain('<testsuite name="a&amp;b&quot;&lt;.py" ');
    odd.remove();
  });
});

describe('--format markdown', () => {
  it('has the pages first and the findings of each file to open up', async () => {
    const { stdout } = await project.run(['check', '--format', 'markdown', 'shop/admin.py']);
    expect(stdout).toBe(`### admin-scale: 1 finding in 1 file

| admin page | rows a page | queries now | with every remedy |
| --- | ---: | ---: | ---: |
| OrderAdmin (\`shop/admin.py\`) | 50 | 102 | 2 |
| ItemAdmin (\`shop/admin.py\`) | 50 | 102 | 2 |

<details><summary>shop/admin.py: 1 finding</summary>

- **line 2**, \`no-slow\` (--fix): \`slow\` costs 100% more: write, for once, \`fast\`.

</details>
`);
    expect((await project.run(['check', '--format', 'markdown', 'shop/quick.py'])).stdout).toBe('### admin-scale: no findings\n');
  });

  it('stays below what a comment can hold', async () => {
    const long = new TemporaryProject({ 'long.py': 'slow()\n'.repeat(60) });
    expect((await long.run(['check', '--format', 'markdown', 'long.py'])).stdout).toMatch(/\nand 10 more\n$/);
    long.remove();
  });
});

describe('--format sarif', () => {
  it('leads to the loop and to the query that loads its rows, each where it is on another line than the report', async () => {
    const shop = new TemporaryProject({
      'package.json': '{ "dependencies": { "@prisma/client": "6" } }',
      'schema.prisma': 'model Order {\n  id Int @id\n  customerId Int\n  customer Customer @relation(fields: [customerId], references: [id])\n}\nmodel Customer {\n  id Int @id\n  orders Order[]\n}\n',
      'src/mails.ts': [
        "import { PrismaClient } from '@prisma/client';",
        'const prisma = new PrismaClient();',
        'export async function mails() {',
        '  const orders = await prisma.order.findMany();',
        '  for (const order of orders) {',
        '    console.log(await prisma.customer.findUnique({ where: { id: order.customerId } }));',
        '  }',
        '}',
        '',
      ].join('\n'),
    });
    const { stdout } = await shop.run(['check', '--format', 'sarif', '--preset', 'strict', '--rule', 'require-eager-loading'], { dependencies: {} });
    shop.remove();
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [
        {
          results: [
            {
              relatedLocations: [
                { id: 1, physicalLocation: { artifactLocation: { uri: 'src/mails.ts' }, region: { startLine: 4 } }, message: { text: 'The rows are read here.' } },
                { id: 2, physicalLocation: { artifactLocation: { uri: 'src/mails.ts' }, region: { startLine: 5 } }, message: { text: 'This runs once for each of `orders`.' } },
              ],
            },
          ],
        },
      ],
    });
  });

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
      {
        ruleId: 'admin-scale/no-slow', ruleIndex: 0, level: 'error', partialFingerprints: { 'adminScale/v1': expect.stringMatching(/^[\da-f]{32}$/) as string },
        fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { charOffset: 26, charLength: 4 }, insertedContent: { text: 'fast' } }] }] }],
        locations: location('shop/admin.py', 2),
      },
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

Read 0 queries and 4 admin resources of 0 models in 4 files.
1 file could not be parsed (--verbose lists them).
`);
  });

  it('says so where there is nothing to report', async () => {
    expect(await project.run(['check', 'shop/quick.py'])).toEqual({ code: 0, stdout: 'No findings in 1 file.\n\nRead 0 queries and 1 admin resource of 0 models in 1 file.\n', stderr: '' });
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
    expect(await colored([], false, { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored([], false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
    expect(await colored([], true, { FORCE_COLOR: '0' })).toBe(false);
    expect(await colored([], true, { TERM: 'dumb' })).toBe(false);
    expect(await colored(['--no-color'], true, { FORCE_COLOR: '1' })).toBe(false);
  });
});

describe('--format sarif', () => {
  it('leads to the query that is reported where the function around it is called, in this file or another', async () => {
    const shop = new TemporaryProject({
      'manage.py': 'import django\n',
      'shop/__init__.py': '',
      'shop/models.py': 'from django.db import models\n\nclass Order(models.Model):\n    number = models.IntegerField()\n\nclass Line(models.Model):\n    order = models.ForeignKey(Order, on_delete=models.CASCADE)\n',
      'shop/lines.py': 'from .models import Line\n\ndef lines_of(order):\n    return Line.objects.filter(order=order).count()\n',
      'shop/jobs.py': 'from .lines import lines_of\nfrom .models import Line, Order\n\ndef own(order):\n    return Line.objects.filter(order=order).count()\n\ndef walk():\n    for order in Order.objects.all():\n        print(lines_of(order))\n    for order in Order.objects.all():\n        print(own(order))\n',
    });
    const { stdout } = await shop.run(['check', '--format', 'sarif', '--preset', 'strict', 'shop/jobs.py'], { dependencies: {} });
    shop.remove();
    const { runs: [run] } = JSON.parse(stdout) as { runs: { results: { relatedLocations?: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } }; message: { text: string } }[] }[]; tool: { driver: { informationUri: string; rules: { helpUri: string }[] } } }[] };
    const related = run?.results.flatMap(({ relatedLocations = [] }) => relatedLocations.map(({ physicalLocation, message }) => `${physicalLocation.artifactLocation.uri}:${String(physicalLocation.region.startLine)} ${message.text}`));
    expect(related).toEqual([
      'shop/lines.py:4 `Line.objects.filter(…).count` stands here.',
      'shop/jobs.py:8 This runs once for each of `Order.objects.all()`.',
      'shop/jobs.py:5 `Line.objects.filter(…).count` stands here.',
      'shop/jobs.py:10 This runs once for each of `Order.objects.all()`.',
    ]);
    expect(run?.tool.driver.informationUri).toMatch(/^https:\/\/.*\/README\.md$/);
    expect(run?.tool.driver.rules[0]?.helpUri).toMatch(/^https:\/\/.*\/docs\/rules\/[a-z-]+\.md$/);
  });
});
