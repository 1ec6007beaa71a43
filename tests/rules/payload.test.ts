import { batches, columns, costs, counts, cutOff, filters, indexes, pages, reads, unbounded, writes } from '../cases/payload.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
  'no-over-fetching': columns,
  'no-exact-count': counts,
  'max-page-size': pages,
  'require-index': indexes,
  'no-uncached-filter-lookups': filters,
  'max-queries-per-page': costs,
  'no-broken-queryset': cutOff,
});
