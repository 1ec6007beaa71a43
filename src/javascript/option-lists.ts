import type { TSESTree } from '@typescript-eslint/utils';
import type { TableSize } from '../model/data-model.ts';
import { asModelName, namesFew, namesMany, namesUsers } from '../model/many.ts';
import type { Settings } from '../model/settings.ts';
import { sizeOf } from './row-weight.ts';
import type { Binding } from './syntax/bindings.ts';
import { attributeName, elementName } from './syntax/elements.ts';
import { callbackIteration } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { isFunction, keyName, memberName, type Node, some, unwrap } from './syntax/nodes.ts';
import { stringValue } from './syntax/values.ts';

/** Attributes of inputs that take a list to choose from, and of elements for one of the choices. */
const CHOICES = /^(?:options|choices)$/;
const CHOICE = /(?:^|\.)(?:Option|option|MenuItem|SelectItem|AutocompleteItem|ListBoxItem|ListboxItem|SelectOption|Radio|Checkbox)$/;

/** Variables that lead from a request to the list of choices. */
const DEPTH = 4;

/**
 * What is known of the table behind a resource, which has a name as a table or a path has one: as the settings say it, few where the name stands for something
 * of which there are few, growing where it stands for people or things of which there are many, or where the code itself asks for very many of its rows.
 */
export function tableOfResource(settings: Settings, resource: string, asksForMany: boolean): TableSize {
  const last = resource.split('/').at(-1) ?? resource;
  const model = asModelName((/[a-z]/.test(last) ? last : last.toLowerCase()).replaceAll('-', '_'));
  const known = sizeOf(settings, resource) ?? sizeOf(settings, last) ?? sizeOf(settings, model);
  if (known !== undefined) return known;
  const table = (growth: TableSize['growth'], because?: string): TableSize => ({ model: resource, rows: undefined, growth, because });
  if (namesFew(model)) return table('few', 'its name stands for something of which there are few');
  if (namesUsers(model)) return table('growing', 'it has a row for everybody who uses the program');
  if (namesMany(model)) return table('growing', 'its name stands for something of which there are many');
  return table(asksForMany ? 'growing' : 'unknown');
}

/** The name of a resource as the code has it: a text, or the last name of what holds one (`Resources.ORDERS`). */
export function resourceName(module: JsModule, node: Node | undefined): string | undefined {
  const inner = unwrap(node);
  const value = inner?.type === 'LogicalExpression' ? unwrap(inner.left) : inner;
  return stringValue(module, value) ?? (value?.type === 'MemberExpression' ? memberName(value) : value?.type === 'Identifier' ? value.name : undefined);
}

/** True where the answer of `call`, which a variable holds, becomes the choices of an input: `options={…}`, `{rows.map((row) => <Option … />)}`. */
export function fillsChoices(module: JsModule, call: TSESTree.CallExpression): boolean {
  const declarator = module.parentOf(call);
  return declarator?.type === 'VariableDeclarator' && becomesChoices(module, declarator, new Set(), DEPTH);
}

function becomesChoices(module: JsModule, declarator: TSESTree.VariableDeclarator, seen: Set<Node>, depth: number): boolean {
  if (seen.has(declarator)) return false;
  seen.add(declarator);
  return boundBy(module, declarator).some((binding) => module.referencesTo(binding).some((use) => usedForChoices(module, use, seen, depth)));
}

/** The bindings that a declarator makes, of those names that can hold rows. */
function boundBy(module: JsModule, { id }: TSESTree.VariableDeclarator): Binding[] {
  const found: Binding[] = [];
  some(id, (node) => {
    const binding = node.type === 'Identifier' && !/^(?:is[A-Z]|loading|error|refetch|total)/.test(node.name) ? module.resolve(node) : undefined;
    if (binding?.kind === 'variable' && binding.identifier === node) found.push(binding);
    return false;
  });
  return found;
}

function usedForChoices(module: JsModule, use: Node, seen: Set<Node>, depth: number): boolean {
  let below: Node = use;
  for (let at = module.parentOf(use); at !== undefined; below = at, at = module.parentOf(at)) {
    switch (at.type) {
      case 'JSXAttribute':
        return CHOICES.test(attributeName(at));
      case 'Property':
        if (at.value === below && CHOICES.test(keyName(at) ?? '')) return true;
        break;
      case 'VariableDeclarator':
        return depth > 0 && at.init === below && becomesChoices(module, at, seen, depth - 1);
      case 'CallExpression':
        if (at.arguments.some((argument) => isFunction(argument) && callbackIteration(module, argument) !== undefined && givesChoice(argument))) return true;
        break;
      case 'JSXOpeningElement':
      case 'Program':
        return false;
      default:
        if (isFunction(at) && module.parentOf(at)?.type !== 'CallExpression') return false;
    }
  }
  return false;
}

function givesChoice(node: Node): boolean {
  return some(node, (inner) => inner.type === 'JSXOpeningElement' && CHOICE.test(elementName(inner)));
}
