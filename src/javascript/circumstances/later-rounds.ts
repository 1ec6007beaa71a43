import { isWrite } from '../../model/query-call.ts';
import { contains } from '../syntax/dependence.ts';
import { firstOfEach, type OrmCall } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node, some, spanOf, unwrap } from '../syntax/nodes.ts';

// What earlier rounds of a loop leave for later ones to find.

const firstReads = firstOfEach((operation) => !isWrite(operation));
const firstInserts = firstOfEach((operation) => operation === 'create' || operation === 'upsert');

/** Where the loop asks for rows that it inserts: the read for an insert, the insert for a read. */
export function ownRowsAsked(around: Pick<Surroundings, 'queries'>, found: FoundScope, call: OrmCall): Node | undefined {
  if (!isWrite(call.operation)) return createOf(around, found, call);
  return call.operation === 'create' ? readOf(around, found, call) : undefined;
}

/** A read of the loop from the table that it inserts into: it finds what earlier rounds have made. */
function readOf({ queries }: Pick<Surroundings, 'queries'>, { iteration }: FoundScope, { model }: OrmCall): Node | undefined {
  return firstReads(queries)(iteration.node).get(model);
}

/** An insert of the loop into the table that it asks: later rounds find what earlier ones have made. */
function createOf({ queries }: Pick<Surroundings, 'queries'>, { iteration }: FoundScope, { model }: OrmCall): Node | undefined {
  return firstInserts(queries)(iteration.node).get(model);
}

/** What decides whether a round comes to `at`: a collection from outside the loop that the rounds fill. */
export function fillsWhatItAsks(module: JsModule, { iteration: { body } }: FoundScope, at: Node): Node | undefined {
  return testsBefore(module, body, at).find((test) => some(test, (node) => {
    const member = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
    if (member?.type !== 'MemberExpression' || !/^(?:has|includes)$/.test(memberName(member) ?? '') || member.object.type !== 'Identifier') return false;
    const binding = module.resolve(member.object);
    return binding !== undefined && !contains(body, binding.identifier) && module.referencesTo(binding).some((use) => contains(body, use) && isFilled(module, use));
  }));
}

/** `done.add(row.id)`, `done.push(row)` */
function isFilled(module: JsModule, use: Node): boolean {
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && /^(?:add|set|push|unshift|delete)$/.test(memberName(member) ?? '') && module.parentOf(member)?.type === 'CallExpression';
}

/** Tests of the branches around `at`, and of the guards before it, within a round. */
function testsBefore(module: JsModule, body: Node, at: Node): Node[] {
  const tests: Node[] = [];
  for (let below = at, around = module.parentOf(at); around !== undefined && contains(body, around); below = around, around = module.parentOf(around)) {
    if (around.type === 'IfStatement' && around.test !== below) tests.push(around.test);
    if (around.type === 'BlockStatement') tests.push(...around.body.flatMap((one) => (one.type === 'IfStatement' && spanOf(one)[1] <= spanOf(below)[0] ? [one.test] : [])));
  }
  return tests;
}
