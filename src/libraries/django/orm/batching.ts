import { type Evidence, walkEvidence } from '../../../model/evidence.ts';
import type { BatchLoop } from '../../../model/query-call.ts';
import type { Call, ExprNode, FunctionNode, PythonNode, While } from '../../../python/nodes.ts';
import { type Binding, bindingsOf, classAround, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isLoop, type Loop, loopsAround, mentions } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext, querysetOf, valueOf } from '../values/values.ts';
import { chainText } from './calls.ts';
import { driftIn } from './drift.ts';
import { isKey } from './lookups.ts';
import { isKeysOnly, type OffsetSlice, offsetSlices, orderOf, isInMemory } from './offset.ts';
import { runsAt } from '../project/places.ts';
import { originOf } from './origins.ts';

/** Loops that walk a queryset by slices with a growing offset, or page by page. */
export function readBatchLoops(context: OrmContext): BatchLoop[] {
  return [...slicedLoops(context), ...pagedLoops(context)];
}

function slicedLoops(context: OrmContext): BatchLoop[] {
  const found: BatchLoop[] = [];
  for (const slice of offsetSlices(context)) {
    const loop = loopsAround(context.module, slice.node).find((around) => grows(context.module, around, slice.lower));
    if (loop === undefined || endsEarly(context.module, loop)) continue;
    const batch = batchLoop(context, slice, loop);
    // Batches that are a multiple of the one before are few, and what they skip is a part of what they read.
    if (batch.problem === 'drift' || !isMultiplied(context.module, loop, slice)) found.push(batch);
  }
  return found;
}

/** The offset grows with every turn of the loop. */
function grows(module: PyModule, loop: Loop | While, lower: ExprNode): boolean {
  if (isLoop(loop)) return (/^(range|count)$/.exec(lastName(loop.iter.nodeType === 'Call' ? loop.iter.func : loop.iter))) !== null && mentions(lower, new Set(namesIn(loop.target)));
  for (const name of namesIn(lower)) {
    if (assignedIn(module, loop, name).some(({ node, value }) => node.nodeType === 'AugAssign' || (value !== undefined && namesIn(value).length > 0))) return true;
  }
  return false;
}

/** A size by which the slice is cut is multiplied with every turn: `size *= 2`, `size = size * 2`, `first * 3 ** turn`. */
function isMultiplied(module: PyModule, loop: Loop | While, { node: { slice } }: OffsetSlice): boolean {
  return sizesOf(module, loop, slice).some((size) => {
    for (const node of walk(size)) {
      if (node.nodeType === 'BinOp' && /^(?:Pow|LShift)$/.test(node.op.nodeType) && grows(module, loop, node.right)) return true;
      if (node.nodeType === 'Name' && assignedIn(module, loop, node.id).some((binding) => isMultiplication(binding.node, node.id))) return true;
    }
    return false;
  });
}

/** What the edges of a slice are computed of in the turn. */
function sizesOf(module: PyModule, loop: Loop | While, slice: PythonNode): PythonNode[] {
  const computed = [...walk(slice)].flatMap((node) => (node.nodeType === 'Name' ? assignedIn(module, loop, node.id) : []));
  return [slice, ...computed.flatMap(({ value }) => value ?? [])];
}

function assignedIn(module: PyModule, loop: Loop | While, name: string): Binding[] {
  return (bindingsOf(scopeOf(module, isLoop(loop) ? loop.node : loop)).get(name) ?? []).filter(({ node }) => module.contains(isLoop(loop) ? loop.node : loop, node));
}

function isMultiplication(node: PythonNode, name: string): boolean {
  if (node.nodeType === 'AugAssign') return /^(?:Mult|Pow|LShift)$/.test(node.op.nodeType);
  const value = node.nodeType === 'Assign' ? node.value : undefined;
  return value?.nodeType === 'BinOp' && value.op.nodeType === 'Mult' && mentions(value, new Set([name]));
}

/**
 * The loop looks for something and leaves as soon as it has it, as a rule within the first batches: it returns from the loop over
 * a batch's rows, or ends once it has collected enough. It doesn't walk the table.
 */
