import type { RowOrigin } from '../../../model/row-scope.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, Subscript } from '../../../python/nodes.ts';
import type { Binding } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, stringOf } from '../../../python/syntax/static.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';

/** A method call of a queryset's chain, in the module where it is written. */
export interface ChainCall {
  readonly name: string;
  readonly node: Call;
  readonly module: PyModule;
  /** What a `Prefetch` with a queryset loads, where whoever reads the chain can tell what the rows of that bring along. */
  readonly prefetches?: (argument: ExprNode) => readonly string[] | undefined;
}

/** What rows of a queryset bring along. Paths are Django's: `customer__region`. */
export interface Loads {
  /** `all`: `select_related()` without arguments, which joins every foreign key that can't be null, five levels deep. */
  readonly selectRelated: 'none' | 'all' | readonly string[];
  readonly prefetched: readonly string[];
  /** Something of the chain couldn't be read: it may load anything. */
  readonly unknown: boolean;
}

/** What iterating over a queryset yields. */
export type RowShape = 'instances' | 'dicts' | 'tuples' | 'scalars';

/** An expression that is a manager or a queryset, and what its chain did. */
export interface Queryset {
  readonly kind: 'queryset';
  readonly model: DjangoModel | undefined;
  /** The model's name as the code writes it, also where the model isn't the project's. */
  readonly name: string | undefined;
  /** The expression with which the chain began, as written in one place: what a remedy extends. */
  readonly base: { readonly module: PyModule; readonly node: ExprNode };
  /** No method was called yet: `Order.objects`, `order.items`. */
  readonly manager: boolean;
  readonly calls: readonly ChainCall[];
  readonly loads: Loads;
  readonly shape: RowShape;
  readonly slice: Subscript | undefined;
  readonly origin: RowOrigin;
  /** The instance whose related manager this is, and the relation's name. */
  readonly related: { readonly owner: Instance; readonly field: string } | undefined;
  /** It may be one of several chains, or two of them together: `calls` and `slice` don't hold for all of its rows. */
  readonly joined?: boolean;
  /** The chains that it may be or that it consists of, each whole, where there aren't too many to follow. */
  readonly alternatives?: readonly Queryset[] | undefined;
}

/** One row as a Python object. */
export interface Instance {
  readonly kind: 'instance';
  readonly model: DjangoModel | undefined;
  readonly name: string | undefined;
  /** The loop variable from which it was reached, and the queryset that loaded the loop's rows. */
  readonly row: { readonly variable: Binding; readonly queryset: Queryset } | undefined;
  /** The relations from the loop variable to here. */
  readonly path: readonly string[];
  /** Made by calling the model's class: not in the database until it is saved. */
  readonly unsaved: boolean;
  /** It was read right here, and nothing was prefetched for it. */
  readonly bare?: boolean;
}

const NO_LOADS: Loads = { selectRelated: 'none', prefetched: [], unknown: false };

/** A manager or queryset at the beginning of its chain. */
export function newQueryset(model: DjangoModel | undefined, name: string | undefined, base: Queryset['base'], more: Partial<Queryset> = {}): Queryset {
  return {
    kind: 'queryset', model, name, base, manager: true, calls: [], loads: NO_LOADS, shape: 'instances', slice: undefined, origin: 'table', related: undefined, ...more,
  };
}

/** The rows of a queryset which may bring along more than its chain says. */
export function ofUnknownLoads(queryset: Queryset): Queryset {
  const unknown = (one: Queryset): Queryset => ({ ...one, loads: { ...one.loads, unknown: true } });
  return { ...unknown(queryset), ...(queryset.alternatives === undefined ? {} : { alternatives: queryset.alternatives.map(unknown) }) };
}

/** Methods that give a queryset of the same rows or fewer. `get_queryset` and `all` of managers included. */
const REFINING: ReadonlySet<string> = new Set([
  'all', 'filter', 'exclude', 'complex_filter', 'order_by', 'distinct', 'reverse', 'annotate', 'alias', 'extra', 'using', 'defer', 'only', 'none',
  'select_related', 'prefetch_related', 'select_for_update', 'union', 'intersection', 'difference', 'get_queryset', 'iterator', 'aiterator', 'db_manager',
]);

