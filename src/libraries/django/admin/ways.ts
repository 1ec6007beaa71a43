import type { Place } from '../../../python/syntax/static.ts';
import type { Loads } from '../querysets/queryset.ts';

/** What the rows bring along that one way through the code returns. */
export interface Way extends Omit<Loads, 'unknown'> {
  /** What that way returns, where it is known. */
  readonly at: Place | undefined;
  /** It begins with the model that each class says which has the code: what one of them needs can't be loaded there. */
  readonly ofEach?: boolean;
}

/** What the rows of a list bring along before Django's own `list_select_related` comes in. What any way loads is in it. */
export interface ListLoads extends Loads {
  /** The ways through the code that give rows; code that asks which page it runs for counts as one way. */
  readonly ways: readonly Way[];
}

const PLAIN: Way = { selectRelated: 'none', prefetched: [], at: undefined };

export const NOTHING: ListLoads = { selectRelated: 'none', prefetched: [], unknown: false, ways: [PLAIN] };
export const UNKNOWN: ListLoads = { ...NOTHING, unknown: true };

const MAX_WAYS = 8;

/** Loads of these ways, with what any of them loads as the sum. */
export function ofWays(ways: readonly Way[], unknown: boolean): ListLoads {
  return { ...sumOf(ways), unknown, ways };
}

/** Two ways to the same place. */
export function join(a: ListLoads | undefined, b: ListLoads | undefined): ListLoads | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const ways = [...a.ways];
  for (const way of b.ways) if (!ways.some((other) => isSame(way, other))) ways.push(way);
  const joined = ofWays(ways, a.unknown || b.unknown);
  return ways.length > MAX_WAYS ? asOne(joined) : joined;
}

/** Nobody knows which of the ways a list takes: what any of them loads counts as loaded. */
export function asOne(loads: ListLoads): ListLoads {
  return ofWays(loads.ways.length === 0 ? [] : [{ ...sumOf(loads.ways), at: loads.ways.at(-1)?.at }], loads.unknown);
}

function sumOf(ways: readonly Way[]): Pick<Way, 'selectRelated' | 'prefetched'> {
  const lists = [...new Set(ways.flatMap(({ selectRelated }) => (typeof selectRelated === 'string' ? [] : selectRelated)))];
  const all = ways.some(({ selectRelated }) => selectRelated === 'all');
  return {
    // paths that a branch names are loaded beside what a bare select_related() of the other one joins
    selectRelated: all ? 'all' : lists.length > 0 ? lists : 'none',
    prefetched: [...new Set([...ways.flatMap(({ prefetched }) => prefetched), ...(all ? lists : [])])],
  };
}

function isSame(a: Way, b: Way): boolean {
  return String(a.selectRelated) === String(b.selectRelated) && String(a.prefetched) === String(b.prefetched) && a.at?.node === b.at?.node;
}

/** A way that also loads these paths, by `select_related` or `prefetch_related`. */
export function withPaths(way: Way, name: string, paths: readonly string[]): Way {
  if (name === 'prefetch_related') return { ...way, prefetched: [...way.prefetched, ...paths] };
  return { ...way, selectRelated: [...(typeof way.selectRelated === 'string' ? [] : way.selectRelated), ...paths] };
}
