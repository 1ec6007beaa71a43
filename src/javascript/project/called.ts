import type { TSESTree } from '@typescript-eslint/utils';
import { implementing } from './implementing.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from './modules.ts';
import { referenceOf, typeNameOf } from '../syntax/annotations.ts';
import { declaredType, type TypeSite } from './type-members.ts';
import { objectOfType } from './typed-objects.ts';
import { boundOf, isRemembering } from '../syntax/callee.ts';
import { answersOf, membersSet, sourcesOf, writtenAt } from '../syntax/flow.ts';
import { type JsModule, memberOf, type PatternPath } from '../syntax/module.ts';
import { functionWrapped } from './wrapped.ts';
import { calledName, type ClassNode, type FunctionNode, isClass, isFunction, memberName, type Node, parameterPattern, unwrap, withoutAwait } from '../syntax/nodes.ts';

/** A function of the project with the file that it stands in. */
export interface CalledFunction extends SourceFile {
  readonly node: FunctionNode;
}

/** A class of the project with the file that it stands in. */
export interface ClassSite {
  readonly file: SourceFile;
  readonly node: ClassNode;
}

/** Steps from an expression to the class that it is an instance of, and from a class to the base that has a method. */
const STEPS = 8;

/**
 * The function that a call of `callee` runs, in this file or another of the project: by its name or import, as a member of an object
 * literal or a module, as a method of `this`, of its base classes, or of an object whose class is written down: by an annotation, by a
 * parameter of the constructor, by `new`, by a container that is asked for the class.
 *
 * An interface or an abstract class stands for the one class of the application that has it. Undefined for what other packages export, and for what only a token or
 * a value at run time decides.
 */
export function functionCalled(file: SourceFile, callee: Node): CalledFunction | undefined {
  return new Resolver().called(file, callee);
}

/**
 * The function whose answers a call of `callee` gives: the one that it runs, or the one that something else calls for it and remembers the answers of
 * (`export const getClient = cache(async () => connect())`). How often that runs is no matter to what it gives.
 */
export function functionAnswering(file: SourceFile, callee: Node): CalledFunction | undefined {
  const declared = declarationOf(file, unwrap(callee));
  const call = declared?.node.type === 'CallExpression' && isRemembering(declared.node) ? declared.node : undefined;
  const [remembered] = call?.arguments ?? [];
  return functionCalled(file, callee) ?? (declared === undefined || remembered === undefined ? undefined : functionGiven(declared, remembered));
}

/** Factories and names between an expression and the function that it gives. */
const MADE = 6;

/** The function of the project that an expression is, names, or has a factory make: `addNames`, `addNames('customer')`. */
export function functionGiven(file: SourceFile, node: Node, steps = MADE): CalledFunction | undefined {
  const value = unwrap(node);
  if (isFunction(value)) return { ...file, node: value };
  if (steps === 0) return undefined;
  if (value.type === 'CallExpression') {
    const factory = functionGiven(file, value.callee, steps - 1);
    const [made, ...others] = factory === undefined ? [] : answersOf(factory.node);
    return factory === undefined || made === undefined || others.length > 0 ? undefined : functionGiven(factory, made, steps - 1);
  }
  const declared = declarationOf(file, value);
  return functionCalled(file, value) ?? (declared?.node.type === 'CallExpression' ? functionGiven(declared, declared.node, steps - 1) : undefined);
}

/** The class of the project that an expression is an instance of, or is itself, where the code writes it down. */
export function instanceClass(file: SourceFile, node: Node): ClassSite | undefined {
  return new Resolver().classOf(file, node);
}

/** The method of a class or of those of the project that it extends. */
export function methodOf(site: ClassSite, name: string): CalledFunction | undefined {
  return new Resolver().method(site, name);
}

/** The class of the project that a class extends, be it one that a function of the project makes: `class Orders extends repositoryOf(Order) { … }`. */
export function superClassOf({ file, node }: ClassSite): ClassSite | undefined {
  const value = unwrap(node.superClass);
  // by its name alone: what it is called on may be of the very class that is asked about
  const factory = value?.type === 'CallExpression' ? functionOf(declarationOf(file, value.callee)) : undefined;
  const [made, ...others] = factory === undefined ? [] : answersOf(factory.node);
  if (factory !== undefined) return others.length > 0 ? undefined : classIn(declarationOf(factory, made));
  return classIn(declarationOf(file, node.superClass));
}

/** A class with those of the project that it extends, the nearest first, as many as `most`; `baseOf` finds what a class extends. */
export function lineageOf(site: ClassSite, most: number, baseOf: (site: ClassSite) => ClassSite | undefined = superClassOf): readonly ClassSite[] {
  const found: ClassSite[] = [];
  for (let at: ClassSite | undefined = site; at !== undefined && found.length < most; at = baseOf(at)) found.push(at);
  return found;
}

