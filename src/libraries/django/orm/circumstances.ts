import { isSilencing, type Observation } from '../../../model/circumstance.ts';
import { Observations } from '../../../model/observations.ts';
import { isWrite } from '../../../model/query-call.ts';
import { explainsWrites, saysOnPurpose, speaksOfHooks } from '../../../model/purpose.ts';
import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { follows, mayFollow } from '../../../python/syntax/order.ts';
import { isLoop, type Loop, loopsAround, mentions, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { setsOfSelf } from '../../../python/syntax/self-sets.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { isSelf, lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import { neverCalledAround } from '../project/never-called.ts';
import type { DjangoProject } from '../project.ts';
import { callsOf, isLoaded, isRefining } from '../querysets/queryset.ts';
import { isPlainProperty } from '../values/own-values.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { hasOwnDelete } from './bulk.ts';
import { type DatabaseCall, modelNameOf, sourceIn } from './calls.ts';
import { claimBefore, isClaim, isDecisive } from './claims.ts';
import { deletedNext } from './deleted-selection.ts';
import { branchOfKey, switchBefore } from './rounds.ts';
import { branchAround, foreignCalls, handlerAround, handlerOfLoop, isProbe, lineOfComment, lineOfDocstring, ownContext, ownTransaction, ownTry, pauseIn, testOfIdentity } from './harmless.ts';
import { isKept, isMemoised } from './memory.ts';
import { changesOfPlaces, readsPlace } from './places-changed.ts';
import { isBatchable } from './reads.ts';
import { methodChange } from './row-changes.ts';
import { handedOn, isNeededAtOnce, savesChanges } from './saving.ts';
import { endsLoop, namesPiece, type RowLoop } from './scopes.ts';
import { keepsHistory, savingHooks } from './signals.ts';
import { lastingWrite, writeInside } from './staying-writes.ts';

function observationsIn(module: PyModule): Observations<PythonNode> {
  return new Observations((node) => module.line(node));
}

/** What stands around a query in a loop over rows and bears on whether it is right. */
export function observe(context: OrmContext, call: DatabaseCall, rows: RowLoop, calls: readonly DatabaseCall[]): Observation[] {
  const { module } = context;
  const { loop } = rows;
  const seen = observationsIn(module);
  seen.note('lock', isLock(call));
  seen.note('own-connection', isForeignDatabase(module, call, loop));
  seen.note('list-in-query', isBatchOf(module, call, loop));
  seen.note('pieces', inBatchLoop(module, call.node, loop));
  seen.note('claim', claimBefore(module, call.node, loop, calls));
  observeRound(seen, module, call.node, loop);
  seen.note('own-connection', switchBefore(context, call.node, loop));
  // the values of a column may come more than once
  seen.note('known-branch', rows.queryset === undefined ? branchOfKey(module, call.node, loop) : undefined);
  if (isWrite(call.operation)) observeWrite(seen, context, call, rows, calls);
  else observeRead(seen, context, call, rows, calls);
  observeBeyond(seen, context, call.node, isWrite(call.operation) ? 'write' : 'read');
  return seen.list;
}

/** What stands around the call of a function that sends a query, in a loop over rows. */
export function observeVia(context: OrmContext, node: PythonNode, { loop, queryset }: RowLoop, sent: DatabaseCall): Observation[] {
  const { module } = context;
  const seen = observationsIn(module);
  seen.note('lock', isLock(sent));
  seen.note('own-connection', switchBefore(context, node, loop));
  seen.note('known-branch', queryset === undefined ? branchOfKey(module, node, loop) : undefined);
  seen.note('top-of-each', isTopOfEach(sent));
  observeRound(seen, module, node, loop);
  seen.note('own-try-and-wait', ownTry(module, node, loop));
  observeBeyond(seen, context, node, 'read');
  return seen.list;
}

/** The same of a function that writes. */
export function observeWriteVia(context: OrmContext, node: PythonNode, { loop }: RowLoop): Observation[] {
  const { module } = context;
  const seen = observationsIn(module);
  seen.note('own-connection', switchBefore(context, node, loop));
  observeRound(seen, module, node, loop);
  seen.note('own-failure', ownTry(module, node, loop));
  observeBeyond(seen, context, node, 'write');
  return seen.list;
}

/** What lies beyond the loop: what becomes of the rows behind it, and who calls the function, which is looked for last, and only where it decides: that takes other files. */
function observeBeyond(seen: Observations<PythonNode>, context: OrmContext, node: PythonNode, task: 'read' | 'write'): void {
  const { django, module } = context;
  seen.note('deleted-next', deletedNext(context, node));
  seen.note('never-called', seen.list.some(({ what }) => isSilencing(what, task)) ? undefined : neverCalledAround(django, module, node));
}

/** What is seen of the round itself, whatever the query asks. */
function observeRound(seen: Observations<PythonNode>, module: PyModule, node: PythonNode, loop: Loop): void {
  const foreign = foreignCalls(loop);
  const attempt = ownTry(module, node, loop);
  seen.note('error-path', handlerAround(module, node, loop));
  seen.note('on-failure', handlerOfLoop(module, loop));
  seen.note('paced', pauseIn(loop));
  seen.note('foreign-wait-before', foreign.find((call) => follows(node, call)));
  seen.note('own-try-and-wait', foreign.length > 0 ? attempt : undefined);
  seen.note('foreign-wait', foreign[0]);
  seen.note('sometimes-only', branchAround(module, node, loop));
  seen.note('own-connection', ownContext(module, node, loop));
  seen.note('own-transaction', ownTransaction(module, node, loop));
  seen.note('identity-guard', testOfIdentity(module, node, loop));
  seen.note('on-purpose', lineOfComment(module, node, loop, saysOnPurpose));
  seen.note('memo', isMemoised(module, node, loop.comprehension ?? loop.node));
  seen.note('memo', isKept(scopeOf(module, node)));
  seen.note('probe', isProbe(module, node, loop));
}

function observeRead(seen: Observations<PythonNode>, context: OrmContext, call: DatabaseCall, { loop }: RowLoop, calls: readonly DatabaseCall[]): void {
  const { module } = context;
  const varies = variesWith(module, call, loop);
  seen.note('found-in-round', !varies && changeOfArgument(context, call, loop));
  seen.note('moving-answer', varies ? writtenBefore(context, call, loop, calls) : writeOf(context, call, loop, calls));
  seen.note('read-again', isRecheck(context, call));
  seen.note('streamed', isStream(call));
  seen.note('top-of-each', isTopOfEach(call));
  seen.note('later-rounds-find', varies && writeOf(context, call, loop, calls));
  // what is the same for all rows moves out of the loop by itself, whatever stays
  seen.note('stays-per-row', varies && (savedWithHooks(calls)(loop.node, context) ?? lastingWrite(context, loop)));
  seen.note('own-filter', varies && !isBatchable(module, call, variantNames(module, loop)));
  seen.note('held-in-memory', !readsFresh(context, call, loop));
}

function observeWrite(seen: Observations<PythonNode>, context: OrmContext, call: DatabaseCall, { loop }: RowLoop, calls: readonly DatabaseCall[]): void {
  const { module } = context;
  const model = call.instance?.model ?? call.queryset?.model;
  seen.note('own-failure', ownTry(module, call.node, loop));
  seen.note('claim', isClaim(call) && (isDecisive(module, call, loop) || ownTry(module, call.node, loop)));
  seen.note('same-write', !variesWith(module, call, loop));
  seen.note('nothing-set', !savesChanges(context, call, loop));
  seen.note('result-needed', isNeededAtOnce(module, call, loop));
  seen.note('own-relation', isOwnSelection(call, module, loop));
  seen.note('own-method', model !== undefined && keepsHistory(model));
  seen.note('own-method', hasOwnDelete(context, call) || isOneOfItself(module, call, loop));
  seen.note('later-rounds-find', /^(?:get|update)_or_create$/.test(call.method) || (call.operation === 'create' && readOf(context, call, loop, calls)));
  seen.note('hooks-run', model !== undefined && runsHooks(context.django, model, call));
  seen.note('stays-per-row', otherWrite(context, call, loop, calls));
  seen.note('handed-on', handedOn(module, call, loop));
  seen.note('hooks-wanted', lineOfComment(module, call.node, loop, speaksOfHooks) ?? lineOfDocstring(module, call.node, explainsWrites));
}

/** `def delete(self): for row in self: row.delete()`: a queryset's own way of deleting, which a bulk call would begin anew. */
function isOneOfItself(module: PyModule, { call, method }: DatabaseCall, { iter }: Loop): boolean {
  const fn = scopeOf(module, call ?? iter);
  let rows = iter;
  while (rows.nodeType === 'Call' && rows.func.nodeType === 'Attribute' && (isRefining(rows.func.attr) || rows.func.attr === 'iterator')) rows = rows.func.value;
  return isFunction(fn) && fn.name === method && isSelf(rows);
}

/** A read of the loop from the table that it inserts into: it finds what earlier rounds have made. */
function readOf({ module }: OrmContext, call: DatabaseCall, loop: Loop, calls: readonly DatabaseCall[]): PythonNode | undefined {
  const name = modelNameOf(call);
  return name === undefined ? undefined : firstReads(calls)(loop, module).get(name);
}

/** By loop: the first read of each model in its rounds. What it runs over is read before, and so is what a name from before the loop holds. */
const firstReads = oncePer((calls: readonly DatabaseCall[]) => oncePer(({ node: loop, iter }: Loop, module: PyModule): ReadonlyMap<string, PythonNode> => {
  const found = new Map<string, PythonNode>();
  for (const other of calls) {
    const isInside = module.contains(loop, other.node) && !module.contains(iter, other.node);
    const isKept = other.method === 'iterate' && other.node.nodeType === 'Name' && other.queryset !== undefined && !module.contains(loop, other.queryset.base.node);
    const name = isWrite(other.operation) || !isInside || isKept ? undefined : modelNameOf(other);
    if (name !== undefined && !found.has(name)) found.set(name, other.node);
  }
  return found;
}));

/** A write of the round that stays one per row, since saving runs code of the project. */
const savedWithHooks = oncePer((calls: readonly DatabaseCall[]) => oncePer((loop: PythonNode, { django, module }: OrmContext): PythonNode | undefined =>
  calls.find((other) => {
    const model = other.instance?.model ?? other.queryset?.model;
    return isWrite(other.operation) && model !== undefined && module.contains(loop, other.node) && runsHooks(django, model, other);
  })?.node));

/** A write of the round beside this one that stays one per row. */
function otherWrite(context: OrmContext, call: DatabaseCall, loop: Loop, calls: readonly DatabaseCall[]): PythonNode | undefined {
  const hooked = savedWithHooks(calls)(loop.node, context);
  return hooked !== undefined && hooked !== call.node ? hooked : writeInside(context, loop);
}

/** Saving the row runs code of the project that a bulk call passes by. */
function runsHooks(django: DjangoProject, model: DjangoModel, { method }: DatabaseCall): boolean {
  return /^(?:save|create|get_or_create|update_or_create)$/.test(method) && savingHooks(django, model).length > 0;
}

/** What bears on a relation that a loop reads row by row. */
export function observeRelation(context: OrmContext, node: PythonNode, loop: Loop): Observation[] {
  const { module } = context;
  const seen = observationsIn(module);
  seen.note('leaves-loop', endsLoop(module, node, loop));
  // what is loaded ahead is loaded outside of it
  seen.note('own-connection', ownContext(module, node, loop));
  seen.note('memo', isKept(scopeOf(module, node)));
  seen.note('paced', pauseIn(loop));
  seen.note('error-path', handlerAround(module, node, loop));
  seen.note('foreign-wait', foreignCalls(loop)[0]);
  seen.note('stays-per-row', lastingWrite(context, loop));
  seen.note('transaction-beside', ownTransaction(module, node, loop));
  seen.note('sometimes-only', branchAround(module, node, loop));
  observeBeyond(seen, context, node, 'read');
  return seen.list;
}

/** The call reads something that takes another value with every row of this loop or one around it. */
export function variesWith(module: PyModule, call: DatabaseCall, loop: Loop): boolean {
  if (mentions(call.node, variantNames(module, loop))) return true;
  const base = call.queryset?.base.node;
  return base !== undefined && module.contains(loop.node, base) && mentions(base, variantNames(module, loop));
}

/** What the query asks for is set or filled in the loop, though not from the row: `seen.add(…)`, `page += 1`. */
function changeOfArgument(context: OrmContext, call: DatabaseCall, loop: Loop): PythonNode | undefined {
  const { module } = context;
  const base = call.queryset?.base.module === module ? call.queryset.base.node : undefined;
  const asked = [call.node, ...(base !== undefined && module.contains(loop.node, base) ? [base] : [])];
  return changesOfPlaces(context, loop).find(({ place }) => asked.some((node) => readsPlace(module, node, place)))?.node;
}

/** The write of the loop to the table that the query asks, directly or by a method of a row. */
function writeOf(context: OrmContext, call: DatabaseCall, loop: Loop, calls: readonly DatabaseCall[]): PythonNode | undefined {
  const name = modelNameOf(call);
  return name === undefined ? undefined : writesIn(calls)(loop.node, context, loop).get(name);
}

/** By loop: the first write to each model, by the model's name. */
const writesIn = oncePer((calls: readonly DatabaseCall[]) => oncePer((node: PythonNode, context: OrmContext, loop: Loop): ReadonlyMap<string, PythonNode> => {
  const { module, django } = context;
  const found = new Map<string, PythonNode>();
  const note = (name: string | undefined, write: PythonNode): void => {
    if (name !== undefined && !found.has(name)) found.set(name, write);
  };
  for (const other of calls) if (isWrite(other.operation) && module.contains(node, other.node)) note(modelNameOf(other), other.node);
  for (const inner of walk(loop.body)) {
    if (inner.nodeType !== 'Call' || inner.func.nodeType !== 'Attribute') continue;
    const { attr, value } = inner.func;
    const owner = valueOf(context, value);
    if (owner?.kind === 'queryset' && /^a?bulk_(create|update)$/.test(attr)) note(owner.name, inner);
    const change = owner?.kind === 'instance' ? methodChange(django, owner.model, attr) : undefined;
    if (owner?.kind === 'instance' && change !== undefined && (change.deletes || change.sets.length > 0)) note(owner.name, inner);
  }
  return found;
}));

/** A write of the round to the table that the query asks, which stands before it: what is read ahead of the loop lacks it. */
function writtenBefore(context: OrmContext, call: DatabaseCall, loop: Loop, calls: readonly DatabaseCall[]): PythonNode | undefined {
  const write = writeOf(context, call, loop, calls);
  return write !== undefined && mayFollow(context.module, call.node, write) ? write : undefined;
}

/** `filter(order=order)[:3]`: a query for all groups with a slice gives the first few of all. */
function isTopOfEach({ operation, queryset }: DatabaseCall): boolean {
  return operation === 'readMany' && queryset?.slice !== undefined;
}

/** `order.tags.set(…)`, and `order.tags.add(…)` of what belongs to this order alone: there is no shorter way to write that. */
function isOwnSelection({ method, call, queryset }: DatabaseCall, module: PyModule, loop: Loop): boolean {
  if (queryset?.related === undefined || !queryset.manager || call?.func.nodeType !== 'Attribute') return false;
  if (method === 'set') return true;
  const variant = variantNames(module, loop);
  const innermost = loopsAround(module, call).find((around) => isLoop(around));
  const ownLoop = innermost !== undefined && isLoop(innermost) && innermost.node !== loop.node && !mentions(call.func, variantNames(module, innermost));
  return !ownLoop && mentions(call.func, variant) && call.args.some((argument) => mentions(argument, variant));
}

/** What is read in the loop isn't what a name outside of it holds already. */
function readsFresh(context: OrmContext, { node, queryset, method }: DatabaseCall, loop: Loop): boolean {
  const { module } = context;
  if (queryset === undefined) return true;
  if ((method === 'iterate' || node.nodeType === 'Subscript') && isKeptByObject(context, sourceIn(node), loop)) return false;
  const owner = queryset.related?.owner.row?.queryset;
  const field = queryset.related?.field;
  const path = field === undefined ? [] : [...(queryset.related?.owner.path ?? []), field];
  const plain = queryset.calls.every(({ name }) => name === 'all');
  if (owner !== undefined && plain) {
    // iterating over `order.items.all()` is a relation that is read, which is another rule's
    if (method === 'iterate') return false;
    // an index or a slice of what was prefetched is answered from memory, as a count is
    if ((['count', 'exists'].includes(method) || node.nodeType === 'Subscript') && (isLoaded(owner, path) || owner.model === undefined)) return false;
  }
  const inside = module.contains(loop.node, queryset.base.node) || (loop.comprehension !== undefined && module.contains(loop.comprehension, queryset.base.node));
  // a queryset that was made before the loop is read once and remembers its rows
  return inside || (method !== 'iterate' && node.nodeType !== 'Subscript') || sourceIn(node).nodeType === 'Call';
}

/** `self.orders`, which a method has set before or a cached property gives: one queryset, which remembers its rows. */
function isKeptByObject(context: OrmContext, source: ExprNode, { node: loop }: Loop): boolean {
  const owner = source.nodeType === 'Attribute' ? valueOf(context, source.value) : undefined;
  if (source.nodeType !== 'Attribute' || owner?.kind !== 'self') return false;
  const method = context.django.method({ module: context.module, node: owner.node }, source.attr);
  if (method !== undefined) return !isPlainProperty(method);
  return !setsOfSelf(loop).has(source.attr);
}

/**
 * `filter(pk__in=page)` with the loop's own variable, or a write by a list that the round has made or is handed with its key (`for owner, keys in
 * groups.items()`): it takes many rows already.
 */
function isBatchOf(module: PyModule, { queryset, call, operation }: DatabaseCall, loop: Loop): boolean {
  const calls = [...(queryset === undefined ? [] : callsOf(queryset, 'filter', 'exclude').map((one) => one.node)), ...(call === undefined ? [] : [call])];
  const target = loop.target.nodeType === 'Name' ? loop.target.id : undefined;
  const isWriteByList = isWrite(operation) && queryset !== undefined && (target !== undefined || isGroups(loop));
  const made = isWriteByList ? variantNames(module, loop) : new Set<string>();
  const isList = (value: ExprNode): boolean => (target !== undefined && holderOf(value) === target) || (value.nodeType === 'Name' && made.has(value.id));
  return calls.some(({ keywords }) => keywords.some(({ arg, value }) => arg?.endsWith('__in') === true && isList(value)));
}

/** `for owner, keys in groups.items()` */
function isGroups({ target, iter }: Loop): boolean {
  return target.nodeType === 'Tuple' && iter.nodeType === 'Call' && lastName(iter.func) === 'items' && iter.args.length === 0;
}

/** `page` of `page`, `page[1:]`. */
function holderOf(node: ExprNode): string | undefined {
  const at = node.nodeType === 'Subscript' && node.slice.nodeType === 'Slice' ? node.value : node;
  return at.nodeType === 'Name' ? at.id : undefined;
}

/** Between the call and the loop over rows lies a loop over chunks, pages or retries. */
function inBatchLoop(module: PyModule, node: PythonNode, loop: Loop): boolean {
  for (const between of loopsAround(module, node)) {
    if (isLoop(between) && between.node === loop.node) return false;
    if (isLoop(between) && namesPiece(`${module.source(between.target)} ${module.source(between.iter)}`)) return true;
  }
  return false;
}

/** `.using(alias)` with an alias of the loop: each turn asks another database. */
function isForeignDatabase(module: PyModule, { queryset, call }: DatabaseCall, loop: Loop): boolean {
  const variant = variantNames(module, loop);
  const using = queryset === undefined ? [] : callsOf(queryset, 'using', 'db_manager').map(({ node }) => node);
  return using.some((node) => node.args.some((argument) => mentions(argument, variant))) || call?.keywords.some(({ arg, value }) => arg === 'using' && mentions(value, variant)) === true;
}

/** `.iterator()` says that there are too many to hold: reading them parent by parent is the point. */
function isStream({ queryset, operation }: DatabaseCall): boolean {
  return operation === 'readMany' && queryset !== undefined && callsOf(queryset, 'iterator', 'aiterator').length > 0;
}

/** The row itself is read again, or looked up whether it is still there: the loop takes long and wants to know the latest. */
function isRecheck(context: OrmContext, { method, queryset, call }: DatabaseCall): boolean {
  if (method === 'refresh_from_db') return true;
  if (queryset?.model === undefined || (method !== 'get' && method !== 'exists')) return false;
  const calls = [...callsOf(queryset, 'filter').map(({ node }) => node), ...(call === undefined ? [] : [call])];
  return calls.some(({ keywords }) =>
    keywords.some(({ arg, value }) => {
      if ((arg !== 'pk' && arg !== 'id') || value.nodeType !== 'Attribute' || (value.attr !== 'pk' && value.attr !== 'id')) return false;
      const row = valueOf(context, value.value);
      return row?.kind === 'instance' && row.model === queryset.model && row.path.length === 0 && row.row !== undefined;
    }),
  );
}

/** Rows are locked one by one in a fixed order on purpose. */
function isLock({ queryset }: DatabaseCall): boolean {
  return queryset !== undefined && callsOf(queryset, 'select_for_update').length > 0;
}
