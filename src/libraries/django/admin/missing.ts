import type { RelationRead } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import { joinUses, type Use } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import { queriesAlong } from '../querysets/path-loads.ts';
import type { DjangoProject } from '../project.ts';
import { isOfModel } from '../rows/row-reader.ts';
import type { RowRead } from '../rows/row-reads.ts';
import type { Column } from './columns.ts';
import { givenByAll, joinPath, type Loading, prefetchPath } from './loading.ts';

/** How the rows are best told: loaded, counted by the database where nobody looks at them, or by another way of reading them (`mixed`, `climb`, `key`). */
export type By = 'join' | 'prefetch' | 'count' | 'exists' | 'mixed' | 'climb' | 'key';

/** A relation that a column reaches although the rows come without it. */
export interface MissingRead {
  readonly column: Column;
  readonly read: RowRead;
  /** The whole path to load, and how. */
  readonly path: string;
  readonly by: By;
  /** Queries per row that no column before it causes already. */
  readonly perRow: number;
  /** Other relations of the rows are counted as well. */
  readonly amongCounts: boolean;
  /** Columns that read it over again: a row keeps what a key leads to, and nothing of what a relation to many gives. */
  readonly again: readonly Column[];
  /** The first relation of the path that isn't loaded. */
  readonly first: readonly DjangoField[];
}

/** What the same remedy loads, in the order of the columns. */
export type MissingReads = readonly [MissingRead, ...MissingRead[]];

/** What the columns reach and the rows lack, each path once, under the column that reaches it first. */
export function missingReads(django: DjangoProject, columns: readonly Column[], loading: Loading): MissingRead[] {
  const claimed = new Map<string, number>();
  const missing: MissingRead[] = [];
  const uses = usesOf(columns);
  const whole = wholeIn(columns);
  for (const column of columns) {
    const costly = column.reads.map((read) => ({ read, paths: pathsRead(django, loading, read) })).filter(({ paths }) => paths.length > 0);
    for (const { read, paths } of costly) {
      if (costly.some(({ read: other }) => !other.climbs && extends_(other.steps, read.steps))) continue;
      const fresh = paths.filter((steps) => !claimed.has(prefetchPath(steps)));
      const repeated = paths.filter((steps) => claimed.has(prefetchPath(steps)) && steps.some(({ relation }) => relation?.cardinality === 'to-many'));
      const earlier = claimed.get(prefetchPath(repeated[0] ?? []));
      for (const steps of fresh) claimed.set(prefetchPath(steps), missing.length);
      if (fresh.length > 0) missing.push(missingRead(column, read, paths, fresh.length + repeated.length, read.keyAlone === true && !whole.has(prefetchPath(read.steps)) ? 'key' : byOf(read, uses)));
      else if (earlier !== undefined) missing[earlier] = readAgain(missing[earlier] as MissingRead, column, repeated.length);
    }
  }
  return missing.filter(({ by }) => by === 'count').length > 1 ? missing.map((one) => ({ ...one, amongCounts: one.by === 'count' })) : missing;
}

/** The parts of a read's path, from the row on, that cost a query for each row. */
function pathsRead(django: DjangoProject, loading: Loading, { steps, climbs }: RowRead): (readonly DjangoField[])[] {
  if (!isLoadable(steps)) return [];
  const costly = queriesAlong(django, steps, (length) => givenByAll(loading, steps.slice(0, length)));
  // what leads to the tree is a relation like any other; a tree of two levels needs no more than its first one joined
  return costly.filter((length) => !climbs || length === steps.length).map((length) => steps.slice(0, length));
}

/** Relations whose other end isn't known may be anything. */
function isLoadable(steps: readonly DjangoField[]): boolean {
  return steps.every(({ kind, declaration, parentLink }) => kind !== undefined && (declaration !== undefined || parentLink));
}

function extends_(longer: readonly DjangoField[], shorter: readonly DjangoField[]): boolean {
  return longer.length > shorter.length && prefetchPath(longer).startsWith(`${prefetchPath(shorter)}__`);
}

function missingRead(column: Column, read: RowRead, paths: readonly (readonly DjangoField[])[], perRow: number, by: By): MissingRead {
  return { column, read, path: joinPath(read.steps) ?? prefetchPath(read.steps), by, perRow, amongCounts: false, again: [], first: paths[0] ?? read.steps };
}

/** The relations of which some column asks for more than the key. */
function wholeIn(columns: readonly Column[]): ReadonlySet<string> {
  const whole = columns.flatMap(({ reads }) => reads).filter(({ keyAlone }) => keyAlone !== true);
  return new Set(whole.flatMap(({ steps }) => steps.map((_, index) => prefetchPath(steps.slice(0, index + 1)))));
}

