import { filterText, lookUp, lookUpRows, optionsText, otherOptions } from './filter-text.ts';
import type { OrmCall, OrmWords } from '../queries/orm.ts';
import { hasSpread, keyName, propertyOf, unwrap } from '../syntax/nodes.ts';

/** What advice says of long lists: PostgreSQL takes 65,535 parameters a statement, SQLite 32,766, D1 a hundred. */
export const CHUNKS = 'in chunks where the list can be long';

/** How a library spells what advice names, where nothing more is to be said of its forms. `model` is the model as the code names it: `Order`, `prisma.order`. */
export interface Phrases {
  /** A list of keys as the value of a condition: `{ in: ids }`. */
  readonly inList: string;
  /** The read of all rows for a filter, with the options that the call has beside it (`, orderBy: …`). */
  readonly readMany: (model: string, filter: string, options: string) => string;
  /** The counts or sums of groups; undefined where that takes SQL. */
  readonly group?: (model: string, filter: string, key: string) => string;
  readonly insertMany: (model: string) => string;
  readonly updateMany: (model: string, filter: string) => string;
  readonly deleteMany: (model: string, filter: string) => string;
  /** One statement that inserts what is missing and updates the rest; undefined where there is none. */
  readonly upsertMany?: (model: string) => string;
  /** What the bulk forms leave out: `which runs no hooks`. */
  readonly leavesOut?: string;
  /** The option that loads relations with the rows: `include: { customer: true }`; undefined where there is none. */
  readonly load?: (names: readonly string[], owner: readonly string[]) => string;
  /** The condition for the rows behind one: `{ gt: lastId }`. */
  readonly after: string;
}

/** How an index of one column is declared where entities have decorators (TypeORM, MikroORM). */
export function indexDecorator(model: string | undefined, column: string): string {
  return `Add \`@Index()\` to \`${model ?? '…'}.${column}\`, which takes a migration.`;
}

/** The primary key's column, where it is one; where the model isn't known, what the library calls it. */
export function primaryKey({ orm, model }: OrmCall): string | undefined {
  const key = model === undefined ? undefined : orm.dataModel?.models.get(model)?.key;
  return key === undefined || key.length === 0 ? (orm.keyName ?? 'id') : key.length === 1 ? key[0] : undefined;
}

/** What a call is made on, as the code names it: `prisma.order` of `prisma.order.findMany`. */
export function clientText({ callee }: Pick<OrmCall, 'callee'>): string {
  return callee.slice(0, callee.lastIndexOf('.'));
}

/** The model as the code names it; of a row's own method, as the schema does. */
export function modelText(call: OrmCall): string {
  return call.ofRow === true ? (call.model ?? '…') : clientText(call);
}

/** True where the code asks for an order. Without one, the first of the rows is the only one that it expects. */
export function isOrdered({ options, orm, shape }: OrmCall): boolean {
  return propertyOf(options, orm.optionNames.order) !== undefined || (shape?.order.length ?? 0) > 0;
}

/** True where a call asks for an order of its own, other than that of a key. */
export function isOrderedOtherwise({ options, orm }: OrmCall, key: string | undefined): boolean {
  const order = unwrap(propertyOf(options, orm.optionNames.order)?.value);
  if (order === undefined) return hasSpread(options);
  if (order.type === 'Literal') return String(order.value).replace(/^-|:(?:asc|desc)$/gi, '') !== key;
  const [only, ...others] = order.type === 'ObjectExpression' ? order.properties : [];
  return only?.type !== 'Property' || others.length > 0 || keyName(only) !== key;
}

/** What a query that reads no rows does, where advice begins with it. */
export function verbOf({ operation }: OrmCall): string {
  return operation === 'count' ? 'Count' : 'Compute it';
}

/** The advice of a library whose forms are told by phrases alone. */
export function plainWords(phrases: Phrases): OrmWords {
  const left = phrases.leavesOut === undefined ? '' : `, ${phrases.leavesOut}`;
  const keyed = (call: OrmCall, key: string | undefined): string => filterText(call.orm.filterOf(call), key ?? (call.ofRow === true ? primaryKey(call) : undefined), phrases.inList);
  const keyset = (call: OrmCall): string => {
    const key = primaryKey(call);
    if (key !== undefined && isOrderedOtherwise(call, key)) {
      return `Continue after the last row: end its order with \`${key}\` and ask in the filter for the rows after the last one in that order, with a limit; where the order is no matter, \`${key}: ${phrases.after}\` in the order of \`${key}\` will do.`;
    }
    return key === undefined ? 'Continue after the last row: order by the columns of the key and ask for the rows after it.' : `Continue after the last row: \`${key}: ${phrases.after}\` in the filter, in the order of \`${key}\`, with a limit.`;
  };
  const words: OrmWords = {
    readMany(call, key) {
      if (key === undefined) return `Read what all rows need with one query before the loop and ${lookUpRows(call)}.`;
      return `Read them all before the loop with \`${phrases.readMany(modelText(call), keyed(call, key), optionsText(call, key))}\` and ${lookUp(call, key)}.`;
    },
    countMany(call, key) {
      const verb = verbOf(call);
      const text = key === undefined ? undefined : phrases.group?.(modelText(call), keyed(call, key), key);
      return text === undefined ? `${verb} for all rows at once with one query that groups, before the loop.` : `${verb} for all rows at once with \`${text}\` before the loop.`;
    },
    writeMany(call, key, isResultRead) {
      if (call.operation === 'create') return `Insert them together with \`${phrases.insertMany(modelText(call))}\`${left}, ${CHUNKS}.`;
      if (call.operation === 'delete') return `Delete them together with \`${phrases.deleteMany(modelText(call), keyed(call, key))}\`${left}, ${CHUNKS}.`;
      if (call.operation === 'upsert') return words.writeBatch(call, key);
      return `The same values go to every row: write them with one \`${phrases.updateMany(modelText(call), keyed(call, key))}\`${left}${isResultRead ? ', and read the rows with one query after it' : ''}, ${CHUNKS}.`;
    },
    writeBatch(call, key) {
      if (call.operation === 'create' || call.operation === 'delete') return words.writeMany(call, key, false);
      if (call.operation === 'upsert' && phrases.upsertMany !== undefined) return `Collect the rows and write them together with \`${phrases.upsertMany(modelText(call))}\`${left}, ${CHUNKS}.`;
      return `Write rows that get the same values together with \`${phrases.updateMany(modelText(call), keyed(call, key))}\`, or send the writes in one transaction, which spares a commit per row but no statement.`;
    },
    sendAll: () => 'Open one transaction for all rows.',
    batchSpares: ({ operation }) => (operation === 'update' || operation === 'save' || (operation === 'upsert' && phrases.upsertMany === undefined) ? 'transactions' : 'statements'),
    load(_source, owner, relations) {
      // What the query per row asked for beside the key has no place in the option.
      if (relations.some(({ query }) => query !== undefined && (query.where !== undefined || otherOptions(query).length > 0))) return undefined;
      const text = phrases.load?.(relations.map(({ name }) => name), owner);
      return text === undefined ? undefined : `Add \`${text}\` there`;
    },
    keyset,
    keysetBatch: keyset,
  };
  return words;
}
