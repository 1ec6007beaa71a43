import type { Rule } from 'eslint';
import noOffsetBatching from './no-offset-batching.ts';
import noOffsetPagination from './no-offset-pagination.ts';
import noQueryPerRow from './no-query-per-row.ts';
import noUnboundedOptions from './no-unbounded-options.ts';
import noUnboundedRead from './no-unbounded-read.ts';
import noUncachedFilterLookups from './no-uncached-filter-lookups.ts';
import noWritePerRow from './no-write-per-row.ts';
import requireEagerLoading from './require-eager-loading.ts';

/** Every rule by its id. */
export const rules = {
  'no-offset-batching': noOffsetBatching,
  'no-offset-pagination': noOffsetPagination,
  'no-query-per-row': noQueryPerRow,
  'no-unbounded-options': noUnboundedOptions,
  'no-unbounded-read': noUnboundedRead,
  'no-uncached-filter-lookups': noUncachedFilterLookups,
  'no-write-per-row': noWritePerRow,
  'require-eager-loading': requireEagerLoading,
} satisfies Record<string, Rule.RuleModule>;
