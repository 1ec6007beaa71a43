import type { OrmCall, RelationQuery } from '../queries/orm.ts';
import type { JsModule } from '../syntax/module.ts';
import type { Node } from '../syntax/nodes.ts';

/** True where a name for the rows or the row is annotated, or asserted, with a type: rows read with more have another one. */
export function isTyped(module: JsModule, source: OrmCall, { call }: RelationQuery): boolean {
  const around = module.functionAround(call.node);
  if (around !== module.functionAround(source.node) && isAnnotated(around?.params[0])) return true;
  let at = module.parentOf(source.node);
  while (at?.type === 'AwaitExpression') at = module.parentOf(at);
  if (at?.type === 'VariableDeclarator') return isAnnotated(at.id);
  if (at?.type === 'AssignmentExpression') return at.left.type === 'Identifier' && isAnnotated(module.resolve(at.left)?.identifier);
  return at?.type === 'TSAsExpression' || at?.type === 'TSTypeAssertion';
}

function isAnnotated(pattern: Node | undefined): boolean {
  return pattern !== undefined && 'typeAnnotation' in pattern && pattern.typeAnnotation != null;
}
