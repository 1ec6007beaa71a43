import { batches, pages, reads, unbounded, unsent, writes } from '../cases/knex.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'no-offset-pagination': pages,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
  'no-broken-queryset': unsent,
});
