import { batches, broken, counts, pages, reads, relations, unbounded, writes } from '../cases/lucid.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': [reads, counts],
  'no-write-per-row': writes,
  'require-eager-loading': relations,
  'no-offset-pagination': pages,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
  'no-broken-queryset': broken,
});
