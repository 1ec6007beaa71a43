import { about } from './about.ts';
import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { isObject, nearestPackage } from '../../javascript/project/packages.ts';
import { contains } from '../../javascript/syntax/dependence.ts';
import { selectText } from '../../javascript/advice/filter-text.ts';
import { hasAnyOf, isFunction, isLoop, keyName, memberName, type Node, propertyOf, spanOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import type { FileGlance, LoadedRelation, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import type { Filter, FilterDialect } from '../../javascript/queries/conditions.ts';
import { type MethodCall, methodIn, MethodReader } from '../../javascript/readers/method-reader.ts';
import { comparedIn, conditionIn, rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { EntityInstances } from './instances.ts';
import { TYPEORM_MAKINGS } from './makings.ts';
import { BUILDER_METHODS, ENTITY_OPTIONAL, type EntityMethod, FIND_OPTIONS, INSTANCE_METHODS, REPOSITORY_METHODS } from './methods.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import { TYPEORM_TYPES } from './receivers.ts';
import { relationsJoined, relationsNamed } from './joined.ts';
import { typeormLoad, typeormLoads, typeormTogether } from './remedies.ts';
import { entitiesAround } from './schema.ts';
import { tables } from './tables.ts';
import { typeormWords } from './words.ts';

const CALL = /\.\s*(?:find\w*|get(?:Many|One|Raw|Count|Exists)\w*|save|insert|update|upsert|delete|softDelete|remove|softRemove|recover|restore|count|countBy|exists?|existsBy|execute|preload|increment|decrement|sum|average|minimum|maximum|reload|query)\s*(?:<[^>]*>)?\(/;

/** How TypeORM compares in find options: 0.2, 0.3.31 and 1.1.1. */
const FILTER: FilterDialect = {
  operators: {
    Equal: 'equals', In: 'in', Any: 'in', ArrayContains: 'in', MoreThan: 'range', MoreThanOrEqual: 'range', LessThan: 'range', LessThanOrEqual: 'range', Between: 'range',
    Like: 'range', ILike: 'range', Not: 'other', Raw: 'other',
  },
};

/** Variables that a builder is followed through. */
const DEPTH = 6;

class TypeormReader extends MethodReader {
  readonly library = 'TypeORM';
  readonly words = typeormWords;
  readonly makings = TYPEORM_MAKINGS;
  readonly isOld: boolean;
  protected readonly filter = FILTER;
  readonly optionNames = { where: 'where', offset: 'skip', limit: 'take', order: 'order', lock: 'lock', columns: 'select' };
  private readonly receivers: Receivers;
  private readonly instances: EntityInstances;
  private model: DataModel | undefined;

  constructor(file: SourceFile, project: Project) {
    super(file);
    this.isOld = isOld(project.filename);
    this.receivers = new Receivers(file, TYPEORM_TYPES, project.settings.aliases);
    this.instances = new EntityInstances(file, this.receivers, (call) => this.recognise(call));
  }

  /** The entities that the file names, and what they are related to. */
  get dataModel(): DataModel {
    this.model ??= entitiesAround(this.file);
    return this.model;
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const { callee, name, node } = call;
    if (name === 'query') return this.rawCall(call);
    const ofRepository = methodIn(REPOSITORY_METHODS, name);
    const ofBuilder = methodIn(BUILDER_METHODS, name);
    const ofRow = methodIn(INSTANCE_METHODS, name);
    if (ofRepository === undefined && ofBuilder === undefined && ofRow === undefined) return undefined;
    const receiver = this.receivers.of(callee.object);
    switch (receiver?.kind) {
      case 'builder':
        return ofBuilder && this.builderCall(call, ofBuilder, receiver.model);
      case 'repository':
      case 'entity':
        return ofRepository && this.entityCall(call, ofRepository, receiver.model, node.arguments);
      case 'manager':
        return ofRepository && this.managerCall(call, ofRepository);
      default:
        return receiver === undefined ? ofRow && this.instanceCall(call, ofRow) : undefined;
    }
  }

  /** `repository.query('SELECT …', [id])`, which any of TypeORM's objects has that reaches a connection. */
  private rawCall(call: MethodCall): OrmCall | undefined {
    const text = this.sql(call.node);
    const operation = rawOperation(text);
    const isSent = operation !== undefined && /^(?:repository|entity|manager|source|runner)$/.test(this.receivers.of(call.callee.object)?.kind ?? '');
    return isSent ? this.callOf(call, { operation, many: true }, tableIn(text)) : undefined;
  }

  /** The statement, through the name that holds it. A text that goes on elsewhere says what it does by its beginning. */
  private sql({ arguments: [first] }: TSESTree.CallExpression): string {
    const given = unwrap(first);
    const binding = given?.type === 'Identifier' ? this.module.resolve(given) : undefined;
    return sqlText(binding?.kind === 'variable' ? binding.node.init : given);
  }

  private managerCall(call: MethodCall, method: EntityMethod): OrmCall | undefined {
    const { name, node: { arguments: args } } = call;
    const [first, ...rest] = args;
    const entity = unwrap(first);
    const given = entity?.type === 'Identifier' && /^[A-Z]/.test(entity.name) ? entity.name : undefined;
    if (given === undefined && !ENTITY_OPTIONAL.has(name)) return undefined;
    return this.entityCall(call, method, given ?? this.instances.entityOf(first), given === undefined ? args : rest);
  }

  private entityCall(call: MethodCall, method: EntityMethod, model: string | undefined, args: readonly Node[]): OrmCall | undefined {
    const asked = this.callOf(call, this.asGiven(method, args), model, args);
    if (asked === undefined) return undefined;
    const { data, many, statements } = asked;
    const extra = method.extra === undefined || (data !== undefined && this.instances.isNew(data)) ? 0 : method.extra;
    return { ...asked, many: many || (data !== undefined && this.isList(data)), statements: statements + extra };
  }

  /** Until 0.2 conditions may stand where options do, `find({ status })`, and so may the key of one row. */
  private asGiven(method: EntityMethod, args: readonly Node[]): EntityMethod {
    const { options: index, ...rest } = method;
    const given = index === undefined ? undefined : unwrap(args[index]);
    if (index === undefined || given === undefined) return method;
    if (given.type === 'ObjectExpression') return given.properties.length > 0 && given.properties.every((property) => property.type === 'Property' && !FIND_OPTIONS.has(keyName(property) ?? '')) ? { ...rest, where: index } : method;
    const isKey = this.isOld && method.operation === 'readOne' && (given.type === 'Literal' || given.type === 'MemberExpression' || given.type === 'TemplateLiteral');
    return isKey ? { ...rest, key: index } : method;
  }

  private builderCall(call: MethodCall, method: EntityMethod, model: string | undefined): OrmCall | undefined {
    const steps = this.builderSteps(call.callee.object);
    const step = (...names: string[]): Node | undefined => {
      const found = steps.findLast((call) => names.includes(stepName(call)));
      return found && unwrap(found.arguments[0]);
    };
    const operation = method.operation === 'rawWrite' ? builderWrite(steps) : method.operation;
    if (operation === undefined) return undefined;
    // Counts and existence checks are sent without offset and limit.
    const offset = operation === 'readMany' || operation === 'readOne' ? step('skip', 'offset') : undefined;
    const asked = this.callOf(call, { ...method, operation }, model);
    return asked && {
      ...asked,
      shape: builderShape(steps, call.name),
      data: step('set', 'values'),
      offset: offset === undefined || isFixed(this.module, offset) ? undefined : offset,
      limit: step('take', 'limit'),
      locks: step('setLock') !== undefined,
    };
  }

  /** A row that saves itself: `order.save()`, `Order.create({ … }).save()`. */
  private instanceCall(call: MethodCall, method: EntityMethod): OrmCall | undefined {
    const row = unwrap(call.callee.object);
    const model = this.instances.entityOf(row);
    const asked = model === undefined ? undefined : this.callOfRow(call, method, model);
    return asked && { ...asked, ofRow: false, statements: 1 + (method.extra === undefined || this.instances.isNew(row) ? 0 : method.extra) };
  }

  /** The calls that build the query up to `node`, through the variable that holds the builder: what was called on it before. */
  private builderSteps(node: Node, depth = DEPTH): TSESTree.CallExpression[] {
    const value = withoutAwait(node);
    if (depth === 0 || value === undefined) return [];
    if (value.type === 'CallExpression') {
      const callee = unwrap(value.callee);
      return callee.type === 'MemberExpression' ? [...this.builderSteps(callee.object, depth), value] : [value];
    }
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    if (binding?.kind !== 'variable') return [];
    const begun = binding.node.init === null ? [] : this.builderSteps(binding.node.init, depth - 1);
    const later = this.module.referencesTo(binding).filter((use) => this.comesBefore(use, value, binding.node));
    return [...begun, ...later.flatMap((use) => this.stepsOn(use))];
  }

  /** True where a use of a builder has run when `at` does: it stands before it, in no other branch, or in a loop that both repeat. */
  private comesBefore(use: Node, at: Node, declared: Node): boolean {
    const isEarlier = spanOf(use)[0] < spanOf(at)[0];
    for (let below = use, parent = this.module.parentOf(use); parent !== undefined; below = parent, parent = this.module.parentOf(parent)) {
      if (!contains(parent, at)) continue;
      if (isEarlier) return !((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && below !== parent.test && !contains(parent.test, at));
      if (contains(parent, declared) || isFunction(parent)) return false;
      if (isLoop(parent)) return true;
    }
    return false;
  }

  /** `qb.where(…).skip(…)` as a statement of its own; what is called on a copy changes the copy. */
  private stepsOn(use: Node): TSESTree.CallExpression[] {
    const found: TSESTree.CallExpression[] = [];
    let at = use;
    for (let member = this.module.parentOf(at); member?.type === 'MemberExpression' && member.object === at; member = this.module.parentOf(at)) {
      const call = this.module.parentOf(member);
      if (call?.type !== 'CallExpression' || call.callee !== member || memberName(member) === 'clone') break;
      found.push(call);
      at = call;
    }
    return found;
  }

  override filterOf(call: OrmCall): Filter | undefined {
    if (call.method === 'query') {
      const values = unwrap(call.node.arguments[1]);
      return comparedIn(conditionIn(this.sql(call.node)), (name) => (values?.type === 'ArrayExpression' ? unwrap(values.elements[Number(name) - 1]) : undefined));
    }
    const callee = unwrap(call.node.callee);
    return Object.hasOwn(BUILDER_METHODS, call.method) && callee.type === 'MemberExpression' ? builderFilter(this.builderSteps(callee.object)) : super.filterOf(call);
  }

  /** Objects since 0.3, lists of names before. */
  selecting({ options, method }: OrmCall, columns: readonly string[]): string | undefined {
    if (!method.startsWith('find') || hasAnyOf(options, ['select', 'relations', 'join'])) return undefined;
    return this.isOld ? `select: [${columns.map((name) => `'${name}'`).join(', ')}]` : selectText(columns);
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return typeormLoads(source, path) || this.loadsEagerly(source, path);
  }

  joined(call: OrmCall): readonly (readonly string[])[] {
    const callee = unwrap(call.node.callee);
    if (!Object.hasOwn(BUILDER_METHODS, call.method) || callee.type !== 'MemberExpression') return relationsNamed(call);
    return /^get(?:One|Many)/.test(call.method) && call.shape?.grouped !== true ? relationsJoined(this.builderSteps(callee.object), call.shape?.alias) : [];
  }

  /** `find` and its kin load eager relations by themselves, and those of what they load; builders, and a `select` of columns, don't. */
  private loadsEagerly(source: OrmCall, path: readonly string[]): boolean {
    const isFind = source.method.startsWith("find") && path.length > 0;
    const stops = propertyOf(source.options, 'select') !== undefined || propertyOf(source.options, 'loadEagerRelations') !== undefined;
    if (!isFind || stops) return false;
    let model = source.model === undefined ? undefined : this.dataModel.models.get(source.model);
    return path.every((step, index) => {
      const relation = model?.fields.get(step)?.relation;
      model = relation === undefined ? undefined : this.dataModel.models.get(relation.target);
      return relation !== undefined && (relation.eager || typeormLoads(source, path.slice(0, index + 1)));
    });
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return typeormLoad(this.module, source, relations);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return typeormTogether(this.module, call, loop);
  }
}

/** What the steps of a builder say of the answer's rows. */
function builderShape(steps: readonly TSESTree.CallExpression[], method: string): OrmCall['shape'] {
  const order: { column: string; descending: boolean }[] = [];
  let grouped = false;
  for (const call of steps) {
    const name = stepName(call);
    const [first, second] = call.arguments;
    const text = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined;
    if (name === 'orderBy') order.length = 0;
    if (name === 'orderBy' || name === 'addOrderBy') order.push({ column: text ?? '…', descending: second?.type === 'Literal' && second.value === 'DESC' });
    if (/^(?:groupBy|distinct|distinctOn)$/.test(name) || (method.startsWith('getRaw') && /^(?:addS|s)elect$/.test(name) && /\bdistinct\b|\b(?:count|sum|avg|min|max)\s*\(/i.test(text ?? ''))) grouped = true;
  }
  return { order, grouped, alias: aliasGiven(steps) };
}

/** `createQueryBuilder('order')`, `createQueryBuilder(Order, 'order')`, `.from(Order, 'order')` */
function aliasGiven(steps: readonly TSESTree.CallExpression[]): string | undefined {
  const begun = steps.findLast((call) => /^(?:createQueryBuilder|from)$/.test(stepName(call)) && call.arguments.length > 0);
  const last = begun?.arguments.at(-1);
  return last?.type === 'Literal' && typeof last.value === 'string' ? last.value : undefined;
}

/** What the texts of a builder's `where` and `andWhere` compare with their parameters; nothing where there are alternatives, or where the builder comes from elsewhere, with conditions of its own perhaps. */
function builderFilter(steps: readonly TSESTree.CallExpression[]): Filter | undefined {
  const filters = steps.filter((call) => /where/i.test(stepName(call)));
  if (filters.length === 0 && !steps.some((call) => stepName(call) === 'createQueryBuilder')) return undefined;
  if (filters.some((call) => !/^(?:where|andWhere)$/.test(stepName(call)))) return undefined;
  return filters.flatMap(({ arguments: [text, parameters] }) => {
    const condition = text?.type === 'Literal' ? String(text.value) : text?.type === 'TemplateLiteral' && text.expressions.length === 0 ? (text.quasis[0]?.value.cooked ?? '') : '';
    return comparedIn(condition, (name) => unwrap(propertyOf(unwrap(parameters), name)?.value));
  });
}

function stepName(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** What `execute()` does, by the step that says so; undefined for reads of raw rows and for what isn't said. */
function builderWrite(steps: readonly TSESTree.CallExpression[]): Operation | undefined {
  for (const call of [...steps].reverse()) {
    switch (stepName(call)) {
      case 'insert':
        return 'create';
      case 'update':
      case 'restore':
        return 'update';
      case 'delete':
      case 'softDelete':
        return 'delete';
      default:
    }
  }
  return undefined;
}

/** 0.2 has no `findBy` and no `findOneBy`. */
function isOld(path: string): boolean {
  const { dependencies, peerDependencies } = nearestPackage(dirname(path))?.json ?? {};
  const version = [dependencies, peerDependencies].map((list) => (isObject(list) ? list.typeorm : undefined)).find((range) => typeof range === 'string');
  return typeof version === 'string' && /^[~^=v\s]*0\.[012]\b/.test(version);
}

/** TypeORM 0.2, 0.3 and 1.x. */
export const typeorm: Orm = {
  about,
  tables,
  library: 'TypeORM',
  tellingMethods: /^(?:findOne(?:By|OrFail|ByOrFail)|findAndCount(?:By)?|getManyAndCount|getRaw(?:One|Many)|getOneOrFail|softDelete)$/,
  glance(file: FileGlance): boolean {
    if (!CALL.test(file.text)) return false;
    return file.imports.some((source) => TYPEORM_TYPES.packages.test(source)) || /\b(?:getRepository|[rR]epository|EntityManager|DataSource|dataSource)\b/.test(file.text) || usesEntities(file);
  },
  open(file, project) {
    return new TypeormReader(file, project);
  },
};

/** A method of an entity's class, or of a row that saves itself. */
const ACTIVE_RECORD = /\b[A-Z]\w*\s*\.\s*(?:find\w*|save|insert|update|upsert|delete|remove|softRemove|count|countBy|exists?|existsBy|create\w*|sum|average|minimum|maximum)\s*(?:<[^>]*>)?\(|\.\s*(?:save|remove|softRemove|recover|reload)\s*\(/;

/** Entities of the active-record kind come from the project's own files, which may be called anything where the project depends on TypeORM. */
function usesEntities({ imports, text, project }: FileGlance): boolean {
  if (imports.some((source) => /entit(?:y|ies)|models?\b/i.test(source))) return true;
  return imports.some((source) => !source.startsWith('node:')) && (ACTIVE_RECORD.test(text) || /\bextends\s+\w+\s*</.test(text)) && nearestPackage(dirname(project.filename))?.dependencies.has('typeorm') === true;
}
