import type { Call, ExprNode, Keyword, PythonNode } from '../../nodes.ts';
import { reaching } from '../../syntax/flow.ts';
import { isLoop, type Loop, loopsAround, mentions, variantNames } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';
import { callsOf, isRefining, type Queryset } from '../queryset.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';

/** What is known of the place where rows are read one by one. */
export interface ReadPlace {
  /** The method that reads the rows, where that isn't the code around the loop: `OrderAdmin.get_queryset()`. */
  readonly getter?: string;
  /** There are too many rows to hold: what is looked up for them is read batch by batch. */
  readonly streamed?: boolean;
  /** The keys are text, which isn't equal to the keys of `in_bulk()`. */
  readonly textKeys?: boolean;
}

/**
 * What to write instead of a read that runs once per row.
 *
 * @param variant names that take another value with every row; undefined where the read uses none of them
 */
export function adviseRead(call: DatabaseCall, variant: ReadonlySet<string> | undefined, place: ReadPlace = {}): string {
  if (variant === undefined) return "It doesn't depend on the row: run it once before the loop.";
  return call.queryset?.related?.owner.row === undefined ? adviseLookup(call, variant, place) : adviseRelated(call, place.getter);
}

/** A relation of the row that is narrowed, counted or tested. */
function adviseRelated({ queryset, operation, method }: DatabaseCall, getter: string | undefined): string {
  const there = getter === undefined ? 'in the query of the rows' : `in \`${getter}\``;
  const along = getter === undefined ? 'with the rows' : `in \`${getter}\``;
  const field = queryset?.related?.field ?? '';
  const path = [...(queryset?.related?.owner.path ?? []), field].join('__');
  const narrowed = queryset !== undefined && callsOf(queryset, 'filter', 'exclude').length > 0;
  if (operation === 'count') return narrowed ? `Count ${there}: \`annotate(n=Count("${path}", filter=Q(…)))\`.` : `Count ${there}: \`annotate(n=Count("${path}"))\`, or load them with \`prefetch_related("${path}")\`, whose cache \`count()\` uses.`;
  if (operation === 'exists') return narrowed ? `Test ${there}: \`annotate(found=Exists(…))\` with \`OuterRef("pk")\`.` : `Test ${there} with \`annotate(found=Exists(…))\`, or load them with \`prefetch_related("${path}")\`, whose cache \`exists()\` uses.`;
  if (operation === 'aggregate') return `Compute it ${there} with \`annotate()\` over "${path}".`;
  if (operation === 'readOne') return `Load them ${along}: \`prefetch_related(Prefetch("${path}", queryset=…, to_attr=…))\` and take the element in Python; \`${method}()\` doesn't use the prefetch cache.`;
  return `Load them ${along}: \`prefetch_related(Prefetch("${path}", queryset=…, to_attr=…))\`; a further \`${narrowing(queryset)}()\` doesn't use the prefetch cache.`;
}

/** The call by which the chain stops being what a prefetch holds. */
function narrowing(queryset: Queryset | undefined): string {
  return queryset?.calls.find(({ name }) => name !== 'all')?.name ?? 'filter';
}