/** True for queryset methods that give a queryset (or an iterator over its rows) again. */
export function isRefining(name: string): boolean {
  return REFINING.has(name) || SHAPES.has(name);
}

const SHAPES: ReadonlyMap<string, RowShape> = new Map([
  ['values', 'dicts'], ['values_list', 'tuples'], ['dates', 'scalars'], ['datetimes', 'scalars'],
]);

/** The queryset after one more call of a method that is Django's own, or undefined where that isn't a queryset. */
export function refine(queryset: Queryset, call: ChainCall): Queryset | undefined {
  if (!isRefining(call.name)) return undefined;
  return {
    ...queryset,
    manager: false,
    calls: [...queryset.calls, call],
    loads: loadsAfter(queryset.loads, call),
    shape: shapeAfter(queryset.shape, call),
    ...alternativesAfter(queryset, call),
  };
}

/** The queryset after a method of the project's own that couldn't be read. */
export function refineUnknown(queryset: Queryset, call: ChainCall): Queryset {
  return ofUnknownLoads({ ...queryset, manager: false, calls: [...queryset.calls, call], ...alternativesAfter(queryset, call) });
}

/** What narrows all of them narrows each, and each brings along what is asked of all. */
export function alternativesAfter({ alternatives }: Queryset, call: ChainCall): Pick<Queryset, 'alternatives'> {
  return alternatives === undefined ? {} : { alternatives: alternatives.map((one) => ({ ...one, calls: [...one.calls, call], loads: loadsAfter(one.loads, call) })) };
}

function shapeAfter(shape: RowShape, { name, node }: ChainCall): RowShape {
  if (name === 'values_list' && node.keywords.some(({ arg, value }) => arg === 'flat' && value.nodeType === 'Constant' && value.value === true)) return 'scalars';
  return SHAPES.get(name) ?? shape;
}

function loadsAfter(loads: Loads, call: ChainCall): Loads {
  if (call.name === 'select_related') return afterSelectRelated(loads, call);
  if (call.name === 'prefetch_related') return afterPrefetch(loads, call);
  return call.name === 'union' || call.name === 'intersection' || call.name === 'difference' ? { ...loads, unknown: true } : loads;
}

function afterSelectRelated(loads: Loads, { node, module }: ChainCall): Loads {
  const { args, keywords } = node;
  if (args.length === 0 && keywords.length === 0) return { ...loads, selectRelated: 'all' };
  const [only] = args;
  if (args.length === 1 && only?.nodeType === 'Constant' && only.value === null) return { ...loads, selectRelated: 'none' };
  const paths = args.map((node) => stringOf({ module, node }));
  const known = paths.filter((path) => path !== undefined);
  const before = typeof loads.selectRelated === 'string' ? [] : loads.selectRelated;
  return { ...loads, selectRelated: [...before, ...known], unknown: loads.unknown || known.length < paths.length || keywords.length > 0 };
}

function afterPrefetch(loads: Loads, { node, module, prefetches }: ChainCall): Loads {
  const [only] = node.args;
  if (node.args.length === 1 && only?.nodeType === 'Constant' && only.value === null) return { ...loads, prefetched: [] };
  const prefetched = [...loads.prefetched];
  let { unknown } = loads;
  for (const argument of node.args) {
    const path = stringOf({ module, node: argument });
    const paths = path === undefined ? (prefetches?.(argument) ?? [pathOfPrefetch(module, argument)]) : [path];
    for (const one of paths) if (one !== undefined) prefetched.push(one);
    unknown ||= paths.some((one) => one === undefined);
  }
  return { ...loads, prefetched, unknown: unknown || node.keywords.length > 0 };
}

/**
 * `Prefetch("items", queryset=…)` loads `items` and whatever its queryset joins: where nobody can tell what that is, everything below the path counts as loaded
 * (`items__*`). With `to_attr` the relation itself stays unloaded.
 */
export function pathOfPrefetch(module: PyModule, argument: ExprNode): string | undefined {
  const node = argument.nodeType === 'Name' ? soleValue(module, argument, argument.id) : argument;
  if (node?.nodeType !== 'Call') return undefined;
  const [first] = node.args;
  const lookup = first ?? node.keywords.find(({ arg }) => arg === 'lookup')?.value;
  const path = lastName(node.func).endsWith('Prefetch') && lookup !== undefined ? stringOf({ module, node: lookup }) : undefined;
  if (path === undefined) return undefined;
  const named = (name: string): boolean => node.keywords.some(({ arg }) => arg === name);
  if (named('to_attr')) return `${path}${ELSEWHERE}`;
  return named('queryset') || node.args.length > 1 ? `${path}__*` : path;
}

