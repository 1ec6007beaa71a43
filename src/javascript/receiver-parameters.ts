import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../project/memo.ts';
import { functionCalled, lineageOf } from './called.ts';
import type { SourceFile } from './modules.ts';
import { furtherReceiver, modelArgument } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { typeOf } from './syntax/annotations.ts';
import type { Binding, ParameterBinding } from './syntax/bindings.ts';
import { callbackIteration } from './syntax/iterations.ts';
import { type JsModule, type Member, memberOf, pathIn } from './syntax/module.ts';
import { type FunctionNode, keyName, memberName, type Node, parameterPattern, unwrap } from './syntax/nodes.ts';
import { functionTypeAt } from './type-members.ts';
import { isHanding, ofKind, type Receiver } from './type-model.ts';

// What parameters are to a library: by what a framework, a method of the library, or a function of the project hands in.

/** A class and those that it extends, of which is asked what they hand to its methods. */
const MOST_BASES = 4;

/** What a framework hands in, of which a type may say less. */
export function frameworkReceiver(receivers: Following, binding: ParameterBinding): Receiver | undefined {
  const handed = receivers.types.handed?.(receivers.file, binding.node, binding.index);
  return handed && furtherIn(receivers, binding, handed);
}

/** What the name of a parameter stands for, where the parameter as a whole is known. */
function furtherIn(receivers: Following, { node, index, identifier }: ParameterBinding, whole: Receiver): Receiver | undefined {
  const parameter = node.params[index];
  const steps = parameter && pathIn(parameterPattern(parameter), identifier);
  return steps && furtherReceiver(receivers.types, whole, steps);
}

/** `manager.transaction(async (em) => …)`, `collection.addAction('close', { execute: async (context) => … })`: what the method hands in. */
export function callbackReceiver(receivers: Following, binding: ParameterBinding, depth: number): Receiver | undefined {
  const { node: callback, index } = binding;
  const { module } = receivers.file;
  const around = module.parentOf(callback);
  const property = around?.type === 'Property' && around.value === callback ? around : undefined;
  const object = property && module.parentOf(property);
  const call = property === undefined ? around : object && module.parentOf(object);
  const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  const method = callee?.type === 'MemberExpression' ? memberName(callee) : undefined;
  const name = property === undefined ? method : `${method ?? ''}.${keyName(property) ?? ''}`;
  if (call?.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || name === undefined || !isHanding(receivers.types, name)) return undefined;
  const owner = receivers.of(callee.object, depth);
  const { callbacks, conventions } = receivers.types;
  const gives = owner === undefined ? (conventions?.hold(receivers.file) === true ? callbacks?.['*']?.[name] : undefined) : ofKind(callbacks, owner.kind, name);
  if (gives === undefined || (gives.parameter ?? 0) !== index) return undefined;
  const kind = gives.kind ?? owner?.kind;
  return kind === undefined ? undefined : furtherIn(receivers, binding, { kind, model: modelArgument(gives, call, module) ?? owner?.model });
}

/** `withTransaction(async (tx) => …)`, where the project's own function declares what it hands in, `work: (tx: TransactionClient) => Promise<void>`, or shows it. */
export function handedInReceiver(receivers: Following, { node: callback, index, identifier }: ParameterBinding): Receiver | undefined {
  const { module } = receivers.file;
  const call = module.parentOf(callback);
  const place = call?.type === 'CallExpression' ? call.arguments.findIndex((argument) => argument === callback) : -1;
  if (call?.type !== 'CallExpression' || receivers.hops === 0 || callback.params[index] !== identifier || place < 0 || callbackIteration(module, callback) !== undefined) return undefined;
  const called = functionCalled(receivers.file, call.callee);
  const parameter = called?.node.params[place];
  if (called === undefined || parameter === undefined) return undefined;
  const work = functionTypeAt(called, parameterPattern(parameter));
  const declared = work?.type.params[index];
  return (work && declared && receivers.there(work.file).typed.ofType(typeOf(declared), work.at)) ?? receiverByCallsOf(receivers.there(called), parameterPattern(parameter), index);
}

/** `(work) => client.transaction((tx) => work(tx))`: what a function hands in to the one that it is given. */
function receiverByCallsOf(receivers: Following, parameter: Node, index: number): Receiver | undefined {
  const { module } = receivers.file;
  const binding = parameter.type === 'Identifier' ? module.resolve(parameter) : undefined;
  return handedBy(receivers, callsBy(module, binding), index, DEPTH);
}

/** `listOf(Order)` in the same file: what the calls of a function by its name hand in, or those of a method within its class or one that it extends. */
export function argumentReceiver(receivers: Following, { node: fn, index, identifier }: ParameterBinding, depth: number): Receiver | undefined {
  if (fn.params[index] !== identifier) return undefined;
  return handedBy(receivers, callsOf(receivers.file, fn), index, depth) ?? receiverByBase(receivers, fn, index);
}

/** `this.run(request, db)` of a base class of the project, which leaves it to those that extend it what `run` does. */
function receiverByBase(receivers: Following, fn: FunctionNode, index: number): Receiver | undefined {
  const { module } = receivers.file;
  const method = module.parentOf(fn);
  const name = method?.type === 'MethodDefinition' ? keyName(method) : undefined;
  const owner = module.thisClass(fn.body);
  if (name === undefined || owner === undefined || receivers.hops === 0) return undefined;
  const [, ...bases] = lineageOf({ file: receivers.file, node: owner }, MOST_BASES);
  for (const { file, node } of bases) {
    const calls = file.module.calls.filter(({ callee }) => callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression' && memberName(callee) === name && file.module.thisClass(callee.object) === node);
    const found = handedBy(receivers.there(file), calls, index, DEPTH);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What calls agree that they hand in as their argument of this number. */
function handedBy(receivers: Following, calls: readonly TSESTree.CallExpression[], index: number, depth: number): Receiver | undefined {
  return receivers.agreed(calls.flatMap(({ arguments: given }) => {
    const argument = given[index];
    return argument === undefined || argument.type === 'SpreadElement' ? [] : [{ node: argument, path: [] }];
  }), depth);
}

/** The calls of a function of this file by its name, of a method by those of its class. */
function callsOf(file: SourceFile, fn: FunctionNode): readonly TSESTree.CallExpression[] {
  const { module } = file;
  const parent = module.parentOf(fn);
  if (parent?.type === 'MethodDefinition') return callsOfMethods(module).get(parent) ?? [];
  const name = fn.type === 'FunctionDeclaration' ? fn.id : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
  return callsBy(module, name == null ? undefined : module.resolve(name));
}

/** The calls of what a name stands for, by that name. */
function callsBy(module: JsModule, binding: Binding | undefined): TSESTree.CallExpression[] {
  return (binding === undefined ? [] : module.referencesTo(binding)).flatMap((use) => {
    const call = module.parentOf(use);
    return call?.type === 'CallExpression' && call.callee === use ? [call] : [];
  });
}

/** By method: the calls of it by `this`, within its class. */
const callsOfMethods = oncePer((module: JsModule): ReadonlyMap<Member, readonly TSESTree.CallExpression[]> => {
  const found = new Map<Member, TSESTree.CallExpression[]>();
  for (const call of module.calls) {
    const { callee } = call;
    const owner = callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression' ? module.thisClass(callee.object) : undefined;
    const method = owner === undefined ? undefined : memberOf(owner, memberName(callee as TSESTree.MemberExpression) ?? '');
    if (method !== undefined) (found.get(method) ?? found.set(method, []).get(method))?.push(call);
  }
  return found;
});
