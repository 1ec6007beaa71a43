import { singletonOf, type StaticSequence, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import { isNoJoin } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import type { Given } from '../querysets/path-loads.ts';
import type { DjangoProject } from '../project.ts';
import { covers } from '../querysets/queryset.ts';
import { isQuietBase } from './known-bases.ts';
import { listOption, opaqueBases, optionOf, overrides, resolverIn } from './classes.ts';
import type { Column } from './columns.ts';
import { loadsOfAdmin } from './loads.ts';
import type { ListLoads, Way } from './ways.ts';

/** `list_select_related` of an admin class. */
export type ListSelectRelated =
  | { readonly kind: 'default' }
  | { readonly kind: 'True' | 'False'; readonly owner: ClassRef }
  | { readonly kind: 'list'; readonly paths: readonly string[]; readonly owner: ClassRef; readonly sequence: StaticSequence };

/** What decides about the joins of a list. */
export type Mechanism =
  /** `get_queryset` joins; Django then neither joins by itself nor looks at `list_select_related` */
  | 'queryset'
  | 'list'
  | 'True'
  /** Django joins by itself, since a foreign key is listed */
  | 'automatic'
  /** the rows are an inline's, which its own queryset joins, or nothing */
  | 'inline'
  /** nothing joins */
  | 'none';

/** One way through `get_queryset`: some users' rows may come with less than others'. */
export interface ListWay extends Way {
  readonly mechanism: Mechanism;
}

/** How the rows of a change list are loaded. */
export interface Loading {
  readonly queryset: ListLoads;
  readonly option: ListSelectRelated;
  readonly ways: readonly ListWay[];
}

/**
 * How an admin loads its list, after `ChangeList.apply_select_related` (contrib/admin/views/main.py, Django 3.2 to 5.2). Undefined where
 * something couldn't be read that may load relations.
 */
export function loadingOf(django: DjangoProject, cls: ClassRef, model: DjangoModel, columns: readonly Column[]): Loading | undefined {
  if (opaqueBases(django, cls).length > 0 || replacesChangeList(django, cls) || setsOptions(django, cls)) return undefined;
  const option = listSelectRelated(django, cls);
  // a list that fails asks for nothing
  if (option?.kind === 'list' && option.paths.some((path) => isNoJoin(model, path))) return undefined;
  const queryset = loadsOfAdmin(django, cls, model);
  if (option === undefined || queryset.unknown) return undefined;
  return { option, queryset, ways: queryset.ways.map((way) => ({ ...way, mechanism: mechanismOf(way, option, columns) })) };
}

/** How an inline loads its rows: by its queryset, and `list_select_related` does nothing (measured on Django 3.2 to 5.2). Undefined as above. */
export function loadingOfInline(django: DjangoProject, cls: ClassRef, model: DjangoModel): Loading | undefined {
  const queryset = opaqueBases(django, cls).length > 0 ? undefined : loadsOfAdmin(django, cls, model);
  if (queryset === undefined || queryset.unknown) return undefined;
  return { option: { kind: 'default' }, queryset, ways: queryset.ways.map((way) => ({ ...way, mechanism: 'inline' })) };
}

function mechanismOf(way: Way, option: ListSelectRelated, columns: readonly Column[]): Mechanism {
  if (way.selectRelated !== 'none') return 'queryset';
  if (option.kind === 'list') return 'list';
  if (option.kind === 'True') return 'True';
  return columns.some(({ isForeignKey }) => isForeignKey) ? 'automatic' : 'none';
}

/** A change list class of the project's own may load whatever it wants. */
function replacesChangeList(django: DjangoProject, cls: ClassRef): boolean {
  if (overrides(django, cls, 'get_changelist_instance')) return true;
  const method = django.method(cls, 'get_changelist');
  if (method === undefined) return false;
  for (const statement of method.node.body) {
    const value = statement.nodeType === 'Return' ? statement.value : undefined;
    const list = value === undefined ? undefined : django.resolveClass(method.module, value);
    if (value === undefined || list === undefined) continue;
    const { externals } = django.names.ancestryOf(list);
    const loads = ['apply_select_related', 'get_queryset', 'get_results'].some((name) => {
      const own = django.method(list, name);
      return own !== undefined && (name === 'apply_select_related' || /select_related|prefetch/.test(own.module.source(own.node)));
    });
    return loads || !externals.every((path) => isQuietBase(path) || path.endsWith("ChangeList"));
  }
  return true;
}

/** Options that methods set at run time. */
function setsOptions(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).classes.some(({ module, node }) => /self\.(?:list_select_related|list_display)\s*\+?=[^=]/.test(module.source(node)));
}

