import { limits, perRow, reads, relations, writes } from '../cases/strapi.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': perRow,
  'require-eager-loading': relations,
  'no-write-per-row': writes,
  'max-page-size': limits,
  'no-unbounded-read': reads,
});
