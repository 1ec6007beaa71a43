import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { FunctionRef } from '../project/classes.ts';
import { enter, type OrmContext, valueOf } from '../values/values.ts';
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

/** As `writeInside`, for reads: also what is written in the loop itself by a call that asks for each row first, or sets a relation of it. */
export function lastingWrite(context: OrmContext, loop: Loop): Call | undefined {
  return writeInside(context, loop) ?? lastingWrites(context)(loop.node, loop);
}

const lastingWrites = oncePer((context: OrmContext) => oncePer((_: PythonNode, loop: Loop): Call | undefined => callsIn(loop).find((call) => isUnbatched(context, call))));

/** Calls of which no bulk form does the same: they look for the row before they write it, or compare what a relation has with what it gets. */
const UNBATCHED: ReadonlySet<string> = new Set(['get_or_create', 'update_or_create', 'aget_or_create', 'aupdate_or_create', 'set', 'aset']);

/** `Order.objects.update_or_create(…)`, `order.tags.set(…)` */
function isUnbatched(context: OrmContext, { func }: Call): boolean {
  return func.nodeType === 'Attribute' && UNBATCHED.has(func.attr) && valueOf(context, func.value)?.kind === 'queryset';
}

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

const CREATES = /^(?:(?:get_or_|update_or_)?create|log_action)$/;

/** `log_removal(order)`, `order.reopen()`: a function or a method of a row that creates another one. */
function writesByItself(context: OrmContext, { func }: Call): boolean {
  const called = func.nodeType === 'Name' ? context.django.resolveFunction(context.module, func) : methodOfRow(context, func);
  const inner = called === undefined ? undefined : enter(context, called.module);
  if (called === undefined || inner === undefined) return false;
  return [...walk(called.node.body)].some((node) => {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return false;
    const kind = CREATES.test(node.func.attr) ? 'queryset' : node.func.attr === 'save' ? 'instance' : undefined;
    return kind !== undefined && valueOf(inner, node.func.value)?.kind === kind;
  });
}

function methodOfRow(context: OrmContext, func: ExprNode): FunctionRef | undefined {
  const owner = func.nodeType === 'Attribute' ? valueOf(context, func.value) : undefined;
  return func.nodeType === 'Attribute' && owner?.kind === 'instance' && owner.model !== undefined ? context.django.method(owner.model, func.attr) : undefined;
}
