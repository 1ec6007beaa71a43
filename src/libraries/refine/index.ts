import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/frameworks/admin-framework.ts';
import { MANY_METHODS, providerLoops } from '../../javascript/frameworks/data-providers.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { elementRequests } from '../../javascript/rows/row-elements.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { CELLS, LIST_HOOKS, PACKAGES, PROVIDER, ROW_HOOKS } from './facts.ts';
import { listFacts } from './lists.ts';
import { pagesOf } from './pages.ts';

export { refineRequests } from './requests.ts';

/** Whether a file may hold pages or the data provider of Refine: it imports it, or has the methods of a provider in a project that depends on it. */
function glance({ imports, text, project }: FileGlance): boolean {
  return imports.some((source) => PACKAGES.test(source)) || (MANY_METHODS.test(text) && dependsOn(project.filename, PACKAGES));
}

function read(file: SourceFile, { settings }: Project, { calls }: FoundCalls): Partial<AdminFacts> {
  const requests = elementRequests(file, { label: about.label, packages: PACKAGES, lists: LIST_HOOKS, perRow: ROW_HOOKS, cells: CELLS });
  return { ...listFacts(file, settings), resources: pagesOf(file, requests), ...(requests.length === 0 ? {} : { calls: [...calls, ...requests] }), providers: providerLoops(file.module, PROVIDER) };
}

export const refine: AdminFramework = { about, glance, read };
