import type { TSESTree } from '@typescript-eslint/utils';
import type { QueryCall } from '../../model/query-call.ts';
import { contains, isPropertyName } from '../syntax/dependence.ts';
import type { SourceFile } from '../project/modules.ts';
import { componentNamed, requestFact, rowHooks, viaComponent } from './row-components.ts';
import { attributeName } from '../syntax/elements.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { callbackIteration, givesSameRows } from '../syntax/iterations.ts';
import { type ImportBinding } from '../syntax/bindings.ts';
import { importFrom, type JsModule } from '../syntax/module.ts';
import { calledName, type FunctionNode, keyName, memberName, type Node, some, spanOf, unwrap } from '../syntax/nodes.ts';

/** What a library's hooks do in pages that write their rows out by themselves. */
export interface PageHooks {
  readonly label: string;
  readonly packages: RegExp;
  /** Hooks that give the rows of a page. */
  readonly lists: ReadonlySet<string>;
  /** Hooks that send a request for each distinct argument, with what to write in place of them. */
  readonly perRow: ReadonlyMap<string, string>;
  /** Options and attributes whose function makes the cell of one row, in files that ask for the rows of a page. */
  readonly cells?: RegExp;
}

/** Requests of components that are shown once per row: `data.map((row) => <Card row={row} />)`, `render: (id) => <Name id={id} />`. */
export function elementRequests(file: SourceFile, hooks: PageHooks): QueryCall[] {
  const { module } = file;
  const found = new Map<string, QueryCall>();
  for (const element of module.elements.map(({ openingElement }) => openingElement)) {
    const made = element.name.type === 'JSXIdentifier' ? madePerRow(module, element, hooks) : undefined;
    const component = made && element.name.type === 'JSXIdentifier' ? componentNamed(file, element.name.name) : undefined;
    if (made === undefined || component === undefined || element.name.type !== 'JSXIdentifier') continue;
    for (const hook of rowHooks(component, (imported, source) => hooks.perRow.has(imported) && hooks.packages.test(source), handedOf(module, element, made.fn))) {
      const via = viaComponent(file, element.name.name, component, hook);
      const span = spanOf(via === undefined ? hook.callee : element.name);
      const scope = { kind: 'column', head: spanOf(element.name), subject: made.subject, origin: made.origin, rows: undefined } as const;
      const imported = importFrom(component.file.module, hook.callee, hooks.packages)?.imported ?? '';
      found.set(span.join(), requestFact(hooks.label, { span, callee: calledName(hook), scope, via, advice: hooks.perRow.get(imported) ?? '' }));
    }
  }
  return [...found.values()];
}

interface Made {
  /** The function that makes the element, of whose parameters one is the row. */
  readonly fn: FunctionNode;
  readonly subject: string;
  /** The rows of a page; those of one thing, where the file asks for no page and is handed what it shows. */
  readonly origin: 'page' | 'children';
}

function madePerRow(module: JsModule, element: TSESTree.JSXOpeningElement, { lists, packages, cells }: PageHooks): Made | undefined {
  const fn = module.functionAround(element);
  if (fn === undefined) return undefined;
  const isList = (binding: ImportBinding | undefined): boolean => binding !== undefined && lists.has(binding.imported);
  const list = callbackIteration(module, fn)?.iterable;
  if (list !== undefined) return isOfPage(module, list, (callee) => isList(importFrom(module, callee, packages))) ? { fn, subject: `for each of \`${module.textOf(list)}\``, origin: 'page' } : undefined;
  const name = cells === undefined ? undefined : cellOf(module, fn);
  if (name === undefined || cells?.test(name) !== true) return undefined;
  const ofPage = module.calls.some(({ callee }) => isList(importFrom(module, callee, packages)));
  return ofPage || isColumn(module.parentOf(fn), module) ? { fn, subject: `for each row that \`${name}\` shows`, origin: ofPage ? 'page' : 'children' } : undefined;
}

/** `{ dataIndex: 'customer_id', render: … }`: what shows one field of each row of a table. */
function isColumn(property: Node | undefined, module: JsModule): boolean {
  const column = property?.type === 'Property' ? module.parentOf(property) : undefined;
  return column?.type === 'ObjectExpression' && column.properties.some((one) => one.type === 'Property' && /^(?:dataIndex|accessorKey|accessorFn)$/.test(keyName(one) ?? ''));
}

/** `render={(id) => …}`, `cell: ({ row }) => …`: the name under which a function stands. */
function cellOf(module: JsModule, fn: FunctionNode): string | undefined {
  const at = module.parentOf(fn);
  const attribute = at?.type === 'JSXExpressionContainer' ? module.parentOf(at) : undefined;
  if (attribute?.type === 'JSXAttribute') return attributeName(attribute);
  return at?.type === 'Property' ? keyName(at) : undefined;
}

/** Names between the rows and the hook that gives them. */
const DEPTH = 6;

/** The rows that a hook gives, be it in an object: `data`, `tableProps.dataSource`, `data?.filter(…)`. */
function isOfPage(module: JsModule, node: Node, isHook: (callee: Node) => boolean, depth = DEPTH): boolean {
  const value = unwrap(node);
  if (depth === 0) return false;
  if (value.type === 'CallExpression') {
    const callee = unwrap(value.callee);
    return isHook(callee) || (callee.type === 'MemberExpression' && givesSameRows(memberName(callee)) && isOfPage(module, callee.object, isHook, depth - 1));
  }
  // what people have ticked is a few rows of the page
  if (value.type === 'MemberExpression') return memberName(value) !== 'selectedIds' && isOfPage(module, value.object, isHook, depth - 1);
  return sourcesOf(module, value).some((source) => !source.path.includes('selectedIds') && isOfPage(module, source.node, isHook, depth - 1));
}

/** The attributes of an element that hand something of the row to its component; undefined where a spread may hand anything. */
function handedOf(module: JsModule, { attributes }: TSESTree.JSXOpeningElement, fn: FunctionNode): ReadonlySet<string> | undefined {
  const handing = attributes.filter((attribute) => some(attribute, (node) => {
    const binding = node.type === 'Identifier' && !isPropertyName(module, node) ? module.resolve(node) : undefined;
    return binding !== undefined && contains(fn, binding.identifier);
  }));
  return handing.some(({ type }) => type === 'JSXSpreadAttribute') ? undefined : new Set(handing.flatMap((attribute) => (attribute.type === 'JSXAttribute' ? [attributeName(attribute)] : [])));
}
