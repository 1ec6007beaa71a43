import { oncePer } from '../../../project/memo.ts';
import type { Call, PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { enter, type OrmContext, valueOf } from '../values.ts';
import { methodChange } from './row-changes.ts';

/**
 * A write of the round that no bulk call of another one takes along: a serializer or form that saves, a method of a row that saves it,
 * a function of the project that writes.
 */
export function writeInside(context: OrmContext, loop: Loop): Call | undefined {
  return writesInside(context)(loop.node, loop);
}

const writesInside = oncePer((context: OrmContext) => oncePer((_: PythonNode, loop: Loop): Call | undefined =>
  callsIn(loop).find((call) => savesForm(call) || changesRow(context, call) || writesByItself(context, call))));

function callsIn({ body }: Loop): readonly Call[] {
  return [...walk(body)].filter((node) => node.nodeType === 'Call');
}

/** `serializer.save()`, `form.save()` */
function savesForm({ func }: Call): boolean {
  return func.nodeType === 'Attribute' && func.attr === 'save' && func.value.nodeType === 'Name' && /(?:^|_)(?:serializer|form|formset)$/.test(func.value.id);
}

/** `order.close()`, a method of the model that saves or deletes the row. */
function changesRow(context: OrmContext, { func }: Call): boolean {
  const owner = func.nodeType === 'Attribute' ? valueOf(context, func.value) : undefined;
  if (func.nodeType !== 'Attribute' || owner?.kind !== 'instance') return false;
  const change = methodChange(context.django, owner.model, func.attr);
  return change.deletes || change.sets.length > 0;
}

/** `log_removal(order)`, a function that creates a row. */
function writesByItself(context: OrmContext, { func }: Call): boolean {
  const called = func.nodeType === 'Name' ? context.django.resolveFunction(context.module, func) : undefined;
  const inner = called === undefined ? undefined : enter(context, called.module);
  if (called === undefined || inner === undefined) return false;
  return [...walk(called.node.body)].some((node) => node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && /^(?:(?:get_or_|update_or_)?create|log_action)$/.test(node.func.attr) && valueOf(inner, node.func.value)?.kind === 'queryset');
}
