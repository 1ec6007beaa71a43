import type { BrokenQuery } from '../../../model/query-call.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';
import { brokenAdmin } from './admin.ts';
import { brokenKey } from './cache-keys.ts';
import { brokenChain } from './chains.ts';
import { brokenChoices } from './choices.ts';

/** Queries of a module that fail, that give something else than they seem to, or that are never sent; each place once. */
export function readBroken(context: OrmContext): BrokenQuery[] {
  const found = [...brokenAdmin(context), ...nodesOf(context).flatMap((node) => [...brokenChain(context, node), ...brokenChoices(context, node), ...brokenKey(context, node)])];
  const seen = new Set<number>();
  return found.filter(({ span: [start] }) => !seen.has(start) && seen.add(start));
}
