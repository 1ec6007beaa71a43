import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const FILE = 'tests/fixtures/keystone-shop/src/schema.ts';
const IMPORTS = "import { list } from '@keystone-6/core';\nimport { relationship, select, text, timestamp, virtual } from '@keystone-6/core/fields';\nimport { g } from '@keystone-6/core';\n";

const fine = (name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase => ({ name, code: IMPORTS + code, filename: FILE, ...rest });
const wrong = (name: string, code: string, errors: InvalidCase['errors'], rest: Partial<InvalidCase> = {}): InvalidCase => ({ name, code: IMPORTS + code, filename: FILE, errors, ...rest });

/** The list of authors with these fields and this `ui`. */
const authors = (fields: string, ui = ''): string => `export const lists = { Author: list({ access: () => true, fields: { name: text(), ${fields} }, ui: { ${ui} } }) };`;
const BOOKS = "books: relationship({ ref: 'Book.author', many: true })";
const COLUMNS = "listView: { initialColumns: ['name', 'books'] }";
/** A virtual field that computes its value so. */
const shown = (resolve: string): string => `shown: virtual({ field: g.field({ type: g.String, async resolve(item, args, context) { ${resolve} } }) })`;
const SHOWN = "listView: { initialColumns: ['name', 'shown'] }";
const ASKED = 'const book = await context.db.Book.findOne({ where: { id: item.bookId } }); return book?.title;';

export const columns: CaseTable = {
  valid: [
    fine('a to-one relation, which is batched', authors("home: relationship({ ref: 'Tag' })", "listView: { initialColumns: ['name', 'home'] }")),
    fine('columns without the relation', authors(BOOKS, "listView: { initialColumns: ['name'] }")),
    fine('the first fields without the relation', `export const lists = { Author: list({ access: () => true, fields: { name: text(), born: timestamp(), died: timestamp(), ${BOOKS} } }) };`),
    fine('a column that is hidden', authors("books: relationship({ ref: 'Book.author', many: true, ui: { listView: { fieldMode: 'hidden' } } })", COLUMNS)),
    fine('a list that the admin hides', authors(BOOKS, `isHidden: true, ${COLUMNS}`)),
    fine('fields before it that stand elsewhere', `import { tracked } from './tracked';\nexport const lists = { Author: list({ access: () => true, fields: { ...tracked, ${BOOKS} } }) };`),
    fine('a list of few, whose rows have few of the others', authors(BOOKS, COLUMNS).replace('Author:', 'BookType:'), { options: [{ impact: 'high' }] }),
    { name: 'a list of something else', filename: FILE, code: `import { list } from './lists';\nimport { relationship, text } from '@keystone-6/core/fields';\n${authors(BOOKS, COLUMNS)}` },
  ],
  invalid: [
    wrong('a to-many relation among the columns', authors(BOOKS, COLUMNS), [{
      messageId: 'notLoaded',
      data: {
        path: 'books', subject: 'per row in column `books`', cost: 'about 51 queries for a page of 50',
        why: 'Keystone reads a to-many relation with a query of its own for each row, without a limit, and shows two of what it finds.',
        advice: 'Leave it out of `initialColumns` or keep what it shows in a field of the list.',
      },
      suggestions: [{ messageId: 'remedyChanging', data: { title: "Leave 'books' out of the columns", changes: 'the list no longer begins with the column, which each user can still switch on' }, output: IMPORTS + authors(BOOKS, "listView: { initialColumns: ['name'] }") }],
    }]),
    wrong('a list of few, each with as many as there are users', authors("users: relationship({ ref: 'User.role', many: true })", "listView: { initialColumns: ['name', 'users'] }").replace('Author:', 'Role:'), [{ messageId: 'notLoaded', suggestions: 1 }], { options: [{ impact: 'high' }] }),
    wrong('one that Keystone takes by itself', authors(BOOKS), [{ messageId: 'notLoaded', suggestions: 0 }]),
    wrong('two that it takes by itself', authors(`${BOOKS}, orders: relationship({ ref: 'Order.author', many: true })`), [{ messageId: 'allNotLoaded', suggestions: 0 }]),
    wrong('two that are named', authors(`${BOOKS}, orders: relationship({ ref: 'Order.author', many: true })`, "listView: { initialColumns: ['name', 'books', 'orders'] }"), [{ messageId: 'notLoaded', suggestions: 1 }, { messageId: 'notLoaded', suggestions: 1 }]),
    wrong('the number of related rows', authors("books: relationship({ ref: 'Book.author', many: true, ui: { displayMode: 'count' } })", `${COLUMNS.replace('}', '')}, pageSize: 100 }`), [{ messageId: 'counted', suggestions: 1 }]),
  ],
};

/** A resolver that asks for authors or books so. */
const asks = (options: string, list = 'Author'): string => `export async function shown(root, args, context) { return context.query.${list}.findMany({ ${options} }); }`;

export const queryTexts: CaseTable = {
  valid: [
    fine('a to-one relation, which is read for all rows together', asks('query: "id author { name }"', 'Book')),
    fine('fields alone', asks('query: `id name`')),
    fine('a few rows', asks('take: 5, query: "id books { title }"')),
    fine('one row', asks('query: "id books { title }", where: { id: args.id }').replace('findMany', 'findOne')),
    fine('a list that no schema knows', asks('query: "id books { title }"', 'Writer')),
    fine('a text that is made up', asks('query: `id ${args.fields}`')),
    fine('what belongs to one parent, where only high impact is wanted', asks('where: { author: { id: { equals: args.authorId } } }, query: "tags { name }"', 'Book'), { options: [{ impact: 'high' }] }),
  ],
  invalid: [
    wrong('a to-many relation', asks('query: `id books(where: { title: { contains: "(" } }) { title tags { name } } name`'), [{
      messageId: 'notLoaded',
      data: {
        path: 'books', subject: 'for each row of `context.query.Author.findMany`', cost: 'a query per row', why: 'Keystone reads a to-many relation that a `query` names with a query of its own for each row.',
        advice: 'Read them for all rows with one `context.query.Book.findMany` by the ids of the rows, or with `context.prisma.author.findMany` and `include`, past access control and virtual fields.',
      },
    }], { options: [{ impact: 'high' }] }),
    wrong('one behind a to-one relation, and another one under a name of its own', asks('query: "id author { ... on Author { books { id } } } labels: tags { name }"', 'Book'), [{ messageId: 'allNotLoaded' }]),
    { name: 'a file that imports nothing', filename: FILE, code: asks('query: "id books { title }"'), errors: [{ messageId: 'notLoaded' }] },
  ],
};

/** A list with all of its orders on the form. */
const withOrders = (list: string, other: string): string => `export const lists = { ${list}: list({ access: () => true, fields: { name: text(), orders: relationship({ ref: 'Order.${other}', many: true }) } }) };`;

export const inputs: CaseTable = {
  valid: [
    fine('a relation with many on both sides', `export const lists = { Book: list({ access: () => true, fields: { title: text(), tags: relationship({ ref: 'Tag.books', many: true }) } }) };`),
    fine('a table of them', authors("books: relationship({ ref: 'Book.author', many: true, ui: { displayMode: 'table', itemView: { fieldMode: 'read' } } })")),
    fine('a component of its own', authors("books: relationship({ ref: 'Book.author', many: true, ui: { views: './views/books' } })")),
    fine('a form without it', authors("books: relationship({ ref: 'Book.author', many: true, ui: { itemView: { fieldMode: 'hidden' } } })")),
    fine('growth that nothing tells of', authors(BOOKS), { options: [{ tables: 'growing' }] }),
    fine('what one user has, of a table that grows with them', withOrders('Member', 'member'), { options: [{ tables: 'growing' }] }),
    fine('a small table', authors(BOOKS), { settings: { rows: { Book: 20 } } }),
  ],
  invalid: [
    wrong('all books of an author on the form', authors(BOOKS), [{
      messageId: 'everyChosen',
      suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Show them page by page', changes: 'the form no longer edits the relation: that is done from the other side' },
        output: IMPORTS + authors("books: relationship({ ref: 'Book.author', many: true, ui: { displayMode: 'table', itemView: { fieldMode: 'read' } } })"),
      }],
    }]),
    wrong('what one of something else has of it', withOrders('Shop', 'shop'), [{ messageId: 'everyChosen', suggestions: 1 }], { options: [{ tables: 'growing' }] }),
    wrong('a table that grows', authors(BOOKS), [{ messageId: 'everyChosen', suggestions: 1 }], { settings: { rows: { Book: 40_000 } }, options: [{ tables: 'growing' }] }),
  ],
};

