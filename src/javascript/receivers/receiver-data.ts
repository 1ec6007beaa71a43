import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceFile } from '../project/modules.ts';
import type { Binding, ImportBinding } from '../syntax/bindings.ts';
import { aliasOf } from '../syntax/callee.ts';
import type { JsModule, Member, PatternPath } from '../syntax/module.ts';
import { calledName, decoratorsOf, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { stringValue } from '../syntax/values.ts';
import { type ByName, type Gives, kindIn, ofKind, type Receiver, type TypeModel } from './type-model.ts';

// What a library's data say of one place in a file by itself, with nothing followed.

/** A file, and the data of the library whose receivers are looked for in it. */
export interface Reading {
  readonly file: SourceFile;
  readonly types: TypeModel;
}

/** What the user's settings say that a name stands for. */
export function aliasedReceiver(reading: Reading, node: Node, aliases: ByName<string>): Receiver | undefined {
  const alias = aliasOf(reading.file.module, node, aliases);
  if (alias === undefined) return undefined;
  const kind = kindIn(reading.types.types, alias);
  if (kind !== undefined) return { kind };
  const { aliasedModel } = reading.types;
  return aliasedModel === undefined ? undefined : { kind: aliasedModel, model: alias };
}

/** What the type-checker says where the code's own words don't. */
export function checkedReceiver(reading: Reading, value: Node): Receiver | undefined {
  const { packages, typeArgument = 0, types } = reading.types;
  for (const { places, name, args } of reading.file.typesAt?.(value) ?? []) {
    const kind = places.some((place) => packages.test(place)) ? kindIn(types, name) : undefined;
    if (kind !== undefined) return { kind, model: args[typeArgument] };
  }
  return undefined;
}

/** What a package of the library exports as a value; `require()` and `import *` give the default's members as well. */
export function packageReceiver(types: TypeModel, { source, imported }: ImportBinding): Receiver | undefined {
  const { packages, values = {} } = types;
  const name = imported === '*' ? 'default' : imported;
  const kind = packages.test(source) && Object.hasOwn(values, name) ? values[name]?.kind : undefined;
  return kind === undefined ? undefined : { kind };
}

/** A model's class as a value, which answers queries itself. */
export function modelReceiver(reading: Reading, binding: Binding): Receiver | undefined {
  const { modelClass } = reading.types;
  return modelClass?.isNamed(reading.file, binding) === true ? { kind: modelClass.kind, model: binding.name } : undefined;
}

/** What projects that use the library call by this name. */
export function conventionalReceiver(reading: Reading, name: string): Receiver | undefined {
  const names = reading.types.conventions?.names;
  return names?.says.test(name) === true && reading.types.conventions?.hold(reading.file) === true ? { kind: names.kind } : undefined;
}

/** `container.resolve('em')`: what a container keeps under the name that projects give it. */
export function tokenReceiver(reading: Reading, call: TSESTree.CallExpression): Receiver | undefined {
  const [token] = call.arguments;
  return calledName(call) === 'resolve' && token?.type === 'Literal' && typeof token.value === 'string' ? conventionalReceiver(reading, token.value) : undefined;
}

/** What a container sets: `@InjectRepository(Order)`, `@Inject(DRIZZLE)`. */
export function injectedReceiver(reading: Reading, member: Member): (Receiver & { readonly isWritten: boolean }) | undefined {
  const { decorators = {}, conventions } = reading.types;
  for (const { expression } of decoratorsOf(member)) {
    if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') continue;
    const binding = reading.file.module.resolveName(expression.callee.name, member);
    const gives = binding?.kind === 'import' && reading.types.packages.test(binding.source) && Object.hasOwn(decorators, binding.imported) ? decorators[binding.imported] : undefined;
    if (gives?.kind !== undefined) return { kind: gives.kind, model: modelArgument(gives, expression, reading.file.module), isWritten: gives.model === 'named' && unwrap(expression.arguments[0])?.type !== 'Identifier' };
    const { tokens } = conventions ?? {};
    if (tokens?.says.test(reading.file.module.textOf(expression)) === true && conventions?.hold(reading.file) === true) return { kind: tokens.kind, model: undefined, isWritten: false };
  }
  return undefined;
}

/** `require('…')(options)` of a package that exports a function. */
export function requiredReceiver(types: TypeModel, { callee, arguments: [source] }: TSESTree.CallExpression): Receiver | undefined {
  const { functions = {}, packages } = types;
  const isRequired = callee.type === 'Identifier' && callee.name === 'require' && source?.type === 'Literal' && typeof source.value === 'string' && packages.test(source.value);
  const kind = isRequired && Object.hasOwn(functions, 'default') ? functions.default?.kind : undefined;
  return kind === undefined ? undefined : { kind };
}

/** What the properties of a path lead to. */
export function furtherReceiver(types: TypeModel, found: Receiver | undefined, path: PatternPath): Receiver | undefined {
  return path.reduce<Receiver | undefined>((owner, name) => {
    const gives = owner && ofKind(types.properties, owner.kind, name);
    return owner && gives && { kind: gives.kind ?? owner.kind, model: gives.model === 'same' ? owner.model : gives.model === 'member' ? name : undefined };
  }, found);
}

/** True for names for which other files are opened. */
export function isWorthOpening(types: TypeModel, name: string): boolean {
  return types.worthOpening.test(name);
}

/** The model that a call is told: the class that it names first, or whatever names one. Where a constant that isn't known here does, the model goes by the name that its file gives it. */
export function modelArgument({ model }: Gives, call: TSESTree.CallExpression, module: JsModule): string | undefined {
  if (model === 'argument') return classArgument(call);
  const first = model === 'named' ? unwrap(call.arguments[0]) : undefined;
  if (first === undefined || first.type === 'SpreadElement') return undefined;
  if (first.type === 'MemberExpression' && memberName(first) === 'name') return first.object.type === 'Identifier' ? first.object.name : undefined;
  return stringValue(module, first) ?? (first.type === 'MemberExpression' || (first.type === 'Identifier' && CONSTANT.test(first.name)) ? declaredModel(module, call) : classArgument(call));
}

const CONSTANT = /^[A-Z][A-Z\d_]+$/;

/** `OrderModel` of `const OrderModel = mongoose.model(COLLECTIONS.ORDER, schema)`, without the word that says what it is. */
function declaredModel(module: JsModule, call: TSESTree.CallExpression): string | undefined {
  const parent = module.parentOf(call);
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name.replace(/Model$/, '') : undefined;
}

/** The class that a call names first: `from(Post, 'p')`. */
function classArgument({ arguments: [first] }: TSESTree.CallExpression): string | undefined {
  return first?.type === 'Identifier' && /^[A-Z]/.test(first.name) ? first.name : undefined;
}
