import type { Observation } from '../../../model/circumstance.ts';
import type { ResultUse, UsedAs } from '../../../model/result-use.ts';
import { namesSwitch } from '../../../model/switching.ts';
import type { Edit, Remedy } from '../../../model/text.ts';
import type { Call, ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { type Loop, loopsAround, mentions, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { isSequence, lastName, stringOf } from '../../../python/syntax/static.ts';
import { type AnyTest, anyTestOf } from '../../../python/syntax/truth.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { narrowsArguments } from '../models/bounds.ts';
import { customMethod } from '../querysets/managers.ts';
import type { DjangoModel, DjangoProject } from '../project.ts';
import { neverCalledAround } from '../project/never-called.ts';
import { runsAt } from '../project/places.ts';
import { callsOf, isRefining, type Queryset } from '../querysets/queryset.ts';
import { isUnique } from '../models/uniqueness.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { type AnswerUses, type Place, usesOfRows } from './answer-uses.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey, isWhole, narrowingOf } from './lookups.ts';
import { prefetchesPieces } from './pieces.ts';
import { amountOf, isOneRow } from './scopes.ts';

/** What a use is of, before it is weighed. */
type Found = Pick<ResultUse, 'usedAs' | 'span' | 'columns' | 'isNarrow' | 'advice' | 'remedies'>;

/**
 * The use that is made of a query's answer, where the code needs less than it asks for. Nothing is said of what runs in a loop, which is other rules'
 * field, nor of querysets whose rows may be there already or are used otherwise as well.
 */
export function useOf(context: OrmContext, call: DatabaseCall): ResultUse | undefined {
  if (call.queryset === undefined || loopsAround(context.module, call.node).length > 0) return undefined;
  const queryset = widestOf(context, call.queryset);
  const found = queryset === undefined ? undefined : call.method === 'count' ? countedUse(context, call) : call.method === 'iterate' ? rowsUse(context, call, queryset) : undefined;
  if (found === undefined || queryset === undefined) return undefined;
  const { module, django } = context;
  const unreached = neverCalledAround(django, module, call.node);
  const around: Observation[] = unreached === undefined ? [] : [{ what: 'never-called', line: module.line(unreached) }];
  const amount = amountOf(context, { origin: queryset.origin, queryset });
  const rows = isByList(queryset) && amount.origin === 'table' ? { ...amount, origin: 'parameter' as const } : amount;
  return { ...found, rows, isWhole: isWhole(queryset), isLookedUp: isOneRow(queryset, /__i?exact$/), runs: runsAt(django, module, call.node), around };
}

/** Of the chains that a queryset may be the one that has most rows; undefined where not all of them are known, or each has a limit. */
function widestOf({ django }: OrmContext, queryset: Queryset): Queryset | undefined {
  const chains = queryset.joined === true ? queryset.alternatives : [queryset];
  if (chains?.every((chain) => isKnown(django, chain)) !== true) return undefined;
  const [widest] = chains.filter(({ slice }) => slice === undefined).toSorted((a, b) => narrowingOf(a).length - narrowingOf(b).length);
  return widest === undefined ? undefined : { ...queryset, calls: widest.calls, related: widest.related, slice: undefined, joined: false, alternatives: undefined };
}

/** Every step of the chain is a queryset's. */
function isKnown(django: DjangoProject, queryset: Queryset): boolean {
  if (callsOf(queryset, 'select_for_update', 'none').length > 0 || ['count', 'exists', 'iterator'].some((name) => customMethod(django, queryset, name) !== undefined)) return false;
  return queryset.calls.every(({ name }) => isRefining(name) || customMethod(django, queryset, name) !== undefined);
}

const EXISTS = 'Ask with `.exists()`, which stops at the first row.';

function countedUse({ module }: OrmContext, { call }: DatabaseCall): Found | undefined {
  if (call?.func.nodeType !== 'Attribute') return undefined;
  const parent = module.parent(call);
  const number = parent?.nodeType === 'Await' ? parent : call;
  const test = anyTestOf(module, number);
  if (test === undefined || isAskedAgain(module, call)) return undefined;
  const { attr } = call.func;
  const [, end] = module.range(call.func);
  const method: Edit = { span: [end - attr.length, end], text: attr.startsWith('a') ? 'aexists' : 'exists' };
  const [start, after] = module.range(number);
  const whole = module.range(test.node);
  const text = `${test.isAny ? '' : 'not '}${module.text.slice(start, method.span[0])}${method.text}${module.text.slice(end, after)}`;
  const remedy: Remedy = { title: `Ask with \`${method.text}()\``, edits: [test.node === number ? method : { span: whole, text }], safety: 'safe' };
  return { usedAs: 'counted', span: whole, advice: EXISTS, remedies: [remedy] };
}

/** The number itself is asked for elsewhere in the function: `exists()` would be one query more. */
function isAskedAgain(module: PyModule, call: Call): boolean {
  const text = module.source(call);
  const scope = scopeOf(module, call);
  return [...walk(isFunction(scope) ? scope.body : [scope])].some((node) => node !== call && node.nodeType === 'Call' && module.source(node) === text && anyTestOf(module, node) === undefined);
}

function rowsUse(context: OrmContext, call: DatabaseCall, queryset: Queryset): Found | undefined {
  const { module } = context;
  const made = madeAt(context, call.node);
  // what hangs on one object may have been loaded with it
  if (made === undefined || (queryset.related !== undefined && queryset.calls.every(({ name }) => name === 'all'))) return undefined;
  const all = usesOfRows(module, call.node, made);
  const uses = all && { ...all, places: all.places.filter(({ kind }) => kind !== 'counted') };
  const [first] = uses?.places ?? [];
  if (uses === undefined || first === undefined || (call.node.nodeType === 'Name' && !module.contains(first.node, call.node))) return undefined;
  const { places } = uses;
  const kinds = new Set(places.map(({ kind }) => kind));
  const [only] = places;
  if (kinds.has('loop')) return only?.kind === 'loop' && places.length === 1 ? loopUse(context, queryset, only) : undefined;
  if (kinds.has('membership')) return only?.kind === 'membership' && all?.places.length === 1 ? membershipUse(context, queryset, only) : undefined;
  if (kinds.has('first')) return firstUse(context, queryset, uses);
  if (kinds.has('length') && places.some((place) => place.kind === 'length' && place.test === undefined)) return lengthUse(module, uses);
  // `if rows: … rows.count()`: asked for any, the number would be one query more
  return all !== undefined && all.places.length > places.length ? lengthUse(module, all) : emptinessUse(module, uses);
}

/**
 * The expressions that make the queryset whose rows are read at `node`, the first one first: a call of a chain, by itself or under a name that holds
 * nothing else. Undefined where it comes from elsewhere, and may have its rows already.
 */
function madeAt(context: OrmContext, node: ExprNode): ExprNode | undefined {
  if (node.nodeType !== 'Name') return isMade(context, node) ? node : undefined;
  const bindings = reaching(context.module, node, node.id);
  if (!bindings.every(({ kind, value, path }) => kind === 'value' && value !== undefined && path.length === 0 && isMade(context, value))) return undefined;
  return bindings.at(-1)?.value;
}

/** A method of a queryset or manager gives a new one, and so does a slice. */
function isMade(context: OrmContext, node: ExprNode): boolean {
  const source = node.nodeType === 'Call' && node.func.nodeType === 'Attribute' ? node.func.value : node.nodeType === 'Subscript' && node.slice.nodeType === 'Slice' ? node.value : undefined;
  return source !== undefined && valueOf(context, source)?.kind === 'queryset';
}

function found(module: PyModule, usedAs: UsedAs, node: PythonNode, advice: string, edits: readonly Edit[] | undefined, title: string): Found {
  return { usedAs, span: module.range(node), advice, remedies: edits === undefined ? [] : [{ title, edits, safety: 'safe' }] };
}

function lengthUse(module: PyModule, { places }: AnswerUses): Found {
  const [place] = places as [Place];
  const edits = places.length === 1 && place.kind === 'length' ? methodCall(module, place.rows, place.node, 'count') : undefined;
  return found(module, 'length', place.node, 'Count in the database with `.count()`.', edits, 'Count with `count()`');
}

function emptinessUse(module: PyModule, { places }: AnswerUses): Found | undefined {
  const [place] = places as [Place];
  const at = place.kind === 'length' && place.test !== undefined ? place.test.node : place.node;
  const edits = places.length > 1 ? undefined : place.kind === 'truth' ? methodCall(module, place.rows, place.rows, 'exists') : place.kind === 'length' && place.test !== undefined ? testEdits(module, place.rows, place.node, place.test) : undefined;
  return found(module, 'emptiness', at, EXISTS, edits, 'Ask with `exists()`');
}

/** `rows.exists()` in the place of `len(rows)`, `len(rows) > 0`, `not rows.exists()` in that of `len(rows) == 0`. */
function testEdits(module: PyModule, rows: ExprNode, call: ExprNode, { node, isAny }: AnyTest): readonly Edit[] | undefined {
  const text = methodText(module, rows, 'exists');
  return text === undefined || module.source(node).includes('#') ? undefined : [{ span: module.range(node === call ? call : node), text: `${isAny ? '' : 'not '}${text}` }];
}

/** The rows' expression with a method called on it; undefined where it isn't written on one line. */
function methodText(module: PyModule, rows: ExprNode, method: string): string | undefined {
  const text = module.source(rows);
  return text.includes('\n') && !text.endsWith(')') ? undefined : text.includes('\n') ? `(${text}).${method}()` : `${text}.${method}()`;
}

function methodCall(module: PyModule, rows: ExprNode, instead: ExprNode, method: string): readonly Edit[] | undefined {
  // a list around it has to go first, which the name of the list may be used by
  const isDirect = instead === rows || (instead.nodeType === 'Call' && instead.args[0] === rows);
  const text = isDirect && !isListed(module, rows) ? methodText(module, rows, method) : undefined;
  return text === undefined || module.source(instead).includes('#') ? undefined : [{ span: module.range(instead), text }];
}

/** `list(rows)`, or a name for it. */
function isListed(module: PyModule, rows: ExprNode): boolean {
  const value = rows.nodeType === 'Name' ? reaching(module, rows, rows.id)[0]?.value : rows;
  return value?.nodeType === 'Call' && value.func.nodeType === 'Name';
}

/** Rows that a query of several parts gives can't be narrowed any further, and a model may say by itself which of its rows are equal. */
function membershipUse(context: OrmContext, queryset: Queryset, { node, rows, sought }: Extract<Place, { kind: 'membership' }>): Found | undefined {
  const { module, django } = context;
  const { model, shape } = queryset;
  const text = module.source(sought);
  if (sought.nodeType === 'Constant' || text.includes('\n') || isListed(module, rows) || callsOf(queryset, 'union', 'intersection', 'difference').length > 0) return undefined;
  const column = shape === 'scalars' ? columnOf(queryset, module) : undefined;
  if (model === undefined || (column === undefined && (shape !== 'instances' || django.method(model, '__eq__') !== undefined))) return undefined;
  const condition = column === undefined ? `pk=${text}.pk` : `${column}=${text}`;
  const value = valueOf(context, sought);
  const isRow = value?.kind === 'instance' && !value.unsaved && value.model === model;
  const instead = methodText(module, rows, `filter(${condition}).exists`);
  const isNot = node.nodeType === 'Compare' && node.ops[0]?.nodeType === 'NotIn';
  const remedy: Remedy | undefined = isRow && column === undefined && instead !== undefined && !module.source(node).includes('#')
    ? { title: 'Ask with `exists()`', edits: [{ span: module.range(node), text: `${isNot ? 'not ' : ''}${instead}` }], safety: { changes: 'asks by the key, also where rows have been added to the queryset since' } } : undefined;
  return { ...found(module, 'sought', node, `Ask with \`.filter(${condition}).exists()\`, which reads none of them.`, undefined, ''), remedies: remedy === undefined ? [] : [remedy], columns: [text], isNarrow: column !== undefined };
}

/** The one column of `values_list("number", flat=True)`. */
function columnOf(queryset: Queryset, module: PyModule): string | undefined {
  const [only, ...others] = callsOf(queryset, 'values_list');
  const [name, ...further] = only?.node.args ?? [];
  const column = name === undefined || only?.module !== module ? undefined : stringOf({ module, node: name });
  return others.length > 0 || further.length > 0 ? undefined : column;
}

/** Without an order that the code asks for, the first of the rows is the only one that it expects. */
function firstUse({ module }: OrmContext, queryset: Queryset, { places }: AnswerUses): Found | undefined {
  const place = places.find(({ kind }) => kind === 'first');
  if (place === undefined || callsOf(queryset, 'order_by', 'reverse').length === 0) return undefined;
  return found(module, 'first', place.node, 'Ask for the first row alone with `.first()`, which gives `None` where there is none.', undefined, '');
}

function loopUse(context: OrmContext, queryset: Queryset, place: Extract<Place, { kind: 'loop' }>): Found | undefined {
  const { module, django } = context;
  const { loop, rows } = place;
  if (queryset.related !== undefined || isListed(module, rows) || callsOf(queryset, 'iterator', 'aiterator').length > 0) return undefined;
  const columns = queryset.model === undefined || queryset.shape !== 'instances' ? [] : droppedBy(module, queryset.model, loop).filter((column) => !isAskedFor(queryset, column) && !isReadAlone(queryset, column));
  if (isNarrowed(queryset) || switchIn(loop) !== undefined) return undefined;
  if (columns.length > 0) {
    const names = columns.map((column) => `\`${column}\``).join(' and ');
    return { ...found(module, 'filtered', place.node, `Put the condition on ${names} into the query, with \`.filter(…)\` or \`.exclude(…)\`, so that only these rows are read.`, undefined, ''), columns };
  }
  const prefetches = queryset.loads.prefetched.length > 0 || queryset.loads.unknown;
  if (keepsRows(loop) || (prefetches && !prefetchesPieces(django))) return undefined;
  const text = prefetches ? 'iterator(chunk_size=2000)' : 'iterator()';
  const end = module.range(rows)[1];
  const remedy: Remedy = { title: `Add \`.${text}\``, edits: [{ span: [end, end], text: `.${text}` }], safety: { changes: 'a second loop over the queryset sends the query again' } };
  return { usedAs: 'iterated', isNarrow: queryset.shape !== 'instances', span: module.range(place.node), advice: `Read them in pieces with \`.${text}\`.`, remedies: module.source(rows).includes('\n') && !module.source(rows).endsWith(')') ? [] : [remedy] };
}

/** `filter(pk__in=keys)`: as many rows as the list has. */
function isByList({ model, calls }: Queryset): boolean {
  return calls.some(({ node }) => node.keywords.some(({ arg }) => {
    const column = /^(\w+?)__in$/.exec(arg ?? '')?.[1];
    return column !== undefined && (isKey(column) || isUnique(model, [column]) || model?.fields.get(column)?.relation !== undefined);
  }));
}

/** The query has a condition on the column already: the code does the rest that the database can't. */
function isAskedFor({ calls }: Queryset, column: string): boolean {
  return calls.some(({ node }) => node.keywords.some(({ arg }) => arg === column || arg?.startsWith(`${column}__`) === true));
}

/** `only("state")`: whoever reads next to nothing but what is tested has thought of what a row costs. */
function isReadAlone(queryset: Queryset, column: string): boolean {
  return callsOf(queryset, 'only').some(({ module, node }) => node.args.some((argument) => stringOf({ module, node: argument }) === column));
}

/** Conditions with values that the code doesn't fix leave a stretch of time, or what belongs to something; groups are as many as there are kinds. */
function isNarrowed({ calls, shape }: Queryset): boolean {
  if (shape !== 'instances' && calls.some(({ name }) => name === 'annotate')) return true;
  return calls.some(({ name, module, node }) => name === 'filter' && narrowsArguments({ module, node }));
}

/** Each round turns to another tenant or database, of which there are as many as there are installations. */
function switchIn({ body }: Loop): PythonNode | undefined {
  for (const node of walk(body)) if (node.nodeType === 'Call' && namesSwitch(lastName(node.func))) return node;
  return undefined;
}

/** The loop puts the rows themselves away, so that they are in memory anyhow. */
function keepsRows({ target, body, comprehension }: Loop): boolean {
  if (target.nodeType !== 'Name') return false;
  const isRow = (node: PythonNode | undefined): boolean => node?.nodeType === 'Name' && node.id === target.id;
  // a list of what is made of the rows is as long as they are
  if (comprehension !== undefined) return comprehension.nodeType !== 'GeneratorExp' && (comprehension.generators[0]?.ifs.length === 0 || isRow(comprehension.nodeType === 'DictComp' ? comprehension.value : comprehension.elt));
  for (const node of walk(body)) {
    if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && /^(?:append|add|extend|appendleft|insert|setdefault)$/.test(node.func.attr) && holdsRow(node, isRow)) return true;
    if (node.nodeType === 'Assign' && node.targets.some(({ nodeType }) => nodeType === 'Subscript') && isRow(node.value)) return true;
  }
  return false;
}

