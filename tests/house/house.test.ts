import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ABOUTS } from '../../src/libraries/abouts.ts';
import { ADMIN_FRAMEWORKS, ORMS, PYTHON_LIBRARIES } from '../../src/libraries/index.ts';
import packageJson from '../../package.json' with { type: 'json' };

const SRC = resolve('src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(SRC, name));
const nameOf = (path: string): string => relative(SRC, path).split(sep).join('/');

/** A text without its comments, which may say where a fact comes from. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/g, '');
}

/** The files that a file imports; of types only where that is asked for. */
function importsOf(path: string, types: boolean): string[] {
  const found = [...codeOf(path).matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from '(\.[^']+)'/gm)];
  return found.filter(([, isType]) => types || isType === undefined).map(([, , source = '']) => resolve(dirname(path), source));
}

/** The ways that lead back to where they begin, in a graph by the names of its nodes. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (node: string, way: readonly string[]): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      circles.push([...way.slice(way.indexOf(node)), node].join(' > '));
      return;
    }
    state.set(node, 'open');
    for (const target of graph.get(node) ?? []) visit(target, [...way, node]);
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}

/** Users write the name of a library in their settings, and what a request brings is called its payload. */
const EXCEPTIONS: ReadonlySet<string> = new Set(['model/settings.ts', 'javascript/weight/row-weight.ts', 'javascript/answers/heavy-columns.ts']);

describe('the house', () => {
  it('has a folder for each library, and all of them in both lists', () => {
    const folders = readdirSync(join(SRC, 'libraries')).filter((name) => statSync(join(SRC, 'libraries', name)).isDirectory());
    expect(ABOUTS.map(({ label }) => label.toLowerCase().replace(/ .*/, '')).toSorted()).toEqual(folders.toSorted());
    expect([...new Set([...PYTHON_LIBRARIES, ...ADMIN_FRAMEWORKS, ...ORMS].map(({ about }) => about))]).toEqual(ABOUTS);
  });

  it.each(ABOUTS.map(({ label }) => label))('names %s in the description of the package and in the README', (label) => {
    expect(packageJson.description).toContain(label);
    expect(readFileSync('README.md', 'utf8')).toContain(label);
  });

  const shared = files.filter((path) => /^(?:rules|model|javascript|python|cli)\//.test(nameOf(path)) && !EXCEPTIONS.has(nameOf(path)));

  it.each(shared.map(nameOf))('%s names no library', (name) => {
    const named = ABOUTS.map(({ label }) => label).filter((label) => new RegExp(`${label}|\\b${label.toLowerCase()}`).test(codeOf(join(SRC, name))));
    expect(named).toEqual([]);
  });

  it('imports one way', () => {
    const allowed: Record<string, readonly string[]> = {
      model: [], project: ['model'], javascript: ['project', 'model'], python: ['project', 'model'], libraries: ['javascript', 'python', 'project', 'model'],
    };
    const wrong = files.flatMap((path) => {
      const [room = ''] = nameOf(path).split('/');
      return importsOf(path, true).filter((target) => !target.endsWith('package.json') && allowed[room]?.concat(room).includes(nameOf(target).split('/')[0] ?? '') === false).map((target) => `${nameOf(path)} imports ${nameOf(target)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps libraries apart', () => {
    const wrong = files.flatMap((path) => {
      const [room, library] = nameOf(path).split('/');
      if (room !== 'libraries' || library?.endsWith('.ts') === true) return [];
      return importsOf(path, true).map(nameOf).filter((target) => target.startsWith('libraries/') && !target.startsWith(`libraries/${library ?? ''}/`)).map((target) => `${nameOf(path)} imports ${target}`);
    });
    // an admin shows the models of whichever ORM: it asks theirs by their own names until they have one interface for that
    // Keystone's lists are models of the schema.prisma that it writes
    expect(wrong.filter((one) => !/^libraries\/(?:adminjs\/resources|keystone\/schema)\.ts/.test(one))).toEqual([]);
  });

  // The evaluator of querysets and the models stand in several files that ask each other.
  it('has no circle of imports but for types, Django\'s evaluator apart', () => {
    const others = files.filter((path) => !nameOf(path).startsWith('libraries/django/'));
    expect(circlesIn(new Map(others.map((path) => [nameOf(path), importsOf(path, false).filter((target) => others.includes(target)).map(nameOf)])))).toEqual([]);
  });

  it('has no circle among the rooms of the JavaScript engine', () => {
    const rooms = new Map<string, string[]>();
    const roomOf = (path: string): string => dirname(nameOf(path));
    for (const path of files.filter((file) => nameOf(file).startsWith('javascript/'))) {
      const next = importsOf(path, false).map(roomOf).filter((room) => room.startsWith('javascript/') && room !== roomOf(path));
      rooms.set(roomOf(path), [...rooms.get(roomOf(path)) ?? [], ...next]);
    }
    expect(rooms.size).toBeGreaterThan(10);
    expect(circlesIn(rooms)).toEqual([]);
  });
});
