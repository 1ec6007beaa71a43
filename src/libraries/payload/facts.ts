import type { Methods } from '../../javascript/readers/method-reader.ts';

/** What Payload does by itself, read in payload 3.88.0 and measured in process with db-sqlite. */

/** The framework and its own packages; `payload/types` is where the types stood in version 2. */
export const PAYLOAD_PACKAGES = /^(?:payload|@payloadcms\/[\w-]+)(?:\/|$)/;

/** Documents that `find` gives, and a list page shows, where nothing says how many. */
export const DEFAULT_LIMIT = 10;

/**
 * Statements of every list page once a user's preferences are kept: two for these, the page, its count, and the locks of its documents. `renderListView` of @payloadcms/next 3.88 sent 6 with
 * one field whose `filterOptions` reads, whatever the page's size, and a hook of reading one more per document.
 */
export const LIST_QUERIES = 5;

/** The largest of the page sizes that the list offers where `admin.pagination.limits` says nothing. */
export const LARGEST_PAGE = 100;

/** Fields whose values are read from tables of their own or take much room in each document: `blocks` and `array` have rows, `join` is a query. */
export const HEAVY_FIELDS: ReadonlySet<string> = new Set(['richText', 'json', 'blocks', 'array', 'join']);

/** Fields that only lay out others; theirs stand in the document as if they were its own, but for those of a tab that has a name. */
export const LAYOUT_FIELDS: ReadonlySet<string> = new Set(['row', 'collapsible', 'tabs']);

/** Every type of field, by which an object literal is known for one. */
export const FIELD_TYPES: ReadonlySet<string> = new Set([
  'text', 'textarea', 'email', 'number', 'checkbox', 'date', 'select', 'radio', 'point', 'code', 'relationship', 'upload', 'group', 'ui', ...HEAVY_FIELDS, ...LAYOUT_FIELDS,
]);

/** Columns that every collection has, with an index. */
export const OWN_COLUMNS: readonly string[] = ['id', 'createdAt', 'updatedAt'];

/**
 * The local API. `find` counts beside reading. What writes reads the document first, and each document of a `where` is written by itself: 50 updates by id cost 450 statements on SQLite
 * with `depth: 0`, one update by `where` 305, `db.updateMany` with `returning: false` 51, `db.deleteMany` 1.
 */
export const LOCAL_METHODS: Methods = {
  find: { operation: 'readMany', many: true, options: 0, statements: 2 },
  findByID: { operation: 'readOne', options: 0 },
  findDistinct: { operation: 'aggregate', many: true, options: 0 },
  findVersions: { operation: 'readMany', many: true, options: 0, statements: 2 },
  findVersionByID: { operation: 'readOne', options: 0 },
  findGlobal: { operation: 'readOne', options: 0 },
  count: { operation: 'count', many: true, options: 0 },
  countVersions: { operation: 'count', many: true, options: 0 },
  create: { operation: 'create', options: 0, data: 'data' },
  duplicate: { operation: 'create', options: 0, data: 'data' },
  update: { operation: 'update', options: 0, data: 'data', statements: 2 },
  updateGlobal: { operation: 'update', options: 0, data: 'data', statements: 2 },
  delete: { operation: 'delete', options: 0, statements: 2 },
};

/** What the adapter of the database does, past hooks and access: `payload.db`. */
export const DB_METHODS: Methods = {
  find: { operation: 'readMany', many: true, options: 0 },
  findOne: { operation: 'readOne', options: 0 },
  findDistinct: { operation: 'aggregate', many: true, options: 0 },
  count: { operation: 'count', many: true, options: 0 },
  create: { operation: 'create', options: 0, data: 'data' },
  upsert: { operation: 'upsert', options: 0, data: 'data' },
  updateOne: { operation: 'update', options: 0, data: 'data' },
  updateMany: { operation: 'update', many: true, options: 0, data: 'data' },
  deleteOne: { operation: 'delete', options: 0 },
  deleteMany: { operation: 'delete', many: true, options: 0 },
};
