import type { TSESTree } from '@typescript-eslint/utils';
import inflection from 'inflection';
import type { DataModel } from '../../model/data-model.ts';
import type { Edit } from '../../model/text.ts';
import { type CalledFunction, functionAnswering } from '../../javascript/project/called.ts';
import type { Filter } from '../../javascript/queries/conditions.ts';
import { contains } from '../../javascript/syntax/dependence.ts';
import { mayCall, type Method, type MethodCall, methodIn, MethodReader } from '../../javascript/readers/method-reader.ts';
import type { FileGlance, LoadedRelation, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { speaksOf } from '../../javascript/project/packages.ts';
import { namesOfResolvedRow } from '../../javascript/rows/resolvers.ts';
import { comparedIn, conditionIn, rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { elementTypeNameOf, typeNameOf } from '../../javascript/syntax/annotations.ts';
import { answersOf, callGiving, ELEMENT, sourcesOf } from '../../javascript/syntax/flow.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { hasAnyOf, isFunction, isLoop, memberName, type Node, propertyOf, some, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, propertyThroughSpreads } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import { about } from './about.ts';
import { type SequelizeCall, readsRowsAlone } from './counts.ts';
import { FILTER, isList, joinedIn } from './filters.ts';
import { SEQUELIZE_MAKINGS } from './makings.ts';
import { ASSOCIATION_METHOD, INSTANCE_METHODS, LINKING, STATIC_METHODS } from './methods.ts';
import { classNamed, type FoundModel, isSequelize, modelInImports, modelInProject, modelOf } from './models.ts';
import { ownMethod } from './own-methods.ts';
import { SEQUELIZE } from './packages.ts';
import { includeEdit, includes, sequelizeTogether, joinedBy } from './remedies.ts';
import { dataModelOf } from './schema.ts';
import { tables } from './tables.ts';
import { sequelizeWords } from './words.ts';

const CALL = /\.\s*(?:find(?:All|One|ByPk|ById|AndCountAll|OrCreate|CreateFind|OrBuild)|count\w*|sum|min|max|aggregate|create\w*|bulkCreate|update|upsert|destroy|restore|increment|decrement|save|reload|(?:get|add|remove)[A-Z]\w*|query)\s*(?:<[^>]*>)?\(/;

/** `fn('DISTINCT', col('customerId'))`, `literal('DISTINCT "customerId"')` */
const DISTINCT = /\b(?:fn|literal)\(\s*['"`]\s*distinct\b/i;

class SequelizeReader extends MethodReader {
  readonly library = 'Sequelize';
  readonly words = sequelizeWords;
  protected readonly filter = FILTER;
  readonly optionNames = { where: 'where', offset: 'offset', limit: 'limit', order: 'order', lock: 'lock', columns: 'attributes' };
  readonly makings = SEQUELIZE_MAKINGS;
  private model: DataModel | undefined;
  private named: readonly FoundModel[] | undefined;
  /** Models of the rows that calls of the project's functions give. */
  private readonly given = new Map<Node, FoundModel | undefined>();

  /** The models that the file's calls name, and those they are associated with. */
  get dataModel(): DataModel {
    this.model ??= dataModelOf(this.modelsNamed());
    return this.model;
  }

  private modelsNamed(): readonly FoundModel[] {
    this.named ??= this.module.calls.flatMap((call) => {
      const callee = unwrap(call.callee);
      const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
      if (callee.type !== 'MemberExpression') return [];
      if (Object.hasOwn(STATIC_METHODS, name)) return modelOf(this.file, callee.object) ?? [];
      return ASSOCIATION_METHOD.test(name) ? (this.annotatedModel(unwrap(callee.object)) ?? this.resolvedModel(callee.object) ?? this.givenModel(callee.object) ?? []) : [];
    });
    return this.named;
  }

  /** The model of the row of a GraphQL resolver: of those that the file imports, the one that is called like the type or the parameter. */
  private resolvedModel(node: Node): FoundModel | undefined {
    const value = unwrap(node);
    const names = value.type === 'Identifier' ? namesOfResolvedRow(this.module, value) : [];
    return names.map((name) => modelInImports(this.file, name) ?? modelInProject(this.file, name)).find((found) => found !== undefined);
  }

  /** `order.close()`, `Order.closeAll()`, where the project's model has such a method. */
  ownMethod(callee: TSESTree.MemberExpression): CalledFunction | undefined {
    const name = memberName(callee) ?? '';
    const model = modelOf(this.file, callee.object);
    if (model !== undefined) return ownMethod(this.withDeclaration(model), name, false);
    const row = this.foundRow(callee.object);
    return row && ownMethod(row, name, true);
  }

  /** The model with its declaration, be it that of the project's one model of that name. */
  private withDeclaration(model: FoundModel): FoundModel {
    return model.declared === undefined ? (modelInProject(this.file, model.name) ?? model) : model;
  }

  /** The model of a row with its declaration. */
  private foundRow(node: Node): FoundModel | undefined {
    const resolved = this.resolvedModel(node) ?? this.givenModel(node);
    if (resolved !== undefined) return resolved;
    const name = this.rowModel(node);
    if (name === undefined) return undefined;
    return this.modelsNamed().find((found) => found.name === name && found.declared !== undefined) ?? modelInProject(this.file, name);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const { callee, name } = call;
    if (name === 'query') return this.rawCall(call);
    const ofModel = methodIn(STATIC_METHODS, name);
    const model = ofModel === undefined ? undefined : modelOf(this.file, callee.object);
    if (ofModel !== undefined && model !== undefined) return this.modelCall(call, ofModel, model.name);
    const made = name === 'save' ? this.madeModel(callee.object) : undefined;
    if (made !== undefined) return this.callOfRow(call, { operation: 'create', options: 0 }, made);
    const ofRow = methodIn(INSTANCE_METHODS, name);
    if (ofRow === undefined && !ASSOCIATION_METHOD.test(name)) return undefined;
    const row = this.rowModel(callee.object);
    if (row === undefined) return undefined;
    return ofRow === undefined ? this.associationCall(call, row) : this.callOfRow(call, ofRow, row);
  }

  /** The model of a row that the code makes, in place or as a const: `Order.build({ … })`, `new Order({ … })`. */
  private madeModel(node: Node): string | undefined {
    const value = unwrap(node);
    const made = value.type === 'Identifier' ? unwrap(constantInit(this.module, value)) : value;
    if (made?.type === 'NewExpression') return modelOf(this.file, made.callee)?.name;
    const callee = made?.type === 'CallExpression' ? unwrap(made.callee) : undefined;
    return callee?.type === 'MemberExpression' && memberName(callee) === 'build' ? modelOf(this.file, callee.object)?.name : undefined;
  }

  private modelCall(call: MethodCall, method: Method, model: string): SequelizeCall | undefined {
    const asked = this.callOf(call, method, model);
    return asked && { ...asked, shape: asked.operation === 'readMany' && this.isGrouped(asked) ? { order: [], grouped: true } : asked.shape, dropsCount: call.name === 'findAndCountAll' && readsRowsAlone(this.module, call.node) };
  }

  /** Its rows are groups of those of the table, or different values of a column, unless they are grouped by the key of each, which takes what is joined in together. */
  private isGrouped({ options, model = '' }: OrmCall): boolean {
    const group = propertyOf(options, 'group')?.value;
    const columns = propertyOf(options, 'attributes')?.value;
    if (columns !== undefined && DISTINCT.test(this.module.textOf(columns))) return true;
    return group !== undefined && !/^\[?\s*['"`]id['"`]/.test(this.module.textOf(group).replace(`${model}.`, ''));
  }

  /** `sequelize.query('SELECT …')` */
  private rawCall(call: MethodCall): OrmCall | undefined {
    const text = this.sql(call.node);
    const operation = isSequelize(this.file, call.callee.object) ? rawOperation(text) : undefined;
    const asked = operation && this.callOf(call, { operation, many: true, options: 1 }, tableIn(text));
    return asked && { ...asked, where: undefined };
  }

  private sql({ arguments: [first] }: TSESTree.CallExpression): string {
    const given = unwrap(first);
    return sqlText(given?.type === 'Identifier' ? constantInit(this.module, given) : given);
  }

  /** `order.getCustomer()`, `order.countItems()`: by the associations of the row's model, unless it has a method of that name (6.37: associations/helpers.js, mixinMethods). */
  private associationCall(call: MethodCall, row: string): OrmCall | undefined {
    if (this.ownMethod(call.callee) !== undefined) return undefined;
    if (LINKING.test(call.name)) return this.linkingCall(call, row);
    const [, verb, rest = ''] = ASSOCIATION_METHOD.exec(call.name) ?? [];
    const fields = [...(this.dataModel.models.get(row)?.fields.values() ?? [])];
    const field = fields.find((one) => one.relation !== undefined && (isNamed(one.name, rest) || (verb === 'create' && isNamed(inflection.singularize(one.name), rest))));
    if (field?.relation === undefined || verb === undefined) return undefined;
    const { target, cardinality } = field.relation;
    const operation = verb === 'count' ? 'count' : verb === 'create' ? 'create' : cardinality === 'to-one' ? 'readOne' : 'readMany';
    const method: Method = verb === 'create' ? { operation, data: 0, options: 1 } : { operation, options: 0, many: operation !== 'readOne' };
    const asked = this.callOf(call, method, target);
    return asked && { ...asked, relation: field.name, ofRow: true };
  }

  /**
   * `order.addItem(item)`, `order.removeItem(item)`: what joins two rows, be it a key or a row of a table between them. Where each round has a row of its own on
   * either side, no method takes them all.
   */
  private linkingCall(call: MethodCall, row: string): OrmCall | undefined {
    const rest = call.name.replace(LINKING, '');
    const field = [...(this.dataModel.models.get(row)?.fields.values() ?? [])].find((one) => one.relation?.cardinality === 'to-many' && isNamed(inflection.singularize(one.name), rest));
    if (field === undefined || this.isOfRound(call)) return undefined;
    const asked = this.callOf(call, { operation: call.name.startsWith('add') ? 'create' : 'delete', options: 1, data: 0 }, undefined);
    return asked && { ...asked, where: undefined, relation: field.name, ofRow: true };
  }

  /** The row whose method is called stands for another one in each round of the loop, or call of the function, around. */
  private isOfRound({ node, callee }: MethodCall): boolean {
    const { root } = chainOf(callee.object);
    const binding = root.type === 'Identifier' ? this.module.resolve(root) : undefined;
    if (binding === undefined) return root.type !== 'ThisExpression';
    let at = this.module.parentOf(node);
    while (at !== undefined && !isFunction(at) && !isLoop(at)) at = this.module.parentOf(at);
    return at !== undefined && contains(at, binding.identifier);
  }

  /** The model of a row: by its annotation, or by what was read into it. */
  protected override rowModel(node: Node): string | undefined {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    if (typeNameOf(binding?.identifier) !== undefined) return this.annotatedModel(value)?.name;
    return super.rowModel(node) ?? (this.annotatedModel(value) ?? this.resolvedModel(node) ?? this.givenModel(node))?.name;
  }

  /** The model of a row, or of one of the rows, that a function of the project gives as a query has read them: `const order = await findOrder(id)`. */
  private givenModel(node: Node): FoundModel | undefined {
    const call = callGiving(this.module, node);
    if (call === undefined) return undefined;
    // functions that give what each other gives say nothing
    if (!this.given.has(call)) {
      this.given.set(call, undefined);
      this.given.set(call, this.recognise(call) === undefined ? this.modelGivenBy(call) : undefined);
    }
    return this.given.get(call);
  }

  private modelGivenBy(call: TSESTree.CallExpression): FoundModel | undefined {
    const fn = functionAnswering(this.file, call.callee);
    const reader = fn === undefined || fn.module === this.module ? this : readerIn(fn.module, fn);
    const [first, ...others] = fn === undefined ? [] : answersOf(fn.node).map((answer) => reader.modelOfRow(answer));
    return first !== undefined && others.every((other) => other?.name === first.name) ? first : undefined;
  }

  private modelOfRow(node: Node): FoundModel | undefined {
    return this.rowModel(node) === undefined ? undefined : this.foundRow(node);
  }

  /** The model of a row that is annotated, or an element of a list that is: `order: Order`, `orders: Order[]`. */
  private annotatedModel(value: Node): FoundModel | undefined {
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    const type = typeNameOf(binding?.identifier) ?? this.elementType(value);
    return type === undefined ? undefined : classNamed(this.file, type, value);
  }

  private elementType(value: Node): string | undefined {
    const [only, ...others] = value.type === 'Identifier' ? sourcesOf(this.module, value) : [];
    const list = only?.path.length === 1 && only.path[0] === ELEMENT && others.length === 0 ? unwrap(only.node) : undefined;
    return list?.type === 'Identifier' ? elementTypeNameOf(this.module.resolve(list)?.identifier) : undefined;
  }

  override filterOf(call: OrmCall): Filter | undefined {
    if (call.method !== 'query') return super.filterOf(call);
    const given = unwrap(propertyOf(call.options, 'replacements')?.value);
    return comparedIn(conditionIn(this.sql(call.node)), (name) => unwrap(propertyOf(given, name)?.value));
  }

  joinedFilters({ options }: OrmCall): readonly Filter[] {
    return joinedIn(this.module, options);
  }

  /** Sequelize takes the transaction as an option; where it hands it on by itself (CLS), nothing in the call says so. */
  isInTransaction({ options }: OrmCall): boolean {
    const given = options && propertyThroughSpreads(this.module, options, 'transaction');
    const value = given && unwrap(given.value);
    return value !== undefined && !(value.type === 'Literal' && value.value === null) && !(value.type === 'Identifier' && value.name === 'undefined');
  }

  selecting({ options, method }: OrmCall, columns: readonly string[]): string | undefined {
    if (method !== 'findAll' || hasAnyOf(options, ['attributes', 'include', 'group'])) return undefined;
    return `attributes: [${columns.map((name) => `'${name}'`).join(', ')}]`;
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return includes(source, path) || this.isInDefaultScope(source, path);
  }

  /** What the default scope includes comes with every read that names no other scope. */
  private isInDefaultScope({ client, model }: OrmCall, path: readonly string[]): boolean {
    const [name, ...more] = path;
    const field = name === undefined || more.length > 0 || model === undefined ? undefined : this.dataModel.models.get(model)?.fields.get(name);
    return field?.relation?.eager === true && !some(client, (node) => node.type === 'MemberExpression' && /scope/i.test(memberName(node) ?? ''));
  }

  joined({ model, options }: OrmCall): readonly (readonly string[])[] {
    return model === undefined ? [] : joinedBy(this.dataModel, this.dataModel.models.get(model), options);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return includeEdit(this.module, source, relations);
  }

  /** `create` with `include` writes rows of other tables too. */
  isRefusedInBulk({ operation, options }: OrmCall): boolean {
    return operation === 'create' && propertyOf(options, 'include') !== undefined;
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return call.data !== undefined && call.method === 'create' && isList(this.module, call.data) ? undefined : sequelizeTogether(this.module, call, loop);
  }
}

/** The reader of another file than the one that is linted. */
const readerIn = oncePer((_module: JsModule, file: SourceFile) => new SequelizeReader(file));

function isNamed(field: string, rest: string): boolean {
  return field.toLowerCase() === rest.toLowerCase();
}

/** Sequelize 6 and 7, and sequelize-typescript. */
export const sequelize: Orm = {
  about,
  tables,
  library: 'Sequelize',
  tellingMethods: /^(?:findAll|findByPk|findAndCountAll|findOrCreate|bulkCreate)$/,
  glance(file: FileGlance): boolean {
    return mayCall(file, SEQUELIZE, CALL);
  },
  mayFollow({ imports, project }: FileGlance): boolean {
    return speaksOf(imports, project.filename, SEQUELIZE);
  },
  open(file) {
    return new SequelizeReader(file);
  },
};
