import { lifecycles, limits, pages, perRow, reads, relations, unlimited, writes } from '../cases/strapi.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': { invalid: [...perRow.invalid, ...lifecycles.invalid], valid: [...perRow.valid, ...lifecycles.valid] },
  'require-eager-loading': relations,
  'no-write-per-row': writes,
  'max-page-size': limits,
  'no-unbounded-read': { invalid: [...reads.invalid, ...unlimited.invalid], valid: [...reads.valid, ...unlimited.valid] },
  'no-broken-queryset': pages,
});
