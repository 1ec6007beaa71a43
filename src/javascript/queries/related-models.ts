import type { SourceFile } from '../project/modules.ts';

/** What declares a model, by the name that the code has for it; undefined where it is none. */
export type Named<Site> = readonly [name: string, site: Site | undefined];

/**
 * The models that a file names at its top level and those that they lead to, by the names that the code has for them.
 *
 * @param siteOf what declares the model that a name of the file stands for
 * @param relatedTo the models that one has relations to
 * @param most models that are read for one file
 */
export function modelSites<Site>({ module }: SourceFile, siteOf: (name: string) => Site | undefined, relatedTo: (site: Site) => readonly Named<Site>[], most: number): ReadonlyMap<string, Site> {
  const queue = [...(module.scopes.get(module.program)?.names.keys() ?? [])].map((name): Named<Site> => [name, siteOf(name)]);
  const sites = new Map<string, Site>();
  for (let next = queue.shift(); next !== undefined && sites.size < most; next = queue.shift()) {
    const [name, site] = next;
    if (site === undefined || sites.has(name)) continue;
    sites.set(name, site);
    queue.push(...relatedTo(site));
  }
  return sites;
}
