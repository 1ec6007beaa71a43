import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import { argumentOf, type BuilderCall, BuilderReader } from '../../javascript/readers/builder-reader.ts';
import { type Built, lastStep } from '../../javascript/readers/builder-chain.ts';
import { functionCalled } from '../../javascript/project/called.ts';
import { mayCall } from '../../javascript/readers/method-reader.ts';
import type { FileGlance, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { calleeText } from '../../javascript/syntax/callee.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { calledName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { KNEX_MAKINGS } from './makings.ts';
import { AGGREGATES, BEGINNINGS, COUNTS, NOT_SENT, WRITES } from './methods.ts';
import { isCalledKnex, KNEX_TYPES } from './receivers.ts';
import { knexTogether } from './remedies.ts';
import { knexWords } from './words.ts';

/** A query of Knex's, with what its advice names. */
export interface KnexCall extends BuilderCall {
  /** The client as the code names it. */
  readonly database: string;
  /** The table as the code names it. */
  readonly table: string;
}

const CALL = /\.\s*(?:\w*[wW]here\w*|insert|update|upsert|del|delete|increment|decrement|first|pluck|select|orderBy|count|countDistinct|limit|batchInsert|raw|from|into)\s*(?:<[^>]*>)?\(|\b(?:await|return)\s+\w+(?:\.\w+)*(?:<[^>]*>)?\(\s*['"`\w]+\s*\)/;

/** A migration, wherever it stands: nobody runs it twice. */
const MIGRATION = /^\s*(?:exports\.(?:up|down)\s*=|module\.exports\.(?:up|down)\s*=|export\s+(?:async\s+)?function\s+(?:up|down)\s*\(|export\s+const\s+(?:up|down)\b)/m;

/** No model is declared: what columns there are stands in migrations alone. */
const NO_MODELS: DataModel = { models: new Map() };

class KnexReader extends BuilderReader {
  readonly library = 'Knex';
  readonly words = knexWords;
  readonly makings = KNEX_MAKINGS;
  protected readonly builders = { begins: (call: TSESTree.CallExpression): boolean => this.begins(call), notSent: NOT_SENT };

  protected readModel(): DataModel {
    return NO_MODELS;
  }

  /** `knex('orders')`, `knex.select('id')` */
  private begins(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const isMethod = callee.type === 'MemberExpression' && BEGINNINGS.has(memberName(callee) ?? '') && this.isClient(callee.object);
    return isMethod || this.isOfTable(call) || this.ofTableFunction(call) !== undefined;
  }

  private isOfTable({ callee, arguments: args }: TSESTree.CallExpression): boolean {
    return args.length > 0 && args.length < 3 && isTable(args[0]) && this.isClient(unwrap(callee));
  }

  /** `Orders()` of `const Orders = () => knex('orders')` in this file, `tables.orders(db)` of such an object: the call that names the table. */
  private ofTableFunction({ callee }: TSESTree.CallExpression): TSESTree.CallExpression | undefined {
    const called = functionCalled(this.file, callee);
    const [answer, ...others] = called?.path === this.file.path ? answersOf(called.node) : [];
    const made = others.length === 0 ? unwrap(answer) : undefined;
    return made?.type === 'CallExpression' && this.isOfTable(made) ? made : undefined;
  }

  private isClient(node: Node): boolean {
    const kind = this.receivers.of(node)?.kind;
    return kind === undefined ? isCalledKnex(this.file, node) : kind !== 'module';
  }

  protected ask(node: TSESTree.CallExpression, built: Built): KnexCall | undefined {
    const { steps } = built;
    const begin = this.ofTableFunction(built.begin) ?? built.begin;
    const callee = unwrap(begin.callee);
    const name = callee.type === 'MemberExpression' && this.isClient(callee.object) && BEGINNINGS.has(memberName(callee) ?? '') ? memberName(callee) : undefined;
    const whole: Built = name === undefined ? built : { ...built, steps: [{ name, call: begin }, ...steps] };
    const client = name !== undefined && callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
    const database = calleeText(this.module, client);
    const common = { ...this.common(node, whole), client, database, where: lastStep(whole, /^(?:and)?where/i)?.call };
    if (name === 'raw') return this.askRaw({ ...common, node }, begin);
    const target = name === undefined ? begin.arguments[0] : name === 'batchInsert' ? begin.arguments[0] : argumentOf(whole, /^(?:from|into|table)$/);
    if (target === undefined || steps.some((step) => NOT_SENT.test(step.name) && step.name !== 'clone' && step.name !== 'connection')) return undefined;
    const write = lastStep(whole, /^(?:insert|upsert|update|increment|decrement|del|delete|batchInsert)$/);
    const operation = this.operationOf(whole, node, write?.name);
    const data = write?.name === 'batchInsert' ? write.call.arguments[1] : this.stored(write?.call);
    const table = this.tableText(target);
    const method = write?.name ?? lastStep(whole, /^(?:first|pluck|count|countDistinct|min|max|sum|avg|groupBy)$/)?.name ?? 'select';
    return {
      ...common, operation, data: data === undefined ? undefined : unwrap(data), method, table,
      model: this.nameOf(target),
      many: write === undefined ? operation !== 'readOne' : operation === 'update' || operation === 'delete' || write.name === 'batchInsert' || (data !== undefined && this.isList(data)),
      callee: name === 'batchInsert' ? `${database}.batchInsert` : `${database}(${table})${method === 'select' ? '' : `.${method}`}`,
      lazy: common.lazy && name !== 'batchInsert',
    };
  }

  /** `knex.raw('select … where id = ?', [id])` */
  private askRaw(common: Omit<KnexCall, 'operation' | 'data' | 'method' | 'table' | 'model' | 'many' | 'callee'>, begin: TSESTree.CallExpression): KnexCall | undefined {
    const sql = sqlText(begin.arguments[0]);
    const operation = rawOperation(sql);
    return operation && { ...common, operation, data: undefined, method: 'raw', table: '', model: tableIn(sql), many: true, callee: `${common.database}.raw`, where: undefined };
  }

  private operationOf(built: Built, node: Node, write: string | undefined): Operation {
    if (write !== undefined) {
      if (write === 'insert' && lastStep(built, /^merge$/) !== undefined) return 'upsert';
      const data = unwrap(lastStep(built, /^insert$/)?.call.arguments[0]);
      // `insert(knex.select(…))`
      return write === 'insert' && data !== undefined && this.isQuery(data) ? 'rawWrite' : (WRITES[write] ?? 'rawWrite');
    }
    const isGrouped = lastStep(built, /^groupBy/) !== undefined;
    if (!isGrouped && lastStep(built, COUNTS) !== undefined) return 'count';
    if (!isGrouped && lastStep(built, AGGREGATES) !== undefined) return 'aggregate';
    return lastStep(built, /^first$/) !== undefined || this.isOne(node, built) || this.namesRow(built) ? 'readOne' : 'readMany';
  }

  private isQuery(node: Node): boolean {
    return node.type === 'CallExpression' && calledName(node) !== 'raw' && this.builders.begins(node);
  }

  /** `where('id', id)` of one table: whatever table it is, that names a row of it. */
  private namesRow(built: Built): boolean {
    const filter = lastStep(built, /join/i) === undefined ? this.filterOf({ built } as BuilderCall) : undefined;
    return filter?.some((one) => !('any' in one) && one.operator === 'equals' && one.path.length === 1 && one.path[0] === 'id') === true;
  }

  /** What is stored: `insert({ … })`, `update({ … })`; of `update('status', 'open')` the value. */
  private stored(call: TSESTree.CallExpression | undefined): Node | undefined {
    const given = unwrap(call?.arguments[0]);
    const name = call === undefined ? '' : calledName(call);
    if (given === undefined || name === 'del' || name === 'delete') return undefined;
    return objectValue(this.module, given) ?? (stringValue(this.module, given) === undefined ? given : call);
  }

  /** The table's name: `orders` of `'public.orders as o'` and of `{ o: 'orders' }`. */
  private nameOf(target: Node): string | undefined {
    const value = unwrap(target);
    const [only] = value.type === 'ObjectExpression' && value.properties.length === 1 ? value.properties : [];
    const text = stringValue(this.module, only?.type === 'Property' ? only.value : value);
    return text?.trim().split(/\s/)[0]?.split('.').at(-1) ?? (value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? memberName(value) : undefined);
  }

  private tableText(target: Node): string {
    const text = this.module.textOf(target).replaceAll(/\s+/g, ' ');
    return text.length > 40 ? '…' : text;
  }

  /** What the own table or its alias is put before; one of several tables otherwise. */
  protected pathOf({ built }: BuilderCall, column: string): readonly string[] {
    const parts = column.split('.');
    return parts.length === 1 || lastStep(built, /join/i) === undefined ? parts.slice(-1) : parts;
  }

  override filterOf(call: OrmCall): ReturnType<BuilderReader['filterOf']> {
    return call.method === 'raw' ? [] : super.filterOf(call);
  }

  skipsConflicts(call: OrmCall): boolean {
    return lastStep((call as KnexCall).built, /^ignore$/) !== undefined;
  }

  isInTransaction({ client, built }: BuilderCall): boolean {
    const value = unwrap(client);
    const isNamed = value.type === 'Identifier' && /^(?:trx|tx)$/i.test(value.name);
    return isNamed || this.receivers.of(value)?.kind === 'transaction' || lastStep(built, /^transacting$/) !== undefined;
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return knexTogether(this.module, call as KnexCall, loop);
  }
}

/** What can be a table: `'orders'`, `{ o: 'orders' }`, `TABLE`, `this.table`; a client that another one is set to is none: `Model.knex(this.knex)`, `Model.knex(db())`. */
function isTable(node: Node | undefined): boolean {
  const given = unwrap(node);
  const value = given?.type === 'CallExpression' ? unwrap(given.callee) : given;
  const name = value?.type === 'Identifier' ? value.name : value?.type === 'MemberExpression' ? (memberName(value) ?? '') : undefined;
  return name === undefined ? value !== undefined : !/knex|trx|config|conn|client|^db$/i.test(name);
}

/** Knex 0.21 to 3.3. */
export const knex: Orm = {
  about,
  library: 'Knex',
  glance(file: FileGlance): boolean {
    return mayCall(file, KNEX_TYPES.packages, CALL) && !MIGRATION.test(file.text);
  },
  open: (file, project) => new KnexReader(file, project, KNEX_TYPES),
};
