import type { ColumnConcern, CountConcern, IndexConcern, ListConcern, PageSizeConcern, SearchConcern } from '../../../model/admin.ts';
import { enumerated, type Remedy, type Span } from '../../../model/text.ts';
import { addAttribute } from '../../../python/syntax/edits.ts';
import { isSequence, type Place, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { joinedAggregate } from '../aggregates.ts';
import type { ClassRef } from '../classes.ts';
import type { DjangoField } from '../fields.ts';
import { isUnindexed } from '../indexes.ts';
import { type DjangoModel, metaOf } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { lengthOf } from '../structure.ts';
import { atLeast } from '../versions.ts';
import { fieldAt } from '../lookups.ts';
import { listOption, opaqueBases, optionOf, overrides, ownMethod, resolverIn } from './classes.ts';
import type { Column } from './columns.ts';
import { nameSpan } from '../name-span.ts';
import { namesRead } from './names-read.ts';

/** A change list as its class configures it. */
interface ListOf {
  readonly django: DjangoProject;
  readonly cls: ClassRef;
  readonly model: DjangoModel;
}

/**
 * What the configuration of a change list makes dearer the longer the table gets. Nothing where a base class isn't found that may set it otherwise, or where code
 * of the project's own answers the list.
 *
 * @param columns the list's columns where all of them could be read
 */
export function listConcernsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel, columns: readonly Column[] | undefined): ListConcern[] {
  if (opaqueBases(django, cls).length > 0 || overrides(django, cls, 'get_changelist', 'get_changelist_instance', 'changelist_view')) return [];
  const list: ListOf = { django, cls, model };
  return [...fullCount(list), ...groupedCounts(list), ...pageSizes(list), ...unindexedOrder(list), ...unindexedHierarchy(list), ...search(list), ...(columns === undefined ? [] : largeColumns(list, columns))];
}

/** The span of an option's value where the linted file sets it, else the class's name. */
function spanOfOption({ django, cls }: ListOf, name: string): Span {
  const option = optionOf(django, cls, name);
  return option?.module === cls.module ? cls.module.range(option.node) : nameSpan(cls);
}

/**
 * `ChangeList.get_results` counts what the paginator has, and `root_queryset` where `show_full_result_count` is true (contrib/admin/views/main.py, Django 3.2 to 5.2):
 * two counts a request, with a filter or without one.
 */
function fullCount(list: ListOf): CountConcern[] {
  const { django, cls, model } = list;
  const option = optionOf(django, cls, 'show_full_result_count');
  const isOn = option === undefined ? listOption(django, cls, 'show_full_result_count') === 'absent' : singletonOf(option.node) === 'True';
  if (!isOn) return [];
  const replaced = ['paginator', 'get_paginator'].find((name) => optionOf(django, cls, name) !== undefined || django.method(cls, name) !== undefined);
  const own = option?.owner.node === cls.node && option.module === cls.module ? option.node : undefined;
  const edit = own === undefined ? addAttribute(cls.module, cls.node, 'show_full_result_count = False', ['list_per_page', 'list_select_related', 'list_filter', 'list_display']) : { span: cls.module.range(own), text: 'False' };
  const remedies: Remedy[] = edit === undefined ? [] : [{ title: 'Set `show_full_result_count = False`', edits: [edit], safety: { changes: 'a filtered list says "Show all" instead of how many rows there are in all' } }];
  const advice = `Set \`show_full_result_count = False\`${replaced === undefined ? '; to spare the count of the matching rows as well, set a `paginator` that estimates it' : ''}.`;
  return [{ kind: 'count', problem: replaced === undefined ? 'twice' : 'still-counted', name: replaced ?? 'show_full_result_count', span: spanOfOption(list, 'show_full_result_count'), table: django.tableSize(model), advice, remedies }];
}

/**
 * `annotate(n=Count("items"))` in `get_queryset`: each COUNT(*) of the list becomes a subquery that groups the joined tables, 1,401 ms instead of 62 ms for 500,000 rows
 * (PostgreSQL 15, Django 4.2; the annotation isn't stripped in 5.2 and 6.0 either). Counts leave a Subquery out from 4.2 on.
 */
