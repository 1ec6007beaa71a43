import type { BrokenQuery } from '../../../model/query-call.ts';
import { enumerated } from '../../../model/text.ts';
import { type JoinedAggregate, joinedAggregate } from '../aggregates.ts';
import type { ChainCall, Queryset } from '../queryset.ts';
import type { OrmContext } from '../values.ts';

/**
 * Aggregates over two relations to many in one query: each row of one is repeated for each of the other, so that a `Count` without `distinct` and every `Sum` come out
 * too large (docs.djangoproject.com, "Combining multiple aggregations"; measured on Django 3.2 to 5.2).
 */
export function miscounted({ module }: OrmContext, { model, calls }: Queryset, call: ChainCall): BrokenQuery | undefined {
  if (call.name !== 'annotate' || model === undefined || calls.some(({ name }) => name === 'values' || name === 'values_list' || name === 'union')) return undefined;
  const found = [...calls.filter(({ name }) => name === 'annotate'), call].flatMap(({ node, module: owner }) =>
    [...node.args, ...node.keywords.map(({ value }) => value)].map((value) => joinedAggregate(owner, model, value)).filter((one) => one !== undefined),
  );
  const wrong = found.filter((one) => (one.kind === 'Sum' || (one.kind === 'Count' && !one.distinct)) && found.some((other) => multiplies(other, one)));
  const [first] = wrong;
  if (first === undefined) return undefined;
  const others = [...new Set(found.filter((other) => wrong.some((one) => multiplies(other, one))).map(({ joins }) => `\`${joins.join('__')}\``))];
  const sums = wrong.filter(({ kind }) => kind === 'Sum');
  const names = enumerated([...new Set(wrong.map(({ kind, path }) => `\`${kind}("${path}")\``))]);
  const isOwn = call.node.args.includes(first.node) || call.node.keywords.some(({ value }) => value === first.node);
  return {
    span: module.range(isOwn ? first.node : call.node), remedies: [],
    problem: `${names} ${wrong.length === 1 ? 'comes' : 'come'} out too large: the query joins ${enumerated(others)} as well, and each row is counted once for every row of the other.`,
    advice: sums.length === 0 ? 'Add `distinct=True`, or count each in a `Subquery`, which costs less where both are many.' : 'Sum in a `Subquery` of its own; `distinct=True` helps a `Count` only.',
  };
}

/** The joins of `other` go on elsewhere than on the way to what `one` aggregates. */
function multiplies(other: JoinedAggregate, one: JoinedAggregate): boolean {
  return other.joins.some((name, index) => one.joins[index] !== name);
}
