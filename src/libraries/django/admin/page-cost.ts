import type { CostPart } from '../../../model/admin.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { singletonOf, stringConstant, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import { queriesAlong, stepsOf } from '../querysets/path-loads.ts';
import type { DjangoProject } from '../project.ts';
import { listOption, optionOf, overrides, resolverIn } from './classes.ts';
import type { Column } from './columns.ts';
import type { FilterCost } from './filter-cost.ts';
import type { Loading } from './loading.ts';
import { labelReadsOf } from './option-labels.ts';

/** What a list asks beside what its columns reach. */
export interface PageCost {
  readonly parts: readonly CostPart[];
  /** False where code that couldn't be read may ask for more. */
  readonly exact: boolean;
}

/**
 * What a list asks beside what its columns reach, without session and user: the page and its counts, two queries for `date_hierarchy`, one for each step of what is prefetched,
 * the filters, and one per row for each key of `list_editable`. `proof/django/pages` holds that against Django 4.2, 5.2 and 6.0.
 */
export function pageCost(django: DjangoProject, cls: ClassRef, model: DjangoModel, filters: FilterCost, columns: readonly Column[], loading: Loading | undefined): PageCost {
  const counts = countsOf(django, cls);
  const hierarchy = optionOf(django, cls, 'date_hierarchy');
  const dates = hierarchy === undefined || singletonOf(hierarchy.node) === 'None' ? 0 : 2;
  const forPage = counts === 0 ? 'for the page' : `for the page and its count${counts === 1 ? '' : 's'}`;
  const fixed: [what: string, fixed: number][] = [[forPage, 1 + counts], ['for `date_hierarchy`', dates], ['for filters', filters.queries], ['for what is prefetched', loading === undefined ? 0 : prefetchQueries(django, model, loading)]];
  const editable = editableKeys(django, cls, model);
  return {
    parts: [
      ...fixed.filter(([, queries]) => queries > 0).map(([what, queries]) => ({ what, fixed: queries, perRow: 0 })),
      ...editable.names.map((name) => ({ what: `for the input of \`${name}\``, fixed: 0, perRow: 1 })),
    ],
    exact: filters.exact && editable.exact && !overrides(django, cls, 'changelist_view') && !showsDeferred(django, cls, columns),
  };
}

/** COUNT of the whole table, unless `show_full_result_count` is off, and that of the paginator (contrib/admin/views/main.py, `get_results`, Django 3.2 to 6.0). */
function countsOf(django: DjangoProject, cls: ClassRef): number {
  const full = singletonOf(optionOf(django, cls, 'show_full_result_count')?.node) === 'False' ? 0 : 1;
  return full + (pagesWithoutQuery(django, cls) ? 0 : 1);
}

/** A paginator of the project's own whose `count` asks nobody. */
function pagesWithoutQuery(django: DjangoProject, cls: ClassRef): boolean {
  const option = optionOf(django, cls, 'paginator');
  const paginator = option === undefined ? undefined : django.resolveClass(option.module, option.node);
  const count = paginator === undefined ? undefined : django.names.memberOf(paginator, 'count');
  return count !== undefined && !overrides(django, cls, 'get_paginator') && [...walk(count.node)].every(({ nodeType }) => nodeType !== 'Call');
}

/** Queries of `prefetch_related`: one for each step of its paths that neither is joined nor comes along with what the manager of an earlier step loads. */
function prefetchQueries(django: DjangoProject, model: DjangoModel, { queryset, option }: Loading): number {
  const joined = [...(typeof queryset.selectRelated === 'string' ? [] : queryset.selectRelated), ...(option.kind === 'list' && queryset.selectRelated === 'none' ? option.paths : [])];
  const isJoined = (step: string): boolean => joined.some((path) => path === step || path.startsWith(`${step}__`));
  const asked = queryset.prefetched.flatMap((path) => {
    const names = stepNames(path);
    const paths = names.map((_, index) => names.slice(0, index + 1).join('__'));
    const fields = stepsOf(model, names);
    if (fields === undefined) return paths.filter((step) => !isJoined(step));
    return queriesAlong(django, fields, (length) => (isJoined(paths[length - 1] ?? '') ? 'joined' : undefined)).map((length) => paths[length - 1]);
  });
  return new Set(asked).size;
}

/** `a__b__*` is `a` and then `b`; what goes to an attribute of its own is asked for beside the relation itself. */
function stepNames(path: string): string[] {
  return path.replace(/__\*$/, '').replace(/__to_attr$/, '.to_attr').split('__');
}

/** The keys among `list_editable`: a select lists its options for each row, raw ids and autocomplete look the chosen row up. */
function editableKeys(django: DjangoProject, cls: ClassRef, model: DjangoModel): { readonly names: readonly string[]; readonly exact: boolean } {
  const option = listOption(django, cls, 'list_editable');
  if (option === 'absent') return { names: [], exact: true };
  if (option === 'unknown' || !option.complete) return { names: [], exact: false };
  const fields = option.elements.map((place) => model.fields.get(stringOf(place, resolverIn(django, cls)) ?? ''));
  const keys = fields.filter((field) => field?.kind !== undefined);
  const isKnown = keys.length === 0 || !overrides(django, cls, 'formfield_for_foreignkey', 'formfield_for_dbfield', 'get_changelist_form', 'get_changelist_formset', 'formfield_overrides');
  return { names: keys.map((field) => field?.name ?? ''), exact: isKnown && keys.every((field) => field?.target !== undefined && labelReadsOf(django, field.target).paths.length === 0) };
}

/** `get_queryset` leaves a column out that the list may show: a query for each row. */
function showsDeferred(django: DjangoProject, cls: ClassRef, columns: readonly Column[]): boolean {
  const method = django.method(cls, 'get_queryset');
  for (const node of method === undefined ? [] : walk(method.node.body)) {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') continue;
    if (node.func.attr === 'only') return true;
    const names = node.func.attr === 'defer' ? node.args.map((argument) => stringConstant(argument)) : [];
    if (names.some((name) => name === undefined || columns.some((column) => column.name === name || column.fn?.module.source(column.fn.node).includes(name) === true))) return true;
  }
  return false;
}
