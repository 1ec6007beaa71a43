import { describe, expect, test } from 'vitest';
import { PythonLanguage } from '../../src/python/language.ts';
import type { NodeOf, PythonNode } from '../../src/python/nodes.ts';
import { parsePython } from '../../src/python/syntax/parse.ts';
import { PositionIndex } from '../../src/python/syntax/positions.ts';
import { eachNode, visitorKeys } from '../../src/python/visitor-keys.ts';

function treeOf(text: string): NodeOf<'Module'> {
  const result = parsePython(text);
  if (!result.ok) throw new Error(`${result.message} at ${result.line}:${result.column}`);
  return result.ast;
}

function nodesOf<Type extends PythonNode['nodeType']>(text: string, type: Type): NodeOf<Type>[] {
  const found: NodeOf<Type>[] = [];
  eachNode(treeOf(text), (node) => {
    if (node.nodeType === type) found.push(node as NodeOf<Type>);
  });
  return found;
}

/** The source of every node of a type. */
function sourcesOf(text: string, type: PythonNode['nodeType']): string[] {
  const positions = new PositionIndex(text);
  return nodesOf(text, type).map((node) => text.slice(...positions.range(node)));
}

function errorOf(text: string): { message: string; line: number; column: number } {
  const result = parsePython(text);
  if (result.ok) throw new Error('parsed');
  return { message: result.message, line: result.line, column: result.column };
}

describe('ranges', () => {
  test.each([
    ['LF', 'a = 1\nfoo(b)\n'],
    ['CRLF', 'a = 1\r\nfoo(b)\r\n'],
    ['lone CR', 'a = 1\rfoo(b)\r'],
    ['a byte order mark', '\uFEFFa = 1\nfoo(b)\n'],
    ['a byte order mark on the same line', '\uFEFFfoo(b)\n'],
    ['tabs', 'if a:\n\tfoo(b)\n'],
    ['é', 'é = "é"; foo(b)\n'],
    ['an emoji', 'a = "😀é€"; foo(b)  # 😀\n'],
    ['U+2028, U+2029, U+0085 and VT in a string', 'a = "\u2028\u2029\u0085\v"; foo(b)\n'],
    ['a form feed on a line of its own', 'a = 1\n\f\nfoo(b)\n'],
    ['a form feed before the code', 'a = 1\n\ffoo(b)\n'],
    ['form feeds in the indentation', 'if a:\n  x\n \f\f  foo(b)\n'],
    ['a form feed before the code, é, byte order mark', '\uFEFF\fé; foo(b)\n'],
    ['a form feed between tokens', 'a =\f"é"; foo(b)\n'],
    ['a string over several lines', 'a = """é\n😀"""; foo(b)\n'],
    ['a continued line', 'a = 1 + \\\r\n  foo(b)\n'],
    ...['', 'b', 'rb', 'f'].flatMap((prefix) => ['\n', '\r\n', '\r'].flatMap((end): [string, string][] => [
      [`a string ${prefix}"…" continued by a backslash before ${JSON.stringify(end)}`, `a = ${prefix}"x \\${end} y"; foo(b)${end}`],
      [`one more of it behind it, and a comment: ${prefix} ${JSON.stringify(end)}`, `a = [${prefix}"x \\${end}\\${end} y",  # "${end}  ${prefix}'\\${end}']; foo(b)${end}`],
    ])),
    ['a continued string inside the field of an f-string', 'a = f"{x[\'y\\\r\n z\']}"; foo(b)\r\n'],
    ['a continued format specification', 'a = f"{x:\\\r\n>3}"; foo(b)\r\n'],
  ])('are exact with %s', (_, text) => {
    expect(sourcesOf(text, 'Call')).toEqual(['foo(b)']);
  });

  test.each(['\n', '\r\n', '\r'])('a string continued before %j says what is in it', (end) => {
    expect(nodesOf(`a = "one__\\${end}two"\n`, 'Constant')[0]?.value).toBe('one__two');
  });

  test.each(['\n', '\r\n', '\r'])('a string that only ends its line before %j is none', (end) => {
    expect(errorOf(`a = "one${end}two"${end}`)).toMatchObject({ message: 'unterminated string literal', line: 1, column: 4 });
  });

  test('keep the string whose lines begin with form feeds', () => {
    expect(nodesOf('a = """\n\fx"""\n', 'Constant')[0]?.value).toBe('\n\fx');
  });

  test('begin at def and class, without decorators, as in CPython', () => {
    expect(sourcesOf('@a.b\ndef f(): pass\n', 'FunctionDef')).toEqual(['def f(): pass']);
    expect(sourcesOf('@a\n@b\nclass A: pass\n', 'ClassDef')).toEqual(['class A: pass']);
  });

  test('are exact inside f-strings', () => {
    const text = 'x = f"é{a.b!r:>{w}} {{ 😀 }} {d["k"]}" f\'{f"{z}"}\'\n';
    expect(sourcesOf(text, 'Name')).toEqual(['x', 'a', 'w', 'd', 'z']);
    expect(sourcesOf(text, 'Attribute')).toEqual(['a.b']);
    expect(sourcesOf(text, 'Subscript')).toEqual(['d["k"]']);
  });

  test('of several lines inside f-strings', () => {
    expect(sourcesOf('x = f"""é\n é{ a +\n b }{\nfoo(c)}"""\n', 'Name')).toEqual(['x', 'a', 'b', 'foo', 'c']);
  });

  test('of nodes without a position reach over their parts', () => {
    expect(sourcesOf('def f(a, *, b=1): pass\n', 'Arguments')).toEqual(['a, *, b=1']);
    expect(sourcesOf('[x for x in y if z]\n', 'Comprehension')).toEqual(['x in y if z']);
    expect(sourcesOf('def f(): pass\n', 'Arguments')).toEqual(['']);
    expect(sourcesOf('a\n', 'Module')).toEqual(['a\n']);
  });
});

