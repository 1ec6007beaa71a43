import { oncePer } from '../../project/memo.ts';
import { contains } from '../syntax/dependence.ts';
import { ELEMENT, sourcesOf } from '../syntax/flow.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node, unwrap, walk, withoutAwait } from '../syntax/nodes.ts';

/** Names on the way from a loop's list to its query. */
const DEPTH = 8;

/**
 * True where every row of `list` comes from the one query: no other branch, list or assignment adds rows that would be read without
 * what the query is made to load.
 */
export function comesFromAlone(module: JsModule, list: Node, query: Node, depth = DEPTH): boolean {
  const value = withoutAwait(list);
  if (value === undefined || depth === 0) return false;
  if (contains(value, query)) return isUnmixed(module, value, query);
  if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression') return memberName(value.callee) !== 'concat' && comesFromAlone(module, value.callee.object, query, depth - 1);
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  if (binding?.kind !== 'variable' || module.referencesTo(binding).some((use) => addsRows(module, use))) return false;
  const [only, ...others] = sourcesOf(module, value);
  const isMixed = only?.path.includes(ELEMENT) === true && unwrap(only.node).type === 'ArrayExpression';
  return only !== undefined && others.length === 0 && !isMixed && comesFromAlone(module, only.node, query, depth - 1);
}

/** True where nothing between the query and the value that holds it can put other rows in its place or beside them. */
function isUnmixed(module: JsModule, value: Node, query: Node): boolean {
  for (let below = query, at = module.parentOf(query); at !== undefined && below !== value; below = at, at = module.parentOf(at)) {
    if (at.type === 'ConditionalExpression' && at.test !== below) return false;
    if (at.type === 'LogicalExpression' || at.type === 'SpreadElement') return false;
    if (at.type === 'MemberExpression' && at.object === below && memberName(at) === 'concat') return false;
  }
  return true;
}

/** `rows.push(other)` and its kin. */
function addsRows(module: JsModule, use: Node): boolean {
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && /^(?:push|unshift|splice|fill)$/.test(memberName(member) ?? '');
}

/** True where the function around `at` gives one of the properties `names` another value: what was read by the old one no longer fits. */
export function assignsProperty(module: JsModule, at: Node, names: readonly string[]): boolean {
  const assigned = propertiesAssigned(module.functionAround(at) ?? module.program);
  return names.some((name) => assigned.has(name));
}

const propertiesAssigned = oncePer((around: Node): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(around, (node) => {
    const target = node.type === 'AssignmentExpression' ? unwrap(node.left) : undefined;
    if (target?.type === 'MemberExpression') found.add(memberName(target) ?? '');
    return undefined;
  });
  return found;
});
