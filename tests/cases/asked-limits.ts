import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const IMPORT = "import { prisma } from './db';\n";
const filename = 'tests/fixtures/served/src/orders.ts';
const HIGH = { options: [{ impact: 'high' }] };

function asked(name: string, code: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code: IMPORT + code, filename, errors: [{ messageId: 'uncapped', suggestions: 0 }], ...HIGH, ...rest };
}

function bounded(name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code: IMPORT + code, filename, ...rest };
}

/** A handler of Express that reads a page of orders. */
function page(limit: string, before = ''): string {
  return `router.get('/orders', async (req, res) => { ${before} res.json(await prisma.order.findMany({ take: ${limit} })); });\n`;
}

/** A procedure whose input is checked by a schema. */
function procedure(limit: string): string {
  return `import { z } from 'zod';\nexport const orders = router({ list: procedure.input(z.object({ limit: ${limit} })).query(({ input }) => prisma.order.findMany({ take: input.limit })) });\n`;
}

const NEST = "import { Controller, Get, Query, ParseIntPipe } from '@nestjs/common';\nimport { IsInt, Max, Min } from 'class-validator';\n";

/** A controller that reads a page by what a class says of it. */
function controller(property: string, type = 'Page'): string {
  return `${NEST}class Base { ${property} }\nclass Page extends Base { }\n@Controller() export class Orders { @Get() list(@Query() page: ${type}) { return prisma.order.findMany({ take: page.limit }); } }\n`;
}

/** The report of a limit whose advice is to write `cap`. */
function capped(cap: string, option: string, max = '100'): Partial<InvalidCase> {
  return advised(`Cap it where it is read: \`${cap}\`.${cap.includes('Math.max') ? FROM_THE_END : ''}`, option, max);
}

const FROM_THE_END = ' A negative `take` reads as many rows from the end.';

function advised(advice: string, option: string, max = '100'): Partial<InvalidCase> {
  return { errors: [{ messageId: 'uncapped', data: { option, table: '`Order` (grows with use)', size: 'Infinity', max, advice }, suggestions: 0 }] };
}

/** A resolver of a field that does something first. */
function resolver(before: string, field = 'orders'): string {
  return `export const resolvers = { Query: { ${field}: (_, { first }, { user }) => { ${before} return prisma.order.findMany({ take: first }); } } };\n`;
}

/** A project with a map of permissions. */
const SHIELDED = { filename: 'tests/fixtures/shielded/src/orders.ts' };

/** Lists that only those who run the program can ask for. */
const FOR_ADMINS: readonly (readonly [name: string, code: string, rest?: { readonly filename: string }])[] = [
  ['a middleware lets nobody else through', page('size', 'const { size } = req.query;').replace("'/orders', ", "'/orders', requireAdmin, ")],
  ['the address is theirs', page('size', 'const { size } = req.query;').replace("'/orders'", "'/admin/orders'").replace('async (req', 'authorize, async (req')],
  ['a decorator of the method says so', controller('@IsInt() limit: number;').replace('@Get()', '@UseGuards(JwtGuard, AdminGuard) @Get()')],
  ['a decorator is called so', controller('@IsInt() limit: number;').replace('@Get()', '@Admin() @Get()')],
  ['a decorator of the class says so', controller('@IsInt() limit: number;').replace('@Controller()', "@Roles(Role.Admin) @Controller()")],
  ['a decorator names two of theirs', controller('@IsInt() limit: number;').replace('@Get()', '@Roles(Role.Admin, Role.SuperAdmin) @Get()')],
  ['others are turned away first', resolver("if (!user.hasRole('admin')) throw new Error('no');")],
  ['others are turned away in a block', resolver("if (user.role !== 'ADMIN_ROLE') { log(user); return []; }")],
  ['a map of permissions says so', resolver('', 'shieldedOrders'), SHIELDED],
  ['a map of permissions says so of all that it does not name', resolver('', 'otherOrders'), SHIELDED],
  ['a map that the resolvers import says so of all', `import { security } from './security';\n${resolver('')}`],
  ['others only ask for the same by that name', page('amount', 'const { amount } = req.query;').replace("'/orders', ", "'/orders', requireAdmin, "), SHIELDED],
  ['a decorator of a resolver of another class', `${NEST}class List { page(limit: number) { return prisma.order.findMany({ take: limit }); } }\n@Controller() export class Orders { constructor(private readonly orders: List) {} @Get() @Roles('superuser') list(@Query('limit') limit: number) { return this.orders.page(limit); } }\n`],
  ['it lies in their folder', page('size', 'const { size } = req.query;'), { filename: 'tests/fixtures/served/src/admin/orders.ts' }],
];

