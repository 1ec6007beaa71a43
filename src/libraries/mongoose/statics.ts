import type { TSESTree } from '@typescript-eslint/utils';
import type { CalledFunction } from '../../javascript/project/called.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, type ClassNode, type FunctionNode, isFunction, keyName, memberName, type Node, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import type { Receiver, TypeModel } from '../../javascript/receivers/type-model.ts';
import { oncePer } from '../../project/memo.ts';
import { MONGOOSE_TYPES } from './receivers.ts';
import { fileRegistering, isSchema, modelOfSchema, nameOf } from './schema.ts';

/** What a schema is given functions by, and what `this` is in them. */
const GIVEN: ReadonlyMap<string, 'model' | 'document'> = new Map([['statics', 'model'], ['static', 'model'], ['methods', 'document'], ['method', 'document']]);

/** Mongoose's types, with what is registered on whatever connection the program keeps, and with what `this` is in statics and methods of the project's schemas (Mongoose 8.24 and 9.12). */
export const MONGOOSE_RECEIVERS: TypeModel = { ...MONGOOSE_TYPES, thisIn, told };

/** A function of a schema: its name, the const that holds the schema, and by what it is given. */
interface Given {
  readonly name: string | undefined;
  readonly schema: string | undefined;
  readonly by: string | undefined;
}

function thisIn(file: SourceFile, fn: FunctionNode): Receiver | undefined {
  const { schema, by = '' } = givenAt(file.module, fn) ?? {};
  const kind = GIVEN.get(by);
  const model = kind === undefined || schema === undefined ? undefined : modelOfSchema(file, schema);
  return kind === undefined || model === undefined ? undefined : { kind, model };
}

/** `connections.main.model('Order', orderSchema)`: who is handed a schema registers a model. `app.model('Order')`: who is handed the name of one that is registered gives it. */
function told(file: SourceFile, call: TSESTree.CallExpression): Receiver | undefined {
  const { module } = file;
  const [first, second] = call.arguments;
  const model = calledName(call) === 'model' ? stringValue(module, first) : undefined;
  if (model !== undefined && second === undefined) return fileRegistering(file, model) === undefined ? undefined : { kind: 'model', model };
  const schema = unwrap(second);
  const binding = schema?.type === 'Identifier' ? module.resolve(schema) : undefined;
  const made = binding?.kind === 'variable' ? unwrap(binding.node.init) : schema;
  return model !== undefined && (made?.type === 'NewExpression' || made?.type === 'CallExpression') && isSchema(module, made) ? { kind: 'model', model } : undefined;
}

/** The function that the schema of a model is given under a name in the file that registers the model: a static, or a method of its documents. */
export function ownMethod(file: SourceFile, model: string, kind: 'model' | 'document', name: string): CalledFunction | undefined {
  const found = givenIn(file.module).get(name)?.find(({ schema, by = '' }) => GIVEN.get(by) === kind && schema !== undefined && modelOfSchema(file, schema) === model);
  return found && { ...file, node: found.fn };
}

/** By the names of the functions. */
const givenIn = oncePer((module: JsModule): ReadonlyMap<string, readonly (Given & { readonly fn: FunctionNode })[]> => {
  const found = new Map<string, (Given & { readonly fn: FunctionNode })[]>();
  walk(module.program, (fn) => {
    const given = isFunction(fn) ? givenAt(module, fn) : undefined;
    if (isFunction(fn) && given?.name !== undefined) found.set(given.name, [...(found.get(given.name) ?? []), { ...given, fn }]);
    return undefined;
  });
  return found;
});

function givenAt(module: JsModule, fn: FunctionNode): Given | undefined {
  const parent = module.parentOf(fn);
  if (parent?.type === 'MethodDefinition') return byClass(module, parent);
  // `orderSchema.statics.close = function () { … }`
  if (parent?.type === 'AssignmentExpression' && parent.right === fn) return parent.left.type === 'MemberExpression' ? partOf(parent.left.object, memberName(parent.left)) : undefined;
  // `orderSchema.static('close', function () { … })`
  if (parent?.type === 'CallExpression') return partOf(parent.callee, stringValue(module, parent.arguments[0]));
  const name = parent?.type === 'Property' ? keyName(parent) : undefined;
  const object = parent?.type === 'Property' ? module.parentOf(parent) : undefined;
  const around = object && module.parentOf(object);
  // `orderSchema.statics = { close() { … } }`, `orderSchema.static({ close() { … } })`
  if (around?.type === 'AssignmentExpression') return partOf(around.left, name);
  if (around?.type === 'CallExpression') return partOf(around.callee, name);
  // `new Schema({ … }, { statics: { close() { … } } })`
  const options = around?.type === 'Property' ? module.parentOf(around) : undefined;
  const made = options && module.parentOf(options);
  return around?.type === 'Property' && (made?.type === 'NewExpression' || made?.type === 'CallExpression') && isSchema(module, made) ? { name, schema: nameOf(module, made), by: keyName(around) } : undefined;
}

/** `class Order { static close() { … } }` of which the schema takes what it has: `orderSchema.loadClass(Order)`. */
function byClass(module: JsModule, method: TSESTree.MethodDefinition): Given | undefined {
  const owner = module.thisClass(method);
  const schema = owner === undefined || method.kind !== 'method' ? undefined : loadedInto(module).get(owner);
  return schema === undefined ? undefined : { name: keyName(method), schema, by: method.static ? 'statics' : 'methods' };
}

/** Names of the schemas that classes of a file are loaded into. */
const loadedInto = oncePer((module: JsModule): ReadonlyMap<ClassNode, string> => new Map(module.calls.flatMap(({ callee, arguments: [given] }) => {
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'loadClass' || callee.object.type !== 'Identifier' || given?.type !== 'Identifier') return [];
  const binding = module.resolve(given);
  return binding?.kind === 'class' ? [[binding.node, callee.object.name]] : [];
})));

/** `orderSchema.statics` */
function partOf(node: Node, name: string | undefined): Given | undefined {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' ? { name, schema: node.object.name, by: memberName(node) } : undefined;
}
