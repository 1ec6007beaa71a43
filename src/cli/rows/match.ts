import inflection from 'inflection';
import type { ModelTable } from '../../model/model-table.ts';
import type { TableRows } from './sizes.ts';

/** Sizes by model, and the tables that no model was found for. */
export interface Matched {
  readonly models: readonly { readonly model: string; readonly table: string; readonly rows: number }[];
  readonly strangers: readonly TableRows[];
}

/**
 * Which model each table is of: by the name that the code gives its table or that the library gives it as a rule; else, where naming strategies change that, by the model's own name
 * in the singular or the plural, whatever its case and underscores, if there is one such model.
 */
export function matchTables(sizes: readonly TableRows[], known: readonly ModelTable[]): Matched {
  const byTable = new Map<string, string>();
  for (const { table, model } of [...known].sort((a, b) => Number(a.given) - Number(b.given))) byTable.set(table.toLowerCase(), model);
  const byName = new Map<string, Set<string>>();
  for (const { model, given } of known) {
    const [name] = given ? [] : [model.slice(model.lastIndexOf('.') + 1)];
    for (const form of name === undefined ? [] : [name, inflection.pluralize(name)]) byName.set(plain(form), (byName.get(plain(form)) ?? new Set()).add(model));
  }
  const found = sizes.map((size) => {
    const alike = [...(byName.get(plain(size.table)) ?? [])];
    return { ...size, model: byTable.get(size.table.toLowerCase()) ?? (alike.length === 1 ? alike[0] : undefined) };
  });
  const models = new Map<string, { model: string; table: string; rows: number }>();
  for (const { model, table, rows } of found) if (model !== undefined && rows >= (models.get(model)?.rows ?? 0)) models.set(model, { model, table, rows });
  return { models: [...models.values()].sort((a, b) => b.rows - a.rows), strangers: found.filter(({ model }) => model === undefined) };
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
