import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const AGENT = 'tests/fixtures/forest/agent/src/book.ts';
const LIANA = 'tests/fixtures/forest/liana/forest/users.js';
const ELSEWHERE = 'tests/fixtures/forest/elsewhere/src/book.ts';

function fine(name: string, code: string, filename = AGENT, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code, filename, ...rest };
}

function wrong(name: string, code: string, errors: InvalidCase['errors'], filename = AGENT, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code, filename, errors, ...rest };
}

const HIGH = { options: [{ impact: 'high' }] };
const PAGE = 'about 16 queries for a page of 15';

/** Customizations of the collection of books. */
const books = (chain: string, before = ''): string => `import type { CollectionCustomizer } from '@forestadmin/agent';
import type { Schema } from './typings';
import { prisma } from './prisma.js';
${before}
export const customizeBooks = (collection: CollectionCustomizer<Schema, 'books'>) => {
  collection${chain};
};`;

const field = (getValues: string): string => `.addField('cover', { columnType: 'String', dependencies: ['id'], getValues: ${getValues} })`;
const liana = (get: string): string => `const { collection } = require('forest-express-sequelize');
const models = require('../models');
collection('users', { fields: [{ field: 'devices', type: 'Number', get: ${get} }] });`;
const action = (scope: string, execute: string): string => `.addAction('close', { scope: '${scope}', execute: ${execute} })`;

const GETTER = 'A getter is handed one record: let the database compute it in a view or a column, or move the collection to `@forestadmin/agent`, whose `getValues` gets all records of the page.';

const inField = (callee: string, advice: string): InvalidCase['errors'] => [{ messageId: 'perRow', data: { callee, subject: 'for each of `records` in the computed field `cover`', cost: PAGE, advice } }];

