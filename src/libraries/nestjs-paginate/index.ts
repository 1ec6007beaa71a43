import { about } from './about.ts';
import type { ListConcern, PageSizeConcern } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/frameworks/admin-framework.ts';
import { type Configured, importedName, modelNamed, numberIn, settingHere } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { spanOf } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { columnConcerns } from './columns.ts';
import { listsIn, PACKAGE } from './lists.ts';
import { pagesOf } from './pages.ts';

export { paginatedReads } from './reads.ts';

/** What a request gets at most where a list says nothing, and nobody called `updateGlobalConfig` (15.0.1, `global-config.js`). */
const USUAL_LIMIT = 100;

function glance({ imports }: FileGlance): boolean {
  return imports.some((source) => PACKAGE.test(source));
}

function read(file: SourceFile, project: Project, { orms, calls }: FoundCalls): Partial<AdminFacts> {
  const { settings } = project;
  const concerns: ListConcern[] = [];
  for (const list of listsIn(file)) {
    const limit = limitConcern(file, settingHere(list.config, ['maxLimit']), 'maxLimit', list.entity, settings);
    if (limit !== undefined) concerns.push(limit);
    const found = modelNamed(orms, 'TypeORM', file, list.entity, project);
    if (found !== undefined) concerns.push(...columnConcerns(list, found, settings));
  }
  for (const call of file.module.calls) {
    const [given] = call.arguments;
    if (given === undefined || importedName(file.module, call.callee, PACKAGE) !== 'updateGlobalConfig') continue;
    const limit = limitConcern(file, settingHere({ file, node: given }, ['defaultMaxLimit']), 'defaultMaxLimit', 'each PaginateConfig', settings);
    if (limit !== undefined) concerns.push(limit);
  }
  return { concerns, resources: pagesOf(file, calls) };
}

/**
 * `maxLimit: PaginationLimit.NO_PAGINATION`, which is -1, takes any limit as it comes, and gives the whole table for `?limit=-1`; another number bounds `defaultLimit` too
 * (15.0.1, `paginate.js`; 2,000 of 2,000 rows as measured). What stands in another file is said there, if anywhere.
 */
function limitConcern(file: SourceFile, setting: Configured | undefined, option: string, table: string, settings: Settings): PageSizeConcern | undefined {
  if (setting === undefined) return undefined;
  const isNone = importedName(file.module, setting.node, PACKAGE) === 'PaginationLimit.NO_PAGINATION';
  const number = isNone ? -1 : numberIn(setting);
  if (number === undefined || (number <= USUAL_LIMIT && number !== -1)) return undefined;
  const advice = number === -1 ? '`?limit=-1` gives the whole table, and any other `?limit=` is taken as it comes. An export reads the rows by a route of its own, in batches.' : 'A client that wants more takes the pages one after the other.';
  return { kind: 'page-size', span: spanOf(setting.node), table: tableNamed(settings, table), option, size: number === -1 ? Infinity : number, usual: USUAL_LIMIT, offered: number !== -1, advice, remedies: [] };
}

export const nestjsPaginate: AdminFramework = { about, glance, read };