/** A lookup by something of the row. */
function adviseLookup(call: DatabaseCall, variant: ReadonlySet<string>, { streamed = false, textKeys = false }: ReadPlace): string {
  const manager = managerOf(call, variant);
  const source = modelNameOf(call) === undefined ? 'the queryset' : `\`${manager}\``;
  const fields = lookupFields(call, variant) ?? [];
  const [field] = fields;
  const many = `\`filter(${manyOf(fields)})\``;
  const kept = hasMore(call, variant) ? ', with the rest of its conditions kept,' : '';
  const when = streamed ? 'for each batch of a few hundred rows' : 'before the loop';
  const dictionary = fields.length > 1 ? `a dictionary by ${fields.map((name) => `\`${name}\``).join(' and ')}` : 'a dictionary';
  switch (call.operation) {
    case 'count':
      return `Count all of them ${when}: ${many}${kept} with \`values(${fields.length === 0 ? '…' : fields.map((name) => `"${name}"`).join(', ')}).annotate(n=Count("pk"))\`.`;
    case 'exists':
      return `Read the ones that exist ${when}, \`set(${manager}.filter(${manyOf(fields)}).values_list(${existing(fields)}\`${kept === '' ? ',' : kept} and test membership.`;
    case 'aggregate':
      return `Compute all of them ${when}: ${many}${kept} with \`values(…).annotate(…)\`.`;
    case 'readOne':
      if (call.method === 'refresh_from_db') return 'Read the rows again with one queryset instead.';
      if (fields.length === 1 && isKey(field) && textKeys) return `Read all of them ${when} with \`${manager}.filter(pk__in=…)\`${kept} and take each from a dictionary by \`str(row.pk)\`: the keys here are text.`;
      if (fields.length === 1 && isKey(field)) return `Read all of them ${when} with \`${manager}.in_bulk(…)\`${kept} and take each from the dictionary.`;
      return `Read all of them from ${source} ${when} with ${many}${kept} and take each from ${dictionary}.`;
    default:
      return `Read all of them from ${source} ${when} with ${many}${kept} and group them in ${dictionary}.`;
  }
}

function manyOf(fields: readonly string[]): string {
  return fields.length === 0 ? '…__in=…' : fields.map((field) => `${field}__in=…`).join(', ');
}

/** The arguments of `values_list()` and what follows: a value other than the key may be there many times. */
function existing(fields: readonly string[]): string {
  const [field = 'pk'] = fields;
  if (fields.length > 1) return `${fields.map((name) => `"${name}"`).join(', ')}).distinct())`;
  return `"${field}", flat=True)${isKey(field) ? '' : '.distinct()'})`;
}

function isKey(field: string | undefined): boolean {
  return field === 'pk' || field === 'id';
}

/** The manager that the code asks, where that is the same for every row: `Product.visible`, `Order.objects` else. */
export function managerOf(call: DatabaseCall, variant: ReadonlySet<string>): string {
  const base = call.queryset?.base;
  let node = base?.node;
  while (node?.nodeType === 'Call' && node.func.nodeType === 'Attribute') node = node.func.value;
  const text = base !== undefined && node?.nodeType === 'Attribute' && node.lineno > 0 && !mentions(node, variant) ? base.module.source(node).replaceAll(/\s+/g, ' ') : '';
  const model = modelNameOf(call);
  if (text !== '' && !/^(self|cls)\b/.test(text) && text.length <= LONGEST_MANAGER && model !== undefined) return text;
  return model === undefined ? 'queryset' : `${model}.objects`;
}

const LONGEST_MANAGER = 40;

/** Methods that put no condition on the rows. */
const UNCONDITIONAL: ReadonlySet<string> = new Set(['all', 'order_by', 'reverse', 'select_related', 'prefetch_related', 'using', 'db_manager', 'only', 'defer', 'values', 'values_list', 'distinct', 'iterator', 'aiterator', 'get_queryset', 'select_for_update']);

/** The read has conditions beside the ones by which the row looks it up. */
function hasMore({ queryset, call }: DatabaseCall, variant: ReadonlySet<string>): boolean {
  const calls = [...(queryset?.calls ?? []).filter(({ name }) => !UNCONDITIONAL.has(name)), ...(call?.func.nodeType === 'Attribute' && queryset !== undefined ? [{ name: 'get', node: call }] : [])];
  return calls.some(({ name, node }) => {
    if (name !== 'filter' && name !== 'get') return true;
    return node.args.some((argument) => argument.nodeType !== 'Constant' && !mentions(argument, variant)) || node.keywords.some(({ arg, value }) => arg !== 'defaults' && (!mentions(value, variant) || LOOKUPS.test(arg ?? '')));
  });
}

