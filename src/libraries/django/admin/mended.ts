import type { RelationRead } from '../../../model/query-call.ts';
import type { Span } from '../../../model/text.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import type { Column } from './columns.ts';
import { countRemedies } from './count-remedy.ts';
import { adviceFor, type Plan, remediesFor } from './eager-remedies.ts';
import { type ListWay, type Loading, waysLacking } from './loading.ts';
import { keysOf, lackedBy, maximal, type MissingRead, type MissingReads, neededJoins } from './missing.ts';
import { whyMissing } from './why.ts';

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

/**
 * What is told of the relations that one remedy of a plan loads.
 *
 * @param spanOf where the class names a column
 */
export function mendedRead(django: DjangoProject, plan: Plan, model: DjangoModel, missing: MissingReads, spanOf: (column: Column) => Span): Omit<RelationRead, 'evidence'> {
  const [first] = missing;
  const { by, read } = first;
  const lacked = lackedBy(missing);
  const [span, ...also] = missing.map(({ column }) => spanOf(column)) as [Span, ...Span[]];
  return {
    span,
    also,
    ...lacked,
    why: whyMissing(missing, plan.loading),
    advice: adviceFor(plan, by === 'count' ? [read.steps.map(({ queryName }) => queryName).join('__')] : by === 'key' ? keysOf(missing) : lacked.paths, first),
    remedies: by === 'count' ? countRemedies(django, plan, model, first) : remediesFor(plan, by),
  };
}