function groupedCounts({ django, cls, model }: ListOf): CountConcern[] {
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return [];
  const found: CountConcern[] = [];
  for (const node of walk(method.body)) {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || node.func.attr !== 'annotate') continue;
    const counted = [...node.keywords.map(({ value }) => value), ...node.args].map((value) => joinedAggregate(cls.module, model, value)).filter((one) => one !== undefined);
    const [first] = counted;
    if (first === undefined) continue;
    const how = counted.length === 1 ? `\`Subquery\` over \`${first.path}\`` : `\`Subquery\` for each of ${enumerated(counted.map(({ path }) => `\`${path}\``))}`;
    found.push({
      kind: 'count', problem: 'grouped', name: cls.module.source(first.node).replaceAll(/\s+/g, ' '), span: cls.module.range(first.node), table: django.tableSize(model), remedies: [],
      advice: `Annotate a ${how} instead: counts ${atLeast(django.version, [4, 2]) ? 'leave it out' : 'need no groups for it'}, and only the rows of the page are counted for.`,
    });
  }
  return found;
}

function pageSizes(list: ListOf): PageSizeConcern[] {
  const { django, cls, model } = list;
  return PAGE_SIZES.flatMap(([option, usual]): PageSizeConcern[] => {
    const given = optionOf(django, cls, option)?.node;
    const size: unknown = given?.nodeType === 'Constant' ? given.value : undefined;
    const isShown = option === 'list_per_page' || !overrides(django, cls, 'get_paginator');
    if (typeof size !== 'number' || !isShown || optionOf(django, cls, option)?.module !== cls.module) return [];
    const advice = option === 'list_per_page' ? 'Let search and filters find rows, and pages stay short.' : 'Above it the link to all rows is not offered.';
    return [{ kind: 'page-size', option, size, usual, span: spanOfOption(list, option), table: django.tableSize(model), advice, remedies: [] }];
  });
}

/** Options of a list, and what Django takes where they aren't set (contrib/admin/options.py, 3.2 to 5.2). */
const PAGE_SIZES: readonly (readonly [option: string, usual: number])[] = [['list_per_page', 100], ['list_max_show_all', 200]];

/** The first column of the order: `ordering` of the admin, else that of the model. Django appends the key, which an index on the column serves as well. */
function unindexedOrder(list: ListOf): IndexConcern[] {
  const { django, cls, model } = list;
  if (overrides(django, cls, 'get_ordering')) return [];
  const option = listOption(django, cls, 'ordering');
  const ofModel = metaOf(model.node, 'ordering');
  const [first] = option === 'absent' ? (ofModel !== undefined && isSequence(ofModel) ? ofModel.elts.map((node) => ({ module: model.module, node })) : []) : typeof option === 'string' ? [] : option.elements;
  const name = first === undefined ? undefined : stringOf(first, resolverIn(django, cls))?.replace(/^-/, '');
  if (name === undefined || !isUnindexed(django, model, name)) return [];
  const span = option === 'absent' ? nameSpan(cls) : spanOfOption(list, 'ordering');
  return [{ kind: 'index', use: 'order', field: name, span, table: django.tableSize(model), advice: indexAdvice(model, name, 'or order by the key'), remedies: [] }];
}

function indexAdvice(model: DjangoModel, name: string, other: string): string {
  return `Add \`models.Index(fields=["${name}"])\` to the \`Meta.indexes\` of \`${model.name}\`, ${other}.`;
}

/** `date_hierarchy` sends two queries more: MIN and MAX, and the dates below (contrib/admin/templatetags/admin_list.py): 237 ms instead of 30 for 500,000 rows. */
function unindexedHierarchy(list: ListOf): IndexConcern[] {
  const { django, cls, model } = list;
  const option = optionOf(django, cls, 'date_hierarchy');
  const name = option === undefined ? undefined : stringOf(option, resolverIn(django, cls));
  if (name === undefined || !isUnindexed(django, model, name)) return [];
  return [{ kind: 'index', use: 'hierarchy', field: name, span: spanOfOption(list, 'date_hierarchy'), table: django.tableSize(model), advice: indexAdvice(model, name, 'or remove `date_hierarchy`'), remedies: [] }];
}

