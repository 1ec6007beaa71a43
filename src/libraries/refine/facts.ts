/**
 * What Refine does by itself, read in @refinedev/core 5.0.12, antd 6.0.3, simple-rest 6.0.1, supabase 6.0.2, hasura 7.0.1, nestjsx-crud 6.0.1 and
 * nestjs-query 2.0.1, and measured in jsdom with 25 rows and 5,000 options.
 */
import type { Handed, ProviderContract } from '../../javascript/frameworks/data-providers.ts';

/** Its packages; `@pankod/refine-*` up to version 3. */
export const PACKAGES = /^@refinedev\/|^@pankod\/refine/;

const IDS: Handed = { parameter: 0, name: 'ids' };

/** The data provider: each method takes one object. */
export const PROVIDER: ProviderContract = {
  methods: new Set(['getList', 'getOne', 'getMany', 'create', 'createMany', 'update', 'updateMany', 'deleteOne', 'deleteMany', 'getApiUrl', 'custom']),
  many: new Map([['getMany', IDS], ['updateMany', IDS], ['deleteMany', IDS], ['createMany', { parameter: 0, name: 'variables' }]]),
  types: new Set(['DataProvider', 'IDataProvider', 'IDataContextProvider', 'DataBindings']),
  packages: PACKAGES,
};

/** Rows of a page, and options of `useSelect`, where nothing is said (handlePaginationParams, useSelect): the mode is `server` then. */
export const DEFAULT_PAGE_SIZE = 10;

/** Hooks of a list that is shown. */
export const TABLES: ReadonlySet<string> = new Set(['useTable', 'useDataGrid', 'useSimpleList']);

/** Hooks that load options, for inputs of whichever UI. */
export const SELECTS: ReadonlySet<string> = new Set(['useSelect', 'useAutocomplete', 'useCheckboxGroup', 'useRadioGroup']);

/** Hooks that give the rows of a page. */
export const LIST_HOOKS: ReadonlySet<string> = new Set([...TABLES, 'useList', 'useInfiniteList', 'useMany']);

const ONCE_ABOVE = 'Ask once for all rows of the page above them, with `useMany({ resource, ids })`, and hand each row what it shows.';

/** Hooks that send a request for each distinct argument, for nothing collects them: 26 requests for 25 rows each. */
export const ROW_HOOKS: ReadonlyMap<string, string> = new Map(['useOne', 'useShow', 'useMany', 'useList'].map((hook) => [hook, ONCE_ABOVE]));

/** Functions that make the cell of one row: of antd's tables, of TanStack's and of MUI's data grid. */
export const CELLS = /^(?:render|cell|renderCell)$/;
