import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import type { Filter } from '../../javascript/queries/conditions.ts';
import { conditionOf } from '../../javascript/readers/builder-chain.ts';
import { mayCall, type MethodCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { CountOption, FileGlance, LoadedRelation, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { namesTableByValue, rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { calleeText, stepsBack } from '../../javascript/syntax/callee.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { type Node, propertyOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import type { LucidCall } from './call.ts';
import { type BuilderStep, type Chain, chainEndingIn, DEPTH, goesOn, isAdded, isBuilder, isSentByName, withLater } from './chain.ts';
import { filterOfSteps } from './filters.ts';
import { LUCID_MAKINGS } from './makings.ts';
import { MODEL_METHODS, RELATED_METHODS, ROW_METHODS, SAME_ROW, SENT_AT_ONCE, WRITE } from './methods.ts';
import { hasHooks, LUCID_TYPES, modelsAround } from './models.ts';
import { lucidTogether, preloadEdit, preloads } from './remedies.ts';
import { lucidWords, relationOf } from './words.ts';

const CALL = /\.\s*(?:query|related|from|table|rawQuery|modelQuery|insertQuery|find\w*|first\w*|all|create\w*|updateOrCreate\w*|fetch\w+Many|save\w*|delete\w*|refresh|load\w*|truncate)\s*(?:<[^>]*>)?\(/;

/** What a builder's last steps ask; the others are a read of many rows. */
const LAST: Readonly<Record<string, Operation>> = { update: 'update', increment: 'update', decrement: 'update', delete: 'delete', del: 'delete', truncate: 'delete', insert: 'create', multiInsert: 'create', first: 'readOne', firstOrFail: 'readOne', getCount: 'count' };

class LucidReader extends ReceiverReader {
  readonly library = 'Lucid';
  readonly queriesGoOn = true;
  readonly words = lucidWords;
  readonly optionNames = { where: '', offset: 'offset', limit: 'limit', order: 'orderBy' };
  readonly makings = LUCID_MAKINGS;
  protected readonly filter = { operators: {} };

  protected readModel(): DataModel {
    return modelsAround(this.file);
  }

  protected find({ node, name }: MethodCall): LucidCall | undefined {
    const { module } = this;
    if (goesOn(module, node) || (!SENT_AT_ONCE.has(name) && isAdded(module, node) && this.isHeld(node))) return undefined;
    const own = chainEndingIn(module, node);
    const chain = own && withLater(module, own, node);
    const [first, second] = chain?.steps ?? [];
    if (chain === undefined || first === undefined) return undefined;
    if (first.name === 'related') return second === undefined ? undefined : this.relatedCall(node, chain, second);
    const receiver = this.receivers.of(chain.base);
    switch (receiver?.kind) {
      case 'model':
        return this.modelCall(node, chain, first, receiver.model);
      case 'database':
      case 'transaction':
        return this.tableCall(node, chain, first);
      default:
        return this.rowCall(node, chain);
    }
  }

  /** `Order.find(id)`, `Order.query().where('status', 'open')` */
  private modelCall(node: TSESTree.CallExpression, chain: Chain, first: BuilderStep, model: string | undefined): LucidCall | undefined {
    if (first.name === 'query') return this.builderCall(node, chain, 'model', model);
    const method = methodIn(MODEL_METHODS, first.name);
    const asked = method && first.call === node ? this.callOf({ node, callee: node.callee as TSESTree.MemberExpression, name: first.name }, method, model) : undefined;
    if (asked === undefined) return undefined;
    const [given, second] = node.arguments;
    const isByColumn = /^find\w*By/.test(first.name);
    const where = isByColumn ? unwrap(second ?? given) : first.name === 'findMany' ? unwrap(given) : asked.operation === 'upsert' ? unwrap(given) : asked.where;
    return { ...asked, where, many: asked.many, ...this.beside(chain, 'model', model), options: undefined };
  }

  /** `order.save()`, `order.load('items')`, `new Order().fill(…).save()` */
  private rowCall(node: TSESTree.CallExpression, chain: Chain): LucidCall | undefined {
    const last = chain.steps.at(-1);
    const method = last && methodIn(ROW_METHODS, last.name);
    const own = chain.steps.slice(0, -1);
    if (method === undefined || last === undefined || !own.every(({ name }) => SAME_ROW.test(name))) return undefined;
    const row = chain.base;
    const model = this.modelOfRow(row);
    if (model === undefined) return undefined;
    const isNew = method.operation === 'save' && this.isNew(row);
    const asked = this.callOfRow({ node, callee: node.callee as TSESTree.MemberExpression, name: last.name }, isNew ? { operation: 'create' } : method, model);
    const loaded = last.name.startsWith("load") ? relationOf([last]) : undefined;
    const field = loaded === undefined ? undefined : modelAt(this.dataModel, model, [])?.fields.get(loaded);
    const target = field?.relation?.target;
    return asked && {
      ...asked, ...this.beside(chain, 'row', model), client: row, data: method.operation === 'save' && own.length === 0 ? row : (unwrap(own.find(({ name }) => name === 'merge' || name === 'fill')?.call.arguments[0]) ?? row),
      ...(field?.relation === undefined || loaded === undefined ? {} : { relation: loaded, model: target, operation: method.operation === 'readMany' && field.relation.cardinality === 'to-one' ? ('readOne' as const) : asked.operation }),
    };
  }

  /** `order.related('items').query()`, `order.related('items').create(…)` */
  private relatedCall(node: TSESTree.CallExpression, chain: Chain, second: BuilderStep): LucidCall | undefined {
    // `related('…')` is a row's
    if (!this.usesLibrary) return undefined;
    const name = relationOf(chain.steps);
    const owner = this.modelOfRow(chain.base);
    const field = name === undefined ? undefined : modelAt(this.dataModel, owner, [])?.fields.get(name);
    const model = field?.relation?.target;
    if (second.name === 'query') {
      const asked = this.builderCall(node, chain, 'related', model);
      const isWhole = asked !== undefined && chain.steps.slice(2).every((step) => /^(?:first|firstOrFail|exec|count|getCount)$/.test(step.name));
      const operation = asked?.operation === 'readMany' && field?.relation?.cardinality === 'to-one' ? 'readOne' : asked?.operation;
      return asked && operation && { ...asked, operation, ofRow: true, ...(isWhole && field !== undefined && name !== undefined ? { relation: name } : {}) };
    }
    const method = methodIn(RELATED_METHODS, second.name);
    if (method === undefined || second.call !== node) return undefined;
    const asked = this.callOf({ node, callee: node.callee as TSESTree.MemberExpression, name: second.name }, method, model);
    return asked && { ...asked, ...this.beside(chain, 'related', model), client: chain.base, options: undefined };
  }

  /** `db.from('orders').where(…)`, `db.table('orders').insert(…)`, `db.rawQuery(…)` */
  private tableCall(node: TSESTree.CallExpression, chain: Chain, first: BuilderStep): LucidCall | undefined {
    if (first.name === 'rawQuery') {
      const text = sqlText(first.call.arguments[0]);
      const operation = rawOperation(text);
      return operation === undefined || first.call !== node || namesTableByValue(text) ? undefined : {
        node, orm: this, model: tableIn(text), method: 'rawQuery', operation, callee: calleeText(this.module, node.callee), client: chain.base, options: undefined, many: true, where: undefined, data: undefined,
        limit: undefined, offset: undefined, keyset: false, lazy: true, statements: 1, locks: /\bfor\s+(?:update|share)\b/i.test(text), ...this.beside(chain, 'table', undefined),
      };
    }
    if (!/^(?:from|table|query|insertQuery|modelQuery)$/.test(first.name)) return undefined;
    const named = chain.steps.find(({ name }) => name === 'from' || name === 'table');
    const table = stringValue(this.module, named?.call.arguments[0]);
    // one of several tables, or a subquery
    return table === undefined ? undefined : this.builderCall(node, chain, 'table', table.split(/\s/)[0]);
  }

  private builderCall(node: TSESTree.CallExpression, chain: Chain, of: LucidCall['of'], model: string | undefined): LucidCall | undefined {
    const { module } = this;
    const { steps } = chain;
    const last = steps.at(-1);
    if (last === undefined || !isBuilder(chain)) return undefined;
    const step = (pattern: RegExp): TSESTree.CallExpression | undefined => steps.findLast(({ name }) => pattern.test(name))?.call;
    const write = steps.findLast(({ name }) => WRITE.test(name));
    const sendsItself = SENT_AT_ONCE.has(last.name);
    const holder = module.parentOf(node);
    // a builder that a variable holds is sent by the name of it, or by what is called on that
    if (!sendsItself && holder?.type === 'VariableDeclarator' && !isSentByName(module, holder.id)) return undefined;
    // what is called on a builder that a variable holds changes the builder
    if (!sendsItself && write === undefined && holder?.type === 'ExpressionStatement' && this.isHeld(node)) return undefined;
    const page = step(/^(?:paginate|forPage)$/);
    const offset = unwrap((step(/^offset$/) ?? step(/^forPage$/))?.arguments[0]);
    const limit = unwrap(step(/^limit$/)?.arguments[0] ?? page?.arguments[1]);
    const computed = steps.filter(({ name }) => /^(?:count|countDistinct|sum|sumDistinct|avg|avgDistinct|min|max)$/.test(name));
    const isGrouped = steps.some(({ name }) => /^(?:groupBy\w*|distinct|distinctOn)$/.test(name));
    const isComputed = computed.length > 0 && !isGrouped && !steps.some(({ name }) => name === 'select');
    const operation = write !== undefined ? (LAST[write.name] ?? 'rawWrite') : computed.length > 0 && isGrouped ? 'aggregate' : isComputed ? (computed.every(({ name }) => name.startsWith('count')) ? 'count' : 'aggregate') : (LAST[last.name] ?? 'readMany');
    const order = steps.flatMap(({ name, call: { arguments: [column, direction] } }) => (name.startsWith('orderBy') ? [{ column: this.columnOf(model)(stringValue(module, column) ?? '…'), descending: stringValue(module, direction) === 'desc' }] : []));
    const data = unwrap(write?.call.arguments[0]);
    return {
      node, orm: this, model, method: last.name, operation, client: chain.base, options: undefined,
      callee: this.nameOf(chain, of, model, write?.name ?? (sendsItself ? last.name : 'query')),
      many: /^(?:readMany|update|delete)$/.test(operation) || write?.name === 'multiInsert' || (data !== undefined && this.isList(data)),
      where: unwrap(conditionOf(steps.filter(({ name }) => /where/i.test(name)))),
      data, limit,
      // what skips the first rows and takes all others reads no page
      offset: offset === undefined || limit === undefined || write !== undefined || isFixed(module, offset) ? undefined : offset,
      shape: { order, grouped: isGrouped }, keyset: false, lazy: !sendsItself, statements: last.name === 'paginate' ? 2 : 1,
      locks: steps.some(({ name }) => /^(?:forUpdate|forShare|skipLocked|noWait)$/.test(name)),
      ...this.beside(chain, of, model),
    };
  }

  /** A builder as messages name it: `Order.query().first`, `order.related('items').query`, `db.from('orders')`. */
  private nameOf({ base, steps }: Chain, of: LucidCall['of'], model: string | undefined, last: string): string {
    const begun = calleeText(this.module, base);
    if (of === 'table') return `${begun}.${steps[0]?.name ?? ''}(${model === undefined ? '…' : `'${model}'`})`;
    return of === 'related' ? `${begun}.related('${relationOf(steps) ?? '…'}').${last}` : `${begun}.query${last === 'query' ? '' : `().${last}`}`;
  }

  /** True for what is called on the name of a builder, and begins none itself. */
  private isHeld(node: TSESTree.CallExpression): boolean {
    const at = [...stepsBack(node, DEPTH)].at(-1)?.on;
    return at?.type === 'Identifier' && this.module.resolve(at)?.kind === 'variable' && this.receivers.of(at) === undefined;
  }

  private beside(chain: Chain, of: LucidCall['of'], model: string | undefined): Pick<LucidCall, 'steps' | 'of' | 'query' | 'isHooked'> {
    const [first] = chain.steps;
    const begun = of === 'table' ? `${calleeText(this.module, chain.base)}.from(${model === undefined ? '…' : `'${model}'`})` : `${model ?? '…'}.query()`;
    return { steps: first === undefined ? [] : chain.steps, of, query: begun, isHooked: of !== 'table' && model !== undefined && hasHooks(this.file, model) };
  }

  /** The model that an expression is a row of, by its annotation, by `new`, or by the query that has read it. */
  private modelOfRow(node: Node): string | undefined {
    const value = withoutAwait(node);
    if (value === undefined) return undefined;
    const receiver = this.receivers.of(value);
    if (receiver !== undefined) return receiver.kind === 'row' ? (receiver.model ?? this.typeNamed(value)) : undefined;
    return this.rowModel(value);
  }

  private typeNamed(node: Node): string | undefined {
    const { module } = this;
    if (node.type === 'ThisExpression') return module.thisClass(node)?.id?.name;
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    const name = binding?.kind === 'parameter' || binding?.kind === 'variable' ? typeNameOf(binding.identifier) : undefined;
    return name !== undefined && this.dataModel.models.has(name) ? name : undefined;
  }

  /** A column by the model's name for it, where a filter has that of the table: `user_id` is `userId`. */
  private columnOf(model: string | undefined): (name: string) => string {
    const fields = model === undefined ? undefined : this.dataModel.models.get(model)?.fields;
    return (name) => {
      const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return fields?.has(name) !== true && fields?.has(camel) === true ? camel : name;
    };
  }

  override filterOf(call: OrmCall): Filter | undefined {
    const { steps, of, method, node } = call as LucidCall;
    const columnOf = this.columnOf(call.model);
    if (method === 'findMany') return [{ path: [this.dataModel.models.get(call.model ?? '')?.key[0] ?? 'id'], operator: 'in', value: unwrap(node.arguments[0]) }];
    if (/OrCreate|OrNew/.test(method) && of === 'model') return filterOfSteps(steps.map((step) => ({ ...step, name: 'where' })).map((step) => ({ ...step, call: { ...step.call, arguments: step.call.arguments.slice(0, 1) } })), columnOf);
    if (call.operation.startsWith('raw')) return undefined;
    return call.byKey === true ? super.filterOf(call) : filterOfSteps(steps, columnOf);
  }

  isInTransaction(call: OrmCall): boolean {
    const { steps, client } = call as LucidCall;
    return this.receivers.of(client)?.kind === 'transaction' || steps.some(({ name, call: { arguments: given } }) => name === 'useTransaction' || given.some((argument) => propertyOf(unwrap(argument), 'client') !== undefined));
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return preloads(this.module, (source as LucidCall).steps, path);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return preloadEdit(source as LucidCall, relations);
  }

  countWith(source: OrmCall, name: string): CountOption | undefined {
    const { of, steps } = source as LucidCall;
    return of === 'table' || !steps.some((step) => step.name === 'query') ? undefined : { option: `.withCount('${name}')`, access: `$extras.${name}_count`, edit: undefined };
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return lucidTogether(this.module, call as LucidCall, loop);
  }
}

/** Lucid 15 to 22, the ORM of AdonisJS. */
export const lucid: Orm = {
  about,
  library: 'Lucid',
  tellingMethods: /^(?:find(?:By|Many)?OrFail|firstOrFail|updateOrCreate(?:Many)?|fetchOrCreateMany)$/,
  glance: (file: FileGlance) => mayCall(file, LUCID_TYPES.packages, CALL),
  open: (file, project) => new LucidReader(file, project, LUCID_TYPES),
};