/** Others can ask too, or a schema forgot a largest one. */
const FOR_ALL: readonly (readonly [name: string, code: string, rest?: { readonly filename: string }])[] = [
  ['one of two handlers is for everybody', `const list = (size) => prisma.order.findMany({ take: size });\nrouter.get('/all', requireAdmin, async (req, res) => { res.json(await list(req.query.size)); });\nrouter.get('/orders', async (req, res) => { res.json(await list(req.query.size)); });\n`],
  ['a decorator that lets others in', controller('@IsInt() limit: number;').replace('@Get()', '@UseGuards(JwtGuard) @Get()')],
  ['a decorator that names others beside them', controller('@IsInt() limit: number;').replace('@Get()', '@Roles(Role.Admin, Role.Member) @Get()')],
  ['a list of roles that names others beside them', controller('@IsInt() limit: number;').replace('@Get()', "@Roles(['admin', 'member']) @Get()")],
  ['a schema of a procedure for admins', procedure('z.number().min(1)').replace('procedure', 'adminProcedure')],
  ['others may ask for their own', resolver("if (!user.isAdmin && user.id !== 1) throw new Error('no');")],
  ['admins get another list', resolver('if (user.isAdmin) return [];')],
  ['others are counted only', resolver("if (!user.isAdmin) count('orders');")],
  ['a map that is not the one of the resolvers', resolver('')],
  ['a map that the resolvers import lets others in', `import { security } from './security';\n${resolver('', 'openOrders')}`],
  ['a schema of another list has a largest one', page('shown', 'const { shown } = req.query;').replace("'/orders', ", "'/orders', requireAdmin, "), SHIELDED],
  ['a map of permissions that lets others in', resolver('', 'sharedOrders'), SHIELDED],
  ['an address that only sounds like it', page('size', 'const { size } = req.query;').replace("'/orders'", "'/administration-fees'").replace('async (req', 'authorize, async (req')],
];

