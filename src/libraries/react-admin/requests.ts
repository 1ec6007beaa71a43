import type { TSESTree } from '@typescript-eslint/utils';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import { hookBehind } from '../../javascript/rows/hooks.ts';
import { type Method, type MethodCall, type Methods, methodIn } from '../../javascript/readers/method-reader.ts';
import { type SourceFile, stringAcross } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { plainWords } from '../../javascript/advice/plain-words.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { keyName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { propertyThroughSpreads, valueUnder } from '../../javascript/syntax/values.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { PACKAGES, PROVIDER } from './facts.ts';

/** Requests of the data provider: `(resource, params)`. Each call is one. */
const METHODS: Methods = {
  getOne: { operation: 'readOne', options: 1 },
  getList: { operation: 'readMany', many: true, options: 1 },
  getManyReference: { operation: 'readMany', many: true, options: 1 },
  create: { operation: 'create', options: 1, data: 'data' },
  update: { operation: 'update', options: 1, data: 'data' },
  delete: { operation: 'delete', options: 1 },
};

/** Hooks that give such a method in a list: `const [update] = useUpdate()`. */
const HOOKS: ReadonlyMap<string, string> = new Map([['useUpdate', 'update'], ['useDelete', 'delete'], ['useCreate', 'create']]);

const CALL = /\.\s*(?:getOne|getList|getManyReference|create|update|delete)\s*(?:<[^(]*>)?\(|\buse(?:Update|Delete|Create)\b/;

const FILTER: FilterDialect = { operators: {}, all: 'and', any: 'or' };

/** What keeps its rows in the browser, whatever it is asked. */
const LOCAL = /(?:^|[/-])(?:fakerest|localstorage|localforage|local-forage)(?:$|[/-])/i;

const PROVIDER_NAME = /^(?:\w*D|d)ataProvider$/;

const TYPES: TypeModel = {
  packages: PACKAGES,
  types: { provider: /^(?:Core)?DataProvider$/ },
  functions: { useDataProvider: { kind: 'provider' } },
  worthOpening: /provider/i,
  conventions: { hold: ({ path }) => dependsOn(path, PACKAGES), types: { provider: PROVIDER_NAME }, names: { says: PROVIDER_NAME, kind: 'provider' } },
};

function resourceOf({ model }: OrmCall): string {
  return model === undefined ? 'resource' : `'${model}'`;
}

const plain = plainWords({ inList: 'ids', readMany: () => '', insertMany: () => '', updateMany: () => '', deleteMany: () => '', after: '' });

const ONE_REQUEST = 'which is one request where the data provider makes it one';

const words: OrmWords = {
  ...plain,
  readMany(call) {
    if (call.operation === 'readOne') return `Ask for all of them before the loop with one \`getMany(${resourceOf(call)}, { ids })\` and look them up in a Map; an exporter is handed \`fetchRelatedRecords\` for that.`;
    return 'Ask for what all of them need with one `getList`, by a filter that takes several ids, or let the API send it along.';
  },
  countMany: () => 'Let the API send the number with each row.',
  writeMany(call) {
    if (call.operation === 'create') return words.writeBatch(call, undefined);
    const values = call.operation === 'update' ? ', data' : '';
    const given = call.client === unwrap(call.node.callee) ? ` of \`${call.operation === 'update' ? 'useUpdateMany' : 'useDeleteMany'}\`` : '';
    return `Send them as one \`${call.operation}Many(${resourceOf(call)}, { ids${values} })\`${given}, ${ONE_REQUEST}.`;
  },
  writeBatch: (call) => (call.operation === 'delete' ? words.writeMany(call, undefined, false) : 'No request of a data provider takes rows with different values: an endpoint of the API that takes the list spares a request for each.'),
  batchSpares: ({ operation }) => (operation === 'delete' ? 'statements' : 'nothing'),
  load: () => undefined,
};

/** What one file asks of a data provider. */
class RequestReader extends ReceiverReader {
  readonly library = 'react-admin';
  override readonly insertsColumnsOnly = false;
  readonly words = words;
  readonly optionNames = { where: 'id', offset: 'offset', limit: 'limit', order: 'sort', columns: 'fields' };
  protected readonly filter = FILTER;

  constructor(file: SourceFile, project: Project) {
    super(file, project, TYPES);
  }

  protected readModel(): DataModel {
    return { models: new Map() };
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const method = methodIn(METHODS, call.name);
    const isAsked = method !== undefined && (this.receivers.of(call.callee.object)?.kind === 'provider' || this.isHandedIn(call.callee.object));
    return isAsked && !this.isOfProvider(call.node) ? this.asked(call, method) : undefined;
  }

  /** `update('posts', { id, data })`, of a hook. */
  protected override findCalled(node: TSESTree.CallExpression): OrmCall | undefined {
    const callee = unwrap(node.callee);
    const from = callee.type === 'Identifier' ? hookBehind(this.module, callee, PACKAGES) : undefined;
    const name = from?.path.join('.') === '0' ? HOOKS.get(from.hook) : undefined;
    const method = name === undefined ? undefined : methodIn(METHODS, name);
    return callee.type !== 'Identifier' || name === undefined || method === undefined || node.arguments.length < 2 ? undefined : this.asked({ node, callee, name }, method);
  }

  /** What an exporter or a helper is handed under the name: `(records, fetchRelatedRecords, dataProvider) => …`. */
  private isHandedIn(node: Node): boolean {
    const value = unwrap(node);
    return value.type === 'Identifier' && PROVIDER_NAME.test(value.name) && this.module.resolve(value)?.kind === 'parameter' && dependsOn(this.file.path, PACKAGES);
  }

  private asked(call: Parameters<typeof this.callOf>[0], method: Method): OrmCall | undefined {
    const found = this.callOf(call, method, stringAcross(this.file, call.node.arguments[0]));
    if (found === undefined) return undefined;
    const { options } = found;
    const id = options === undefined || method.many === true ? undefined : propertyThroughSpreads(this.module, options, 'id')?.value;
    const [resource] = call.node.arguments;
    return {
      ...found, where: id === undefined ? undefined : unwrap(id), byKey: id !== undefined, context: resource === undefined ? [] : [resource],
      // a list is asked for page by page
      ...(method.many === true ? { limit: valueUnder(this.module, options, ['pagination', 'perPage']) ?? call.node, answer: { rows: 'data', count: 'total' } } : {}),
      // what refers to one record
      ...(found.method === 'getManyReference' ? { rowsFrom: 'part' } : {}),
    };
  }

  /** No request creates several rows. */
  isRefusedInBulk({ operation }: OrmCall): boolean {
    return operation === 'create';
  }

  /** The methods of a data provider that are handed many ids are told of by themselves. */
  private isOfProvider(node: Node): boolean {
    for (let fn = this.module.functionAround(node); fn !== undefined; fn = this.module.functionAround(fn)) {
      const at = this.module.parentOf(fn);
      if (at !== undefined && (at.type === 'Property' || at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') && PROVIDER.methods.has(keyName(at) ?? '')) return true;
    }
    return false;
  }
}

/** Requests that pages of react-admin send through its data provider, one by one. */
export const reactAdminRequests: Orm = {
  about,
  library: 'react-admin',
  glance: ({ imports, text, project }) => CALL.test(text) && !imports.some((source) => LOCAL.test(source)) && (imports.some((source) => PACKAGES.test(source)) || (/[dD]ataProvider\b/.test(text) && dependsOn(project.filename, PACKAGES))),
  open: (file, project) => new RequestReader(file, project),
};
