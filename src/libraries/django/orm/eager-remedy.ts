import { type Edit, enumerated, type Remedy } from '../../../model/text.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { appendArguments, newlineOf, quoted, quotesIn } from '../../../python/syntax/edits.ts';
import { type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentsOf, lastName, stringConstant } from '../../../python/syntax/static.ts';
import { keywordOf } from '../models/fields.ts';
import { metaOf } from '../models/models.ts';
import { beginningsOf, callsOf, type ChainCall, type Queryset } from '../querysets/queryset.ts';
import { type OrmContext, querysetOf, valueOf } from '../values/values.ts';
import type { Followed, Lacking } from './eager.ts';
import { whatPiecesNeed } from './pieces.ts';

/** The expression that gives the rows where they are used, and the loop that runs over them, where one does. */
export interface RowsUsed {
  readonly iter: ExprNode;
  readonly loop: Loop | undefined;
}

export interface Advised {
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** No join brings it along: a relation to many lies on the path, or the rows that it hangs on come by a prefetch, of which a join would make one for each row. */
export function isPrefetching({ many, shared }: Lacking): boolean {
  return many || shared !== undefined;
}

/** What to write so that the rows bring the relations along: one call for all of them, which are all joined or all prefetched. */
export function loadRemedies(context: OrmContext, rows: RowsUsed, queryset: Queryset, followed: readonly [Lacking, ...Lacking[]]): Advised {
  const paths = followed.map(({ path }) => path.join('__'));
  const many = isPrefetching(followed[0]);
  const method = many ? 'prefetch_related' : 'select_related';
  const call = `${method}(${paths.map((path) => `"${path}"`).join(', ')})`;
  const beginnings = placesToLoad(beginningsOf(queryset), context.module, method);
  const implied = many ? undefined : beginnings.map(impliedJoins).find((call) => call !== undefined);
  if (implied !== undefined) return { advice: `Name in \`select_related()\`${lineOf(context, implied)} every relation that is read, ${enumerated(paths.map((path) => `\`"${path}"\``))} among them: without names it joins only keys that can't be null, and a second call with names takes these joins away.`, remedies: [] };
  const local = beginnings.every(({ base }) => base.module === context.module && context.module.line(base.node) > 0);
  const place = `to the ${beginnings.length > 1 ? 'querysets' : 'queryset'}${placeOf(context, beginnings, rows.iter)}`;
  const needed = many ? whatPiecesNeed(context.django, queryset) : undefined;
  const keys = beginnings.map((one) => keysLeftOut(one, followed)).find((found) => found !== undefined);
  const named = keys === undefined ? '' : ` and ${keys.names.map((name) => `\`"${name}"\``).join(', ')} to its \`only()\`, which refuses a join by a key that it leaves out`;
  const advice = `Add \`.${call}\` ${place}${named}${needed === undefined ? '' : ` and ${needed}`}.`;
  const reasons = beginnings.map((one) => whyNot(context, rows, one, followed));
  const reason = reasons.find((one) => one === 'impossible') ?? reasons.find((one) => one !== undefined);
  const joined = local && reason !== 'impossible' ? loadEdits(context, beginnings, method, paths) : undefined;
  const column = keys?.call.module === context.module ? appendArguments(context.module, keys.call.node, keys.names) : undefined;
  const edits = joined === undefined || (keys !== undefined && column === undefined) ? undefined : [...joined, ...(column === undefined ? [] : [column])];
  const title = `Add \`${call}\``;
  if (edits === undefined) {
    const inHead = local || keys !== undefined || reason === 'impossible' ? undefined : headEdit(context, rows, method, paths);
    return { advice, remedies: inHead === undefined ? [] : [{ title, edits: [inHead], safety: { changes: reason ?? 'reads the rows again where they were read before' } }] };
  }
  return { advice, remedies: [{ title, edits, safety: reason === undefined ? 'safe' : { changes: reason } }] };
}

/** The last `select_related()` where it names nothing. */
function impliedJoins(queryset: Queryset): ChainCall | undefined {
  const call = callsOf(queryset, 'select_related').at(-1);
  return call !== undefined && call.node.args.length + call.node.keywords.length === 0 ? call : undefined;
}

function lineOf({ module }: OrmContext, call: ChainCall): string {
  return call.module === module ? ` on line ${String(module.line(call.node))}` : '';
}

/** The chains to write to: one where all of them come to the same call of the method in this file. */
function placesToLoad(beginnings: readonly Queryset[], module: PyModule, method: string): readonly Queryset[] {
  const [first, ...others] = beginnings.map((one) => existingCall(one, module, method));
  const [only] = beginnings;
  if (first === undefined || only === undefined || others.length === 0 || others.some((call) => call?.node !== first.node)) return beginnings;
  return [{ ...only, base: first }];
}

/** The call of the method in this file that takes more paths. */
function existingCall(queryset: Queryset, module: PyModule, method: string): ChainCall | undefined {
  return callsOf(queryset, method).findLast((call) => call.module === module && call.node.args.length > 0);
}

