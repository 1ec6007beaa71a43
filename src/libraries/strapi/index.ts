import type { AdminFramework } from '../../javascript/frameworks/admin-framework.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { about } from './about.ts';
import { strapiApi } from './api.ts';
import { isApiConfig, restLimit } from './config.ts';
import { mayHoldLifecycles, rowLists } from './lifecycles.ts';
import { listPages } from './list-page.ts';
import { unpagedReads } from './pages.ts';
import { populatedWhole } from './populated.ts';
import { mayCallServices } from './services.ts';

export { strapiApi };

/** What may call a service for each of several rows. */
const REPEATS = /\bfor\b|\bwhile\b|\.(?:map|forEach|flatMap|reduce)\s*\(/;

/** Strapi 4 and 5: the limits of its REST API, pages that are asked for in vain, and what runs behind every read. What its admin shows is configured in the database. */
export const strapi: AdminFramework = {
  about,
  glance: (file) => strapiApi.glance(file) || (REPEATS.test(file.text) && mayCallServices(file)) || (((isApiConfig(file.project.filename) && file.text.includes('rest')) || mayHoldLifecycles(file.project.filename, file.text)) && dependsOn(file.project.filename, about.packages)),
  rowLists,
  read(file, project, { calls }) {
    const limit = isApiConfig(file.path) ? restLimit(file.module) : undefined;
    return { resources: listPages(file, rowLists(file), calls), concerns: [...(limit === undefined ? [] : [limit]), ...populatedWhole(file, project)], brokenQueries: unpagedReads(file) };
  },
};
