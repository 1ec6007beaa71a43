import { judge } from '../model/verdict.ts';
import type { QueryCall } from '../model/query-call.ts';
import { holdsSpan } from './dependence.ts';
import type { Node } from './syntax/nodes.ts';

/** What is asked once for each row of a page by the code in `node`, as far as it is worth a report. */
export function askedPerRow(calls: readonly QueryCall[], node: Node): QueryCall[] {
  return calls.filter(({ evidence }) => evidence.scope?.origin === 'page' && holdsSpan(node, evidence.scope.head) && judge(evidence).report);
}
