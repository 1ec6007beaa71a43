import type { RowOrigin } from '../../../model/row-scope.ts';
import { FEW_ROWS } from '../../../model/verdict.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ExprNode, Name, PythonNode } from '../../../python/nodes.ts';
import { type Binding, type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isLoop, loopsAround } from '../../../python/syntax/loops.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName, numberConstant, type SequenceNode } from '../../../python/syntax/static.ts';
import type { Queryset } from '../querysets/queryset.ts';
import { type Collection, holdsRows, type OrmContext, valueOf } from '../values/values.ts';

/** What a loop runs over, where that is rows. */
export interface RowSource {
  readonly origin: RowOrigin;
  readonly queryset: Queryset | undefined;
  /** Whose rows filled the collection that it runs over: there are as many as of these. */
  readonly filledFrom?: Queryset | undefined;
  /** The parameter that holds the rows. */
  readonly parameter?: Binding;
  /** There are as many as of `queryset`, but code has made something else of each: `[{"name": order.name} for order in orders]`. */
  readonly made?: boolean;
}

const MAX_DEPTH = 8;

/** Builtins and helpers that hand on what they are given, and the argument in question. */
const THROUGH: Readonly<Record<string, number>> = {
  enumerate: 0, zip: 0, reversed: 0, sorted: 0, list: 0, tuple: 0, set: 0, frozenset: 0, iter: 0, tqdm: 0, islice: 0, filter: 1, map: 1, chain: 0, deepcopy: 0, copy: 0, progressbar: 0, track: 0,
};

/** Those of them that are given several lists. */
const SEVERAL: ReadonlySet<string> = new Set(['zip', 'chain']);

/** `orders` of `enumerate(orders)`: whoever goes through the call gets the same rows. */
export function listThrough(iter: ExprNode): ExprNode {
  const name = iter.nodeType === 'Call' ? lastName(iter.func) : '';
  const position = SEVERAL.has(name) ? undefined : THROUGH[name];
  const given = iter.nodeType === 'Call' && position !== undefined ? iter.args[position] : undefined;
  return given === undefined ? iter : listThrough(given);
}

/** Calls that read a file or an answer row by row: `csv.DictReader(…)`, `sheet.iter_rows()`, `response.json()`. */
const DATA: ReadonlySet<string> = new Set(['reader', 'DictReader', 'iter_rows', 'iterrows', 'itertuples', 'json', 'loads']);

/** Those of them that read one document, which is small as a rule: a form's fields, an answer. */
const DOCUMENTS: ReadonlySet<string> = new Set(['json', 'loads']);

/** What the rows of `iter` are, or undefined where they aren't known to be rows. */
export function sourceOf(context: OrmContext, iter: ExprNode, depth = 0): RowSource | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const value = valueOf(context, iter);
  // the languages, kinds or years that occur among the rows are few
  if (value?.kind === 'queryset' && value.shape !== 'instances' && iter.nodeType === 'Name' && NOT_ROWS.test(iter.id)) return undefined;
  if (value?.kind === 'queryset') return { origin: value.origin, queryset: value };
  if (value?.kind === 'list' && value.source !== undefined) return { origin: value.source.origin, queryset: value.source, made: !isOfRows(value, value.source) };
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

/** What the list holds is rows of the queryset, some or all of them. */
function isOfRows(list: Collection, { model }: Queryset): boolean {
  return holdsRows(list) || (list.element?.kind === 'instance' && list.element.model === model);
}

function isSmallSlice(upper: ExprNode | undefined): boolean {
  return (numberConstant(upper) ?? Infinity) <= FEW_ROWS;
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

export function isLiteral(value: ExprNode): value is SequenceNode {
  return (value.nodeType === 'List' || value.nodeType === 'Tuple' || value.nodeType === 'Set') && value.elts.length > 0;
}

function bindingSource(context: OrmContext, iter: Name, binding: Binding, depth: number): RowSource | undefined {
  const { kind, value, path } = binding;
  if (kind === 'parameter') return isRowsParameter(binding) ? { origin: 'parameter', queryset: undefined, parameter: binding } : undefined;
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
      if (source !== undefined) return { origin: source.origin, queryset: undefined, filledFrom: source.queryset ?? source.filledFrom };
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
    const held = name === 'items' ? valueOf(context, owner) : undefined;
    if (held?.kind === 'dictionary' && held.values.source !== undefined) return { origin: held.values.source.origin, queryset: held.values.source };
    if (['items', 'values', 'keys', 'copy', 'union', 'difference', 'intersection'].includes(name)) return sourceOf(context, owner, depth + 1);
    if (name === 'getlist' && isRequestData(owner)) return { origin: 'request', queryset: undefined };
    // `request.GET.get("orders", "").split(",")`
    if (name === 'split' && owner.nodeType === 'Call' && owner.func.nodeType === 'Attribute' && owner.func.attr === 'get' && isRequestData(owner.func.value)) return { origin: 'request', queryset: undefined };
    if (name === 'get' && isRequestData(owner)) return { origin: 'request', queryset: undefined };
    if (name === 'from_iterable' && call.args[0] !== undefined) return sourceOf(context, call.args[0], depth + 1);
  }
  if (DATA.has(name)) return { origin: DOCUMENTS.has(name) ? 'unknown' : 'import', queryset: undefined };
  const position = THROUGH[name];
  if (position === undefined) return undefined;
  if (name === 'islice' && isSmallSlice(call.args[1])) return undefined;
  const candidates = SEVERAL.has(name) ? call.args : [call.args[position]];
  const sources = candidates.map((argument) => (argument === undefined ? undefined : sourceOf(context, argument, depth + 1))).filter((source) => source !== undefined);
  // what the rows go along with may be anything
  return sources.find(({ queryset }) => queryset !== undefined) ?? sources[0];
}

/** `request.data[…]`, `request.POST`, `serializer.validated_data[…]`, `form.cleaned_data[…]`, `self.initial[…]` of a form. */
export function isRequestData(node: ExprNode): boolean {
  let at: ExprNode = node;
  // cleaned_data["fields_to_copy"]
  if (at.nodeType === 'Subscript' && at.slice.nodeType === 'Constant' && typeof at.slice.value === 'string' && (NOT_ROWS.test(at.slice.value) || /^(fields|files)/.test(at.slice.value))) return false;
  while (at.nodeType === 'Subscript' || at.nodeType === 'Call') at = at.nodeType === 'Call' ? at.func : at.value;
  if (at.nodeType !== 'Attribute') return at.nodeType === 'Name' && (at.id === 'validated_data' || at.id === 'cleaned_data');
  if (at.attr === 'initial') return at.value.nodeType === 'Name' && (at.value.id === 'self' || at.value.id === 'form');
  return at.attr === 'validated_data' || at.attr === 'cleaned_data' || (/^(POST|GET|data|query_params|FILES)$/.test(at.attr) && /(^|\.)request$/.test(lastName(at.value)));
}

