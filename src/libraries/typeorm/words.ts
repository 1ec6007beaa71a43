import { enumerated } from '../../model/text.ts';
import { hasSpread, keyName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { bareKey, conditionsBeside, filterText, lookUp, lookUpRows, optionsText, otherOptions, takesFirst } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, indexDecorator, primaryKey } from '../../javascript/advice/plain-words.ts';
import { AGGREGATES } from './methods.ts';

/** How a statement as text names many rows: with `query()`, drivers put lists in by their own ways. */
const LISTED = '`= ANY($1)` in PostgreSQL, `IN (…)` elsewhere';

/** `this.orders` of `this.orders.update`, `dataSource.manager` for a manager; the class for an entity that saves itself. */
function repository({ callee, client, data, model }: OrmCall): string {
  return client === data && model !== undefined ? model : callee.slice(0, callee.lastIndexOf('.'));
}

function isBuilder({ method }: OrmCall): boolean {
  return /^(?:get|execute$)/.test(method);
}

function keyed(call: OrmCall, key: string | undefined): string {
  return filterText(call.orm.filterOf(call), key, 'In(ids)');
}

/** The column that criteria name: by themselves, or the primary key for a bare value. */
function criteriaKey(call: OrmCall, key: string | undefined): string | undefined {
  return key ?? (bareKey(call.where, primaryKey(call)) ? primaryKey(call) : undefined);
}

/** `Order, ` where a manager is told the entity first, as its bulk forms have to be. */
function entity(call: OrmCall): string {
  const { node, model } = call;
  const [first] = node.arguments;
  if (first?.type === 'Identifier' && first.name === model) return `${first.name}, `;
  return /(?:^|\.)(?:\w*[mM]anager|em)$/.test(repository(call)) ? `${model ?? '…'}, ` : '';
}

/** The read for all rows: with the options that `findBy` can't take where the call has any. */
function find(call: OrmCall, key: string): string {
  const isFilterOnly = call.options === undefined || call.options.properties.every((property) => property.type === 'Property' && keyName(property) === 'where');
  if (isFilterOnly && call.orm.isOld !== true) return `${repository(call)}.findBy(${entity(call)}${keyed(call, key)})`;
  return `${repository(call)}.find(${entity(call)}{ where: ${keyed(call, key)}${optionsText(call, key)} })`;
}

/** `COUNT(*)`, `SUM(amount)` */
function aggregate({ method, node }: OrmCall): string {
  const name = Object.hasOwn(AGGREGATES, method) ? AGGREGATES[method] : undefined;
  if (name === undefined) return 'COUNT(*)';
  const column = node.arguments.find((argument) => argument.type === 'Literal');
  return `${name}(${column?.type === 'Literal' ? String(column.value) : '…'})`;
}

/** Where a page of rows goes on: behind the last row of the one before, in the order that the query has. */
function keyset(call: OrmCall): string {
  return isBuilder(call) ? keysetOfBuilder(call) : keysetOfFind(call);
}

function keysetOfFind(call: OrmCall): string {
  const key = primaryKey(call);
  const order = propertyOf(call.options, 'order')?.value;
  if (key === undefined || !(order === undefined ? !hasSpread(call.options) : isOrderedBy(order, key))) {
    const last = key === undefined ? 'the fields of its key' : `\`${key}\``;
    return `Continue after the last row: end \`order\` with ${last} and ask with \`where\` for the rows after the last one in that order, with \`take\`.`;
  }
  const isDescending = isDescendingBy(order, key);
  const operator = isDescending ? 'LessThan' : 'MoreThan';
  const bound = call.where?.type === 'ArrayExpression' ? `\`${key}: ${operator}(lastId)\` in each filter of the \`where\` list` : `\`where: { ${key}: ${operator}(lastId) }\``;
  return `Continue after the last row: ${bound} with \`order: { ${key}: '${isDescending ? 'DESC' : 'ASC'}' }\` and \`take\`.`;
}

/** True where an order is by the key alone. */
function isOrderedBy(order: Node, key: string): boolean {
  const value = unwrap(order);
  return value.type === 'ObjectExpression' && value.properties.length === 1 && propertyOf(value, key) !== undefined;
}

function isDescendingBy(order: Node | undefined, key: string): boolean {
  const direction = order === undefined ? undefined : propertyOf(unwrap(order), key)?.value;
  return direction?.type === 'Literal' && /^(?:desc|-1)$/i.test(String(direction.value));
}

