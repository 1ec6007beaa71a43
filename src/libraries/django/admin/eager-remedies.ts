import { type Edit, enumerated, type Remedy } from '../../../model/text.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { addAttribute, addMethod, appendArguments, appendElements, quoted, quotesIn, tupleText } from '../../../python/syntax/edits.ts';
import { isSequence, ownAttribute, singletonOf, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef } from '../project/classes.ts';
import { adviseClimbing, adviseCount, adviseExists, adviseKeys, adviseMixed } from '../values/counting.ts';
import { ownMethod, type Registration } from './classes.ts';
import { registerWith } from './default-admin.ts';
import type { ListWay, Loading } from './loading.ts';
import { type By, maximal, type MissingRead } from './missing.ts';

export interface Plan {
  readonly cls: ClassRef;
  readonly loading: Loading;
  /** The registration that names no class of the project's own: Django's shows the list, and there is none to edit. */
  readonly bare: Registration | undefined;
  /** The rows are those of an inline, which come from its `get_queryset` alone. */
  readonly inline: boolean;
  /** Paths that aren't loaded, by the way in which they can be. */
  readonly joins: readonly string[];
  readonly prefetches: readonly string[];
  /** The ways through `get_queryset` on which rows come without some of them. */
  readonly lacking: { readonly join: readonly ListWay[]; readonly prefetch: readonly ListWay[] };
  /** All paths that the columns need joined. */
  readonly needed: readonly string[];
  /** `get_queryset` joins what `list_select_related` lists: the option is the place to write to. */
  readonly joinsOption: boolean;
  /** False where a column couldn't be read: an explicit list might then take a join away. */
  readonly complete: boolean;
}

const METHODS = { join: 'select_related', prefetch: 'prefetch_related' } as const;

/** What to write so that the list loads `paths`, as a sentence that names the attribute. */
export function adviceFor(plan: Plan, paths: readonly string[], { by, amongCounts, read }: Pick<MissingRead, 'by' | 'amongCounts' | 'read'>): string {
  const { loading } = plan;
  if (by === 'count') return adviseCount('in `get_queryset`', paths.join(), amongCounts);
  if (by === 'exists') return adviseExists('in `get_queryset`', paths.join().split('__').slice(0, -1));
  if (by === 'mixed') return adviseMixed(paths.join());
  if (by === 'climb') return adviseClimbing(read.steps.at(-1)?.target?.name);
  if (by === 'key') return adviseKeys(paths);
  if (by === 'prefetch' || isByQueryset(plan)) return querysetAdvice(plan, maximal(paths), by);
  if (loading.option.kind === 'list') return `Add ${listed(maximal(paths))} to \`list_select_related\`.`;
  const line = `list_select_related = ${tupleText(neededWith(plan), '"')}`;
  return plan.bare === undefined ? `Set \`${line}\`.` : registerWith(plan.bare, line);
}

/** Some rows come from a `select_related` in `get_queryset`, with which Django ignores `list_select_related`; for an inline that option does nothing at all. */
function isByQueryset({ lacking, joinsOption, inline }: Plan): boolean {
  return inline || (!joinsOption && lacking.join.some(({ mechanism }) => mechanism === 'queryset'));
}

type LoadedBy = keyof typeof METHODS;

function querysetAdvice(plan: Plan, paths: readonly string[], by: LoadedBy): string {
  const { cls, loading } = plan;
  const method = METHODS[by];
  const call = `.${method}(${paths.map((path) => `"${path}"`).join(', ')})`;
  const bare = by === 'join' && plan.lacking.join.some(({ selectRelated }) => selectRelated === 'all');
  if (bare) return `Name all that the columns need in \`get_queryset\`: \`select_related(${neededWith(plan).map((name) => `"${name}"`).join(', ')})\`.`;
  const places = loading.ways.length > 1 ? ownPlaces(plan, by) : undefined;
  const [first, ...others] = places ?? [];
  if (first !== undefined) {
    const line = (node: ExprNode): string => String(cls.module.line(node));
    const existing = others.length === 0 ? callIn(first, method) : undefined;
    if (existing !== undefined) return `Add ${listed(paths)} to \`${method}\` in \`get_queryset\` (line ${String(cls.module.endLine(existing.func))}).`;
    return `Add \`${call}\` to what \`get_queryset\` returns on line ${[first, ...others].map(line).join(' and on line ')}.`;
  }
  if (onlyCall(cls, method) !== undefined) return `Add ${listed(paths)} to \`${method}\` in \`get_queryset\`.`;
  if (ownMethod(cls, 'get_queryset') !== undefined) return `Add \`${call}\` to what \`get_queryset\` returns.`;
  const line = `super().get_queryset(request)${call}`;
  return plan.bare === undefined ? `Return \`${line}\` from \`get_queryset\`.` : registerWith(plan.bare, `get_queryset\` that returns \`${line}`);
}