/** Expressions between a name and the function that a factory of the project puts there. */
const FACTORIES = 16;

/** Methods that lists, strings and promises have: nobody's factory is looked through for them. */
const BUILT_IN = /^(?:map|flatMap|forEach|filter|find|findIndex|some|every|reduce|push|pop|shift|slice|splice|sort|concat|join|includes|indexOf|keys|values|entries|get|set|has|add|then|catch|finally|split|trim|replace|toString|toLowerCase|toUpperCase|log|error|warn|info|debug)$/;

/** One question: no expression is asked twice. */
class Resolver {
  private readonly seen = new Set<Node>();
  /** What the project's types say of objects that were asked already, of which there are a few: otherwise each call of a chain would double the work. */
  private readonly declared = new Map<Node, TypeSite | undefined>();
  private steps = STEPS;
  private factories: number;

  /** @param factories expressions that may be followed to what factories make */
  constructor(factories = FACTORIES) {
    this.factories = factories;
  }

  called(file: SourceFile, callee: Node): CalledFunction | undefined {
    const value = unwrap(callee);
    if (value.type === 'Identifier') return this.named(file, value) ?? this.taken(file, value) ?? functionOf(this.made(file, value, []));
    if (value.type !== 'MemberExpression') return undefined;
    const name = memberName(value);
    if (name === undefined) return undefined;
    const object = unwrap(value.object);
    const owner = object.type === 'Super' ? this.baseOf(file, object) : this.classOf(file, object);
    if (owner !== undefined) return this.method(owner, name);
    return this.named(file, value) ?? (BUILT_IN.test(name) ? undefined : (functionOf(this.made(file, object, [name])) ?? this.ofTypedValue(file, object, name)));
  }

  /** The function that a name is declared as, or that what it is declared as wraps. */
  private named(file: SourceFile, name: Node): CalledFunction | undefined {
    const found = declarationOf(file, name);
    return functionOf(found) ?? (found && this.wrapped(found));
  }

  /** `const find = this.orders.find.bind(this.orders)`, `const { find } = this.orders`: a method by a name of its own. */
  private taken(file: SourceFile, name: TSESTree.Identifier): CalledFunction | undefined {
    const binding = file.module.resolve(name);
    const [only, ...others] = binding?.kind === 'variable' && binding.constant ? sourcesOf(file.module, name) : [];
    if (only === undefined || others.length > 0) return undefined;
    const [member, ...further] = only.path;
    if (member === undefined) {
      const method = unwrap(boundOf(only.node));
      return method.type === 'MemberExpression' ? this.called(file, method) : undefined;
    }
    const owner = further.length > 0 ? undefined : this.classOf(file, only.node);
    return owner && this.method(owner, member);
  }

  private wrapped(declared: Declaration): CalledFunction | undefined {
    if (declared.node.type !== 'CallExpression') return undefined;
    this.factories -= 1;
    return this.factories > 0 ? functionWrapped(declared, (there, callee) => new Resolver(Math.floor(this.factories / 2)).called(there, callee)) : undefined;
  }

  /**
   * `repositories.orders.close` of a parameter whose type says `orders: typeof OrderRepository`: a function of that value. Where the type is an interface, a function of
   * the one object of the application that is of it.
   */
  private ofTypedValue(file: SourceFile, object: Node, name: string): CalledFunction | undefined {
    const { type, file: there } = this.declaredTypeOf(file, object) ?? {};
    if (type === undefined || there === undefined) return undefined;
    const interfaceName = type.type === 'TSTypeReference' ? referenceOf(type)?.name : undefined;
    const declared = interfaceName !== undefined ? objectOfType(there, interfaceName) : type.type === 'TSTypeQuery' && type.exprName.type === 'Identifier' ? declarationNamed(there, type.exprName.name) : undefined;
    return declared && functionOf(this.made(declared, declared.node, [name]));
  }

  private declaredTypeOf(file: SourceFile, object: Node): TypeSite | undefined {
    if (!this.declared.has(object) && this.declared.size < STEPS) {
      this.declared.set(object, undefined);
      this.declared.set(object, declaredType(file, object, [], (from, callee) => this.called(from, callee)));
    }
    return this.declared.get(object);
  }

