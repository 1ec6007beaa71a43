import { BEHIND_GROUP, differingUpdates } from '../../javascript/readers/builder-words.ts';
import { conditionsBeside, lookUp, lookUpRows, otherOptions, takesFirst } from '../../javascript/advice/filter-text.ts';
import { CHUNKS, verbOf } from '../../javascript/advice/plain-words.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { isRelational, survivesJson } from './remedies.ts';
import type { DrizzleCall } from './call.ts';

function db(call: OrmCall): string {
  return (call as DrizzleCall).database;
}

function table(call: OrmCall): string {
  return (call as DrizzleCall).table ?? '…';
}

/** `orders.id`, or `…` where the column isn't known. */
function column(call: OrmCall, key: string | undefined): string {
  return key === undefined ? '…' : `${table(call)}.${key}`;
}

/** The condition for all rows, with room for those that the call has beside its key. */
function keyed(call: OrmCall, key: string | undefined): string {
  const list = `inArray(${column(call, key)}, ids)`;
  return key !== undefined && conditionsBeside(call, key).length > 0 ? `and(${list}, …)` : list;
}

/** The primary key's column; undefined where it has several, or the table isn't known. */
function primaryKey({ orm, model }: OrmCall): string | undefined {
  const key = model === undefined ? undefined : orm.dataModel?.models.get(model)?.key;
  return key?.length === 1 ? key[0] : undefined;
}

/** True for `where: {}` and `where(and())` as well. */
function isUnfiltered(call: OrmCall): boolean {
  return call.orm.filterOf(call)?.length === 0;
}

/** A condition beside those that the query has. */
function beside(call: OrmCall, condition: string): string {
  return isUnfiltered(call) ? condition : `and(…, ${condition})`;
}

/** PostgreSQL picks the first row of each key itself; the others number the rows of each. */
function readFirstOfEach(call: OrmCall, key: string | undefined): string {
  const by = column(call, key);
  return `Read the first row of each before the loop (in PostgreSQL \`${db(call)}.selectDistinctOn([${by}]).from(${table(call)}).where(${keyed(call, key)}).orderBy(${by}, …)\`, elsewhere with \`row_number() over (partition by …)\` in a subquery) and ${key === undefined ? lookUpRows(call) : lookUp(call, key)}.`;
}

/** The relational queries of 1.0 take objects. */
function hasObjectFilter(call: OrmCall): boolean {
  return isRelational(call) && call.where?.type === 'ObjectExpression';
}

function relationalFilter(call: OrmCall, key: string): string {
  if (!hasObjectFilter(call)) return keyed(call, key);
  return `{ ${[`${key}: { in: ids }`, ...conditionsBeside(call, key).map((name) => `${name}: …`)].join(', ')} }`;
}

/** The other options of a relational read as advice writes them; what `columns` leaves out can't be looked up by. */
function optionsBeside(call: OrmCall, key: string): string {
  const texts = otherOptions(call);
  const chosen = propertyOf(call.options, 'columns')?.value;
  const isLeftOut = chosen !== undefined && propertyOf(unwrap(chosen), key) === undefined;
  return texts.map((text) => `, ${isLeftOut && text.startsWith('columns') ? `columns: { …, ${key}: true }` : text}`).join('');
}

/** Where a page of rows goes on: behind the last row of the one before, in the order that the query has. */
function keyset(call: OrmCall): string {
  const key = primaryKey(call);
  if (isRelational(call)) return keysetOfRelational(call, key);
  const { order = [], grouped = false } = call.shape ?? {};
  const [first, ...more] = order;
  if (grouped) return BEHIND_GROUP;
  if (key !== undefined && (first === undefined || (more.length === 0 && first.column === key))) {
    const isDescending = first?.descending === true;
    return `Continue after the last row: \`.where(${beside(call, `${isDescending ? 'lt' : 'gt'}(${column(call, key)}, lastId)`)})\` with \`.orderBy(${isDescending ? `desc(${column(call, key)})` : column(call, key)})\` and \`.limit()\`.`;
  }
  return `Continue after the last row: end \`.orderBy()\` with ${key === undefined ? 'the columns of its key' : `\`${column(call, key)}\``} and ask with \`.where()\` for the rows after the last one in that order, with \`.limit()\`.`;
}

function keysetOfRelational(call: OrmCall, key: string | undefined): string {
  const order = propertyOf(call.options, 'orderBy');
  if (order !== undefined || key === undefined) return `Continue after the last row: end \`orderBy\` with ${key === undefined ? 'the columns of its key' : `\`${key}\``} and ask with \`where\` for the rows after the last one in that order, with \`limit\`.`;
  const bound = hasObjectFilter(call) ? `where: { …, ${key}: { gt: lastId } }` : `where: ${beside(call, `gt(${column(call, key)}, lastId)`)}`;
  return `Continue after the last row: \`${bound}\` with \`orderBy\` \`${key}\` and \`limit\`.`;
}

