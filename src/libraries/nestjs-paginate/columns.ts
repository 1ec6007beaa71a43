import type { ListConcern } from '../../model/admin.ts';
import type { Field, Model } from '../../model/data-model.ts';
import type { Settings } from '../../model/settings.ts';
import { type Configured, type Found, settingAt, settingHere, settingsOf, textsIn, valueOf } from '../../javascript/project/configured.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { indexDecorator } from '../../javascript/advice/plain-words.ts';
import { FEW_VALUES, isKeyOfRelation } from '../../javascript/weight/unindexed.ts';
import { memberName, type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { PaginatedList } from './lists.ts';

/** Operators of filters that a plain index serves (15.0.1, `filter.js`). */
const SERVED = /^(?:EQ|IN|GT|GTE|LT|LTE|BTW)$/;

interface Text {
  readonly text: string;
  readonly at: Configured;
}

/** What the columns of a list cost: relations that are joined for each row, orders and filters without an index, searches. */
export function columnConcerns(list: PaginatedList, found: Found, settings: Settings): ListConcern[] {
  return [...relationConcerns(list, found, settings), ...orderConcern(list, found, settings), ...filterConcern(list, found, settings), ...searchConcern(list, found, settings)];
}

/** The texts of a list that is written in the file of the configuration; empty where it isn't, or can't be read. */
function textsAt({ file, config }: PaginatedList, name: string): readonly Text[] {
  const setting = settingAt(config, [name]);
  return typeof setting === 'string' ? [] : (textsIn(setting) ?? []).filter(({ at }) => at.file.path === file.path);
}

/** To-many relations that every row is joined with. Where columns of a relation are chosen, searched, sorted or filtered by, it is there on purpose. */
function relationConcerns(list: PaginatedList, { model, dataModel }: Found, settings: Settings): ListConcern[] {
  const says = (name: string): boolean => settingAt(list.config, [name]) !== 'absent';
  if (says('select') || says('joinMethods') || says('defaultJoinMethod')) return [];
  const filterable = settingAt(list.config, ['filterableColumns']);
  const filters = typeof filterable === 'string' ? [] : [...settingsOf(filterable).entries.keys()];
  const named = [...filters, ...['sortableColumns', 'searchableColumns'].flatMap((name) => textsAt(list, name).map(({ text }) => text))];
  const loaded = relationsOf(list).filter(({ text }) => {
    const steps = text.split('.');
    const relation = modelAt(dataModel, model.name, steps.slice(0, -1))?.fields.get(steps.at(-1) ?? '')?.relation;
    return relation?.cardinality === 'to-many' && !named.some((column) => column.startsWith(`${text}.`));
  });
  const [first] = loaded;
  if (first === undefined) return [];
  const multiplied = loaded.length > 1 ? ', and each row comes back once for each combination of theirs' : '';
  // by limit and offset pages are cut from the joined rows, which is wrong in another way
  const keys = says('paginationType') ? 'Each is joined for every row' : 'A page takes a query with DISTINCT for its keys before the one for the rows';
  const advice = `${keys}${multiplied}. Leave out what the list doesn't show, or \`select\` the few columns that it does.`;
  return [{ kind: 'loads', span: spanOf(first.at.node), table: tableNamed(settings, model.name), names: loaded.map(({ text }) => text), advice, remedies: [] }];
}

/** `['comments', 'comments.author']`, `{ comments: { author: true } }` */
function relationsOf(list: PaginatedList): readonly Text[] {
  const setting = settingHere(list.config, ['relations']);
  if (setting === undefined) return [];
  return valueOf(setting)?.node.type === 'ArrayExpression' ? textsAt(list, 'relations') : nested(setting, '');
}

function nested(at: Configured, before: string): Text[] {
  return [...settingsOf(at).entries].flatMap(([name, value]) => {
    const text = before === '' ? name : `${before}.${name}`;
    const inner = unwrap(value.node);
    return inner.type === 'Literal' && inner.value === false ? [] : [{ text, at: value }, ...(inner.type === 'ObjectExpression' ? nested(value, text) : [])];
  });
}

/** The column that pages are sorted by where a request names none: that of `defaultSortBy`, else the first sortable one. */
function orderConcern(list: PaginatedList, { model }: Found, settings: Settings): ListConcern[] {
  const pairs = settingAt(list.config, ['defaultSortBy']);
  const filter = settingAt(list.config, ['where']);
  const listed = typeof pairs === 'string' ? undefined : valueOf(pairs)?.node;
  const first = listed?.type === 'ArrayExpression' ? listed.elements[0] : undefined;
  const sorted = first?.type === 'ArrayExpression' && typeof pairs !== 'string' ? { at: { file: pairs.file, node: first.elements[0] as Node } } : pairs === 'absent' ? textsAt(list, 'sortableColumns')[0] : undefined;
  const column = sorted === undefined ? undefined : valueOf(sorted.at)?.node;
  const field = column?.type === 'Literal' ? model.fields.get(String(column.value)) : undefined;
  // a filter of the list's own may have an index that serves the order too
  if (sorted === undefined || field === undefined || filter !== 'absent' || sorted.at.file.path !== list.file.path || isServed(model, field)) return [];
  return [{ kind: 'index', span: spanOf(sorted.at.node), table: tableNamed(settings, model.name), use: 'order', field: field.name, advice: indexDecorator(model.name, field.name), remedies: [] }];
}

/** Columns that requests may filter by, all in one. */
function filterConcern(list: PaginatedList, { model }: Found, settings: Settings): ListConcern[] {
  const setting = settingHere(list.config, ['filterableColumns']);
  if (setting === undefined) return [];
  const columns = [...settingsOf(setting).entries].flatMap(([name, at]) => {
    const field = model.fields.get(name);
    return field === undefined || isServed(model, field) || FEW_VALUES.test(field.type) || field.enumerated === true || !asksForValues(at) ? [] : [{ field, at }];
  });
  const [first, ...others] = columns;
  if (first === undefined) return [];
  const rest = others.map(({ field }) => field.name);
  const advice = rest.length === 0 ? indexDecorator(model.name, first.field.name) : '`@Index()` on those that requests do filter by serves them.';
  return [{ kind: 'index', span: spanOf(list.file.module.parentOf(first.at.node) ?? first.at.node), table: tableNamed(settings, model.name), use: 'filter', field: first.field.name, ...(rest.length === 0 ? {} : { others: rest }), advice, remedies: [] }];
}

/** The database serves it, or it isn't known: MySQL indexes keys of relations by itself, PostgreSQL doesn't. */
function isServed(model: Model, field: Field): boolean {
  return field.indexed || isKeyOfRelation(model, field);
}

function asksForValues(at: Configured): boolean {
  const operators = valueOf(at)?.node;
  if (operators?.type === 'Literal') return operators.value === true;
  return operators?.type === 'ArrayExpression' && operators.elements.some((element) => element?.type === 'MemberExpression' && SERVED.test(memberName(element) ?? ''));
}

/** Each searchable column is compared by ILIKE '%…%', all of them with OR. */
function searchConcern(list: PaginatedList, { model, dataModel }: Found, settings: Settings): ListConcern[] {
  const columns = textsAt(list, 'searchableColumns');
  const [first] = columns;
  if (first === undefined) return [];
  const through = (cardinality: 'to-one' | 'to-many'): string[] => columns.map(({ text }) => text).filter((text) => {
    const steps = text.split('.').slice(0, -1);
    return steps.some((step, index) => modelAt(dataModel, model.name, steps.slice(0, index))?.fields.get(step)?.relation?.cardinality === cardinality);
  });
  const [many, one] = [through('to-many'), through('to-one')];
  const [problem, names] = many.length > 0 ? (['to-many', many] as const) : one.length > 0 ? (['joins', one] as const) : (['contains', columns.map(({ text }) => text)] as const);
  const advice = 'A column for the search, with a trigram or full-text index, finds the same by itself; a list that is looked up by a code needs no more than a filter on it.';
  return [{ kind: 'search', span: spanOf(first.at.node), table: tableNamed(settings, model.name), problem, names, advice, remedies: [] }];
}
