import type { TSESTree } from '@typescript-eslint/utils';
import type { QueryCall } from '../../model/query-call.ts';
import type { RowScope } from '../../model/row-scope.ts';
import type { Remedy } from '../../model/text.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { componentNamed, requestFact, rowHooks, viaComponent } from '../../javascript/rows/row-components.ts';
import { elementRequests } from '../../javascript/rows/row-elements.ts';
import { attributeName, attributeOf, elementName, valueOf } from '../../javascript/syntax/elements.ts';
import { callbackIteration } from '../../javascript/syntax/iterations.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { calledName, type Node, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { countValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { DEFAULT_PAGE_SIZE, LIST_HOOKS, LISTS, PACKAGES, PARTS, ROW_ATTRIBUTES, ROW_HOOKS, ROW_HOSTS, ROW_REQUESTS, WRAPPED_HOST } from './facts.ts';
import { nameOf } from './names.ts';

/** What the rows of a file's lists ask for one by one: elements that send a request for their record, and hooks of the components that stand in a row. */
export function rowRequests(file: SourceFile): QueryCall[] {
  const found = new Map<string, QueryCall>();
  for (const element of file.module.elements) {
    if (!isHost(file, element)) continue;
    const scope = scopeOf(file, element);
    for (const root of rowParts(element)) {
      walk(root, (node) => {
        if (node !== root && node.type === 'JSXElement' && isHost(file, node)) return false;
        if (node.type === 'JSXAttribute') {
          const shown = unwrap(valueOf(node));
          if (shown?.type === 'Identifier' && ROW_ATTRIBUTES.has(attributeName(node))) addComponent(file, found, scope, shown, shown.name);
          return ROW_ATTRIBUTES.has(attributeName(node));
        }
        if (node.type !== 'JSXElement') return undefined;
        return addElement(file, found, scope, node.openingElement);
      });
    }
  }
  // rows that a page writes out by itself: `data.map((row) => <Card row={row} />)`
  for (const call of elementRequests(file, { label: about.label, packages: PACKAGES, lists: LIST_HOOKS, perRow: ROW_HOOKS })) add(found, call);
  return [...found.values()];
}

function add(found: Map<string, QueryCall>, call: QueryCall): void {
  const key = call.span.join();
  if (!found.has(key)) found.set(key, call);
}

/** @returns false where what is below the element is shown for other records */
function addElement(file: SourceFile, found: Map<string, QueryCall>, scope: RowScope, element: TSESTree.JSXOpeningElement): boolean {
  const named = nameOf(file, element);
  const advice = named === undefined ? undefined : ROW_REQUESTS.get(named.name);
  if (named !== undefined && advice !== undefined) {
    add(found, requestFact(about.label, { span: spanOf(element.name), callee: elementName(element), scope, advice }));
    return false;
  }
  if (named !== undefined && !named.isOwn && element.name.type === 'JSXIdentifier') addComponent(file, found, scope, element.name, element.name.name);
  return true;
}

function addComponent(file: SourceFile, found: Map<string, QueryCall>, scope: RowScope, at: Node, name: string): void {
  const component = componentNamed(file, name);
  if (component === undefined) return;
  for (const hook of rowHooks(component, (imported, source) => ROW_HOOKS.has(imported) && PACKAGES.test(source))) {
    const called = calledName(hook);
    const via = viaComponent(file, name, component, hook);
    const advice = ROW_HOOKS.get(importFrom(component.file.module, hook.callee, PACKAGES)?.imported ?? '') ?? '';
    add(found, requestFact(about.label, { span: spanOf(via === undefined ? hook.callee : at), callee: called, scope, via, advice, remedies: via === undefined ? remediesFor(file, hook) : [] }));
  }
  walk(component.fn.body, (node) => {
    // What is shown on a condition may be shown for no row, unless it is one about the record.
    if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') return /record/i.test(component.file.module.textOf(node.type === 'LogicalExpression' ? node.left : node.test));
    if (node.type === 'JSXAttribute') return false;
    const own = node.type === 'JSXElement' ? nameOf(component.file, node.openingElement) : undefined;
    if (node.type !== 'JSXElement' || own === undefined) return undefined;
    const advice = ROW_REQUESTS.get(own.name);
    if (advice === undefined) return !isHost(component.file, node);
    const via = viaComponent(file, name, component, node);
    add(found, requestFact(about.label, { span: spanOf(via === undefined ? node.openingElement.name : at), callee: elementName(node.openingElement), scope, via, advice }));
    return false;
  });
}

