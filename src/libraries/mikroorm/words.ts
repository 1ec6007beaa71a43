import { enumerated } from '../../model/text.ts';
import { conditionsBeside, filterText, lookUp, lookUpRows, optionsText, otherOptions, takesFirst } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, indexDecorator, primaryKey, verbOf } from '../../javascript/advice/plain-words.ts';
import { unwrap } from '../../javascript/syntax/nodes.ts';
import { FLUSHES } from './methods.ts';
import { MANAGER_NAME } from './receivers.ts';
import { managerText } from './remedies.ts';

/** `Order, ` where a manager is told the entity first, as its bulk forms have to be. */
function entity(call: OrmCall): string {
  const { node: { arguments: [first] }, model, data } = call;
  const told = unwrap(first);
  const isTold = told?.type === 'Identifier' && told.name === model;
  return model !== undefined && (isTold || (data !== undefined && told === data && MANAGER_NAME.test(managerText(call).split('.').at(-1) ?? ''))) ? `${model}, ` : '';
}

function keyed(call: OrmCall, key: string | undefined): string {
  return filterText(call.orm.filterOf(call), key ?? (call.byKey === true ? primaryKey(call) : undefined), '{ $in: ids }');
}

function isBuilder({ method }: OrmCall): boolean {
  return /^(?:getResult|getSingleResult|getCount|execute$)/.test(method);
}

function isFlush({ method }: OrmCall): boolean {
  return Object.hasOwn(FLUSHES, method);
}