/** The field by which the rows are looked up, where there is one plain keyword. */
export function lookupField(call: Pick<DatabaseCall, 'queryset' | 'call'>, variant: ReadonlySet<string>): string | undefined {
  const fields = lookupFields(call, variant) ?? [];
  return fields.length === 1 ? fields[0] : undefined;
}

/** The fields that are compared with something of the row, undefined where one is compared for more than equality. */
function lookupFields({ queryset, call }: Pick<DatabaseCall, 'queryset' | 'call'>, variant: ReadonlySet<string>): readonly string[] | undefined {
  const calls: Call[] = [...(queryset === undefined ? [] : callsOf(queryset, 'filter').map(({ node }) => node)), ...(call === undefined ? [] : [call])];
  const keywords = calls.flatMap(({ keywords: own }) => own).filter((keyword): keyword is Keyword & { arg: string } => typeof keyword.arg === 'string' && keyword.arg !== 'defaults');
  const fields = keywords.filter(({ value }) => mentions(value, variant)).map(({ arg }) => arg.replace(/__exact$/, ''));
  return fields.some((field) => LOOKUPS.test(field)) ? undefined : [...new Set(fields)];
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

/** The key of a lookup was cut from a text or came with a request: `match.group(1)`, `line.split(",")[0]`, `request.POST["id"]`. */
export function takesTextKey(module: PyModule, { call }: DatabaseCall): boolean {
  const value = call?.keywords.find(({ arg }) => isKey(arg))?.value;
  if (value === undefined) return false;
  const bindings = value.nodeType === 'Name' ? reaching(module, value, value.id) : [];
  return [value, ...bindings.flatMap((binding) => (binding.value === undefined ? [] : [binding.value]))].some((node) => isText(module, node));
}

function isText(module: PyModule, node: ExprNode): boolean {
  let at = node;
  while (at.nodeType === 'Subscript') at = at.value;
  if (at.nodeType === 'Call' && at.func.nodeType === 'Attribute' && /^(group|groups|split|rsplit|splitlines|strip|findall|getlist|partition)$/.test(at.func.attr)) return true;
  return /(^|\.)request\.(POST|GET|query_params)\b/.test(module.source(at));
}

/**
 * One query can answer for all rows: something of the row is compared for equality, or the row's own relation is read. Where rows
 * are found by ranges or texts of the row, each needs a query of its own.
 */
export function isBatchable(module: PyModule, { queryset, call }: DatabaseCall, variant: ReadonlySet<string>): boolean {
  if (queryset?.related !== undefined) return true;
  const calls = [...(queryset === undefined ? [] : queryset.calls.filter((one) => one.module === module)), ...(call === undefined ? [] : [{ name: '', node: call }])];
  let lookups = 0;
  for (const { name, node } of calls) {
    if (name !== '' && !isRefining(name) && [...node.args, ...node.keywords].some((argument) => mentions(argument, variant))) return true;
    for (const keyword of keywordsIn(node)) {
      if (!mentions(keyword.value, variant)) continue;
      lookups += 1;
      if (!LOOKUPS.test(keyword.arg ?? '__range') && keyword.arg !== 'defaults') return true;
    }
  }
  return lookups === 0 && calls.length > 0 && call?.keywords.length === 0 && call.args.length > 0;
}

/** Keyword arguments of a call, those inside `Q(…)` included. */
function keywordsIn(node: Call): Keyword[] {
  const found = [...node.keywords];
  for (const argument of node.args) for (const inner of walk(argument)) if (inner.nodeType === 'Call' && lastName(inner.func) === 'Q') found.push(...inner.keywords);
  return found;
}

/** Comparisons other than equality: no dictionary answers them. */
const LOOKUPS = /__(iexact|i?contains|i?startswith|i?endswith|in|gte?|lte?|range|isnull|i?regex|date|year|month|day|overlap|search)$/;
