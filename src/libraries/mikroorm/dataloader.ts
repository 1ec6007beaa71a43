import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { nearestPackage } from '../../javascript/project/packages.ts';
import { type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { cachedByFile } from '../../project/files.ts';

/** Where the command line of MikroORM looks for the configuration (6.6.16, 7.2.2). */
const PLACES = ['mikro-orm.config.ts', 'mikro-orm.config.js', 'src/mikro-orm.config.ts', 'src/mikro-orm.config.js', 'mikro-orm.config.mjs', 'mikro-orm.config.cjs'];

const GATHERS = /\bdataloader\s*:\s*(?:true\b|DataloaderType\s*\.\s*(?:ALL|REFERENCE|COLLECTION)\b|[123]\b)/;

const gathersAt: (path: string) => boolean | undefined = cachedByFile((text) => GATHERS.test(text));

/** True for a load that goes with others of the same tick, by its own option or by the configuration of its package (6 and 7, with the package `dataloader`). */
export function gathersLoads({ options, relation }: OrmCall, filename: string): boolean {
  if (relation === undefined) return false;
  const own = propertyOf(options, 'dataloader');
  if (own !== undefined) return !isFalse(own.value);
  const root = nearestPackage(dirname(filename))?.directory;
  return root !== undefined && PLACES.some((place) => existsSync(join(root, place)) && gathersAt(join(root, place)) === true);
}

function isFalse(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Literal' && value.value === false;
}