/** `useGetMany` gives way to the hook of the same arguments and answers that collects what all rows ask for. */
function remediesFor({ module }: SourceFile, { callee }: TSESTree.CallExpression): Remedy[] {
  const binding = importFrom(module, callee, PACKAGES);
  if (binding?.imported !== 'useGetMany' || binding.name !== 'useGetMany') return [];
  const isImported = module.imports.some(({ imported }) => imported === 'useGetManyAggregate');
  const only = module.referencesTo(binding).length === 1;
  const added = isImported ? [] : [{ span: spanOf(binding.node), text: only ? 'useGetManyAggregate' : 'useGetMany, useGetManyAggregate' }];
  return [{ title: 'Call `useGetManyAggregate`', edits: [...added, { span: spanOf(callee), text: 'useGetManyAggregate' }], safety: { changes: 'the request is sent a moment later, with those of the other rows' } }];
}

/** True for elements whose children are shown once per record. */
function isHost(file: SourceFile, { openingElement: element }: TSESTree.JSXElement): boolean {
  const named = nameOf(file, element);
  if (named === undefined) return false;
  // `rows.map((row) => <RecordContextProvider value={row}>…`
  if (named.name === 'RecordContextProvider') {
    const fn = file.module.functionAround(element);
    return fn !== undefined && callbackIteration(file.module, fn) !== undefined;
  }
  return named.isOwn ? ROW_HOSTS.has(named.name) : ROW_HOSTS.has(named.name) || WRAPPED_HOST.test(named.name);
}

function rowParts({ openingElement: { attributes }, children }: TSESTree.JSXElement): Node[] {
  return [...attributes.filter((attribute) => attribute.type === 'JSXAttribute' && ROW_ATTRIBUTES.has(attributeName(attribute))), ...children];
}

/** The rows of a host: those of the page of the list around it, or what belongs to one record. */
function scopeOf(file: SourceFile, { openingElement: element }: TSESTree.JSXElement): RowScope {
  const { module } = file;
  const scope = { kind: 'column', head: spanOf(element.name), subject: subjectOf(file, element) } as const;
  let at = module.parentOf(element);
  for (at = at && module.parentOf(at); at !== undefined; at = module.parentOf(at)) {
    if (at.type !== 'JSXElement') continue;
    const named = nameOf(file, at.openingElement);
    if (named === undefined) continue;
    if (PARTS.has(named.name)) return { ...scope, origin: 'children', rows: undefined };
    if (LISTS.has(named.name)) {
      const perPage = attributeOf(at.openingElement, 'perPage');
      return { ...scope, origin: 'page', rows: perPage === undefined ? DEFAULT_PAGE_SIZE : countValue(module, valueOf(perPage)) };
    }
  }
  return { ...scope, origin: 'page', rows: undefined };
}

/** How a message names the rows: by the host, or by the list that is walked. */
function subjectOf(file: SourceFile, element: TSESTree.JSXOpeningElement): string {
  const fn = file.module.functionAround(element);
  const list = nameOf(file, element)?.name === 'RecordContextProvider' && fn !== undefined ? callbackIteration(file.module, fn)?.iterable : undefined;
  return list === undefined ? `for each row of \`${elementName(element)}\`` : `for each of \`${file.module.textOf(list)}\``;
}
