import type { BuilderCall } from '../../javascript/readers/builder-reader.ts';
import { lastStep } from '../../javascript/readers/builder-chain.ts';
import { differingUpdates, groupedOnce, stepBeside, stepsBehind } from '../../javascript/readers/builder-words.ts';
import { conditionsBeside, lookUp, lookUpRows, takesFirst } from '../../javascript/advice/filter-text.ts';
import { CHUNKS, primaryKey, verbOf } from '../../javascript/advice/plain-words.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { calledName } from '../../javascript/syntax/nodes.ts';
import { graph } from './remedies.ts';
import { LOADS } from './methods.ts';

/** Measured with 3.1.5: hooks like `$beforeUpdate` run once for a query of many rows; those of a delete belong to the delete of a row that was read. */
const HOOKS = 'which runs `$beforeUpdate` and its kin once, without a row';

/** The query goes through the relation of one object, and the rounds tell its rows apart by `key`: what takes its place stays with the rows of that object. */
function staysWithin(call: OrmCall, key: string | undefined): boolean {
  return key !== undefined && calledName((call as BuilderCall).built.begin).endsWith('elatedQuery');
}

/** The query as the code begins it, in its transaction: `Order.query(trx)`; of a row's own method, the one of its model. */
function begun(call: OrmCall, key: string | undefined): string {
  const { built, callee, method, model } = call as BuilderCall;
  if (staysWithin(call, key)) return `${callee.replace(new RegExp(`\\.${method}$`), '')}${lastStep(built, /^for$/) === undefined ? '' : '.for(…)'}`;
  const [transaction] = built.begin.arguments;
  const given = transaction?.type === 'Identifier' ? `(${transaction.name})` : '()';
  return calledName(built.begin) === 'query' ? callee.replace(/\(\)\.\w+$/, given) : `${model ?? '…'}.query${call.ofRow === true && calledName(built.begin) === '$query' ? given : '()'}`;
}

function keyed(call: OrmCall, key: string | undefined): string {
  const column = key ?? (call.ofRow === true ? primaryKey(call) : undefined);
  const isOwnersAlone = staysWithin(call, key) && column !== undefined && conditionsBeside(call, column).length === 1;
  const besides = isOwnersAlone ? '' : stepBeside(call, column);
  return column !== undefined && column === primaryKey(call) ? `.findByIds(ids)${besides}` : `.whereIn(${column === undefined ? '…' : `'${column}'`}, ids)${besides}`;
}

/** The relations of a row that the call asks for one row at a time. */
function related({ relation, built }: BuilderCall): string | undefined {
  return relation === undefined || calledName(built.begin) === 'query' ? undefined : relation;
}

function keyset(call: OrmCall): string {
  const key = primaryKey(call);
  const behind = stepsBehind(call, key);
  if (behind !== undefined) return `Continue after the last row: \`${behind}.limit()\`.`;
  return `Continue after the last row: end \`.orderBy()\` with ${key === undefined ? 'the columns of its key' : `\`${key}\``} and ask with \`.where()\` for the rows after the last one in that order, with \`.limit()\`.`;
}

/** How advice names Objection's forms (3.1). */
export const objectionWords: OrmWords = {
  readMany(call, key) {
    const relation = related(call as BuilderCall);
    if (relation !== undefined) return `Load it for all rows at once: \`.withGraphFetched('${relation}')\` where they are read, or \`Model.fetchGraph(rows, '${relation}')\`.`;
    const one = key === undefined ? lookUpRows(call) : lookUp(call, key);
    if (takesFirst(call)) return `Read the first row of each before the loop (in PostgreSQL with \`.distinctOn(${key === undefined ? '…' : `'${key}'`})\`, elsewhere with \`row_number()\` in a subquery) and ${one}.`;
    return `Read them all before the loop with \`${begun(call, key)}${keyed(call, key)}\` and ${one}.`;
  },
  countMany(call, key) {
    if (key === undefined) return groupedOnce(call);
    return `${verbOf(call)} for all rows at once with \`${begun(call, key)}.select('${key}')${call.operation === 'count' ? '.count()' : '…'}.whereIn('${key}', ids).groupBy('${key}')\` before the loop.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    if (operation === 'create') {
      const graphs = method.startsWith('insertGraph') ? ' (a list of graphs sends an `INSERT` for each as well)' : '';
      return `Insert them together: \`${begun(call, key)}.insert([...])\` takes a list in PostgreSQL and SQL Server${graphs}; elsewhere \`knex.batchInsert\`, which runs neither hooks nor validation.`;
    }
    if (operation === 'delete') return `Delete them together with \`${begun(call, key)}.delete()${keyed(call, key)}\`${call.ofRow === true ? ', which calls neither `$beforeDelete` nor `$afterDelete`' : ''}, ${CHUNKS}.`;
    return `The same values go to every row: write them with one \`${begun(call, key)}.patch(…)${keyed(call, key)}\`, ${HOOKS}, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    const { operation } = call;
    if (operation === 'create' || operation === 'delete') return objectionWords.writeMany(call, key, false);
    if (operation === 'upsert') return `Collect the rows and write them together, each once, with \`${begun(call, key)}.insert([...]).onConflict(…).merge()\` (PostgreSQL), or all in one \`transaction\`.`;
    if (call.method === 'unrelate') return 'Unrelate them together: `.unrelate()` takes a condition for all of them, `.whereIn(…)`.';
    if (operation === 'rawWrite') return 'Relate the rows of all rounds with one insert into the join table, or in one `transaction`.';
    return `Write rows that get the same values together with \`${begun(call, key)}.patch(…)${keyed(call, key)}\`, or ${differingUpdates(call, '`CASE`')}.`;
  },
  sendAll: () => 'Open one `transaction` for all rows.',
  batchSpares: ({ operation }) => (operation === 'update' || operation === 'upsert' || operation === 'rawWrite' ? 'transactions' : 'statements'),
  load(source, owner, relations) {
    const { built } = source as BuilderCall;
    // a limit would count the rows of all of them together, and an expression that is not written out may name the relation
    const isCut = relations.some(({ query }) => query !== undefined && (query as BuilderCall).built.steps.some(({ name }) => /^(?:limit|offset|page|range|groupBy|count|resultSize|for)$/.test(name) || (name === 'first' && query.relation !== undefined)));
    if (isCut || built.steps.some(({ name, call }) => LOADS.test(name) && call.arguments[0]?.type !== 'Literal' && call.arguments[0]?.type !== 'ObjectExpression')) return undefined;
    const path = graph(relations.map(({ name }) => name), owner);
    const modified = relations.some(({ query }) => query !== undefined && ((query as BuilderCall).relation === undefined ? query.where !== undefined : (query as BuilderCall).built.steps.length > 0));
    return `Add \`.withGraphFetched(${path})\`${modified ? ' there, with `.modifyGraph()` for what the query has beside the relation' : ' there'}`;
  },
  keyset,
  fewer: (call) => ({ count: '`.resultSize()`', any: '`.limit(1).first()`', first: lastStep((call as BuilderCall).built, /^limit$/) === undefined ? '`.limit(1).first()`, for `first()` alone sends no `LIMIT`' : '`.first()`', sum: '`.sum(…)`' }),
  keysetBatch: keyset,
};
