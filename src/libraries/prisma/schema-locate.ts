import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import { findUp, remembered, walkFiles } from '../../project/files.ts';
import { projectRoot } from '../../project/root.ts';
import { isObject, nearestPackage, packageAt, sourceFiles } from '../../javascript/project/packages.ts';
import type { PrismaBlock } from './schema-syntax.ts';
import { linkPrismaSchema, type PrismaFile, prismaFileAt, type PrismaSchema } from './schema.ts';
import { configuredSchema } from './schema-config.ts';

const CONFIGS = ['prisma.config', '.config/prisma'].flatMap((base) => ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${base}.${ending}`));

/** Where Prisma's CLI looks by itself, and directories that projects with several files use. */
const USUAL_PLACES = ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema', 'prisma'];

/** The models of the schema.prisma that holds for the file at hand, or undefined where there is none or another could be meant as well. */
export function prismaDataModel(project: Project): DataModel | undefined {
  return prismaSchema(project)?.dataModel;
}

/**
 * The Prisma schema that holds for the file at hand: the nearest one upwards (package.json, prisma.config, the usual places), else
 * that of the workspace package which the file's own package depends on, else the only one of the repository.
 */
export function prismaSchema({ filename }: Project): PrismaSchema | undefined {
  const found = schemaFilesFor(dirname(filename));
  return found === undefined ? undefined : linked(found);
}

/**
 * The databases that the program at hand may have, as its schemas name them: that of the schema that holds for the file, and those of the others of the same
 * package, of which one is chosen where the program is installed.
 */
export function prismaProviders({ filename }: Project): readonly string[] {
  const found = schemaFilesFor(dirname(filename));
  const owner = nearestPackage(found?.[0] === undefined ? dirname(filename) : dirname(found[0]))?.name;
  const beside = workspaceSchemas(projectRoot(dirname(filename)) ?? dirname(filename)).filter((schema) => schema.owner === owner).map(({ files }) => files);
  return [...(found === undefined ? [] : [found]), ...beside].flatMap((files) => linked(files).provider ?? []);
}

/** Linked anew as soon as one of the files is read anew. Keyed by the list of paths, which `remembered` keeps. */
const links = new WeakMap<readonly string[], { files: readonly PrismaFile[]; schema: PrismaSchema }>();

function linked(paths: readonly string[]): PrismaSchema {
  const files = paths.flatMap((path) => prismaFileAt(path) ?? []);
  const known = links.get(paths);
  if (known?.files.length === files.length && files.every((file, index) => file === known.files[index])) return known.schema;
  const schema = linkPrismaSchema(files);
  links.set(paths, { files, schema });
  return schema;
}

const schemaFilesFor: (directory: string) => readonly string[] | undefined = remembered((directory) => {
  const root = projectRoot(directory) ?? directory;
  let found: readonly string[] | undefined;
  findUp(directory, (candidate) => {
    found = schemaFilesIn(candidate);
    return found !== undefined || candidate === root;
  });
  return found ?? schemaOfWorkspace(directory, root);
});

const schemaFilesIn: (directory: string) => readonly string[] | undefined = remembered((directory) => {
  const places = [configuredInPackage(directory), ...CONFIGS.map((name) => configuredSchema(join(directory, name))), ...USUAL_PLACES.map((place) => join(directory, place))];
  for (const place of places) {
    const files = place === undefined ? [] : schemaFilesAt(place);
    if (files.length > 0) return files;
  }
  return undefined;
});

function configuredInPackage(directory: string): string | undefined {
  const prisma = packageAt(join(directory, 'package.json'))?.json.prisma;
  const schema = isObject(prisma) ? prisma.schema : undefined;
  return typeof schema === 'string' ? resolve(directory, schema) : undefined;
}

/**
 * Files of the schema at a path. A `schema.prisma` brings along what else stands in its directory and below, unless that belongs to
 * a schema of its own: one schema has one `datasource` and declares a model once.
 */
function schemaFilesAt(path: string): string[] {
  const isFile = path.endsWith('.prisma');
  if (isFile ? !existsSync(path) : !isDirectory(path)) return [];
  const directory = isFile ? dirname(path) : path;
  const siblings = isFile && !/^(?:prisma|schema|schemas|models)$/.test(directory.replace(/.*[\\/]/, '')) ? [] : prismaFilesBelow(directory);
  const all = [...new Set([...(isFile ? [path] : []), ...siblings])];
  const files = all.flatMap((file) => prismaFileAt(file) ?? []);
  if (isOneSchema(files)) return files.map((file) => file.path);
  return isFile ? [path] : [];
}

function prismaFilesBelow(directory: string): string[] {
  return walkFiles(directory, { matches: (name) => name.endsWith('.prisma'), enters: (name) => name !== 'node_modules' && name !== 'migrations', limit: 5000 });
}

function isOneSchema(files: readonly PrismaFile[]): boolean {
  const blocks = files.flatMap((file) => file.blocks);
  const models = blocks.filter(({ keyword }) => keyword === 'model').map(({ name }) => name);
  return models.length > 0 && new Set(models).size === models.length && blocks.filter(({ keyword }) => keyword === 'datasource').length <= 1;
}

/**
 * The schema of a workspace package that the file's own package depends on, else the repository's only one. Where it depends on
 * several, their models are taken together, those of the larger schema first: a model of both is one that is being moved.
 */
function schemaOfWorkspace(directory: string, root: string): readonly string[] | undefined {
  const schemas = workspaceSchemas(root);
  if (schemas.length <= 1) return schemas[0]?.files;
  const dependencies = nearestPackage(directory)?.dependencies;
  const wanted = schemas.filter(({ owner }) => owner !== undefined && dependencies?.has(owner) === true);
  return wanted.length === 0 ? undefined : wanted.sort((a, b) => b.size - a.size).flatMap(({ files }) => files);
}

interface OwnedSchema {
  readonly files: readonly string[];
  /** Name of the package that holds it. */
  readonly owner: string | undefined;
  /** How much it declares. */
  readonly size: number;
}

const workspaceSchemas: (root: string) => readonly OwnedSchema[] = remembered((root) => {
  const schemas = new Map<string, OwnedSchema>();
  for (const path of sourceFiles(root, (name) => name.endsWith('.prisma'))) {
    if (prismaFileAt(path)?.blocks.some(({ keyword }) => keyword === 'datasource') !== true) continue;
    const files = schemaFilesAt(path);
    if (files.length > 0) schemas.set([...files].sort().join('\n'), { files, owner: nearestPackage(dirname(path))?.name, size: blocksOf(files).length });
  }
  return [...schemas.values()];
}, 50);

function blocksOf(paths: readonly string[]): PrismaBlock[] {
  return paths.flatMap((path) => prismaFileAt(path)?.blocks ?? []);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
