import type { TableSize } from './data-model.ts';
import type { Runs } from './evidence.ts';
import { HEAVY_ORIGINS, LIGHT_ORIGINS, type RowOrigin } from './row-scope.ts';
import { isSmall } from './verdict.ts';

/** How many rows a list or an expression stands for, as far as the code says. */
export interface Amount {
  readonly origin: RowOrigin;
  readonly atMost: number | undefined;
  readonly table: TableSize | undefined;
}

/** Functions that rows are handed through, from where they are read to where they are walked. */
export const MOST_HOPS = 3;

/** Callers that count only where there are no others. */
const LAST: ReadonlySet<Runs> = new Set(['command', 'startup']);

/**
 * Whose rows a parameter holds: those of the caller that has most, for one that is slow is reason enough; else, where all callers are
 * known, what they agree on to be few. Undefined where nothing is known of them.
 *
 * @param known what the callers hand in of which that can be said
 * @param runsOf where a caller's code runs
 * @param areAllKnown no other code calls the function; asked only where it matters, for it is much work
 */
export function countingAmount<T extends Amount>(known: readonly T[], runsOf: (amount: T) => Runs, areAllKnown: () => boolean): T | undefined {
  const notSmall = known.filter((amount) => !isSmall(amount));
  const rank = (amount: T): number => HEAVY_ORIGINS.indexOf(amount.origin) + (amount.table?.growth === 'few' || LAST.has(runsOf(amount)) ? HEAVY_ORIGINS.length : 0);
  const heavy = firstBy(notSmall.filter(({ origin }) => HEAVY_ORIGINS.includes(origin)), rank);
  if (heavy !== undefined) return heavy;
  if (!areAllKnown()) return undefined;
  const many = firstBy(notSmall, ({ origin }) => LIGHT_ORIGINS.indexOf(origin));
  return many === undefined ? firstBy(known, ({ atMost }) => -(atMost ?? 0)) : LIGHT_ORIGINS.includes(many.origin) ? many : undefined;
}

function firstBy<T>(list: readonly T[], rank: (one: T) => number): T | undefined {
  return list.map((one) => ({ one, at: rank(one) })).sort((a, b) => a.at - b.at)[0]?.one;
}
