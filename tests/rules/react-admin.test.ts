import { costs, inputs, mutations, pages, providers, requests, rows } from '../cases/react-admin.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-batched-provider': providers,
  'no-unbounded-options': inputs,
  'max-page-size': pages,
  'max-queries-per-page': costs,
  'no-query-per-row': { invalid: [...rows.invalid, ...requests.invalid], valid: [...rows.valid, ...requests.valid] },
  'no-write-per-row': mutations,
});
