import type { TSESTree } from '@typescript-eslint/utils';
import type { Project } from '../../project/project.ts';
import { type TypeReference, typeOf } from '../../javascript/syntax/annotations.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { aliasOf } from '../../javascript/syntax/callee.ts';
import { type JsModule, type Member, memberOf } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, isFunction, memberName, type Node, parameterPattern, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';

/** What an expression is to TypeORM. */
export type Receiver =
  | { readonly kind: 'repository' | 'builder' | 'entity'; readonly entity: string | undefined }
  | { readonly kind: 'manager' | 'dataSource' | 'runner' };

/** What other files say about names that this file imports. */
export interface TypeormSurroundings {
  /** True where the name of an import is an entity's class. */
  isEntity(binding: Binding, name: string): boolean;
  /** The receiver that an imported value or class gives: a DataSource, a class that extends `Repository<E>`. */
  imported(binding: Binding & { kind: 'import' }): Receiver | undefined;
  /** The member of an imported class, and that class. */
  inherited(binding: Binding & { kind: 'import' }, name: string): { readonly base: ClassNode; readonly receiver: Receiver | undefined } | undefined;
}

/** Steps of a chain or an initialisation that are followed; builders of real code have dozens. */
const DEPTH = 60;
/** Base classes within one file. */
const LINEAGE = 4;
const REPOSITORY = /^(?:Tree|Mongo)?Repository$|^(?:Abstract|Base)Repository$/;
const MANAGER = /^(?:Mongo)?EntityManager$/;
const SOURCE = /^(?:DataSource|Connection)$/;
const BUILDER = /^(?:Select|Update|Delete|Insert|SoftDelete|Relation)QueryBuilder$/;

/** Finds out what expressions of one file are to TypeORM: from imports, annotations, decorators and how names are initialised. */
export class TypeormReceivers {
  private readonly module: JsModule;
  private readonly project: Project;
  private readonly around: TypeormSurroundings;
  private readonly known = new Map<Node, Receiver | undefined>();

  constructor(module: JsModule, project: Project, around: TypeormSurroundings) {
    this.module = module;
    this.project = project;
    this.around = around;
  }

  /** What `node` is, or undefined where nothing says so. */
  of(node: Node, depth = DEPTH): Receiver | undefined {
    const value = withoutAwait(node);
    if (value === undefined || depth === 0) return undefined;
    if (this.known.has(value)) return this.known.get(value);
    this.known.set(value, undefined);
    const found = this.byAlias(value) ?? this.find(value, depth - 1);
    this.known.set(value, found);
    return found;
  }

  private byAlias(node: Node): Receiver | undefined {
    const alias = aliasOf(this.module, node, this.project.settings.aliases);
    if (alias === undefined || alias === 'PrismaClient') return undefined;
    if (MANAGER.test(alias)) return { kind: 'manager' };
    return SOURCE.test(alias) ? { kind: 'dataSource' } : { kind: 'repository', entity: alias };
  }

  private find(value: Node, depth: number): Receiver | undefined {
    switch (value.type) {
      case 'Identifier':
        return this.ofName(value, depth);
      case 'ThisExpression': {
        const owner = this.module.thisClass(value);
        return owner && this.ofClass(owner);
      }
      case 'MemberExpression':
        return this.ofMember(value, depth);
      case 'CallExpression':
        return this.ofCall(value, depth);
      case 'NewExpression':
        return this.ofTypeName(this.module.textOf(value.callee), [], value);
      case 'LogicalExpression':
        return this.of(value.left, depth) ?? this.of(value.right, depth);
      case 'ConditionalExpression':
        return this.of(value.consequent, depth) ?? this.of(value.alternate, depth);
      default:
        return undefined;
    }
  }

  private ofName(identifier: TSESTree.Identifier, depth: number): Receiver | undefined {
    const binding = this.module.resolve(identifier);
    switch (binding?.kind) {
      case 'import':
        if (this.around.isEntity(binding, binding.name)) return { kind: 'entity', entity: binding.name };
        return binding.typeOnly ? undefined : this.around.imported(binding);
      case 'class':
        return isEntityClass(binding.node) ? { kind: 'entity', entity: binding.name } : undefined;
      case 'parameter':
        return this.ofType(typeOf(binding.identifier), identifier) ?? this.ofTransaction(binding.node, binding.index, depth);
      case 'variable': {
        const typed = this.ofType(typeOf(binding.identifier), identifier);
        if (typed !== undefined || binding.node.init === null) return typed ?? this.ofAssigned(binding, depth);
        if (binding.node.id.type === 'Identifier') return this.of(binding.node.init, depth);
        // `const { manager } = queryRunner`
        return binding.name === 'manager' && this.of(binding.node.init, depth) !== undefined ? { kind: 'manager' } : undefined;
      }
      default:
        return undefined;
    }
  }