describe('syntax', () => {
  test.each([
    ['walrus', 'if (n := 1): pass\n'],
    ['positional-only parameters', 'def f(a, /, b, *, c): pass\n'],
    ['match', 'match x:\n  case {"a": 1, **r} | [a, *_] if a: pass\n  case A(b=1) as c: pass\n  case _: pass\n'],
    ['parenthesised with', 'with (a as b, c as d,): pass\n'],
    ['exception groups', 'try:\n  pass\nexcept* (A, B) as e:\n  pass\n'],
    ['type parameters', 'class A[T: int = str, *Ts, **P]: pass\ntype X[T] = list[T]\ndef f[T](x: T) -> T: ...\n'],
    ['f-strings with their own quotes', 'f"{d["a"]} {f"{x}"}"\n'],
    ['t-strings', 't"a{x!r:>{w}}"\n'],
    ['lone soft keywords', 'match = 1\ncase = match\ntype = case\nmatch.x(case)\nmatch[1], case = 1, 2\n'],
  ])('%s', (_, text) => {
    expect(treeOf(text).body.length).toBeGreaterThan(0);
  });

  test('except without parentheses', () => {
    const text = 'try:\n  é\nexcept A, b.C:\n  pass\nexcept (D, E):\n  pass\n';
    expect(sourcesOf(text, 'Tuple')).toEqual(['A, b.C', '(D, E)']);
    expect(sourcesOf(text, 'Attribute')).toEqual(['b.C']);
    expect(sourcesOf('try: pass\nexcept* A, B: x(1)\n', 'Call')).toEqual(['x(1)']);
  });

  test('match and case without parentheses', () => {
    const text = 'match a, é:\n  case "é", [x, *_]: foo(b)\n  case 1, y if y: pass\n';
    expect(sourcesOf(text, 'Tuple')).toEqual(['a, é']);
    expect(sourcesOf(text, 'MatchSequence')).toEqual(['"é", [x, *_]', '[x, *_]', '1, y']);
    expect(sourcesOf(text, 'Call')).toEqual(['foo(b)']);
  });

  test('asynchronous set and dict comprehensions', () => {
    const text = 'async def f():\n  return {x async for x, y in z if x for q in w}, {k: v async for k in m}, {s for s in t}\n';
    expect(nodesOf(text, 'Comprehension').map((node) => node.is_async)).toEqual([1, 0, 1, 0]);
  });

  test('last commas', () => {
    expect(sourcesOf('def f[T, U,](a): pass\nclass A[T,]: pass\n', 'TypeVar')).toEqual(['T', 'U', 'T']);
    expect(nodesOf('match a:\n  case {"b": c, **rest,}: pass\n', 'MatchMapping')[0]?.rest).toBe('rest');
    expect(sourcesOf('del a, b,\n', 'Name')).toEqual(['a', 'b']);
  });

  test('braces, comments and line ends inside the fields of f-strings', () => {
    const braces = 'f"{\'{\'.join(é)}{\'}\'}"\n';
    expect(nodesOf(braces, 'Constant').map((node): unknown => node.value)).toEqual(['{', '}']);
    expect(sourcesOf(braces, 'Name')).toEqual(['é']);
    expect(sourcesOf('f"""{\n  a + # it\'s é\n  b\n}"""\n', 'Name')).toEqual(['a', 'b']);
    expect(sourcesOf('f"""é {f\'{a}\'\r\n  f\'{b}\'}: {c}"""\n', 'Name')).toEqual(['a', 'b', 'c']);
  });

  test('every child that a tree has is under a visitor key', () => {
    const text = [
      '@d\nclass A[T: int](B, metaclass=M):\n  x: int = 1\n  y += 1\n  async def f(a, /, b=1, *c, d=2, **e) -> int:\n    async with a as b: pass',
      '    async for a in b: await c\n    else: pass\n    return lambda a=1: (yield a)\ntry: pass\nexcept* A as e: raise B from c\nelse: pass\nfinally: del a[1:2:3]',
      'while a: break\nelse: continue\nassert a, b\nimport a as b\nfrom . import c\nwith a as b, c: pass\ntype X[*Ts = 1, **P = 2] = a',
      'for a, *b in c if d else e: f(*g, h=i, **j)\nx = {a: b, **c}, {d}, [e for e in f if g], {h: i for h in j}, {k for k in l}, (m for m in n)',
      'match a:\n  case A(1, b=2) | [x, *y] | {"k": None, **z} as w if v: pass\nf"{a!r:>{b}}" if not -a < b is not c else t"{a:b}"\ntry: (z := 1 and 2 or 3)\nexcept: global q',
    ].join('\n');
    const uncovered = new Set<string>();
    eachNode(treeOf(text), (node) => {
      for (const [key, value] of Object.entries(node) as [string, unknown][]) {
        const holds = [value].flat().some((item) => typeof item === 'object' && item !== null && 'nodeType' in item);
        if (holds && !visitorKeys[node.nodeType].includes(key)) uncovered.add(key);
      }
    });
    expect([...uncovered].sort()).toEqual(['ctx', 'op', 'ops']);
  });
});

