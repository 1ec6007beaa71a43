import type { Call, ExprNode } from '../../nodes.ts';
import { contains, reaching } from '../../syntax/flow.ts';
import type { Loop } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';
import type { OrmContext } from '../values.ts';
import type { DatabaseCall } from './calls.ts';

/** What Django's own `save()` takes (3.2 to 5.2); anything else means that the model has its own. */
const SAVE_ARGUMENTS: ReadonlySet<string> = new Set(['force_insert', 'force_update', 'using', 'update_fields']);

/**
 * True for calls that write what the loop has set. `row.save()` with nothing set is called for what the model does on saving, and
 * so is `row.save(notify=False)`: no bulk call does that.
 */
export function savesChanges({ module }: OrmContext, { method, call, instance }: DatabaseCall, loop: Loop): boolean {
  if (method !== 'save' || call?.func.nodeType !== 'Attribute') return true;
  if (call.keywords.some(({ arg }) => arg === undefined || !SAVE_ARGUMENTS.has(arg))) return false;
  if (instance?.unsaved === true) return true;
  const receiver = call.func.value;
  return !isMadeHere(module, receiver, loop) && isChanged(module, receiver, loop);
}

/** `order = Order.objects.create(…)` in the loop, then `order.save()`: the first of the two writes is the one to speak of. */
function isMadeHere(module: PyModule, receiver: ExprNode, loop: Loop): boolean {
  const bindings = receiver.nodeType === 'Name' ? reaching(module, receiver, receiver.id) : [];
  return bindings.some(({ kind, node, value }) => kind === 'value' && contains(module, loop.node, node) && value?.nodeType === 'Call' && /^a?(create|get_or_create|update_or_create)$/.test(lastName(value.func)));
}

/** The loop sets an attribute of the object or calls one of its methods before it saves it. */
function isChanged(module: PyModule, receiver: ExprNode, loop: Loop): boolean {
  const text = module.source(receiver);
  for (const node of walk(loop.body)) {
    const targets = node.nodeType === 'Assign' ? node.targets : node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' ? [node.target] : [];
    if (targets.some((target) => target.nodeType === 'Attribute' && module.source(target.value) === text)) return true;
    if (node.nodeType !== 'Call') continue;
    if (node.func.nodeType === 'Attribute' && !SAVING.has(node.func.attr) && module.source(node.func.value) === text) return true;
    if (lastName(node.func) === 'setattr' && node.args[0] !== undefined && module.source(node.args[0]) === text) return true;
  }
  return false;
}

const SAVING: ReadonlySet<string> = new Set(['save', 'asave', 'full_clean', 'clean', 'refresh_from_db']);

const MAKING: ReadonlySet<string> = new Set(['create', 'get_or_create', 'update_or_create']);

/** What the loop makes is needed in the same turn: its key for the rows below it, its state for the next step. */
export function isNeededAtOnce(module: PyModule, { method, call, instance }: DatabaseCall, loop: Loop): boolean {
  const name = call === undefined ? undefined : MAKING.has(method) ? resultName(module, call) : method === 'save' && instance?.unsaved === true ? savedName(call) : undefined;
  if (name === undefined || call === undefined) return false;
  for (const node of walk(loop.body)) {
    if (module.range(node)[0] <= module.range(call)[1]) continue;
    if (node.nodeType === 'Call' && !isStoring(node)) {
      if ([...node.args, ...node.keywords.map(({ value }) => value)].some((argument) => reads(argument, name)) || isCalledOn(node, name)) return true;
    }
    if (node.nodeType === 'Assign' && node.targets.some((target) => target.nodeType === 'Attribute' && !startsWith(target, name)) && reads(node.value, name)) return true;
  }
  return false;
}

/** `order.items.set(…)`, `order.notify()`; `order.save()` needs nothing that `create()` couldn't have been given. */
function isCalledOn({ func }: Call, name: string): boolean {
  return func.nodeType === 'Attribute' && !SAVING.has(func.attr) && startsWith(func, name);
}

/** `objects.append(order)` keeps it for later; a log line or text needs no key. */
function isStoring({ func }: Call): boolean {
  return ['append', 'add', 'str', 'print', 'format', 'info', 'debug', 'warning', 'error', 'write', 'len', 'repr'].includes(lastName(func));
}

function startsWith(target: ExprNode, name: string): boolean {
  let at = target;
  while (at.nodeType === 'Attribute') at = at.value;
  return at.nodeType === 'Name' && at.id === name;
}

function reads(node: ExprNode, name: string): boolean {
  for (const inner of walk(node)) if (inner.nodeType === 'Name' && inner.id === name) return true;
  return false;
}

function resultName(module: PyModule, call: Call): string | undefined {
  const parent = module.parent(call);
  const statement = parent?.nodeType === 'Await' ? module.parent(parent) : parent;
  const [target] = statement?.nodeType === 'Assign' ? statement.targets : [];
  // `order, created = Order.objects.get_or_create(…)`
  const made = target?.nodeType === 'Tuple' ? target.elts[0] : target;
  return made?.nodeType === 'Name' ? made.id : undefined;
}

/** A new object under a name: `order = Order(…)`, `order.save()`. Rows that were there before have their key. */
function savedName({ func }: Call): string | undefined {
  return func.nodeType === 'Attribute' && func.value.nodeType === 'Name' ? func.value.id : undefined;
}
