import type { TSESTree } from '@typescript-eslint/utils';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import type { Method, Methods } from '../../javascript/readers/method-reader.ts';
import type { OptionNames, OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { clientText, plainWords, verbOf } from '../../javascript/advice/plain-words.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue } from '../../javascript/syntax/values.ts';

/** One of Strapi's ways to its tables. */
export interface Way {
  readonly methods: Readonly<Record<string, Method & { readonly by?: string }>>;
  readonly optionNames: OptionNames;
  readonly words: OrmWords;
  /** What its methods find one row by. */
  readonly keyName: string;
}

export const FILTER: FilterDialect = {
  operators: {
    $eq: 'equals', $in: 'in', $lt: 'range', $lte: 'range', $gt: 'range', $gte: 'range', $between: 'range', $contains: 'range', $containsi: 'range', $startsWith: 'range', $startsWithi: 'range', $endsWith: 'range',
    $ne: 'other', $notIn: 'other', $eqi: 'other', $null: 'other', $notNull: 'other', $notContains: 'other', $notContainsi: 'other',
  },
  all: '$and', any: '$or', none: '$not',
};

const IN_LIST = '{ $in: ids }';

const LEFT_OUT = 'past relations, document middlewares and the lifecycles of each row';

/** What is left for rows with relations, components or media, which no bulk form writes. */
const IN_ONE_TRANSACTION = 'No bulk form writes relations, components or media: send the writes in one `strapi.db.transaction`, which spares a commit per row but no statement.';

/** The bulk forms are those of `strapi.db.query`: one statement each, as measured with @strapi/strapi 5.54. What the other ways call bulk goes row by row. */
function wordsOf(readMany: (model: string, filter: string, options: string) => string, any: string): OrmWords {
  const words = plainWords({
    inList: IN_LIST,
    readMany,
    insertMany: () => 'strapi.db.query(uid).createMany({ data: [...] })',
    updateMany: (_model, filter) => `strapi.db.query(uid).updateMany({ where: ${filter}, data })`,
    deleteMany: (_model, filter) => `strapi.db.query(uid).deleteMany({ where: ${filter} })`,
    leavesOut: LEFT_OUT,
    load: (names, owner) => (owner.length === 0 ? `populate: [${names.map((name) => `'${name}'`).join(', ')}]` : `populate: [${names.map((name) => `'${[...owner, name].join('.')}'`).join(', ')}]`),
    after: '{ $gt: lastId }',
  });
  const isRefused = (call: OrmCall): boolean => call.operation === 'create' && call.orm.isRefusedInBulk?.(call) === true;
  return {
    ...words,
    // 5: `if (state.limit)`
    belowOne: { zero: '0 sets no limit' },
    countMany: (call) => `${verbOf(call)} for all rows at once: ${call.operation === 'count' ? 'with `populate: { …: { count: true } }` in the read of the list, or ' : ''}with a query of \`strapi.db.connection\` (Knex) that groups, before the loop.`,
    writeMany: (call, key, isResultRead) => (isRefused(call) ? IN_ONE_TRANSACTION : words.writeMany(call, key, isResultRead)),
    writeBatch: (call, key) => (isRefused(call) ? IN_ONE_TRANSACTION : words.writeBatch(call, key)),
    batchSpares: (call) => (isRefused(call) ? 'transactions' : words.batchSpares(call)),
    tally: () => 'a query of `strapi.db.connection` that groups (`GROUP BY`)',
    fewer: (call) => ({ count: `\`${clientText(call)}.count\``, any, first: any, sum: '`strapi.db.connection(…).sum(…)`' }),
  };
}

const READS: Methods = {
  findMany: { operation: 'readMany', many: true, options: 0 },
  findFirst: { operation: 'readOne', options: 0 },
  count: { operation: 'count', many: true, options: 0 },
};

/** `strapi.documents(uid)` of Strapi 5. An update is seven statements, as measured with 5.54. */
export const DOCUMENTS: Way = {
  methods: {
    ...READS,
    findOne: { operation: 'readOne', options: 0, by: 'documentId' },
    create: { operation: 'create', options: 0, data: 'data' },
    update: { operation: 'update', options: 0, by: 'documentId', data: 'data', statements: 7 },
    delete: { operation: 'delete', options: 0, by: 'documentId' },
    publish: { operation: 'update', options: 0, by: 'documentId' },
    unpublish: { operation: 'update', options: 0, by: 'documentId' },
  },
  optionNames: { where: 'filters', offset: 'start', limit: 'limit', order: 'sort', columns: 'fields' },
  // the key is an option of its own
  words: wordsOf((model, filter, options) => `${model}.findMany({ filters: ${filter}${options.replace(', documentId: …', '')} })`, '`findFirst`'),
  keyName: 'documentId',
};

/** `strapi.entityService` of Strapi 4, which takes the content type as its first argument. */
export const ENTITIES: Way = {
  methods: {
    findMany: { operation: 'readMany', many: true, options: 1 },
    findPage: { operation: 'readMany', many: true, options: 1, statements: 2 },
    findOne: { operation: 'readOne', key: 1, options: 2 },
    count: { operation: 'count', many: true, options: 1 },
    create: { operation: 'create', options: 1, data: 'data' },
    update: { operation: 'update', key: 1, options: 2, data: 'data' },
    delete: { operation: 'delete', key: 1, options: 2 },
    deleteMany: { operation: 'delete', many: true, options: 1 },
  },
  optionNames: { where: 'filters', offset: 'start', limit: 'limit', order: 'sort', columns: 'fields' },
  words: wordsOf((model, filter, options) => `${model}.findMany(uid, { filters: ${filter}${options} })`, '`limit: 1`'),
  keyName: 'id',
};

/** `strapi.db.query(uid)` of Strapi 4 and 5. An update is three statements, as measured with 5.54. */
export const QUERIES: Way = {
  methods: {
    findMany: { operation: 'readMany', many: true, options: 0 },
    findWithCount: { operation: 'readMany', many: true, options: 0, statements: 2 },
    findPage: { operation: 'readMany', many: true, options: 0, statements: 2 },
    findOne: { operation: 'readOne', options: 0 },
    count: { operation: 'count', many: true, options: 0 },
    create: { operation: 'create', options: 0, data: 'data' },
    createMany: { operation: 'create', many: true, options: 0, data: 'data' },
    update: { operation: 'update', options: 0, data: 'data', statements: 3 },
    updateMany: { operation: 'update', many: true, options: 0, data: 'data' },
    delete: { operation: 'delete', options: 0 },
    deleteMany: { operation: 'delete', many: true, options: 0 },
  },
  optionNames: { where: 'where', offset: 'offset', limit: 'limit', order: 'orderBy', columns: 'select' },
  words: wordsOf((model, filter, options) => `${model}.findMany({ where: ${filter}${options} })`, '`findOne`'),
  keyName: 'id',
};

/**
 * Options of Strapi's REST API and of `findPage`, which no `findMany` looks at: the document service strips `pagination`, the query builder knows a limit and an offset alone, and
 * `page` and `pageSize` end there as well (@strapi/core, utils and database 5.54, strapi and database 4.25).
 */
const IGNORED = ['pagination', 'page', 'pageSize'] as const;

/** The options by which a `findMany` asks for a page in vain; none where it means all rows. */
export function ignoredPages(module: JsModule, options: TSESTree.ObjectExpression | undefined): readonly TSESTree.Property[] {
  const named = IGNORED.flatMap((name) => propertyOf(options, name) ?? []);
  return named.some(({ value }) => asksForAll(module, value)) ? [] : named;
}

/** `pagination: false`, `pagination: { limit: -1 }`: nobody expects a page of it. */
function asksForAll(module: JsModule, node: Node): boolean {
  const value = unwrap(node);
  const limit = numberValue(module, propertyOf(objectValue(module, value), 'limit')?.value);
  return (value.type === 'Literal' && value.value === false) || (limit !== undefined && limit < 0) || (value.type === 'Identifier' && value.name === 'undefined');
}
