import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import { type Filter, filterIn } from '../../javascript/queries/conditions.ts';
import type { CalledFunction } from '../../javascript/project/called.ts';
import { declarationOf, fileFrom } from '../../javascript/project/modules.ts';
import { speaksOf } from '../../javascript/project/packages.ts';
import { mayCall, type MethodCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { FileGlance, Orm, OrmCall } from '../../javascript/queries/orm.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import type { Receiver } from '../../javascript/receivers/type-model.ts';
import type { Step } from '../../javascript/syntax/callee.ts';
import { isFunction, memberName, namedProperties, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { constantInit, stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { chainEndingIn, goesOn, type MongooseCall, orderOf, populates, stepsLater } from './call.ts';
import { FILTER } from './filters.ts';
import { MONGOOSE_MAKINGS } from './makings.ts';
import { DOCUMENT_METHODS, EAGER, MODEL_METHODS } from './methods.ts';
import { MONGOOSE_TYPES } from './receivers.ts';
import { fileRegistering, MONGOOSE_KEY, registeredAs, schemasAround } from './schema.ts';
import { MONGOOSE_RECEIVERS, ownMethod } from './statics.ts';
import { mongooseWords } from './words.ts';

const CALL = /\.\s*(?:find(?:One|ById)?\w*|count(?:Documents)?|estimatedDocumentCount|exists|distinct|aggregate|paginate|populate|create|insertMany|bulk(?:Write|Save)|update(?:One|Many)?|replaceOne|delete(?:One|Many)|remove|save)\s*(?:<[^;]*?>)?\(|\.\s*model\s*\(\s*['"][^'"]+['"]\s*\)/;

/** What a function is called that gets the answer: up to Mongoose 6 a query that is handed one is sent. */
const CALLBACK = /^(?:cb|done|next|\w*callback)$/i;

/** Steps that narrow a query in a way of their own. */
const NARROWING = /^(?:where|equals|gte?|lte?|in|nin|ne|and|or|nor|exists|regex|all|size|elemMatch|near|within|merge|find|findOne|match)$/;

class MongooseReader extends ReceiverReader {
  readonly library = 'Mongoose';
  readonly words = mongooseWords;
  readonly keyName = MONGOOSE_KEY;
  readonly queriesGoOn = true;
  readonly optionNames = { where: '', offset: 'skip', limit: 'limit', order: 'sort' };
  readonly makings = MONGOOSE_MAKINGS;
  protected readonly filter = FILTER;

  /** By the names that they are registered with. */
  protected readModel(): DataModel {
    return schemasAround(this.file);
  }

  protected find({ node }: MethodCall): MongooseCall | undefined {
    if (goesOn(this.module, node)) return undefined;
    const begins = (call: TSESTree.CallExpression, name: string): boolean => methodIn(MODEL_METHODS, name) !== undefined || methodIn(DOCUMENT_METHODS, name) !== undefined;
    const chain = chainEndingIn(node, begins);
    if (chain === undefined) return undefined;
    const callee = unwrap(chain.base.callee) as TSESTree.MemberExpression;
    const call: MethodCall = { node: chain.base, callee, name: memberName(callee) ?? '' };
    const receiver = this.receivers.of(callee.object);
    const asked = receiver?.kind === 'model' ? this.modelCall(call, receiver.model) : this.documentCall(call, receiver);
    const later = stepsLater(this.module, node);
    return asked && this.sent(node, asked, [...chain.steps, ...later.steps], later.sometimes);
  }

  private modelCall(call: MethodCall, model: string | undefined): OrmCall | undefined {
    const method = methodIn(MODEL_METHODS, call.name);
    const asked = method && this.callOf(call, method, model === undefined ? undefined : registeredAs(this.dataModel, model));
    if (asked === undefined || (call.name === 'aggregate' && this.writes(call.node))) return undefined;
    // `{ upsert: true }` inserts what isn't there
    const upserts = asked.operation === 'update' && propertyOf(asked.options, 'upsert') !== undefined;
    const piped = call.name === 'aggregate' ? { where: this.matched(call.node), shape: { order: [], grouped: this.groups(call.node) } } : {};
    return { ...asked, ...piped, data: setIn(asked.data), operation: upserts ? 'upsert' : asked.operation, many: asked.many || (asked.operation === 'create' && asked.data !== undefined && this.isList(asked.data)) };
  }

  /** The filter that a pipeline begins with: `[{ $match: { customer } }, …]`. */
  private matched(call: TSESTree.CallExpression): Node | undefined {
    return unwrap(propertyOf(unwrap(this.stagesOf(call)[0]), '$match')?.value);
  }

  /** A pipeline that writes what it finds into a collection, which no other pipeline can do for it. */
  private writes(call: TSESTree.CallExpression): boolean {
    const last = unwrap(this.stagesOf(call).at(-1));
    return propertyOf(last, '$out') !== undefined || propertyOf(last, '$merge') !== undefined;
  }

  /** It gives groups, or numbers, and no documents. A pipeline that stands elsewhere may. */
  private groups(call: TSESTree.CallExpression): boolean {
    const stages = this.stagesOf(call);
    return stages.length === 0 || stages.some((stage) => ['$group', '$count', '$bucket', '$bucketAuto', '$sortByCount', '$facet'].some((name) => propertyOf(unwrap(stage), name) !== undefined));
  }

  private stagesOf({ arguments: [first] }: TSESTree.CallExpression): readonly (Node | null)[] {
    const given = unwrap(first);
    const pipeline = given?.type === 'Identifier' ? unwrap(constantInit(this.module, given)) : given;
    return pipeline?.type === 'ArrayExpression' ? pipeline.elements : [];
  }

  /** `Order.byNumber(…)`, `order.close()`, where the schema is given such a function. */
  override ownMethod({ object, property, computed }: TSESTree.MemberExpression): CalledFunction | undefined {
    const receiver = this.receivers.of(object);
    const kind = receiver?.kind === 'model' ? 'model' : 'document';
    const named = receiver === undefined ? this.rowModel(object) : receiver.model;
    const model = named === undefined ? undefined : registeredAs(this.dataModel, named);
    if (model === undefined || computed || property.type !== 'Identifier') return undefined;
    // The schema may stand in one file, and what it is given in the one that registers the model.
    for (const path of [this.dataModel.models.get(model)?.file, declarationOf(this.file, object)?.path]) {
      const there = path === undefined ? undefined : fileFrom(this.file, path);
      const found = there && ownMethod(there, model, kind, property.name);
      if (found !== undefined) return found;
    }
    const registering = fileRegistering(this.file, model);
    return registering && ownMethod(registering, model, kind, property.name);
  }

  /** `order.save()`, `order.populate('customer')`, `new Order({ … }).save()` */
  private documentCall(call: MethodCall, receiver: Receiver | undefined): OrmCall | undefined {
    const method = methodIn(DOCUMENT_METHODS, call.name);
    if (method === undefined || this.#isUnsent(call.callee.object)) return undefined;
    const named = receiver === undefined ? this.rowModel(call.callee.object) : receiver.kind === 'document' ? receiver.model : undefined;
    if (named === undefined) return undefined;
    const model = registeredAs(this.dataModel, named);
    const isNew = call.name === 'save' && this.isNew(call.callee.object);
    const asked = this.callOfRow(call, isNew ? { operation: 'create' } : method, model);
    const relation = call.name === 'populate' ? stringValue(this.module, call.node.arguments[0]) : undefined;
    const isRelation = relation !== undefined && this.dataModel.models.get(model)?.fields.get(relation)?.relation !== undefined;
    return asked && (isRelation ? { ...asked, relation } : asked);
  }

  /** A query that stands under a name and that nobody has waited for: `query.populate('customer')` is a step of it. */
  #isUnsent(node: Node): boolean {
    const value = unwrap(node);
    const init = value.type === 'Identifier' ? unwrap(constantInit(this.module, value)) : undefined;
    return init?.type === 'CallExpression' && this.recognise(init)?.lazy === true;
  }

  /** The query as its chain leaves it. */
  private sent(node: TSESTree.CallExpression, asked: OrmCall, steps: readonly Step[], sometimes: ReadonlySet<Step>): MongooseCall {
    const step = (name: string): Node | undefined => unwrap(steps.findLast((one) => one.name === name)?.call.arguments[0]);
    // `find(…).countDocuments()`
    const last = steps.findLast(({ name }) => name !== 'find' && name !== 'findOne' && name !== 'count' && methodIn(MODEL_METHODS, name) !== undefined && name !== 'populate');
    const { operation = asked.operation } = (last && methodIn(MODEL_METHODS, last.name)) ?? {};
    const skipped = /^(?:read|aggregate)/.test(operation) ? step('skip') : undefined;
    const hasCallback = asked.node.arguments.some((argument) => isFunction(argument) || (argument.type === 'Identifier' && CALLBACK.test(argument.name)));
    const order = orderOf(this.module, step('sort') ?? unwrap(propertyOf(asked.options, 'sort')?.value));
    return {
      ...asked, node, steps, sometimes, operation,
      lazy: asked.ofRow !== true && !EAGER.has(asked.method) && !hasCallback && !steps.some(({ name }) => name === 'exec' || name === 'cursor'),
      offset: skipped === undefined || isFixed(this.module, skipped) ? asked.offset : skipped,
      limit: step('limit') ?? asked.limit,
      narrow: [step('select'), asked.method === 'find' ? unwrap(asked.node.arguments[1]) : undefined].some((columns) => this.picks(columns)),
      shape: order.length === 0 ? asked.shape : { order, grouped: asked.shape?.grouped ?? false },
    };
  }

  /** `{ number: 1 }`, `'number total'`: some columns. What leaves some out reads the rest. */
  private picks(columns: Node | undefined): boolean {
    const text = columns && stringValue(this.module, columns);
    if (text !== undefined) return /^\s*\w/.test(text);
    return namedProperties(columns).some(({ property: { value } }) => value.type === 'Literal' && Boolean(value.value));
  }

  override filterOf(call: OrmCall): Filter | undefined {
    const own = call.method === 'aggregate' && call.where === undefined ? undefined : super.filterOf(call);
    const { steps, sometimes } = call as MongooseCall;
    const filters = [own, ...steps.flatMap((step) => {
      const { name, call: { arguments: [first, ...more] } } = step;
      if (!NARROWING.test(name)) return [];
      if (sometimes.has(step)) return [undefined];
      return [/^(?:find|findOne|where)$/.test(name) && more.length === 0 && first !== undefined ? filterIn(this.module, first, FILTER) : undefined];
    })];
    if (filters.includes(undefined)) return undefined;
    // `$expr`, `$text` and their kin compare no column
    return filters.flatMap((filter) => filter ?? []).map((one) => ('any' in one || one.path[0]?.startsWith('$') !== true ? one : { ...one, path: [], operator: 'other' }));
  }

  isInTransaction(call: OrmCall): boolean {
    return propertyOf(call.options, 'session') !== undefined || (call as MongooseCall).steps.some(({ name }) => name === 'session') || call.node.arguments.some((argument) => propertyOf(unwrap(argument), 'session') !== undefined);
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return populates(this.module, source as MongooseCall, path) || this.populatesItself(source, path);
  }

  /** Plugins that populate every query: mongoose-autopopulate. */
  private populatesItself({ model }: OrmCall, [first, ...deeper]: readonly string[]): boolean {
    const field = model === undefined || first === undefined ? undefined : this.dataModel.models.get(model)?.fields.get(first);
    return deeper.length === 0 && field?.relation?.eager === true;
  }
}

/** What an update stores: `{ status }` is `{ $set: { status } }`. */
function setIn(data: Node | undefined): Node | undefined {
  const set = propertyOf(data, '$set');
  return set !== undefined && data?.type === 'ObjectExpression' && data.properties.length === 1 ? unwrap(set.value) : data;
}

/** Mongoose 6 to 9, NestJS's module for it, and Typegoose. */
export const mongoose: Orm = {
  about,
  library: 'Mongoose',
  tellingMethods: /^(?:findById\w*|findOneAnd\w+|insertMany|countDocuments|estimatedDocumentCount|bulkWrite|(?:update|delete)(?:One|Many))$/,
  glance: (file: FileGlance) => mayCall(file, MONGOOSE_TYPES.packages, CALL),
  mayFollow: ({ imports, project }: FileGlance) => speaksOf(imports, project.filename, MONGOOSE_TYPES.packages),
  open: (file, project) => new MongooseReader(file, project, MONGOOSE_RECEIVERS),
};