/** Where the rows begin, to follow "the queryset": the lines of this file where that is somewhere else than `iter`. */
export function placeOf({ module }: OrmContext, beginnings: readonly Queryset[], iter: ExprNode): string {
  const lines = beginnings.map(({ base }) => (base.module === module ? module.line(base.node) : 0));
  if (lines.some((line) => line <= 0 || line === module.line(iter))) return '';
  return ` on ${lines.length > 1 ? 'lines' : 'line'} ${enumerated(lines.toSorted((a, b) => a - b).map(String))}`;
}

/** Why adding the joins is more than loading, or `impossible` where Django refuses it; undefined where it only loads. */
function whyNot(context: OrmContext, rows: RowsUsed, queryset: Queryset, followed: readonly Lacking[]): string | undefined {
  const many = followed.some((one) => isPrefetching(one));
  const called = (...names: string[]): boolean => callsOf(queryset, ...names).length > 0;
  if (called('values', 'values_list', 'raw', 'union', 'intersection', 'difference', 'dates', 'datetimes')) return 'impossible';
  if (many && whatPiecesNeed(context.django, queryset) !== undefined) return 'impossible';
  if (many) return 'loads all of them at once';
  if (called('defer') || (called('only') && onlyColumns(queryset) === undefined)) return 'fails where `only()` or `defer()` leaves out the foreign key';
  // `of=` names what is locked, so that what is joined isn't
  if (callsOf(queryset, 'select_for_update').some(({ node }) => keywordOf(node, 'of') === undefined)) return 'locks the joined rows too, and fails on PostgreSQL where the key may be null';
  if (called('extra') || callsOf(queryset, 'annotate', 'alias').some((call) => mayGroup(call))) return 'widens a GROUP BY of the annotations';
  if (followed.some((one) => isUnconstrained(one))) return 'drops rows whose key points nowhere: the database does not check it';
  if (rows.loop !== undefined && escapes(context, rows.loop)) return 'the rows are joined once, so that changes made meanwhile are not seen';
  if (isCombined(context, queryset)) return 'fails where the queryset is combined by `union()`';
  return undefined;
}

/** What is annotated may be aggregated: tests, cases and subqueries by themselves group nothing. */
function mayGroup({ node, module }: ChainCall): boolean {
  const given = argumentsOf(node);
  return given.some((value) => value.nodeType !== 'Call' || !UNGROUPED.test(lastName(value.func)) || AGGREGATING.test(module.source(value)));
}

/** Expressions whose value each row has alone (django/db/models/expressions.py and functions, 3.2 to 6.0). */
const UNGROUPED = /^(?:Exists|Subquery|Case|Value|F|Q|OuterRef|ExpressionWrapper|Cast|Coalesce|Concat|Lower|Upper|Now|Trunc\w*|Extract\w*)$/;

