import { type ListPage, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { judge } from '../../model/verdict.ts';
import { holdsSpan } from '../syntax/dependence.ts';
import type { Node } from '../syntax/nodes.ts';

/** What is asked once for each row of a page by the code in `node`, as far as it is worth a report. */
export function askedPerRow(calls: readonly QueryCall[], node: Node): QueryCall[] {
  return calls.filter(({ evidence }) => evidence.scope?.origin === 'page' && holdsSpan(node, evidence.scope.head) && judge(evidence).report);
}

/** What a page costs whose rows a statement asks for, one more for their keys where anything is joined, and one for their number; and what is asked for each row before it is handed on. */
export function pagedCost({ isJoined, isCounted, perRow }: { readonly isJoined: boolean; readonly isCounted: boolean; readonly perRow: readonly QueryCall[] }): Pick<ListPage, 'cost' | 'parts'> {
  return listCost([
    { what: 'for the page', fixed: 1, perRow: 0 },
    { what: 'for the keys of its rows', fixed: isJoined ? 1 : 0, perRow: 0 },
    { what: 'for its count', fixed: isCounted ? 1 : 0, perRow: 0 },
    { what: 'in the rows', fixed: 0, perRow: statementsOf(perRow) },
  ], perRow.length);
}
