import { conditionsIn } from './conditions.ts';
import type { OrmCall } from './orm.ts';
import { lastName, type Node, unwrap } from '../syntax/nodes.ts';

/** States that a thing is in for a while: of all that came, few are. */
const PASSING = /^(?:pending|running|processing|executing|queued|waiting|scheduled|in_?progress|starting|initiali[sz]ing|uploading|retrying)$/i;

/** The rows are those that something is being done with: a condition names such a state, or some of them. */
export function isOfUnfinished(call: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).some(({ path, operator, value }) => /(?:^|_)(?:status|state|phase)$|(?:Status|State|Phase)$/.test(path.at(-1) ?? '') && (operator === 'equals' || operator === 'in') && value !== undefined && namesPassing(value));
}

function namesPassing(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'ArrayExpression') return value.elements.length > 0 && value.elements.every((element) => element !== null && namesPassing(element));
  return PASSING.test(value.type === 'Literal' ? String(value.value) : (lastName(value) ?? ''));
}
