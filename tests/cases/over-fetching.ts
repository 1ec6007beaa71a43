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

/** A function that reads documents, puts them into something, and looks them up there by keys. */
function kept(into: string, use = 'byId.get(key)?.title'): string {
  return `export async function titles(keys) { const rows = await prisma.document.findMany(); ${into} return keys.map((key) => ${use}); }\n`;
}

/** A function that reads suppliers with their orders and makes something of each. */
function suppliers(use: string, include = '{ orders: true }'): string {
  return `export async function suppliers() { const rows = await prisma.supplier.findMany({ include: ${include} }); return rows.map((row) => (${use})); }\n`;
}

/** A function that reads parts of suppliers and takes the number of their orders. */
function selected(select: string, before = ''): string {
  return `export async function suppliers(where) { const rows = await prisma.supplier.findMany({ ${before}select: ${select} }); return rows.map((row) => [row.name, row.orders.length]); }\n`;
}

/** Users of Sequelize that are read with their roles, and a column that the model computes of what it is called. */
function users(read: string, given = "get() { return this.name + this.roles; }"): string {
  return `import { DataTypes, Model } from 'sequelize';
class Role extends Model {}
class User extends Model {}
Role.init({ userId: DataTypes.INTEGER }, { sequelize });
User.init({ name: DataTypes.STRING, label: { type: DataTypes.VIRTUAL, ${given} } }, { sequelize });
User.hasMany(Role, { as: 'roles', foreignKey: 'userId' });
export async function labels() { const rows = await User.findAll({ include: ['roles'] }); return rows.map((row) => ${read}); }
`;
}

const tsx = { filename: 'tests/fixtures/served/src/documents.tsx' };

/** A page that hands documents to a component. */
function page(attributes: string, component: string, content = `<Titles ${attributes} />`): string {
  return `${component}\nexport default async function Page() { const rows = await prisma.document.findMany(); return <main>${content}</main>; }\n`;
}

