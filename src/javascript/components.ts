import type { Into } from './answer-parts.ts';
import type { SourceFile } from './modules.ts';
import { componentNamed } from './row-components.ts';
import { attributeName, elementName } from './syntax/elements.ts';
import type { JsModule } from './syntax/module.ts';
import { type FunctionNode, keyName, memberName, type Node, parameterPattern } from './syntax/nodes.ts';

/** Components that rows are handed through, one to the next. */
const MOST_HOPS = 3;

/** Follows what attributes hand to components of the project, whichever file has them. */
export function componentsOf(file: SourceFile, hops = MOST_HOPS): Into {
  return (container) => {
    const attribute = file.module.parentOf(container);
    const element = attribute?.type === 'JSXAttribute' ? file.module.parentOf(attribute) : undefined;
    if (hops === 0 || attribute?.type !== 'JSXAttribute' || element?.type !== 'JSXOpeningElement') return undefined;
    const component = componentNamed(file, elementName(element));
    const uses = component && usesOf(component.file.module, component.fn, attributeName(attribute));
    return component === undefined || uses === undefined ? undefined : { module: component.file.module, uses, into: componentsOf(component.file, hops - 1) };
  };
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
