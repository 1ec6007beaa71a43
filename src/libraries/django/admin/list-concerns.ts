import type { ColumnConcern, CountConcern, IndexConcern, ListConcern, PageSizeConcern } from '../../../model/admin.ts';
import { enumerated, type Remedy, type Span } from '../../../model/text.ts';
import { addAttribute } from '../../../python/syntax/edits.ts';
import { isSequence, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { joinedAggregate } from '../querysets/aggregates.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import { unindexedIn } from '../models/indexes.ts';
import type { DjangoModel } from '../models/models.ts';
import { orderingOf } from '../models/ordering.ts';
import type { DjangoProject } from '../project.ts';
import { lengthOf } from '../growth/structure.ts';
import { atLeast } from '../project/versions.ts';
import { listOption, opaqueBases, numberOption, optionOf, overrides, ownMethod, resolverIn } from './classes.ts';
import type { Column } from './columns.ts';
import { nameSpan } from '../project/name-span.ts';
import { handsOn } from './hands-on.ts';
import { namesRead } from './names-read.ts';
import { searchConcerns } from './search.ts';

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
  if (opaqueBases(django, cls).length > 0 || overrides(django, cls, 'get_changelist', 'get_changelist_instance') || !handsOn(django, cls, 'changelist_view')) return [];
  const list: ListOf = { django, cls, model };
  return [...fullCount(list), ...groupedCounts(list), ...pageSizes(list), ...unindexedOrder(list), ...unindexedHierarchy(list), ...searchConcerns(django, cls, model), ...(columns === undefined ? [] : largeColumns(list, columns))];
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
      advice: `Annotate a ${how} instead: ${atLeast(django.version, [4, 2]) ? 'Django leaves it out of these counts' : 'these counts need no groups for it'}, and it runs for the rows of the page alone.`,
    });
  }
  return found;
}

function pageSizes(list: ListOf): PageSizeConcern[] {
  const { django, cls, model } = list;
  return PAGE_SIZES.flatMap(([option, usual]): PageSizeConcern[] => {
    const size = numberOption(django, cls, option);
    const isShown = option === 'list_per_page' || !overrides(django, cls, 'get_paginator');
    if (size === undefined || !isShown || optionOf(django, cls, option)?.module !== cls.module) return [];
    const advice = option === 'list_per_page' ? 'Lower it, and let search and filters find rows.' : 'Lower it: where more rows match, the list then offers no link to all of them.';
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
  const ofModel = orderingOf(django, model);
  const [first] = option === 'absent' ? (ofModel !== undefined && isSequence(ofModel.node) ? ofModel.node.elts.map((node) => ({ module: ofModel.module, node })) : []) : typeof option === 'string' ? [] : option.elements;
  const name = first === undefined ? undefined : stringOf(first, resolverIn(django, cls))?.replace(/^-/, '');
  const owner = name === undefined ? undefined : unindexedIn(django, model, name);
  if (name === undefined || owner === undefined) return [];
  const span = option === 'absent' ? nameSpan(cls) : spanOfOption(list, 'ordering');
  return [{ kind: 'index', use: 'order', field: name, span, table: django.tableSize(model), advice: indexAdvice(owner, name, 'or sort by the primary key'), remedies: [] }];
}

function indexAdvice(model: DjangoModel, name: string, other: string): string {
  return `Add \`models.Index(fields=["${name}"])\` to the \`Meta.indexes\` of \`${model.name}\`, ${other}.`;
}

/** `date_hierarchy` sends two queries more: MIN and MAX, and the dates below (contrib/admin/templatetags/admin_list.py): 237 ms instead of 30 for 500,000 rows. */
function unindexedHierarchy(list: ListOf): IndexConcern[] {
  const { django, cls, model } = list;
  const option = optionOf(django, cls, 'date_hierarchy');
  const name = option === undefined ? undefined : stringOf(option, resolverIn(django, cls));
  const owner = name === undefined ? undefined : unindexedIn(django, model, name);
  if (name === undefined || owner === undefined) return [];
  return [{ kind: 'index', use: 'hierarchy', field: name, span: spanOfOption(list, 'date_hierarchy'), table: django.tableSize(model), advice: indexAdvice(owner, name, 'or remove `date_hierarchy`'), remedies: [] }];
}

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
