import { isSilencing, type Observation } from '../../../model/circumstance.ts';
import type { RelationRead } from '../../../model/query-call.ts';
import { enumerated, enumeratedNames, type Span } from '../../../model/text.ts';
import type { Attribute, Call, ExprNode } from '../../../python/nodes.ts';
import { isLoop, type Loop, loopsAround, loopsAt } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { argumentsOf } from '../../../python/syntax/static.ts';
import { anyTestOf } from '../../../python/syntax/truth.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { adviseClimbing, adviseCount, adviseExists, adviseMixed, joinUses, type Use, whyClimbing, whyMixed, whyOfModel } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { backFrom, queriesOf, sharedOwner, type SharedRows } from '../querysets/path-loads.ts';
import { isAnswer } from '../project/places.ts';
import { beginningsOf, branchesOf, covers, type Instance, isOnWay, type Queryset } from '../querysets/queryset.ts';
import { readsOfArgument, readsOfMember, type RowRead } from '../rows/row-reads.ts';
import { rowWrittenOut, serializersOf } from '../serializers/calls.ts';
import { mayAskForLess } from '../serializers/changing.ts';
import { writtenBy } from '../serializers/reads.ts';
import { nodesOf, type OrmContext, valueOf } from '../values/values.ts';
import { databaseCalls } from './calls.ts';
import { observeRelation } from './circumstances.ts';
import { type Advised, isPrefetching, loadRemedies, placeOf } from './eager-remedy.ts';
import { assignedPaths, givenLater } from './given-later.ts';
import { runsOf } from './handed.ts';
import { functionGiven } from './helpers.ts';
import { KeptReads } from './kept-reads.ts';
import { keyInstead } from './key-instead.ts';
import { conditionsOf } from './lookups.ts';
import { type RowLoop, rowLoop } from './scopes.ts';

/** One relation that is followed from a loop's row. */
export interface Followed {
  readonly node: ExprNode;
  readonly field: DjangoField;
  readonly path: readonly string[];
  /** A to-many relation or a generic foreign key lies on the path: only `prefetch_related` can load it. */
  readonly many: boolean;
  /** The property or method of the model that follows it, or the function that is given the row: `Loan.reader_name`, `describe`. */
  readonly through: string | undefined;
  readonly use: Use;
  /** That property or method sends further queries for the relation. */
  readonly mixed: boolean;
  /** That property, method or function goes on from there, level by level of a tree. */
  readonly climbs?: boolean;
  /** What follows it does more for the row than that. */
  readonly works?: boolean;
}

/** Relations that loops read row by row although their rows were loaded without them. */
export function readLoopRelations(context: OrmContext): RelationRead[] {
  const found: RelationRead[] = [];
  const kept = new KeptReads(context);
  for (const loop of nodesOf(context).flatMap((node) => loopsAt(node))) {
    const rows = rowLoop(context, loop);
    if (rows?.queryset?.model === undefined || rows.queryset.shape !== 'instances') continue;
    const { queryset } = rows;
    found.push(...readsOf(context, rows, queryset, kept));
    for (const branch of branchesOf(queryset)) if (branch.base.module === context.module) found.push(...readsOf(context, rows, branch, kept, (one) => isEachRound(context, loop, one) && queriesOf(context.django, queryset, one.path).length === 0));
  }
  return found;
}

/** Every round comes to it, whatever decided of which of several chains the rows are. */
function isEachRound({ module }: OrmContext, loop: Loop, { node }: Followed): boolean {
  for (const inner of walk(loop.body)) if (inner.nodeType === 'Continue' || inner.nodeType === 'Break' || inner.nodeType === 'Return') return false;
  for (let at = module.parent(node); at !== undefined && at !== loop.node; at = module.parent(at)) if (CHOOSING.has(at.nodeType)) return false;
  return loop.comprehension === undefined || loop.comprehension.generators.every(({ ifs }) => ifs.length === 0);
}

const CHOOSING: ReadonlySet<string> = new Set(['If', 'IfExp', 'BoolOp', 'While', 'Match', 'ExceptHandler']);

