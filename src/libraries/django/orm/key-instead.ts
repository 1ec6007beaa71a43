import type { Edit } from '../../../model/text.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { DjangoField } from '../models/fields.ts';
import { fieldAt } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import { isKeyOf, pointsToKey } from '../models/own-keys.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import type { Advised } from './eager-remedy.ts';
import type { Followed } from './eager.ts';
import type { RowLoop } from './scopes.ts';
import { savingHooks } from './signals.ts';

/** What a place asks of the row behind a foreign key, where the key alone answers it. */
type KeyUse = 'key' | 'truth' | 'none' | 'compared' | 'handed' | 'stored';

/** The places of a loop that ask for nothing but the key, which the row has as `customer_id`. */
export function keyInstead(context: OrmContext, { loop }: RowLoop, { node, field, path, many, through }: Followed): Advised | undefined {
  if (node.nodeType !== 'Attribute' || through !== undefined || field.attname === undefined || field.reverse || many || path.length !== 1 || !pointsToKey(field)) return undefined;
  const { module } = context;
  const owner = module.source(node.value);
  const { attname } = field;
  const reads = (attributesIn(loop).get(node.attr) ?? []).filter((read) => module.source(read.value) === owner);
  const uses = reads.map((read) => keyUse(context, loop, read, field));
  if (uses.includes(undefined)) return undefined;
  const compared = uses.includes('compared');
  const stored = storedAs(module, reads, uses);
  const advice = compared ? `Compare \`${owner}.${attname}\`, which the row has already, with the key of the other.`
    : stored.length > 0 ? `Write \`${stored[0] ?? ''}_id=${owner}.${attname}\`, which the row has already.`
    : `Read \`${owner}.${attname}\`, which the row has already.`;
  const edits = compared || stored.length > 0 ? [] : reads.flatMap((read, index) => keyEdit(module, read, attname, uses[index] === 'key') ?? []);
  const reason = uses.includes('key') && field.nullable ? `gives \`None\` where \`${node.attr}\` is empty instead of an error` : uses.includes('truth') ? 'a key of `0` or an empty text counts as none' : undefined;
  return { advice, remedies: edits.length === reads.length ? [{ title: `Read \`${attname}\``, edits, safety: reason === undefined ? 'safe' : { changes: reason } }] : [] };
}

function keyUse(context: OrmContext, loop: Loop, read: Attribute, field: DjangoField): KeyUse | undefined {
  const { module } = context;
  const parent = module.parent(read);
  if (read.ctx.nodeType !== 'Load' || parent === undefined) return undefined;
  if (parent.nodeType === 'Attribute') return isKeyOf(field.target, parent.attr) && parent.ctx.nodeType === 'Load' ? 'key' : undefined;
  if (parent.nodeType === 'Compare') return comparison(parent, read);
  // a model may have a truth of its own
  if (isTested(module, read)) return field.target?.complete === true && !hasTruth(context, field.target) ? 'truth' : undefined;
  return isHanded(context, read, field) ? 'handed' : isStored(context, loop, read, field) ? 'stored' : undefined;
}

/** `order.customer is None`, `order.customer == buyer`. Two objects of one row need not be the same object. */
function comparison({ left, ops, comparators }: PythonNode & { nodeType: 'Compare' }, read: Attribute): KeyUse | undefined {
  const [op, ...moreOps] = ops;
  const [right] = comparators;
  if (op === undefined || right === undefined || moreOps.length > 0) return undefined;
  const other = left === read ? right : left;
  const equal = op.nodeType === 'Eq' || op.nodeType === 'NotEq';
  if (other.nodeType === 'Constant' && other.value === null) return equal || op.nodeType === 'Is' || op.nodeType === 'IsNot' ? 'none' : undefined;
  return equal ? 'compared' : undefined;
}

/** The place decides by the truth of what is read, and does nothing else with it. */
function isTested(module: PyModule, read: ExprNode): boolean {
  const parent = module.parent(read);
  switch (parent?.nodeType) {
    case 'If':
    case 'IfExp':
    case 'While':
    case 'Assert':
      return parent.test === read;
    case 'Comprehension':
      return parent.ifs.includes(read);
    case 'UnaryOp':
      return parent.op.nodeType === 'Not';
    case 'BoolOp':
      return isTested(module, parent);
    case 'Call':
      return parent.func.nodeType === 'Name' && parent.func.id === 'bool';
    default:
      return false;
  }
}

