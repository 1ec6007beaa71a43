import type { Call, Keyword } from '../../nodes.ts';
import { mentions } from '../../syntax/loops.ts';
import type { PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';
import { callsOf, isRefining, type Queryset } from '../queryset.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';

/**
 * What to write instead of a read that runs once per row.
 *
 * @param variant names that take another value with every row; undefined where the read uses none of them
 * @param getter the method that reads the rows, where that isn't the code around the loop: `OrderAdmin.get_queryset()`
 */
export function adviseRead(call: DatabaseCall, variant: ReadonlySet<string> | undefined, getter?: string): string {
  if (variant === undefined) return "It doesn't depend on the row: run it once before the loop.";
  return call.queryset?.related?.owner.row === undefined ? adviseLookup(call, variant) : adviseRelated(call, getter);
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
function adviseLookup(call: DatabaseCall, variant: ReadonlySet<string>): string {
  const model = modelNameOf(call);
  const source = model === undefined ? 'the queryset' : `\`${model}.objects\``;
  const field = lookupField(call, variant);
  const many = field === undefined ? '`filter(…__in=…)`' : `\`filter(${field}__in=…)\``;
  switch (call.operation) {
    case 'count':
      return `Count all of them before the loop: ${many} with \`values(${field === undefined ? '…' : `"${field}"`}).annotate(n=Count("pk"))\`.`;
    case 'exists':
      return `Read the ones that exist before the loop, \`set(${plain(model)}.filter(${field ?? '…'}__in=…).values_list("${field ?? 'pk'}", flat=True))\`, and test membership.`;
    case 'aggregate':
      return `Compute all of them before the loop: ${many} with \`values(…).annotate(…)\`.`;
    case 'readOne':
      if (call.method === 'refresh_from_db') return 'Read the rows again with one queryset instead.';
      if (field === 'pk' || field === 'id') return `Read all of them before the loop with \`${plain(model)}.in_bulk(…)\` and take each from the dictionary.`;
      return `Read all of them from ${source} before the loop with ${many} and take each from a dictionary.`;
    default:
      return `Read all of them from ${source} before the loop with ${many} and group them in a dictionary.`;
  }
}

function plain(model: string | undefined): string {
  return model === undefined ? 'queryset' : `${model}.objects`;
}

/** The field by which the rows are looked up, where there is one plain keyword. */
export function lookupField({ queryset, call }: Pick<DatabaseCall, 'queryset' | 'call'>, variant: ReadonlySet<string>): string | undefined {
  const calls: Call[] = [...(queryset === undefined ? [] : callsOf(queryset, 'filter').map(({ node }) => node)), ...(call === undefined ? [] : [call])];
  const keywords = calls.flatMap(({ keywords: own }) => own).filter((keyword): keyword is Keyword & { arg: string } => typeof keyword.arg === 'string' && keyword.arg !== 'defaults');
  const varying = keywords.filter(({ value }) => mentions(value, variant));
  const [only] = varying;
  const field = varying.length === 1 ? only?.arg.replace(/__exact$/, '') : undefined;
  return field === undefined || LOOKUPS.test(field) ? undefined : field;
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