  /**
   * What stands at `path` in what a function of the project gives: `{ close }` of `createOrders(db)`, be it in another file. Undefined where several
   * expressions may stand there.
   */
  private made(file: SourceFile, node: Node, path: PatternPath): Declaration | undefined {
    const value = withoutAwait(node);
    this.factories -= 1;
    if (value === undefined || this.factories <= 0) return undefined;
    if (path.length === 0 && (isFunction(value) || value.type === 'NewExpression')) return { ...file, node: value };
    if (value.type === 'Identifier') {
      const kind = file.module.resolve(value)?.kind;
      const declared = kind === 'import' || kind === 'function' ? declarationOf(file, value) : undefined;
      if (declared !== undefined) return this.made(declared, declared.node, path);
    }
    if (value.type === 'ThisExpression' && file.module.thisClass(value) === undefined) {
      const around = objectAround(file.module, value);
      return around && this.made(file, around, path);
    }
    // Asked anew: the class that has the factory may have been looked for on the way here.
    const factory = value.type === 'CallExpression' ? new Resolver(Math.floor(this.factories / 2)).called(file, value.callee) : undefined;
    const given = factory === undefined ? sourcesOf(file.module, value, path) : answersOf(factory.node).map((answer) => ({ node: answer, path }));
    const [only, ...others] = given;
    return only === undefined || others.length > 0 ? undefined : this.made(factory ?? file, only.node, only.path);
  }

  method(owner: ClassSite, name: string): CalledFunction | undefined {
    for (let at: ClassSite | undefined = owner; at !== undefined && this.steps > 0; at = superClassOf(at), this.steps -= 1) {
      const member = memberOf(at.node, name);
      if (member === undefined) continue;
      const value = member.type === 'TSParameterProperty' ? undefined : unwrap(member.value);
      return isFunction(value) ? { ...at.file, node: value } : value && this.wrapped({ ...at.file, node: value });
    }
    return owner.node.abstract ? this.inSubclass(owner, name) : undefined;
  }

  /** A method that a class leaves to the one that extends it: `abstract find(): Promise<Order>`. */
  private inSubclass({ file, node }: ClassSite, name: string): CalledFunction | undefined {
    const only = node.id === null ? undefined : implementing(file, node.id.name);
    const member = only && memberOf(only.node, name);
    const value = member === undefined || member.type === 'TSParameterProperty' ? undefined : unwrap(member.value);
    return only !== undefined && isFunction(value) ? { ...only.file, node: value } : undefined;
  }

  private baseOf(file: SourceFile, node: Node): ClassSite | undefined {
    const owner = file.module.thisClass(node);
    return owner === undefined ? undefined : superClassOf({ file, node: owner });
  }

  /** The class that an expression is an instance of, or is itself. */
  classOf(file: SourceFile, node: Node): ClassSite | undefined {
    const value = withoutAwait(node);
    if (value === undefined || this.seen.has(value) || this.seen.size > STEPS) return undefined;
    this.seen.add(value);
    const found = this.ofValue(file, value);
    // `container.resolve('orders') as OrdersService`
    const asserted = found === undefined && node.type === 'TSAsExpression' ? referenceOf(node.typeAnnotation)?.name : undefined;
    return asserted === undefined ? found : classNamed(file, asserted);
  }

  private ofValue(file: SourceFile, value: Node): ClassSite | undefined {
    switch (value.type) {
      case 'ThisExpression': {
        const owner = file.module.thisClass(value);
        return owner && { file, node: owner };
      }
      case 'NewExpression':
        return classIn(declarationOf(file, value.callee));
      case 'Identifier':
        return this.ofName(file, value);
      case 'MemberExpression':
        return this.ofMember(file, value);
      case 'CallExpression':
        return this.ofContainer(file, value) ?? this.ofAnswer(file, value);
      default:
        return undefined;
    }
  }

  private ofName(file: SourceFile, identifier: TSESTree.Identifier): ClassSite | undefined {
    const binding = file.module.resolve(identifier);
    switch (binding?.kind) {
      case 'class':
        return { file, node: binding.node };
      case 'parameter':
        return binding.node.params[binding.index] === binding.identifier ? typed(file, binding.identifier) : this.ofDeclared(file, identifier, []);
      case 'variable': {
        const [only, ...others] = sourcesOf(file.module, identifier);
        const written = only === undefined || others.length > 0 ? undefined : writtenAt(file.module, only.node, only.path);
        return typed(file, binding.identifier) ?? (written && this.classOf(file, written)) ?? this.ofMade(file, identifier, []) ?? this.ofDeclared(file, identifier, []);
      }
      case 'import': {
        const declared = declarationOf(file, identifier);
        return declared === undefined ? undefined : (classIn(declared) ?? annotated(declared) ?? this.classOf(declared, declared.node));
      }
      default:
        return undefined;
    }
  }

