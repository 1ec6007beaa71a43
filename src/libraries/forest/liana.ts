import type { SourceFile } from '../../javascript/project/modules.ts';
import { functionCalled } from '../../javascript/project/called.ts';
import { chainOf } from '../../javascript/syntax/module.ts';
import { type FunctionNode, isFunction, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { LIANA_PACKAGES } from './facts.ts';

/** A field that the liana computes: `collection('orders', { fields: [{ field: 'total', get: (order) => … }] })`. */
export interface SmartField {
  readonly collection: string;
  readonly field: string;
  /** The call that declares the collection. */
  readonly at: Node;
  readonly fn: FunctionNode;
}

/** The smart fields that a file declares: forest-express-sequelize and -mongoose, up to version 9. */
export function smartFieldsOf(file: SourceFile): SmartField[] {
  const { module } = file;
  return module.calls.flatMap((call) => {
    const { root, names } = chainOf(call.callee);
    const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
    if (binding?.kind !== 'import' || !LIANA_PACKAGES.test(binding.source) || (names.at(-1) ?? binding.imported) !== 'collection') return [];
    const collection = stringValue(module, call.arguments[0]);
    const fields = unwrap(propertyOf(objectValue(module, call.arguments[1]), 'fields')?.value);
    if (collection === undefined || fields?.type !== 'ArrayExpression') return [];
    return fields.elements.flatMap((element) => {
      const config = element === null ? undefined : objectValue(module, element);
      const field = stringValue(module, propertyOf(config, 'field')?.value);
      const getter = unwrap(propertyOf(config, 'get')?.value);
      const called = getter === undefined || isFunction(getter) ? undefined : functionCalled(file, getter);
      const fn = isFunction(getter) ? getter : called?.path === file.path ? called.node : undefined;
      return field === undefined || fn === undefined ? [] : [{ collection, field, at: call.callee, fn }];
    });
  });
}
