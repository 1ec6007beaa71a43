import type { Call, Keyword, PythonNode } from '../../../python/nodes.ts';
import { isLoop, type Loop, loopsAround, mentions, variantNames } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentsOf, lastName, stringConstant } from '../../../python/syntax/static.ts';
import { enumeratedNames } from '../../../model/text.ts';
import type { DjangoProject } from '../project.ts';
import { fieldAt } from '../querysets/lookups.ts';
import { customMethod } from '../querysets/managers.ts';
import { outerRef } from '../values/outer-ref.ts';
import { broughtAlong, callsOf, isByOwnQueryset, isRefining, type Queryset } from '../querysets/queryset.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';
import { countedIn, countText, ROWS } from './counts.ts';
import { managerScope, managerWithOwnAll } from './manager-scope.ts';
import type { RowBehind } from './row-itself.ts';
import { isOrdered } from '../querysets/prefetched-first.ts';
import { whatPiecesNeed } from './pieces.ts';
import type { OuterKeys } from './text-keys.ts';
import { carriedBy, comparesOtherwise, conditionsOf, isKey, lookupOf, managerOfModel, manyOf } from './lookups.ts';

/** What is known of the place where rows are read one by one. */
export interface ReadPlace {
  /** Where the rows are read, where that isn't the code around the loop: "in `OrderAdmin.get_queryset()`". */
  readonly there?: string;
  /** There are too many rows to hold: what is looked up for them is read batch by batch. */
  readonly streamed?: boolean;
  /** The keys are text, or may be, which isn't equal to what the column holds. */
  readonly outerKeys?: OuterKeys | undefined;
  /** Where the code goes on to read the rows that this call asks about: `first()` behind `exists()`. */
  readonly again?: { readonly method: string; readonly line: number } | undefined;
  /** A loop further out decides what is read, not the nearest. */
  readonly outer?: boolean;
  /** The row of the loop, where that is what is looked up. */
  readonly itself?: string | undefined;
  /** What a key of the row leads to, where that is what is looked up. */
  readonly behind?: RowBehind | undefined;
  /** The rows come from a query, which a subquery can be put into. */
  readonly queried?: boolean;
  /** To ask which rows a related manager leaves out. */
  readonly django?: DjangoProject;
}

/**
 * What to write instead of a read that runs once per row.
 *
 * @param variant names that take another value with every row; undefined where the read uses none of them
 */
export function adviseRead(call: DatabaseCall, variant: ReadonlySet<string> | undefined, place: ReadPlace = {}): string {
  if (variant === undefined) return "It doesn't depend on the row: run it once before the loop.";
  const { again } = place;
  if (place.itself !== undefined) return `\`${place.itself}\` is that row: use it.`;
  if (place.behind !== undefined) return `It is what \`${place.behind.read}\` leads to: read that, and load it ${place.there ?? 'in the query of the rows'} with \`select_related("${place.behind.path}")\`.`;
  if (again !== undefined) return `It asks for the rows that \`${again.method}\` reads on line ${String(again.line)}: read them once and test what came.`;
  const { row } = call.queryset?.related?.owner ?? {};
  const plain = row === undefined ? adviseLookup(call, variant, place) : adviseRelated(call, variant, place);
  const needed = row === undefined || place.django === undefined || !plain.includes('prefetch_related(') ? undefined : whatPiecesNeed(place.django, row.queryset);
  const advice = needed === undefined ? plain : `${plain} ${needed.charAt(0).toUpperCase()}${needed.slice(1)}.`;
  return place.outer === true ? `It doesn't depend on the inner loop: run it before that, or ${advice.charAt(0).toLowerCase()}${advice.slice(1)}` : advice;
}