function endsEarly(module: PyModule, loop: Loop | While): boolean {
  const own = isLoop(loop) ? loop.node : loop;
  const { body } = loop;
  const collected = new Set<string>();
  for (const node of walk(body)) if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && /^(append|extend|add|update)$/.test(node.func.attr)) for (const name of namesIn(node.func.value)) collected.add(name);
  for (const node of walk(body)) {
    const inner = loopsAround(module, node).find((around) => isLoop(around));
    const inRows = inner !== undefined && isLoop(inner) && inner.node !== own && module.contains(own, inner.node);
    if (node.nodeType === 'Return' && inRows) return true;
    if (node.nodeType === 'If' && /^(Break|Return)$/.test(node.body.at(-1)?.nodeType ?? '') && isEnough(node.test, collected)) return true;
  }
  return false;
}

/** `len(found) >= wanted` */
function isEnough(test: ExprNode, collected: ReadonlySet<string>): boolean {
  if (test.nodeType !== 'Compare' || !['Gt', 'GtE'].includes(test.ops[0]?.nodeType ?? '')) return false;
  return test.left.nodeType === 'Call' && lastName(test.left.func) === 'len' && mentions(test.left, collected);
}

function namesIn(node: ExprNode): string[] {
  const found: string[] = [];
  for (const inner of walk(node)) if (inner.nodeType === 'Name') found.push(inner.id);
  return found;
}

function batchLoop(context: OrmContext, { node, queryset }: OffsetSlice, loop: Loop | While): BatchLoop {
  const { module } = context;
  const callee = chainText(module, node.value);
  const because = driftIn(context, { node, isRows: ({ slice }) => slice === node }, queryset, isLoop(loop) ? loop.node : loop) ?? changedByCallers(context, node, queryset);
  return toldLoop(context, node, callee, queryset, because);
}

function toldLoop(context: OrmContext, node: PythonNode, callee: string, queryset: Queryset, because: string | undefined): BatchLoop {
  const span = context.module.range(node);
  const evidence = evidenceOf(context, node, queryset, because !== undefined);
  if (because !== undefined) return { span, callee, problem: 'drift', because, evidence, advice: `Page by key, which doesn't move: \`${keyPage(queryset)}\`.`, remedies: [] };
  return { span, callee, problem: 'offset', because: undefined, evidence, advice: adviseWalk(queryset), remedies: [] };
}

function evidenceOf(context: OrmContext, node: PythonNode, queryset: Queryset, skipsRows: boolean): Evidence {
  // Rows that are skipped are missing, however small the table is.
  const table = skipsRows || queryset.model === undefined ? undefined : context.django.tableSize(queryset.model);
  // nor does it matter then who runs it
  const runs = skipsRows ? 'unknown' : runsAt(context.django, context.module, node);
  return walkEvidence({ head: context.module.range(node), origin: originOf(context, { origin: 'table', queryset }), table, around: [], runs });
}

function adviseWalk(queryset: Queryset): string {
  const sized = queryset.loads.prefetched.length > 0 ? ', without which prefetching fails' : isHandedIn(queryset) ? ', without which it fails where whoever hands the rows in prefetches' : undefined;
  const stream = sized === undefined ? '`.iterator()`' : `\`.iterator(chunk_size=…)\`${sized}`;
  const ownOrder = isKey(orderOf(queryset).field) ? '' : ' where the order is no matter';
  return `Iterate over the queryset with ${stream}, or page by key${ownOrder}: \`${keyPage(queryset)}\`.`;
}

/** It comes through a parameter. */
function isHandedIn({ base: { node } }: Queryset): boolean {
  return node.nodeType === 'Name' && node.lineno === 0;
}

/** The next batch by the key, in the direction that the queryset has. */
function keyPage(queryset: Queryset): string {
  return orderOf(queryset).lookup === 'lt' ? 'filter(pk__lt=last_pk).order_by("-pk")[:size]' : 'filter(pk__gt=last_pk).order_by("pk")[:size]';
}

/**
 * A generator that hands out batches of its parameter: whoever calls it may change the rows first (`queryset.update(…)`), which
 * moves them out of a list that is filtered by that column.
 */
function changedByCallers(context: OrmContext, node: PythonNode, queryset: Queryset): string | undefined {
  const { module } = context;
  const scope = scopeOf(module, node);
  if (!isFunction(scope) || !isHandedIn(queryset) || queryset.base.node.nodeType !== 'Name') return undefined;
  const parameter = queryset.base.node.id;
  for (const inner of nodesOf(context)) {
    if (inner.nodeType !== 'Call' || !calls(module, inner, scope)) continue;
    const argument = argumentFor(inner, scope, parameter);
    const update = argument?.nodeType === 'Name' ? updateBefore(module, inner, argument.id) : undefined;
    const value = argument === undefined ? undefined : querysetOf(context, argument);
    if (update !== undefined && value?.origin === 'selection') return `\`${chainText(module, update.func)}\` on line ${String(module.line(update))} takes rows out of a list that is filtered by what it sets`;
  }
  return undefined;
}

