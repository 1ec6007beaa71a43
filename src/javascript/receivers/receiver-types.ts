import type { TSESTree } from '@typescript-eslint/utils';
import { superClassOf } from '../project/called.ts';
import { passedOnFrom } from '../project/exports.ts';
import { type Declaration, exportOf, lintedFrom, type SourceFile } from '../project/modules.ts';
import { resolveSource } from '../project/resolve.ts';
import { kindIn, type Receiver, type TypeModel } from './type-model.ts';
import { typeDeclared } from '../project/type-members.ts';
import { constraintOf, partsOf, referenceOf, type TypeReference } from '../syntax/annotations.ts';
import type { Binding, ImportBinding } from '../syntax/bindings.ts';
import { type ClassNode, isClass, type Node } from '../syntax/nodes.ts';

/** Base classes and types that are followed. */
export const LINEAGE = 6;

/** Finds out what the types that one file names are to a library: its own, those of the project's that stand for them, and classes that extend them. */
export class ReceiverTypes {
  readonly #file: SourceFile;
  readonly #types: TypeModel;
  readonly #hops: number;

  /** @param hops files that may still be opened one behind the other */
  constructor(file: SourceFile, types: TypeModel, hops: number) {
    this.#file = file;
    this.#types = types;
    this.#hops = hops;
  }

  #there(file: SourceFile): ReceiverTypes {
    return file.path === this.#file.path ? this : new ReceiverTypes(file, this.#types, this.#hops - 1);
  }

  /** The declaration that an import leads to. */
  exported({ source, imported }: ImportBinding): Declaration | undefined {
    const path = this.#hops === 0 ? undefined : resolveSource(this.#file.path, source);
    return path === undefined ? undefined : exportOf(this.#file, path, imported);
  }

  /** The library's own name for what an import gives: of its package, or of a file of the project that passes it on. */
  ofLibrary({ source, imported }: ImportBinding): string | undefined {
    const { packages } = this.#types;
    if (packages.test(source)) return imported;
    const path = resolveSource(this.#file.path, source);
    return path === undefined ? undefined : passedOnFrom(path, imported, packages, lintedFrom(this.#file))?.imported;
  }

  ofType(type: TypeReference | undefined, at: Node): Receiver | undefined {
    return type && this.#ofReference(type, at);
  }

  #ofReference({ name, args, source }: TypeReference, at: Node, lineage = LINEAGE): Receiver | undefined {
    if (source === undefined) return this.ofName(name, args, at, lineage);
    const { packages, typeArgument = 0, types } = this.#types;
    const kind = packages.test(source) ? kindIn(types, name) : undefined;
    return kind === undefined ? undefined : { kind, model: args[typeArgument] };
  }

  /** What one of several types is, each of which has to be such: a client or a transaction, which answer alike. */
  ofTypes(types: readonly TypeReference[], at: Node, lineage = LINEAGE): Receiver | undefined {
    const [first, ...others] = types.map((type) => this.#ofReference(type, at, lineage));
    const isAlike = others.every((other) => first !== undefined && other !== undefined && this.#types.alike?.includes(first.kind) === true && this.#types.alike.includes(other.kind));
    return isAlike ? first : undefined;
  }

  /** What a type is by its name, as the code around `at` writes it. */
  ofName(name: string, args: readonly (string | undefined)[], at: Node, lineage = LINEAGE): Receiver | undefined {
    const { conventions, packages, typeArgument = 0, types } = this.#types;
    const binding = this.#file.module.resolveName(name.split('.')[0] as string, at);
    if (binding?.kind === 'import' && packages.test(binding.source)) {
      const kind = kindIn(types, binding.imported === '*' || name.includes('.') ? name.slice(name.indexOf('.') + 1) : binding.imported);
      return kind === undefined ? undefined : { kind, model: args[typeArgument] };
    }
    const passed = binding?.kind === 'import' && kindIn(types, binding.imported) !== undefined ? this.ofLibrary(binding) : undefined;
    const given = passed && kindIn(types, passed);
    if (given !== undefined) return { kind: given, model: args[typeArgument] };
    const kind = conventions === undefined ? undefined : kindIn(conventions.types, name);
    if (kind !== undefined && conventions?.hold(this.#file) === true) return { kind };
    const found = (binding && this.ofClassName(binding, lineage)) ?? this.#ofOwnType(name, binding, lineage);
    const constraint = found === undefined && binding === undefined && lineage > 0 ? constraintOf(this.#file.module, name, at) : undefined;
    return found ?? (constraint && this.#ofReference(constraint, at, lineage - 1));
  }

  /** A type that the project declares, in this file or the one that its name is imported from: `type Database = Client | Transaction`, `interface OrderModel extends Model<Order> { … }`. */
  #ofOwnType(name: string, binding: Binding | undefined, lineage: number): Receiver | undefined {
    if (lineage === 0 || (binding !== undefined && (binding.kind !== 'import' || this.#hops === 0 || !this.#types.worthOpening.test(binding.name)))) return undefined;
    const declared = typeDeclared(this.#file, name);
    if (declared === undefined) return undefined;
    const { node, file } = declared;
    const there = this.#there(file);
    if (node.type === 'TSTypeAliasDeclaration') return this.#types.alike && there.ofTypes(partsOf(node.typeAnnotation), node, lineage - 1);
    if (node.type !== 'TSInterfaceDeclaration') return undefined;
    for (const { expression, typeArguments } of node.extends) {
      const args = (typeArguments?.params ?? []).map((argument) => referenceOf(argument)?.name);
      const found = expression.type === 'Identifier' ? there.ofName(expression.name, args, node, lineage - 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What instances of the class that a name stands for are. */
  ofClassName(binding: Binding, lineage = LINEAGE): Receiver | undefined {
    if (binding.kind === 'class') return this.ofInstance(binding.node, lineage);
    const declared = binding.kind === 'import' && this.#types.worthOpening.test(binding.name) ? this.exported(binding) : undefined;
    return declared !== undefined && isClass(declared.node) ? this.#there(declared).ofInstance(declared.node, lineage) : undefined;
  }

  /** Instances of a class that extends `Repository<E>` or the client. */
  ofInstance(owner: ClassNode, lineage = LINEAGE): Receiver | undefined {
    const { superClass } = owner;
    if (superClass?.type !== 'Identifier' || lineage === 0) return undefined;
    const args = typeArguments(owner);
    const found = this.ofName(superClass.name, args, owner, lineage - 1);
    // `class Base<T> extends Store<T>` there, and `extends Base<Order>` here says that T is Order.
    const base = found?.model === undefined || args.includes(found.model) ? undefined : superClassOf({ file: this.#file, node: owner });
    return base === undefined ? found : asGiven(found, base.node, owner);
  }
}

/** The receiver with the type argument that a class gives its base where the model is a parameter of the base's. */
export function asGiven(found: Receiver | undefined, base: ClassNode, owner: ClassNode): Receiver | undefined {
  const parameter = found?.model === undefined ? -1 : (base.typeParameters?.params ?? []).findIndex((one) => one.name.name === found.model);
  return found === undefined || parameter < 0 ? found : { ...found, model: typeArguments(owner)[parameter] };
}

/** The names of the type arguments that a class gives its base; undefined for those that are no plain names. */
function typeArguments(owner: ClassNode): (string | undefined)[] {
  const args = owner.superTypeArguments ?? (owner as { superTypeParameters?: TSESTree.TSTypeParameterInstantiation | null }).superTypeParameters;
  return (args?.params ?? []).map((argument) => (argument.type === 'TSTypeReference' && argument.typeName.type === 'Identifier' ? argument.typeName.name : undefined));
}
