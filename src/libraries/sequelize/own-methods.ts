import type { TSESTree } from '@typescript-eslint/utils';
import { type CalledFunction, functionGiven, methodOf } from '../../javascript/project/called.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { type JsModule } from '../../javascript/syntax/module.ts';
import { isClass, memberName, type Node, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { oncePer } from '../../project/memo.ts';
import { type FoundModel, modelOf } from './models.ts';

/** Something that is set on a model or on what its rows have: `Order.closeAll = …`, `Order.prototype.close = closeOrder`. */
interface SetMember {
  readonly object: Node;
  readonly isOfRows: boolean;
  readonly value: Node;
}

/** The function of the project that a model has as a method of its own, or its rows have. */
export function ownMethod({ declared }: FoundModel, name: string, isOfRows: boolean): CalledFunction | undefined {
  if (declared === undefined) return undefined;
  const { file, node } = declared;
  const written = isClass(node) ? methodOf({ file, node }, name) : undefined;
  if (written !== undefined) return written;
  const set = membersSetIn(file.module).get(name)?.find((one) => one.isOfRows === isOfRows && isModel(file, one.object, node));
  return set && functionGiven(file, set.value);
}

function isModel(file: SourceFile, object: Node, declared: Node): boolean {
  return modelOf(file, object)?.declared?.node === declared;
}

/** What a file sets on names, by the names of the members. */
const membersSetIn = oncePer((module: JsModule): ReadonlyMap<string, readonly SetMember[]> => {
  const found = new Map<string, SetMember[]>();
  walk(module.program, (node) => {
    const target = node.type === 'AssignmentExpression' ? unwrap(node.left) : undefined;
    const name = target?.type === 'MemberExpression' ? memberName(target) : undefined;
    if (node.type === 'AssignmentExpression' && target?.type === 'MemberExpression' && name !== undefined) found.set(name, [...(found.get(name) ?? []), { ...ownerIn(target), value: node.right }]);
    return undefined;
  });
  return found;
});

function ownerIn({ object }: TSESTree.MemberExpression): Pick<SetMember, 'object' | 'isOfRows'> {
  const owner = unwrap(object);
  return owner.type === 'MemberExpression' && memberName(owner) === 'prototype' ? { object: owner.object, isOfRows: true } : { object: owner, isOfRows: false };
}