/** What all columns together need of the rows of each relation. A model's own code finds its answer in rows that are loaded only. */
function usesOf(columns: readonly Column[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const read of columns.flatMap(({ reads }) => reads)) {
    const path = prefetchPath(read.steps);
    const use = isOfModel(read) ? 'rows' : read.use;
    const before = uses.get(path);
    uses.set(path, before === undefined ? use : joinUses(before, use));
  }
  return uses;
}

/** A number that belongs to the row is the database's to find; one that belongs to its children isn't. */
function byOf({ steps, mixed, use: own, climbs }: RowRead, uses: ReadonlyMap<string, Use>): By {
  if (climbs) return 'climb';
  if (joinPath(steps) !== undefined) return 'join';
  const isOwn = steps.every(({ relation, kind }, index) => kind !== 'generic-foreign-key' && (relation?.cardinality === 'to-many') === (index === steps.length - 1));
  if (isOwn && mixed && own !== 'rows') return 'mixed';
  const use = isOwn ? uses.get(prefetchPath(steps)) : undefined;
  return use === undefined || use === 'rows' ? 'prefetch' : use;
}

function readAgain(missing: MissingRead, column: Column, queries: number): MissingRead {
  return { ...missing, perRow: missing.perRow + queries, again: [...missing.again, column] };
}

/** One edit joins all that lacks a join, and one prefetches the rest; keys are read without either, and each count is another annotation. */
export function togetherMended(missing: readonly MissingRead[]): MissingReads[] {
  const isTogether = ({ by }: MissingRead): boolean => by === 'join' || by === 'prefetch' || by === 'key';
  return missing.flatMap((one, index): MissingReads[] => {
    if (!isTogether(one)) return [[one]];
    return missing.findIndex(({ by }) => by === one.by) < index ? [] : [[one, ...missing.slice(index + 1).filter(({ by }) => by === one.by)]];
  });
}

/** What one remedy loads: the paths, the queries per row that they cost, and what the query asks where it is another thing than the rows. */
export function lackedBy(missing: MissingReads): Pick<RelationRead, 'paths' | 'perRow' | 'only'> {
  const only = missing.length === 1 ? onlyOf(missing[0]) : 'rows';
  return { paths: maximal(missing.map(({ path }) => path)), perRow: missing.reduce((sum, { perRow }) => sum + perRow, 0), ...(only === 'rows' ? {} : { only }) };
}

/** The columns of the row that hold the keys of what is read. */
export function keysOf(missing: MissingReads): string[] {
  return [...new Set(missing.flatMap(({ read }) => read.steps.at(-1)?.attname ?? []))];
}

/** What is known of the cost: the most that it can be, or one query for each level of a tree. */
export function costMarks(missing: MissingReads): Pick<RowScope, 'sometimes' | 'climbs'> {
  return { sometimes: missing.some(({ read }) => !read.always || read.guarded || mayBeEmpty(read)), climbs: missing[0].by === 'climb' };
}

/** A key that is null is followed without a query (db/models/fields/related_descriptors.py, `ForwardManyToOneDescriptor`, Django 4.2 to 6.0). */
function mayBeEmpty({ steps }: RowRead): boolean {
  return steps.some(({ nullable, reverse, relation }) => nullable && !reverse && relation?.cardinality === 'to-one');
}

/** What the query asks that is told of: one for rows where a prefetch has to bring them for others anyway. */
function onlyOf({ by, read }: MissingRead): Use {
  if (by === 'count' || by === 'exists') return by;
  return by === 'mixed' || isOfModel(read) ? read.use : 'rows';
}

/** Paths without those that another one goes through. */
export function maximal(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)];
  return unique.filter((path) => !unique.some((other) => other.startsWith(`${path}__`)));
}

/** Every path that the columns need joined, whether Django joins it by itself today or not. */
export function neededJoins(columns: readonly Column[], loading: Loading): string[] {
  const prefetched = new Set(loading.queryset.prefetched);
  const paths = columns.flatMap(({ reads }) => reads.filter(({ keyAlone }) => keyAlone !== true).map(({ steps }) => joinPath(longestJoinable(steps)))).filter((path) => path !== undefined && path !== '' && !prefetched.has(path));
  return maximal(paths as string[]);
}

/** The part of a path before its first to-many or generic relation. */
function longestJoinable(steps: readonly DjangoField[]): readonly DjangoField[] {
  const end = steps.findIndex(({ relation, kind }) => relation?.cardinality !== 'to-one' || kind === 'generic-foreign-key');
  return end < 0 ? steps : steps.slice(0, end);
}
