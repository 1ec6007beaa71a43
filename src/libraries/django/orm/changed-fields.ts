import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentsOf, lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import type { OrmContext } from '../values/values.ts';
import type { RowLoop } from './scopes.ts';

/** The fields that a loop changes on what it saves. */
export interface ChangedFields {
  readonly names: readonly string[];
  /** What it sets by an assignment. */
  readonly assigned: readonly string[];
  /** False where the row is changed in a way that names no field: by a method or property of its own, by a function that it is handed to. */
  readonly complete: boolean;
  /** `update_fields` says what is written. */
  readonly given: boolean;
}

/** Reads what `save` writes: its `update_fields`, or every change that the loop makes to its receiver. */
export function changedFields(context: OrmContext, save: Call, { loop }: RowLoop, model: DjangoModel | undefined): ChangedFields {
  const given = updateFields(save);
  const { assigned, names, complete } = changesTo(context, save, loop, model);
  if (given !== undefined) return { names: given, assigned, complete: true, given: true };
  const columns = [...names].filter((name) => isColumn(model, name));
  return { names: columns, assigned, complete: complete && [...names].every((name) => !isProperty(context, model, name)), given: false };
}

interface Changes {
  readonly assigned: readonly string[];
  readonly names: ReadonlySet<string>;
  readonly complete: boolean;
}

/** By context, loop, model and receiver: a loop may save its row a thousand times. */
const changesByContext = oncePer<OrmContext, [], (loop: Loop) => (model: object) => Map<string, Changes>>(() => oncePer(() => oncePer(() => new Map())));

function changesTo(context: OrmContext, save: Call, loop: Loop, model: DjangoModel | undefined): Changes {
  const { module } = context;
  const receiver = save.func.nodeType === 'Attribute' ? module.source(save.func.value) : '';
  const known = changesByContext(context)(loop)(model ?? loop);
  const changes = known.get(receiver) ?? findChanges(module, receiver, loop, model);
  known.set(receiver, changes);
  return changes;
}

function findChanges(module: PyModule, receiver: string, loop: Loop, model: DjangoModel | undefined): Changes {
  const isRow = (node: ExprNode | undefined): boolean => node !== undefined && module.source(node) === receiver;
  const assigned: string[] = [];
  const names = new Set<string>();
  let complete = true;
  for (const node of walk(loop.body)) {
    for (const field of assignedFields(node, isRow)) {
      names.add(field);
      assigned.push(field);
    }
    const change = node.nodeType === 'Call' ? changeBy(module, node, isRow, model) : undefined;
    if (change === UNNAMED) complete = false;
    else if (change !== undefined) names.add(change);
  }
  return { assigned, names, complete };
}

/** What a bulk call can write. What else the loop sets on the row is an attribute that no table holds; of a model that isn't known all, anything may be one. */
function isColumn(model: DjangoModel | undefined, name: string): boolean {
  if (model?.complete !== true || name === 'pk') return true;
  const field = model.fields.get(name) ?? [...model.forward.values()].find(({ attname }) => attname === name);
  return field !== undefined && !field.reverse && field.kind !== 'many-to-many' && field.kind !== 'generic-foreign-key' && field.kind !== 'generic-relation';
}

/** A setter sets what it likes, and so does a key that says the table as well. */
function isProperty({ django }: OrmContext, model: DjangoModel | undefined, name: string): boolean {
  return model !== undefined && (django.method(model, name) !== undefined || model.fields.get(name)?.kind === 'generic-foreign-key');
}

/** What `update_fields` lists, where it is a list of names. */
export function updateFields(save: Call): string[] | undefined {
  const value = save.keywords.find(({ arg }) => arg === 'update_fields')?.value;
  if (value?.nodeType !== 'List' && value?.nodeType !== 'Tuple') return undefined;
  const names = value.elts.map((element) => (element.nodeType === 'Constant' && typeof element.value === 'string' ? element.value : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** `row.x = …`, `row.x += …`, `row.a, row.b = …`, `row.data["key"] = …`, `del row.data["key"]`. */
export function assignedFields(node: PythonNode, isRow: (node: ExprNode) => boolean): string[] {
  const targets = node.nodeType === 'Assign' || node.nodeType === 'Delete' ? node.targets : node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' ? [node.target] : [];
  return targets.flatMap((target) => (target.nodeType === 'Tuple' || target.nodeType === 'List' ? target.elts : [target])).flatMap((target) => fieldOf(target, isRow) ?? []);
}

/** The field of the row in which a place lies: `row.data` and `row.data["a"]["b"]`, but not `row.customer.name`. */
function fieldOf(place: ExprNode, isRow: (node: ExprNode) => boolean): string | undefined {
  let at = place;
  while (at.nodeType === 'Subscript') at = at.value;
  return at.nodeType === 'Attribute' && isRow(at.value) ? at.attr : undefined;
}

const UNNAMED = Symbol('a change that names no field');

/** The field that a call changes on the row. */
function changeBy(module: PyModule, call: Call, isRow: (node: ExprNode | undefined) => boolean, model: DjangoModel | undefined): string | typeof UNNAMED | undefined {
  const { func, args } = call;
  if (lastName(func) === 'setattr' && isRow(args[0])) return args[1]?.nodeType === 'Constant' && typeof args[1].value === 'string' ? args[1].value : UNNAMED;
  if (func.nodeType === 'Attribute' && isRow(func.value)) return READING.test(func.attr) ? undefined : UNNAMED;
  if (func.nodeType === 'Attribute' && CHANGING.has(func.attr)) {
    const field = fieldOf(func.value, isRow);
    // `order.tags.add(tag)` writes the table between
    if (field !== undefined) return model?.fields.get(field)?.relation === undefined ? field : undefined;
  }
  // `fill(row)` as a statement of its own is called for what it does to the row
  const isStatement = module.parent(call)?.nodeType === 'Expr';
  return isStatement && !KEEPING.test(lastName(func)) && argumentsOf(call).some((argument) => isRow(argument)) ? UNNAMED : undefined;
}

/** Methods that write or tell something of the row and leave its fields as they are. */
const READING = /^(a?save|full_clean|clean|clean_fields|validate_unique|validate_constraints|a?refresh_from_db|get_\w+|is_\w+|has_\w+|can_\w+|should_\w+|as_\w+|to_\w+|serializable_value|items|keys|values)$/;

/** What changes a list, dictionary or set in place, and a stored file. */
const CHANGING: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'add', 'update', 'remove', 'pop', 'popitem', 'clear', 'discard', 'setdefault', 'sort', 'reverse', 'save', 'delete']);

/** Calls that keep or show what they are given. */
const KEEPING = /^(append|appendleft|add|extend|insert|print|write|debug|info|warning|warn|error|exception|log|message_user|log_change|log_addition)$/;