function holdsRow({ args }: Call, isRow: (node: PythonNode) => boolean): boolean {
  return args.some((argument) => isRow(argument) || ((argument.nodeType === 'Tuple' || argument.nodeType === 'List') && argument.elts.some(isRow)));
}

/** Columns by which a loop leaves out rows before it does anything with them. */
function droppedBy(module: PyModule, model: DjangoModel, loop: Loop): readonly string[] {
  const { target, body, comprehension } = loop;
  if (target.nodeType !== 'Name') return [];
  const [first, ...others] = body;
  const tests = comprehension !== undefined ? comprehension.generators.length === 1 ? (comprehension.generators[0]?.ifs ?? []) : [] : guardOf(first as StmtNode | undefined, others as readonly StmtNode[]);
  return [...new Set(tests.flatMap((test) => columnsOf(model, { name: target.id, variant: variantNames(module, loop) }, test)))];
}

/** The condition of `if …: …`, where that is all that a loop does, and of `if …: continue` at its beginning. */
function guardOf(first: StmtNode | undefined, others: readonly StmtNode[]): readonly ExprNode[] {
  if (first?.nodeType !== 'If' || first.orelse.length > 0) return [];
  const [only, ...more] = first.body;
  return others.length === 0 || (only?.nodeType === 'Continue' && more.length === 0) ? [first.test] : [];
}

