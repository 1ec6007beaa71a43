import type { DataModel } from '../../model/data-model.ts';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import { mayCall, type MethodCall, methodIn, MethodReader, type Methods } from '../../javascript/readers/method-reader.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { clientText, isOrderedOtherwise, plainWords } from '../../javascript/advice/plain-words.ts';
import { sourcesOf } from '../../javascript/syntax/flow.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { oncePer } from '../../project/memo.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { adviseIndex, KEYSTONE_PACKAGES } from './facts.ts';
import { listModels } from './schema.ts';

/**
 * Methods of `context.query.Post` and `context.db.Post`. An update or a delete reads its row first, and the forms for many items send as much for each of
 * them: measured with 50 rows, @keystone-6/core 8.0.6.
 */
const METHODS: Methods = {
  findOne: { operation: 'readOne', options: 0 },
  findMany: { operation: 'readMany', many: true, options: 0 },
  count: { operation: 'count', many: true, options: 0 },
  createOne: { operation: 'create', options: 0, data: 'data' },
  createMany: { operation: 'create', many: true, options: 0, data: 'data' },
  updateOne: { operation: 'update', options: 0, data: 'data', statements: 2 },
  updateMany: { operation: 'update', many: true, options: 0, data: 'data', statements: 2 },
  deleteOne: { operation: 'delete', options: 0, statements: 2 },
  deleteMany: { operation: 'delete', many: true, options: 0, statements: 2 },
};

const CALL = /\.\s*(?:findOne|findMany|count|(?:create|update|delete)(?:One|Many))\s*(?:<[^>]*>)?\(/;

/** What gives another context: with other rights, another session or another request. */
const OF_CONTEXT = /^(?:sudo|withSession|withRequest|internal|exitSudo|getContext)$/;

/** What people call a context. */
const NAMED = /^(?:ctx|\w*[cC]ontext)$/;

/** Names, calls and conditions between a receiver and the context. */
const DEPTH = 8;

const FILTER: FilterDialect = {
  operators: {
    equals: 'equals', in: 'in', lt: 'range', lte: 'range', gt: 'range', gte: 'range', contains: 'range', startsWith: 'range', endsWith: 'range',
    not: 'other', notIn: 'other', every: 'other', none: 'other',
  },
  all: 'AND', any: 'OR', none: 'NOT', within: ['some'], modifiers: ['mode'],
};

const plain = plainWords({
  inList: '{ in: ids }',
  readMany: (model, filter, options) => `${model}.findMany({ where: ${filter}${options} })`,
  group: (model, filter, key) => `${inPrisma(model)}.groupBy({ by: ['${key}'], where: ${filter}, _count: true })`,
  insertMany: (model) => `${inPrisma(model)}.createMany({ data: [...] })`,
  updateMany: (model, filter) => `${inPrisma(model)}.updateMany({ where: ${filter}, data })`,
  deleteMany: (model, filter) => `${inPrisma(model)}.deleteMany({ where: ${filter} })`,
  leavesOut: 'which runs neither access control nor hooks (the `createMany`, `updateMany` and `deleteMany` of lists send as much as one by one)',
  after: '{ gt: lastId }',
});

/** `context.prisma.post` for `context.sudo().db.Post`, and for a list's name alone. */
export function inPrisma(model: string): string {
  const name = model.slice(model.lastIndexOf('.') + 1);
  return `context.prisma.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

const keyset: OrmWords['keyset'] = (call) => `Continue after the last item: \`cursor: { id: last.id }, skip: 1\` with \`take\` and ${isOrderedOtherwise(call, 'id') ? 'an `orderBy` that ends with `id`' : "`orderBy: { id: 'asc' }`"}.`;

const words: OrmWords = {
  // `take` is Prisma's
  belowOne: { negative: 'A negative `take` reads as many items from the end' },
  ...plain,
  // a `query` names what is read as text, and items of `context.db` hold no relations
  load: () => undefined,
  tally: () => '`context.prisma.….groupBy`',
  fewer: (call) => {
    const model = clientText(call);
    return { count: `\`${model}.count\``, any: `\`${model}.findMany\` and \`take: 1\``, first: '`take: 1`', sum: '`context.prisma.….aggregate`' };
  },
  keyset,
  keysetBatch: keyset,
  index: (_, field) => adviseIndex(field),
};

/** True for a context of Keystone's, in a project of which is known that it uses Keystone: by its name, or by what gives it. */
function isContext(module: JsModule, node: Node, depth = DEPTH): boolean {
  const value = unwrap(node);
  if (depth === 0) return false;
  if (value.type === 'CallExpression') {
    const callee = unwrap(value.callee);
    if (callee.type === 'Identifier') return callee.name === 'getContext';
    return callee.type === 'MemberExpression' && OF_CONTEXT.test(memberName(callee) ?? '') && isContext(module, callee.object, depth - 1);
  }
  if (value.type === 'MemberExpression' && NAMED.test(memberName(value) ?? '')) return true;
  if (value.type === 'Identifier' && NAMED.test(value.name)) return true;
  return (value.type === 'Identifier' || value.type === 'AwaitExpression' || value.type === 'LogicalExpression') && sourcesOf(module, value).some((source) => source.path.length === 0 && isContext(module, source.node, depth - 1));
}

/** The API in one file. */
export class KeystoneReader extends MethodReader {
  readonly library = 'Keystone';
  override readonly insertsColumnsOnly = false;
  readonly words = words;
  readonly dataModel: DataModel | undefined;
  readonly optionNames = { where: 'where', offset: 'skip', limit: 'take', order: 'orderBy', cursor: 'cursor', columns: 'select' };
  protected readonly filter = FILTER;

  constructor(file: SourceFile, project: Project) {
    super(file);
    this.dataModel = listModels(project);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const method = methodIn(METHODS, call.name);
    const list = unwrap(call.callee.object);
    const name = method === undefined || list.type !== 'MemberExpression' ? undefined : memberName(list);
    if (method === undefined || list.type !== 'MemberExpression' || name === undefined || !/^[A-Z]/.test(name) || !this.isApi(list.object)) return undefined;
    return this.callOf(call, method, name);
  }

  /** `context.db`, `context.sudo().query`, `const { db } = context` */
  private isApi(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'MemberExpression') return /^(?:db|query)$/.test(memberName(value) ?? '') && isContext(this.module, value.object);
    return value.type === 'Identifier' && sourcesOf(this.module, value).some(({ node: from, path }) => (path.length === 0 ? from !== value && from.type === 'MemberExpression' && this.isApi(from) : path.length === 1 && /^(?:db|query)$/.test(path[0] ?? '') && isContext(this.module, from)));
  }
}

/** The reader of a file, which the engine asks for queries and the framework for what their `query` names. */
export const readerOf = oncePer((_module: JsModule, file: SourceFile, project: Project): KeystoneReader => new KeystoneReader(file, project));

/** Keystone 6 to 8: `context.query` and `context.db`. `context.prisma` is Prisma's client. */
export const keystoneApi: Orm = {
  about,
  library: 'Keystone',
  glance: (file) => /\b(?:db|query)\b/.test(file.text) && mayCall(file, KEYSTONE_PACKAGES, CALL),
  open: (file, project) => readerOf(file.module, file, project),
};
