import { functionCalled, instanceClass, superClassOf } from '../project/called.ts';
import { answerReceiver } from './receiver-calls.ts';
import { conventionalReceiver, furtherReceiver, injectedReceiver, isWorthOpening } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { asGiven, LINEAGE } from './receiver-types.ts';
import { writtenReceiver } from './receiver-written.ts';
import { annotationOf, referenceOf, returnTypeOf, typesOf, waitedFor } from '../syntax/annotations.ts';
import { membersSet } from '../syntax/flow.ts';
import { type Member, memberOf, type PatternPath } from '../syntax/module.ts';
import { type ClassNode, type FunctionNode, lastName, type Node, parameterPattern } from '../syntax/nodes.ts';
import { declaredType } from '../project/type-members.ts';
import type { Receiver } from './type-model.ts';

// What stands in an object, a list or a class: by what the library has there, by what the code puts there, by the types that the project declares.

/** `value.name`, and `path` from there: what the library's own objects have, a member of a class of the project, what the code puts into an object or a list. */
export function receiverWithin(receivers: Following, value: Node, name: string, path: PatternPath, depth: number): Receiver | undefined {
  const owner = receivers.of(value, depth);
  const given = furtherReceiver(receivers.types, owner, [name]);
  if (given !== undefined) return furtherReceiver(receivers.types, given, path);
  const own = value.type === 'ThisExpression' ? receivers.file.module.thisClass(value) : undefined;
  const isAsked = owner === undefined && isWorthOpening(receivers.types, name);
  const site = own !== undefined ? { file: receivers.file, node: own } : isAsked ? instanceClass(receivers.file, value) : undefined;
  const member = site && furtherReceiver(receivers.types, memberReceiver(receivers.there(site.file), site.node, name, depth), path);
  const found = member ?? (owner === undefined && own === undefined ? putReceiver(receivers, value, [name, ...path], depth) : undefined);
  const said = found === undefined && owner === undefined ? declaredReceiver(receivers, value, [name, ...path]) : undefined;
  return found ?? said ?? conventionalReceiver(receivers, path.at(-1) ?? name);
}

/** What the types that the project declares say of what stands at `path`: `context.models.orders`, where `interface Models { orders: OrderModel }`. */
export function declaredReceiver(receivers: Following, value: Node, path: PatternPath): Receiver | undefined {
  const named = value.type === 'CallExpression' ? lastName(value.callee) : value.type === 'Identifier' ? value.name : undefined;
  const names = named === undefined ? path : [named, ...path];
  const opens = receivers.hops > 0 && names.some((step) => isWorthOpening(receivers.types, step));
  const declared = declaredType(receivers.file, value, path, functionCalled, opens);
  const found = declared && writtenReceiver(receivers.there(declared.file), value.type === 'CallExpression' && path.length === 0 ? waitedFor(declared.type) : declared.type);
  // `Repository<T>` there, and what the call says of T.
  if (found?.model === undefined || declared?.given?.has(found.model) !== true) return found;
  return { kind: found.kind, model: referenceOf(declared.given.get(found.model)?.type)?.name };
}

/** What the code puts into an object or a list, here, in a function that gives it or in a file that exports it. */
function putReceiver(receivers: Following, value: Node, path: PatternPath, depth: number): Receiver | undefined {
  const found = receivers.ofSources(value, path, depth);
  if (found !== undefined) return found;
  if (value.type === 'CallExpression') return answerReceiver(receivers, value, path, depth);
  const [name = '', ...rest] = path;
  const binding = value.type === 'Identifier' && isWorthOpening(receivers.types, name) ? receivers.file.module.resolve(value) : undefined;
  if (binding?.kind !== 'import' || binding.typeOnly) return undefined;
  const isWhole = binding.imported === '*';
  const declared = receivers.typed.exported(isWhole ? { ...binding, imported: name } : binding);
  return declared && receivers.there(declared).at(declared.node, isWhole ? rest : path, DEPTH);
}

/** What a member of a class is, its own or an inherited one: `Repository<T>` there, and `extends Base<Order>` here says that T is Order. */
function memberReceiver(receivers: Following, owner: ClassNode, name: string, depth = DEPTH, lineage = LINEAGE): Receiver | undefined {
  const member = memberOf(owner, name);
  const set = membersSet(receivers.file.module, owner, name);
  if (member !== undefined || set.length > 0) return (member && saidOfMember(receivers, member)) ?? receivers.agreed(set, depth);
  const base = lineage === 0 || receivers.hops === 0 ? undefined : superClassOf({ file: receivers.file, node: owner });
  const found = base && memberReceiver(receivers.there(base.file), base.node, name, depth, lineage - 1);
  return base === undefined ? undefined : asGiven(found, base.node, owner);
}

/** What a member is by its annotation and its decorators. */
function saidOfMember(receivers: Following, member: Member): Receiver | undefined {
  if (member.type === 'MethodDefinition') return member.kind === 'get' ? receivers.typed.ofType(returnTypeOf(member.value as FunctionNode), member) : undefined;
  const injected = injectedReceiver(receivers, member);
  const annotated = member.type === 'TSParameterProperty' ? parameterPattern(member) : member;
  const typed = receivers.typed.ofTypes(typesOf(annotated), member);
  if (typed === undefined || injected?.kind !== typed.kind) return typed ?? injected ?? writtenReceiver(receivers, annotationOf(annotated));
  // `@InjectModel(Order.name)` writes the registered name out; a class or a token that is injected may have another name than the type says
  return typed.model === undefined || injected.isWritten ? { kind: injected.kind, model: injected.model ?? typed.model } : typed;
}