/** Queries per record in computed fields, hooks and smart fields. */
export const reads: CaseTable = {
  invalid: [
    wrong('an ORM for each record', books(field('async (records) => Promise.all(records.map((record) => prisma.photo.findMany({ where: { bookId: record.id } })))')), inField('prisma.photo.findMany', 'Read them all before the loop with `prisma.photo.findMany({ where: { bookId: { in: … } } })` and group the rows by `bookId`.'), AGENT, HIGH),
    wrong("Forest's own collection for each record", books(field("(records, context) => records.map(async (record) => (await context.dataSource.getCollection('photos').list({ conditionTree: { field: 'bookId', operator: 'Equal', value: record.id } }, ['path']))[0]?.path)")), inField('context.dataSource.getCollection().list', "Read them all before the loop with `context.dataSource.getCollection('photos').list({ conditionTree: { field: 'bookId', operator: 'In', value: ids } }, […])` and group the rows by `bookId`."), AGENT, HIGH),
    wrong('an aggregate for each record, in a loop', books(field("async (records, { dataSource }) => { const counts = []; for (const record of records) counts.push(await dataSource.getCollection('photos').aggregate({ conditionTree: { aggregator: 'And', conditions: [{ field: 'bookId', operator: 'Equal', value: record.id }, { field: 'open', operator: 'Equal', value: true }] } }, { operation: 'Count' })); return counts; }")), inField('dataSource.getCollection().aggregate', "Compute it for all records at once with `dataSource.getCollection('photos').aggregate({ conditionTree: { aggregator: 'And', conditions: [{ field: 'bookId', operator: 'In', value: ids }, …] } }, { …, groups: [{ field: 'bookId' }] })` before the loop."), AGENT, HIGH),
    wrong('a customizer of the generated typings', "import type { BookCustomizer } from './typings';\nimport { prisma } from './prisma.js';\nexport default (collection: BookCustomizer) => collection.renameField('a', 'b')".concat(field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))'), ';'), [{ messageId: 'perRow' }], AGENT, HIGH),
    wrong('a customizer without a type', `import { prisma } from './prisma.js';\nexport default (collection) => collection${field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))')};`, [{ messageId: 'perRow' }], AGENT, HIGH),
    wrong('in place, behind the agent', `import { createAgent } from '@forestadmin/agent';\nimport { prisma } from './prisma.js';\ncreateAgent(options).addDataSource(source).customizeCollection('books', (books) => books${field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))')}).start();`, [{ messageId: 'perRow' }], AGENT, HIGH),
    wrong('a function of another file', books(field('photoCounts'), "import { photoCounts } from './values.js';"), [
      { messageId: 'perRow', line: 6, data: { callee: 'prisma.photo.count', subject: 'for each of `records` in the computed field `cover`', cost: PAGE, advice: 'It stands in `photoCounts` (values.ts:3). Count for all rows at once with `prisma.photo.groupBy({ by: [\'bookId\'], where: { bookId: { in: … } }, _count: true })` before the loop.' } },
    ], AGENT, HIGH),
    wrong('a few of each record’s own', books(field('async (records) => { for (const record of records) for (const size of record.sizes) await prisma.photo.count({ where: { bookId: record.id, size } }); }')), [{ messageId: 'perRow' }], AGENT, HIGH),
    wrong('a hook behind a list', books(".addHook('After', 'List', async (context) => { for (const record of context.records) record.photos = await prisma.photo.count({ where: { bookId: record.id } }); })"), [
      { messageId: 'perRow', data: { callee: 'prisma.photo.count', subject: 'for each of `context.records` in the hook after `List`', cost: PAGE, advice: "Count for all rows at once with `prisma.photo.groupBy({ by: ['bookId'], where: { bookId: { in: … } }, _count: true })` before the loop." } },
    ], AGENT, HIGH),
    wrong('a smart field', liana('(user) => models.devices.count({ where: { userId: user.id } })'), [
      { messageId: 'perRow', data: { callee: 'models.devices.count', subject: 'for each of `users` in the smart field `devices`', cost: PAGE, advice: GETTER } },
    ], LIANA, HIGH),
    wrong('a smart field by SQL, of a connection of the generated models', liana('async (user) => { const sql = `SELECT count(*) FROM devices WHERE user_id = $1`; const rows = await models.connections.main.query(sql, { type: "SELECT", bind: [user.id] }); return rows[0].count; }'), [{ messageId: 'perRow' }], LIANA, HIGH),
    wrong('a smart field by name, and the liana as a whole', "const Liana = require('forest-express-sequelize');\nconst models = require('../models');\nconst devices = (user) => models.devices.count({ where: { userId: user.id } });\nLiana.collection('users', { fields: [{ field: 'devices', get: devices }] });", [{ messageId: 'perRow', line: 3 }], LIANA, HIGH),
  ],
  valid: [
    fine('one query for the page', books(field('async (records) => { const photos = await prisma.photo.findMany({ where: { bookId: { in: records.map((record) => record.id) } } }); return records.map((record) => photos.find((photo) => photo.bookId === record.id)?.path); }'))),
    fine('one aggregate for the page', books(field("async (records, context) => { const rows = await context.dataSource.getCollection('photos').aggregate({ conditionTree: { field: 'bookId', operator: 'In', value: records.map((record) => record.id) } }, { operation: 'Count', groups: [{ field: 'bookId' }] }); return records.map((record) => rows.find((row) => row.group.bookId === record.id)?.value ?? 0); }"))),
    fine('methods of lists and maps', books(field('(records) => { const entries = Object.entries(names); return records.map((record) => entries.find(([, value]) => value === record.id)?.[0] ?? byId.get(record.id) ?? list.filter((one) => one.id === record.id).length); }'))),
    fine('a function of another file that only computes', books(field('titles'), "import { titles } from './values.js';")),
    fine('lookups by a key that Prisma gathers', books(field('async (records) => Promise.all(records.map(async (record) => (await prisma.photo.findUnique({ where: { id: record.photoId } }))?.path))'))),
    fine('a hook before a list', books(".addHook('Before', 'List', async (context) => { for (const record of context.records) await prisma.photo.count({ where: { bookId: record.id } }); })"), AGENT, HIGH),
    fine('a smart field that only computes', liana('(user) => `${user.first} ${user.last}`'), LIANA),
    fine('a collection of something else', liana('(user) => models.devices.count({ where: { userId: user.id } })').replace('forest-express-sequelize', './collections'), LIANA),
    fine('the same names in a project without Forest', `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport default (collection) => collection${field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))')};`, ELSEWHERE, HIGH),
    fine('collections of something else', "import { Collection } from './store';\nexport const f = async (collection: Collection, ids) => { for (const id of ids) await collection.list({ conditionTree: { field: 'id', operator: 'Equal', value: id } }); };"),
  ],
};

const BY_ID = "{ conditionTree: { field: 'id', operator: 'Equal', value: id } }";

