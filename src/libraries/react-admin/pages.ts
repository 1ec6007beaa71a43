import type { TSESTree } from '@typescript-eslint/utils';
import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import { type SourceFile, stringAcross } from '../../javascript/project/modules.ts';
import { resourceName } from '../../javascript/frameworks/option-lists.ts';
import { componentAround, componentNamed } from '../../javascript/rows/row-components.ts';
import { attributeName, attributeOf, elementName, valueOf } from '../../javascript/syntax/elements.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { type Node, spanOf, walk } from '../../javascript/syntax/nodes.ts';
import { constantInit, countValue, valueUnder } from '../../javascript/syntax/values.ts';
import { COLLECTED, COLLECTED_HOOKS, DEFAULT_PAGE_SIZE, LISTS, PACKAGES, REFERENCE_INPUTS, ROW_ATTRIBUTES, ROW_HOOKS } from './facts.ts';
import { type Named, nameOf } from './names.ts';

/**
 * The lists of a file as pages: what each asks the API for when it is opened.
 *
 * @param requests what rows ask for one by one
 */
export function pagesOf(file: SourceFile, requests: readonly QueryCall[]): AdminResource[] {
  return file.module.elements.filter(({ openingElement }) => LISTS.has(nameOf(file, openingElement)?.name ?? '')).map((list) => pageOf(file, list, requests));
}

function pageOf(file: SourceFile, list: TSESTree.JSXElement, requests: readonly QueryCall[]): AdminResource {
  const { module } = file;
  const { openingElement: element } = list;
  const perRow = requests.filter(({ evidence: { scope } }) => scope?.origin === 'page' && holdsSpan(list, scope.head));
  const shown = new Shown(file, list);
  const alwaysOn = filtersOf(file, element).filter((filter) => REFERENCE_INPUTS.has(nameOf(file, filter)?.name ?? '') && attributeOf(filter, 'alwaysOn') !== undefined);
  const cost = listCost([
    { what: 'for the page', fixed: 1, perRow: 0 },
    { what: 'for references, those of all rows together', fixed: shown.collected, perRow: 0 },
    { what: 'for the choices of filters', fixed: alwaysOn.length, perRow: 0 },
    { what: 'in the rows', fixed: 0, perRow: statementsOf(perRow) },
  ], perRow.filter(({ callee }) => ROW_HOOKS.has(callee)).length);
  const resource = resourceName(module, valueOf(attributeOf(element, 'resource')));
  const perPage = attributeOf(element, 'perPage');
  const pageSize = perPage === undefined ? DEFAULT_PAGE_SIZE : countValue(module, valueOf(perPage));
  return {
    name: resource ?? componentAround(module, element) ?? elementName(element), model: resource, span: spanOf(element.name),
    list: { pageSize: pageSize ?? DEFAULT_PAGE_SIZE, unit: 'request', ...cost, ...(shown.isWhole && pageSize !== undefined ? {} : { unread: true as const }) },
  };
}

/** What stands in the rows of a list, through components of the project. */
class Shown {
  readonly #collected = new Set<string>();
  readonly #seen = new Set<Node>();
  #isWhole = true;

  constructor(file: SourceFile, list: TSESTree.JSXElement) {
    for (const child of list.children) this.#look(file, child);
  }

  /** Requests for what the fields of all rows refer to: one for each resource, and each thing that is asked of it beside the keys (useGetManyAggregate.ts:216). */
  get collected(): number {
    return this.#collected.size;
  }

  /** False where an element of the project shows what can't be read. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  #look(file: SourceFile, root: Node): void {
    walk(root, (node) => {
      if (node.type === 'JSXAttribute') return ROW_ATTRIBUTES.has(attributeName(node));
      if (node.type === 'CallExpression') this.#hook(file, node);
      if (node.type !== 'JSXOpeningElement') return undefined;
      const named = nameOf(file, node);
      const [reference, options] = ['reference', 'queryOptions'].map((name) => valueOf(attributeOf(node, name)));
      if (named !== undefined && COLLECTED.has(named.name)) this.#collect(file, reference ?? node.name, valueUnder(file.module, options, ['meta']));
      else if (named !== undefined && !named.isOwn) this.#ofProject(file, named, node);
      return undefined;
    });
  }

  /** `useGetManyAggregate('authors', { ids })` */
  #hook(file: SourceFile, { callee, arguments: given }: TSESTree.CallExpression): void {
    const told = COLLECTED_HOOKS.get(importFrom(file.module, callee, PACKAGES)?.imported ?? '');
    if (told === undefined) return;
    const [resource, meta] = [told.resource, told.meta].map(([index, first, ...rest]) => (first === undefined ? given[index] : valueUnder(file.module, given[index], [first, ...rest])));
    if (resource !== undefined) this.#collect(file, resource, meta);
  }

  #collect(file: SourceFile, resource: Node, meta: Node | undefined): void {
    this.#collected.add([stringAcross(file, resource) ?? file.module.textOf(resource), meta === undefined ? '' : file.module.textOf(meta)].join(' '));
  }

  #ofProject(file: SourceFile, named: Named, element: TSESTree.JSXOpeningElement): void {
    // what begins in lower case is the browser's own
    if (element.name.type !== 'JSXIdentifier' || /^[a-z]/.test(element.name.name)) return;
    const component = componentNamed(file, element.name.name);
    if (component === undefined) {
      this.#isWhole &&= LISTS.has(named.name);
      return;
    }
    if (this.#seen.has(component.fn)) return;
    this.#seen.add(component.fn);
    this.#look(component.file, component.fn.body);
  }
}

/** The elements that a list has as its filters, in sight or under a name. */
function filtersOf({ module }: SourceFile, element: TSESTree.JSXOpeningElement): TSESTree.JSXOpeningElement[] {
  const value = valueOf(attributeOf(element, 'filters'));
  const list = value?.type === 'Identifier' ? constantInit(module, value) : value;
  return list?.type === 'ArrayExpression' ? list.elements.flatMap((filter) => (filter?.type === 'JSXElement' ? filter.openingElement : [])) : [];
}
