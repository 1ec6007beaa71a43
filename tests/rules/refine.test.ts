import { costs, inputs, mutations, pages, providers, rows } from '../cases/refine.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-batched-provider': providers,
  'no-unbounded-options': inputs,
  'max-page-size': pages,
  'max-queries-per-page': costs,
  'no-query-per-row': rows,
  'no-write-per-row': mutations,
});
