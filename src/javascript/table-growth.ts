import type { TableSize } from '../model/data-model.ts';
import { asModelName, FEW_BY_NAME, GROWS_WITH_USERS, GROWS_WITH_WORLD, namesFew, namesMany, namesUsers } from '../model/many.ts';
import type { Settings } from '../model/settings.ts';
import { growthOf } from './model-growth.ts';
import type { OrmCall } from './orm.ts';
import { type Elsewhere, knownSize, sizeOf } from './row-weight.ts';

/**
 * What is known of how many rows the table of a query has: as the settings say it, few where they come with the program, growing where it has a row for
 * everybody who uses the program, or rows that belong to one of these.
 */
export function tableOfCall(settings: Settings, elsewhere: Elsewhere, { orm, model }: OrmCall): TableSize | undefined {
  if (model === undefined) return undefined;
  return knownSize(settings, elsewhere, orm, model) ?? growthOf(orm.dataModel, model);
}

/** Rows that nobody asks for who knows of a hundred. */
const MANY = 500;

/**
 * What is known of the table behind a resource, which has a name as a table or a path has one: as the settings say it, few where the name stands for something
 * of which there are few, growing where it stands for people or things of which there are many, or where the code itself asks for very many of its rows.
 *
 * @param asked rows that the code asks for, where it names a number and narrows them to nothing: who sets one well above what there is says nothing by it
 */
export function tableOfResource(settings: Settings, resource: string, asked?: number): TableSize {
  const last = resource.split('/').at(-1) ?? resource;
  const model = asModelName((/[a-z]/.test(last) ? last : last.toLowerCase()).replaceAll('-', '_'));
  const known = sizeOf(settings, resource) ?? sizeOf(settings, last) ?? sizeOf(settings, model);
  if (known !== undefined) return known;
  const table = (growth: TableSize['growth'], because?: string): TableSize => ({ model: resource, rows: undefined, growth, because });
  if (namesFew(model)) return table('few', FEW_BY_NAME);
  if (namesUsers(model)) return table('growing', GROWS_WITH_USERS);
  if (namesMany(model)) return table('growing', GROWS_WITH_WORLD);
  return table(asked !== undefined && asked >= MANY && asked < Infinity ? 'growing' : 'unknown');
}
