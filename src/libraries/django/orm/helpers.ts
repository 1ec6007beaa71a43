import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { classAround, follows, parametersOf, scopeOf } from '../../../python/syntax/flow.ts';
import { loopsAround, mentions, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName } from '../managers.ts';
import { nodesOf, type OrmContext } from '../values.ts';
import { calleeOf, type DatabaseCall, modelNameOf } from './calls.ts';
import { observeVia } from './circumstances.ts';
import { runsOf } from './handed.ts';
import { adviseRead, isBatchable } from './reads.ts';
import { rowLoopAround } from './scopes.ts';

/** Calls of functions of the same file, from a loop over rows, that run a query each time: one hop, no further. */
export function helperCalls(context: OrmContext, calls: readonly DatabaseCall[]): QueryCall[] {
  const { module } = context;
  const byFunction = new Map<PythonNode, DatabaseCall>();
  for (const call of calls) {
    const scope = scopeOf(module, call.node);
    if (isFunction(scope) && !byFunction.has(scope) && runsAlways(module, scope, call)) byFunction.set(scope, call);
  }
  if (byFunction.size === 0) return [];
  const found: QueryCall[] = [];
  for (const node of nodesOf(context)) {
    const helper = node.nodeType === 'Call' ? calledIn(module, node) : undefined;
    const query = helper === undefined ? undefined : byFunction.get(helper);
    const call = node.nodeType === 'Call' && helper !== undefined && query !== undefined ? viaHelper(context, node, helper, query) : undefined;
    if (call !== undefined) found.push(call);
  }
  return found;
}

/** The function of this file that a call names: `helper(…)`, `self.helper(…)`. */
function calledIn(module: PyModule, { func }: Call): FunctionNode | undefined {
  if (func.nodeType === 'Name') return module.functions.get(func.id);
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name' || !['self', 'cls'].includes(func.value.id)) return undefined;
  const method = classAround(module, func)?.body.find((statement) => isFunctionNamed(statement, func.attr));
  return method !== undefined && method.nodeType !== 'Comment' && isFunction(method) ? method : undefined;
}

function isFunctionNamed(node: { nodeType: string; name?: unknown }, name: string): boolean {
  return (node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef') && node.name === name;
}

const PLAIN_DECORATORS: ReadonlySet<string> = new Set(['staticmethod', 'classmethod', 'sync_to_async', 'atomic']);

/**
 * Whoever calls the function runs the query: it stands under no condition, behind no early return, and in no loop; no decorator
 * may keep the answer; and it asks for something that comes with the arguments.
 */
function runsAlways(module: PyModule, scope: FunctionNode, call: DatabaseCall): boolean {
  if (isWrite(call.operation)) return false;
  if (!scope.decorator_list.every((decorator) => PLAIN_DECORATORS.has(lastName(decorator.nodeType === 'Call' ? decorator.func : decorator)))) return false;
  if (loopsAround(module, call.node).length > 0) return false;
  let statement: PythonNode = call.node;
  for (let at = module.parent(call.node); at !== undefined && at !== scope; statement = at, at = module.parent(at)) {
    if (['If', 'IfExp', 'BoolOp', 'ExceptHandler', 'Match', 'While', 'Lambda'].includes(at.nodeType) && !(at.nodeType === 'If' && at.test === statement)) return false;
  }
  const exit = firstExit(scope);
  if (exit !== undefined && exit !== statement && follows(statement, exit)) return false;
  const parameters = parametersIn(scope);
  return mentions(call.node, parameters) && isBatchable(module, call, parameters);
}

/** The first statement of a function in which it may end or hand something out. */
const firstExit = oncePer((scope: FunctionNode): PythonNode | undefined => {
  for (const statement of scope.body) {
    for (const node of walk(statement)) if (node.nodeType === 'Return' || node.nodeType === 'Raise' || node.nodeType === 'Yield') return statement as PythonNode;
  }
  return undefined;
});

function viaHelper(context: OrmContext, node: Call, helper: FunctionNode, query: DatabaseCall): QueryCall | undefined {
  const { module } = context;
  const rows = rowLoopAround(context, node);
  if (rows === undefined || scopeOf(module, node) === helper) return undefined;
  if (!mentions(node, variantNames(module, rows.loop))) return undefined;
  return {
    span: module.range(node), callee: calleeOf(module, query), library: 'Django', model: modelNameOf(query), operation: query.operation, statements: 1,
    evidence: { task: 'read', scope: rows.scope, runs: runsOf(context, rows, node), around: observeVia(context, node, rows), spares: 'statements' },
    via: { name: helper.name, line: module.line(query.node) }, offset: undefined,
    advice: adviseRead(withoutRow(query), parametersIn(helper), { django: context.django }), remedies: [],
  };
}

/** The row of the function is one of a list only where a list asks for it: here it is the row of the loop. */
function withoutRow(query: DatabaseCall): DatabaseCall {
  const { queryset } = query;
  if (queryset?.related === undefined) return query;
  const { owner, field } = queryset.related;
  return { ...query, queryset: { ...queryset, related: { owner: { ...owner, row: undefined }, field } } };
}

/** What each call may give another value; its object is the same for all rows. */
function parametersIn(helper: FunctionNode): ReadonlySet<string> {
  return new Set(parametersOf(helper.args).map(({ name }) => name).filter((name) => name !== 'self' && name !== 'cls'));
}
