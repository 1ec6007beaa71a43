import { lookUp, lookUpRows, takesFirst } from '../../javascript/advice/filter-text.ts';
import { behindTableKey, differingUpdates, groupedOnce, stepBeside } from '../../javascript/readers/builder-words.ts';
import { CHUNKS, verbOf } from '../../javascript/advice/plain-words.ts';
import { lastStep } from '../../javascript/readers/builder-chain.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import type { KnexCall } from './index.ts';

/** The table with the client: `knex('orders')`. */
function table(call: OrmCall): string {
  const { database, table: name } = call as KnexCall;
  return `${database}(${name})`;
}

/** The condition for all rows, with room for those that the call has beside its key. */
function keyed(call: OrmCall, key: string | undefined): string {
  return `.whereIn(${key === undefined ? '…' : `'${key}'`}, ids)${stepBeside(call, key)}`;
}

/** How advice names Knex's forms (0.95 to 3.3). */
export const knexWords: OrmWords = {
  readMany(call, key) {
    if (call.method === 'raw') return `Ask for all rows with one statement before the loop (\`IN (…)\`) and ${lookUpRows(call)}.`;
    const one = key === undefined ? lookUpRows(call) : lookUp(call, key);
    if (takesFirst(call)) return `Read the first row of each before the loop (in PostgreSQL with \`.distinctOn(${key === undefined ? '…' : `'${key}'`})\`, elsewhere with \`.rowNumber()\` in a subquery) and ${one}.`;
    return `Read them all before the loop with \`${table(call)}${keyed(call, key)}\` and ${one}.`;
  },
  countMany(call, key) {
    if (call.method === 'raw') return 'Ask for all rows with one statement before the loop (`IN (…)`, `GROUP BY`) and look the answers up in a Map.';
    if (key === undefined) return groupedOnce(call);
    return `${verbOf(call)} for all rows at once with \`${table(call)}.select('${key}')${call.operation === 'count' ? '.count()' : `.${call.method}(…)`}${keyed(call, key)}.groupBy('${key}')\` before the loop.`;
  },
  writeMany(call, key) {
    if (call.method === 'raw') return `Write all rows with one statement, ${CHUNKS}.`;
    if (call.operation === 'create') return `Insert them together: \`${table(call)}.insert([...])\` takes a list, \`batchInsert(${(call as KnexCall).table}, [...])\` cuts a long one into chunks.`;
    if (call.operation === 'delete') return `Delete them together with \`${table(call)}${keyed(call, key)}.del()\`, ${CHUNKS}.`;
    return `The same values go to every row: write them with one \`${table(call)}${keyed(call, key)}.update(…)\`, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    const { operation } = call;
    if (operation === 'upsert') return `Collect the rows and write them together, each once: \`${table(call)}.insert([...])\` with its \`onConflict().merge()\`, ${CHUNKS}.`;
    if (operation === 'create' || operation === 'delete' || operation === 'rawWrite') return call.method === 'insert' && operation === 'rawWrite' ? `Let one \`insert\` take the rows of one \`select\` for all, ${CHUNKS}.` : knexWords.writeMany(call, key, false);
    return `Write rows that get the same values together with \`${table(call)}${keyed(call, key)}.update(…)\`, or ${differingUpdates(call)}.`;
  },
  sendAll: () => 'Open one `transaction` for all rows.',
  batchSpares: ({ operation }) => (operation === 'update' ? 'transactions' : 'statements'),
  load: () => undefined,
  keyset: behindTableKey,
  fewer: (call) => ({ count: '`.count()`', any: lastStep((call as KnexCall).built, /^select$/) === undefined ? "`.first('id')`" : '`.first()`', first: '`.first()`', sum: '`.sum(…)`' }),
  different: (call, column) => `\`${table(call)}.distinct('${column}')${keyed(call, column)}\``,
  keysetBatch: behindTableKey,
};