/** A relation of the row that is narrowed, counted or tested. */
function adviseRelated({ node, queryset, operation, method }: DatabaseCall, variant: ReadonlySet<string>, place: ReadPlace): string {
  const { django } = place;
  const there = place.there ?? 'in the query of the rows';
  const along = place.there ?? 'with the rows';
  const field = queryset?.related?.field ?? '';
  const path = [...(queryset?.related?.owner.path ?? []), queryset?.related?.owner.model?.fields.get(field)?.queryName ?? field].join('__');
  // a prefetch knows the other side of a relation by its accessor, lookups by another name: `item_set` and `item`
  const accessor = [...(queryset?.related?.owner.path ?? []), field].join('__');
  // a relation that hangs on another one is found by that one's key
  const steps = queryset?.related?.owner.path ?? [];
  const outer = outerRef(steps);
  const own = django === undefined || operation === 'count' || operation === 'exists' || operation === 'aggregate' ? undefined : managerWithOwnAll(django, queryset?.model);
  if (own !== undefined) return `Load them ${along}: \`prefetch_related(Prefetch("${accessor}", queryset=…, to_attr=…))\`, the same conditions in its queryset, and read what \`to_attr\` sets: \`${own}\` answers \`all()\` by a query of its own, whatever is prefetched.`;
  // what a method of the manager narrows them by may lie beyond them, as may what is read of them
  const beyond = django === undefined || queryset === undefined ? [] : [...new Set([...relationsAsked(django, queryset), ...relationsShown(queryset)])].map((name) => `${accessor}__${name}`);
  const all = [accessor, ...beyond].map((name) => `"${name}"`).join(', ');
  // in a column's function any local name may or may not come from the row
  if (place.there === undefined && isNarrowedByRow(queryset, variant)) return `Load them ${along}: \`prefetch_related(${all})\`, and choose among \`${field}.all()\` in Python: a condition takes another value with each row.`;
  if (isPrefetched(queryset, accessor)) return `Choose among \`${field}.all()\` in Python, which the rows bring along: \`${method === 'iterate' ? narrowing(queryset) : method}()\` asks the database all the same.${beyond.length === 0 ? '' : ` It asks for ${enumeratedNames(beyond)}, which has to be prefetched for that.`}`;
  const narrowed = conditionsOf(queryset).length > 0;
  const isPlain = queryset?.calls.every(({ name }) => name === 'all') === true;
  const filter = narrowed ? ', filter=Q(…)' : '';
  const scope = django === undefined || (operation !== 'count' && operation !== 'aggregate') ? undefined : managerScope(django, queryset?.model);
  if (scope !== undefined) return `${operation === 'count' ? 'Count' : 'Compute'} ${there} with a \`Subquery\` of the same rows, found by \`${outer}\`: \`${scope.name}\`, by which the relation is read, ${scope.isForeign ? 'may leave' : 'leaves'} rows out.`;
  if (operation === 'count') {
    const counted = queryset === undefined ? undefined : countedIn(queryset);
    if (counted === undefined) return `Count ${there}: \`annotate(n=Subquery(…))\` of the same query with \`${outer}\`, grouped and counted; then read \`n\`.`;
    return `Count ${there}: \`annotate(n=${countText(counted, path)}${filter}, distinct=True))\`; then read \`n\`.`;
  }
  if (operation === 'exists') return `Test ${there} with \`annotate(found=Exists(…))\` over the same rows, found by \`${outer}\`.`;
  if (operation === 'aggregate') return `Compute it ${there} with \`annotate()\` over "${path}"${narrowed ? ', its conditions as `filter=Q(…)`' : ''}.`;
  if (node.nodeType === 'Subscript' && isPlain) return `Load them ${along}: \`prefetch_related("${accessor}")\`, which answers an index of \`all()\` too.`;
  if (method === 'first' && isPlain && django !== undefined && isOrdered(django, queryset.model)) return `Load them ${along}: \`prefetch_related("${accessor}")\`, from which \`first()\` takes it, as they have an order. Where each has many, annotate what is needed of it by a \`Subquery\` with \`[:1]\` instead.`;
  // a row that comes from elsewhere, of a form's answer say, lacks what `to_attr` sets, and finds what `all()` gives by itself
  if (place.there !== undefined && !isPlain) return `Load them ${along}: \`prefetch_related(${all})\`, and choose among \`${field}.all()\` in Python: a further \`${narrowing(queryset)}()\` doesn't use the prefetch cache.`;
  if (operation === 'readOne') return `Load them ${along}: \`prefetch_related(Prefetch("${accessor}", queryset=…, to_attr=…))\` and take the element in Python; \`${method}()\` doesn't use the prefetch cache.${method === 'latest' || method === 'earliest' ? ' Where each has many, annotate what is needed of it by a `Subquery` with `[:1]` instead.' : ''}`;
  return `Load them ${along}: \`prefetch_related(Prefetch("${accessor}", queryset=…, to_attr=…))\`; a further \`${narrowing(queryset)}()\` doesn't use the prefetch cache.`;
}