function readsOf(context: OrmContext, rows: RowLoop, queryset: Queryset, kept: KeptReads, isAsked: (one: Followed) => boolean = () => true): RelationRead[] {
  const { loop } = rows;
  const isKept = ({ path, many }: Followed): boolean => !many && kept.has(loop, queryset, path.join());
  const lacking = followedIn(context, loop).filter((one) => queriesOf(context.django, queryset, one.path).length > 0 && !isKept(one) && isAsked(one));
  const given = lacking.length === 0 ? 'all' : givenLater(context, loop);
  const followed = given === 'all' ? [] : lacking.filter(({ path }) => ![...given].some((one) => covers(one, path.join('__')) || isOnWay([one], path.join('__'))));
  kept.add(loop, queryset, followed.map(({ path }) => path.join()));
  const passed = new Set(followed.flatMap(({ path }) => path.slice(1).map((_, index) => path.slice(0, index + 1).join())));
  const first = new Map<string, Followed>();
  for (const one of followed) {
    const known = first.get(one.path.join());
    // the model's own code decides what can serve both
    if (known === undefined || (known.through === undefined && known.use !== 'rows' && one.through !== undefined)) first.set(one.path.join(), one);
  }
  const deepest = [...first].flatMap(([path, one]) => (passed.has(path) ? [] : [lackingOf(context, queryset, { ...one, use: useIn(followed, one) }, [...observeRelation(context, one.node, rows.loop), ...longerWork(one), ...tableInside(context, one, rows.loop)])]));
  return togetherMended(context, rows, queryset, deepest).map(({ reads, advice, remedies }) => {
    const [one] = reads;
    const isOne = reads.length === 1;
    const asked = new Set(reads.flatMap(({ path }) => queriesOf(context.django, queryset, path).map((length) => path.slice(0, length).join('__'))));
    const where = placeOf(context, beginningsOf(queryset), rows.loop.iter);
    const them = isOne ? 'it' : 'them';
    const lack = rows.scope.kind === 'action' ? `The list gives the action its rows without ${them}.` : `The rows are read${where === '' ? ' here' : where} without ${them}.`;
    const why = [lack, ...new Set(reads.flatMap((read) => whyOf(read, reads) ?? []))].join(' ');
    const evidence: RelationRead['evidence'] = { task: 'read', scope: scopeOf(context, rows, reads), runs: runsOf(context, rows, one.node), around: seenAtAll(reads), spares: 'statements', answers: isAnswer(context.module, one.node) };
    const only = isOne && one.use !== 'rows' ? { only: one.use } : {};
    const [span, ...also] = reads.map(({ node }) => spanOf(context, node)) as [Span, ...Span[]];
    return { span, also, paths: reads.map(({ path }) => path.join('__')), evidence, perRow: Math.ceil(asked.size / Math.max(1, ownersOf(reads).length)), why, advice, remedies, ...only };
  });
}

function lackingOf({ django }: OrmContext, queryset: Queryset, one: Followed, around: readonly Observation[]): Lacking {
  return { ...one, around, shared: one.many ? undefined : sharedOwner(django, queryset, one.path) };
}

