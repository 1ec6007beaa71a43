import type { TSESTree } from '@typescript-eslint/utils';
import { type SourceFile, stringAcross } from './modules.ts';
import { typeNameOf } from '../syntax/annotations.ts';
import { memberName, type Node, propertyOf, unwrap } from '../syntax/nodes.ts';
import { stringValue } from '../syntax/values.ts';
import { typeDeclared } from './type-members.ts';

/**
 * The string that an expression is; of what is handed in by a type of the project, the one that the only object of that type beside it has: `slugs.orders` of a parameter
 * `slugs: Slugs`, beside `const USUAL: Slugs = { orders: 'orders' }`. Whoever hands in something else calls the same thing by another name.
 */
export function usualString(file: SourceFile, node: Node | null | undefined): string | undefined {
  const known = stringAcross(file, node);
  const value = unwrap(node);
  if (known !== undefined || value?.type !== 'MemberExpression') return known;
  const object = unwrap(value.object);
  const binding = object.type === 'Identifier' ? file.module.resolve(object) : undefined;
  const type = binding?.kind === 'parameter' ? typeNameOf(binding.identifier) : undefined;
  const site = type === undefined ? undefined : typeDeclared(file, type);
  if (site === undefined) return undefined;
  const [only, ...others] = objectsOf(site);
  return only === undefined || others.length > 0 ? undefined : stringValue(site.file.module, propertyOf(only, memberName(value) ?? '')?.value);
}

/** The objects of a type that stand at the top of its file. */
function objectsOf({ file: { module }, node: declared }: { readonly file: SourceFile; readonly node: Node }): TSESTree.ObjectExpression[] {
  const name = declared.type === 'TSInterfaceDeclaration' || declared.type === 'TSTypeAliasDeclaration' ? declared.id.name : undefined;
  return module.program.body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return declaration?.type !== 'VariableDeclaration' ? [] : declaration.declarations.flatMap(({ id, init }) => {
      const value = unwrap(init);
      return name !== undefined && value?.type === 'ObjectExpression' && typeNameOf(id) === name ? [value] : [];
    });
  });
}