/** Both querysets may reach the same place: what either loads counts as loaded, so that nothing is reported that is right on one way. */
export function joinQuerysets(a: Queryset, b: Queryset): Queryset | undefined {
  if (a.model !== b.model || a.name !== b.name || a.shape !== b.shape) return undefined;
  const both = typeof a.loads.selectRelated === 'string' || typeof b.loads.selectRelated === 'string';
  const selectRelated = !both
    ? union(a.loads.selectRelated, b.loads.selectRelated)
    : [a.loads.selectRelated, b.loads.selectRelated].find((paths) => paths !== 'none') ?? 'none';
  const alternatives = alternativesOf(a, b);
  const isElsewhere = a.base.node !== b.base.node && a.loads !== b.loads;
  return {
    ...a,
    joined: true,
    alternatives,
    calls: a.calls.length >= b.calls.length ? a.calls : b.calls,
    slice: a.slice ?? b.slice,
    related: a.related ?? b.related,
    loads: { selectRelated, prefetched: union(a.loads.prefetched, b.loads.prefetched), unknown: a.loads.unknown || b.loads.unknown || (isElsewhere && alternatives === undefined) },
  };
}

/** The chains with which its rows begin, one for each place where one is written; those that have no rows begin none. */
export function beginningsOf(queryset: Queryset): readonly Queryset[] {
  const chains = (queryset.alternatives ?? []).filter((one) => callsOf(one, 'none').length === 0);
  const found = chains.filter(({ base }, index) => chains.findIndex((other) => other.base.node === base.node) === index);
  const [only = queryset] = found;
  return found.length > 1 ? found : [{ ...queryset, base: only.base }];
}

/** Chains that can't be told apart, or that are one query together: each may bring along what any of them loads. */
export function loadingAlike(queryset: Queryset): Queryset {
  const { alternatives, loads } = queryset;
  return alternatives === undefined ? queryset : { ...queryset, alternatives: alternatives.map((one) => ({ ...one, loads })) };
}

/**
 * The chains with which some of its rows begin, as `beginningsOf` gives them, where others begin elsewhere: each with all that any way from there loads. A chain that a branch
 * goes on with is one with the chain that it goes on from.
 */
export function branchesOf(queryset: Queryset): readonly Queryset[] {
  const beginnings = beginningsOf(queryset);
  if (beginnings.length < 2 || queryset.loads.unknown) return [];
  return beginnings.flatMap((first) => {
    const ways = (queryset.alternatives ?? []).filter(({ base }) => base.node === first.base.node);
    const together = ways.reduce<Queryset | undefined>((joined, way) => joined && joinQuerysets(joined, way), first);
    return together === undefined ? [] : [{ ...first, loads: together.loads }];
  });
}

/** Names that every branch of a long function narrows have more alternatives than are worth following. */
const MAX_ALTERNATIVES = 8;

function alternativesOf(a: Queryset, b: Queryset): readonly Queryset[] | undefined {
  if ([a, b].some(({ joined, alternatives }) => joined === true && alternatives === undefined)) return undefined;
  const found = [...new Set([a, b].flatMap((one) => one.alternatives ?? [one]))];
  return found.length > MAX_ALTERNATIVES ? undefined : found;
}

/** Both lists, each path once: a name that every branch of a long function narrows joins hundreds of times. */
function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return a === b ? a : [...new Set([...a, ...b])];
}

/** The calls of one method in a chain. */
export function callsOf(queryset: Queryset, ...names: readonly string[]): readonly ChainCall[] {
  return queryset.calls.filter(({ name }) => names.includes(name));
}

const AUTO_DEPTH = 5;

/**
 * True where the rows of the queryset bring the relation along that `path` reaches from them, and where that can't be known.
 *
 * `select_related()` without arguments follows foreign keys that can't be null, at most five (Django 3.2 to 5.2,
 * `db/models/query_utils.py`).
 */
