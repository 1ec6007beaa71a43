import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ABOUTS } from '../libraries/abouts.ts';
import type { About } from '../project/about.ts';
import { filesBelow, isCheckout, isManifest, type LanguageName, type SourceFile, upToCheckout } from './paths.ts';

/** A framework that the project uses, and the file that says so. */
export interface Framework {
  readonly name: string;
  readonly language: LanguageName;
  /** Absolute path. */
  readonly file: string;
}

/** Parents above a searched directory that are looked at for manifests. */
const MOST_PARENTS = 32;

/**
 * The frameworks that a project uses, each with one file that tells so: from the manifests found, those of the parent directories and,
 * for a language whose sources would otherwise be left out, the rest of the checkout and at last the sources' own imports.
 * Reads text, runs nothing.
 */
export function detectFrameworks(sources: readonly SourceFile[], manifests: readonly string[], directories: readonly string[]): Framework[] {
  const found = new Map<string, Framework>();
  const addAll = (frameworks: Iterable<Framework>): void => {
    for (const framework of frameworks) if (!found.has(framework.name)) found.set(framework.name, framework);
  };
  addAll(manifests.flatMap(frameworksOfManifest));
  const parents = [...new Set(directories.flatMap((directory) => upToCheckout(directory).slice(1, MOST_PARENTS + 1)))];
  addAll(parents.flatMap(manifestsIn).flatMap(frameworksOfManifest));
  const missing = (): Set<LanguageName> => {
    const languages = new Set(sources.map(({ language }) => language));
    for (const { language } of found.values()) languages.delete(language);
    return languages;
  };
  if (missing().size > 0) {
    const checkouts = parents.filter(isCheckout);
    addAll(checkouts.flatMap((path) => filesBelow(path)).filter((path) => isManifest(basename(path))).flatMap(frameworksOfManifest));
  }
  for (const language of missing()) addAll(frameworksOfSources(sources.filter((source) => source.language === language)));
  return [...found.values()];
}

function frameworksOfManifest(file: string): Framework[] {
  const name = basename(file);
  const packages = name === 'package.json' ? packagesOf(textOf(file)) : [];
  const tells = ({ packages: own, manifests = [] }: About): boolean =>
    name === 'package.json' ? packages.some((dependency) => own?.test(dependency)) : manifests.some((manifest) => manifest.name.test(name) && (manifest.text === undefined || manifest.text.test(textOf(file))));
  return ABOUTS.filter(tells).map((about) => frameworkIn(about, file));
}

function frameworkIn({ label, language }: About, file: string): Framework {
  return { name: label, language, file };
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
    const told = ABOUTS.filter((about) => about.language === language && about.imports.test(text));
    yield* told.map((about) => frameworkIn(about, path));
    if (told.length > 0) return;
  }
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
