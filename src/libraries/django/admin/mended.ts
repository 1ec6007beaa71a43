import type { Use } from '../counting.ts';
import type { DjangoProject } from '../project.ts';
import { isOfModel } from '../row-reads.ts';
import type { Column } from './columns.ts';
import type { Plan } from './eager-remedies.ts';
import { type ListWay, type Loading, waysLacking } from './loading.ts';
import { maximal, type MissingRead, neededJoins } from './missing.ts';

/** What the remedies for rows that lack relations go by. */
export function planOf(django: DjangoProject, rows: Pick<Plan, 'cls' | 'loading' | 'bare' | 'inline'>, columns: readonly Column[], missing: readonly MissingRead[], complete: boolean): Plan {
  const { cls, loading } = rows;
  const method = django.method(cls, 'get_queryset');
  return {
    ...rows,
    joins: maximal(missing.filter(({ by }) => by === 'join').map(({ path }) => path)),
    prefetches: maximal(missing.filter(({ by }) => by === 'prefetch').map(({ path }) => path)),
    lacking: { join: lackingFor(missing, loading, 'join'), prefetch: lackingFor(missing, loading, 'prefetch') },
    needed: neededJoins(columns, loading),
    joinsOption: loading.option.kind === 'list' && method !== undefined && /\blist_select_related\b/.test(method.module.source(method.node)),
    complete: complete && columns.every((column) => column.complete),
  };
}

function lackingFor(missing: readonly MissingRead[], loading: Loading, by: MissingRead['by']): ListWay[] {
  const lacking = new Set(missing.filter((one) => one.by === by).flatMap(({ first, read }) => [...waysLacking(loading, first), ...waysLacking(loading, read.steps)]));
  return loading.ways.filter((way) => lacking.has(way));
}

/** What the query asks that is told of: one for rows where a prefetch has to bring them for others anyway. */
export function onlyOf({ by, read }: MissingRead): Use {
  if (by === 'count' || by === 'exists') return by;
  return by === 'mixed' || isOfModel(read) ? read.use : 'rows';
}
