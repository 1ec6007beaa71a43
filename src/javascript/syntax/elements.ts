import type { TSESTree } from '@typescript-eslint/utils';
import type { ImportBinding } from './bindings.ts';
import type { JsModule } from './module.ts';
import { keyName, type Node, propertyOf, unwrap } from './nodes.ts';
import { objectValue } from './values.ts';

/** The name of an element as the code writes it: `List`, `DataTable.Col`. */
export function elementName({ name }: TSESTree.JSXOpeningElement): string {
  return name.type === 'JSXMemberExpression' ? `${rootOf(name).name}.${name.property.name}` : name.type === 'JSXIdentifier' ? name.name : '';
}

function rootOf({ object }: TSESTree.JSXMemberExpression): TSESTree.JSXIdentifier {
  return object.type === 'JSXMemberExpression' ? rootOf(object) : (object as TSESTree.JSXIdentifier);
}

/** The name that the module exports which an element, or its first part, is imported from; undefined where the file declares it itself. */
export function importOf(module: JsModule, { name }: TSESTree.JSXOpeningElement): ImportBinding | undefined {
  const root = name.type === 'JSXMemberExpression' ? rootOf(name) : name;
  const binding = root.type === 'JSXIdentifier' ? module.resolveName(root.name, root) : undefined;
  return binding?.kind === 'import' ? binding : undefined;
}

/** The attribute `name` of an element, spreads left aside. */
export function attributeOf({ attributes }: TSESTree.JSXOpeningElement, name: string): TSESTree.JSXAttribute | undefined {
  return attributes.find((attribute): attribute is TSESTree.JSXAttribute => attribute.type === 'JSXAttribute' && attributeName(attribute) === name);
}

/** The name of an attribute, without its namespace. */
export function attributeName({ name }: TSESTree.JSXAttribute): string {
  return typeof name.name === 'string' ? name.name : name.name.name;
}

/** The expression that an attribute is set to; undefined for one that is only named. */
export function valueOf(attribute: TSESTree.JSXAttribute | undefined): Node | undefined {
  const value = attribute?.value ?? undefined;
  const inner = value?.type === 'JSXExpressionContainer' ? value.expression : value;
  return inner === undefined || inner.type === 'JSXEmptyExpression' ? undefined : inner;
}

/** The value under a path of names in an object literal, through consts: `pagination`, `pageSize`. */
export function valueUnder(module: JsModule, node: Node | null | undefined, [name, ...rest]: readonly string[]): Node | undefined {
  if (name === undefined) return unwrap(node);
  const object = objectValue(module, node);
  const value = object === undefined ? undefined : propertyOf(object, name)?.value;
  return value === undefined ? undefined : valueUnder(module, value, rest);
}

/** The nearest property, attribute or variable around `node` that is called what `pattern` says. */
export function isUnderName(module: JsModule, node: Node, pattern: RegExp): boolean {
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    const name = at.type === 'JSXAttribute' ? attributeName(at) : at.type === 'Property' ? keyName(at) : at.type === 'VariableDeclarator' && at.id.type === 'Identifier' ? at.id.name : undefined;
    if (name !== undefined && pattern.test(name)) return true;
  }
  return false;
}
