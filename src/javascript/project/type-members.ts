import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { cachedByFile, remembered } from '../../project/files.ts';
import { locateExport } from './exports.ts';
import { declarationOf, fileFrom, lintedFrom, type SourceFile } from './modules.ts';
import { resolveSource } from './resolve.ts';
import { sourcesAround } from './sources.ts';
import { annotationOf, functionTypeOf, referenceOf, SAME_VALUE, typeNameOf } from '../syntax/annotations.ts';
import type { ImportBinding } from '../syntax/bindings.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { memberOf, type PatternPath, pathIn } from '../syntax/module.ts';
import { type ClassNode, type FunctionNode, isClass, keyName, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';

/** A type with the file that writes it. */
export interface TypeSite {
  readonly file: SourceFile;
  readonly type: Node;
  /** What type parameters stand for in it. */
  readonly given?: TypeArguments | undefined;
}

/** By the name of the type parameter; undefined where the code leaves it to the compiler. */
type TypeArguments = ReadonlyMap<string, TypeSite | undefined>;

/** The function of the project that a call of a callee runs. */
type Called = (file: SourceFile, callee: Node) => (SourceFile & { readonly node: FunctionNode }) | undefined;

/** Names of types and values that are followed to what declares a member. */
const STEPS = 16;

/** Types beside TypeScript's own that have the members of their argument, or give it when somebody waits for it. */
const SEEN_THROUGH = /^(?:Promise|PromiseLike|DeepReadonly)$/;

/**
 * The type that the project's own declarations give what stands at `path` in the value of an expression: `models.orders` of a parameter `models: Models`, where
 * `interface Models { orders: OrderModel }` stands in this file or another. Undefined where nothing is annotated on the way, and for what packages declare.
 *
 * @param called finds the function that a call runs
 * @param opens other files may be opened for it
 */
export function declaredType(file: SourceFile, node: Node, path: PatternPath, called: Called, opens = true): TypeSite | undefined {
  return new Declarations(called, opens).ofValue(file, node, path);
}

/** The statement that declares a type of the project under a name, with its file; undefined for what packages declare. */
export function typeDeclared(file: SourceFile, name: string, opens = true): { readonly file: SourceFile; readonly node: Node } | undefined {
  const binding = file.module.scopes.get(file.module.program)?.names.get(name);
  if (binding?.kind !== 'import') return declaredIn(file, name);
  const exported = opens ? exportedBy(file, binding) : undefined;
  return exported && declaredIn(exported.file, exported.local);
}

/** A function's type, and a node from which the names in it are seen: the statement or the parameter that writes it, or the program. */
interface FunctionTypeSite {
  readonly file: SourceFile;
  readonly type: TSESTree.TSFunctionType;
  readonly at: Node;
}

/** The type of the function that a parameter takes, written there or declared under a name: `work: Work`, where `type Work = (tx: Transaction) => Promise<void>`. */
export function functionTypeAt(file: SourceFile, parameter: Node): FunctionTypeSite | undefined {
  const own = functionTypeOf(parameter);
  if (own !== undefined) return { file, type: own, at: parameter };
  const name = typeNameOf(parameter);
  const declared = name === undefined ? undefined : typeDeclared(file, name);
  const type = declared?.node.type === 'TSTypeAliasDeclaration' ? declared.node.typeAnnotation : undefined;
  return declared !== undefined && type?.type === 'TSFunctionType' ? { file: declared.file, type, at: declared.node } : undefined;
}

/** The type of the function that an object which a parameter takes has under a key: `{ work }: { work: (tx: Transaction) => Promise<void> }`. */
export function memberFunctionType(file: SourceFile, parameter: Node, key: string, called: Called): FunctionTypeSite | undefined {
  const annotation = annotationOf(parameter);
  const member = annotation && new Declarations(called, true).ofFunction({ file, type: annotation }, key);
  return member?.type.type === 'TSFunctionType' ? { file: member.file, type: member.type, at: member.file.module.program } : undefined;
}

/** The file that an import leads to, and the name that what it gives has there. */
function exportedBy(file: SourceFile, { source, imported }: ImportBinding): { readonly file: SourceFile; readonly local: string } | undefined {
  const target = resolveSource(file.path, source);
  const place = target === undefined ? undefined : locateExport(target, imported, lintedFrom(file));
  const there = place?.local === undefined || place.property !== undefined ? undefined : fileFrom(file, place.path);
  return there === undefined || place?.local === undefined ? undefined : { file: there, local: place.local };
}

function declaredIn(file: SourceFile, name: string): { readonly file: SourceFile; readonly node: Node } | undefined {
  for (const statement of file.module.program.body) {
    const node = declaredBy(statement);
    if ((node?.type === 'TSInterfaceDeclaration' || node?.type === 'TSTypeAliasDeclaration' || isClass(node)) && node.id?.name === name) return { file, node };
  }
  return undefined;
}

/** `declare module 'fastify' { … }` */
const isAdding = cachedByFile((text) => /\bdeclare\s+module\s*['"]/.test(text), 20_000);

/** The files around a path that add something to modules of packages, and speak of a type. */
const filesAdding = remembered((key) => {
  const [path = '', name = ''] = key.split('\0');
  const sources = sourcesAround(path, dirname(path));
  return [sources?.declarations, sources?.code].flatMap((mentions) => mentions?.filesWith(name) ?? []).filter((other) => isAdding(other) === true);
});

/** The interfaces by which the project adds members to a type that an import gives of a package: `declare module 'fastify' { interface FastifyInstance { db: Database } }`. */
function addedTo(file: SourceFile, name: string): readonly { readonly file: SourceFile; readonly node: Node }[] {
  const binding = file.module.scopes.get(file.module.program)?.names.get(name);
  if (binding?.kind !== 'import' || resolveSource(file.path, binding.source) !== undefined) return [];
  return filesAdding(`${file.path}\0${binding.imported}`).flatMap((path) => {
    const there = path === file.path ? file : fileFrom(file, path);
    if (there === undefined) return [];
    const added = there.module.program.body.flatMap((statement) => (statement.type === 'TSModuleDeclaration' && statement.id.type === 'Literal' && statement.id.value === binding.source ? (statement.body?.body ?? []) : []));
    return added.map(declaredBy).filter((node) => node?.type === 'TSInterfaceDeclaration' && node.id.name === binding.imported).map((node) => ({ file: there, node: node as Node }));
  });
}

/** What a statement declares, exported or not. */
function declaredBy(statement: TSESTree.ProgramStatement): Node | null {
  return statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
}

/** One question, with an end. */
class Declarations {
  private readonly called: Called;
  private readonly opens: boolean;
  private steps = STEPS;

  constructor(called: Called, opens: boolean) {
    this.called = called;
    this.opens = opens;
  }

  ofValue(file: SourceFile, node: Node, path: PatternPath): TypeSite | undefined {
    this.steps -= 1;
    if (this.steps <= 0) return undefined;
    if (node.type === 'TSAsExpression') return this.within({ file, type: node.typeAnnotation }, path) ?? this.ofValue(file, node.expression, path);
    const value = unwrap(node);
    if (value.type === 'Identifier') return this.ofName(file, value, path);
    if (value.type === 'ThisExpression') return this.ofThis(file, value, path);
    if (value.type === 'CallExpression') return this.ofAnswer(file, value, path);
    return this.ofSources(file, value, path);
  }

  private ofSources(file: SourceFile, value: Node, path: PatternPath): TypeSite | undefined {
    const [only, ...others] = sourcesOf(file.module, value, path);
    return only === undefined || others.length > 0 ? undefined : this.ofValue(file, only.node, only.path);
  }

  private ofName(file: SourceFile, identifier: TSESTree.Identifier, path: PatternPath): TypeSite | undefined {
    const binding = file.module.resolve(identifier);
    if (binding?.kind === 'import') return this.ofImport(file, binding, path);
    if (binding?.kind !== 'variable' && binding?.kind !== 'parameter') return undefined;
    const parameter = binding.kind === 'parameter' ? binding.node.params[binding.index] : undefined;
    const pattern = binding.kind === 'variable' ? binding.node.id : parameter && parameterPattern(parameter);
    const type = annotationOf(pattern);
    const steps = pattern === undefined ? undefined : pathIn(pattern, binding.identifier);
    if (type !== undefined && steps !== undefined) return this.within({ file, type }, [...steps, ...path]);
    return this.ofSources(file, binding.identifier, path);
  }

  /** `export let models: Models | undefined`, which the file that exports it annotates. */
  private ofImport(file: SourceFile, binding: ImportBinding, path: PatternPath): TypeSite | undefined {
    const exported = this.opens && !binding.typeOnly ? exportedBy(file, binding) : undefined;
    if (exported === undefined) return undefined;
    const named = exported.file.module.scopes.get(exported.file.module.program)?.names.get(exported.local);
    return named?.kind === 'variable' ? this.ofName(exported.file, named.identifier, path) : undefined;
  }

  /** What a field of the class at hand is annotated as, be it one of its base classes'. */
  private ofThis(file: SourceFile, value: Node, path: PatternPath): TypeSite | undefined {
    const owner = file.module.thisClass(value);
    const [name, ...rest] = path;
    const field = owner === undefined || name === undefined ? undefined : this.ofField(file, owner, name);
    return field && this.within(field, rest);
  }

  private ofAnswer(file: SourceFile, call: TSESTree.CallExpression, path: PatternPath): TypeSite | undefined {
    const called = this.opens ? this.called(file, call.callee) : undefined;
    const type = called?.node.returnType?.typeAnnotation;
    if (called !== undefined && type !== undefined) return this.within({ file: called, type, given: givenTo(file, call, called) }, path);
    const written = this.ofSources(file, call, path);
    return written ?? (called === undefined ? this.ofTypedFunction(file, call, path) : undefined);
  }

  /** What a function gives by its type alone: `const orders = createRepository(Order)`, where the factory says that it gives `() => Repository<T>`. */
  private ofTypedFunction(file: SourceFile, { callee }: TSESTree.CallExpression, path: PatternPath): TypeSite | undefined {
    const typed = this.ofValue(file, callee, []);
    const fn = typed && this.aliased(typed);
    return fn?.type.type === 'TSFunctionType' && fn.type.returnType !== undefined ? this.within({ ...fn, type: fn.type.returnType.typeAnnotation }, path) : undefined;
  }

  /** What stands under a name in a type, by what its alias stands for. */
  ofFunction(site: TypeSite, name: string): TypeSite | undefined {
    const member = this.member(site, name);
    return member && this.aliased(member);
  }

  /** The type that an alias of the project stands for, or the type itself. */
  private aliased(site: TypeSite): TypeSite {
    const { type, file } = site;
    this.steps -= 1;
    const declared = this.steps > 0 && type.type === 'TSTypeReference' ? typeDeclared(file, referenceOf(type)?.name ?? '', this.opens) : undefined;
    if (type.type !== 'TSTypeReference' || declared?.node.type !== 'TSTypeAliasDeclaration') return site;
    const given = argumentsOf(declared.node.typeParameters, site, type.typeArguments);
    return this.aliased({ file: declared.file, type: declared.node.typeAnnotation, given });
  }

  private within(site: TypeSite, path: PatternPath): TypeSite | undefined {
    const [name, ...rest] = path;
    if (site.type.type === 'TSIndexedAccessType') {
      const meant = this.ofIndex({ ...site, type: site.type });
      return meant && this.within(meant, path);
    }
    if (name === undefined) return meantBy(site);
    const member = this.member(site, name);
    return member && this.within(member, rest);
  }

  private member({ file, type, given }: TypeSite, name: string): TypeSite | undefined {
    this.steps -= 1;
    if (this.steps <= 0) return undefined;
    switch (type.type) {
      case 'TSTypeLiteral':
        return signature(file, type.members, name);
      case 'TSIntersectionType':
        return this.first(type.types.map((part) => ({ file, type: part, given })), name);
      case 'TSUnionType': {
        const [only, ...others] = type.types.filter((part) => part.type !== 'TSNullKeyword' && part.type !== 'TSUndefinedKeyword');
        return only === undefined || others.length > 0 ? undefined : this.member({ file, type: only, given }, name);
      }
      case 'TSTypeReference':
        return this.ofReference({ file, type, given }, name);
      case 'TSIndexedAccessType': {
        const meant = this.ofIndex({ file, type, given });
        return meant && this.member(meant, name);
      }
      default:
        return undefined;
    }
  }

  private ofReference({ file, type, given }: TypeSite & { readonly type: TSESTree.TSTypeReference }, name: string): TypeSite | undefined {
    const [argument] = type.typeArguments?.params ?? [];
    const own = referenceOf(type)?.name ?? '';
    if (SAME_VALUE.has(own) || SEEN_THROUGH.test(own)) return argument && this.member({ file, type: argument, given }, name);
    if (given?.has(own) === true) {
      const meant = given.get(own);
      return meant && this.member(meant, name);
    }
    const declared = typeDeclared(file, own, this.opens);
    if (declared !== undefined) return this.ofDeclaration(declared, name);
    return this.opens ? this.firstOf(addedTo(file, own), name) : undefined;
  }

  private firstOf(declared: readonly { readonly file: SourceFile; readonly node: Node }[], name: string): TypeSite | undefined {
    for (const one of declared) {
      const found = this.ofDeclaration(one, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `Server['db']`: the type of the member that it names. */
  private ofIndex({ file, type, given }: TypeSite & { readonly type: TSESTree.TSIndexedAccessType }): TypeSite | undefined {
    const { objectType, indexType } = type;
    const name = indexType.type === 'TSLiteralType' && indexType.literal.type === 'Literal' ? String(indexType.literal.value) : undefined;
    return name === undefined ? undefined : this.member({ file, type: objectType, given }, name);
  }

  private ofDeclaration({ file, node }: { readonly file: SourceFile; readonly node: Node }, name: string): TypeSite | undefined {
    if (isClass(node)) return this.ofField(file, node, name);
    if (node.type === 'TSTypeAliasDeclaration') return this.member({ file, type: node.typeAnnotation }, name);
    if (node.type !== 'TSInterfaceDeclaration') return undefined;
    return signature(file, node.body.body, name) ?? this.inherited(file, node, name);
  }

  private inherited(file: SourceFile, node: TSESTree.TSInterfaceDeclaration, name: string): TypeSite | undefined {
    for (const { expression } of node.extends) {
      this.steps -= 1;
      const base = this.steps > 0 && expression.type === 'Identifier' ? typeDeclared(file, expression.name, this.opens) : undefined;
      const found = base && this.ofDeclaration(base, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private ofField(file: SourceFile, owner: ClassNode, name: string): TypeSite | undefined {
    const member = memberOf(owner, name);
    if (member !== undefined) {
      const type = annotationOf(member.type === 'TSParameterProperty' ? parameterPattern(member) : member);
      return type && { file, type };
    }
    const base = this.steps > 0 && owner.superClass?.type === 'Identifier' ? typeDeclared(file, owner.superClass.name, this.opens) : undefined;
    this.steps -= 1;
    return base && this.ofDeclaration(base, name);
  }

  private first(sites: readonly TypeSite[], name: string): TypeSite | undefined {
    for (const site of sites) {
      const found = this.member(site, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** What a call says that the type parameters stand for of the function that it runs, or of the factory that made it: `const open = createOpener<Models>(load)`. */
function givenTo(file: SourceFile, call: TSESTree.CallExpression, { node, module }: SourceFile & { readonly node: FunctionNode }): TypeArguments | undefined {
  const own = argumentsOf(node.typeParameters, { file }, call.typeArguments);
  const parameters = own === undefined ? module.functionAround(node)?.typeParameters : undefined;
  const made = parameters && declarationOf(file, unwrap(call.callee));
  return made?.node.type === 'CallExpression' ? argumentsOf(parameters, { file: made }, made.node.typeArguments) : own;
}

/** The type that stands for a type parameter, or the type itself. */
function meantBy(site: TypeSite): TypeSite | undefined {
  const own = site.given === undefined ? undefined : referenceOf(site.type)?.name;
  return own !== undefined && site.given?.has(own) === true ? site.given.get(own) : site;
}

function argumentsOf(parameters: TSESTree.TSTypeParameterDeclaration | undefined, { file, given }: Pick<TypeSite, 'file' | 'given'>, written: TSESTree.TSTypeParameterInstantiation | undefined): TypeArguments | undefined {
  if (parameters?.params === undefined) return undefined;
  return new Map(parameters.params.map(({ name }, index) => {
    const type = written?.params[index];
    const own = referenceOf(type)?.name ?? '';
    return [name.name, type !== undefined && given?.has(own) === true ? given.get(own) : type && { file, type }];
  }));
}

/** What an interface or a type in braces says of a property. */
function signature(file: SourceFile, members: readonly TSESTree.TypeElement[], name: string): TypeSite | undefined {
  const found = members.find((member) => member.type === 'TSPropertySignature' && keyName(member) === name);
  const type = annotationOf(found);
  return type && { file, type };
}
