import type { Circumstance, Observation } from '../../../model/circumstance.ts';
import type { RowOrigin, RowScope } from '../../../model/row-scope.ts';
import { FEW_ROWS, isSmall } from '../../../model/verdict.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ExprNode, Name, PythonNode } from '../../nodes.ts';
import { type Binding, blockWith, firstAround, leavesBy, reaching, type Scope, scopeOf } from '../../syntax/flow.ts';
import { headSpan, isLoop, type Loop, loopsAround } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';
import type { DjangoField } from '../fields.ts';
import type { DjangoModel } from '../models.ts';
import { callsOf, type ChainCall, type Queryset } from '../queryset.ts';
import { type OrmContext, valueOf } from '../values.ts';
import { isUnique, uniqueSets } from './bulk.ts';

/** A loop over rows. */
export interface RowLoop {
  readonly loop: Loop;
  readonly scope: RowScope;
  /** Where the rows were read, where the loop runs over a queryset or a list of its rows. */
  readonly queryset: Queryset | undefined;
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
  const source = isRecord(loop.iter) ? undefined : sourceOf(context, loop.iter, 0);
  if (source === undefined) return undefined;
  const { queryset } = source;
  const origin = originOf(context, source);
  const table = queryset?.model === undefined ? undefined : context.django.tableSize(queryset.model);
  const kind = origin === 'selection' ? 'action' : 'loop';
  return { loop, queryset, scope: { kind, head: headSpan(context.module, loop), subject: subjectOf(context, loop, origin), origin, rows: undefined, atMost: boundOf(queryset), table } };
}

/** Where the rows come from, by what the queryset is narrowed to. */
function originOf(context: OrmContext, { origin, queryset }: RowSource): RowOrigin {
  if (origin !== 'table' || queryset === undefined) return origin;
  if (queryset.related !== undefined && queryset.related.owner.row === undefined) return 'children';
  return callsOf(queryset, 'filter').some((call) => namesOneParent(context, queryset, call)) ? 'part' : origin;
}

/** `filter(group=group)`, `filter(group_id=pk)`: the rows of one parent. */
function namesOneParent(context: OrmContext, { model }: Queryset, { node, module }: ChainCall): boolean {
  return node.keywords.some(({ arg, value }) => {
    const path = arg?.replace(/__(?:id|pk|exact)$/, '').split('__') ?? [];
    const isParent = model === undefined ? isNamedAlike(path, value) : leadsToOne(model, path);
    if (!isParent || value.nodeType === 'Constant') return false;
    const owner = module === context.module ? valueOf(context, value.nodeType === 'Attribute' && /^(?:pk|id)$/.test(value.attr) ? value.value : value) : undefined;
    return owner?.kind !== 'queryset' && owner?.kind !== 'list';
  });
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

function subjectOf({ module }: OrmContext, loop: Loop, origin: RowOrigin): string {
  if (origin === 'selection') return 'for each selected row';
  const text = module.source(loop.iter);
  if (text.length <= 40 && !text.includes('\n')) return `for each of \`${text}\``;
  const row = module.source(loop.target);
  if (row.length > 40 || row.includes('\n')) return `for each row of the loop in line ${String(module.line(loop.iter))}`;
  return `for each \`${row}\` of the loop in line ${String(module.line(loop.iter))}`;
}

interface RowSource {
  readonly origin: RowOrigin;
  readonly queryset: Queryset | undefined;
}

const MAX_DEPTH = 8;

/** Builtins and helpers that hand on what they are given, and the argument in question. */
const THROUGH: Readonly<Record<string, number>> = {
  enumerate: 0, zip: 0, reversed: 0, sorted: 0, list: 0, tuple: 0, set: 0, frozenset: 0, iter: 0, tqdm: 0, islice: 0, filter: 1, map: 1, chain: 0, deepcopy: 0, copy: 0, progressbar: 0, track: 0,
};

/** Calls that read a file or an answer row by row: `csv.DictReader(…)`, `sheet.iter_rows()`, `response.json()`. */
const DATA: ReadonlySet<string> = new Set(['reader', 'DictReader', 'iter_rows', 'iterrows', 'itertuples', 'json', 'loads']);

/** Those of them that read one document, which is small as a rule: a form's fields, an answer. */
const DOCUMENTS: ReadonlySet<string> = new Set(['json', 'loads']);

/** What the rows of `iter` are, or undefined where they aren't known to be rows. */
function sourceOf(context: OrmContext, iter: ExprNode, depth: number): RowSource | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const value = valueOf(context, iter);
  // the languages, kinds or years that occur among the rows are few
  if (value?.kind === 'queryset' && value.shape !== 'instances' && iter.nodeType === 'Name' && NOT_ROWS.test(iter.id)) return undefined;
  if (value?.kind === 'queryset') return { origin: value.origin, queryset: value };
  if (value?.kind === 'list' && value.source !== undefined) return { origin: value.source.origin, queryset: value.source };
  switch (iter.nodeType) {
    case 'Name':
      return nameSource(context, iter, depth);
    case 'Call':
      return callSource(context, iter, depth);
    case 'Subscript':
      return iter.slice.nodeType === 'Slice' && isSmallSlice(iter.slice.upper) ? undefined : sourceOf(context, iter.value, depth + 1);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return iter.generators[0] === undefined ? undefined : sourceOf(context, iter.generators[0].iter, depth + 1);
    case 'Attribute':
      if (iter.attr === 'rows' && iter.value.nodeType === 'Name') return { origin: 'unknown', queryset: undefined };
      return isRequestData(iter) ? { origin: 'request', queryset: undefined } : undefined;
    case 'IfExp':
      return sourceOf(context, iter.body, depth + 1) ?? sourceOf(context, iter.orelse, depth + 1);
    case 'BoolOp':
      return iter.values.map((part) => sourceOf(context, part, depth + 1)).find((source) => source !== undefined);
    case 'Await':
      return sourceOf(context, iter.value, depth + 1);
    default:
      return undefined;
  }
}

