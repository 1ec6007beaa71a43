import { batches, keys, reads, writes } from '../cases/django-bulk.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': [reads, keys],
  'no-write-per-row': writes,
  'no-offset-batching': batches,
});
