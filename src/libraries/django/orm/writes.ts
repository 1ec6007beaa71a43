import { enumerated, type Remedy } from '../../../model/text.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, For, PythonNode } from '../../../python/nodes.ts';
import { scopeOf, usesIn } from '../../../python/syntax/bindings.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import { follows } from '../../../python/syntax/order.ts';
import { type Loop, mentions } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { argumentsOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { managersMethod } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { callsOf, type Instance, isRefining, type Queryset } from '../querysets/queryset.ts';
import { dottedText } from '../values/name-values.ts';
import { isKnownAgain } from '../models/uniqueness.ts';
import { type OrmContext, querysetOf } from '../values/values.ts';
import { canUpsert, copiesRow, isChild, keysBack, parentOf, unseenClasses, unseenParent } from './bulk.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';
import { type ChangedFields, changedFields } from './changed-fields.ts';
import { backField, conditionsOf, filterForAll, isKey, lookupOf, rootOf, valuesOfRow } from './lookups.ts';
import { managerName } from './manager-scope.ts';
import { keywordsIn, variantNamesAt } from './reads.ts';
import { adviseRelation } from './relation-writes.ts';
import { leavesBefore, sameValues } from './same-values.ts';
import { isKeptBehind } from './saving.ts';
import { isStreamed, type RowLoop } from './scopes.ts';
import { savingHooks } from './signals.ts';
import { writeInside } from './staying-writes.ts';
import { outerKeysOf } from './text-keys.ts';

/** What to write instead of a write that runs once per row. */
export interface WriteAdvice {
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

export function adviseWrite(context: OrmContext, call: DatabaseCall, rows: RowLoop): WriteAdvice {
  switch (call.method) {
    case 'save':
      return adviseSave(context, call, rows);
    case 'delete':
      return call.instance === undefined ? { advice: adviseDeleteQuery(context.module, call, rows), remedies: [] } : adviseDelete(context, call, rows);
    case 'create':
    case 'get_or_create':
    case 'update_or_create':
      return { advice: adviseCreate(context, call, rows), remedies: [] };
    case 'update':
      return { advice: adviseUpdate(context.module, call, rows), remedies: [] };
    default:
      return { advice: adviseRelation(context, call, rows), remedies: [] };
  }
}

function adviseSave(context: OrmContext, write: DatabaseCall, rows: RowLoop): WriteAdvice {
  const { instance, call } = write;
  const { django, module } = context;
  const model = instance?.model;
  const manager = `${managerOfRows(context, instance, rows)}${usingText(module, call)}`;
  const fields = call === undefined ? UNKNOWN_FIELDS : changedFields(context, call, rows, model);
  if (instance?.unsaved === true || copiesRow(context, call, rows, model)) return { advice: `Collect the new objects in a list and insert them together: \`${manager}bulk_create(objects)\`${refusedIf(context, model)}${losing(django, model, 'save')}.${keysWanted(context, write, rows, model)}`, remedies: [] };
  const same = call === undefined || instance === undefined ? undefined : sameValues(context, call, rows, model);
  if (same === undefined || call === undefined || instance === undefined) return { advice: adviseBulkUpdate(django, manager, model, fields, rows), remedies: [] };
  const hooks = losing(django, model, 'update', fields);
  const update = `update(${same.assignments})`;
  const chain = same.always && isRowOf(instance, rows) && usingText(module, call) === '' ? chainOf(context, rows) : undefined;
  const { loop } = rows;
  const isWhole = same.alone && loop.node.nodeType === 'For';
  // beside a loop that stays, the queryset is asked twice: what it looks for must not be what is written
  const isAskedAgain = !isWhole && filtersBy(rows.queryset, fields.names);
  if (chain === undefined || isAskedAgain) return { advice: `Every row gets the same values: collect the keys in the loop and write \`${shorten(`${manager}filter(pk__in=…).${update}`)}\` behind it${hooks}.`, remedies: [] };
  if (!isWhole) return { advice: `Every row gets the same values: write \`${shorten(`${chain}.${update}`)}\` once instead of \`${dottedText(call.func)}()\`${hooks}.`, remedies: [] };
  const advice = `Every row gets the same values: write \`${shorten(`${chain}.${update}`)}\` instead of the loop${hooks}.`;
  const title = `Replace the loop by one \`update()\``;
  const again = readAgain(module, loop.node);
  if (again !== undefined) return { advice: `${advice.slice(0, -1)}; ${again}, so take what is needed of it first (\`update()\` returns the number of rows).`, remedies: [] };
  const edits = [{ span: module.range(loop.node), text: `${chain}.${update}` }];
  return { advice, remedies: isReplaceable(module, loop.node) && call.args.length === 0 ? [{ title, edits, safety: { changes: changesOf(django, model, fields) } }] : [] };
}

/** A condition of the queryset is on one of these fields. */
function filtersBy(queryset: Queryset | undefined, names: readonly string[]): boolean {
  const asked = conditionsOf(queryset).flatMap(({ node }) => keywordsIn(node)).flatMap(({ arg }) => arg ?? []);
  return asked.some((path) => names.some((name) => path === name || path === `${name}_id` || path.startsWith(`${name}__`)));
}

/** The object is the row itself, not something that hangs on it. */
function isRowOf(instance: Instance, { loop }: RowLoop): boolean {
  return instance.path.length === 0 && instance.row?.variable.node === loop.node;
}

/**
 * The text of the queryset over whose rows the loop runs, where `update()` and `delete()` may be called on it. What a function or
 * a name hands out as an iterator has neither.
 */
function chainOf(context: OrmContext, { loop, queryset }: RowLoop): string | undefined {
  if (queryset === undefined || loop.node.nodeType !== 'For' || loop.node.orelse.length > 0 || loop.target.nodeType !== 'Name') return undefined;
  const { iter } = loop;
  const source = iter.nodeType === 'Call' && iter.func.nodeType === 'Attribute' && iter.func.attr === 'iterator' ? iter.func.value : iter;
  const value = querysetOf(context, source);
  if (value === undefined || !isUpdatable(value)) return undefined;
  const text = context.module.source(source);
  return ['Name', 'Attribute', 'Call'].includes(source.nodeType) ? text : `(${text})`;
}

/** The loop's text can be replaced: no comment is lost, and what it runs over is plainly a queryset. */
function isReplaceable(module: PyModule, loop: For): boolean {
  const { iter } = loop;
  const isChain = iter.nodeType === 'Name' || (iter.nodeType === 'Call' && iter.func.nodeType === 'Attribute');
  return isChain && !hasComment(module, loop);
}

/** `using("replica").` of `order.save(using="replica")`. */
function usingText(module: PyModule, call: Call | undefined): string {
  const using = call?.keywords.find(({ arg }) => arg === 'using')?.value;
  return using === undefined ? '' : `using(${module.source(using)}).`;
}

const UNKNOWN_FIELDS: ChangedFields = { names: [], assigned: [], complete: false, given: false };

/** A list of fields that leaves one out would lose its change without a word: none is named where one may be missing. */
function adviseBulkUpdate(django: DjangoProject, manager: string, model: DjangoModel | undefined, fields: ChangedFields, rows: RowLoop): string {
  const { names, complete } = fields;
  const list = names.length === 0 || !complete ? '[…]' : `[${names.map((field) => `"${field}"`).join(', ')}]`;
  const every = complete ? '' : ' with every field that the loop changes, those that its calls change too';
  const hooks = losing(django, model, 'save');
  const dates = renewedBy(django, model, fields);
  const renewed = dates.length === 0 ? '' : `; set ${named(dates)} in the loop and list ${dates.length === 1 ? 'it' : 'them'} too, which \`bulk_update()\` doesn't renew`;
  if (isStreamed(rows)) return `Change the objects in the loop and write every few hundred of them together: \`${manager}bulk_update(batch, ${list})\`${every}${hooks}${renewed}.`;
  return `Change the objects in the loop and write them together after it: \`${manager}bulk_update(objects, ${list})\`${every}${hooks}${renewed}.`;
}

/** A base that isn't there to read may have a table of its own. */
function refusedIf(context: OrmContext, model: DjangoModel | undefined): string {
  const parent = unseenParent(context, model);
  return parent === undefined ? '' : `, which Django refuses if \`${parent}\` has a table of its own`;
}

function named(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** `Order.objects.`; nothing where the model isn't known, and where it is abstract, which refuses (db/models/manager.py, `ManagerDescriptor`). */
function managerText({ django }: OrmContext, name: string | undefined, model: DjangoModel | undefined): string {
  return name === undefined || model?.abstract === true ? '' : `${name}.${managerName(django, model)}.`;
}

/** The manager by which the rows were found, which another one may leave out: `Order.archived.`, `cls.objects.` in a method of the model's class. */
function managerOfRows(context: OrmContext, instance: Instance | undefined, rows: RowLoop): string {
  const root = instance !== undefined && isRowOf(instance, rows) ? rootOf(rows.queryset, variantNamesAt(context.module, rows.loop.node, rows.loop)) : undefined;
  return root !== undefined && /^(?:[A-Z]\w*|cls)\.[a-z_]\w*$/.test(root) ? `${root}.` : managerText(context, instance?.name, instance?.model);
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 90 ? line : `${line.slice(0, line.lastIndexOf('(', 60) + 1)}…)`;
}

/** What a bulk call leaves out, as a clause. */
function losing(django: DjangoProject, model: DjangoModel | undefined, kind: 'save' | 'update', fields = UNKNOWN_FIELDS): string {
  const hooks = model === undefined ? [] : savingHooks(django, model);
  const known = hooks.length > 0 ? `; mind that it skips ${hooks.join(' and ')}` : ' (skips `save()` and signals)';
  const dates = kind === 'update' ? renewedBy(django, model, fields) : [];
  return known + (dates.length > 0 ? `; set ${named(dates)} as well, which only \`save()\` renews` : '');
}

function changesOf(django: DjangoProject, model: DjangoModel | undefined, fields: ChangedFields): string {
  const hooks = model === undefined ? [] : savingHooks(django, model);
  const dates = renewedBy(django, model, fields);
  const left = [...(hooks.length > 0 ? hooks : ['`save()` and signals']), ...(dates.length > 0 ? [`the renewal of ${named(dates)}`] : [])];
  return `skips ${left.join(' and ')}`;
}

/** Dates that the save renews, with `update_fields` those among them, and that the loop doesn't set itself. What an `update()` of the project sets besides isn't known. */
function renewedBy(django: DjangoProject, model: DjangoModel | undefined, { names, assigned, given }: ChangedFields): string[] {
  if (model !== undefined && managersMethod(django, model, 'update') !== undefined) return [];
  return autoNowFields(model).filter((name) => !assigned.includes(name) && (!given || names.includes(name)));
}

function autoNowFields(model: DjangoModel | undefined): string[] {
  return [...(model?.forward.values() ?? [])].filter(({ renewed }) => renewed).map(({ name }) => name);
}

/**
 * The loop fills the queryset's cache, from which a later `len(queryset)` or a second loop reads. Behind an `update()` or
 * `delete()` the same asks the database anew, which may find other rows by then. As a clause, or undefined.
 */
function readAgain(module: PyModule, loop: For): string | undefined {
  const { iter } = loop;
  if (iter.nodeType !== 'Name') return undefined;
  for (const node of usesIn(scopeOf(module, iter)).get(iter.id) ?? []) {
    if (!follows(node, loop) || node.ctx.nodeType === 'Store' || !reaching(module, node, node.id).some((binding) => reaching(module, iter, iter.id).includes(binding))) continue;
    return `\`${iter.id}\` is read again on line ${String(module.line(node))} and would then ask the database for what is left`;
  }
  return undefined;
}

/** The text of the node with a comment in it would lose the comment. */
function hasComment(module: PyModule, node: For): boolean {
  return /(^|[^"'\w])#[^"'\n]*$/m.test(module.source(node));
}

/**
 * `update()` needs an unsliced queryset of whole rows, neither combined nor made distinct nor turned into an iterator. What a method
 * gives that isn't there to read may be any of these.
 */
function isUpdatable(queryset: Queryset): boolean {
  if (queryset.shape !== 'instances' || queryset.slice !== undefined || (queryset.loads.unknown && queryset.calls.some(({ name }) => !isRefining(name)))) return false;
  return callsOf(queryset, 'union', 'intersection', 'difference', 'distinct', 'raw', 'iterator', 'aiterator').length === 0;
}

const MAKES = /^a?(?:save|create|get_or_create|update_or_create|bulk_create|update|bulk_update)$/;

const makesRows = oncePer(({ body }: Loop): boolean => {
  for (const node of walk(body)) if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && MAKES.test(node.func.attr)) return true;
  return false;
});

function adviseDelete(context: OrmContext, write: DatabaseCall, rows: RowLoop): WriteAdvice {
  const { instance, call } = write;
  const { module } = context;
  const { loop } = rows;
  const using = usingText(module, call);
  const own = ownDelete(context, write);
  const [only] = loop.node.nodeType === 'For' ? loop.node.body : [];
  const whole = loop.node.nodeType === 'For' && loop.node.body.length === 1 && only?.nodeType === 'Expr' && only.value === call;
  const chain = whole && instance !== undefined && isRowOf(instance, rows) ? chainOf(context, rows) : undefined;
  // rows that the loop makes may be among those that the queryset finds behind it
  const behind = chain === undefined && !makesRows(loop) && writeInside(context, loop) === undefined && isEachDeleted(module, call, rows) && instance !== undefined && isRowOf(instance, rows) ? chainOf(context, rows) : undefined;
  if (behind !== undefined) return { advice: `Write \`${shorten(`${behind}.${using}delete()`)}\` once behind the loop: it sends the delete signals as well${own}.`, remedies: [] };
  if (chain === undefined || loop.node.nodeType !== 'For') return { advice: `Delete them together: \`${managerOfRows(context, instance, rows)}${using}filter(pk__in=…).delete()\`${isStreamed(rows) ? ' for every few hundred rows' : ''}, which sends the delete signals as well${own}.`, remedies: [] };
  const text = `${chain}.${using}delete()`;
  const advice = `Write \`${shorten(text)}\` instead of the loop: it sends the delete signals as well${own}`;
  const remedy: Remedy = { title: 'Replace the loop by one `delete()`', edits: [{ span: module.range(loop.node), text }], safety: { changes: 'collects all rows before it deletes; skips an overridden `delete()`' } };
  const again = readAgain(module, loop.node);
  if (again !== undefined) return { advice: `${advice}; ${again}, so take what is needed of it first.`, remedies: [] };
  return { advice: `${advice}.`, remedies: isReplaceable(module, loop.node) ? [remedy] : [] };
}

/** The call stands in the loop's own block, behind no way out of the round. */
function isEachDeleted(module: PyModule, call: Call | undefined, { loop }: RowLoop): boolean {
  const statement = call === undefined || loop.node.nodeType !== 'For' ? undefined : loop.node.body.find((one) => one.nodeType === 'Expr' && one.value === call);
  return statement !== undefined && loop.node.nodeType === 'For' && !leavesBefore(loop.node.body, statement);
}

/** A class that isn't there to read may have a `delete()` of its own, which a queryset's doesn't call. As a clause. */
function ownDelete(context: OrmContext, write: DatabaseCall): string {
  const unseen = unseenClasses(context, write);
  return unseen.length === 0 ? '' : `, but skips a \`delete()\` that ${unseen.map((name) => `\`${name}\``).join(' or ')} may have`;
}

/** `Order.objects.filter(customer=row).delete()`: one call for all rows, with the conditions that there are. */
function adviseDeleteQuery(module: PyModule, write: DatabaseCall, { loop }: RowLoop): string {
  return `Delete them together: ${forAll(write, variantNamesAt(module, write.node, loop), 'delete()')}, which sends the delete signals as well.`;
}

/**
 * One call of the queryset for the rows of all rounds. Two fields that vary together are no two lists: each of one would meet each
 * of the other.
 */
function forAll(write: DatabaseCall, variant: ReadonlySet<string>, action: string): string {
  const lookup = lookupOf(write, variant);
  const { from, fields, listable } = lookup;
  const { filter, kept } = filterForAll(lookup);
  if (listable && fields.length === 1) return `\`${from}.${filter}.${action}\`${kept}`;
  return `join the conditions of all rounds with \`|\` to one \`Q\`, then \`${from}.filter(…).${action}\``;
}

function adviseCreate(context: OrmContext, write: DatabaseCall, rows: RowLoop): string {
  const { loop } = rows;
  const { module, django } = context;
  const { method, queryset } = write;
  const model = queryset?.model;
  const variant = variantNamesAt(module, write.node, loop);
  const manager = managerText(context, modelNameOf(write), model);
  const linked = linking(module, write, variant);
  const hooks = `${refusedIf(context, model)}${losing(django, model, 'save')}`;
  if (method === 'create') return `Collect the objects in a list and insert them together: \`${manager}bulk_create(objects)\`${linked}${hooks}.${keysWanted(context, write, rows, model)}`;
  const lookup = lookupOf(write, variant);
  const { from, fields, listable } = lookup;
  const { filter, kept } = filterForAll(lookup);
  const asText = outerKeysOf(module, write, variant);
  const compared = asText === undefined ? '' : ` Compare the keys as text, by \`str(…)\`: the keys here ${asText === 'text' ? 'are' : 'may be'} text.`;
  const once = isEachOnce(write, rows, variant) ? '' : ', each once,';
  const single = isChild(model) ? `, and create only the missing ones, which Django inserts one by one because a part of each lies in the table of \`${parentOf(model) ?? ''}\`` : undefined;
  if (method === 'get_or_create') {
    // a conflict is known by a constraint alone, and rows that are skipped for it have no keys
    const ignoring = isKnownAgain(model, foundBy(write)) && module.parent(write.node)?.nodeType === 'Expr';
    return `Read the existing ones with one \`${related(queryset) ? `${from}.` : ''}${listable ? 'filter(…__in=…)' : filter}\`${kept}${single ?? `${kept === '' ? '' : ','} and insert the missing ones${once} with \`${manager}bulk_create(objects${ignoring ? ', ignore_conflicts=True' : ''})\`${linked}${hooks}`}.${compared}`;
  }
  const isByKey = fields.length === 1 && isKey(fields[0]);
  const isByConstraint = !isByKey && !related(queryset) && write.call?.keywords.every(({ arg }) => arg !== undefined) === true && canUpsert(context, model, foundBy(write)) && setsAlike(module, write, loop);
  // an insert comes first, which fails where the defaults leave out a column that must be given, or no constraint knows the row again
  if (isByConstraint) return `Write them together${once.replace(/,$/, '')}: \`${manager}bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=[${foundBy(write).map((field) => `"${field}"`).join(', ')}])\`${hooks}.`;
  const read = isByKey && listable ? `\`${from}.in_bulk(…)\`` : `one \`${from}.${filter}\``;
  const keyed = listable && kept !== '' && !isByKey && fields.length > 0 ? `, into a dictionary by ${enumerated(fields.map((field) => `\`${field}\``))}` : '';
  return `Read the rows before the loop with ${read}${kept}${keyed}, write what changes with \`${manager}bulk_update(objects, […])\`${single ?? ` and the missing ones${once} with \`${manager}bulk_create(objects)\`${linked}`}${single === undefined ? hooks : losing(django, model, 'save')}.${compared}`;
}

/** What is kept of the new rows may be used by their keys. */
function keysWanted(context: OrmContext, write: DatabaseCall, { loop }: RowLoop, model: DjangoModel | undefined): string {
  return isKeptBehind(context.module, write, loop) ? keysBack(context, model) : '';
}

/** No two rounds look for the same row: it is found by the row of the loop itself, or by the key of a dictionary. */
function isEachOnce(write: DatabaseCall, { loop, queryset }: RowLoop, variant: ReadonlySet<string>): boolean {
  const { target, iter } = loop;
  const ofItems = iter.nodeType === 'Call' && iter.func.nodeType === 'Attribute' && iter.func.attr === 'items' && target.nodeType === 'Tuple' ? target.elts[0] : undefined;
  const key = queryset === undefined ? ofItems : target;
  return key?.nodeType === 'Name' && valuesOfRow(write, variant).some((value) => {
    const row = value?.nodeType === 'Attribute' && isKey(value.attr) ? value.value : value;
    return row?.nodeType === 'Name' && row.id === key.id && (row === value || queryset !== undefined);
  });
}

function related(queryset: Queryset | undefined): boolean {
  return queryset?.related !== undefined;
}

/** Every round sets the same fields: one list of those to update would set others of the rows that are there to what a new row has. */
function setsAlike(module: PyModule, { call }: DatabaseCall, { body }: Loop): boolean {
  const defaults = call?.keywords.find(({ arg }) => arg === 'defaults')?.value;
  if (defaults?.nodeType === 'Dict') return defaults.keys.every((key) => key != null);
  if (defaults?.nodeType !== 'Name') return defaults === undefined;
  const name = defaults.id;
  const isIt = (value: PythonNode): boolean => value.nodeType === 'Name' && value.id === name;
  const isFilled = [...walk(body)].some((inner) => (inner.nodeType === 'Subscript' && inner.ctx.nodeType === 'Store' && isIt(inner.value)) || (inner.nodeType === 'Call' && inner.func.nodeType === 'Attribute' && isIt(inner.func.value)));
  return !isFilled && soleValue(module, defaults, name)?.nodeType === 'Dict';
}

/** The fields by which `update_or_create` finds its row, whether the row decides them or not. */
function foundBy({ call }: DatabaseCall): readonly string[] {
  return (call?.keywords ?? []).flatMap(({ arg }) => (arg === undefined || arg === 'defaults' || arg === 'create_defaults' ? [] : [arg]));
}

/** What a related manager's `create()` does besides: it sets the key to its owner, or writes the row of the table between. As a clause. */
function linking(module: PyModule, { queryset, call }: DatabaseCall, variant: ReadonlySet<string>): string {
  if (queryset?.related === undefined) return '';
  const { owner, field: name } = queryset.related;
  const field = owner.model?.fields.get(name);
  const manager = call?.func.nodeType === 'Attribute' ? call.func.value : undefined;
  const text = manager === undefined ? name : module.source(manager).replaceAll(/\s+/g, ' ');
  if (field?.kind === 'many-to-many') return manager !== undefined && !mentions(manager, variant) ? ` and link them with \`${text}.add(*objects)\`` : ` and the rows that link them with \`${owner.name ?? 'Model'}.${name}.through.objects.bulk_create(…)\``;
  const key = backField(field);
  const [, of] = /^(.*)\.\w+$/.exec(text) ?? [];
  return key === undefined || of === undefined ? ', each with its owner set' : `, each with \`${key}=${of}\``;
}

