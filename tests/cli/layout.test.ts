import { afterAll, describe, expect, it } from 'vitest';
import { adviceOf } from '../../src/cli/advice.ts';
import { PLAIN } from '../../src/cli/style.ts';
import { terminalMarkdown } from '../../src/cli/terminal-markdown.ts';
import { wrapped } from '../../src/cli/terminal.ts';
import { exampleShops, TemporaryProject } from './stub.ts';

const project = new TemporaryProject({ 'manage.py': 'import django\n', 'shop/a.py': 'slow()\n', 'web/a.ts': 'a()\n', 'shop/admin.py': 'class OrderAdmin:\n\tb = slow()\n' });
const shops = exampleShops();

afterAll(() => {
  project.remove();
  shops.remove();
});

describe('advice is divided into the edit and the reason', () => {
  it.each([
    ['Set `list_select_related = ("customer",)`.', 'Set `list_select_related = ("customer",)`.', undefined],
    ['The rows are read here without it. Add `.select_related("a")`.', 'Add `.select_related("a")`.', 'The rows are read here without it.'],
    ['Every row gets the same values: write `queryset.update(…)`.', 'Every row gets the same values: write `queryset.update(…)`.', undefined],
    ['Add `"a"` to `raw_id_fields`. With `raw_id_fields` each row still asks for its label.', 'Add `"a"` to `raw_id_fields`.', 'With `raw_id_fields` each row still asks for its label.'],
    ['`A.__str__` reaches `b`. Or, if the list gets long: add `"b"`.', 'Or, if the list gets long: add `"b"`.', '`A.__str__` reaches `b`.'],
    ['If few of them are used, list those.', 'If few of them are used, list those.', undefined],
    ['Read `a. B` once.', 'Read `a. B` once.', undefined],
    ['A form nobody thought of.', 'A form nobody thought of.', undefined],
    ['', undefined, undefined],
  ])('%s', (advice, help, note) => {
    expect(adviceOf(advice)).toEqual({ help, note });
  });

  it('in every finding of the example shops', async () => {
    const { stdout } = await shops.run(['check', '--preset', 'strict', '--format', 'json'], { dependencies: {} });
    const messages = (JSON.parse(stdout) as { messages: { message: string; headline: string; help?: string; note?: string }[] }[]).flatMap((result) => result.messages);
    expect(messages.length).toBeGreaterThan(20);
    for (const { message, headline, help = '', note = '' } of messages) {
      expect([message, headline === message || message.startsWith(`${headline} `)]).toEqual([message, true]);
      expect([headline, help, note].join(' ').split(/\s+/).filter(Boolean).sort()).toEqual(message.split(/\s+/).sort());
    }
    // without advice are the sums of `max-queries-per-page`
    expect(messages.filter(({ help }) => help === undefined).filter(({ message }) => !message.includes('queries'))).toEqual([]);
    expect(messages.filter(({ note }) => note !== undefined).length).toBeGreaterThan(3);
  });
});

describe('text is wrapped', () => {
  it('with an indent, and code in one piece where it fits', () => {
    expect(wrapped('one two three four', 9, 2)).toBe('one two\n  three\n  four');
    expect(wrapped('use `a b c` now', 10, 0)).toBe('use\n`a b c`\nnow');
    expect(wrapped('use `a b c`, now', 10, 0)).toBe('use\n`a b c`,\nnow');
    expect(wrapped('`a b c d e f g`', 8, 0)).toBe('`a b c d\ne f g`');
    expect(wrapped('unbreakable', 4, 2)).toBe('unbreakable');
  });
});

