import { ESLint, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { describe, expect, test } from 'vitest';
import { PythonLanguage } from '../../src/python/language.ts';
import type { PythonNode, PythonRuleDefinition } from '../../src/python/nodes.ts';
import type { PythonSourceCode } from '../../src/python/source-code.ts';

const noBad: PythonRuleDefinition<{ MessageIds: 'bad' }> = {
  meta: { type: 'problem', fixable: 'code', messages: { bad: 'No {{name}}.' } },
  create: (context) => ({
    Name(node) {
      if (!node.id.startsWith('bad')) return;
      const fix = node.id === 'badfix' ? { range: context.sourceCode.getRange(node), text: 'good' } : null;
      context.report({ node, messageId: 'bad', data: { name: node.id }, fix: () => fix });
    },
  }),
};

const plugin = { languages: { python: new PythonLanguage() }, rules: { bad: noBad, other: noBad } };

async function lint(text: string, { config = {}, fix = false }: { config?: Linter.Config; fix?: boolean } = {}): Promise<ESLint.LintResult> {
  const eslint = new ESLint({
    overrideConfigFile: true,
    fix,
    overrideConfig: [
      {
        files: ['**/*.py'],
        plugins: { t: plugin },
        language: 't/python',
        rules: { 't/bad': 'error' },
        ...config,
      },
    ],
  });
  const [result] = await eslint.lintText(text, { filePath: 'a.py' });
  return result as ESLint.LintResult;
}

async function linesOf(text: string): Promise<number[]> {
  const config: Linter.Config = { linterOptions: { reportUnusedDisableDirectives: 'off' } };
  return (await lint(text, { config })).messages.map((message) => message.line);
}

function codeOf(text: string): PythonSourceCode {
  const language = new PythonLanguage();
  const parsed = language.parse({ body: text });
  if (!parsed.ok) throw new Error('not parsed');
  return language.createSourceCode({ body: text }, parsed);
}

describe('through ESLint', () => {
  test('places are exact', async () => {
    const { messages } = await lint('a = "😀é"; bad1\r\nif bad2:\r\n\tbad3\r\n');
    expect(messages.map(({ line, column, endColumn }) => [line, column, endColumn])).toEqual([
      [1, 12, 16],
      [2, 4, 8],
      [3, 2, 6],
    ]);
  });

  test('fixes keep the byte order mark, CRLF and what surrounds them', async () => {
    expect((await lint('\uFEFFé = badfix  # 😀\r\nx(badfix)\r\n', { fix: true })).output).toBe('\uFEFFé = good  # 😀\r\nx(good)\r\n');
  });

  test('syntax errors have a place', async () => {
    const { messages } = await lint('é = $\n');
    expect(messages).toMatchObject([{ fatal: true, line: 1, column: 5, message: expect.stringMatching(/^Parsing error: /u) as string }]);
    expect((await lint('print "hi"\n')).messages[0]?.message).toMatch(/Python 2 print statement\?/u);
  });

  test.each(['', '\n', '# bad\n', '\uFEFF'])('empty files: %j', async (text) => {
    expect((await lint(text)).messages).toEqual([]);
  });

  test('selectors', async () => {
    const rule: PythonRuleDefinition<{ MessageIds: 'x' }> = {
      meta: { type: 'problem', messages: { x: 'x' } },
      create: (context) => ({
        'ClassDef > FunctionDef[name="f"] Call:exit'(node: PythonNode) {
          context.report({ node, messageId: 'x' });
        },
        'BinOp[op.nodeType="Mod"]'(node: PythonNode) {
          context.report({ node, messageId: 'x' });
        },
      }),
    };
    const { messages } = await lint('x()\nclass A:\n  def f(self):\n    y()\n  def g(self): z() % 2\n', {
      config: { plugins: { t: { ...plugin, rules: { bad: rule } } } },
    });
    expect(messages.map((message) => message.line)).toEqual([4, 5]);
  });

  test('the root is visited and directives are read in the oldest ESLint that we support', async () => {
    const rule: PythonRuleDefinition<{ MessageIds: 'x' }> = {
      meta: { type: 'problem', messages: { x: 'x' } },
      create: (context) => ({
        Module(node) {
          for (const statement of node.body) context.report({ node: statement as PythonNode, messageId: 'x' });
        },
      }),
    };
    const t = { ...plugin, rules: { bad: rule } } as unknown as ESLint.Plugin;
    const eslint = new ESLint9({
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.py'], plugins: { t: t }, language: 't/python', rules: { 't/bad': 'error' } }],
    });
    const [result] = await eslint.lintText('"é😀"; a\r\n# eslint-disable-next-line t/bad\r\nb\r\n', { filePath: 'a.py' });
    expect(result?.messages.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 8],
    ]);
  });

  test('JavaScript options for all files do no harm, others do', async () => {
    const languageOptions = { globals: { a: true } } as const;
    expect((await lint('bad\n', { config: { languageOptions } })).messages).toHaveLength(1);
    await expect(lint('bad\n', { config: { languageOptions: { version: 3 } } })).rejects.toThrow(/no options/u);
  });

  test('deep nesting', async () => {
    expect(await linesOf(`bad${'.a()'.repeat(3000)}\n`)).toEqual([1]);
    expect((await lint('('.repeat(1000) + '1' + ')'.repeat(1000))).messages).toMatchObject([{ fatal: true, line: 1 }]);
  });
});

