import { oncePer } from '../../../project/memo.ts';
import type { ExprNode } from '../../../python/nodes.ts';
import { loopsAt } from '../../../python/syntax/loops.ts';
import type { FunctionNode } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentAt, callersOf, type CallSite } from '../project/callers.ts';
import { type FunctionRef, keyOf } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { ormContext, valueOf } from './values.ts';

/** The rows that a function is handed. */
interface GivenRows {
  readonly model: DjangoModel;
  /** Some callers hand a list of them, which has none of a queryset's methods. */
  readonly listed: boolean;
}

/** What all callers of a function hand to the parameter that it goes over, where that is rows of one model and nobody else calls it. */
export const rowsFromCallers: (django: DjangoProject, fn: FunctionRef, parameter: string) => GivenRows | undefined = oncePerKey(
  (fn, parameter) => `${keyOf(fn)}\0${parameter}`,
  (django, fn, parameter) => {
    if (!namesGoneOver(fn.node).has(parameter)) return undefined;
    const { sites, isOpen } = callersOf(django, fn);
    const given = isOpen ? [] : sites.map((site) => givenAt(django, fn, site, parameter));
    const [first] = given;
    return first === undefined || given.some((one) => one?.model !== first.model) ? undefined : { model: first.model, listed: given.some((one) => one?.listed === true) };
  },
  { answer: undefined },
);

function givenAt(django: DjangoProject, fn: FunctionRef, site: CallSite, parameter: string): GivenRows | undefined {
  const argument = argumentAt(site, fn.node, parameter);
  return argument === undefined || argument === 'default' ? undefined : rowsIn(django, site, argument);
}

function rowsIn(django: DjangoProject, { module }: CallSite, argument: ExprNode): GivenRows | undefined {
  const value = valueOf(ormContext(module, django), argument);
  const queryset = value?.kind === 'list' && value.rows === true ? value.source : value?.kind === 'queryset' ? value : undefined;
  if (queryset?.model === undefined || queryset.manager || queryset.shape !== 'instances') return undefined;
  return { model: queryset.model, listed: value?.kind === 'list' };
}

/** The names that a function's own loops run over. */
const namesGoneOver = oncePer(({ body }: FunctionNode): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of walk(body)) for (const { iter } of loopsAt(node)) if (iter.nodeType === 'Name') found.add(iter.id);
  return found;
});
