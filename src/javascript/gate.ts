import { cachedByFile } from '../project/files.ts';
import { resolveSource } from './resolve.ts';
import type { FileGlance, Orm } from './orm.ts';

/** Something that repeats, and something that is waited for. */
const REPEATS = /\bfor\s*(?:await\s*)?\(|\bwhile\s*\(|\.(?:map|forEach|flatMap|filter|reduce)\s*\(/;
const WAITS = /\bawait\b|\bPromise\b/;

/** A resolver runs once per row, and may hand its promise on. */
const RESOLVES = /@(?:ResolveField|ResolveProperty|FieldResolver)\b|[rR]esolvers?\b/;

/**
 * True where a file that holds no query itself may call one for each row: it repeats something and waits for something, or resolves fields,
 * and imports a file of the project that gives evidence.
 */
export function mayReachQueries({ imports, text, project }: FileGlance, orms: readonly Orm[]): boolean {
  if (!(WAITS.test(text) && REPEATS.test(text)) && !RESOLVES.test(text)) return false;
  return imports.some((source) => {
    const path = resolveSource(project.filename, source);
    const there = path === undefined ? undefined : textAt(path);
    return path !== undefined && there !== undefined && orms.some((orm) => orm.glance({ ...there, project: { ...project, filename: path } }));
  });
}

const SOURCES = /\bfrom\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]/g;

/** The text of a file and what it imports, by a search and not by its tree: most are looked at for nothing. */
const textAt = cachedByFile((text): Pick<FileGlance, 'text' | 'imports'> => ({ text, imports: [...text.matchAll(SOURCES)].map(([, esm, cjs]) => esm ?? cjs ?? '') }), 2000);
