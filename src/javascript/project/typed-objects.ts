import { dirname } from 'node:path';
import { literally } from '../../model/text.ts';
import { remembered, textAt } from '../../project/files.ts';
import { filesTaking, homeOf, isStandIn, MOST_FILES } from './implementing.ts';
import { type Declaration, fileFrom, type SourceFile } from './modules.ts';
import { sourcesAround } from './sources.ts';
import { answerTypeOf, typeNameOf } from '../syntax/annotations.ts';
import type { Binding } from '../syntax/bindings.ts';
import { answersOf } from '../syntax/flow.ts';
import { isFunction, type Node, unwrap } from '../syntax/nodes.ts';

/**
 * The one object literal of the application that is said to be of an interface, which its methods can only be those of: `const orders: Orders = { … }`, or what a
 * function gives that says so, `createOrders(deps): Promise<Orders>`. Undefined where there are several, none, or where a class has the interface.
 *
 * @param file where the type is named
 * @param name the type as that file names it
 */
export function objectOfType(file: SourceFile, name: string): Declaration | undefined {
  const home = homeOf(file, name);
  const key = `${file.path}\0${name}`;
  const paths = home === undefined || filesTaking(key).length > 0 ? [] : filesSaying(key);
  if (paths.length > MOST_FILES) return undefined;
  const [only, ...others] = paths.flatMap((path) => {
    const other = fileFrom(file, path);
    return other === undefined || homeOf(other, name) !== home ? [] : objectsIn(other, name);
  });
  return others.length === 0 ? only : undefined;
}

/** The files around a path that say of a value or of what a function gives that it is of a type. Every call of something typed so asks. */
const filesSaying = remembered((key) => {
  const [path = '', name = ''] = key.split('\0');
  const isSaid = new RegExp(String.raw`(?:\)|\b(?:const|let)\s+\w+)\s*:\s*(?:Promise<\s*)?${literally(name)}\b`);
  return (sourcesAround(path, dirname(path))?.code.filesWith(name) ?? []).filter((other) => !isStandIn(other) && isSaid.test(textAt(other) ?? ''));
});

/** What the functions and variables at the top level of a file are said to give or to be. */
function objectsIn(file: SourceFile, name: string): Declaration[] {
  return [...(file.module.scopes.get(file.module.program)?.names.values() ?? [])].flatMap((binding) => {
    const found = objectOf(binding, name);
    return found === undefined ? [] : [{ ...file, node: found }];
  });
}

function objectOf(binding: Binding, name: string): Node | undefined {
  if (isStandIn(binding.name)) return undefined;
  const value = binding.kind === 'function' ? binding.node : binding.kind === 'variable' && binding.constant && binding.node.id.type === 'Identifier' ? unwrap(binding.node.init) : undefined;
  if (isFunction(value)) {
    const [answer, ...others] = answerTypeOf(value)?.name === name ? answersOf(value) : [];
    const given = unwrap(answer);
    return others.length === 0 && given?.type === 'ObjectExpression' ? given : undefined;
  }
  return value?.type === 'ObjectExpression' && binding.kind === 'variable' && typeNameOf(binding.node.id) === name ? value : undefined;
}
