import type { Call, ExprNode } from '../../../python/nodes.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { FunctionRef } from '../project/classes.ts';
import { isTrueIn } from './classes.ts';

/**
 * True for a `list` of the project's own that shows what REST framework's own one would (`ListModelMixin.list` in mixins.py): the view's rows, all of them or page by page, by the view's serializer.
 * Such a method stands in a base class, for the sake of what is around the rows of an answer.
 */
export function showsOwnRows({ module, node }: FunctionRef): boolean {
  const written = [...walk(node.body)].filter((one): one is Call => one.nodeType === 'Call' && isTrueIn(one, 'many'));
  return written.length > 0 && written.every((call) => {
    const [rows, ...others] = call.args;
    const isOfView = call.func.nodeType === 'Attribute' && call.func.attr === 'get_serializer' && isSelf(call.func.value);
    return isOfView && rows !== undefined && others.length === 0 && isOwnQueryset(module, pageOf(module, rows) ?? rows);
  });
}

/** What a page is cut from: `self.paginate_queryset(orders)`, `paginator.paginate_queryset(orders, request)`. */
export function pageOf(module: PyModule, node: ExprNode): ExprNode | undefined {
  const bindings = node.nodeType === 'Name' ? reaching(module, node, node.id) : [];
  for (const one of node.nodeType === 'Call' ? [node] : bindings.map(({ value, path }) => (path.length === 0 ? value : undefined))) {
    if (one?.nodeType === 'Call' && one.func.nodeType === 'Attribute' && one.func.attr === 'paginate_queryset' && one.args[0] !== undefined) return one.args[0];
  }
  return undefined;
}

/** `self.get_queryset()`, filtered as the view filters, and names for it. */
export function isOwnQueryset(module: PyModule, node: ExprNode, hops = 0): boolean {
  if (node.nodeType === 'Name') {
    const value = hops < 3 ? soleValue(module, node, node.id) : undefined;
    return value !== undefined && isOwnQueryset(module, value, hops + 1);
  }
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !isSelf(node.func.value)) return false;
  const [filtered] = node.args;
  return node.func.attr === 'get_queryset' || (node.func.attr === 'filter_queryset' && filtered !== undefined && isOwnQueryset(module, filtered, hops));
}
