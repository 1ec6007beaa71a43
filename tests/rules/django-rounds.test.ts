import { reads, writes } from '../cases/django-rounds.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-query-per-row': reads, 'no-write-per-row': writes });
