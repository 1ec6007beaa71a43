import { FEW_DAYS } from '../../../model/row-scope.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { lastName, numberConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { callsOf, type Queryset } from '../querysets/queryset.ts';

/** `Q` inside `Q`. */
const MAX_DEPTH = 4;

/** Values that a bound may have come from, one out of the other. */
const MOST_VALUES = 50;

/** What a condition asks of a column by the time that it is now. */
type Side = 'from' | 'to' | 'day';

/**
 * True where conditions leave what falls into the hours or days around now: `filter(end__gte=now - timedelta(days=1), end__lt=now)`, `filter(end__date=today)`.
 * One bound alone leaves all that is older, or newer.
 */
export function isOfDays(queryset: Queryset): boolean {
  const asked = new Map<string, Set<Side>>();
  for (const { node, module } of callsOf(queryset, 'filter')) {
    for (const { column, side } of sidesIn(module, node, 0)) asked.set(column, (asked.get(column) ?? new Set()).add(side));
  }
  return [...asked.values()].some((sides) => sides.has('day') || (sides.has('from') && sides.has('to')));
}

/** True where one of these days begins now: what is to come is planned by somebody, and of that there isn't ever more. */
export function isAhead(queryset: Queryset): boolean {
  return callsOf(queryset, 'filter').some(({ node, module }) => node.keywords.some(({ arg, value }) => /__gte?$/.test(arg ?? '') && isNow(module, value)));
}

/** True where a condition leaves what has come in the last days: `filter(created__gte=now - timedelta(days=3))`. */
export function isRecent(queryset: Queryset): boolean {
  return callsOf(queryset, 'filter').some(({ node, module }) => sidesIn(module, node, 0).some(({ side }) => side === 'from'));
}

/** Now itself, with nothing taken off. */
function isNow(module: PyModule, bound: ExprNode): boolean {
  const behind = [...valuesBehind(module, bound)].flatMap((value) => [...walk(value)]);
  return behind.some((node) => node.nodeType === 'Call' && NOW.test(lastName(node.func))) && !behind.some((node) => node.nodeType === 'BinOp' && node.op.nodeType === 'Sub');
}

/** What the keywords of `filter(…)` or `Q(…)` ask, and those of each `Q` of which all must be true. */
function sidesIn(module: PyModule, { args, keywords }: Call, depth: number): { readonly column: string; readonly side: Side }[] {
  const own = keywords.flatMap(({ arg, value }) => {
    const [, column = '', lookup = ''] = /^(.*?)__(gte?|lte?|range|date)$/.exec(arg ?? '') ?? [];
    return sidesOf(module, lookup, value).map((side) => ({ column, side }));
  });
  return [...own, ...args.flatMap(conjuncts).flatMap((call) => (depth > MAX_DEPTH ? [] : sidesIn(module, call, depth + 1)))];
}

/** `Q(…) & Q(…)` */
function conjuncts(node: ExprNode): Call[] {
  if (node.nodeType === 'BinOp' && node.op.nodeType === 'BitAnd') return [...conjuncts(node.left), ...conjuncts(node.right)];
  return node.nodeType === 'Call' && lastName(node.func) === 'Q' ? [node] : [];
}

function sidesOf(module: PyModule, lookup: string, value: ExprNode): Side[] {
  const bounds = lookup === 'range' && (value.nodeType === 'Tuple' || value.nodeType === 'List') ? value.elts : [value];
  if (lookup === '' || !bounds.every((bound) => isAroundNow(module, bound))) return [];
  if (lookup === 'range') return bounds.length === 2 ? ['from', 'to'] : [];
  return lookup === 'date' ? ['day'] : [lookup.startsWith('gt') ? 'from' : 'to'];
}

/** `timezone.now()`, `today - timedelta(days=1)`, and names of them. */
function isAroundNow(module: PyModule, bound: ExprNode): boolean {
  const calls = [...valuesBehind(module, bound)].flatMap((value) => [...walk(value)]).filter((node) => node.nodeType === 'Call');
  return calls.some(({ func }) => NOW.test(lastName(func))) && !calls.some(isFar);
}

const NOW = /^(?:now|today|utcnow|localdate|localtime)$/;

/** The expression, and what the names in it were set to, one out of the other: each once, however many ways lead to it. */
function valuesBehind(module: PyModule, expr: ExprNode): ReadonlySet<ExprNode> {
  const found = new Set([expr]);
  for (const value of found) {
    for (const node of walk(value)) {
      if (node.nodeType !== 'Name' || node.ctx.nodeType !== 'Load') continue;
      for (const set of reaching(module, node, node.id)) if (set.kind === 'value' && set.value !== undefined && found.size < MOST_VALUES) found.add(set.value);
    }
  }
  return found;
}

/** `timedelta(weeks=4)`, `timedelta(days=30)`, `relativedelta(months=1)`, `today.replace(day=1)` */
function isFar({ func, args, keywords }: Call): boolean {
  const name = lastName(func);
  if (name === 'replace') return keywords.some(({ arg }) => arg === 'day' || arg === 'month');
  if (name !== 'timedelta' && name !== 'relativedelta') return false;
  const days = name === 'timedelta' ? (args[0] ?? keywords.find(({ arg }) => arg === 'days')?.value) : keywords.find(({ arg }) => arg === 'days')?.value;
  return keywords.some(({ arg }) => /^(?:weeks|months|years)$/.test(arg ?? '')) || (days !== undefined && (numberConstant(days) ?? Infinity) > FEW_DAYS);
}