function isSmallSlice(upper: ExprNode | undefined): boolean {
  return upper?.nodeType === 'Constant' && typeof upper.value === 'number' && upper.value <= FEW_ROWS;
}

function nameSource(context: OrmContext, iter: Name, depth: number): RowSource | undefined {
  const bindings = reaching(context.module, iter, iter.id);
  for (const binding of bindings) {
    const source = bindingSource(context, iter, binding, depth);
    if (source !== undefined) return source;
  }
  // a list of keys holds as many as there are rows, wherever it comes from
  const isKeys = /(^|_)(ids|pks|guids|uuids)(_list)?$/.test(iter.id) && bindings.length > 0 && bindings.every(({ value }) => value === undefined || !isLiteral(value));
  return isKeys ? { origin: 'unknown', queryset: undefined } : undefined;
}

function isLiteral(value: ExprNode): boolean {
  return (value.nodeType === 'List' || value.nodeType === 'Tuple' || value.nodeType === 'Set') && value.elts.length > 0;
}

function bindingSource(context: OrmContext, iter: Name, binding: Binding, depth: number): RowSource | undefined {
  const { kind, value, path } = binding;
  if (kind === 'parameter') return isRowsParameter(binding) ? { origin: 'parameter', queryset: undefined } : undefined;
  if (kind !== 'value' || value === undefined || path.length > 0) return undefined;
  return isEmptyCollection(value) ? filledSource(context, iter, depth) : sourceOf(context, value, depth + 1);
}

/** Names of parameters that hold a handful of configured things, not rows. */
const NOT_ROWS = /(^|_)(fields?|columns?|choices|names|attrs?|attributes|langs?|languages|locales|types|kinds|status|statuses|states|perms?|permissions|headers?|options|args|kwargs|formats?|settings|scopes|roles|models?|classes|apps?|labels|signals|backends|databases|connections|choices|filters|params|parameters|chunks?|batch|batches|pages?|range|lines|parts|tokens|words|files|uploads|attachments|images|extensions|patterns|prefixes|recipients|addresses)$/i;

function isRowsParameter({ name, parameter }: Binding): boolean {
  return parameter !== undefined && !NOT_ROWS.test(name) && name !== 'self' && name !== 'cls';
}

function isEmptyCollection(value: ExprNode): boolean {
  if (value.nodeType === 'List' || value.nodeType === 'Set') return value.elts.length === 0;
  if (value.nodeType === 'Dict') return value.values.length === 0;
  return value.nodeType === 'Call' && ['list', 'set', 'dict', 'defaultdict', 'OrderedDict', 'deque', 'Counter'].includes(lastName(value.func));
}

/** A collection that starts out empty holds rows where a loop over rows fills it. */
function filledSource(context: OrmContext, iter: Name, depth: number): RowSource | undefined {
  const { module } = context;
  for (const node of fillsIn(scopeOf(module, iter)).get(iter.id) ?? []) {
    for (const loop of loopsAround(module, node)) {
      const source = isLoop(loop) ? sourceOf(context, loop.iter, depth + 1) : undefined;
      if (source !== undefined) return { ...source, queryset: undefined };
    }
  }
  return undefined;
}

