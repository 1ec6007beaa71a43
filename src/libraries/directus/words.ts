import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, type Phrases, plainWords } from '../../javascript/advice/plain-words.ts';

const ALL_BY_ID = '{ id: { _in: ids } }';

/** The options that advice names are those of the query: what a service makes of a method's other arguments has no place among them. */
const SHARED = { inList: '{ _in: ids }', after: '{ _gt: lastId }' } as const;

const SERVICE: Phrases = {
  ...SHARED,
  readMany: (service, filter, options) => `${service}.readByQuery({ filter: ${filter}${options}, limit: -1 })`,
  group: (service, filter, key) => `${service}.readByQuery({ filter: ${filter}, aggregate: { count: ['*'] }, group: ['${key}'] })`,
  insertMany: (service) => `${service}.createMany([...])`,
  updateMany: (service, filter) => (filter === ALL_BY_ID ? `${service}.updateMany(ids, data)` : `${service}.updateByQuery({ filter: ${filter}, limit: -1 }, data)`),
  deleteMany: (service, filter) => (filter === ALL_BY_ID ? `${service}.deleteMany(ids)` : `${service}.deleteByQuery({ filter: ${filter}, limit: -1 })`),
};

const ONE_BY_ONE = 'which runs in one transaction and still goes item by item';

const BELOW_ONE = { negative: '-1 asks for all of them' };

const plainService = plainWords(SERVICE);

/** How advice names the services that Directus hands to extensions. */
export const serviceWords: OrmWords = {
  belowOne: BELOW_ONE,
  ...plainService,
  writeMany(call, key, isResultRead) {
    const text = plainService.writeMany(call, key, isResultRead);
    return call.operation === 'create' ? text.replace(`, ${CHUNKS}`, `, ${ONE_BY_ONE}`) : text;
  },
  writeBatch(call, key) {
    if (call.operation === 'delete' || call.operation === 'create') return serviceWords.writeMany(call, key, false);
    return `Collect the items and write them with one \`${call.operation === 'upsert' ? 'upsertMany' : 'updateBatch'}([...])\`, ${ONE_BY_ONE}.`;
  },
  batchSpares: ({ operation }) => (operation === 'delete' ? 'statements' : 'transactions'),
  tally: () => '`aggregate` and `group` in the query',
  fewer: () => ({ count: "`aggregate: { count: ['*'] }` in the query", any: '`limit: 1`', first: '`limit: 1`', sum: '`aggregate: { sum: […] }` in the query' }),
};

/** The command of the SDK for many: `readItems('orders'`, `readUsers(`. */
function command(call: OrmCall, verb: string): string {
  const { model = '…' } = call;
  const system = /^directus_(\w)(\w+)$/.exec(model);
  return system === null ? `${verb}Items('${model}', ` : `${verb}${system[1]?.toUpperCase() ?? ''}${system[2] ?? ''}(`;
}

function sdkPhrases(call: OrmCall): Phrases {
  return {
    ...SHARED,
    readMany: (_model, filter, options) => `${command(call, 'read')}{ filter: ${filter}${options}, limit: -1 })`,
    group: (_model, filter, key) => `aggregate('${call.model ?? '…'}', { aggregate: { count: '*' }, groupBy: ['${key}'], query: { filter: ${filter} } })`,
    insertMany: () => `${command(call, 'create')}[...])`,
    updateMany: () => `${command(call, 'update')}ids, data)`,
    deleteMany: () => `${command(call, 'delete')}ids)`,
  };
}

const plainCommand = plainWords(sdkPhrases({ model: undefined } as OrmCall));

/** How advice names the commands of the SDK, each of which is a request: one for many spares requests whatever it stores. */
export const sdkWords: OrmWords = {
  belowOne: BELOW_ONE,
  ...plainCommand,
  readMany: (call, key) => plainWords(sdkPhrases(call)).readMany(call, key),
  countMany: (call, key) => plainWords(sdkPhrases(call)).countMany(call, key),
  writeMany: (call, key, isResultRead) => plainWords(sdkPhrases(call)).writeMany(call, key, isResultRead),
  writeBatch(call, key) {
    if (call.operation !== 'update') return sdkWords.writeMany(call, key, false);
    return `Send the items with one \`${command(call, 'update').replace('(', 'Batch(')}[...])\`, ${CHUNKS}.`;
  },
  batchSpares: () => 'statements',
  tally: () => "`aggregate('…', { aggregate: …, groupBy: […] })`",
  fewer: () => ({ count: "`aggregate('…', { aggregate: { count: '*' } })`", any: '`limit: 1`', first: '`limit: 1`', sum: "`aggregate('…', { aggregate: { sum: […] } })`" }),
};
