import type { Remedy } from '../../../model/text.ts';
import type { Call, ExprNode, For, StmtNode } from '../../nodes.ts';
import { follows, reaching, scopeOf } from '../../syntax/flow.ts';
import { isLoop, loopsAround, mentions, variantNames } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import type { DjangoModel } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { callsOf, type Instance, type Queryset } from '../queryset.ts';
import { type OrmContext, querysetOf } from '../values.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';
import { type ChangedFields, changedFields } from './changed-fields.ts';
import { lookupField, managerOf, variantNamesAt } from './reads.ts';
import { isStreamed, type RowLoop } from './scopes.ts';
import { savingHooks } from './signals.ts';

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
      return adviseDelete(context, call, rows);
    case 'create':
    case 'get_or_create':
    case 'update_or_create':
      return { advice: adviseCreate(context.django, call), remedies: [] };
    case 'update':
      return { advice: adviseUpdate(context.module, call, rows), remedies: [] };
    default:
      return { advice: adviseRelation(context.module, call, rows), remedies: [] };
  }
}

function adviseSave(context: OrmContext, { instance, call }: DatabaseCall, rows: RowLoop): WriteAdvice {
  const manager = managerText(instance?.name);
  const fields = call === undefined ? UNKNOWN_FIELDS : changedFields(context.module, call, rows, instance?.model);
  if (instance?.unsaved === true || fields.names.some((field) => field === 'pk' || field === 'id')) return { advice: `Collect the new objects in a list and insert them together: \`${manager}bulk_create(objects)\`${losing(context.django, instance?.model, 'save')}.`, remedies: [] };
  const body = call === undefined || instance === undefined ? undefined : updateBody(context, call, instance, rows);
  if (body === undefined) return { advice: adviseBulkUpdate(context.django, manager, instance?.model, fields, rows), remedies: [] };
  const update = `update(${body.assignments})`;
  const advice = `Every row gets the same values: write \`${shorten(`${body.queryset}.${update}`)}\` instead of the loop${losing(context.django, instance?.model, 'update')}.`;
  const title = `Replace the loop by one \`update()\``;
  const again = readAgain(context.module, body.loop);
  if (again !== undefined) return { advice: `${advice.slice(0, -1)}; ${again}, so take what is needed of it first (\`update()\` returns the number of rows).`, remedies: [] };
  const edits = [{ span: context.module.range(body.loop), text: `${body.queryset}.${update}` }];
  return { advice, remedies: body.editable ? [{ title, edits, safety: { changes: changesOf(context.django, instance?.model) } }] : [] };
}

const UNKNOWN_FIELDS: ChangedFields = { names: [], complete: false, given: false };

/** A list of fields that leaves one out would lose its change without a word: none is named where one may be missing. */
function adviseBulkUpdate(django: DjangoProject, manager: string, model: DjangoModel | undefined, { names, complete, given }: ChangedFields, rows: RowLoop): string {
  const list = names.length === 0 || !complete ? '[…]' : `[${names.map((field) => `"${field}"`).join(', ')}]`;
  const every = complete ? '' : ' with every field that the loop changes, those that its calls change too';
  const hooks = losing(django, model, 'save');
  const dates = autoNowFields(model).filter((name) => !given || names.includes(name));
  const renewed = dates.length === 0 ? '' : `; set ${named(dates)} in the loop and list ${dates.length === 1 ? 'it' : 'them'} too, which \`bulk_update()\` doesn't renew`;
  if (isStreamed(rows)) return `Change the objects in the loop and write them batch by batch: \`${manager}bulk_update(batch, ${list})\`${every} for every few hundred rows${hooks}${renewed}.`;
  return `Change the objects in the loop and write them together behind it: \`${manager}bulk_update(objects, ${list})\`${every}${hooks}${renewed}.`;
}

function named(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** `Order.objects.`; nothing where the model isn't known. */
function managerText(name: string | undefined): string {
  return name === undefined ? '' : `${name}.objects.`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 90 ? line : `${line.slice(0, line.lastIndexOf('(', 60) + 1)}…)`;
}

/** What a bulk call leaves out, as a clause. */
function losing(django: DjangoProject, model: DjangoModel | undefined, kind: 'save' | 'update'): string {
  const hooks = model === undefined ? [] : savingHooks(django, model);
  const known = hooks.length > 0 ? `; mind that it skips ${hooks.join(' and ')}` : ' (skips `save()` and signals)';
  const dates = kind === 'update' ? autoNowFields(model) : [];
  return known + (dates.length > 0 ? `; set ${dates.map((name) => `\`${name}\``).join(', ')} as well, which only \`save()\` renews` : '');
}

