import type { Edit, Remedy } from '../../../model/text.ts';
import type { Call, ExprNode, PythonNode } from '../../nodes.ts';
import { appendArguments, newlineOf, quoted, quotesIn } from '../../syntax/edits.ts';
import { scopeOf } from '../../syntax/flow.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';
import { callsOf, type Queryset } from '../queryset.ts';
import { type OrmContext, querysetOf, valueOf } from '../values.ts';
import type { Followed } from './eager.ts';
import type { RowLoop } from './scopes.ts';

/** What to write so that the rows bring the relation along. */
export function loadRemedies(context: OrmContext, rows: RowLoop, queryset: Queryset, followed: Followed): { advice: string; remedies: Remedy[] } {
  const path = followed.path.join('__');
  const method = followed.many ? 'prefetch_related' : 'select_related';
  const local = queryset.base.module === context.module && context.module.line(queryset.base.node) > 0;
  const line = local ? context.module.line(queryset.base.node) : undefined;
  const place = line === undefined ? 'to the queryset' : line === context.module.line(rows.loop.iter) ? 'to the queryset' : `to the queryset in line ${String(line)}`;
  const advice = `Add \`.${method}("${path}")\` ${place}.`;
  const reason = whyNot(context, rows, queryset, followed);
  const edit = local && reason !== 'impossible' ? loadEdit(context, queryset, method, path) : undefined;
  if (edit === undefined) return { advice, remedies: [] };
  const title = `Add \`${method}("${path}")\``;
  return { advice, remedies: [{ title, edits: [edit], safety: reason === undefined ? 'safe' : { changes: reason } }] };
}

/** Why adding the join is more than loading, or `impossible` where Django refuses it; undefined where it only loads. */
function whyNot(context: OrmContext, rows: RowLoop, queryset: Queryset, followed: Followed): string | 'impossible' | undefined {
  const called = (...names: string[]): boolean => callsOf(queryset, ...names).length > 0;
  if (called('values', 'values_list', 'raw', 'union', 'intersection', 'difference', 'dates', 'datetimes')) return 'impossible';
  if (called('iterator', 'aiterator') && followed.many) return 'impossible';
  if (followed.many) return 'loads all of them at once';
  if (called('only', 'defer')) return 'fails where `only()` or `defer()` leaves out the foreign key';
  if (called('select_for_update')) return 'locks the joined rows too, and fails on PostgreSQL where the key may be null';
  if (called('annotate', 'extra', 'alias')) return 'widens a GROUP BY of the annotations';
  if (escapes(context, rows)) return 'the rows are joined once, so that changes made meanwhile are not seen';
  if (isCombined(context, queryset)) return 'fails where the queryset is combined by `union()`';
  return undefined;
}

const WRITING = /^a?(save|delete|update|create|get_or_create|update_or_create|bulk_\w+|add|set|remove|clear|refresh_from_db)$/;

/**
 * The loop writes, or hands a row or its relation to something that may: with a lazy read each row sees the state at its turn, with
 * a join all see that of the beginning.
 */
function escapes(context: OrmContext, { loop }: RowLoop): boolean {
  for (const node of walk(loop.body, { nested: true })) {
    if (node.nodeType === 'Call') {
      if (WRITING.test(lastName(node.func)) && !isList(context, node)) return true;
      if (node.func.nodeType === 'Attribute' && isRow(context, node.func.value)) return true;
      const passed = [...node.args, ...node.keywords.map(({ value }) => value)].some((argument) => isRow(context, argument));
      if (passed && !isHarmless(node)) return true;
    }
    const targets: readonly PythonNode[] = node.nodeType === 'Assign' ? node.targets : node.nodeType === 'AugAssign' ? [node.target] : [];
    if (targets.some((target) => target.nodeType === 'Attribute' && isRow(context, target.value))) return true;
  }
  return false;
}

/** `names.add(…)` of a local set is no write. */
function isList(context: OrmContext, { func }: Call): boolean {
  return func.nodeType === 'Attribute' && func.value.nodeType === 'Name' && valueOf(context, func.value)?.kind !== 'queryset' && valueOf(context, func.value)?.kind !== 'instance';
}

function isRow(context: OrmContext, node: ExprNode): boolean {
  const value = valueOf(context, node);
  return value?.kind === 'instance' && value.row !== undefined;
}

function isHarmless({ func }: Call): boolean {
  return ['str', 'print', 'append', 'add', 'len', 'isinstance', 'getattr', 'hasattr', 'repr', 'id', 'bool', 'format'].includes(lastName(func));
}

function isCombined(context: OrmContext, queryset: Queryset): boolean {
  for (const node of walk(scopeOf(context.module, queryset.base.node), { nested: true })) {
    if (node.nodeType === 'Call' && ['union', 'intersection', 'difference'].includes(lastName(node.func))) return true;
  }
  return false;
}

/** Puts the relation into an existing call of that method, else a new call behind the chain with which the rows begin. */
function loadEdit(context: OrmContext, queryset: Queryset, method: string, path: string): Edit | undefined {
  const { module } = context;
  const existing = callsOf(queryset, method).findLast((call) => call.module === module && call.node.args.length > 0);
  const appended = existing === undefined ? undefined : appendArguments(module, existing.node, [path]);
  if (appended !== undefined) return appended;
  const end = extensible(context, queryset.base.node);
  if (end === undefined) return undefined;
  const [, at] = module.range(end);
  const quote = quotesIn(module.source(queryset.base.node).includes('"') || module.source(queryset.base.node).includes("'") ? module.source(queryset.base.node) : module.text);
  return { span: [at, at], text: `${lineBreak(context, end)}.${method}(${quoted(path, quote)})` };
}

/** The last part of the chain that is still an unsliced queryset and no bare name. */
function extensible(context: OrmContext, base: ExprNode): ExprNode | undefined {
  let at: ExprNode = base;
  while (at.nodeType === 'Subscript' || (at.nodeType === 'Call' && at.func.nodeType === 'Attribute' && ['iterator', 'aiterator'].includes(at.func.attr))) {
    at = at.nodeType === 'Subscript' ? at.value : ((at as Call).func as Extract<ExprNode, { nodeType: 'Attribute' }>).value;
  }
  const value = querysetOf(context, at);
  if (value === undefined || value.shape !== 'instances') return undefined;
  return at.nodeType === 'Call' || (at.nodeType === 'Attribute' && value.manager) ? at : undefined;
}

/** Chains with one call a line go on that way. */
function lineBreak({ module }: OrmContext, end: ExprNode): string {
  const method = end.nodeType === 'Call' ? end.func : end;
  if (method.nodeType !== 'Attribute') return '';
  const dot = module.range(method)[1] - method.attr.length;
  const before = module.text.slice(module.text.lastIndexOf('\n', dot) + 1, dot);
  return /^[ \t]+\.$/.test(before) ? newlineOf(module.text) + before.slice(0, -1) : '';
}
