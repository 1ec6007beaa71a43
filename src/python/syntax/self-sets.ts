import { oncePer } from '../../project/memo.ts';
import type { ExprNode, PythonNode } from '../nodes.ts';
import { isSelf } from './static.ts';
import { walk } from './walk.ts';

/** By name of an attribute of `self`: what the code of a function or a loop, or of all methods of a class, sets it to, in source order. Undefined stands for what isn't written as one value: a part of a tuple, `+=`, a loop's variable. */
export const setsOfSelf = oncePer((scope: PythonNode): ReadonlyMap<string, readonly (ExprNode | undefined)[]> => {
  const found = new Map<string, (ExprNode | undefined)[]>();
  for (const node of walk(scope, { nested: scope.nodeType === 'ClassDef' })) {
    for (const { target, value } of setsIn(node)) {
      for (const [name, known] of namesIn(target)) found.set(name, [...(found.get(name) ?? []), known ? value : undefined]);
    }
  }
  return found;
});

interface Set {
  readonly target: ExprNode;
  readonly value: ExprNode | undefined;
}

function setsIn(node: PythonNode): Set[] {
  switch (node.nodeType) {
    case 'Assign':
      return node.targets.map((target) => ({ target, value: node.value }));
    case 'AnnAssign':
      return node.value === undefined ? [] : [{ target: node.target, value: node.value }];
    case 'AugAssign':
    case 'For':
    case 'AsyncFor':
      return [{ target: node.target, value: undefined }];
    case 'With':
    case 'AsyncWith':
      return node.items.flatMap(({ optional_vars: target }) => (target === undefined ? [] : [{ target, value: undefined }]));
    default:
      return [];
  }
}

/** The attributes of `self` among the targets, and whether the whole value goes there. */
function namesIn(target: ExprNode): (readonly [string, boolean])[] {
  if (target.nodeType === 'Attribute') return isSelf(target.value) ? [[target.attr, true]] : [];
  if (target.nodeType === 'Starred') return namesIn(target.value).map(([name]) => [name, false]);
  return target.nodeType === 'Tuple' || target.nodeType === 'List' ? target.elts.flatMap((element) => namesIn(element).map(([name]) => [name, false] as const)) : [];
}