/** Entities are counted by `take` whatever is joined; `limit` counts joined rows, and raw results know nothing else (TypeORM 0.3). */
function keysetOfBuilder(call: OrmCall): string {
  const { order = [], grouped } = call.shape ?? { grouped: false };
  const key = primaryKey(call);
  const bound = /\.getRaw\w*$/.test(call.callee) ? '.limit()' : '.take()';
  const [first, ...more] = order;
  if (grouped) {
    if (first === undefined || more.length > 0) return 'Continue after the last row: order by what makes a row distinct, and ask with `.andWhere()` for what comes after its last value.';
    return `Continue after the last row's \`${first.column}\`: \`.andWhere('${first.column} ${first.descending ? '<' : '>'} :last', { last })\` with the order as it is and \`.limit()\`, where that column alone tells the rows apart.`;
  }
  const alias = first?.column.includes('.') === true ? first.column.slice(0, first.column.indexOf('.')) : (call.shape?.alias ?? '…');
  if (first === undefined || (more.length === 0 && first.column.split('.').at(-1) === key)) {
    const column = `${alias}.${key ?? '…'}`;
    return `Continue after the last row: \`.andWhere('${column} ${first?.descending === true ? '<' : '>'} :lastId', { lastId })\` with \`.orderBy('${column}'${first?.descending === true ? ", 'DESC'" : ''})\` and \`${bound}\`.`;
  }
  const last = order.at(-1);
  if (order.some(({ column }) => column === '…')) return `Continue after the last row, for each order that is offered: with the key as its end, ask with \`.andWhere()\` for the rows after it, with \`${bound}\`.`;
  if (last?.column.split('.').at(-1) === key) return `Continue after the last row: ask with \`.andWhere()\` for the rows after it in the order that the query has, with \`${bound}\`.`;
  return `Continue after the last row: end the order with the key (\`.addOrderBy('${alias}.${key ?? '…'}')\`) and ask with \`.andWhere()\` for the rows after the last one in that order, with \`${bound}\`.`;
}

