import { sites, writes } from '../cases/django-advice.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'no-unbounded-options': sites,
  'no-write-per-row': writes,
});
