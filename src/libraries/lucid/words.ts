import { groupedOnce, stepBeside, stepsBehind } from '../../javascript/readers/builder-words.ts';
import { lookUp, lookUpRows, takesFirst } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, primaryKey, verbOf } from '../../javascript/advice/plain-words.ts';
import { enumerated } from '../../model/text.ts';
import type { LucidCall } from './call.ts';

function lucid(call: OrmCall): LucidCall {
  return call as LucidCall;
}

/** The query for all rows: `Order.query().whereIn('id', ids)`, with room for the conditions that the call has beside its key. */
function keyed(call: OrmCall, key: string | undefined): string {
  const by = key ?? (call.byKey === true || call.ofRow === true ? primaryKey(call) : undefined);
  return `${lucid(call).query}.whereIn(${by === undefined ? '…' : `'${by}', ids`})${stepBeside(call, by)}`;
}

/** What a write of the builder leaves out, of a model. */
function unhooked(call: OrmCall): string {
  const { of, isHooked } = lucid(call);
  return of === 'table' ? '' : `, which ${isHooked ? 'runs none of the model’s hooks and ' : ''}leaves \`autoUpdate\` columns as they are`;
}

function insertTogether(call: OrmCall): string {
  const { of, model, isHooked } = lucid(call);
  if (of === 'table') return `Insert them together with \`multiInsert([...])\`, ${CHUNKS}.`;
  if (call.method === 'attach') return 'Attach all at once: `attach([...])` takes a list of keys, and inserts them with one statement.';
  const left = `${isHooked ? 'runs none of the model’s hooks and ' : ''}sets no \`autoCreate\` columns`;
  return `Insert them together with \`db.table(${model ?? '…'}.table).multiInsert([...])\`, which takes the table’s columns, ${left}, ${CHUNKS}; \`createMany\` and \`saveMany\` send an insert for each row, in one transaction.`;
}

/** How a relation is read along: `.preload('items')`, with room for what the query has beside it. */
function preload(name: string, query: OrmCall | undefined): string {
  const isPlain = query === undefined || (query.where === undefined && lucid(query).steps.every((step) => /^(?:related|query|first|firstOrFail|exec|load|loadOnce|find\w*)$/.test(step.name)));
  return isPlain ? `.preload('${name}')` : `.preload('${name}', (query) => …)`;
}

function keyset(call: OrmCall): string {
  const key = primaryKey(call) ?? 'id';
  const behind = stepsBehind(call, key);
  if (behind !== undefined) return `Continue after the last row: \`${behind}.limit(…)\`.`;
  return `Continue after the last row: end \`.orderBy()\` with \`'${key}'\` and ask with \`.where()\` for the rows after the last one in that order, with \`.limit()\`.`;
}

