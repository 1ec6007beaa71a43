import type { DataModel, TableSize } from '../model/data-model.ts';
import { asModelName, namesUsers } from '../model/many.ts';
import type { Settings } from '../model/settings.ts';
import type { OrmCall } from './orm.ts';
import { type Elsewhere, knownSize } from './row-weight.ts';

/**
 * What is known of how many rows the table of a query has: as the settings say it, few where they come with the program, growing where it has a row for
 * everybody who uses the program, or rows that belong to one of these.
 */
export function tableOfCall(settings: Settings, elsewhere: Elsewhere, { orm, model }: OrmCall): TableSize | undefined {
  if (model === undefined) return undefined;
  return knownSize(settings, elsewhere, orm, model) ?? growthOf(orm.dataModel, model);
}

/**
 * What a model's name and its relations say of how many rows it has.
 *
 * @param isOwner false for a relation to users that says nothing of whom a row belongs to
 */
export function growthOf(dataModel: DataModel | undefined, model: string, isOwner: (relation: string) => boolean = () => true): TableSize {
  const size = (growth: 'growing' | 'unknown', because?: string): TableSize => ({ model, rows: undefined, growth, because });
  if (namesUsers(asModelName(model))) return size('growing', 'it has a row for everybody who uses the program');
  const owner = [...(dataModel?.models.get(model)?.fields.values() ?? [])].find(({ name, relation, unique }) => relation?.cardinality === 'to-one' && relation.keys.length > 0 && !unique && namesUsers(asModelName(relation.target)) && isOwner(name));
  return owner === undefined ? size('unknown') : size('growing', `its rows name a user as \`${owner.name}\``);
}
