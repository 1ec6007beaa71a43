import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const IMPORT = "import { prisma } from './db';\n";
const filename = 'tests/fixtures/served/src/documents.ts';

function wrong(name: string, code: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code: IMPORT + code, filename, errors: [{ messageId: 'unread', suggestions: 1 }], ...rest };
}

function fine(name: string, code: string): ValidCase {
  return { name, code: IMPORT + code, filename };
}

/** A function that reads documents and makes something of each. */
function titles(options: string, use = 'rows.map((row) => row.title)'): string {
  return `export async function titles(where) { const rows = await prisma.document.findMany(${options}); return ${use}; }\n`;
}

/** A function that reads suppliers with their orders and makes something of each. */
function suppliers(use: string, include = '{ orders: true }'): string {
  return `export async function suppliers() { const rows = await prisma.supplier.findMany({ include: ${include} }); return rows.map((row) => (${use})); }\n`;
}

const tsx = { filename: 'tests/fixtures/served/src/documents.tsx' };

/** A page that hands documents to a component. */
function page(attributes: string, component: string, content = `<Titles ${attributes} />`): string {
  return `${component}\nexport default async function Page() { const rows = await prisma.document.findMany(); return <main>${content}</main>; }\n`;
}

export const overFetching: CaseTable = {
  invalid: [
    wrong('a large column that nothing reads', titles('{ where }'), {
      errors: [{
        messageId: 'unread', data: { callee: 'prisma.document.findMany', names: '`content`', table: '`Document` (users have rows of their own in it, by `owner`)', advice: 'Add `select: { id: true, title: true }`.' },
        suggestions: [{ messageId: 'remedyChanging', output: IMPORT + titles('{ where, select: { id: true, title: true } }') }],
      }],
    }),
    wrong('no options', titles(''), { errors: [{ messageId: 'unread', suggestions: [{ messageId: 'remedyChanging', output: IMPORT + titles('{ select: { id: true, title: true } }') }] }] }),
    wrong('a loop', 'export async function tell() { for (const { title, size } of await prisma.document.findMany()) console.log(title, size); }\n'),
    wrong('rows that are filtered first', titles('', 'rows.filter((row) => row.size > 10).map(({ title }) => title)')),
    wrong('queries that are waited for together', 'export async function both() { const [rows, count] = await Promise.all([prisma.document.findMany(), prisma.document.count()]); return { titles: rows.map((row) => row.title), count }; }\n'),
    wrong('a variable that may be set again, and is not', titles('').replace('const rows', 'let rows')),
    wrong('rows that are read for their keys', 'export async function keys() { const rows = await prisma.booking.findMany(); return rows.map((row) => row.id); }\n', {
      errors: [{
        messageId: 'unread', data: { callee: 'prisma.booking.findMany', names: '`number`, `name`, `street` and `city`', table: '`Booking` (grows with use)', advice: 'Add `select: { id: true }`.' },
        suggestions: [{ messageId: 'remedyChanging', output: `${IMPORT}export async function keys() { const rows = await prisma.booking.findMany({ select: { id: true } }); return rows.map((row) => row.id); }\n` }],
      }],
    }),
    wrong('a relation that nothing reads', titles('{ include: { owner: true, pages: true } }', 'rows.map((row) => [row.title, row.content, row.pages[0]])'), {
      errors: [{ messageId: 'unread', data: { callee: 'prisma.document.findMany', names: '`owner`', table: '`Document` (users have rows of their own in it, by `owner`)', advice: 'Leave `owner` out of what it loads.' }, suggestions: 0 }],
    }),
    wrong('a relation that is counted', suppliers('{ name: row.name, orders: row.orders.length }'), {
      errors: [{ messageId: 'counted', data: { callee: 'prisma.supplier.findMany', names: '`orders`', table: '`Supplier`', advice: 'Ask for `_count: { select: { orders: true } }` in place of it, and use `_count.orders`.' }, suggestions: 0 }],
    }),
    wrong('a relation that is counted, or tested for any', suppliers('row.orders?.length > 0 ? row.name : `${row.name} (${row.orders.length})`'), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('a variable that is set again', titles('').replace('const rows', 'let rows').replace('return', 'rows = rows.filter(Boolean); return')),
    wrong('a variable that is set later', "export async function titles(where) { let rows = []; try { rows = await prisma.document.findMany(); } catch { where(); } return rows.map((row) => row.title); }\n"),
    wrong('rows that are put in order, or some of them', titles('', 'rows.slice(0, 20).sort((a, b) => a.size - b.size).map((row) => row.title)')),
    wrong('a sum over the rows', titles('', 'rows.reduce((sum, row) => sum + row.size, 0)')),
    wrong('a row in place of which there may be nothing', titles('', 'rows.map((row) => { const { title } = row ?? {}; return row && title; })')),
    wrong('a function of the project that is handed each row', `${titles('', 'rows.map((row) => titleOf(row, 1))')}function titleOf({ title }) { return title; }\n`),
    wrong('a function of the project that is named for each row', `${titles('', 'rows.map(titleOf)')}const titleOf = (row) => row.title;\n`),
    wrong('a function of the project that is handed all rows', `${titles('', 'titlesOf(rows)')}function titlesOf(list) { return list.map((row) => row.title); }\n`),
    wrong('rows that a component shows', page('rows={rows}', "function Titles({ rows }) { return <ul>{rows.map((row) => <li key={row.id}>{row.title}</li>)}</ul>; }"), tsx),
    wrong('a row that a component shows', page('', "const Title = (props) => <b>{props.row.title}</b>;", '{rows.map((row) => <Title key={row.id} row={row} />)}'), tsx),
  ],
  valid: [
    fine('a relation that is counted and read', suppliers('{ orders: row.orders.length, first: row.orders[0] }')),
    fine('a relation that is taken out of the row', suppliers('tell(row.name, ...row.orders)')),
    fine('a relation of some of its rows that is counted', suppliers('[row.name, row.orders.length]', "{ orders: { where: { status: 'open' } } }")),
    fine('a row that goes on as a whole beside', suppliers('[row, row.orders.length]')),
    fine('what belongs to one user, which is counted', "export async function users() { const rows = await prisma.user.findMany({ include: { documents: true } }); return rows.map((row) => [row.email, row.documents.length]); }\n"),
    fine('a large column that is read', titles('', 'rows.map((row) => row.content)')),
    fine('rows that are given away', titles('', 'rows')),
    fine('a row that is given away', titles('', 'rows.map((row) => present(row))')),
    fine('a row whose columns are all taken', titles('', 'rows.map((row) => ({ ...row }))')),
    fine('a method of a row', titles('', 'rows.map((row) => row.describe())')),
    { ...fine('a component that shows the large column', page('rows={rows}', 'function Titles({ rows }) { return <ul>{rows.map((row) => <li>{row.content}</li>)}</ul>; }')), ...tsx },
    { ...fine('a component that hands rows on', page('rows={rows}', 'function Titles({ rows }) { return <Table rows={rows} />; }')), ...tsx },
    { ...fine('a component that takes all it gets', page('rows={rows}', 'function Titles(props) { return <Table {...props} />; }')), ...tsx },
    { ...fine('a component of another place', page('rows={rows}', "import { Titles } from 'elsewhere';")), ...tsx },
    fine('some columns already', titles('{ select: { title: true } }')),
    fine('a column left out already', titles('{ omit: { content: true } }')),
    fine('a few rows', titles('{ take: 3 }')),
    fine('options of another place', titles('where')),
    fine('a variable that is set to rows of which one is given away', titles('').replace('const rows', 'let rows').replace('return', 'rows = rows.filter(Boolean); present(rows[0]); return')),
    fine('a function that reads the large column', `${titles('', 'rows.map((row) => textOf(row))')}function textOf(row) { return row.title + row.content; }\n`),
    fine('a function that gives the row back', `${titles('', 'rows.map(checked)')}function checked(row) { if (!row.title) throw new Error(); return row; }\n`),
    fine('a function that is handed the row among others', `${titles('', 'rows.map((row) => titleOf(...where, row))')}function titleOf(a, row) { return row.title; }\n`),
    fine('a sum that begins with a row', titles('', 'rows.reduce((all, row) => all.size > row.size ? all : row)')),
    fine('rows that take the place of others', titles('', '(where ?? rows).map((row) => row.content)')),
    fine('rows of which more than the key is read', 'export async function names() { const rows = await prisma.booking.findMany(); return rows.map((row) => row.name); }\n'),
    fine('keys by which rows are written', 'export async function close() { const rows = await prisma.booking.findMany(); await prisma.booking.updateMany({ where: { id: { in: rows.map((row) => row.id) } }, data: { note: null } }); }\n'),
    fine('keys of a few dozen rows', 'export async function keys() { const rows = await prisma.booking.findMany({ take: 50 }); return rows.map((row) => row.id); }\n'),
    fine('keys of what belongs to one parent', 'export async function keys(hotelId) { const rows = await prisma.booking.findMany({ where: { hotelId } }); return rows.map((row) => row.id); }\n'),
    fine('keys of a table with few columns', 'export async function keys() { const rows = await prisma.user.findMany(); return rows.map((row) => row.id); }\n'),
    fine('a table without large columns', 'export async function names() { const rows = await prisma.user.findMany(); return rows.map((row) => row.email); }\n'),
    fine('relations that are read', titles('{ include: { owner: true } }', 'rows.map((row) => [row.owner.email, row.content])')),
    fine('a relation with a condition', titles('{ include: { pages: { where: { id: 1 } } } }', 'rows.map((row) => [row.title, row.content])')),
  ],
};
