import { hasSpread, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Model } from '../../model/data-model.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import { filterText, lookUp, lookUpRows, otherOptions, takesFirst } from '../../javascript/advice/filter-text.ts';
import type { OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { CHUNKS, modelText, primaryKey } from '../../javascript/advice/plain-words.ts';
import { includesMany } from './included.ts';
import { AGGREGATES, LINKING } from './methods.ts';

const ONE_BY_ONE = 'which runs the bulk hooks instead of those of each row unless `individualHooks: true` is set';

function keyed(call: OrmCall, key: string | undefined): string {
  return filterText(call.orm.filterOf(call), key ?? (call.byKey === true || (call.ofRow === true && call.relation === undefined) ? primaryKey(call) : undefined), 'ids');
}

/** The options that change what a write does, or in what: its transaction, `force` past `paranoid`. */
function within(call: OrmCall): string {
  return kept(call, ['transaction', ...(call.operation === 'delete' ? ['force'] : [])]);
}

/** Options as advice writes them: what is written out as it is. */
function kept({ options }: OrmCall, names: readonly string[]): string {
  return names.map((name) => {
    const value = unwrap(propertyOf(options, name)?.value);
    return value === undefined ? '' : `, ${name}: ${value.type === 'Literal' ? value.raw : '…'}`;
  }).join('');
}

/** The options of a read beside its filter and its page, as advice writes them. */
function otherTexts(call: OrmCall): string {
  return otherOptions(call).map((text) => `, ${text}`).join('');
}

function aggregate({ method, node }: OrmCall): string {
  const [column] = node.arguments;
  return Object.hasOwn(AGGREGATES, method) ? `${AGGREGATES[method] ?? ''}(${column?.type === 'Literal' ? String(column.value) : '…'})` : 'COUNT(*)';
}

/** The key by which an order ends, or nothing where the order is by something else. */
function orderedByKey(call: OrmCall, key: string): 'ASC' | 'DESC' | undefined {
  const order = unwrap(propertyOf(call.options, 'order')?.value);
  if (order === undefined) return hasSpread(call.options) ? undefined : 'ASC';
  const [only, ...more] = order.type === 'ArrayExpression' ? order.elements : [];
  const [column, direction] = only?.type === 'ArrayExpression' ? only.elements : [only];
  if (more.length > 0 || column?.type !== 'Literal' || column.value !== key) return undefined;
  return direction?.type === 'Literal' && /^desc/i.test(String(direction.value)) ? 'DESC' : 'ASC';
}

function countedOnce(call: OrmCall): string {
  const isUnread = 'dropsCount' in call && call.dropsCount === true;
  return isUnread ? ' Use `findAll`: nobody reads the count that `findAndCountAll` asks for.' : ' Count with the first page alone, and read the others with `findAll`: `findAndCountAll` counts all rows again for each page.';
}

/** The count that gives as many as there are rows: what joins many to each counts each of those, unless it is told to count the rows alone (6.37). */
function countText(call: OrmCall): string {
  const { orm: { dataModel }, model, options } = call;
  const known = model === undefined ? undefined : dataModel?.models.get(model);
  const isMultiplied = options !== undefined && includesMany(dataModel, known, options);
  return `\`${modelText(call)}.count\`${isMultiplied ? ', its `include` and `distinct: true`, without which a row counts once for each that is joined to it' : ''}`;
}

/** Groups go on by what they are grouped by alone: for any other order the database makes all of them first. */
const BEHIND_GROUPS = 'Continue after the last group: order by the columns of `group` and ask with `where` for what comes after its values. In any other order the database makes all groups each time: read them with one query then.';

const BEHIND_VALUES = 'Continue after the last value: order by the column that `DISTINCT` is about and ask with `where` for what is greater than the last one.';

function keyset(call: OrmCall): string {
  if (call.shape?.grouped === true) return propertyOf(call.options, 'group') === undefined ? BEHIND_VALUES : BEHIND_GROUPS;
  const key = primaryKey(call);
  const direction = key === undefined ? undefined : orderedByKey(call, key);
  const counted = call.method === 'findAndCountAll' ? countedOnce(call) : '';
  if (key === undefined || direction === undefined) {
    return `Continue after the last row: end \`order\` with ${key === undefined ? 'the fields of the key' : `\`${key}\``} and ask with \`where\` for the rows after the last one in that order, with \`limit\`.${counted}`;
  }
  return `Continue after the last row: \`where: { ${key}: { [Op.${direction === 'DESC' ? 'lt' : 'gt'}]: lastId } }\` with \`order: [['${key}', '${direction}']]\` and \`limit\`.${counted}`;
}