function changesOf(django: DjangoProject, model: DjangoModel | undefined): string {
  const hooks = model === undefined ? [] : savingHooks(django, model);
  const dates = autoNowFields(model);
  const left = [...(hooks.length > 0 ? hooks : ['`save()` and signals']), ...(dates.length > 0 ? [`the renewal of ${dates.map((name) => `\`${name}\``).join(', ')}`] : [])];
  return `skips ${left.join(' and ')}`;
}

function autoNowFields(model: DjangoModel | undefined): string[] {
  return [...(model?.forward.values() ?? [])].filter(({ renewed }) => renewed).map(({ name }) => name);
}

interface UpdateBody {
  readonly loop: For;
  readonly assignments: string;
  readonly queryset: string;
  readonly editable: boolean;
}

/** The loop does nothing but set the same values on every row and save it. */
function updateBody(context: OrmContext, save: Call, instance: Instance, { loop, queryset }: RowLoop): UpdateBody | undefined {
  const { module } = context;
  if (loop.node.nodeType !== 'For' || loop.target.nodeType !== 'Name' || loop.node.orelse.length > 0) return undefined;
  if (queryset === undefined || !isUpdatable(queryset) || querysetOf(context, loop.iter) === undefined || instance.path.length > 0 || instance.row?.variable.node !== loop.node) return undefined;
  const variant = variantNames(module, loop);
  const parts: string[] = [];
  const fields = new Set<string>();
  for (const statement of loop.node.body) {
    if (statement.nodeType === 'Expr' && statement.value === save) continue;
    const part = assignmentTo(module, statement, loop.target.id, variant, fields);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const text = module.source(loop.iter);
  // an iterator has no update(), and a list was read already
  const isChain = loop.iter.nodeType === 'Name' || loop.iter.nodeType === 'Attribute' || (loop.iter.nodeType === 'Call' && loop.iter.func.nodeType === 'Attribute' && loop.iter.func.attr !== 'iterator');
  const editable = isChain && save.args.length === 0 && !hasComment(module, loop.node) && loop.iter.nodeType !== 'Attribute';
  return parts.length === 0 ? undefined : { loop: loop.node, assignments: parts.join(', '), queryset: text.replace(/\.iterator\([^()]*\)$/, ''), editable };
}

/**
 * The loop fills the queryset's cache, from which a later `len(queryset)` or a second loop reads. Behind an `update()` or
 * `delete()` the same asks the database anew, which may find other rows by then. As a clause, or undefined.
 */
function readAgain(module: PyModule, loop: For): string | undefined {
  const { iter } = loop;
  if (iter.nodeType !== 'Name') return undefined;
  for (const node of walk(scopeOf(module, iter), { nested: true })) {
    if (node.nodeType !== 'Name' || node.id !== iter.id || !follows(node, loop) || node.ctx.nodeType === 'Store' || !reaching(module, node, node.id).some((binding) => reaching(module, iter, iter.id).includes(binding))) continue;
    return `\`${iter.id}\` is read again in line ${String(module.line(node))} and would then ask the database for what is left`;
  }
  return undefined;
}

