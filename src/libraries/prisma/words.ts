import { propertyOf } from '../../javascript/syntax/nodes.ts';
import { filterText, lookUp, lookUpRows, optionsText, otherOptions, takesFirst } from '../../javascript/advice/filter-text.ts';
import { isOfColumnsAlone, keySets } from './remedies.ts';
import { CHUNKS, clientText } from '../../javascript/advice/plain-words.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { enumerated } from '../../model/text.ts';

function keyed(call: OrmCall, key: string | undefined): string {
  return `where: ${filterText(call.orm.filterOf(call), key, '{ in: … }')}`;
}

/** An upsert that leaves what is there alone. */
function isInsertOfMissing(call: OrmCall): boolean {
  const { operation, data, options } = call;
  if (operation !== 'upsert' || data?.type !== 'ObjectExpression' || data.properties.length > 0) return false;
  return !call.orm.isRefusedInBulk?.({ ...call, data: propertyOf(options, 'create')?.value });
}

/** Bulk forms refuse relations, and take their keys. */
function byKeys(call: OrmCall): string {
  const keys = keySets(call);
  return keys.length === 0 ? '' : `, with ${enumerated(keys.map(({ relation, column }) => `\`${column}\` in place of \`${relation}\``))}`;
}

/** How a page goes on from the last row of the one before. */
function keyset(call: OrmCall): string {
  const { method, options } = call;
  if (method === 'groupBy') return groupsAfter(options);
  if (propertyOf(options, 'distinct') !== undefined) {
    return 'Rows that are left out as duplicates are read all the same: page through `groupBy({ by: […], where: { …: { gt: last } }, orderBy: { …: \'asc\' }, take })`, which goes on from the last value.';
  }
  return `Page by \`cursor\` with \`take\` and an \`orderBy\` that ends in a unique field${selectedToo(call)}.`;
}

function keysetBatch(call: OrmCall): string {
  const { method, options } = call;
  if (method === 'groupBy' || propertyOf(options, 'distinct') !== undefined) return keyset(call);
  const key = keyFields(call);
  const [only = 'id', ...more] = key;
  const cursor = more.length === 0 ? `${only}: last.${only}` : `${key.join('_')}: { ${key.map((field) => `${field}: last.${field}`).join(', ')} }`;
  const orderBy = more.length === 0 ? `{ ${only}: 'asc' }` : `[${key.map((field) => `{ ${field}: 'asc' }`).join(', ')}]`;
  return `Walk by \`cursor: { ${cursor} }, skip: 1\` with \`orderBy: ${orderBy}\`${selectedToo(call)}.`;
}

/** As `keysetBatch`, where the loop takes rows out of what it asks for: a cursor's row is gone from it by then, and what `skip: 1` passes by is another one (5.22, 6.19, 7.10). */
function keysetOfRest(call: OrmCall): string {
  const [only, ...more] = keyFields(call);
  if (only === undefined || more.length > 0 || call.method === 'groupBy') return 'Ask for the first batch anew in each round, without `skip`, until none is left.';
  return `Ask for what comes after the last row: \`where: { …, ${only}: { gt: last.${only} } }\` with \`orderBy: { ${only}: 'asc' }\`, without \`skip\`${selectedToo(call)}.`;
}

/** `groupBy` takes no cursor, but a condition on what it groups by. */
function groupsAfter(options: OrmCall['options']): string {
  const order = propertyOf(options, 'orderBy')?.value;
  const by = propertyOf(options, 'by')?.value;
  const field = by?.type === 'ArrayExpression' && by.elements.length === 1 ? by.elements[0] : by;
  const name = field?.type === 'Literal' ? String(field.value) : undefined;
  if (name === undefined || (order !== undefined && propertyOf(order, name) === undefined)) {
    return '`groupBy` takes no cursor: order the groups by the fields that they are grouped by, and ask with `where` for those after the last one, or keep what they are ordered by in a column of its own.';
  }
  const direction = propertyOf(order, name)?.value;
  const isDescending = direction?.type === 'Literal' && direction.value === 'desc';
  return `\`groupBy\` takes no cursor, but a condition: go on with \`where: { ${name}: { ${isDescending ? 'lt' : 'gt'}: last } }\` and \`orderBy: { ${name}: '${isDescending ? 'desc' : 'asc'}' }\`.`;
}

function keyFields({ orm, model }: OrmCall): readonly string[] {
  const key = model === undefined ? undefined : orm.dataModel?.models.get(model)?.key;
  return key === undefined || key.length === 0 ? ['id'] : key;
}

/** What a `select` leaves out can't be gone on from. */
function selectedToo(call: OrmCall): string {
  const select = propertyOf(call.options, 'select')?.value;
  const missing = select?.type === 'ObjectExpression' ? keyFields(call).filter((field) => propertyOf(select, field) === undefined) : [];
  return missing.length === 0 ? '' : `, and ${missing.map((field) => `\`${field}: true\``).join(', ')} in its \`select\``;
}

