import { describe, expect, it } from 'vitest';
import type { PythonNode } from '../../../src/python/nodes.ts';
import { reaching } from '../../../src/python/syntax/flow.ts';
import { isLoop, loopsAround, variantNames } from '../../../src/python/syntax/loops.ts';
import { moduleOf, type PyModule } from '../../../src/python/syntax/module.ts';
import { parsePython } from '../../../src/python/syntax/parse.ts';
import { walk } from '../../../src/python/syntax/walk.ts';

function moduleFrom(text: string): PyModule {
  const parsed = parsePython(text);
  if (!parsed.ok) throw new Error('The text of the test does not parse.');
  return moduleOf('/project/module.py', text, parsed.ast);
}

/** The argument of the call `use(…)`. */
function usedIn(module: PyModule): PythonNode {
  for (const node of walk(module.ast, { nested: true })) {
    if (node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === 'use') return node.args[0] as PythonNode;
  }
  throw new Error('The text of the test has no use().');
}

/** What the name in `use(x)` may hold, as written, the latest first. */
function values(text: string): string[] {
  const module = moduleFrom(text);
  return reaching(module, usedIn(module), 'x').map((binding) => (binding.value === undefined ? binding.kind : `${binding.kind} ${module.source(binding.value)}`));
}

describe('reaching', () => {
  it.each([
    ['the last assignment', 'def f():\n    x = 1\n    x = 2\n    use(x)\n', ['value 2']],
    ['not what comes later', 'def f():\n    x = 1\n    use(x)\n    x = 2\n', ['value 1']],
    ['what may have run, and what certainly ran before', 'def f():\n    x = 1\n    if y:\n        x = 2\n    use(x)\n', ['value 2', 'value 1']],
    ['not the other branch', 'def f():\n    x = 1\n    if y:\n        x = 2\n    else:\n        use(x)\n', ['value 1']],
    ['not a branch that leaves', 'def f():\n    x = 1\n    if y:\n        x = 2\n        return\n    use(x)\n', ['value 1']],
    ['with is no condition', 'def f():\n    x = 1\n    with y:\n        x = 2\n    use(x)\n', ['value 2']],
    ['nor is a try whose handlers leave', 'def f():\n    x = 1\n    try:\n        x = 2\n    except E:\n        return\n    use(x)\n', ['value 2']],
    ['a parameter', 'def f(x):\n    use(x)\n', ['parameter']],
    ['a loop variable', 'def f(y):\n    for x in y:\n        use(x)\n', ['element y']],
    ['a comprehension variable, not the name outside', 'def f(x, y):\n    return [use(x) for x in y]\n', ['element y']],
    ['what a comprehension runs over sees the name outside', 'def f(x):\n    return [x for x in use(x)]\n', ['parameter']],
    ['a name of the outer function, bound once', 'def f():\n    x = 1\n    def g():\n        use(x)\n', ['value 1']],
    ['not one that is bound twice', 'def f():\n    x = 1\n    x = 2\n    def g():\n        use(x)\n', []],
    ['unpacking', 'def f():\n    y, (x, z) = pair\n    use(x)\n', ['value pair']],
    ['a walrus', 'def f():\n    if (x := y):\n        use(x)\n', ['value y']],
    ['things of other kinds', 'def f():\n    x = 1\n    x += 1\n    use(x)\n', ['opaque']],
    ['nothing', 'use(x)\n', []],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toEqual(expected);
  });
});

describe('loopsAround', () => {
  it.each([
    ['a body', 'for a in b:\n    for c in d:\n        use(1)\n', ['d', 'b']],
    ['a head is outside of its loop', 'for a in b:\n    for c in use(1):\n        pass\n', ['b']],
    ['else is outside', 'for a in b:\n    pass\nelse:\n    use(1)\n', []],
    ['clauses of a comprehension', '[use(1) for a in b for c in d]\n', ['d', 'b']],
    ['what a later clause runs over', '[c for a in b for c in use(1)]\n', ['b']],
    ['functions are another matter', 'for a in b:\n    def f():\n        use(1)\n', []],
  ])('%s', (_, text, expected) => {
    const module = moduleFrom(text);
    expect(loopsAround(module, usedIn(module)).map((loop) => (isLoop(loop) ? module.source(loop.iter) : 'while'))).toEqual(expected);
  });

  it('knows what changes with every turn', () => {
    const module = moduleFrom('def f(y, z):\n    for a in y:\n        b = a.c\n        d, e = g(b), z\n        use(1)\n');
    const [loop] = loopsAround(module, usedIn(module));
    expect(loop !== undefined && isLoop(loop) ? [...variantNames(module, loop)].sort() : []).toEqual(['a', 'b', 'd', 'e']);
  });
});