/** How advice names Lucid's forms: 22.4. */
export const lucidWords: OrmWords = {
  readMany(call, key) {
    const { of, steps, method } = lucid(call);
    if (call.operation === 'rawRead') return 'Send it once for all rows before the loop, with the list of their keys (`in (…)`), and look the answers up in a Map.';
    if (method === 'refresh') return 'Read the rows again with one query for all of them, after the loop.';
    if (call.relation !== undefined || of === 'related' || method.startsWith('load')) {
      const name = call.relation ?? relationOf(steps);
      return `Read it along with the rows, where these are read: \`${preload(name ?? '…', method.startsWith('load') ? undefined : call)}\` sends one query for all of them.`;
    }
    if (takesFirst(call)) return `Read the first row of each with one query before the loop (\`distinct on\` in PostgreSQL, elsewhere \`row_number() over (partition by …)\` in a subquery; with a relation, \`.preload(…, (query) => query.groupLimit(1))\`) and ${key === undefined ? lookUpRows(call) : lookUp(call, key)}.`;
    const by = key ?? (call.byKey === true ? primaryKey(call) : undefined);
    if (by === undefined) return `Read what all rows need with one query before the loop (\`.whereIn(…, ids)\`) and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${keyed(call, by)}\` and ${lookUp(call, by)}.`;
  },
  countMany(call, key) {
    const { method, steps, of } = lucid(call);
    if (call.operation === 'rawRead') return lucidWords.readMany(call, key);
    if (call.relation !== undefined || of === 'related' || method.startsWith('load')) {
      const name = call.relation ?? relationOf(steps) ?? '…';
      return call.operation === 'count' ? `Count them along with the rows, where these are read: \`.withCount('${name}')\` puts the number into \`$extras.${name}_count\`.` : `Compute it along with the rows, where these are read: \`.withAggregate('${name}', (query) => …)\` puts it into \`$extras\`.`;
    }
    if (key === undefined) return groupedOnce(call);
    return `${verbOf(call)} for all rows at once with \`${keyed(call, key)}.select('${key}').groupBy('${key}')${call.operation === 'count' ? ".count('* as total')" : '…'}\` before the loop.`;
  },
  writeMany(call, key, isResultRead) {
    const { operation } = call;
    if (operation === 'create') return insertTogether(call);
    if (operation === 'delete') return call.method === 'detach' ? 'Detach all at once: `detach([...])` takes a list of keys.' : `Delete them together with \`${keyed(call, key)}.delete()\`${lucid(call).isHooked ? ', which runs none of the model’s hooks' : ''}, ${CHUNKS}.`;
    if (operation === 'upsert') return lucidWords.writeBatch(call, key);
    return `The same values go to every row: write them with one \`${keyed(call, key)}.update({ … })\`${unhooked(call)}${isResultRead ? ', and read the rows with one query after it' : ''}, ${CHUNKS}.`;
  },
  updateAlike: (call, columns) => `The same values go to every row: write them with one \`${lucid(call).query}.where(…).update({ ${columns.map((column) => `${column}: …`).join(', ')} })\`${unhooked(call)}.`,
  writeBatch(call, key) {
    const { operation, method } = call;
    if (operation === 'create' || operation === 'delete') return lucidWords.writeMany(call, key, false);
    if (operation === 'rawWrite') return `Write all rows with one statement, ${CHUNKS}.`;
    if (method === 'sync') return 'What differs from row to row takes a `sync` for each: send them in one transaction.';
    if (operation === 'upsert') {
      const many = method.startsWith('first') || method.startsWith('fetch') ? 'fetchOrCreateMany' : 'updateOrCreateMany';
      return `Collect the rows and write them together, each once, with \`${many}(…, [...])\`, which looks once for those that are there and writes in one transaction.`;
    }
    return `Write rows that get the same values together with \`${keyed(call, key)}.update({ … })\`${unhooked(call)}, or save them in one transaction, which spares a commit per row but no statement.`;
  },
  sendAll: () => 'Open one `transaction` for all rows.',
  batchSpares: ({ operation, method }) => (operation === 'update' || operation === 'save' || method === 'sync' ? 'transactions' : 'statements'),
  load(source, owner, relations) {
    const { of, steps } = lucid(source);
    if (!(source.method === 'all' || of === 'related' || steps.some(({ name }) => name === 'query'))) return undefined;
    const entries = relations.map(({ name, query }) => preload(name, query));
    const [outer, ...inner] = [...owner].reverse();
    const nested = outer === undefined ? entries : [inner.reduce((text, step) => `.preload('${step}', (query) => query${text})`, `.preload('${outer}', (query) => query${entries.join('')})`)];
    if (source.method === 'all') return `Read the rows with \`${source.model ?? '…'}.query()${nested.join('')}.orderBy('${primaryKey(source) ?? 'id'}', 'desc')\`, in the order of \`all\``;
    return `Add ${enumerated(nested.map((text) => `\`${text}\``))} there`;
  },
  fewer: () => ({ count: "`.count('* as total')`", any: '`.first()`', first: '`.first()`', sum: '`.sum(…)`' }),
  send: () => 'Put `await` before it, or `return` it.',
  keyset,
  keysetBatch: keyset,
};

/** `items` of `order.related('items')`. */
export function relationOf(steps: LucidCall['steps']): string | undefined {
  const given = steps.find(({ name }) => /^(?:related|load\w*)$/.test(name))?.call.arguments[0];
  return given?.type === 'Literal' && typeof given.value === 'string' ? given.value : undefined;
}
