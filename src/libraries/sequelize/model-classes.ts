import { declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { pathIn } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, isClass, memberName, type Node, some, unwrap } from '../../javascript/syntax/nodes.ts';
import { SEQUELIZE } from './packages.ts';

/** True for a class that extends Sequelize's Model, be it through others, or has `@Table`. */
export function isModelClass(file: SourceFile, node: ClassNode, steps: number): boolean {
  if (steps === 0) return false;
  const isTable = decoratorsOf(node).some(({ expression }) => {
    const called = unwrap(expression.type === 'CallExpression' ? expression.callee : expression);
    return called.type === 'Identifier' && called.name === 'Table' && isImported(file, called);
  });
  return isTable || (node.superClass !== null && isModelBase(file, node.superClass, steps - 1));
}

function isModelBase(file: SourceFile, node: Node, steps: number): boolean {
  const value = unwrap(node);
  if (value.type === 'MemberExpression') return memberName(value) === 'Model' && unwrap(value.object).type === 'Identifier' && isImported(file, unwrap(value.object));
  // `class Order extends Scoped(Model)`
  if (value.type === 'CallExpression') return value.arguments.some((argument) => isModelBase(file, argument, steps));
  if (value.type !== 'Identifier' || steps <= 0) return false;
  const binding = file.module.resolve(value);
  if (binding?.kind === 'import' && SEQUELIZE.test(binding.source)) return binding.imported === 'Model';
  const declared = declarationOf(file, value);
  if (declared === undefined) return isDestructuredModel(file, binding);
  return isClass(declared.node) ? isModelClass(declared, declared.node, steps) : declared.node !== value && isModelBase(declared, declared.node, steps - 1);
}

/** `const { Model } = Sequelize` */
function isDestructuredModel(file: SourceFile, binding: Binding | undefined): boolean {
  return binding?.kind === 'variable' && binding.node.id.type === 'ObjectPattern' && pathIn(binding.node.id, binding.identifier)?.join('.') === 'Model' && some(binding.node.init, (node) => node.type === 'Identifier' && isImported(file, node));
}

function isImported(file: SourceFile, node: Node): boolean {
  const binding = node.type === 'Identifier' ? file.module.resolve(node) : undefined;
  return binding?.kind === 'import' && SEQUELIZE.test(binding.source);
}