/** Writes per record of actions and hooks. */
export const writes: CaseTable = {
  invalid: [
    wrong('each selected id', books(action('Bulk', `async (context) => { const ids = await context.getRecordIds(); for (const id of ids) await context.collection.update(${BY_ID}, { status: 'closed' }); }`)), [
      { messageId: 'perRow', data: { callee: 'context.collection.update', subject: 'for each of `ids`', cost: 'a query per row', advice: 'The same values go to every record: write them with one `context.collection.update(context.filter, …)`.' } },
    ], AGENT, HIGH),
    wrong('each selected record, all at once', books(action('Bulk', `async (context) => { const records = await context.getRecords(['id']); await Promise.all(records.map(({ id }) => context.collection.delete(${BY_ID}))); }`)), [
      { messageId: 'perRow', data: { callee: 'context.collection.delete', subject: 'for each of `records`', cost: 'a query per row', advice: 'Delete them with one `context.collection.delete(context.filter)`.' } },
    ], AGENT, HIGH),
    wrong('records of another collection', books(action('Bulk', "async (context) => { for (const id of await context.getRecordIds()) await context.dataSource.getCollection('holds').update({ conditionTree: { field: 'bookId', operator: 'Equal', value: id } }, { closedAt: new Date().toISOString() }); }")), [
      { messageId: 'perRow', data: { callee: 'context.dataSource.getCollection().update', subject: 'for each of `await context.getRecordIds()`', cost: 'a query per row', advice: "The same values go to every record: write them with one `context.dataSource.getCollection('holds').update({ conditionTree: { field: 'bookId', operator: 'In', value: ids } }, …)`, in chunks where the list can be long." } },
    ], AGENT, HIGH),
    wrong('inserts', books(action('Global', "async (context) => { for (const id of await context.getRecordIds()) await context.dataSource.getCollection('holds').create([{ bookId: id }]); }")), [
      { messageId: 'perRow', data: { callee: 'context.dataSource.getCollection().create', subject: 'for each of `await context.getRecordIds()`', cost: 'a query per row', advice: "Insert them together with `context.dataSource.getCollection('holds').create([...])`, in chunks where the list can be long." } },
    ], AGENT, HIGH),
    wrong('an ORM for each selected id', books(action('Bulk', "async (context) => { const ids = await context.getRecordIds(); await Promise.all(ids.map((id) => prisma.photo.deleteMany({ where: { bookId: id } }))); }")), [{ messageId: 'perRow', suggestions: 1 }], AGENT, HIGH),
    wrong('an action by its context', `import type { ActionContext } from '@forestadmin/agent';\nexport async function close(context: ActionContext<Schema, 'books'>) { for (const id of await context.getRecordIds()) await context.collection.update(${BY_ID}, { status: 'closed' }); }`, [{ messageId: 'perRow' }], AGENT, HIGH),
    wrong('what one request writes weighs less', books(`.replaceFieldWriting('cover', async (path, context) => { const records = await context.collection.list(context.filter, ['id']); for (const { id } of records) await context.dataSource.getCollection('photos').update(${BY_ID}, { path }); })`), [{ messageId: 'perRow' }]),
  ],
  valid: [
    fine('the filter of the selection', books(action('Bulk', "async (context) => { await context.collection.update(context.filter, { status: 'closed' }); }"))),
    fine('one statement for all ids', books(action('Bulk', "async (context) => { const ids = await context.getRecordIds(); await context.collection.update({ conditionTree: { field: 'id', operator: 'In', value: ids } }, { status: 'closed' }); }"))),
    fine('values that differ: there is no form for them', books(action('Bulk', `async (context) => { for (const { id, price } of await context.getRecords(['id', 'price'])) await context.collection.update(${BY_ID}, { price: price * 2 }); }`))),
    fine('what one request writes', books(`.replaceFieldWriting('cover', async (path, context) => { const records = await context.collection.list(context.filter, ['id']); for (const { id } of records) await context.dataSource.getCollection('photos').update(${BY_ID}, { path }); })`), AGENT, HIGH),
    fine('a mail for each', books(action('Bulk', 'async (context) => { for (const { email } of await context.getRecords(["email"])) await mailer.send(email); }'))),
    fine('ids of something else', `export async function close(context) { for (const id of await context.getRecordIds()) await context.collection.update(${BY_ID}, { status: 'closed' }); }`, ELSEWHERE),
  ],
};

