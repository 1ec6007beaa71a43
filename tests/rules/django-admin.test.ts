import { lists } from '../cases/django-admin.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'require-eager-loading': lists });
