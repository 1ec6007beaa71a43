import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withoutBom } from '../../model/text.ts';
import { cachedByFile, findUp, remembered } from '../../project/files.ts';
import { isObject } from './packages.ts';

/** What a tsconfig says about where imports that aren't relative lead to. */
export interface PathAliases {
  readonly baseUrl: string | undefined;
  /** Patterns with at most one `*`, in the order of the config; targets are absolute, their `*` still in them. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

const NAMES = ['tsconfig.json', 'jsconfig.json'];

/** How many configs one search follows through `extends` and `references`. */
const MOST_CONFIGS = 1000;

/**
 * The aliases that hold for the files of a directory, from the nearest tsconfig.json or jsconfig.json. Configs that can't be read count
 * as empty, above all those of packages that aren't installed: a fresh checkout has none, and its own aliases hold all the same.
 */
export const pathAliasesFor: (directory: string) => PathAliases | undefined = remembered((directory) => {
  const home = findUp(directory, (candidate) => NAMES.some((name) => existsSync(join(candidate, name))));
  const name = home === undefined ? undefined : NAMES.find((candidate) => existsSync(join(home, candidate)));
  return home === undefined || name === undefined ? undefined : new Search().aliasesOf(join(home, name));
});

/** The absolute paths, without endings, that an import may mean. */
export function aliasedPaths({ baseUrl, paths }: PathAliases, source: string): string[] {
  const found: string[] = [];
  const bySpecificity = [...paths].sort((a, b) => prefixLength(b.pattern) - prefixLength(a.pattern));
  for (const { pattern, targets } of bySpecificity) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? source !== pattern : !source.startsWith(before) || !source.endsWith(after) || source.length < before.length + after.length) continue;
    const middle = after === undefined ? '' : source.slice(before.length, source.length - after.length);
    found.push(...targets.map((target) => target.replace('*', () => middle)));
  }
  return baseUrl === undefined ? found : [...found, resolve(baseUrl, source)];
}

function prefixLength(pattern: string): number {
  const star = pattern.indexOf('*');
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}

/** One search through configs, which reads each of them once: they refer to each other crosswise, and some to themselves. */
class Search {
  private readonly known = new Map<string, PathAliases | undefined>();

  aliasesOf(path: string): PathAliases | undefined {
    if (this.known.has(path) || this.known.size >= MOST_CONFIGS) return this.known.get(path);
    // a config that is come back to adds nothing
    this.known.set(path, undefined);
    const config = configAt(path);
    const aliases = config === undefined ? undefined : (this.ofConfig(config, dirname(path)) ?? this.referenced(config, dirname(path)));
    this.known.set(path, aliases);
    return aliases;
  }

  private ofConfig(config: Record<string, unknown>, directory: string): PathAliases | undefined {
    const inherited = listOf(config.extends).map((parent) => this.aliasesOf(parentConfig(directory, parent)));
    const merged = [...inherited, ownAliases(config, directory)].reduce((base, next) => (next === undefined ? base : { baseUrl: next.baseUrl ?? base?.baseUrl, paths: next.paths.length > 0 ? next.paths : (base?.paths ?? []) }), undefined);
    return merged !== undefined && (merged.paths.length > 0 || merged.baseUrl !== undefined) ? merged : undefined;
  }

  /** A config that only refers to others: those of the app, of the build scripts, … */
  private referenced(config: Record<string, unknown>, directory: string): PathAliases | undefined {
    const references = Array.isArray(config.references) ? config.references : [];
    for (const reference of references) {
      const path: unknown = isObject(reference) ? reference.path : undefined;
      if (typeof path !== 'string') continue;
      const target = resolve(directory, path);
      const found = this.aliasesOf(target.endsWith('.json') ? target : join(target, 'tsconfig.json'));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function ownAliases(config: Record<string, unknown>, directory: string): PathAliases {
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
  const place = (value: string): string => resolve(directory, value.replace('${configDir}', directory));
  const baseUrl = typeof options.baseUrl === 'string' ? place(options.baseUrl) : undefined;
  const entries = isObject(options.paths) ? Object.entries(options.paths) : [];
  const from = baseUrl ?? directory;
  return { baseUrl, paths: entries.map(([pattern, targets]) => ({ pattern, targets: listOf(targets).map((target) => resolve(from, target.replace('${configDir}', directory))) })) };
}

/** `extends` is a path, or a package and the name of a file in it. */
function parentConfig(directory: string, parent: string): string {
  const base = /^[./]/.test(parent) ? resolve(directory, parent) : packagedConfig(directory, parent);
  const candidates = [base, `${base}.json`, join(base, 'tsconfig.json')];
  return candidates.find((candidate) => candidate.endsWith('.json') && existsSync(candidate)) ?? base;
}

function packagedConfig(directory: string, name: string): string {
  const home = findUp(directory, (candidate) => existsSync(join(candidate, 'node_modules', name)));
  return join(home ?? directory, 'node_modules', name);
}

function listOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string');
}

const configAt: (path: string) => Record<string, unknown> | undefined = cachedByFile((text) => {
  const config: unknown = JSON.parse(withoutComments(text));
  return isObject(config) ? config : undefined;
}, 1000);

/** JSON from JSON with comments and trailing commas. A string that never ends is taken whole, so that no quote is tried twice. */
function withoutComments(text: string): string {
  const plain = withoutBom(text).replace(/("(?:\\[\s\S]?|[^"\\])*"?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (_, string: string | undefined) => string ?? ' ');
  return plain.replace(/("(?:\\[\s\S]?|[^"\\])*"?)|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
}