export const perRow: CaseTable = {
  valid: [
    fine('a value of the item', authors(shown('return item.name.trim();'), SHOWN)),
    fine('a read that Prisma sends once for all of one tick', authors(shown('const book = await context.prisma.book.findUnique({ where: { id: item.bookId } }); return book?.title;'), SHOWN)),
    fine('a query of a hook that runs once for an item', `export const lists = { Author: list({ access: () => true, fields: { name: text() }, hooks: { afterOperation: async ({ item, context }) => { await context.db.Book.findOne({ where: { id: item.bookId } }); } } }) };`),
    fine('something that is called like a list', 'export async function titles(api, ids) { for (const id of ids) await api.db.Book.findOne({ where: { id } }); }'),
    fine('a field that nothing shows', authors(shown(ASKED), "listView: { initialColumns: ['name'] }"), { options: [{ impact: 'high' }] }),
  ],
  invalid: [
    wrong('a query of a virtual field among the columns', authors(shown(ASKED), SHOWN), [{ messageId: 'perRow' }], { options: [{ impact: 'high' }] }),
    wrong('a query of the label', authors(shown(ASKED), "labelField: 'shown', listView: { initialColumns: ['name'] }"), [{ messageId: 'perRow' }], { options: [{ impact: 'high' }] }),
    wrong('one that is made when the lists are known', authors(`shown: virtual({ field: (lists) => g.field({ type: lists.Book.types.output, resolve: (item, args, context) => context.query.Book.findOne({ where: { id: item.bookId }, query: 'id' }) }) })`, SHOWN), [{ messageId: 'perRow' }]),
    wrong('a loop over what the API gives', 'export async function close(context) { const books = await context.sudo().query.Book.findMany({ query: "id authorId" }); for (const book of books) await context.query.Author.findOne({ where: { id: book.authorId }, query: "name" }); }', [{ messageId: 'perRow' }]),
  ],
};

