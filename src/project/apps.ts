import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachedByFile, remembered } from './files.ts';

/** A module of Django models, and not of factories or records of the same names. */
const DJANGO_MODELS = /^class\s+\w+\s*\([^)]{0,500}\bModel\b|=\s*(?:models\.)?(?:\w+Field|ForeignKey)\(/m;
const ENTITY = /@(?:Child)?Entity\s*\(/;

/** Below a folder of a TypeScript project, where its entities and its schema stand. */
const ENTITY_FOLDERS = ['.', 'entities', 'entity', 'models', 'src', 'src/entities', 'src/entity'];
const SCHEMA_FOLDERS = ['.', 'prisma', 'src/prisma'];

/** Files of one folder that are looked into before the search gives up. */
const MOST_FILES = 200;

/**
 * True for a directory that is an app of the project, whatever its name: `vendor`, `tools`, `build` and `media` are apps of somebody. It holds
 * Django's `apps.py`, models or migrations, TypeORM entities or a Prisma schema, and not merely a directory that does.
 */
export const isAppDirectory: (directory: string) => boolean = remembered((directory) => isDjangoApp(directory) || isTypeScriptApp(directory), 10_000);

/** True for a directory that Django itself knows as an app: it has an `apps.py` or migrations. Test doubles of models have neither. */
export const isInstalledApp: (directory: string) => boolean = remembered(
  (directory) => existsSync(join(directory, 'apps.py')) || entriesOf(join(directory, 'migrations')).some(isPythonMigration),
  10_000,
);

function isDjangoApp(directory: string): boolean {
  if (isInstalledApp(directory) || isModels(join(directory, 'models.py')) === true) return true;
  const models = join(directory, 'models');
  return filesIn(models, /\.py$/).some((path) => isModels(path) === true);
}

/** Compiled output holds JavaScript and declarations: neither says that somebody wrote it there. */
function isTypeScriptApp(directory: string): boolean {
  if (ENTITY_FOLDERS.some((folder) => filesIn(join(directory, folder), /(?<!\.d)\.[cm]?ts$/).some((path) => isEntity(path) === true))) return true;
  return SCHEMA_FOLDERS.some((folder) => isSource(join(directory, folder)));
}

/** A folder with a schema, unless a generator or a build has put it there, which puts JavaScript beside it. */
function isSource(directory: string): boolean {
  const names = entriesOf(directory).map(({ name }) => name);
  return names.some((name) => name.endsWith('.prisma')) && !names.some((name) => /\.js$|\.d\.ts$/.test(name));
}

const isModels = cachedByFile((text) => DJANGO_MODELS.test(text));
const isEntity = cachedByFile((text) => ENTITY.test(text));

function isPythonMigration({ name }: Dirent): boolean {
  return /^\d{4}_\w+\.py$/.test(name) || name === '__init__.py';
}

function filesIn(directory: string, pattern: RegExp): string[] {
  const files = entriesOf(directory).filter((entry) => entry.isFile() && pattern.test(entry.name));
  return files.slice(0, MOST_FILES).map(({ name }) => join(directory, name));
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