/** The loop's variable, and all names that take another value with it. */
interface Row {
  readonly name: string;
  readonly variant: ReadonlySet<string>;
}

/** The columns that a condition compares, if the database can decide it or the part of it that is joined by `and`. */
function columnsOf(model: DjangoModel, row: Row, test: ExprNode): readonly string[] {
  switch (test.nodeType) {
    case 'BoolOp': {
      const parts = test.values.map((value) => columnsOf(model, row, value));
      return test.op.nodeType === 'And' || parts.every((part) => part.length > 0) ? parts.flat() : [];
    }
    case 'UnaryOp':
      return columnsOf(model, row, test.operand);
    case 'Compare': {
      const [op] = test.ops;
      const [right] = test.comparators;
      // what a loop has gathered so far isn't known to the database
      if ((op?.nodeType === 'In' || op?.nodeType === 'NotIn') && right !== undefined && !isSequence(right)) return [];
      return test.comparators.length === 1 && right !== undefined && !mentions(right, row.variant) ? columnsOf(model, row, test.left) : [];
    }
    case 'Attribute': {
      const field = test.value.nodeType === 'Name' && test.value.id === row.name ? model.fields.get(test.attr) : undefined;
      return field !== undefined && field.relation === undefined && field.kind === undefined && !field.reverse ? [test.attr] : [];
    }
    default:
      return [];
  }
}
