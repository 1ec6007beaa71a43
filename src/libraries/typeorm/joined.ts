import type { TSESTree } from '@typescript-eslint/utils';
import { calledName, keyName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';

/** The relations that `relations` names, each by its path, where no option says that each is read by a statement of its own. */
export function relationsNamed({ options }: OrmCall): readonly (readonly string[])[] {
  const isApart = propertyOf(options, 'relationLoadStrategy') !== undefined;
  return isApart ? [] : pathsIn(unwrap(propertyOf(options, 'relations')?.value));
}

function pathsIn(relations: Node | undefined): string[][] {
  if (relations?.type === 'ArrayExpression') return relations.elements.flatMap((element) => (element?.type === 'Literal' && typeof element.value === 'string' ? [element.value.split('.')] : []));
  if (relations?.type !== 'ObjectExpression') return [];
  return relations.properties.flatMap((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    const value = property.type === 'Property' ? unwrap(property.value) : undefined;
    if (name === undefined || (value?.type === 'Literal' && value.value !== true)) return [];
    return [[name], ...pathsIn(value).map((path) => [name, ...path])];
  });
}

/** `.leftJoinAndSelect('post.tags', 'tag')`, each relation by its path from the rows that `alias` names. One with a condition of its own says which rows are meant. */
export function relationsJoined(steps: readonly TSESTree.CallExpression[], alias: string | undefined): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>(alias === undefined ? [] : [[alias, []]]);
  for (const step of steps) {
    const [relation, name, condition] = step.arguments;
    if (!calledName(step).endsWith('JoinAndSelect') || condition !== undefined || relation?.type !== 'Literal' || name?.type !== 'Literal') continue;
    const [owner = '', property] = String(relation.value).split('.');
    const path = paths.get(owner);
    if (path !== undefined && property !== undefined) paths.set(String(name.value), [...path, property]);
  }
  return [...paths.values()].filter(({ length }) => length > 0);
}
