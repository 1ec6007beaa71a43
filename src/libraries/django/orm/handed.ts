import { relative, sep } from 'node:path';
import type { Runs } from '../../../model/evidence.ts';
import type { TableSize } from '../../../model/data-model.ts';
import type { RowOrigin } from '../../../model/row-scope.ts';
import { isSmall } from '../../../model/verdict.ts';
import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type Binding, scopeOf } from '../../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { argumentAt, callersOf, type CallSite, functionAround } from '../callers.ts';
import { runsAt } from '../places.ts';
import type { DjangoProject } from '../project.ts';
import { type OrmContext, ormContext } from '../values.ts';

/** How many rows an expression stands for, as far as it says. */
export interface Amount {
  readonly origin: RowOrigin;
  readonly atMost: number | undefined;
  readonly table: TableSize | undefined;
}

/** The rows of a parameter, as the caller has them. */
export interface Handed extends Amount {
  readonly by: CallSite;
}

/** What an argument is, in the module of the caller; asks the caller's own callers where it is a parameter in turn. */
export type Weigh = (context: OrmContext, argument: ExprNode, hops: number) => Amount | undefined;

/** Functions that rows are handed through, from where they are read to where they are walked. */
const MOST_HOPS = 3;

const HEAVY: readonly RowOrigin[] = ['table', 'selection', 'page', 'import'];
const LIGHT: readonly RowOrigin[] = ['part', 'children', 'request', 'configured'];

/**
 * Whose rows a parameter holds: those of the caller that has most, for one that is slow is reason enough; else, where all callers are
 * known, what they agree on to be few. Undefined where nothing is known of them.
 */
export function handedIn(context: OrmContext, parameter: Binding, weigh: Weigh, hops = 0): Handed | undefined {
  const { django, module } = context;
  const fn = hops >= MOST_HOPS ? undefined : scopeOf(module, parameter.node);
  if (fn === undefined || !isFunction(fn)) return undefined;
  const { sites, isOpen } = callersOf(django, { module, node: fn });
  const amounts = sites.map((by): Handed | 'default' | undefined => {
    const argument = argumentAt(by, fn, parameter.name);
    if (argument === undefined || argument === 'default') return argument;
    const amount = weigh(contextFor(context, by.module), argument, hops + 1);
    return amount === undefined ? undefined : { ...amount, by };
  });
  const known = amounts.filter((amount) => amount !== undefined && amount !== 'default');
  const rank = ({ origin, table, by }: Handed): number => HEAVY.indexOf(origin) + (table?.growth === 'few' || LAST.has(runsAt(django, by.module, by.node)) ? HEAVY.length : 0);
  const heavy = firstBy(known.filter((amount) => HEAVY.includes(amount.origin) && !isFew(amount)), rank);
  if (heavy !== undefined) return heavy;
  if (isOpen || amounts.includes(undefined)) return undefined;
  const many = firstBy(known.filter((amount) => !isFew(amount)), ({ origin }) => LIGHT.indexOf(origin));
  return many === undefined ? firstBy(known, ({ atMost }) => -(atMost ?? 0)) : LIGHT.includes(many.origin) ? many : undefined;
}

/** Callers that count only where there are no others. */
const LAST: ReadonlySet<Runs> = new Set(['command', 'startup']);

function isFew(amount: Amount): boolean {
  return isSmall(amount);
}

function firstBy<T>(list: readonly T[], rank: (one: T) => number): T | undefined {
  return list.map((one) => ({ one, at: rank(one) })).sort((a, b) => a.at - b.at)[0]?.one;
}

/** One context for each module that calls, with what was found of its expressions. */
const contextsOf = oncePer<DjangoProject, [], Map<PyModule, OrmContext>>(() => new Map());

function contextFor(context: OrmContext, module: PyModule): OrmContext {
  if (module === context.module) return context;
  const contexts = contextsOf(context.django);
  const known = contexts.get(module) ?? ormContext(module, context.django);
  contexts.set(module, known);
  return known;
}

/** Where the code around rows runs: by its own place, else by that of whoever hands the rows in. */
export function runsOf({ django, module }: OrmContext, { handed }: { readonly handed: Handed | undefined }, node: PythonNode): Runs {
  const own = runsAt(django, module, node);
  return own === 'unknown' && handed !== undefined ? runsAt(django, handed.by.module, handed.by.node) : own;
}

/** "handed in by `close_all` (shop/tasks.py:12)" */
export function describeHand({ root }: DjangoProject, { by: { module, node } }: Handed): string {
  const name = functionAround(module, node)?.node.name;
  const place = `${relative(root, module.path).split(sep).join('/')}:${String(module.line(node))}`;
  return name === undefined ? `handed in at ${place}` : `handed in by \`${name}\` (${place})`;
}