const COST = 'a page of 15 out of 5,000 took 2 queries and 5,015 rows';
const computed = ".addField('fullName', { columnType: 'String', dependencies: ['first', 'last'], getValues: (records) => records.map((record) => `${record.first} ${record.last}`) })";
const counted = field('async (records) => { const rows = await prisma.photo.groupBy({ by: ["bookId"], where: { bookId: { in: records.map((r) => r.id) } }, _count: true }); return records.map((r) => rows.find((row) => row.bookId === r.id)?._count); }');
const perRecord = field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))');

/** Sorting, filtering and segments in memory. */
export const unbounded: CaseTable = {
  invalid: [
    wrong('sorting of what columns give', books(`${computed}.emulateFieldSorting('fullName')`), [
      { messageId: 'order', line: 6, data: { callee: 'emulateFieldSorting', field: 'fullName', table: '`books`', cost: COST, advice: "Say with `replaceFieldSorting('fullName', [{ field: 'first', ascending: true }, …])` which order of `first` and `last` it stands for, or keep it in a column." } },
    ], AGENT, HIGH),
    wrong('filtering of what columns give, once for all operators', books(`${computed}.emulateFieldOperator('fullName', 'Equal').emulateFieldOperator('fullName', 'In')`), [
      { messageId: 'filter', data: { callee: 'emulateFieldOperator', field: 'fullName', table: '`books`', cost: COST, advice: "Say with `replaceFieldOperator('fullName', …)` which condition on `first` and `last` it stands for, or keep it in a column." } },
    ], AGENT, HIGH),
    wrong('a field whose values take a query per record', books(`${perRecord}.emulateFieldFiltering('cover')`), [
      { messageId: 'filter', data: { callee: 'emulateFieldFiltering', field: 'cover', table: '`books`', cost: 'a page of 15 out of 5,000 took 5,002 queries, for its values take one per record', advice: 'Let the database compute `cover` in a column or a view, or say with `replaceFieldOperator` which condition on columns it stands for.' } },
    ], AGENT, HIGH),
    wrong('a table that is known to be large', books(`${counted}.emulateFieldSorting('cover')`), [
      { messageId: 'order', data: { callee: 'emulateFieldSorting', field: 'cover', table: '`books` (120,000 rows)', cost: COST, advice: 'Let the database compute `cover` in a column or a view and sort by that.' } },
    ], AGENT, { ...HIGH, settings: { rows: { books: 120_000 } } }),
    wrong('a field that columns alone do not give', books(`${counted}.emulateFieldSorting('cover').emulateFieldFiltering('cover')`), [{ messageId: 'order' }, { messageId: 'filter' }]),
    wrong('a segment of keys', books(".addSegment('shown', async (context) => { const photos = await context.dataSource.getCollection('photos').list({ conditionTree: { field: 'open', operator: 'Equal', value: true } }, ['bookId']); return { field: 'id', operator: 'In', value: photos.map((photo) => photo.bookId) }; })"), [
      { messageId: 'segment', data: { callee: 'addSegment', field: 'shown', table: '`photos`', cost: 'a page of 15 took a read of 13,310 keys and a statement of 77 kB that names them all', advice: 'Give back a condition on columns of the collection and of its to-one relations (`user:status`), or limit how many keys are read.' } },
    ]),
    wrong('the selected ids, to be counted', books(action('Bulk', 'async (context, result) => { const ids = await context.getRecordIds(); return result.success(`${ids.length} books`); }')), [{ messageId: 'length' }]),
  ],
  valid: [
    fine('an order of columns', books(`${computed}.replaceFieldSorting('fullName', [{ field: 'first', ascending: true }]).replaceFieldOperator('fullName', 'Contains', (value) => ({ field: 'first', operator: 'Contains', value }))`)),
    fine('a small table', books(`${computed}.emulateFieldSorting('fullName')`), AGENT, { settings: { rows: { books: 200 } } }),
    fine('a field that columns alone do not give, of a table of which nothing says that it grows', books(`${counted}.emulateFieldSorting('cover')`), AGENT, HIGH),
    fine('a condition as a segment', books(".addSegment('open', { field: 'status', operator: 'Equal', value: 'open' }).addSegment('mine', (context) => ({ field: 'owner', operator: 'In', value: [context.caller.id] }))")),
    fine('a segment of a few keys', books(".addSegment('best', async (context) => { const photos = await context.dataSource.getCollection('photos').list({ page: { skip: 0, limit: 10 }, sort: [{ field: 'views', ascending: false }] }, ['bookId']); return { field: 'id', operator: 'In', value: photos.map((photo) => photo.bookId) }; })")),
    fine('the same name in a project without Forest', "export default (collection) => collection.emulateFieldSorting('fullName');", ELSEWHERE),
    fine('the ids that are used', books(action('Bulk', 'async (context, result) => { const ids = await context.getRecordIds(); await notify(ids); return result.success(`${ids.length} books`); }'))),
  ],
};

