import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findUp, remembered } from '../../project/files.ts';
import type { SourceFile } from './modules.ts';
import type { Orm } from '../queries/orm.ts';
import { isWorkspace, nearestPackage, type Package, packageAt, workspacePackages } from './packages.ts';
import { applicationRoot } from './sources.ts';

/** The import of a library that neither the file's package nor any above it depends on, while another package of the repository does: no program can load the file. */
export function missingLibrary({ path, module }: SourceFile, cwd: string, orms: readonly Orm[]): string | undefined {
  const sources = [...new Set(module.imports.filter(({ typeOnly, source }) => !typeOnly && orms.some(({ about }) => about.packages?.test(source))).map(({ source }) => source))];
  const directory = dirname(path);
  return sources.find((source) => !isWithinReach(`${directory}\0${source}`) && isInstalledElsewhere(applicationRoot(path, cwd), directory, source));
}

const isWithinReach = remembered((key) => {
  const [directory = '', source = ''] = key.split('\0');
  return findUp(directory, (candidate) => packageAt(join(candidate, 'package.json'))?.dependencies.has(source) === true || existsSync(join(candidate, 'node_modules', source)) || isWorkspace(candidate)) !== undefined;
});

function isInstalledElsewhere(root: string | undefined, directory: string, source: string): boolean {
  const own = nearestPackage(directory)?.directory;
  if (root === undefined || own === undefined) return false;
  const has = (found: Package): boolean => found.directory !== own && found.dependencies.has(source);
  return [...workspacePackages(root).values()].some(has);
}
