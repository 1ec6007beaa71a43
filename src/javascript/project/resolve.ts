import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { remembered } from '../../project/files.ts';
import { projectRoot } from '../../project/root.ts';
import { isObject, linkedPackage, nearestPackage, type Package, workspacePackages } from './packages.ts';
import { aliasedPaths, pathAliasesFor } from './tsconfig.ts';

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What TypeScript tries for an import that is written with the ending of its output. */
const SOURCES: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx', '.js', '.jsx'], '.jsx': ['.tsx', '.jsx'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'] };

/**
 * The file of this project that an import leads to, as an absolute path; undefined for packages of others and for what isn't there.
 *
 * @param from absolute path of the importing file
 */
export function resolveSource(from: string, source: string): string | undefined {
  return source === '' || /^[^./#@~\w]|^node:/.test(source) ? undefined : resolved(`${dirname(from)}\0${source}`);
}

const resolved = remembered((key) => {
  const [directory = '', source = ''] = key.split('\0');
  if (/^\.{1,2}(?:\/|$)/.test(source)) return fileAt(resolve(directory, source));
  if (source.startsWith('#')) return firstFile(packageImports(directory, source));
  const aliases = pathAliasesFor(directory);
  return (aliases === undefined ? undefined : firstFile(aliasedPaths(aliases, source))) ?? firstFile(moduleAliases(directory, source)) ?? fileOfWorkspace(directory, source);
}, 20_000);

function firstFile(paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = fileAt(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The file that a path without (or with the output's) ending means; of a directory its index. */
function fileAt(path: string): string | undefined {
  const [ending = ''] = /\.[cm]?[jt]sx?$/.exec(path) ?? [];
  const stem = path.slice(0, path.length - ending.length);
  const candidates = [...(SOURCES[ending] ?? [ending]).map((other) => stem + other), ...ENDINGS.map((other) => path + other), ...ENDINGS.map((other) => join(path, `index${other}`))];
  return candidates.find((candidate) => /\.[cm]?[jt]sx?$/.test(candidate) && isFile(candidate));
}

/** Throws even without entry where a file is taken for a directory. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** `imports` of the package.json: `"#db/*": "./src/db/*.js"`. */
function packageImports(directory: string, source: string): string[] {
  const own = nearestPackage(directory);
  return own === undefined ? [] : targetsIn(own.json.imports, source, own.directory);
}

/** `_moduleAliases` of the package.json, which the package module-alias reads at run time: `"@db": "src/database"`. */
function moduleAliases(directory: string, source: string): string[] {
  const own = nearestPackage(directory);
  const aliases = isObject(own?.json._moduleAliases) ? own.json._moduleAliases : {};
  const [name, target] = Object.entries(aliases).find(([alias]) => source === alias || source.startsWith(`${alias}/`)) ?? [];
  return own === undefined || name === undefined || typeof target !== 'string' ? [] : [join(own.directory, target, source.slice(name.length))];
}

function fileOfWorkspace(directory: string, source: string): string | undefined {
  const [name = source] = /^(?:@[^/]+\/)?[^/]+/.exec(source) ?? [];
  const own = nearestPackage(directory);
  const root = projectRoot(directory);
  const found = (own && linkedPackage(own, name)) ?? (root === undefined ? undefined : workspacePackages(root).get(name));
  return found === undefined ? undefined : fileOfPackage(found, source.slice(name.length + 1));
}

/** The source file that a package gives to who imports it. */
export function sourceOfPackage(found: Package): string | undefined {
  return fileOfPackage(found, '');
}

/** Packages of a workspace export what they build; what is wanted here is the source, which stands under `src` as a rule. */
function fileOfPackage({ directory, json }: Package, subpath: string): string | undefined {
  const exported = targetsIn(json.exports, subpath === '' ? '.' : `./${subpath}`, directory);
  const entries = subpath === '' ? [json.source, json.types, json.main, json.module].filter((entry) => typeof entry === 'string') : [];
  const places = [...exported, ...entries.map((entry) => resolve(directory, entry))];
  const conventional = subpath === '' ? [join(directory, 'src'), directory] : [join(directory, 'src', subpath), join(directory, subpath)];
  return firstFile([...places.map((place) => place.replace(/\.d\.([cm]?)ts$/, '.$1ts')).flatMap((place) => [sourceOf(place, directory), place]), ...conventional]);
}

function sourceOf(path: string, directory: string): string {
  return join(directory, path.slice(directory.length + 1).replace(/^(?:dist|build|lib|out)\//, 'src/').replace(/^(src\/)(?:esm|cjs|types)\//, '$1'));
}

/** Paths that an `imports` or `exports` map gives for a key, whatever the condition. */
function targetsIn(map: unknown, key: string, directory: string): string[] {
  if (typeof map === 'string') return key === '.' ? [resolve(directory, map)] : [];
  if (!isObject(map)) return [];
  const entries = Object.entries(map);
  if (key === '.' && entries.every(([name]) => !name.startsWith('.'))) return strings(map).map((target) => resolve(directory, target));
  for (const [pattern, target] of entries) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? pattern !== key : !key.startsWith(before) || !key.endsWith(after)) continue;
    const middle = after === undefined ? '' : key.slice(before.length, key.length - after.length);
    return strings(target).map((path) => resolve(directory, path.replace('*', () => middle)));
  }
  return [];
}

function strings(target: unknown, depth = 4): string[] {
  if (typeof target === 'string') return [target];
  return isObject(target) && depth > 0 ? Object.values(target).flatMap((inner) => strings(inner, depth - 1)) : [];
}
