import { LIGHT_ORIGINS, type RowOrigin } from '../../../model/row-scope.ts';
import { namesTenant } from '../../../model/tenants.ts';
import type { Call, ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { parametersOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isLoop, loopsAround } from '../../../python/syntax/loops.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { isSequence, lastName, singletonOf } from '../../../python/syntax/static.ts';
import type { DjangoField } from '../models/fields.ts';
import { customMethod, returnsOf } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import { type ChainCall, isRefining, type Queryset } from '../querysets/queryset.ts';
import { isUnique } from '../models/uniqueness.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { isOfDays, isRecent } from './days.ts';
import { type RowSource, sourceOf } from './row-source.ts';

/** Where the rows of a loop come from, by what the queryset is narrowed to that gave them. */
export function originOf(context: OrmContext, { origin, queryset, filledFrom }: RowSource): RowOrigin {
  const rows = queryset ?? filledFrom;
  return rows === undefined || (origin !== 'table' && origin !== 'selection') ? origin : originOfRows(context, rows, 0);
}

/** `queryset[1:]` */
function startsLater({ slice }: Queryset): boolean {
  return slice?.slice.nodeType === 'Slice' && slice.slice.lower?.nodeType === 'Constant' && slice.slice.lower.value !== 0;
}

/** Querysets that are asked for where a queryset comes from, one out of the other. */
const MAX_DEPTH = 5;

function originOfRows(context: OrmContext, queryset: Queryset, depth: number): RowOrigin {
  // all but the first of what was ticked: they are merged into that
  if (queryset.origin === 'selection' && startsLater(queryset)) return 'request';
  if (queryset.origin !== 'table' || depth > MAX_DEPTH) return queryset.origin;
  if (queryset.alternatives !== undefined) return ofAlternatives(queryset.alternatives.map((one) => originOfRows(context, one, depth + 1)));
  const narrowed = queryset.calls.map((call) => narrowedBy(context, queryset, call, depth)).find((origin) => origin !== undefined);
  // what one parent has had of late is few, however much it gets in time
  if (narrowed === 'part' && isRecent(queryset)) return 'children';
  if (narrowed !== undefined) return narrowed;
  if (queryset.related !== undefined) return queryset.related.owner.row === undefined ? 'children' : (fewOf(context, queryset.related.owner.row.queryset, depth) ?? 'table');
  if (isDistinctKind(queryset)) return 'configured';
  return isOfDays(queryset) ? 'days' : 'table';
}

/** Rows that may come from either place are as many as there are in the larger. */
function ofAlternatives(origins: readonly RowOrigin[]): RowOrigin {
  return origins.find((origin) => !LIGHT_ORIGINS.includes(origin)) ?? origins[0] ?? 'table';
}

/** Where rows come from that are few: what hangs on few rows is few as well. */
function fewOf(context: OrmContext, queryset: Queryset, depth: number): RowOrigin | undefined {
  const origin = originOfRows(context, queryset, depth + 1);
  return LIGHT_ORIGINS.includes(origin) ? origin : undefined;
}

/** What a call of the chain makes of the rows: those of one parent, or of few. */
function narrowedBy(context: OrmContext, queryset: Queryset, call: ChainCall, depth: number): RowOrigin | undefined {
  if (call.name === 'filter') return [...call.node.keywords.map(({ arg, value }) => byCondition(context, queryset, call, arg, value, depth)), ...call.node.args.map((argument) => byCondition(context, queryset, call, undefined, argument, depth))].find((origin) => origin !== undefined);
  return isRefining(call.name) ? undefined : byMethod(context, queryset, call, depth);
}

/** `field=value`, or what stands by itself: `Q(a=x) & Q(b=y)` narrows where one does, `Q(a=x) | Q(b=x)` where all do. */
function byCondition(context: OrmContext, queryset: Queryset, call: ChainCall, arg: string | undefined, value: ExprNode, depth: number): RowOrigin | undefined {
  if (arg !== undefined) return byLookup(context, queryset, call, arg, value, depth);
  if (value.nodeType === 'BinOp' && (value.op.nodeType === 'BitAnd' || value.op.nodeType === 'BitOr')) {
    const sides = [value.left, value.right].map((side) => byCondition(context, queryset, call, undefined, side, depth));
    return value.op.nodeType === 'BitOr' && sides.includes(undefined) ? undefined : sides.find((side) => side !== undefined);
  }
  if (value.nodeType !== 'Call' || lastName(value.func) !== 'Q') return undefined;
  return value.keywords.map((keyword) => byCondition(context, queryset, call, keyword.arg, keyword.value, depth)).find((origin) => origin !== undefined);
}

function byLookup(context: OrmContext, { model }: Pick<Queryset, 'model'>, { module }: Pick<ChainCall, 'module'>, arg: string, value: ExprNode, depth: number): RowOrigin | undefined {
  if (isOfRights(context, model, arg, value)) return 'configured';
  const own = module === context.module;
  const path = arg.replace(/__(?:i?exact|in)$/, '').split('__');
  const [only, ...further] = arg.endsWith('__in') && isSequence(value) ? value.elts : [];
  if (arg.endsWith('__in') && only !== undefined && further.length === 0) return byLookup(context, { model }, { module }, arg.replace(/__in$/, ''), only, depth);
  if (arg.endsWith('__in')) return own && isKeyOrUnique(model, path) ? byList(context, value, depth) : undefined;
  const [last = ''] = path.slice(-1);
  // the key of a generic relation, or a text that one person or thing has
  const isOwn = IDENTIFYING.test(last) && path.length <= 2;
  const keyed = path.length > 1 && /^(?:id|pk)$/.test(last) ? path.slice(0, -1) : path;
  if (!isOwn && !(model === undefined ? isNamedAlike(keyed, value) : leadsToOne(model, keyed))) return undefined;
  if (value.nodeType === 'Constant' || namesTenant(keyed.at(-1) ?? '') || isTenantOfRequest(value)) return undefined;
  return own ? byValue(context, value, depth) : 'part';
}

/** `is_superuser=True`, `groups__name="moderators"`: people who are given rights, which are few. */
function isOfRights({ django }: OrmContext, model: DjangoModel | undefined, arg: string, value: ExprNode): boolean {
  const names = arg.split('__');
  if (/^is_(?:superuser|staff)$/.test(names.at(-1) ?? '')) return singletonOf(value) === 'True';
  return /^(?:groups|user_permissions)$/.test(names[0] ?? '') && model !== undefined && model.label === django.models.userModel()?.label;
}

/** Columns whose value belongs to one person or thing. */
const IDENTIFYING = /(?:^|_)(?:object_id|e?mail|slug|uuid|guid|barcode|iban|phone(?:_number)?|username|session_key)$/;

/** One value, unless there is another one in each round of a loop over many. */
function byValue(context: OrmContext, value: ExprNode, depth: number): RowOrigin | undefined {
  const owner = valueOf(context, value.nodeType === 'Attribute' && /^(?:pk|id)$/.test(value.attr) ? value.value : value);
  if (owner?.kind === 'queryset' || owner?.kind === 'list') return undefined;
  if (owner?.kind === 'instance' && owner.row !== undefined) return fewOf(context, owner.row.queryset, depth);
  const loop = loopsAround(context.module, value).find((around) => isLoop(around) && isBoundBy(context, value, around.node));
  const source = loop !== undefined && isLoop(loop) ? sourceOf(context, loop.iter) : undefined;
  if (source === undefined) return 'part';
  const origin = source.origin === 'table' && depth <= MAX_DEPTH && (source.queryset ?? source.filledFrom) !== undefined ? originOfRows(context, (source.queryset ?? source.filledFrom) as Queryset, depth + 1) : source.origin;
  return origin === 'table' ? undefined : 'part';
}

/** `label` of `for label in labels`, `label.id`. */
function isBoundBy({ module }: OrmContext, value: ExprNode, loop: unknown): boolean {
  let at = value;
  while (at.nodeType === 'Attribute' || at.nodeType === 'Subscript') at = at.value;
  return at.nodeType === 'Name' && reaching(module, at, at.id).some(({ kind, node }) => kind === 'element' && node === loop);
}

/** `filter(pk__in=…)` of what a request names, or the rows of one parent. */
function byList(context: OrmContext, value: ExprNode, depth: number): RowOrigin | undefined {
  const list = valueOf(context, value);
  const rows = list?.kind === 'queryset' ? list : list?.kind === 'list' ? list.source : undefined;
  if (rows !== undefined) return fewOf(context, rows, depth);
  // `wanted - present` holds some of the wanted ones
  const keys = sourceOf(context, value.nodeType === 'BinOp' && value.op.nodeType === 'Sub' ? value.left : value);
  const named = keys?.queryset ?? keys?.filledFrom;
  if (named !== undefined) return fewOf(context, named, depth);
  return keys?.origin === 'request' ? 'request' : undefined;
}

function isKeyOrUnique(model: DjangoModel | undefined, path: readonly string[]): boolean {
  return path.length === 1 && (path[0] === 'pk' || path[0] === 'id' || isUnique(model, path));
}

/** `Order.objects.of_customer(customer)`: the method asks for the rows of one parent, which it is given. */
function byMethod(context: OrmContext, queryset: Queryset, call: ChainCall, depth: number): RowOrigin | undefined {
  const method = depth > MAX_DEPTH || call.module !== context.module ? undefined : customMethod(context.django, queryset, call.name);
  const [returned, ...others] = method === undefined ? [] : returnsOf(method.node);
  if (method === undefined || returned === undefined || others.length > 0) return undefined;
  for (const node of walk(returned)) {
    if (node.nodeType !== 'Call' || lastName(node.func) !== 'filter') continue;
    for (const { arg, value } of node.keywords) {
      const given = value.nodeType === 'Name' ? argumentFor(call.node, method.node, value.id) : undefined;
      const narrowed = arg === undefined || given === undefined ? undefined : byLookup(context, queryset, call, arg, given, depth + 1);
      if (narrowed !== undefined) return narrowed;
    }
  }
  return undefined;
}

/** What a call gives for a parameter of the method. */
function argumentFor(call: Call, method: FunctionNode, name: string): ExprNode | undefined {
  const position = parametersOf(method.args).findIndex((parameter) => parameter.name === name) - 1;
  return call.keywords.find(({ arg }) => arg === name)?.value ?? (position >= 0 ? call.args[position] : undefined);
}

/** `request.site`, `self.request.tenant`: what a request belongs to. Its user is one person. */
function isTenantOfRequest(value: ExprNode): boolean {
  return value.nodeType === 'Attribute' && value.attr !== 'user' && lastName(value.value) === 'request';
}

/** The path goes over foreign keys and ends in one: `order`, `order_id`, `line__order`. */
function leadsToOne(model: DjangoModel, path: readonly string[]): boolean {
  let at: DjangoModel | undefined = model;
  for (const name of path) {
    const field: DjangoField | undefined = at?.fields.get(name) ?? at?.fields.get(name.replace(/_id$/, ''));
    if (field?.relation?.cardinality !== 'to-one') return false;
    at = field.target;
  }
  return path.length > 0;
}

/** `filter(user=user)`, `filter(user=self.user)` of a model that isn't the project's. */
function isNamedAlike([name, ...deeper]: readonly string[], value: ExprNode): boolean {
  return deeper.length === 0 && name !== undefined && (value.nodeType === 'Name' || value.nodeType === 'Attribute') && lastName(value) === name.replace(/_id$/, '');
}

/** `values_list("currency", flat=True).distinct()`: there are as many as there are kinds. */
function isDistinctKind({ model, shape, calls }: Queryset): boolean {
  if (shape === 'instances' || !calls.some(({ name }) => name === 'distinct')) return false;
  const [only, ...others] = calls.findLast(({ name }) => name === 'values' || name === 'values_list')?.node.args ?? [];
  if (only?.nodeType !== 'Constant' || typeof only.value !== 'string' || others.length > 0) return false;
  const [last = '', ...before] = only.value.split('__').toReversed();
  if (/^(?:id|pk)$|_id$/.test(last) || IDENTIFYING.test(last)) return false;
  const field = before.length > 0 ? undefined : model?.fields.get(last);
  return before.length > 0 || (field !== undefined && field.relation === undefined && !field.unique);
}
