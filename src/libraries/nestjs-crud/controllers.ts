import { classIn, lineageOf } from '../../javascript/project/called.ts';
import { importedName, settingAt, textsIn } from '../../javascript/project/configured.ts';
import { declarationNamed, type SourceFile } from '../../javascript/project/modules.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { constructorOf, decoratedBy, type JsModule, type Member, memberOf } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, keyName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import type { CrudList } from './index.ts';

export const PACKAGES = /^@(?:dataui|nestjsx|rewiko)\/crud(?:$|\/)/;

/** Methods of the service by which it may bound what a request asks for (crud-typeorm 5.3.4, `typeorm-crud.service.js`). */
const BOUNDS = ['getMany', 'doGetMany', 'getTake', 'createBuilder', 'decidePagination'];

/** How many base classes are looked at. */
const LONGEST_LINEAGE = 6;

/**
 * True where the routes of a `@Crud` have the list, and the library answers it: a controller that answers it by itself, or a service with its own way of reading, may bound it.
 * False where that can't be read.
 */
export function answersLists({ file, options, name }: CrudList): boolean {
  const only = settingAt(options, ['routes', 'only']);
  const exclude = settingAt(options, ['routes', 'exclude']);
  if (only === 'unknown' || exclude === 'unknown') return false;
  const has = (setting: typeof only): boolean | undefined => (typeof setting === 'string' ? undefined : textsIn(setting)?.some(({ text }) => text === 'getManyBase'));
  if (typeof only === 'string' ? typeof exclude !== 'string' && has(exclude) !== false : has(only) !== true) return false;
  const controller = decoratedBy(file.module, file.module.parentOf(name));
  return controller === undefined || !(lineageOf({ file, node: controller }, LONGEST_LINEAGE).some((site) => site.node.body.body.some((member) => overridesList(site.file, member as Member))) || hasOwnService(file, controller));
}

/** `@Override('getManyBase') list(…) {…}`, `@Override() getMany(…) {…}`, unless all that it does is to ask the library's own method. */
function overridesList({ module }: SourceFile, member: Member): boolean {
  return member.type === 'MethodDefinition' && answersFor(module, member) && !(/\.getManyBase\s*\(/.test(module.textOf(member.value)) && !/limit/i.test(module.textOf(member.value)));
}

/** True for a method that answers in place of the library's own. */
function answersFor(module: JsModule, member: Member): boolean {
  return member.type === 'MethodDefinition' && decoratorsOf(member).some(({ expression }) => {
    const call = expression.type === 'CallExpression' ? expression : undefined;
    if (importedName(module, call?.callee ?? expression, PACKAGES) !== 'Override') return false;
    const given = unwrap(call?.arguments[0]);
    return given === undefined ? /^getMany(?:Base)?$/.test(keyName(member) ?? '') : given.type === 'Literal' && given.value === 'getManyBase';
  });
}

/** The methods of a list's controller that answer in place of the library's own, in the controller's file. */
export function answersOfList({ file: { module }, name }: CrudList): readonly Node[] {
  return decoratedBy(module, module.parentOf(name))?.body.body.filter((member) => answersFor(module, member as Member)) ?? [];
}

/** `constructor(public service: PostService)` whose class reads lists in a way of its own. */
function hasOwnService(file: SourceFile, controller: ClassNode): boolean {
  const parameter = constructorOf(controller)?.value.params.find((one) => one.type === 'TSParameterProperty' && one.parameter.type === 'Identifier' && one.parameter.name === 'service');
  const type = parameter?.type === 'TSParameterProperty' ? typeNameOf(parameter.parameter) : undefined;
  const declared = type === undefined ? undefined : classIn(declarationNamed(file, type));
  return declared !== undefined && lineageOf(declared, LONGEST_LINEAGE).some(({ node }) => BOUNDS.some((name) => memberOf(node, name) !== undefined));
}
