import { isWrite, type QueryCall } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { Span } from '../../../model/text.ts';
import type { FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { bindingsOf, scopeOf } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { columnsIn } from '../parameters.ts';
import type { OrmContext } from '../values.ts';
import { calleeOf, type DatabaseCall, modelNameOf } from './calls.ts';
import { isKept, isMemoised } from './harmless.ts';
import { adviseColumn } from './column-advice.ts';

/** A query in a function that a change list runs once per row. */
export function columnCall(context: OrmContext, call: DatabaseCall): QueryCall | undefined {
  const { module } = context;
  const fn = scopeOf(module, call.node);
  const column = columnScope(context, fn);
  if (!isFunction(fn) || column === undefined || isWrite(call.operation) || (call.queryset?.related?.owner.row !== undefined && isPrefetchable(call))) return undefined;
  const { scope } = column;
  // everything local comes from the row, or may
  const names = new Set(bindingsOf(fn).keys());
  return {
    span: module.range(call.node), callee: calleeOf(module, call), library: 'Django', model: modelNameOf(call), operation: call.operation, statements: 1, via: undefined,
    evidence: { task: 'read', scope, runs: 'admin-page', around: isMemoised(module, call.node, fn) ? [{ what: 'memo' }] : [], spares: 'statements' }, offset: undefined,
    advice: adviseColumn(context, call, names, column.resource), remedies: [],
  };
}

/** What a function is that a change list or an inline runs once per row, and the admin class of the list. */
export function columnScope(context: OrmContext, fn: PythonNode): { readonly scope: RowScope; readonly resource: string } | undefined {
  const column = isFunction(fn) ? columnsIn(context).get(fn) : undefined;
  if (!isFunction(fn) || column === undefined || isKept(fn)) return undefined;
  const { pageSize: rows, resource, table } = column;
  const scope = { kind: 'column', head: nameSpan(context, fn), rows, table } as const;
  if (rows === undefined) return { scope: { ...scope, subject: `for each row of the inline in \`${column.column}\``, origin: 'children' }, resource };
  return { scope: { ...scope, subject: `per row in column \`${column.column}\``, origin: 'page' }, resource };
}

/** What a plain prefetch answers is a relation that is read, which the list's own analysis knows. */
export function isPrefetchable({ queryset, method }: DatabaseCall): boolean {
  if (queryset?.related === undefined || !queryset.calls.every(({ name }) => name === 'all')) return false;
  return ['iterate', 'count', 'exists'].includes(method) || queryset.slice !== undefined;
}

function nameSpan({ module }: OrmContext, fn: FunctionNode): Span {
  const [start] = module.range(fn);
  const at = module.text.indexOf(fn.name, module.text.indexOf('def', start));
  return [at, at + fn.name.length];
}
