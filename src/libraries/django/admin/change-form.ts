import type { ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { positionalOf } from '../../../python/syntax/bindings.ts';
import { singletonOf } from '../../../python/syntax/static.ts';
import type { FunctionRef } from '../project/classes.ts';

/**
 * What `get_form` says of the form that changes a row: its text without branches for the form that adds one, which asks for it with `obj=None` (contrib/admin/options.py,
 * Django 3.2 to 6.0).
 */
export function textForChanging({ module, node }: FunctionRef): string {
  const row = rowOf(node);
  const kept = node.body.filter((statement) => row === undefined || statement.nodeType !== 'If' || statement.orelse.length > 0 || !isForAdding(statement.test, row));
  return kept.map((statement) => module.source(statement)).join('\n');
}

/** `obj` of `get_form(self, request, obj=None, **kwargs)` */
function rowOf({ name, args }: FunctionNode): string | undefined {
  return name === 'get_form' ? positionalOf(args)[2]?.arg : undefined;
}

/** `not obj`, `obj is None`, `obj is None and request.user.is_staff`, `not obj or not obj.pk`: true on the form that adds a row alone. */
function isForAdding(test: ExprNode, row: string): boolean {
  const isRow = (node: ExprNode): boolean => node.nodeType === 'Name' && node.id === row;
  if (test.nodeType === 'BoolOp') return test.op.nodeType === 'And' ? test.values.some((value) => isForAdding(value, row)) : test.values.every((value) => isForAdding(value, row));
  if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return isRow(test.operand) || (test.operand.nodeType === 'Attribute' && /^(?:pk|id)$/.test(test.operand.attr) && isRow(test.operand.value));
  if (test.nodeType !== 'Compare' || test.ops.length !== 1 || !isRow(test.left)) return false;
  const [other] = test.comparators;
  return other !== undefined && singletonOf(other) === 'None' && /^(?:Is|Eq)$/.test(test.ops[0]?.nodeType ?? '');
}
