import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { dependsOn, nearestPackage } from '../../javascript/project/packages.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import { elementName, importOf } from '../../javascript/syntax/elements.ts';
import { PACKAGES } from './facts.ts';

/** What an element is: react-admin's own, be it of a kit that was copied into the project, or a wrapper in the project that may be called as it likes. */
export interface Named {
  readonly name: string;
  readonly isOwn: boolean;
}

/**
 * The name of an element, as its module exports it; undefined for elements of other packages. In a project that depends on react-admin, what other files of the
 * project export under its names is a copy or a wrapper of them (shadcn-admin-kit is copied).
 */
export function nameOf(file: SourceFile, element: TSESTree.JSXOpeningElement): Named | undefined {
  const binding = importOf(file.module, element);
  if (binding === undefined) return { name: elementName(element), isOwn: false };
  const name = binding.imported === 'default' || binding.imported === '*' ? elementName(element) : binding.imported;
  if (PACKAGES.test(binding.source)) return { name, isOwn: true };
  return dependsOn(file.path, PACKAGES) && isOfProject(file.path, binding.source) ? { name, isOwn: false } : undefined;
}

/** True for files of the project, and for names that no package of its has: a folder that another repository or a build puts in place. */
function isOfProject(path: string, source: string): boolean {
  const [name = source] = /^(?:@[^/]+\/)?[^/]+/.exec(source) ?? [];
  return resolveSource(path, source) !== undefined || nearestPackage(dirname(path))?.dependencies.has(name) === false;
}
