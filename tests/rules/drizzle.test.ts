import { batches, broken, pages, reads, relations, writes } from '../cases/drizzle.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'require-eager-loading': relations,
  'no-offset-pagination': pages,
  'no-offset-batching': batches,
  'no-broken-queryset': broken,
});
