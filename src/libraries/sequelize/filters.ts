import type { TSESTree } from '@typescript-eslint/utils';
import type { FilterDialect } from '../../javascript/conditions.ts';
import { isArrayType } from '../../javascript/syntax/annotations.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit } from '../../javascript/syntax/values.ts';

/** How Sequelize compares: 6.37.8 and 7.0.0-alpha.48. */
export const FILTER: FilterDialect = {
  operators: { eq: 'equals', is: 'equals', in: 'in', any: 'in', gt: 'range', gte: 'range', lt: 'range', lte: 'range', between: 'range' },
  all: 'and', any: 'or', none: 'not', operatorOf, isList: (module, value) => isList(module, value),
};

/** `in` of `[Op.in]`, of `[Sequelize.Op.in]` and of the strings of old, `$in`. */
function operatorOf(property: TSESTree.Property): string | undefined {
  const key = unwrap(property.key);
  if (property.computed && key.type === 'MemberExpression') {
    const { root, names } = chainOf(key);
    return [...(root.type === 'Identifier' ? [root.name] : []), ...names].at(-2) === 'Op' ? memberName(key) : undefined;
  }
  const name = keyName(property);
  return name?.startsWith('$') === true && !name.endsWith('$') ? name.slice(1) : undefined;
}

const LIST_METHODS = /^(?:map|filter|flatMap|slice|concat|flat|keys|values|from|uniq|compact)$/;
const SINGLE = /(?:^id|Id|ID|_id|Key|key)$/;

/** True for what is a list by its own text, by its annotation or by what it is set to; `{ id: ids }` looks for all of them. */
export function isList(module: JsModule, node: Node, depth = 4): boolean {
  const value = unwrap(node);
  if (value.type === 'ArrayExpression') return true;
  if (value.type === 'CallExpression') return LIST_METHODS.test(chainOf(value.callee).names.at(-1) ?? '');
  if (value.type === 'MemberExpression') return /^ids$|(?:Ids|IDs|_ids)$/.test(memberName(value) ?? '');
  if (value.type !== 'Identifier' || depth === 0) return false;
  const binding = module.resolve(value);
  if (binding !== undefined && isArrayType(binding.identifier)) return true;
  const init = constantInit(module, value);
  return init === undefined ? /^ids$|(?:Ids|IDs|_ids)$/.test(value.name) && !SINGLE.test(value.name) : isList(module, init, depth - 1);
}
