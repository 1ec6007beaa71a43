import type { TSESTree } from '@typescript-eslint/utils';
import { type Filter, type FilterDialect, filterIn } from '../../javascript/queries/conditions.ts';
import { isArrayType } from '../../javascript/syntax/annotations.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, objectValue } from '../../javascript/syntax/values.ts';

/** How Sequelize compares: 6.37.8 and 7.0.0-alpha.48. */
export const FILTER: FilterDialect = {
  operators: { eq: 'equals', is: 'equals', in: 'in', any: 'in', gt: 'range', gte: 'range', lt: 'range', lte: 'range', between: 'range' },
  all: 'and', any: 'or', none: 'not', operatorOf, isList: (module, value) => isList(module, value),
};

/** What each `include` asks for that has a `where`: such rows are joined in, and what has none is left out, unless `required` is off. */
export function joinedIn(module: JsModule, options: TSESTree.ObjectExpression | undefined): Filter[] {
  const include = unwrap(propertyOf(options, 'include')?.value);
  const entries = include?.type === 'ArrayExpression' ? include.elements : [include];
  return entries.flatMap((entry) => {
    const joined = objectValue(module, entry);
    const required = joined && unwrap(propertyOf(joined, 'required')?.value);
    const isOuter = required !== undefined && !(required.type === 'Literal' && required.value === true);
    const filter = joined === undefined || isOuter ? undefined : filterIn(module, propertyOf(joined, 'where')?.value, FILTER);
    return filter === undefined ? [] : [filter];
  });
}

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
