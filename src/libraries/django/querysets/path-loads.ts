import { loadsOfManager } from '../admin/loads.ts';
import { type DjangoField, leadsBack } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { covers, type Instance, isLoaded, newQueryset, type Queryset } from './queryset.ts';

/** How a row brings a relation along. */
export type Given = 'joined' | 'prefetched' | undefined;

/**
 * The steps of a path that cost a query for each row, as the lengths of the paths that end with them. What is read by a query of its
 * own, prefetched or not, brings along what its manager loads: the base manager where a key is followed to one row, the default manager
 * where the relation leads to many (db/models/fields/related_descriptors.py, Django 3.2 to 5.2). What is joined brings nothing.
 */
export function queriesAlong(django: DjangoProject, steps: readonly DjangoField[], given: (length: number) => Given): number[] {
  const found: number[] = [];
  let ownQuery = 0;
  for (let length = 1; length <= steps.length; length += 1) {
    const way = given(length);
    if (way === 'prefetched') ownQuery = length;
    if (way !== undefined || (ownQuery > 0 && comesAlong(django, steps.slice(0, length), ownQuery))) continue;
    found.push(length);
    ownQuery = length;
  }
  return found;
}

function comesAlong(django: DjangoProject, steps: readonly DjangoField[], ownQuery: number): boolean {
  const holder = steps[ownQuery - 1];
  const model = holder?.target;
  if (holder === undefined || model === undefined) return false;
  const loads = loadsOfManager(django, model, holder.relation?.cardinality === 'to-many' ? '_default_manager' : '_base_manager');
  const queryset = newQueryset(model, model.name, { module: model.module, node: NOWHERE }, loads === undefined ? {} : { loads });
  return isLoaded(queryset, steps.slice(ownQuery).map(({ queryName }) => queryName));
}

/** What a queryset begins with that no code names. */
export const NOWHERE = { nodeType: 'Name', id: '', ctx: { nodeType: 'Load' }, lineno: 0, col_offset: 0 } as const;

/** The queries that following `path` from a row of `queryset` costs for each row. */
export function queriesOf(django: DjangoProject, queryset: Queryset, path: readonly string[]): number[] {
  const steps = stepsOf(queryset.model, path);
  if (steps === undefined) return path.flatMap((_, index) => (isLoaded(queryset, path.slice(0, index + 1)) ? [] : [index + 1]));
  return queriesAlong(django, steps, (length) => (isLoaded(queryset, path.slice(0, length)) ? (isPrefetched(queryset, path.slice(0, length)) ? 'prefetched' : 'joined') : undefined));
}

/** Rows of another table that several rows lead to. */
export interface SharedRows {
  readonly path: readonly string[];
  readonly model: DjangoModel | undefined;
}

/**
 * The rows that several rows of `queryset` share and from which `path` goes on to what isn't loaded: a prefetch gives all whose keys are equal the same
 * object (db/models/query.py, `prefetch_one_level`, Django 3.2 to 5.2). Undefined where each row has an object of its own.
 */
export function sharedOwner(django: DjangoProject, queryset: Queryset, path: readonly string[]): SharedRows | undefined {
  const [first = 0] = queriesOf(django, queryset, path);
  const before = stepsOf(queryset.model, path)?.slice(0, first - 1) ?? [];
  const isShared = before.some(({ kind, reverse }, index) => kind === 'foreign-key' && !reverse && isPrefetched(queryset, path.slice(0, index + 1)));
  return isShared && before.every(({ relation }) => relation?.cardinality === 'to-one') ? { path: path.slice(0, first - 1), model: before.at(-1)?.target } : undefined;
}

function isPrefetched({ loads }: Queryset, path: readonly string[]): boolean {
  return loads.prefetched.some((loaded) => covers(loaded, path.join('__')));
}

/** The relations that a path names, by the names that attributes or lookups have for them; undefined where one of them is none of the model's. */
export function stepsOf(model: DjangoModel | undefined, path: readonly string[]): DjangoField[] | undefined {
  const steps: DjangoField[] = [];
  let at = model;
  for (const name of path) {
    const field = at?.fields.get(name) ?? [...(at?.fields.values() ?? [])].find(({ reverse, queryName }) => reverse && queryName === name);
    if (field === undefined) return undefined;
    steps.push(field);
    at = field.target;
  }
  return steps;
}

/**
 * The row of the relation's own that `field` of a row behind it is: `item.order` of `order.items.all()`. What the manager of the many joins is an object of its own, which Django leaves as it is
 * (db/models/query.py, `ModelIterable`: `if field.is_cached(obj): continue`, Django 3.2 to 5.2).
 */
export function isRowItself(django: DjangoProject, before: DjangoField | undefined, field: DjangoField): boolean {
  if (!leadsBack(before, field)) return false;
  const joined = before?.kind === 'one-to-one' || before?.target === undefined ? 'none' : loadsOfManager(django, before.target, '_default_manager')?.selectRelated ?? 'none';
  return joined === 'none' || (joined === 'all' ? field.nullable : !joined.some((path) => covers(path, field.queryName)));
}

/** The path of the row to which a relation of `owner` leads back, where it does; undefined for relations that lead on. */
export function backFrom(django: DjangoProject, { row, path }: Instance, field: DjangoField): readonly string[] | undefined {
  const last = row === undefined || path.length === 0 ? undefined : stepsOf(row.queryset.model, path)?.at(-1);
  return isRowItself(django, last, field) ? path.slice(0, -1) : undefined;
}