function hasTruth({ django }: OrmContext, model: DjangoModel): boolean {
  return ['__bool__', '__len__'].some((name) => django.method(model, name) !== undefined);
}

/** Managers of many-to-many relations take keys as well as rows: `team.members.add(post.author)`. */
const LINKING: ReadonlySet<string> = new Set(['add', 'remove', 'aadd', 'aremove']);

/** Methods whose conditions take a key where they take a row. */
const ASKING: ReadonlySet<string> = new Set(['filter', 'exclude', 'get', 'aget']);

function isHanded(context: OrmContext, read: Attribute, { target }: DjangoField): boolean {
  const { module } = context;
  const call = callAround(module, read);
  if (call?.func.nodeType !== 'Attribute' || (!LINKING.has(call.func.attr) && !ASKING.has(call.func.attr))) return false;
  const asked = valueOf(context, call.func.value);
  if (asked?.kind !== 'queryset') return false;
  if (call.args.includes(read)) {
    const linked = asked.manager ? asked.related?.owner.model?.fields.get(asked.related.field) : undefined;
    return LINKING.has(lastName(call.func)) && linked?.kind === 'many-to-many' && linked.target === target;
  }
  const name = call.keywords.find(({ value }) => value === read)?.arg;
  const found = name === undefined || asked.model === undefined ? undefined : fieldAt(asked.model, name);
  const condition = found?.rest === '' ? found.field : undefined;
  return ASKING.has(lastName(call.func)) && condition?.target === target && condition?.reverse === false && pointsToKey(condition);
}

/**
 * `Payment(order=line.order)`, `Payment.objects.create(order=line.order)`: the row that is made takes the key as `order_id`. Where saving it runs code of the project, or the loop
 * goes on with `payment.order`, that would read the other row again.
 */
function isStored(context: OrmContext, loop: Loop, read: Attribute, { target }: DjangoField): boolean {
  const { module } = context;
  const call = callAround(module, read);
  const name = call?.keywords.find(({ value }) => value === read)?.arg;
  if (call === undefined || name === undefined) return false;
  const asked = call.func.nodeType === 'Attribute' && /^a?create$/.test(call.func.attr) ? valueOf(context, call.func.value) : undefined;
  const model = asked?.kind === 'queryset' ? asked.model : context.django.modelOf(module, call.func);
  const stored = model?.forward.get(name);
  if (model === undefined || savingHooks(context.django, model).length > 0) return false;
  const goesOn = (attributesIn(loop).get(name) ?? []).some((other) => module.source(other) !== module.source(read));
  return !goesOn && stored !== undefined && stored.target === target && stored.attname === `${name}_id` && pointsToKey(stored);
}

/** The names under which what is read is stored. */
function storedAs(module: PyModule, reads: readonly Attribute[], uses: readonly (KeyUse | undefined)[]): string[] {
  return reads.flatMap((read, index) => (uses[index] === 'stored' ? (callAround(module, read)?.keywords.find(({ value }) => value === read)?.arg ?? []) : []));
}

function callAround(module: PyModule, read: Attribute): Call | undefined {
  const parent = module.parent(read);
  const holder = parent?.nodeType === 'Keyword' ? module.parent(parent) : parent;
  return holder?.nodeType === 'Call' && holder.func !== read ? holder : undefined;
}

/** `customer_id` for `customer`, or for `customer.pk`, which may not be written over lines or with spaces. */
function keyEdit(module: PyModule, read: Attribute, attname: string, isKey: boolean): Edit | undefined {
  const [, end] = module.range(read);
  const parent = module.parent(read);
  if (!isKey || parent?.nodeType !== 'Attribute') return { span: [end - read.attr.length, end], text: attname };
  const keyEnd = module.range(parent)[1];
  return keyEnd - end === parent.attr.length + 1 ? { span: [end - read.attr.length, keyEnd], text: attname } : undefined;
}

/** By name: the attributes that a loop reads or sets. */
const attributesIn = oncePer((loop: Loop): ReadonlyMap<string, readonly Attribute[]> => {
  const found = new Map<string, Attribute[]>();
  for (const node of walk(loop.body, { nested: true })) {
    if (node.nodeType !== 'Attribute') continue;
    const reads = found.get(node.attr);
    if (reads === undefined) found.set(node.attr, [node]);
    else reads.push(node);
  }
  return found;
});
