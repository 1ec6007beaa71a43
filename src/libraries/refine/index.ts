import type { AdminFacts, AdminFramework } from '../../javascript/admin-framework.ts';
import { dependsOn, MANY_METHODS, providerLoops } from '../../javascript/data-providers.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { FileGlance } from '../../javascript/orm.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { PACKAGES, PROVIDER } from './facts.ts';
import { listFacts } from './lists.ts';

/** Whether a file may hold pages or the data provider of Refine: it imports it, or has the methods of a provider in a project that depends on it. */
function glance({ imports, text, project }: FileGlance): boolean {
  return imports.some((source) => PACKAGES.test(source)) || (MANY_METHODS.test(text) && dependsOn(project.filename, PACKAGES));
}

function read(file: SourceFile, { settings }: Project): Partial<AdminFacts> {
  return { ...listFacts(file, settings), providers: providerLoops(file.module, PROVIDER) };
}

export const refine: AdminFramework = { about, glance, read };
