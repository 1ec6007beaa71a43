import type { TSESTree } from '@typescript-eslint/utils';
import type { OrmCall } from './orm.ts';
import { isInline } from '../syntax/inline.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { type JsModule, memberOf } from '../syntax/module.ts';
import { type FunctionNode, isFunction, memberName, type Node, unwrap } from '../syntax/nodes.ts';

/** Functions of this file and the queries that one call of them sends, loops of their own left out. */
export type Helpers = ReadonlyMap<FunctionNode, readonly OrmCall[]>;

/** The function that `node` belongs to when functions that run inline count as part of the code around them. */
export function homeOf(module: JsModule, node: Node): FunctionNode | undefined {
  let at = module.functionAround(node);
  while (at !== undefined && isInline(module, at)) at = module.functionAround(at);
  return at;
}

/** Collects which functions send queries by themselves. */
export function helpersOf(module: JsModule, calls: readonly OrmCall[]): Helpers {
  const found = new Map<FunctionNode, OrmCall[]>();
  for (const call of calls) {
    const home = homeOf(module, call.node);
    if (home === undefined || iterationsAround(module, call.node).length > 0) continue;
    const known = found.get(home);
    if (known === undefined) found.set(home, [call]);
    else known.push(call);
  }
  return found;
}

/** The function of this file that a call runs: by its name, or as a method of the same object. */
export function calledFunction(module: JsModule, callee: Node): FunctionNode | undefined {
  const value = unwrap(callee);
  if (value.type === 'Identifier') {
    const binding = module.resolve(value);
    if (binding?.kind === 'function') return binding.node;
    return binding?.kind === 'variable' && binding.constant ? functionIn(binding.node.init) : undefined;
  }
  if (value.type !== 'MemberExpression' || value.object.type !== 'ThisExpression') return undefined;
  const owner = module.thisClass(value.object);
  const member = owner && memberOf(owner, memberName(value) ?? '');
  return member === undefined || member.type === 'TSParameterProperty' ? undefined : functionIn(member.value);
}

function functionIn(node: Node | null): FunctionNode | undefined {
  const value = unwrap(node);
  return isFunction(value) ? value : undefined;
}

/** What a call gives for the parameter that `value` names in the function being called. */
export function argumentFor(module: JsModule, call: TSESTree.CallExpression, value: Node): Node | undefined {
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  if (binding?.kind !== 'parameter' || binding.node.params[binding.index] !== binding.identifier) return undefined;
  const argument = call.arguments[binding.index];
  return argument?.type === 'SpreadElement' ? undefined : argument;
}