/** A statement in SQL for all rows: no list of keys stands for several values that belong together. */
function statementForAll({ options }: OrmCall): string {
  const given = unwrap(propertyOf(options, 'replacements')?.value);
  const isOfSeveral = given?.type === 'ObjectExpression' && given.properties.length > 1;
  return isOfSeveral ? 'Send one statement for all rows, which takes what differs between them from a list (`FROM (VALUES …)`, `USING (VALUES …)`).' : 'Send one statement for all rows, with the list of their keys (`IN (:ids)` and `replacements: { ids }`) or of their values.';
}

/** How advice names Sequelize's forms. */
export const sequelizeWords: OrmWords = {
  readMany(call, key) {
    const column = key ?? (call.byKey === true ? primaryKey(call) : undefined);
    if (takesFirst(call)) return `Read the first row of each ${column === undefined ? 'key' : `\`${column}\``} with one query before the loop (\`DISTINCT ON\` in PostgreSQL, elsewhere a join with the grouped \`MAX\` or \`MIN\` of what orders the rows), with the rest of the conditions kept, and ${column === undefined ? lookUpRows(call) : lookUp(call, column)}.`;
    if (call.method === 'reload') return 'Read the rows again with one `findAll` for all of them, after the loop.';
    if (column === undefined) return `Read what all rows need with one \`${modelText(call)}.findAll\` before the loop and ${lookUpRows(call)}.`;
    return `Read them all before the loop with \`${modelText(call)}.findAll({ where: ${keyed(call, column)}${otherTexts(call)} })\` and ${lookUp(call, column)}.`;
  },
  countMany(call, key) {
    if (call.method === 'query') return 'Send it once for all rows before the loop, with the list of their keys (`IN (:ids)` and `replacements: { ids }`).';
    const counts = aggregate(call);
    const verb = counts === 'COUNT(*)' ? 'Count' : 'Compute it';
    if (key === undefined) return `${verb} for all rows at once with one query that groups (\`${counts}\`, \`group\`) before the loop.`;
    const many = counts === 'COUNT(*)' ? `${modelText(call)}.count({ where: ${keyed(call, key)}${kept(call, ['distinct', 'col'])}, group: ['${key}'] })` : `${modelText(call)}.findAll({ attributes: ['${key}', …], where: ${keyed(call, key)}, group: ['${key}'] })`;
    return `${verb} for all rows at once before the loop: \`${many}\` gives one ${counts === 'COUNT(*)' ? 'count' : `\`${counts}\``} for each \`${key}\`.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    if (isLinking(call)) return linkTogether(call);
    if (operation === 'create') return insertTogether(call);
    if (operation === 'upsert') return sequelizeWords.writeBatch(call, key);
    if (operation === 'delete') return `Delete them together with \`${modelText(call)}.destroy({ where: ${keyed(call, key)}${within(call)} })\`, ${ONE_BY_ONE}, ${CHUNKS}.`;
    if (method === 'restore') return `Restore them together with \`${modelText(call)}.restore({ where: ${keyed(call, key)}${within(call)} })\`, ${CHUNKS}.`;
    const name = method === 'increment' || method === 'decrement' ? method : 'update';
    return `The same values go to every row: write them with one \`${modelText(call)}.${name}(…, { where: ${keyed(call, key)}${within(call)} })\`, ${ONE_BY_ONE}, ${CHUNKS}.`;
  },
  updateAlike(call, columns) {
    const values = columns.map((column) => `${column}: …`).join(', ');
    return `The same values go to every row: write them with one \`${modelText(call)}.update({ ${values} }, { where: ${keyed(call, primaryKey(call))}${within(call)} })\`, ${ONE_BY_ONE}, ${CHUNKS}.`;
  },
  writeBatch(call, key) {
    const { operation, method } = call;
    if (isLinking(call)) return linkTogether(call);
    if (method === 'query') return statementForAll(call);
    if (method === 'findOrCreate' || method === 'findCreateFind') {
      return `Find what is there with one \`${modelText(call)}.findAll\`, and insert the rest with one \`${modelText(call)}.bulkCreate([...])\` (\`ignoreDuplicates: true\` where the database has it).`;
    }
    if (operation === 'upsert') return `Collect the rows and write them together, each once: \`${modelText(call)}.bulkCreate([...], { updateOnDuplicate: […]${within(call)} })\`, which neither validates nor runs the hooks of each row unless told to.`;
    if (operation === 'create') return insertTogether(call);
    if (operation === 'delete') return `Delete them together with \`${modelText(call)}.destroy({ where: ${keyed(call, key)}${within(call)} })\`, ${ONE_BY_ONE}.`;
    const name = method === 'increment' || method === 'decrement' || method === 'restore' ? method : 'update';
    return `Write rows that get the same values together with \`${modelText(call)}.${name}(${name === 'restore' ? '' : '…, '}{ where: ${keyed(call, key)}${within(call)} })\`, or send the updates in one \`transaction\`, which spares a commit per row but no statement.`;
  },
  /** Sequelize's transactions are functions. */
  sendAll: () => 'Open one `transaction` for all rows.',
  // an update of a row is one statement, alone or in a transaction
  batchSpares: ({ operation, method }) => (operation === 'save' || (operation === 'update' && method !== 'restore') ? 'transactions' : 'statements'),
  load(source, owner, relations) {
    // `findByPk` and its kin take `include` as `findAll` does; conditions go into the include. Raw rows have the columns of it as their own.
    if (!/^(?:find|reload)/.test(source.method) || propertyOf(source.options, 'raw') !== undefined) return undefined;
    const entries = relations.map(({ name, query }) => includeText(source, owner, name, query));
    const nested = owner.reduceRight((inner, step) => `{ association: '${step}', include: [${inner}] }`, entries.join(', '));
    return `Add \`include: [${nested}]\` there`;
  },
  apart: () => 'Add `separate: true` to a `hasMany` among them, which reads it by a statement of its own, or read it by a query of its own.',
  keyset,
  fewer: (call) => ({ count: countText(call), any: `\`${modelText(call)}.findOne\` and \`attributes\` of the key`, first: `\`${modelText(call)}.findOne\``, sum: `\`${modelText(call)}.sum\`` }),
  keysetBatch: keyset,
};