/** What a query for all rows keeps of the one for each: " and keeps the condition on `status`". */
function keptBeside(call: OrmCall, key: string): string {
  const beside = conditionsBeside(call, key);
  return beside.length === 0 ? '' : ` and keeps the condition${beside.length > 1 ? 's' : ''} on ${beside.map((name) => `\`${name}\``).join(', ')}`;
}

/** Where a page goes on: behind the last row of the one before. */
function keyset(call: OrmCall): string {
  const key = primaryKey(call);
  if (isBuilder(call)) return `Continue after the last row: end \`.orderBy()\` with ${key === undefined ? 'the columns of the key' : `\`${key}\``} and ask with \`.andWhere()\` for the rows after the last one in that order, with \`.limit()\`.`;
  return `Continue after the last row: \`${managerText(call)}.findByCursor(${entity(call)}…)\` takes the cursor of the last page as \`after\`, with \`first\` and an \`orderBy\` that ends with ${key === undefined ? 'the key' : `\`${key}\``}${call.method === 'findAndCount' ? ' (it counts too, unless it is told `includeCount: false`, from 6.6 on)' : ''}.`;
}

/** How advice names MikroORM's forms: 6.6.16 and 7.2.2. */
export const mikroWords: OrmWords = {
  readMany(call, key) {
    if (call.method === 'populate') return `Load them for all rows at once: \`${managerText(call)}.populate(rows, …)\` takes a list.`;
    if (call.relation !== undefined) return `Load \`${call.relation}\` for all rows before the loop with \`em.populate(rows, ['${call.relation}'])\`; \`Promise.all\` spares none of the queries.`;
    if (isBuilder(call)) return `Read what all rows need with one query before the loop (\`.where({ …: { $in: ids } })\`) and ${lookUpRows(call)}.`;
    const by = key ?? (call.byKey === true ? primaryKey(call) : undefined);
    if (by === undefined) return `Read what all rows need with one query before the loop and ${lookUpRows(call)}.`;
    if (takesFirst(call)) return `Read the first row of each \`${by}\` with one query builder before the loop (\`.distinctOn()\` in PostgreSQL, a join with the grouped \`MAX\` or \`MIN\` elsewhere)${keptBeside(call, by)}, and ${lookUp(call, by)}.`;
    return `Read them all before the loop with \`${managerText(call)}.find(${entity(call)}${keyed(call, by)}${findOptions(call, by)})\` and ${lookUp(call, by)}.`;
  },
  countMany(call, key) {
    const verb = verbOf(call);
    if (call.relation !== undefined) return `${verb} \`${call.relation}\` for all rows at once with one query builder that groups, before the loop.`;
    if (key === undefined) return `${verb} for all rows at once with one query that groups, before the loop.`;
    const ofSeven = call.operation === 'count' && !isBuilder(call) ? `, or \`${managerText(call)}.countBy(${entity(call)}'${key}', …)\` of MikroORM 7` : '';
    return `${verb} for all rows at once with one query builder that groups by \`${key}\`${ofSeven}${keptBeside(call, key)}, before the loop.`;
  },
  writeMany(call, key) {
    if (isFlush(call)) return flushOnce(call);
    if (isBuilder(call)) return `Name all rows in one statement (\`.where({ …: { $in: ids } })\`, a list for \`.insert()\`), ${CHUNKS}.`;
    if (call.operation === 'create') return `Insert them together: \`${managerText(call)}.insertMany(${entity(call)}[...])\` takes a list, ${CHUNKS}.`;
    if (call.operation === 'delete') return `Delete them together with \`${managerText(call)}.nativeDelete(${entity(call)}${keyed(call, key)})\`, ${CHUNKS}.`;
    if (call.operation === 'upsert') return mikroWords.writeBatch(call, key);
    return `The same values go to every row: write them with one \`${managerText(call)}.nativeUpdate(${entity(call)}${keyed(call, key)}, …)\`, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    if (isFlush(call)) return flushOnce(call);
    if (call.operation === 'rawWrite') return `Write the rows that get the same values with one statement (\`… IN (…)\`), and others with one that takes a list of values (\`UPDATE … FROM (VALUES …)\`), ${CHUNKS}.`;
    if (call.operation === 'upsert') return `Collect the rows and write them together, each once: \`${managerText(call)}.upsertMany(${entity(call)}[...])\` takes a list.`;
    if (call.operation === 'create' || call.operation === 'delete') return mikroWords.writeMany(call, key, false);
    return `Set the values on entities that one \`find\` has read, and send them with one \`flush()\` after the loop, which gathers the updates into a few statements and runs hooks and \`onUpdate\` too.`;
  },
  sendAll: () => 'Open one `transactional` for all rows.',
  // one flush of 1000 changed entities sent 9 statements, and of 1000 new ones as few (6.6.16, 7.2.2)
  batchSpares: () => 'statements',
  load(source, owner, relations) {
    if (relations.some(({ query }) => query?.where !== undefined && query.byKey !== true)) return undefined;
    const beside = relations.flatMap(({ query }) => (query === undefined ? [] : otherOptions(query).map((text) => text.replace(/:.*/, ''))));
    if (beside.some((name) => !/^(?:populate|fields|orderBy|dataloader|refresh|failHandler)$/.test(name))) return undefined;
    const kept = [...new Set(beside.filter((name) => /^(?:populate|fields|orderBy)$/.test(name)))];
    const carried = kept.length === 0 ? '' : ` (with what ${relations.length === 1 ? 'it has' : 'they have'} as ${enumerated(kept.map((name) => `\`${name}\``))})`;
    const paths = relations.map(({ name }) => [...owner, name].join('.'));
    if (isBuilder(source)) return `Add ${enumerated(paths.map((path) => `\`.leftJoinAndSelect('….${path}', '${path.split('.').at(-1) ?? path}')\``))} there${carried}`;
    if (source.method === 'stream') return undefined;
    return `Add \`populate: [${paths.map((path) => `'${path}'`).join(', ')}]\` there${carried}`;
  },
  index: ({ model }, column) => indexDecorator(model, column),
  keyset,
  fewer: (call) => (isBuilder(call) ? { count: '`.getCount()`', any: '`.limit(1)`', first: '`.limit(1)`', sum: '`sum(…)` in `.select`' } : { count: `\`${managerText(call)}.count\``, any: `\`${managerText(call)}.findOne\` and one of its \`fields\``, first: `\`${managerText(call)}.findOne\``, sum: 'a query builder that selects `sum(…)`' }),
  keysetBatch: keyset,
};

/** `, { orderBy: … }`, without what is about one row alone. */
function findOptions(call: OrmCall, key: string): string {
  const text = optionsText(call, key).replaceAll(/, (?:failHandler|dataloader|refresh|strict)(?:: …)?/g, '').replace(/^, /, '');
  return text === '' ? '' : `, { ${text} }`;
}

/** A flush sends what all entities have changed since the last one. */
function flushOnce(call: OrmCall): string {
  const manager = managerText(call);
  const what = call.operation === 'delete' ? 'remove' : 'persist';
  const before = call.data === undefined || (call.method === 'flush' && call.fills !== undefined && call.fills.length > 0) ? '' : `\`${manager}.${what}(…)\` in each round and `;
  return before === '' ? `Flush once after the loop: one \`${manager}.flush()\` sends the changes of all rounds in one transaction, in a few statements.` : `Flush once after the loop: ${before}one \`${manager}.flush()\` send the changes of all rounds in one transaction, in a few statements.`;
}
