import type { BrokenQuery } from '../../../model/query-call.ts';
import { enumerated, type Remedy } from '../../../model/text.ts';
import type { Call, PythonNode } from '../../../python/nodes.ts';
import { blockWith } from '../../../python/syntax/blocks.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { isNoField, isNoJoin } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import { type ChainCall, isRefining, type Queryset } from '../querysets/queryset.ts';
import { type OrmContext, querysetOf } from '../values/values.ts';
import { atLeast } from '../project/versions.ts';
import { miscounted } from './counts.ts';

/** What is wrong with one method call of a queryset's chain, or with a statement that is nothing but such a chain. */
export function brokenChain(context: OrmContext, node: PythonNode): BrokenQuery[] {
  if (node.nodeType === 'Expr' && node.value.nodeType === 'Call') return isProbed(context, node) ? [] : one(discarded(context, node.value));
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return [];
  const before = querysetOf(context, node.func.value);
  if (before === undefined || before.joined === true) return [];
  const call: ChainCall = { name: node.func.attr, node, module: context.module };
  return one(afterSlice(context, before, call) ?? afterIterator(context, before, call) ?? droppedPrefetch(context, before, call) ?? deferredJoin(context, before, call) ?? joinedMany(context, before, call) ?? miscounted(context, before, call));
}

/** `try: queryset.filter(…) except FieldError:` asks whether the call is valid. */
function isProbed({ module }: OrmContext, node: PythonNode): boolean {
  const around = module.parent(node);
  return around?.nodeType === 'Try' && around.handlers.length > 0;
}

function one(broken: BrokenQuery | undefined): BrokenQuery[] {
  return broken === undefined ? [] : [broken];
}

/** `orders.select_related("customer")` as a statement: methods of a queryset give a new one and leave the old one as it is. */
function discarded(context: OrmContext, call: Call): BrokenQuery | undefined {
  const { func } = call;
  if (func.nodeType !== 'Attribute' || !isRefining(func.attr) || func.attr === 'iterator' || func.attr === 'aiterator') return undefined;
  const queryset = querysetOf(context, func.value);
  if (queryset === undefined || queryset.calls.some(({ name }) => !isRefining(name))) return undefined;
  const { module } = context;
  // what it would be assigned to may never be evaluated either
  if (func.attr === 'select_for_update') return { span: module.range(call), remedies: [], problem: '`.select_for_update(…)` returns a new queryset, and this code drops it: no row is locked.', advice: 'Evaluate it within the transaction, narrowed to the rows that are to be locked: with `list(…)` around it or a loop over it.' };
  const [start] = module.range(call);
  const name = func.value.nodeType === 'Name' ? func.value.id : undefined;
  const problem = `\`.${func.attr}(…)\` returns a new queryset, and this code drops it: the call has no effect.`;
  const before = (text: string): Remedy['edits'] => [{ span: [start, start], text }];
  if (isAnswer(module, call)) return { span: module.range(call), problem, advice: `It is the last that the function does: write \`return\` before it, or take it out.`, remedies: [{ title: 'Return it', edits: before('return '), safety: { changes: 'the function gives the queryset instead of None' } }] };
  const remedies = name === undefined ? [] : [{ title: `Assign the result to \`${name}\``, edits: before(`${name} = `), safety: { changes: `later uses of \`${name}\` include the call` } }];
  return { span: module.range(call), remedies, problem, advice: name === undefined ? 'Assign the result.' : `Write \`${name} = ${name}.${func.attr}(…)\`.` };
}

/** The statement ends a function, and nothing that comes after could use another value of a name. */
function isAnswer(module: PyModule, call: Call): boolean {
  let at: PythonNode | undefined = module.parent(call);
  for (let around = at === undefined ? undefined : module.parent(at); at !== undefined && around !== undefined; at = around, around = module.parent(around)) {
    if (isFunction(around)) return around.body.at(-1) === at && !around.name.startsWith('__');
    if (around.nodeType !== 'If' && around.nodeType !== 'With' && around.nodeType !== 'AsyncWith') return false;
    if (blockWith(around, at)?.at(-1) !== at) return false;
  }
  return false;
}

