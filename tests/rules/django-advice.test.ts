import { batches, pages, reads, sites, writes } from '../cases/django-advice.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-offset-batching': batches,
  'no-offset-pagination': pages,
  'no-query-per-row': reads,
  'no-unbounded-options': sites,
  'no-write-per-row': writes,
});