/** The relations of the rows whose columns `values_list("organisation__name")` reads: the query joins them, and rows that come by a prefetch lack them. */
function relationsShown({ model, calls }: Queryset): string[] {
  const names = calls.flatMap(({ name, node }) => (name === 'values' || name === 'values_list' ? node.args.flatMap((argument) => stringConstant(argument) ?? []) : []));
  return names.flatMap((name) => {
    const found = model === undefined ? undefined : fieldAt(model, name);
    return found?.joins === true ? [found.steps.slice(0, -1).map((step) => step.name).join('__')] : [];
  });
}

/** The relations of the rows by which methods of the project's own managers in the chain narrow them. */
function relationsAsked(django: DjangoProject, queryset: Queryset): string[] {
  const { model } = queryset;
  const methods = queryset.calls.flatMap(({ name }) => customMethod(django, queryset, name) ?? []);
  const names = methods.flatMap(({ node }) => [...walk(node.body)].flatMap((inner) => (inner.nodeType === 'Call' && /^(?:filter|exclude|Q)$/.test(lastName(inner.func)) ? inner.keywords.map(({ arg }) => arg ?? '') : [])));
  const paths = names.map((name) => name.split('__')).filter(([first = '', ...deeper]) => deeper.length > 0 && model?.fields.get(first)?.relation !== undefined);
  return [...new Set(paths.map(([first = '']) => first))];
}

/** The queryset of the rows prefetches the relation by name, all of it as far as can be seen. */
function isPrefetched(queryset: Queryset | undefined, accessor: string): boolean {
  const rows = queryset?.related?.owner.row?.queryset;
  if (rows === undefined || callsOf(rows, 'iterator', 'aiterator').length > 0) return false;
  return broughtAlong(rows.loads.prefetched, accessor).some((loaded) => !isByOwnQueryset(loaded, accessor));
}

/** `customer.orders.exclude(agent__in=own_agents)`: what the round has worked out for its row is no part of a query for all rows. */
function isNarrowedByRow(queryset: Queryset | undefined, variant: ReadonlySet<string>): boolean {
  return conditionsOf(queryset).some(({ node }) => argumentsOf(node).some((value) => mentions(value, variant)));
}

/** The call by which the chain stops being what a prefetch holds. */
function narrowing(queryset: Queryset | undefined): string {
  return queryset?.calls.find(({ name }) => name !== 'all')?.name ?? 'filter';
}

