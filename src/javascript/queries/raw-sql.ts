import type { Filter } from './conditions.ts';
import { type Node, unwrap } from '../syntax/nodes.ts';

/** What is computed by the database itself, reads no row and can't be gathered: messages, locks, settings, sequences, pauses, functions whose name is put in. */
const SYSTEM_FUNCTION = /^select\s+(?:pg_catalog\.)?(?:\?|pg_\w+|set_config|current_setting|nextval|setval|currval|lastval|get_lock|release_lock|release_all_locks|last_insert_id|last_insert_rowid|sleep|sp_getapplock|sp_releaseapplock)\s*\(/i;

const WRITE = /^(?:insert|update|delete|replace|merge)\b/i;

/** A write within or behind `WITH`. */
const INNER_WRITE = /\b(?:insert\s+into|delete\s+from|merge\s+into|update\s+(?:only\s+)?[\w."`[\]?]+\s+(?:as\s+\w+\s+|(?!set\b)\w+\s+)?set)\b/i;

/** What a statement that is written as text does to rows; undefined for one that changes the schema or the session, sends a message or takes a lock, and for what is no statement. */
export function rawOperation(sql: string): 'rawRead' | 'rawWrite' | undefined {
  const text = sql.replace(/^(?:\s+|--.*|\/\*[^]*?\*\/)*/, '');
  if (WRITE.test(text)) return 'rawWrite';
  if (/^with\b/i.test(text)) return INNER_WRITE.test(text) ? 'rawWrite' : 'rawRead';
  return /^select\b/i.test(text) && !(SYSTEM_FUNCTION.test(text) && !/\bfrom\b/i.test(text)) ? 'rawRead' : undefined;
}

/** The statement as the code writes it, with `?` for what is put in: a string, a template, a template of a tag. Empty for what is computed elsewhere. */
export function sqlText(node: Node | null | undefined): string {
  const value = unwrap(node);
  if (value?.type === 'Literal') return typeof value.value === 'string' ? value.value : '';
  const template = value?.type === 'TaggedTemplateExpression' ? value.quasi : value;
  return template?.type === 'TemplateLiteral' ? template.quasis.map(({ value: { raw } }) => raw).join('?') : '';
}

/** What a column of rows computes, by the text that `sqlText` gives: `count(*)`, `coalesce(sum(total), 0)`. */
export function computedIn(sql: string): 'count' | 'aggregate' | undefined {
  return /^\s*(?:cast\s*\(\s*)?count\s*\(/i.test(sql) ? 'count' : /^\s*(?:coalesce\s*\(\s*)?(?:sum|avg|min|max)\s*\(/i.test(sql) ? 'aggregate' : undefined;
}

/** What the columns of a query compute together; undefined where one of them computes nothing, so that there is a row for each. */
export function computedBy(columns: readonly ('count' | 'aggregate' | undefined)[]): 'count' | 'aggregate' | undefined {
  if (columns.length === 0 || columns.includes(undefined)) return undefined;
  return columns.every((column) => column === 'count') ? 'count' : 'aggregate';
}

/** True for a statement, as `sqlText` gives it, whose table is put in as a value: it asks one of several. */
export function namesTableByValue(sql: string): boolean {
  return /\b(?:from|join|into|update)\s+["`[]?\?/i.test(sql);
}

const NAME = String.raw`(?:["'${'`'}[]?[\w${'$'}{}]+["'${'`'}\]]?\s*\.\s*)?["'${'`'}[]?(\w+)["'${'`'}\]]?`;
const READ_FROM = new RegExp(String.raw`\bfrom\s+${NAME}`, 'gi');
const WRITTEN_TO = new RegExp(String.raw`^(?:insert\s+(?:ignore\s+)?into|replace\s+into|update|delete\s+from)\s+${NAME}(?=[\s(;]|$)`, 'i');

/** The one table that a statement reads or writes; undefined where it joins several, or its name is computed. */
export function tableIn(sql: string): string | undefined {
  const text = sql.trim();
  const written = WRITTEN_TO.exec(text)?.[1];
  if (written !== undefined || !/^select\b/i.test(text)) return written;
  const [first, ...others] = text.matchAll(READ_FROM);
  return others.length === 0 && !/\bjoin\b/i.test(text) && !/^\s*(?:\w+\s*)?,/.test(text.slice((first?.index ?? 0) + (first?.[0].length ?? 0))) ? first?.[1] : undefined;
}

/** `order.customer_id = :customerId`, `order.id IN (:...ids)`, `"shopId" = $1` */
const COMPARED = /^[\s(]*(?:["`]?\w+["`]?\.)?["`]?(\w+)["`]?\s*(=|\bIN\b)\s*\(?\s*(?::(?:\.\.\.)?(\w+)|\$(\w+)|\?)(?:::\w+)?[\s);]*$/i;

/**
 * What the text of a condition compares with its parameters, each of which has to hold; nothing where there are alternatives.
 *
 * @param valueOf the value of a named parameter
 */
export function comparedIn(condition: string, valueOf: (name: string) => Node | undefined): Filter {
  if (/\bOR\b/i.test(condition)) return [];
  return condition.split(/\bAND\b/i).flatMap((part): Filter => {
    const [, column, operator, named, bound] = COMPARED.exec(part) ?? [];
    const name = named ?? bound;
    return column === undefined ? [] : [{ path: [column], operator: operator === '=' ? 'equals' : 'in', value: name === undefined ? undefined : valueOf(name) }];
  });
}

/** The condition of a statement that has one `WHERE`; empty where it has none, or another query within. */
export function conditionIn(sql: string): string {
  const [, condition = '', ...more] = sql.split(/\bWHERE\b/i);
  return more.length > 0 || (sql.match(/\bSELECT\b/gi) ?? []).length > 1 ? '' : (condition.split(/\b(?:GROUP\s+BY|ORDER\s+BY|LIMIT|OFFSET|HAVING|FOR\s+UPDATE|RETURNING)\b/i)[0] ?? '');
}
