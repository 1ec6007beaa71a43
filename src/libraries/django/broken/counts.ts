import type { BrokenQuery } from '../../../model/query-call.ts';
import { enumerated } from '../../../model/text.ts';
import type { PythonNode } from '../../../python/nodes.ts';
import { argumentsOf, numberConstant } from '../../../python/syntax/static.ts';
import { type JoinedAggregate, joinedAggregate } from '../querysets/aggregates.ts';
import type { ChainCall, Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';

/**
 * Aggregates over two relations to many in one query: each row of one is repeated for each of the other, so that a `Count` without `distinct` and every `Sum` come out
 * too large (docs.djangoproject.com, "Combining multiple aggregations"; measured on Django 3.2 to 5.2).
 */
export function miscounted(context: OrmContext, { model, calls }: Queryset, call: ChainCall): BrokenQuery | undefined {
  const { module } = context;
  if (call.name !== 'annotate' || model === undefined || calls.some(({ name }) => name === 'values' || name === 'values_list' || name === 'union')) return undefined;
  const found = [...calls.filter(({ name }) => name === 'annotate'), call].flatMap(({ node, module: owner }) =>
    argumentsOf(node).map((value) => joinedAggregate(owner, model, value)).filter((one) => one !== undefined),
  );
  const wrong = found.filter((one) => (one.kind === 'Sum' || (one.kind === 'Count' && !one.distinct && !isTestedAlone(context, one.node))) && found.some((other) => multiplies(other, one)));
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

/** Conditions that ask of a count whether there is anything, which is as true of several times the number. */
const ANY: ReadonlyMap<string, number> = new Map([['', 0], ['__exact', 0], ['__gt', 0], ['__gte', 1]]);

/** `annotate(n=Count("items")).filter(n=0)`: the module speaks of the number in such conditions alone. */
function isTestedAlone(context: OrmContext, count: PythonNode): boolean {
  const { module } = context;
  const given = module.parent(count);
  const name = given?.nodeType === 'Keyword' ? given.arg : undefined;
  if (name === undefined) return false;
  const spoken = [...module.text.matchAll(new RegExp(String.raw`\b${name}(?:__\w+)?\b`, 'g'))];
  const tests = nodesOf(context).filter((node) => node.nodeType === 'Keyword' && node.arg?.startsWith(name) === true && ANY.has(node.arg.slice(name.length)) && ANY.get(node.arg.slice(name.length)) === numberConstant(node.value));
  return tests.length > 0 && spoken.length === tests.length + 1;
}

/** The joins of `other` go on elsewhere than on the way to what `one` aggregates. */
function multiplies(other: JoinedAggregate, one: JoinedAggregate): boolean {
  return other.joins.some((name, index) => one.joins[index] !== name);
}
