import type { RowLoop } from '../queries/orm.ts';
import type { Node } from '../syntax/nodes.ts';

/** True for an update that stores the same in every row, written out: one statement can store it in all. */
export function storesSame(data: Node | undefined, loop: RowLoop): boolean {
  return data?.type === 'ObjectExpression' && loop.isSameForAll(data);
}

/** What an insert of several rows does that updates those which are there: of a key that is listed twice it would have to update one row twice. */
export const REFUSES_TWICE = 'PostgreSQL refuses a row that is listed twice';

/** What changes where one statement updates or deletes all rows that a list names. */
export function changedTogether(isUpdate: boolean): string {
  return `all rows are ${isUpdate ? 'updated or none, also one that is listed twice is updated once' : 'deleted or none'}`;
}