/** What `QuerySet` refuses once a slice has been taken (db/models/query.py, Django 3.2 to 5.2: TypeError, AssertionError before 4.0). */
const REFUSED_AFTER_SLICE: ReadonlySet<string> = new Set(['filter', 'exclude', 'order_by', 'update', 'delete', 'distinct', 'reverse', 'latest', 'earliest', 'aupdate', 'adelete', 'alatest', 'aearliest']);

function afterSlice({ module }: OrmContext, { slice }: Queryset, { name, node }: ChainCall): BrokenQuery | undefined {
  if (slice === undefined || !REFUSED_AFTER_SLICE.has(name)) return undefined;
  const way = name === 'update' || name === 'delete' ? `\`filter(pk__in=…)\` with the keys of the slice, then \`.${name}()\`` : `\`.${name}(…)\` before the slice`;
  return { span: module.range(node), problem: `\`.${name}(…)\` on a sliced queryset raises TypeError.`, advice: `Call ${way}.`, remedies: [] };
}

function afterIterator({ module }: OrmContext, { calls }: Queryset, { name, node }: ChainCall): BrokenQuery | undefined {
  const last = calls.at(-1)?.name;
  if (last !== 'iterator' && last !== 'aiterator') return undefined;
  return { span: module.range(node), problem: `\`.${last}()\` gives a generator, which has no \`${name}\`: AttributeError.`, advice: `Call \`.${last}()\` last.`, remedies: [] };
}

/**
 * `prefetch_related(…).iterator()` without `chunk_size`: up to 4.2 the prefetch is dropped without a word, from 5.0 on it raises ValueError (db/models/query.py,
 * measured on 3.2, 4.2 and 5.2; before 4.1 it is dropped with a `chunk_size` as well).
 */
function droppedPrefetch({ module, django }: OrmContext, { loads }: Queryset, { name, node }: ChainCall): BrokenQuery | undefined {
  if ((name !== 'iterator' && name !== 'aiterator') || loads.prefetched.length === 0 || loads.unknown) return undefined;
  const keepsChunks = atLeast(django.version, [4, 1]);
  if (name === 'aiterator' || (keepsChunks && (node.args.length > 0 || node.keywords.length > 0))) return undefined;
  const what = atLeast(django.version, [5, 0]) ? 'raises ValueError' : 'drops the prefetch: each row asks for its own';
  const isEmpty = node.args.length === 0 && node.keywords.length === 0;
  const [, end] = module.range(node);
  return {
    span: module.range(node), problem: `\`.iterator()\` after \`prefetch_related\` ${keepsChunks ? 'without `chunk_size` ' : ''}${what}.`,
    advice: keepsChunks ? 'Give it the rows to prefetch for at a time: `.iterator(chunk_size=2000)`.' : 'Walk the rows in slices by their key, or upgrade to Django 4.1, which prefetches for `chunk_size` rows at a time.',
    remedies: keepsChunks && isEmpty && module.text[end - 1] === ')' ? [{ title: 'Add `chunk_size=2000`', edits: [{ span: [end - 1, end - 1], text: 'chunk_size=2000' }], safety: { changes: 'reads 2,000 rows at a time, with one query more for each prefetch' } }] : [],
  };
}

