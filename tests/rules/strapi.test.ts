import { everything, lifecycles, limits, overFetched, pages, perRow, reads, relations, unlimited, writes } from '../cases/strapi.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': [perRow, lifecycles],
  'require-eager-loading': relations,
  'no-write-per-row': writes,
  'max-page-size': limits,
  'no-unbounded-read': [reads, unlimited],
  'no-broken-queryset': pages,
  'no-over-fetching': [overFetched, everything],
});
