import { cachedByFile, remembered } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import { dependsOn, speaksOf } from './packages.ts';
import { resolveSource } from './resolve.ts';
import type { FileGlance, Orm } from '../queries/orm.ts';

/** Something that repeats, and something that is waited for. */
const REPEATS = /\bfor\s*(?:await\s*)?\(|\bwhile\s*\(|\.(?:map|forEach|flatMap|filter|reduce)\s*\(/;
const WAITS = /\bawait\b|\bPromise\b/;

/** A resolver runs once per row, and may hand its promise on: `resolve(order) { … }` of graphql-js as well. */
const RESOLVES = /@(?:ResolveField|ResolveProperty|FieldResolver)\b|[rR]esolvers?\b|\bGraphQL\w+[^]*\bresolve\s*[(:]/;

/** Imports from a file that calls to the one that holds the query: a controller's service, the folder's index, the repository. */
const MOST_STEPS = 3;

/**
 * True where a file that holds no query itself may call one for each row: it repeats something and waits for something, or resolves fields,
 * and imports a file of the project that gives evidence, itself or by what it imports.
 */
export function mayReachQueries({ imports, text, project }: FileGlance, orms: readonly Orm[]): boolean {
  if (!(WAITS.test(text) && REPEATS.test(text)) && !RESOLVES.test(text)) return false;
  return evidenceOfProject(JSON.stringify([project.cwd, project.settings]))(orms).isImported(project.filename, imports, MOST_STEPS);
}

/** True where types may tell of queries that neither the text nor the imports of the file give away: it waits for something, and its package depends on the library. */
export function mayHoldTyped({ text, project }: FileGlance, { about: { packages } }: Orm): boolean {
  return packages !== undefined && WAITS.test(text) && dependsOn(project.filename, packages);
}

/** True where a file speaks of one of `packages`, or imports one of the project that does: models that another package of the workspace keeps, entities. */
export function speaksNearby(sources: readonly string[], filename: string, packages: RegExp): boolean {
  return speaksOf(sources, filename, packages) || sources.some((source) => {
    const path = resolveSource(filename, source);
    const there = path === undefined ? undefined : textAt(path);
    return path !== undefined && there !== undefined && speaksOf(there.imports, path, packages);
  });
}

/** Which files of a project lead to evidence, each looked at once. */
class Evidence {
  readonly #around: Pick<FileGlance['project'], 'cwd' | 'settings'>;
  readonly #orms: readonly Orm[];
  /** By the steps that are left and the path. */
  readonly #known = new Map<string, boolean>();

  constructor(around: Pick<FileGlance['project'], 'cwd' | 'settings'>, orms: readonly Orm[]) {
    this.#around = around;
    this.#orms = orms;
  }

  /** True where an import of the file leads there within so many steps. */
  isImported(from: string, imports: readonly string[], steps: number): boolean {
    return imports.some((source) => {
      const path = resolveSource(from, source);
      return path !== undefined && this.#stands(path, steps);
    });
  }

  #stands(path: string, steps: number): boolean {
    const key = `${String(steps)} ${path}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const there = textAt(path);
    const found = there !== undefined && (this.#gives(path, there) || (steps > 1 && this.isImported(path, there.imports, steps - 1)));
    this.#known.set(key, found);
    return found;
  }

  #gives(path: string, there: Pick<FileGlance, 'text' | 'imports'>): boolean {
    const key = `0 ${path}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#orms.some((orm) => orm.glance({ ...there, project: { ...this.#around, filename: path } }));
    this.#known.set(key, found);
    return found;
  }
}

/** Of files as the disk has them, for as long as a search is believed. */
const evidenceOfProject = remembered((key) => {
  const [cwd, settings] = JSON.parse(key) as [string, FileGlance['project']['settings']];
  return oncePer((orms: readonly Orm[]) => new Evidence({ cwd, settings }, orms));
}, 4);

const SOURCES = /\bfrom\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]/g;

/** The text of a file and what it imports, by a search and not by its tree: most are looked at for nothing. */
const textAt = cachedByFile((text): Pick<FileGlance, 'text' | 'imports'> => ({ text, imports: [...text.matchAll(SOURCES)].map(([, esm, cjs]) => esm ?? cjs ?? '') }), 2000);
