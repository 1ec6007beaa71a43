import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Edit } from '../../model/text.ts';
import { type Condition, type Filter, filterIn } from '../../javascript/queries/conditions.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { mayCall, type MethodCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { LoadedRelation, Orm, OrmCall, RowLoop, SentLater, Together } from '../../javascript/queries/orm.ts';
import { rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import type { Receiver } from '../../javascript/receivers/type-model.ts';
import { typeOf } from '../../javascript/syntax/annotations.ts';
import { calledName, hasAnyOf, memberName, type Node, propertyOf, spanOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { callsIn, chainOf, importFrom } from '../../javascript/syntax/module.ts';
import { constantInit, objectValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { builtBy, builtOperation, builtShape } from './builder.ts';
import { gathersLoads } from './dataloader.ts';
import { isMade, madeBefore, TypedEntities } from './entities.ts';
import { FILTER } from './filters.ts';
import { MIKRO_MAKINGS } from './makings.ts';
import { BUILDER_METHODS, ENTITY_METHODS, type EntityMethod, FLUSHES, LOADERS, POPULATES } from './methods.ts';
import { MIKRO_PACKAGES } from './packages.ts';
import { loadsPath, pathsIn, populatedBy } from './populated.ts';
import { MANAGER_NAME, MIKRO_TYPES, speaksOfMikro } from './receivers.ts';
import { mikroLoad, mikroSentLater, mikroTogether } from './remedies.ts';
import { entitiesAround } from './schema.ts';
import { mikroWords } from './words.ts';

const CALL = /\.\s*(?:find\w*|count|countBy|stream|insert|insertMany|upsert|upsertMany|native(?:Update|Delete)|flush|persistAndFlush|removeAndFlush|populate|load|loadOrFail|loadItems|loadCount|init|matching|execute|get(?:Result|ResultList|ResultAndCount|SingleResult|Count))\s*(?:<[^;]*?>)?\(/;

class MikroReader extends ReceiverReader {
  readonly library = 'MikroORM';
  readonly words = mikroWords;
  readonly makings = MIKRO_MAKINGS;
  readonly optionNames = { where: 'where', offset: 'offset', limit: 'limit', order: 'orderBy', cursor: 'after', lock: 'lockMode', columns: 'fields' };
  protected readonly filter = FILTER;
  readonly #project: Project;
  readonly #typed: TypedEntities;

  constructor(file: SourceFile, project: Project) {
    super(file, project, MIKRO_TYPES);
    this.#project = project;
    this.#typed = new TypedEntities(file.module, this.receivers, (name) => this.dataModel.models.has(name));
  }

  /** The entities that the file names, and what they are related to. */
  protected readModel(): DataModel {
    return entitiesAround(this.file);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const { name, callee } = call;
    const loader = methodIn(LOADERS, name);
    const loaded = loader && this.#loaderCall(call, loader);
    if (loaded !== undefined) return loaded;
    const known = [ENTITY_METHODS, FLUSHES, POPULATES, BUILDER_METHODS].some((methods) => methodIn(methods, name) !== undefined);
    const receiver = known ? (this.receivers.of(callee.object) ?? this.#byName(callee.object)) : undefined;
    switch (receiver?.kind) {
      case 'manager':
      case 'repository':
        return this.#asked(call, receiver);
      case 'connection':
        return name === 'execute' ? this.#rawCall(call) : undefined;
      case 'builder':
        return this.#builderCall(call, receiver.model);
      default:
        return undefined;
    }
  }

  /** A manager by its name, in a file that speaks of MikroORM and says nothing else of it. */
  #byName(node: Node): Receiver | undefined {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' && MANAGER_NAME.test(value.name) ? this.module.resolve(value) : undefined;
    const isUntold = binding?.kind === 'parameter' && typeOf(binding.identifier) === undefined;
    return isUntold && speaksOfMikro(this.file) ? { kind: 'manager' } : undefined;
  }

  #asked(call: MethodCall, receiver: Receiver): OrmCall | undefined {
    const { name, node: { arguments: args } } = call;
    const flush = methodIn(FLUSHES, name);
    if (flush !== undefined) return this.#flush(call, flush);
    const populate = methodIn(POPULATES, name);
    if (populate !== undefined) return this.#populate(call, populate);
    if (name === 'execute') return receiver.kind === 'manager' ? this.#rawCall(call) : undefined;
    const method = methodIn(ENTITY_METHODS, name);
    if (method === undefined) return undefined;
    if (receiver.kind === 'repository') return this.#entityCall(call, method, receiver.model, args);
    const [first, ...rest] = args;
    if (first === undefined) return undefined;
    const told = unwrap(first);
    // `em.insert(order)` is told the entity by the entity itself
    if (method.optional === true && rest.length === 0) return this.#entityCall(call, method, this.#entityOf(told), args);
    const model = told.type === 'Identifier' && /^[A-Z]/.test(told.name) ? told.name : stringValue(this.module, told);
    return this.#entityCall(call, method, model, rest);
  }

  #entityCall(call: MethodCall, method: EntityMethod, model: string | undefined, args: readonly Node[]): OrmCall | undefined {
    const [first, second] = args;
    const isCursorOf7 = call.name === 'findByCursor' && second === undefined && ['where', 'first', 'last', 'after', 'before', 'orderBy'].some((option) => propertyOf(unwrap(first), option) !== undefined);
    const asked = this.callOf(call, isCursorOf7 ? { operation: method.operation, many: true, options: 0 } : method, model, args);
    if (asked === undefined) return undefined;
    const { options, where, data, many, client } = asked;
    const table = this.#tableGiven(client) ?? (model === undefined && args !== call.node.arguments ? this.#named(call.node.arguments[0]) : undefined);
    const option = (name: string): Node | undefined => options && propertyThroughSpreads(this.module, options, name)?.value;
    const isPage = call.name === 'findByCursor';
    return {
      ...asked,
      byKey: where !== undefined && this.#isKey(where, model),
      many: many || (data !== undefined && method.operation !== 'update' && this.isList(data)),
      limit: asked.limit ?? (isPage ? (option('first') ?? option('last')) : undefined),
      keyset: asked.keyset || isPage,
      ...(table === undefined ? {} : { context: [table] }),
    };
  }

  /** What says which entity a repository is of, where that is no class: `em.getRepository(document.type)`. */
  #tableGiven(client: Node): Node | undefined {
    const value = withoutAwait(client.type === 'Identifier' ? constantInit(this.module, client) : client);
    return value?.type === 'CallExpression' && /^(?:getRepository|repo)$/.test(calledName(value)) ? this.#named(value.arguments[0]) : undefined;
  }

  /** What names an entity and may name another one each time; what an object keeps names the same one. */
  #named(node: Node | undefined): Node | undefined {
    const value = unwrap(node);
    if (value?.type === 'MemberExpression') return chainOf(value).root.type === 'ThisExpression' ? undefined : value;
    const binding = value?.type === 'Identifier' && !this.dataModel.models.has(value.name) ? this.module.resolve(value) : undefined;
    const init = binding?.kind === 'variable' ? unwrap(binding.node.init) : undefined;
    return binding === undefined || (init !== undefined && chainOf(init).root.type === 'ThisExpression') ? undefined : value;
  }

  /** The filter is the key's value: by itself, by its name or its type. */
  #isKey(where: Node, model: string | undefined): boolean {
    switch (where.type) {
      case 'Literal':
      case 'TemplateLiteral':
        return true;
      case 'MemberExpression': {
        const name = memberName(where) ?? '';
        return /^(?:_?id|uuid|pk)$|(?:Id|ID|Uuid)$/.test(name) || this.#keyOf(model) === name || this.#isReference(where, model);
      }
      case 'Identifier': {
        const type = typeOf(this.module.resolve(where)?.identifier);
        if (type !== undefined) return type.name === 'ObjectId' || type.name === 'EntityId';
        const init = constantInit(this.module, where);
        return init === undefined || objectValue(this.module, where) === undefined ? /^_?id$|(?:Id|ID|Uuid|uuid)$/.test(where.name) : false;
      }
      default:
        return false;
    }
  }

  /** `order.customer`, which holds the customer or what stands for it. */
  #isReference(node: TSESTree.MemberExpression, model: string | undefined): boolean {
    const owner = this.#entityOf(node.object);
    const relation = owner === undefined ? undefined : this.dataModel.models.get(owner)?.fields.get(memberName(node) ?? '')?.relation;
    return relation?.cardinality === 'to-one' && relation.target === model;
  }

  #keyOf(model: string | undefined): string | undefined {
    const key = model === undefined ? undefined : this.dataModel.models.get(model)?.key;
    return key?.length === 1 ? key[0] : undefined;
  }

  #entityOf(node: Node | undefined): string | undefined {
    return node && (this.rowModel(node) ?? this.#typed.of(node) ?? this.#atRelation(node));
  }

  /** `order.customer` of an order that a type says to be one. */
  #atRelation(node: Node): string | undefined {
    const value = unwrap(node);
    const owner = value.type === 'MemberExpression' ? this.#typed.of(value.object) : undefined;
    return value.type !== 'MemberExpression' || owner === undefined ? undefined : modelAt(this.dataModel, owner, [memberName(value) ?? ''])?.name;
  }

  /** `em.flush()`, `em.persistAndFlush(order)`, `em.remove(order).flush()` */
  #flush(call: MethodCall, { operation, data }: EntityMethod): OrmCall | undefined {
    const chained = unwrap(call.callee.object);
    const step = chained.type === 'CallExpression' && /^(?:persist|remove)$/.test(calledName(chained)) ? chained : undefined;
    const given = unwrap((step ?? (data === undefined ? undefined : call.node))?.arguments[0]);
    const asked = this.callOf(call, { operation: step !== undefined && calledName(step) === 'remove' ? 'delete' : operation }, given && this.#entityOf(given));
    if (asked === undefined) return undefined;
    const made = asked.operation === 'delete' ? [] : given === undefined ? madeBefore(this.module, call.node, (node) => this.#entityOf(node)) : isMade(this.module, given) && given.type === 'Identifier' ? [given] : [];
    const [first] = made;
    const isNew = first !== undefined || (given !== undefined && asked.operation !== 'delete' && isMade(this.module, given));
    const manager = step?.callee.type === 'MemberExpression' ? unwrap(step.callee.object) : asked.client;
    return { ...asked, client: manager, data: given ?? first, many: given !== undefined && this.isList(given), model: asked.model ?? this.#entityOf(first), operation: isNew ? 'create' : asked.operation, fills: made };
  }

  /** `em.populate(orders, ['customer'])`, also of one row. */
  #populate(call: MethodCall, method: EntityMethod): OrmCall | undefined {
    const args = call.node.arguments;
    const list = args.findIndex((argument) => /^(?:ArrayExpression|Literal)$/.test(unwrap(argument).type));
    const rows = unwrap(args[0]);
    if (rows === undefined) return undefined;
    const paths = pathsIn(this.module, args[list < 0 ? 1 : list]);
    const model = this.#entityOf(rows);
    const asked = this.callOf(call, method, model);
    const [first] = typeof paths === 'string' ? [] : paths;
    const name = first?.split('.')[0];
    const relation = name === undefined || model === undefined ? undefined : this.dataModel.models.get(model)?.fields.get(name)?.relation;
    if (asked === undefined || relation === undefined || name === undefined) return asked && { ...asked, ofRow: true };
    return { ...asked, model: relation.target, client: rows, ofRow: true, relation: name };
  }

  /** `order.items.loadItems()`, `order.customer.load()`, `wrap(order.customer).init()`: what has been loaded already asks for nothing, but by `init`. */
  #loaderCall(call: MethodCall, { always, ...method }: (typeof LOADERS)[string]): OrmCall | undefined {
    const on = unwrap(call.callee.object);
    const isWrapped = call.name === 'init' && on.type === 'CallExpression' && importFrom(this.module, unwrap(on.callee), MIKRO_PACKAGES)?.imported === 'wrap';
    const held = isWrapped ? unwrap(on.arguments[0]) : on;
    const name = held?.type === 'MemberExpression' ? memberName(held) : undefined;
    if (held?.type !== 'MemberExpression' || name === undefined) return undefined;
    const row = unwrap(held.object);
    const owner = this.#entityOf(row);
    const relation = owner === undefined ? undefined : this.dataModel.models.get(owner)?.fields.get(name)?.relation;
    if (relation === undefined) return undefined;
    const isOne = relation.cardinality === 'to-one';
    if (isOne ? !/^(?:load|loadOrFail|init)$/.test(call.name) : call.name === 'loadOrFail' || isWrapped) return undefined;
    const asked = this.callOf(call, isOne ? { ...method, operation: 'readOne', many: false } : method, relation.target);
    if (asked === undefined || (always !== true && this.#isLoaded(call.node, row, name))) return undefined;
    return { ...asked, client: row, ofRow: true, ...(call.name === 'matching' ? { where: asked.where ?? call.node } : { relation: name }) };
  }

  /** The rows were read or populated with the relation, or with what the code doesn't show. */
  #isLoaded(node: Node, row: Node, name: string): boolean {
    const rows = this.rowsOf(row);
    if (rows?.call !== undefined && (populatedBy(this.module, rows.call) === 'unknown' || this.loads(rows.call, [...rows.path, name]))) return true;
    const around = this.module.functionAround(node);
    return around !== undefined && (this.#populatedIn(around).get(name) ?? Infinity) <= spanOf(node)[0];
  }

  readonly #populatedByPlace = new Map<Node, ReadonlyMap<string, number>>();

  /** Relations that calls of `populate` name in a function and those around it, whatever their rows, with where the first such call ends. */
  #populatedIn(around: Node): ReadonlyMap<string, number> {
    const known = this.#populatedByPlace.get(around);
    if (known !== undefined) return known;
    const outer = this.module.functionAround(around);
    const found = new Map(outer === undefined ? [] : this.#populatedIn(outer));
    for (const call of callsIn(this.module, around)) {
      if (calledName(call) !== 'populate') continue;
      for (const argument of call.arguments.slice(1)) {
        const paths = pathsIn(this.module, argument);
        for (const step of typeof paths === 'string' ? [] : paths.flatMap((path) => path.split('.'))) if (!found.has(step)) found.set(step, spanOf(call)[1]);
      }
    }
    this.#populatedByPlace.set(around, found);
    return found;
  }

  /** `em.execute('SELECT …')`, `em.getConnection().execute('…')` */
  #rawCall(call: MethodCall): OrmCall | undefined {
    const [first] = call.node.arguments;
    const given = unwrap(first);
    const text = sqlText(given?.type === 'Identifier' ? constantInit(this.module, given) : given);
    const operation = rawOperation(text);
    const asked = operation && this.callOf(call, { operation, many: true }, tableIn(text));
    return asked && { ...asked, where: undefined };
  }

  #builderCall(call: MethodCall, model: string | undefined): OrmCall | undefined {
    const method = methodIn(BUILDER_METHODS, call.name);
    if (method === undefined) return undefined;
    const steps = builtBy(call.callee.object);
    const step = (...names: string[]): Node | undefined => unwrap(steps.findLast(({ name }) => names.includes(name))?.call.arguments[0]);
    const operation = method.operation === 'rawRead' ? builtOperation(steps) : method.operation;
    const asked = this.callOf(call, { ...method, operation }, model);
    const offset = operation === 'readMany' ? step('offset') : undefined;
    return asked && {
      ...asked, shape: builtShape(steps), data: step('insert', 'update'), limit: step('limit'), locks: step('setLockMode') !== undefined,
      offset: offset === undefined || isFixed(this.module, offset) ? undefined : offset,
    };
  }

  override filterOf(call: OrmCall): Filter | undefined {
    const own = methodIn(BUILDER_METHODS, call.method) === undefined || call.client.type !== 'CallExpression' ? super.filterOf(call) : this.#builtFilter(call);
    return own?.map((one) => ('any' in one ? one : this.#plain(call, one)));
  }

  #builtFilter({ client }: OrmCall): Filter | undefined {
    const parts = builtBy(client).filter(({ name }) => /where|having/i.test(name)).map(({ name, call: { arguments: [first] } }) => (/^(?:where|andWhere)$/.test(name) && first !== undefined ? filterIn(this.module, first, FILTER) : undefined));
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }

  /** `{ customer: { id } }` compares the column of the relation, as `{ customer: id }` does. */
  #plain({ model }: OrmCall, condition: Condition): Condition {
    const [name, key, ...more] = condition.path;
    const relation = model === undefined || name === undefined ? undefined : this.dataModel.models.get(model)?.fields.get(name)?.relation;
    const isKey = relation !== undefined && more.length === 0 && relation.keys.length === 1 && key !== undefined && relation.references[0] === key;
    return isKey && name !== undefined ? { ...condition, path: [name] } : condition;
  }

  answersFromMemory({ method, byKey, where, options, model, relation, operation }: OrmCall): boolean {
    if (relation !== undefined) return method !== 'init' && (operation === 'readOne' || /^load(?:Items)?$/.test(method));
    if (!/^findOne(?:OrFail)?$/.test(method)) return false;
    if (hasAnyOf(options, ['populate', 'refresh', 'lockMode', 'fields', 'disableIdentityMap'])) return false;
    const [only, ...others] = where?.type === 'ObjectExpression' ? where.properties : [];
    return byKey === true || (only?.type === 'Property' && others.length === 0 && only.key.type === 'Identifier' && only.key.name === (this.#keyOf(model) ?? 'id'));
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    if (loadsPath(populatedBy(this.module, source), path) || this.#joins(source, path)) return true;
    let model = source.model === undefined ? undefined : this.dataModel.models.get(source.model);
    // what is eager is loaded with whatever has it
    return path.length > 0 && path.every((step, index) => {
      const relation = model?.fields.get(step)?.relation;
      model = relation === undefined ? undefined : this.dataModel.models.get(relation.target);
      return relation !== undefined && (relation.eager || loadsPath(populatedBy(this.module, source), path.slice(0, index + 1)));
    });
  }

  /** `.leftJoinAndSelect('o.customer', 'c')` in the chain of a builder. */
  #joins({ client }: OrmCall, path: readonly string[]): boolean {
    return builtBy(client).some(({ name, call: { arguments: [first] } }) => name.endsWith('JoinAndSelect') && stringValue(this.module, first)?.endsWith(`.${path.at(-1) ?? ''}`) === true);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return mikroLoad(this.module, source, relations);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return mikroTogether(this.module, call, loop);
  }

  sentLater(call: OrmCall): SentLater | undefined {
    return mikroSentLater(this.module, call);
  }

  batchesItself(call: OrmCall): boolean {
    return gathersLoads(call, this.#project.filename);
  }
}

/** MikroORM 6 and 7, what 4 and 5 have in common with them, and NestJS's module for it. */
export const mikroOrm: Orm = {
  about,
  library: 'MikroORM',
  tellingMethods: /^(?:find(?:OneOrFail|AndCount|ByCursor)|native(?:Insert|Update|Delete)|(?:persist|remove)AndFlush)$/,
  glance: (file) => mayCall(file, MIKRO_PACKAGES, CALL),
  open: (file, project) => new MikroReader(file, project),
};
