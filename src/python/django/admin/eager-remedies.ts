import type { Edit, Remedy } from '../../../model/text.ts';
import type { Call, FunctionNode } from '../../nodes.ts';
import type { PyModule } from '../../syntax/module.ts';
import { addAttribute, addMethod, appendArguments, appendElements, quoted, quotesIn, tupleText } from '../../syntax/edits.ts';
import { isSequence, ownAttribute, singletonOf, stringConstant } from '../../syntax/static.ts';
import { walk } from '../../syntax/walk.ts';
import type { ClassRef } from '../classes.ts';
import { methodsOf } from './classes.ts';
import type { Loading } from './loading.ts';
import { maximal } from './missing.ts';

export interface Plan {
  readonly cls: ClassRef;
  readonly loading: Loading;
  /** Paths that aren't loaded, by the way in which they can be. */
  readonly joins: readonly string[];
  readonly prefetches: readonly string[];
  /** All paths that the columns need joined. */
  readonly needed: readonly string[];
  /** `get_queryset` joins what `list_select_related` lists: the option is the place to write to. */
  readonly joinsOption: boolean;
  /** False where a column couldn't be read: an explicit list might then take a join away. */
  readonly complete: boolean;
}

/** What to write so that the list loads `path`, as a sentence that names the attribute. */
export function adviceFor(plan: Plan, path: string, by: 'join' | 'prefetch'): string {
  const { loading } = plan;
  if (by === 'prefetch') {
    return querysetAdvice(plan.cls, 'prefetch_related', path);
  }
  if (loading.mechanism === 'queryset' && !plan.joinsOption) return querysetAdvice(plan.cls, 'select_related', path);
  if (loading.option.kind === 'list') return `Add \`"${path}"\` to \`list_select_related\`.`;
  return `Set \`list_select_related = ${tupleText(neededWith(plan), '"')}\`.`;
}

function querysetAdvice(cls: ClassRef, method: 'select_related' | 'prefetch_related', path: string): string {
  if (onlyCall(cls, method) !== undefined) return `Add \`"${path}"\` to \`${method}\` in \`get_queryset\`.`;
  if (ownMethod(cls, 'get_queryset') !== undefined) return `Add \`.${method}("${path}")\` to what \`get_queryset\` returns.`;
  return `Return \`super().get_queryset(request).${method}("${path}")\` from \`get_queryset\`.`;
}

/** The remedy that loads everything the list lacks and one kind of loading can bring. Empty where nothing can be edited. */
export function remediesFor(plan: Plan, by: 'join' | 'prefetch'): Remedy[] {
  const remedy = by === 'prefetch' ? prefetchRemedy(plan) : plan.loading.mechanism === 'queryset' && !plan.joinsOption ? querysetRemedy(plan) : optionRemedy(plan);
  return remedy === undefined ? [] : [remedy];
}

function neededWith({ joins, needed }: Plan): string[] {
  return maximal([...needed, ...joins]);
}

function listed(paths: readonly string[]): string {
  return paths.map((path) => `\`"${path}"\``).join(' and ');
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

/** `select_related` in the class's own `get_queryset`, where it stands there once and with names; else one more in what it returns. */
function querysetRemedy({ cls, joins }: Plan): Remedy | undefined {
  const call = onlyCall(cls, 'select_related');
  const title = `Add ${listed(joins)} to \`select_related\` in \`get_queryset\``;
  if (call === undefined) {
    const edit = newLoad(cls, 'select_related', joins);
    return edit === undefined ? undefined : { title, edits: [edit], safety: { changes: 'the change form and the actions start from this queryset too' } };
  }
  if (call.args.length === 0 || call.args.some((argument) => stringConstant(argument) === undefined)) return undefined;
  const edit = appendArguments(cls.module, call, joins);
  return edit === undefined ? undefined : { title, edits: [edit], safety: 'safe' };
}

function ownMethod({ node }: ClassRef, name: string): FunctionNode | undefined {
  return methodsOf(node).find((method) => method.name === name);
}

function onlyCall(cls: ClassRef, name: string): Call | undefined {
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return undefined;
  const calls = [...walk(method.body as never)].filter((node) => node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === name);
  return calls.length === 1 ? (calls[0] as Call) : undefined;
}

function prefetchRemedy({ cls, prefetches }: Plan): Remedy | undefined {
  const changes = 'reads these rows of the whole page at once; the change form starts from this queryset too';
  const call = onlyCall(cls, 'prefetch_related');
  const title = `Prefetch ${listed(prefetches)} in \`get_queryset\``;
  const edit = call === undefined ? newLoad(cls, 'prefetch_related', prefetches) : appendArguments(cls.module, call, prefetches);
  return edit === undefined ? undefined : { title, edits: [edit], safety: { changes } };
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
