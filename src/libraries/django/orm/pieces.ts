import type { DjangoProject } from '../project.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';
import { atLeast } from '../project/versions.ts';

/** `iterator(chunk_size=…)` prefetches piece by piece since Django 4.1; before, `iterator()` leaves out what was to be prefetched. */
const CHUNKED_PREFETCH = [4, 1] as const;

/** True where rows that come by `iterator()` can bring prefetched rows along. */
export function prefetchesPieces({ version }: DjangoProject): boolean {
  return atLeast(version, CHUNKED_PREFETCH);
}

/** What `iterator()` needs so that the rows bring prefetched ones along, as a clause that tells what to do; undefined where nothing is amiss. */
export function whatPiecesNeed(django: DjangoProject, queryset: Queryset): string | undefined {
  const streams = callsOf(queryset, 'iterator', 'aiterator');
  if (streams.length === 0) return undefined;
  if (!prefetchesPieces(django)) return 'read the rows in batches in place of `iterator()`, which forgets the prefetch before Django 4.1';
  return streams.some(({ node }) => node.args.length + node.keywords.length > 0) ? undefined : 'give `iterator()` a `chunk_size`, without which it refuses or forgets the prefetch';
}
