import type { TSESTree } from '@typescript-eslint/utils';
import type { Reached } from './reading.ts';
import { sourcesOf, writtenAt } from '../syntax/flow.ts';
import { type JsModule, type PatternPath, pathIn } from '../syntax/module.ts';
import { type FunctionNode, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';

/** A part of what a function is handed: `skip` of its first parameter. */
export interface HandedPart {
  readonly index: number;
  readonly path: PatternPath;
}

/** Names and sums between an expression and the parameters. */
const DEPTH = 8;

/** The parts of what a function is handed that an expression in it is made of: `page` and `size` of `(page - 1) * size`. */
export function partsIn(module: JsModule, fn: FunctionNode, node: Node, path: PatternPath = [], depth = DEPTH): readonly HandedPart[] {
  if (depth === 0) return [];
  const value = unwrap(node);
  const on = (next: Node, steps: PatternPath = []): readonly HandedPart[] => partsIn(module, fn, next, steps, depth - 1);
  if (value.type === 'BinaryExpression') return [...on(value.left), ...on(value.right)];
  // `Number(page)`, `Math.max(0, page - 1)`
  if (value.type === 'CallExpression' && path.length === 0) return value.arguments.flatMap((argument) => on(argument));
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  if (binding?.kind !== 'parameter' || binding.node !== fn) return sourcesOf(module, value, path).flatMap((source) => on(source.node, source.path));
  const parameter = fn.params[binding.index];
  const steps = parameter && pathIn(parameterPattern(parameter), binding.identifier);
  return steps === undefined ? [] : [{ index: binding.index, path: [...steps, ...path] }];
}

/** What a call hands in as a part, where the code writes it out. */
export function givenAs(module: JsModule, call: TSESTree.CallExpression, { index, path }: HandedPart): Node | undefined {
  const argument = call.arguments.slice(0, index + 1).some(({ type }) => type === 'SpreadElement') ? undefined : call.arguments[index];
  return argument && writtenAt(module, argument, path);
}

/** What `call` hands in that the offset of a query is made of which it reaches, whatever functions are between them. */
export function offsetsGiven(module: JsModule, call: TSESTree.CallExpression, { query, helper }: Reached): readonly Node[] {
  const steps = [...helper.through, helper];
  let found: readonly Node[] = query.offset === undefined ? [] : [query.offset];
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const { node: fn, there } = steps[index] as (typeof steps)[number];
    const outer = helper.through[index - 1];
    const [at, around] = outer === undefined ? [call, module] : [outer.call as TSESTree.CallExpression, outer.there.module];
    found = found.flatMap((node) => partsIn(there.module, fn, node)).flatMap((part) => givenAs(around, at, part) ?? []);
  }
  return found;
}

/** Where a function is handed on as it is: the call, and the part of its arguments that it is. */
export interface HandedOver {
  readonly call: TSESTree.CallExpression;
  readonly part: HandedPart;
}

/** The calls that hand over what `node` is, under a name or not: `walk(fetch)`, `walk({ fetch: (skip) => … })`. */
export function handedOver(module: JsModule, node: Node): readonly HandedOver[] {
  const around = module.parentOf(node);
  switch (around?.type) {
    case 'CallExpression': {
      const index = around.arguments.findIndex((argument) => argument === node);
      return index < 0 ? [] : [{ call: around, part: { index, path: [] } }];
    }
    case 'Property': {
      const object = around.value === node && !around.computed ? module.parentOf(around) : undefined;
      const name = around.key.type === 'Identifier' ? around.key.name : undefined;
      return object?.type !== 'ObjectExpression' || name === undefined ? [] : handedOver(module, object).map(({ call, part }) => ({ call, part: { ...part, path: [...part.path, name] } }));
    }
    case 'VariableDeclarator': {
      const binding = around.init === node && around.id.type === 'Identifier' ? module.resolve(around.id) : undefined;
      return binding === undefined ? [] : module.referencesTo(binding).flatMap((use) => (use === around.id ? [] : handedOver(module, use)));
    }
    default:
      return [];
  }
}

/** The places in a function that name a part of what it is handed: `fetch` of `({ fetch }) => …`, `options.fetch` of `(options) => …`. */
export function namesOf(module: JsModule, fn: FunctionNode, { index, path }: HandedPart): readonly Node[] {
  const parameter = fn.params[index];
  const pattern = parameter && parameterPattern(parameter);
  if (pattern === undefined) return [];
  return [...module.scopes.get(fn)?.names.values() ?? []].flatMap((binding) => {
    const steps = binding.kind === 'parameter' && binding.node === fn && binding.index === index ? pathIn(pattern, binding.identifier) : undefined;
    if (steps?.every((step, at) => step === path[at]) !== true || !('identifier' in binding)) return [];
    const rest = path.slice(steps.length);
    return module.referencesTo(binding).flatMap((use) => (use === binding.identifier ? [] : (membersOf(module, use, rest) ?? [])));
  });
}

/** `options.fetch`, for the path `fetch` from `options`. */
function membersOf(module: JsModule, use: Node, path: PatternPath): Node | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return use;
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && !member.computed && member.property.type === 'Identifier' && member.property.name === name ? membersOf(module, member, rest) : undefined;
}
