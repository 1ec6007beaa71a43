import { cachedByFile } from '../../project/files.ts';
import { lintedFrom, type SourceFile, sourceFileAt } from './modules.ts';
import { resolveSource } from './resolve.ts';

/** How far what a library's models are declared by is looked for, and in how many files. */
const STEPS = 4;
const MOST_FILES = 120;

/** How what a file declares is read, whatever other files say. */
export interface DeclarationReading<T> {
  /** The packages that are not looked into. */
  readonly packages: RegExp;
  /** True for a text that may declare something; of others only what they pass on is followed. */
  readonly speaks: (text: string) => boolean;
  readonly read: (file: SourceFile) => T;
  /** True where what a file imports may declare more. */
  readonly leadsOn: (read: T, text: string) => boolean;
}

interface Read<T> {
  readonly declared: T | undefined;
  readonly next: readonly string[];
}

/** What a file and those that it can reach through its imports declare, nearest first. */
export function declaredAround<T>(reading: DeclarationReading<T>): (file: SourceFile) => readonly T[] {
  const readAt = cachedByFile((text, path): Read<T> | undefined => {
    const file = reading.speaks(text) ? sourceFileAt(path) : undefined;
    const declared = file && reading.read(file);
    if (file !== undefined && declared !== undefined && reading.leadsOn(declared, text)) return { declared, next: importedBy(file, reading.packages) };
    const passed = [...text.matchAll(/^\s*export\s[^;]*?\bfrom\s*['"]([^'"]+)['"]/gm)].flatMap(([, source]) => resolveSource(path, source ?? '') ?? []);
    return passed.length === 0 ? undefined : { declared: undefined, next: passed };
  });
  return (file) => {
    const linted = lintedFrom(file);
    const here = (one: SourceFile): Read<T> => ({ declared: reading.read(one), next: importedBy(one, reading.packages) });
    const seen = new Set<string>([file.path]);
    const found: T[] = [];
    let level: readonly Read<T>[] = [here(file)];
    for (let step = 0; step < STEPS && level.length > 0; step += 1) {
      found.push(...level.flatMap(({ declared }) => declared ?? []));
      const paths = level.flatMap(({ next }) => next).filter((path) => !seen.has(path) && seen.size < MOST_FILES && seen.add(path).size > 0);
      level = paths.flatMap((path) => (path === linted.path ? here(linted) : (readAt(path) ?? [])));
    }
    return found;
  };
}

/** The files that a file imports, requires or passes on. */
function importedBy({ module, path }: SourceFile, packages: RegExp): string[] {
  const passed = module.program.body.flatMap((statement) => {
    const source = 'source' in statement ? statement.source : undefined;
    return source?.type === 'Literal' && typeof source.value === 'string' ? [source.value] : [];
  });
  const sources = new Set([...passed, ...module.imports.map(({ source }) => source)]);
  return [...sources].filter((source) => !packages.test(source)).flatMap((source) => resolveSource(path, source) ?? []);
}