function listSelectRelated(django: DjangoProject, cls: ClassRef): ListSelectRelated | undefined {
  if (overrides(django, cls, 'get_list_select_related')) return undefined;
  const option = optionOf(django, cls, 'list_select_related');
  const literal = option === undefined ? undefined : singletonOf(option.node);
  if (option !== undefined && (literal === 'True' || literal === 'False')) return { kind: literal, owner: option.owner };
  const sequence = listOption(django, cls, 'list_select_related');
  if (sequence === 'absent') return { kind: 'default' };
  if (sequence === 'unknown' || !sequence.complete) return undefined;
  const paths = sequence.elements.map((place) => stringOf(place, resolverIn(django, cls)));
  const known = paths.filter((path) => path !== undefined);
  return known.length < paths.length ? undefined : { kind: 'list', paths: known, owner: sequence.owner, sequence };
}

/** Deepest chain of keys that `select_related()` without arguments follows (db/models/sql/query.py, `max_depth`). */
const AUTOMATIC_DEPTH = 5;

/** True where `select_related()` without arguments joins the whole path. */
function joinsByItself(steps: readonly DjangoField[]): boolean {
  return steps.length <= AUTOMATIC_DEPTH && steps.every((step) => coveredByBareJoin(step));
}

/** Nullable keys, parent links and the reverse side of a relation aren't followed (db/models/query_utils.py, `select_related_descend`). */
export function coveredByBareJoin({ kind, reverse, nullable, uncertain, parentLink }: DjangoField): boolean {
  return (kind === 'foreign-key' || kind === 'one-to-one') && !reverse && !parentLink && (!nullable || uncertain);
}

/** The path as `select_related` takes it; undefined where a part of it can't be joined. */
export function joinPath(steps: readonly DjangoField[]): string | undefined {
  const joinable = steps.every(({ relation, kind }) => relation?.cardinality === 'to-one' && kind !== 'generic-foreign-key');
  return joinable ? steps.map((step) => step.queryName).join('__') : undefined;
}

/** The path as `prefetch_related` takes it. */
export function prefetchPath(steps: readonly DjangoField[]): string {
  return steps.map((step) => step.name).join('__');
}

/** The ways on which the rows come without the relation at the end of `steps`. */
export function waysLacking({ ways, option }: Loading, steps: readonly DjangoField[]): ListWay[] {
  return ways.filter((way) => givenBy(way, option, steps) === undefined);
}

/** How every row of the list brings the relation at the end of `steps` along; undefined where some don't. */
export function givenByAll({ ways, option }: Loading, steps: readonly DjangoField[]): Given {
  const given = ways.map((way) => givenBy(way, option, steps));
  if (given.includes(undefined)) return undefined;
  return given.includes('joined') ? 'joined' : 'prefetched';
}

function givenBy({ selectRelated, prefetched, mechanism }: ListWay, option: ListSelectRelated, steps: readonly DjangoField[]): Given {
  // a child row brings its parent's columns along
  const last = steps.at(-1);
  if (last?.parentLink === true && !last.reverse) return 'joined';
  const joined = joinPath(steps);
  const given = [...(typeof selectRelated === 'string' ? [] : selectRelated), ...(mechanism !== 'queryset' && option.kind === 'list' ? option.paths : [])];
  if (joined !== undefined && given.some((path) => reaches(path, joined))) return 'joined';
  if (prefetched.some((path) => covers(path, prefetchPath(steps)))) return 'prefetched';
  const bare = selectRelated === 'all' || mechanism === 'automatic' || mechanism === 'True';
  return bare && joinsByItself(steps) ? 'joined' : undefined;
}

function reaches(loaded: string, path: string): boolean {
  return loaded === path || loaded.startsWith(`${path}__`);
}
