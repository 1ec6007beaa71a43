import type { Circumstance, Observation } from '../../../model/circumstance.ts';
import type { Amount } from '../../../model/handed.ts';
import { namesEndless, namesPicked } from '../../../model/many.ts';
import type { RowOrigin, RowScope } from '../../../model/row-scope.ts';
import { isSmall } from '../../../model/verdict.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { Binding } from '../../../python/syntax/bindings.ts';
import { blockWith, firstAround, leavesBy } from '../../../python/syntax/blocks.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import { headSpan, isLoop, type Loop, loopsAround } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName, numberConstant } from '../../../python/syntax/static.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';
import { tellsOneRow } from '../models/uniqueness.ts';
import type { OrmContext } from '../values/values.ts';
import { describeHand, type Handed, handedIn, type Weigh } from './handed.ts';
import { isAhead } from './days.ts';
import { isWhole } from './lookups.ts';
import { originOf } from './origins.ts';
import { isLiteral, isRequestData, type RowSource, sourceOf } from './row-source.ts';

/** A loop over rows. */
export interface RowLoop {
  readonly loop: Loop;
  readonly scope: RowScope;
  /** Where the rows were read, where the loop runs over a queryset or a list of its rows. */
  readonly queryset: Queryset | undefined;
  /** Who hands the rows in, where they come through a parameter and that is known. */
  readonly handed: Handed | undefined;
}

/** The rows come from `.iterator()`: there are too many to hold at once. */
export function isStreamed({ queryset }: RowLoop): boolean {
  return queryset?.calls.some(({ name }) => name === 'iterator' || name === 'aiterator') === true;
}

/**
 * The innermost loop over rows around `node`, or what is seen instead. Loops over constants, pages, chunks and retries are passed over:
 * what stands in them runs once per row only where a loop over rows is around them, and so are loops over a few rows.
 */
export function searchRowLoop(context: OrmContext, node: PythonNode): RowLoop | Observation | undefined {
  const { module } = context;
  let few: RowLoop | undefined;
  let passed: Observation | undefined;
  for (const loop of loopsAround(module, node)) {
    const what = !isLoop(loop) ? 'pieces' : endsLoop(module, node, loop) ? 'leaves-loop' : undefined;
    const rows = isLoop(loop) && what === undefined ? rowLoop(context, loop) : undefined;
    if (rows !== undefined && !isSmall(rows.scope)) return rows;
    few ??= rows;
    if (rows === undefined) passed ??= { what: what ?? (isLoop(loop) ? contentOf(module, loop) : 'pieces'), line: module.line(isLoop(loop) ? loop.target : loop) };
  }
  return few ?? passed;
}

/** What a loop runs over that doesn't run over rows. */
function contentOf(module: PyModule, { iter, target }: Loop): Circumstance {
  if (isRecord(iter)) return 'fields-of-record';
  if (isFixed(iter)) return 'fixed-list';
  if (iter.nodeType === 'Call' && lastName(iter.func) === 'range') return 'counted';
  return namesPiece(`${module.source(target)} ${module.source(iter)}`) ? 'pieces' : 'not-rows';
}

/** Names of chunks, pages and retries. */
export function namesPiece(text: string): boolean {
  return /chunk|batch|page|retr|attempt/i.test(text);
}

/** A list that is written out, a constant, the values of an enumeration. */
function isFixed(iter: ExprNode): boolean {
  if (isLiteral(iter)) return true;
  if (iter.nodeType === 'Attribute' && /^(?:values|choices|labels|names)$/.test(iter.attr)) return /^[A-Z]/.test(lastName(iter.value));
  return (iter.nodeType === 'Name' || iter.nodeType === 'Attribute') && /^_?[A-Z][A-Z\d_]*$/.test(lastName(iter));
}

/** `form.cleaned_data.items()`, `request.POST.keys()`, `vars(order)`, `model_to_dict(order).items()`: names and values of one thing. */
function isRecord(iter: ExprNode): boolean {
  const isView = iter.nodeType === 'Call' && iter.func.nodeType === 'Attribute' && /^(?:items|keys|values)$/.test(iter.func.attr);
  const owner = isView ? (iter.func as Attribute).value : iter;
  if (owner.nodeType === 'Call') return /^(?:vars|model_to_dict)$/.test(lastName(owner.func));
  const name = lastName(owner);
  return /^(?:cleaned_data|__dict__|POST|GET|query_params)$/.test(name) || (isView && (name === 'validated_data' || (name === 'data' && isRequestData(owner))));
}

