import { returnedReceiver } from './receiver-calls.ts';
import { isWorthOpening } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { LINEAGE } from './receiver-types.ts';
import { referenceOf, SAME_VALUE } from '../syntax/annotations.ts';
import type { Binding } from '../syntax/bindings.ts';
import { type FunctionNode, isFunction, type Node } from '../syntax/nodes.ts';
import { typeDeclared } from '../project/type-members.ts';
import type { Receiver } from './type-model.ts';

/**
 * What values of a type are that this file writes, by the names of its top level, as types are bound to no scope: `Repository<Order>`, `typeof db`, `ReturnType<typeof createDb>`,
 * `Omit<Client, '$connect'>`, `Database & { pool: Pool }`, and what the project calls such a type.
 */
export function writtenReceiver(receivers: Following, type: Node | undefined, lineage = LINEAGE): Receiver | undefined {
  if (type === undefined || lineage === 0) return undefined;
  if (type.type === 'TSTypeQuery') return ofValue(receivers, type.exprName);
  if (type.type === 'TSIntersectionType') return firstOf(type.types, (part) => writtenReceiver(receivers, part, lineage - 1));
  const reference = referenceOf(type);
  const found = receivers.typed.ofType(reference, receivers.file.module.program);
  if (found !== undefined || reference === undefined || type.type !== 'TSTypeReference') return found;
  const { name } = reference;
  const given = type.typeArguments?.params[0];
  if (given !== undefined && name === 'ReturnType') return given.type === 'TSTypeQuery' ? ofAnswer(receivers, given.exprName) : undefined;
  if (given !== undefined && SAME_VALUE.has(name)) return writtenReceiver(receivers, given, lineage - 1);
  const declared = typeDeclared(receivers.file, name, receivers.hops > 0 && isWorthOpening(receivers.types, name));
  return declared?.node.type === 'TSTypeAliasDeclaration' ? writtenReceiver(receivers.there(declared.file), declared.node.typeAnnotation, lineage - 1) : undefined;
}

/** `typeof db` */
function ofValue(receivers: Following, name: Node): Receiver | undefined {
  const binding = bindingOf(receivers, name);
  return binding && receivers.ofBinding(binding, DEPTH);
}

/** What the function gives that a name stands for, here or in the file that it is imported from. */
function ofAnswer(receivers: Following, name: Node): Receiver | undefined {
  const binding = bindingOf(receivers, name);
  const named = binding?.kind === 'import' && receivers.hops > 0 ? receivers.exported(binding) : binding && { there: receivers, binding };
  const fn = named && functionOf(named.binding);
  return named === undefined || fn === undefined ? undefined : returnedReceiver(named.there, fn, [], DEPTH);
}

function functionOf(binding: Binding): FunctionNode | undefined {
  const value = binding.kind === 'function' ? binding.node : binding.kind === 'variable' ? binding.node.init : undefined;
  return isFunction(value) ? value : undefined;
}

function bindingOf({ file: { module } }: Following, name: Node): Binding | undefined {
  return name.type === 'Identifier' ? module.resolveName(name.name, module.program) : undefined;
}

function firstOf<T, R>(all: readonly T[], ask: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const answer = ask(one);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
