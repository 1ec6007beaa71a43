import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/frameworks/admin-framework.ts';
import { MANY_METHODS, providerLoops } from '../../javascript/frameworks/data-providers.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { PACKAGES, PROVIDER } from './facts.ts';
import { inputsOf } from './inputs.ts';
import { pageSizes } from './page-sizes.ts';
import { pagesOf } from './pages.ts';
import { rowRequests } from './per-row.ts';

export { reactAdminRequests } from './requests.ts';

/** Elements by which a file without an import of react-admin may still show its lists: those of a kit that was copied into the project. */
const ELEMENTS = /<(?:\w*List|Reference\w+|\w*Datagrid|\w*DataTable)\b/;

/** Whether a file may hold pages or the data provider of react-admin: it imports it, or belongs to a project that depends on it and looks like that. */
function glance({ imports, text, project }: FileGlance): boolean {
  return imports.some((source) => PACKAGES.test(source)) || ((ELEMENTS.test(text) || MANY_METHODS.test(text)) && dependsOn(project.filename, PACKAGES));
}

function read(file: SourceFile, { settings }: Project, { calls }: FoundCalls): Partial<AdminFacts> {
  const requests = rowRequests(file);
  return {
    calls: requests.length === 0 ? calls : [...calls, ...requests],
    resources: pagesOf(file, requests),
    inputs: inputsOf(file, settings),
    concerns: pageSizes(file, settings),
    providers: providerLoops(file.module, PROVIDER),
  };
}

export const reactAdmin: AdminFramework = { about, glance, read };
