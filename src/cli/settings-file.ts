import { withoutBom } from '../model/text.ts';
import { CannotRun } from '../project/cannot-run.ts';

/** The files that may hold the settings, the first before the others. */
export const OWN_FILE = 'admin-scale.json';
export const PYPROJECT = 'pyproject.toml';
export const PACKAGE = 'package.json';

/** What the settings are called in a file that holds other things as well. */
export const KEY = 'admin-scale';

type Rows = Readonly<Record<string, number>>;

/** The text of `admin-scale.json` or `package.json` with `rows` taken in; what else it says stays. */
export function withRowsInJson(text: string, rows: Rows, key?: typeof KEY): string {
  const value = JSON.parse(withoutBom(text)) as Record<string, unknown>;
  const settings = (key === undefined ? value : value[key]) as Record<string, unknown>;
  settings.rows = { ...(settings.rows as Rows | undefined), ...rows };
  return written(text, value);
}

/** The text of a file of sizes with `rows` taken in. */
export function withRowsAlone(text: string, rows: Rows): string {
  return written(text, { ...(JSON.parse(withoutBom(text)) as Rows), ...rows });
}

/** In the indentation of what was there. */
function written(before: string, value: unknown): string {
  const text = `${JSON.stringify(value, undefined, indentOf(before))}\n`;
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

/** What a text of JSON is indented with. */
export function indentOf(text: string): string {
  const [indent = '  '] = /^[ \t]+(?=")/m.exec(text) ?? [];
  return indent;
}

const TABLE = String.raw`^\s*\[\s*tool\s*\.\s*["']?${KEY}`;
const ANY_OF_OURS = new RegExp(String.raw`${TABLE}\b`, 'm');
const HEADER = new RegExp(String.raw`${TABLE}["']?\s*\]`);
const ROWS_HEADER = new RegExp(String.raw`${TABLE}["']?\s*\.\s*rows\s*\]`);
const ANY_HEADER = /^\s*\[/;

/** Whether a text of TOML has tables for us; a text without need not be parsed. */
export function hasTables(text: string): boolean {
  return ANY_OF_OURS.test(text);
}

/** The settings in a text of TOML. Throws where it is none. */
export async function settingsInToml(text: string): Promise<unknown> {
  const { parse } = await import('smol-toml');
  const { tool } = parse(text) as { readonly tool?: Readonly<Record<string, unknown>> };
  return tool?.[KEY];
}

/**
 * The text of `pyproject.toml` with `rows` taken in as `[tool.admin-scale.rows]`. All other lines stay as they are.
 *
 * @param before the rows that the file has, which are written anew with the others
 * @throws {CannotRun} where they stand in a way that isn't understood
 */
export async function withRowsInToml(text: string, before: Rows, rows: Rows): Promise<string> {
  const lines = text.split('\n');
  const end = text.includes('\r\n') ? '\r' : '';
  const table = Object.entries({ ...before, ...rows }).map(([name, count]) => `${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)} = ${String(count)}${end}`);
  const own = lines.findIndex((line) => ROWS_HEADER.test(line));
  const edited = own >= 0 ? replaced(lines, own, table) : added(lines, [`[tool.admin-scale.rows]${end}`, ...table, end]);
  const result = edited.join('\n');
  const wanted = JSON.stringify({ ...before, ...rows });
  try {
    const settings = (await settingsInToml(result)) as { readonly rows?: unknown } | undefined;
    if (JSON.stringify(settings?.rows) === wanted) return result;
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
