import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { judge } from '../../model/verdict.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import { type FunctionNode, type Node, spanOf } from '../../javascript/syntax/nodes.ts';
import { PAGE_SIZE } from './facts.ts';

/** A function of the project that a collection's list runs, for all records of the page or for each. */
export interface Computing {
  readonly collection: string;
  /** Where the collection is customized. */
  readonly at: Node;
  readonly fn: FunctionNode;
  /** It stands in another file. */
  readonly isElsewhere: boolean;
}

/**
 * The collections of a file whose lists compute something, as pages: the list and its count, and what computed fields and hooks behind the list ask for.
 *
 * @param uncounted collections whose lists send no count
 */
export function pagesOf(computing: readonly Computing[], uncounted: ReadonlySet<string>, calls: readonly QueryCall[]): AdminResource[] {
  const collections = [...new Set(computing.map(({ collection }) => collection))];
  return collections.map((name): AdminResource => {
    const own = computing.filter(({ collection }) => collection === name);
    const sent = calls.filter(({ span }) => own.some(({ fn }) => holdsSpan(fn, span)));
    const perRecord = sent.filter(({ evidence }) => evidence.scope !== undefined && judge(evidence).report);
    const once = sent.filter(({ evidence }) => evidence.scope === undefined);
    const cost = listCost([
      { what: 'for the page', fixed: 1, perRow: 0 },
      { what: 'for its count', fixed: uncounted.has(name) ? 0 : 1, perRow: 0 },
      { what: 'in computed fields and hooks', fixed: statementsOf(once), perRow: statementsOf(perRecord) },
    ], perRecord.length);
    const [first] = own;
    return {
      name, model: name, span: spanOf(first?.at as Node),
      list: { pageSize: PAGE_SIZE, ...cost, ...(own.some(({ isElsewhere }) => isElsewhere) ? { unread: true as const } : {}) },
    };
  });
}
