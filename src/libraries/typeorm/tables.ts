import type { ModelTable } from '../../model/model-table.ts';
import { entityFileAt } from './schema-entities.ts';

/** The tables of all entities among the files: the name that `@Entity` is given, else the class's in snake case (DefaultNamingStrategy of TypeORM 0.3). */
export function tables(files: readonly string[]): ModelTable[] {
  const entities = files.flatMap((path) => (/\.[cm]?[jt]s$/.test(path) ? (entityFileAt(path)?.entities ?? []) : []));
  return entities.filter(({ registered, view }) => registered && !view).map(({ name, table }) => ({ model: name, table: table ?? snakeCase(name), given: table !== undefined }));
}

/** As `StringUtils.snakeCase` of TypeORM 0.3. */
function snakeCase(name: string): string {
  return name.replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3').replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
