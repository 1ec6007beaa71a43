import type { SourceFile } from '../../javascript/modules.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type FunctionNode, keyName, memberName, type Node } from '../../javascript/syntax/nodes.ts';
import type { Receiver, TypeModel } from '../../javascript/type-model.ts';
import { MONGOOSE_TYPES } from './receivers.ts';
import { isSchema, modelOfSchema, nameOf } from './schema.ts';

/** What a schema is given functions by, and what `this` is in them. */
const GIVEN: ReadonlyMap<string, 'model' | 'document'> = new Map([['statics', 'model'], ['static', 'model'], ['methods', 'document'], ['method', 'document']]);

/** Mongoose's types, with what `this` is in statics and methods of the project's schemas (Mongoose 8.24 and 9.12). */
export const MONGOOSE_RECEIVERS: TypeModel = { ...MONGOOSE_TYPES, thisIn };

/** A function of a schema: the const that holds that, and by what it is given. */
interface Given {
  readonly schema: string | undefined;
  readonly by: string | undefined;
}

function thisIn(file: SourceFile, fn: FunctionNode): Receiver | undefined {
  const { schema, by = '' } = givenAt(file.module, fn) ?? {};
  const kind = GIVEN.get(by);
  const model = kind === undefined || schema === undefined ? undefined : modelOfSchema(file, schema);
  return kind === undefined || model === undefined ? undefined : { kind, model };
}

function givenAt(module: JsModule, fn: FunctionNode): Given | undefined {
  const parent = module.parentOf(fn);
  // `orderSchema.statics.close = function () { … }`
  if (parent?.type === 'AssignmentExpression' && parent.right === fn) return parent.left.type === 'MemberExpression' ? partOf(parent.left.object) : undefined;
  // `orderSchema.static('close', function () { … })`
  if (parent?.type === 'CallExpression') return partOf(parent.callee);
  const object = parent?.type === 'Property' ? module.parentOf(parent) : undefined;
  const around = object && module.parentOf(object);
  // `orderSchema.statics = { close() { … } }`, `orderSchema.static({ close() { … } })`
  if (around?.type === 'AssignmentExpression') return partOf(around.left);
  if (around?.type === 'CallExpression') return partOf(around.callee);
  // `new Schema({ … }, { statics: { close() { … } } })`
  const options = around?.type === 'Property' ? module.parentOf(around) : undefined;
  const made = options && module.parentOf(options);
  return around?.type === 'Property' && (made?.type === 'NewExpression' || made?.type === 'CallExpression') && isSchema(module, made) ? { schema: nameOf(module, made), by: keyName(around) } : undefined;
}

/** `orderSchema.statics` */
function partOf(node: Node): Given | undefined {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' ? { schema: node.object.name, by: memberName(node) } : undefined;
}
