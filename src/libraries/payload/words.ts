import { filterText, lookUp } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, clientText, isOrderedOtherwise } from '../../javascript/advice/plain-words.ts';
import { chainOf } from '../../javascript/syntax/module.ts';
import { propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { enumeratedNames } from '../../model/text.ts';
import { DEFAULT_LIMIT } from './facts.ts';

const ALL = `without \`pagination: false\` it gives ${String(DEFAULT_LIMIT)}`;
const ONE_BY_ONE = 'which reads the documents together and runs in one transaction, though it still';

function local(call: OrmCall): string {
  return clientText(call).replace(/\.db$/, '');
}

/** The collection as the code names it: `slugs.tickets` may be handed in. */
function collectionText({ model, options }: OrmCall): string {
  const node = propertyOf(options, 'collection')?.value;
  const { root, names } = node === undefined ? { root: undefined, names: [] } : chainOf(unwrap(node));
  if (root?.type === 'Identifier') return [root.name, ...names].join('.');
  return model === undefined ? '…' : `'${model}'`;
}

/** The arguments for all rows: the collection, and the filter with what the call has beside its key. */
function forAll(call: OrmCall, key: string | undefined): string {
  return `collection: ${collectionText(call)}, where: ${filterText(call.orm.filterOf(call), key, '{ in: ids }')}`;
}

function keyset(call: OrmCall): string {
  const byKey = "`where: { id: { greater_than: lastId } }` and `sort: 'id'`";
  const uncounted = call.callee.endsWith('.find') ? ', with `pagination: false` beside the limit, which spares the count of each page' : '';
  if (!isOrderedOtherwise(call, 'id')) return `Continue after the last document: ${byKey}${uncounted}.`;
  return `Continue after the last document: end \`sort\` with \`id\` and ask with \`where\` for the documents after the last one in that order${uncounted}; where the order is no matter, ${byKey} will do.`;
}

/** How advice names Payload's forms. */
export const payloadWords: OrmWords = {
  // Payload 3: `limit: 0` switches paging off
  belowOne: { zero: '`limit: 0` asks for all of them' },
  readMany(call, key) {
    if (/global/i.test(call.method)) return 'Read it once before the loop.';
    const rest = key === undefined ? 'look them up in a Map' : lookUp(call, key);
    return `Read them all before the loop with one \`${local(call)}.find({ ${forAll(call, key)}, pagination: false })\` (${ALL}) and ${rest}.`;
  },
  countMany(call, key) {
    const by = key === undefined ? '' : `, select: { ${key}: true }`;
    return `Read what is counted with one \`${local(call)}.find({ ${forAll(call, key)}${by}, depth: 0, pagination: false })\` before the loop and count the documents ${key === undefined ? 'of each' : `per \`${key}\``}: the local API has no count of groups.`;
  },
  writeMany(call, key, isResultRead) {
    const where = forAll(call, key);
    if (call.operation === 'delete') {
      return `Delete them together with \`${local(call)}.delete({ ${where} })\`, ${ONE_BY_ONE} deletes one by one; \`payload.db.deleteMany\` is one statement and runs no hooks.`;
    }
    const read = isResultRead ? ' It gives the documents as `docs`.' : '';
    return `The same values go to every document: write them with one \`${local(call)}.update({ ${where}, data: … })\`, ${ONE_BY_ONE} writes one by one; \`payload.db.updateMany\` runs no hooks.${read}`;
  },
  writeBatch(call, key) {
    if (call.operation === 'delete') return payloadWords.writeMany(call, key, false);
    return `Payload writes each document by itself: hand the \`req\` of one transaction on to all of them, with \`depth: 0\`, ${CHUNKS}; \`payload.db.updateOne\` with \`returning: false\` runs neither hooks nor access.`;
  },
  sendAll: () => 'Open one transaction for all rows.',
  batchSpares: ({ operation }) => (operation === 'delete' ? 'statements' : operation === 'update' ? 'transactions' : 'nothing'),
  load(source, owner, relations) {
    if (!/^find(?:ByID)?$/.test(source.method) || relations.some(({ query }) => query?.where !== undefined)) return undefined;
    return `Set \`depth: ${String(owner.length + 1)}\` there, which puts the documents of ${enumeratedNames(relations.map(({ name }) => name))} where their ids are,`;
  },
  tally: () => '`payload.count` for each, or with numbers that a hook of writing keeps, for the local API groups nothing',
  fewer: () => ({ count: '`payload.count`', any: '`limit: 1` and `pagination: false`', first: '`limit: 1` and `pagination: false`', sum: 'sums that a hook of writing keeps, for the local API adds nothing up' }),
  keyset,
  keysetBatch: keyset,
  batchesEnd: (call) => (call.callee.endsWith('.find') ? 'The last batch is the one with fewer than the limit: `totalPages` and `hasNextPage` tell of a single page then.' : undefined),
};
