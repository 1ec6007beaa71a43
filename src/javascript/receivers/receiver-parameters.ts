import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import { functionCalled, lineageOf } from '../project/called.ts';
import type { SourceFile } from '../project/modules.ts';
import { furtherReceiver, modelArgument, type Reading } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { typeOf } from '../syntax/annotations.ts';
import type { Binding, ParameterBinding } from '../syntax/bindings.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import { type JsModule, type Member, memberOf, pathIn } from '../syntax/module.ts';
import { type FunctionNode, keyName, memberName, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';
import { functionTypeAt, memberFunctionType } from '../project/type-members.ts';
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
function furtherIn(reading: Reading, { node, index, identifier }: ParameterBinding, whole: Receiver): Receiver | undefined {
  const parameter = node.params[index];
  const steps = parameter && pathIn(parameterPattern(parameter), identifier);
  return steps && furtherReceiver(reading.types, whole, steps);
}

/** A function that a method is given, itself or in an object: `manager.transaction(work)`, `collection.addAction('close', { execute })`. */
interface Handing {
  readonly call: TSESTree.CallExpression;
  /** What the method is called on. */
  readonly owner: Node;
  /** By the method, and by the key of the object that holds the function: `transaction`, `addAction.execute`. */
  readonly name: string;
}

/** The method that hands something to a function, where the library has one of that name. */
function handingAround({ types, file: { module } }: Reading, callback: FunctionNode): Handing | undefined {
  const given = givenTo(module, callback);
  const callee = given && unwrap(given.call.callee);
  const method = callee?.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (given === undefined || callee?.type !== 'MemberExpression' || (given.key === undefined && method === undefined)) return undefined;
  const name = given.key === undefined ? (method as string) : `${method ?? ''}.${given.key}`;
  return isHanding(types, name) ? { call: given.call, owner: callee.object, name } : undefined;
}

/** The call that is given a function, and the key where it stands in an object. */
function givenTo(module: JsModule, callback: FunctionNode): { readonly call: TSESTree.CallExpression; readonly argument: Node; readonly key?: string } | undefined {
  const around = module.parentOf(callback);
  const property = around?.type === 'Property' && around.value === callback ? around : undefined;
  const argument = property === undefined ? callback : module.parentOf(property);
  const call = argument && module.parentOf(argument);
  if (argument === undefined || call?.type !== 'CallExpression') return undefined;
  return property === undefined ? { call, argument } : { call, argument, key: keyName(property) ?? '' };
}

/** `manager.transaction(async (em) => …)`, `collection.addAction('close', { execute: async (context) => … })`: what the method hands in. */
export function callbackReceiver(receivers: Following, binding: ParameterBinding, depth: number): Receiver | undefined {
  const handing = handingAround(receivers, binding.node);
  return handing && handedByMethod(receivers, binding, handing, receivers.of(handing.owner, depth));
}

/** What a method of `owner` hands in. */
function handedByMethod(reading: Reading, binding: ParameterBinding, { call, name }: Handing, owner: Receiver | undefined): Receiver | undefined {
  const { callbacks, conventions } = reading.types;
  const gives = owner === undefined ? (conventions?.hold(reading.file) === true ? callbacks?.['*']?.[name] : undefined) : ofKind(callbacks, owner.kind, name);
  if (gives === undefined || (gives.parameter ?? 0) !== binding.index) return undefined;
  const kind = gives.kind ?? owner?.kind;
  return kind === undefined ? undefined : furtherIn(reading, binding, { kind, model: modelArgument(gives, call, reading.file.module) ?? owner?.model });
}

/**
 * `withTransaction(async (tx) => …)`, `runWith(db, { work: async (tx) => … })`, where the project's own function declares what it hands in,
 * `work: (tx: TransactionClient) => Promise<void>`, or shows it.
 */
export function handedInReceiver(receivers: Following, { node: callback, index, identifier }: ParameterBinding): Receiver | undefined {
  const { module } = receivers.file;
  if (receivers.hops === 0 || callback.params[index] !== identifier || callbackIteration(module, callback) !== undefined) return undefined;
  const { call, argument, key } = givenTo(module, callback) ?? {};
  const called = call && functionCalled(receivers.file, call.callee);
  const parameter = called?.node.params[call?.arguments.findIndex((one) => one === argument) ?? -1];
  if (call === undefined || called === undefined || parameter === undefined) return undefined;
  const pattern = parameterPattern(parameter);
  const work = key === undefined ? functionTypeAt(called, pattern) : memberFunctionType(called, pattern, key, functionCalled);
  const declared = work?.type.params[index];
  const said = work && declared && receivers.there(work.file).typed.ofType(typeOf(declared), work.at);
  if (said !== undefined || key !== undefined) return said;
  return receiverByCallsOf(receivers.there(called), pattern, index) ?? receiverPassedOn(receivers, { call, called }, pattern, index);
}

/** A call, and the function of the project that it runs. */
interface Running {
  readonly call: TSESTree.CallExpression;
  readonly called: SourceFile & { readonly node: FunctionNode };
}

/** `run(client, async (tx) => …)`, where `run` hands on what it is handed itself, or what a method of that hands in: `(client, work) => client.transaction((tx) => work(tx))`. */
function receiverPassedOn(receivers: Following, running: Running, parameter: Node, index: number): Receiver | undefined {
  const { module } = running.called;
  const binding = parameter.type === 'Identifier' ? module.resolve(parameter) : undefined;
  for (const { arguments: given } of callsBy(module, binding)) {
    const found = ofParameter(receivers, running, given[index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands for a parameter of the function that is run, in what the call gives it. */
function ofParameter(receivers: Following, running: Running, value: Node | undefined): Receiver | undefined {
  const { call, called } = running;
  const node = unwrap(value);
  const binding = node?.type === 'Identifier' ? called.module.resolve(node) : undefined;
  if (binding?.kind !== 'parameter' || binding.node.params[binding.index] !== binding.identifier) return undefined;
  const argument = binding.node === called.node ? call.arguments[binding.index] : undefined;
  if (argument !== undefined) return argument.type === 'SpreadElement' ? undefined : receivers.of(argument);
  const there: Reading = { file: called, types: receivers.types };
  const handing = handingAround(there, binding.node);
  const owner = handing && ofParameter(receivers, running, handing.owner);
  return handing && owner && handedByMethod(there, binding, handing, owner);
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