/** `only("id").select_related("customer")`: FieldError, since the key to follow isn't loaded (db/models/query_utils.py, `select_related_descend`). */
function deferredJoin({ module }: OrmContext, before: Queryset, call: ChainCall): BrokenQuery | undefined {
  if (call.name !== 'only' && call.name !== 'select_related' && call.name !== 'defer') return undefined;
  const { model } = before;
  const calls = [...before.calls, call];
  const namesOf = ({ node, module: owner }: ChainCall): (string | undefined)[] => (node.keywords.length > 0 ? [undefined] : node.args.map((argument) => stringOf({ module: owner, node: argument })));
  const only = calls.findLast(({ name }) => name === 'only');
  const joined = calls.filter(({ name }) => name === 'select_related').flatMap((one) => namesOf(one));
  const kept = only === undefined ? undefined : namesOf(only);
  const deferred = calls.filter(({ name }) => name === 'defer').flatMap((one) => namesOf(one));
  if (model?.complete !== true || joined.includes(undefined) || kept?.includes(undefined) === true || deferred.includes(undefined) || givesValues(module, calls, call)) return undefined;
  const isLeftOut = (path: string): boolean => {
    const [first = ''] = path.split('__');
    const field = model.forward.get(first);
    if (field?.attname === undefined) return false;
    const names = [first, field.attname];
    if (kept !== undefined) return !kept.some((name) => name !== undefined && (names.includes(name) || name.startsWith(`${first}__`)));
    return deferred.some((name) => name !== undefined && names.includes(name));
  };
  const lost = joined.filter((path) => path !== undefined).filter((path) => isLeftOut(path));
  if (lost.length === 0) return undefined;
  const names = enumerated(lost.map((path) => `\`${path}\``));
  return {
    span: module.range(call.node), remedies: [],
    problem: `\`select_related\` follows ${names}, which ${kept === undefined ? '`defer` leaves out' : '`only` does not name'}: FieldError when the rows are read.`,
    advice: kept === undefined ? `Take ${names} out of \`defer\`.` : `Name ${names} in \`only\`, with the columns of the other table that are wanted: \`"${lost[0] ?? ''}__name"\`.`,
  };
}

/** `values()` and `values_list()`, before or behind the call in its chain, take joins and deferred columns back (db/models/sql/query.py, `set_values`, 3.2 to 5.2). */
function givesValues(module: PyModule, before: readonly ChainCall[], { node }: ChainCall): boolean {
  return [...before.map(({ name }) => name), ...calledBehind(module, node)].some((name) => name === 'values' || name === 'values_list');
}

/** The methods that are called on what a call gives, in the same chain. */
function* calledBehind(module: PyModule, call: PythonNode): Generator<string> {
  for (let at = call, member = module.parent(at); member?.nodeType === 'Attribute' && member.value === at; member = module.parent(at)) {
    const next = module.parent(member);
    if (next?.nodeType !== 'Call' || next.func !== member) return;
    yield member.attr;
    at = next;
  }
}

/** `select_related` of what isn't a key to one row: FieldError "Invalid field name(s) given in select_related". */
function joinedMany({ module }: OrmContext, { model, calls }: Queryset, call: ChainCall): BrokenQuery | undefined {
  const { name, node } = call;
  if (name !== 'select_related' || model === undefined || givesValues(module, calls, call)) return undefined;
  // `FilteredRelation` gives a relation a name of its own
  const isAnnotated = calls.some((before) => before.name === 'annotate' || before.name === 'alias');
  const wrong = node.args.map((argument) => stringOf({ module, node: argument })).filter((path) => path !== undefined).filter((path) => isNoJoin(model, path) && !(isAnnotated && isNoField(model, path)));
  if (wrong.length === 0) return undefined;
  const names = enumerated(wrong.map((path) => `\`${path}\``));
  return { span: module.range(node), problem: `\`select_related\` can't follow ${names}: FieldError when the rows are read.`, advice: joinsInstead(model, wrong) ?? `It follows keys to one row; use \`prefetch_related(${wrong.map((path) => `"${path}"`).join(', ')})\` for relations to many.`, remedies: [] };
}

/** What to say where a name to be joined is none of the model's. */
export function joinsInstead(model: DjangoModel, wrong: readonly string[]): string | undefined {
  const unknown = wrong.filter((path) => isNoField(model, path)).map((path) => `\`${path.split('__')[0] ?? ''}\``);
  return unknown.length === 0 ? undefined : `\`${model.name}\` has no field ${enumerated([...new Set(unknown)])}: name its keys to one row.`;
}
