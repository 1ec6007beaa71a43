import type { TSESTree } from '@typescript-eslint/utils';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from './modules.ts';
import { isDependency } from './packages.ts';
import { resolveSource } from './resolve.ts';
import { typeNameOf } from '../syntax/annotations.ts';
import { isRemembering } from '../syntax/callee.ts';
import { type JsModule, memberOf } from '../syntax/module.ts';
import { type ClassNode, decoratorsOf, type FunctionNode, isClass, isFunction, keyName, memberName, type Node, spanOf, unwrap } from '../syntax/nodes.ts';

/** A function at the top level of a file, or a method of a class there: what others call by its name. */
export interface Unit {
  readonly file: SourceFile;
  readonly node: FunctionNode;
  readonly name: string;
  /** What declares it: the statement, the declarator, the member of a class. */
  readonly declaration: TSESTree.FunctionDeclaration | TSESTree.VariableDeclarator | TSESTree.MethodDefinition | TSESTree.PropertyDefinition;
  readonly owner: ClassNode | undefined;
}

/** The outermost function around `node`, where it has a name by which the project calls it; undefined for code that runs with its file, or that something else holds. */
export function unitAround(file: SourceFile, node: Node): Unit | undefined {
  let outer: FunctionNode | undefined = isFunction(node) ? node : undefined;
  for (let at = file.module.functionAround(node); at !== undefined; at = file.module.functionAround(at)) outer = at;
  return outer === undefined ? undefined : unitOf(file, outer);
}