export const limits: CaseTable = {
  invalid: [
    asked('nothing where a request names no number, by a test', page('size ? Number(size) : undefined', 'const { size } = req.query;'), capped('Math.min(Math.max(Number(size) || 100, 1), 100)', 'size ? Number(size) : undefined')),
    asked('nothing where a request names no number, by an operator', page('size ?? undefined', 'const { size } = req.query;'), capped('Math.min(Math.max(size ?? 100, 1), 100)', 'size ?? undefined')),
    asked('nothing under a name', page('take', 'const take = req.query.size ? +req.query.size : undefined;'), capped('Math.min(Math.max(take ?? 100, 1), 100)', 'take')),
    asked('a number of a request', page('size', 'const size = Number(req.query.size) || 20;'), {
      errors: [{
        messageId: 'uncapped', data: { option: 'size', table: '`Order` (grows with use)', size: 'Infinity', max: '100', advice: `Cap it where it is read: \`Math.min(Math.max(size, 1), 100)\`.${FROM_THE_END}` },
        suggestions: [{ messageId: 'remedyChanging', output: IMPORT + page('size', 'const size = Math.min(Math.max(Number(req.query.size) || 20, 1), 100);') }],
      }],
    }),
    asked('the rows of one parent', "router.get('/suppliers/:id/orders', async (req, res) => { const supplierId = Number(req.params.id); res.json(await prisma.order.findMany({ where: { supplierId }, take: Number(req.query.size) })); });\n", { options: [{ impact: 'any' }] }),
    asked('a number that the code makes larger', page('limit * 3', 'const { limit } = req.query;'), capped('Math.min(Math.max(limit, 1), 100)', 'limit * 3')),
    asked('one that may be left out', page('limit', 'const { limit }: { limit?: number; limits: number } = req.query;'), capped('Math.min(Math.max(limit ?? 100, 1), 100)', 'limit')),
    asked('one that may not, beside one that may', page('limit', 'const { limit }: { limit: number; limits?: number } = req.query;'), capped('Math.min(Math.max(limit, 1), 100)', 'limit')),
    asked('one that it makes larger under a name', page('most', 'const { limit } = req.query; const most = 500 + limit;'), capped('Math.min(Math.max(limit, 1), 100)', 'most')),
    asked('a handler that a wrapper makes and a route names without a check', `const list = wrap(async (req, res) => { res.json(await prisma.order.findMany({ take: Number(req.query.size) })); });\nrouter.get('/orders', [log], list);\n`, { errors: [{ messageId: 'uncapped' }] }),
    asked('no limit where nothing is asked', page('limit', 'const { limit = 0 } = req.query;'), capped('Math.min(Math.max(limit || 100, 1), 100)', 'limit')),
    asked('what stands in where nothing is asked', page('limit', 'const limit = req.query.limit ?? 250;'), capped('Math.min(Math.max(limit, 1), 250)', 'limit', '250')),
    asked('what a schema puts in', procedure('z.number().int().default(250)'), advised(`Give it a maximum in the schema (line 3): \`.min(1).max(250)\`.${FROM_THE_END}`, 'input.limit', '250')),
    asked('what it puts in by a constant of another file', `import { LARGE } from './limits';\n${procedure('z.number().int().default(LARGE)')}`, advised(`Give it a maximum in the schema (line 4): \`.min(1).max(5000)\`.${FROM_THE_END}`, 'input.limit', '5000')),
    asked('a text, of which a schema bounds the length', procedure('z.string().default("20")'), capped('Math.min(Math.max(input.limit, 1), 100)', 'input.limit')),
    asked('the maximum of the project', `import { LIMITS } from './limits';\n${page('limit', 'const { limit } = req.query;')}`, capped('Math.min(Math.max(limit, 1), LIMITS.MAX_PAGE_SIZE)', 'limit')),
    asked('one that is less than what stands in where nothing is asked', `import { LIMITS } from './limits';\n${page('limit', 'const { limit = 80 } = req.query;')}`, capped('Math.min(Math.max(limit, 1), 100)', 'limit')),
    asked('what a class puts in', controller('@IsInt() limit: number = 250;'), capped('Math.min(Math.max(page.limit, 1), 250)', 'page.limit', '250')),
    asked('what other code hands in', `const list = (limit) => prisma.order.findMany({ take: limit });\nconst all = () => list(250);\nrouter.get('/orders', async (req, res) => { res.json(await list(req.query.limit)); });\n`, advised(`Cap it where the request hands it in (line 4): \`Math.min(Math.max(req.query.limit, 1), 100)\`. Other code asks for up to 250.${FROM_THE_END}`, 'limit')),
    asked('what other code hands in that a page may be', `const list = (limit) => prisma.order.findMany({ take: limit });\nconst all = () => list(50);\nrouter.get('/orders', async (req, res) => { res.json(await list(req.query.limit)); });\n`, capped('Math.min(Math.max(limit, 1), 100)', 'limit')),
    asked('one that a schema keeps above zero', procedure('z.number().int().min(1).default(10)'), advised('Give it a maximum in the schema (line 3): `.max(100)`.', 'input.limit')),
    asked('one that a schema lets be zero', procedure('z.number().int().min(0).default(20)'), advised(`Give it a maximum in the schema (line 3): \`.min(1).max(100)\`.${FROM_THE_END}`, 'input.limit')),
    asked('one that a class keeps above zero', controller('@IsInt() @Min(1) limit: number = 20;'), capped('Math.min(page.limit, 100)', 'page.limit')),
    asked('one that is compared with the smallest', page('limit', 'let { limit } = req.query; if (limit < 1) limit = 20;'), capped('Math.min(limit, 100)', 'limit')),
    asked('one of a library that refuses what is below zero', `import { Order } from './models';\nrouter.get('/orders', async (req, res) => { res.json(await Order.findAll({ limit: req.query.limit })); });\n`, { ...capped('Math.min(req.query.limit, 100)', 'req.query.limit'), code: `import { Order } from './models';\nrouter.get('/orders', async (req, res) => { res.json(await Order.findAll({ limit: req.query.limit })); });\n`, filename: 'tests/fixtures/sequelize-shop/src/orders.js' }),
    asked('a number that is no less than one', page('size', 'const size = Math.max(1, parseInt(req.query.size, 10));'), { errors: [{ messageId: 'uncapped', suggestions: 1 }] }),
    asked('what may be undefined', page('+size', 'const { size } = req.query;')),
    asked('what is compared with the rows that came back', page('size + 1', 'const size = Number(req.query.size); const isLast = rows.length > size;'), { errors: [{ messageId: 'uncapped', suggestions: 1 }] }),
    asked('what is no more than none', page('size > 0 ? size : 20', 'const size = +req.query.size;')),
    asked('an address', "export async function GET(request) { const { searchParams } = new URL(request.url); return Response.json(await prisma.order.findMany({ take: Number(searchParams.get('limit') ?? 20) })); }\n"),
    asked('a handler that is handed the query', 'export const list = async ({ query }, res) => { res.json(await prisma.order.findMany({ take: Number(query.limit) })); };\n'),
    asked('a schema without a largest one', procedure('z.number().int().min(1).default(20)')),
    asked('a schema of which one caller hands on what it is asked', "import { z } from 'zod';\nconst Page = z.object({ limit: z.number() });\nasync function list(args) { const input = Page.parse(args.input); return prisma.order.findMany({ take: input.limit }); }\nexport async function GET(request) { await list({ input: { limit: 10 } }); return Response.json(await list({ input: await request.json() })); }\n"),
    asked('a schema that parses', "import { z } from 'zod';\nconst Page = z.object({ limit: z.coerce.number().positive().optional() });\nexport async function GET(request) { const { limit } = Page.parse(request.query); return Response.json(await prisma.order.findMany({ take: limit })); }\n"),
    asked('a resolver', 'export const resolvers = { Query: { orders: (_, { first }) => prisma.order.findMany({ take: first }) } };\n'),
    asked('a parameter of a controller', `${NEST}@Controller() export class Orders { @Get() list(@Query('limit', ParseIntPipe) limit: number) { return prisma.order.findMany({ take: limit }); } }\n`),
    asked('a class that says how little it may be', controller('@IsInt() @Min(1) limit: number;')),
    asked('an object that nothing checks', controller('', '{ limit?: number }')),
    asked('one report for what one edit bounds', controller('@IsInt() limit: number;').replace(' } }', ' } @Get() lines(@Query() page: Page) { return prisma.line.findMany({ take: page.limit }); } }')),
    asked('a handler in a wrapper that nothing stands beside', page('Number(req.query.size)').replace("'/orders', ", "'/orders', wrap(").replace(' });\n', ' }));\n')),
    ...FOR_ADMINS.map(([name, code, rest]) => asked(`what only admins ask for, where anything is wanted: ${name}`, code, { options: [{ impact: 'any' }], errors: [{ messageId: 'uncapped' }], ...rest })),
    ...FOR_ALL.map(([name, code, rest]) => asked(`what not only admins ask for: ${name}`, code, { errors: [{ messageId: 'uncapped' }], ...rest })),
    asked('what is made of something else beside the handler', page('Number(req.query.size)').replace("'/orders', ", "'/orders', endpoint(listOrders)(").replace(' });\n', ' }));\n')),
    asked('what a function gives back at times', page('size', 'let size; if (req.query.all) size = req.query.size; else ({ size } = pageOf(req.query));')),
    asked('a table that nothing says grows', "router.get('/suppliers', async (req, res) => { res.json(await prisma.supplier.findMany({ take: Number(req.query.limit) })); });\n", { options: [] }),
  ],
  valid: [
    bounded('the rows of one parent weigh less', "router.get('/suppliers/:id/orders', async (req, res) => { const supplierId = Number(req.params.id); res.json(await prisma.order.findMany({ where: { supplierId }, take: Number(req.query.size) })); });\n", HIGH),
    ...FOR_ADMINS.map(([name, code, rest]) => bounded(`what only admins ask for: ${name}`, code, { ...HIGH, ...rest })),
    bounded('a largest one', page('Math.min(Number(req.query.size) || 20, 100)')),
    bounded('one that is set later', page('size', 'let size = Number(req.query.size); size = Math.min(size, 100);')),
    bounded('one that is looked at', page('size', 'let size = Number(req.query.size); if (size > 100) size = 100;')),
    bounded('one of the settings', page('size', 'const size = Number(req.query.size); if (size > config.maxPageSize) throw new Error();')),
    bounded('one that something else looks at', page('Number(req.query.size)', 'checkPageSize(req.query.size);')),
    bounded('what a function makes of it', page('pageSizeOf(req.query)')),
    bounded('a number of the code', page('20')),
    bounded('a middleware that checks the query', page('Number(req.query.size)').replace("'/orders', ", "'/orders', validate(listOrders), ")),
    bounded('a middleware that checks the query of a handler in a wrapper', page('Number(req.query.size)').replace("'/orders', ", "'/orders', validate(listOrders), wrap(").replace(' });\n', ' }));\n')),
    bounded('what is made of a schema beside the handler', page('Number(req.query.size)').replace("'/orders', ", "'/orders', endpoint(listValidator)(").replace(' });\n', ' }));\n')),
    bounded('a list of middlewares, of a handler that a wrapper makes and a route names', `const list = wrap(async (req, res) => { res.json(await prisma.order.findMany({ take: Number(req.query.size) })); });\nrouter.get('/orders', [...validatePage, log], list);\n`),
    bounded('what a function checks and gives back', page('size', 'let size; if (req.query.all) size = req.query.size; else ({ size } = validatePage(req.query));')),
    bounded('a schema with a largest one', procedure('z.number().min(1).max(100).default(20)')),
    bounded('a schema of choices', procedure('z.union([z.literal(20), z.literal(50)])')),
    bounded('a schema whose callers write the number down', "import { z } from 'zod';\nconst Page = z.object({ limit: z.number() });\nasync function list(args) { const input = Page.parse(args.input); return prisma.order.findMany({ take: input.limit }); }\nexport async function GET() { return Response.json(await list({ input: { limit: 10_000 } })); }\n"),
    bounded('a schema of another place', "import { Page } from 'elsewhere';\nexport async function GET(request) { const { limit } = Page.parse(request.query); return Response.json(await prisma.order.findMany({ take: limit })); }\n"),
    bounded('a class that says how large it may be', controller('@IsInt() @Max(100) limit: number;')),
    bounded('a class with a decorator of its own', controller('@PageSize() limit: number;')),
    bounded('a class of another place', controller('', 'Elsewhere')),
    bounded('a pipe of its own', `${NEST}@Controller() export class Orders { @Get() list(@Query('limit', new PageSizePipe()) limit: number) { return prisma.order.findMany({ take: limit }); } }\n`),
    bounded('a function that nobody calls', 'export function list(query: { limit?: number }) { return prisma.order.findMany({ take: query.limit ?? 20 }); }\n'),
    bounded('an export', "router.get('/orders', exportOrders); async function exportOrders(req, res) { res.json(await prisma.order.findMany({ take: Number(req.query.limit) })); }\n"),
    bounded('a table that nothing says grows, where only high impact is wanted', "router.get('/suppliers', async (req, res) => { res.json(await prisma.supplier.findMany({ take: Number(req.query.limit) })); });\n", HIGH),
    bounded('a small table', page('Number(req.query.size)'), { settings: { rows: { Order: 20 } } }),
  ],
};
