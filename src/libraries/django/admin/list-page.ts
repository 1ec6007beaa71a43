import type { AdminResource, CostPart, ListConcern, ListPage } from '../../../model/admin.ts';
import type { RelationRead } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import { enumerated, type Span } from '../../../model/text.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { singletonOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { adminsIn, numberOption, optionOf, overrides, ownSpanOf, type Registration } from './classes.ts';
import { type Column, columnsOf } from './columns.ts';
import { bareRegistrations, DEFAULT_ADMIN } from './default-admin.ts';
import type { Plan } from './eager-remedies.ts';
import { filterCost } from './filter-cost.ts';
import { pageSizeOfBase, showsNoList } from './known-bases.ts';
import { listConcernsOf } from './list-concerns.ts';
import { type Loading, loadingOf, prefetchPath } from './loading.ts';
import { costMarks, maximal, type MissingRead, type MissingReads, missingReads, togetherMended } from './missing.ts';
import { mendedRead, planOf } from './mended.ts';
import { nameSpan } from '../project/name-span.ts';
import { isFirstPrefetched } from '../querysets/prefetched-first.ts';
import { pageCost } from './page-cost.ts';

/** A change list with what its columns lack. */
export interface ChangeList {
  readonly cls: ClassRef;
  readonly model: DjangoModel;
  readonly pageSize: number;
  readonly columns: readonly Column[];
  readonly reads: readonly RelationRead[];
  readonly resource: AdminResource;
}

/** `list_per_page` where nothing sets it (contrib/admin/options.py). */
const PAGE_SIZE = 100;

/**
 * The change lists of the admin classes that a module declares.
 *
 * Their cost is that of the page itself (`pageCost`) and, per row, one query for each relation that isn't loaded and those that columns send themselves.
 */
export function changeListsOf(django: DjangoProject, module: PyModule): ChangeList[] {
  const own = adminsIn(django, module).flatMap(({ cls, models }) => models.map((model) => changeList(django, cls, model)));
  const bare = DEFAULT_ADMIN === undefined ? [] : bareRegistrations(django, module).map((registration) => changeList(django, DEFAULT_ADMIN as ClassRef, registration.model, registration));
  return withIndexesOnce([...own, ...bare]);
}

/** Lists of the children of one model are sorted by a column of its table: an index on it mends them all, and is one finding of the module, of the list that is known to grow where one is. */
function withIndexesOnce(lists: readonly ChangeList[]): ChangeList[] {
  const kept = new Map<string, ListConcern>();
  const keyOf = (concern: ListConcern): string | undefined => (concern.kind === 'index' ? `${concern.use} ${concern.advice}` : undefined);
  for (const concern of lists.flatMap(({ resource }) => resource.list?.concerns ?? [])) {
    const key = keyOf(concern);
    const known = key === undefined ? undefined : kept.get(key);
    if (key !== undefined && (known === undefined || (known.table.growth !== 'growing' && concern.table.growth === 'growing'))) kept.set(key, concern);
  }
  return lists.map((list) => {
    const { resource } = list;
    if (resource.list === undefined) return list;
    const concerns = (resource.list.concerns ?? []).filter((concern) => kept.get(keyOf(concern) ?? '') === concern || keyOf(concern) === undefined);
    return { ...list, resource: { ...resource, list: { ...resource.list, concerns } } };
  });
}

/** @param bare the registration, where it names no class of the project's own */
function changeList(django: DjangoProject, cls: ClassRef, model: DjangoModel, bare?: Registration): ChangeList {
  const pageSize = pageSizeOf(django, cls);
  const known = columnsOf(django, cls, model);
  const loading = known === undefined || hidesList(django, cls) ? undefined : loadingOf(django, cls, model, known.columns);
  const columns = (known?.columns ?? []).map((column) => withFirsts(django, column, loading));
  const missing = loading === undefined ? [] : missingReads(django, columns, loading);
  const plan = loading === undefined ? undefined : planOf(django, { cls, loading, bare, inline: false }, columns, missing, known?.complete === true);
  const repairs = plan === undefined ? [] : togetherMended(missing).map((group) => ({ missing: group, read: relationRead(django, plan, model, group, pageSize) }));
  const page = pageCost(django, cls, model, filterCost(django, cls, model), columns, loading);
  const isRead = loading !== undefined && known?.complete === true && columns.every(({ exact }) => exact) && page.exact;
  const isListed = bare === undefined && !hidesList(django, cls);
  const list: ListPage = {
    pageSize, cost: costOf(page.parts, columns, repairs), parts: [...page.parts, ...rowParts(columns, repairs)], ...(isRead ? {} : { unread: true as const }),
    concerns: isListed ? listConcernsOf(django, cls, model, known?.complete === true ? columns : undefined) : [],
  };
  const resource: AdminResource = { name: bare === undefined ? cls.node.name : model.name, model: model.name, span: bare === undefined ? nameSpan(cls) : bare.module.range(bare.node), list };
  return { cls, model, pageSize, columns, reads: repairs.map(({ read }) => read), resource };
}

/** The column with what it asks for first rows among its queries, where these aren't prefetched. */
function withFirsts(django: DjangoProject, column: Column, loading: Loading | undefined): Column {
  const asked = column.firsts.filter((steps) => loading?.ways.every(({ prefetched }) => isFirstPrefetched(django, prefetched, prefetchPath(steps), steps.at(-1)?.target)) !== true);
  return { ...column, queries: column.queries + asked.length };
}

