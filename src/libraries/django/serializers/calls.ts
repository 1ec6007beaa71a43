import type { Observation } from '../../../model/circumstance.ts';
import type { RelationRead } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { classAround, scopeOf } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { isSelf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ListWay, Loading } from '../admin/loading.ts';
import type { ClassRef } from '../project/classes.ts';
import { costMarks, type MissingRead } from '../admin/missing.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { Lacking } from '../orm/eager.ts';
import { loadRemedies } from '../orm/eager-remedy.ts';
import { describeHand, runsOf } from '../orm/handed.ts';
import { rowsGivenBy } from '../orm/scopes.ts';
import { isAnswer } from '../project/places.ts';
import type { DjangoModel } from '../models/models.ts';
import { neverCalledAround } from '../project/never-called.ts';
import { beginningsOf, mayLoadAnything, prefetchedWith, type Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';
import { ActionConditions } from './action-conditions.ts';
import { mayAskForLess } from './changing.ts';
import { isSerializer, isTrueIn } from './classes.ts';
import { adviseInstead, type Lack, lacksOf, toldOnce } from './lacks.ts';
import { isOwnQueryset, pageOf } from './own-list.ts';
import { type WrittenField, writtenBy } from './reads.ts';
import { hasOpaqueBases, type Paging, pagingOf, serializersFor } from './view-classes.ts';
import { rowsOfView, type ViewRows } from './view-rows.ts';
import { viewRelations } from './views.ts';

/** `OrderSerializer(orders, many=True)`: rows that a call writes out. */
export interface WritingCall {
  readonly node: Call;
  readonly serializers: readonly ClassRef[];
  /** The expression of the rows; of what a page is cut from, where one is. */
  readonly rows: ExprNode;
  readonly paging: Paging | undefined;
}

/** Relations that serializers read of rows which the code of a module hands them although it has loaded the rows without. */
export function callReads(context: OrmContext): RelationRead[] {
  return toldOnce(writingCalls(context).flatMap((call) => readsOf(context, call)));
}

/** The calls by which a module's code writes rows out. */
export function writingCalls(context: OrmContext): WritingCall[] {
  if (!context.module.text.includes('many=True')) return [];
  return nodesOf(context).flatMap((node) => (node.nodeType === 'Call' && isTrueIn(node, 'many') ? (writingCall(context, node) ?? []) : []));
}

function writingCall(context: OrmContext, node: Call): WritingCall | undefined {
  const given = node.args[0] ?? keywordOf(node, 'instance');
  // with data they are written, one by one
  if (given === undefined || given.nodeType === 'Starred' || node.args.length > 1 || keywordOf(node, 'data') !== undefined) return undefined;
  const serializers = serializersOf(context, node.func)?.filter((one) => !mayAskForLess(context.django, one, node));
  if (serializers === undefined || serializers.length === 0) return undefined;
  const page = pageOf(context.module, given);
  const cls = classAround(context.module, node);
  const fn = scopeOf(context.module, node);
  if (cls !== undefined && isFunction(fn) && !new ActionConditions(context.django, { module: context.module, node: cls }, fn.name).comesTo(node, fn, context.module)) return undefined;
  const paging = page === undefined || cls === undefined ? undefined : pagingOf(context.django, { module: context.module, node: cls });
  return { node, serializers, rows: page ?? given, paging };
}

/** The row of `OrderSerializer(order).data`, also under a name: it is written out by itself, and nothing is taken in. */
export function rowWrittenOut(module: PyModule, call: Call): ExprNode | undefined {
  const given = call.args[0] ?? keywordOf(call, 'instance');
  const isOne = given !== undefined && given.nodeType !== 'Starred' && call.args.length <= 1 && keywordOf(call, 'many') === undefined && keywordOf(call, 'data') === undefined;
  return isOne && isWritten(module, call) ? given : undefined;
}

function isWritten(module: PyModule, call: Call): boolean {
  const user = module.parent(call);
  if (user?.nodeType === 'Attribute') return user.attr === 'data';
  const [target, ...others] = user?.nodeType === 'Assign' ? user.targets : [];
  const block = user === undefined ? undefined : module.parent(user);
  if (target?.nodeType !== 'Name' || others.length > 0 || block === undefined) return false;
  for (const node of walk(block)) if (node.nodeType === 'Attribute' && node.attr === 'data' && node.value.nodeType === 'Name' && node.value.id === target.id) return true;
  return false;
}

/** The serializers that a call makes: by their name, or as the view around it has them for its action. */
export function serializersOf(context: OrmContext, func: ExprNode, hops = 0): readonly ClassRef[] | undefined {
  const { module, django } = context;
  const cls = django.resolveClass(module, func);
  if (cls !== undefined) return isSerializer(django, cls) ? [cls] : undefined;
  const isOwn = func.nodeType === 'Attribute' && isSelf(func.value);
  if (isOwn && (func.attr === 'get_serializer' || func.attr === 'serializer_class')) return ofView(context, func, func.attr === 'serializer_class');
  if (func.nodeType === 'Call') return func.func.nodeType === 'Attribute' && func.func.attr === 'get_serializer_class' ? ofView(context, func, false) : undefined;
  const held = func.nodeType === 'Name' && hops < 3 ? soleValue(module, func, func.id) : undefined;
  return held && serializersOf(context, held, hops + 1);
}

function ofView({ module, django }: OrmContext, node: ExprNode, plain: boolean): readonly ClassRef[] | undefined {
  const cls = classAround(module, node);
  const fn = scopeOf(module, node);
  if (cls === undefined || !isFunction(fn)) return undefined;
  const view = { module, node: cls };
  // @action(detail=False, serializer_class=OrderSerializer), which stands in the view's own place while that runs
  for (const decorator of fn.decorator_list) {
    const given = decorator.nodeType === 'Call' ? keywordOf(decorator, 'serializer_class') : undefined;
    const own = given === undefined ? undefined : django.resolveClass(module, given);
    if (given !== undefined) return own === undefined || !isSerializer(django, own) ? undefined : [own];
  }
  const option = plain ? django.classAttribute(view, 'serializer_class') : undefined;
  const named = option === undefined ? undefined : django.resolveClass(option.module, option.value);
  if (plain) return named === undefined || !isSerializer(django, named) ? undefined : [named];
  return serializersFor(django, view, fn.name);
}

function readsOf(context: OrmContext, call: WritingCall): RelationRead[] {
  const { module, django } = context;
  const cls = classAround(module, call.node);
  if (cls !== undefined && isView(context, { module, node: cls }) && hasOpaqueBases(django, { module, node: cls })) return [];
  const subject = ({ node }: ClassRef): string => `per row that \`${node.name}\` writes out`;
  const own = cls === undefined ? undefined : ownRowsOf(context, { module, node: cls }, call);
  if (own !== undefined && cls !== undefined) return call.serializers.flatMap((serializer) => viewRelations(django, { cls: { module, node: cls }, paging: call.paging ?? { size: undefined, paged: false } }, own, writtenBy(django, serializer, own.model)?.fields ?? [], subject(serializer)));
  return call.serializers.flatMap((serializer) => handedRelations(context, call, (model) => writtenBy(django, serializer, model)?.fields ?? [], subject(serializer)));
}

/** `self.get_serializer(self.filter_queryset(self.get_queryset()), many=True)`: the rows of the view itself, where what it returns isn't one chain that can be followed. */
function ownRowsOf(context: OrmContext, view: ClassRef, { node, rows }: WritingCall): ViewRows | undefined {
  const { module, django } = context;
  const fn = scopeOf(module, node);
  if (!isFunction(fn) || !isView(context, view) || !isOwnQueryset(module, rows)) return undefined;
  const followed = rowsGivenBy(context, rows)?.queryset;
  return followed?.model !== undefined && !mayLoadAnything(followed) ? undefined : rowsOfView(django, view, undefined, fn.name);
}

/** Rows that code hands to what shows them. */
export interface HandedRows extends Pick<WritingCall, 'rows' | 'paging'> {
  readonly node: PythonNode;
  /** What bears on what it costs. */
  readonly around?: readonly Observation[];
  /** They are shown whenever what they are handed to is, wherever the code stands. */
  readonly shown?: boolean;
}

/**
 * What showing rows reads of each although the code that hands them over has loaded them without it.
 *
 * @param fieldsFor what shows them reads of a row of the model
 * @param subject what shows them, to follow "once"
 */
export function handedRelations(context: OrmContext, { node, rows, paging, around = [], shown = false }: HandedRows, fieldsFor: (model: DjangoModel) => readonly WrittenField[], subject: string): RelationRead[] {
  const { module, django } = context;
  const given = rowsGivenBy(context, rows);
  const queryset = given?.queryset;
  if (given === undefined || queryset?.model === undefined || queryset.shape !== 'instances' || mayLoadAnything(queryset)) return [];
  // what code has made of the rows holds what it has read of them
  if (given.made) return [];
  const { model } = queryset;
  // a relation of a row that another serializer writes out
  if (queryset.related?.owner.row !== undefined) return [];
  const { handed, own } = given;
  const { origin, atMost, table } = handed ?? own;
  const loading = loadingOf(queryset);
  const unreached = neverCalledAround(django, module, node);
  const seen: readonly Observation[] = unreached === undefined ? around : [...around, { what: 'never-called', line: module.line(unreached) }];
  const [{ base } = queryset] = beginningsOf(queryset);
  const span = module.range(module.line(base.node) > 0 && base.module === module ? base.node : rows);
  return lacksOf(django, fieldsFor(model), loading).map((lack): RelationRead => {
    const scope: RowScope = {
      kind: 'resolver', head: span, subject, origin: paging === undefined ? origin : 'page', rows: paging?.paged === true ? paging.size : undefined,
      atMost, table, ...costMarks(lack.missing), ...(handed === undefined ? {} : { handedIn: describeHand(django, handed) }),
    };
    const instead = adviseInstead(lack, 'in the query of the rows');
    const load = instead === undefined ? loadRemedies(context, { iter: rows, loop: undefined }, queryset, lackings(queryset, lack)) : { advice: instead, remedies: [] };
    return {
      span, also: [], ...lack.told, ...load,
      evidence: { task: 'read', scope, runs: runsOf(context, { handed }, node), around: seen, spares: 'statements', answers: shown || isAnswer(module, node) },
    };
  });
}

function isView({ django }: OrmContext, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).externals.some((path) => /View(?:Set|Mixin)?$/.test(lastSegment(path)));
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The chain as one way of loading. */
export function loadingOf(queryset: Queryset): Loading {
  const { loads, base } = queryset;
  const { selectRelated } = loads;
  const prefetched = prefetchedWith(queryset);
  const way: ListWay = { selectRelated, prefetched, at: base, mechanism: selectRelated === 'none' ? 'none' : 'queryset' };
  return { option: { kind: 'default' }, queryset: { selectRelated, prefetched, unknown: loads.unknown, ways: [way] }, ways: [way] };
}

/** The relations as loops have them. */
export function lackings({ base }: Queryset, { missing: [first, ...others], told: { paths } }: Lack): readonly [Lacking, ...Lacking[]] {
  const lacking = ({ read, path, by }: MissingRead): Lacking =>
    ({ node: base.node, field: read.steps.at(-1) as DjangoField, path: path.split('__'), many: by !== 'join', through: undefined, use: 'rows', mixed: false, around: [], shared: undefined });
  const [longest = first, ...further] = [first, ...others].filter(({ path }) => paths.includes(path));
  return [lacking(longest), ...further.map(lacking)];
}
