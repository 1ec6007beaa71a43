import type { Rule } from 'eslint';
import { addressOf } from '../address.ts';
import maxPageSize from './max-page-size.ts';
import maxQueriesPerPage from './max-queries-per-page.ts';
import noBrokenQueryset from './no-broken-queryset.ts';
import noExactCount from './no-exact-count.ts';
import noOffsetBatching from './no-offset-batching.ts';
import noOffsetPagination from './no-offset-pagination.ts';
import noOverFetching from './no-over-fetching.ts';
import noQueryPerRow from './no-query-per-row.ts';
import noUnanchoredSearch from './no-unanchored-search.ts';
import noUnboundedOptions from './no-unbounded-options.ts';
import noUnboundedRead from './no-unbounded-read.ts';
import noUncachedFilterLookups from './no-uncached-filter-lookups.ts';
import noWritePerRow from './no-write-per-row.ts';
import requireBatchedProvider from './require-batched-provider.ts';
import requireEagerLoading from './require-eager-loading.ts';
import requireIndex from './require-index.ts';

const all = {
  'max-page-size': maxPageSize,
  'max-queries-per-page': maxQueriesPerPage,
  'no-broken-queryset': noBrokenQueryset,
  'no-exact-count': noExactCount,
  'no-offset-batching': noOffsetBatching,
  'no-offset-pagination': noOffsetPagination,
  'no-over-fetching': noOverFetching,
  'no-query-per-row': noQueryPerRow,
  'no-unanchored-search': noUnanchoredSearch,
  'no-unbounded-options': noUnboundedOptions,
  'no-unbounded-read': noUnboundedRead,
  'no-uncached-filter-lookups': noUncachedFilterLookups,
  'no-write-per-row': noWritePerRow,
  'require-batched-provider': requireBatchedProvider,
  'require-eager-loading': requireEagerLoading,
  'require-index': requireIndex,
} satisfies Record<string, Rule.RuleModule>;

/** Every rule by its id, each with the address of its page. */
export const rules = Object.fromEntries(Object.entries(all).map(([id, rule]) => [id, { ...rule, meta: { ...rule.meta, docs: { ...rule.meta.docs, url: addressOf(`docs/rules/${id}.md`) } } }])) as unknown as typeof all;
