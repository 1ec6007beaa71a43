import { CannotRun } from '../project/cannot-run.ts';

type Rows = Readonly<Record<string, number>>;

/** The text of `admin-scale.json` or `package.json` with `rows` taken in; what else it says stays. */
export function withRowsInJson(text: string, rows: Rows, key?: string): string {
  const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
  const settings = (key === undefined ? value : value[key]) as Record<string, unknown>;
  settings.rows = { ...(settings.rows as Rows | undefined), ...rows };
  return written(text, value);
}

/** The text of a file of sizes with `rows` taken in. */
export function withRowsAlone(text: string, rows: Rows): string {
  return written(text, { ...(JSON.parse(text.replace(/^\uFEFF/, '')) as Rows), ...rows });
}

/** In the indentation of what was there. */
function written(before: string, value: unknown): string {
  const [indent = '  '] = /^[ \t]+(?=")/m.exec(before) ?? [];
  const text = `${JSON.stringify(value, undefined, indent)}\n`;
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

const HEADER = /^\s*\[\s*tool\s*\.\s*["']?admin-scale["']?\s*\]/;
const ROWS_HEADER = /^\s*\[\s*tool\s*\.\s*["']?admin-scale["']?\s*\.\s*rows\s*\]/;
const ANY_HEADER = /^\s*\[/;

/**
 * The text of `pyproject.toml` with `rows` taken in as `[tool.admin-scale.rows]`. All other lines stay as they are.
 *
 * @param before the rows that the file has, which are written anew with the others
 * @throws {CannotRun} where they stand in a way that isn't understood
 */
export async function withRowsInToml(text: string, before: Rows, rows: Rows): Promise<string> {
  const { parse } = await import('smol-toml');
  const lines = text.split('\n');
  const end = text.includes('\r\n') ? '\r' : '';
  const table = Object.entries({ ...before, ...rows }).map(([name, count]) => `${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)} = ${String(count)}${end}`);
  const own = lines.findIndex((line) => ROWS_HEADER.test(line));
  const edited = own >= 0 ? replaced(lines, own, table) : added(lines, [`[tool.admin-scale.rows]${end}`, ...table, end]);
  const result = edited.join('\n');
  const wanted = JSON.stringify({ ...before, ...rows });
  try {
    const { tool } = parse(result) as { tool?: { 'admin-scale'?: { rows?: unknown } } };
    if (JSON.stringify(tool?.['admin-scale']?.rows) === wanted) return result;
  } catch {
    // said below
  }
  throw new CannotRun('the rows in pyproject.toml stand in a way that can\'t be edited; write them as a table [tool.admin-scale.rows].');
}

/** The lines of a table with other entries; comments of their own stay. */
function replaced(lines: readonly string[], header: number, table: readonly string[]): string[] {
  const rest = lines.slice(header + 1);
  const next = rest.findIndex((line) => ANY_HEADER.test(line));
  const body = next < 0 ? rest : rest.slice(0, next);
  const kept = body.filter((line) => line.trim().startsWith('#'));
  const blank = body.slice(body.findLastIndex((line) => line.trim() !== '') + 1);
  return [...lines.slice(0, header + 1), ...kept, ...table, ...blank, ...(next < 0 ? [] : rest.slice(next))];
}

/** A table of its own after the settings, without what stands there as `rows = { … }`. */
function added(lines: readonly string[], table: readonly string[]): string[] {
  const header = lines.findIndex((line) => HEADER.test(line));
  const next = lines.findIndex((line, index) => index > header && ANY_HEADER.test(line));
  const end = header < 0 || next < 0 ? lines.length : next;
  const before = lines.slice(0, end).filter((line, index) => index <= header || !/^\s*rows\s*=/.test(line));
  while (before.at(-1)?.trim() === '') before.pop();
  return [...before, '', ...table, ...lines.slice(end)];
}
