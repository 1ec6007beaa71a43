import { withoutBom } from '../../model/text.ts';

/** Rows of a table as the database has them. */
export interface TableRows {
  readonly table: string;
  readonly rows: number;
}

/** What columns of names and of rows are called by databases and by people. */
const TABLE = /^(?:table|table_?name|relname|tablename|name|tbl|tbl_name)$/i;
const ROWS = /^(?:rows|table_?rows|row_?count|count|n_live_tup|reltuples|estimate|cnt|n)$/i;

/**
 * The sizes in the answer of a database: JSON (`[{ "table": "shop_order", "rows": 4000000 }]` or `{ "shop_order": 4000000 }`), or columns divided by commas, semicolons, tabs or the bars
 * of a terminal's table. The first line may name the columns. Of a name that comes more than once, the largest counts. Empty where nothing of that kind is found.
 */
export function sizesIn(text: string): TableRows[] {
  const plain = withoutBom(text).trim();
  const found = /^[[{]/.test(plain) ? fromJson(plain) : fromColumns(plain);
  const largest = new Map<string, number>();
  for (const { table, rows } of found) largest.set(table, Math.max(rows, largest.get(table) ?? 0));
  return [...largest].map(([table, rows]) => ({ table, rows }));
}

function fromJson(text: string): TableRows[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  // `mysqlsh` and others put the rows into a property
  const list = Array.isArray(value) ? value : Object.values(value as object).find((one) => Array.isArray(one));
  if (list === undefined) return Object.entries(value as object).flatMap(([table, rows]) => sizeOf(table, rows));
  return (list as unknown[]).flatMap((row) => {
    const entries = typeof row === 'object' && row !== null ? Object.entries(row) : [];
    const [, table] = entries.find(([key]) => TABLE.test(key)) ?? [];
    const [, rows] = entries.find(([key]) => ROWS.test(key)) ?? [];
    return sizeOf(table, rows);
  });
}

function fromColumns(text: string): TableRows[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^[-+=|\s]+$/.test(line));
  const [first = ''] = lines;
  const divider = ['\t', '|', ';', ','].find((sign) => first.includes(sign)) ?? ',';
  const rows = lines.map((line) => cellsOf(divider === '|' ? line.trim().replace(/^\||\|$/g, '') : line, divider));
  const head = rows[0] ?? [];
  const named = [head.findIndex((cell) => TABLE.test(cell)), head.findIndex((cell) => ROWS.test(cell))] as const;
  const [name, count] = named.every((at) => at >= 0) ? named : [0, 1];
  return rows.flatMap((cells) => sizeOf(cells[name], cells[count]));
}

/** The cells of a line of CSV (RFC 4180), without the blanks around them. */
function cellsOf(line: string, divider: string): string[] {
  const cell = new RegExp(`\\s*(?:"((?:[^"]|"")*)"\\s*|([^\\${divider}]*))(?:\\${divider}|$)`, 'y');
  const cells: string[] = [];
  while (cell.lastIndex < line.length) {
    const found = cell.exec(line);
    if (found === null) break;
    cells.push(found[1]?.replaceAll('""', '"') ?? (found[2] ?? '').trim());
  }
  return cells;
}

function sizeOf(table: unknown, rows: unknown): TableRows[] {
  const number = typeof rows === 'number' ? rows : typeof rows === 'string' && /^\d+(?:\.\d+(?:e\+?\d+)?|e\+?\d+)?$/i.test(rows.trim()) ? Number(rows) : NaN;
  if (typeof table !== 'string' || table === '' || !Number.isFinite(number) || number < 0) return [];
  // 'public.orders', as some statements write it
  return [{ table: table.replaceAll(/["`[\]]/g, '').replace(/^.*\./, ''), rows: Math.round(number) }];
}
