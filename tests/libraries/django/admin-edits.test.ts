import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/model/text.ts';
import type { ClassDef } from '../../../src/python/nodes.ts';
import { addAttribute, addMethod, appendArguments, appendElements } from '../../../src/python/syntax/edits.ts';
import { moduleOf, type PyModule } from '../../../src/python/syntax/module.ts';
import { parsePython } from '../../../src/python/syntax/parse.ts';
import { isSequence } from '../../../src/python/syntax/static.ts';

function parsed(text: string): PyModule {
  const result = parsePython(text);
  if (!result.ok) throw new Error(`${result.message} in:\n${text}`);
  return moduleOf('/x.py', text, result.ast);
}

function applied(text: string, edit: Edit | undefined): string {
  if (edit === undefined) return 'not editable';
  const result = text.slice(0, edit.span[0]) + edit.text + text.slice(edit.span[1]);
  parsed(result);
  return result;
}

function appended(text: string, ...values: string[]): string {
  const module = parsed(text);
  const [statement] = module.ast.body;
  const value = statement?.nodeType === 'Assign' ? statement.value : undefined;
  if (value === undefined || !isSequence(value)) throw new Error('no sequence');
  return applied(text, appendElements(module, value, values));
}

describe('appendElements', () => {
  it.each([
    ['x = ()', "x = ('a',)".replaceAll("'", '"')],
    ['x = []', 'x = ["a"]'],
    ['x = ("b",)', 'x = ("b", "a")'],
    ["x = ('b', 'c')", "x = ('b', 'c', 'a')"],
    ["x = ['b', 'c',]", "x = ['b', 'c', 'a',]"],
    ['x = "b", "c"', 'x = "b", "c", "a"'],
    ['x = "b",', 'x = "b", "a"'],
    ['x = {"b"}', 'x = {"b", "a"}'],
    ['x = [\n    "b",\n]\n', 'x = [\n    "b",\n    "a",\n]\n'],
    ['x = [\n    "b"\n]\n', 'x = [\n    "b",\n    "a"\n]\n'],
    ['x = [\n    "b"  # why, and how\n]\n', 'x = [\n    "b",  # why, and how\n    "a"\n]\n'],
    ['x = [\n    "b",  # why, and how\n    # "c",\n]\n', 'x = [\n    "b",  # why, and how\n    "a",\n    # "c",\n]\n'],
    ['x = ["b",\n     "c"]\n', 'x = ["b",\n     "c",\n     "a"]\n'],
    ['x = (\n    "b", "c",  # both\n)\n', 'x = (\n    "b", "c", "a",  # both\n)\n'],
    ['x = (\r\n    "b",\r\n)\r\n', 'x = (\r\n    "b",\r\n    "a",\r\n)\r\n'],
    ['x = [\n\t"ä",\n]\n', 'x = [\n\t"ä",\n\t"a",\n]\n'],
    ['x = (  # none yet\n)', 'not editable'],
    ['x = ("b", "c") + ()'.slice(0, 14), 'x = ("b", "c", "a")'],
  ])('%j', (text, expected) => {
    expect(appended(text, 'a')).toBe(expected);
  });

  it('takes several values and quotes them as the literal does', () => {
    expect(appended("x = ['b']", 'c', "d'e")).toBe("x = ['b', 'c', 'd\\'e']");
  });
});

function inClass(text: string, edit: (module: PyModule, node: ClassDef) => Edit | undefined): string {
  const module = parsed(text);
  const node = module.classes.get('A');
  return node === undefined ? 'no class' : applied(text, edit(module, node));
}

describe('addAttribute', () => {
  it.each([
    ['class A:\n    pass\n', 'class A:\n    y = 1\n'],
    ['class A:\n    """Doc."""\n', 'class A:\n    """Doc."""\n    y = 1\n'],
    ['class A:\n    """Doc.\n\n    More."""\n\n    def f(self):\n        pass\n', 'class A:\n    """Doc.\n\n    More."""\n    y = 1\n\n    def f(self):\n        pass\n'],
    ['class A:\n    z = 1  # z\n    after = (\n        1,\n    )  # a\n    w = 2\n', 'class A:\n    z = 1  # z\n    after = (\n        1,\n    )  # a\n    y = 1\n    w = 2\n'],
    ['class A:\n\tafter = 1', 'class A:\n\tafter = 1\n\ty = 1'],
    ['class A:\n    @decorated\n    def f(self):\n        pass\n', 'class A:\n    y = 1\n\n    @decorated\n    def f(self):\n        pass\n'],
    ['class A: pass\n', 'not editable'],
    ['class A:\n    after = 1; z = 2\n', 'not editable'],
    ['if True:\n    class A:\n        after = 1\n', 'if True:\n    class A:\n        after = 1\n        y = 1\n'],
    ['class A:\r\n    after = 1\r\n', 'class A:\r\n    after = 1\r\n    y = 1\r\n'],
  ])('%j', (text, expected) => {
    expect(inClass(text, (module, node) => addAttribute(module, node, 'y = 1', ['after']))).toBe(expected);
  });
});

describe('addMethod', () => {
  it('stands at the end of the class, in its indentation', () => {
    const text = 'class A:\n  x = 1  # x\n\n\nclass B:\n  pass\n';
    expect(inClass(text, (module, node) => addMethod(module, node, 'def f(self):\n    return 1'))).toBe('class A:\n  x = 1  # x\n\n  def f(self):\n      return 1\n\n\nclass B:\n  pass\n');
  });
});

describe('appendArguments', () => {
  it.each([
    ['f()', 'f("a")'],
    ['f("b")', 'f("b", "a")'],
    ["f('b',)", "f('b', 'a',)"],
    ['f(\n    "b",\n    "c",  # c\n)', 'f(\n    "b",\n    "c",  # c\n    "a",\n)'],
    ['f(*b)', 'not editable'],
    ['f("b", c=1)', 'not editable'],
  ])('%j', (text, expected) => {
    const module = parsed(text);
    const [statement] = module.ast.body;
    const call = statement?.nodeType === 'Expr' && statement.value.nodeType === 'Call' ? statement.value : undefined;
    expect(call === undefined ? '' : applied(text, appendArguments(module, call, ['a']))).toBe(expected);
  });
});