function calls(module: PyModule, { func }: Call, scope: FunctionNode): boolean {
  if (func.nodeType === 'Name') return func.id === scope.name && module.functions.get(func.id) === scope;
  if (func.nodeType !== 'Attribute' || func.attr !== scope.name || lastName(func.value) !== 'self') return false;
  return module.parent(scope) === classAround(module, func);
}

function argumentFor(call: Call, scope: FunctionNode, name: string): ExprNode | undefined {
  const given = call.keywords.find(({ arg }) => arg === name)?.value;
  const offset = call.func.nodeType === 'Attribute' && scope.args.args[0]?.arg === 'self' ? 1 : 0;
  const index = scope.args.args.findIndex(({ arg }) => arg === name) - offset;
  return given ?? (index >= 0 ? call.args[index] : undefined);
}

function updateBefore(module: PyModule, call: Call, name: string): Call | undefined {
  for (const node of walk(scopeOf(module, call))) {
    if (node === call) return undefined;
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || node.func.attr !== 'update') continue;
    if (node.func.value.nodeType === 'Name' && node.func.value.id === name && node.keywords.length > 0) return node;
  }
  return undefined;
}

/** `for number in paginator.page_range: paginator.page(number)` and `for page in paginator`: each page is an OFFSET. */
function pagedLoops(context: OrmContext): BatchLoop[] {
  const found: BatchLoop[] = [];
  for (const node of nodesOf(context)) {
    const paginator = node.nodeType === 'Call' ? pageCallIn(context, node) : node.nodeType === 'For' && node.iter.nodeType === 'Name' ? node.iter : undefined;
    const queryset = paginator === undefined ? undefined : paginated(context, paginator);
    if (paginator === undefined || queryset === undefined || isKeysOnly(queryset)) continue;
    const target = node.nodeType === 'For' ? node.iter : (node as Call);
    found.push(toldLoop(context, target, chainText(context.module, target.nodeType === 'Call' ? target.func : target), queryset, driftOfPages(context, node, target, queryset)));
  }
  return found;
}

/** What the loop over the pages does to their rows. Whoever begins with the last page loses none. */
function driftOfPages(context: OrmContext, node: PythonNode, target: ExprNode, queryset: Queryset): string | undefined {
  const { module } = context;
  const loop = node.nodeType === 'For' ? node : loopsAround(module, node).find((around): around is Loop => isLoop(around) && around.kind === 'for' && /page_range|num_pages/.test(module.source(around.iter)))?.node;
  if (loop?.nodeType !== 'For' || /\breversed\b|-\s*1\b/.test(module.source(loop.iter))) return undefined;
  return driftIn(context, { node: target, isRows: ({ origin, base }) => origin === 'page' && base.node === queryset.base.node }, queryset, loop);
}

/** `paginator.page(number)` in a loop over its page numbers. */
function pageCallIn({ module }: OrmContext, node: Call): ExprNode | undefined {
  const { func } = node;
  if (func.nodeType !== 'Attribute' || (func.attr !== 'page' && func.attr !== 'get_page') || func.value.nodeType !== 'Name') return undefined;
  const name = func.value.id;
  const around = loopsAround(module, node).some((loop) => {
    if (!isLoop(loop)) return false;
    const text = module.source(loop.iter);
    return text.includes(`${name}.page_range`) || text.includes(`${name}.num_pages`);
  });
  return around ? func.value : undefined;
}

/** The queryset of `paginator = Paginator(queryset, size)`. */
function paginated(context: OrmContext, node: ExprNode): Queryset | undefined {
  if (node.nodeType !== 'Name') return undefined;
  const [binding, ...others] = reaching(context.module, node, node.id);
  const call = binding?.kind === 'value' && others.length === 0 ? binding.value : undefined;
  const [first] = call?.nodeType === 'Call' && lastName(call.func).endsWith("Paginator") ? call.args : [];
  const value = first === undefined || isInMemory(context.module, first) ? undefined : valueOf(context, first);
  return value?.kind === 'queryset' ? value : undefined;
}
