import type { TSESTree } from '@typescript-eslint/utils';
import type { ListConcern } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { fillsChoices, resourceName } from '../../javascript/frameworks/option-lists.ts';
import { componentAround } from '../../javascript/rows/row-components.ts';
import { attributeOf, elementName, isUnderName, valueOf } from '../../javascript/syntax/elements.ts';
import { importFrom, type JsModule } from '../../javascript/syntax/module.ts';
import { type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, countValue, valueUnder } from '../../javascript/syntax/values.ts';
import { tableOfResource } from '../../javascript/weight/table-growth.ts';
import { DEFAULT_PAGE_SIZE, LARGEST_CHOICE, LISTS, PACKAGES } from './facts.ts';
import { nameOf } from './names.ts';

/** How many rows the lists of a file show by themselves, and how many their users can choose. */
export function pageSizes(file: SourceFile, settings: Settings): ListConcern[] {
  return [...file.module.elements.flatMap(({ openingElement }) => ofElement(file, settings, openingElement)), ...ofControllers(file, settings), ...ofHooks(file, settings)];
}

function ofElement(file: SourceFile, settings: Settings, element: TSESTree.JSXOpeningElement): ListConcern[] {
  const { module } = file;
  const [perPage, choices] = [attributeOf(element, 'perPage'), attributeOf(element, 'rowsPerPageOptions')];
  if (perPage === undefined && choices === undefined) return [];
  const named = nameOf(file, element);
  if (named === undefined) return [];
  const resource = resourceName(module, valueOf(attributeOf(element, 'resource'))) ?? componentAround(module, element) ?? elementName(element);
  const size = perPage === undefined || !(LISTS.has(named.name) || (!named.isOwn && named.name.endsWith('List'))) ? undefined : countValue(module, valueOf(perPage));
  const largest = choices === undefined || !named.name.endsWith("Pagination") ? undefined : largestChoice(file, choices);
  const advice = 'What a user looks for is found by a filter or a sorting sooner than by scrolling; for all rows there is the export.';
  const base = { kind: 'page-size', table: tableOfResource(settings, resource), advice, remedies: [] } as const;
  return [
    ...(perPage === undefined || size === undefined ? [] : [{ ...base, span: spanOf(perPage), limitAt: placeOf(perPage), option: 'perPage', size, usual: DEFAULT_PAGE_SIZE }]),
    ...(largest === undefined ? [] : [{ ...base, span: spanOf(largest.node), limitAt: 'none' as const, option: 'rowsPerPageOptions', size: largest.size, usual: LARGEST_CHOICE, offered: true }]),
  ];
}

function placeOf({ value }: TSESTree.JSXAttribute): { span: readonly [number, number]; before: string; after: string } | 'none' {
  return value === null ? 'none' : { span: spanOf(value), before: '{', after: '}' };
}

function largestChoice({ module }: SourceFile, choices: TSESTree.JSXAttribute): { node: Node; size: number } | undefined {
  const value = unwrap(valueOf(choices));
  const list = value?.type === 'Identifier' ? unwrap(constantInit(module, value)) : value;
  if (list?.type !== 'ArrayExpression') return undefined;
  const sizes = list.elements.flatMap((node) => {
    const size = node === null ? undefined : countValue(module, valueUnder(module, node, ['value']) ?? node);
    return node === null || size === undefined ? [] : [{ node, size }];
  });
  return sizes.reduce<{ node: Node; size: number } | undefined>((most, one) => (most !== undefined && most.size >= one.size ? most : one), undefined);
}

/** `useListController({ resource: 'orders', perPage: 500 })` */
function ofControllers({ module }: SourceFile, settings: Settings): ListConcern[] {
  return module.calls.flatMap((call) => {
    const binding = importFrom(module, call.callee, PACKAGES);
    if (binding === undefined || !/^use(?:Infinite)?ListController$/.test(binding.imported)) return [];
    const perPage = valueUnder(module, call.arguments[0], ['perPage']);
    const size = countValue(module, perPage);
    if (perPage === undefined || size === undefined || isUnderName(module, call, CHOOSES)) return [];
    const resource = resourceName(module, valueUnder(module, call.arguments[0], ['resource'])) ?? componentAround(module, call) ?? binding.name;
    return [{ kind: 'page-size', span: spanOf(perPage), option: 'perPage', size, usual: DEFAULT_PAGE_SIZE, table: tableOfResource(settings, resource), advice: 'Show a page of them, and let filters and the pagination lead to the others.', remedies: [] }];
  });
}

/** `useGetList('orders', { pagination: { page: 1, perPage: 1000 } })`: the rows of a table that grows, asked for as if they were a page. Those that become choices are an input's. */
function ofHooks({ module }: SourceFile, settings: Settings): ListConcern[] {
  return module.calls.flatMap((call) => {
    const binding = importFrom(module, call.callee, PACKAGES);
    const [first, params] = call.arguments;
    const resource = binding === undefined || !LIST_HOOKS.test(binding.imported) ? undefined : resourceName(module, first);
    const perPage = resource === undefined ? undefined : valueUnder(module, params, ['pagination', 'perPage']);
    const size = countValue(module, perPage);
    if (resource === undefined || perPage === undefined || size === undefined || isNarrowed(module, params) || fillsChoices(module, call)) return [];
    const table = tableOfResource(settings, resource);
    return table.growth === 'growing' ? [{ kind: 'page-size', span: spanOf(perPage), option: 'perPage', size, usual: DEFAULT_PAGE_SIZE, table, limitAt: 'none', advice: 'Ask for those that the page shows, by their ids (`useGetManyAggregate`), or for a page of them, and let the API filter and count.', remedies: [] }] : [];
  });
}

/** Hooks that ask for a list of a resource. */
const LIST_HOOKS = /^use(?:Infinite)?GetList$/;

/** A filter that leaves some of the rows, as far as can be told. */
function isNarrowed(module: JsModule, params: Node | undefined): boolean {
  const filter = valueUnder(module, params, ['filter']);
  return filter !== undefined && (filter.type !== 'ObjectExpression' || filter.properties.length > 0);
}

/** Lists that are shown as choices. */
const CHOOSES = /choices|options/i;
