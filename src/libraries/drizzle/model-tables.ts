import type { ModelTable } from '../../model/model-table.ts';
import { sourceFileAt } from '../../javascript/modules.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { textAt } from '../../project/files.ts';
import { declaredCalls } from './tables.ts';

/** The tables that the files declare, by the names of their consts: `export const orders = pgTable('order', {…})`. */
export function tables(files: readonly string[]): ModelTable[] {
  return files.filter((path) => /\.[cm]?[jt]s$/.test(path) && textAt(path)?.includes('drizzle-orm') === true).flatMap((path) => {
    const file = sourceFileAt(path);
    if (file === undefined) return [];
    return [...declaredCalls(file.module)].flatMap(([model, call]) => {
      const table = stringValue(file.module, call.arguments[0]);
      return table === undefined ? [] : [{ model, table, given: true }];
    });
  });
}
