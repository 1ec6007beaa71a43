import { costs, counts, reads, unbounded, writes } from '../cases/forest.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-query-per-row': reads, 'no-write-per-row': writes, 'no-unbounded-read': unbounded, 'no-exact-count': counts, 'max-queries-per-page': costs });
