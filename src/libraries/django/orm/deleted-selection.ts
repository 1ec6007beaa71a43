import { oncePer } from '../../../project/memo.ts';
import type { Call, PythonNode } from '../../../python/nodes.ts';
import { type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import { follows } from '../../../python/syntax/order.ts';
import { argumentsOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type OrmContext, querysetOf } from '../values/values.ts';

/** Django's own action, which collects whatever hangs on each row before it deletes them (contrib/admin/actions.py, Django 3.2 to 6.0). */
const DELETING = 'django.contrib.admin.actions.delete_selected';

/** Where the selection of an action is deleted once the code at `node` is through with it. */
export function deletedNext(context: OrmContext, node: PythonNode): Call | undefined {
  return deletesIn(context)(scopeOf(context.module, node)).find((call) => follows(call, node));
}

const deletesIn = oncePer((context: OrmContext) => oncePer((scope: Scope): readonly Call[] => {
  const { module, django } = context;
  const isSelection = (value: PythonNode): boolean => value.nodeType === 'Name' && querysetOf(context, value)?.origin === 'selection';
  const isDelete = ({ func }: Call): boolean => func.nodeType === 'Attribute' && func.attr === 'delete' && isSelection(func.value);
  const calls = [...walk(scope)].filter((one) => one.nodeType === 'Call');
  return calls.filter((call) => isDelete(call) || (django.names.externalPath(module, call.func) === DELETING && argumentsOf(call).some((value) => isSelection(value))));
}));
