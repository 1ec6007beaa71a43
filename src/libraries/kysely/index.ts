import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Filter } from '../../javascript/queries/conditions.ts';
import { conditionOf } from '../../javascript/readers/builder-chain.ts';
import { mayCall, type MethodCall } from '../../javascript/readers/method-reader.ts';
import type { FileGlance, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { computedBy, computedIn, namesTableByValue, rawOperation, sqlText, tableIn } from '../../javascript/queries/raw-sql.ts';
import { calleeText } from '../../javascript/syntax/callee.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, isFunction, memberName, type Node, some, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import type { KyselyCall } from './call.ts';
import { calleeOf, type Chain, chainOf, SENDING, tableOf } from './chain.ts';
import { answerOf, columnOf, filterOfSteps } from './filters.ts';
import { KYSELY_MAKINGS } from './makings.ts';
import { KYSELY_TYPES } from './receivers.ts';
import { kyselyTogether } from './remedies.ts';
import { kyselyWords } from './words.ts';

const CALL = /\.\s*(?:selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|execute\w*)\s*(?:<[^>]*>)?\(/;

/** What builds on and sends nothing; of what is called on a builder otherwise nothing is said. */
const BUILDING = /^(?:selectFrom|insertInto|replaceInto|updateTable|deleteFrom|values|set|where|whereRef|returning|returningAll|select|selectAll|onConflict|onDuplicateKeyUpdate|ignore|orderBy|limit|offset|\w+Join)$/;

const OPERATIONS: Readonly<Record<string, Operation>> = { insertInto: 'create', replaceInto: 'upsert', updateTable: 'update', deleteFrom: 'delete', mergeInto: 'rawWrite' };

class KyselyReader extends ReceiverReader {
  readonly library = 'Kysely';
  readonly words = kyselyWords;
  readonly optionNames = { where: 'where', offset: 'offset', limit: 'limit', order: 'orderBy' };
  readonly makings = KYSELY_MAKINGS;
  protected readonly filter = { operators: {} };

  /** Types alone tell of tables, and nothing of what is unique or refers to what. */
  protected readModel(): DataModel {
    return { models: new Map() };
  }

  protected find({ node, callee, name }: MethodCall): KyselyCall | undefined {
    const sends = SENDING.test(name);
    if (sends) {
      const raw = this.rawCall(node, callee, name);
      if (raw !== undefined) return raw;
    }
    const isAwaited = sends || !BUILDING.test(name) ? undefined : givenUp(this.module, node);
    if (!sends && isAwaited === undefined) return undefined;
    const chain = chainOf(this.module, sends ? callee.object : node);
    if (chain === undefined || !this.isAsked(chain, sends)) return undefined;
    return this.ofChain(node, name, chain, isAwaited);
  }

  /** The database is one for sure, or the project uses Kysely and the chain begins and ends as none but Kysely's do. */
  private isAsked({ db }: Chain, sends: boolean): boolean {
    const receiver = this.receivers.of(db);
    if (receiver !== undefined) return receiver.kind === 'database' || receiver.kind === 'transaction';
    return sends && this.usesLibrary;
  }

  private ofChain(node: TSESTree.CallExpression, method: string, chain: Chain, isAwaited: boolean | undefined): KyselyCall {
    const { module } = this;
    const steps = isAwaited === undefined ? [...chain.steps, { name: method, call: node, isSure: true }] : chain.steps;
    const argument = (name: string): Node | undefined => unwrap(steps.findLast((step) => step.name === name)?.call.arguments[0]);
    const table = isWithin(chain, tableOf(chain)?.name) ? undefined : tableOf(chain);
    const database = calleeText(module, chain.db);
    const offset = argument('offset');
    const limit = argument('limit') ?? argument('top') ?? argument('fetch');
    const data = argument(chain.first.name === 'updateTable' ? 'set' : 'values');
    const shape = shapeOf(chain, table?.alias);
    const operation = this.operationOf(chain, method, limit, shape);
    const changesNothing = isAwaited !== undefined && chain.first.call.range[0] < node.range[0];
    return {
      node, orm: this, model: table?.name, method, operation, callee: changesNothing ? calleeText(module, node.callee) : calleeOf(database, chain, table), database, table, steps, client: chain.db, options: undefined,
      many: /^(?:update|delete)$/.test(operation) || operation === 'readMany' || (data !== undefined && this.isList(data)),
      where: conditionOf(steps.filter(({ name }) => name === 'where')),
      data, limit,
      offset: offset === undefined || limit === undefined || !operation.startsWith('read') || isFixed(module, offset) ? undefined : offset,
      shape, keyset: false, lazy: false, statements: 1,
      unsent: isAwaited !== undefined, isAwaited, changesNothing,
      // 0.28 sends no LIMIT for it
      readsAll: operation === 'readOne' && method.startsWith('executeTakeFirst'),
      locks: steps.some(({ name }) => /^(?:forUpdate|forShare|forNoKeyUpdate|forKeyShare|skipLocked|noWait)$/.test(name)),
    };
  }

  private operationOf({ first, steps }: Chain, method: string, limit: Node | undefined, { grouped }: NonNullable<OrmCall['shape']>): Operation {
    const write = OPERATIONS[first.name];
    if (write === 'create') {
      const has = (pattern: RegExp): boolean => steps.some(({ name }) => pattern.test(name));
      if (has(/^(?:expression|defaultValues)$/)) return 'rawWrite';
      const conflict = steps.find(({ name }) => /^on(?:Conflict|DuplicateKeyUpdate)$/.test(name));
      return conflict !== undefined && !some(conflict.call.arguments[0], (inner) => inner.type === 'CallExpression' && calledName(inner) === 'doNothing') ? 'upsert' : 'create';
    }
    if (write !== undefined) return write;
    const computed = grouped ? undefined : computedBy(steps.filter(({ name }) => /^select(?:All)?$/.test(name)).map(({ call }) => this.kindOf(call.arguments[0])));
    return computed ?? (method.startsWith('executeTakeFirst') || numberValue(this.module, limit) === 1 ? 'readOne' : 'readMany');
  }

  /** `select((eb) => eb.fn.countAll().as('n'))`, `select([sum('total').as('total')])`: one row, whatever the table holds. */
  private kindOf(node: Node | null | undefined): 'count' | 'aggregate' | undefined {
    const value = unwrap(node);
    if (value === undefined) return undefined;
    if (isFunction(value)) return this.kindOf(answerOf(value));
    if (value.type === 'ArrayExpression') return computedBy(value.elements.map((element) => this.kindOf(element)));
    if (value.type === 'TaggedTemplateExpression') return computedIn(sqlText(value));
    if (value.type !== 'CallExpression') return undefined;
    const name = calledName(value);
    if (/^count(?:All)?$/.test(name)) return 'count';
    if (/^(?:sum|avg|min|max)$/.test(name)) return 'aggregate';
    if (/^(?:coalesce|cast)$/.test(name)) return this.kindOf(value.arguments[0]);
    const callee = unwrap(value.callee);
    return callee.type === 'MemberExpression' && /^(?:as|distinct|filterWhere|\$castTo|\$notNull|mapWith)$/.test(name) ? this.kindOf(callee.object) : undefined;
  }

  /** ``sql`…`.execute(db)`` */
  private rawCall(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression, name: string): KyselyCall | undefined {
    const statement = unwrap(callee.object);
    const tag = statement.type === 'TaggedTemplateExpression' ? unwrap(statement.tag) : undefined;
    const binding = tag?.type === 'Identifier' ? this.module.resolve(tag) : undefined;
    const [db] = node.arguments;
    if (name !== 'execute' || db === undefined || binding?.kind !== 'import' || binding.imported !== 'sql' || !(KYSELY_TYPES.packages.test(binding.source) || this.receivers.of(db) !== undefined)) return undefined;
    const text = sqlText(statement);
    const operation = rawOperation(text);
    return operation === undefined || namesTableByValue(text) ? undefined : {
      node, orm: this, model: tableIn(text), method: name, operation, callee: 'sql`…`.execute', database: calleeText(this.module, db), table: undefined, steps: [], client: unwrap(db), options: undefined, many: true,
      where: undefined, data: undefined, limit: undefined, offset: undefined, keyset: false, lazy: false, statements: 1, locks: /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b/i.test(text), isAwaited: undefined, changesNothing: false,
    };
  }

  override filterOf(call: OrmCall): Filter | undefined {
    const { steps, table, operation } = call as KyselyCall;
    return operation.startsWith('raw') ? undefined : filterOfSteps(steps, table);
  }

  /** Of a plain insert the conflict, where there is a word on it, is passed over: `onConflict((oc) => oc.doNothing())`. */
  skipsConflicts(call: OrmCall): boolean {
    return (call as KyselyCall).steps.some(({ name }) => name === 'onConflict' || name === 'ignore');
  }

  isInTransaction({ client }: OrmCall): boolean {
    return this.isTransaction(client);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return kyselyTogether(this.module, call as KyselyCall, loop, /\.[cm]?tsx?$/.test(this.file.path));
  }
}

/** Whether a builder that nothing sends is awaited, which sends nothing either; undefined where somebody may send it. */
function givenUp(module: JsModule, node: Node): boolean | undefined {
  const parent = module.parentOf(node);
  if (parent?.type === 'ExpressionStatement') return false;
  return parent?.type === 'AwaitExpression' && module.parentOf(parent)?.type === 'ExpressionStatement' ? true : undefined;
}

/** True for a name that the query itself defines: `db.with('recent', …).selectFrom('recent')`. */
function isWithin({ db }: Chain, name: string | undefined): boolean {
  return name !== undefined && some(db, (node) => node.type === 'CallExpression' && /^with(?:Recursive)?$/.test(calledName(node)) && node.arguments.some((argument) => argument.type === 'Literal' && String(argument.value).startsWith(name)));
}

/** How a chain orders its rows, and whether a row of the answer is one of the table: `orderBy('created_at', 'desc')`, `orderBy(['a', 'b desc'])`. */
function shapeOf({ steps }: Chain, alias: string | undefined): NonNullable<OrmCall['shape']> {
  const order = steps.filter(({ name }) => name === 'orderBy').flatMap(({ call: { arguments: [first, second] } }) => {
    const value = unwrap(first);
    const elements = value?.type === 'ArrayExpression' ? value.elements : [first];
    return elements.map((element) => {
      const [column = '…', direction] = element?.type === 'Literal' && typeof element.value === 'string' ? element.value.split(/\s+/) : [];
      const path = element?.type === 'Literal' ? columnOf({ ...element, value: column }, alias === undefined ? undefined : { name: alias, alias }) : undefined;
      const said = unwrap(second);
      return { column: path?.length === 1 ? (path[0] ?? '…') : '…', descending: direction === 'desc' || (said?.type === 'Literal' && said.value === 'desc') || (said !== undefined && isFunction(said) && some(said, (node) => node.type === 'MemberExpression' && memberName(node) === 'desc')) };
    });
  });
  return { order, grouped: steps.some(({ name }) => /^(?:groupBy|distinct|distinctOn)$/.test(name)) };
}

/** Kysely 0.2x. */
export const kysely: Orm = {
  about,
  library: 'Kysely',
  tellingMethods: /^executeTakeFirst(?:OrThrow)?$/,
  glance(file: FileGlance): boolean {
    if (!CALL.test(file.text)) return false;
    return mayCall(file, KYSELY_TYPES.packages, CALL) || (/\b(?:selectFrom|insertInto|updateTable|deleteFrom)\b/.test(file.text) && file.imports.some((source) => /(?:^|[/@-])(?:db|database|kysely)(?:\/|\.|$)/i.test(source)));
  },
  open: (file, project) => new KyselyReader(file, project, KYSELY_TYPES),
};
