import { keyName } from '../syntax/nodes.ts';
import { bareKey, filterText, lookUp, lookUpRows, optionsText, otherOptions } from './filter-text.ts';
import type { OrmCall, OrmWords } from './orm.ts';

/** `this.orders` of `this.orders.update`, `dataSource.manager` for a manager; the class for `order.save()`. */
function repository({ callee }: OrmCall): string {
  return callee.slice(0, callee.lastIndexOf('.'));
}

function isBuilder({ method }: OrmCall): boolean {
  return /^(?:get|execute$)/.test(method);
}

function keyed(call: OrmCall, key: string | undefined): string {
  return filterText(call, key, 'In(ids)');
}

/** `Order, ` where a manager is told the entity first. */
function entity({ node, model }: OrmCall): string {
  const [first] = node.arguments;
  return first?.type === 'Identifier' && first.name === model ? `${first.name}, ` : '';
}

/** The read for all rows: with the options that `findBy` can't take where the call has any. */
function find(call: OrmCall, key: string): string {
  const isFilterOnly = call.options === undefined || call.options.properties.every((property) => property.type === 'Property' && keyName(property) === 'where');
  if (isFilterOnly) return `${repository(call)}.findBy(${entity(call)}${keyed(call, key)})`;
  return `${repository(call)}.find(${entity(call)}{ where: ${keyed(call, key)}${optionsText(call, key)} })`;
}

function keyset(call: OrmCall): string {
  if (isBuilder(call)) return 'Go on from the last row instead: `.andWhere(\'….id > :lastId\', { lastId })` with `.orderBy(\'….id\')` and `.take()` or `.limit()`.';
  const bound = call.where?.type === 'ArrayExpression' ? '`id: MoreThan(lastId)` in each filter of the `where` list' : '`where: { id: MoreThan(lastId) }`';
  return `Go on from the last row instead: ${bound} with \`order: { id: 'ASC' }\` and \`take\`.`;
}

/** How advice names TypeORM's forms. */
export const typeormWords: OrmWords = {
  readMany(call, key) {
    if (isBuilder(call)) return `Read what all rows need with one query before the loop (\`.where('… IN (:...ids)', { ids })\`) and ${lookUpRows(call)}.`;
    if (key === undefined) return `Read what all rows need with one \`${repository(call)}.find\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${find(call, key)}\` and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    return key === undefined ? 'Count for all rows at once with one query that groups (`COUNT(*)`, `.groupBy()`) before the loop.' : `Count for all rows at once with one query builder that groups by \`${key}\` (\`COUNT(*)\`, \`.groupBy()\`) before the loop.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    const chunks = 'in chunks where the list can be long';
    if (isBuilder(call)) return operation === 'create' ? `Insert the rows together: \`.values([...])\` takes a list, ${chunks}.` : `Name all rows in one statement (\`.whereInIds(ids)\` or \`IN (:...ids)\`), ${chunks}.`;
    if (operation === 'create') return `Insert them together: \`${repository(call)}.insert([...])\` takes a list, ${chunks}.`;
    if (operation === 'delete') return method === 'remove' || method === 'softRemove' ? `Remove them together: \`remove([...])\` takes a list, or \`delete(${keyed(call, key ?? 'id')})\` without hooks.` : `Delete them together with \`${repository(call)}.${method}(${entity(call)}${keyed(call, key ?? bareKey(call.where))})\`, ${chunks}.`;
    if (operation === 'save') return `The same values go to every row: write them with one \`update({ id: In(ids) }, values)\`, which skips entity listeners, ${chunks}.`;
    return `The same values go to every row: write them with one \`${repository(call)}.${method}(${entity(call)}${keyed(call, key ?? bareKey(call.where))}, …)\`, ${chunks}.`;
  },
  writeBatch(call) {
    if (call.operation === 'delete' || (isBuilder(call) && call.operation === 'create')) return typeormWords.writeMany(call, undefined);
    if (isBuilder(call)) return 'Name all rows that get the same values in one statement (`IN (:...ids)`), or collect the entities and write them together with `save([...])`.';
    if (call.operation === 'save') return 'Collect the entities and save them together: `save([...])` reads them with one statement and writes in one transaction.';
    if (call.operation === 'upsert') return `Collect the rows and write them together: \`${repository(call)}.upsert([...], …)\` takes a list.`;
    if (call.operation === 'create') return `Collect the rows and insert them together: \`${repository(call)}.insert([...])\` takes a list.`;
    return 'Collect the changed entities and write them together with `save([...])`, which reads them with one statement and writes in one transaction.';
  },
  load(source, path, query) {
    const beside = query === undefined ? [] : [...(query.where === undefined ? [] : ['where']), ...otherOptions(query).map((text) => text.replace(/:.*/, ''))];
    const carried = beside.length === 0 ? '' : ` (together with ${beside.map((name) => `its \`${name}\``).join(', ')}, for that relation)`;
    if (isBuilder(source)) return `Add \`.leftJoinAndSelect('….${path.join('.')}', '${path.at(-1) ?? ''}')\` there${carried}`;
    const nested = path.reduceRight((inner, step) => (inner === '' ? `{ ${step}: true }` : `{ ${step}: ${inner} }`), '');
    return `${source.method.endsWith('By') ? `Use \`${source.method.slice(0, -2)}\` with` : 'Add'} \`relations: ${nested}\` there${carried}`;
  },
  keyset,
  keysetBatch: keyset,
};
