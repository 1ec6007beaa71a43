import { isSameForAll, isRelative } from './dependence.ts';
import type { OrmCall } from './orms/orm.ts';
import type { FoundScope } from './row-scopes.ts';
import type { JsModule } from './syntax/module.ts';
import { type Node, some, unwrap } from './syntax/nodes.ts';

/** True where one statement can do for all rows what the write does for each: a delete, a plain insert, the same values for all. */
export function storesTheSame(module: JsModule, found: FoundScope, call: OrmCall): boolean {
  return call.operation === 'delete' || isUniform(module, found, call) || isFlatCreate(call);
}

/** True where an update stores the same values in every round. */
function isUniform(module: JsModule, { iteration }: FoundScope, call: OrmCall): boolean {
  const { operation, data, orm } = call;
  return operation === 'update' && data?.type === 'ObjectExpression' && isSameForAll(module, iteration, data) && !isRelative(data) && !orm.isRefusedInBulk(call);
}

/** Inserts of plain columns can go together whatever they hold; nested writes, and what can't be looked into, can't. */
function isFlatCreate(call: OrmCall): boolean {
  const { operation, data, many, orm } = call;
  if (operation !== 'create' || data === undefined) return false;
  if (many || orm.library === 'TypeORM') return true;
  return data.type === 'ObjectExpression' && !some(data, (node) => node.type === 'SpreadElement' && !isLiteralOrNothing(node.argument)) && !orm.isRefusedInBulk(call);
}

/** `...(note && { note })`, `...(paid ? { paidAt } : {})` */
function isLiteralOrNothing(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return value.operator === '&&' && isLiteralOrNothing(value.right);
  if (value.type === 'ConditionalExpression') return isLiteralOrNothing(value.consequent) && isLiteralOrNothing(value.alternate);
  return value.type === 'ObjectExpression' || value.type === 'Literal' || (value.type === 'Identifier' && value.name === 'undefined');
}
