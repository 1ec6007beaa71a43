import type { TSESTree } from '@typescript-eslint/utils';
import { type Bound, type Further, type Ways } from '../queries/answer-parts.ts';
import type { Callers } from '../project/callers.ts';
import { functionCalled } from '../project/called.ts';
import type { SourceFile } from '../project/modules.ts';
import { componentNamed } from '../rows/row-components.ts';
import { isRemembering } from '../syntax/callee.ts';
import { attributeName, elementName } from '../syntax/elements.ts';
import type { JsModule } from '../syntax/module.ts';
import { type FunctionNode, keyName, memberName, type Node, parameterPattern } from '../syntax/nodes.ts';
import { unitAround } from '../project/units.ts';
import { outside } from '../syntax/outside.ts';

/** Components and functions that rows are handed through, one to the next. */
const MOST_HOPS = 4;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Follows what attributes hand to components of the project, arguments to its functions, and what these give to those who call them, whichever file has them. */
export function waysFrom(file: SourceFile, callers: Callers, hops = MOST_HOPS): Ways {
  return {
    into: (container) => (hops === 0 ? undefined : intoComponent(file, callers, container, hops - 1)),
    spread: (spread) => (hops === 0 ? undefined : propertiesOfComponent(file, callers, file.module.parentOf(spread), hops - 1)),
    callsOf: (fn) => (hops === 0 ? undefined : callsOf(file, callers, fn, hops - 1)),
    bound: (callee, index) => (hops === 0 ? undefined : boundBy(file, callers, callee, index, hops - 1)),
  };
}

/** What a function of the project binds an argument to, be it a method of `this`. */
function boundBy(file: SourceFile, callers: Callers, callee: Node, index: number, hops: number): Bound | undefined {
  const called = functionCalled(file, callee);
  if (called === undefined) return undefined;
  const { node: fn, ...there } = called;
  const parameter = fn.params[index];
  if (fn.params.some(({ type }) => type === 'RestElement')) return undefined;
  return { module: there.module, pattern: parameter && parameterPattern(parameter), ways: waysFrom(there, callers, hops) };
}

function intoComponent(file: SourceFile, callers: Callers, container: Node, hops: number): Further | undefined {
  const attribute = file.module.parentOf(container);
  const element = attribute?.type === 'JSXAttribute' ? file.module.parentOf(attribute) : undefined;
  if (attribute?.type !== 'JSXAttribute' || element?.type !== 'JSXOpeningElement') return undefined;
  const component = componentNamed(file, elementName(element));
  const uses = component && usesOf(component.file.module, component.fn, attributeName(attribute));
  return component === undefined || uses === undefined ? undefined : { module: component.file.module, uses, ways: waysFrom(component.file, callers, hops) };
}

/** What a component binds to what it gets: `({ title }) => …`. */
function propertiesOfComponent(file: SourceFile, callers: Callers, element: Node | undefined, hops: number): Bound | undefined {
  const component = element?.type === 'JSXOpeningElement' ? componentNamed(file, elementName(element)) : undefined;
  const parameter = component?.fn.params[0];
  return component && { module: component.file.module, pattern: parameter && parameterPattern(parameter), ways: waysFrom(component.file, callers, hops) };
}

function callsOf(file: SourceFile, callers: Callers, fn: FunctionNode, hops: number): readonly Further[] | undefined {
  const unit = unitAround(file, fn);
  if (unit?.node !== fn || callers.isOpen(unit)) return undefined;
  const uses = callers.usesOf(unit);
  if (uses.length === 0 || uses.length > MOST_CALLERS) return undefined;
  const found = uses.map((use): Further | undefined => {
    const calls = callsAt(use.file.module, use.node);
    return calls && { module: use.file.module, uses: calls, ways: waysFrom(use.file, callers, hops) };
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** The calls of the function that `node` names, which something may remember the answers of, be it at times: `cache(load)`, `const load = isDraft ? read : unstable_cache(read, ['all'])`. */
function callsAt(module: JsModule, node: Node): readonly Node[] | undefined {
  const { below, at } = outside(module, node);
  if (at?.type === 'CallExpression' && at.callee === below) return [at];
  const isRemembered = at?.type === 'CallExpression' && at.arguments[0] === below && isRemembering(at);
  return isRemembered || at?.type === 'ConditionalExpression' ? callsOfGiven(module, isRemembered ? at : below) : undefined;
}

/** The calls of the function that an expression gives: on the spot, or by the name of a const. */
function callsOfGiven(module: JsModule, given: Node): readonly Node[] | undefined {
  const { below, at } = outside(module, given);
  if (at?.type === 'ConditionalExpression') return at.test === below ? undefined : callsOfGiven(module, at);
  if (at?.type === 'CallExpression') return at.callee === below ? [at] : undefined;
  if (at?.type !== 'VariableDeclarator' || at.id.type !== 'Identifier') return undefined;
  const { id } = at;
  const declaration = module.parentOf(at);
  const binding = declaration === undefined || module.parentOf(declaration)?.type === 'ExportNamedDeclaration' ? undefined : module.resolve(id);
  const calls = binding && module.referencesTo(binding).filter((use) => use !== id).map((use) => calledAt(module, use));
  return calls?.every((call) => call !== undefined) === true ? calls : undefined;
}

function calledAt(module: JsModule, name: Node): Node | undefined {
  const call = module.parentOf(name);
  return call?.type === 'CallExpression' && call.callee === name ? call : undefined;
}

/** All uses of one property of what a component gets; undefined where the whole of it goes anywhere. */
function usesOf(module: JsModule, { params: [first] }: FunctionNode, name: string): readonly Node[] | undefined {
  const pattern = first === undefined ? undefined : parameterPattern(first);
  if (pattern?.type === 'ObjectPattern') return usesBound(module, pattern, name);
  const binding = pattern?.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (pattern === undefined || binding === undefined) return undefined;
  const uses = module.referencesTo(binding).filter((use) => use !== pattern).map((use) => usesOfProperty(module, use, name));
  return uses.every((found) => found !== undefined) ? uses.flat() : undefined;
}

/** The uses of one property of an object at one use of it: `props.posts`, `const { posts } = props`. */
function usesOfProperty(module: JsModule, object: Node, name: string): readonly Node[] | undefined {
  const at = module.parentOf(object);
  if (at?.type === 'VariableDeclarator' && at.init === object && at.id.type === 'ObjectPattern') return usesBound(module, at.id, name);
  if (at?.type !== 'MemberExpression' || at.object !== object || memberName(at) === undefined) return undefined;
  return memberName(at) === name ? [at] : [];
}

/** The uses of what a pattern binds one property to; undefined where it takes it among all others. */
function usesBound(module: JsModule, { properties }: TSESTree.ObjectPattern, name: string): readonly Node[] | undefined {
  const property = properties.find((one) => one.type === 'Property' && keyName(one) === name);
  if (property?.type !== 'Property') return properties.some(({ type }) => type === 'RestElement') ? undefined : [];
  const local = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
  const binding = local.type === 'Identifier' ? module.resolve(local) : undefined;
  return binding && module.referencesTo(binding).filter((use) => use !== local);
}
