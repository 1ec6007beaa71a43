import { filters, inputs, loading } from '../cases/django-knowledge.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'require-eager-loading': loading, 'no-unbounded-options': inputs, 'no-uncached-filter-lookups': filters });