describe('comments', () => {
  test('are found in brackets and after strings, and not in strings', () => {
    const text = 'a = [  # one\n  "# no",  # zwei é\n  r"\\"# no",  # three\n  f"{x:#x} # no {"#no"}",#four\n]\n"""\n# no\n"""\n# five\r\nrb\'#no\' # six';
    const result = parsePython(text);
    expect(result.ok && result.comments.map((comment) => comment.value)).toEqual([' one', ' zwei é', ' three', 'four', ' five', ' six']);
  });

  test('have exact ranges', () => {
    const text = 'é = "😀"  # two\r\n# one\r\n';
    const result = parsePython(text);
    expect(result.ok && result.comments.map(({ range }) => text.slice(...range))).toEqual(['# two', '# one']);
  });
});

describe('errors', () => {
  test.each([
    ['x = \n', { line: 1, column: 4 }],
    ['é = (1\nx = 2\n', { line: 2, column: 0 }],
    ['"é😀"; a b\n', { line: 1, column: 9 }],
    ['if a:\n  x\n y\n', { line: 3, column: 0 }],
    ['a\n  b\n', { line: 2, column: 2 }],
    ['x = "é\n', { line: 1, column: 4, message: 'unterminated string literal' }],
    ['é = r"""abc', { line: 1, column: 5, message: 'unterminated triple-quoted string literal' }],
    ['a = $\n', { line: 1, column: 4 }],
    ['a\0b', { line: 1, column: 1 }],
    ['a = 1\n\fb c\n', { line: 2 }],
    ['f"{a b}"\n', { line: 1 }],
    ['try: pass\nexcept A, B as c d: pass\n', { line: 2 }],
  ])('%j', (text, expected) => {
    expect(errorOf(text)).toMatchObject(expected);
  });

  test.each(['print "hi"\n', 'if a: print x\n', 'exec "x"\n', 'raise A, "x"\n', 'a <> b\n', 'x = `y`\n', 'x = 10L\n'])('Python 2: %j', (text) => {
    expect(errorOf(text).message).toMatch(/Python 2/u);
  });

  test('no Python 2 for others', () => {
    expect(errorOf('print(x\n').message).not.toMatch(/Python 2/u);
  });
});

