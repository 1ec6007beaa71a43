import { chainOf, type JsModule } from './module.ts';
import type { Node } from './nodes.ts';

/** Methods that put something into a list, a set or a map. */
const ADDING = /^(?:push|unshift|splice|add|set)$/;

/** Where a use of a name changes what it holds: `[]` for `seen.push(id)`, `['ids']` for `plan.ids.push(id)` and `plan.ids = []`; undefined where it only reads. */
export function changedPath(module: JsModule, use: Node): readonly string[] | undefined {
  const [member, parent] = memberAround(module, use);
  const isSet = member !== use && parent?.type === 'AssignmentExpression' && parent.left === member;
  return isSet ? chainOf(member).names : filledPath(module, use);
}

/** The same for uses that put something into a list, a set or a map. */
export function filledPath(module: JsModule, use: Node): readonly string[] | undefined {
  const [member, parent] = memberAround(module, use);
  const { names } = chainOf(member);
  return member !== use && parent?.type === 'CallExpression' && parent.callee === member && ADDING.test(names.at(-1) ?? '') ? names.slice(0, -1) : undefined;
}

/** True where what a use of a name reads is part of what lies at `changed`, or the other way round. */
export function readsChanged(module: JsModule, use: Node, changed: readonly string[]): boolean {
  const { names } = chainOf(memberAround(module, use)[0]);
  return changed.slice(0, names.length).every((name, at) => name === names[at]);
}

/** The longest way of properties that begins with a name, and what stands around it. */
function memberAround(module: JsModule, use: Node): [member: Node, parent: Node | undefined] {
  let member = use;
  let parent = module.parentOf(member);
  while (parent?.type === 'MemberExpression' && parent.object === member) [member, parent] = [parent, module.parentOf(parent)];
  return [member, parent];
}
