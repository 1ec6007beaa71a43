import { reads, relations, writes } from '../cases/remedies.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-query-per-row': reads, 'require-eager-loading': relations, 'no-write-per-row': writes });