describe('size and depth', () => {
  test.each(['', '\n', '# only\n', '   \n\t\n', '\uFEFF', '\f\n'])('nothing: %j', (text) => {
    expect(treeOf(text).body).toEqual([]);
  });

  test('two megabytes', () => {
    const text = 'class A:\n    def method(self, é):\n        return self.other.filter(name="é", id__in=[1, 2, 3]).first()  # é\n'.repeat(20_000);
    const result = parsePython(text);
    expect(result.ok && result.comments.length).toBe(20_000);
    expect(sourcesOf(text, 'ClassDef')).toHaveLength(20_000);
  });

  test.each([
    ['200 brackets, as many as CPython takes', '('.repeat(200) + 'a' + ')'.repeat(200)],
    ['3,000 attributes', `a${'.a'.repeat(3000)}`],
    ['3,000 calls', `a${'.b()'.repeat(3000)}`],
    ['3,000 operators', `a${'+a'.repeat(3000)}`],
    ['1,000 elifs', `if a: b\n${'elif a: b\n'.repeat(1000)}`],
  ])('%s', (_, text) => {
    expect(sourcesOf(text, 'Name').length).toBeGreaterThan(0);
  });

  test.each([
    ['1,000 parentheses', '('.repeat(1000) + '1' + ')'.repeat(1000)],
    ['5,000 brackets', '['.repeat(5000)],
    ['100,000 attributes', `a${'.a'.repeat(100_000)}`],
    ['100,000 minuses', `${'-'.repeat(100_000)}a`],
    ['10,000 nested f-strings', 'f"{'.repeat(10_000)],
  ])('%s end in a tree or an error', (_, text) => {
    expect(typeof parsePython(text).ok).toBe('boolean');
  });
});

describe('language', () => {
  const language = new PythonLanguage();

  test('reads text and bytes, with and without byte order mark', () => {
    for (const body of ['é = 1\n', new TextEncoder().encode('é = 1\n')]) {
      const parsed = language.parse({ body, bom: true });
      if (!parsed.ok) throw new Error('not parsed');
      const sourceCode = language.createSourceCode({ body, bom: true }, parsed);
      expect([sourceCode.text, sourceCode.hasBOM]).toEqual(['é = 1\n', true]);
    }
  });

  test('gives errors as ESLint shows them', () => {
    expect(language.parse({ body: 'é = $\n' })).toMatchObject({ ok: false, errors: [{ line: 1, column: 5 }] });
  });

  test('has no options, and is not upset by those that JavaScript has', () => {
    language.validateLanguageOptions({ globals: {}, ecmaVersion: 2024 });
    expect(() => { language.validateLanguageOptions({ version: 3 }); }).toThrow(TypeError);
  });
});