  /** `this.orders`, `this.services.orders`: by the annotation of the member, or by what it is set to. */
  private ofMember(file: SourceFile, node: TSESTree.MemberExpression): ClassSite | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    const owner = this.classOf(file, node.object);
    if (owner === undefined) {
      const written = writtenAt(file.module, node.object, [name]);
      return (written && this.classOf(file, written)) ?? this.ofDeclared(file, node.object, [name]) ?? this.ofMade(file, node.object, [name]);
    }
    for (let at: ClassSite | undefined = owner; at !== undefined && this.steps > 0; at = superClassOf(at), this.steps -= 1) {
      const member = memberOf(at.node, name);
      if (member === undefined) continue;
      if (member.type === 'MethodDefinition' && member.kind !== 'get') return undefined;
      if (member.type === 'TSParameterProperty') return typed(at.file, parameterPattern(member));
      const [set] = membersSet(at.file.module, at.node, name);
      return typed(at.file, member) ?? (set && this.classOf(at.file, set.node));
    }
    return undefined;
  }

  /** `const { orders } = createServices(db)`, where the project's function puts `new OrdersService(db)` there. */
  private ofMade(file: SourceFile, node: Node, path: PatternPath): ClassSite | undefined {
    const made = this.made(file, node, path);
    return made?.node.type === 'NewExpression' ? this.classOf(made, made.node) : undefined;
  }

  /** `context.services.orders`: by the types that the project declares on the way. */
  private ofDeclared(file: SourceFile, node: Node, path: readonly string[]): ClassSite | undefined {
    const declared = declaredType(file, node, path, (there, callee) => this.called(there, callee));
    const name = declared && referenceOf(declared.type)?.name;
    return declared === undefined || name === undefined ? undefined : classNamed(declared.file, name);
  }

  /** `this.orders.within(transaction)`: a method that says or shows that it gives what it is called of, or a class that the project writes. */
  private ofAnswer(file: SourceFile, { callee }: TSESTree.CallExpression): ClassSite | undefined {
    const called = this.called(file, callee);
    const type = called?.node.returnType?.typeAnnotation;
    const method = unwrap(callee);
    if (called === undefined) return undefined;
    const givesItself = type === undefined ? givesThis(called.node) : type.type === 'TSThisType';
    if (givesItself) return method.type === 'MemberExpression' ? this.again(file, method.object) : undefined;
    const name = referenceOf(type)?.name;
    return name === undefined ? undefined : classNamed(called, name);
  }

  /** Asked for once more: the method was looked for in the same class. */
  private again(file: SourceFile, node: Node): ClassSite | undefined {
    return this.steps > 0 ? new Resolver().classOf(file, node) : undefined;
  }

  /** `moduleRef.get(OrdersService)`, `inject(OrdersService)`, `Container.resolve<OrdersService>('orders')`: a container gives an instance of the class that it is asked for. */
  private ofContainer(file: SourceFile, call: TSESTree.CallExpression): ClassSite | undefined {
    const [first] = call.arguments;
    if (!/^(?:get|resolve|inject)$/.test(calledName(call))) return undefined;
    const named = referenceOf(call.typeArguments?.params[0])?.name;
    const typed = named === undefined ? undefined : classNamed(file, named);
    return typed ?? (first?.type === 'Identifier' ? classIn(declarationOf(file, first)) : undefined);
  }
}

/** The object literal that `this` is in its methods. */
function objectAround(module: JsModule, node: Node): Node | undefined {
  let method = module.functionAround(node);
  while (method?.type === 'ArrowFunctionExpression') method = module.functionAround(method);
  const property = method && module.parentOf(method);
  return property?.type === 'Property' && property.value === method ? module.parentOf(property) : undefined;
}

function functionOf(declared: Declaration | undefined): CalledFunction | undefined {
  return declared !== undefined && isFunction(declared.node) ? { ...declared, node: declared.node } : undefined;
}

/** What was declared, where it is a class. */
export function classIn(declared: Declaration | undefined): ClassSite | undefined {
  return declared !== undefined && isClass(declared.node) ? { file: declared, node: declared.node } : undefined;
}

/** The class that the annotation of a variable names, by the variable's value. */
function annotated(value: SourceFile & { readonly node: Node }): ClassSite | undefined {
  const declarator = value.module.parentOf(value.node);
  return declarator?.type === 'VariableDeclarator' ? typed(value, declarator.id) : undefined;
}

/** The class that an annotation names, or that has the interface which it names. */
function typed(file: SourceFile, node: Node): ClassSite | undefined {
  const name = typeNameOf(node);
  return name === undefined ? undefined : classNamed(file, name);
}

function classNamed(file: SourceFile, name: string): ClassSite | undefined {
  return classIn(declarationNamed(file, name)) ?? implementing(file, name);
}

/** True for a method that returns `this` wherever it returns something. */
function givesThis(fn: FunctionNode): boolean {
  const answers = answersOf(fn);
  return answers.length > 0 && answers.every((answer) => unwrap(answer).type === 'ThisExpression');
}
