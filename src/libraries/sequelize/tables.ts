import type { TSESTree } from '@typescript-eslint/utils';
import inflection from 'inflection';
import type { ModelTable } from '../../model/model-table.ts';
import { scriptsWith, type SourceFile } from '../../javascript/project/modules.ts';
import { decoratorsOf, isClass, memberName, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { decoratorName, isTrue } from './schema.ts';

/**
 * The tables of the models that the files define: the `tableName` of `sequelize.define`, `Order.init` and `@Table`, else the model's name in the plural (Sequelize 6), or as it is
 * with `freezeTableName`.
 */
export function tables(files: readonly string[]): ModelTable[] {
  return scriptsWith(files, 'equelize').flatMap((file) => definedIn(file));
}

function definedIn(file: SourceFile): ModelTable[] {
  const found: ModelTable[] = [];
  const add = (name: string | undefined, options: Node | undefined): void => {
    const given = options?.type === 'Literal' ? stringValue(file.module, options) : textIn(file, options, 'tableName');
    const model = name ?? textIn(file, options, 'modelName');
    if (model !== undefined) found.push({ model, table: given ?? (isTrue(objectValue(file.module, options), 'freezeTableName') ? model : inflection.pluralize(model)), given: given !== undefined });
  };
  walk(file.module.program, (node) => {
    if (node.type === 'CallExpression') addCall(file, node, add);
    if (isClass(node)) {
      for (const { expression } of decoratorsOf(node)) {
        if (decoratorName(expression) === 'Table') add(node.id?.name, expression.type === 'CallExpression' ? unwrap(expression.arguments[0]) : undefined);
      }
    }
    return undefined;
  });
  return found;
}

function addCall(file: SourceFile, { callee, arguments: args }: TSESTree.CallExpression, add: (name: string | undefined, options: Node | undefined) => void): void {
  if (callee.type !== 'MemberExpression') return;
  const options = unwrap(args.at(-1));
  if (memberName(callee) === 'define' && args.length >= 2) add(stringValue(file.module, args[0]), args.length > 2 ? options : undefined);
  if (memberName(callee) === 'init' && args.length === 2 && propertyOf(objectValue(file.module, options), 'sequelize') !== undefined) {
    const name = textIn(file, options, 'modelName');
    add(name ?? (callee.object.type === 'Identifier' ? callee.object.name : undefined), options);
  }
}

function textIn(file: SourceFile, options: Node | undefined, name: string): string | undefined {
  return stringValue(file.module, propertyOf(objectValue(file.module, options), name)?.value);
}
