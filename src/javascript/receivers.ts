import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../project/memo.ts';
import { functionAnswering, functionCalled, instanceClass, superClassOf } from './called.ts';
import { locateExport } from './exports.ts';
import { fileFrom, lintedFrom, type SourceFile } from './modules.ts';
import { asGiven, LINEAGE, ReceiverTypes } from './receiver-types.ts';
import { resolveSource } from './resolve.ts';
import { type ByName, type Gives, isHanding, kindIn, ofKind, type Receiver, type TypeModel } from './type-model.ts';
import { declaredType } from './type-members.ts';
import { annotationOf, functionTypeOf, referenceOf, returnTypeOf, typeOf, typesOf } from './syntax/annotations.ts';
import type { Binding, ImportBinding, ParameterBinding, VariableBinding } from './syntax/bindings.ts';
import { aliasOf } from './syntax/callee.ts';
import { callbackIteration } from './syntax/iterations.ts';
import { answersOf, membersSet, type Source, sourcesOf } from './syntax/flow.ts';
import { chainOf, type JsModule, type Member, memberOf, type PatternPath, pathIn } from './syntax/module.ts';
import { calledName, type ClassNode, decoratorsOf, type FunctionNode, keyName, lastName, memberName, type Node, parameterPattern, some, unwrap, withoutAwait } from './syntax/nodes.ts';

/** Steps of a chain or an initialisation that are followed; builders of real code have dozens. */
const DEPTH = 60;

/** How many files lead from an expression to what says what it is. */
const HOPS = 4;

/** Of how many places in one value it is asked what stands there, before no long way is followed: `node = node.left` and `node = node.right` lead to each way through a tree. */
const PLACES = 64;

/**
 * Finds out what expressions of one file are to a library: from imports, annotations, decorators, how names are set, what functions return and what
 * classes inherit, in this file and those of the project that it imports.
 */
export class Receivers {
  readonly #file: SourceFile;
  readonly #types: TypeModel;
  readonly #aliases: ByName<string>;
  readonly #hops: number;
  readonly #typed: ReceiverTypes;
  /** By expression, and by what of its value is meant. */
  readonly #known = new Map<Node, Map<string, Receiver | undefined>>();
  readonly #imported = new Map<Binding, Receiver | undefined>();
  /** Of other files, by path. */
  readonly #others = new Map<string, Receivers>();

  /**
   * @param aliases what names stand for by the user's settings
   * @param hops files that may still be opened one behind the other
   */
  constructor(file: SourceFile, types: TypeModel, aliases: ByName<string>, hops = HOPS) {
    this.#file = file;
    this.#types = types;
    this.#aliases = aliases;
    this.#hops = hops;
    this.#typed = new ReceiverTypes(file, types, hops);
  }

  /** What `node` is, or undefined where nothing says so. */
  of(node: Node | null | undefined, depth = DEPTH): Receiver | undefined {
    return this.#at(node, [], depth);
  }

  /** What stands at `path` in the value of `node`. */
  #at(node: Node | null | undefined, path: PatternPath, depth: number): Receiver | undefined {
    const expression = withoutAwait(node);
    if (expression === undefined || depth === 0) return undefined;
    const value = this.#declared(expression);
    const known = this.#known.get(value) ?? new Map<string, Receiver | undefined>();
    this.#known.set(value, known);
    const key = path.join('.');
    if (known.has(key)) return known.get(key);
    if (path.length > 1 && known.size >= PLACES) return undefined;
    known.set(key, undefined);
    const [name, ...rest] = path;
    const found = name === undefined ? (this.#byAlias(value) ?? this.#find(value, depth - 1) ?? this.#asserted(node) ?? this.#checked(value)) : this.#within(value, name, rest, depth - 1);
    known.set(key, found);
    return found;
  }

