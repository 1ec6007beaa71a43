import type { TSESTree } from '@typescript-eslint/utils';
import type { FilterDialect } from '../../javascript/queries/conditions.ts';
import { hookBehind } from '../../javascript/rows/hooks.ts';
import { type MethodCall, methodIn, MethodReader, type Methods } from '../../javascript/readers/method-reader.ts';
import type { Orm, OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { plainWords } from '../../javascript/advice/plain-words.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { keyName, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { LIST_HOOKS, PACKAGES } from './facts.ts';

/** What the mutations of hooks send: `mutate({ resource, id, values })`. */
const HOOKS: Methods = {
  useUpdate: { operation: 'update', options: 0, data: 'values' },
  useDelete: { operation: 'delete', options: 0 },
  useCreate: { operation: 'create', options: 0, data: 'values' },
};

const MUTATION = /^mutate(?:Async)?$/;

/** Of a mutation in a component that shows a list: after each Refine asks for that list again (useUpdate.ts:442), 50 requests for 25 rows as measured. */
const WITH_LIST = 2;

const FILTER: FilterDialect = { operators: {}, all: 'and', any: 'or' };

const plain = plainWords({ inList: 'ids', readMany: () => '', insertMany: () => '', updateMany: () => '', deleteMany: () => '', after: '' });

const MANY = {
  update: '`mutate({ resource, ids, values })` of `useUpdateMany`',
  delete: '`mutate({ resource, ids })` of `useDeleteMany`',
  create: '`mutate({ resource, values: [...] })` of `useCreateMany`',
};

const words: OrmWords = {
  ...plain,
  writeMany: ({ operation }) => `Send them with one ${operation === 'update' || operation === 'delete' ? MANY[operation] : MANY.create}, which is one request where the data provider makes it one, and asks for the lists of the page once instead of after each.`,
  writeBatch: (call) => (call.operation === 'update' ? 'No request of a data provider takes rows with different values: `invalidates: false` in the loop and one `useInvalidate` after it spare the lists that are asked for after each.' : words.writeMany(call, undefined, false)),
  batchSpares: ({ operation }) => (operation === 'update' ? 'nothing' : 'statements'),
  load: () => undefined,
};

/** What one file sends by the hooks of Refine. */
class RequestReader extends MethodReader {
  readonly library = 'Refine';
  readonly dataModel = undefined;
  override readonly insertsColumnsOnly = false;
  readonly words = words;
  readonly optionNames = { where: 'id', offset: 'offset', limit: 'limit', order: 'sorters', columns: 'fields' };
  protected readonly filter = FILTER;

  /** `update.mutate({ … })` */
  protected find({ node, callee, name }: MethodCall): OrmCall | undefined {
    return MUTATION.test(name) ? this.mutation(node, callee) : undefined;
  }

  /** `mutate({ … })`, under whichever name. */
  protected override findCalled(node: TSESTree.CallExpression): OrmCall | undefined {
    const callee = unwrap(node.callee);
    return callee.type === 'Identifier' ? this.mutation(node, callee) : undefined;
  }

  /** The component shows a list of its own, and nothing says that this is not asked for again. */
  private asksAgain({ options }: OrmCall): boolean {
    return propertyOf(options, 'invalidates') === undefined && this.module.calls.some(({ callee }) => LIST_HOOKS.has(importFrom(this.module, unwrap(callee), PACKAGES)?.imported ?? ''));
  }

  private mutation(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression | TSESTree.Identifier): OrmCall | undefined {
    const from = hookBehind(this.module, callee, PACKAGES);
    const method = from?.path.length === 1 && MUTATION.test(from.path[0] ?? '') ? methodIn(HOOKS, from.hook) : undefined;
    const found = method && this.callOf({ node, callee, name: method.operation }, method, undefined);
    const resource = found?.options?.properties.find((property) => property.type === 'Property' && keyName(property) === 'resource');
    return found && { ...found, statements: this.asksAgain(found) ? WITH_LIST : 1, model: resource?.type === 'Property' ? stringValue(this.module, resource.value) : undefined, byKey: found.where !== undefined };
  }
}

/** Requests that pages of Refine send one by one. */
export const refineRequests: Orm = {
  about,
  library: 'Refine',
  glance: ({ imports, text }) => /\buse(?:Update|Delete|Create)\b/.test(text) && imports.some((source) => PACKAGES.test(source)),
  open: (file) => new RequestReader(file),
};
