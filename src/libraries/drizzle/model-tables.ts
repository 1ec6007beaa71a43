import type { ModelTable } from '../../model/model-table.ts';
import { scriptsWith } from '../../javascript/project/modules.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { declaredCalls } from './tables.ts';

/** The tables that the files declare, by the names of their consts: `export const orders = pgTable('order', {…})`. */
export function tables(files: readonly string[]): ModelTable[] {
  return scriptsWith(files, 'drizzle-orm').flatMap(({ module }) => [...declaredCalls(module)].flatMap(([model, call]) => {
    const table = stringValue(module, call.arguments[0]);
    return table === undefined ? [] : [{ model, table, given: true }];
  }));
}
