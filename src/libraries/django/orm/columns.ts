import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { Observation } from '../../../model/circumstance.ts';
import { Observations } from '../../../model/observations.ts';
import type { FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { type Binding, bindingsOf, parametersOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { seenOfAdmin } from '../admin/switched-off.ts';
import { nameSpan } from '../project/name-span.ts';
import { columnsIn, parameterValue } from '../values/parameters.ts';
import type { RowMethod } from '../rows/row-methods.ts';
import { RowReader } from '../rows/row-reader.ts';
import type { InstanceValue } from '../rows/row-values.ts';
import { flagBefore, parameterBefore } from '../serializers/flags.ts';
import type { OrmContext } from '../values/values.ts';
import { calleeOf, type DatabaseCall, modelNameOf } from './calls.ts';
import { isKept, isMemoised } from './memory.ts';
import { adviseColumn } from './column-advice.ts';

/** A query in a function that a list runs once per row. */
export function columnCall(context: OrmContext, call: DatabaseCall): QueryCall | undefined {
  const { module } = context;
  const fn = scopeOf(module, call.node);
  const column = columnScope(context, fn);
  if (!isFunction(fn) || column === undefined || isWrite(call.operation) || (call.queryset?.related?.owner.row !== undefined && isPrefetchable(call))) return undefined;
  // everything local comes from the row, or may
  const names = new Set(bindingsOf(fn).keys());
  return {
    span: module.range(call.node), callee: calleeOf(module, call), library: 'Django', model: modelNameOf(call), operation: call.operation, statements: 1, via: undefined,
    evidence: { task: 'read', scope: scopeAt(context, column, fn, call.node), runs: column.runs, around: [...seenAround(module, call.node, fn), ...(column.runs === 'admin-page' ? seenOfAdmin(context.django) : [])], spares: 'statements' }, offset: undefined,
    advice: adviseColumn(context, call, names, column), remedies: [],
  };
}

/** What bears on a query of such a function. */
export function seenAround(module: PyModule, node: PythonNode, fn: FunctionNode): Observation[] {
  const seen = new Observations<PythonNode>((at) => module.line(at));
  seen.note('flagged', flagBefore(module, node, fn));
  seen.note('memo', isMemoised(module, node, fn));
  seen.note('sometimes-only', parameterBefore(module, node, fn));
  return seen.list;
}

/** A function that a list runs once per row, with its scope. */
export type ColumnScope = Omit<RowMethod, 'scope'> & { readonly scope: RowScope };

/** What a function is that a list runs once per row. */
export function columnScope(context: OrmContext, fn: PythonNode): ColumnScope | undefined {
  const column = isFunction(fn) ? columnsIn(context).get(fn) : undefined;
  if (!isFunction(fn) || column === undefined || isKept(fn)) return undefined;
  return { ...column, scope: { ...column.scope, head: nameSpan({ module: context.module, node: fn }) } };
}

/** The scope for `node` in such a function: behind a condition, the cost is the most that it can be. */
export function scopeAt(context: OrmContext, { scope }: ColumnScope, fn: FunctionNode, node: PythonNode): RowScope {
  const reader = new RowReader(context.django, undefined, undefined, node);
  reader.run({ module: context.module, node: fn }, parametersOf(fn.args).map((parameter) => rowUnder(context, parameter)), fn.name);
  return reader.comes === 'some' ? { ...scope, sometimes: true } : scope;
}

/** The row that a parameter of the function holds, where it is one. */
function rowUnder(context: OrmContext, parameter: Binding): InstanceValue | undefined {
  const value = parameterValue(context, parameter);
  return value?.kind === 'instance' ? { kind: 'instance', model: value.model, steps: [] } : undefined;
}

/** What a plain prefetch answers is a relation that is read, which the list's own analysis knows. */
export function isPrefetchable({ node, queryset, method }: DatabaseCall): boolean {
  if (queryset?.related === undefined || !queryset.calls.every(({ name }) => name === 'all')) return false;
  return ['iterate', 'count', 'exists'].includes(method) || queryset.slice !== undefined || node.nodeType === 'Subscript';
}