/** The remedy that loads everything the list lacks and one kind of loading can bring. Empty where nothing can be edited. */
export function remediesFor(plan: Plan, by: By): Remedy[] {
  if (by === 'count' || by === 'exists' || by === 'mixed' || by === 'climb' || by === 'key' || plan.bare !== undefined) return [];
  const remedy = by === 'prefetch' ? prefetchRemedy(plan) : isByQueryset(plan) ? querysetRemedy(plan) : optionRemedy(plan);
  return remedy === undefined ? [] : [remedy];
}

/** What the class's own `get_queryset` returns on the ways that lack something; undefined where a way leads elsewhere. */
function ownPlaces({ cls, lacking }: Plan, by: LoadedBy): ExprNode[] | undefined {
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return undefined;
  const [from, to] = cls.module.range(method);
  const places = lacking[by].map(({ at }) => at);
  const own = places.filter((at) => at?.module.path === cls.module.path && at.module.range(at.node)[0] >= from && at.module.range(at.node)[1] <= to);
  return own.length < places.length ? undefined : [...new Set(own.map((at) => at?.node as ExprNode))];
}

/** The call of `method` in the chain that an expression is. */
export function callIn(node: ExprNode, method: string): Call | undefined {
  let at = node;
  while (at.nodeType === 'Call' && at.func.nodeType === 'Attribute') {
    if (at.func.attr === method) return at;
    at = at.func.value;
  }
  return undefined;
}

function neededWith({ joins, needed }: Plan): string[] {
  return maximal([...needed, ...joins]);
}

function listed(paths: readonly string[]): string {
  return enumerated(paths.map((path) => `\`"${path}"\``));
}

/** `list_select_related`: a list is extended, everything else gives way to a list of all that the columns need. */
function optionRemedy(plan: Plan): Remedy | undefined {
  const { cls, loading, joins } = plan;
  const own = ownAttribute(cls.node, 'list_select_related');
  if (loading.option.kind === 'list' && own !== undefined && isSequence(own)) {
    const edits = extendList(cls.module, own, joins);
    return edits === undefined ? undefined : { title: `Add ${listed(joins)} to \`list_select_related\``, edits, safety: 'safe' };
  }
  const paths = loading.option.kind === 'list' ? maximal([...loading.option.paths, ...joins]) : neededWith(plan);
  const text = tupleText(paths, quotesIn(cls.module.source(cls.node)));
  const edit = own === undefined ? addAttribute(cls.module, cls.node, `list_select_related = ${text}`, ['list_display', 'list_filter']) : replaceLiteral(cls.module, own, text);
  if (edit === undefined) return undefined;
  const safety = plan.complete ? 'safe' : { changes: 'ends the join that Django makes by itself, for columns that could not be read too' };
  return { title: `Set \`list_select_related = ${text}\``, edits: [edit], safety };
}

function replaceLiteral(module: PyModule, own: NonNullable<ReturnType<typeof ownAttribute>>, text: string): Edit | undefined {
  return singletonOf(own) === undefined && !isSequence(own) ? undefined : { span: module.range(own), text };
}

/** Paths that go on where an element of the list ends replace it; the others are appended. */
function extendList(module: PyModule, own: Parameters<typeof appendElements>[1], joins: readonly string[]): Edit[] | undefined {
  const edits: Edit[] = [];
  const rest: string[] = [];
  for (const path of joins) {
    const shorter = own.elts.find((element) => path.startsWith(`${stringConstant(element) ?? path}__`));
    const isTaken = shorter !== undefined && edits.some(({ span }) => span[0] === module.range(shorter)[0]);
    if (shorter === undefined || isTaken) rest.push(path);
    else edits.push({ span: module.range(shorter), text: quoted(path, quotesIn(module.source(shorter))) });
  }
  const append = rest.length === 0 ? undefined : appendElements(module, own, rest);
  if (append === undefined) return rest.length === 0 ? edits : undefined;
  return [...edits, append];
}

