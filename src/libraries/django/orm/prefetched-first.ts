import type { DjangoProject } from '../project.ts';
import { isFirstPrefetched } from '../querysets/prefetched-first.ts';
import { callsOf } from '../querysets/queryset.ts';
import type { DatabaseCall } from './calls.ts';

/** `order.notes.first()` where the query of the rows brings it along. */
export function isAnsweredByPrefetch(django: DjangoProject, { queryset, method }: DatabaseCall): boolean {
  const rows = queryset?.related?.owner.row?.queryset;
  if (rows === undefined || queryset?.related === undefined || !/^a?first$/.test(method) || !queryset.calls.every(({ name }) => name === 'all')) return false;
  if (callsOf(rows, 'iterator', 'aiterator').length > 0) return false;
  return isFirstPrefetched(django, rows.loads.prefetched, [...queryset.related.owner.path, queryset.related.field].join('__'), queryset.model);
}
