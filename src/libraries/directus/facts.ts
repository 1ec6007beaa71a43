import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import type { Method, Methods } from '../../javascript/readers/method-reader.ts';

/** What Directus does by itself, read in @directus/api 39. */

/** Rows that a read gives where nothing says how many: `QUERY_LIMIT_DEFAULT` as it comes (database/run-ast/lib/get-db-query.ts). */
export const DEFAULT_LIMIT = 100;

/** Collections that say how a project is set up, of whose rows there are a few. */
export const CONFIGURED = /^directus_(?:access|collections|dashboards|extensions|fields|flows|folders|operations|panels|permissions|policies|relations|roles|settings|translations)$/;

/** Those of its services that keep items of one collection, with the collection where the service says it. What describes the schema answers by other rules. */
export const SERVICES: Readonly<Record<string, string | undefined>> = {
  ItemsService: undefined, UsersService: 'directus_users', FilesService: 'directus_files', FoldersService: 'directus_folders', RolesService: 'directus_roles', PoliciesService: 'directus_policies',
  PermissionsService: 'directus_permissions', AccessService: 'directus_access', ActivityService: 'directus_activity', RevisionsService: 'directus_revisions', CommentsService: 'directus_comments',
  NotificationsService: 'directus_notifications', PresetsService: 'directus_presets', DashboardsService: 'directus_dashboards', PanelsService: 'directus_panels', FlowsService: 'directus_flows',
  OperationsService: 'directus_operations', SharesService: 'directus_shares', TranslationsService: 'directus_translations', VersionsService: 'directus_versions',
};

/** `updateOne` and `deleteOne` call the form for many with one key. `createMany`, `updateBatch` and `upsertMany` open one transaction and go item by item (services/items.ts). */
export const SERVICE_METHODS: Methods = {
  readByQuery: { operation: 'readMany', many: true, options: 0 },
  readMany: { operation: 'readMany', many: true, options: 1 },
  readOne: { operation: 'readOne', key: 0, options: 1 },
  readSingleton: { operation: 'readOne', options: 0 },
  createOne: { operation: 'create', data: 0 },
  createMany: { operation: 'create', many: true, data: 0 },
  updateOne: { operation: 'update', key: 0, data: 1 },
  updateMany: { operation: 'update', many: true, data: 1 },
  updateByQuery: { operation: 'update', many: true, options: 0, data: 1 },
  updateBatch: { operation: 'update', many: true, data: 0 },
  upsertOne: { operation: 'upsert', data: 0 },
  upsertMany: { operation: 'upsert', many: true, data: 0 },
  upsertSingleton: { operation: 'upsert', data: 0 },
  deleteOne: { operation: 'delete', key: 0 },
  deleteMany: { operation: 'delete', many: true },
  deleteByQuery: { operation: 'delete', many: true, options: 0 },
};

/** Commands that the SDK sends for items of a collection, which they name first. */
const OF_ITEMS: Methods = {
  readItems: { operation: 'readMany', many: true, options: 1 },
  readItem: { operation: 'readOne', key: 1, options: 2 },
  readSingleton: { operation: 'readOne', options: 1 },
  aggregate: { operation: 'count', options: 1 },
  createItem: { operation: 'create', data: 1 },
  createItems: { operation: 'create', many: true, data: 1 },
  updateItem: { operation: 'update', key: 1, data: 2 },
  updateItems: { operation: 'update', many: true, data: 2 },
  updateItemsBatch: { operation: 'update', many: true, data: 1 },
  updateSingleton: { operation: 'update', data: 1 },
  deleteItem: { operation: 'delete', key: 1 },
  deleteItems: { operation: 'delete', many: true },
};

/** The same for collections of Directus's own, which are part of the command's name. */
const ofSystem = (one: string): Methods => ({
  [`read${one}s`]: { operation: 'readMany', many: true, options: 0 },
  [`read${one}`]: { operation: 'readOne', key: 0, options: 1 },
  [`create${one}`]: { operation: 'create', data: 0 },
  [`create${one}s`]: { operation: 'create', many: true, data: 0 },
  [`update${one}`]: { operation: 'update', key: 0, data: 1 },
  [`update${one}s`]: { operation: 'update', many: true, data: 1 },
  [`delete${one}`]: { operation: 'delete', key: 0 },
  [`delete${one}s`]: { operation: 'delete', many: true },
});

/** A command of the SDK, with what names its collection. */
export interface Command extends Method {
  /** The collection; undefined where the first argument names it. */
  readonly collection?: string;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  ...OF_ITEMS,
  ...Object.fromEntries(['User', 'File', 'Notification', 'Comment', 'Share'].flatMap((one) => Object.entries(ofSystem(one)).map(([name, method]) => [name, { ...method, collection: `directus_${one.toLowerCase()}s` }]))),
};

/** Operators of its filters. */
export const FILTER: FilterDialect = {
  operators: {
    _eq: 'equals', _in: 'in', _lt: 'range', _lte: 'range', _gt: 'range', _gte: 'range', _between: 'range', _contains: 'range', _icontains: 'range', _starts_with: 'range', _istarts_with: 'range', _ends_with: 'range', _iends_with: 'range',
    _neq: 'other', _nin: 'other', _null: 'other', _nnull: 'other', _empty: 'other', _nempty: 'other', _ncontains: 'other', _nstarts_with: 'other', _nends_with: 'other', _nbetween: 'other', _regex: 'other',
    _intersects: 'other', _nintersects: 'other', _none: 'other',
  },
  all: '_and', any: '_or', within: ['_some'],
};