/** A lookup by something of the row. */
function adviseLookup(call: DatabaseCall, variant: ReadonlySet<string>, { streamed = false, outerKeys, outer = false, queried = false }: ReadPlace): string {
  const { from, fields, more } = lookupOf(call, variant);
  const source = from === 'queryset' && modelNameOf(call) === undefined ? 'the queryset' : `\`${from}\``;
  const [field] = fields;
  const many = `\`filter(${manyOf(fields)})\``;
  // of the model's own manager the headline tells already
  const all = from === managerOfModel(call) ? many : `\`${from}.filter(${manyOf(fields)})\``;
  const kept = keptText(call, more);
  const when = streamed ? 'for each batch of a few hundred rows' : outer ? 'before the outer loop' : 'before the loop';
  const textKeys = outerKeys !== undefined;
  const keysAre = outerKeys === 'payload' ? 'the keys here may be text' : 'the keys here are text';
  const why = `: ${keysAre}${outerKeys === 'payload' ? ', so ask by `str(key)`' : ''}`;
  const dictionary = `${fields.length > 1 ? `a dictionary by ${named(fields)}` : 'a dictionary'}${textKeys ? ` ${fields.length > 1 ? 'as text' : `by \`str(row.${columnOf(call, field)})\``}${why}` : ''}`;
  const grouped = fields.length === 0 ? '…' : fields.map((name) => `"${name}"`).join(', ');
  // found by a range, by a method of the project: no list of values stands for what all rounds ask
  if (fields.length === 0 && call.method !== 'refresh_from_db') return `Answer all rounds by one query of ${source} ${when}${kept.replace(/,$/, '')}, and take the part of each from it in Python.`;
  switch (call.operation) {
    case 'count':
      return `Count all of them ${when}: ${all}${kept} ${countAll(call.queryset, grouped)}${textKeys ? `; ${keysAre}: take each by \`str(…)\`` : ''}.`;
    case 'exists':
      return `Read the ones that exist ${when}, \`${existing(from, fields, textKeys)}\`${kept === '' ? ',' : kept} and test membership${textKeys ? why : ''}.`;
    case 'aggregate':
      return `Compute all of them ${when}: ${all}${kept} with \`values(${grouped}).annotate(…)\`${textKeys ? `; ${keysAre}: take each by \`str(…)\`` : ''}.`;
    case 'readOne':
      if (call.method === 'refresh_from_db') return 'Read the rows again with one queryset instead.';
      if (fields.length === 1 && isKey(field) && textKeys) return `Read all of them ${when} with \`${from}.filter(pk__in=…)\`${kept} and take each from ${dictionary}.`;
      if (fields.length === 1 && isKey(field) && isOfInstances(call.queryset)) return `Read all of them ${when} with \`${from}.in_bulk(…)\`${kept} and take each from the dictionary.`;
      if (FIRST[call.method] !== undefined && !isOne(call, fields)) return `Read all of them from ${source} ${when} with ${many}${kept} ${orderOf(call)} and keep the ${FIRST[call.method] ?? ''} of each in ${dictionary}${queried ? '; where each has many, annotate its key by a `Subquery` with `[:1]` instead' : ''}.`;
      return `Read all of them from ${source} ${when} with ${many}${kept} and take each from ${dictionary}.`;
    default:
      return `Read all of them from ${source} ${when} with ${many}${kept} and group them in ${dictionary}.`;
  }
}

/** What of the chain belongs to the one query as well, as a clause: conditions, joins, the columns, the database. */
function keptText({ queryset, operation }: DatabaseCall, more: boolean): string {
  const rows = (operation === 'readOne' || operation === 'readMany') && (queryset === undefined || queryset.shape === 'instances');
  const carried = carriedBy(queryset, 'using', 'db_manager', ...(rows ? ['select_related', 'prefetch_related', 'only', 'defer'] : [])).map((name) => `its \`${name}()\``);
  const parts = [...(more ? ['the rest of its conditions'] : []), ...carried];
  return parts.length === 0 ? '' : `, with ${listed(parts)} kept,`;
}

