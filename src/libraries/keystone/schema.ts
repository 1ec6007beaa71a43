import { dirname, join } from 'node:path';
import type { DataModel, Relation } from '../../model/data-model.ts';
import { nearestPackage } from '../../javascript/project/packages.ts';
import { textAt } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { prismaDataModel } from '../prisma/schema-locate.ts';

/** The lists as models: Keystone writes them into a schema.prisma under their own names, which projects commit. */
export function listModels(project: Project): DataModel | undefined {
  return prismaDataModel(project);
}

/** The relation that `ref: 'Post.author'` names at the other end; undefined where the ref has one side only, or no schema says. */
export function otherSide(project: Project, ref: string): Relation | undefined {
  const [list = '', field = ''] = ref.split('.');
  return listModels(project)?.models.get(list)?.fields.get(field)?.relation;
}

/** The major version that the project depends on; undefined where it doesn't say. */
export function keystoneVersion({ filename }: Project): number | undefined {
  const { dependencies, devDependencies } = (nearestPackage(dirname(filename))?.json ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const range = dependencies?.['@keystone-6/core'] ?? devDependencies?.['@keystone-6/core'];
  const major = typeof range === 'string' ? /\d+/.exec(range)?.[0] : undefined;
  return major === undefined ? undefined : Number(major);
}

/** True where the project serves its API alone: `ui: { isDisabled: true }`. */
export function hasNoAdmin({ filename }: Project): boolean {
  const directory = nearestPackage(dirname(filename))?.directory;
  return directory !== undefined && ['keystone.ts', 'keystone.js'].some((name) => /\bisDisabled\s*:\s*true\b/.test(textAt(join(directory, name)) ?? ''));
}
