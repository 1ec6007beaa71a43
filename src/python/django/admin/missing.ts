import type { DjangoField } from '../fields.ts';
import type { RowRead } from '../row-reads.ts';
import type { Column } from './columns.ts';
import { isLoaded, joinPath, type Loading, prefetchPath } from './loading.ts';

/** A relation that a column reaches although the rows come without it. */
export interface MissingRead {
  readonly column: Column;
  readonly read: RowRead;
  /** The whole path to load, and how. */
  readonly path: string;
  readonly by: 'join' | 'prefetch';
  /** Queries per row that no column before it causes already. */
  readonly perRow: number;
  /** The first relation of the path that isn't loaded. */
  readonly first: readonly DjangoField[];
}

/** What the columns reach and the rows lack, each path once, under the column that reaches it first. */
export function missingReads(columns: readonly Column[], loading: Loading): MissingRead[] {
  const claimed = new Set<string>();
  const missing: MissingRead[] = [];
  for (const column of columns) {
    const unloaded = column.reads.filter((read) => !isLoaded(loading, read.steps) && isLoadable(read.steps));
    for (const read of unloaded) {
      if (unloaded.some((other) => extends_(other.steps, read.steps))) continue;
      const prefixes = unloaded.filter((other) => other === read || extends_(read.steps, other.steps));
      const fresh = prefixes.filter((other) => !claimed.has(prefetchPath(other.steps)));
      for (const { steps } of fresh) claimed.add(prefetchPath(steps));
      if (fresh.length > 0) missing.push(missingRead(column, read, prefixes, fresh.length));
    }
  }
  return missing;
}

/** Relations whose other end isn't known may be anything. */
function isLoadable(steps: readonly DjangoField[]): boolean {
  return steps.every(({ kind, declaration, parentLink }) => kind !== undefined && (declaration !== undefined || parentLink));
}

function extends_(longer: readonly DjangoField[], shorter: readonly DjangoField[]): boolean {
  return longer.length > shorter.length && prefetchPath(longer).startsWith(`${prefetchPath(shorter)}__`);
}

function missingRead(column: Column, read: RowRead, prefixes: readonly RowRead[], perRow: number): MissingRead {
  const joined = joinPath(read.steps);
  const first = [...prefixes].sort((a, b) => a.steps.length - b.steps.length)[0]?.steps ?? read.steps;
  return { column, read, path: joined ?? prefetchPath(read.steps), by: joined === undefined ? 'prefetch' : 'join', perRow, first };
}

/** Paths without those that another one goes through. */
export function maximal(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)];
  return unique.filter((path) => !unique.some((other) => other.startsWith(`${path}__`)));
}

/** Every path that the columns need joined, whether Django joins it by itself today or not. */
export function neededJoins(columns: readonly Column[], loading: Loading): string[] {
  const prefetched = new Set(loading.queryset.prefetched);
  const paths = columns.flatMap(({ reads }) => reads.map(({ steps }) => joinPath(longestJoinable(steps)))).filter((path) => path !== undefined && path !== '' && !prefetched.has(path));
  return maximal(paths as string[]);
}

/** The part of a path before its first to-many or generic relation. */
function longestJoinable(steps: readonly DjangoField[]): readonly DjangoField[] {
  const end = steps.findIndex(({ relation, kind }) => relation?.cardinality !== 'to-one' || kind === 'generic-foreign-key');
  return end < 0 ? steps : steps.slice(0, end);
}
