import type { TSESTree } from '@typescript-eslint/utils';
import { asModelName, namesGrowing } from '../../model/many.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** `spaceIds`, `uniqueSpaceIds`: keys by whose name is known what they are keys of. */
const KEYS = /^(?:(?:unique|distinct|uniq)_?)?(\w+?)_?(?:ids|Ids|IDs|uuids|Uuids)$/i;

/** Functions that leave each value once. */
const UNIQUE = /^(?:uniq|unique|sortedUniq)(?:ue)?$/;

/**
 * True for a list of different keys (`const spaceIds = new Set(pages.map((page) => page.spaceId))`) of what there are no more every day: as many as there are kinds among the rows,
 * as with a `SELECT DISTINCT`. Of the different customers of orders there are many all the same.
 */
export function isOfKinds(module: JsModule, list: Node): boolean {
  const name = namedIn(list);
  const [, thing] = (name === undefined ? undefined : KEYS.exec(name.name)) ?? [];
  const init = name === undefined ? undefined : constantInit(module, name);
  return thing !== undefined && init !== undefined && isDistinct(init) && !namesGrowing(asModelName(thing.charAt(0).toUpperCase() + thing.slice(1)));
}

/** `spaceIds` of `[...spaceIds]`, `Array.from(spaceIds)`, `spaceIds.values()`. */
function namedIn(list: Node): TSESTree.Identifier | undefined {
  const value = unwrap(list);
  const inner = spreadOf(value);
  if (inner !== undefined) return namedIn(inner);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  if (value.type === 'CallExpression' && callee?.type === 'MemberExpression' && /^(?:values|keys)$/.test(memberName(callee) ?? '') && value.arguments.length === 0) return namedIn(callee.object);
  return value.type === 'Identifier' ? value : undefined;
}

/** `new Set(…)`, `[...new Set(…)]`, `Array.from(new Set(…))`, `uniq(…)`, `Object.keys(byId)`. */
function isDistinct(node: Node): boolean {
  const value = unwrap(node);
  const inner = spreadOf(value);
  if (inner !== undefined) return isDistinct(inner);
  if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && value.callee.name === 'Set';
  if (value.type !== 'CallExpression') return false;
  const callee = unwrap(value.callee);
  const isOfObject = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object';
  return isOfObject ? memberName(callee) === 'keys' : UNIQUE.test(calledName(value));
}

/** What is all that a list is made of: `[...ids]`, `Array.from(ids)`. */
function spreadOf(value: Node): Node | undefined {
  if (value.type === 'ArrayExpression') {
    const [only, ...others] = value.elements;
    return only?.type === 'SpreadElement' && others.length === 0 ? only.argument : undefined;
  }
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  const isFrom = callee?.type === 'MemberExpression' && memberName(callee) === 'from' && callee.object.type === 'Identifier' && callee.object.name === 'Array';
  return value.type === 'CallExpression' && isFrom ? value.arguments[0] : undefined;
}