/** `distinct` gives the first row of each, which Prisma picks after it has read all (5.22, 6.19, 7.10), unless PostgreSQL does so for `nativeDistinct`. */
function readFirstOfEach(call: OrmCall, key: string | undefined): string {
  const options = key === undefined ? ', orderBy: …' : optionsText(call, key);
  const many = `${clientText(call)}.findMany({ ${keyed(call, key)}, distinct: [${key === undefined ? '…' : `'${key}'`}]${options} })`;
  return `Read the first row of each before the loop with \`${many}\` and ${key === undefined ? 'look it up in a Map' : lookUp(call, key)}; where each has a long history, \`distinct\` needs the preview feature \`nativeDistinct\` or a lower bound: Prisma picks the rows in memory.`;
}

/** How advice names Prisma's forms. */
export const prismaWords: OrmWords = {
  countRelation: (_, names) => `Ask for \`_count: { select: { ${names.map((name) => `${name}: true`).join(', ')} } }\` in place of ${names.length === 1 ? 'it' : 'them'}, and use ${names.map((name) => `\`_count.${name}\``).join(' and ')}.`,
  readMany(call, key) {
    if (takesFirst(call)) return readFirstOfEach(call, key);
    if (key === undefined) return `Read what all rows need with one \`${clientText(call)}.findMany\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${clientText(call)}.findMany({ ${keyed(call, key)}${optionsText(call, key)} })\` and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    const counts = call.operation === 'count';
    const verb = counts ? 'Count' : 'Compute it';
    if (key === undefined) return `${verb} for all rows at once with one \`${clientText(call)}.groupBy\` before the loop.`;
    return `${verb} for all rows at once with \`${clientText(call)}.groupBy({ by: ['${key}'], ${keyed(call, key)}, ${counts && otherOptions(call).length === 0 ? '_count: true' : counts ? '_count: { … }' : '…'} })\` before the loop.`;
  },
  writeMany(call, key, isResultRead) {
    const { operation, method } = call;
    const returns = method.endsWith('AndReturn') || (isResultRead && !call.many);
    if (operation === 'create') {
      if (method.startsWith('createMany')) return `Collect the rows of all rounds and insert them with one \`${clientText(call)}.${method}\`, ${CHUNKS}.`;
      if (!returns) return `Insert them together with \`${clientText(call)}.createMany({ data: [...] })\`${byKeys(call)}, ${CHUNKS}.`;
      if (call.orm.givesRowsBack === false) return `Insert them together with \`${clientText(call)}.createMany({ data: [...] })\` under keys that the code makes, or read them with one \`findMany\` after it: the database gives no rows back${byKeys(call)}, ${CHUNKS}.`;
      return `Insert them together with \`${clientText(call)}.createManyAndReturn({ data: [...] })\`, which gives the rows back (Prisma 5.14 and later; PostgreSQL, CockroachDB and SQLite)${byKeys(call)}, ${CHUNKS}.`;
    }
    if (operation === 'delete') return `Delete them together with \`${clientText(call)}.deleteMany({ ${keyed(call, key)} })\`${returns ? ', which gives only their number: read the rows with one `findMany` before' : ''}, ${CHUNKS}.`;
    if (returns && call.orm.givesRowsBack === false) return `The same values go to every row: write them with one \`${clientText(call)}.updateMany({ ${keyed(call, key)}, data })\`, and read the rows with one \`findMany\` after it${byKeys(call)}, ${CHUNKS}.`;
    const update = `${clientText(call)}.${returns ? 'updateManyAndReturn' : 'updateMany'}({ ${keyed(call, key)}, data })`;
    return `The same values go to every row: write them with one \`${update}\`${returns ? ', which gives the rows back (Prisma 6.2 and later; PostgreSQL, CockroachDB and SQLite)' : ''}${byKeys(call)}, ${CHUNKS}.`;
  },
  writeBatch(call) {
    if (call.operation === 'delete') return prismaWords.writeMany(call, undefined, false);
    if (isInsertOfMissing(call)) return `Nothing is updated: insert what is missing with one \`${clientText(call)}.createMany({ data: [...], skipDuplicates: true })\`, or with the rows that a \`findMany\` before doesn't find where the database has no \`skipDuplicates\`.`;
    if (call.orm.isInTransaction?.(call)) return call.orm.isRefusedInBulk?.(call) ? 'Collect the writes and send them in one batch instead of waiting for each.' : `Write rows that get the same values together with \`${clientText(call)}.updateMany\`, or collect the writes and send them in one batch instead of waiting for each.`;
    const client = clientText(call).replace(/\.[^.]+$/, '');
    return `Collect the writes and send them together with \`${client}.$transaction([...])\`, which spares a transaction per write but no statement, ${CHUNKS}.`;
  },
  sendAll: (transaction, isSame) =>
    isSame
      ? `Send one \`${transaction}([...])\` for all rows, in which each write goes for all of them (\`updateMany\`, \`createMany\`, \`deleteMany\`), ${CHUNKS}.`
      : `Collect the writes of all rows and send them with one \`${transaction}([...])\`, which spares a transaction per row but no statement, ${CHUNKS}.`,
  batchSpares: (call) => (isInsertOfMissing(call) ? 'statements' : 'transactions'),
  load({ options }, owner, relations) {
    const entries = relations.map(({ name, query }) => {
      const carried = query === undefined ? '' : [...(query.where === undefined ? [] : ['where: …']), ...otherOptions(query)].join(', ');
      return `${name}: ${carried === '' ? 'true' : `{ ${carried} }`}`;
    });
    const nested = owner.reduceRight((inner, step) => `{ ${step}: { include: ${inner} } }`, `{ ${entries.join(', ')} }`);
    return `Add \`${propertyOf(options, 'select') === undefined ? 'include' : 'select'}: ${nested}\` there`;
  },
  different: (call, column) => `\`${clientText(call)}.groupBy({ by: ['${column}'], ${keyed(call, column)} })\``,
  index: ({ model }, column) => `Add \`@@index([${column}])\` to \`${model ?? '…'}\` in the schema, which takes a migration.`,
  groups: (call, columns) => `\`${clientText(call)}.groupBy({ by: [${columns.map((column) => `'${column}'`).join(', ')}] })\`${isOfColumnsAlone(call, columns) ? '' : ', or `DISTINCT ON` in a raw query where other columns are asked for'}`,
  tally: (call, columns, isDerived) => (isDerived ? 'a raw query that groups' : `\`${clientText(call)}.groupBy({ by: [${columns.map((column) => `'${column}'`).join(', ')}], _count: true })\``),
  fewer: (call) => ({ count: `\`${clientText(call)}.count\``, any: `\`${clientText(call)}.findFirst\` and a \`select\` of the key`, first: `\`${clientText(call)}.findFirst\``, sum: `\`${clientText(call)}.aggregate({ _sum: … })\`` }),
  // 5.22, 6.19, 7.10
  belowOne: { negative: 'A negative `take` reads as many rows from the end' },
  keyset,
  keysetBatch,
  keysetOfRest,
};
