import type { Operation } from '../../model/query-call.ts';

/**
 * What AdminJS does by itself, read in adminjs 7.8.17 and its adapters (typeorm 5.0.1, sequelize 4.1.1, prisma 5.0.4, mongoose 4.1.0,
 * mikroorm 4.1.0) and measured in process on SQLite with 1,000 rows.
 */

/** Packages of the framework; `admin-bro` is its name up to version 4. */
export const ADMINJS_PACKAGES = /^(?:adminjs|admin-bro)(?:\/|$)|^@adminjs\//;

/** Keys of ResourceOptions: an object literal that has `resource` and `options` with one of these is a resource. */
export const OPTION_KEYS: ReadonlySet<string> = new Set([
  'listProperties', 'showProperties', 'editProperties', 'filterProperties', 'properties', 'actions', 'navigation', 'titleProperty', 'sort', 'parent', 'href',
]);

/** Types that say of a function that it is a hook behind an action, or what handles an action. */
export const FUNCTION_TYPES: Readonly<Record<string, 'hook' | 'action'>> = { After: 'hook', ActionHandler: 'action', BulkActionHandler: 'action' };

/** Types that say of an object literal what it is. */
export const RESOURCE_TYPES: ReadonlySet<string> = new Set(['ResourceWithOptions']);
export const OPTIONS_TYPES: ReadonlySet<string> = new Set(['ResourceOptions']);

/** Types of one action, which may stand in a file of its own. */
export const ACTION_TYPES: ReadonlySet<string> = new Set(['Action']);

/** Actions whose response carries the rows of a page. */
export const PAGE_ACTIONS: ReadonlySet<string> = new Set(['list', 'search']);

/** Actions of AdminJS itself whose response carries one `record` and never `records`. */
export const RECORD_ACTIONS: ReadonlySet<string> = new Set(['show', 'edit', 'new', 'delete']);

/** Rows of a list page where `settings.defaultPerPage` says nothing. */
export const DEFAULT_PAGE_SIZE = 10;

/** Queries of every list page: the rows and the exact count, which no setting switches off. Each reference property adds one. */
export const LIST_QUERIES = 2;

/** Options that a reference input loads at a time, searching on the server. */
export const REFERENCE_OPTIONS = 50;

export type Adapter = 'typeorm' | 'sequelize' | 'prisma' | 'mongoose' | 'mikroorm' | 'sql' | 'objection';

/**
 * Statements that one `record.update`, `record.save` or `resource.update` costs, as measured; a lone `1` is the least it can be. The adapter for Sequelize writes with
 * `individualHooks: true`, which reads the row first, and reads it once more afterwards.
 */
const WRITE_STATEMENTS: Readonly<Record<Adapter, number>> = { typeorm: 5, sequelize: 3, prisma: 1, mongoose: 1, mikroorm: 2, sql: 2, objection: 1 };

/** Statements of one `resource.delete`. */
const DELETE_STATEMENTS: Readonly<Partial<Record<Adapter, number>>> = { typeorm: 3, sequelize: 2 };

/**
 * Statements that one write of a record costs.
 *
 * @param concurrent all writes begin at once: TypeORM reads once less for each then
 */
export function writeStatements(adapter: Adapter | undefined, operation: Operation, concurrent: boolean): number {
  if (adapter === undefined) return 1;
  if (operation === 'delete') return DELETE_STATEMENTS[adapter] ?? 1;
  return adapter === 'typeorm' && concurrent ? 3 : WRITE_STATEMENTS[adapter];
}

/** The ORM's own call for all selected rows, for AdminJS has none: by a model and the name of its key. */
export const BULK_CALLS: Readonly<Partial<Record<Adapter, (model: string, key: string, deletes: boolean) => string>>> = {
  typeorm: (model, key, deletes) => (deletes ? `${model}.delete({ ${key}: In(ids) })` : `${model}.update({ ${key}: In(ids) }, …)`),
  prisma(model, key, deletes) {
    const filter = `where: { ${key}: { in: ids } }`;
    return `prisma.${model.charAt(0).toLowerCase()}${model.slice(1)}.${deletes ? `deleteMany({ ${filter} })` : `updateMany({ ${filter}, data: … })`}`;
  },
  sequelize: (model, key, deletes) => (deletes ? `${model}.destroy({ where: { ${key}: ids } })` : `${model}.update(…, { where: { ${key}: ids } })`),
  mongoose: (model, _key, deletes) => (deletes ? `${model}.deleteMany({ _id: { $in: ids } })` : `${model}.updateMany({ _id: { $in: ids } }, …)`),
  mikroorm: (model, key, deletes) => (deletes ? `em.nativeDelete(${model}, { ${key}: ids })` : `em.nativeUpdate(${model}, { ${key}: ids }, …)`),
};
