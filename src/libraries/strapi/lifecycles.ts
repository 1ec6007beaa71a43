import { basename } from 'node:path';
import type { RowList } from '../../javascript/frameworks/admin-framework.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { functionWired } from '../../javascript/rows/row-functions.ts';
import { chainOf } from '../../javascript/syntax/module.ts';
import { propertyOf } from '../../javascript/syntax/nodes.ts';
import { objectValue } from '../../javascript/syntax/values.ts';
import { exported } from './config.ts';

/** True for the file of a content type's lifecycles, and for one that subscribes to them. */
export function mayHoldLifecycles(filename: string, text: string): boolean {
  return text.includes('afterFindMany') && (isOfContentType(filename) || text.includes('lifecycles.subscribe'));
}

/** True for the file of a content type's lifecycles, which stands beside its schema. */
export function isOfContentType(filename: string): boolean {
  return /^lifecycles\.[cm]?[jt]s$/.test(basename(filename)) && /[\\/]content-types[\\/]/.test(filename);
}

/** The rows of every `findMany` of a content type, which `afterFindMany` is handed once for each query, be it for a page of the admin. */
export function rowLists(file: SourceFile): RowList[] {
  const { module } = file;
  const subscribed = module.calls.filter(({ callee }) => chainOf(callee).names.slice(-2).join('.') === 'lifecycles.subscribe').map((call) => objectValue(module, call.arguments[0]));
  return [...(isOfContentType(file.path) ? [exported(module)] : []), ...subscribed].flatMap((config) => {
    const found = functionWired(file, propertyOf(config, 'afterFindMany')?.value);
    return found === undefined ? [] : [{ ...found, parameter: 0, path: ['result'], place: ' in the lifecycle `afterFindMany`', kind: 'hook', origin: 'page' }];
  });
}
