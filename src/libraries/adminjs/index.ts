import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import type { Project } from '../../project/project.ts';
import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/frameworks/admin-framework.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { readingsAround } from '../../javascript/facts/reading.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { namedProperties, propertyOf, spanOf } from '../../javascript/syntax/nodes.ts';
import { objectValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { recordLists, recordListsWithin } from './actions.ts';
import { ADMINJS_PACKAGES, DEFAULT_PAGE_SIZE, LIST_QUERIES } from './facts.ts';
import { alwaysTrue, pageSizes, searches, valuesOf } from './inputs.ts';
import { dependsOnAdminJs, type ResourceConfig, resourcesIn } from './resources.ts';

export { adminjsRecords } from './records.ts';

/** What options are written with. */
const OPTIONS = /\b(?:list|show|edit|filter)Properties\s*:|\bactions\s*:|\bactionType\s*:/;

/**
 * Whether a file may configure AdminJS: it imports it, or, in a project that depends on it, holds what looks like a resource. Two
 * thirds of such files in the largest project seen import nothing of AdminJS.
 */
function glance({ imports, text, project }: FileGlance): boolean {
  if (imports.some((source) => ADMINJS_PACKAGES.test(source))) return true;
  if (/\bimport\(\s*['"]adminjs['"]\s*\)/.test(text)) return true;
  return dependsOnAdminJs(project.filename) && (OPTIONS.test(text) || (/\bresource\s*[:,]/.test(text) && /\boptions\s*[:,]/.test(text)));
}

function read(file: SourceFile, project: Project, { sent, orms }: FoundCalls): Partial<AdminFacts> {
  const configs = resourcesIn(file.module, file, project);
  const readings = readingsAround(file, project, orms);
  const { inputs, filters } = valuesOf(file, configs, readings, project);
  return {
    inputs: [...inputs, ...searches(file, readings, project)], filters, concerns: pageSizes(file), brokenQueries: alwaysTrue(file, project),
    resources: configs.filter(({ model }) => model !== undefined).map((config) => resourceOf(file.module, config, inHooks(file, project, config, sent))),
  };
}

/** What the hooks of a resource's list send for each record, and the functions that they hand the records on to. */
function inHooks(file: SourceFile, project: Project, resource: ResourceConfig, sent: FoundCalls['sent']): readonly QueryCall[] {
  const lists = recordListsWithin(file.module, file, project).filter((list) => list.resource === resource && list.kind === 'hook' && list.action === 'list');
  return [...new Set(lists.map(({ fn }) => fn))].flatMap((fn) => sent.get(fn) ?? []);
}

function resourceOf(module: JsModule, config: ResourceConfig, sent: readonly QueryCall[]): AdminResource {
  const cost = listCost([
    { what: 'for the page and its count', fixed: LIST_QUERIES, perRow: 0 },
    { what: 'for references', fixed: referencesOf(module, config), perRow: 0 },
    { what: 'in hooks', fixed: 0, perRow: statementsOf(sent) },
  ], sent.length);
  return { name: config.name, model: config.model, span: spanOf(config.node), list: { pageSize: DEFAULT_PAGE_SIZE, ...cost } };
}

/** Reference properties, each of which is one query of the list, shown or not: to-one relations of the model and declared ones. */
function referencesOf(module: JsModule, { dataModel, options }: ResourceConfig): number {
  const names = new Set<string>();
  for (const { name, relation } of dataModel?.fields.values() ?? []) if (relation?.cardinality === 'to-one' && (relation.keys.length > 0 || dataModel?.fields.has(`${name}Id`) === false)) names.add(relation.keys[0] ?? name);
  for (const { name, property } of namedProperties(objectValue(module, propertyOf(options, 'properties')?.value))) if (propertyOf(objectValue(module, property.value), 'reference') !== undefined) names.add(name);
  return names.size;
}

/** AdminJS 4 to 7: its resources, and what hooks and bulk actions send per record. */
export const adminjs: AdminFramework = { about, pagesOf: 'adminjs', glance, rowLists: (file, project) => recordLists(file.module, file, project), read };
