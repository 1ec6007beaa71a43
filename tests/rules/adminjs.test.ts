import { filters, hooks, inputs, pages, promises, searches, writes } from '../cases/adminjs.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': hooks,
  'no-write-per-row': writes,
  'no-unbounded-options': [inputs, searches],
  'no-uncached-filter-lookups': filters,
  'max-page-size': pages,
  'no-broken-queryset': promises,
});
