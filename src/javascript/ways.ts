import { type Bound, type Further, outside, type Ways } from './answer-parts.ts';
import type { Callers } from './callers.ts';
import { declarationOf, type SourceFile } from './modules.ts';
import { componentNamed } from './row-components.ts';
import { isRemembering } from './syntax/callee.ts';
import { attributeName, elementName } from './syntax/elements.ts';
import type { JsModule } from './syntax/module.ts';
import { type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern } from './syntax/nodes.ts';
import { unitAround } from './units.ts';

/** Components and functions that rows are handed through, one to the next. */
const MOST_HOPS = 4;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Follows what attributes hand to components of the project, arguments to its functions, and what these give to those who call them, whichever file has them. */
export function waysFrom(file: SourceFile, callers: Callers, hops = MOST_HOPS): Ways {
  return {
    into: (container) => (hops === 0 ? undefined : intoComponent(file, callers, container, hops - 1)),
    callsOf: (fn) => (hops === 0 ? undefined : callsOf(file, callers, fn, hops - 1)),
    bound: (callee, index) => (hops === 0 ? undefined : boundBy(file, callers, callee, index, hops - 1)),
  };
}

/** What a function of the project that is called by its name binds an argument to. */
function boundBy(file: SourceFile, callers: Callers, callee: Node, index: number, hops: number): Bound | undefined {
  const declared = callee.type === 'Identifier' ? declarationOf(file, callee) : undefined;
  if (declared === undefined || !isFunction(declared.node)) return undefined;
  const { node: fn, ...there } = declared;
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

/** The calls of the function that `node` names, which something may remember the answers of: `cache(load)`, `const load = unstable_cache(read, ['all'])`. */
function callsAt(module: JsModule, node: Node): readonly Node[] | undefined {
  const { below, at } = outside(module, node);
  if (at?.type !== 'CallExpression') return undefined;
  if (at.callee === below) return [at];
  if (at.arguments[0] !== below || !isRemembering(at)) return undefined;
  const holder = outside(module, at);
  if (holder.at?.type === 'CallExpression') return holder.at.callee === holder.below ? [holder.at] : undefined;
  if (holder.at?.type !== 'VariableDeclarator' || holder.at.id.type !== 'Identifier') return undefined;
  const { id } = holder.at;
  const declaration = module.parentOf(holder.at);
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
  if (pattern?.type === 'ObjectPattern') {
    const property = pattern.properties.find((one) => one.type === 'Property' && keyName(one) === name);
    if (property?.type !== 'Property') return undefined;
    const local = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const binding = local.type === 'Identifier' ? module.resolve(local) : undefined;
    return binding === undefined ? undefined : module.referencesTo(binding).filter((use) => use !== local);
  }
  const binding = pattern?.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (pattern === undefined || binding === undefined) return undefined;
  const members = module.referencesTo(binding).filter((use) => use !== pattern).map((use) => ({ use, member: module.parentOf(use) }));
  if (!members.every(({ use, member }) => member?.type === 'MemberExpression' && member.object === use && memberName(member) !== undefined)) return undefined;
  return members.flatMap(({ member }) => (member?.type === 'MemberExpression' && memberName(member) === name ? [member] : []));
}
