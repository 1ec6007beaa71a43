import type { DataModel, Field, Model, Relation } from '../../model/data-model.ts';
import { locateExport } from '../../javascript/project/exports.ts';
import { lintedFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import { type DeclaredColumn, type DeclaredEntity, type DeclaredIndex, type DeclaredRelation, type EntityFile, entityFileAt, entityFileOf } from './schema-entities.ts';

/** How many base classes and how many entities are followed. */
const LONGEST_LINEAGE = 8;
const MOST_ENTITIES = 80;

interface Found {
  readonly file: EntityFile;
  readonly entity: DeclaredEntity;
  readonly linted: SourceFile;
}

/** The entities of the file at `path`: those of the text being linted where that is the file, which may be newer than what is on disk. */
function entitiesAt(path: string, linted: SourceFile): EntityFile | undefined {
  return path === linted.path ? entityFileOf(linted.module.program, path) : entityFileAt(path);
}

/** The entity that a name at the top level of `file` stands for, imported or declared there. */
export function entityNamed(file: SourceFile, name: string): Model | undefined {
  const found = entityInScope(entityFileOf(file.module.program, file.path), name, lintedFrom(file));
  return found?.entity.registered === true ? modelOf(found) : undefined;
}

/** The entity that a relation of `model` leads to, as seen from `file`. */
export function relatedEntity(file: SourceFile, model: Model, relation: Relation): Model | undefined {
  const linted = lintedFrom(file);
  const home = entitiesAt(model.file, linted);
  const entity = home?.entities.find(({ name }) => name === model.name);
  if (home === undefined || entity === undefined) return undefined;
  // The relation may be inherited: its target is a name of the base class's file then.
  for (const { file: scope } of lineageOf({ file: home, entity, linted }).reverse()) {
    const found = entityInScope(scope, relation.target, linted);
    if (found !== undefined) return modelOf(found);
  }
  return undefined;
}

/**
 * The entities that a file names, and those that they are related to, two steps far. By the names that the file gives them; where
 * two classes share a name the nearer one wins.
 */
export function entitiesAround(file: SourceFile): DataModel {
  const own = entityFileOf(file.module.program, file.path);
  const names = [...own.imports.keys(), ...own.entities.map(({ name }) => name)].filter((name) => /^[A-Z]/.test(name));
  const models = new Map<string, Model>();
  for (const name of names) {
    const model = entityNamed(file, name);
    if (model !== undefined) models.set(name, model);
  }
  for (let step = 0; step < 2; step += 1) {
    for (const model of [...models.values()]) addRelated(file, model, models);
  }
  return { models };
}

function addRelated(file: SourceFile, model: Model, models: Map<string, Model>): void {
  for (const { relation } of model.fields.values()) {
    if (relation === undefined || models.has(relation.target) || models.size >= MOST_ENTITIES) continue;
    const related = relatedEntity(file, model, relation);
    if (related !== undefined) models.set(relation.target, related);
  }
}

function entityInScope(file: EntityFile, name: string, linted: SourceFile): Found | undefined {
  const entity = file.entities.find((candidate) => candidate.local === name) ?? file.entities.find((candidate) => candidate.name === name);
  if (entity !== undefined) return { file, entity, linted };
  const binding = file.imports.get(name);
  const path = binding === undefined ? undefined : resolveSource(file.path, binding.source);
  return binding === undefined || path === undefined ? undefined : entityExported(path, binding.imported, linted);
}

function entityExported(path: string, name: string, linted: SourceFile): Found | undefined {
  const near = entitiesAt(path, linted);
  const direct = near?.entities.find((candidate) => candidate.local === name);
  if (near !== undefined && direct !== undefined) return { file: near, entity: direct, linted };
  const place = locateExport(path, name, linted);
  const file = place === undefined ? undefined : entitiesAt(place.path, linted);
  const entity = file?.entities.find(({ local }) => local === place?.local);
  return file === undefined || entity === undefined ? undefined : { file, entity, linted };
}

/** The entity and the classes that it inherits columns from, bases first. */
function lineageOf(found: Found): Found[] {
  const lineage = [found];
  for (let { file, entity } = found; entity.base !== undefined && lineage.length < LONGEST_LINEAGE; ) {
    const base = entityInScope(file, entity.base, found.linted);
    if (base === undefined || lineage.some((seen) => seen.entity === base.entity)) break;
    lineage.unshift(base);
    ({ file, entity } = base);
  }
  return lineage;
}

interface Columns {
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
  readonly indexes: readonly DeclaredIndex[];
  readonly primary: readonly string[];
}

function columnsOf(lineage: readonly Found[]): Columns {
  const columns = new Map(lineage.flatMap(({ entity }) => entity.columns.map((column) => [column.property, column] as const)));
  return { columns, indexes: lineage.flatMap(({ entity }) => entity.indexes), primary: [...columns.values()].filter((column) => column.primary).map(({ property }) => property) };
}

function modelOf(found: Found): Model {
  const lineage = lineageOf(found);
  const columns = columnsOf(lineage);
  const fields = new Map<string, Field>();
  for (const column of columns.columns.values()) fields.set(column.property, fieldOf(column, columns));
  for (const { file, entity } of lineage) {
    const owner = { file, entity, linted: found.linted };
    for (const relation of entity.relations) if (canBeLoaded(relation, owner)) fields.set(relation.property, relationField(relation, owner, columns));
  }
  return { name: found.entity.name, fields, key: columns.primary, file: found.file.path, ...(found.entity.view ? { view: true } : {}) };
}

/**
 * False for a relation that says a plain column of the other entity leads back: TypeORM starts with it and throws as soon as a read loads it
 * ("reading 'joinColumns'" of undefined, 1.1.0).
 */
function canBeLoaded({ target, inverse }: DeclaredRelation, { file, linted }: Found): boolean {
  const found = inverse === undefined ? undefined : entityInScope(file, target, linted);
  const lineage = found === undefined ? [] : lineageOf(found).map(({ entity }) => entity);
  return !lineage.some(({ columns }) => columns.some(({ property }) => property === inverse)) || lineage.some(({ relations }) => relations.some(({ property }) => property === inverse));
}

function fieldOf(column: DeclaredColumn, { indexes, primary }: Columns): Field {
  const { property: name, type, nullable } = column;
  const unique = column.unique || (primary.length === 1 && primary[0] === name) || indexes.some((index) => index.unique && index.fields.length === 1 && index.fields[0] === name);
  const indexed = unique || column.indexed || primary[0] === name || indexes.some(({ fields }) => fields[0] === name);
  return { name, type, nullable, unique, indexed, relation: undefined, ...(column.hidden ? { hidden: true } : {}) };
}

/**
 * TypeORM's own defaults: a to-one relation may be null, its column is called `<property>Id`, and nothing but the owning side of a
 * one-to-one relation is indexed without being asked for (0.3.31, 1.1.1).
 */
function relationField(declared: DeclaredRelation, owner: Found, columns: Columns): Field {
  const { property: name, kind, target, nullable, eager, lazy } = declared;
  const owning = kind === 'many-to-one' || (kind === 'one-to-one' && declared.join !== undefined);
  const keys = owning ? keysOf(declared, owner.entity, columns) : [];
  const indexedBy = indexedColumns(columns);
  const relation: Relation = {
    target,
    cardinality: kind === 'one-to-many' || kind === 'many-to-many' ? 'to-many' : 'to-one',
    keys,
    references: keys.map((_, index) => declared.join?.[index]?.references ?? primaryOf(owner, target)[index] ?? 'id'),
    eager,
    lazy,
  };
  const unique = kind === 'one-to-one' && owning;
  return { name, type: target, nullable: relation.cardinality === 'to-one' && nullable, unique, indexed: unique || declared.indexed || indexedBy.has(name) || keys.some((key) => indexedBy.has(key)), relation };
}

function indexedColumns(columns: Columns): Set<string> {
  const found = new Set(columns.indexes.flatMap(({ fields }) => fields[0] ?? []));
  for (const column of columns.columns.values()) if (fieldOf(column, columns).indexed) found.add(column.property);
  return found;
}

/** The properties that hold a relation's key: columns of the join column's name, whatever the naming strategy, else a `@RelationId`. */
function keysOf({ property, join = [] }: DeclaredRelation, { relationIds, others }: DeclaredEntity, { columns, primary }: Columns): string[] {
  const names = join.length > 1 ? join.map(({ name }) => name) : [join[0]?.name ?? `${property}Id`];
  const named = [...[...columns.values()].map((column) => ({ property: column.property, column: column.column ?? column.property })), ...others.map((other) => ({ property: other, column: other }))];
  const found = names.map((name) => named.find(({ column }) => name !== undefined && plain(column) === plain(name))?.property);
  if (found.every((key) => key !== undefined)) return found;
  const relationId = relationIds.get(property);
  if (relationId !== undefined) return [relationId];
  // A relation that is part of the primary key may be written as a column of its own name.
  return primary.includes(property) ? [property] : [];
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function primaryOf({ file, linted }: Found, target: string): readonly string[] {
  const found = entityInScope(file, target, linted);
  return found === undefined ? [] : columnsOf(lineageOf(found)).primary;
}
