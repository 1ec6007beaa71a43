import type { TSESTree } from '@typescript-eslint/utils';
import { isEmptyCollection } from '../syntax/flow.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

// Lists and maps that the code makes for itself and puts rows into.

/** A list or a map of a function of its own, by the name that it is declared with. */
export interface Collection {
  readonly name: TSESTree.Identifier;
  readonly isMap: boolean;
}

/** The collection that a call puts something into: `open.push(row)`, `byId.set(row.id, row)`; undefined where others may have it. */
export function addedTo(module: JsModule, call: TSESTree.CallExpression, given: Node): Collection | undefined {
  const callee = unwrap(call.callee);
  const holder = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
  const binding = holder?.type === 'Identifier' ? module.resolve(holder) : undefined;
  if (callee.type !== 'MemberExpression' || binding?.kind !== 'variable' || binding.node.init === null || module.functionAround(binding.identifier) === undefined) return undefined;
  const made = unwrap(binding.node.init);
  const isMap = made.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'Map';
  if (!isEmptyCollection(made) || !(isMap || made.type === 'ArrayExpression')) return undefined;
  const isAdded = isMap ? memberName(callee) === 'set' && call.arguments[1] === given : /^(?:push|unshift)$/.test(memberName(callee) ?? '');
  return isAdded ? { name: binding.identifier, isMap } : undefined;
}

/** The name of the map, or the object, that is made of pairs of which `row` is the second: `new Map(rows.map((row) => [row.id, row]))`. */
export function mapMadeOf(module: JsModule, pair: TSESTree.ArrayExpression, row: Node): TSESTree.Identifier | undefined {
  const { at } = outside(module, pair);
  const callback = at?.type === 'ReturnStatement' ? module.functionAround(at) : at;
  const pairs = isFunction(callback) ? module.parentOf(callback) : undefined;
  if (pair.elements.length !== 2 || pair.elements[1] !== row || pairs?.type !== 'CallExpression' || calledName(pairs) !== 'map') return undefined;
  const { below, at: made } = outside(module, pairs);
  const isMade = (made?.type === 'NewExpression' && module.textOf(made.callee) === 'Map') || (made?.type === 'CallExpression' && module.textOf(made.callee) === 'Object.fromEntries');
  const { below: whole, at: declarator } = isMade && made.arguments[0] === below ? outside(module, made) : { below: undefined, at: undefined };
  return declarator?.type === 'VariableDeclarator' && declarator.init === whole && declarator.id.type === 'Identifier' ? declarator.id : undefined;
}
