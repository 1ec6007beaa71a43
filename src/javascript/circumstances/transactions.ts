import type { TSESTree } from '@typescript-eslint/utils';
import { isWrite } from '../../model/query-call.ts';
import { oncePer } from '../../project/memo.ts';
import { contains } from '../syntax/dependence.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import { SENDS_LIST } from '../syntax/consumption.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { type Node, unwrap } from '../syntax/nodes.ts';

/** A list of writes that each round sends in a transaction: `await prisma.$transaction([a, b])`. */
export interface RoundTransaction {
  readonly node: TSESTree.CallExpression;
  /** In the order of the text. */
  readonly writes: readonly OrmCall[];
}

/** The transaction of a round that sends `call` as one of a list; undefined where a function does it, which may do more than send. */
export function roundTransaction(module: JsModule, queries: readonly OrmCall[], body: Node, call: OrmCall): RoundTransaction | undefined {
  return transactionsIn(queries, module)(body).get(call);
}

/** The transaction of a round that sends the list which a function gives: `await prisma.$transaction(closing(order))`. */
export function transactionOfList(module: JsModule, body: Node, call: Node): TSESTree.CallExpression | undefined {
  return sent(module).find((node) => {
    const [given] = node.arguments;
    const list = unwrap(given);
    return contains(body, node) && (list === call || (list?.type === 'ArrayExpression' && contains(list, call)));
  });
}

/** By round: the transactions of its writes. */
const transactionsIn = oncePer((queries: readonly OrmCall[], module: JsModule) => oncePer((body: Node): ReadonlyMap<OrmCall, RoundTransaction> => {
  const found = new Map<OrmCall, RoundTransaction>();
  const writes = queriesIn(queries, body).filter(({ operation }) => isWrite(operation));
  for (const node of sent(module)) {
    if (!contains(body, node)) continue;
    const mine = writes.filter((write) => !found.has(write) && sends(module, node, body, write.node));
    for (const write of mine) found.set(write, { node, writes: mine });
  }
  return found;
}));

/** The transactions of a file. */
const sent = oncePer((module: JsModule) => module.calls.filter(isTransaction));

function isTransaction({ callee }: TSESTree.CallExpression): boolean {
  return SENDS_LIST.test(chainOf(unwrap(callee)).names.at(-1) ?? '');
}

/** True where the list given to a transaction holds the call, written in place or put into a list of the same round. */
function sends(module: JsModule, { arguments: [given] }: TSESTree.CallExpression, body: Node, call: Node): boolean {
  const list = unwrap(given);
  if (list?.type === 'ArrayExpression') return contains(list, call);
  const binding = list?.type === 'Identifier' ? module.resolve(list) : undefined;
  if (binding?.kind !== 'variable' || !contains(body, binding.node)) return false;
  if (binding.node.init !== null && unwrap(binding.node.init).type === 'ArrayExpression' && contains(binding.node.init, call)) return true;
  return module.referencesTo(binding).some((use) => {
    const member = module.parentOf(use);
    const added = member?.type === 'MemberExpression' ? module.parentOf(member) : undefined;
    return added?.type === 'CallExpression' && added.callee === member && chainOf(added.callee).names.at(-1) === 'push' && contains(added, call);
  });
}
