import { oncePer } from '../../../project/memo.ts';
import type { Attribute, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type Binding, type Scope, scopeOf } from '../../../python/syntax/bindings.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { rowsOf } from './name-values.ts';
import { readOfPicked, remembering } from './picked.ts';
import { loadsAfterwards, type Queryset } from '../querysets/queryset.ts';
import { type Collection, type Dictionary, type OrmContext, valueOf } from './values.ts';

/** One thing that is put into a collection: `orders.append(order)`, `orders_by_day[day].append(order)`, `order_by_number[number] = order`. */
interface Fill {
  readonly value: ExprNode;
  /** Under a key. */
  readonly keyed: boolean;
  /** Into a list that stands under the key. */
  readonly listed: boolean;
}

/** What a name holds that begins as an empty collection and is filled with rows of one queryset, by nothing else than loops over it. */
export function filledValue(context: OrmContext, { name, node, value }: Binding): Collection | Dictionary | undefined {
  const kind = value === undefined ? undefined : emptyKind(value);
  const fills = kind === undefined || loadsAfterwards(context.module) ? [] : (fillsIn(scopeOf(context.module, node)).get(name) ?? []);
  const [first] = fills;
  if (first === undefined || fills.includes(undefined)) return undefined;
  const given = fills.filter((fill) => fill !== undefined);
  const isAlike = given.every(({ keyed, listed }) => keyed === first.keyed && listed === first.listed && keyed === (kind === 'keyed'));
  const querysets = isAlike ? given.map((fill) => rowsPut(context, fill)) : [];
  const [queryset, ...others] = querysets;
  const rows = queryset === undefined || others.some((other) => other !== queryset) ? undefined : rowsOf(remembering(queryset, given.flatMap((fill) => readOf(context, fill))));
  if (rows === undefined || kind === 'list') return rows;
  return { kind: 'dictionary', values: first.listed ? { kind: 'list', element: rows, source: undefined } : rows };
}

function emptyKind(value: ExprNode): 'list' | 'keyed' | undefined {
  if (value.nodeType === 'List') return value.elts.length === 0 ? 'list' : undefined;
  if (value.nodeType === 'Dict') return value.keys.length === 0 ? 'keyed' : undefined;
  if (value.nodeType !== 'Call') return undefined;
  const name = lastName(value.func);
  if (name === 'defaultdict') return value.args.length === 1 ? 'keyed' : undefined;
  if (value.args.length + value.keywords.length > 0) return undefined;
  return /^(?:list|set|deque)$/.test(name) ? 'list' : /^(?:dict|OrderedDict)$/.test(name) ? 'keyed' : undefined;
}

/** The queryset of whose rows one is put in, as it was read: nothing has set a relation of it. */
function rowsPut(context: OrmContext, { value }: Fill): Queryset | undefined {
  const row = valueOf(context, value);
  if (row?.kind !== 'instance' || row.row === undefined || row.path.length > 0 || value.nodeType !== 'Name') return undefined;
  const { variable, queryset } = row.row;
  const isSet = (relationsSet(scopeOf(context.module, variable.node)).get(value.id) ?? []).some((name) => row.model?.fields.get(name)?.kind !== undefined);
  return isSet ? undefined : queryset;
}

/** What the loop reads of the row that it puts in. */
function readOf(context: OrmContext, { value }: Fill): readonly string[] {
  const row = valueOf(context, value);
  return row?.kind === 'instance' && row.row !== undefined && value.nodeType === 'Name' ? readOfPicked(context, value, row.row) : [];
}

/** By name of what they are set of: the attributes that code of a scope sets. */
const relationsSet = oncePer((scope: Scope): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const node of walk(scope)) {
    for (const target of node.nodeType === 'Assign' ? node.targets : []) {
      if (target.nodeType === 'Attribute' && target.value.nodeType === 'Name') found.set(target.value.id, [...(found.get(target.value.id) ?? []), target.attr]);
    }
  }
  return found;
});

const PUTTING: ReadonlySet<string> = new Set(['append', 'add', 'appendleft']);

/** What changes a collection in another way. */
const CHANGING: ReadonlySet<string> = new Set(['extend', 'insert', 'update', 'setdefault', 'extendleft', '__setitem__']);

/** By name: what is put into it; undefined stands for what isn't one thing. */
const fillsIn = oncePer((scope: Scope): ReadonlyMap<string, readonly (Fill | undefined)[]> => {
  const found = new Map<string, (Fill | undefined)[]>();
  const note = (name: string | undefined, fill: Fill | undefined): void => {
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), fill]);
  };
  for (const node of walk(scope)) noteFills(node, note);
  return found;
});

function noteFills(node: PythonNode, note: (name: string | undefined, fill: Fill | undefined) => void): void {
  if (node.nodeType === 'AugAssign') note(nameIn(node.target), undefined);
  for (const target of node.nodeType === 'Assign' ? node.targets : []) {
    if (target.nodeType === 'Subscript' && node.nodeType === 'Assign') note(nameIn(target), target.value.nodeType === 'Name' ? { value: node.value, keyed: true, listed: false } : undefined);
  }
  const called = node.nodeType === 'Call' && node.func.nodeType === 'Attribute' ? node.func : undefined;
  if (node.nodeType !== 'Call' || called === undefined) return;
  const [value, ...others] = node.args;
  if (PUTTING.has(called.attr)) note(nameIn(called.value), fillBy(called, value, others.length));
  else if (CHANGING.has(called.attr)) note(nameIn(called.value), undefined);
}

function fillBy({ value: owner }: Attribute, value: ExprNode | undefined, others: number): Fill | undefined {
  if (value === undefined || others > 0) return undefined;
  if (owner.nodeType === 'Name') return { value, keyed: false, listed: false };
  return owner.nodeType === 'Subscript' && owner.value.nodeType === 'Name' ? { value, keyed: true, listed: true } : undefined;
}

function nameIn(node: ExprNode): string | undefined {
  let at = node;
  while (at.nodeType === 'Subscript' || at.nodeType === 'Attribute') at = at.value;
  return at.nodeType === 'Name' ? at.id : undefined;
}