export const overFetching: CaseTable = {
  invalid: [
    { name: 'relations beside a getter that nothing asks', code: users('row.name'), filename: 'tests/fixtures/sequelize-shop/src/jobs.ts', errors: [{ messageId: 'unread' }] },
    { name: 'relations beside what is stored in a way of its own', code: users('row.label', 'set(value) { this.name = value; }'), filename: 'tests/fixtures/sequelize-shop/src/jobs.ts', errors: [{ messageId: 'unread' }] },
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
    wrong('a relation that is counted, beside a filter', suppliers('[row.name, row.orders.length]', "{ orders: true }, where: { name: 'a' }"), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('a relation of which some rows are counted', suppliers("[row.name, row.orders.length, row.orders.filter((order) => order.status === 'open').length]"), {
      errors: [{ messageId: 'counted', data: { callee: 'prisma.supplier.findMany', names: '`orders`', table: '`Supplier`', advice: 'Count them in the database, grouped by the keys of these rows, with the condition that the code filters by.' }, suggestions: 0 }],
    }),
    wrong('a relation of which some rows are counted, beside the number of all', suppliers('[row.name, row._count.orders, row.orders.filter((order) => order.archived).length]', '{ orders: true, _count: { select: { orders: true } } }'), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('a relation that nothing reads, beside a number', titles('{ include: { owner: true, _count: { select: { pages: true } } } }', 'rows.map((row) => [row.title, row.content, row._count.pages])'), { errors: [{ messageId: 'unread', suggestions: 0 }] }),
    wrong('a relation that nothing reads, beside one with a condition', titles('{ include: { owner: true, pages: { where: { id: 1 } } } }', 'rows.map((row) => [row.title, row.content, row.pages[0]])'), { errors: [{ messageId: 'unread', suggestions: 0 }] }),
    wrong('a relation that is selected and counted', selected('{ name: true, orders: true }'), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('the keys of a relation, which are counted', selected('{ name: true, orders: { select: { id: true } } }'), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('a page that is spread before what is selected', selected('{ name: true, orders: true }', '...pageOf(where), '), { errors: [{ messageId: 'counted', suggestions: 0 }] }),
    wrong('a page that is spread', titles('{ ...(where && { skip: 1, cursor: { id: where } }) }'), { errors: [{ messageId: 'unread', suggestions: [{ messageId: 'remedyChanging', output: IMPORT + titles('{ ...(where && { skip: 1, cursor: { id: where } }), select: { id: true, title: true } }') }] }] }),
    wrong('one page or the other that is spread', titles("{ ...(where ? { skip: 1 } : {}), orderBy: { id: 'asc' } }")),
    wrong('a page of a name that is spread', `const PAGE = { take: 50, orderBy: { id: 'asc' } };\n${titles('{ ...PAGE }')}`),
    wrong('a variable that is set again', titles('').replace('const rows', 'let rows').replace('return', 'rows = rows.filter(Boolean); return')),
    wrong('a variable that is set later', "export async function titles(where) { let rows = []; try { rows = await prisma.document.findMany(); } catch { where(); } return rows.map((row) => row.title); }\n"),
    wrong('rows that are put in order, or some of them', titles('', 'rows.slice(0, 20).sort((a, b) => a.size - b.size).map((row) => row.title)')),
    wrong('a sum over the rows', titles('', 'rows.reduce((sum, row) => sum + row.size, 0)')),
    wrong('a row in place of which there may be nothing', titles('', 'rows.map((row) => { const { title } = row ?? {}; return row && title; })')),
    wrong('a function of the project that is handed each row', `${titles('', 'rows.map((row) => titleOf(row, 1))')}function titleOf({ title }) { return title; }\n`),
    wrong('a function of the project that is named for each row', `${titles('', 'rows.map(titleOf)')}const titleOf = (row) => row.title;\n`),
    wrong('a function of the project that is handed all rows', `${titles('', 'titlesOf(rows)')}function titlesOf(list) { return list.map((row) => row.title); }\n`),
    wrong('rows that are kept by their keys', kept('const byId = new Map(rows.map((row) => [row.id, row]));')),
    wrong('rows that a loop puts into a map', kept('const byId = new Map(); for (const row of rows) byId.set(row.id, row);')),
    wrong('rows of an object by their keys', kept('const byId = Object.fromEntries(rows.map((row) => [row.id, row]));', 'byId[key]?.title')),
    wrong('all rows of a map', kept('const byId = new Map(); for (const row of rows) byId.set(row.id, row); for (const { size } of byId.values()) tell(size);', 'byId.has(key)')),
    wrong('a map that a function is handed', `${kept('const byId = new Map(rows.map((row) => [row.id, row]));', 'titleIn(byId, key)')}function titleIn(map, key) { return map.get(key)?.title; }\n`),
    wrong('rows that a loop puts into a list', kept('const large = []; for (const row of rows) if (row.size > 10) large.push(row);', 'large.find((row) => row.size === key)?.title')),
    wrong('rows that are put together with others', titles('', '[...rows, ...where].map((row) => row.title)')),
    wrong('a list that is made of rows', titles('', 'Array.from(rows, (row) => row.title)')),
    wrong('the largest row', kept('let largest = null; for (const row of rows) if (largest === null || row.size > largest.size) largest = row;', '[key, largest?.title]')),
    wrong('what a row is told by', titles('', "rows.map((row) => (typeof row === 'object' && row !== null && 'title' in row ? row.title : ''))")),
    wrong('what may be no list', titles('', 'Array.isArray(rows) ? rows.map((row) => row.title) : []')),
    wrong('columns that are left over for nobody', titles('', 'rows.map(({ title, ...rest }) => title)')),
    wrong('one row that a function gives', "async function largest() { const rows = await prisma.document.findMany(); return rows.find((row) => row.size > 10); }\nexport async function title() { const row = await largest(); return row?.title; }\n"),
    wrong('a method that is handed the rows', 'export class Titles { async all() { const rows = await prisma.document.findMany(); return this.of(rows); } of(list) { return list.map((row) => row.title); } }\n'),
    wrong('rows that a component takes out of what it gets', page('rows={rows}', 'function Titles(props) { const { rows, title = "" } = props; return <ul title={title}>{rows.map((row) => <li key={row.id}>{row.title}</li>)}</ul>; }'), tsx),
    wrong('a component that gets the columns of a row', page('', 'const Title = ({ title }) => <b>{title}</b>;', '{rows.map((row) => <Title key={row.id} {...row} />)}'), tsx),
    wrong('rows that a component keeps', page('rows={rows}', 'function Titles({ rows }) { const [shown, setShown] = useState(rows); const large = useMemo(() => shown.filter((row) => row.size > 10), [shown]); return <ul onClick={setShown}>{large.map((row) => <li key={row.id}>{row.title}</li>)}</ul>; }'), tsx),
    wrong('rows that a component shows', page('rows={rows}', "function Titles({ rows }) { return <ul>{rows.map((row) => <li key={row.id}>{row.title}</li>)}</ul>; }"), tsx),
    wrong('a row that a component shows', page('', "const Title = (props) => <b>{props.row.title}</b>;", '{rows.map((row) => <Title key={row.id} row={row} />)}'), tsx),
  ],
  valid: [
    { name: 'relations that a getter may read', code: users('row.label'), filename: 'tests/fixtures/sequelize-shop/src/jobs.ts' },
    fine('a relation that is counted and read', suppliers('{ orders: row.orders.length, first: row.orders[0] }')),
    fine('some rows of a relation, of which more than the number is taken', suppliers("[row.name, row.orders.filter((order) => order.archived).map((order) => order.id)]")),
    fine('some rows of a relation by what a function says of them', suppliers('[row.name, row.orders.filter((order) => isDue(order)).length]')),
    fine('a name that is no column and that the options do not tell of', suppliers('[row.name, row._sum.orders, row.orders.length]')),
    fine('a row of which a number of related rows is read, and whose other columns are not', "export async function titles() { const rows = await prisma.document.findMany({ include: { _count: { select: { pages: true } } } }); return rows.map((row) => [row.title, row._count.pages]); }\n"),
    fine('a relation that is taken out of the row', suppliers('tell(row.name, ...row.orders)')),
    fine('a relation of some of its rows that is counted', suppliers('[row.name, row.orders.length]', "{ orders: { where: { status: 'open' } } }")),
    fine('a row that goes on as a whole beside', suppliers('[row, row.orders.length]')),
    fine('some rows of a relation that are selected and counted', selected("{ name: true, orders: { where: { status: 'open' } } }")),
    fine('a few rows of a relation that are selected and counted', selected('{ name: true, orders: { take: 1 } }')),
    fine('a number that is selected', selected('{ name: true, _count: { select: { orders: true } } }').replace('orders.length', '_count.orders')),
    fine('a selection that may be another by what is spread behind it', selected('{ name: true, orders: true }').replace(' });', ', ...pageOf(where) });')),
    fine('a page that may name columns', titles('{ ...pageOf(where) }')),
    fine('a page that names columns', titles('{ ...(where && { omit: { content: true } }) }')),
    fine('a page in place of which something is spread', titles('{ ...(where || { skip: 1 }) }')),
    fine('a page or columns that are spread', titles('{ ...(where ? { skip: 1 } : { omit: { content: true } }) }')),
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
    fine('rows of a map of which the large column is read', kept('const byId = new Map(rows.map((row) => [row.id, row]));', 'byId.get(key)?.content')),
    fine('rows of a loop\'s map of which the large column is read', kept('const byId = new Map(); for (const row of rows) byId.set(row.id, row);', 'byId.get(key)?.content')),
    fine('a map that is given away', kept('const byId = new Map(rows.map((row) => [row.id, row]));', 'tell(byId, key)')),
    fine('the rows of a map that are given away', kept('const byId = new Map(rows.map((row) => [row.id, row])); tell(...byId.values());')),
    fine('pairs that nobody makes a map of', titles('', 'rows.map((row) => [row.id, row])')),
    fine('a list of rows that is given away', kept('const large = []; for (const row of rows) large.push(row);', 'tell(large, key)')),
    fine('a map that others may look at', "export const byId = new Map();\nexport async function load() { const rows = await prisma.document.findMany(); for (const row of rows) byId.set(row.id, row); return rows.map((row) => row.title); }\n"),
    fine('the largest row, which is given away', kept('let largest = null; for (const row of rows) if (largest === null || row.size > largest.size) largest = row;', '[key, largest]')),
    fine('the large column by which a row is told', titles('', "rows.map((row) => ('content' in row ? row.title : ''))")),
    fine('columns that are left over for somebody', titles('', 'rows.map(({ title, ...rest }) => [title, rest])')),
    fine('one row that a function gives to one that reads all of it', "async function largest() { const rows = await prisma.document.findMany(); return rows.find((row) => row.size > 10); }\nexport async function text() { const row = await largest(); return row?.content; }\n"),
    { ...fine('a component that takes all others', page('rows={rows}', 'function Titles(props) { const { title, ...rest } = props; return <Table title={title} {...rest} />; }')), ...tsx },
    { ...fine('a component that hands the columns of a row on', page('', 'const Title = ({ title, ...rest }) => <b {...rest}>{title}</b>;', '{rows.map((row) => <Title key={row.id} {...row} />)}')), ...tsx },
    { ...fine('rows that a component keeps and hands on', page('rows={rows}', 'function Titles({ rows }) { const [shown] = useState(rows); const large = useMemo(() => shown.filter((row) => row.size > 10), [shown]); return <Table rows={large} />; }')), ...tsx },
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
