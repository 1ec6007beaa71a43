import type { RelationRead } from '../../../model/query-call.ts';
import { enumeratedNames, type Remedy, type Span } from '../../../model/text.ts';
import type { Attribute } from '../../../python/nodes.ts';
import { appendArguments } from '../../../python/syntax/edits.ts';
import { type Loop, loopsAt } from '../../../python/syntax/loops.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { isAnswer } from '../project/places.ts';
import { callsOf, type ChainCall, type Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext, valueOf } from '../values/values.ts';
import { observeRelation } from './circumstances.ts';
import { runsOf } from './handed.ts';
import { branchAround } from './harmless.ts';
import { KeptReads } from './kept-reads.ts';
import { type RowLoop, rowLoop } from './scopes.ts';

/** What a queryset leaves out of its rows, by the call that says so. */
interface LeftOut {
  readonly call: ChainCall;
  readonly has: (field: DjangoField) => boolean;
}

/** The column of a row that a loop reads, under the name by which `only()` takes it. */
interface ColumnRead {
  readonly node: Attribute;
  readonly name: string;
}

/**
 * Columns that `only()` or `defer()` leave out of the rows although the loop reads them of each: Django asks for every one of them by a query of its own
 * (`DeferredAttribute.__get__` in db/models/query_utils.py, 4.2 to 6.0), which nothing but the row remembers.
 */
export function readLeftOut(context: OrmContext): RelationRead[] {
  if (!/\.(?:only|defer)\(/.test(context.module.text)) return [];
  const kept = new KeptReads(context);
  return nodesOf(context).flatMap((node) => loopsAt(node)).flatMap((loop) => {
    const rows = rowLoop(context, loop);
    const queryset = rows?.queryset;
    if (rows === undefined || queryset?.model === undefined) return [];
    const leftOut = leftOutOf(queryset);
    return leftOut === undefined ? [] : readsOf(context, rows, queryset, queryset.model, leftOut, kept);
  });
}

function readsOf(context: OrmContext, rows: RowLoop, queryset: Queryset, model: DjangoModel, { call, has }: LeftOut, kept: KeptReads): RelationRead[] {
  const { module } = context;
  const { loop } = rows;
  const found = columnsRead(context, loop, model, has).filter(({ name }) => !kept.has(loop, queryset, name));
  kept.add(loop, queryset, found.map(({ name }) => name));
  const [first] = found;
  if (first === undefined) return [];
  const paths = [...new Set(found.map(({ name }) => name))];
  const [span, ...also] = found.map(({ node }) => nameOf(context, node)) as [Span, ...Span[]];
  const line = call.module === module ? ` on line ${String(module.line(call.node))}` : '';
  const them = paths.length === 1 ? 'it' : 'them';
  const evidence: RelationRead['evidence'] = { task: 'read', scope: rows.scope, runs: runsOf(context, rows, first.node), around: observeRelation(context, first.node, loop), spares: 'statements', answers: isAnswer(module, first.node) };
  return [{ span, also, paths, columns: true, evidence, perRow: paths.length, why: `The \`${call.name}()\`${line} leaves ${them} out.`, ...adviseOn(context, call, paths) }];
}

function adviseOn({ module }: OrmContext, call: ChainCall, names: readonly string[]): { advice: string; remedies: Remedy[] } {
  const listed = enumeratedNames(names.map((name) => `"${name}"`));
  if (call.name === 'defer') return { advice: `Take ${listed} out of it.`, remedies: [] };
  const edit = call.module === module ? appendArguments(module, call.node, names) : undefined;
  const remedies: Remedy[] = edit === undefined ? [] : [{ title: `Add ${listed} to \`only()\``, edits: [edit], safety: { changes: 'the columns come with the rows, so that changes made meanwhile are not seen' } }];
  return { advice: `Add ${listed} to it.`, remedies };
}

/** What is left out of the rows, on each of the ways on which they may come. */
function leftOutOf(queryset: Queryset): LeftOut | undefined {
  const [first, ...others] = (queryset.alternatives ?? [queryset]).map((one) => leftOutBy(one));
  return others.every((one) => one?.call.node === first?.call.node) ? first : undefined;
}

/** What the last `only()` doesn't name, or what `defer()` does; undefined where that isn't all written down, or where several calls undo each other. */
function leftOutBy(queryset: Queryset): LeftOut | undefined {
  if (callsOf(queryset, 'union', 'intersection', 'difference', 'extra', 'raw').length > 0) return undefined;
  const only = callsOf(queryset, 'only').at(-1);
  const [deferring, ...others] = callsOf(queryset, 'defer');
  const call = only ?? deferring;
  if (call === undefined || others.length > 0 || (only !== undefined && deferring !== undefined)) return undefined;
  const { module, node } = call;
  if (node.args.length === 0 || node.keywords.length > 0) return undefined;
  const names = node.args.map((argument) => stringOf({ module, node: argument }));
  if (names.includes(undefined)) return undefined;
  // a path through a key loads the key
  const named = new Set(names.map((name) => (only === undefined ? name : name?.split('__', 1)[0])));
  const isNamed = ({ name, kind }: DjangoField): boolean => named.has(name) || (kind !== undefined && named.has(`${name}_id`));
  return { call, has: (field) => isNamed(field) === (only === undefined) };
}

/** The columns of its row that a loop reads in each round and that are left out, unless its own code sets them. */
function columnsRead(context: OrmContext, loop: Loop, model: DjangoModel, has: LeftOut['has']): ColumnRead[] {
  const found: ColumnRead[] = [];
  const set = new Set<string>();
  for (const node of walk(loop.body)) {
    if (node.nodeType !== 'Attribute') continue;
    const owner = valueOf(context, node.value);
    if (owner?.kind !== 'instance' || owner.path.length > 0 || owner.row?.variable.node !== loop.node) continue;
    if (LOADING.has(node.attr)) return [];
    const field = columnOf(model, node.attr);
    if (node.ctx.nodeType !== 'Load') set.add(node.attr);
    else if (field !== undefined && has(field) && branchAround(context.module, node, loop) === undefined) found.push({ node, name: node.attr });
  }
  return found.filter(({ name }) => !set.has(name));
}

/** What loads columns by itself, or asks which are there. */
const LOADING: ReadonlySet<string> = new Set(['refresh_from_db', 'arefresh_from_db', 'get_deferred_fields', '__dict__']);

/** A column of the model's table, by its name or by that of a key (`customer_id`). The primary key can't be left out. */
function columnOf(model: DjangoModel, name: string): DjangoField | undefined {
  const own = model.fields.get(name);
  if (own !== undefined) return own.kind === undefined && !own.primaryKey ? own : undefined;
  const key = name.endsWith('_id') ? model.fields.get(name.slice(0, -'_id'.length)) : undefined;
  return (key?.kind === 'foreign-key' || key?.kind === 'one-to-one') && !key.reverse && !key.primaryKey && !key.parentLink ? key : undefined;
}

function nameOf({ module }: OrmContext, node: Attribute): Span {
  const [, end] = module.range(node);
  return [end - node.attr.length, end];
}
