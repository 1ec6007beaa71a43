import type { TSESTree } from '@typescript-eslint/utils';
import type { Binding } from '../syntax/bindings.ts';
import { attributeName, elementName } from '../syntax/elements.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import type { JsModule } from '../syntax/module.ts';
import { isFunction, keyName, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';
import { stringValue } from '../syntax/values.ts';

/** Attributes of inputs that take a list to choose from, and of elements for one of the choices. */
const CHOICES = /^(?:options|choices|(?:select|filter|dropdown|autocomplete)(?:Options|Choices))$/;
const CHOICE = /(?:^|\.)(?:Option|option|MenuItem|SelectItem|AutocompleteItem|ListBoxItem|ListboxItem|SelectOption|Radio|Checkbox)$/;

/** Variables that lead from a request to the list of choices. */
const DEPTH = 4;

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