/** What `construct_search` makes of an entry: `icontains` unless a prefix or a lookup at its end says otherwise (contrib/admin/options.py, Django 3.2 to 5.2). */
function search(list: ListOf): SearchConcern[] {
  const { django, cls, model } = list;
  const option = listOption(django, cls, 'search_fields');
  if (typeof option === 'string' || overrides(django, cls, 'get_search_results', 'get_search_fields')) return [];
  const entries = option.elements.map((place) => entryOf(django, cls, model, place)).filter((entry) => entry !== undefined);
  const many = entries.filter(({ toMany }) => toMany);
  const joined = entries.filter(({ joins }) => joins);
  const anywhere = entries.filter(({ contains }) => contains);
  const span = option.owner.node === cls.node ? spanOfOption(list, 'search_fields') : nameSpan(cls);
  const concern = (problem: SearchConcern['problem'], some: readonly SearchEntry[], advice: string): SearchConcern[] => [
    { kind: 'search', problem, names: some.map(({ name }) => name), span, table: django.tableSize(model), advice, remedies: [] },
  ];
  if (many.length > 0) return concern('to-many', many, `Remove ${many.length === 1 ? 'it' : 'them'} from \`search_fields\`, or find the keys first in \`get_search_results\` and filter by \`pk__in\`.`);
  if (joined.length > 0 && entries.some(({ joins }) => !joins)) return concern('joins', joined, 'Remove them from `search_fields`, or find their keys first in `get_search_results` and filter by the foreign key.');
  const cast = entries.filter(({ asText }) => asText);
  if (cast.length > 0 && anywhere.every(({ asText }) => asText)) return concern('cast', cast, castAdvice(django, cast));
  return anywhere.length === 0 ? [] : concern('contains', anywhere, 'Search keys and codes by `name__exact`, which their index serves; on PostgreSQL a trigram index on `Upper(name)` serves the rest. `=name` compares case-insensitively and uses no plain index either.');
}

function castAdvice(django: DjangoProject, [first]: readonly SearchEntry[]): string {
  const name = first?.field ?? 'pk';
  return castsExact(django) ? `Override \`get_search_results\` and filter by \`${name}=search_term\` if the text is a number: since Django 5.2 \`__exact\` in \`search_fields\` casts as well.` : `Write \`"${name}__exact"\`.`;
}

/** `__exact` of a column that holds no text is cast to a text (`ModelAdmin.get_search_results` of 5.2.18 and 6.0.1; not in 4.2). */
function castsExact({ version }: DjangoProject): boolean {
  return atLeast(version, [5, 2]);
}

interface SearchEntry {
  readonly name: string;
  /** The entry without prefix and lookup. */
  readonly field: string;
  /** A column that holds no text, compared as one. */
  readonly asText: boolean;
  readonly contains: boolean;
  readonly joins: boolean;
  readonly toMany: boolean;
}

function entryOf(django: DjangoProject, cls: ClassRef, model: DjangoModel, place: Place): SearchEntry | undefined {
  const written = stringOf(place, resolverIn(django, cls));
  const name = written?.replace(/^[\^=@]/, '');
  const found = name === undefined ? undefined : fieldAt(model, name);
  if (written === undefined || name === undefined || found === undefined) return undefined;
  const isCast = found.rest === '' || (found.rest === 'exact' && castsExact(django));
  return {
    name: written, field: found.rest === '' ? name : name.slice(0, -found.rest.length - 2), asText: isCast && NUMBERS.test(found.field.type),
    contains: written === name && found.rest === '', joins: found.joins, toMany: found.toMany,
  };
}

const NUMBERS = /^(?:Auto|BigAuto|SmallAuto|(?:Positive)?(?:Small|Big)?Integer|UUID)Field$/;

/** Columns that hold much: texts without a limit, documents, bytes. */
const LARGE_TYPES = /^(?:Text|JSON|Binary|HStore)Field$/;

/** A text whose form takes that many letters at most is read along with the row. */
const SHORT = 2000;

/** Large columns that neither a column of the list nor other code of the admin reads, and that nothing leaves out. */
function largeColumns(list: ListOf, columns: readonly Column[]): ColumnConcern[] {
  const { django, cls, model } = list;
  if (columns.some(({ complete }) => !complete)) return [];
  const large = [...model.forward.values()].filter((field) => LARGE_TYPES.test(field.type) && !field.uncertain && !field.choices && lengthOf(field) > SHORT);
  const read = large.length === 0 ? new Set<string>() : namesRead(django, cls, model, columns.map(({ fn }) => fn));
  if (read === 'any' || read.has('defer') || read.has('only')) return [];
  const unread = large.filter(({ name }) => !read.has(name) && columns.every((column) => column.name !== name));
  if (unread.length === 0) return [];
  const names = unread.map(({ name }: DjangoField) => name);
  const span = spanOfOption(list, 'list_display');
  const call = `defer(${names.map((name) => `"${name}"`).join(', ')})`;
  // what the project's own method leaves out has to stay out
  const where = django.method(cls, 'get_queryset') === undefined ? `Return \`super().get_queryset(request).${call}\` from \`get_queryset\`` : `Put \`.${call}\` behind what \`get_queryset\` returns`;
  const advice = `${where}; a form that shows ${names.length === 1 ? 'it then reads it' : 'them then reads them'} with one query more.`;
  return [{ kind: 'columns', names, span, table: django.tableSize(model), advice, remedies: [] }];
}
