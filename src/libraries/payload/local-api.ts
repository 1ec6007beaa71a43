import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { UsedAs } from '../../model/result-use.ts';
import type { Remedy } from '../../model/text.ts';
import { takesNumberAlone } from '../../javascript/answers/answer-uses.ts';
import type { Condition, Filter, FilterDialect } from '../../javascript/queries/conditions.ts';
import { mayCall, type MethodCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { usualString } from '../../javascript/project/usual-values.ts';
import type { FileGlance, Orm, OrmCall } from '../../javascript/queries/orm.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { keyName, memberName, type Node, propertiesOf, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue, propertyThroughSpreads } from '../../javascript/syntax/values.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { oncePer } from '../../project/memo.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { DB_METHODS, DEFAULT_LIMIT, LOCAL_METHODS, PAYLOAD_PACKAGES } from './facts.ts';
import { isPayloadProject, PAYLOAD_TYPES } from './receivers.ts';
import { broughtByPlugins } from './plugins.ts';
import { collectionsAround, type Configured, modelsOf } from './schema.ts';
import { payloadWords } from './words.ts';

const CALL = /\.\s*(?:find\w*|count\w*|create|duplicate|update\w*|upsert|delete\w*)\s*(?:<[^;(]*>)?\(\s*\{/;

const FILTER: FilterDialect = {
  operators: {
    equals: 'equals', in: 'in', greater_than: 'range', greater_than_equal: 'range', less_than: 'range', less_than_equal: 'range', like: 'other', not_like: 'other', contains: 'other', not_equals: 'other',
    not_in: 'other', all: 'other', exists: 'other', near: 'other', within: 'other', intersects: 'other',
  },
  all: 'and', any: 'or',
};

/** From how many documents on a limit means all of them, in a collection of which so many are not expected. */
const AS_GOOD_AS_ALL = 50;

/** What `count` takes of the options of `find`. */
const OF_COUNT: ReadonlySet<string> = new Set(['collection', 'where', 'locale', 'overrideAccess', 'req', 'user', 'context', 'trash', 'disableErrors']);

/** The local API in one file. */
export class PayloadReader extends ReceiverReader {
  readonly library = 'Payload';
  readonly words = payloadWords;
  override readonly insertsColumnsOnly = false;
  readonly optionNames = { where: 'where', offset: 'page', limit: 'limit', order: 'sort', columns: 'select' };
  protected readonly filter = FILTER;
  private readonly cwd: string;

  constructor(file: SourceFile, project: Project) {
    super(file, project, PAYLOAD_TYPES);
    this.cwd = project.cwd;
  }

  /** The file's syntax, for whoever edits its calls. */
  get source(): SourceFile['module'] {
    return this.module;
  }

  /** The collections of the project. */
  get collections(): ReadonlyMap<string, Configured> {
    return collectionsAround(this.module, this.file, this.cwd);
  }

  protected readModel(): DataModel {
    return { models: new Map([...broughtByPlugins(this.file.path), ...modelsOf(this.collections).models]) };
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const options = objectValue(this.module, call.node.arguments[0]);
    const isGlobal = call.name.endsWith("Global");
    const named = options && propertyThroughSpreads(this.module, options, isGlobal ? 'slug' : 'collection');
    if (options === undefined || named === undefined) return undefined;
    const kind = this.receivers.of(call.callee.object)?.kind ?? (this.isHandedIn(call.callee.object) ? 'payload' : undefined);
    const method = kind === undefined ? undefined : methodIn(kind === 'db' ? DB_METHODS : kind === 'payload' ? LOCAL_METHODS : {}, call.name);
    const asked = method && this.callOf(call, method, usualString(this.file, named.value));
    return asked && this.told(asked, options, kind === 'db');
  }

  /** A parameter, or a part of one, that is called `payload`: `({ req: { payload } }) => payload.find({ collection: … })`. */
  private isHandedIn(node: Node): boolean {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' && value.name === 'payload' ? this.module.resolve(value) : undefined;
    return binding?.kind === 'parameter' && isPayloadProject(this.file);
  }

  /** The call with what Payload's options mean: the id, no limit, the limit that there is where nothing is said. */
  private told(asked: OrmCall, options: TSESTree.ObjectExpression, isOfDatabase: boolean): OrmCall {
    const option = (name: string): Node | undefined => unwrap(propertyThroughSpreads(this.module, options, name)?.value);
    const id = asked.where === undefined ? option('id') : undefined;
    const call = id === undefined ? { ...asked, many: asked.many || asked.where !== undefined } : { ...asked, where: id, byKey: true, many: false };
    const context = ['collection', 'slug', 'locale'].flatMap((name) => option(name) ?? []);
    if (!/^find(?:Versions)?$/.test(call.method)) return { ...call, context, limit: undefined };
    const answer = { rows: 'docs', count: 'totalDocs', pages: 'totalPages' };
    const limit = numberValue(this.module, call.limit);
    const isUnpaged = isFalse(option('pagination'));
    const statements = isUnpaged || limit === 0 ? 1 : call.statements;
    const told: OrmCall = { ...call, answer, context, statements, model: call.method === 'find' ? call.model : undefined };
    if (isOfDatabase || options.properties.some(({ type }) => type === 'SpreadElement')) return told;
    if (limit === 0 || (call.limit === undefined && isUnpaged)) return { ...told, limit: undefined, offset: undefined, unlimited: true };
    if (call.limit === undefined) return { ...told, atMost: DEFAULT_LIMIT };
    if (limit === 1 && option('sort') === undefined) return { ...told, limit: undefined, atMost: 1, operation: 'readOne', many: false };
    return limit !== undefined && limit >= AS_GOOD_AS_ALL ? { ...told, limit: undefined, atMost: limit } : told;
  }

  /** `contains` of a list of references asks whether one is among them, as `in` does for several. */
  override filterOf(call: OrmCall): Filter | undefined {
    return super.filterOf(call)?.map((one) => ('any' in one || !this.isReferenceAmong(one, call) ? one : { ...one, operator: 'equals' }));
  }

  private isReferenceAmong({ path, operator, value }: Condition, { model }: OrmCall): boolean {
    const property = operator === 'other' && value !== undefined ? this.module.parentOf(value) : undefined;
    if (property?.type !== 'Property' || keyName(property) !== 'contains') return false;
    const member = value === undefined ? undefined : unwrap(value);
    const isId = member?.type === 'MemberExpression' && memberName(member) === 'id';
    return isId || (model !== undefined && this.dataModel.models.get(model)?.fields.get(path.join('.'))?.relation?.cardinality === 'to-many');
  }

  /** Relations are documents, not ids, as deep as `depth` says; 2 where nothing does. */
  loads({ options }: OrmCall, path: readonly string[]): boolean {
    const depth = propertyOf(options, 'depth');
    return depth !== undefined && path.length <= (numberValue(this.module, depth.value) ?? Infinity);
  }

  /** No operation creates several documents. */
  isRefusedInBulk({ operation }: OrmCall): boolean {
    return operation === 'create';
  }

  askLess(call: OrmCall, usedAs: UsedAs): readonly Remedy[] {
    if (call.method !== 'find' || call.callee.endsWith('.db.find') || call.node.arguments[0]?.type !== 'ObjectExpression') return [];
    if (/^(?:length|number)$/.test(usedAs) && takesNumberAlone(this.module, call)) return this.counted(call, call.node.arguments[0]);
    return usedAs === 'first' || usedAs === 'emptiness' ? this.limitedToOne(call.node.arguments[0]) : [];
  }

  private counted({ node: { callee } }: OrmCall, options: TSESTree.ObjectExpression): readonly Remedy[] {
    const properties = propertiesOf(options);
    const method = callee.type === 'MemberExpression' ? callee.property : undefined;
    if (properties === undefined || method === undefined) return [];
    const kept = [...properties.entries()].filter(([name]) => OF_COUNT.has(name)).map(([, property]) => this.module.textOf(property));
    const edits = [{ span: spanOf(method), text: 'count' }, ...(kept.length === properties.size ? [] : [{ span: spanOf(options), text: `{ ${kept.join(', ')} }` }])];
    return [{ title: 'Count with `payload.count`', edits, safety: { changes: 'no document is read, so that no hook of reading runs' } }];
  }

  private limitedToOne(options: TSESTree.ObjectExpression): readonly Remedy[] {
    const limit = propertyOf(options, 'limit');
    const isUnpaged = propertyOf(options, 'pagination') !== undefined;
    if (limit === undefined) return [{ title: 'Read one document', edits: [appendProperty(this.module, options, 'limit: 1')], safety: { changes: 'the answer holds one document at most' } }];
    const edit = { span: spanOf(limit.value), text: isUnpaged ? '1' : '1, pagination: false' };
    return [{ title: 'Read one document', edits: [edit], safety: { changes: 'the answer holds one document at most' } }];
  }
}

function isFalse(node: Node | undefined): boolean {
  return node?.type === 'Literal' && node.value === false;
}

/** True for a file that may ask Payload's local API. */
export function mayHoldCalls(file: FileGlance): boolean {
  return /\b(?:collection|slug)\b/.test(file.text) && mayCall(file, PAYLOAD_PACKAGES, CALL);
}

/** The reader of a file, which the engine asks for queries and the framework for what is done with their answers. */
export const readerOf = oncePer((_module: SourceFile['module'], file: SourceFile, project: Project): PayloadReader => new PayloadReader(file, project));

/** Payload's local API. */
export const payloadApi: Orm = {
  about,
  library: 'Payload',
  glance: mayHoldCalls,
  open: (file, project) => readerOf(file.module, file, project),
};