  /** `container.resolve('em') as EntityManager`: what the code says that it is, where nothing else does. */
  #asserted(node: Node | null | undefined): Receiver | undefined {
    const type = node?.type === 'TSAsExpression' ? referenceOf(node.typeAnnotation) : undefined;
    if (node == null || type === undefined) return undefined;
    const [name = ''] = type.name.split('.');
    // A name that the file doesn't bind is what a project calls it, no more.
    return type.source === undefined && this.#file.module.resolveName(name, node) === undefined ? undefined : this.#typed.ofType(type, node);
  }

  #byAlias(node: Node): Receiver | undefined {
    const alias = aliasOf(this.#file.module, node, this.#aliases);
    if (alias === undefined) return undefined;
    const kind = kindIn(this.#types.types, alias);
    if (kind !== undefined) return { kind };
    const { aliasedModel } = this.#types;
    return aliasedModel === undefined ? undefined : { kind: aliasedModel, model: alias };
  }

  /** What the type-checker says where the code's own words don't. */
  #checked(value: Node): Receiver | undefined {
    const { packages, typeArgument = 0, types } = this.#types;
    for (const { places, name, args } of this.#file.typesAt?.(value) ?? []) {
      const kind = places.some((place) => packages.test(place)) ? kindIn(types, name) : undefined;
      if (kind !== undefined) return { kind, model: args[typeArgument] };
    }
    return undefined;
  }

  #find(value: Node, depth: number): Receiver | undefined {
    switch (value.type) {
      case 'Identifier':
        return this.#ofName(value, depth);
      case 'ThisExpression': {
        const owner = this.#file.module.thisClass(value);
        return owner === undefined ? this.#ofExtended(value, depth) : this.#typed.ofInstance(owner);
      }
      case 'CallExpression':
        return this.#ofCall(value, depth) ?? this.#ofSources(value, [], depth) ?? this.#ofToken(value) ?? this.#ofDeclared(value, []);
      case 'NewExpression':
        return this.#ofNew(value, depth);
      default:
        return this.#ofSources(value, [], depth);
    }
  }

  /** Where a variable or a parameter is declared stands for all uses of it. */
  #declared(value: Node): Node {
    const binding = value.type === 'Identifier' ? this.#file.module.resolve(value) : undefined;
    return binding?.kind === 'variable' || binding?.kind === 'parameter' ? binding.identifier : value;
  }

  /** What the expressions are that a value is taken from. */
  #ofSources(value: Node, path: PatternPath, depth: number): Receiver | undefined {
    const known = this.#known.get(value);
    // `qb = qb.where(…)` is what `qb` was before.
    return this.#agreed(sourcesOf(this.#file.module, value, path), depth, (first) => { known?.set(path.join('.'), first); });
  }

  /** What the first of several expressions is of which anything is known. Where they are about different models, it is about none that is known. */
  #agreed(sources: readonly Source[], depth: number, note?: (first: Receiver) => void): Receiver | undefined {
    let found: Receiver | undefined;
    for (const { node, path } of sources) {
      const one = this.#at(node, path, depth);
      if (one === undefined) continue;
      if (found !== undefined && found.model !== one.model) return { kind: found.kind };
      if (found === undefined) note?.(one);
      found ??= one;
    }
    return found;
  }

  /** `this` in a method that a receiver is extended by: `orders.extend({ async close() { await this.update(…) } })`; what the library says of others. */
  #ofExtended(node: Node, depth: number): Receiver | undefined {
    const { module } = this.#file;
    let method = module.functionAround(node);
    while (method?.type === 'ArrowFunctionExpression') method = module.functionAround(method);
    const given = method && this.#types.thisIn?.(this.#file, method);
    if (given !== undefined) return given;
    const property = method && module.parentOf(method);
    const object = property?.type === 'Property' ? module.parentOf(property) : undefined;
    const call = object && module.parentOf(object);
    return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && call.callee !== object ? this.of(call, depth) : undefined;
  }

  #ofName(identifier: TSESTree.Identifier, depth: number): Receiver | undefined {
    const binding = this.#file.module.resolve(identifier);
    return binding && this.#ofBinding(binding, depth);
  }

  #ofBinding(binding: Binding, depth: number): Receiver | undefined {
    switch (binding.kind) {
      case 'import':
        return this.#ofImport(binding);
      case 'class':
        return this.#ofModel(binding);
      case 'parameter':
      case 'variable': {
        const { identifier, name } = binding;
        const found = (binding.kind === 'parameter' ? this.#ofFramework(binding) : undefined) ?? this.#typed.ofTypes(typesOf(identifier), identifier) ?? (binding.kind === 'parameter' ? (this.#ofCallback(binding, depth) ?? this.#ofHandedIn(binding)) : undefined) ?? this.#ofSources(identifier, [], depth) ?? (binding.kind === 'parameter' ? this.#ofArguments(binding, depth) : undefined);
        return found ?? (isTakenOut(binding) ? (this.#ofDeclared(identifier, []) ?? this.#byConvention(name)) : undefined);
      }
      default:
        return undefined;
    }
  }

  #ofImport(binding: ImportBinding): Receiver | undefined {
    if (!this.#imported.has(binding)) {
      this.#imported.set(binding, undefined);
      this.#imported.set(binding, this.#ofPackage(binding) ?? this.#byConvention(isNamed(binding) ? binding.imported : binding.name) ?? this.#ofModel(binding) ?? this.#ofExport(binding));
    }
    return this.#imported.get(binding);
  }

  /** What a package of the library exports as a value; `require()` and `import *` give the default's members as well. */
  #ofPackage({ source, imported }: ImportBinding): Receiver | undefined {
    const { packages, values = {} } = this.#types;
    const name = imported === '*' ? 'default' : imported;
    const kind = packages.test(source) && Object.hasOwn(values, name) ? values[name]?.kind : undefined;
    return kind === undefined ? undefined : { kind };
  }

  /** A model's class as a value, which answers queries itself. */
  #ofModel(binding: Binding): Receiver | undefined {
    const { modelClass } = this.#types;
    return modelClass?.isNamed(this.#file, binding) === true ? { kind: modelClass.kind, model: binding.name } : undefined;
  }

  /** What the file that a name is imported from says of it: by how it is set, or by its annotation. */
  #ofExport(binding: ImportBinding): Receiver | undefined {
    const path = this.#hops === 0 || binding.typeOnly || !this.#types.worthOpening.test(binding.name) ? undefined : resolveSource(this.#file.path, binding.source);
    const place = path === undefined ? undefined : locateExport(path, binding.imported, lintedFrom(this.#file));
    const file = place === undefined ? undefined : fileFrom(this.#file, place.path);
    if (path === undefined || file === undefined) return undefined;
    const named = place?.local === undefined || place.property !== undefined ? undefined : file.module.scopes.get(file.module.program)?.names.get(place.local);
    if (named !== undefined) return this.#there(file).#ofBinding(named, DEPTH);
    const declared = this.#typed.exported(binding);
    return declared && this.#there(declared).of(declared.node);
  }

  #there(file: SourceFile): Receivers {
    if (file.path === this.#file.path) return this;
    const there = this.#others.get(file.path) ?? new Receivers(file, this.#types, this.#aliases, this.#hops - 1);
    this.#others.set(file.path, there);
    return there;
  }

  /** What a framework hands in, of which a type may say less. */
  #ofFramework(binding: ParameterBinding): Receiver | undefined {
    const handed = this.#types.handed?.(this.#file, binding.node, binding.index);
    return handed && this.#furtherIn(binding, handed);
  }

  /** What the name of a parameter stands for, where the parameter as a whole is known. */
  #furtherIn({ node, index, identifier }: ParameterBinding, whole: Receiver): Receiver | undefined {
    const parameter = node.params[index];
    const steps = parameter && pathIn(parameterPattern(parameter), identifier);
    return steps && this.#further(whole, steps);
  }

  /** `manager.transaction(async (em) => …)`, `collection.addAction('close', { execute: async (context) => … })`: what the method hands in. */
  #ofCallback(binding: ParameterBinding, depth: number): Receiver | undefined {
    const { node: callback, index } = binding;
    const { module } = this.#file;
    const around = module.parentOf(callback);
    const property = around?.type === 'Property' && around.value === callback ? around : undefined;
    const object = property && module.parentOf(property);
    const call = property === undefined ? around : object && module.parentOf(object);
    const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    const method = callee?.type === 'MemberExpression' ? memberName(callee) : undefined;
    const name = property === undefined ? method : `${method ?? ''}.${keyName(property) ?? ''}`;
    if (call?.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || name === undefined || !isHanding(this.#types, name)) return undefined;
    const owner = this.of(callee.object, depth);
    const { callbacks, conventions } = this.#types;
    const gives = owner === undefined ? (conventions?.hold(this.#file) === true ? callbacks?.['*']?.[name] : undefined) : ofKind(callbacks, owner.kind, name);
    if (gives === undefined || (gives.parameter ?? 0) !== index) return undefined;
    const kind = gives.kind ?? owner?.kind;
    return kind === undefined ? undefined : this.#furtherIn(binding, { kind, model: modelArgument(gives, call) ?? owner?.model });
  }

  /** `withTransaction(async (tx) => …)`, where the project's own function declares what it hands in, `work: (tx: TransactionClient) => Promise<void>`, or shows it. */
  #ofHandedIn({ node: callback, index, identifier }: ParameterBinding): Receiver | undefined {
    const { module } = this.#file;
    const call = module.parentOf(callback);
    const place = call?.type === 'CallExpression' ? call.arguments.findIndex((argument) => argument === callback) : -1;
    if (call?.type !== 'CallExpression' || this.#hops === 0 || callback.params[index] !== identifier || place < 0 || callbackIteration(module, callback) !== undefined) return undefined;
    const called = functionCalled(this.#file, call.callee);
    const parameter = called?.node.params[place];
    if (called === undefined || parameter === undefined) return undefined;
    const declared = functionTypeOf(parameterPattern(parameter))?.params[index];
    const there = this.#there(called);
    return (declared && there.#typed.ofType(typeOf(declared), parameter)) ?? there.#ofCallsOf(parameterPattern(parameter), index);
  }

  /** `(work) => client.transaction((tx) => work(tx))`: what a function hands in to the one that it is given. */
  #ofCallsOf(parameter: Node, index: number): Receiver | undefined {
    const { module } = this.#file;
    const binding = parameter.type === 'Identifier' ? module.resolve(parameter) : undefined;
    return this.#handedBy(callsBy(module, binding), index, DEPTH);
  }

  /** `listOf(Order)` in the same file: what the calls of a function by its name hand in, or those of a method within its class. */
  #ofArguments({ node: fn, index, identifier }: ParameterBinding, depth: number): Receiver | undefined {
    if (fn.params[index] !== identifier) return undefined;
    return this.#handedBy(this.#callsOf(fn), index, depth);
  }

  /** What calls agree that they hand in as their argument of this number. */
  #handedBy(calls: readonly TSESTree.CallExpression[], index: number, depth: number): Receiver | undefined {
    return this.#agreed(calls.flatMap(({ arguments: given }) => {
      const argument = given[index];
      return argument === undefined || argument.type === 'SpreadElement' ? [] : [{ node: argument, path: [] }];
    }), depth);
  }

  /** The calls of a function of this file by its name, of a method by those of its class. */
  #callsOf(fn: FunctionNode): readonly TSESTree.CallExpression[] {
    const { module } = this.#file;
    const parent = module.parentOf(fn);
    if (parent?.type === 'MethodDefinition') return callsOfMethods(module).get(parent) ?? [];
    const name = fn.type === 'FunctionDeclaration' ? fn.id : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
    return callsBy(module, name == null ? undefined : module.resolve(name));
  }

  /** `value.name`, and `path` from there: what the library's own objects have, a member of a class of the project, what the code puts into an object or a list. */
  #within(value: Node, name: string, path: PatternPath, depth: number): Receiver | undefined {
    const owner = this.of(value, depth);
    const given = this.#further(owner, [name]);
    if (given !== undefined) return this.#further(given, path);
    const own = value.type === 'ThisExpression' ? this.#file.module.thisClass(value) : undefined;
    const isAsked = owner === undefined && this.#isWorthAsking(name);
    const site = own !== undefined ? { file: this.#file, node: own } : isAsked ? instanceClass(this.#file, value) : undefined;
    const member = site && this.#further(this.#there(site.file).ofMemberOf(site.node, name, depth), path);
    const found = member ?? (owner === undefined && own === undefined ? this.#written(value, [name, ...path], depth) : undefined);
    const said = found === undefined && owner === undefined ? this.#ofDeclared(value, [name, ...path]) : undefined;
    return found ?? said ?? this.#byConvention(path.at(-1) ?? name);
  }

  /** What the types that the project declares say of what stands at `path`: `context.models.orders`, where `interface Models { orders: OrderModel }`. */
  #ofDeclared(value: Node, path: PatternPath): Receiver | undefined {
    const named = value.type === 'CallExpression' ? lastName(value.callee) : value.type === 'Identifier' ? value.name : undefined;
    const names = named === undefined ? path : [named, ...path];
    const opens = this.#hops > 0 && names.some((step) => this.#isWorthAsking(step));
    const declared = declaredType(this.#file, value, path, functionCalled, opens);
    const found = declared && this.#there(declared.file).ofWritten(declared.type);
    // `Repository<T>` there, and what the call says of T.
    if (found?.model === undefined || declared?.given?.has(found.model) !== true) return found;
    return { kind: found.kind, model: referenceOf(declared.given.get(found.model)?.type)?.name };
  }

  /** `private orders: typeof OrderRepository`: the value itself, whoever hands it in. */
  #ofValueType(annotated: Node): Receiver | undefined {
    const type = annotationOf(annotated);
    return type?.type === 'TSTypeQuery' ? this.ofWritten(type) : undefined;
  }

  /** What values of a type are that this file writes, by the names of its top level: types are bound to no scope. */
  ofWritten(type: Node): Receiver | undefined {
    const { module } = this.#file;
    if (type.type !== 'TSTypeQuery') return this.#typed.ofType(referenceOf(type), module.program);
    const binding = type.exprName.type === 'Identifier' ? module.resolveName(type.exprName.name, module.program) : undefined;
    return binding && this.#ofBinding(binding, DEPTH);
  }

  /** What the properties of a path lead to. */
  #further(found: Receiver | undefined, path: PatternPath): Receiver | undefined {
    return path.reduce<Receiver | undefined>((owner, name) => {
      const gives = owner && ofKind(this.#types.properties, owner.kind, name);
      return owner && gives && { kind: gives.kind ?? owner.kind, model: gives.model === 'same' ? owner.model : gives.model === 'member' ? name : undefined };
    }, found);
  }

  /** What the code puts into an object or a list, here, in a function that gives it or in a file that exports it. */
  #written(value: Node, path: PatternPath, depth: number): Receiver | undefined {
    const found = this.#ofSources(value, path, depth);
    if (found !== undefined) return found;
    if (value.type === 'CallExpression') return this.#ofAnswer(value, path, depth);
    const [name = '', ...rest] = path;
    const binding = value.type === 'Identifier' && this.#isWorthAsking(name) ? this.#file.module.resolve(value) : undefined;
    if (binding?.kind !== 'import' || binding.typeOnly) return undefined;
    const isWhole = binding.imported === '*';
    const declared = this.#typed.exported(isWhole ? { ...binding, imported: name } : binding);
    return declared && this.#there(declared).#at(declared.node, isWhole ? rest : path, DEPTH);
  }

  #isWorthAsking(name: string): boolean {
    return this.#types.worthOpening.test(name);
  }

  #byConvention(name: string): Receiver | undefined {
    const names = this.#types.conventions?.names;
    return names?.says.test(name) === true && this.#types.conventions?.hold(this.#file) === true ? { kind: names.kind } : undefined;
  }

  /** What a member of a class is, its own or an inherited one: `Repository<T>` there, and `extends Base<Order>` here says that T is Order. */
  ofMemberOf(owner: ClassNode, name: string, depth = DEPTH, lineage = LINEAGE): Receiver | undefined {
    const member = memberOf(owner, name);
    const set = membersSet(this.#file.module, owner, name);
    if (member !== undefined || set.length > 0) return (member && this.#saidOf(member)) ?? this.#agreed(set, depth);
    const base = lineage === 0 || this.#hops === 0 ? undefined : superClassOf({ file: this.#file, node: owner });
    const found = base && this.#there(base.file).ofMemberOf(base.node, name, depth, lineage - 1);
    return base === undefined ? undefined : asGiven(found, base.node, owner);
  }

  /** What a member is by its annotation and its decorators. */
  #saidOf(member: Member): Receiver | undefined {
    if (member.type === 'MethodDefinition') return member.kind === 'get' ? this.#typed.ofType(returnTypeOf(member.value as FunctionNode), member) : undefined;
    const injected = this.#injected(member);
    const annotated = member.type === 'TSParameterProperty' ? parameterPattern(member) : member;
    const typed = this.#typed.ofTypes(typesOf(annotated), member);
    if (typed === undefined || injected?.kind !== typed.kind) return typed ?? injected ?? this.#ofValueType(annotated);
    // `@InjectModel(Order.name)` writes the registered name out; a class or a token that is injected may have another name than the type says
    return typed.model === undefined || injected.isWritten ? { kind: injected.kind, model: injected.model ?? typed.model } : typed;
  }

  /** What a container sets: `@InjectRepository(Order)`, `@Inject(DRIZZLE)`. */
  #injected(member: Member): (Receiver & { readonly isWritten: boolean }) | undefined {
    const { decorators = {}, conventions } = this.#types;
    for (const { expression } of decoratorsOf(member)) {
      if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') continue;
      const binding = this.#file.module.resolveName(expression.callee.name, member);
      const gives = binding?.kind === 'import' && this.#types.packages.test(binding.source) && Object.hasOwn(decorators, binding.imported) ? decorators[binding.imported] : undefined;
      if (gives?.kind !== undefined) return { kind: gives.kind, model: modelArgument(gives, expression), isWritten: gives.model === 'named' && unwrap(expression.arguments[0])?.type !== 'Identifier' };
      const { tokens } = conventions ?? {};
      if (tokens?.says.test(this.#file.module.textOf(expression)) === true && conventions?.hold(this.#file) === true) return { kind: tokens.kind, model: undefined, isWritten: false };
    }
    return undefined;
  }

  #ofNew(node: TSESTree.NewExpression, depth: number): Receiver | undefined {
    const callee = unwrap(node.callee);
    // A client that is opened when it is first asked: `new Proxy({}, { get: () => … getDb() … })`.
    if (callee.type === 'Identifier' && callee.name === 'Proxy') return this.of(node.arguments[0], depth) ?? this.#calledIn(node.arguments[1], depth);
    const { made } = this.#types;
    const model = made === undefined ? undefined : this.of(callee, depth);
    const kind = model && made !== undefined && Object.hasOwn(made, model.kind) ? made[model.kind]?.kind : undefined;
    if (kind !== undefined) return { kind, model: model?.model };
    return this.#typed.ofName(this.#file.module.textOf(callee), [], node);
  }

  #calledIn(node: Node | undefined, depth: number): Receiver | undefined {
    let found: Receiver | undefined;
    some(node, (part) => {
      found ??= part.type === 'CallExpression' ? this.of(part, depth) : undefined;
      return found !== undefined;
    });
    return found;
  }

  #ofCall(node: TSESTree.CallExpression, depth: number): Receiver | undefined {
    const callee = unwrap(node.callee);
    if (callee.type === 'Identifier') return this.#ofFunction(callee, node, depth);
    if (callee.type === 'CallExpression') return this.#ofRequired(callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
    const owner = this.of(callee.object, depth);
    const gives = owner && ofKind(this.#types.methods, owner.kind, name);
    if (owner !== undefined && gives !== undefined) return this.#given(gives, owner, node, depth);
    const unmistakable = Object.hasOwn(this.#types.unmistakable ?? {}, name) ? this.#types.unmistakable?.[name] : undefined;
    const found = (unmistakable && this.#unmistakable(unmistakable, owner, node)) ?? (owner === undefined ? this.#types.told?.(this.#file, node) : undefined);
    // `getRepository(ctx, type)` of the project's own that doesn't know which model it is asked for says what it gives, `this.open()` of what extends a repository as well.
    return found ?? (owner === undefined || unwrap(callee.object).type === 'ThisExpression' ? this.#ofAnswer(node, [], depth) : undefined);
  }

  /** `container.resolve('em')`: what a container keeps under the name that projects give it. */
  #ofToken(call: TSESTree.CallExpression): Receiver | undefined {
    const [token] = call.arguments;
    return calledName(call) === 'resolve' && token?.type === 'Literal' && typeof token.value === 'string' ? this.#byConvention(token.value) : undefined;
  }

  /** `require('…')(options)` of a package that exports a function. */
  #ofRequired({ callee, arguments: [source] }: TSESTree.CallExpression): Receiver | undefined {
    const { functions = {}, packages } = this.#types;
    const isRequired = callee.type === 'Identifier' && callee.name === 'require' && source?.type === 'Literal' && typeof source.value === 'string' && packages.test(source.value);
    const kind = isRequired && Object.hasOwn(functions, 'default') ? functions.default?.kind : undefined;
    return kind === undefined ? undefined : { kind };
  }

  #given(gives: Gives, owner: Receiver, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
    // `manager.withRepository(orders)`
    if (gives.kind === 'given') return this.of(node.arguments[0], depth);
    return { kind: gives.kind ?? owner.kind, model: modelArgument(gives, node) ?? owner.model };
  }

  /** `x.getRepository(User)`: the argument has to be a model, or `x` known, for other libraries have methods of that name too. */
  #unmistakable(gives: Gives, owner: Receiver | undefined, node: TSESTree.CallExpression): Receiver | undefined {
    const argument = node.arguments.map((one) => unwrap(one)).findLast((one) => one.type === 'Identifier' && /^[A-Z]/.test(one.name));
    if (gives.kind === undefined) return undefined;
    // `dataSource.getRepository(entities.Order)`; of `getRepository(this.target)` only whoever made the object knows which model it is about.
    if (argument?.type !== 'Identifier') return owner === undefined ? undefined : { kind: gives.kind, model: gives.model === 'argument' ? this.#memberNamed(node.arguments[0]) : undefined };
    const binding = this.#file.module.resolve(argument);
    if (binding === undefined) return undefined;
    const custom = this.#typed.ofClassName(binding);
    if (custom?.kind === gives.kind) return custom;
    const isKnown = owner !== undefined || node.callee.type === 'Identifier' || this.#ofModel(binding) !== undefined;
    return isKnown ? { kind: gives.kind, model: gives.model === 'argument' ? argument.name : undefined } : undefined;
  }

  /** The class that a member of a module is: `entities.Order`. */
  #memberNamed(node: Node | undefined): string | undefined {
    const value = unwrap(node);
    const { root, names } = chainOf(value ?? this.#file.module.program);
    const name = names.at(-1) ?? '';
    return value?.type === 'MemberExpression' && root.type === 'Identifier' && this.#file.module.resolve(root)?.kind === 'import' && /^[A-Z]/.test(name) ? name : undefined;
  }

  /** `getRepository(User)` and `getManager()` of the library or of a file of the project; a function that returns a receiver. */
  #ofFunction(callee: TSESTree.Identifier, node: TSESTree.CallExpression, depth: number): Receiver | undefined {
    const { functions = {}, unmistakable = {}, packages } = this.#types;
    const binding = this.#file.module.resolve(callee);
    if (binding?.kind === 'import' && Object.hasOwn(unmistakable, callee.name)) return this.#unmistakable(unmistakable[callee.name] ?? {}, undefined, node);
    if (binding?.kind === 'import' && (packages.test(binding.source) || Object.hasOwn(functions, binding.imported))) {
      const name = this.#typed.ofLibrary(binding);
      const gives = name !== undefined && Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (gives?.kind !== undefined || packages.test(binding.source)) return gives?.kind === undefined ? undefined : { kind: gives.kind, model: modelArgument(gives, node) };
    }
    const taken = binding?.kind === 'variable' ? this.#ofTaken(binding, node, depth) : undefined;
    return taken ?? this.#ofAnswer(node, [], depth);
  }

  /** A method that was taken out of its object: `const { model } = library`. */
  #ofTaken({ node: { id, init }, identifier }: Binding & { kind: 'variable' }, call: TSESTree.CallExpression, depth: number): Receiver | undefined {
    const [name, ...inner] = id.type === 'ObjectPattern' ? (pathIn(id, identifier) ?? []) : [];
    const owner = name === undefined || inner.length > 0 ? undefined : this.of(init, depth);
    const gives = owner && name !== undefined ? ofKind(this.#types.methods, owner.kind, name) : undefined;
    return owner && gives && this.#given(gives, owner, call, depth);
  }

  /** What stands at `path` in what a function or a method of the project gives. */
  #ofAnswer({ callee }: TSESTree.CallExpression, path: PatternPath, depth: number): Receiver | undefined {
    const value = unwrap(callee);
    const name = lastName(value);
    const isOfThis = name !== undefined && value.type === 'MemberExpression' && value.object.type === 'ThisExpression';
    const own = isOfThis ? this.#file.module.thisClass(value.object) : undefined;
    const isAsked = own === undefined ? name !== undefined && (isOfThis || this.#isWorthAsking(name) || this.#isOfFile(value)) : memberOf(own, name ?? '') !== undefined;
    const called = isAsked ? functionAnswering(this.#file, callee) : undefined;
    if (called?.path === this.#file.path) return this.#ofReturned(called.node, path, depth);
    return called === undefined || this.#hops === 0 ? undefined : this.#there(called).#ofReturned(called.node, path, DEPTH);
  }

  /** `tables.orders(db)` of an object that this file makes, `orders()` of a function that it has: nothing has to be opened for it. */
  #isOfFile(callee: Node): boolean {
    const { root } = chainOf(callee);
    const binding = root.type === 'Identifier' ? this.#file.module.resolve(root) : undefined;
    return binding?.kind === 'function' || (binding?.kind === 'variable' && binding.constant);
  }

  #ofReturned(fn: FunctionNode, path: PatternPath, depth: number): Receiver | undefined {
    const typed = path.length === 0 ? this.#typed.ofType(returnTypeOf(fn), fn) : undefined;
    // `getRepository<T>(…): Repository<T>`: whoever calls it says of which model.
    const isOpen = fn.typeParameters?.params.some(({ name }) => name.name === typed?.model) === true;
    return (isOpen ? typed && { kind: typed.kind } : typed) ?? this.#agreed(answersOf(fn).map((node) => ({ node, path })), depth);
  }
}

