import type { Module } from '../nodes.ts';
import { type ParsedPython, parsePython, type PythonSyntaxError } from './parse.ts';

/**
 * The trees that someone still holds, by the path and text that they were made from. Weak: they live as long as the file being linted, or the index of
 * a project, wants them.
 */
const trees = new Map<string, WeakRef<Module>[]>();

/** What a tree was made from, and the comments that go with it. */
const origins = new WeakMap<Module, { readonly text: string; readonly parsed: ParsedPython }>();

/** Paths at which those whose trees are gone are dropped. */
let sweepAt = 1000;

/**
 * Parses the text of a file, or gives the tree that was made of it before: one tree for each path and text, whoever asks first (the linter, or the index for
 * another file's sake), so that what one finds in it is where the other looks for it.
 */
export function parseFile(path: string, text: string): ParsedPython | PythonSyntaxError {
  const held = (trees.get(path) ?? []).filter((tree) => tree.deref() !== undefined);
  for (const tree of held) {
    const ast = tree.deref();
    const origin = ast === undefined ? undefined : origins.get(ast);
    if (origin?.text === text) return origin.parsed;
  }
  const parsed = parsePython(text);
  if (!parsed.ok) return parsed;
  origins.set(parsed.ast, { text, parsed });
  trees.set(path, [...held, new WeakRef(parsed.ast)]);
  if (trees.size >= sweepAt) sweep();
  return parsed;
}

function sweep(): void {
  for (const [path, held] of trees) if (held.every((tree) => tree.deref() === undefined)) trees.delete(path);
  sweepAt = Math.max(1000, 2 * trees.size);
}
