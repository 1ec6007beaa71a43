import { plainEvidence } from '../../../model/evidence.ts';
import type { QueryCall } from '../../../model/query-call.ts';
import type { Span } from '../../../model/text.ts';
import type { ExprNode, Name, Subscript } from '../../../python/nodes.ts';
import { scopeOf, usesIn } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { isTested } from '../../../python/syntax/truth.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext, querysetOf } from '../values/values.ts';
import { chainText } from './calls.ts';
import { isKey } from './lookups.ts';

/** A slice of a queryset whose beginning isn't fixed: `orders[start:end]`. */
export interface OffsetSlice {
  readonly node: Subscript;
  readonly lower: ExprNode;
  readonly queryset: Queryset;
}

/** Every slice of a queryset in the module that skips a number of rows which varies. `[:n]` and `[n:]` page through nothing. */
export function offsetSlices(context: OrmContext): OffsetSlice[] {
  const found: OffsetSlice[] = [];
  for (const node of nodesOf(context)) {
    if (node.nodeType !== 'Subscript' || node.slice.nodeType !== 'Slice') continue;
    const { lower, upper } = node.slice;
    if (lower === undefined || upper === undefined || lower.nodeType === 'Constant') continue;
    const queryset = querysetOf(context, node.value);
    // keys alone come from the index: walking past them is cheap enough
    if (queryset !== undefined && queryset.slice === undefined && !isKeysOnly(queryset) && !isInMemory(context.module, node.value)) found.push({ node, lower, queryset });
  }
  return found;
}

/** `len(orders)` and the like have read all rows: a slice then takes them from memory, and so does a paginator. */
export function isInMemory(module: PyModule, value: ExprNode): boolean {
  if (value.nodeType !== 'Name') return false;
  const bindings = reaching(module, value, value.id);
  const isOfSame = (read: Name): boolean => reaching(module, read, read.id).some((binding) => bindings.includes(binding));
  return (usesIn(scopeOf(module, value)).get(value.id) ?? []).some((read) => isReadWhole(module, read) && isOfSame(read));
}

/** All rows of a queryset are read where its name stands: what is measured, copied, gone over or tested. */
function isReadWhole(module: PyModule, read: Name): boolean {
  const parent = module.parent(read);
  if (parent?.nodeType === 'Call') return parent.func.nodeType === 'Name' && ['len', 'list', 'bool', 'sorted'].includes(parent.func.id) && parent.args[0] === read;
  if (parent?.nodeType === 'For') return parent.iter === read;
  return parent?.nodeType === 'BoolOp' || isTested(module, read);
}

/** Pages that are reached by an offset. Slices of batch loops (`taken`) are another rule's. */
export function offsetOf(context: OrmContext, taken: readonly Span[]): QueryCall[] {
  const { module } = context;
  return offsetSlices(context)
    .filter(({ node }) => !taken.some(([start]) => start === module.range(node)[0]))
    .map(({ node, lower, queryset }) => {
      const text = module.source(lower);
      const span = module.range(node.slice);
      const advice = isPaginator(module, node) ? 'Its lists have orders of their own: offer a `CursorPagination` for those that get long, which goes on from the last row.' : adviseKey(queryset);
      return {
        span, callee: chainText(module, node.value), library: 'Django', model: queryset.name, operation: 'readMany', statements: 1, evidence: plainEvidence('read'), via: undefined,
        offset: { span, text, advice }, advice, remedies: [],
      };
    });
}

/** How to read the page after the last row of the one before, in the order that the queryset has. */
function adviseKey(queryset: Queryset): string {
  const { field, lookup, text } = orderOf(queryset);
  const after = `${field}__${lookup}=last_${field}`;
  if (isKey(field) || queryset.model?.fields.get(field)?.unique === true) return `Page by key, from the last row of the page before: \`filter(${after}).order_by("${text}")[:size]\`.`;
  // rows with the same value may stand on both sides of the end of a page
  return `Page by key, from the last row of the page before: \`filter(Q(${after}) | Q(${field}=last_${field}, pk__${lookup}=last_pk))\` with \`order_by("${text}", "${lookup === 'lt' ? '-' : ''}pk")[:size]\`.`;
}

/** The method by which REST framework's paginators cut whatever list a view has (rest_framework/pagination.py). */
function isPaginator(module: PyModule, node: Subscript): boolean {
  const fn = scopeOf(module, node);
  return isFunction(fn) && fn.name === 'paginate_queryset';
}

/** The field that the rows are ordered by, where it is one, and which way; the key else. */
export interface Order {
  readonly field: string;
  /** The lookup that finds the next rows. */
  readonly lookup: 'gt' | 'lt';
  /** As `order_by()` takes it. */
  readonly text: string;
}

/** How the rows of a queryset are ordered, `reverse()` included. */
export function orderOf(queryset: Queryset): Order {
  const args = queryset.calls.findLast(({ name }) => name === 'order_by')?.node.args ?? [];
  const [only] = args;
  const named = args.length === 1 && only?.nodeType === 'Constant' && typeof only.value === 'string' ? /^(-?)([a-z]\w*)$/.exec(only.value) : undefined;
  const field = named?.[2] ?? 'pk';
  const descending = (named?.[1] === '-') !== (args.length > 0 && callsOf(queryset, 'reverse').length % 2 === 1);
  return { field, lookup: descending ? 'lt' : 'gt', text: descending ? `-${field}` : field };
}

/** Keys or a few columns instead of rows. */
export function isKeysOnly(queryset: Queryset): boolean {
  return queryset.shape === 'scalars' || queryset.shape === 'tuples';
}
