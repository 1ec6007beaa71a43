import type { Database } from '../arguments.ts';

/**
 * Statements that ask a database for the sizes of its tables. Each gives a table's name and its rows, and changes nothing. The first two read the database's own statistics, which
 * cost nothing; SQLite keeps none, so that its statement gives the statements that count.
 */
export const SIZES: Readonly<Record<Database, string>> = {
  // a partitioned table's rows stand with its partitions; -1 stands for a table that was never analyzed (PostgreSQL 14)
  postgresql: `SELECT parent.relname AS "table", sum(CASE WHEN part.reltuples < 0 THEN coalesce(stats.n_live_tup, 0) ELSE part.reltuples END)::bigint AS "rows"
FROM pg_class part
JOIN pg_class parent ON parent.oid = coalesce(pg_partition_root(part.oid), part.oid)
JOIN pg_namespace space ON space.oid = parent.relnamespace
LEFT JOIN pg_stat_user_tables stats ON stats.relid = part.oid
WHERE part.relkind IN ('r', 'm') AND space.nspname NOT IN ('pg_catalog', 'information_schema') AND space.nspname NOT LIKE 'pg\\_%'
GROUP BY parent.oid, parent.relname
ORDER BY 2 DESC, 1;
`,
  mysql: `SELECT table_name AS \`table\`, table_rows AS \`rows\`
FROM information_schema.tables
WHERE table_schema = database() AND table_type = 'BASE TABLE'
ORDER BY 2 DESC, 1;
`,
  sqlite: `SELECT 'SELECT ''' || replace(name, '''', '''''') || ''' AS "table", count(*) AS "rows" FROM "' || replace(name, '"', '""') || '";'
FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY name;
`,
};