export const writes: CaseTable = {
  valid: [fine('one call', "export async function close(context, id) { await context.db.Book.updateOne({ where: { id }, data: { title: '' } }); }")],
  invalid: [
    wrong('an update for each', "export async function close(context) { const books = await context.db.Book.findMany(); for (const book of books) await context.db.Book.updateOne({ where: { id: book.id }, data: { title: '' } }); }", [{ messageId: 'perRow' }]),
  ],
};

export const reads: CaseTable = {
  valid: [fine('one row at most', "export async function isTaken(context, title) { const books = await context.db.Book.findMany({ where: { title: { equals: title } }, take: 1 }); return books.length > 0; }")],
  invalid: [wrong('rows that are only tested', "export async function isTaken(context, title) { const books = await context.db.Book.findMany({ where: { title: { equals: title } } }); return books.length > 0; }", [{ messageId: 'emptiness' }])],
};

export const pages: CaseTable = {
  valid: [fine('what Keystone offers', authors(BOOKS, 'listView: { pageSize: 100 }'))],
  invalid: [wrong('a long page', authors(BOOKS, 'listView: { pageSize: 500 }'), [{ messageId: 'tooLarge', suggestions: 1 }])],
};

export const orders: CaseTable = {
  valid: [
    fine('a field with an index', authors('born: timestamp({ isIndexed: true })', "listView: { initialSort: { field: 'born', direction: 'DESC' } }")),
    fine('options of another file', authors('born: timestamp(born)', "listView: { initialSort: { field: 'born', direction: 'DESC' } }")),
    fine('the key', authors('', "listView: { initialSort: { field: 'id', direction: 'DESC' } }")),
    fine('a filter by a field with an index', 'export const find = (context, invoice) => context.db.Order.findMany({ where: { invoice: { equals: invoice } } });'),
    fine('a filter by a unique field', 'export const find = (context, token) => context.query.Order.findOne({ where: { token } });'),
    fine('a filter by a relation, which has one', 'export const find = (context, id) => context.db.Order.findMany({ where: { member: { id: { equals: id } } } });'),
    fine('a filter of a list of which nothing shows that it grows', 'export const find = (context, name) => context.db.Tag.findMany({ where: { name: { equals: name } } });'),
  ],
  invalid: [
    wrong('a filter by a field without one', 'export const find = (context, number) => context.db.Order.findMany({ where: { number: { equals: number } } });', [{ messageId: 'filter' }]),
    wrong('a page in the order of a field without one', "export const latest = (context) => context.db.Order.findMany({ orderBy: [{ number: 'desc' }], take: 20 });", [{ messageId: 'order' }]),
    wrong('a field without options', authors('born: timestamp()', "listView: { initialSort: { field: 'born', direction: 'DESC' } }"), [{ messageId: 'order' }]), wrong('a field without one', authors('born: timestamp({ validation: {} })', "listView: { initialSort: { field: 'born', direction: 'DESC' } }"), [{ messageId: 'order' }])],
};