  /** `let qb; … qb = repo.createQueryBuilder()` */
  private ofAssigned(binding: Binding, depth: number): Receiver | undefined {
    for (const use of this.module.referencesTo(binding)) {
      const parent = this.module.parentOf(use);
      if (parent?.type === 'AssignmentExpression' && parent.left === use) return this.of(parent.right, depth);
    }
    return undefined;
  }

  /** `manager.transaction(async (em) => …)`: the last argument is the callback, its parameter an EntityManager. */
  private ofTransaction(callback: Node, index: number, depth: number): Receiver | undefined {
    const call = this.module.parentOf(callback);
    if (index !== 0 || !isFunction(callback) || call?.type !== 'CallExpression') return undefined;
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || memberName(callee) !== 'transaction') return undefined;
    const owner = this.of(callee.object, depth)?.kind;
    return owner === 'manager' || owner === 'dataSource' ? { kind: 'manager' } : undefined;
  }

  private ofMember(node: TSESTree.MemberExpression, depth: number): Receiver | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    if (node.object.type === 'ThisExpression') {
      const owner = this.module.thisClass(node.object);
      const member = owner && memberOf(owner, name);
      if (member !== undefined) return this.ofClassMember(member, depth);
      const inherited = owner && this.ofInherited(owner, name, LINEAGE);
      if (inherited !== undefined) return inherited;
    }
    const object = this.of(node.object, depth);
    if (object === undefined) return undefined;
    if (name === 'manager') return object.kind === 'repository' || object.kind === 'dataSource' || object.kind === 'runner' ? { kind: 'manager' } : undefined;
    return (name === 'connection' || name === 'dataSource') && object.kind !== 'entity' ? { kind: 'dataSource' } : undefined;
  }

  /** What a member of a class is, its own or an inherited one. */
  ofMemberOf(owner: ClassNode, name: string, lineage = LINEAGE): Receiver | undefined {
    const member = memberOf(owner, name);
    return member === undefined ? this.ofInherited(owner, name, lineage) : this.ofClassMember(member, DEPTH);
  }

  /** The member of a base class: `Repository<T>` there, and `extends Base<Order>` here says that T is Order. */
  private ofInherited(owner: ClassNode, name: string, lineage: number): Receiver | undefined {
    const { superClass } = owner;
    const binding = lineage > 0 && superClass?.type === 'Identifier' ? this.module.resolve(superClass) : undefined;
    const found = binding?.kind === 'class' ? { base: binding.node, receiver: this.ofMemberOf(binding.node, name, lineage - 1) } : binding?.kind === 'import' ? this.around.inherited(binding, name) : undefined;
    if (found?.receiver === undefined || !('entity' in found.receiver)) return found?.receiver;
    const index = (found.base.typeParameters?.params ?? []).findIndex((parameter) => parameter.name.name === (found.receiver as { entity?: string }).entity);
    return index < 0 ? found.receiver : { ...found.receiver, entity: typeArgument(owner, index) };
  }

  private ofClassMember(member: Member, depth: number): Receiver | undefined {
    if (member.type === 'MethodDefinition') return undefined;
    const annotated = member.type === 'TSParameterProperty' ? parameterPattern(member) : member;
    const injected = this.injectedEntity(member);
    const byType = this.ofType(typeOf(annotated), member);
    if (byType !== undefined) return byType.kind === 'repository' && byType.entity === undefined && injected !== undefined ? { kind: 'repository', entity: injected } : byType;
    if (injected !== undefined) return { kind: 'repository', entity: injected };
    return member.type !== 'TSParameterProperty' && member.value !== null ? this.of(member.value, depth) : undefined;
  }

  /** The entity of `@InjectRepository(Order)`. */
  private injectedEntity(member: Member): string | undefined {
    for (const { expression } of decoratorsOf(member)) {
      if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier' || expression.callee.name !== 'InjectRepository') continue;
      const [entity] = expression.arguments;
      return entity?.type === 'Identifier' && this.comesFromTypeorm('InjectRepository', member) ? entity.name : undefined;
    }
    return undefined;
  }

  private ofCall(node: TSESTree.CallExpression, depth: number): Receiver | undefined {
    const callee = unwrap(node.callee);
    if (callee.type === 'Identifier') return this.ofFactory(callee, node, depth);
    if (callee.type !== 'MemberExpression') return undefined;
    const name = memberName(callee);
    if (name === undefined) return undefined;
    if (/^get(?:Tree|Mongo)?Repository$/.test(name)) return this.repositoryOf(node, callee.object, depth);
    const object = this.of(callee.object, depth);
    if (object === undefined) return undefined;
    if (name === 'createQueryBuilder') return this.builderOf(object, node);
    if (name === 'createQueryRunner') return { kind: 'runner' };
    if (object.kind === 'repository') return name === 'extend' ? object : undefined;
    if (name === 'withRepository') return node.arguments[0] && this.of(node.arguments[0], depth);
    if (object.kind !== 'builder') return undefined;
    // `update(Post)`, `from(Post, 'p')` say which entity a builder is about.
    const [first] = node.arguments;
    return first?.type === 'Identifier' && /^(?:from|update|into|delete|insert)$/.test(name) && /^[A-Z]/.test(first.name) ? { kind: 'builder', entity: first.name } : object;
  }

  /** `getRepository(User)` and `getManager()` of TypeORM itself or of the project's own data source file. */
  private ofFactory(callee: TSESTree.Identifier, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
    const binding = this.module.resolve(callee);
    if (binding?.kind !== 'import') return undefined;
    if (/^get(?:Tree|Mongo|Custom)?Repository$/.test(callee.name)) return this.repositoryOf(node, undefined, depth);
    if (binding.source !== 'typeorm') return undefined;
    if (callee.name === 'getManager') return { kind: 'manager' };
    return callee.name === 'getConnection' ? { kind: 'dataSource' } : undefined;
  }

  /** `x.getRepository(User)`: the entity has to be one, or `x` known, for other ORMs have methods of that name too. */
  private repositoryOf(node: TSESTree.CallExpression, owner: Node | undefined, depth: number): Receiver | undefined {
    const entity = node.arguments.map((argument) => unwrap(argument)).findLast((argument) => argument.type === 'Identifier' && /^[A-Z]/.test(argument.name));
    if (entity?.type !== 'Identifier') return undefined;
    const binding = this.module.resolve(entity);
    const custom = binding?.kind === 'import' ? this.around.imported(binding) : binding?.kind === 'class' ? this.ofClass(binding.node) : undefined;
    if (custom?.kind === 'repository') return custom;
    const certain = owner === undefined || this.of(owner, depth) !== undefined || (binding !== undefined && (this.around.isEntity(binding, entity.name) || (binding.kind === 'class' && isEntityClass(binding.node))));
    return certain ? { kind: 'repository', entity: entity.name } : undefined;
  }

  private builderOf(object: Receiver, node: TSESTree.CallExpression): Receiver | undefined {
    if (object.kind === 'repository' || object.kind === 'entity') return { kind: 'builder', entity: object.entity };
    const [first] = node.arguments;
    return { kind: 'builder', entity: first?.type === 'Identifier' && /^[A-Z]/.test(first.name) ? first.name : undefined };
  }

  private ofType(type: TypeReference | undefined, at: Node): Receiver | undefined {
    return type && this.ofTypeName(type.name, type.args, at);
  }

  private ofTypeName(name: string, args: readonly (string | undefined)[], at: Node, lineage = LINEAGE): Receiver | undefined {
    const binding = this.module.resolveName(name.split('.')[0] as string, at);
    if (binding?.kind === 'class') return isEntityClass(binding.node) ? undefined : this.ofClass(binding.node, lineage - 1);
    if (binding?.kind !== 'import') return undefined;
    if (!/^(?:typeorm|@nestjs\/typeorm)(?:\/|$)/.test(binding.source)) return this.around.imported(binding);
    const original = binding.imported === '*' ? name.slice(name.indexOf('.') + 1) : binding.imported;
    if (REPOSITORY.test(original)) return { kind: 'repository', entity: args[0] };
    if (BUILDER.test(original)) return { kind: 'builder', entity: args[0] };
    if (MANAGER.test(original)) return { kind: 'manager' };
    if (SOURCE.test(original)) return { kind: 'dataSource' };
    return original === 'QueryRunner' ? { kind: 'runner' } : undefined;
  }

  /** A class that extends `Repository<E>`, or one that says `@EntityRepository(E)`. */
  ofClass(owner: ClassNode, lineage = LINEAGE): Receiver | undefined {
    const { superClass } = owner;
    if (superClass?.type !== 'Identifier' || lineage === 0) return undefined;
    const base = this.ofTypeName(superClass.name, [extendedEntity(owner)], owner, lineage);
    return base?.kind === 'repository' ? base : undefined;
  }

  private comesFromTypeorm(name: string, at: Node): boolean {
    const binding = this.module.resolveName(name, at);
    return binding?.kind === 'import' && binding.source === '@nestjs/typeorm';
  }
}

/** `User` of `extends Repository<User>`. */
export function extendedEntity(owner: ClassNode): string | undefined {
  return typeArgument(owner, 0);
}

/** The name of a type argument that a class gives its base. */
function typeArgument(owner: ClassNode, index: number): string | undefined {
  const args = owner.superTypeArguments ?? (owner as { superTypeParameters?: TSESTree.TSTypeParameterInstantiation | null }).superTypeParameters;
  const first = args?.params[index];
  return first?.type === 'TSTypeReference' && first.typeName.type === 'Identifier' ? first.typeName.name : undefined;
}

/** `@Entity() class X` */
export function isEntityClass(owner: ClassNode): boolean {
  return decoratorsOf(owner).some(({ expression }) => {
    const name = expression.type === 'CallExpression' ? expression.callee : expression;
    return name.type === 'Identifier' && /^(?:View|Child|Multi\w*)?Entity\w*$/.test(name.name);
  });
}
