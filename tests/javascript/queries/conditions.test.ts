import { describe, expect, it } from 'vitest';
import { conditionsIn, type Filter, filterIn, type FilterDialect } from '../../../src/javascript/queries/conditions.ts';
import type { JsModule } from '../../../src/javascript/syntax/module.ts';
import { memberName, type Node } from '../../../src/javascript/syntax/nodes.ts';
import { moduleOf } from '../parse.ts';

const KEYS: FilterDialect = { operators: { equals: 'equals', in: 'in', gt: 'range', In: 'in', Not: 'other' }, all: 'AND', any: 'OR', none: 'NOT', within: ['some'], modifiers: ['mode'] };
const CALLS: FilterDialect = {
  operators: { eq: 'equals', inArray: 'in', gt: 'range' }, all: 'and', any: 'or',
  columnOf: (node) => (node.type === 'MemberExpression' ? memberName(node) : undefined),
};

/** What the last declaration of a text is set to. */
function lastInit(module: JsModule): Node | undefined {
  const declaration = module.program.body.at(-1);
  return declaration?.type === 'VariableDeclaration' ? (declaration.declarations[0].init ?? undefined) : undefined;
}

/** Each condition as one text: `group.id equals owner`. */
function read(filter: string, dialect = KEYS): string[] | undefined {
  const module = moduleOf(`import { eq as same } from 'x'; const known = { b: y }; const where = ${filter};`);
  const told = (found: Filter): string[] => found.map((one) => {
    if ('any' in one) return one.each === undefined ? `any(${one.any.map((inner) => told(inner).join('; ')).join(' | ')})` : `any of ${module.textOf(one.each)}`;
    return `${one.path.join('.') || '?'} ${one.modified === true ? 'about ' : ''}${one.operator}${one.value === undefined ? '' : ` ${module.textOf(one.value)}`}${one.property === undefined ? '' : ' *'}`;
  });
  const found = filterIn(module, lastInit(module), dialect);
  return found && told(found);
}

describe('filters that are objects', () => {
  it.each([
    ['{ a: x }', ['a equals x *']],
    ['{ a: { equals: x } }', ['a equals x *']],
    ['{ a: { in: xs }, b: { gt: y } }', ['a in xs *', 'b range y *']],
    ['{ a: In(xs), b: Not(y), c: make(z) }', ['a in xs *', 'b other Not(y) *', 'c equals make(z) *']],
    // what a list of values would find is something else
    ["{ a: { equals: x, mode: 'insensitive' } }", ['a about equals x *']],
    ['{ group: { id: x } }', ['group.id equals x']],
    ['{ items: { some: { sku: x } } }', ['items.sku equals x']],
    ['{ AND: [{ a: x }, { b: { in: ys } }] }', ['a equals x *', 'b in ys *']],
    ['{ OR: [{ a: x }, { b: y }] }', ['any(a equals x * | b equals y *)']],
    ['{ OR: xs.map((x) => ({ a: x })) }', ['any of xs']],
    ['[{ a: x }, { b: y }]', ['any(a equals x * | b equals y *)']],
    ['{ NOT: { a: x } }', ['? other { a: x }']],
    ['{ ...known, a: x }', ['b equals y *', 'a equals x *']],
    ['{ ...unknown, a: x }', ['? other ...unknown', 'a equals x *']],
    ['{ [name]: x }', ['? other x']],
    ['flag ? { a: x } : { b: y }', ['any(a equals x * | b equals y *)']],
    ['undefined', []],
  ])('%s', (filter, expected) => {
    expect(read(filter)).toEqual(expected);
  });

  it.each(['given', 'make()', '(x) => { return x; }'])('can\'t be read: %s', (filter) => {
    expect(read(filter)).toBeUndefined();
  });
});

describe('filters that are calls', () => {
  it.each([
    ['eq(t.a, x)', ['a equals x']],
    ['and(eq(t.a, x), inArray(t.b, ys), gt(t.c, z))', ['a equals x', 'b in ys', 'c range z']],
    ['or(eq(t.a, x), eq(t.b, y))', ['any(a equals x | b equals y)']],
    ['and(...more, eq(t.a, x))', ['? other ...more', 'a equals x']],
    ['sql(x)', ['? other sql(x)']],
    ['same(t.a, x)', ['a equals x']],
    ['(t, { eq }) => eq(t.a, x)', ['a equals x']],
  ])('%s', (filter, expected) => {
    expect(read(filter, CALLS)).toEqual(expected);
  });
});

it('conditions of alternatives are among all conditions', () => {
  const module = moduleOf('const where = { a: x, OR: [{ b: y }, { c: { in: zs } }] };');
  expect(conditionsIn(filterIn(module, lastInit(module), KEYS)).map(({ path }) => path[0])).toEqual(['a', 'b', 'c']);
});
