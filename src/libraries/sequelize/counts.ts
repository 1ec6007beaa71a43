import type { TSESTree } from '@typescript-eslint/utils';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node } from '../../javascript/syntax/nodes.ts';

/** A call with what Sequelize alone has. */
export interface SequelizeCall extends OrmCall {
  /** It counts all rows, and nobody reads how many there are. */
  readonly dropsCount: boolean;
}

/** True where the code reads the `rows` of `findAndCountAll` and nothing else of what it gives. */
export function readsRowsAlone(module: JsModule, call: TSESTree.CallExpression): boolean {
  const awaited = module.parentOf(call);
  const holder = awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
  if (holder?.type === 'MemberExpression') return memberName(holder) === 'rows';
  if (holder?.type !== 'VariableDeclarator') return false;
  if (holder.id.type === 'ObjectPattern') return holder.id.properties.every((property) => property.type === 'Property' && keyName(property) === 'rows');
  const binding = holder.id.type === 'Identifier' ? module.resolve(holder.id) : undefined;
  return binding !== undefined && module.referencesTo(binding).every((use) => use === holder.id || isRows(module, use));
}

function isRows(module: JsModule, use: Node): boolean {
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && memberName(member) === 'rows';
}
