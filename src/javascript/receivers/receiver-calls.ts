import type { TSESTree } from '@typescript-eslint/utils';
import { functionAnswering } from '../project/called.ts';
import type { SourceFile } from '../project/modules.ts';
import { isWorthOpening, modelArgument, modelReceiver, requiredReceiver } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { answerTypeOf } from '../syntax/annotations.ts';
import type { ImportBinding, VariableBinding } from '../syntax/bindings.ts';
import { answersOf } from '../syntax/flow.ts';
import { chainOf, memberOf, type PatternPath, pathIn } from '../syntax/module.ts';
import { type FunctionNode, lastName, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';
import { type Gives, ofKind, type Receiver } from './type-model.ts';

// What calls and `new` give: by the library's methods and functions, or by what a function of the project gives.

/** What `new` makes: of a class of the library or one that extends it, of a model's class, or of a proxy before a client. */
export function newReceiver(receivers: Following, node: TSESTree.NewExpression, depth: number): Receiver | undefined {
  const callee = unwrap(node.callee);
  // A client that is opened when it is first asked: `new Proxy({}, { get: () => … getDb() … })`.
  if (callee.type === 'Identifier' && callee.name === 'Proxy') return receivers.of(node.arguments[0], depth) ?? calledIn(receivers, node.arguments[1], depth);
  const { made } = receivers.types;
  const model = made === undefined ? undefined : receivers.of(callee, depth);
  const kind = model && made !== undefined && Object.hasOwn(made, model.kind) ? made[model.kind]?.kind : undefined;
  if (kind !== undefined) return { kind, model: model?.model };
  return receivers.typed.ofName(receivers.file.module.textOf(callee), [], node);
}

/** The first of the calls in a node of which anything is known. */
function calledIn(receivers: Following, node: Node | undefined, depth: number): Receiver | undefined {
  let found: Receiver | undefined;
  some(node, (part) => {
    found ??= part.type === 'CallExpression' ? receivers.of(part, depth) : undefined;
    return found !== undefined;
  });
  return found;
}

/** What a call gives. */
export function callReceiver(receivers: Following, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
  const callee = unwrap(node.callee);
  if (callee.type === 'Identifier') return functionReceiver(receivers, callee, node, depth);
  if (callee.type === 'CallExpression') return requiredReceiver(receivers.types, callee);
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
  const owner = receivers.of(callee.object, depth);
  const gives = owner && ofKind(receivers.types.methods, owner.kind, name);
  if (owner !== undefined && gives !== undefined) return givenBy(receivers, gives, owner, node, depth);
  const unmistakable = Object.hasOwn(receivers.types.unmistakable ?? {}, name) ? receivers.types.unmistakable?.[name] : undefined;
  const found = (unmistakable && ofUnmistakable(receivers, unmistakable, owner, node)) ?? (owner === undefined ? receivers.types.told?.(receivers.file, node) : undefined);
  // `getRepository(ctx, type)` of the project's own that doesn't know which model it is asked for says what it gives, `this.open()` of what extends a repository as well.
  return found ?? (owner === undefined || unwrap(callee.object).type === 'ThisExpression' ? answerReceiver(receivers, node, [], depth) : undefined);
}

/** What a method of the library gives. */
function givenBy(receivers: Following, gives: Gives, owner: Receiver, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
  // `manager.withRepository(orders)`
  if (gives.kind === 'given') return receivers.of(node.arguments[0], depth);
  return { kind: gives.kind ?? owner.kind, model: modelArgument(gives, node, receivers.file.module) ?? owner.model };
}

/** `x.getRepository(User)`: the argument has to be a model, or `x` known, for other libraries have methods of that name too. */
function ofUnmistakable(receivers: Following, gives: Gives, owner: Receiver | undefined, node: TSESTree.CallExpression): Receiver | undefined {
  const argument = node.arguments.map((one) => unwrap(one)).findLast((one) => one.type === 'Identifier' && /^[A-Z]/.test(one.name));
  if (gives.kind === undefined) return undefined;
  // `dataSource.getRepository(entities.Order)`; of `getRepository(this.target)` only whoever made the object knows which model it is about.
  if (argument?.type !== 'Identifier') return owner === undefined ? undefined : { kind: gives.kind, model: gives.model === 'argument' ? memberNamed(receivers.file, node.arguments[0]) : undefined };
  const binding = receivers.file.module.resolve(argument);
  if (binding === undefined) return undefined;
  const custom = receivers.typed.ofClassName(binding);
  if (custom?.kind === gives.kind) return custom;
  const isKnown = owner !== undefined || node.callee.type === 'Identifier' || modelReceiver(receivers, binding) !== undefined;
  return isKnown ? { kind: gives.kind, model: gives.model === 'argument' ? argument.name : undefined } : undefined;
}

/** The class that a member of a module is: `entities.Order`. */
function memberNamed(file: SourceFile, node: Node | undefined): string | undefined {
  const value = unwrap(node);
  const { root, names } = chainOf(value ?? file.module.program);
  const name = names.at(-1) ?? '';
  return value?.type === 'MemberExpression' && root.type === 'Identifier' && file.module.resolve(root)?.kind === 'import' && /^[A-Z]/.test(name) ? name : undefined;
}

/** `getRepository(User)` and `getManager()` of the library or of a file of the project; a function that returns a receiver. */
function functionReceiver(receivers: Following, callee: TSESTree.Identifier, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
  const { functions = {}, unmistakable = {}, packages } = receivers.types;
  const binding = receivers.file.module.resolve(callee);
  if (binding?.kind === 'import' && Object.hasOwn(unmistakable, callee.name)) return ofUnmistakable(receivers, unmistakable[callee.name] ?? {}, undefined, node);
  if (binding?.kind === 'import' && (packages.test(binding.source) || Object.hasOwn(functions, binding.imported))) {
    const name = receivers.typed.ofLibrary(binding);
    const gives = name !== undefined && Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (gives?.kind !== undefined || packages.test(binding.source)) return gives?.kind === undefined ? undefined : { kind: gives.kind, model: modelArgument(gives, node, receivers.file.module) };
  }
  const taken = binding?.kind === 'variable' ? takenReceiver(receivers, binding, node, depth) : binding?.kind === 'import' ? takenElsewhere(receivers, binding, node) : undefined;
  return taken ?? answerReceiver(receivers, node, [], depth);
}

/** A method that was taken out of its object: `const { model } = library`. */
function takenReceiver(receivers: Following, binding: VariableBinding, call: TSESTree.CallExpression, depth: number): Receiver | undefined {
  const taken = methodTaken(receivers, binding, depth);
  return taken && givenBy(receivers, taken.gives, taken.owner, call, depth);
}

/** The same where another file takes it out and exports it. */
function takenElsewhere(receivers: Following, binding: ImportBinding, call: TSESTree.CallExpression): Receiver | undefined {
  const found = receivers.hops > 0 && isWorthOpening(receivers.types, binding.imported) ? receivers.exported(binding) : undefined;
  const taken = found?.binding.kind === 'variable' ? methodTaken(found.there, found.binding, DEPTH) : undefined;
  // what is given stands in this file, and not in the other
  return taken === undefined || taken.gives.kind === 'given' ? undefined : givenBy(receivers, taken.gives, taken.owner, call, DEPTH);
}

function methodTaken(receivers: Following, { node: { id, init }, identifier }: VariableBinding, depth: number): { readonly owner: Receiver; readonly gives: Gives } | undefined {
  const [name, ...inner] = id.type === 'ObjectPattern' ? (pathIn(id, identifier) ?? []) : [];
  const owner = name === undefined || inner.length > 0 ? undefined : receivers.of(init, depth);
  const gives = owner && name !== undefined ? ofKind(receivers.types.methods, owner.kind, name) : undefined;
  return owner && gives && { owner, gives };
}

/** What stands at `path` in what a function or a method of the project gives. */
export function answerReceiver(receivers: Following, { callee }: TSESTree.CallExpression, path: PatternPath, depth: number): Receiver | undefined {
  const value = unwrap(callee);
  const name = lastName(value);
  const isOfThis = name !== undefined && value.type === 'MemberExpression' && value.object.type === 'ThisExpression';
  const own = isOfThis ? receivers.file.module.thisClass(value.object) : undefined;
  const isAsked = own === undefined ? name !== undefined && (isOfThis || isWorthOpening(receivers.types, name) || isOfFile(receivers.file, value)) : memberOf(own, name ?? '') !== undefined;
  const called = isAsked ? functionAnswering(receivers.file, callee) : undefined;
  if (called?.path === receivers.file.path) return returnedReceiver(receivers, called.node, path, depth);
  return called === undefined || receivers.hops === 0 ? undefined : returnedReceiver(receivers.there(called), called.node, path, DEPTH);
}

/** `tables.orders(db)` of an object that this file makes, `orders()` of a function that it has: nothing has to be opened for it. */
function isOfFile(file: SourceFile, callee: Node): boolean {
  const { root } = chainOf(callee);
  const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
  return binding?.kind === 'function' || (binding?.kind === 'variable' && binding.constant);
}

/** What stands at `path` in what a function returns. */
export function returnedReceiver(receivers: Following, fn: FunctionNode, path: PatternPath, depth: number): Receiver | undefined {
  const typed = path.length === 0 ? receivers.typed.ofType(answerTypeOf(fn), fn) : undefined;
  // `getRepository<T>(…): Repository<T>`: whoever calls it says of which model.
  const isOpen = fn.typeParameters?.params.some(({ name }) => name.name === typed?.model) === true;
  return (isOpen ? typed && { kind: typed.kind } : typed) ?? receivers.agreed(answersOf(fn).map((node) => ({ node, path })), depth);
}