/** As `searchRowLoop`, for those who need the loop and nothing else. */
export function rowLoopAround(context: OrmContext, node: PythonNode): RowLoop | undefined {
  const found = searchRowLoop(context, node);
  return found !== undefined && 'loop' in found ? found : undefined;
}

/** Whoever runs `node` leaves the loop in the same turn: it runs once, however many rows there are. */
export function endsLoop(module: PyModule, node: PythonNode, loop: Loop): boolean {
  return firstAround(module, node, (loop.kind === 'for' ? module.parent(loop.node) : undefined) ?? module.ast, isInExit) !== undefined;
}

const EXITS: ReadonlySet<string> = new Set(['Break', 'Return', 'Raise']);

/** The block in which `below` stands ends in `break`, `return` or `raise`, on every way. */
function isInExit(_module: PyModule, at: PythonNode, below: PythonNode): boolean {
  const block = blockWith(at, below);
  return block !== undefined && leavesBy(block, EXITS);
}

/** The RowScope of a loop, or undefined where it doesn't run over rows. */
export function rowLoop(context: OrmContext, loop: Loop): RowLoop | undefined {
  return rowLoops(context)(loop);
}

/** Each query of a loop asks for it, and callers of callers may have to be weighed. */
const rowLoops = oncePer((context: OrmContext) => oncePer((loop: Loop) => findRowLoop(context, loop)));

function findRowLoop(context: OrmContext, loop: Loop): RowLoop | undefined {
  const rows = rowsGivenBy(context, loop.iter);
  if (rows === undefined) return undefined;
  const { queryset } = rows;
  const byHand = isOrderedByHand(loop);
  const own: Amount = byHand ? { ...rows.own, origin: 'request' } : rows.own;
  const handed = byHand ? undefined : rows.handed;
  const { origin, atMost, table } = handed ?? own;
  const kind = own.origin === 'selection' ? 'action' : 'loop';
  const scope: RowScope = { kind, head: headSpan(context.module, loop), subject: subjectOf(context, loop, own.origin), origin, rows: undefined, atMost, table, endless: queryset?.model !== undefined && namesEndless(queryset.model.name) && !isAhead(queryset), picked: kind === 'loop' && namesPicked(context.module.source(loop.iter)), whole: handed === undefined && queryset !== undefined && isWhole(queryset) };
  return { loop, queryset, handed, scope: handed === undefined ? scope : { ...scope, handedIn: describeHand(context.django, handed) } };
}

/** The rows that an expression gives. */
export interface GivenRows extends Pick<RowLoop, 'queryset' | 'handed'> {
  /** As many as the code around the expression says; `handed` says more where they come through a parameter. */
  readonly own: Amount;
  /** What code has made of the rows of `queryset`, not these themselves. */
  readonly made: boolean;
}

/** What an expression gives, where that is rows. */
export function rowsGivenBy(context: OrmContext, node: ExprNode): GivenRows | undefined {
  const source = isRecord(node) ? undefined : sourceOf(context, node);
  if (source === undefined) return undefined;
  const own = amountOf(context, source);
  return { queryset: source.queryset, own, made: source.made === true, handed: own.origin === 'parameter' ? handedThrough(context, node, source, 0) : undefined };
}

/** How many rows a source has, by what it is narrowed to. */
export function amountOf(context: OrmContext, source: RowSource): Amount {
  const { queryset } = source;
  return { origin: originOf(context, source), atMost: boundOf(queryset), table: queryset?.model === undefined ? undefined : context.django.tableSize(queryset.model) };
}

/** What is handed to a parameter: rows of a query, a list that is written out, or what came through a parameter in turn. */
const weighArgument: Weigh = (context, argument, hops) => {
  if (isLiteral(argument)) return argument.elts.some(({ nodeType }) => nodeType === 'Starred') ? undefined : { origin: 'configured', atMost: argument.elts.length, table: undefined };
  const source = isRecord(argument) ? undefined : sourceOf(context, argument);
  if (source === undefined || source.origin === 'unknown') return undefined;
  const own = amountOf(context, source);
  return own.origin === 'parameter' ? handedThrough(context, argument, source, hops) : own;
};

