import { filters, inputs, lists } from '../cases/django-admin.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'require-eager-loading': lists, 'no-unbounded-options': inputs, 'no-uncached-filter-lookups': filters });