describe('directives', () => {
  test.each([
    ['next line', '# eslint-disable-next-line t/bad -- why\nbad\nbad\n', [3]],
    ['next line, no space', '#eslint-disable-next-line\nbad\nbad\n', [3]],
    ['same line', 'bad  # eslint-disable-line t/bad\nbad\n', [2]],
    ['same line, inside brackets', 'x = [\n  bad,  # eslint-disable-line t/bad -- why\n  bad,\n]\n', [3]],
    ['block', 'bad\n# eslint-disable t/bad\nbad\n# eslint-enable t/bad\nbad\n', [1, 5]],
    ['block of everything, CRLF', 'bad\r\n# eslint-disable\r\nbad\r\n# eslint-enable\r\nbad\r\n', [1, 5]],
    ['of another rule', 'bad  # eslint-disable-line t/other\n', [1]],
    ['of two rules', 'bad  # eslint-disable-line t/other, t/bad\n', []],
    ['in a string', '"# eslint-disable"\nbad\n', [2]],
    ['not at the start of the comment', '# see eslint-disable\nbad\n', [2]],
    ['rule settings', '# eslint t/bad: "off"\nbad\n', []],
    ['rule settings in a list', '# eslint "t/bad": ["off"]\nbad\n', []],
    ['prose', '# eslint is great\n# eslint\nbad\n', [3]],
    ['after lines that only ESLint would end', 'a = "\u2028"\nbad  # eslint-disable-line\nbad\n', [3]],
  ])('%s', async (_, text, lines) => {
    expect(await linesOf(text)).toEqual(lines);
  });

  test('that are malformed are problems', async () => {
    expect((await lint('x = 1\n# eslint t/bad: [\n')).messages).toMatchObject([{ line: 2, column: 1, message: expect.stringMatching(/Failed to parse JSON/u) as string }]);
    expect((await lint('# eslint t/bad: "loud"\n')).messages).toMatchObject([{ line: 1, ruleId: 't/bad' }]);
    expect((await lint('# eslint t/none: "error"\n')).messages).toMatchObject([{ line: 1, ruleId: 't/none' }]);
    expect((await lint('x = 1  # eslint-disable-line t/none\n')).messages).toMatchObject([{ line: 1, ruleId: 't/none' }]);
  });

  test('are named where they are switched off', async () => {
    const { messages } = await lint('# eslint-disable-next-line\nx = 1\n', { config: { linterOptions: { noInlineConfig: true } } });
    expect(messages).toMatchObject([{ line: 1, message: expect.stringMatching(/'# eslint-disable-next-line' has no effect/u) as string }]);
  });

  test('that are unused are reported and removed', async () => {
    const config: Linter.Config = { linterOptions: { reportUnusedDisableDirectives: 'error' } };
    const text = 'if é:\r\n    # eslint-disable-next-line t/bad -- why\r\n    x = 1  # eslint-disable-line\r\n    bad  # eslint-disable-line t/other, t/bad -- why\r\n';
    expect((await lint(text, { config })).messages.map((message) => message.line)).toEqual([2, 3, 4]);
    const fixed = await lint(text, { config, fix: true });
    expect(fixed.output).toBe('if é:\r\n     \r\n    x = 1   \r\n    bad  # eslint-disable-line t/bad -- why\r\n');
    expect(fixed.messages).toEqual([]);
  });
});

describe('source code', () => {
  test('knows parents without a traversal', () => {
    const code = codeOf('def f():\n  a.b\n');
    const [definition] = code.ast.body;
    if (definition?.nodeType !== 'FunctionDef') throw new Error('no function');
    expect(code.getParent(definition)).toBe(code.ast);
    expect(code.getParent(definition.args)).toBe(definition);
    expect(code.getParent(code.ast)).toBeUndefined();
    expect(code.getAncestors(definition.args)).toEqual([code.ast, definition]);
  });

  test('gives ranges with and without decorators', () => {
    const code = codeOf('x\n@ (a.b @ c)\n@d\ndef f(): pass\n');
    const definition = code.ast.body[1];
    if (definition?.nodeType !== 'FunctionDef') throw new Error('no function');
    expect(code.getText(definition)).toBe('def f(): pass');
    expect(code.text.slice(...code.getFullRange(definition))).toBe('@ (a.b @ c)\n@d\ndef f(): pass');
    expect(code.getRange(definition.args)).toEqual([code.getRange(definition)[0], code.getRange(definition)[0]]);
  });

  test('counts lines as Python does', () => {
    const code = codeOf('a = "\u2028\f\v"\rb = 1\r\nc\n');
    expect(code.lines).toEqual(['a = "\u2028\f\v"', 'b = 1', 'c', '']);
    expect(code.getLocFromIndex(10)).toEqual({ line: 2, column: 0 });
    expect(code.getIndexFromLoc({ line: 3, column: 0 })).toBe(17);
  });

  test('visits every node once in and once out, in source order', () => {
    const code = codeOf('@a\ndef f(b=c) -> d: return e\n');
    const steps = code.traverse();
    expect(code.traverse()).toBe(steps);
    const names = steps.filter((step) => step.phase === 1).map(({ target }) => ('id' in target ? target.id : undefined));
    expect(names.filter(Boolean)).toEqual(['a', 'c', 'd', 'e']);
    expect(steps.filter((step) => step.phase === 1)).toHaveLength(steps.length / 2);
    expect(steps.at(-1)?.target).toBe(code.ast);
  });
});