function adviseUpdate(module: PyModule, write: DatabaseCall, { loop }: RowLoop): string {
  const { call, queryset } = write;
  const variant = variantNamesAt(module, write.node, loop);
  const same = call !== undefined && argumentsOf(call).every((value) => !mentions(value, variant));
  if (same) return `Every row gets the same values: ${forAllUpdates(write, variant)}.`;
  const lookup = lookupOf(write, variant);
  const { from, fields, more } = lookup;
  const { filter, kept } = filterForAll(lookup);
  const manager = queryset?.name === undefined ? '' : `${from}.`;
  const list = call?.keywords.map(({ arg }) => (arg === undefined ? undefined : `"${arg}"`)) ?? [];
  const bulk = `\`${manager}bulk_update(objects, [${list.length > 0 && list.every((field) => field !== undefined) ? list.join(', ') : '…'}])\``;
  if (!more && fields.length === 1 && isKey(fields[0])) return `Change the objects in the loop and write them together after it: ${bulk}.`;
  return `Read the rows before the loop with \`${manager}${filter}\`${kept}, change them in the loop and write them together after it: ${bulk}.`;
}

function forAllUpdates(write: DatabaseCall, variant: ReadonlySet<string>): string {
  const text = forAll(write, variant, 'update(…)');
  return text.startsWith('join') ? text : `collect the keys and write ${text.replace(/`(?=,|$)/, '` once')}`;
}
