import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { cachedByFile } from '../../project/files.ts';
import { lintedFrom, type SourceFile, sourceFileAt } from '../../javascript/modules.ts';
import { resolveSource } from '../../javascript/resolve.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type DeclaredTables, declaredTables } from './tables.ts';

/** How far tables are looked for, and in how many files. */
const STEPS = 4;
const MOST_FILES = 120;

interface Read extends DeclaredTables {
  /** Files that may hold more: what a file of tables or a barrel takes from elsewhere. */
  readonly next: readonly string[];
}

const NOTHING: DeclaredTables = { tables: new Map(), relations: [] };

const ASKS = /\.\s*(?:select|insert|update|delete|query)\b/;

/** Only text that speaks of tables is read; of barrels, only what they pass on. */
const readAt = cachedByFile((text, path): Read | undefined => {
  if (/['"]drizzle-orm/.test(text) || /Table\(\s*['"]/.test(text)) {
    const file = sourceFileAt(path);
    const read = file && readOf(file.module, path);
    // Code that only asks the database leads to more of its kind.
    if (read !== undefined && (read.tables.size > 0 || read.relations.length > 0 || /\bdrizzle\s*\(/.test(text) || !ASKS.test(text))) return read;
  }
  const passed = [...text.matchAll(/^\s*export\s[^;]*?\bfrom\s*['"]([^'"]+)['"]/gm)].flatMap(([, source]) => resolveSource(path, source ?? '') ?? []);
  return passed.length === 0 ? undefined : { ...NOTHING, next: passed };
});

function readOf(module: JsModule, path: string): Read {
  const sources = module.program.body.flatMap((statement) => {
    const source = 'source' in statement ? statement.source : undefined;
    return source?.type === 'Literal' && typeof source.value === 'string' ? [source.value] : [];
  });
  return { ...declaredTables(module, path), next: sources.filter((source) => !source.startsWith('drizzle-orm')).flatMap((source) => resolveSource(path, source) ?? []) };
}

/** The tables that a file can reach through its imports, by the names of their consts; where two share a name, the nearer one counts. */
export function tablesAround(file: SourceFile): DataModel {
  const linted = lintedFrom(file);
  const seen = new Set<string>([file.path]);
  const tables = new Map<string, Model>();
  const relations: DeclaredTables['relations'][number][] = [];
  let level: readonly Read[] = [readOf(file.module, file.path)];
  for (let step = 0; step < STEPS && level.length > 0; step += 1) {
    for (const read of level) {
      for (const [name, model] of read.tables) if (!tables.has(name)) tables.set(name, model);
      relations.push(...read.relations);
    }
    const paths = level.flatMap(({ next }) => next).filter((path) => !seen.has(path) && seen.size < MOST_FILES && seen.add(path).size > 0);
    level = paths.flatMap((path) => (path === linted.path ? readOf(linted.module, path) : (readAt(path) ?? [])));
  }
  return { models: withRelations(tables, relations) };
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
