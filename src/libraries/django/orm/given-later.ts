import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import { type Loop, loopsAt } from '../../../python/syntax/loops.ts';
import { mayFollow } from '../../../python/syntax/order.ts';
import { argumentsOf, lastName, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { loadsAfterwards, pathOfPrefetch } from '../querysets/queryset.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { functionAt } from './helpers.ts';

/** Relations by their paths; `all` where any may be among them. */
export type GivenPaths = ReadonlySet<string> | 'all';

const NONE: GivenPaths = new Set();

/** Relations that the rows under a name are given after they were read and before the loop goes over them: by `prefetch_related_objects`, by hand in another loop, by a function that they are handed to. */
export function givenLater(context: OrmContext, loop: Loop): GivenPaths {
  const names = new Set([...walk(loop.iter)].flatMap((node) => (node.nodeType === 'Name' ? [node.id] : [])));
  if (names.size === 0) return NONE;
  const { module } = context;
  const scope = scopeOf(module, loop.iter);
  const isBefore = (node: PythonNode): boolean => mayFollow(module, loop.iter, node);
  const found = new Set<string>();
  for (const name of names) {
    const places = placesIn(scope).get(name) ?? [];
    if (places.length > MOST_PLACES) return 'all';
    for (const place of places.filter((one) => isBefore('iter' in one ? one.node : one))) {
      const given = 'iter' in place ? assignedPaths(context, place) : givenBy(context, place);
      if (given === 'all') return 'all';
      for (const path of given) found.add(path);
    }
  }
  return found;
}

/** Rows that are handed to so many may have got anything. */
const MOST_PLACES = 100;

/** By name: the calls that are handed what it holds, and the loops over that. */
const placesIn = oncePer((scope: Scope): ReadonlyMap<string, readonly (Call | Loop)[]> => {
  const found = new Map<string, (Call | Loop)[]>();
  const note = (node: ExprNode, place: Call | Loop): void => {
    if (node.nodeType !== 'Name') return;
    const known = found.get(node.id);
    if (known === undefined) found.set(node.id, [place]);
    else known.push(place);
  };
  for (const node of walk(scope)) {
    if (node.nodeType === 'Call') for (const argument of argumentsOf(node)) note(argument, node);
    if (node.nodeType === 'For' || node.nodeType === 'AsyncFor') for (const loop of loopsAt(node)) note(loop.iter, loop);
  }
  return found;
});

function givenBy(context: OrmContext, call: Call): GivenPaths {
  const { module } = context;
  if (isLoader(call)) {
    const paths = call.args.slice(1).map((node) => stringOf({ module, node }) ?? pathOfPrefetch(module, node));
    return paths.includes(undefined) ? 'all' : new Set(paths as string[]);
  }
  const fn = functionAt(context, call.func);
  return fn === undefined ? NONE : loadsAfterwards(fn.module) && setBy(fn.node).loads ? 'all' : setBy(fn.node).attributes;
}

function isLoader({ func }: Call): boolean {
  return /^a?prefetch_related_objects$/.test(lastName(func));
}

/** What a function sets of what it is handed: `order.customer = customers[order.customer_id]`. */
const setBy = oncePer(({ body }: FunctionNode): { readonly loads: boolean; readonly attributes: GivenPaths } => {
  const attributes = new Set<string>();
  let loads = false;
  for (const node of walk(body)) {
    if (node.nodeType === 'Call' && isLoader(node)) loads = true;
    if (node.nodeType === 'Assign') for (const target of node.targets) if (target.nodeType === 'Attribute') attributes.add(target.attr);
  }
  return { loads, attributes };
});

/** Relations that the loop sets itself before it reads them: `order.customer = customer`. */
export function assignedPaths(context: OrmContext, loop: Loop): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of walk(loop.body)) {
    for (const target of targetsOf(node)) {
      const owner = target.nodeType === 'Attribute' ? valueOf(context, target.value) : undefined;
      if (target.nodeType === 'Attribute' && owner?.kind === 'instance') found.add([...owner.path, owner.model?.fields.get(target.attr)?.queryName ?? target.attr].join('__'));
    }
  }
  return found;
}

function targetsOf(node: PythonNode): readonly ExprNode[] {
  return node.nodeType === 'Assign' ? node.targets : [];
}
