import type { RowLoop } from './orm.ts';
import type { Node } from './syntax/nodes.ts';

/** True for an update that stores the same in every row, written out: one statement can store it in all. */
export function storesSame(data: Node | undefined, loop: RowLoop): boolean {
  return data?.type === 'ObjectExpression' && loop.isSameForAll(data);
}

/** What changes where one statement updates or deletes all rows that a list names. */
export function changedTogether(isUpdate: boolean): string {
  return `all rows are ${isUpdate ? 'updated or none, also one that is listed twice is updated once' : 'deleted or none'}`;
}