/** What a query for all rows keeps of the one for each: " and keeps the condition on `status`". */
function keptBeside(call: OrmCall, key: string | undefined): string {
  const beside = key === undefined ? [] : conditionsBeside(call, key);
  return beside.length === 0 ? '' : ` and keeps the condition${beside.length > 1 ? 's' : ''} on ${beside.map((name) => `\`${name}\``).join(', ')}`;
}

/** How advice names TypeORM's forms. */
export const typeormWords: OrmWords = {
  // 0.3.31: `take` is only looked at where it isn't 0 if something is joined; up to 0.3.20 `limit` and `take` of 0 are written nowhere
  belowOne: { zero: '0 sets no limit where relations are joined, and in older versions anywhere' },
  readMany(call, key) {
    if (takesFirst(call)) return `Read the first row of each ${key === undefined ? 'key' : `\`${key}\``} with one query builder before the loop (\`.distinctOn([…])\` in PostgreSQL, ordered by the key first; elsewhere a join with the grouped \`MAX\` or \`MIN\` of what orders the rows)${keptBeside(call, key)}, and ${key === undefined ? lookUpRows(call) : lookUp(call, key)}.`;
    if (call.method === 'getRawOne' && call.shape?.grouped === true) return `Compute it for all rows with one query before the loop: select the key as well, name the keys (\`IN (:...ids)\`), group by the key, and ${lookUpRows(call)}.`;
    if (isBuilder(call)) return `Read what all rows need with one query before the loop (\`.where('… IN (:...ids)', { ids })\`) and ${lookUpRows(call)}.`;
    if (key === undefined) return `Read what all rows need with one \`${repository(call)}.find\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${find(call, key)}\` and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    if (call.method === 'query') return `Send it once for all rows before the loop, with the list of their keys (${LISTED}), and look the answers up in a Map.`;
    const counts = aggregate(call);
    const verb = counts === 'COUNT(*)' ? 'Count' : 'Compute it';
    if (key === undefined) return `${verb} for all rows at once with one query that groups (\`${counts}\`, \`.groupBy()\`) before the loop.`;
    return `${verb} for all rows at once with one query builder that groups by \`${key}\` (\`${counts}\`, \`.groupBy()\`)${keptBeside(call, key)} before the loop.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    if (method === 'query') return `Send one statement for all rows, with the list of their keys (${LISTED}) or of their values.`;
    if (isBuilder(call)) return operation === 'create' ? `Insert the rows together: \`.values([...])\` takes a list, ${CHUNKS}.` : `Name all rows in one statement (\`.whereInIds(ids)\` or \`IN (:...ids)\`), ${CHUNKS}.`;
    if (operation === 'create') return `Insert them together: \`${repository(call)}.insert(${entity(call)}[...])\` takes a list, ${CHUNKS}.`;
    if (operation === 'delete') return method === 'remove' || method === 'softRemove' ? `Remove them together: \`${method}([...])\` takes a list, or \`${method === 'remove' ? 'delete' : 'softDelete'}(${keyed(call, key ?? primaryKey(call))})\` without hooks.` : `Delete them together with \`${repository(call)}.${method}(${entity(call)}${keyed(call, criteriaKey(call, key))})\`, ${CHUNKS}.`;
    return `The same values go to every row: write them with one \`${repository(call)}.${method}(${entity(call)}${keyed(call, criteriaKey(call, key))}, …)\`, ${CHUNKS}.`;
  },
  updateAlike(call, columns) {
    const values = columns.map((column) => `${column}: …`).join(', ');
    return `The same values go to every row: write them with one \`${repository(call)}.update(${entity(call)}${keyed(call, primaryKey(call))}, { ${values} })\`, which runs no listeners of the entity, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    const { operation, method } = call;
    if (method === 'query' || operation === 'delete' || (isBuilder(call) && operation === 'create')) return typeormWords.writeMany(call, undefined, false);
    if (isBuilder(call)) return 'Name all rows that get the same values in one statement (`IN (:...ids)`), or send the updates in one `transaction`, which spares a commit per row but no statement.';
    if (operation === 'save') return saveTogether(call);
    if (operation === 'upsert') return `Collect the rows and write them together, each once: \`${repository(call)}.upsert(${entity(call)}[...], …)\` takes a list.`;
    if (operation === 'create') return `Collect the rows and insert them together: \`${repository(call)}.insert(${entity(call)}[...])\` takes a list.`;
    if (method === 'recover') return 'Collect the entities and recover them together: `recover([...])` takes a list.';
    const many = method === 'update' || method === 'restore' ? `${repository(call)}.${method}(${entity(call)}${keyed(call, criteriaKey(call, key))}${method === 'update' ? ', …' : ''})` : undefined;
    return `${many === undefined ? 'Write rows that change by the same amount together' : `Write rows that get the same values together with \`${many}\``}, or send the updates in one \`transaction\`, which spares a commit per row but no statement.`;
  },
  /** TypeORM's transactions are functions. */
  sendAll: () => 'Open one `transaction` for all rows.',
  // save() reads before it writes, which save([...]) does once for all (1.1); criteria updates are one statement each either way
  batchSpares: (call) => (call.operation === 'update' && call.method !== 'recover' && !isBuilder(call) ? 'transactions' : 'statements'),
  load(source, owner, relations) {
    const beside = relations.map(({ query }) => (query === undefined ? [] : otherOptions(query).map((text) => text.replace(/:.*/, ''))));
    // A condition on a relation's rows leaves out the rows that have none such; `withDeleted` and its kin are about all rows.
    if (relations.some(({ query }) => query?.where !== undefined) || beside.flat().some((name) => !/^(?:order|select|relations)$/.test(name))) return undefined;
    const kept = relations.flatMap(({ name }, index) => {
      const options = beside[index] ?? [];
      return options.length === 0 ? [] : [`${options.map((option) => `its \`${option}\``).join(', ')}, for ${relations.length === 1 ? 'that relation' : `\`${name}\``}`];
    });
    const carried = kept.length === 0 ? '' : ` (together with ${kept.join('; ')})`;
    if (isBuilder(source)) return `Add ${enumerated(relations.map(({ name }) => `\`.leftJoinAndSelect('….${[...owner, name].join('.')}', '${name}')\``))} there${carried}`;
    const nested = owner.reduceRight((inner, step) => `{ ${step}: ${inner} }`, `{ ${relations.map(({ name }) => `${name}: true`).join(', ')} }`);
    return `${source.method.endsWith('By') ? `Use \`${source.method.slice(0, -2)}\` with` : 'Add'} \`relations: ${nested}\` there${carried}`;
  },
  // `relationLoadStrategy` came with 0.3, for `find` and its kin
  apart: (call) => (isBuilder(call) || call.orm.isOld === true ? 'Read the others by queries of their own, with the keys of these rows (`IN (:...ids)`).' : "Add `relationLoadStrategy: 'query'`, which reads each by a statement of its own."),
  index: ({ model }, column) => indexDecorator(model, column),
  keyset,
  // `exist` and `getExists` came with 0.3.11, `exists` with 0.3.18
  fewer: (call) =>
    isBuilder(call)
      ? { count: '`getCount()`', any: '`getExists()`', first: '`.limit(1)`', sum: "`.select('SUM(…)')`" }
      : { count: `\`${repository(call)}.count\``, any: `\`${repository(call)}.exists\` (TypeORM 0.3.18 and later)`, first: `\`${repository(call)}.findOne\``, sum: `\`${repository(call)}.sum\`` },
  keysetBatch: keyset,
};

/** `save([...])` of entities that are new sends an INSERT each, in one transaction (0.3.31, 1.1.1); of others it reads all with one statement. */
function saveTogether(call: OrmCall): string {
  const isNew = call.statements === 1;
  const save = `${call.client === call.data ? `${repository(call)}.` : ''}save(${entity(call)}[...])`;
  if (isNew) return `Collect the entities and insert them together with \`${repository(call)}.insert(${entity(call)}[...])\`, one statement for all, which skips cascades, or with \`${save}\`, one transaction for all, ${CHUNKS}.`;
  return `Collect the entities and save them together: \`${save}\` reads them with one statement and writes in one transaction.`;
}
