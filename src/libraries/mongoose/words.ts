import { modelAt } from '../../javascript/queries/data-path.ts';
import { filterText, takesFirst } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, modelText } from '../../javascript/advice/plain-words.ts';
import { enumerated, enumeratedNames } from '../../model/text.ts';
import type { MongooseCall } from './call.ts';
import { MONGOOSE_KEY as KEY } from './schema.ts';

const NO_HOOKS = 'which runs neither the `save` hooks nor the validation of documents';

/** The condition for all documents, with those that the call has beside its key. */
function keyed(call: OrmCall, key: string | undefined): string {
  return filterText(call.orm.filterOf(call), key ?? (call.ofRow === true ? KEY : undefined), '{ $in: ids }');
}

/** True for what holds ids, by the schema; `_id` of every model is one as a rule. */
function holdsIds({ orm, model: name }: OrmCall, key: string): boolean {
  const field = name === undefined ? undefined : orm.dataModel?.models.get(name)?.fields.get(key);
  return field === undefined ? key === KEY || /(?:Id|_id)$/.test(key) : field.relation !== undefined || field.type === 'ObjectId';
}

/** What documents are found again by. An id is an object, which a Map finds by its text alone. */
function mapKey(call: OrmCall, key: string): string {
  return holdsIds(call, key) ? `\`String(doc.${key})\`, for ids are objects` : `\`${key}\``;
}

function lookUp(call: OrmCall, key: string): string {
  return call.operation === 'readMany' ? `group the documents by ${mapKey(call, key)}` : `look them up in a Map by ${mapKey(call, key)}`;
}

/** What the chain has beside its filter and its page. */
function besides({ steps }: MongooseCall): string {
  const names = [...new Set(steps.map(({ name }) => name))].filter((name) => /^(?:select|populate|sort|lean|collation)$/.test(name));
  return names.length === 0 ? '' : ` (with its ${enumeratedNames(names)} as ${names.length === 1 ? 'it is' : 'they are'})`;
}

/** A pipeline casts nothing: what compares with an id has to be one. */
function uncast(call: OrmCall, key: string): string {
  return holdsIds(call, key) ? ' (a pipeline casts no strings to ids)' : '';
}

/** True for a path that holds the key, and the document once it is populated; a virtual one holds nothing before. */
function isInPlace({ orm, model: name }: OrmCall, owner: readonly string[], path: string): boolean {
  const relation = orm.dataModel && modelAt(orm.dataModel, name, owner)?.fields.get(path)?.relation;
  return relation?.keys[0] === path;
}

/** Where a page goes on: behind the last document of the one before. */
function keyset({ shape, method }: OrmCall): string {
  const [first, ...more] = shape?.order ?? [];
  const isDescending = first?.descending === true;
  if (method === 'aggregate') return `Continue after the last document: begin the pipeline with a \`$match\` for what comes after it, in the order of a \`$sort\` that ends with \`${KEY}\`, and a \`$limit\`.`;
  if (first === undefined || (more.length === 0 && first.column === KEY)) {
    return `Continue after the last document: \`${KEY}: { ${isDescending ? '$lt' : '$gt'}: lastId }\` in the filter, with \`.sort({ ${KEY}: ${isDescending ? '-1' : '1'} })\` and \`.limit()\`.`;
  }
  return `Continue after the last document: end \`.sort()\` with \`${KEY}\` and ask in the filter for the documents after the last one in that order, with \`.limit()\`.`;
}