/** The calls of what a name stands for, by that name. */
function callsBy(module: JsModule, binding: Binding | undefined): TSESTree.CallExpression[] {
  return (binding === undefined ? [] : module.referencesTo(binding)).flatMap((use) => {
    const call = module.parentOf(use);
    return call?.type === 'CallExpression' && call.callee === use ? [call] : [];
  });
}

/** By method: the calls of it by `this`, within its class. */
const callsOfMethods = oncePer((module: JsModule): ReadonlyMap<Member, readonly TSESTree.CallExpression[]> => {
  const found = new Map<Member, TSESTree.CallExpression[]>();
  for (const call of module.calls) {
    const { callee } = call;
    const owner = callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression' ? module.thisClass(callee.object) : undefined;
    const method = owner === undefined ? undefined : memberOf(owner, memberName(callee as TSESTree.MemberExpression) ?? '');
    if (method !== undefined) (found.get(method) ?? found.set(method, []).get(method))?.push(call);
  }
  return found;
});

/** `const { prisma } = context`, `(order, args, { prisma }) => …`: what the name is taken out of is an object, as `context.prisma` takes it. */
function isTakenOut(binding: VariableBinding | ParameterBinding): boolean {
  const pattern = binding.kind === 'variable' ? binding.node.id : binding.node.params[binding.index];
  return pattern !== undefined && parameterPattern(pattern).type === 'ObjectPattern';
}

function isNamed({ imported }: ImportBinding): boolean {
  return imported !== 'default' && imported !== '*';
}

/** The class that a call names first: `from(Post, 'p')`. */
function classArgument({ arguments: [first] }: TSESTree.CallExpression): string | undefined {
  return first?.type === 'Identifier' && /^[A-Z]/.test(first.name) ? first.name : undefined;
}

/** The model that a call is told: the class that it names first, or whatever names one. */
function modelArgument({ model }: Gives, call: TSESTree.CallExpression): string | undefined {
  if (model === 'argument') return classArgument(call);
  const first = model === 'named' ? unwrap(call.arguments[0]) : undefined;
  if (first?.type === 'Literal') return typeof first.value === 'string' ? first.value : undefined;
  if (first?.type === 'MemberExpression') return memberName(first) === 'name' && first.object.type === 'Identifier' ? first.object.name : undefined;
  return first === undefined ? undefined : classArgument(call);
}
