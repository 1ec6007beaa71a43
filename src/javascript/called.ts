import { calledFunction } from './helpers.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from './modules.ts';
import { typeNameOf } from './syntax/annotations.ts';
import { memberOf } from './syntax/module.ts';
import { type FunctionNode, isClass, isFunction, memberName, type Node, unwrap } from './syntax/nodes.ts';
import { lineageOf } from './units.ts';

/** A function with the file that it stands in. */
export interface CalledFunction extends SourceFile {
  readonly node: FunctionNode;
}

/** The function of the project that a call runs, by its name; of methods those of the same object. */
export function functionCalled(file: SourceFile, callee: Node): CalledFunction | undefined {
  const own = calledFunction(file.module, callee);
  if (own !== undefined) return { ...file, node: own };
  const declared = declarationOf(file, callee);
  return declared !== undefined && isFunction(declared.node) ? { ...declared, node: declared.node } : undefined;
}

/** As `functionCalled`, and of methods those as well of an object whose class an annotation or `new` tells: `this.orders.findDue()`. */
export function functionOrMethodCalled(file: SourceFile, callee: Node): CalledFunction | undefined {
  const value = unwrap(callee);
  const known = functionCalled(file, value);
  if (known !== undefined || value.type !== 'MemberExpression') return known;
  const name = memberName(value);
  const owner = name === undefined ? undefined : classOf(file, value.object);
  return owner === undefined ? undefined : methodIn(owner, name ?? '');
}

function classOf(file: SourceFile, object: Node): Declaration | undefined {
  const { module } = file;
  const value = unwrap(object);
  if (value.type === 'ThisExpression') {
    const own = module.thisClass(value);
    return own && { ...file, node: own };
  }
  if (value.type === 'NewExpression') return declarationOf(file, value.callee);
  if (value.type === 'Identifier') {
    const typed = typeNameOf(module.resolve(value)?.identifier);
    if (typed !== undefined) return declarationNamed(file, typed);
    const declared = declarationOf(file, value);
    return declared?.node.type === 'NewExpression' ? declarationOf(declared, declared.node.callee) : declared;
  }
  if (value.type !== 'MemberExpression' || unwrap(value.object).type !== 'ThisExpression') return undefined;
  const own = module.thisClass(value);
  const member = own && memberOf(own, memberName(value) ?? '');
  if (member === undefined || member.type === 'MethodDefinition') return undefined;
  const typed = typeNameOf(member.type === 'TSParameterProperty' ? member.parameter : member);
  if (typed !== undefined) return declarationNamed(file, typed);
  return member.type === 'PropertyDefinition' && member.value?.type === 'NewExpression' ? declarationOf(file, member.value.callee) : undefined;
}

/** The method of a class or of the nearest base class that has it. */
function methodIn({ node, ...file }: Declaration, name: string): CalledFunction | undefined {
  if (!isClass(node)) return undefined;
  const owner = [{ ...file, node }, ...lineageOf(file, node).bases].find((base) => memberOf(base.node, name) !== undefined);
  const member = owner && memberOf(owner.node, name);
  const value = member === undefined || member.type === 'TSParameterProperty' ? undefined : unwrap(member.value);
  return owner !== undefined && isFunction(value) ? { ...owner, node: value } : undefined;
}