/** Counts of large collections. */
export const counts: CaseTable = {
  invalid: [
    wrong('a large table', books(computed), [{ messageId: 'always', data: { name: 'disableCount', table: '`books` (2,000,000 rows)', advice: 'Add `.disableCount()`: the list then has no last page, and sends no count.' } }], AGENT, { settings: { rows: { books: 2_000_000 } }, options: [{ tables: 'large' }] }),
  ],
  valid: [
    fine('a count that is switched off', books(`${computed}.disableCount()`), AGENT, { settings: { rows: { books: 2_000_000 } } }),
    fine('a table of which nothing is known', books(computed)),
  ],
};

/** What the list of this collection is said to send, over a budget of `max`. */
const sends = (name: string, code: string, queries: number, parts: string, advice: string, { filename = AGENT, collection = 'books' } = {}): InvalidCase => wrong(name, code, [
  { messageId: 'tooMany', data: { name: collection, queries: String(queries), unit: 'queries', size: '15', max: '1', parts, advice } },
], filename, { options: [{ max: 1, remedies: 'ignored' }] });
const COUNTING = field('async (records) => Promise.all(records.map((record) => prisma.photo.count({ where: { bookId: record.id } })))');
const IN_FIELDS = 'Load what is read in computed fields and hooks with the rows of the page, or remove them from the list.';
const budget = (max: number, remedies: 'applied' | 'ignored' = 'applied'): Partial<ValidCase> => ({ options: [{ max, remedies }] });

export const costs: CaseTable = {
  invalid: [
    sends('a computed field that asks for each record', books(COUNTING), 17, '1 for the page, 1 for its count and 1 a row in computed fields and hooks', IN_FIELDS),
    sends('two fields, in one list without a count', books(`${COUNTING}${COUNTING.replace('cover', 'photos')}.disableCount()`), 31, '1 for the page and 2 a row in computed fields and hooks', IN_FIELDS),
    sends('what is read once for the page', books(field('async (records) => { const photos = await prisma.photo.findMany({ where: { bookId: { in: records.map((record) => record.id) } } }); return records.map((record) => photos.find((photo) => photo.bookId === record.id)?.path); }')), 3, '1 for the page, 1 for its count and 1 in computed fields and hooks', 'Remove from the list what nobody needs.'),
    sends('a hook behind the list', books(".addHook('After', 'List', async (context) => { for (const record of context.records) record.photos = await prisma.photo.count({ where: { bookId: record.id } }); })"), 17, '1 for the page, 1 for its count and 1 a row in computed fields and hooks', IN_FIELDS),
    sends('a smart field', liana('(user) => models.devices.count({ where: { userId: user.id } })'), 17, '1 for the page, 1 for its count and 1 a row in computed fields and hooks', IN_FIELDS, { filename: LIANA, collection: 'users' }),
  ],
  valid: [
    fine('what a remedy leaves', books(COUNTING), AGENT, budget(3)),
    fine('lookups for each record that Prisma gathers', books(field('async (records) => Promise.all(records.map(async (record) => (await prisma.photo.findUnique({ where: { id: record.photoId } }))?.path))')), AGENT, budget(2, 'ignored')),
    fine('a field that only computes', books(computed), AGENT, budget(2)),
    fine('a function of another file, of which not all is known', books(field('photoCounts'), "import { photoCounts } from './values.js';"), AGENT, budget(1, 'ignored')),
    fine('a hook before the list', books(".addHook('Before', 'List', async (context) => { for (const record of context.records) await prisma.photo.count({ where: { bookId: record.id } }); })"), AGENT, budget(1, 'ignored')),
  ],
};
