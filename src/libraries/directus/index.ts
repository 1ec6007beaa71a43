import type { AdminFramework, RowList } from '../../javascript/frameworks/admin-framework.ts';
import { cutOffReads } from '../../javascript/weight/cut-off.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { functionWired } from '../../javascript/rows/row-functions.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { directusApi, readerOf } from './api.ts';

export { directusApi };

/** What every read of a collection runs, be it for a page of its app: `items.read`, `orders.items.read`, `users.read`. */
const READS = /(?:^|\.)read$/;

/** The rows of each read, which a filter hook is handed once for all of them. */
function rowLists(file: SourceFile): RowList[] {
  const { module } = file;
  return module.calls.flatMap((call) => {
    const isFilter = call.callee.type === 'Identifier' && call.callee.name === 'filter' && module.resolve(call.callee)?.kind === 'parameter';
    const event = isFilter ? stringValue(module, call.arguments[0]) : undefined;
    const found = event !== undefined && READS.test(event) ? functionWired(file, call.arguments[1]) : undefined;
    return found === undefined ? [] : [{ ...found, parameter: 0, path: [], place: ` in the hook \`${event ?? ''}\``, kind: 'hook', origin: 'page' }];
  });
}

/** Directus: hooks of reading, which every list of its app and of its API goes through. What its lists show is configured in the database. */
export const directus: AdminFramework = {
  about,
  glance: (file) => directusApi.glance(file) || (/\bfilter\s*\(/.test(file.text) && /\.read\b/.test(file.text) && dependsOn(file.project.filename, about.packages)),
  rowLists,
  read(file, project) {
    const reader = readerOf(file.module, file, project);
    return { brokenQueries: cutOffReads(file, reader.cutOff, file.module.calls.flatMap((call) => reader.recognise(call) ?? [])) };
  },
};
