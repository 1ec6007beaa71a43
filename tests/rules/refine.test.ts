import { inputs, mutations, pages, providers, rows } from '../cases/refine.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-batched-provider': providers,
  'no-unbounded-options': inputs,
  'max-page-size': pages,
  'no-query-per-row': rows,
  'no-write-per-row': mutations,
});
