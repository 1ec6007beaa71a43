import { propertyOf } from '../syntax/nodes.ts';
import { filterText, lookUp, lookUpRows, optionsText, otherOptions } from './filter-text.ts';
import type { OrmCall, OrmWords } from './orm.ts';

/** `prisma.order` of `prisma.order.update`. */
function delegate({ callee }: OrmCall): string {
  return callee.slice(0, callee.lastIndexOf('.'));
}

function keyed(call: OrmCall, key: string | undefined): string {
  return `where: ${filterText(call, key, '{ in: … }')}`;
}

/** An upsert that leaves what is there alone. */
function isInsertOfMissing({ operation, data }: OrmCall): boolean {
  return operation === 'upsert' && data?.type === 'ObjectExpression' && data.properties.length === 0;
}

/** How advice names Prisma's forms. */
export const prismaWords: OrmWords = {
  readMany(call, key) {
    if (key === undefined) return `Read what all rows need with one \`${delegate(call)}.findMany\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${delegate(call)}.findMany({ ${keyed(call, key)}${optionsText(call, key)} })\` and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    const counts = call.operation === 'count';
    const verb = counts ? 'Count' : 'Compute it';
    if (key === undefined) return `${verb} for all rows at once with one \`${delegate(call)}.groupBy\` before the loop.`;
    return `${verb} for all rows at once with \`${delegate(call)}.groupBy({ by: ['${key}'], ${keyed(call, key)}, ${counts ? '_count: true' : '…'} })\` before the loop.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    const chunks = 'in chunks where the list can be long';
    if (operation === 'create') {
      return method.startsWith('createMany') ? `Collect the rows of all rounds and insert them with one \`${delegate(call)}.createMany\`, ${chunks}.` : `Insert them together with \`${delegate(call)}.createMany({ data: [...] })\`, ${chunks}.`;
    }
    if (operation === 'delete') return `Delete them together with \`${delegate(call)}.deleteMany({ ${keyed(call, key)} })\`, ${chunks}.`;
    return `The same values go to every row: write them with one \`${delegate(call)}.updateMany({ ${keyed(call, key)}, data })\`, ${chunks}.`;
  },
  writeBatch(call) {
    if (call.operation === 'delete') return prismaWords.writeMany(call, undefined);
    if (isInsertOfMissing(call)) return `Nothing is updated: insert what is missing with one \`${delegate(call)}.createMany({ data: [...], skipDuplicates: true })\`, or with the rows that a \`findMany\` before doesn't find where the database has no \`skipDuplicates\`.`;
    if (call.orm.isInTransaction(call)) return `Write rows that get the same values together with \`${delegate(call)}.updateMany\`, or collect the writes and send them in one batch instead of waiting for each.`;
    const client = delegate(call).replace(/\.[^.]+$/, '');
    return `Collect the writes and send them together with \`${client}.$transaction([...])\`, which spares a transaction per write but no statement, in chunks where the list can be long.`;
  },
  load({ options }, path, query) {
    const carried = query === undefined ? '' : [...(query.where === undefined ? [] : ['where: …']), ...otherOptions(query)].join(', ');
    const last = carried === '' ? 'true' : `{ ${carried} }`;
    const nested = path.reduceRight((inner, step, index) => (index === path.length - 1 ? `{ ${step}: ${last} }` : `{ ${step}: { include: ${inner} } }`), '');
    return `Add \`${propertyOf(options, 'select') === undefined ? 'include' : 'select'}: ${nested}\` there`;
  },
  keyset: () => 'Page by `cursor` with `take` and an `orderBy` that ends in a unique field.',
  keysetBatch: () => 'Walk by `cursor: { id: last.id }, skip: 1` with `orderBy: { id: \'asc\' }`.',
};
