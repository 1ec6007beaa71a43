import type { TSESTree } from '@typescript-eslint/utils';
import type { Observation } from '../../model/circumstance.ts';
import type { RowFunction, RowList } from '../frameworks/admin-framework.ts';
import { functionCalled, functionGiven } from '../project/called.ts';
import type { SourceFile } from '../project/modules.ts';
import type { FoundScope } from './row-scopes.ts';
import { type Rows, RowTracer } from './rows.ts';
import { isInline } from '../syntax/inline.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import { callsIn, type JsModule, pathIn } from '../syntax/module.ts';
import { type FunctionNode, type Node, parameterPattern, spanOf, unwrap } from '../syntax/nodes.ts';

/** The functions of a file that frameworks run once per row. */
export type RowFunctions = ReadonlyMap<FunctionNode, RowFunction>;

/** The function that a framework runs once per row around `node`, be it in a loop of that function. */
export function rowFunctionAround(module: JsModule, functions: RowFunctions, node: Node): RowFunction | undefined {
  let at = functions.size === 0 ? undefined : module.functionAround(node);
  while (at !== undefined && !functions.has(at)) at = isInline(module, at) || callbackIteration(module, at) !== undefined ? module.functionAround(at) : undefined;
  return at && functions.get(at);
}

/** What is seen in the function that makes its queries right, else its body as the code that runs once per row. */
export function scopeOfRowFunction(found: RowFunction): FoundScope | Observation {
  return found.around?.[0] ?? functionScope(found);
}

/** A function as the code that runs once per row. */
export function functionScope({ fn, row, shared = [], kind, subject, origin, rows, batched, once }: RowFunction): FoundScope {
  const [start] = spanOf(fn);
  const head: FoundScope['scope']['head'] = [start, Math.max(start, spanOf(fn.body)[0] - 1)];
  return {
    scope: { kind, head, subject, origin, rows },
    iteration: { kind: 'callback', node: fn, head, body: fn.body, element: row, iterable: undefined, callback: fn, shared, concurrent: true },
    rows: { origin: 'unknown', call: undefined, exact: false, path: [] },
    batched,
    once,
  };
}

/** The function that a framework is given as `node`, and what is to be said of it where it stands in another file, which doesn't know what the function is for. */
export function functionWired(file: SourceFile, node: Node | undefined): Pick<RowList, 'fn' | 'wired'> | undefined {
  const found = node && functionGiven(file, node);
  if (node === undefined || found === undefined) return undefined;
  return found.path === file.path ? { fn: found.node } : { fn: found.node, wired: { file: found, at: unwrap(node), isFoundThere: false } };
}

/** The list of a framework that rows are those of. */
export function rowListOf(lists: readonly RowList[], rows: Rows): RowList | undefined {
  const { given } = rows;
  const steps = lists.some(({ fn }) => fn === given?.node) ? stepsFrom(rows) : undefined;
  return steps && lists.find((list) => list.fn === given?.node && list.parameter === given.index && list.path.join('.') === steps.join('.'));
}

/** The properties that lead to rows from the parameter that they come through. */
function stepsFrom({ given, path }: Rows): readonly string[] | undefined {
  const parameter = given?.node.params[given.index];
  const steps = given === undefined || parameter === undefined ? undefined : pathIn(parameterPattern(parameter), given.identifier);
  return steps && [...steps, ...path];
}

/** How many calls the rows are followed through. */
const HOPS = 2;

/** The lists, and those of the functions of the project that they are handed on to. */
export function withHandedOn<L extends RowList>(file: SourceFile, lists: readonly L[]): readonly L[] {
  if (lists.length === 0) return lists;
  const { module } = file;
  const tracer = new RowTracer(module, () => undefined);
  const found = new Map<FunctionNode, L[]>();
  const add = (list: L): boolean => {
    const known = found.get(list.fn) ?? [];
    if (known.some(({ parameter, path }) => parameter === list.parameter && path.join('.') === list.path.join('.'))) return false;
    found.set(list.fn, [...known, list]);
    return true;
  };
  let latest = lists.filter(add);
  for (let hop = 0; hop < HOPS && latest.length > 0; hop += 1) {
    const own = latest.filter(({ wired }) => wired === undefined);
    const calls = own.flatMap((list) => callsIn(module, list.fn.body).map((call) => ({ list, call }))).toSorted((one, other) => spanOf(one.call)[0] - spanOf(other.call)[0]);
    latest = calls.flatMap(({ list, call }) => handedTo(file, tracer, list, call)).filter(add);
  }
  return [...found.values()].flat();
}

function handedTo<L extends RowList>(file: SourceFile, tracer: RowTracer, list: L, call: TSESTree.CallExpression): L[] {
  return call.arguments.flatMap((argument, parameter) => {
    const content = /^(?:Identifier|MemberExpression)$/.test(unwrap(argument).type) ? tracer.contentOf(argument) : 'fixed';
    const steps = typeof content === 'string' ? undefined : stepsFrom(content);
    if (typeof content === 'string' || content.given?.node !== list.fn || content.given.index !== list.parameter || steps?.every((step, index) => list.path[index] === step) !== true) return [];
    const called = functionCalled(file, call.callee);
    if (called === undefined || called.node === list.fn) return [];
    const wired = called.path === file.path ? undefined : { file: called, at: call.callee, isFoundThere: false };
    return [{ ...list, fn: called.node, parameter, path: list.path.slice(steps.length), ...(wired && { wired }) }];
  });
}

/** A loop over the rows that a framework hands in: what is seen in its function that makes its queries right, else the loop as what it is there. */
export function scopeOfRowList({ kind, place, origin, rows, around }: RowList, found: FoundScope): FoundScope | Observation {
  const { scope } = found;
  return around?.[0] ?? { ...found, runs: 'admin-page', scope: { ...scope, kind, subject: `${scope.subject}${place}`, origin, rows } };
}
