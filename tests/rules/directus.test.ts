import { cutOff, hooks, offsets, perRow, unlimited, writes } from '../cases/directus.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': [perRow, hooks],
  'no-write-per-row': writes,
  'no-unbounded-read': unlimited,
  'no-offset-pagination': offsets,
  'no-broken-queryset': cutOff,
});