/** The model at the other end of a relation. */
export function targetOf({ orm, model }: OrmCall, owner: readonly string[], name: string): Model | undefined {
  return orm.dataModel === undefined ? undefined : modelAt(orm.dataModel, model, [...owner, name]);
}

/** `'customer'`, or an object with what the query per row had beside the key. A condition would take away the rows that have none, that of a default scope as well. */
export function includeText(source: OrmCall, owner: readonly string[], name: string, query: OrmCall | undefined): string {
  const optional = targetOf(source, owner, name)?.scoped === true ? ['required: false'] : [];
  const parts = [query?.where === undefined ? optional : ['where: …', 'required: false'], query === undefined ? [] : otherOptions(query).filter((text) => /^(?:attributes|order|include|paranoid)\b/.test(text))].flat();
  return parts.length === 0 ? `'${name}'` : `{ ${[`association: '${name}'`, ...parts].join(', ')} }`;
}

function isLinking({ method, relation }: OrmCall): boolean {
  return relation !== undefined && LINKING.test(method);
}

/** `order.addItems([...])` sends as many statements as `order.addItem(item)` does. */
function linkTogether({ callee, method, relation = '' }: OrmCall): string {
  const row = callee.slice(0, -method.length);
  const [verb = ''] = LINKING.exec(method) ?? [];
  return `Hand all of them to one \`${row}${verb}${relation.slice(0, 1).toUpperCase()}${relation.slice(1)}([...])\`, which takes a list.`;
}

function insertTogether(call: OrmCall): string {
  const options = within(call);
  const many = `${modelText(call)}.bulkCreate([...]${options === '' ? '' : `, { ${options.slice(2)} }`})`;
  return `Collect the rows and insert them together with \`${many}\`, which validates with \`validate: true\` only and runs the hooks of each row with \`individualHooks: true\` only, ${CHUNKS}.`;
}