function unitOf(file: SourceFile, node: FunctionNode): Unit | undefined {
  const { module } = file;
  if (node.type === 'FunctionDeclaration') return node.id === null || !isTopLevel(module, node) ? undefined : { file, node, name: node.id.name, declaration: node, owner: undefined };
  const parent = holderOf(module, node);
  if (parent?.type === 'VariableDeclarator') {
    const declaration = module.parentOf(parent);
    if (parent.id.type !== 'Identifier' || declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const' || !isTopLevel(module, declaration)) return undefined;
    return { file, node, name: parent.id.name, declaration: parent, owner: undefined };
  }
  if (parent?.type !== 'MethodDefinition' && parent?.type !== 'PropertyDefinition') return undefined;
  const body = module.parentOf(parent);
  const owner = body === undefined ? undefined : module.parentOf(body);
  const name = keyName(parent);
  return name === undefined || !isClass(owner) ? undefined : { file, node, name, declaration: parent, owner };
}

/** What holds the function, or what remembers its answers. */
function holderOf(module: JsModule, node: FunctionNode): Node | undefined {
  const parent = module.parentOf(node);
  const isRemembered = parent?.type === 'CallExpression' && parent.arguments[0] === node && isRemembering(parent);
  return isRemembered ? module.parentOf(parent) : parent;
}

/** What a namespace of the file exports, others know by the namespace's name. */
function isTopLevel(module: JsModule, node: Node): boolean {
  const parent = module.parentOf(node);
  const holder = parent?.type === 'ExportNamedDeclaration' ? module.parentOf(parent) : parent;
  return holder?.type === 'Program';
}

/** True where both stand for the same place, whichever tree holds it. */
export function isAt(declared: Declaration | undefined, file: SourceFile, node: Node): boolean {
  return declared?.path === file.path && spanOf(declared.node)[0] === spanOf(node)[0];
}

/** Base classes that are followed. */
const LINEAGE = 5;

/** The base classes of a class, as far as they stand in the project; `isWhole` says that none is missing. */
export function lineageOf(file: SourceFile, node: ClassNode): { readonly bases: readonly (Declaration & { readonly node: ClassNode })[]; readonly isWhole: boolean } {
  const bases: (Declaration & { readonly node: ClassNode })[] = [];
  let at: { readonly file: SourceFile; readonly node: ClassNode } = { file, node };
  while (at.node.superClass !== null && bases.length < LINEAGE) {
    const base = declarationOf(at.file, at.node.superClass);
    if (base === undefined || !isClass(base.node)) return { bases, isWhole: false };
    bases.push({ ...base, node: base.node });
    at = { file: base, node: base.node };
  }
  return { bases, isWhole: at.node.superClass === null };
}

/** Whether a method that is called of an object is the unit: `unknown` where nothing says of which class the object is. */
export type Belongs = 'yes' | 'no' | 'unknown';

/** Whether `<object>.<name>` in `file` is the method `unit`, by what says of which class the object is: annotations, `this`, `new`. */
export function belongs(file: SourceFile, object: Node, unit: Unit & { readonly owner: ClassNode }): Belongs {
  const { module } = file;
  const value = unwrap(object);
  const byName = (name: string | undefined): Belongs => (name === undefined ? 'unknown' : byDeclaration(file, declarationNamed(file, name), unit, isForeign(file, name)));
  switch (value.type) {
    case 'ThisExpression': {
      const own = module.thisClass(value);
      return own === undefined ? 'unknown' : byDeclaration(file, { ...file, node: own }, unit, false);
    }
    case 'NewExpression':
      return value.callee.type === 'Identifier' ? byName(value.callee.name) : 'unknown';
    case 'MemberExpression': {
      const own = unwrap(value.object).type === 'ThisExpression' ? module.thisClass(value) : undefined;
      const member = own && memberOf(own, memberName(value) ?? '');
      if (member === undefined || member.type === 'MethodDefinition') return 'unknown';
      const typed = typeNameOf(member.type === 'TSParameterProperty' ? member.parameter : member);
      if (typed !== undefined) return byName(typed);
      return member.type === 'PropertyDefinition' && member.value?.type === 'NewExpression' ? belongs(file, member.value, unit) : 'unknown';
    }
    case 'Identifier': {
      const binding = module.resolve(value);
      if (binding === undefined) return 'unknown';
      if (binding.kind === 'import' || binding.kind === 'class') return byInstance(file, value, unit);
      const typed = typeNameOf(binding.identifier);
      if (typed !== undefined) return byName(typed);
      return binding.kind === 'variable' && unwrap(binding.node.init)?.type === 'NewExpression' ? belongs(file, binding.node.init as Node, unit) : 'unknown';
    }
    default:
      return 'unknown';
  }
}

/** An imported name: the class itself, of which a static method is called, or an object that its file makes. */
function byInstance(file: SourceFile, value: TSESTree.Identifier, unit: Unit & { readonly owner: ClassNode }): Belongs {
  const declared = declarationOf(file, value);
  if (declared === undefined) return isForeign(file, value.name) ? 'no' : 'unknown';
  if (isClass(declared.node)) return byDeclaration(file, declared, unit, false);
  if (declared.node.type === 'NewExpression') return belongs(declared, declared.node, unit);
  return isFunction(declared.node) ? 'no' : 'unknown';
}

function byDeclaration(file: SourceFile, declared: Declaration | undefined, unit: Unit & { readonly owner: ClassNode }, foreign: boolean): Belongs {
  if (declared === undefined || !isClass(declared.node)) return foreign ? 'no' : 'unknown';
  if (isAt(declared, unit.file, unit.owner)) return 'yes';
  if (memberOf(declared.node, unit.name) !== undefined) return lineageOf(unit.file, unit.owner).bases.some((base) => isAt(base, declared, declared.node)) ? 'unknown' : 'no';
  const { bases, isWhole } = lineageOf(declared, declared.node);
  if (bases.some((base) => isAt(base, unit.file, unit.owner))) return 'yes';
  return isWhole && !lineageOf(unit.file, unit.owner).bases.some((base) => isAt(base, declared, declared.node)) ? 'no' : 'unknown';
}

/** True for a name that a package from elsewhere gives. */
function isForeign(file: SourceFile, name: string): boolean {
  const binding = file.module.scopes.get(file.module.program)?.names.get(name);
  return binding?.kind === 'import' && isDependency(file.path, binding.source) && resolveSource(file.path, binding.source) === undefined;
}

/** True where a decorator of a class or a member is there: whoever wrote it looks for what has it. */
export function isDecorated(declaration: Unit['declaration']): boolean {
  return (declaration.type === 'MethodDefinition' || declaration.type === 'PropertyDefinition') && decoratorsOf(declaration).length > 0;
}
