import type { TSESTree } from '@typescript-eslint/utils';
import type { BrokenQuery } from '../../model/query-call.ts';
import type { Remedy } from '../../model/text.ts';
import { functionCalled } from '../project/called.ts';
import type { OrmCall } from '../queries/orm.ts';
import { calleeSpan } from './query-calls.ts';
import type { FileReading } from './reading.ts';
import { calleeText } from '../syntax/callee.ts';
import { isGivenUp } from '../syntax/consumption.ts';
import type { JsModule } from '../syntax/module.ts';
import { type FunctionNode, type Node, spanOf } from '../syntax/nodes.ts';

/** Queries of a file that are built and given up in sight: no function hands them to anybody who could wait for them. */
export function unsentQueries(reading: FileReading): BrokenQuery[] {
  const { module, queries } = reading;
  return queries.flatMap((query) => (isNeverSent(module, query) ? [unsent(module, query)] : query.lazy ? givenBackAndDropped(reading, query) : []));
}

function isNeverSent(module: JsModule, { node, lazy, unsent: isUnsent }: OrmCall): boolean {
  return isUnsent === true || (lazy && isGivenUp(module, node));
}

function unsent(module: JsModule, call: OrmCall): BrokenQuery {
  return { span: calleeSpan(call), problem: `\`${call.callee}\` builds a query, but nothing runs it.`, advice: adviceToSend(call), remedies: call.unsent === true ? [] : awaiting(module, call.node) };
}

function adviceToSend(call: OrmCall): string {
  return call.orm.words.send?.(call) ?? 'Put `await` before it, or `return` it.';
}

/** `void this.remember(order)`, where that gives back a query as it is: an async function would run it, whoever waits. */
function givenBackAndDropped(file: FileReading, query: OrmCall): BrokenQuery[] {
  const { module } = file;
  const giver = functionGiving(module, query.node);
  if (giver === undefined) return [];
  return module.calls.filter((call) => isGivenUp(module, call) && functionCalled(file, call.callee)?.node === giver).map((call) => ({
    span: [spanOf(call)[0], spanOf(call.callee)[1]],
    problem: `\`${calleeText(module, call.callee)}\` gives back the query that \`${query.callee}\` builds (line ${String(module.lineOf(query.node))}), but nothing runs it.`,
    advice: adviceToSend(query), remedies: awaiting(module, call),
  }));
}

/** The function that isn't async and gives back what `node` gives. */
function functionGiving(module: JsModule, node: Node): FunctionNode | undefined {
  const parent = module.parentOf(node);
  const fn = parent?.type === 'ReturnStatement' ? module.functionAround(parent) : parent?.type === 'ArrowFunctionExpression' && parent.body === node ? parent : undefined;
  return fn?.async === false && !fn.generator ? fn : undefined;
}

/** An `await` before what is a statement of a function that may wait. */
function awaiting(module: JsModule, node: TSESTree.CallExpression): Remedy[] {
  if (module.parentOf(node)?.type !== 'ExpressionStatement' || module.functionAround(node)?.async !== true) return [];
  return [{ title: 'Add `await`', edits: [{ span: [spanOf(node)[0], spanOf(node)[0]], text: 'await ' }], safety: { changes: 'the query then runs, and its errors are thrown here' } }];
}
