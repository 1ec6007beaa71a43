import { writes } from '../cases/django-advice.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-write-per-row': writes,
});