const AGGREGATING = /\b(?:Count|Sum|Avg|Min|Max|StdDev|Variance|\w+Agg|Bool(?:And|Or)|Bit(?:And|Or|Xor))\s*\(/;

/** The columns that the last `only()` names, which is the one that counts; undefined where there is none or they aren't all written down. */
function onlyColumns(queryset: Queryset): { readonly call: ChainCall; readonly columns: readonly string[] } | undefined {
  const call = callsOf(queryset, 'only').at(-1);
  const columns = (call?.node.args ?? []).flatMap((argument) => stringConstant(argument) ?? []);
  return call === undefined || columns.length < call.node.args.length ? undefined : { call, columns };
}

/** The keys of joins that `only()` leaves out: "cannot be both deferred and traversed using select_related at the same time" (Django 4.2 to 6.0). */
function keysLeftOut(queryset: Queryset, followed: readonly Lacking[]): { readonly call: ChainCall; readonly names: readonly string[] } | undefined {
  const only = onlyColumns(queryset);
  if (only === undefined) return undefined;
  const isNamed = (key: string): boolean => only.columns.some((name) => name === key || name === `${key}_id` || name.startsWith(`${key}__`));
  const keys = followed.flatMap((one) => (isPrefetching(one) ? [] : one.path.slice(0, 1)));
  const names = [...new Set(keys)].filter((key) => queryset.model?.forward.has(key) === true && !isNamed(key));
  return names.length === 0 ? undefined : { call: only.call, names };
}

/** `db_constraint=False`, or a manager of the target's own by which lazy reads go: a join may find other rows. */
function isUnconstrained({ field }: Followed): boolean {
  const constraint = field.declaration === undefined ? undefined : keywordOf(field.declaration.node, 'db_constraint');
  return constraint !== undefined || (field.target !== undefined && metaOf(field.target.node, 'base_manager_name') !== undefined);
}

const WRITING = /^a?(save|delete|update|create|get_or_create|update_or_create|bulk_\w+|add|set|remove|clear|refresh_from_db)$/;

/**
 * The loop writes, or hands a row or its relation to something that may: with a lazy read each row sees the state at its turn, with
 * a join all see that of the beginning.
 */
function escapes(context: OrmContext, loop: Loop): boolean {
  return escapesFrom(context)(loop);
}

/** By context, for what a row is depends on other files. */
const escapesFrom = oncePer((context: OrmContext) => oncePer((loop: Loop): boolean => {
  for (const node of walk(loop.body, { nested: true })) {
    if (node.nodeType === 'Call') {
      if (WRITING.test(lastName(node.func)) && !isList(context, node)) return true;
      if (node.func.nodeType === 'Attribute' && isRow(context, node.func.value)) return true;
      const passed = argumentsOf(node).some((argument) => hands(context, argument));
      if (passed && !isHarmless(node)) return true;
    }
    const targets: readonly PythonNode[] = node.nodeType === 'Assign' ? node.targets : node.nodeType === 'AugAssign' ? [node.target] : [];
    if (targets.some((target) => target.nodeType === 'Attribute' && isRow(context, target.value))) return true;
  }
  return false;
}));

/** `names.add(…)` of a local set is no write. */
function isList(context: OrmContext, { func }: Call): boolean {
  return func.nodeType === 'Attribute' && func.value.nodeType === 'Name' && valueOf(context, func.value)?.kind !== 'queryset' && valueOf(context, func.value)?.kind !== 'instance';
}

function isRow(context: OrmContext, node: ExprNode): boolean {
  const value = valueOf(context, node);
  return value?.kind === 'instance' && value.row !== undefined;
}

/** The row itself goes along, also inside a list or dictionary; its columns don't matter. */
function hands(context: OrmContext, argument: ExprNode): boolean {
  for (const node of walk(argument, { skip: (inner) => inner.nodeType === 'Attribute' && !isRow(context, inner) && inner !== argument })) {
    if ((node.nodeType === 'Name' || node.nodeType === 'Attribute') && isRow(context, node)) return true;
  }
  return false;
}

function isHarmless({ func }: Call): boolean {
  return ['str', 'print', 'append', 'add', 'len', 'isinstance', 'getattr', 'hasattr', 'repr', 'id', 'bool', 'format'].includes(lastName(func));
}

function isCombined(context: OrmContext, queryset: Queryset): boolean {
  return combines(scopeOf(context.module, queryset.base.node));
}

const combines = oncePer((scope: Scope): boolean => {
  for (const node of walk(scope, { nested: true })) {
    if (node.nodeType === 'Call' && ['union', 'intersection', 'difference'].includes(lastName(node.func))) return true;
  }
  return false;
});

/** The relations in each of the chains with which the rows begin; undefined where one of them can't be written on. */
function loadEdits(context: OrmContext, beginnings: readonly Queryset[], method: string, paths: readonly string[]): Edit[] | undefined {
  const edits = beginnings.map((one) => loadEdit(context, one, method, paths));
  const known = edits.filter((edit) => edit !== undefined);
  return known.length < edits.length ? undefined : known;
}

/** Puts the relations into an existing call of that method, else a new call behind the chain with which the rows begin. */
function loadEdit(context: OrmContext, queryset: Queryset, method: string, paths: readonly string[]): Edit | undefined {
  const { module } = context;
  const existing = existingCall(queryset, module, method);
  const appended = existing === undefined ? undefined : appendArguments(module, existing.node, paths);
  if (appended !== undefined) return appended;
  const end = extensible(context, queryset.base.node);
  if (end === undefined) return undefined;
  const [, at] = module.range(end);
  const quote = quotesIn(module.source(queryset.base.node).includes('"') || module.source(queryset.base.node).includes("'") ? module.source(queryset.base.node) : module.text);
  return { span: [at, at], text: `${lineBreak(context, end)}.${method}(${quotedAll(paths, quote)})` };
}

/** `for order in queryset:` of a queryset that was handed in. */
function headEdit(context: OrmContext, { iter }: RowsUsed, method: string, paths: readonly string[]): Edit | undefined {
  const value = iter.nodeType === 'Name' ? querysetOf(context, iter) : undefined;
  if (value === undefined || value.slice !== undefined) return undefined;
  const [, end] = context.module.range(iter);
  return { span: [end, end], text: `.${method}(${quotedAll(paths, quotesIn(context.module.text))})` };
}

function quotedAll(paths: readonly string[], quote: Parameters<typeof quoted>[1]): string {
  return paths.map((path) => quoted(path, quote)).join(', ');
}

/** The last part of the chain that is still an unsliced queryset and no bare name. */
function extensible(context: OrmContext, base: ExprNode): ExprNode | undefined {
  let at: ExprNode = base;
  while (at.nodeType === 'Subscript' || (at.nodeType === 'Call' && at.func.nodeType === 'Attribute' && ['iterator', 'aiterator'].includes(at.func.attr))) {
    at = at.nodeType === 'Subscript' ? at.value : ((at).func as Extract<ExprNode, { nodeType: 'Attribute' }>).value;
  }
  const value = querysetOf(context, at);
  if (value?.shape !== 'instances') return undefined;
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
