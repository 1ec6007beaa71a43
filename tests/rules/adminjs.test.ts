import { filters, hooks, inputs, writes } from '../cases/adminjs.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-query-per-row': hooks,
  'no-write-per-row': writes,
  'no-unbounded-options': inputs,
  'no-uncached-filter-lookups': filters,
});
