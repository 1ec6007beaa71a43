import { namesRow } from '../../model/data-model.ts';
import { asModelName } from '../../model/many.ts';
import type { OrmCall } from './orm.ts';

/** One value of the column names one row: it is the key, or unique. */
export function isKeyColumn({ model, orm }: OrmCall, column: string): boolean {
  const known = model === undefined ? undefined : orm.dataModel?.models.get(model);
  return column === 'id' || column === orm.keyName || (known !== undefined && namesRow(known, column));
}

/** As `isKeyColumn`; of a table of which nothing else is known, what is called after it is its key as well: `questionary_id` of `questionaries`. */
export function namesOwnRow(call: OrmCall, column: string): boolean {
  const { model, orm } = call;
  const isUnknown = model !== undefined && orm.dataModel?.models.has(model) !== true;
  return isKeyColumn(call, column) || (isUnknown && plain(column) === `${plain(asModelName(model))}id`);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** The call asks for the row that one value of its key, or of a unique column, names. */
export function asksByKey(call: OrmCall): boolean {
  return call.byKey === true || (call.orm.filterOf(call) ?? []).some((one) => !('any' in one) && one.operator === 'equals' && one.modified !== true && one.path.length === 1 && isKeyColumn(call, one.path[0] as string));
}
