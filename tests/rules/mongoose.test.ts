import { batches, pages, reads, relations, unbounded, unsent, writes } from '../cases/mongoose.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-broken-queryset': unsent,
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'require-eager-loading': relations,
  'no-offset-pagination': pages,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
});
