import { dirname, relative, sep } from 'node:path';
import { locateExport } from './exports.ts';
import type { SourceFile } from './modules.ts';
import { isObject, nearestPackage } from './packages.ts';
import { sourceOfPackage } from './resolve.ts';

/** True where others may import `name` of the file from its package: it isn't private, and its entry, as far as that can be found, leads to the name. */
export function isPublished(path: string, name: string, linted: SourceFile): boolean {
  const own = nearestPackage(dirname(path));
  if (own === undefined || own.json.private === true) return false;
  const { exports, main, module, types, bin } = own.json;
  if ([exports, main, module, types, bin].every((entry) => entry === undefined)) return false;
  if (isObject(exports) && Object.keys(exports).some((key) => key.startsWith('./') && key !== './package.json')) return true;
  const entry = sourceOfPackage(own);
  if (entry === undefined) return isObject(exports) || own.json.publishConfig !== undefined || own.json.files !== undefined || relative(own.directory, path).split(sep).length < 2;
  return entry === path || locateExport(entry, name, linted)?.path === path;
}
