import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { parametersOf } from '../../../python/syntax/bindings.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { chainBack, lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { assignedFields, updateFields } from './changed-fields.ts';
import { keywordsIn } from './reads.ts';

/** What code writes of a row. */
export interface Change {
  readonly deletes: boolean;
  /** The columns that it writes. */
  readonly sets: readonly string[];
  /** The columns that it sets on the object, saved or not. */
  readonly assigns: readonly string[];
}

const NOTHING: Change = { deletes: false, sets: [], assigns: [] };

const MAX_CALLS = 20;

/**
 * What the code of `around`, a function or loop, does to the row that it knows as `row`: sets columns and saves it, updates it by its
 * key, deletes it, itself or through methods of the row's `model`.
 */
export function changesIn(django: DjangoProject, module: PyModule, around: PythonNode, row: string, model: DjangoModel | undefined, seen = new Set<PythonNode>()): Change {
  if (seen.has(around) || seen.size > MAX_CALLS) return NOTHING;
  seen.add(around);
  const isRow = (node: ExprNode): boolean => module.source(node) === row;
  const calls = [...walk(around)].filter((node) => node.nodeType === 'Call');
  const inner = calls.map((call) => (call.func.nodeType === 'Attribute' && isRow(call.func.value) ? methodChange(django, model, call.func.attr, seen) : NOTHING));
  const assigns = [...[...walk(around)].flatMap((node) => (node.nodeType === 'Call' ? setterOf(node, isRow) : assignedFields(node, isRow))), ...inner.flatMap((change) => change.assigns)];
  const own = calls.map((call) => changeBy(call, row, isRow, assigns));
  return { deletes: [...own, ...inner].some(({ deletes }) => deletes), sets: [...own, ...inner].flatMap(({ sets }) => sets), assigns };
}

/** What a method of the model does to its `self`. */
export function methodChange(django: DjangoProject, model: DjangoModel | undefined, name: string, seen = new Set<PythonNode>()): Change {
  const method = model === undefined || WRITING.test(name) ? undefined : django.method(model, name);
  const [receiver] = method === undefined ? [] : parametersOf(method.node.args);
  return method === undefined || receiver === undefined ? NOTHING : changesIn(django, method.module, method.node, receiver.name, model, seen);
}

const WRITING = /^a?(save|delete|update)$/;

function changeBy(call: Call, row: string, isRow: (node: ExprNode) => boolean, assigns: readonly string[]): Change {
  const { func } = call;
  if (func.nodeType !== 'Attribute' || !WRITING.test(func.attr)) return NOTHING;
  const method = func.attr.replace(/^a/, '');
  if (isRow(func.value)) {
    const given = updateFields(call);
    if (method === 'save') return { ...NOTHING, sets: given === undefined ? assigns : assigns.filter((field) => given.includes(field)) };
    return { ...NOTHING, deletes: method === 'delete' };
  }
  if (method === 'save' || !isByKeyOf(call, row)) return NOTHING;
  return method === 'delete' ? { ...NOTHING, deletes: true } : { ...NOTHING, sets: call.keywords.flatMap(({ arg }) => arg ?? []) };
}

/** `Order.objects.filter(pk=self.pk).update(…)` */
function isByKeyOf({ func }: Call, row: string): boolean {
  for (const at of chainBack(func)) {
    if (at.nodeType === 'Call' && lastName(at.func) === 'filter' && keywordsIn(at).some(({ arg, value }) => (arg === 'pk' || arg === 'id') && value.nodeType === 'Attribute' && value.value.nodeType === 'Name' && value.value.id === row)) return true;
  }
  return false;
}

/** `setattr(order, "status", …)` */
function setterOf({ func, args }: Call, isRow: (node: ExprNode) => boolean): string[] {
  const [row, name] = args;
  const isSetter = func.nodeType === 'Name' && func.id === 'setattr' && row !== undefined && isRow(row);
  return isSetter && name?.nodeType === 'Constant' && typeof name.value === 'string' ? [name.value] : [];
}
