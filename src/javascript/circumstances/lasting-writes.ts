import { isWrite } from '../../model/query-call.ts';
import { oncePer } from '../../project/memo.ts';
import { contains } from '../syntax/dependence.ts';
import { calledFunction } from '../queries/helpers.ts';
import { standsApart } from './isolation.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import { callsIn, type JsModule } from '../syntax/module.ts';
import type { Node } from '../syntax/nodes.ts';
import { storesTheSame } from './writes.ts';

// Writes of a round for which no statement stands that does them for all rows: the loop stays one statement per row, whatever is read ahead.

/** A file with its queries. */
interface Queried {
  readonly module: JsModule;
  readonly queries: readonly OrmCall[];
}

/** A file of which is known what the functions send that it calls. */
export interface Sending extends Queried {
  /** The queries that a call of a function sends, wherever it stands. */
  sentBy(callee: Node): readonly { readonly query: OrmCall }[];
}

/** What makes a read a part of a longer work on each row: such a write of the round or of a function that it calls, or the call of one that changes rows which are there already, be it in a loop of its own. */
export function longerWorkOf(around: Sending, found: FoundScope, at: Node): Node | undefined {
  return lastingWriteOf(around, found) ?? writingHelper(around, found, at) ?? callsIn(around.module, found.iteration.body).find((call) => call !== at && around.sentBy(call.callee).some(({ query }) => changesRows(query)));
}

/** The first such write of the round itself. */
export function lastingWriteOf({ module, queries }: Queried, found: FoundScope): Node | undefined {
  return lastingWrites(queries)(module)(found.iteration.body, found)[0]?.node;
}

/**
 * Another such write than `call`, of the round or of a function that it calls: `call` is part of a longer work on each row.
 *
 * @param at what stands in the round for `call`
 */
export function otherLastingWrite(around: Queried, found: FoundScope, call: OrmCall, at: Node): Node | undefined {
  const { module, queries } = around;
  const own = lastingWrites(queries)(module)(found.iteration.body, found).find((other) => other !== call && !standsApart(module, other.node, at));
  return own?.node ?? writingHelper(around, found, at);
}

/** The call in the round, other than `at`, of a function of the file that sends such a write. */
function writingHelper({ module, queries }: Queried, found: FoundScope, at: Node): Node | undefined {
  return lastingHelpers(queries)(module)(found.iteration.body, found).find(({ node, helper }) => node !== at && !contains(helper, at))?.node;
}

/** A function changes rows that are there already, in loops of its own or not: what it reads is the smaller part of its work. New rows go into one statement wherever they are made. */
export function changesIn({ queries }: Queried, fn: Node): boolean {
  return queriesIn(queries, fn).some(changesRows);
}

function changesRows({ operation }: OrmCall): boolean {
  return isWrite(operation) && operation !== 'create';
}

const lastingWrites = oncePer((queries: readonly OrmCall[]) => oncePer((module: JsModule) => oncePer((body: Node, found: FoundScope) => lastingIn(queries, module, found, body))));

/** The calls of a round whose functions, in the same file, send such a write. */
const lastingHelpers = oncePer((queries: readonly OrmCall[]) => oncePer((module: JsModule) => oncePer((body: Node, found: FoundScope) => {
  return callsIn(module, body).flatMap((node) => {
    const helper = calledFunction(module, node.callee);
    if (helper === undefined) return [];
    const there: FoundScope = { ...found, iteration: { ...found.iteration, node: helper, body: helper.body } };
    return lastingIn(queries, module, there, helper).length > 0 ? [{ node, helper }] : [];
  });
})));

function lastingIn(queries: readonly OrmCall[], module: JsModule, found: FoundScope, node: Node): readonly OrmCall[] {
  return queriesIn(queries, node).filter((write) => isWrite(write.operation) && !storesTheSame(module, found, write));
}
