import { ESLint } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { PythonProcessor } from '../../src/python/processor.ts';
import { TemporaryProject } from '../cli/stub.ts';

const RULE = 'admin-scale/no-write-per-row';

/** The text with the comment for a finding in `line`; undefined where none is offered. */
function silenced(text: string, line: number): string | undefined {
  const processor = new PythonProcessor('0');
  expect(processor.preprocess(text, 'a.py')).toEqual([text]);
  const [message] = processor.postprocess([[{ ruleId: RULE, severity: 2, message: 'slow', line, column: 1 }]], 'a.py');
  const fix = message?.suggestions?.at(-1)?.fix;
  return fix === undefined ? undefined : text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
}

describe('the suggestion that silences a line of Python', () => {
  it.each([
    ['a statement', 'for a in b:\n    a.save()\n', 2, `for a in b:\n    # eslint-disable-next-line ${RULE} -- \n    a.save()\n`],
    ['the first line', 'a.save()', 1, `# eslint-disable-next-line ${RULE} -- \na.save()`],
    ['a line within brackets', 'f(\n\ta.save(),\n)\n', 2, `f(\n\t# eslint-disable-next-line ${RULE} -- \n\ta.save(),\n)\n`],
    ['CRLF', 'b\r\na.save()\r\n', 2, `b\r\n# eslint-disable-next-line ${RULE} -- \r\na.save()\r\n`],
    ['a comment that is there', '  # eslint-disable-next-line x/y -- why\n  a.save()\n', 2, `  # eslint-disable-next-line x/y, ${RULE} -- why\n  a.save()\n`],
    ['a comment that gives no reason', '# eslint-disable-next-line x/y\na.save()\n', 2, `# eslint-disable-next-line x/y, ${RULE}\na.save()\n`],
    ['a string that ended', 'a = """\n"""\na.save()\n', 3, `a = """\n"""\n# eslint-disable-next-line ${RULE} -- \na.save()\n`],
    ['a quote in a comment', "# it's\na.save()\n# it's\n", 2, `# it's\n# eslint-disable-next-line ${RULE} -- \na.save()\n# it's\n`],
  ])('%s', (_, text, line, after) => {
    expect(silenced(text, line)).toBe(after);
  });

  it.each([['a line that goes on', 'a = \\\n  b.save()\n', 2], ['a line that begins in a string', 'a = """\n""".format(b.save())\n', 2], ['no such line', 'a\n', 5]])('is not offered for %s', (_, text, line) => {
    expect(silenced(text, line)).toBeUndefined();
  });

  it.each([['10', ESLint], ['9.15', ESLint9]])('comes last in ESLint %s, silences, and hinders no fix', async (_, Engine) => {
    const project = new TemporaryProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': 'from django.db import models\n\nclass Order(models.Model):\n    paid = models.BooleanField()\n' });
    const engine = new Engine({ cwd: project.root, overrideConfigFile: true, overrideConfig: plugin.configs.strict });
    const code = 'from .models import Order\n\ndef pay():\n    for order in Order.objects.all():\n        order.paid = True\n        order.save()\n';
    const [result] = await engine.lintText(code, { filePath: 'shop/jobs.py' });
    const [message] = result?.messages.filter(({ ruleId }) => ruleId === RULE) ?? [];
    expect(message?.suggestions?.map(({ desc }) => desc).at(-1)).toBe(`Disable ${RULE} for this line (write the reason behind the dashes).`);
    const { range: [at], text } = message?.suggestions?.at(-1)?.fix ?? { range: [0], text: '' };
    const [after] = await engine.lintText(code.slice(0, at) + text + code.slice(at), { filePath: 'shop/jobs.py' });
    project.remove();
    expect(after?.messages.filter(({ ruleId }) => ruleId === RULE)).toEqual([]);
    expect(after?.suppressedMessages.map(({ ruleId }) => ruleId)).toContain(RULE);
  });
});
