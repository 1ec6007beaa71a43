import packageJson from '../package.json' with { type: 'json' };

/**
 * The address of a file of this repository, in the state of this version: the one place that makes one of package.json's `homepage`.
 *
 * @param path from the repository's root
 */
export function addressOf(path: string): string {
  return `${packageJson.homepage}/blob/v${packageJson.version}/${path}`;
}

/** Where the documentation's site is served below its host: pages of a repository stand under its name. */
export function siteBase(): string {
  return `/${packageJson.homepage.split('/').at(-1) ?? ''}/`;
}
