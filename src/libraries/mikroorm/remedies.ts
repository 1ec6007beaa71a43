import type { Edit } from '../../model/text.ts';
import type { LoadedRelation, OrmCall, RowLoop, SentLater, Together } from '../../javascript/queries/orm.ts';
import { otherOptions } from '../../javascript/advice/filter-text.ts';
import { clientText } from '../../javascript/advice/plain-words.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { changedTogether, REFUSES_TWICE, storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { hasAnyOf, keyName, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { FLUSHES } from './methods.ts';

/** Options beside which a relation isn't loaded whole, or for nobody. */
const NO_POPULATE = ['fields', 'exclude', 'disableIdentityMap', 'strategy'];

/** Adds `populate: ['customer']` to `find` and its kin, or the names to the list that is there. */
export function mikroLoad(module: JsModule, { node, method, options, model }: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
  if (!/^(?:find|findAll|findOne|findOneOrFail|findAndCount)$/.test(method) || hasAnyOf(options, NO_POPULATE)) return undefined;
  if (relations.some(({ query }) => query !== undefined && (query.rest.length > 0 || otherOptions(query.call).length > 0))) return undefined;
  const names = relations.map(({ name }) => `'${name}'`).join(', ');
  // a manager is told the entity first
  const isTold = node.arguments[0] !== undefined && module.textOf(node.arguments[0]) === model;
  const index = (isTold ? 1 : 0) + (method === 'findAll' ? 0 : 1);
  const argument = node.arguments[index];
  if (argument === undefined) {
    const last = node.arguments.at(-1);
    if (node.arguments.length !== index || (last === undefined && !module.textOf(node).endsWith('()'))) return undefined;
    const end = last === undefined ? spanOf(node)[1] - 1 : spanOf(last)[1];
    return { span: [end, end], text: `${last === undefined ? '' : ', '}{ populate: [${names}] }` };
  }
  const given = unwrap(argument);
  if (given.type !== 'ObjectExpression' || given.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const existing = propertyOf(given, 'populate');
  if (existing === undefined) return appendProperty(module, given, `populate: [${names}]`);
  const list = unwrap(existing.value);
  const last = list.type === 'ArrayExpression' ? list.elements.at(-1) : undefined;
  if (last == null) return undefined;
  const [, end] = spanOf(last);
  return { span: [end, end], text: `, ${names}` };
}

/** `nativeUpdate({ id: ids }, values)`, `nativeDelete({ id: ids })`, `insertMany([...])`, `upsertMany([...])`, `persistAndFlush([...])`. */
export function mikroTogether(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { method, node, client, data, many } = call;
  if (loop.dependsOnRow(client)) return undefined;
  const root = module.textOf(client);
  const argument = node.arguments.at(-1);
  switch (method) {
    case 'nativeUpdate':
    case 'nativeDelete':
      return byKeys(module, call, loop);
    case 'insert':
    case 'upsert': {
      if (data?.type !== 'ObjectExpression' || argument === undefined || unwrap(argument) !== data || !loop.dependsOnRow(data)) return undefined;
      const isInsert = method === 'insert';
      const told = node.arguments.slice(0, -1).map((one) => `${module.textOf(one)}, `).join('');
      return {
        title: isInsert ? 'Insert all rows with one `insertMany`' : 'Write all rows with one `upsertMany`', edits: [], expression: `${root}.${method}Many(${told}${loop.mapped(data)})`,
        changes: `all rows are ${isInsert ? 'inserted or none' : `written or none, and ${REFUSES_TWICE}`}; cut long lists into chunks`,
      };
    }
    case 'persistAndFlush':
    case 'removeAndFlush': {
      if (many || data === undefined || node.arguments.length !== 1 || !loop.dependsOnRow(data)) return undefined;
      const isRemoval = method === 'removeAndFlush';
      return { title: `Hand all entities to one \`${method}\``, edits: [], expression: `${root}.${method}(${loop.mapped(data)})`, changes: `one transaction for all: either all are ${isRemoval ? 'removed' : 'saved'} or none` };
    }
    default:
      return undefined;
  }
}

function byKeys(module: JsModule, { node, method, where, data, options }: OrmCall, loop: RowLoop): Together | undefined {
  const [property, ...others] = where?.type === 'ObjectExpression' ? where.properties : [];
  const name = property?.type === 'Property' && !property.computed ? keyName(property) : undefined;
  if (property?.type !== 'Property' || name === undefined || others.length > 0 || options !== undefined) return undefined;
  const value = unwrap(property.value);
  if (!/^(?:Identifier|MemberExpression)$/.test(value.type) || !loop.dependsOnRow(value) || loop.mayBeNull(value)) return undefined;
  const isUpdate = method === 'nativeUpdate';
  if (isUpdate && !storesSame(data, loop)) return undefined;
  const [first] = node.arguments;
  const told = first !== undefined && unwrap(first) !== where ? `${module.textOf(first)}, ` : '';
  return {
    title: `${isUpdate ? 'Update' : 'Delete'} all rows with one \`${method}\``, edits: [],
    expression: `${module.textOf(node.callee)}(${told}{ ${name}: { $in: ${loop.mapped(property.value)} } }${isUpdate && data !== undefined ? `, ${module.textOf(data)}` : ''})`,
    changes: `${changedTogether(isUpdate)}; cut long lists into chunks`,
  };
}

/** `em.persist(order)` in the round and one `em.flush()` after the loop: one transaction, in which inserts and updates go in batches. */
export function mikroSentLater(module: JsModule, { method, client, data, many, node }: OrmCall): SentLater | undefined {
  if (!Object.hasOwn(FLUSHES, method) || many) return undefined;
  const root = module.textOf(client);
  const on = node.callee.type === 'MemberExpression' ? unwrap(node.callee.object) : client;
  const told = method === 'flush' || data === undefined ? undefined : `${root}.${method === 'removeAndFlush' ? 'remove' : 'persist'}(${module.textOf(node.arguments[0] ?? data)})`;
  return {
    title: 'Flush once after the loop', stays: on === client ? told : module.textOf(on), after: `${root}.flush()`, client,
    changes: 'one transaction for all rows: either all are written or none, and rows that are made get their keys after the loop',
  };
}

/** What stands before the method, as advice names it: the manager of a chain. */
export function managerText(call: OrmCall): string {
  return clientText(call).replace(/\.(?:persist|remove)\(\w*\)$/, '');
}
