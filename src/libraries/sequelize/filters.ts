import type { TSESTree } from '@typescript-eslint/utils';
import type { Comparison } from '../../javascript/orm.ts';
import { isArrayType } from '../../javascript/syntax/annotations.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, objectValue } from '../../javascript/syntax/values.ts';

/** Operators by what they compare. */
const OPERATORS: Readonly<Record<string, Comparison['kind']>> = {
  eq: 'equal', is: 'equal', in: 'list', any: 'list', gt: 'range', gte: 'range', lt: 'range', lte: 'range', between: 'range',
};

/** What a `where` compares: one entry for each column and operator, those of `Op.and` among them. */
export function comparisonsIn(module: JsModule, where: Node | undefined, depth = 4): Comparison[] {
  const filter = objectValue(module, where);
  if (filter === undefined || depth === 0) return [];
  return filter.properties.flatMap((property): Comparison[] => {
    if (property.type !== 'Property') return comparisonsIn(module, property.argument, depth - 1);
    const value = unwrap(property.value);
    const operator = operatorOf(property);
    if (operator === 'and') return value.type === 'ArrayExpression' ? value.elements.flatMap((element) => comparisonsIn(module, element ?? undefined, depth - 1)) : comparisonsIn(module, value, depth - 1);
    const column = keyName(property);
    if (operator !== undefined || column === undefined) return [{ column: undefined, kind: 'other', value }];
    return comparisonsOf(module, column, value);
  });
}

/** What each `include` compares that has a `where`: such rows are joined in, and what has none is left out, unless `required` is off. */
export function joinedIn(module: JsModule, options: TSESTree.ObjectExpression | undefined): Comparison[][] {
  const include = unwrap(propertyOf(options, 'include')?.value);
  const entries = include?.type === 'ArrayExpression' ? include.elements : [include];
  return entries.flatMap((entry) => {
    const joined = objectValue(module, entry);
    const required = joined && unwrap(propertyOf(joined, 'required')?.value);
    if (joined === undefined || (required !== undefined && !(required.type === 'Literal' && required.value === true))) return [];
    return [comparisonsIn(module, propertyOf(joined, 'where')?.value)];
  });
}

function comparisonsOf(module: JsModule, column: string, value: Node): Comparison[] {
  if (value.type !== 'ObjectExpression') return [{ column, kind: isList(module, value) ? 'list' : 'equal', value }];
  return value.properties.map((property): Comparison => {
    const operator = property.type === 'Property' ? operatorOf(property) : undefined;
    const kind = operator !== undefined && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    return { column, kind: kind ?? 'other', value: property.type === 'Property' ? unwrap(property.value) : value };
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
