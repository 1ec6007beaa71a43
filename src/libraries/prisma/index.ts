import { about } from './about.ts';
import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { UsedAs } from '../../model/result-use.ts';
import type { Edit, Remedy } from '../../model/text.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { PrismaSchema } from './schema.ts';
import { prismaProviders, prismaSchema } from './schema-locate.ts';
import { aliasOf } from '../../javascript/syntax/callee.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { selectText } from '../../javascript/advice/filter-text.ts';
import { hasAnyOf, memberName, type Node, propertiesOf, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import type { CountOption, FileGlance, LoadedRelation, Orm, OrmCall, RelationQuery, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import { type Method, type MethodCall, methodIn, MethodReader } from '../../javascript/readers/method-reader.ts';
import { CLIENT_NAMES, isSomethingElse, PRISMA_TYPES, TRANSACTION_NAMES } from './client.ts';
import { PRISMA_MAKINGS } from './makings.ts';
import { groupedInstead, prismaCount, prismaLoad, prismaLoads, prismaTogether, writesRelation } from './remedies.ts';
import { tables } from './tables.ts';
import { prismaWords } from './words.ts';

interface DelegateMethod extends Method {
  /** What the argument object must hold: tells a delegate's method from namesakes of other libraries. */
  readonly requires?: readonly string[];
  /** No other library in use has a method of this name. */
  readonly unmistakable?: boolean;
}

/** Methods of a model delegate: Prisma 5.22, 6.19 and 7.10. */
const METHODS: Readonly<Record<string, DelegateMethod>> = {
  findMany: { operation: 'readMany', many: true, unmistakable: true },
  findUnique: { operation: 'readOne', requires: ['where'], unmistakable: true },
  findUniqueOrThrow: { operation: 'readOne', requires: ['where'], unmistakable: true },
  findFirst: { operation: 'readOne', unmistakable: true },
  findFirstOrThrow: { operation: 'readOne', unmistakable: true },
  count: { operation: 'count', many: true },
  aggregate: { operation: 'aggregate', many: true },
  groupBy: { operation: 'aggregate', many: true, requires: ['by'] },
  create: { operation: 'create', requires: ['data'] },
  update: { operation: 'update', requires: ['where', 'data'] },
  delete: { operation: 'delete', requires: ['where'] },
  upsert: { operation: 'upsert', requires: ['where', 'create', 'update'] },
  createMany: { operation: 'create', many: true, requires: ['data'], unmistakable: true },
  createManyAndReturn: { operation: 'create', many: true, requires: ['data'], unmistakable: true },
  updateMany: { operation: 'update', many: true, requires: ['data'], unmistakable: true },
  updateManyAndReturn: { operation: 'update', many: true, requires: ['data'], unmistakable: true },
  deleteMany: { operation: 'delete', many: true, unmistakable: true },
};

/** How Prisma compares in filters: Prisma 5.22, 6.19 and 7.10. */
const FILTER: FilterDialect = {
  operators: {
    equals: 'equals', in: 'in', hasSome: 'in', lt: 'range', lte: 'range', gt: 'range', gte: 'range', contains: 'range', startsWith: 'range', endsWith: 'range', search: 'range',
    not: 'other', notIn: 'other', has: 'other', hasEvery: 'other', isEmpty: 'other', every: 'other', none: 'other', isNot: 'other',
  },
  all: 'AND', any: 'OR', none: 'NOT', within: ['some', 'is'], modifiers: ['mode', 'path'],
};

/** A delegate's method as it stands in a text; what every file without it is spared. */
const CALL = /\.\s*(?:find(?:Many|Unique|First)|(?:create|update|delete)(?:Many)?|count|aggregate|groupBy|upsert)(?:OrThrow|AndReturn)?\s*(?:<[^>]*>)?\(/;

class PrismaReader extends MethodReader {
  readonly library = 'Prisma';
  override readonly insertsColumnsOnly = false;
  readonly words = prismaWords;
  readonly makings = PRISMA_MAKINGS;
  readonly loadingOptions = ['include', 'select'];
  readonly dataModel: DataModel | undefined;
  readonly indexesKeys: boolean | undefined;
  private readonly project: Project;
  private readonly features: readonly string[];
  protected readonly filter = FILTER;
  readonly optionNames = { where: 'where', offset: 'skip', limit: 'take', order: 'orderBy', cursor: 'cursor', columns: 'select' };
  private readonly aliases: Readonly<Record<string, string>>;
  private readonly receivers: Receivers;
  /** Model names by the property of the client that reaches them. */
  private readonly delegates: ReadonlyMap<string, string>;

  constructor(file: SourceFile, project: Project, schema: PrismaSchema | undefined) {
    super(file);
    this.project = project;
    const dataModel = schema?.dataModel;
    this.aliases = project.settings.aliases;
    this.receivers = new Receivers(file, PRISMA_TYPES, this.aliases);
    this.dataModel = dataModel;
    this.features = schema?.features ?? [];
    this.indexesKeys = schema?.provider === undefined ? undefined : schema.provider === 'mysql';
    this.delegates = new Map([...(dataModel?.models.keys() ?? [])].map((name) => [delegateName(name), name]));
  }

  /** Of the databases that a schema can name, some have no RETURNING that Prisma would use. */
  get givesRowsBack(): boolean {
    return !prismaProviders(this.project).some((provider) => /^(?:mysql|sqlserver|mongodb)$/.test(provider));
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const method = methodIn(METHODS, call.name);
    const delegate = method && this.delegateAt(unwrap(call.callee.object), method, call.node.arguments[0]);
    if (method === undefined || delegate === undefined) return undefined;
    const asked = this.callOf(call, { ...method, options: 0, data: method.operation === 'upsert' ? 'update' : 'data' }, delegate.model);
    return asked && { ...asked, client: delegate.client, lazy: true };
  }

  /** The model and the client of `client.model`, or undefined where it is no delegate. */
  private delegateAt(node: Node, method: DelegateMethod, argument: Node | undefined): { model: string | undefined; client: Node } | undefined {
    const alias = aliasOf(this.module, node, this.aliases);
    if (alias !== undefined && this.dataModel?.models.has(alias) === true) return { model: alias, client: node };
    if (node.type !== 'MemberExpression') return undefined;
    const property = memberName(node);
    const client = unwrap(node.object);
    if (property === undefined) return this.receivers.of(client) !== undefined && isComputedModel(node) ? { model: undefined, client } : undefined;
    const model = this.delegates.get(property);
    if (model !== undefined) return fits(this.module, method, argument) && !isSomethingElse(this.module, client) && this.isTold(client, method, argument) ? { model, client } : undefined;
    // The schema says which models there are; without it, the client itself has to be known.
    if (property.startsWith('$') || !fits(this.module, method, argument)) return undefined;
    return this.receivers.of(client) !== undefined ? { model: property.charAt(0).toUpperCase() + property.slice(1), client } : undefined;
  }

  /** Whether the argument or the client says that this is Prisma: maps and stores have a `delete` and a `create` as well, which take a key or a value. */
  private isTold(client: Node, { requires = [], unmistakable = false }: DelegateMethod, argument: Node | undefined): boolean {
    if (unmistakable || requires.length === 0 || objectValue(this.module, argument) !== undefined) return true;
    const { root, names } = chainOf(client);
    return CLIENT_NAMES.test(names.at(-1) ?? (root.type === 'Identifier' ? root.name : '')) || this.receivers.of(client) !== undefined;
  }

  isInTransaction({ client }: OrmCall): boolean {
    const { root } = chainOf(unwrap(client));
    const isCalledSo = root.type === 'Identifier' && TRANSACTION_NAMES.test(root.name) && this.module.resolve(root)?.kind === 'parameter';
    return isCalledSo || this.receivers.of(root)?.kind === 'transaction';
  }

  selecting({ options }: OrmCall, columns: readonly string[]): string | undefined {
    return hasAnyOf(options, ['select', 'include', 'omit', 'distinct']) ? undefined : selectText(columns);
  }

  /** `distinct` reads every row that matches, whatever `take` says, and drops those that stand there again (5.22, 6.19 and 7.10), unless PostgreSQL does it for a preview feature. */
  droppedInMemory({ method, options }: OrmCall): readonly string[] | undefined {
    const distinct = method !== 'findMany' || this.features.includes('nativeDistinct') ? undefined : unwrap(propertyOf(options, 'distinct')?.value);
    const columns = distinct?.type === 'ArrayExpression' ? distinct.elements.map((element) => stringValue(this.module, element)) : distinct === undefined ? [] : [stringValue(this.module, distinct)];
    return columns.length > 0 && columns.every((column) => column !== undefined) ? columns : undefined;
  }

  askLess(call: OrmCall, usedAs: UsedAs): readonly Remedy[] {
    return usedAs === 'distinct' ? groupedInstead(this.module, call, this.droppedInMemory(call) ?? []) : [];
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return prismaLoads(source, path);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return prismaLoad(this.module, source, relations);
  }

  countWith(source: OrmCall, name: string, query: RelationQuery): CountOption | undefined {
    return prismaCount(this.module, source, name, query);
  }

  isRefusedInBulk(call: OrmCall): boolean {
    return writesRelation(call);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return prismaTogether(this.module, call, loop);
  }

  /**
   * `findUnique` and `findUniqueOrThrow` made in one tick become one statement, if they filter by equality alone: operators such as
   * `contains`, and `AND`, `OR` and `NOT`, are sent one by one
   * (5.22, 6.19, 7.10: runtime/core/jsonProtocol/getBatchId).
   */
  batchesItself(call: OrmCall): boolean {
    if (call.method !== 'findUnique' && call.method !== 'findUniqueOrThrow') return false;
    return this.filterOf(call)?.every((one) => !('any' in one) && one.operator === 'equals') ?? true;
  }
}

/** `prisma[model]` is a delegate; `cache[0]` is none. */
function isComputedModel({ property }: TSESTree.MemberExpression): boolean {
  return property.type !== 'Literal';
}

/** The name of the client's property for a model: the model's with a small first letter. */
export function delegateName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** True where the argument is one that the method takes. */
function fits(module: JsModule, { requires = [], unmistakable = false }: DelegateMethod, argument: Node | undefined): boolean {
  const value = unwrap(argument);
  if (value === undefined) return requires.length === 0;
  if (value.type !== 'ObjectExpression') return unmistakable || (value.type !== 'Literal' && value.type !== 'ArrowFunctionExpression' && value.type !== 'FunctionExpression' && objectFits(module, value, requires));
  return objectFits(module, value, requires);
}

function objectFits(module: JsModule, node: Node, requires: readonly string[]): boolean {
  const options = objectValue(module, node);
  if (options === undefined) return true;
  const complete = propertiesOf(options) !== undefined;
  return requires.every((key) => propertyThroughSpreads(module, options, key) !== undefined || !complete) && (requires.length === 0 || options.properties.length > 0);
}

/** Prisma Client 5 to 7. */
export const prisma: Orm = {
  about,
  tables,
  library: 'Prisma',
  tellingMethods: /^(?:find(?:Many|Unique|First)(?:OrThrow)?|createMany(?:AndReturn)?|updateMany|deleteMany)$/,
  glance({ imports, text, project }: FileGlance): boolean {
    if (!CALL.test(text)) return false;
    return imports.some((source) => PRISMA_TYPES.packages.test(source)) || Object.keys(project.settings.aliases).length > 0 || prismaSchema(project) !== undefined || /prisma/i.test(text);
  },
  open(file, project) {
    return new PrismaReader(file, project, prismaSchema(project));
  },
};
