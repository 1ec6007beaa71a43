import { filters, inputs, lists, loading } from '../cases/django-knowledge.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'require-eager-loading': { valid: [...loading.valid, ...lists.valid], invalid: [...loading.invalid, ...lists.invalid] }, 'no-unbounded-options': inputs, 'no-uncached-filter-lookups': filters });
