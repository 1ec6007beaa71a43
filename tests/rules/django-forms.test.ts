import { evaluations, filters, inlines, inputs, lists, methods } from '../cases/django-forms.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-eager-loading': [inlines, lists],
  'no-query-per-row': [methods, evaluations],
  'no-unbounded-options': inputs,
  'no-uncached-filter-lookups': filters,
});