/** The text of the node with a comment in it would lose the comment. */
function hasComment(module: PyModule, node: For): boolean {
  return /(^|[^"'\w])#[^"'\n]*$/m.test(module.source(node));
}

/** `update()` needs an unsliced queryset of whole rows, neither combined nor made distinct on fields. */
function isUpdatable(queryset: Queryset): boolean {
  return queryset.shape === 'instances' && queryset.slice === undefined && callsOf(queryset, 'union', 'intersection', 'difference', 'distinct', 'raw').length === 0;
}

/** `row.field = value` as a keyword argument of `update()`, where the value is the same for every row. */
function assignmentTo(module: PyModule, statement: StmtNode, row: string, variant: ReadonlySet<string>, fields: Set<string>): string | undefined {
  if (statement.nodeType !== 'Assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  if (target?.nodeType !== 'Attribute' || target.value.nodeType !== 'Name' || target.value.id !== row) return undefined;
  if (mentions(statement.value, variant) || fields.has(target.attr) || !isPlain(statement.value)) return undefined;
  fields.add(target.attr);
  const text = module.source(statement.value);
  return `${target.attr}=${text}`;
}

/** Values that are the same at every evaluation: a call may count, draw or read the clock. */
function isPlain(value: ExprNode): boolean {
  for (const node of walk(value)) {
    if (node.nodeType === 'Call' && !/^(timezone\.now|now|datetime\.(datetime\.)?(now|utcnow)|date\.today|localdate|timezone\.localdate|datetime\.date\.today)$/.test(dotted(node.func))) return false;
    if (node.nodeType === 'Await' || node.nodeType === 'Yield' || node.nodeType === 'NamedExpr') return false;
  }
  return true;
}

function dotted(node: ExprNode): string {
  return node.nodeType === 'Attribute' ? `${dotted(node.value)}.${node.attr}` : node.nodeType === 'Name' ? node.id : '';
}

function adviseDelete(context: OrmContext, { instance, queryset, call }: DatabaseCall, rows: RowLoop): WriteAdvice {
  const { module } = context;
  const name = instance?.name ?? queryset?.name;
  const manager = managerText(name);
  const { loop } = rows;
  const [only] = loop.node.nodeType === 'For' ? loop.node.body : [];
  const whole = loop.node.nodeType === 'For' && loop.node.body.length === 1 && only?.nodeType === 'Expr' && only.value === call && loop.node.orelse.length === 0;
  const direct = instance?.path.length === 0 && instance.row?.variable.node === loop.node;
  if (!whole || !direct || rows.queryset === undefined || !isUpdatable(rows.queryset) || querysetOf(context, loop.iter) === undefined) {
    const field = queryset === undefined ? 'pk' : (lookupField({ queryset, call }, variantNamesAt(module, call ?? loop.node, loop)) ?? 'pk');
    return { advice: `Delete them together: \`${manager}filter(${field}__in=…).delete()\`, which sends the delete signals as well.`, remedies: [] };
  }
  const text = module.source(loop.iter).replace(/\.iterator\([^()]*\)$/, '');
  const isChain = loop.iter.nodeType === 'Name' || (loop.iter.nodeType === 'Call' && loop.iter.func.nodeType === 'Attribute' && loop.iter.func.attr !== 'iterator');
  const remedy: Remedy = { title: 'Replace the loop by one `delete()`', edits: [{ span: module.range(loop.node), text: `${text}.delete()` }], safety: { changes: 'collects all rows before it deletes; skips an overridden `delete()`' } };
  const again = readAgain(module, loop.node);
  if (again !== undefined) return { advice: `Write \`${shorten(`${text}.delete()`)}\` instead of the loop: it sends the delete signals as well; ${again}, so take what is needed of it first.`, remedies: [] };
  return { advice: `Write \`${shorten(`${text}.delete()`)}\` instead of the loop: it sends the delete signals as well.`, remedies: isChain && !hasComment(module, loop.node) ? [remedy] : [] };
}

function adviseCreate(django: DjangoProject, call: DatabaseCall): string {
  const { method, queryset } = call;
  const manager = managerText(modelNameOf(call));
  const model = queryset?.model;
  if (method === 'create') return `Collect the objects in a list and insert them together: \`${manager}bulk_create(objects)\`${losing(django, model, 'save')}.`;
  if (method === 'get_or_create') return `Read the existing ones with one \`filter(…__in=…)\` and insert the missing ones with \`${manager}bulk_create(objects, ignore_conflicts=True)\`${losing(django, model, 'save')}.`;
  // an insert comes first, which fails where the defaults leave out a column that must be given
  if (call.call?.keywords.some(({ arg }) => arg === 'pk' || arg === 'id') === true) return `Read the rows before the loop with \`${manager}in_bulk(…)\`, write what changes with \`${manager}bulk_update(objects, […])\` and the missing ones with \`${manager}bulk_create(objects)\`${losing(django, model, 'save')}.`;
  return `Write them together: \`${manager}bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=[…])\`${losing(django, model, 'save')}.`;
}

function adviseUpdate(module: PyModule, write: DatabaseCall, { loop }: RowLoop): string {
  const { call, queryset } = write;
  const variant = variantNamesAt(module, write.node, loop);
  const same = call !== undefined && [...call.args, ...call.keywords.map(({ value }) => value)].every((value) => !mentions(value, variant));
  const manager = queryset?.name === undefined ? '' : `${managerOf(write, variant)}.`;
  const field = lookupField({ queryset, call: undefined }, variant) ?? 'pk';
  return same ? `Every row gets the same values: collect the keys and write \`${manager}filter(${field}__in=…).update(…)\` once.` : `Change the objects in the loop and write them together behind it: \`${manager}bulk_update(objects, […])\`.`;
}

function adviseRelation(module: PyModule, { call, queryset, method }: DatabaseCall, { loop }: RowLoop): string {
  const field = queryset?.related?.field ?? 'relation';
  const owner = call?.func.nodeType === 'Attribute' ? call.func.value : undefined;
  const innermost = call === undefined ? undefined : loopsAround(module, call).find((around) => isLoop(around));
  const own = innermost !== undefined && isLoop(innermost) ? innermost : loop;
  const outer = owner !== undefined && !mentions(owner, variantNames(module, own));
  const text = owner === undefined ? field : module.source(owner).replaceAll(/\s+/g, ' ');
  if (outer) return `Collect them and write \`${text}.${method}(*objects)\` once.`;
  return `Write the rows of the table between together: \`${queryset?.related?.owner.name === undefined ? '' : `${queryset.related.owner.name}.`}${field}.through.objects.bulk_create(…, ignore_conflicts=True)\` (skips the \`m2m_changed\` signal).`;
}