function listed(parts: readonly string[]): string {
  return parts.length <= 1 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** Methods that take one row of several, and which. */
const FIRST: Readonly<Record<string, string>> = { first: 'first', last: 'last', latest: 'last', earliest: 'first' };

/** `latest("created")` brings its own order, turned around. */
function orderOf({ method, call }: DatabaseCall): string {
  const fields = method === 'latest' || method === 'earliest' ? (call?.args ?? []).flatMap((node) => (node.nodeType === 'Constant' && typeof node.value === 'string' ? [`\`${node.value}\``] : [])) : [];
  return fields.length > 0 ? `ordered by ${listed(fields)}` : 'in the same order';
}

/** One row at most has these values. */
function isOne({ queryset }: DatabaseCall, fields: readonly string[]): boolean {
  return fields.length === 1 && (isKey(fields[0]) || queryset?.model?.fields.get(fields[0] ?? '')?.unique === true);
}

/** `in_bulk()` refuses a slice, and `values()` of every kind. */
function isOfInstances(queryset: Queryset | undefined): boolean {
  return queryset === undefined || (queryset.shape === 'instances' && queryset.slice === undefined);
}

/** How one grouped query gives the numbers that `count()` gives row by row. */
function countAll(queryset: Queryset | undefined, grouped: string): string {
  const counted = queryset === undefined ? ROWS : countedIn(queryset);
  if (counted === undefined) return `in one query that gives the same numbers, grouped by ${grouped.replaceAll('"', '`')}`;
  return `with \`values(${grouped}).annotate(n=${countText(counted, 'pk')}${counted.distinct ? ', distinct=True' : ''}))\``;
}

function named(fields: readonly string[]): string {
  return fields.map((name) => `\`${name}\``).join(' and ');
}

/** The attribute that holds what a lookup compares: the key for relations. */
function columnOf({ queryset }: DatabaseCall, field = 'pk'): string {
  return isKey(field) ? 'pk' : (queryset?.model?.fields.get(field)?.attname ?? field);
}

/** The set of values that are there: a value other than the key may be there many times. */
function existing(from: string, fields: readonly string[], textKeys: boolean): string {
  const [field = 'pk'] = fields;
  const chain = `${from}.filter(${manyOf(fields)}).values_list(`;
  if (fields.length > 1) return `set(${chain}${fields.map((name) => `"${name}"`).join(', ')}).distinct())`;
  const flat = `${chain}"${field}", flat=True)${isKey(field) ? '' : '.distinct()'}`;
  return textKeys ? `set(map(str, ${flat}))` : `set(${flat})`;
}

/** Names that take another value with every turn of `loop`, or of a loop between it and `node`. */
export function variantNamesAt(module: PyModule, node: PythonNode, loop: Loop): ReadonlySet<string> {
  const names = new Set(variantNames(module, loop));
  for (const between of loopsAround(module, node)) {
    if (!isLoop(between)) continue;
    if (between.node === loop.node) break;
    for (const name of variantNames(module, between)) names.add(name);
  }
  return names;
}

/** The query reads one of these names, in its own call or where its chain begins. */
export function dependsOn({ node, queryset }: DatabaseCall, names: ReadonlySet<string>): boolean {
  return mentions(node, names) || (queryset !== undefined && mentions(queryset.base.node, names));
}

/**
 * One query can answer for all rows: something of the row is compared for equality, or the row's own relation is read. Where rows
 * are found by ranges or texts of the row, each needs a query of its own.
 */
export function isBatchable(module: PyModule, { queryset, call }: DatabaseCall, variant: ReadonlySet<string>): boolean {
  if (queryset?.related !== undefined) return true;
  // a round may ask by these conditions, the next one by others
  if (queryset?.joined === true && new Set(queryset.alternatives?.map((one) => conditionsOf(one).length)).size !== 1) return false;
  const calls = [...(queryset === undefined ? [] : queryset.calls.filter((one) => one.module === module)), ...(call === undefined ? [] : [{ name: '', node: call }])];
  let [lookups, keys] = [0, 0];
  for (const { name, node } of calls) {
    if (name !== '' && !isRefining(name) && [...node.args, ...node.keywords].some((argument) => mentions(argument, variant))) return true;
    for (const keyword of keywordsIn(node)) {
      if (!mentions(keyword.value, variant)) continue;
      lookups += 1;
      // one range or text of the row among its keys, and no list of keys stands for the condition any more
      if (keyword.arg === undefined || comparesOtherwise(queryset?.model, keyword.arg)) return false;
      if (keyword.arg !== 'defaults') keys += 1;
    }
  }
  if (keys > 0) return true;
  return lookups === 0 && calls.length > 0 && call?.keywords.length === 0 && call.args.length > 0;
}

/** Keyword arguments of a call, those inside `Q(…)` included. */
export function keywordsIn(node: Call): Keyword[] {
  const found = [...node.keywords];
  for (const argument of node.args) for (const inner of walk(argument)) if (inner.nodeType === 'Call' && lastName(inner.func) === 'Q') found.push(...inner.keywords);
  return found;
}