/** By name of a collection: what puts something in, in source order. */
const fillsIn = oncePer((scope: Scope): ReadonlyMap<string, readonly PythonNode[]> => {
  const found = new Map<string, PythonNode[]>();
  for (const node of walk(scope)) {
    for (const name of new Set(filledBy(node))) {
      const fills = found.get(name);
      if (fills === undefined) found.set(name, [node]);
      else fills.push(node);
    }
  }
  return found;
});

function filledBy(node: PythonNode): string[] {
  if (node.nodeType === 'Assign') return node.targets.flatMap((target) => (target.nodeType === 'Subscript' ? (holderOf(target) ?? []) : []));
  const isFill = node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && ['append', 'add', 'appendleft'].includes(node.func.attr);
  return isFill ? [holderOf((node.func as Attribute).value) ?? ''] : [];
}

function holderOf(node: ExprNode): string | undefined {
  let at = node;
  while (at.nodeType === 'Subscript') at = at.value;
  return at.nodeType === 'Name' ? at.id : undefined;
}

function callSource(context: OrmContext, call: Call, depth: number): RowSource | undefined {
  const name = lastName(call.func);
  if (call.func.nodeType === 'Attribute') {
    const owner = call.func.value;
    if (['items', 'values', 'keys', 'copy', 'union', 'difference', 'intersection'].includes(name)) return sourceOf(context, owner, depth + 1);
    if (name === 'getlist' && isRequestData(owner)) return { origin: 'request', queryset: undefined };
    if (name === 'get' && isRequestData(owner)) return { origin: 'request', queryset: undefined };
    if (name === 'from_iterable' && call.args[0] !== undefined) return sourceOf(context, call.args[0], depth + 1);
  }
  if (DATA.has(name)) return { origin: DOCUMENTS.has(name) ? 'unknown' : 'import', queryset: undefined };
  const position = THROUGH[name];
  if (position === undefined) return undefined;
  if (name === 'islice' && isSmallSlice(call.args[1])) return undefined;
  const candidates = name === 'zip' || name === 'chain' ? call.args : [call.args[position]];
  return candidates.map((argument) => (argument === undefined ? undefined : sourceOf(context, argument, depth + 1))).find((source) => source !== undefined);
}

/** `request.data[…]`, `request.POST`, `serializer.validated_data[…]`, `form.cleaned_data[…]`. */
function isRequestData(node: ExprNode): boolean {
  let at: ExprNode = node;
  // cleaned_data["fields_to_copy"]
  if (at.nodeType === 'Subscript' && at.slice.nodeType === 'Constant' && typeof at.slice.value === 'string' && (NOT_ROWS.test(at.slice.value) || /^(fields|files)/.test(at.slice.value))) return false;
  while (at.nodeType === 'Subscript' || at.nodeType === 'Call') at = at.nodeType === 'Call' ? at.func : at.value;
  if (at.nodeType !== 'Attribute') return at.nodeType === 'Name' && (at.id === 'validated_data' || at.id === 'cleaned_data');
  return at.attr === 'validated_data' || at.attr === 'cleaned_data' || (/^(POST|GET|data|query_params|FILES)$/.test(at.attr) && /(^|\.)request$/.test(lastName(at.value)));
}

/** Rows at most, where the queryset is sliced by constants, or filtered by what one row has at most. */
function boundOf(queryset: Queryset | undefined): number | undefined {
  if (queryset === undefined || queryset.joined === true) return undefined;
  if (isOneRow(queryset)) return 1;
  const slice = queryset.slice?.slice;
  if (slice?.nodeType !== 'Slice') return undefined;
  const [lower, upper] = [slice.lower, slice.upper].map((edge) => (edge?.nodeType === 'Constant' && typeof edge.value === 'number' ? edge.value : undefined));
  return upper === undefined ? undefined : upper - (lower ?? 0);
}

/** `filter(pk=key)`, `filter(barcode=code)` of a unique field, or of fields that are unique together. */
function isOneRow(queryset: Queryset): boolean {
  if (callsOf(queryset, 'union').length > 0) return false;
  const names = callsOf(queryset, 'filter').flatMap(({ node }) => [node, ...node.args.filter(isQ)].flatMap(({ keywords }) => keywords.flatMap(({ arg }) => (arg === undefined ? [] : [arg.replace(/__exact$/, '')]))));
  return names.some((name) => name === 'pk' || name === 'id' || isUnique(queryset.model, [name])) || uniqueSets(queryset.model).some((set) => set.every((field) => names.includes(field) || names.includes(`${field}_id`)));
}

/** `Q(pk=key)` by itself: joined to another by `|` it would bound nothing. */
function isQ(node: ExprNode): node is Call {
  return node.nodeType === 'Call' && lastName(node.func) === 'Q';
}