/** How advice names Mongoose's forms: 8.24 and 9.12. */
export const mongooseWords: OrmWords = {
  // MongoDB takes 0 for no limit
  belowOne: { zero: '0 sets no limit' },
  tally: (call) => `a \`$group\` of \`${modelText(call)}.aggregate\``,
  fewer: (call) => ({ count: `\`${modelText(call)}.countDocuments\``, any: `\`${modelText(call)}.exists\``, first: `\`${modelText(call)}.findOne\``, sum: `\`$sum\` in a \`$group\` of \`${modelText(call)}.aggregate\`` }),
  index: (_call, column) => `Give \`${column}\` \`index: true\`, or name it first in \`schema.index()\`.`,
  different: (call, column) => `\`${modelText(call)}.distinct('${column}', ${keyed(call, column)})\`${holdsIds(call, column) ? ', whose ids are objects: keep `String(id)`' : ''}`,
  readMany(call, key) {
    if (call.method === 'populate') return `Populate all of them at once: \`${modelText(call)}.populate(docs, …)\` takes a list.`;
    const find = key === undefined ? 'Read what all rows need with one query before the loop' : `Read them all before the loop with \`${modelText(call)}.find(${keyed(call, key)})\`${besides(call as MongooseCall)}`;
    if (takesFirst(call) && key !== undefined) {
      return `Read the first of each with one \`aggregate\` before the loop (\`$match\` for all keys, \`$sort\`, and \`$group\` by \`$${key}\` with \`$first\`)${uncast(call, key)} and ${lookUp(call, key)}.`;
    }
    return key === undefined ? `${find} and ${call.operation === 'readMany' ? 'group the documents' : 'look them up in a Map'}.` : `${find} and ${lookUp(call, key)}.`;
  },
  countMany(call, key) {
    const isCount = call.operation === 'count';
    const verb = isCount ? 'Count' : 'Compute it';
    if (key === undefined) return `${verb} for all rows at once with one \`aggregate\` that groups, before the loop.`;
    return `${verb} for all rows at once with \`${modelText(call)}.aggregate([{ $match: ${keyed(call, key)} }, { $group: { _id: '$${key}', ${isCount ? 'count: { $sum: 1 }' : '…'} } }])\` before the loop${uncast(call, key)}.`;
  },
  writeMany(call, key, isResultRead) {
    if (call.operation === 'create') return `Insert them together with \`${modelText(call)}.insertMany([...])\`, one command for all, which runs no \`save\` hooks, ${CHUNKS}.`;
    if (call.operation === 'delete') return `Delete them together with \`${modelText(call)}.deleteMany(${keyed(call, key)})\`${call.ofRow === true ? ', which runs no hooks of the documents' : ''}, ${CHUNKS}.`;
    if (call.operation === 'upsert') return mongooseWords.writeBatch(call, key);
    const filter = keyed(call, key);
    const read = isResultRead ? ', and read the documents with one `find` after it' : '';
    return `The same values go to every document: write them with one \`${modelText(call)}.updateMany(${filter === '…' ? '…' : `${filter}, …`})\`${call.operation === 'save' ? `, ${NO_HOOKS}` : ''}${read}, ${CHUNKS}.`;
  },
  updateAlike: (call, columns) => `The same values go to every document: write them with one \`${modelText(call)}.updateMany({ … }, { ${columns.map((column) => `${column}: …`).join(', ')} })\`, ${NO_HOOKS}.`,
  writeBatch(call, key) {
    const { operation } = call;
    if (operation === 'create' || operation === 'delete') return mongooseWords.writeMany(call, key, false);
    if (operation === 'save') return `Collect the documents and write them together with \`${modelText(call)}.bulkSave([...])\`, one command for all, which runs the \`save\` hooks of each.`;
    if (operation === 'rawWrite') return 'Collect the operations of all rows and send them with one `bulkWrite`.';
    const options = operation === 'upsert' ? ', upsert: true' : '';
    const isOfMany = call.method === 'updateMany';
    return `Write them together with \`${modelText(call)}.bulkWrite([{ ${isOfMany ? 'updateMany' : 'updateOne'}: { filter, update${options} } }, …])\`, one command for all, which runs no hooks${/^find\w+And/.test(call.method) ? ' and gives no documents back' : ''}${operation === 'update' && !isOfMany ? ', or those that get the same values with `updateMany`' : ''}.`;
  },
  sendAll: () => 'Open one transaction for all rows.',
  batchSpares: () => 'statements',
  load(source, owner, relations) {
    const { method } = source as MongooseCall;
    if (!method.startsWith('find')) return undefined;
    // `match` and its kin leave out rows, and `select` their columns: what a query has beside its key stays a query.
    if (relations.some(({ query }) => query !== undefined && (query.where !== undefined || (query as MongooseCall).steps.some(({ name }) => !/^(?:lean|exec|populate)$/.test(name))))) return undefined;
    const name = (path: string): string => (owner.length === 0 ? `'${path}'` : owner.reduceRight((inner, step) => `{ path: '${step}', populate: ${inner} }`, `'${path}'`));
    return `Add ${enumerated(relations.map((one) => `\`.populate(${name(one.name)})\``))} there${relations.some((one) => isInPlace(source, owner, one.name)) ? ' (documents then stand where the ids are)' : ''}`;
  },
  keyset,
  keysetBatch: keyset,
};