export function isLoaded(queryset: Queryset, path: readonly string[]): boolean {
  const { selectRelated, prefetched } = queryset.loads;
  if (queryset.model === undefined || mayLoadAnything(queryset) || path[0] === knownParent(queryset)) return true;
  const text = path.join('__');
  const given = [...(typeof selectRelated === 'string' ? [] : selectRelated), ...prefetched];
  if (given.some((loaded) => covers(loaded, text))) return true;
  return selectRelated === 'all' && path.length <= AUTO_DEPTH && joinsAutomatically(queryset.model, path);
}

/**
 * The key that leads from the rows of `order.items.filter(…)` back to the one object they belong to: Django gives it to each of them, whatever else the chain does (`_known_related_objects`
 * in db/models/fields/related_descriptors.py, Django 3.2 to 5.2).
 */
export function knownParent({ related, model }: Queryset): string | undefined {
  const field = related?.owner.model?.fields.get(related.field);
  if (field?.reverse !== true || field.kind !== 'foreign-key') return undefined;
  return [...(model?.forward.values() ?? [])].find(({ declaration }) => declaration !== undefined && declaration.node === field.declaration?.node)?.name;
}

/** What the rows bring along beside what is joined: what is prefetched, and all that hangs on the one object that they belong to, which is asked for once. */
export function prefetchedWith(queryset: Queryset): readonly string[] {
  const parent = knownParent(queryset);
  return parent === undefined ? queryset.loads.prefetched : [...queryset.loads.prefetched, `${parent}__*`];
}

/** True where code of the module loads relations of rows that were read already. */
export const loadsAfterwards = oncePer(({ text }: PyModule) => text.includes('prefetch_related_objects'));

/** True where nothing says what its rows bring along, and where there are none: `Order.objects.none()`. */
export function mayLoadAnything(queryset: Queryset): boolean {
  return queryset.loads.unknown || mayBePrefetched(queryset) || (queryset.joined !== true && callsOf(queryset, 'none').length > 0);
}

/**
 * `order.items.all()` of an order that came from elsewhere: whoever read the order may have prefetched its items and theirs, and
 * another call in the chain would throw that away.
 */
function mayBePrefetched({ related, calls }: Queryset): boolean {
  return related !== undefined && related.owner.row === undefined && related.owner.bare !== true && calls.every(({ name }) => name === 'all');
}

/** What a Prefetch with `to_attr` is written as: it loads what leads to the relation, and puts the rows of the relation elsewhere. */
const ELSEWHERE = '__to_attr';

/** What follows the path of a Prefetch with a queryset of its own, of which is known what its rows bring along: `items__+`, `items__+__product`. */
export const OWN = '__+';

/** True where loading `loaded` loads `path` too; `items__*` stands for a Prefetch with a queryset of its own, behind which anything may be loaded. */
export function covers(loaded: string, path: string): boolean {
  const whole = loaded.replaceAll(OWN, '');
  if (whole.endsWith(ELSEWHERE)) return whole.slice(0, -ELSEWHERE.length).startsWith(`${path}__`);
  if (!whole.endsWith('__*')) return whole === path || whole.startsWith(`${path}__`);
  const stem = whole.slice(0, -'__*'.length);
  return stem === path || stem.startsWith(`${path}__`) || path.startsWith(`${stem}__`);
}

/** Rows of the relation at the end of `path` come by a Prefetch with a queryset of its own, which may leave some out or order them. */
export function isByOwnQueryset(loaded: string, path: string): boolean {
  return loaded === `${path}__*` || loaded.startsWith(`${path}${OWN}`);
}

/** One of the relations is on the way that a path goes, or at its end. */
export function isOnWay(relations: Iterable<string>, path: string): boolean {
  return [...relations].some((one) => path === one || path.startsWith(`${one}__`));
}

/** The paths of what is prefetched by which the rows of a relation come along under its own name. */
export function broughtAlong(prefetched: readonly string[], accessor: string): string[] {
  return prefetched.filter((path) => covers(path, accessor));
}

function joinsAutomatically(model: DjangoModel, path: readonly string[]): boolean {
  let at: DjangoModel | undefined = model;
  for (const name of path) {
    const field: DjangoField | undefined = at?.fields.get(name);
    if (field?.relation?.cardinality !== 'to-one' || field.reverse || field.nullable) return false;
    at = field.target;
  }
  return true;
}
