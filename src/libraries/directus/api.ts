import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { mayCall, type MethodCall, methodIn, MethodReader } from '../../javascript/readers/method-reader.ts';
import { type SourceFile, stringAcross } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall } from '../../javascript/queries/orm.ts';
import { dependsOn, nearestPackage } from '../../javascript/project/packages.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import type { CutOff } from '../../javascript/weight/cut-off.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { sourcesOf } from '../../javascript/syntax/flow.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { lastName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue, propertyThroughSpreads, valueUnder } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { COMMANDS, CONFIGURED, DEFAULT_LIMIT, FILTER, SERVICE_METHODS, SERVICES } from './facts.ts';
import { DIRECTUS_TYPES } from './receivers.ts';
import { sdkWords, serviceWords } from './words.ts';

const SDK = /^@directus\/sdk$/;

const CALL = /\.\s*(?:request|read(?:ByQuery|Many|One|Singleton)|(?:create|update|upsert|delete)(?:One|Many|Batch|ByQuery|Singleton))\s*(?:<[^>]*>)?\(/;

/** Commands that wrap another one. */
const WRAPPERS: Readonly<Record<string, number>> = { withToken: 1, withOptions: 0, withSearch: 0 };

/** Names between a service and what makes it. */
const DEPTH = 4;

/** What the SDK sends, or what a service of an extension is asked, in one file. */
export class DirectusReader extends MethodReader {
  readonly library = 'Directus';
  // related items are stored with the item that names them
  override readonly insertsColumnsOnly = false;
  readonly words;
  readonly dataModel = undefined;
  readonly optionNames = { where: 'filter', offset: 'offset', limit: 'limit', order: 'sort', columns: 'fields' };
  protected readonly filter = FILTER;
  private readonly receivers: Receivers;
  /** The same file's commands of the SDK, which advice words otherwise. */
  private readonly sdk: DirectusReader | undefined;

  constructor(file: SourceFile, project: Project, isSdk = false) {
    super(file);
    this.words = isSdk ? sdkWords : serviceWords;
    this.receivers = new Receivers(file, DIRECTUS_TYPES, project.settings.aliases);
    this.sdk = isSdk ? undefined : new DirectusReader(file, project, true);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    if (call.name === 'request') return this.sdk?.sent(call);
    const method = methodIn(SERVICE_METHODS, call.name);
    if (method === undefined) return undefined;
    const service = call.callee.object;
    const made = this.origin(service);
    const items = this.itemsNamed(made);
    if (items !== undefined) {
      // the SDK gave the rows as `data` while it had `items()`
      const asked = this.callOf(call, method, stringAcross(this.file, items));
      return asked && this.told({ ...asked, context: [items], answer: { rows: 'data', count: 'meta' } }, call.node.arguments[0]);
    }
    if (this.receivers.of(service)?.kind !== 'service') return undefined;
    const asked = this.callOf(call, method, this.collectionOf(made));
    const isMadeHere = unwrap(service).type === 'NewExpression';
    // a service is made for a collection, and for whom it asks
    return asked && this.told({ ...asked, callee: isMadeHere ? `${this.serviceText(made)}.${call.name}` : asked.callee, context: made.type === 'NewExpression' ? made.arguments : [] }, call.node.arguments[0]);
  }

  /** `client.request(readItems('orders', { … }))` */
  private sent(call: MethodCall): OrmCall | undefined {
    const inner = this.command(call.node.arguments[0]);
    const callee = inner && unwrap(inner.callee);
    const name = callee?.type === 'Identifier' ? this.commandName(callee) : undefined;
    const method = name === undefined ? undefined : methodIn(COMMANDS, name);
    if (inner === undefined || name === undefined || method === undefined) return undefined;
    const [named] = method.collection === undefined ? inner.arguments : [];
    const asked = this.callOf({ ...call, name }, method, method.collection ?? stringAcross(this.file, named), inner.arguments);
    return asked && this.told({ ...asked, callee: `${asked.callee}(${name}(${named === undefined ? '' : this.module.textOf(named)}))`, context: named === undefined ? [] : [named] }, inner.arguments[method.options ?? 0]);
  }

  /** The command that a request sends, within what adds a token or a search to it. */
  private command(node: Node | undefined): TSESTree.CallExpression | undefined {
    const value = unwrap(node);
    if (value?.type !== 'CallExpression') return undefined;
    const name = value.callee.type === 'Identifier' ? value.callee.name : '';
    return Object.hasOwn(WRAPPERS, name) ? this.command(value.arguments[WRAPPERS[name] ?? 0]) : value;
  }

  /** The SDK's name for a command: of an import, or of what Nuxt's plugins and auto-imports put in its place. */
  private commandName(callee: TSESTree.Identifier): string | undefined {
    const binding = this.module.resolve(callee);
    const imported = importFrom(this.module, callee, SDK)?.imported;
    if (imported !== undefined || !dependsOn(this.file.path, SDK)) return imported;
    return binding === undefined ? callee.name : binding.kind === 'variable' && callee.name.startsWith('$') ? callee.name.slice(1) : undefined;
  }

  /** Reads give the first hundred items where nothing sets a limit. */
  get cutOff(): CutOff {
    return {
      reader: this, limit: DEFAULT_LIMIT, rows: 'items', options: ['limit', 'page', 'offset', 'sort'], inList: '_in', where: 'where neither the query nor `QUERY_LIMIT_DEFAULT` sets a limit',
      advice: 'Say with `limit: -1` that all are meant, or set the `limit` that is.',
      askForAll: ({ options }) => (options !== undefined && this.module.parentOf(options)?.type === 'CallExpression' ? appendProperty(this.module, options, 'limit: -1') : undefined),
    };
  }

  /** What names the collection of `directus.items('orders')`, as the SDK had it before version 11. */
  private itemsNamed(value: Node): Node | undefined {
    const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
    const isItems = value.type === 'CallExpression' && callee?.type === 'MemberExpression' && memberName(callee) === 'items' && dependsOn(this.file.path, SDK);
    return isItems ? value.arguments[0] : undefined;
  }

  /** The collection that a service is made for. */
  private collectionOf(made: Node): string | undefined {
    const name = made.type === 'NewExpression' ? lastName(made.callee) : undefined;
    return made.type !== 'NewExpression' || name === undefined ? undefined : (SERVICES[name] ?? stringAcross(this.file, made.arguments[0]));
  }

  /** `new ItemsService('orders')`: for whom it asks is no part of its name. */
  private serviceText(made: Node): string {
    const [first] = made.type === 'NewExpression' ? made.arguments : [];
    return `new ${made.type === 'NewExpression' ? (lastName(made.callee) ?? '…') : '…'}(${first === undefined || first.type === 'ObjectExpression' ? '' : this.module.textOf(first)})`;
  }

  /** What a name stands for, through names that are set once. */
  private origin(node: Node, depth = DEPTH): Node {
    const value = unwrap(node);
    if (depth === 0 || (value.type !== 'Identifier' && value.type !== 'MemberExpression')) return value;
    const [only, ...others] = sourcesOf(this.module, value);
    return only === undefined || others.length > 0 || only.path.length > 0 || only.node === value ? value : this.origin(only.node, depth - 1);
  }

  /** The call with what the options of a query mean: no limit, one row, the limit that there is where nothing is said, pages, a count. */
  private told(asked: OrmCall, query: Node | undefined): OrmCall | undefined {
    const { options, operation, limit, model } = asked;
    if (model !== undefined && CONFIGURED.test(model)) return undefined;
    if (operation !== 'readMany' || asked.method === 'readMany') return asked;
    const option = (name: string): Node | undefined => options && unwrap(propertyThroughSpreads(this.module, options, name)?.value);
    const aggregate = objectValue(this.module, option('aggregate'));
    if (aggregate !== undefined) return { ...asked, operation: option('group') === undefined && valueUnder(this.module, aggregate, ['count']) !== undefined ? 'count' : 'aggregate', limit: undefined };
    const page = option('page');
    const offset = asked.offset ?? (page === undefined || isFixed(this.module, page) ? undefined : page);
    const size = numberValue(this.module, limit);
    if (size === -1) return { ...asked, limit: undefined, offset: undefined, unlimited: model !== undefined };
    if (size === 1 && option('sort') === undefined) return { ...asked, limit: undefined, atMost: 1, operation: 'readOne', many: false };
    const isOpen = query !== undefined && options?.properties.some(({ type }) => type === 'SpreadElement') !== false;
    return limit === undefined && !isOpen ? { ...asked, offset, atMost: DEFAULT_LIMIT } : { ...asked, offset };
  }
}

/** The reader of a file, which the engine asks for queries and the framework for what is done with their answers. */
export const readerOf = oncePer((_module: SourceFile['module'], file: SourceFile, project: Project): DirectusReader => new DirectusReader(file, project));

/** Directus's own packages, which do what is asked of them here. */
function isOfDirectus(filename: string): boolean {
  return nearestPackage(dirname(filename))?.name?.startsWith('@directus/') === true;
}

/** Directus: the services that extensions are handed, and the SDK's commands. */
export const directusApi: Orm = {
  about,
  library: 'Directus',
  glance: (file) => mayCall(file, about.packages, CALL) && !isOfDirectus(file.project.filename),
  open: (file, project) => readerOf(file.module, file, project),
};
