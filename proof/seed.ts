// SQL that fills the tables of a proof, for the database.ts of each library.

type Value = string | number | null;

/** The INSERT of so many rows; nothing where there are none. */
export function insertion(table: string, count: number, row: (id: number) => Record<string, Value>): string[] {
  const rows = Array.from({ length: count }, (_, index) => row(index + 1));
  const literal = (value: Value): string => (value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value));
  const values = rows.map((one) => `(${Object.values(one).map(literal).join()})`);
  return rows.length === 0 ? [] : [`INSERT INTO ${table} (${Object.keys(rows[0] ?? {}).join()}) VALUES ${values.join()}`];
}

/** Triggers by which tables of so many rows refuse to write the second row, and the second new one. */
export function refusals(tables: readonly string[], rows: number): string[] {
  const refused = [['UPDATE', 'NEW', 2], ['DELETE', 'OLD', 2], ['INSERT', 'NEW', rows + 2]];
  return tables.flatMap((table) => refused.map(([event, row, id]) => `CREATE TRIGGER ${table}_${event} AFTER ${event} ON ${table} WHEN ${row}.id = ${id} BEGIN SELECT RAISE(ABORT, 'refused'); END`));
}

/** A copy to compare: of the moments in columns that end with `At` or `_at` it keeps only whether they are that of the beginning. */
export function comparable(rows: unknown, seeded: Value): unknown {
  const plain = (key: string, value: unknown): unknown => (/(?:A|_a)t$/.test(key) && value !== null && value !== seeded ? 'later' : typeof value === 'bigint' ? Number(value) : value);
  return JSON.parse(JSON.stringify(rows, plain));
}
