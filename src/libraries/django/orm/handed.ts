import type { Runs } from '../../../model/evidence.ts';
import { type Amount, countingAmount, MOST_HOPS } from '../../../model/handed.ts';
import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type Binding, scopeOf } from '../../../python/syntax/bindings.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { argumentAt, callersOf, type CallSite, functionAround } from '../project/callers.ts';
import { runsAt } from '../project/places.ts';
import type { DjangoProject } from '../project.ts';
import { placeIn } from '../project/shown-path.ts';
import { type OrmContext, ormContext } from '../values/values.ts';

/** The rows of a parameter, as the caller has them. */
export interface Handed extends Amount {
  readonly by: CallSite;
}

/** What an argument is, in the module of the caller; asks the caller's own callers where it is a parameter in turn. */
export type Weigh = (context: OrmContext, argument: ExprNode, hops: number) => Amount | undefined;

/** Whose rows a parameter holds. Undefined where nothing is known of them. */
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
  return countingAmount(known, ({ by }) => runsAt(django, by.module, by.node), () => !isOpen && !amounts.includes(undefined));
}

/** One context for each module that calls, with what was found of its expressions. */
const contextsOf = oncePer((django: DjangoProject) => oncePer((module: PyModule) => ormContext(module, django)));

function contextFor(context: OrmContext, module: PyModule): OrmContext {
  return module === context.module ? context : contextsOf(context.django)(module);
}

/** Where the code around rows runs: by its own place, else by that of whoever hands the rows in. */
export function runsOf({ django, module }: OrmContext, { handed }: { readonly handed: Handed | undefined }, node: PythonNode): Runs {
  const own = runsAt(django, module, node);
  return own === 'unknown' && handed !== undefined ? runsAt(django, handed.by.module, handed.by.node) : own;
}

/** "handed in by `close_all` (shop/tasks.py:12)" */
export function describeHand(django: DjangoProject, { by }: Handed): string {
  const name = functionAround(by.module, by.node)?.node.name;
  const place = placeIn(django, by);
  return name === undefined ? `handed in at ${place}` : `handed in by \`${name}\` (${place})`;
}