const ALSO = 'the change form and the actions start from this queryset too';
const ALSO_INLINE = 'saving the rows starts from this queryset too';

/** `select_related` in the class's own `get_queryset`, where it stands with names; else one more in what it returns. */
function querysetRemedy(plan: Plan): Remedy | undefined {
  const { joins, lacking } = plan;
  // names beside a bare select_related() take its joins away
  if (lacking.join.some(({ selectRelated }) => selectRelated === 'all')) return undefined;
  const load = loadEdits(plan, 'join', joins);
  const title = `Add ${listed(joins)} to \`select_related\` in \`get_queryset\``;
  return load === undefined ? undefined : { title, edits: load.edits, safety: load.extended ? 'safe' : { changes: plan.inline ? ALSO_INLINE : ALSO } };
}

/** The paths in every place where rows come without them; `extended` where calls that stand there already take them in. */
function loadEdits(plan: Plan, by: LoadedBy, paths: readonly string[]): { edits: Edit[]; extended: boolean } | undefined {
  const { cls, loading } = plan;
  const method = METHODS[by];
  const call = onlyCall(cls, method);
  if (loading.ways.length > 1 && ownMethod(cls, 'get_queryset') !== undefined) {
    const places = ownPlaces(plan, by);
    const edits = places?.map((place) => loadAt(cls, place, method, paths)) ?? [undefined];
    const known = edits.filter((edit) => edit !== undefined);
    return known.length < edits.length ? undefined : { edits: known, extended: places?.every((place) => callIn(place, method) !== undefined) === true };
  }
  if (call !== undefined && by === 'join' && call.args.some((argument) => stringConstant(argument) === undefined)) return undefined;
  const edit = call === undefined ? newLoad(cls, method, paths) : appendArguments(cls.module, call, paths);
  return edit === undefined ? undefined : { edits: [edit], extended: call !== undefined };
}

/** The paths in the call of `method` that an expression ends with, else in one more behind it. */
export function loadAt({ module, node }: ClassRef, place: ExprNode, method: string, paths: readonly string[]): Edit | undefined {
  const call = callIn(place, method);
  if (call !== undefined) return call.args.some((argument) => stringConstant(argument) === undefined) ? undefined : appendArguments(module, call, paths);
  if (place.nodeType !== 'Call' && place.nodeType !== 'Name') return undefined;
  const [, end] = module.range(place);
  const quote = quotesIn(module.source(node));
  return { span: [end, end], text: `.${method}(${paths.map((path) => quoted(path, quote)).join(', ')})` };
}

function onlyCall(cls: ClassRef, name: string): Call | undefined {
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return undefined;
  const calls = [...walk(method.body as never)].filter((node) => node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === name);
  return calls.length === 1 ? (calls[0] as Call) : undefined;
}

function prefetchRemedy(plan: Plan): Remedy | undefined {
  const { prefetches } = plan;
  const load = loadEdits(plan, 'prefetch', prefetches);
  const changes = plan.inline ? 'reads these rows for the whole inline at once' : 'reads these rows of the whole page at once; the change form starts from this queryset too';
  return load === undefined ? undefined : { title: `Prefetch ${listed(prefetches)} in \`get_queryset\``, edits: load.edits, safety: { changes } };
}

/** One more call at the end of what `get_queryset` returns, or a `get_queryset` of its own. */
function newLoad(cls: ClassRef, load: 'select_related' | 'prefetch_related', paths: readonly string[]): Edit | undefined {
  const quote = quotesIn(cls.module.source(cls.node));
  const call = `.${load}(${paths.map((path) => quoted(path, quote)).join(', ')})`;
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return addMethod(cls.module, cls.node, `def get_queryset(self, request):\n    return super().get_queryset(request)${call}`);
  const returns = [...walk(method.body as never)].filter((node) => node.nodeType === 'Return');
  const [only] = returns;
  if (returns.length !== 1 || only?.nodeType !== 'Return' || only.value === undefined) return undefined;
  if (only.value.nodeType !== 'Call' && only.value.nodeType !== 'Name') return undefined;
  const [, end] = cls.module.range(only.value);
  return { span: [end, end], text: call };
}
