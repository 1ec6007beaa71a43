import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesBelow, isManifest, type LanguageName, type SourceFile } from './paths.ts';

export type FrameworkName = 'Django' | 'Prisma' | 'TypeORM' | 'AdminJS';

/** A framework that the project uses, and the file that says so. */
export interface Framework {
  readonly name: FrameworkName;
  readonly language: LanguageName;
  /** Absolute path. */
  readonly file: string;
}

/** Packages by which a package.json tells of a framework. */
const PACKAGES: readonly (readonly [FrameworkName, RegExp])[] = [
  ['Prisma', /^(@prisma\/client|prisma)$/],
  ['TypeORM', /^(@nestjs\/)?typeorm$/],
  ['AdminJS', /^(adminjs|admin-bro)$/],
];

/** How source tells of them, where no manifest does. */
const IMPORTS: readonly (readonly [FrameworkName, LanguageName, RegExp])[] = [
  ['Django', 'python', /^[^\S\n]*(from|import)[^\S\n]+django\b/m],
  ['Prisma', 'javascript', /['"]@prisma\/client['"/]/],
  ['TypeORM', 'javascript', /['"](@nestjs\/)?typeorm['"]/],
  ['AdminJS', 'javascript', /['"](adminjs|admin-bro)['"]/],
];

/** Parents above a searched directory that are looked at for manifests. */
const MOST_PARENTS = 32;

/**
 * The frameworks that a project uses, each with one file that tells so: from the manifests found, those of the parent directories and,
 * for a language whose sources would otherwise be left out, the rest of the checkout and at last the sources' own imports.
 * Reads text, runs nothing.
 */
export function detectFrameworks(sources: readonly SourceFile[], manifests: readonly string[], directories: readonly string[]): Framework[] {
  const found = new Map<FrameworkName, Framework>();
  const addAll = (frameworks: Iterable<Framework>): void => {
    for (const framework of frameworks) if (!found.has(framework.name)) found.set(framework.name, framework);
  };
  addAll(manifests.flatMap(frameworksOfManifest));
  const parents = [...new Set(directories.flatMap(parentsOf))];
  addAll(parents.flatMap(manifestsIn).flatMap(frameworksOfManifest));
  const missing = (): Set<LanguageName> => {
    const languages = new Set(sources.map(({ language }) => language));
    for (const { language } of found.values()) languages.delete(language);
    return languages;
  };
  if (missing().size > 0) {
    const checkouts = parents.filter((path) => existsSync(join(path, '.git')));
    addAll(checkouts.flatMap(filesBelow).filter((path) => isManifest(basename(path))).flatMap(frameworksOfManifest));
  }
  for (const language of missing()) addAll(frameworksOfSources(sources.filter((source) => source.language === language)));
  return [...found.values()];
}

function frameworksOfManifest(file: string): Framework[] {
  const name = basename(file);
  if (name === 'manage.py') return /django/i.test(textOf(file)) ? [{ name: 'Django', language: 'python', file }] : [];
  if (name.endsWith('.prisma')) return [{ name: 'Prisma', language: 'javascript', file }];
  if (name !== 'package.json') return /^[^#\n]*\bdjango\b/im.test(textOf(file)) ? [{ name: 'Django', language: 'python', file }] : [];
  const packages = packagesOf(textOf(file));
  return PACKAGES.filter(([, pattern]) => packages.some((dependency) => pattern.test(dependency))).map(([framework]) => ({
    name: framework,
    language: 'javascript',
    file,
  }));
}

function packagesOf(text: string): string[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof manifest !== 'object' || manifest === null) return [];
  const entries: [string, unknown][] = Object.entries(manifest);
  return entries.filter(([key]) => /^(dev|peer|optional)?dependencies$/i.test(key)).flatMap(([, value]) => (typeof value === 'object' && value !== null ? Object.keys(value) : []));
}

/** Stops at the first file of each framework that a source of its language could tell of: one is enough to check the language. */
function* frameworksOfSources(sources: readonly SourceFile[]): Generator<Framework> {
  for (const { path, language } of sources) {
    const text = textOf(path);
    const told = IMPORTS.filter(([, of, pattern]) => of === language && pattern.test(text));
    yield* told.map(([name]): Framework => ({ name, language, file: path }));
    if (told.length > 0) return;
  }
}

/** The directories above `directory`, up to the checkout's root where there is one. */
function parentsOf(directory: string): string[] {
  const parents: string[] = [];
  for (let at = directory; parents.length < MOST_PARENTS; at = dirname(at)) {
    if (at !== directory) parents.push(at);
    if (existsSync(join(at, '.git')) || dirname(at) === at) break;
  }
  return parents;
}

function manifestsIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter(isManifest).map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
