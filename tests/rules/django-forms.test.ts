import { evaluations, filters, inlines, inputs, lists, methods } from '../cases/django-forms.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-eager-loading': { valid: [...inlines.valid, ...lists.valid], invalid: [...inlines.invalid, ...lists.invalid] },
  'no-query-per-row': { valid: [...methods.valid, ...evaluations.valid], invalid: [...methods.invalid, ...evaluations.invalid] },
  'no-unbounded-options': inputs,
  'no-uncached-filter-lookups': filters,
});
