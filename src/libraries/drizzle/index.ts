import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import { type Declaration, declarationOf, type SourceFile } from '../../javascript/modules.ts';
import type { FileGlance, LoadedRelation, Orm, OrmCall, OrmReader, RowLoop, Together } from '../../javascript/orm.ts';
import type { Project } from '../../project/project.ts';
import { Receivers } from '../../javascript/receivers.ts';
import { nearestPackage } from '../../javascript/packages.ts';
import { rawOperation, sqlText } from '../../javascript/raw-sql.ts';
import { calleeText } from '../../javascript/syntax/callee.ts';
import { type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { constantInit, numberValue, objectValue, propertyThroughSpreads } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import type { DrizzleCall } from './call.ts';
import { type Chain, chainEndingIn, type Step } from './chain.ts';
import { type Filter, filterIn } from '../../javascript/conditions.ts';
import { CALLS, columnOf, OBJECTS, operatorOf } from './filters.ts';
import { DRIZZLE_MAKINGS } from './makings.ts';
import { DRIZZLE_TYPES, isCalledDatabase, speaksOfDrizzle } from './receivers.ts';
import { drizzleLoad, drizzleLoads, drizzleTogether } from './remedies.ts';
import { tablesAround } from './schema.ts';
import { isTableCall, nameOfTable } from './tables.ts';
import { drizzleWords } from './words.ts';

const CALL = /\.\s*(?:select(?:Distinct(?:On)?)?|insert|update|delete|find(?:Many|First)|\$count|execute)\s*(?:<[^>]*>)?\(/;
const SENDERS_AT_ONCE = /^(?:all|get|run|execute)$/;
const AGGREGATE = /^(?:sum|avg|min|max|sumDistinct|avgDistinct)$/;

class DrizzleReader implements OrmReader {
  readonly library = 'Drizzle';
  readonly insertsColumnsOnly = true;
  readonly noRelation = '`null` instead of `undefined`';
  readonly words = drizzleWords;
  readonly optionNames = { where: 'where', offset: 'offset', limit: 'limit', order: 'orderBy' };
  readonly makings = DRIZZLE_MAKINGS;
  private readonly file: SourceFile;
  private readonly receivers: Receivers;
  private model: DataModel | undefined;

  constructor(file: SourceFile, { settings }: Project) {
    this.file = file;
    this.receivers = new Receivers(file, DRIZZLE_TYPES, settings.aliases);
  }

  /** The tables that the file can reach. */
  get dataModel(): DataModel {
    this.model ??= tablesAround(this.file);
    return this.model;
  }

  recognise(node: TSESTree.CallExpression): DrizzleCall | undefined {
    const chain = chainEndingIn(this.file.module, node);
    if (chain === undefined) return undefined;
    const target = targetOf(chain);
    const [first] = chain.steps;
    if (first.name === 'execute' ? this.rawOperation(first) === undefined : target === undefined && chain.queried === undefined) return undefined;
    if (!this.isAsked(chain, target) || (target !== undefined && this.isOneOfMany(target))) return undefined;
    return this.callOf(node, chain, target);
  }

  /** The database is one for sure, or it is called so where the file or the table speaks of Drizzle. */
  private isAsked({ db, queried }: Chain, target: Node | undefined): boolean {
    if (this.receivers.of(db) !== undefined) return true;
    if (!isCalledDatabase(this.file, db)) return false;
    if (speaksOfDrizzle(this.file)) return target === undefined || nameOfTable(target) !== undefined;
    return queried === undefined ? target !== undefined && this.tableAt(target) !== undefined : this.dataModel.models.has(queried);
  }

  /** `insert(table)` in a loop over tables, or in a function that takes one: which it is, nobody can say. */
  private isOneOfMany(target: Node): boolean {
    const binding = target.type === 'Identifier' ? this.file.module.resolve(target) : undefined;
    if (binding?.kind === 'parameter') return true;
    if (binding?.kind !== 'variable' || binding.node.id.type !== 'Identifier') return false;
    const init = unwrap(binding.node.init);
    return init === undefined || (init.type === 'MemberExpression' && init.computed);
  }

  private tableAt(node: Node): Declaration | undefined {
    const declared = declarationOf(this.file, node);
    return declared?.node.type === 'CallExpression' && isTableCall(declared.module, declared.node) ? declared : undefined;
  }

  /** The name under which the schema has the table. */
  private modelOf(target: Node): string | undefined {
    const declared = this.tableAt(target);
    const owner = declared?.module.parentOf(declared.node);
    return owner?.type === 'VariableDeclarator' && owner.id.type === 'Identifier' ? owner.id.name : nameOfTable(target);
  }

  private callOf(node: TSESTree.CallExpression, chain: Chain, target: Node | undefined): DrizzleCall {
    const { module } = this.file;
    const { steps, db, queried } = chain;
    const [first] = steps;
    const argument = (name: string): Node | undefined => unwrap(steps.findLast((step) => step.name === name)?.call.arguments[0]);
    const options = queried === undefined ? undefined : objectValue(module, first.call.arguments[0]);
    const option = (name: string): Node | undefined => {
      const property = options && propertyThroughSpreads(module, options, name);
      return property && unwrap(property.value);
    };
    const filter = first.name === '$count' ? unwrap(first.call.arguments[1]) : queried === undefined ? argument('where') : option('where');
    const where = unwrap(filter);
    const offset = queried === undefined ? argument('offset') : option('offset');
    const limit = queried === undefined ? argument('limit') : option('limit');
    const table = queried ?? (target && module.textOf(target));
    const database = calleeText(module, db);
    const last = steps.at(-1)?.name ?? '';
    const stored = argument(first.name === 'insert' ? 'values' : 'set');
    return {
      node,
      orm: this,
      model: queried ?? (target && this.modelOf(target)),
      method: first.name,
      operation: this.operationOf(chain, node, filterIn(module, where, CALLS), limit),
      many: first.name === 'insert' ? stored !== undefined && this.isList(stored) : !(first.name === 'findFirst'),
      callee: calleeOf(database, chain, table),
      client: db,
      options,
      where,
      data: this.given(stored),
      offset: offset === undefined || isFixed(module, offset) ? undefined : offset,
      limit,
      shape: { order: orderOf(steps), grouped: first.name.startsWith('selectDistinct') || steps.some(({ name }) => name === 'groupBy') },
      keyset: false,
      lazy: !SENDERS_AT_ONCE.test(last) || last === 'execute' && first.name === 'execute',
      statements: 1,
      locks: steps.some(({ name }) => name === 'for'),
      database,
      table,
      hasObjectFilter: queried !== undefined && filter?.type === 'ObjectExpression',
      steps,
    };
  }

  private operationOf({ steps }: Chain, node: Node, filter: Filter | undefined, limit: Node | undefined): Operation {
    const [first] = steps;
    const has = (name: RegExp): boolean => steps.some((step) => name.test(step.name));
    switch (first.name) {
      case 'insert':
        return has(/^select$/) ? 'rawWrite' : has(/^on(?:ConflictDoUpdate|DuplicateKeyUpdate)$/) ? 'upsert' : 'create';
      case 'update':
        return 'update';
      case 'delete':
        return 'delete';
      case 'findMany':
        return 'readMany';
      case 'findFirst':
        return 'readOne';
      case '$count':
        return 'count';
      case 'execute':
        return this.rawOperation(first) ?? 'rawRead';
      default: {
        const computed = has(/^groupBy$/) ? undefined : this.computedBy(first);
        if (computed !== undefined) return computed;
        return namesOneRow(steps, filter) || numberValue(this.file.module, limit) === 1 || has(/^get$/) || this.isFirstTaken(node) ? 'readOne' : 'readMany';
      }
    }
  }

  /** `select({ n: count() })`, `select({ total: sum(orders.total) })`: one row, whatever the table holds. */
  private computedBy({ call }: Step): 'count' | 'aggregate' | undefined {
    const chosen = objectValue(this.file.module, call.arguments[0]);
    if (chosen === undefined || chosen.properties.length === 0) return undefined;
    const kinds = chosen.properties.map((property) => (property.type === 'Property' ? this.functionOf(property.value) : undefined));
    if (kinds.some((kind) => kind === undefined)) return undefined;
    return kinds.every((kind) => kind === 'count') ? 'count' : 'aggregate';
  }

  private functionOf(node: Node): 'count' | 'aggregate' | undefined {
    const value = unwrap(node);
    if (value.type === 'CallExpression') {
      const name = operatorOf(value);
      if (/^count(?:Distinct)?$/.test(name)) return 'count';
      if (AGGREGATE.test(name)) return 'aggregate';
      const callee = unwrap(value.callee);
      // `sql<number>`count(*)`.mapWith(Number)`, `count().as('n')`
      return callee.type === 'MemberExpression' ? this.functionOf(callee.object) : undefined;
    }
    if (value.type !== 'TaggedTemplateExpression') return undefined;
    const text = this.file.module.textOf(value.quasi);
    return /^`\s*(?:cast\s*\(\s*)?count\s*\(/i.test(text) ? 'count' : /^`\s*(?:coalesce\s*\(\s*)?(?:sum|avg|min|max)\s*\(/i.test(text) ? 'aggregate' : undefined;
  }

  /** `const [order] = await db.select()…`, `(await db.select()…)[0]` */
  private isFirstTaken(node: Node): boolean {
    const { module } = this.file;
    const awaited = module.parentOf(node);
    const holder = awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
    if (holder?.type === 'VariableDeclarator') return holder.id.type === 'ArrayPattern' && holder.id.elements.length === 1 && holder.id.elements[0]?.type !== 'RestElement';
    return holder?.type === 'MemberExpression' && holder.computed && holder.object === awaited && numberValue(module, holder.property) === 0;
  }

  /** What `execute(sql`…`)` does to rows, if anything. */
  private rawOperation({ call }: Step): 'rawRead' | 'rawWrite' | undefined {
    const value = unwrap(call.arguments[0]);
    return value?.type === 'TaggedTemplateExpression' && this.file.module.textOf(value.tag).startsWith('sql') ? rawOperation(sqlText(value)) : undefined;
  }

  /** What is stored, through a const that holds the list of it. */
  private given(stored: Node | undefined): Node | undefined {
    const init = stored?.type === 'Identifier' ? unwrap(constantInit(this.file.module, stored)) : undefined;
    return init?.type === 'CallExpression' && this.isList(init) ? init : stored;
  }

  private isList(node: Node): boolean {
    if (node.type === 'ArrayExpression') return true;
    if (node.type === 'Identifier') {
      const init = unwrap(constantInit(this.file.module, node));
      return init !== undefined && init.type !== 'Identifier' && this.isList(init);
    }
    return node.type === 'CallExpression' && /^(?:map|filter|flatMap|slice|concat|flat)$/.test(operatorOf(node));
  }

  filterOf({ where }: OrmCall): Filter | undefined {
    return filterIn(this.file.module, where, where?.type === 'ObjectExpression' ? OBJECTS : CALLS);
  }

  isInTransaction({ client }: OrmCall): boolean {
    const value = unwrap(client);
    const isCalledSo = value.type === 'Identifier' && /^(?:tx|trx)$/.test(value.name) && this.file.module.resolve(value)?.kind === 'parameter';
    return isCalledSo || this.receivers.of(value)?.kind === 'transaction';
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return drizzleLoads(source, path);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return drizzleLoad(this.file.module, source, relations);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return drizzleTogether(this.file.module, call as DrizzleCall, loop, /\.[cm]?tsx?$/.test(this.file.path));
  }
}

/** `where(eq(orders.id, id))` of one table: `id` names a row wherever a table has it. */
function namesOneRow(steps: readonly Step[], filter: Filter = []): boolean {
  return filter.some((one) => !('any' in one) && one.operator === 'equals' && one.path[0] === 'id') && !steps.some(({ name }) => /Join/i.test(name));
}

/** The table that a chain is about. */
function targetOf({ steps, queried }: Chain): Node | undefined {
  const [first, second] = steps;
  const step = first.name.startsWith('select') ? steps.find(({ name }) => name === 'from') : first;
  const isComplete = first.name !== 'insert' ? first.name !== 'update' || second?.name === 'set' : second?.name === 'values' || second?.name === 'select' || second?.name === 'overridingSystemValue';
  const target = queried === undefined && isComplete ? unwrap(step?.call.arguments[0]) : undefined;
  return target?.type === 'Identifier' || target?.type === 'MemberExpression' ? target : undefined;
}

function calleeOf(database: string, { steps, queried }: Chain, table: string | undefined): string {
  const [{ name }] = steps;
  if (queried !== undefined) return `${database}.query.${queried}.${name}`;
  if (name.startsWith('select')) return `${database}.${name}().from(${table ?? '…'})`;
  return name === 'execute' || name === '$count' ? `${database}.${name}` : `${database}.${name}(${table ?? '…'})`;
}

/** `orderBy(desc(orders.createdAt), orders.id)` */
function orderOf(steps: readonly Step[]): { column: string; descending: boolean }[] {
  const step = steps.findLast(({ name }) => name === 'orderBy');
  return (step?.call.arguments ?? []).map((argument) => {
    const value = unwrap(argument);
    const inner = value.type === 'CallExpression' ? value.arguments[0] : value;
    return { column: (inner && columnOf(inner)) ?? '…', descending: value.type === 'CallExpression' && operatorOf(value) === 'desc' };
  });
}

/** Drizzle ORM 0.4x and 1.0. */
export const drizzle: Orm = {
  about,
  library: 'Drizzle',
  glance({ imports, text, project }: FileGlance): boolean {
    if (!CALL.test(text)) return false;
    if (imports.some((source) => DRIZZLE_TYPES.packages.test(source))) return true;
    if (!/\b(?:db|database|drizzle|tx|trx)\b|Db\b|DB\b/.test(text)) return false;
    return nearestPackage(dirname(project.filename))?.dependencies.has('drizzle-orm') === true || imports.some((source) => /(?:^|\/)(?:db|database|drizzle|schema|tables?)(?:\/|\.|$)/i.test(source));
  },
  open(file, project) {
    return new DrizzleReader(file, project);
  },
};
