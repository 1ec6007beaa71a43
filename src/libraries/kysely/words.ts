import { behindTableKey, groupedOnce, stepBeside } from '../../javascript/readers/builder-words.ts';
import { lookUp, lookUpRows, takesFirst } from '../../javascript/advice/filter-text.ts';
import { CHUNKS, verbOf } from '../../javascript/advice/plain-words.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import type { KyselyCall } from './call.ts';

function builder(call: OrmCall, beginning: string): string {
  const { database, table } = call as KyselyCall;
  return `${database}.${beginning}(${table === undefined ? '…' : `'${table.name}'`})`;
}

/** The condition for all rows, with room for those that the call has beside its key. */
function keyed(call: OrmCall, key: string | undefined): string {
  return `.where(${key === undefined ? '…' : `'${key}', 'in', ids`})${stepBeside(call, key)}`;
}

/** PostgreSQL and MySQL take `in ()` for an error. */
const GUARDED = 'where the list is not empty';

/** `in (…)` of as many values as there are: both have to be said. */
const LISTS = `${GUARDED}, ${CHUNKS}`;

function readFirstOfEach(call: OrmCall, key: string | undefined): string {
  const by = key === undefined ? '…' : `'${key}'`;
  return `Read the first row of each before the loop (in PostgreSQL with \`.distinctOn(${by})${keyed(call, key)}.orderBy(${by})\`, elsewhere with \`row_number() over (partition by …)\` in a subquery) and ${key === undefined ? lookUpRows(call) : lookUp(call, key)}.`;
}

/** How advice names Kysely's forms (0.28). */
export const kyselyWords: OrmWords = {
  readMany(call, key) {
    if (call.operation === 'rawRead') return 'Send it once for all rows before the loop, with the list of their keys (`in (…)`), and look the answers up in a Map.';
    if (takesFirst(call)) return readFirstOfEach(call, key);
    if (key === undefined) return `Read what all rows need with one \`${builder(call, 'selectFrom')}\` before the loop (\`.where(…, 'in', ids)\`) and ${lookUpRows(call)}.`;
    return `Read them all before the loop with one \`${builder(call, 'selectFrom')}${keyed(call, key)}\` (${GUARDED}) and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    if (call.operation === 'rawRead') return kyselyWords.readMany(call, key);
    if (key === undefined) return groupedOnce(call);
    return `${verbOf(call)} for all rows at once with \`${builder(call, 'selectFrom')}.select('${key}')${keyed(call, key)}.groupBy('${key}')\` before the loop (${GUARDED}), with ${call.operation === 'count' ? '`eb.fn.countAll()`' : 'the same functions'} beside the key.`;
  },
  writeMany(call, key) {
    if (call.operation === 'create') return `Insert them together: \`${builder(call, 'insertInto')}.values([...])\` takes a list${ignoring(call)}, ${LISTS}.`;
    if (call.operation === 'delete') return `Delete them together with \`${builder(call, 'deleteFrom')}${keyed(call, key)}\`, ${LISTS}.`;
    return `The same values go to every row: write them with one \`${builder(call, 'updateTable')}.set(…)${keyed(call, key)}\`, ${LISTS}.`;
  },
  writeBatch(call, key) {
    const { operation } = call;
    if (operation === 'upsert') return `Collect the rows and write them together, each once: \`${builder(call, 'insertInto')}.values([...])\` with its \`${conflictOf(call)}\`, which takes the new values from the row (\`excluded.…\`, in MySQL \`values(…)\`), ${LISTS}.`;
    if (operation === 'create' || operation === 'delete') return kyselyWords.writeMany(call, key, false);
    if (operation === 'rawWrite') return `Write all rows with one statement, ${CHUNKS}.`;
    const same = `Write rows that get the same values together with \`${builder(call, 'updateTable')}.set(…)${keyed(call, key)}\``;
    return `${same}, or ${call.orm.isInTransaction?.(call) ? 'all of them with one statement that takes the values from a list (`case`, `update … from (values …)`)' : 'send the updates in one `transaction()`, which spares a commit per row but no statement'}.`;
  },
  sendAll: () => 'Open one `transaction()` for all rows.',
  batchSpares: ({ operation }) => (operation === 'update' ? 'transactions' : 'statements'),
  // no relations
  load: () => undefined,
  fewer: () => ({ count: '`.select((eb) => eb.fn.countAll().as(…))`', any: '`.limit(1)`', first: '`.limit(1)`', sum: '`eb.fn.sum(…)`' }),
  send(call) {
    const { isAwaited, changesNothing } = call as KyselyCall;
    if (changesNothing) return 'A builder stays as it is, whatever is called on it: set the variable to what the call gives.';
    return `Nothing but \`execute\` and its kin sends it: end the chain with \`.execute()\`${isAwaited === true ? '' : ', and await that'}.`;
  },
  keyset: behindTableKey,
  keysetBatch: behindTableKey,
};

/** What an insert does with rows that are there already goes on the list as well. */
function ignoring(call: OrmCall): string {
  const step = (call as KyselyCall).steps.find(({ name }) => name === 'onConflict' || name === 'ignore');
  return step === undefined ? '' : `, with \`${step.name}\` as it is`;
}

function conflictOf(call: OrmCall): string {
  return (call as KyselyCall).steps.find(({ name }) => name.startsWith('on'))?.name ?? 'onConflict';
}
