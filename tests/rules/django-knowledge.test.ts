import type { CaseTable } from '../cases/case-table.ts';
import { counts, filters, inputs, lists, loading, rawIds } from '../cases/django-knowledge.ts';
import { runCases } from '../run-cases.ts';

function all(...tables: readonly CaseTable[]): CaseTable {
  return { valid: tables.flatMap(({ valid }) => valid), invalid: tables.flatMap(({ invalid }) => invalid) };
}

runCases({ 'require-eager-loading': all(loading, lists, counts), 'no-unbounded-options': all(inputs, rawIds), 'no-uncached-filter-lookups': filters });
