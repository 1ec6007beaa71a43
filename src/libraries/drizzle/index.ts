import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import { type Declaration, declarationOf } from '../../javascript/project/modules.ts';
import { mayCall, type MethodCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { FileGlance, LoadedRelation, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { isFirstTaken } from '../../javascript/queries/answer-parts.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { computedBy, computedIn, rawOperation, sqlText } from '../../javascript/queries/raw-sql.ts';
import { calleeText, type Step } from '../../javascript/syntax/callee.ts';
import { calledName, lastName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { constantInit, numberValue, objectValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import type { DrizzleCall } from './call.ts';
import { calleeOf, type Chain, chainEndingIn, shapeOf, targetOf } from './chain.ts';
import { type Filter, filterIn } from '../../javascript/queries/conditions.ts';
import { CALLS, OBJECTS } from './filters.ts';
import { DRIZZLE_MAKINGS } from './makings.ts';
import { BEGINNINGS, RELATIONAL } from './methods.ts';
import { DRIZZLE_TYPES, isCalledDatabase, speaksOfDrizzle } from './receivers.ts';
import { drizzleLoad, drizzleLoads, drizzleTogether } from './remedies.ts';
import { tablesAround } from './schema.ts';
import { isTableCall } from './tables.ts';
import { tables } from './model-tables.ts';
import { drizzleWords } from './words.ts';

const CALL = /\.\s*(?:select(?:Distinct(?:On)?)?|insert|update|delete|find(?:Many|First)|\$count|execute)\s*(?:<[^>]*>)?\(/;
const SENDERS_AT_ONCE = /^(?:all|get|run|execute)$/;
const AGGREGATE = /^(?:sum|avg|min|max|sumDistinct|avgDistinct)$/;

class DrizzleReader extends ReceiverReader {
  readonly library = 'Drizzle';
  readonly noRelation = '`null` instead of `undefined`';
  readonly words = drizzleWords;
  readonly optionNames = { where: 'where', offset: 'offset', limit: 'limit', order: 'orderBy', columns: 'columns' };
  readonly makings = DRIZZLE_MAKINGS;
  protected readonly filter = CALLS;

  protected readModel(): DataModel {
    return tablesAround(this.file);
  }

  protected find({ node }: MethodCall): DrizzleCall | undefined {
    const chain = chainEndingIn(this.module, node);
    if (chain === undefined) return undefined;
    const target = targetOf(chain);
    const { queried, steps: [first] } = chain;
    if (first.name === 'execute' ? this.rawOperation(first) === undefined : target === undefined && queried === undefined) return undefined;
    if (!this.isAsked(chain, target) || (target !== undefined && this.isOneOfMany(target))) return undefined;
    const method = methodIn(queried === undefined ? BEGINNINGS : RELATIONAL, first.name);
    const asked = method && this.callOf({ node: first.call, callee: first.call.callee as TSESTree.MemberExpression, name: first.name }, method, queried ?? (target && this.modelOf(target)));
    return asked && { ...asked, ...this.ofChain(node, chain, target), ...(queried === undefined && first.name !== '$count' ? this.ofSteps(node, chain, asked) : {}) };
  }

  /** The database is one for sure, or it is called so where the file or the table speaks of Drizzle. */
  private isAsked({ db, queried }: Chain, target: Node | undefined): boolean {
    if (this.receivers.of(db) !== undefined) return true;
    if (!isCalledDatabase(this.file, db)) return false;
    if (speaksOfDrizzle(this.file)) return target === undefined || lastName(target) !== undefined;
    return queried === undefined ? target !== undefined && this.tableAt(target) !== undefined : this.dataModel.models.has(queried);
  }

  /** `insert(table)` in a loop over tables, or in a function that takes one: which it is, nobody can say. */
  private isOneOfMany(target: Node): boolean {
    const binding = target.type === 'Identifier' ? this.module.resolve(target) : undefined;
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
    return owner?.type === 'VariableDeclarator' && owner.id.type === 'Identifier' ? owner.id.name : lastName(target);
  }

  /** What every chain has beside what its first call asks. */
  private ofChain(node: TSESTree.CallExpression, chain: Chain, target: Node | undefined): Pick<DrizzleCall, 'node' | 'callee' | 'client' | 'lazy' | 'database' | 'table' | 'steps'> {
    const { steps, db, queried } = chain;
    const database = calleeText(this.module, db);
    const table = queried ?? (target && this.module.textOf(target));
    const lazy = !SENDERS_AT_ONCE.test(steps.at(-1)?.name ?? '') || steps[0].name === 'execute';
    return { node, callee: calleeOf(database, chain, table), client: db, lazy, database, table, steps };
  }

  /** What the steps of a builder say. */
  private ofSteps(node: Node, chain: Chain, { many }: OrmCall): Partial<DrizzleCall> {
    const { steps, steps: [first] } = chain;
    const argument = (name: string): Node | undefined => unwrap(steps.findLast((step) => step.name === name)?.call.arguments[0]);
    const where = argument('where');
    const limit = argument('limit');
    const offset = argument('offset');
    const stored = argument(first.name === 'insert' ? 'values' : 'set');
    return {
      operation: this.operationOf(chain, node, filterIn(this.module, where, CALLS), limit),
      many: many || (stored !== undefined && this.isList(stored)),
      where, limit,
      offset: offset === undefined || isFixed(this.module, offset) ? undefined : offset,
      data: this.given(stored),
      shape: shapeOf(chain),
      locks: steps.some(({ name }) => name === 'for'),
    };
  }

  private operationOf({ steps }: Chain, node: Node, filter: Filter | undefined, limit: Node | undefined): Operation {
    const [first] = steps;
    const has = (name: RegExp): boolean => steps.some((step) => name.test(step.name));
    if (first.name === 'insert') return has(/^select$/) ? 'rawWrite' : has(/^on(?:ConflictDoUpdate|DuplicateKeyUpdate)$/) ? 'upsert' : 'create';
    if (first.name === 'execute') return this.rawOperation(first) ?? 'rawRead';
    if (first.name === 'update' || first.name === 'delete') return first.name;
    const computed = has(/^groupBy$/) ? undefined : this.computedBy(first);
    return computed ?? (namesOneRow(steps, filter) || numberValue(this.module, limit) === 1 || has(/^get$/) || isFirstTaken(this.module, node) ? 'readOne' : 'readMany');
  }

  /** `select({ n: count() })`, `select({ total: sum(orders.total) })`: one row, whatever the table holds. */
  private computedBy({ call }: Step): 'count' | 'aggregate' | undefined {
    const chosen = objectValue(this.module, call.arguments[0]);
    return chosen && computedBy(chosen.properties.map((property) => (property.type === 'Property' ? this.functionOf(property.value) : undefined)));
  }

  private functionOf(node: Node): 'count' | 'aggregate' | undefined {
    const value = unwrap(node);
    if (value.type === 'CallExpression') {
      const name = calledName(value);
      if (/^count(?:Distinct)?$/.test(name)) return 'count';
      if (AGGREGATE.test(name)) return 'aggregate';
      const callee = unwrap(value.callee);
      // `sql<number>`count(*)`.mapWith(Number)`, `count().as('n')`
      return callee.type === 'MemberExpression' ? this.functionOf(callee.object) : undefined;
    }
    return value.type === 'TaggedTemplateExpression' ? computedIn(sqlText(value)) : undefined;
  }

  /** What `execute(sql`…`)` does to rows, if anything. */
  private rawOperation({ call }: Step): 'rawRead' | 'rawWrite' | undefined {
    const value = unwrap(call.arguments[0]);
    return value?.type === 'TaggedTemplateExpression' && this.module.textOf(value.tag).startsWith('sql') ? rawOperation(sqlText(value)) : undefined;
  }

  /** What is stored, through a const that holds the list of it. */
  private given(stored: Node | undefined): Node | undefined {
    const init = stored?.type === 'Identifier' ? unwrap(constantInit(this.module, stored)) : undefined;
    return init?.type === 'CallExpression' && this.isList(init) ? init : stored;
  }

  override filterOf({ where }: OrmCall): Filter | undefined {
    return filterIn(this.module, where, where?.type === 'ObjectExpression' ? OBJECTS : CALLS);
  }

  isInTransaction({ client }: OrmCall): boolean {
    return this.isTransaction(client);
  }

  skipsConflicts(call: OrmCall): boolean {
    return (call as DrizzleCall).steps.some(({ name }) => name === 'onConflictDoNothing');
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return drizzleLoads(source, path);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return drizzleLoad(this.module, source, relations);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return drizzleTogether(this.file, call as DrizzleCall, loop);
  }
}

/** `where(eq(orders.id, id))` of one table: `id` names a row wherever a table has it. */
function namesOneRow(steps: readonly Step[], filter: Filter = []): boolean {
  return filter.some((one) => !('any' in one) && one.operator === 'equals' && one.path[0] === 'id') && !steps.some(({ name }) => /Join/i.test(name));
}

/** Drizzle ORM 0.4x and 1.0. */
export const drizzle: Orm = {
  about,
  tables,
  library: 'Drizzle',
  tellingMethods: /^find(?:Many|First)$/,
  glance(file: FileGlance): boolean {
    const { imports, text } = file;
    if (!CALL.test(text)) return false;
    if (imports.some((source) => DRIZZLE_TYPES.packages.test(source))) return true;
    if (!/\b(?:db|database|drizzle|tx|trx)\b|Db\b|DB\b/.test(text)) return false;
    return mayCall(file, DRIZZLE_TYPES.packages, CALL) || imports.some((source) => /(?:^|\/)(?:db|database|drizzle|schema|tables?)(?:\/|\.|$)/i.test(source));
  },
  open(file, project) {
    return new DrizzleReader(file, project, DRIZZLE_TYPES);
  },
};