/** What the list costs, and what is left once the remedies that are offered are taken up. Queries of other kinds stay either way. */
function costOf(parts: readonly CostPart[], columns: readonly Column[], repairs: readonly Repair[]): ListPage['cost'] {
  const fixed = parts.reduce((sum, part) => sum + part.fixed, 0);
  const others = parts.reduce((sum, { perRow }) => sum + perRow, columns.reduce((sum, { queries }) => sum + queries, 0));
  const sum = (some: readonly Repair[]): number => some.reduce((total, { read }) => total + read.perRow, others);
  const spared = repairs.filter(({ read }) => read.remedies.length > 0);
  const prefetched = maximal(spared.flatMap(({ missing }) => missing).filter(({ by }) => by === 'prefetch').map(({ path }) => path)).length;
  return { now: { fixed, perRow: sum(repairs) }, remedied: { fixed: fixed + prefetched, perRow: sum(repairs.filter((repair) => !spared.includes(repair))) } };
}

/** What one remedy mends, and the fact about it. */
interface Repair {
  readonly missing: readonly MissingRead[];
  readonly read: RelationRead;
}

/** Rows per page as the class or a base of it says. */
export function pageSizeOf(django: DjangoProject, cls: ClassRef): number {
  const given = numberOption(django, cls, 'list_per_page');
  if (given !== undefined && given > 0) return given;
  return django.names.ancestryOf(cls).externals.map((path) => pageSizeOfBase(path)).find((size) => size !== undefined) ?? PAGE_SIZE;
}

/** Admins for a single row have no list: django-solo sends the list on to the form. Those for one kind of polymorphic rows have one that nobody finds. */
export function hidesList(django: DjangoProject, cls: ClassRef): boolean {
  const isHidden = (option: boolean | string): boolean => (typeof option === 'string' ? singletonOf(optionOf(django, cls, option)?.node) !== 'True' : option);
  return django.names.ancestryOf(cls).externals.some((path) => isHidden(showsNoList(path))) || overrides(django, cls, 'changelist_view') && !sourceOf(django, cls, 'changelist_view').includes('super(');
}

function sourceOf(django: DjangoProject, cls: ClassRef, name: string): string {
  const method = django.method(cls, name);
  return method === undefined ? '' : method.module.source(method.node);
}

/** What it asks for each row. */
function rowParts(columns: readonly Column[], repairs: readonly Repair[]): CostPart[] {
  const others = columns.filter(({ queries }) => queries > 0).map(({ name, isCheckbox, queries }) => ({ what: isCheckbox ? 'to label the checkbox' : `for column \`${name}\``, fixed: 0, perRow: queries }));
  return [...repairs.map(({ read }) => ({ what: `for ${enumerated(read.paths.map((path) => `\`${path}\``))}`, fixed: 0, perRow: read.perRow })), ...others];
}

function relationRead(django: DjangoProject, plan: Plan, model: DjangoModel, missing: MissingReads, pageSize: number): RelationRead {
  const [{ column: { name } }] = missing;
  const read = mendedRead(django, plan, model, missing, (column) => spanOf(django, plan, column));
  const scope: RowScope = { kind: name === '__str__' ? 'label' : 'column', head: read.span, subject: subjectOf(model, missing, read.paths), origin: 'page', rows: pageSize, table: django.tableSize(model), ...costMarks(missing) };
  return { ...read, evidence: { task: 'read', scope, runs: 'admin-page', around: [], spares: 'statements' } };
}

/** The columns that reach the relations, and those that ask once more for what a row doesn't keep. */
function subjectOf(model: DjangoModel, missing: MissingReads, paths: readonly string[]): string {
  const columns = [...new Set(missing.map(({ column }) => column))];
  const names = columns.filter(({ name, isCheckbox }) => !isCheckbox && name !== '__str__').map(({ name }) => `\`${name}\``);
  const label = `by \`${model.name}.__str__\`, which `;
  const readers = [
    ...(names.length === 0 ? [] : [`for ${names.length === 1 ? 'column' : 'columns'} ${enumerated(names)}`]),
    ...(columns.some(({ name, isCheckbox }) => !isCheckbox && name === '__str__') ? [`${label}the list shows`] : []),
    ...(columns.some(({ isCheckbox }) => isCheckbox) ? [`${label}labels the checkbox of each row`] : []),
  ];
  return `per row ${readers.join(', and ')}${missing.map(({ path, again }) => againText(again, paths.length === 1 ? '' : `\`${path}\` `)).join('')}`;
}

/** Who else reads the same, each time anew. */
function againText(again: readonly Column[], path: string): string {
  return again.map(({ isCheckbox, name }) => `, and ${path}once more ${isCheckbox ? 'to label the checkbox of each row' : `for column \`${name}\``}`).join('');
}

/** The column where the class's file names it, else the option that decides about joins, else that which lists the columns, else the class. */
function spanOf(django: DjangoProject, { cls, loading, bare }: Plan, { place }: Column): Span {
  if (bare !== undefined) return bare.module.range(bare.node);
  if (place?.module === cls.module) return cls.module.range(place.node);
  if (loading.option.kind !== 'default' && loading.option.owner.node === cls.node && loading.option.kind === 'list' && loading.option.sequence.literal?.module === cls.module) {
    return cls.module.range(loading.option.sequence.literal.node);
  }
  return (place === undefined ? undefined : ownSpanOf(django, cls, 'list_display', place)) ?? nameSpan(cls);
}
