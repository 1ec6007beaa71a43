import { pages, reads, relations, unbounded, writes } from '../cases/mikroorm.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': reads,
  'no-write-per-row': writes,
  'require-eager-loading': relations,
  'no-offset-pagination': pages,
  'no-unbounded-read': unbounded,
});