/** How advice names Drizzle's forms (0.45, 1.0). */
export const drizzleWords: OrmWords = {
  // 0.45: a limit is only written from 0 on
  belowOne: { negative: 'A negative number sets no limit' },
  readMany(call, key) {
    if (takesFirst(call)) return readFirstOfEach(call, key);
    if (key === undefined) {
      const one = isRelational(call) ? `${db(call)}.query.${table(call)}.findMany` : 'select';
      return `Read what all rows need with one \`${one}\` before the loop (\`inArray(…, ids)\`) and ${lookUpRows(call)}.`;
    }
    if (isRelational(call)) return `Read them all before the loop with \`${db(call)}.query.${table(call)}.findMany({ where: ${relationalFilter(call, key)}${optionsBeside(call, key)} })\` and ${lookUp(call, key)}.`;
    return `Read them all before the loop with one \`select\` (\`.where(${keyed(call, key)})\`) and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    if (call.operation === 'rawRead') return 'Ask for all rows with one statement before the loop (`IN (…)`) and look the answers up in a Map.';
    const verb = verbOf(call);
    if (key === undefined) return `${verb} for all rows at once with one \`select\` that groups (\`.groupBy()\`) before the loop.`;
    return `${verb} for all rows at once with \`${db(call)}.select({ ${key}: ${column(call, key)}, ${call.operation === 'aggregate' ? '…' : 'count: count()'} }).from(${table(call)}).where(${keyed(call, key)}).groupBy(${column(call, key)})\` before the loop.`;
  },
  writeMany(call, key) {
    if (call.operation === 'create') return `Insert them together: \`${db(call)}.insert(${table(call)}).values([...])\` takes a list${ignoring(call)}, ${CHUNKS}.`;
    if (call.operation === 'delete') return `Delete them together with \`${db(call)}.delete(${table(call)}).where(${keyed(call, key)})\`, ${CHUNKS}.`;
    return `The same values go to every row: write them with one \`${db(call)}.update(${table(call)}).set(…).where(${keyed(call, key)})\`, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    const { operation } = call;
    if (operation === 'upsert') return `Collect the rows and write them together, each once: \`${db(call)}.insert(${table(call)}).values([...])\` with its \`${conflictOf(call)}\`, whose \`set\` takes the new values from the row (\`excluded.…\`, in MySQL \`values(…)\`), ${CHUNKS}.`;
    if (operation === 'create' || operation === 'delete') return drizzleWords.writeMany(call, key, false);
    if (operation === 'rawWrite') return `Write all rows with one statement, ${CHUNKS}.`;
    const same = `Write rows that get the same values together with \`${db(call)}.update(${table(call)}).set(…).where(${keyed(call, key)})\``;
    return `${same}, or ${differingUpdates(call)}.`;
  },
  sendAll: (batch) => `Collect the statements of all rows and send them with one \`${batch}([...])\`, which is one round trip and one transaction for all, ${CHUNKS}.`,
  batchSpares: ({ operation }) => (operation === 'update' ? 'transactions' : 'statements'),
  load(source, owner, relations) {
    if (!isRelational(source) || !relations.every(({ name, query }) => survivesJson(source, owner, name, query))) return undefined;
    const entries = relations.map(({ name, query }) => {
      const conditions = query === undefined || isUnfiltered(query) ? [] : ['where: …'];
      const carried = query === undefined ? '' : [...conditions, ...otherOptions(query)].join(', ');
      return `${name}: ${carried === '' ? 'true' : `{ ${carried} }`}`;
    });
    const nested = owner.reduceRight((inner, step) => `{ ${step}: { with: ${inner} } }`, `{ ${entries.join(', ')} }`);
    return `Add \`with: ${nested}\` there`;
  },
  keyset,
  fewer: (call) => ({ count: `\`${db(call)}.$count(${table(call)}, …)\``, any: isRelational(call) ? '`findFirst`' : '`.limit(1)`', first: isRelational(call) ? '`findFirst`' : '`.limit(1)`', sum: '`sum(…)` in `select`' }),
  index: (call, name) => `Add \`index().on(table.${name})\` to \`${table(call)}\`, which takes a migration.`,
  different: (call, name) => `\`${db(call)}.selectDistinct({ ${name}: ${column(call, name)} }).from(${table(call)}).where(${keyed(call, name)})\``,
  keysetBatch: keyset,
};

/** What an insert does with rows that are there already goes on the list as well. */
function ignoring(call: OrmCall): string {
  const step = (call as DrizzleCall).steps.find(({ name }) => name === 'onConflictDoNothing');
  return step === undefined ? '' : `, with \`${step.name}\` as it is`;
}

/** `onConflictDoUpdate`, or MySQL's `onDuplicateKeyUpdate`. */
function conflictOf(call: OrmCall): string {
  return (call as DrizzleCall).steps.find(({ name }) => name.startsWith('on'))?.name ?? 'onConflictDoUpdate';
}