function handedThrough(context: OrmContext, node: ExprNode, source: RowSource, hops: number): Handed | undefined {
  const parameter = source.parameter ?? parameterIn(context, node, 0);
  const handed = parameter === undefined ? undefined : handedIn(context, parameter, weighArgument, hops);
  if (handed === undefined) return undefined;
  const { queryset } = source;
  const narrowed = queryset === undefined ? handed.origin : originOf(context, { origin: 'table', queryset: { ...queryset, origin: 'table' } });
  return { ...handed, origin: narrowed === 'table' ? handed.origin : narrowed, atMost: boundOf(queryset) ?? handed.atMost, table: handed.table ?? amountOf(context, source).table };
}

/** Names that are followed from one to the next. */
const MOST_NAMES = 8;

/** The parameter with which a chain begins: `queryset.filter(…)`. */
function parameterIn(context: OrmContext, node: ExprNode, hops: number): Binding | undefined {
  let at = node;
  while (at.nodeType === 'Call' || at.nodeType === 'Attribute' || at.nodeType === 'Subscript') at = at.nodeType === 'Call' ? at.func : at.value;
  const [binding, ...others] = at.nodeType === 'Name' && hops < MOST_NAMES ? reaching(context.module, at, at.id) : [];
  if (binding?.kind === 'parameter') return binding;
  return others.length === 0 && binding?.kind === 'value' && binding.value !== undefined && binding.path.length === 0 ? parameterIn(context, binding.value, hops + 1) : undefined;
}

/** `ids.index(row.pk)`: each row gets its place from a list that somebody has put in order, which holds all of them. */
const isOrderedByHand = oncePer(({ target, body }: Loop): boolean => {
  if (target.nodeType !== 'Name') return false;
  for (const node of walk(body)) {
    const [key, ...others] = node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'index' ? node.args : [];
    const held = key?.nodeType === 'Call' && lastName(key.func) === 'str' ? key.args[0] : key;
    if (others.length === 0 && held?.nodeType === 'Attribute' && /^(?:pk|id)$/.test(held.attr) && held.value.nodeType === 'Name' && held.value.id === target.id) return true;
  }
  return false;
});

function subjectOf({ module }: OrmContext, loop: Loop, origin: RowOrigin): string {
  if (origin === 'selection') return 'for each selected row';
  const text = module.source(loop.iter);
  if (text.length <= 40 && !text.includes('\n')) return `for each of \`${text}\``;
  const row = module.source(loop.target);
  if (row.length > 40 || row.includes('\n')) return `for each row of the loop on line ${String(module.line(loop.iter))}`;
  return `for each \`${row}\` of the ${loop.kind === 'lambda' ? 'call' : 'loop'} on line ${String(module.line(loop.iter))}`;
}

/** Rows at most, where the queryset is sliced by constants, or filtered by what one row has at most. */
function boundOf(queryset: Queryset | undefined): number | undefined {
  if (queryset === undefined || queryset.joined === true) return undefined;
  if (isOneRow(queryset)) return 1;
  const slice = queryset.slice?.slice;
  if (slice?.nodeType !== 'Slice') return undefined;
  const { module } = queryset.base;
  const [lower, upper] = [slice.lower, slice.upper].map((edge) => numberAt(module, edge));
  return upper === undefined ? undefined : upper - (lower ?? 0);
}

/** A number, or the name of one that never gets another value. */
function numberAt(module: PyModule, edge: ExprNode | undefined): number | undefined {
  const value = edge?.nodeType === 'Name' ? (soleValue(module, edge, edge.id) ?? module.constants.get(edge.id)) : edge;
  return numberConstant(value);
}

/** `filter(pk=key)`, `filter(barcode=code)` of a unique field, or of fields that are unique together. */
export function isOneRow(queryset: Queryset, equals = /__exact$/): boolean {
  if (callsOf(queryset, 'union').length > 0) return false;
  const names = callsOf(queryset, 'filter').flatMap(({ node }) => [node, ...node.args.filter(isQ)].flatMap(({ keywords }) => keywords.flatMap(({ arg }) => (arg === undefined ? [] : [arg.replace(equals, '')]))));
  return tellsOneRow(queryset.model, names);
}

/** `Q(pk=key)` by itself: joined to another by `|` it would bound nothing. */
function isQ(node: ExprNode): node is Call {
  return node.nodeType === 'Call' && lastName(node.func) === 'Q';
}