/** The rows where each is asked; of those that they share, each distinct one is. */
function scopeOf({ django }: OrmContext, { scope }: RowLoop, reads: LackingTogether): RowLoop['scope'] {
  const [{ shared, climbs }] = reads;
  if (climbs === true) return { ...scope, climbs };
  if (shared === undefined) return scope;
  const owners = ownersOf(reads).map((owner) => `\`${owner}\``);
  // "for each of `orders`", "for each `order` of the loop on line 3", "for each selected row"
  const rows = scope.subject.replace(/^for each (?:of |(?:row|`[^`]*`) of (?=the loop))?/, '').replace(/^selected row$/, 'the selected rows');
  // there are as many as their table has at most
  const size = owners.length === 1 && shared.model !== undefined ? django.tableSize(shared.model) : undefined;
  const table = size?.growth === 'small' || size?.growth === 'few' ? size : scope.table;
  return { ...scope, table, shared: true, subject: `for each distinct ${enumerated(owners)} of ${rows}` };
}

/** The paths to the rows that are shared, each once. */
function ownersOf(reads: readonly Lacking[]): string[] {
  return [...new Set(reads.flatMap(({ shared }) => shared?.path.join('__') ?? []))];
}

/** Why one of the relations is read, where code elsewhere reads it: what reaches several of them is said once. */
function whyOf({ through, path, mixed, use, climbs }: Lacking, reads: LackingTogether): string | undefined {
  if (through === undefined) return undefined;
  if (climbs === true) return whyClimbing(through, path.at(-1) ?? '');
  const alike = use === 'rows' ? reads.filter((other) => other.through === through && other.use === use && other.climbs !== true) : [];
  const paths = alike.length > 1 ? alike.map((other) => other.path.join('__')) : [path.join('__')];
  return whyThrough(through, mixed, use, reads.length === 1 ? 'it' : enumeratedNames(paths));
}

function whyThrough(member: string, mixed: boolean, use: Use, it: string): string {
  if (use === 'rows') return `\`${member}\` reaches ${it}.`;
  return mixed ? whyMixed(member, use) : whyOfModel(member, use, it);
}

function longerWork({ works }: Followed): Observation[] {
  return works === true ? [{ what: 'longer-work' }] : [];
}

/** A row keeps what its key leads to: read in a loop over a whole table that asks for something in each round, it is one query beside those of that loop. */
function tableInside(context: OrmContext, { node, many }: Followed, { node: outer }: Loop): Observation[] {
  const { module } = context;
  for (const inner of many ? [] : loopsAround(module, node)) {
    if (!isLoop(inner)) continue;
    if (inner.node === outer) break;
    const rows = rowLoop(context, inner)?.queryset;
    if (rows?.origin === 'table' && rows.related === undefined && conditionsOf(rows).length === 0 && databaseCalls(context).some((call) => call.node !== inner.iter && module.contains(inner.node, call.node))) return [{ what: 'loop-inside', line: module.line(inner.node) }];
  }
  return [];
}

/** What all places of a loop together need of the rows of a relation. */
function useIn(followed: readonly Followed[], { path }: Followed): Use {
  return followed.filter((other) => other.path.join() === path.join()).map(({ use }) => use).reduce(joinUses);
}

/** A relation that the rows lack, and what bears on the place that follows it. */
export interface Lacking extends Followed {
  readonly around: readonly Observation[];
  /** The rows that several rows share, where it hangs on such. */
  readonly shared: SharedRows | undefined;
}

type LackingTogether = readonly [Lacking, ...Lacking[]];

/** What makes all of them weigh less; what is true of one of them doesn't speak for the others. */
function seenAtAll([first, ...others]: LackingTogether): Observation[] {
  return first.around.filter(({ what }) => others.every(({ around }) => around.some((seen) => seen.what === what)));
}

function isSilent({ around }: Lacking): boolean {
  return around.some(({ what }) => isSilencing(what, 'read'));
}

/** What one remedy mends: all that one more call on the queryset loads. Keys that the row has already, and counts, stand alone. */
function togetherMended(context: OrmContext, rows: RowLoop, queryset: Queryset, deepest: readonly Lacking[]): (Advised & { readonly reads: LackingTogether })[] {
  const mended = new Map<Lacking, Advised>();
  for (const one of deepest) {
    const alone = countAdvice(queryset, one, deepest.some((other) => other !== one && other.use === 'count')) ?? keyInstead(context, rows, one);
    if (alone !== undefined) mended.set(one, alone);
  }
  const loaded = deepest.filter((one) => !mended.has(one));
  return deepest.flatMap((one) => {
    const alone = mended.get(one);
    if (alone !== undefined) return [{ ...alone, reads: [one] as const }];
    const [first, ...others] = loaded.filter((other) => isPrefetching(other) === isPrefetching(one) && (other.shared === undefined) === (one.shared === undefined) && isSilent(other) === isSilent(one));
    if (first !== one) return [];
    const reads = [first, ...others] as const;
    return [{ ...loadRemedies(context, { iter: rows.loop.iter, loop: rows.loop }, queryset, reads), reads }];
  });
}

/**
 * Rows that nobody looks at are the database's to count. A number that belongs to children of the row isn't the row's to annotate, and what
 * an annotation would give isn't seen by the model's own code.
 */
function countAdvice({ model }: Queryset, { path, field, use, mixed, through, climbs }: Followed, several: boolean): Advised | undefined {
  if (climbs === true) return { advice: adviseClimbing(field.target?.name), remedies: [] };
  if (use === 'rows') return undefined;
  if (mixed) return { advice: adviseMixed(path.join('__')), remedies: [] };
  if (through !== undefined || toManyOn(model, path.slice(0, -1))) return undefined;
  const there = 'in the query of the rows';
  return { advice: use === 'count' ? adviseCount(there, [...path.slice(0, -1), field.queryName].join('__'), several) : adviseExists(there, path.slice(0, -1)), remedies: [] };
}

/** What the call around `order.items.all()` asks of the rows. */
function useOf({ module }: OrmContext, node: Attribute): Use {
  const method = module.parent(node);
  const call = method === undefined ? undefined : module.parent(method);
  const user = call === undefined ? undefined : module.parent(call);
  const name = user?.nodeType === 'Call' && user.func.nodeType === 'Name' ? user.func.id : '';
  if (name === 'len') return anyTestOf(module, user as ExprNode) === undefined ? 'count' : 'exists';
  return name === 'bool' || name === 'any' ? 'exists' : 'rows';
}

/** The attribute's name alone: the smallest node to change. */
function spanOf({ module }: OrmContext, node: ExprNode): readonly [number, number] {
  const [start, end] = module.range(node);
  return node.nodeType === 'Attribute' ? [end - node.attr.length, end] : [start, end];
}

/** The relations that the body of a loop follows from the loop's variable, in source order. */
function followedIn(context: OrmContext, loop: Loop): Followed[] {
  const assigned = assignedPaths(context, loop);
  const found: Followed[] = [];
  for (const node of walk(loop.body)) {
    const followed = node.nodeType === 'Attribute' ? followedBy(context, loop, node) : node.nodeType === 'Call' ? [...throughFunction(context, loop, node), ...throughSerializer(context, loop, node)] : [];
    // what lies behind a relation that is set came with what it was set to, or not
    for (const one of followed) if (!isOnWay(assigned, one.path.join('__'))) found.push(one);
  }
  return found;
}

function followedBy(context: OrmContext, loop: Loop, node: Attribute): Followed[] {
  if (node.ctx.nodeType !== 'Load') return [];
  const owner = valueOf(context, node.value);
  if (owner?.kind !== 'instance' || owner.row?.variable.node !== loop.node || owner.model === undefined) return [];
  const field = owner.model.fields.get(node.attr);
  if (field === undefined) return throughMember(context, owner, owner.model, node);
  if (!isFollowable(field)) return [];
  if (field.kind === 'generic-foreign-key') return isThrownAway(context, node) ? [] : [{ node, field, path: [...owner.path, field.name], many: true, through: undefined, use: 'rows', mixed: false }];
  const many = isToMany(owner);
  if (field.relation?.cardinality === 'to-one') return isThrownAway(context, node) || backFrom(context.django, owner, field) !== undefined ? [] : [{ node, field, path: [...owner.path, field.queryName], many, through: undefined, use: 'rows', mixed: false }];
  return readsAll(context, node) ? [{ node, field, path: [...owner.path, node.attr], many: true, through: undefined, use: useOf(context, node), mixed: false }] : [];
}

/** A generic foreign key leads to one row as well, which a prefetch alone loads. */
function isFollowable({ relation, kind, target, parentLink }: DjangoField): boolean {
  return kind === 'generic-foreign-key' || (relation !== undefined && target !== undefined && !parentLink);
}

/** What these read belongs to a write, which is another rule's. */
const WRITING: ReadonlySet<string> = new Set(['save', 'delete', 'clean', 'full_clean']);

/** A property or method of the row's model that reaches relations whenever it is asked. */
function throughMember({ django, module }: OrmContext, owner: Instance, model: DjangoModel, node: Attribute): Followed[] {
  if (WRITING.has(node.attr)) return [];
  const parent = module.parent(node);
  const call = parent?.nodeType === 'Call' && parent.func === node ? parent : undefined;
  const works = isForEffect(module, call);
  return readsFrom(django, owner, node, readsOfMember(django, model, node.attr, call !== undefined)).map((one) => (works && one.many ? { ...one, works } : one));
}

/** `domain.remove_admin(account)` as a statement: what it does with the rows of the relation takes longer than to read them. */
function isForEffect(module: PyModule, call: Call | undefined): boolean {
  const around = call === undefined ? undefined : module.parent(call);
  return around?.nodeType === 'Expr' || (around?.nodeType === 'Await' && module.parent(around)?.nodeType === 'Expr');
}

/** A function of the project that is given the row and reaches relations of it whenever it is called. */
function throughFunction(context: OrmContext, loop: Loop, node: Call): Followed[] {
  return argumentsOf(node).flatMap((argument) => {
    const owner = argument.nodeType === 'Name' || argument.nodeType === 'Attribute' ? valueOf(context, argument) : undefined;
    if (owner?.kind !== 'instance' || owner.row?.variable.node !== loop.node || owner.model === undefined) return [];
    const given = functionGiven(context, node, argument);
    return given === undefined ? [] : readsFrom(context.django, owner, node.func, readsOfArgument(context.django, given.fn, owner.model, given.parameter)).map((one) => ({ ...one, works: given.works }));
  });
}

/** What code elsewhere follows from `owner`, as the row of the loop leads to it. */
function readsFrom(django: OrmContext['django'], owner: Instance, node: ExprNode, reads: readonly RowRead[]): Followed[] {
  return reads.filter(({ steps: [first, ...others] }) => first !== undefined && isFollowable(first) && backFrom(django, owner, first) === undefined && others.every((step) => isFollowable(step))).map(({ steps, through, use, mixed, climbs }) => {
    const many = isToMany(owner) || steps.some(({ relation, kind }) => kind === 'generic-foreign-key' || relation?.cardinality === 'to-many');
    const path = steps.map((step) => (step.relation?.cardinality === 'to-many' ? step.name : step.queryName));
    return { node, field: steps.at(-1) as DjangoField, path: [...owner.path, ...path], many, through: through.at(-1), use, mixed, climbs };
  });
}

/** `OrderSerializer(order).data`: the row is written out by itself, with what its fields reach. */
function throughSerializer(context: OrmContext, loop: Loop, node: Call): Followed[] {
  const written = rowWrittenOut(context.module, node);
  const owner = written === undefined ? undefined : valueOf(context, written);
  if (owner?.kind !== 'instance' || owner.row?.variable.node !== loop.node || owner.model === undefined) return [];
  const { model } = owner;
  return (serializersOf(context, node.func) ?? []).flatMap((serializer) => {
    if (mayAskForLess(context.django, serializer, node)) return [];
    const reads = writtenBy(context.django, serializer, model)?.fields.flatMap((field) => field.reads) ?? [];
    return readsFrom(context.django, owner, node.func, reads.filter(({ always, guarded }) => always && !guarded)).map((one) => ({ ...one, through: serializer.node.name }));
  });
}

function isToMany(owner: Instance): boolean {
  return owner.row !== undefined && owner.path.length > 0 && toManyOn(owner.row.queryset.model, owner.path);
}

function toManyOn(model: Queryset['model'], path: readonly string[]): boolean {
  let at = model;
  for (const name of path) {
    const field: DjangoField | undefined = at?.fields.get(name) ?? [...(at?.fields.values() ?? [])].find(({ queryName }) => queryName === name);
    if (field === undefined || field.relation?.cardinality === 'to-many') return true;
    at = field.target;
  }
  return false;
}

/** `order.items.all()` that is iterated over, measured or handed on: what a prefetch would answer. */
function readsAll({ module }: OrmContext, node: Attribute): boolean {
  const method = module.parent(node);
  const call = method?.nodeType === 'Attribute' && method.attr === 'all' ? module.parent(method) : undefined;
  if (call?.nodeType !== 'Call' || call.func !== method) return false;
  const user = module.parent(call);
  if (user === undefined) return false;
  // a chain that goes on is another query, which no prefetch answers
  if (user.nodeType === 'Attribute') return false;
  if (user.nodeType === 'For' || user.nodeType === 'AsyncFor' || user.nodeType === 'Comprehension') return user.iter === call;
  if (user.nodeType === 'Starred') return user.ctx.nodeType === 'Load';
  if (user.nodeType === 'Compare') return user.comparators.some((part, index) => part === call && /^(?:Not)?In$/.test(user.ops[index]?.nodeType ?? ''));
  if (user.nodeType === 'Assign') return user.targets.some(({ nodeType }) => nodeType === 'Tuple' || nodeType === 'List');
  return user.nodeType === 'Call' && user.func.nodeType === 'Name' && ['list', 'len', 'tuple', 'set', 'sorted', 'enumerate', 'reversed', 'zip', 'bool', 'any', 'map', 'filter'].includes(user.func.id);
}

/** A statement of its own, written to load the relation ahead. `order.customer == other` and `order.customer is None` load it too. */
function isThrownAway({ module }: OrmContext, node: Attribute): boolean {
  return module.parent(node)?.nodeType === 'Expr';
}
