import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { declaredAround } from '../../javascript/project/declared-around.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { type DeclaredTables, declaredTables } from './tables.ts';

const ASKS = /\.\s*(?:select|insert|update|delete|query)\b/;

const tablesIn = declaredAround({
  packages: /^drizzle-orm/,
  speaks: (text) => /['"]drizzle-orm/.test(text) || /Table\(\s*['"]/.test(text),
  read: ({ module, path }) => declaredTables(module, path),
  // Code that only asks the database leads to more of its kind.
  leadsOn: ({ tables, relations }, text) => tables.size > 0 || relations.length > 0 || /\bdrizzle\s*\(/.test(text) || !ASKS.test(text),
});

/** The tables that a file can reach through its imports, by the names of their consts; where two share a name, the nearer one counts. */
export function tablesAround(file: SourceFile): DataModel {
  const found = tablesIn(file);
  const tables = new Map<string, Model>([...found].reverse().flatMap((read) => [...read.tables]));
  return { models: withRelations(tables, found.flatMap(({ relations }) => relations)) };
}

function withRelations(tables: ReadonlyMap<string, Model>, relations: DeclaredTables['relations']): ReadonlyMap<string, Model> {
  const fields = new Map([...tables].map(([name, model]) => [name, new Map<string, Field>(model.fields)]));
  for (const { table, name, relation } of relations) {
    const own = fields.get(table);
    if (own === undefined || !tables.has(relation.target)) continue;
    const isNullable = relation.keys.some((key) => own.get(key)?.nullable !== false) || relation.keys.length === 0;
    own.set(name, { name, type: relation.target, nullable: isNullable, unique: false, indexed: false, relation });
  }
  return new Map([...tables].map(([name, model]) => [name, { ...model, fields: fields.get(name) ?? model.fields }]));
}
