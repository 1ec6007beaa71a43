import { walk } from '../../../python/syntax/walk.ts';
import { isSelf, isSuper } from '../../../python/syntax/static.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { methodAfter } from './classes.ts';

/** True where each method of that name that classes of the project have comes to Django's own, whatever it does besides; or none has one. */
export function handsOn(django: DjangoProject, cls: ClassRef, name: string): boolean {
  for (let after: ClassRef | undefined; ;) {
    const method = methodAfter(django, cls, name, after);
    if (method === undefined) return true;
    if (!alwaysAsks(method, name)) return false;
    after = method.owner;
  }
}

/** `super().changelist_view(…)` on every way, as a statement of the method itself with no way out before it, and with the options as the class has them. */
function alwaysAsks({ node }: FunctionRef, name: string): boolean {
  for (const statement of node.body) {
    const nodes = [...walk(statement)];
    if (nodes.some((one) => one.nodeType === 'Attribute' && one.ctx.nodeType === 'Store' && isSelf(one.value))) return false;
    const asks = nodes.some((one) => one.nodeType === 'Call' && one.func.nodeType === 'Attribute' && one.func.attr === name && isSuper(one.func.value));
    if (asks) return /^(?:Ann)?Assign$|^Return$|^Expr$/.test(statement.nodeType);
    if (nodes.some(({ nodeType }) => nodeType === 'Return')) return false;
  }
  return false;
}
