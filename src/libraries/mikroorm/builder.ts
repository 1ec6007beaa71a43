import type { TSESTree } from '@typescript-eslint/utils';
import type { Operation } from '../../model/query-call.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { Step } from '../../javascript/syntax/callee.ts';
import { keyName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';

/** Calls of one chain that are followed. */
const DEPTH = 60;

/** The calls that build a query up to `node`, in the order of the code: those of the chain itself. */
export function builtBy(node: Node): readonly Step[] {
  const steps: Step[] = [];
  let at: Node = node;
  for (let depth = DEPTH; depth > 0 && at.type === 'CallExpression'; depth -= 1) {
    const callee: Node = unwrap(at.callee);
    if (callee.type !== 'MemberExpression') break;
    steps.unshift({ name: memberName(callee) ?? '', call: at });
    at = unwrap(callee.object);
  }
  return steps;
}

/** What `execute()` does, by the step that says so. */
export function builtOperation(steps: readonly Step[]): Operation {
  const last = steps.findLast(({ name }) => /^(?:insert|update|delete|truncate|count)$/.test(name))?.name;
  return last === 'insert' ? 'create' : last === 'update' ? 'update' : last === 'delete' || last === 'truncate' ? 'delete' : last === 'count' ? 'count' : 'readMany';
}

/** How the rows are ordered and whether they are groups, by the chain's steps. */
export function builtShape(steps: readonly Step[]): OrmCall['shape'] {
  const order = steps.filter(({ name }) => name === 'orderBy' || name === 'andOrderBy').flatMap(({ call }) => ordersOf(call));
  return { order, grouped: steps.some(({ name }) => name === 'groupBy' || name === 'distinct' || name === 'distinctOn') };
}

function ordersOf({ arguments: [first] }: TSESTree.CallExpression): { column: string; descending: boolean }[] {
  const value = unwrap(first);
  if (value?.type !== 'ObjectExpression') return [{ column: '…', descending: false }];
  return value.properties.map((property) => {
    const direction = property.type === 'Property' ? unwrap(property.value) : undefined;
    const text = direction?.type === 'Literal' ? String(direction.value) : direction?.type === 'MemberExpression' ? (memberName(direction) ?? '') : '';
    return { column: (property.type === 'Property' ? keyName(property) : undefined) ?? '…', descending: /^(?:desc|-1)/i.test(text) || direction?.type === 'UnaryExpression' };
  });
}
