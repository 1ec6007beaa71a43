/** What Keystone does by itself, read in @keystone-6/core 8.0.6 and 5.2.0 and measured in process on SQLite with 200 rows (8.0.6). */

/** Where `list` and `config` come from, and the fields. */
export const KEYSTONE_PACKAGES = /^@keystone-6\/core(?:\/|$)/;

/** Rows of a list page where `ui.listView.pageSize` says nothing. */
export const DEFAULT_PAGE_SIZE = 50;

/** Columns of a list where `ui.listView.initialColumns` says nothing: the label and the first fields after it. */
export const DEFAULT_COLUMNS = 3;

/** Fields that are the label where `ui.labelField` says nothing, the first that a list has of them; else it is `id`. */
export const LABEL_FIELDS: readonly string[] = ['label', 'name', 'title'];

/** Queries of every list page: the rows and the exact count. To-one columns add one each, for all rows. */
export const LIST_QUERIES = 2;

/** How a field gets an index. Relations, `id` and unique fields have one. */
export function adviseIndex(field: string): string {
  return `Give \`${field}\` \`isIndexed: true\`, which takes a migration.`;
}

/** The first version with `displayMode: 'table'`, which shows related items page by page; `count` and `table` want `itemView.fieldMode: 'read'` from there on. */
export const TABLE_SINCE = 8;
