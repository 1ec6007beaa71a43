import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Field } from '../../model/data-model.ts';
import { mayCall, type MethodCall, methodIn, MethodReader } from '../../javascript/readers/method-reader.ts';
import type { CalledFunction } from '../../javascript/project/called.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall } from '../../javascript/queries/orm.ts';
import { sourcesOf } from '../../javascript/syntax/flow.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import { about } from './about.ts';
import { DOCUMENTS, ENTITIES, FILTER, ignoredPages, QUERIES, type Way } from './methods.ts';
import { contentTypes, modelNamed } from './schema.ts';
import { isPlugin, isStrapi, mayCallServices, serviceMethod } from './services.ts';

const PACKAGES = /^@strapi\/(?:strapi|types)$/;
const CALL = /\.\s*(?:documents|query)\s*(?:<[^>]*>)?\(|\bentityService\b/;

/** What a project configures, of which there are a few. */
const CONFIGURED = /^plugin::i18n\.locale$|^strapi::/;

/** Names between a receiver and what gives it. */
const DEPTH = 6;

/** What a method is called on: one of Strapi's ways, and the content type where the code names it. */
interface Target {
  readonly way: Way;
  /** The content type as an expression; undefined where the method itself takes it. */
  readonly uid: Node | undefined;
}

function targetOf(module: JsModule, node: Node, depth = DEPTH): Target | undefined {
  const value = unwrap(node);
  if (depth === 0) return undefined;
  if (value.type === 'MemberExpression') return memberName(value) === 'entityService' && isStrapi(value.object) ? { way: ENTITIES, uid: undefined } : undefined;
  if (value.type === 'CallExpression') {
    const callee = unwrap(value.callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    const [uid] = value.arguments;
    if (callee.type !== 'MemberExpression' || uid === undefined) return undefined;
    const from = unwrap(callee.object);
    const isDatabase = from.type === 'MemberExpression' && memberName(from) === 'db' && isStrapi(from.object);
    return name === 'documents' && isStrapi(from) ? { way: DOCUMENTS, uid } : name === 'query' && (isDatabase || isStrapi(from)) ? { way: QUERIES, uid } : undefined;
  }
  const [first, ...others] = value.type === 'Identifier' ? sourcesOf(module, value) : [];
  if (value.type !== 'Identifier' || first === undefined || others.length > 0) return undefined;
  // `const { entityService } = strapi`
  if (first.path.length === 1) return first.path[0] === 'entityService' && isStrapi(first.node) ? { way: ENTITIES, uid: undefined } : undefined;
  return first.path.length === 0 ? targetOf(module, first.node, depth - 1) : undefined;
}

class StrapiReader extends MethodReader {
  readonly library = 'Strapi';
  readonly words;
  readonly keyName;
  readonly optionNames;
  protected readonly filter = FILTER;
  readonly #way: Way;
  /** The readers of all ways, of which the first recognises calls for all. */
  readonly #others: ReadonlyMap<Way, StrapiReader>;
  #model: DataModel | undefined;

  constructor(file: SourceFile, way: Way, others: ReadonlyMap<Way, StrapiReader> = new Map()) {
    super(file);
    this.words = way.words;
    this.keyName = way.keyName;
    this.optionNames = way.optionNames;
    this.#way = way;
    this.#others = others;
  }

  get dataModel(): DataModel {
    this.#model ??= contentTypes(this.file.path);
    return this.#model;
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const target = targetOf(this.module, call.callee.object);
    return target && (this.#others.get(target.way) ?? this).callOn(call, target.uid);
  }

  private callOn(call: MethodCall, given: Node | undefined): OrmCall | undefined {
    const method = methodIn(this.#way.methods, call.name);
    const uid = unwrap(given ?? call.node.arguments[0]);
    const name = stringValue(this.module, uid);
    // what Strapi 3 calls so takes names of models, and other options
    if (method === undefined || uid === undefined || (name !== undefined && (!name.includes('::') || CONFIGURED.test(name)))) return undefined;
    const asked = this.callOf(call, method, name === undefined ? undefined : modelNamed(name));
    if (asked === undefined) return undefined;
    const by = method.by === undefined || asked.options === undefined ? undefined : propertyThroughSpreads(this.module, asked.options, method.by);
    const callee = given === undefined ? asked.callee : asked.callee.replace(/\b(documents|query)\(\)/, (_, way: string) => `${way}(${this.module.textOf(uid)})`);
    const locale = asked.options && propertyThroughSpreads(this.module, asked.options, 'locale');
    // one row of each of several content types can be asked for with the others of its type; whoever asks for many rows has put them together
    const isOfType = name === undefined && by === undefined && (asked.where === undefined || asked.operation === 'readMany');
    return { ...asked, callee, context: [...(isOfType ? [uid] : []), ...(locale === undefined ? [] : [locale.value])], ...(by === undefined ? {} : { where: unwrap(by.value), byKey: true }), ...this.limitOf(asked) };
  }

  /** How many rows a call means: the query builder takes a limit of -1 for none, and of the first row alone any will do where nothing orders them. */
  private limitOf({ method, operation, limit: given, options }: OrmCall): Partial<OrmCall> {
    const limit = numberValue(this.module, given);
    if (limit !== undefined && limit < 0) return { limit: undefined, unlimited: true };
    if (operation === 'readMany' && limit === 1 && propertyOf(options, this.optionNames.order) === undefined) return { limit: undefined, atMost: 1, operation: 'readOne', many: false };
    // a page that is asked for in vain is told of as such
    const [page] = method === 'findMany' && given === undefined ? ignoredPages(this.module, options) : [];
    return page === undefined ? {} : { limit: page.value, isLimitIgnored: true };
  }

  ownMethod(callee: TSESTree.MemberExpression): CalledFunction | undefined {
    return serviceMethod(this.file, callee);
  }

  /** Bulk forms write the columns of one table alone. */
  isRefusedInBulk({ model, data }: OrmCall): boolean {
    const fields = model === undefined ? undefined : this.dataModel.models.get(model)?.fields;
    const stored = objectValue(this.module, data);
    return stored?.properties.some((property) => property.type === 'Property' && isElsewhere(fields?.get(keyName(property) ?? ''))) === true;
  }

  loads({ options }: OrmCall, path: readonly string[]): boolean {
    const populate = options && propertyThroughSpreads(this.module, options, 'populate');
    return populate !== undefined && populates(this.module, populate.value, path);
  }
}

/** A field that is kept in other tables: a relation, media, a component. */
export function isElsewhere(field: Field | undefined): boolean {
  return field !== undefined && /^(?:relation|media|component|dynamiczone)$/.test(field.type);
}

/** `populate: '*'`, `populate: ['customer', 'items.product']`, `populate: { customer: { populate: … } }` */
function populates(module: JsModule, node: Node, path: readonly string[]): boolean {
  const value = unwrap(node);
  const [first, ...deeper] = path;
  if (first === undefined || (value.type === 'Literal' && value.value === true)) return path.length <= 1;
  if (value.type === 'ArrayExpression') return value.elements.some((element) => element !== null && populates(module, element, path));
  const text = stringValue(module, value);
  if (text !== undefined) return (text === '*' && deeper.length === 0) || text === path.join('.') || text.startsWith(`${path.join('.')}.`);
  const options = objectValue(module, value);
  // what isn't written out here may load anything
  if (options === undefined) return true;
  const own = propertyOf(options, first);
  if (own === undefined) return options.properties.some((property) => property.type === 'SpreadElement' || keyName(property) === undefined);
  return deeper.length === 0 || inner(module, own, deeper);
}

function inner(module: JsModule, { value }: TSESTree.Property, path: readonly string[]): boolean {
  const options = objectValue(module, value);
  const populate = propertyOf(options, 'populate');
  return populate !== undefined && populates(module, populate.value, path);
}

/** The reader of a file, which the engine asks for queries and the framework for pages. */
export const readerOf = oncePer((_module: JsModule, file: SourceFile): StrapiReader => new StrapiReader(file, DOCUMENTS, new Map([ENTITIES, QUERIES].map((way) => [way, new StrapiReader(file, way)]))));

/** Strapi 4 and 5: documents, the entity service and the query engine. */
export const strapiApi: Orm = {
  about,
  library: 'Strapi',
  glance: (file) => file.text.includes('strapi') && (mayCall(file, PACKAGES, CALL) || (CALL.test(file.text) && isPlugin(file.project.filename))),
  mayFollow: mayCallServices,
  open: (file) => readerOf(file.module, file),
};