describe('the layout for a terminal', () => {
  const full = async (argv: readonly string[] = [], columns?: number) => (await project.run(['check', '--no-color', ...argv], { tty: true, ...(columns === undefined ? {} : { columns }) })).stdout;

  it('has the file with the worst page first, place, rule and remedy on one line, and what was read', async () => {
    expect(await full()).toBe(`shop/admin.py:2:6  no-slow  [--fix]
  \`slow\` costs 100% more: write, for once, \`fast\`.

shop/a.py:1:1  no-slow  [--fix]
  \`slow\` costs 100% more: write, for once, \`fast\`.

✖ 2 problems (2 errors, 0 warnings)
  --fix mends 2 (--diff shows what they would write)

Findings by rule
  2  admin-scale/no-slow  (2 fixable)

Queries per admin page, estimated: now and with every remedy applied
  102  →  2  OrderAdmin (shop/admin.py, 50 rows a page)

Read 0 queries and 1 admin resource of 0 models in 3 files.
`);
  });

  it('wraps at the width of the terminal, and at 100 columns where that is unknown', async () => {
    const widest = async (argv: readonly string[], columns?: number) => {
      const { stdout } = await shops.run(['check', '--no-color', ...argv], { tty: true, dependencies: {}, ...(columns === undefined ? {} : { columns }) });
      return Math.max(...stdout.slice(0, stdout.indexOf('✖')).split('\n').map((line) => line.length));
    };
    expect(await widest([])).toBeLessThanOrEqual(100);
    expect(await widest([])).toBeGreaterThan(90);
    expect(await widest([], 80)).toBeLessThanOrEqual(80);
    expect(await widest([], 400)).toBeLessThanOrEqual(120);
  });

  it('wraps what is said before the findings, and sets it apart from them', async () => {
    const { stderr } = await project.run(['check', '--no-color'], { tty: true, columns: 60 });
    const [found, checking, left, more = '', ...rest] = stderr.split('\n');
    expect([found, checking]).toEqual(['Found Django (manage.py).', 'Checking 3 Python files.']);
    expect(left).toMatch(/^Left out: 1 JavaScript or TypeScript file, as none \S+/);
    expect(more).toMatch(/^ {2}\S/);
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(rest.slice(-2)).toEqual(['', '']);
    expect((await project.run(['check'], { columns: 60 })).stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('has the heads of the tables stand out, and what is left of a page', async () => {
    const { stdout } = await project.run(['check', '--color'], { tty: true });
    expect(stdout).toContain('\u001B[1mFindings by rule\u001B[22m\n');
    expect(stdout).toContain('\n  \u001B[1m102\u001B[22m  →  \u001B[32m2\u001B[39m  OrderAdmin');
  });

  it('puts reason and edit below the headline, each with a hanging indent', async () => {
    const { stdout } = await shops.run(['check', '--no-color', '--format', 'full', '--rule', 'require-eager-loading', 'django-shop/shop/admin.py'], { columns: 100, dependencies: {} });
    expect(stdout).toContain(`django-shop/shop/admin.py:15:27  require-eager-loading  about 101 queries for a page of 100  [--fix]
  \`customer\` is loaded once per row for column \`customer_name\`.
  note: Django joins by itself only where \`list_display\` names a foreign key, and here it names
        none.
  help: Set \`list_select_related = ("customer",)\`.
`);
    expect(stdout).toMatch(/\nRead \d+ queries and \d+ admin resources of \d+ models in 1 file\.\n/);
  });

  it('leaves the cost in the headline where a long path leaves no room for it', async () => {
    const { stdout } = await shops.run(['check', '--no-color', '--format', 'full', '--rule', 'require-eager-loading', 'django-shop/shop/admin.py'], { columns: 90, dependencies: {} });
    expect(stdout).toContain(`django-shop/shop/admin.py:15:27  require-eager-loading  [--fix]
  \`customer\` is loaded once per row for column \`customer_name\`: about 101 queries for a
  page of 100.
`);
  });

  it('shows the code with --verbose', async () => {
    expect(await full(['--verbose', 'shop/admin.py'])).toContain('`fast`.\n  2 | \tb = slow()\n    | \t    ^^^^\n');
  });

  it('says that a finding is a warning', async () => {
    expect(await full(['--rule', 'no-slow: warn', 'shop/a.py'])).toContain('shop/a.py:1:1  warning  no-slow  [--fix]\n');
  });
});

describe('--statistics', () => {
  it('leaves the findings out', async () => {
    const { code, stdout } = await project.run(['check', '--statistics']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✖ 2 problems[^]*Findings by rule\n {2}2 {2}admin-scale\/no-slow/);
  });
});

describe('a page in the terminal', () => {
  it('is wrapped, without the addresses of links', () => {
    const page = '# title\n\nSee [the list](a.md), **bold**\nand more.\n\n- one\n  two\n- three\n\n```python wrong shop/a.py\na = 1\n\nb = 2\n```\n\n| a | b |\n| --- | --- |\n| long cell | `x` |\n';
    expect(terminalMarkdown(page, PLAIN, 16)).toBe('title\n\nSee the list,\nbold and more.\n\n  - one two\n  - three\n\n    wrong shop/a.py\n    a = 1\n\n    b = 2\n\n  a          b\n  long cell  `x`\n');
  });

  it('is printed by explain RULE', async () => {
    const { code, stdout } = await project.run(['explain', 'admin-scale/no-write-per-row']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^admin-scale\/no-write-per-row\n\nDisallow saving/);
    expect((await project.run(['explain', 'no-wirte-per-row'])).stderr).toBe('admin-scale: "no-wirte-per-row": no such file and no such rule. Did you mean "no-write-per-row"?\n');
  });
});

describe('admin-scale rules', () => {
  it('lists them with what they mend and the presets that have them', async () => {
    const { code, stdout } = await project.run(['rules'], { dependencies: {} });
    expect(code).toBe(0);
    expect(stdout).toContain('no-write-per-row  (recommended: high impact, suggestions)\n  disallow saving, updating, creating or deleting row by row\n');
    expect(stdout).toContain('max-queries-per-page  (strict)\n');
  });
});
