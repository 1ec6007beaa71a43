import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { cachedByFile, findUp, remembered, walkFiles } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';

export interface Package {
  /** Absolute path of the directory that holds the package.json. */
  readonly directory: string;
  readonly name: string | undefined;
  /** Names of everything it depends on, of whichever kind. */
  readonly dependencies: ReadonlySet<string>;
  /** The parsed package.json, unchecked. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Directories that hold no source of the project, or copies of it. */
const FOREIGN = /^(?:\..*|node_modules|bower_components|vendor|dist|build|out|coverage|target|migrations?|tests?|__tests__|fixtures?|__fixtures__|examples?|docs?|e2e|public|assets|static)$/;

/** How many levels below its root a workspace is searched, and after how many entries the search gives up. */
const DEPTH = 5;
const LARGEST_WALK = 60_000;

const KINDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The package.json at `path`; undefined where it is missing or no JSON object. */
export const packageAt: (path: string) => Package | undefined = cachedByFile((text, path) => {
  const json: unknown = JSON.parse(text);
  if (!isObject(json)) return undefined;
  const dependencies = new Set(KINDS.flatMap((kind) => (isObject(json[kind]) ? Object.keys(json[kind]) : [])));
  return { directory: dirname(path), name: typeof json.name === 'string' ? json.name : undefined, dependencies, json };
}, 2000);

/** True for plain JSON objects. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The package that a directory belongs to. */
export function nearestPackage(directory: string): Package | undefined {
  const found = nearestPackageDirectory(directory);
  return found === undefined ? undefined : packageAt(join(found, 'package.json'));
}

/** True where the package that a file belongs to depends on one of `packages`, or the workspace that it is part of does for all. */
export function dependsOn(filename: string, packages: RegExp): boolean {
  return packagesAround(filename).some(hasOneOf(packages));
}

/** The package that a file belongs to, and the one at the root of its workspace, whose dependencies all packages there find. */
export function packagesAround(filename: string): readonly Package[] {
  const own = nearestPackage(dirname(filename));
  const root = own === undefined ? undefined : workspaceAround(dirname(own.directory));
  const shared = root === undefined ? undefined : packageAt(join(root, 'package.json'));
  return [own, shared].filter((one) => one !== undefined);
}

const workspaceAround = remembered((directory) => findUp(directory, isWorkspace));

/** Packages of a workspace find what others of it depend on: it is hoisted as a rule. */
export function isWorkspace(directory: string): boolean {
  return packageAt(join(directory, 'package.json'))?.json.workspaces !== undefined || ['pnpm-workspace.yaml', 'lerna.json', 'rush.json', 'nx.json', 'turbo.json'].some((name) => existsSync(join(directory, name)));
}

/** True where a file imports one of `packages`, or the package that it belongs to depends on one. */
export function speaksOf(sources: readonly string[], filename: string, packages: RegExp): boolean {
  return sources.some((source) => packages.test(source)) || dependsOn(filename, packages);
}

/** Asked of one package for every file, and every element of it. */
const hasOneOf = oncePer((packages: RegExp) => oncePer(({ dependencies }: Package): boolean => [...dependencies].some((name) => packages.test(name))));

const nearestPackageDirectory = remembered((directory) => findUp(directory, (candidate) => existsSync(join(candidate, 'package.json'))));

/** A package that another one depends on by its path, under a name that it chooses itself: `"common": "file:../shared"`. */
export function linkedPackage({ json, directory }: Package, name: string): Package | undefined {
  const versions = KINDS.flatMap((kind) => (isObject(json[kind]) && Object.hasOwn(json[kind], name) ? [json[kind][name]] : []));
  const [, path] = versions.map((version) => /^(?:file|link|portal):(.+)$/.exec(String(version))).find((found) => found !== null) ?? [];
  return path === undefined ? undefined : packageAt(resolve(directory, path, 'package.json'));
}

/** Packages of the workspace at `root`, by name. */
export const workspacePackages: (root: string) => ReadonlyMap<string, Package> = remembered((root) => {
  const packages = new Map<string, Package>();
  for (const path of sourceFiles(root, (name) => name === 'package.json')) {
    const found = packageAt(path);
    if (found?.name !== undefined && !packages.has(found.name)) packages.set(found.name, found);
  }
  return packages;
}, 20);

/** Files of a project's own sources below `root`, as deep as packages of a monorepo keep them. */
export function sourceFiles(root: string, matches: (name: string) => boolean): string[] {
  const enters = (name: string, path: string): boolean => !FOREIGN.test(name) && relative(root, path).split(sep).length <= DEPTH;
  return walkFiles(root, { matches, enters, limit: LARGEST_WALK });
}

/** True for a package from elsewhere, as far as those around `from` say so: an alias that can't be resolved is none. */
export function isDependency(from: string, source: string): boolean {
  const [name = source] = /^(?:@[^/]+\/)?[^/]+/.exec(source) ?? [];
  return source.startsWith('node:') || packagesAround(from).some(({ dependencies }) => dependencies.has(name));
}
