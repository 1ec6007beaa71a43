import { batches, pages, reads, relations, unbounded, writes } from '../cases/mongoose.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'require-eager-loading': relations,
  'no-offset-pagination': pages,
  'no-offset-batching': batches,
  'no-unbounded-read': unbounded,
});
