import { conditionsBeside, lookUp, lookUpRows } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, clientText } from '../../javascript/advice/plain-words.ts';

/** The collection as the code names it. */
function collection(call: OrmCall): string {
  return clientText(call).replace('getCollection()', `getCollection(${call.model === undefined ? '…' : `'${call.model}'`})`);
}

/** The filter for all records, with what the call's own has beside its key. */
function filterFor(call: OrmCall, key: string): string {
  const leaf = `{ field: '${key}', operator: 'In', value: ids }`;
  return `{ conditionTree: ${conditionsBeside(call, key).length === 0 ? leaf : `{ aggregator: 'And', conditions: [${leaf}, …] }`} }`;
}

/** What somebody has selected stands in the action's filter: no id has to be read. */
const SELECTED = 'context.filter';

function selection(call: OrmCall, key: string | undefined): string {
  if (collection(call) === 'context.collection' && (key === undefined || key === 'id')) return SELECTED;
  return key === undefined ? '…' : filterFor(call, key);
}

/** How advice spells Forest's collections. */
export const forestWords: OrmWords = {
  readMany(call, key) {
    if (key === undefined) return `Read what all records need with one \`${collection(call)}.list\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${collection(call)}.list(${filterFor(call, key)}, […])\` and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    if (key === undefined) return 'Compute it for all records at once with one `aggregate` that has `groups`, before the loop.';
    return `Compute it for all records at once with \`${collection(call)}.aggregate(${filterFor(call, key)}, { …, groups: [{ field: '${key}' }] })\` before the loop.`;
  },
  writeMany(call, key) {
    if (call.operation === 'create') return `Insert them together with \`${collection(call)}.create([...])\`, ${CHUNKS}.`;
    const isUpdate = call.operation === 'update';
    return `${isUpdate ? 'The same values go to every record: write them with one' : 'Delete them with one'} \`${collection(call)}.${call.method}(${selection(call, key)}${isUpdate ? ', …' : ''})\`${selection(call, key) === SELECTED ? '' : `, ${CHUNKS}`}.`;
  },
  writeBatch(call, key) {
    if (call.operation === 'create' || call.operation === 'delete') return forestWords.writeMany(call, key, false);
    return `Write records that get the same values together with one \`${collection(call)}.update\` for their ids.`;
  },
  // There is no transaction, and no form for updates that differ.
  batchSpares: ({ operation }) => (operation === 'update' ? 'nothing' : 'statements'),
  sendAll: () => 'Write the records that get the same values together.',
  load: () => undefined,
  tally: (call) => `\`${call.method === 'list' ? collection(call) : 'context.collection'}.aggregate(…, { operation: 'Count', groups: [{ field: … }] })\``,
  fewer: (call) => ({ count: `\`${call.method === 'list' ? collection(call) : 'context.collection'}.aggregate(…, { operation: 'Count' })\``, any: 'a `page` of one record', first: 'a `page` of one record', sum: '`aggregate(…, { operation: \'Sum\', field: … })`' }),
  keyset: () => 'Continue after the last record: a condition that its key is `GreaterThan` the last one, sorted by the key.',
  keysetBatch: () => 'Continue after the last record: a condition that its key is `GreaterThan` the last one, sorted by the key.',
};
