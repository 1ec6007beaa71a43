import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentsOf, lastName } from '../../../python/syntax/static.ts';
import type { OrmContext } from '../values/values.ts';
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
  return bindings.some(({ kind, node, value }) => kind === 'value' && module.contains(loop.node, node) && value?.nodeType === 'Call' && /^a?(create|get_or_create|update_or_create)$/.test(lastName(value.func)));
}

/** The loop sets an attribute of the object or calls one of its methods before it saves it. */
function isChanged(module: PyModule, receiver: ExprNode, loop: Loop): boolean {
  return changedIn(loop, module).has(module.source(receiver));
}

/** What a loop changes, as it is written. */
const changedIn = oncePer((loop: Loop, module: PyModule): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of walk(loop.body)) {
    const targets = node.nodeType === 'Assign' ? node.targets : node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' ? [node.target] : [];
    for (const target of targets) if (target.nodeType === 'Attribute') found.add(module.source(target.value));
    if (node.nodeType !== 'Call') continue;
    if (node.func.nodeType === 'Attribute' && !SAVING.has(node.func.attr)) found.add(module.source(node.func.value));
    if (lastName(node.func) === 'setattr' && node.args[0] !== undefined) found.add(module.source(node.args[0]));
  }
  return found;
});

const SAVING: ReadonlySet<string> = new Set(['save', 'asave', 'full_clean', 'clean', 'refresh_from_db']);

const MAKING: ReadonlySet<string> = new Set(['create', 'get_or_create', 'update_or_create']);

/** What the loop makes is needed in the same turn: its key for the rows below it, its state for the next step. */
export function isNeededAtOnce(module: PyModule, { method, call, instance }: DatabaseCall, loop: Loop): boolean {
  // `Order.objects.create(…).pk`
  if (call !== undefined && MAKING.has(method) && outOfAwait(module, call)?.nodeType === 'Attribute') return true;
  const name = call === undefined ? undefined : MAKING.has(method) ? resultName(module, call) : method === 'save' && instance?.unsaved === true ? savedName(call) : undefined;
  if (name === undefined || call === undefined) return false;
  return (lastNeeds(loop, module).get(name) ?? -1) > module.range(call)[1];
}

/** The call to which the round hands a row that it has saved: whatever that does finds the row as it is now, which one write after the loop would be too late for. */
export function handedOn(module: PyModule, { method, call, instance }: DatabaseCall, loop: Loop): PythonNode | undefined {
  const name = method === 'save' && instance?.unsaved !== true && call !== undefined ? savedName(call) : undefined;
  if (name === undefined || call === undefined) return undefined;
  const [, end] = module.range(call);
  for (const node of walk(loop.body)) {
    if (node.nodeType !== 'Call' || module.range(node)[0] < end || isStoring(node)) continue;
    if (argumentsOf(node).some((argument) => argument.nodeType === 'Name' && argument.id === name)) return node;
  }
  return undefined;
}

/** What the loop makes is kept for what comes behind it: put into a list or a dictionary, or what a comprehension makes. */
export function isKeptBehind(module: PyModule, { method, call, instance }: DatabaseCall, loop: Loop): boolean {
  if (call === undefined || (method !== 'create' && (method !== 'save' || instance?.unsaved !== true))) return false;
  const around = method === 'create' ? outOfAwait(module, call) : undefined;
  if (around?.nodeType === 'ListComp' || around?.nodeType === 'SetComp' || around?.nodeType === 'DictComp') return true;
  if (around?.nodeType === 'Call' && isFilling(around)) return true;
  const name = method === 'create' ? resultName(module, call) : savedName(call);
  return name !== undefined && keptIn(loop).has(name);
}

/** The names of what a loop puts into lists and dictionaries. */
const keptIn = oncePer((loop: Loop): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of walk(loop.body)) {
    const kept = node.nodeType === 'Call' && isFilling(node) ? node.args : node.nodeType === 'Assign' && node.targets.some(({ nodeType }) => nodeType === 'Subscript') ? [node.value] : [];
    for (const one of kept) if (one.nodeType === 'Name') found.add(one.id);
  }
  return found;
});

/** `objects.append(order)` */
function isFilling({ func }: Call): boolean {
  return func.nodeType === 'Attribute' && /^(?:append|appendleft|add)$/.test(func.attr) && func.value.nodeType === 'Name';
}

/** By name: where the last of what needs it at once begins. */
const lastNeeds = oncePer((loop: Loop, module: PyModule): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const node of walk(loop.body)) {
    const [start] = module.range(node);
    for (const name of neededBy(node)) if ((found.get(name) ?? -1) < start) found.set(name, start);
  }
  return found;
});

function neededBy(node: PythonNode): string[] {
  if (node.nodeType === 'Call' && !isStoring(node)) {
    const { func } = node;
    // `order.items.set(…)`, `order.notify()`; `order.save()` needs nothing that `create()` couldn't have been given
    const owner = func.nodeType === 'Attribute' && !SAVING.has(func.attr) ? rootName(func) : undefined;
    return [...argumentsOf(node).flatMap((argument) => namesIn(argument)), ...(owner === undefined ? [] : [owner])];
  }
  if (node.nodeType !== 'Assign') return [];
  const owners = node.targets.flatMap((target) => (target.nodeType === 'Attribute' ? [rootName(target)] : []));
  return namesIn(node.value).filter((name) => owners.some((owner) => owner !== name));
}

/** `objects.append(order)` keeps it for later; a log line or text needs no key. */
function isStoring({ func }: Call): boolean {
  return ['append', 'add', 'str', 'print', 'format', 'info', 'debug', 'warning', 'error', 'write', 'len', 'repr'].includes(lastName(func));
}

function rootName(target: ExprNode): string | undefined {
  let at = target;
  while (at.nodeType === 'Attribute') at = at.value;
  return at.nodeType === 'Name' ? at.id : undefined;
}

function namesIn(start: ExprNode): string[] {
  const found: string[] = [];
  for (const node of walk(start)) if (node.nodeType === 'Name') found.push(node.id);
  return found;
}

/** What stands around a call, or around the `await` for it. */
function outOfAwait(module: PyModule, call: Call): PythonNode | undefined {
  const parent = module.parent(call);
  return parent?.nodeType === 'Await' ? module.parent(parent) : parent;
}

function resultName(module: PyModule, call: Call): string | undefined {
  const statement = outOfAwait(module, call);
  const [target] = statement?.nodeType === 'Assign' ? statement.targets : [];
  // `order, created = Order.objects.get_or_create(…)`
  const made = target?.nodeType === 'Tuple' ? target.elts[0] : target;
  return made?.nodeType === 'Name' ? made.id : undefined;
}

/** A new object under a name: `order = Order(…)`, `order.save()`. Rows that were there before have their key. */
function savedName({ func }: Call): string | undefined {
  return func.nodeType === 'Attribute' && func.value.nodeType === 'Name' ? func.value.id : undefined;
}
