/**
 * What react-admin does by itself, read in react-admin 5.15.1 (marmelab/react-admin@051f511) and measured with 5.15.4 in jsdom, with ra-data-fakerest, 25 rows.
 */
import type { ProviderContract } from '../../javascript/frameworks/data-providers.ts';

/** Packages that give its names: `react-admin` exports again all of `ra-core` and `ra-ui-materialui`, and so does `@api-platform/admin`. */
export const PACKAGES = /^(?:react-admin|ra-core|ra-ui-materialui|shadcn-admin-kit|@api-platform\/admin)$|^@react-admin\//;

/** The data provider: `(resource, params)`. `createMany` is none of react-admin's own, but a usual addition. */
export const PROVIDER: ProviderContract = {
  methods: new Set(['getList', 'getOne', 'getMany', 'getManyReference', 'create', 'update', 'updateMany', 'delete', 'deleteMany']),
  many: new Map(['getMany', 'updateMany', 'deleteMany', 'createMany'].map((method) => [method, { parameter: 1, name: 'ids' }])),
  types: new Set(['DataProvider', 'CoreDataProvider', 'LegacyDataProvider']),
  packages: PACKAGES,
};

/** Rows of a list where `perPage` says nothing (useListController.ts:60), and the largest choice of `Pagination` (Pagination.tsx:162). */
export const DEFAULT_PAGE_SIZE = 10;
export const LARGEST_CHOICE = 50;

/** Options that a reference input asks for where `perPage` says nothing (useReferenceInputController.ts:60). */
export const REFERENCE_OPTIONS = 25;

/** Inputs for a relation, which load their options by `perPage`. */
export const REFERENCE_INPUTS: ReadonlySet<string> = new Set(['ReferenceInput', 'ReferenceArrayInput']);

/** Inputs that can't search: they drop `filterToQuery`, so that what `perPage` leaves out can't be chosen (SelectInput.tsx:376). */
export const WITHOUT_SEARCH: ReadonlySet<string> = new Set(['SelectInput', 'SelectArrayInput', 'RadioButtonGroupInput', 'CheckboxGroupInput']);

/** Elements that show a page of a resource. */
export const LISTS: ReadonlySet<string> = new Set(['List', 'InfiniteList', 'ListBase', 'InfiniteListBase', 'ListLive', 'ListLiveBase']);

/** Elements whose children are shown once per record; of wrappers the end of the name. */
export const ROW_HOSTS: ReadonlySet<string> = new Set(['Datagrid', 'DatagridConfigurable', 'DataTable', 'SimpleList', 'SingleFieldList', 'RecordsIterator', 'EditableDatagrid']);
export const WRAPPED_HOST = /(?:Datagrid|DataTable)$/;

/** Attributes of a host that are rendered once per record; all others stand beside the rows, or are opened one by one (`expand`). */
export const ROW_ATTRIBUTES: ReadonlySet<string> = new Set(['primaryText', 'secondaryText', 'tertiaryText', 'leftAvatar', 'leftIcon', 'rightAvatar', 'rightIcon', 'render', 'field', 'component']);

/** Elements that show what belongs to one record, so that their lists are a part of it. */
export const PARTS: ReadonlySet<string> = new Set(['ReferenceManyField', 'ReferenceArrayField', 'ArrayField', 'ReferenceManyToManyField']);

/** Fields whose records are asked for together, those of all rows in one request. */
export const COLLECTED: ReadonlySet<string> = new Set(['ReferenceField', 'ReferenceArrayField']);

/** Hooks whose records are asked for together with those of such fields, and where they are told the resource and what is asked beside the keys (useGetManyAggregate.ts:216, useReference.ts:82). */
export const COLLECTED_HOOKS: ReadonlyMap<string, { readonly resource: readonly [number, ...string[]]; readonly meta: readonly [number, ...string[]] }> = new Map([
  ['useGetManyAggregate', { resource: [0], meta: [1, 'meta'] }],
  ['useReference', { resource: [0, 'reference'], meta: [0, 'options', 'meta'] }],
]);

const EMBED = 'Let the API send it along with the rows of the page (`meta: { embed: … }`, where the provider can), or show it on the page of one record, or in `expand`, which asks when it is opened.';

/** Elements that send a request for each record, which nothing collects: 26 requests for 25 rows each. `ReferenceField` and `ReferenceArrayField` are collected. */
export const ROW_REQUESTS: ReadonlyMap<string, string> = new Map(Object.entries({
  ReferenceManyCount: 'Let the API send the number with each row, and show that column with a `NumberField`.',
  ReferenceManyField: EMBED,
  ReferenceOneField: EMBED,
  ReferenceManyToManyField: EMBED,
}));

const ONCE_ABOVE = 'Let the API send what a row shows along with it, or ask once for all rows of the page above the list.';

/** Hooks that send a request for each distinct argument: 26 requests for 25 rows each, `useGetMany` included. */
export const ROW_HOOKS: ReadonlyMap<string, string> = new Map(Object.entries({
  useGetOne: '`useReference({ reference, id })`, or `ReferenceField`, collects the ids of all rows into one request.',
  useGetMany: '`useGetManyAggregate` takes and gives the same, and collects the ids of all rows into one request.',
  useGetManyReference: ONCE_ABOVE,
  useGetList: ONCE_ABOVE,
}));

/** Hooks that give the rows of a page to a component that writes them out by itself. */
export const LIST_HOOKS: ReadonlySet<string> = new Set(['useListContext', 'useListController', 'useInfiniteListController', 'useGetList', 'useInfiniteGetList', 'useGetManyReference']);
